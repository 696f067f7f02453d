"""An address that is cited becomes a source, never looser than what cites it."""

from __future__ import annotations

import re

import pytest

from casefile.editing.edit_plans import Correction, Mark, plan_mark, plan_update
from casefile.editing.new_ids import shared_id
from casefile.editing.source_citations import Citations
from casefile.editing.write_records import write
from casefile.intake.call_events import new_call
from casefile.model.record_shapes import shape_of
from casefile.register import Register, read_entry
from casefile.yaml.reader import read

URL = "https://telling.example/article"
CASE = "kg-2025-aaaaa"
CLOSE = """schema: casefile/source/1
id: call-7h2kq
tier: public
kind: call
"""
WAYS = {
    "stated": "connection: relative\n",
    "claimed": "connection: media\nclaims:\n  - field: connection\n    value: lawyer\n",
    "unreadable": "bogus: x\n",
}
"""How a source may be somebody close to the person; nobody knows who one with errors is."""


@pytest.fixture
def tier_of_new_source(desk, git_in):
    """Return a function that writes a plan and gives tier and id of the source that came of it."""

    def run(plan):
        (made,) = write(desk, plan).beside
        data = read((desk / made.path).read_bytes()).data
        said = git_in(desk)("show", "-s", "--format=%B")
        if data.get("tier") != "public":
            assert "telling" not in said + made.path
            assert re.fullmatch("source-[0-9a-z]{5}", data["id"])
        return data.get("tier", "restricted")

    return run


@pytest.fixture
def restricted_event(open_case):
    """Make an entry of the public case restricted."""
    open_case.write_text(
        open_case.read_text().replace("kind: arrest\n", "kind: arrest\n    tier: restricted\n")
    )
    return "d1d1d"


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def close_event(request, desk, open_case):
    """Let an entry of the public case rest alone on somebody who is, or may be, close to the person."""
    (desk / "cases/sources/call-7h2kq.yaml").write_text(CLOSE + request.param)
    text = open_case.read_text()
    open_case.write_text(text.replace("- occrp-2025-06-04", "- call-7h2kq", 1))
    return "d1d1d"


def test_a_source_that_disputes_a_public_entry_is_public(tier_of_new_source, today):
    assert tier_of_new_source(plan_mark(CASE, "d1d1d", Mark("disputed", "r", (URL,)), today)) == "public"


@pytest.mark.parametrize("standing", ["disputed", "corroborated"])
def test_a_source_about_a_restricted_entry_is_restricted(
    tier_of_new_source, today, restricted_event, standing
):
    assert (
        tier_of_new_source(plan_mark(CASE, restricted_event, Mark(standing, "r", (URL,)), today))
        == "restricted"
    )


def test_a_source_that_disputes_an_entry_of_a_relative_is_restricted(tier_of_new_source, today, close_event):
    assert (
        tier_of_new_source(plan_mark(CASE, close_event, Mark("disputed", "r", (URL,)), today)) == "restricted"
    )


def test_no_message_describes_an_entry_that_only_relatives_report(desk, git_in, today, close_event):
    write(desk, plan_update(CASE, [Correction("set", f"events.{close_event}.place", "Osh")], today))
    said = git_in(desk)("show", "-s", "--format=%B")
    assert close_event in said
    assert "detention" not in said
    assert "place" not in said


def test_a_source_that_corroborates_an_entry_of_a_relative_is_public(tier_of_new_source, today, close_event):
    assert (
        tier_of_new_source(plan_mark(CASE, close_event, Mark("corroborated", None, (URL,)), today))
        == "public"
    )


def corrected(*pairs):
    verbs = {"tier": "set", "reason": "set"}
    return [Correction(verbs.get(name.rpartition(".")[2], "add"), name, value) for name, value in pairs]


TIER, SOURCES = ("events.d1d1d.tier", "restricted"), ("events.d1d1d.sources", URL)
TOGETHER = {
    "a public entry": ([SOURCES], "public"),
    "made restricted before": ([TIER, SOURCES], "restricted"),
    "made restricted behind": ([SOURCES, TIER], "restricted"),
    "in a record made restricted": ([SOURCES, ("tier", "restricted")], "restricted"),
    "against a public entry": (
        [("events.d1d1d.resolution.reason", "r"), ("events.d1d1d.resolution.sources", URL)],
        "public",
    ),
    "against one made restricted": (
        [("events.d1d1d.resolution.reason", "r"), ("events.d1d1d.resolution.sources", URL), TIER],
        "restricted",
    ),
}


