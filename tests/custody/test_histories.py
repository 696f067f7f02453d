"""Real shapes of detention: no status that the record gives is false, and few are needlessly unknown."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest

from casefile.custody.ledger_fold import fold_case
from casefile.model.records import Case
from casefile.model.settings import Settings
from support.histories import FOLDER, grade, read

HISTORIES = sorted(FOLDER.glob("*.yaml"))
FALSE = {
    "lb-absent": "a passport that is kept does not restrict by itself, as the register understands the word",
    "tn-two-files": "that the ban ran out by law is in the words of a note alone",
    "k-et-border": "two reports of one day contradict each other; the program takes the one of custody",
    "q-mv-leave": "the return from exile is known from a hearing in person alone, and not since when",
    "s-tn-barracks": "two weeks after the end of a term without news, held is presumed",
    "y-gb-bridge": "that half of a term is served in prison is the law of a country, and no entry says it",
    "zm-tm-pardon-list": "the record says missing, the chronology only that he did not come home",
    "sa-ban-outlives": "that the ban went on past its end is in the words of a later entry alone",
}
LEAST_RIGHT = 0.85
"""The share of the days on which a complete record gives the true status."""
LEAST_RIGHT_WITH_GAPS = 0.75
"""The same where steps are missing from the records, and some of the days were chosen for that."""
WITH_GAPS = re.compile("[nr-y]-")
"""How the names of these begin."""


class Answer(NamedTuple):
    """The answer of a history for one day, beside its truth."""

    history: str
    on: str
    truth: str
    status: str
    certainty: str
    possible: tuple[str, ...]
    verdict: str

    def __str__(self):
        """Return the answer as one row of a table."""
        return (
            f"{self.verdict:8} {self.history:20} {self.on} {self.truth:10} → {self.status} {self.certainty}"
            f" ({' '.join(self.possible)})"
        )


@cache
def answers_of(path):
    """Fold the record of a history and compare each day with the truth."""
    history = read(path)
    case = Case.model_validate(history["case"])
    connections = {each["id"]: each.get("connection") for each in history["sources"]}
    settings = Settings.model_validate({"schema": "casefile/settings/1"})
    course = fold_case(case, settings, connections)
    return [answer(path.stem, truth, course) for truth in history["truth"]]


def answer(history, truth, course):
    view = course.on(date.fromisoformat(truth["on"]))
    row = (history, truth["on"], truth["status"], view.status, view.certainty, view.possible)
    return Answer(*row, judged(truth, view))


def judged(truth, view):
    """Judge the answer for a day: a status that was not so is false, an unknown must leave the truth open."""
    is_guess = view.status in truth.get("possible", ()) and (view.certainty != "stated" or view.disputed)
    if truth["status"] == "unknown" and is_guess:
        return "guess"
    return grade(truth["status"], view.status, view.possible)


@pytest.fixture(scope="module")
def answers():
    return [each for path in HISTORIES for each in answers_of(path)]


def table(answers):
    return "\n".join(str(each) for each in answers if each.verdict != "right")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(each, marks=pytest.mark.xfail(reason=FALSE[each.stem])) if each.stem in FALSE else each
        for each in HISTORIES
    ],
    ids=lambda path: path.stem,
)
def test_no_status_of_a_history_is_false(path):
    answers = answers_of(path)
    assert "false" not in {each.verdict for each in answers}, f"\n{table(answers)}"


@pytest.mark.parametrize(("with_gaps", "least"), [(False, LEAST_RIGHT), (True, LEAST_RIGHT_WITH_GAPS)])
def test_most_statuses_of_the_histories_are_right(answers, with_gaps, least):
    some = [each for each in answers if bool(WITH_GAPS.match(each.history)) is with_gaps]
    counted = Counter(each.verdict for each in some)
    assert counted["right"] >= least * len(some) > 0, f"{dict(counted)}\n{table(some)}"


def test_the_histories_are_not_empty(answers):
    assert len(answers) >= 5 * len(HISTORIES) >= 150
