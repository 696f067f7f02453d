"""What a commit message may say, and what it never says."""

from __future__ import annotations

import itertools
import re

import pytest

from casefile.changes.apply import apply
from casefile.changes.commit_headlines import (
    CLOSED_ENTRY,
    CLOSED_FIELD,
    LAYOUT_ONLY,
    describe_publicly,
    events_named,
    headline,
    sources_named,
)
from casefile.changes.compare import compare
from casefile.changes.entry_text import LINE_PARTS
from casefile.changes.public_parts import Openness
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of

KNOWN = Openness(
    public_ids=frozenset({"occrp", "kg-cc-278"}),
    close=frozenset({"call-1"}),
    known=frozenset({"occrp", "call-1", "canary"}),
)
CASE = {"schema": "casefile/case/1", "id": "kg-2025-7k3mq", "tier": "public", "person": {"name": "A"}}
HEARING = {
    "id": "h2v5t",
    "type": "hearing",
    "date": "2025-07-19",
    "outcome": "extended",
    "until": "2025-09-21",
}

ENTRIES = [
    ({"type": "hearing", "outcome": "extended", "until": "2025-09-21"}, "hearing extended until 2025-09-21"),
    ({"type": "hearing", "outcome": "scheduled"}, "hearing scheduled for 2025-07-19"),
    ({"type": "hearing", "outcome": "other", "stage": "trial"}, "hearing trial on 2025-07-19"),
    ({"type": "detention", "kind": "arrest"}, "detention arrest on 2025-07-19"),
    ({"type": "detention", "date": "[..2025-06-04]"}, "detention, by 4 June 2025"),
    ({"type": "detention", "date": "a free text"}, "detention"),
    ({"type": "release", "kind": "bail"}, "release (bail) on 2025-07-19"),
    ({"type": "release", "kind": "a free text"}, "release on 2025-07-19"),
    (
        {"type": "charge", "step": "to_court", "charges": [{"statute": "kg-cc-278"}]},
        "charge to_court kg-cc-278",
    ),
    ({"type": "charge", "charges": [{"statute": "kg-cc-999"}]}, "charge accused on 2025-07-19"),
    (
        {
            "type": "verdict",
            "outcome": "convicted",
            "sentences": [{"penalty": "imprisonment", "term": "P5Y"}],
        },
        "verdict convicted, imprisonment P5Y",
    ),
    ({"type": "restriction", "kind": "non_disclosure"}, "restriction non_disclosure imposed"),
    ({"type": "access", "to": "counsel", "outcome": "denied"}, "access of counsel denied on 2025-07-19"),
    (
        {"type": "access", "to": "family", "means": "parcels", "outcome": "denied", "until": "2025-09-21"},
        "access of family (parcels) denied on 2025-07-19 until 2025-09-21",
    ),
    (
        {"type": "interrogation", "as": "witness", "counsel": "denied"},
        "interrogation as witness, counsel denied, on 2025-07-19",
    ),
    ({"type": "clemency", "kind": "pardon"}, "clemency pardon on 2025-07-19"),
    (
        {"type": "release", "kind": "bail", "seen_by": "lawyer", "then": "home_guarded"},
        "release (bail) on 2025-07-19, seen by a lawyer, then under house arrest",
    ),
    ({"type": "release", "then": "A Name"}, "release on 2025-07-19"),
    (
        {"type": "hearing", "outcome": "overturned", "overturns": "acquittal", "against": "h2v5t"},
        "hearing overturned (acquittal) on 2025-07-19",
    ),
    (
        {"type": "verdict", "sentences": [{"penalty": "imprisonment", "term": "P4Y", "suspended": "P2Y"}]},
        "verdict, imprisonment P4Y (P2Y suspended)",
    ),
    ({"type": "health", "urgency": "urgent"}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "tier": "partners"}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "sources": ["call-1"]}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "sources": ["call-1", {"source": "occrp"}]}, "note on 2025-07-19"),
    ({"type": "note", "sources": ["unread-1"]}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "sources": ["call-1", "unread-1"]}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "sources": ["occrp", "unread-1"]}, "note on 2025-07-19"),
    ({"type": "A Name"}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "id": "A Name"}, f"{CLOSED_ENTRY} added"),
    ({"type": "note", "id": "sadyr"}, f"{CLOSED_ENTRY} added"),
]


