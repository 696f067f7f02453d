"""Whose case it is, where a person is probably recorded: one question for `add` and for the interview."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from casefile.cli.interview.likely_duplicates import ask_whose
from casefile.errors import Problem
from casefile.intake.duplicate_check import ProbableDuplicate
from casefile.terminal.terminal_pages import Screen, draw

TWINS = tuple(f"kg-2025-twin{number}" for number in range(1, 6))


class Script:
    """Answers from a list; keeps what was shown."""

    width = 100

    def __init__(self, *answers):
        self.answers = list(answers)
        self.shown = ""

    def show(self, blocks):
        self.shown += draw(blocks, Screen(self.width))

    def ask(self, *_):
        return self.answers.pop(0)


def asked(*answers, gone=()):
    problems = tuple(
        Problem("", 0, 0, "", "CF710", "error", f"{each}: evidence of {each[-5:]}") for each in TWINS
    )
    found = ProbableDuplicate("CF710", "probably recorded already", "", problems, TWINS)
    register = SimpleNamespace(
        by_id={each: SimpleNamespace(id=each) for each in TWINS if each not in gone},
        row_of=lambda entry: SimpleNamespace(name=f"Called {entry.id[-5:]}"),
    )
    script, shown = Script(*answers), []
    chosen = ask_whose(script, register, found, "add", "show", lambda cases: shown.append(cases) or [])
    return chosen, script.shown, shown


def test_of_many_cases_three_are_shown_with_the_evidence_of_those_three():
    chosen, shown, _ = asked("3")

    assert chosen == TWINS[2]
    assert [number for number in range(1, 6) if f"evidence of twin{number}" in shown] == [1, 2, 3]
    assert [number for number in range(1, 6) if f"Called twin{number}" in shown] == [1, 2, 3]


def test_a_case_that_has_gone_takes_no_place_and_its_evidence_goes_too():
    chosen, shown, _ = asked("2", gone=TWINS[:1])

    assert chosen == TWINS[2]
    assert [number for number in range(1, 6) if f"evidence of twin{number}" in shown] == [2, 3, 4]


@pytest.mark.parametrize("word", ["no", "нет", "new"])
def test_another_person_is_no_case(word):
    assert asked(word)[0] == ""


def test_enter_shows_the_cases_and_another_word_is_asked_about_again():
    chosen, shown, cases = asked("maybe", "", "1")

    assert chosen == TWINS[0]
    assert cases == [[*TWINS[:3]]]
    assert "1 to 3" in shown
