import json

import pytest

from casefile.register import Register, path_of, read_entry

TOLD = "cases/sources/told.yaml"


@pytest.fixture
def register_of():
    """Build a register of whole records, given as plain data."""

    def build(*records):
        entries = []
        for data in records:
            kind = data["schema"].split("/")[1]
            blob = json.dumps(data, ensure_ascii=False).encode()
            entry = read_entry(path_of(kind, data["id"]), blob)
            assert not entry.broken, entry.problems
            entries.append(entry)
        return Register(entries)

    return build


@pytest.fixture
def a_case():
    """Make the data of a case: `a_case("aaaaa", {"type": "detention", "date": "2025-05-28"})`."""

    def make(suffix, *events, country="KG", **fields):
        person = fields.pop("person", {"identification": "named", "name": f"Person {suffix}"})
        ids = (f"{letter}0000" for letter in "abcdefghjkmnpqrs")
        return {
            "schema": "casefile/case/1",
            "id": f"{country.lower()}-2025-{suffix}",
            "tier": "public",
            "country": country,
            "person": person,
            **fields,
            "events": [{"id": key, **event} for key, event in zip(ids, events, strict=False)],
        }

    return make


@pytest.fixture
def a_situation():
    """Make the data of a situation."""

    def make(record_id, *events, **fields):
        return {
            "schema": "casefile/situation/1",
            "id": record_id,
            "tier": "public",
            "title": record_id.title(),
            **fields,
            "events": [
                {"id": f"{letter}1111", **event} for letter, event in zip("abcdef", events, strict=False)
            ],
        }

    return make
