"""A yes, a no and a keep are the same words at every question of the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from casefile.cli.confirmation import confirm
from casefile.cli.interview import prompts
from casefile.cli.role_question import ask_role
from casefile.cli.session import Session
from casefile.intake.interview.answer import KEEP, NO, YES
from casefile.setup.commit_roles import PROPOSED


class Script:
    """Answers from a list."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def show(self, blocks):
        """Show nothing."""

    def ask(self, *_):
        return self.answers.pop(0)


@pytest.fixture
def role(monkeypatch):
    """Return a function that answers the question for a role, and returns it with the answers left."""

    def answered(*answers, names=("Jane Real",)):
        script = Script(*answers)
        monkeypatch.setattr(prompts, "asker", lambda _: script)
        return ask_role(Session(Path(), environment={}), names), script.answers

    return answered


@pytest.mark.parametrize("word", sorted(YES | {"", "Yes.", "ДА"}))
def test_a_yes_takes_the_role_that_is_proposed(role, word):
    assert role(word, "desk-2") == (PROPOSED, ["desk-2"])


@pytest.mark.parametrize("word", sorted(KEEP | {"Keep it."}))
def test_keep_keeps_the_name_that_git_knows_and_is_no_role(role, word):
    assert role(word, "desk-2") == (None, ["desk-2"])
    assert role(word, "desk-2", names=()) == ("desk-2", [])


@pytest.mark.parametrize("word", sorted(NO | {"No."}))
def test_a_no_is_no_role(role, word):
    assert role(word, "desk-2") == ("desk-2", [])


@pytest.fixture
def typed(monkeypatch):
    """Return a function that has these answers typed at the next questions."""

    def types(*answers):
        left = list(answers)
        monkeypatch.setattr(typer, "prompt", lambda *_, **__: left.pop(0))
        return left

    return types


@pytest.mark.parametrize("default", [True, False])
def test_a_question_takes_every_yes_and_no_and_asks_again_for_other_words(typed, default):
    for word in YES | NO:
        left = typed("perhaps", "ja", word)
        assert confirm("Withdraw it?", default=default) is (word in YES)
        assert left == []
    typed("")
    assert confirm("Withdraw it?", default=default) is default