@pytest.mark.parametrize(("entry", "line"), ENTRIES, ids=[str(number) for number in range(len(ENTRIES))])
def test_an_entry_reads_as_news(case, entry, line):
    new = {**CASE, "events": [{"id": "h2v5t", "date": "2025-07-19", **entry}]}
    assert headline(compare(case, CASE, new), CASE, new, case, KNOWN) == f"case kg-2025-7k3mq: {line}"


def with_hearing(**fields):
    return {**CASE, "events": [{**HEARING, "sources": ["occrp"], **fields}]}


EDITS = [
    (with_hearing(standing="disputed", resolution={"reason": "r"}), "hearing h2v5t disputed"),
    (with_hearing(until="2025-10-01"), "hearing h2v5t: until 2025-09-21 → 2025-10-01"),
    (with_hearing(outcome="house_arrest"), "hearing h2v5t: outcome extended → house_arrest"),
    (with_hearing(outcome="other"), "hearing h2v5t: outcome corrected"),
    (with_hearing(summary="A Name"), "hearing h2v5t: summary added"),
    (with_hearing(note="A Name"), f"hearing h2v5t: {CLOSED_FIELD}"),
    (with_hearing(tier="restricted"), f"{CLOSED_ENTRY} changed"),
    (with_hearing(sources=["occrp", "call-1"]), "hearing h2v5t: source added"),
    (with_hearing(bogus="A Name"), f"hearing h2v5t: {CLOSED_FIELD}"),
    ({**with_hearing(), "A Name": 1}, CLOSED_FIELD),
    ({**with_hearing(), "tags": ["A Name"]}, "tag added"),
    ({**with_hearing(), "person": {"name": "B"}}, "person.name corrected"),
    (
        {**with_hearing(), "person": {"name": "B", "name_tier": "partners"}},
        f"{CLOSED_FIELD}, and 1 more",
    ),
    ({**with_hearing(), "person": {"name": "B", "minor": "minor"}}, f"{CLOSED_FIELD}, and 1 more"),
    ({**with_hearing(), "person": {"name": "A", "gender": "female"}}, "person.gender added"),
    (
        {**with_hearing(), "person": {"name": "A", "other_names": [{"name": "x", "kind": "pseudonym"}]}},
        CLOSED_FIELD,
    ),
    ({**with_hearing(), "person": {"name": "A", "vulnerabilities": ["x"]}}, CLOSED_FIELD),
    ({**with_hearing(), "tier": "restricted"}, CLOSED_FIELD),
    (CASE, "hearing h2v5t removed"),
    (dict(reversed(with_hearing().items())), LAYOUT_ONLY),
]


@pytest.mark.parametrize(("new", "line"), EDITS, ids=[str(number) for number in range(len(EDITS))])
def test_an_edit_reads_without_free_text(case, new, line):
    old = with_hearing()
    assert headline(compare(case, old, new), old, new, case, KNOWN) == f"case kg-2025-7k3mq: {line}"


