"""Registers for the tests of the checks: examples, each laid over what stands around all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefile.register import Register, path_of, read_entry

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"


def files_of(example):
    """Give the files of an example by path: one record at the place of its id, or a folder as it is."""
    if example.is_dir():
        return {path.relative_to(example).as_posix(): path.read_bytes() for path in example.rglob("*.yaml")}
    entry = read_entry("cases/x/example.yaml", example.read_bytes())
    return {path_of(entry.kind, entry.id): example.read_bytes()}


@pytest.fixture(scope="session")
def register_of():
    """Make a register of files by path (bytes or text), laid over what stands around every example."""
    around = files_of(EXAMPLES / "around")

    def make(files, problems=()):
        blobs = around | {
            path: each if isinstance(each, bytes) else each.encode() for path, each in files.items()
        }
        return Register([read_entry(path, blob) for path, blob in blobs.items()], problems)

    return make


@pytest.fixture(scope="session")
def files():
    """Give the files of an example."""
    return files_of
