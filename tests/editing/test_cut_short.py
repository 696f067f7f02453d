"""A write that is killed at any step: all of it or nothing in the end, and reported until then."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
import subprocess

import pytest

from casefile.editing.edit_plans import Correction, plan_update
from casefile.editing.record_rename import plan_rename
from casefile.editing.withdrawal import plan_withdrawal
from casefile.editing.write_records import write
from casefile.errors import MachineTrouble
from casefile.history.audit import AuditOrder, audit
from casefile.intake.new_records import take_in
from casefile.loading.unfinished_writes import CODES, UNFINISHED
from casefile.validation.check_files import fmt
from casefile.validation.validation_run import validate
from support.killing import HOOKS, count_calls, kill_at
from support.taking_in import incoming

CASE, OTHER = "kg-2025-aaaaa", "kg-2025-bbbbb"
NEW_CASE = """schema: casefile/case/1
id: kg-2025-{}
country: KG
person:
  identification: named
  name: {}
events:
  - id: d3d3d
    type: detention
    date: "2025-05-28"
    kind: questioning
    sources:
      - occrp-2025-06-04
"""
NEXT = """schema: casefile/source/1
id: next-{}
kind: press_article
publisher: OCCRP
url: https://www.occrp.org/next/{}
published: "2025-06-05"
"""


def taken(*texts):
    return take_in([each for text in texts for each in incoming(text.encode(), "list")])


NAMES = {"xxxxx": "Asel Primerova", "yyyyy": "Timur Vymyshlen", "zzzzz": "Nurlan Obrazets"}
THREE = [NEW_CASE.format(*each) for each in NAMES.items()]
ACTS = {
    "withdraw": lambda desk, today: write(desk, plan_withdrawal(desk, CASE, "safety", today)),
    "add": lambda desk, _: write(desk, taken(*THREE)),
    "rename": lambda desk, _: write(desk, plan_rename(CASE, "kg-2025-ccccc")),
    "update": lambda desk, today: write(
        desk, plan_update(OTHER, [Correction("set", "person.gender", "female")], today)
    ),
    "fmt": lambda desk, _: fmt(desk),
}


def files(desk):
    """Return the content of every file of the register by its path, but for temporary files and git's own."""
    found = (each for each in desk.rglob("*") if each.is_file() and ".git" not in each.parts)
    return {
        each.relative_to(desk).as_posix(): each.read_bytes() for each in found if ".tmp-" not in each.name
    }


def traces(desk):
    """Return the names of all files that a killed write leaves beside records."""
    found = [each.name for each in desk.rglob("*") if ".tmp-" in each.name]
    return [*found, *(each.name for each in desk.rglob("unfinished*"))]


@pytest.fixture(scope="session")
def related(template, tmp_path_factory):
    """Make the register of these tests once: a case refers to the other, and two files are not canonical."""
    folder = shutil.copytree(template, tmp_path_factory.mktemp("related") / "register", symlinks=True)
    refers = [Correction("add", "related", f"{CASE},relation=co_accused")]
    write(folder, plan_update(OTHER, refers, None))
    for path in ("cases/organizations/scns.yaml", "cases/sources/occrp-2025-06-04.yaml"):
        text = (folder / path).read_text()
        (folder / path).write_text(text.replace("tier: public\n", "") + "tier: public\n")
    subprocess.run(["git", "-C", folder, "commit", "-qam", "By hand"], check=True)
    return folder


