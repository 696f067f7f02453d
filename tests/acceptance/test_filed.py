"""Cases filed from a chronology by the command line alone: no status that the register derives is false."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

import yaml
from support.clones import Desk
from support.histories import grade

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "filed"
CASES = sorted(FOLDER.glob("*.yaml"))
LEAST_RIGHT = 0.8
"""The share of the days on which the register derives the true status."""


class Answer(NamedTuple):
    """The derived status of a case on one day, beside the true status."""

    case: str
    on: str
    truth: str
    status: str
    possible: tuple[str, ...]
    rule: str

    @property
    def grade(self):
        """Return right, unknown (the true status is among the possible ones) or false."""
        return grade(self.truth, self.status, self.possible)

    def __str__(self):
        """Return the answer as one row of a table."""
        possible = " ".join(self.possible)
        return f"{self.grade:8} {self.case} {self.on} {self.truth} → {self.status} ({possible}) {self.rule}"


def read(path):
    """Return a filed case; every scalar stays text."""
    with path.open("rb") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def file_case(desk, commands):
    """Run the commands and return the id of the case that the first one adds."""
    first, *others = (shlex.split(line) for line in commands)
    case = desk.data(*first)["record"]
    for words in others:
        desk.casefile(*(case if word == "CASE" else word for word in words))
    return case


def ask(desk, case, truth):
    """Return the derived status of a case on the day of a truth."""
    derived = desk.data("show", case, "--on", truth["on"])["derived"]
    rule = derived["rule"]["name"] if derived["rule"] else ""
    return Answer(case, truth["on"], truth["status"], derived["status"], tuple(derived["possible"]), rule)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, environment, executable):
    """Return a register begun by `casefile init`, into which all cases of a worker are filed."""
    made = Desk(tmp_path_factory.mktemp("filed") / "register", environment, executable)
    made.folder.mkdir()
    made.casefile("init", ".", "--identity", "desk-1")
    return made


@pytest.mark.sample(4)
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_status_of_a_filed_case_is_false(desk, path, request):
    filed = read(path)
    if "false" in filed:
        request.applymarker(pytest.mark.xfail(reason=filed["false"], strict=True))
    case = file_case(desk, filed["commands"])
    answers = [ask(desk, case, truth) for truth in filed["truth"]]

    table = "\n".join(str(each) for each in answers if each.grade != "right")
    assert "false" not in {each.grade for each in answers}, f"\n{table}"
    unknown = {each.on for each in answers if each.grade == "unknown"}
    assert unknown <= set(filed.get("open_days", ())), f"\n{table}"


def test_few_days_may_be_unknown():
    filed = [read(path) for path in CASES]
    days = sum(len(each["truth"]) for each in filed)
    unknown = sum(len(each.get("open_days", ())) for each in filed)
    assert days - unknown >= LEAST_RIGHT * days


def test_the_cases_are_of_many_countries():
    assert len({path.stem[:2] for path in CASES}) >= 8
