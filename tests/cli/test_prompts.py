"""What a prompt completes: the last name of an answer, which is parted where the questions part it."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from casefile.cli.interview.prompts import NameCompleter

NAMES = ("SCNS", "State Committee for National Security", "Kloop", "Osh")


def completed(typed):
    found = NameCompleter(NAMES).get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + each.start_position] + each.text for each in found]


@pytest.mark.parametrize(
    "begun",
    [
        "", "guards and ", "guards & ", "охрана и ", "guards; ", "guards, ", "SCNS, ", "accountant at ",
        "accountant for ", "accountant with ", "бухгалтер в ", "editor – ", "солдаты жана ",
    ],
)  # fmt: skip
def test_a_name_is_completed_after_any_separator(begun):
    assert completed(f"{begun}Klo") == [f"{begun}Kloop"]


def test_a_name_may_contain_a_separator_word():
    assert completed("State Committee for Nat") == ["State Committee for National Security"]
    assert completed("guards and State Committee for N") == [
        "guards and State Committee for National Security"
    ]


def test_where_nothing_is_typed_yet_all_names_are_proposed():
    assert completed("guards and ") == [f"guards and {name}" for name in NAMES]


def test_text_that_is_no_name_is_not_completed():
    assert completed("men in masks") == []