@pytest.mark.parametrize(("pairs", "tier"), TOGETHER.values(), ids=TOGETHER)
def test_a_new_source_has_the_tier_of_the_corrected_entry(tier_of_new_source, today, pairs, tier):
    assert tier_of_new_source(plan_update(CASE, corrected(*pairs), today)) == tier


def test_a_source_added_to_an_entry_of_a_relative_makes_both_public(tier_of_new_source, today, close_event):
    assert tier_of_new_source(plan_update(CASE, corrected(SOURCES), today)) == "public"


@pytest.mark.parametrize(
    ("cited", "tiers"),
    [([URL], {"public"}), (["gone"], {"restricted"}), (["gone", URL], {"public"})],
    ids=str,
)
def test_a_source_cited_for_one_field_has_the_tier_of_the_entry(cited, tiers, today):
    citations = Citations(Register(()), today)
    event = {"type": "detention", "sources": cited, "cites": {"date": [f"{URL}/2"]}}
    shape = shape_of("case").fields["events"].item(event)
    citations.resolve(event, shape, "public")
    assert {each.data.get("tier", "restricted") for each in citations.created} == tiers


def cited_ids(register, url, today):
    citations = Citations(register, today)
    shape = shape_of("case").fields["events"].item({"type": "detention"})
    citations.resolve({"type": "detention", "sources": [url]}, shape, "public")
    return [made.data["id"] for made in citations.created]


def test_a_source_made_on_the_way_never_gets_a_former_id_of_another(today):
    (wanted,) = cited_ids(Register(()), URL, today)
    text = f"schema: casefile/source/1\nid: renamed\nformerly: [{wanted}]\nkind: unknown\n"

    assert re.fullmatch("telling-example-2025-07-20-[0-9a-z]{5}", wanted)
    register = Register([read_entry("cases/sources/renamed.yaml", text.encode())])
    assert cited_ids(register, URL, today) == [f"{wanted}-2"]


@pytest.mark.parametrize(
    ("url", "form"),
    [
        (f"https://{'a' * 60}.{'b' * 60}.example/x", "a{60}-b{13}-[0-9a-z]{5}"),
        ("https://[::1]/x", "1-2025-07-20-[0-9a-z]{5}"),
        ("https://,/x", "web-2025-07-20-[0-9a-z]{5}"),
    ],
)
def test_the_id_of_a_source_made_on_the_way_is_that_of_one_that_is_added(url, form, today):
    fields = {"kind": "unknown", "tier": "public", "url": url, "accessed": today.isoformat()}
    (made,) = cited_ids(Register(()), url, today)

    assert re.fullmatch(form, made)
    assert made == shared_id(Register(()), "source", fields)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("sweep", "sweep-2025"), ("sweep-2025", "sweep-2025"), ("shared", "shared"), ("body", "body")],
)
def test_a_former_id_that_is_typed_is_written_as_the_present_id(typed, written, today):
    def renamed(folder, kind, key, *formerly):
        text = f"schema: casefile/{kind}/1\nid: {key}\nformerly: [{', '.join(formerly)}]\ntitle: A\nname: A\n"
        leave = "name" if kind == "situation" else "title"
        lines = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(leave))
        return read_entry(f"cases/{folder}/{key}.yaml", lines.encode())

    register = Register(
        [
            renamed("situations", "situation", "sweep-2025", "sweep", "shared"),
            renamed("situations", "situation", "other", "shared"),
            renamed("organizations", "organization", "office", "body"),
        ]
    )
    citations = Citations(register, today)

    settled = citations.resolve({"situations": [typed]}, shape_of("case"), "public")

    assert settled == {"situations": [written]}
    assert len(citations.notes) == (typed != written)


def test_two_callers_of_one_plan_never_get_one_id(monkeypatch, today):
    drawn = iter(["aaaa1", "aaaa1", "aaaa2"])
    monkeypatch.setattr("casefile.editing.new_ids.random_suffix", lambda _length: next(drawn))

    one = new_call(Register(()), "relative", today)
    other = new_call(Register(()), "relative", today, {one.data["id"]})

    assert (one.data["id"], other.data["id"]) == ("call-aaaa1", "call-aaaa2")
