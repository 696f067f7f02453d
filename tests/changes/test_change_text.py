"""How a change reads at the desk."""

from __future__ import annotations

import pytest

from casefile.changes.change import Change
from casefile.changes.change_text import describe_change, node_of
from casefile.model.visible_text import in_short, visible

RELEASE = {"id": "k3m9x", "type": "release", "kind": "bail", "date": "2025-06-01"}
DISPUTED = {**RELEASE, "standing": "disputed", "resolution": {"reason": "the court says otherwise"}}
HEARING = {
    "id": "h2v5t",
    "type": "hearing",
    "outcome": "extended",
    "until": "2025-09-21",
    "date": "2025-07-19",
}
SENTENCE = {
    "id": "v1",
    "type": "verdict",
    "instance": "first",
    "outcome": "convicted",
    "sentences": [{"penalty": "imprisonment", "term": "P5Y"}],
}
CHARGE = {"id": "c1", "type": "charge", "step": "to_court", "charges": [{"statute": "kg-cc-278"}]}
APPEAL = {"id": "a1", "type": "appeal", "kind": "appeal", "step": "filed", "date": "2025-06-01"}
LET_GO = {
    "id": "h2v5v", "type": "hearing", "date": "2025-07-20", "outcome": "overturned",
    "overturns": "custody_order", "against": "h2v5t", "proceeding": "b", "then": "free",
}  # fmt: skip
RECORD = {"proceedings": [{"id": "a"}], "events": [DISPUTED, HEARING, LET_GO]}

TABLE = [
    (Change("tags", "added", None, "x"), "tag added: x"),
    (
        Change("events.h2v5t.cites.openness", "added", None, "kloop"),
        "hearing h2v5t: cites.openness added: kloop",
    ),
    (Change("person.nationalities", "removed", "KG", None), "person.nationality removed: KG"),
    (Change("person.name", "changed", "A", "B"), "person.name corrected: A → B"),
    (Change("person.age", "added", None, {"years": 20}), "person.age added: 20"),
    (Change("events.h2v5t", "added", None, HEARING, ""), "hearing extended until 2025-09-21"),
    (
        Change("events.h2v5v", "added", None, LET_GO, ""),
        (
            "hearing overturned (custody order) on 2025-07-20, about the hearing of 2025-07-19, "
            "proceeding b, then free"
        ),
    ),
    (
        Change("events.h2v5t", "added", None, {**HEARING, "summary": "Closed doors"}, ""),
        "hearing extended until 2025-09-21: Closed doors",
    ),
    (
        Change("events.k3m9x", "added", None, {**RELEASE, "until": "2025-06-04"}, ""),
        "release (bail) on 2025-06-01 until 2025-06-04",
    ),
    (Change("events.k3m9x", "removed", RELEASE, None), "release k3m9x removed: release (bail) on 2025-06-01"),
    (Change("events.k3m9x", "moved", "", "h2v5t"), "k3m9x moved behind h2v5t"),
    (Change("events.k3m9x", "moved", "h2v5t", ""), "k3m9x moved to the start"),
    (
        Change("events.k3m9x.standing", "added", None, "disputed"),
        "release k3m9x now disputed: the court says otherwise",
    ),
    (Change("events.k3m9x.standing", "removed", "disputed", None), "release k3m9x now reported"),
    (
        Change("events.h2v5t.until", "changed", "2025-07-21", "2025-09-21"),
        "hearing h2v5t: until corrected: 2025-07-21 → 2025-09-21",
    ),
    (Change("events.h2v5t.sources", "added", None, "occrp"), "hearing h2v5t: source added: occrp"),
    (Change("", "added", None, RECORD), "record added with 3 entries"),
    (Change("", "removed", {"id": "x"}, None), "record removed"),
    (
        Change(
            "claims", "added", None, {"field": "person.occupation", "value": "lawyer", "sources": ["hrw"]}
        ),
        "claim added: person.occupation: lawyer [hrw]",
    ),
    (
        Change(
            "person.affiliations",
            "added",
            None,
            {"organization": "kloop", "relation": "former_staff", "sources": [{"source": "hrw"}]},
        ),
        "person.affiliation added: kloop, relation: former staff [hrw]",
    ),
    (
        Change("consent", "added", None, {"basis": "public_record", "scope": ["named", "un"]}),
        "consent added: public record, scope: (named, un)",
    ),
    (
        Change("events.k3m9x.kind", "changed", "bail", "court_order"),
        "release k3m9x: kind corrected: bail → court order",
    ),
    (
        Change("events.k3m9x.date", "changed", "[2025-05-28..2025-05-30]", "2025-05-28"),
        "release k3m9x: date corrected: between 28 and 30 May 2025 → 2025-05-28",
    ),
    (
        Change("events.k3m9x.until", "removed", "2025-09-21", None),
        "release k3m9x: until removed: 2025-09-21",
    ),
    (Change("events.h2v5t", "added", None, SENTENCE, ""), "verdict convicted, imprisonment 5 years"),
    (Change("events.h2v5t", "added", None, CHARGE, ""), "charge sent to court under kg-cc-278"),
    (Change("events.h2v5t", "added", None, APPEAL, ""), "appeal filed on 2025-06-01"),
    (Change("bogus\\.name", "added", None, True), "bogus\\.name added: true"),
]


