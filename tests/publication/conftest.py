"""Registers made in memory: of records as a test writes them, and of canaries as the model has fields."""

from __future__ import annotations

import pytest

from casefile.model.record_parser import admit
from casefile.register import Entry, Register, path_of
from support.canaries import Aviary


def entry(kind: str, data: dict) -> Entry:
    verdict = admit(kind, data)
    path = "casefile.yaml" if kind == "settings" else path_of(kind, data["id"])
    return Entry(path, kind, "", data, verdict.record, tuple(verdict.refusals))


def register(*records: dict) -> Register:
    return Register([entry(each["schema"].split("/")[1], each) for each in records])


@pytest.fixture(scope="session")
def entry_of():
    """Return a function that makes an entry of a record, also of one that has errors."""
    return lambda record: entry(record["schema"].split("/")[1], record)


@pytest.fixture(scope="session")
def register_of():
    """Return a function that makes a register of records; each must be valid."""

    def make(*records):
        made = register(*records)
        for each in made.entries.values():
            assert each.record is not None, (each.path, each.problems)
        return made

    return make


@pytest.fixture
def case():
    """Return a function that makes a public case: `case("a1b2c", events=[…], name="…", tier="partners")`."""

    def make(suffix="7k3mq", *, person=None, events=(), **fields):
        return {
            "schema": "casefile/case/1",
            "id": f"kg-2025-{suffix}",
            "tier": "public",
            "country": "KG",
            "person": person or {"identification": "unnamed", "descriptor": "reporter"},
            "events": list(events) or [{"id": "h2v5t", "type": "detention", "date": "2025-05-28"}],
            **fields,
        }

    return make


@pytest.fixture(scope="session", params=[True, False], ids=["consent holds", "consent was withdrawn"])
def aviary(request):
    """Return a register full of canaries, and all of them."""
    made = Aviary(request.param)
    entries = register(*made.records())
    for each in entries.entries.values():
        assert each.record is not None, (each.path, each.problems)
    return entries, made.canaries
