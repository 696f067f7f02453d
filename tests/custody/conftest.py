"""Ledgers for the tests: written short, or drawn at random."""

from __future__ import annotations

import pytest

from casefile.model.events import EVENT_TYPES


def made(index, fields):
    """Make an entry of what a story says of it; its id is its place in the file."""
    data = {"id": f"e{index:04d}", **fields}
    return EVENT_TYPES[data["type"]].model_validate(data)


@pytest.fixture(scope="session")
def ledger():
    """Give entries from mappings: `ledger({"type": "detention", "date": "2025-05-28"}, …)`."""

    def make(*entries):
        return [made(index, fields) for index, fields in enumerate(entries)]

    return make


@pytest.fixture(scope="session")
def short():
    """Give entries from short texts: `short("detention 2025-05-28 kind=arrest", …)`."""

    def make(*lines):
        entries = []
        for index, line in enumerate(lines):
            word, date, *rest = line.split()
            fields = dict(each.split("=") for each in rest)
            entries.append(made(index, {"type": word, "date": date, **fields}))
        return entries

    return make
