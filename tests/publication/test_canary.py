"""No format, for no audience, shows anything above the audience; and what it may show is there."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

import pytest

from casefile.errors import TierForbids
from casefile.exporters import FORMATS
from casefile.exporting.export_run import ExportOrder, export, manifest_text
from casefile.model.vocabularies import TIERS
from casefile.publication.audience import AUDIENCES, SCOPES
from casefile.publication.disclosure import disclosed_records, take_first_look
from casefile.publication.publish import publish
from support.exported import everything, place

DAY = date(2025, 6, 10)
LIMITS = {"public": "public", "partners": "partners", "internal": "restricted"}


LOOKS = {}
"""The different first looks, by everything but the scope of consent that they are made for."""
REDACTED = {}
"""The records that may leave, by the id of the first look, with that look."""
PUBLISHED = {}
"""The publications, by the id of the first look and the other arguments, with that look."""


@cache
def look_once(register, audience, scope, *others):
    """Return an earlier look if it is equal: one consent may allow the same for two scopes, or nothing."""
    found = take_first_look(register, audience, scope, *others)
    known = LOOKS.setdefault((register, audience, *others), [])
    same = next((each for each in known if each.subjects == found.subjects), None)
    if same is None:
        known.append(found)
    return same or found


def left_once(looked, **how):
    if id(looked) not in REDACTED:
        REDACTED[id(looked)] = (looked, disclosed_records(looked, **how))
    return REDACTED[id(looked)][1]


@pytest.fixture(autouse=True)
def _published_once(monkeypatch):
    """Redact the register once for each audience and first look: that takes seconds, formats only read it."""
    monkeypatch.setattr("casefile.publication.publish.take_first_look", look_once)
    monkeypatch.setattr("casefile.publication.publish.disclosed_records", left_once)
    monkeypatch.setattr("casefile.exporting.export_run.publish", published_once)


def published_once(register, audience, *, on, chosen, scope, today, progress, **others):
    how = {"on": on, "today": today, "progress": progress, **others}
    if chosen is not None:
        return publish(register, audience, chosen=chosen, scope=scope, **how)
    needed = SCOPES[audience] if scope is None else scope
    looked = look_once(register, audience, needed, max(on, today or on), None, progress)
    key = id(looked), *how.items()
    if key not in PUBLISHED:
        PUBLISHED[key] = (looked, publish(register, audience, scope=scope, **how))
    return PUBLISHED[key][1]


def order(form, audience, **more):
    return ExportOrder(form, audience, DAY, DAY, **more)


def above(canaries, audience):
    limit = TIERS.index(LIMITS[audience])
    return [each for each in canaries if TIERS.index(each.tier) > limit]


def within(canaries, audience):
    limit = TIERS.index(LIMITS[audience])
    return [each for each in canaries if TIERS.index(each.tier) <= limit]


SEARCHED_TWICE = ("json", "jsonl", "sqlite", "parquet")
"""Formats that hold everything: they are searched for what may be there as for what may not."""


SEARCHED = {}
"""What stands in exports of these formats, by register, format and audience."""


def exported(register, form, audience, folder):
    """Export, and return all that stands in the file in lower case."""
    key = register, form, audience
    if key in SEARCHED:
        return SEARCHED[key]
    out = place(folder, form)
    export(register, order(form, audience, out=out))
    text = everything(out).lower()
    if form in SEARCHED_TWICE:
        SEARCHED[key] = text
    return text


@lru_cache(maxsize=1)
def all_in(text):
    return frozenset(CANARY.findall(text))


def seen_in(text, canaries):
    return [(each.where, each.tier) for each in canaries if each.text in all_in(text)]


CANARY = re.compile(
    r"canary[0-9]{5}x|(?:kg-2025|[a-z]++)-(?:canary|former)id-[a-z]+|(?<![0-9a-z])h[0-9a-z]{4}(?![0-9a-z])"
)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("form", FORMATS)
def test_no_export_contains_a_value_above_its_audience(aviary, form, audience, tmp_path):
    register, canaries = aviary

    text = exported(register, form, audience, tmp_path)

    assert seen_in(text, above(canaries, audience)) == []
    assert seen_in(text, within(canaries, audience)), "nothing could be read, so nothing was looked for"


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("form", [each.name for each in FORMATS.values() if each.as_text])
def test_nor_does_a_format_that_falls_back_to_text(aviary, form, audience, tmp_path):
    register, canaries = aviary

    for suffix in FORMATS[form].as_text:
        out = tmp_path / f"out{suffix}"
        export(register, order(form, audience, out=out))
        text = out.read_text("utf-8").lower()

        assert seen_in(text, above(canaries, audience)) == []
        assert seen_in(text, within(canaries, audience)), "nothing could be read, so nothing was looked for"


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("form", SEARCHED_TWICE)
def test_everything_that_may_be_seen_is_there(aviary, form, audience, tmp_path):
    register, canaries = aviary

    text = exported(register, form, audience, tmp_path)

    expected = within(canaries, audience)
    assert {each.where for each in expected} - {where for where, _ in seen_in(text, expected)} == set()
    assert len(expected) > 500


@pytest.mark.parametrize("audience", AUDIENCES)
def test_manifest_and_messages_show_no_withheld_value(aviary, audience, caplog, capfd):
    register, canaries = aviary
    publication = publish(register, audience, on=DAY)

    told = [manifest_text(publication.manifest), repr(publication.withheld)]
    assert publication.missing
    # What is said of a record of one kind does not depend on the audience, and each takes a publication.
    kinds = {register.by_id[key].kind: [key] for key in publication.missing} if audience == "public" else {}
    for keys in (*kinds.values(), publication.missing):
        with pytest.raises(TierForbids) as refusal:
            export(register, order("json", audience, chosen=[*keys], named=[*keys]))
        told += [str(refusal.value), refusal.value.message, refusal.value.hint]
    told += [caplog.text, *capfd.readouterr()]

    ids = {each.text for each in canaries if each.where.endswith(".id")}
    texts = [each for each in above(canaries, audience) if each.text not in ids]
    assert seen_in("\n".join(told), texts) == []
    assert "canaryid" not in "".join(told[1:])
