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
    question,
    show_explanation,
    show_how_to_keep,
    show_moved_day,
    show_recorded_already,
    show_refusal,
    show_tidied,
    show_understood,
    warn_of_private_data,
)


class Conversation:
    """The interview about one caller's report; `draft` contains the answers so far, and `keep` stores it."""

    def __init__(
        self, asker: Asker, context: InterviewContext, store: DraftStore, draft: InterviewDraft
    ) -> None:
        self.asker = asker
        self.context = context
        self.draft = draft
        self.store = store

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
        return {step: day for step, day in days.items() if day != self.context.today}

    def go_on(self) -> None:
        """Ask the questions that apply and have no complete answer. Raises BrokenOff if the person stops."""
        while (next_one := find_next_question(self.answers, self.draft.typed)) is not None:
            self._ask(next_one)

    def add_event(self) -> None:
        """Ask about one more event. Raises BrokenOff if the person stops."""
        count = min(int(self.answers.get(MORE) or 0) + 1, MOST)
        self.keep(self.draft.settled({MORE: str(count)}, (MORE,), self.context.today))
        self.go_on()

    @property
    def may_add_event(self) -> bool:
        """Whether the interview has room for one more event."""
        return int(self.answers.get(MORE) or 0) < MOST

    def change(self, step: int) -> None:
        """Ask the questions of one step again, with the earlier answers as initial text, then all open ones.

        A question of the step that applies because of a new answer is asked too, even if it was answered
        before: a person who agreed to something else did not agree to this. Raises BrokenOff if the person
        stops.
        """
        for each in QUESTIONS:
            if each.step == step and each in applicable_questions(self.answers):
                self._ask(each)
        self.go_on()

    def _ask(self, asked: Question) -> None:
        """Ask a question; for the answer `back`, ask the question before it again, with its answer."""
        wanted: Question | None = asked
        while wanted is not None:
            wanted = self.answer(wanted)

    def answer(self, asked: Question) -> Question | None:
        """Ask one question until its answer is understood, and save the answer in the draft.

        Return the question to ask next if the person goes back to it, else None.
        """
        self.asker.show(question(_question_view(asked), self.asker.width))
        text, answered_on = self._initial_text(asked)
        while True:
            typed = self._ask_line(asked, text, answered_on)
            word = normalise_answer(typed)
            if word in HELP:
                self.asker.show(show_explanation(asked.about))
                continue
            if word in BACK:
                before = question_before(asked, self.answers)
                if before is not None:
                    return before
                self.asker.show(show_refusal("This is the first question."))
                continue
            day = answered_on if typed and typed == text else self.context.today
            # Save the text before it is parsed: it must survive if the person stops at a follow-up question.
            self.keep(self.draft.unfinished(asked.key, typed, day))
            found = self._earlier_answer(asked, typed) or self._decide_doubt(
                self._parse_answer(asked, typed, day)
            )
            if isinstance(found, UnderstoodAnswer):
                # A further event does not change who the person is.
                decided = () if asked.step > ASKED_STEPS else (SAME,)
                self.keep(self.draft.settled(found.values, (*asked.settles, *decided), day))
                self.asker.show(show_understood(found.echo if found.echo != typed else ""))
                if asked.key == "name":
                    self._show_recorded(found.values.get("name", ""))
                return None
            self.asker.show(show_refusal(found.why))
            text = ""

    def _show_recorded(self, name: str) -> None:
        """Show the cases of the register whose person has the same or a similar name."""
        if not name:
            return
        found = cases_of_similar_name(self.context.register, name)
        names = [describe_meant_record(self.context.register, each) for each in found]
        self.asker.show(show_recorded_already(names))

    def choose(self, blocks: Sequence[Block], label: str) -> str:
        """Show blocks and return the answer typed at the prompt `label`; it is not stored in the draft.

        Raises BrokenOff if the person stops.
        """
        self.asker.show(blocks)
        return clean_answer(self.asker.ask(label))

    def keep(self, draft: InterviewDraft) -> None:
        """Make this the current draft and save it on the disk, or erase its file if it contains nothing."""
        self.draft = draft
        if draft.holds_nothing:
            self.store.erase(draft)
        else:
            self.store.keep(draft)

    def decide(self, same: str) -> None:
        """Store in the draft the id of the case to which the answers belong; "" means a new case."""
        self.keep(self.draft.settled({SAME: same}, (SAME,), self.context.today))

    def _initial_text(self, asked: Question) -> tuple[str, Day]:
        """Return the initial text for a question, and the day on which it was typed or answered.

        A relative date typed on another day, such as "yesterday", is replaced by the date that it meant then,
        and the person is informed.
        """
        typed, day = self.draft.typed.get(asked.key, ""), self.draft.begun_typing(asked.key)
        if not typed:
            return asked.earlier_text(self.answers), self.draft.days.on(asked.key)
        then, now = (self._parse_answer(asked, typed, each) for each in (day, self.context.today))
        if not isinstance(then, UnderstoodAnswer) or then.values == getattr(now, "values", None):
            return typed, day
        meant = asked.earlier_text({**self.answers, **then.values})
        self.asker.show(
            show_moved_day(typed, read_date_back(When.parse(day.isoformat()), self.context), meant)
        )
        return meant, day

    def _parse_answer(self, asked: Question, typed: str, day: Day) -> Understood:
        return asked.understand(typed, self.answers, replace(self.context, today=day))

    def _earlier_answer(self, asked: Question, typed: str) -> UnderstoodAnswer | None:
        """Return the earlier answer if the person left its text unchanged, else None.

        So no follow-up question is asked again.
        """
        if asked.key not in self.answers or typed != asked.earlier_text(self.answers):
            return None
        return UnderstoodAnswer({name: self.answers[name] for name in asked.settles if name in self.answers})

    def _ask_line(self, asked: Question, text: str, answered_on: Day) -> str:
        """Ask for a line and return it; text that may contain private data must be confirmed.

        `text` is the initial text, of the day `answered_on`. Enter must not confirm by accident: it shows the
        line again each time. A line that was typed after `add`, or at a prompt that was broken off, is
        checked before it is offered as initial text.
        """
        is_private = asked.free and asked.key not in self.answers and private_in(text)
        typed = text if is_private else self._ask_text(asked, text, answered_on)
        while asked.free and (found := private_in(typed)) and not self._earlier_answer(asked, typed):
            self.keep(self.draft.unfinished(asked.key, typed, self.context.today))
            self.asker.show(warn_of_private_data(found))
            again = self._ask_text(asked, typed, self.context.today)
            if again == typed and is_keep(self.choose(show_how_to_keep(), KEEP_IT)):
                break
            typed = again
        return typed

    def _ask_text(self, asked: Question, text: str, answered_on: Day) -> str:
        try:
            raw = self.asker.ask(
                asked.prompt(self.answers, self.context), text, asked.completes(self.context)
            )
        except BrokenOff as stopped:
            typed = clean_answer(stopped.text)
            day = answered_on if typed == text else self.context.today
            self.keep(self.draft.unfinished(asked.key, typed, day))
            raise
        line = clean_answer(raw)
        if line != raw.strip():
            self.asker.show(show_tidied())
        return line

    def _decide_doubt(self, understood: Understood) -> UnderstoodAnswer | UnclearAnswer:
        """Return the answer; if it is doubtful, ask whether it is meant so first, and Enter means no."""
        while isinstance(understood, DoubtfulAnswer):
            self.asker.show(ask_in_doubt(understood.question))
            understood = understood.yes if self._ask_yes_or_no() else understood.no
        return understood

    def _ask_yes_or_no(self) -> bool:
        """Ask for yes or no and return whether it is yes.

        Enter and words for "not known" mean no; any other text is asked for again.
        """
        while True:
            typed = clean_answer(self.asker.ask("yes or no"))
            is_so = truth(typed)
            if is_so is not None or is_not_known(typed):
                return bool(is_so)
            self.asker.show(show_refusal("Please answer yes or no. Enter: no"))


KEEP_IT = "Keep it"
SAME = "same"
"""The answer key of the id of the case to add to; asked only if the person is probably in the register."""


def _question_view(asked: Question) -> QuestionView:
    step = f"{asked.step}/{ASKED_STEPS}" if asked.step <= ASKED_STEPS else "+"
    return QuestionView(step, asked.text, asked.on_enter, asked.example, number_choices(asked.choices))
