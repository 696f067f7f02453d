"""What `record` asks on a terminal after a decision, a release or a move."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefile.cli.interview import follow_up as asking
from casefile.cli.interview import interview_start
from casefile.cli.interview.follow_up import QUESTIONS, ask_afterwards
from casefile.cli.interview.prompts import BrokenOff
from casefile.cli.session import Session
from casefile.cli.write_command import Writing
from casefile.editing.edits import WriteOptions
from casefile.errors import Interrupted
from casefile.intake.interview.answer import UnclearAnswer, UnderstoodAnswer
from casefile.intake.interview.choice_answers import SAW, choosing
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of_entry
from casefile.terminal.terminal_pages import Screen, draw


class Script:
    """Answers from a list; an exception is raised in place of an answer."""

    width = 80

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked, self.shown = [], ""

    def show(self, blocks):
        self.shown += draw(blocks, Screen(self.width))

    def ask(self, label, text="", completions=()):
        self.asked.append(label)
        answer = self.answers.pop(0)
        if isinstance(answer, type):
            raise answer
        return answer


def answered(kind, *answers, **event):
    script = Script(*answers)
    found = ask_afterwards(Session(Path(), environment={}), kind, event, script)
    assert not script.answers
    return found, script


@pytest.mark.parametrize("kind", [*EVENT_TYPES])
def test_every_type_with_the_field_is_asked_about(kind):
    fields = shape_of_entry(kind).fields
    expected = [each.label for each in QUESTIONS if each.field in fields]
    found, script = answered(kind, *("" for _ in expected))
    assert (found, script.asked) == ({}, expected)
    asked = {"hearing", "verdict", "clemency", "release", "transfer"}
    assert ("Went" in expected, "Who saw" in expected) == (kind in asked, kind == "release")


@pytest.mark.parametrize("each", QUESTIONS, ids=lambda each: each.field)
def test_the_choices_are_unstated_and_the_words_of_the_field(each):
    words = shape_of_entry("release").fields[each.field].words
    assert each.choices[0].word == ""
    assert {choice.word for choice in each.choices} == {"", *words}


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("2", "free"), ("out", "free"), ("дома", "free"), ("back to a cell", "held"),
        ("в камере", "held"), ("4", "home_guarded"), ("home under guard", "home_guarded"),
        ("elsewhere", "elsewhere"), ("1", None), ("not said", None), ("??", None),
    ],
)  # fmt: skip
def test_an_answer_is_a_number_or_a_word(typed, then):
    found, _ = answered("hearing", typed)
    assert found == ({"then": then} if then else {})


def test_a_question_mark_explains_the_question():
    found, script = answered("hearing", "?", "2")
    assert (found, script.asked) == ({"then": "free"}, ["Went", "Went"])
    assert QUESTIONS[0].about in script.shown


@pytest.mark.parametrize("typed", ["Family.", "family", "3", "родные", "fam", "??", "8", "nonsense"])
def test_an_answer_is_echoed_as_in_the_interview(typed):
    understood = choosing("seen_by", SAW)(typed, {}, None)
    script = Script(typed, "nobody")
    ask_afterwards(Session(Path(), environment={}), "release", {"then": "free"}, script)

    assert ("= family" in script.shown) == (
        isinstance(understood, UnderstoodAnswer) and understood.echo == "family"
    )
    assert ("Please type a number" in script.shown) == isinstance(understood, UnclearAnswer)


def test_an_answer_that_is_not_understood_is_asked_again():
    found, script = answered("verdict", "perhaps", "9", "held")
    assert found == {"then": "held"}
    assert script.shown.count("1 to 5") == 2


@pytest.mark.parametrize(
    ("event", "answers", "expected"),
    [
        ({}, ["2", "family"], {"then": "free", "seen_by": "family"}),
        ({}, ["", "nobody"], {"seen_by": "nobody"}),
        ({}, ["held"], {"then": "held"}),
        ({"then": "free"}, ["3"], {"seen_by": "person"}),
        ({"then": "elsewhere"}, [], {}),
        ({"seen_by": "lawyer"}, ["2"], {"then": "free"}),
        ({"then": "free", "seen_by": "lawyer"}, [], {}),
    ],
)
def test_a_field_given_as_an_option_is_not_asked(event, answers, expected):
    assert answered("release", *answers, **event)[0] == expected


@pytest.mark.parametrize("stop", [BrokenOff, KeyboardInterrupt])
def test_who_stops_is_not_asked_further(stop):
    with pytest.raises(Interrupted) as told:
        answered("release", "2", stop)
    assert told.value.code == "CF642"


CASE = """\
schema: casefile/case/1
id: kg-2025-new99
formerly:
  - kg-2025-xj2dw
country: KG
person:
  identification: named
  name: Aibek Orlov
"""


@pytest.mark.parametrize(
    ("named", "asks"),
    [
        (["kg-2025-new99"], True), (["new99"], True), (["kg-2025-xj2dw"], True), (["orlov"], True),
        (["Орлов"], True), (["kg-2025-zzzzz"], False), (["new99", "zzzzz"], False), (["desk"], False),
    ],
)  # fmt: skip
def test_the_question_is_asked_for_any_words_that_find_a_case(tmp_path, monkeypatch, named, asks):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    for path, text in {
        "kg/2025/kg-2025-new99.yaml": CASE,
        "organizations/desk.yaml": "schema: casefile/organization/1\nid: desk\nname: Desk\n",
    }.items():
        file = tmp_path / "cases" / path
        file.parent.mkdir(parents=True)
        file.write_text(text)
    monkeypatch.setattr(Session, "interactive", True)
    monkeypatch.setattr(asking, "ask_afterwards", lambda *_: {"then": "free"})
    writing = Writing(Session(tmp_path, environment={}), "record", WriteOptions(), as_json=False)

    assert interview_start.ask_follow_up(writing, named, "release", {}) == ({"then": "free"} if asks else {})