class Trial:
    """One command, killed at any of its steps in copies of a register, and compared with an uncut run."""

    def __init__(self, name, related, place, git_in, today):
        self.name, self.related, self.place, self.git_in = name, related, place, git_in
        self.act = lambda desk: ACTS[name](desk, today)
        self.old = files(related)
        whole = self.copy()
        self.calls = count_calls(whole, self.act)
        self.new = files(whole)
        self.subject = git_in(whole)("log", "-1", "--format=%s")
        assert self.new != self.old
        assert traces(whole) == []

    @property
    def steps(self):
        """Return every step at which it can be killed."""
        return [*range(1, self.calls + 1), *(HOOKS if self.name != "fmt" else ())]

    def copy(self):
        shutil.rmtree(self.place, ignore_errors=True)
        return shutil.copytree(self.related, self.place / "register", symlinks=True)

    def cut(self, step, again=()):
        """Kill the command at a step and judge what is left, then what the next write makes of it.

        `again` are steps at which the next write is killed too.
        """
        desk = self.copy()
        git = self.git_in(desk)
        assert kill_at(desk, self.act, step), step
        self.judge_report(desk, git, step)
        for number, other in enumerate(again):
            kill_at(desk, lambda folder, number=number: following(folder, number), other)
        following(desk, len(again))
        now = files(desk)
        added = [path for path in now if "/next-" in path]
        assert f"cases/sources/next-{len(again)}.yaml" in added
        now = {path: now[path] for path in now if path not in added}
        assert now in (self.old, self.new), step
        self.judge_history(git, now, len(added), step)
        assert traces(desk) == [], step
        found = validate(desk).problems
        assert not [each for each in found if each.code in CODES or each.level == "error"], step
        assert audit(desk, AuditOrder()).findings == (), step
        return now == self.new

    def judge_report(self, desk, git, step):
        """Check that nothing is lost, that a cut write is reported, and that the report changes nothing."""
        left, trace = files(desk), traces(desk)
        for path in {*left, *self.old, *self.new}:
            assert left.get(path) in {self.old.get(path), self.new.get(path)}, (step, path)
        codes = {each.code for each in validate(desk).problems}
        clean = git("status", "--porcelain") == "" or (self.name == "fmt" and left == self.new)
        if not clean or left not in (self.old, self.new):
            assert UNFINISHED in codes, step
        if [each for each in trace if not each.startswith(".unfinished")]:
            assert codes & CODES, step
        assert (files(desk), traces(desk)) == (left, trace), step

    def judge_history(self, git, now, after, step):
        """Check that the last commits contain the files as they are, under the message of the command.

        `after` is how many commits were made after it.
        """
        assert git.run("fsck", "--no-dangling").returncode == 0, step
        last = git("log", "-1", f"--skip={after}", "--format=%s")
        if self.name != "fmt":
            assert git("status", "--porcelain") == "", step
            assert (last == self.subject) == (now == self.new), step
        assert git("diff", "--cached", "--name-only") == "", step


def following(desk, number):
    """Write something else, as a person does who removes the lock files that the command names."""
    with contextlib.suppress(MachineTrouble):
        write(desk, taken(NEXT.format(number, number)))
        return
    with pytest.raises(MachineTrouble) as locked:
        write(desk, taken(NEXT.format(number, number)))
    assert locked.value.code == "CF818"
    subprocess.run(re.search(r"rm [^;]+", locked.value.hint).group(), shell=True, check=True)
    following(desk, number)


@pytest.fixture
def trial(related, tmp_path, git_in, today):
    """Return a function that makes the trial of a command."""
    return lambda name: Trial(name, related, tmp_path / name, git_in, today)


@pytest.mark.parametrize("name", ACTS)
def test_a_write_killed_at_a_few_steps_is_complete_or_undone(trial, name):
    made = trial(name)
    for step in random.Random(name).sample(range(1, made.calls + 1), 2):
        made.cut(step)
    if name != "fmt":
        assert made.cut("commit made")
        assert made.cut("branch moved")


@pytest.mark.parametrize("name", ["withdraw", "add"])
def test_the_completion_of_a_killed_write_may_be_killed_too(trial, name):
    made, chance = trial(name), random.Random(name)
    for step in chance.sample(made.steps[made.calls // 2 :], 2):
        made.cut(step, again=chance.sample(range(1, made.calls), 2))


@pytest.mark.long
@pytest.mark.parametrize("name", ACTS)
def test_a_write_killed_at_every_step_is_complete_or_undone(trial, name):
    made = trial(name)
    ends = [made.cut(step) for step in made.steps]
    assert {*ends} == {True, False}


@pytest.mark.long
@pytest.mark.parametrize("name", ACTS)
def test_a_write_killed_twice_at_every_step_is_complete_or_undone(trial, name):
    made, chance = trial(name), random.Random(name)
    for step in made.steps:
        made.cut(step, again=[chance.randrange(1, made.calls)])
