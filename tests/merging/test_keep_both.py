"""Two proceedings of one id on two branches: each gets a new id, and what names it follows its branch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.editing.edits import WriteOptions
from casefile.errors import NotFound
from casefile.merging.keep_both import resolve
from casefile.merging.open_conflict import find_record_in_conflict
from casefile.merging.resolution import KeepBoth
from casefile.yaml.reader import read
from support.branches import TEXT, Forked

EXECUTABLE = str(Path(sys.executable).with_name("casefile"))
ID = "kg-2025-7k3mq"
HEAD, _, LEDGER = TEXT.partition("events:\n")
FIRST = "  - id: main\n    kind: criminal\n"
THIRD = "  - id: third\n    kind: military\n"
SECOND = "  - id: second\n    kind: criminal\n    numbers:\n      - {number!r}\n"
EVENTS = f"events:\n{LEDGER}"
VERDICT = """\
  - id: v3r4t
    type: verdict
    date: "2025-09-01"
    outcome: convicted
"""
STEP = """\
  - id: c4s3s
    type: case
    date: "2025-08-01"
    step: {step}
"""
CLAIMS = """\
claims:
  - field: {field}
    value: "{value}"
"""


def git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


@pytest.fixture
def forked(tmp_path):
    return Forked.begun(tmp_path / "register", git, {**os.environ}, EXECUTABLE)


def case(*proceedings, events=EVENTS, claims=""):
    return HEAD + "proceedings:\n" + "".join(proceedings) + claims + events


def second(number):
    return SECOND.format(number=number)


def named(name, step="", field="proceeding"):
    """Return events of which the last one names a proceeding in this field."""
    return EVENTS + (STEP.format(step=step) if step else "") + f"    {field}: {name}\n"


def merging(forked, base, ours, theirs):
    forked.commits(base)
    forked.branches(ours, theirs)
    assert forked.run("git", "merge", "theirs").returncode == 1
    return forked


def decide(forked, **sides):
    """Keep both proceedings, and choose a side of the fields that are in conflict besides."""
    subject = find_record_in_conflict(forked.folder, ID)
    (two,) = (each for each in subject.merged.conflicts if each.is_of_two)
    rest = {each.field: getattr(each, sides["rest"]) for each in subject.merged.conflicts if each is not two}
    return resolve(subject, {two.field: KeepBoth.BOTH, **rest}, WriteOptions())


def numbers(forked):
    """Return the number of each proceeding, the id of one that has none."""
    data = read(forked.case.read_bytes()).data
    return {each["id"]: each.get("numbers", [each["id"]])[0] for each in data["proceedings"]}


def event(forked, name):
    data = read(forked.case.read_bytes()).data
    return next(each for each in data["events"] if each["id"] == name)


@pytest.mark.parametrize(
    ("step", "field", "at_once"),
    [
        ("", "proceeding", False),
        ("opened", "proceeding", True),
        ("severed", "into_proceeding", False),
        ("severed", "from_proceeding", True),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_value_in_conflict_names_the_proceeding_of_its_side(forked, step, field, at_once, swapped):
    side = "ours" if swapped else "theirs"
    base = case(FIRST, THIRD, events=named("main", step, field))
    ours = case(FIRST, THIRD, second("111"), events=named("third", step, field))
    theirs = case(FIRST, THIRD, second("222"), events=named("second", step, field))
    if swapped:
        ours, theirs = theirs, ours
    merging(forked, base, ours, theirs)
    if at_once:
        decide(forked, rest=side)
    else:
        resolve(
            find_record_in_conflict(forked.folder, ID), {"proceedings.second": KeepBoth.BOTH}, WriteOptions()
        )
        subject = find_record_in_conflict(forked.folder, ID)
        (conflict,) = subject.merged.conflicts
        resolve(subject, {conflict.field: getattr(conflict, side)}, WriteOptions())
    assert numbers(forked)[event(forked, "c4s3s" if step else "k3m9x")[field]] == "222"
    assert "second" not in numbers(forked)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_event_for_which_both_sides_name_the_id_is_left_in_conflict(forked, side):
    base = case(FIRST, events=named("main"))
    sides = (case(FIRST, second(each), events=named("second")) for each in ("111", "222"))
    merging(forked, base, *sides)
    done = decide(forked, rest=side)
    assert [each.field for each in done.left] == ["events.k3m9x.proceeding"]
    subject = find_record_in_conflict(forked.folder, ID)
    (conflict,) = subject.merged.conflicts
    resolve(subject, {conflict.field: getattr(conflict, side)}, WriteOptions())
    assert numbers(forked)[event(forked, "k3m9x")["proceeding"]] == ("111" if side == "ours" else "222")


def test_a_proceeding_that_absorbs_two_absorbs_both(forked):
    events = EVENTS + VERDICT
    absorbing = events + "    absorbs:\n      - second\n"
    sides = (case(FIRST, second(each), events=absorbing) for each in ("111", "222"))
    merging(forked, case(FIRST, events=events), *sides)
    decide(forked, rest="ours")
    stated = numbers(forked)
    assert sorted(stated[each] for each in event(forked, "v3r4t")["absorbs"]) == ["111", "222"]


def test_claims_follow_the_proceeding_of_their_side(forked):
    claims = [CLAIMS.format(field="proceedings.second.court", value=each) for each in ("one", "two")]
    base = case(FIRST)
    sides = (
        case(FIRST, second(number), claims=claim)
        for number, claim in zip(("111", "222"), claims, strict=True)
    )
    merging(forked, base, *sides)
    decide(forked, rest="ours")
    data = read(forked.case.read_bytes()).data
    stated = {each["field"].split(".")[1]: each["value"] for each in data["claims"]}
    assert {numbers(forked)[name]: value for name, value in stated.items()} == {"111": "one", "222": "two"}


def test_a_typed_value_that_names_the_old_id_is_refused(forked):
    ours = case(FIRST, THIRD, second("111"), events=named("third"))
    merging(forked, case(FIRST, THIRD, events=named("main")), ours, case(FIRST, THIRD, second("222")))
    subject = find_record_in_conflict(forked.folder, ID)
    decisions = {each.field: each.ours for each in subject.merged.conflicts}
    decisions |= {"proceedings.second": KeepBoth.BOTH, "events.k3m9x.proceeding": "second"}
    with pytest.raises(NotFound) as refused:
        resolve(subject, decisions, WriteOptions())
    assert [each.code for each in refused.value.problems] == ["CF206"]
