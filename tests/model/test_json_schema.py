"""The JSON Schemas say the same as the model, in one message for one wrong field."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from jsonschema import Draft7Validator

from casefile.model.events import EVENT_TYPES
from casefile.model.json_schema import schema, schema_text
from casefile.model.record_parser import admit
from support.mutations import mutated
from support.records import KINDS, full_record, valid_record
from support.schemas import validator

SCHEMAS = Path(__file__).parents[2] / "schemas"

CASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "country": "KG",
    "person": {"identification": "named", "age": {"years": 20}},
    "events": [
        {
            "id": "h2v5t",
            "type": "hearing",
            "date": "2025-05-28",
            "until": "2025-07-21",
            "sources": ["occrp-2025-06-04", {"source": "24-kg", "locator": "par. 3"}],
        },
        {
            "id": "k3m9x",
            "type": "verdict",
            "date": 2025,
            "sentences": [{"penalty": "probation", "term": "P3Y"}],
        },
    ],
    "claims": [{"field": "person.occupation", "value": "camera operator"}],
}
WITHDRAWN = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "withdrawn": {"date": "2025-06-01", "reason": "subject_request"},
}
DROP = object()


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one_of_draft_07(kind):
    Draft7Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema(kind)["$id"] == f"urn:casefile:schema:{kind}:1"


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_in_the_repository_are_those_of_the_model(kind):
    assert (SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8") == schema_text(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_is_the_same_each_time_and_ends_with_a_line(kind):
    assert schema_text(kind) == schema_text(kind)
    assert schema_text(kind).endswith("}\n")


def nodes(node):
    """Yield every schema inside a schema; names of fields are no keywords."""
    yield node
    for key, part in node.items():
        if key in {"properties", "definitions"}:
            for each in part.values():
                yield from nodes(each)
        elif isinstance(part, dict):
            yield from nodes(part)
        elif key == "allOf":
            for each in part:
                yield from nodes(each)


@pytest.mark.parametrize("kind", KINDS)
def test_a_strict_schema_reader_reports_no_error(kind):
    """What ajv's strict mode refuses: siblings of `$ref`, `required` of unlisted names, ignored words."""
    made = schema(kind)
    for node in nodes(made):
        assert "$ref" not in node or len(node) == 1
        assert set(node.get("required", ())) <= set(node.get("properties", ()))
        assert "properties" not in node or node["type"] == "object"
        assert "items" not in node or node["type"] == "array"
        assert "then" not in node or "if" in node
        assert not {"oneOf", "anyOf", "default", "discriminator", "$defs", "nullable"} & set(node)
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/definitions/") in made["definitions"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_definition_is_used_and_every_field_described(kind):
    made = schema(kind)
    used = {node["$ref"] for node in nodes(made) if "$ref" in node}
    assert used == {f"#/definitions/{name}" for name in made["definitions"]}
    for group in [made, *made["definitions"].values()]:
        for name, field in group.get("properties", {}).items():
            assert field.get("description"), (kind, name)


