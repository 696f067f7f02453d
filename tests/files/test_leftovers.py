"""Copies of records that no command reads."""

from __future__ import annotations

import pytest

from casefile.files.leftovers import copies_of_records


@pytest.fixture
def records(tmp_path):
    """Return the folder of the records of an empty register."""
    folder = tmp_path / "cases"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "name",
    ["k.yaml~", ".k.yaml.swp", "#k.yaml#", "k.yaml.orig", "k.YML.bak", "kg-2025-a1b2c", "KG-2025-a1b2c.txt"],
)
def test_a_copy_is_known_by_its_name(records, name):
    (records / name).touch()
    assert copies_of_records(records.parent) == [f"cases/{name}"]


@pytest.mark.parametrize(
    "name", ["k.yaml", "kg-2025-a1b2c.yaml", "k.yml", ".gitkeep", "notes.txt", "2025-06-10.txt"]
)
def test_a_record_and_other_files_are_no_copies(records, name):
    (records / name).touch()
    assert copies_of_records(records.parent) == []


def test_records_that_are_a_repository_of_their_own_are_looked_into(records):
    (records / ".git").mkdir()
    (records / "k.yaml~").touch()
    (records / "kg" / ".git").mkdir(parents=True)
    (records / "kg" / "m.yaml~").touch()
    assert copies_of_records(records.parent) == ["cases/k.yaml~"]
