"""The dialogue of an interview: ask questions, parse each answer, repeat it, and save the draft at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from casefile.checks.private_text import private_in
from casefile.cli.interview.interview_steps import (
    ASKED_STEPS,
    MORE,
    MOST,
    QUESTIONS,
    Question,
    applicable_answers,
    applicable_questions,
    find_next_question,
    question_before,
)
from casefile.cli.interview.prompts import Asker, BrokenOff
from casefile.dates import Day, When
from casefile.editing.edit_plans import describe_meant_record
from casefile.intake.duplicate_check import cases_of_similar_name
from casefile.intake.interview.answer import (
    BACK,
    HELP,
    Answers,
    DoubtfulAnswer,
    UnclearAnswer,
    Understood,
    UnderstoodAnswer,
    clean_answer,
    is_keep,
    is_not_known,
    normalise_answer,
    truth,
)
from casefile.intake.interview.choice_answers import number_choices
from casefile.intake.interview.day_answers import read_date_back
from casefile.intake.interview.interview_context import InterviewContext
from casefile.intake.interview.interview_drafts import DraftStore, InterviewDraft
from casefile.pages.page_blocks import Block
from casefile.terminal.interview.question_page import (
    QuestionView,
    ask_in_doubt,
    private,
    question,
    show_explanation,
    show_how_to_keep,
    show_moved_day,
    show_recorded_already,
    show_refusal,
    show_tidied,
    show_understood,
)


class Conversation:
    """The interview about one caller's report; `draft` contains the answers so far and is also on disk."""

    def __init__(
        self, asker: Asker, desk: InterviewContext, drawer: DraftStore, draft: InterviewDraft
    ) -> None:
        self.asker = asker
        self.desk = desk
        self.draft = draft
        self.drawer = drawer

    @property
    def answers(self) -> Answers:
        """The accepted answers so far, by answer key."""
        return self.draft.answers

    @property
    def saved_answers(self) -> Answers:
        """The answers that will be saved: those to questions that apply, and SAME if it was answered.

        MORE is not among them: it only decides which questions apply.
        """
        whose = {SAME: self.answers[SAME]} if SAME in self.answers else {}
        return {**applicable_answers(self.answers), **whose}

    @property
    def days_of_earlier_answers(self) -> Mapping[int, Day]:
        """By step number, the day on which the step was answered last; only steps not answered today."""
        days: dict[int, Day] = {}
        for each in applicable_questions(self.answers):
            names = [name for name in each.settles if self.answers.get(name)]
            if names:
                days[each.step] = max(self.draft.days.on(*names), days.get(each.step, Day.min))
        return {step: day for step, day in days.items() if day != self.desk.today}

    def go_on(self) -> None:
        """Ask the questions without a complete answer. Raises BrokenOff if the person stops."""
        while (next_one := find_next_question(self.answers, self.draft.typed)) is not None:
            self._ask(next_one)

    def add_event(self) -> None:
        """Ask about one more event. Raises BrokenOff if the person stops."""
        count = min(int(self.answers.get(MORE) or 0) + 1, MOST)
        self.keep(self.draft.settled({MORE: str(count)}, (MORE,), self.desk.today))
        self.go_on()

    @property
    def may_add_event(self) -> bool:
        """Whether the interview has room for one more event."""
        return int(self.answers.get(MORE) or 0) < MOST

    def change(self, step: int) -> None:
        """Ask the questions of one step again, with the earlier answers as initial text.

        A question that applies because of a new answer is asked too, even if it was answered before: a person
        who agreed to something else did not agree to this.
        """
        for each in QUESTIONS:
            if each.step == step and each in applicable_questions(self.answers):
                self._ask(each)
        self.go_on()

    def _ask(self, asks: Question) -> None:
        """Ask a question; for the answer `back`, ask the question before it again, with its answer."""
        wanted: Question | None = asks
        while wanted is not None:
            wanted = self.answer(wanted)

    def answer(self, asks: Question) -> Question | None:
        """Ask one question until its answer is understood, and save the answer in the draft.

        Return the question to ask next if the person goes back to it, else None.
        """
        self.asker.show(question(_prompted(asks), self.asker.width))
        text, answered_on = self._standing(asks)
        while True:
            typed = self._line(asks, text, answered_on)
            word = normalise_answer(typed)
            if word in HELP:
                self.asker.show(show_explanation(asks.about))
                continue
            if word in BACK:
                before = question_before(asks, self.answers)
                if before is not None:
                    return before
                self.asker.show(show_refusal("This is the first question."))
                continue
            day = answered_on if typed and typed == text else self.desk.today
            # Save the text before it is parsed: it must survive if the person stops at a follow-up question.
            self.keep(self.draft.unfinished(asks.key, typed, day))
            found = self._as_before(asks, typed) or self._settled(self._understood(asks, typed, day))
            if isinstance(found, UnderstoodAnswer):
                # A further event does not change who the person is.
                decided = () if asks.step > ASKED_STEPS else (SAME,)
                self.keep(self.draft.settled(found.values, (*asks.settles, *decided), day))
                self.asker.show(show_understood(found.echo if found.echo != typed else ""))
                if asks.key == "name":
                    self._show_recorded(found.values.get("name", ""))
                return None
            self.asker.show(show_refusal(found.why))
            text = ""

    def _show_recorded(self, name: str) -> None:
        """Show the cases of the register whose person has the same or a similar name."""
        if not name:
            return
        found = cases_of_similar_name(self.desk.register, name)
        names = [describe_meant_record(self.desk.register, each) for each in found]
        self.asker.show(show_recorded_already(names))

    def choose(self, blocks: Sequence[Block], label: str) -> str:
        """Show blocks and return the answer typed at the prompt `label`; it is not stored in the draft."""
        self.asker.show(blocks)
        return clean_answer(self.asker.ask(label))

    def keep(self, draft: InterviewDraft) -> None:
        """Save the draft on the disk, or erase its file if it contains no answer."""
        self.draft = draft
        if draft.holds_nothing:
            self.drawer.erase(draft)
        else:
            self.drawer.keep(draft)

    def decide(self, same: str) -> None:
        """Store in the draft the id of the case to which the answers belong; "" means a new case."""
        self.keep(self.draft.settled({SAME: same}, (SAME,), self.desk.today))

    def _standing(self, asks: Question) -> tuple[str, Day]:
        """Return the initial text for a question, and the day on which it was typed or answered.

        Relative dates typed on another day, such as "yesterday", are replaced by the date they meant then.
        """
        typed, day = self.draft.typed.get(asks.key, ""), self.draft.begun_typing(asks.key)
        if not typed:
            return asks.typed(self.answers), self.draft.days.on(asks.key)
        then, now = (self._understood(asks, typed, each) for each in (day, self.desk.today))
        if not isinstance(then, UnderstoodAnswer) or then.values == getattr(now, "values", None):
            return typed, day
        meant = asks.typed({**self.answers, **then.values})
        self.asker.show(show_moved_day(typed, read_date_back(When.parse(day.isoformat()), self.desk), meant))
        return meant, day

    def _understood(self, asks: Question, typed: str, day: Day) -> Understood:
        return asks.understand(typed, self.answers, replace(self.desk, today=day))

    def _as_before(self, asks: Question, typed: str) -> UnderstoodAnswer | None:
        """Return the earlier answer if the person left the text unchanged, so that no follow-up is asked."""
        if asks.key not in self.answers or typed != asks.typed(self.answers):
            return None
        return UnderstoodAnswer({name: self.answers[name] for name in asks.settles if name in self.answers})

    def _line(self, asks: Question, text: str, answered_on: Day) -> str:
        """Return the text of an answer; text that may identify a person is accepted only if it is confirmed.

        `text` is the initial text, of the day `answered_on`. Enter must not confirm by accident: it shows the
        line again each time. A line that was typed after `add`, or at a prompt that was broken off, is
        checked before it is offered as initial text.
        """
        is_private = asks.free and asks.key not in self.answers and private_in(text)
        typed = text if is_private else self._typed(asks, text, answered_on)
        while asks.free and (found := private_in(typed)) and not self._as_before(asks, typed):
            self.keep(self.draft.unfinished(asks.key, typed, self.desk.today))
            self.asker.show(private(found))
            again = self._typed(asks, typed, self.desk.today)
            if again == typed and is_keep(self.choose(show_how_to_keep(), KEEP_IT)):
                break
            typed = again
        return typed

    def _typed(self, asks: Question, text: str, answered_on: Day) -> str:
        try:
            raw = self.asker.ask(asks.labelled(self.answers, self.desk), text, asks.completes(self.desk))
        except BrokenOff as stopped:
            typed = clean_answer(stopped.text)
            day = answered_on if typed == text else self.desk.today
            self.keep(self.draft.unfinished(asks.key, typed, day))
            raise
        line = clean_answer(raw)
        if line != raw.strip():
            self.asker.show(show_tidied())
        return line

    def _settled(self, understood: Understood) -> UnderstoodAnswer | UnclearAnswer:
        """Return an answer that is not doubtful: a doubtful one is decided by a question; Enter means no."""
        while isinstance(understood, DoubtfulAnswer):
            self.asker.show(ask_in_doubt(understood.question))
            understood = understood.yes if self._is_so() else understood.no
        return understood

    def _is_so(self) -> bool:
        """Return the answer to a yes-or-no question; Enter means no, any other text is asked again."""
        while True:
            typed = clean_answer(self.asker.ask("yes or no"))
            is_so = truth(typed)
            if is_so is not None or is_not_known(typed):
                return bool(is_so)
            self.asker.show(show_refusal("Please answer yes or no. Enter: no"))


KEEP_IT = "Keep it"
SAME = "same"
"""The answer key of the id of the case to add to; asked only if the person is probably in the register."""


def _prompted(asks: Question) -> QuestionView:
    step = f"{asks.step}/{ASKED_STEPS}" if asks.step <= ASKED_STEPS else "+"
    return QuestionView(step, asks.asks, asks.empty, asks.such, number_choices(asks.choices))