def test_type_is_asked_for_in_every_entry():
    definitions = schema("case")["definitions"]
    for model in EVENT_TYPES.values():
        assert definitions[model.__name__]["required"][:3] == ["id", "type", "date"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_model_and_schema_accept_valid_records(kind, seed):
    record = valid_record(kind, Random(seed))
    assert admit(kind, record).refusals == ()
    assert [*validator(kind).iter_errors(record)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_model_and_schema_take_a_record_with_every_field(kind):
    record = full_record(kind, lambda path: "-".join(map(str, path)).replace("_", "-"))
    assert admit(kind, record).refusals == ()
    assert [*validator(kind).iter_errors(record)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_model_and_schema_agree_on_every_damaged_record(kind):
    verdicts = [agreement(kind, seed) for seed in range(1_000)]
    assert {True, False} <= set(verdicts)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_model_and_schema_agree_on_many_damaged_records(kind):
    assert {True, False} <= {agreement(kind, seed) for seed in range(1_000, 10_000)}


def agreement(kind, seed) -> bool:
    """Damage a record, hear both verdicts, and look at the refusals: where each is there is something."""
    random = Random(seed)
    record = mutated(valid_record(kind, random, share=random.choice([0.2, 0.6])), random)
    verdict = admit(kind, record)
    assert (verdict.record is not None) == validator(kind).is_valid(record), (seed, record, verdict.refusals)
    assert bool(verdict.refusals) == (verdict.record is None), (seed, record)
    for refusal in verdict.refusals:
        inside(record, refusal.field[:-1])
    return verdict.record is not None


def inside(value, path):
    for part in path:
        value = value[part]
    return value


ONE_WRONG_FIELD = {
    "a word that is none": (CASE, ("events", 0, "stage"), "custodial"),
    "a type that is none": (CASE, ("events", 0, "type"), "haering"),
    "a type that is a number": (CASE, ("events", 0, "type"), 5),
    "a type without a value": (CASE, ("events", 0, "type"), None),
    "no type": (CASE, ("events", 0, "type"), DROP),
    "no date": (CASE, ("events", 0, "date"), DROP),
    "a field that is none": (CASE, ("events", 0, "stge"), "custody"),
    "a field of another type": (CASE, ("events", 0, "penalty"), "fine"),
    "an entry that is text": (CASE, ("events", 0), "hearing"),
    "an entry without a value": (CASE, ("events", 0), None),
    "a ledger that is a group": (CASE, ("events",), {}),
    "a date that is a list": (CASE, ("events", 0, "date"), ["2025-05-28"]),
    "a date that is none": (CASE, ("events", 0, "date"), "28.05.2025"),
    "a day that is none": (CASE, ("events", 0, "date"), "2025-02-30"),
    "a span turned round": (CASE, ("events", 0, "date"), "[2025-06-04..2025-05-29]"),
    "an interval for a day": (CASE, ("events", 0, "until"), "2025-05-28/2025-05-30"),
    "a year out of bounds": (CASE, ("events", 1, "date"), 20250528),
    "a duration that is none": (CASE, ("events", 1, "sentences", 0, "term"), "3y"),
    "a duration that is a number": (CASE, ("events", 1, "sentences", 0, "term"), 3),
    "a source that is no id": (CASE, ("events", 0, "sources", 0), "OCCRP, 4 June"),
    "a source that is a number": (CASE, ("events", 0, "sources", 0), 334581),
    "a source without a value": (CASE, ("events", 0, "sources", 0), None),
    "a citation with a wrong source": (CASE, ("events", 0, "sources", 1, "source"), "24.kg"),
    "a citation with an unknown field": (CASE, ("events", 0, "sources", 1, "page"), "3"),
    "a citation of nothing": (CASE, ("events", 0, "sources", 1, "source"), DROP),
    "sources that are text": (CASE, ("events", 0, "sources"), "occrp-2025-06-04"),
    "a boolean for an integer": (CASE, ("person", "age", "years"), True),
    "text for an integer": (CASE, ("person", "age", "years"), "20"),
    "an integer out of bounds": (CASE, ("person", "age", "years"), 200),
    "an integer for text": (CASE, ("person", "name"), 5),
    "null for text": (CASE, ("person", "name"), None),
    "a list for text": (CASE, ("person", "name"), ["Aiday", "Erkebaeva"]),
    "text for a group": (CASE, ("person",), "Aiday Erkebaeva"),
    "a number for a word": (CASE, ("person", "minor"), 1),
    "a claim of a list": (CASE, ("claims", 0, "value"), []),
    "a claim of a truth": (CASE, ("claims", 0, "value"), True),
    "another version": (CASE, ("schema",), "casefile/case/2"),
    "no id": (CASE, ("id",), DROP),
    "an id with a line end": (CASE, ("id",), "kg-2025-7k3mq\n"),
    "a withdrawal for a wrong reason": (WITHDRAWN, ("withdrawn", "reason"), "shame"),
    "a withdrawal without a value": (WITHDRAWN, ("withdrawn",), None),
    "a withdrawal that keeps something": (WITHDRAWN, ("country",), "KG"),
}


@pytest.mark.parametrize(("record", "path", "value"), ONE_WRONG_FIELD.values(), ids=ONE_WRONG_FIELD)
def test_one_wrong_field_gives_one_message(record, path, value):
    damaged = deepcopy(record)
    group = inside(damaged, path[:-1])
    if value is DROP:
        del group[path[-1]]
    else:
        group[path[-1]] = value

    errors = [*validator("case").iter_errors(damaged)]
    refusals = admit("case", damaged).refusals

    assert [error.message for error in errors] == [errors[0].message]
    assert [refusal.field for refusal in refusals] == [path]
    assert tuple(errors[0].absolute_path) in {path, path[:-1]}


@pytest.mark.parametrize("number", [-5, -1, 0, 2, 99, 100, 1000])
def test_a_number_is_taken_exactly_where_its_text_is(number):
    law = {"country": "KG", "citation": "a law"}
    as_number, as_text = (
        {"schema": "casefile/settings/1", "jurisdictions": [{**law, "remand_credit": each}]}
        for each in (number, str(number))
    )
    verdicts = {admit("settings", each).record is not None for each in (as_number, as_text)}
    verdicts |= {validator("settings").is_valid(each) for each in (as_number, as_text)}
    assert verdicts == {0 <= number < 100}
