"""What the model refuses, and how it says so: one sentence, what to do, and never what was typed."""

from __future__ import annotations

import pytest

from casefile.model.kinds import kind_of
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of
from support.records import KINDS, full_record

HEARING = {"id": "h2v5t", "type": "hearing", "date": "2025-05-28"}
SECRET = "Айдай-secret-71"

ONE_VALUE = "it must be one value: remove the hyphens or the brackets"


def case(**fields) -> dict:
    return {
        "schema": "casefile/case/1",
        "id": "kg-2025-7k3mq",
        "country": "KG",
        "person": {"identification": "named"},
        **fields,
    }


def entry(**fields) -> dict:
    return case(events=[{**HEARING, **fields}])


EVENT = ("events", 0)
REFUSED = [
    # what was typed, where it is refused, the code, the message, the hint
    (entry(stge="x"), (*EVENT, "stge"), "CF102", "unknown field `stge`", "did you mean `stage`?"),
    (
        entry(as_="x"), (*EVENT, "as_"),
        "CF102", "unknown field `as_`", "its fields are id, type, date, …",
    ),
    (
        entry(stage="aposteriori"), (*EVENT, "stage"),
        "CF103", "invalid value for `stage`", "it takes custody, …",
    ),
    (
        entry(stage="Custody"), (*EVENT, "stage"),
        "CF103", "invalid value for `stage`", "did you mean `custody`?",
    ),
    (entry(stage=5), (*EVENT, "stage"), "CF105", "`stage` should be one word", "put quotes around it"),
    (
        entry(type="haering"), (*EVENT, "type"),
        "CF104", "this record cannot have this type of event", "did you mean `hearing`?",
    ),
    (
        entry(type=5), (*EVENT, "type"),
        "CF104", "this record cannot have this type of event", "it takes detention, transfer, …",
    ),
    (entry(type=None), (*EVENT, "type"), "CF105", "`type` has no value", "write one, or remove the line"),
    (
        case(events=[{"id": "h2v5t"}]), (*EVENT, "type"),
        "CF101", "`type` is missing", "an event needs a type: …",
    ),
    (
        case(events=[{**HEARING, "date": None}]), (*EVENT, "date"),
        "CF105", "`date` has no value", "write one, …",
    ),
    (case(events=["x"]), EVENT, "CF105", "`events` should be a mapping of fields", "… first id, type, date"),
    (
        case(events={}), ("events",),
        "CF105", "`events` should be a list", "write each item on a line of its own, …",
    ),
    (
        entry(date=["2025"]), (*EVENT, "date"),
        "CF107", "`date`: in YAML, a date in square brackets is a list", "put …",
    ),
    (
        entry(date="2025-02-30"), (*EVENT, "date"),
        "CF107", "`date`: this month does not have that day", "check the day, …",
    ),
    (
        entry(until="2025/2026"), (*EVENT, "until"),
        "CF107", "`until`: this happens on one day, so it has no duration", "…",
    ),
    (entry(place=278), (*EVENT, "place"), "CF105", "`place` should be text", "put quotes around it"),
    (
        entry(place=" "),
        (*EVENT, "place"),
        "CF106",
        "`place` has the wrong format",
        "expected one line of text, of at most 1,000 characters",
    ),
    (entry(place=["x"]), (*EVENT, "place"), "CF105", "`place` should be text", ONE_VALUE),
    (
        entry(by="gknb"), (*EVENT, "by"),
        "CF105", "`by` should be a list", "write each item on a line of its own, …",
    ),
    (entry(by=[None]), (*EVENT, "by", 0), "CF105", "`by` has no value", "write one, or remove the line"),
    (
        entry(id="h2v5l"), (*EVENT, "id"),
        "CF106", "`id` has the wrong format", "expected five characters, …",
    ),
    (entry(time=930), (*EVENT, "time"), "CF105", "`time` should be text", "put quotes around it"),
    (
        entry(sources=[5]), (*EVENT, "sources", 0),
        "CF105", "`sources` should be an id, or a mapping of fields", "put quotes around it",
    ),
    (
        entry(sources=[{}]), (*EVENT, "sources", 0, "source"),
        "CF101", "`source` is missing", "The source, by its id.",
    ),
    (
        entry(sources=["A b"]), (*EVENT, "sources", 0),
        "CF106", "`sources` has the wrong format", "expected an id: …",
    ),
    (
        case(country="kg"), ("country",),
        "CF106", "`country` has the wrong format", "expected a country code of …",
    ),
    (
        case(person="Anna"), ("person",),
        "CF105", "`person` should be a mapping of fields", "its fields are identific…",
    ),
    (case(person=None), ("person",), "CF105", "`person` has no value", "write one, or remove the line"),
    (
        case(schema="casefile/case/2"), ("schema",),
        "CF103", "invalid value for `schema`", "did you mean …",
    ),
    (
        case(withdrawn={"date": "2025", "reason": "error"}), ("country",),
        "CF102", "unknown field …", "its …",
    ),
    (
        case(person={"identification": "named", "age": {"years": 200}}), ("person", "age", "years"),
        "CF108", "`years` is out of range", "from 0 to 130",
    ),
    (
        case(person={"identification": "named", "age": {"years": "20"}}), ("person", "age", "years"),
        "CF105", "`years` should be a whole number", "write it in digits, without quotes",
    ),
    (
        entry(type="verdict", sentences=[{"penalty": "fine", "term": "6y"}]),
        (*EVENT, "sentences", 0, "term"),
        "CF107", "`term`: a duration starts with a P", "write it like P6Y, P5Y6M, P14D or PT3H",
    ),
    (
        entry(type="verdict", taken_into_custody="yes"), (*EVENT, "taken_into_custody"),
        "CF105", "`taken_into_custody` should be true or false", "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "field", "code", "message", "hint"), REFUSED)
def test_a_refusal_has_the_field_the_error_and_the_fix(data, field, code, message, hint):
    refusal = admit("case", data).refusals[0]

    assert (refusal.field, refusal.code) == (field, code)
    assert begins_so(refusal.message, message), refusal.message
    assert begins_so(refusal.hint, hint), refusal.hint


def begins_so(text: str, wanted: str) -> bool:
    """Compare with a text that may be cut by `…` at one end."""
    start, cut, end = wanted.partition("…")
    return text.startswith(start) and text.endswith(end) if cut else text == wanted


def test_a_missing_field_is_explained_by_its_description():
    refusals = admit("case", {"schema": "casefile/case/1"}).refusals
    assert {refusal.code for refusal in refusals} == {"CF101"}
    fields = shape_of("case").fields
    assert {refusal.field[0]: refusal.hint for refusal in refusals} == {
        "id": fields["id"].meta.description,
        "country": fields["country"].meta.description,
        "person": fields["person"].meta.description,
    }


@pytest.mark.parametrize("word", ["note", "hearing", "statement"])
def test_a_field_called_like_its_type_is_not_taken_for_it(word):
    """pydantic's location names the type of an entry as it names a field: the two must not be mixed up."""
    data = {"type": word, word: SECRET, "date": 5, "id": "h2v5t"}
    fields = [refusal.field for refusal in admit("case", case(events=[data])).refusals]
    known = [] if word == "note" else [(*EVENT, word)]
    assert sorted(fields) == sorted([(*EVENT, "date"), *known])


def test_every_error_is_reported_at_once_and_only_once():
    data = entry(date="2025-02-30", stge="x", sources=[{"surce": "b"}, 5])
    fields = [refusal.field for refusal in admit("case", data).refusals]
    assert sorted(fields, key=str) == sorted(
        [
            (*EVENT, "date"),
            (*EVENT, "stge"),
            (*EVENT, "sources", 0, "source"),
            (*EVENT, "sources", 0, "surce"),
            (*EVENT, "sources", 1),
        ],
        key=str,
    )


WRONG = (SECRET, f"{SECRET} " * 500, [SECRET], {"x": SECRET}, 71_717_171_717)


@pytest.mark.sample(3)
@pytest.mark.parametrize("wrong", WRONG, ids=["text", "long text", "a list", "a group", "a number"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_refusal_quotes_a_value(kind, wrong):
    """Logs are public: a value, here put in the place of every other one, is never repeated (a name is)."""
    record = full_record(kind, lambda _path: "x")
    said = 0
    for group in groups(record):
        for place in list(group) if isinstance(group, dict) else range(len(group)):
            kept, group[place] = group[place], wrong
            for refusal in admit(kind, record).refusals:
                said += 1
                told = refusal.message + refusal.hint
                assert SECRET not in told
                assert "7171" not in told
            group[place] = kept
    assert said > 5


def groups(value):
    if value and isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from groups(each)


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("casefile/case/1", "case"),
        ("casefile/source/7", "source"),
        ("casefile/settings/1", "settings"),
        ("casefile/person/1", None),
        ("case", None),
        (5, None),
        (None, None),
        (["casefile/case/1"], None),
    ],
)
def test_the_kind_of_a_record_is_that_of_its_schema(stated, kind):
    assert kind_of({"schema": stated}) == kind


def test_a_withdrawal_notice_is_a_valid_record():
    data = {
        "schema": "casefile/case/1",
        "id": "kg-2025-7k3mq",
        "withdrawn": {"date": "2025-06-01", "reason": "safety"},
    }
    assert admit("case", data).refusals == ()


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (["a"], ONE_VALUE),
        ({"a": "b"}, "it must be one value: write it after the colon, without fields below it"),
        (5, "put quotes around it"),
    ],
)
def test_a_list_or_group_in_place_of_one_value_has_its_own_hint(value, hint):
    data = {"schema": "casefile/source/1", "id": "x", "kind": "letter", "title": value}
    (refusal,) = admit("source", data).refusals
    assert (refusal.code, refusal.hint) == ("CF105", hint)