@pytest.mark.parametrize(("change", "line"), TABLE, ids=[line for _, line in TABLE])
def test_a_change_is_described_in_one_line(case, change, line):
    assert describe_change(change, case, RECORD) == line


def test_without_the_record_an_entry_is_called_by_its_path(case):
    change = Change("events.h2v5t.until", "removed", "2025", None)
    assert describe_change(change, case) == "events.h2v5t: until removed: 2025"


@pytest.mark.parametrize(
    "hostile", ["\x1b[2J", "a\nb", "\u202egnp", "\x9b1m", "\u2028", "\ud800", "\r", "\x7f"]
)
def test_a_line_contains_no_markup_or_escape(case, hostile):
    entry = {"id": hostile, "type": hostile, "date": hostile, "summary": hostile, "standing": hostile}
    path = f"events.{hostile}"
    record = {"events": [entry]}
    for change in (
        Change("notes", "changed", hostile, hostile),
        Change("tags", "added", None, {hostile: [hostile]}),
        Change(hostile, "added", None, hostile),
        Change(path, "added", None, entry, hostile),
        Change(path, "removed", entry, None),
        Change(path, "moved", hostile, hostile),
        Change(f"{path}.standing", "changed", hostile, hostile),
        Change(f"{path}.{hostile}", "added", None, hostile),
    ):
        line = describe_change(change, case, record)
        assert hostile not in line
        assert line.isprintable()


def test_a_control_character_is_seen():
    assert visible("a\x1b\n\x7f\u202e") == "a␛␊␡<U+202E>"


def test_scripts_keep_their_joiners():
    assert visible("می\u200cخواهم Айдай") == "می\u200cخواهم Айдай"


def test_a_long_value_is_cut():
    assert in_short("x" * 500) == "x" * 99 + "…"


@pytest.mark.parametrize("value", [[], {}, 5, None, ["h2v5t"], {"a": 1}])
@pytest.mark.parametrize(
    "field", ["type", "then", "seen_by", "against", "proceeding", "overturns", "sentences"]
)
def test_an_entry_of_a_damaged_file_is_described(case, field, value):
    entry = {**LET_GO, "sentences": [{"penalty": "imprisonment", "suspended": value}], field: value}
    record = {"proceedings": [value, {"id": value}], "events": [value, {"id": value}, HEARING, entry]}

    assert describe_change(Change("events.h2v5v", "added", None, entry, ""), case, record)


@pytest.mark.parametrize(
    "path", [("tag",), ("person", "nickname"), ("person", "name", "first"), ("events", "k3m9x", "x")]
)
def test_a_node_that_no_model_knows_has_no_shape(case, path):
    assert node_of(case, path) is None


def test_a_node_has_the_shape_of_its_field(case):
    assert node_of(case, ("events", "k3m9x", "date")).form == "date"
