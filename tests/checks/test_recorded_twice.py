"""Events that may be one: the warnings are those of a rule that folds the ledger anew for every pair."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casefile.changes.equality import entry_key_without_id
from casefile.changes.joined_entries import join_entries
from casefile.checks.check_rule import RuleFinding
from casefile.checks.ledger_rules import entered_twice, recorded_twice
from casefile.checks.rule_subject import CheckedRecord, RegisterContext
from casefile.custody.joined_events import PlaceFinder, with_one
from casefile.custody.ledger_fold import fold
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import AGAINST
from casefile.register import Register, read_entry
from casefile.yaml import canonical_text

IDS = ("a1a1a", "b2b2b", "c3c3c", "d4d4d", "e5e5e", "f6f6f", "g7g7g")
SOURCE = {"schema": "casefile/source/1", "kind": "letter", "title": "A letter"}
SOURCES = {"ministry": "official", "letter": "relative", "call": "relative"}
FIELDS = {
    "access": {
        "to": ["family", "counsel"],
        "outcome": ["permitted", "denied"],
        "means": ["visit", "parcels"],
    },
    "hearing": {
        "outcome": ["remanded", "extended", "released", "upheld"],
        "stage": ["custody", "appeal"],
        "against": IDS[:2],
    },
    "detention": {"kind": ["arrest", "questioning"], "place": ["Osh", "Batken"]},
    "release": {"kind": ["no_charge", "bail"]},
    "confirmation": {"found": ["held", "free"]},
}
REQUIRED = {"confirmation": ["found"], "access": ["to", "outcome"]}
DAYS = ["2025-05-28", "2025-05-28", "2025-05-28", "2025-05-29", "2025-05"]


@st.composite
def events(draw):
    """Draw a ledger with few types and days, so that many pairs of events may be one."""
    types = draw(st.lists(st.sampled_from([*FIELDS]), min_size=1, max_size=2))
    made = []
    for name in IDS[: draw(st.integers(2, len(IDS)))]:
        word = draw(st.sampled_from(types))
        event = {"id": name, "type": word, "date": draw(st.sampled_from(DAYS))}
        for field, values in FIELDS[word].items():
            least = values if field in REQUIRED.get(word, ()) else [None, None, *values]
            value = draw(st.sampled_from(least))
            event |= {} if value in {None, name} else {field: value}
        texts = draw(st.sampled_from([{}, {"summary": name}, {"note": name}, {"time": "09:30"}]))
        sources = draw(st.lists(st.sampled_from([*SOURCES]), max_size=2, unique=True))
        standing = draw(st.sampled_from([*[None] * 6, "disputed", "confirmed"]))
        event |= (
            texts | ({"sources": sources} if sources else {}) | ({"standing": standing} if standing else {})
        )
        made.append(event)
    return made


def subject_of(events):
    case = {
        "schema": "casefile/case/1",
        "id": "kg-2025-7k3mq",
        "country": "KG",
        "person": {"identification": "unnamed", "descriptor": "a camera operator"},
        "events": events,
    }
    files = {
        f"cases/sources/{name}.yaml": {**SOURCE, "id": name, "connection": connection}
        for name, connection in SOURCES.items()
    }
    files["cases/kg/2025/kg-2025-7k3mq.yaml"] = case
    entries = [
        read_entry(path, canonical_text.write(shape_of(data["schema"].split("/")[1]), data).encode())
        for path, data in files.items()
    ]
    assert not any(entry.broken for entry in entries), [entry.problems for entry in entries]
    return CheckedRecord(entries[-1], RegisterContext(Register(entries)))


def expected(subject):
    """Yield what both rules find by their plain definition, with a fold for every pair."""
    entry = subject.entry
    ledger, entries = entry.shape.fields["events"], entry.fields["events"]
    days = Counter((each["type"], each["date"]) for each in entries)
    seen = {}
    for place, each in enumerate(entries):
        if days[each["type"], each["date"]] > 1:
            first = seen.setdefault(entry_key_without_id(ledger, each), each)
            if first is not each:
                yield found_at(place, "this repeats", subject, first, each)
    for place, each in enumerate(entries):
        firsts = [
            other
            for other in entries[:place]
            if (other["type"], other["date"]) == (each["type"], each["date"])
            and subject.events[place].date.day
            and not {other.get("standing"), each.get("standing")} & AGAINST
            and not join_entries(ledger.item(each), other, each).conflicts
        ]
        if firsts and entry_key_without_id(ledger, firsts[0]) != entry_key_without_id(ledger, each):
            yield found_at(place, "this may be the same event as", subject, firsts[0], each)


def found_at(place, words, subject, first, second):
    entry, ids = subject.entry, [first["id"], second["id"]]
    one = join_entries(entry.shape.fields["events"].item(first), first, second).data
    made = with_one(entry.kind, entry.fields, ids, one, subject.register.fold)
    hint = f"if it is one event, first correct the order with dates: casefile edit {entry.id}"
    if made is not None:
        stays = made["events"][entry.fields["events"].index(first)] is one
        kept, other = ids if stays else reversed(ids)
        hint = f"if it is one event: casefile resolve {entry.id} --join {kept} --join {other}"
    return RuleFinding(("events", place), f"{words} {first['id']}", hint)


def in_turns(*words):
    """Return releases and arrests of one day: the first and the last one are one at the later place only."""
    kinds = {"release": "no_charge", "detention": "arrest"}
    return [
        {"id": name, "type": word, "date": DAYS[0], "kind": kinds[word], "note": name}
        for name, word in zip(IDS, words, strict=False)
    ]


@given(events=events())
@example(events=in_turns("release", "detention", "release", "detention", "release"))
@example(events=in_turns("detention", "release", "detention", "release", "detention"))
@settings(max_examples=150, deadline=None)
def test_the_warnings_are_those_of_a_fold_for_every_pair(events):
    subject = subject_of(events)
    assert [*entered_twice(subject), *recorded_twice(subject)] == [*expected(subject)]


def folds_of(finder, pairs):
    """Return how many ledgers a finder folds for the joins of some pairs of events; see `finder_of`."""
    subject, places, folded = finder
    ledger = subject.entry.shape.fields["events"]
    for first, other in pairs:
        one = join_entries(ledger.item(other), first, other).data
        assert places.find((first["id"], other["id"]), one) == first["id"]
    return len(folded)


def finder_of(events):
    """Return a case with these events, its finder of places, and the list of what that folds."""
    subject, folded = subject_of(events), []

    def fold_case(case):
        folded.append(case)
        return fold(case.events)

    entry = subject.entry
    return subject, PlaceFinder(entry.kind, entry.fields, subject.events, fold_case, {}), folded


@pytest.mark.parametrize(
    "fields",
    [{"type": "access", "to": "family", "outcome": "permitted"}, {"type": "hearing", "outcome": "extended"}],
    ids=lambda fields: fields["type"],
)
def test_thirty_accounts_of_one_day_need_as_few_folds_as_two(fields):
    made = [
        {"id": f"{one}{two}a1a", "date": "2025-05-28", "summary": f"Account {one}{two}", **fields}
        for one in "bcdfg"
        for two in "234567"
    ]
    finder = finder_of([{"id": "a1a1a", "type": "detention", "date": "2025-05-01", "kind": "arrest"}, *made])
    first, *others = finder[0].entry.fields["events"][1:]
    assert folds_of(finder, [(first, other) for other in others]) == 2


def test_events_to_which_another_one_refers_are_folded_for_each_pair():
    day = {"type": "hearing", "date": "2025-05-28", "outcome": "extended"}
    alike = [{"id": name, "note": name, **day} for name in IDS[:3]]
    appeal = {"id": IDS[3], "type": "hearing", "date": "2025-06-01", "stage": "appeal", "outcome": "upheld"}
    for against, folds in ((None, 2), (IDS[2], 4)):
        finder = finder_of([*alike, appeal | ({"against": against} if against else {})])
        *others, last = finder[0].entry.fields["events"][:3]
        assert folds_of(finder, [(other, last) for other in others]) == folds