@pytest.mark.parametrize(
    "also",
    [
        {"person": {"minor": "minor"}},
        {"person": {"minor": "unknown"}},
        {"person": {"age": {"years": 15}}},
        {"person": {"birth": "2010"}},
        {"person": {"name_tier": "partners"}},
        {"person": {"name_tier": "A Name"}},
        {"person": {"minor": "adult"}, "claims": [{"field": "person.age", "value": 15}]},
        {"consent": {"scope": ["named"], "expires": "2099"}},
        {"consent": {"scope": ["un_report"]}},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "field",
    [
        {"name": "B"},
        {"birth": "2010-02"},
        {"external_ids": {"wikidata": "Q1"}},
        {"other_names": [{"name": "x", "sources": ["occrp"]}]},
        {"name_tier": "restricted"},
    ],
    ids=str,
)
def test_a_headline_shows_nothing_of_a_restricted_name(case, also, field):
    old = with_hearing() | also | {"person": {"name": "A", **also.get("person", {})}}
    new = old | {"person": {**old["person"], **field}}
    changes = compare(case, old, new)
    assert headline(changes, old, new, case, KNOWN).endswith(f": {CLOSED_FIELD}")
    whole = {**new, "events": []}
    assert sources_named(compare(case, None, whole), None, whole, case, KNOWN) == ()
    bare = {name: value for name, value in whole.items() if name != "person"}
    assert sources_named(compare(case, bare, whole), bare, whole, case, KNOWN) == ()


def test_an_age_that_cannot_be_read_breaks_nothing(case):
    old = {**with_hearing(), "person": {"name": "A", "minor": [], "age": [], "birth": {}}}
    new = {**old, "person": {**old["person"], "name": "B"}}
    assert headline(compare(case, old, new), old, new, case, KNOWN).endswith(": person.name corrected")


def test_a_headline_reports_the_change_of_a_public_name_with_its_source(case):
    old = with_hearing()
    other = {"name": "x", "sources": ["occrp"]}
    new = {**old, "person": {"name": "A", "minor": "adult", "birth": "1990", "other_names": [other]}}
    new["consent"] = {"scope": ["named"]}
    changes = compare(case, old, new)
    told = [describe_publicly(each, case, old, new, KNOWN) for each in changes]
    assert {"person.birth added", "person.other_name added"} <= {*told}
    assert sources_named(changes, old, new, case, KNOWN) == ("occrp",)


def test_a_headline_reports_that_a_record_became_public(case):
    old = {**CASE, "tier": "restricted"}
    assert headline(compare(case, old, CASE), old, CASE, case, KNOWN).endswith(": now public")


def test_a_new_record_is_described_by_its_first_public_entry(case):
    new = {**CASE, "events": [{"id": "n0te1", "type": "health"}, HEARING, {**HEARING, "id": "h2v5v"}]}
    changes = compare(case, None, new)
    assert headline(changes, None, new, case, KNOWN) == (
        "case kg-2025-7k3mq: added, hearing extended until 2025-09-21, and 1 more"
    )
    assert events_named(changes, None, new, case, KNOWN) == ("n0te1", "h2v5t", "h2v5v")


def test_an_entry_whose_id_is_made_of_the_name_is_not_named(case):
    new = {**CASE, "person": {"name": "Marat X", "other_names": [{"name": "Mars"}, {"name": "Bakyt"}]}}
    new["events"] = [{**HEARING, "id": key} for key in ("marat", "bakyt", "h2v5t")]
    assert events_named(compare(case, CASE, new), CASE, new, case, KNOWN) == ("h2v5t",)
    assert events_named(compare(case, None, new), None, new, case, KNOWN) == ("h2v5t",)


NEAR = Openness(
    public_ids=frozenset({"occrp", "open-call"}),
    close=frozenset({"call-1", "open-call"}),
    known=frozenset({"occrp", "call-1", "open-call", "paper"}),
)
"""Of a close source the record is public, too: what rests on it alone is not."""


@pytest.mark.parametrize("sources", [["paper", "open-call"], [{"source": "open-call"}, "paper"]])
def test_an_event_is_closed_whose_sources_that_are_shown_are_all_close(case, sources):
    old, new = with_hearing(sources=sources), with_hearing(sources=sources, until="2025-10-21")
    for before, after in ((None, new), (CASE, new), (old, new)):
        text = "\n".join(messages(case, before, after, NEAR))
        assert "hearing" not in text
        assert "2025-10-21" not in text
        assert "open-call" not in text
    opened = with_hearing(sources=[*sources, "occrp"])
    assert "2025-09-21" in "\n".join(messages(case, CASE, opened, NEAR))


@pytest.mark.parametrize("ids", [["open-call"], ["call-1"], ["paper"], ["paper", "open-call"]])
def test_a_field_is_closed_whose_own_sources_are_withheld_or_close(case, ids):
    open_event = with_hearing(sources=["occrp"])
    old = with_hearing(sources=["occrp"], cites={"until": ids})
    new = with_hearing(sources=["occrp"], cites={"until": ids}, until="2025-10-21")
    moved = with_hearing(sources=["occrp"], cites={"until": ["occrp", *ids]}, until="2025-10-21")
    for before, after in ((None, new), (CASE, new), (old, new), (old, moved)):
        text = "\n".join(messages(case, before, after, NEAR))
        assert "until" not in text
        assert "2025-10-21" not in text
        assert "open-call" not in text
    assert "cites" not in "\n".join(messages(case, open_event, old, NEAR))
    assert "until" in "\n".join(messages(case, CASE, moved, NEAR))


def test_an_event_is_closed_that_cannot_be_without_a_closed_field(case):
    new = with_hearing(cites={"date": ["open-call"]})
    text = "\n".join(messages(case, CASE, new, NEAR))
    assert f"{CLOSED_ENTRY} added" in text
    assert "hearing" not in text


def test_nothing_of_a_consent_is_in_a_message(case):
    for before, after in itertools.pairwise([
        CASE, {**CASE, "consent": {"scope": ["named"]}},
        {**CASE, "consent": {"scope": ["named"], "expires": "2099", "withdrawn": "2025"}}, CASE,
    ]):  # fmt: skip
        assert {
            describe_publicly(each, case, before, after, NEAR) for each in compare(case, before, after)
        } == {CLOSED_FIELD}


PEN_NAMED = {
    **CASE,
    "person": {"name": "Aibek Testov", "other_names": [{"name": "d3dak", "kind": "pseudonym"}]},
    "claims": [{"field": "person.name", "value": "Aibek M4rat", "sources": ["occrp"]}],
}


@pytest.mark.parametrize("key", ["d3dak", "m4rat"])
def test_an_id_that_holds_a_name_with_a_digit_is_in_no_line_of_a_message(case, key):
    old = {**PEN_NAMED, "events": [{**HEARING, "id": key}]}
    new = {**PEN_NAMED, "events": [{**HEARING, "id": key, "until": "2025-10-21"}]}
    unnamed = {**new, "person": {"name": "Aibek Testov"}, "claims": []}
    for before, after in ((None, new), (old, new), (old, unnamed), (new, {**new, "events": []})):
        text = "\n".join(messages(case, before, after, KNOWN))
        assert key not in text
        assert "until" not in text


def test_an_id_without_a_digit_may_be_a_name_and_is_not_named(case):
    new = {**CASE, "events": [{**HEARING, "id": key} for key in ("sadyr", "h2v5t")]}
    assert events_named(compare(case, CASE, new), CASE, new, case, KNOWN) == ("h2v5t",)
    assert events_named(compare(case, None, new), None, new, case, KNOWN) == ("h2v5t",)


def test_a_record_without_a_tier_is_public_only_by_the_settings(case):
    old = {name: value for name, value in CASE.items() if name != "tier"}
    new = {**old, "events": [HEARING]}
    changes = compare(case, old, new)
    assert describe_publicly(changes[0], case, old, new, KNOWN) == f"{CLOSED_ENTRY} added"
    assert (
        describe_publicly(changes[0], case, old, new, Openness(default="public"))
        == "hearing extended until 2025-09-21"
    )


@pytest.mark.parametrize(("kind", "line"), [("call", False), ("press_article", True)])
def test_the_connection_of_a_personal_source_is_not_in_a_message(kind, line):
    shape = shape_of("source")
    old = {"schema": "casefile/source/1", "id": "call-7h2kq", "tier": "public", "kind": kind}
    new = {**old, "connection": "colleague"}
    (change,) = compare(shape, old, new)
    assert ("colleague" in describe_publicly(change, shape, old, new, KNOWN)) is line


def test_trailers_name_entries_by_their_random_ids_and_sources_that_are_public(case):
    new = {
        **with_hearing(sources=["occrp", "secret-source"]),
        "claims": [{"field": "person.name", "value": "x", "sources": ["occrp"]}],
    }
    new["events"].append({"id": "n0te1", "type": "note", "tier": "restricted", "sources": ["kg-cc-278"]})
    changes = compare(case, CASE, new)
    assert events_named(changes, CASE, new, case, KNOWN) == ("h2v5t", "n0te1")
    assert sources_named(changes, CASE, new, case, KNOWN) == ("occrp",)
    assert sources_named(changes, CASE, new, case, Openness()) == ()


def test_every_type_is_described_by_its_own_fields_without_free_text(case):
    assert set(LINE_PARTS) == set(EVENT_TYPES)
    for kind, pieces in LINE_PARTS.items():
        shape = case.key("events").item({"type": kind})
        for name in (name for piece in pieces for name in piece.fields):
            field = shape.key(name)
            assert field is not None, (kind, name)
            assert field.words or field.form in {"date", "duration"} or field.is_list, (kind, name)


KINDS = ["case", "situation", "organization", "statute", "source"]


def filled(shape):
    """A value with every field of the model in it; what is free text or an id holds the word canary.

    An event cites sources of its own for free text alone: others would close the field that they are for.
    """
    if shape.is_list and shape.match == "id":
        kinds = [word for word in shape.inner.types if word in LINE_PARTS]
        stated = {"tier": "public", "standing": "disputed", "cites": {"summary": ["canary"]}}
        return [{**filled(shape.item({"type": kind})), "id": f"e{number:04}", "type": kind, **stated}
                for number, kind in enumerate(kinds)]  # fmt: skip
    if shape.is_list:
        return [filled(shape.item())]
    if shape.is_mapping:
        return {name: filled(child) for name, child in shape.fields.items()}
    if shape.words:
        return shape.words[0]
    plain = {"date": "2025-05-28", "duration": "P6Y", "boolean": True, "integer": 7}
    return plain.get(shape.form, "canary")


def messages(shape, old, new, openness):
    changes = compare(shape, old, new)
    assert apply(shape, old, changes) is not None or new is None
    yield headline(changes, old, new, shape, openness)
    for change in changes:
        yield describe_publicly(change, shape, old, new, openness)
    yield from events_named(changes, old, new, shape, openness)
    yield from sources_named(changes, old, new, shape, openness)


def states(kind, tier):
    full = {**filled(shape_of(kind)), "id": "kg-2025-7k3mq", "tier": tier}
    full.pop("withdrawn", None)
    bare = {"id": "kg-2025-7k3mq", "tier": tier}
    holds = {name: value for name, value in full.items() if isinstance(value, dict | list)}
    halves = {**bare, **{name: half(value) for name, value in holds.items()}}
    return full, [(None, full), (full, None), (bare, full), (full, bare), (halves, full), (full, halves)]


def half(value):
    """The same entries and groups without their fields, so that each field is a change of its own."""
    if isinstance(value, dict):
        return {}
    kept = [
        {"id": item["id"], "type": item["type"]} for item in value if isinstance(item, dict) and "id" in item
    ]
    return kept if len(kept) == len(value) else []


@pytest.mark.parametrize("kind", KINDS)
def test_no_free_text_and_no_unknown_id_is_in_any_message(kind):
    shape = shape_of(kind)
    full, pairs = states(kind, "public")
    assert "canary" in str(full)
    told = [message for old, new in pairs for message in messages(shape, old, new, KNOWN)]
    assert not [message for message in told if "canary" in message]
    assert "note on 2025-05-28" in told or "events" not in full


@pytest.mark.parametrize("tier", ["partners", "restricted", "sealed", "nonsense", None])
@pytest.mark.parametrize("kind", KINDS)
def test_a_headline_of_a_non_public_record_reports_only_a_change(kind, tier):
    shape = shape_of(kind)
    said = {
        "added", "removed", CLOSED_FIELD,
        f"{CLOSED_ENTRY} added", f"{CLOSED_ENTRY} removed", f"{CLOSED_ENTRY} changed",
    }  # fmt: skip
    for old, new in states(kind, tier)[1]:
        for message in messages(shape, old, new, KNOWN):
            line = message.removeprefix(f"{kind} kg-2025-7k3mq: ").split(", and ")[0]
            assert line in said or re.fullmatch(r"e\d{4}", line), "an id at random tells nothing"


def test_a_withdrawn_case_is_described_only_as_withdrawn(case):
    stub = {
        "schema": "casefile/case/1",
        "id": "kg-2025-0000a",
        "withdrawn": {"date": "2026-01-01", "reason": "safety"},
    }
    line = "case kg-2025-0000a: withdrawn"
    old = {**CASE, "events": [HEARING]}
    assert headline(compare(case, None, stub), None, stub, case, KNOWN) == line
    assert events_named(compare(case, old, stub), old, stub, case, KNOWN) == ()
