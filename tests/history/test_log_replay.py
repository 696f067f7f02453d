"""Histories made at random: what the log tells, made again from the beginning, gives what there is now."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casefile.changes.apply import apply
from casefile.changes.change import Change
from casefile.changes.equality import have_same_meaning
from casefile.history.record_blame import read_blame
from casefile.history.record_log import read_log
from casefile.model.record_shapes import shape_of
from casefile.register import read_entry
from casefile.views.blame_values import values
from support.mutations import mutated
from support.records import valid_record

CASE = shape_of("case")
PATH = "cases/kg/2025/kg-2025-7k3mq.yaml"
SETTINGS = "schema: casefile/settings/1\n"


def texts(random: Random) -> list[str | None]:
    """Return what a file holds in one commit after another: grown, wounded, gone, not to be read, mended."""
    found: list[str | None] = []
    record = valid_record("case", random)
    for _ in range(random.randint(2, 7)):
        how = random.random()
        record = valid_record("case", random) if how < 0.2 else mutated(record, random)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        found.append(None if how > 0.9 else f"{text}\n\tno YAML" if how > 0.7 else text)
    return found


def committed(folder: Path, held: list[str | None]) -> None:
    """Make a repository with one commit a text, and check the last out."""
    stream = []
    for number, text in enumerate([SETTINGS, *held]):
        path = PATH if number else "casefile.yaml"
        stream.append(
            f"commit refs/heads/main\ncommitter d <d@x> {1750000000 + number * 90000} +0000\ndata 1\nx\n"
        )
        blob = (text or "").encode()
        stream.append(f"D {path}\n" if text is None else f"M 644 inline {path}\ndata {len(blob)}\n{text}\n")
    for words, given_in in ((["init", "-qb", "main"], ""), (["fast-import", "--quiet"], "".join(stream))):
        subprocess.run(["git", *words], cwd=folder, input=given_in.encode(), check=True)
    subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=folder, check=True)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1 << 40))
@example(seed=60810).via("a commit in which the record had another id")
@example(seed=365).via("a list without items that got one")
@example(seed=1397).via("a record that states nothing")
@example(seed=1937).via("a record that says that it is the settings")
@example(seed=1435676).via("a proceeding that was put first")
@example(seed=982).via("a record that went after an event had got another id")
def test_replaying_the_log_gives_the_present_record(seed):
    held = texts(Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        committed(Path(folder), held)
        rows = [row for entry in reversed(read_log(Path(folder)).entries) for row in entry.as_data()]
        settings_row, *told = rows
        assert settings_row["record"] == "casefile.yaml"
        data = None
        for row in told:
            changes = [Change(one["field"], one["kind"], one["old"], one["new"]) for one in row["changes"]]
            if [(change.field, change.kind) for change in changes] == [("", "removed")]:
                assert have_same_meaning(CASE, _unordered(data), _unordered(changes[0].old))
                data = None
                continue
            data = apply(CASE, data, sorted(changes, key=lambda change: change.kind == "moved"))
        last = read_entry(PATH, (held[-1] or "").encode()) if held[-1] is not None else None
        assert all(row["changes"] or row.get("problems") or row.get("note") for row in told)
        if last is None or last.data is not None:
            assert (data is None) == (last is None)
            assert last is None or have_same_meaning(CASE, _unordered(data), _unordered(last.data))
        if last and last.data is not None:
            blamed = read_blame(Path(folder), PATH).rows
            now = [(each.path, each.key) for each in values(CASE, last.data)]
            assert [(row.value.path, row.value.key) for row in blamed] == now
            said = values_by_commit(Path(folder), held)
            assert all(row.value in said[row.commit] for row in blamed)


def values_by_commit(folder, held):
    """Return what the record said in each commit, value by value."""
    words = ["git", "rev-list", "--reverse", "HEAD"]
    ids = subprocess.run(words, cwd=folder, capture_output=True, check=True, text=True).stdout.split()
    states = [read_entry(PATH, (text or "").encode()).data for text in held]
    return {commit: [*values(CASE, data or {})] for commit, data in zip(ids[1:], states, strict=True)}


def _unordered(data):
    """Leave the order of entries aside that are known by their ids: where one was put stands in no JSON."""
    lists = {
        name: sorted(data[name], key=lambda each: str(each.get("id")))
        for name in ("events", "proceedings")
        if isinstance(data.get(name), list) and all(isinstance(each, dict) for each in data[name])
    }
    return data | lists
