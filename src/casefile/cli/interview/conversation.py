"""The conversation: question after question, each answer understood, said back and kept at once."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.checks import private_in
from casefile.cli.interview.asking import Asker, BrokenOff
from casefile.cli.interview.steps import STEPS, Question, asked, to_ask, told
from casefile.operations.interview.desk import Desk
from casefile.operations.interview.drafts import Draft, Drawer
from casefile.operations.interview.understood import (
    Answers,
    Doubt,
    Heard,
    NotHeard,
    Understood,
    cleaned,
    truth,
)
from casefile.render.blocks import Block
from casefile.render.interview import Prompted, heard, private, question, refused, tidied


class Conversation:
    """One interview with one person; `draft` is what is known by now, on the disk as well as here."""

    def __init__(self, asker: Asker, desk: Desk, drawer: Drawer, draft: Draft) -> None:
        self.asker = asker
        self.desk = desk
        self.draft = draft
        self.drawer = drawer

    @property
    def answers(self) -> Answers:
        """What is settled."""
        return self.draft.answers

    @property
    def told(self) -> Answers:
        """What will be saved of it: the answers to questions that apply, and whose case it is."""
        whose = {SAME: self.answers[SAME]} if SAME in self.answers else {}
        return {**told(self.answers), **whose}

    def go_on(self) -> None:
        """Ask what has no answer yet, until all has. Raises BrokenOff where the person stops."""
        while (next_one := to_ask(self.answers)) is not None:
            self.answer(next_one)

    def change(self, step: int) -> None:
        """Ask the questions of one step again, with what was answered standing there already."""
        for each in asked(self.answers):
            # What an answer makes of another question of this step may be that it no longer applies.
            if each.step == step and each in asked(self.answers):
                self.answer(each)
        self.go_on()

    def answer(self, asks: Question) -> None:
        """Ask one question until its answer is understood, and keep it."""
        self.asker.tell(question(_prompted(asks), self.asker.width))
        text = self.draft.typed.get(asks.key) or asks.typed(self.answers)
        while True:
            typed = self._line(asks, text)
            # Kept before it is understood: whoever stops at a question about it has typed it all the same.
            self.keep(self.draft.unfinished(asks.key, typed))
            found = self._settled(asks.understand(typed, self.answers, self.desk))
            if isinstance(found, Heard):
                self.keep(self.draft.settled(found.values, (*asks.settles, SAME), self.desk.today))
                self.asker.tell(heard(found.echo if found.echo != typed else ""))
                return
            self.asker.tell(refused(found.why))
            text = ""

    def choose(self, blocks: Sequence[Block], label: str) -> str:
        """Show something and ask what is to be done; such an answer is no part of the draft."""
        self.asker.tell(blocks)
        return cleaned(self.asker.ask(label))

    def keep(self, draft: Draft) -> None:
        """Keep the draft as it is now."""
        self.draft = draft
        self.drawer.keep(draft)

    def decide(self, same: str) -> None:
        """Keep whose case it is: that of the register with this id, or nobody's there."""
        self.keep(self.draft.settled({SAME: same}, (SAME,), self.draft.called_on))

    def _line(self, asks: Question, text: str) -> str:
        """Ask for the words of an answer; what no file may hold is asked about before it is kept."""
        typed = self._typed(asks, text)
        while asks.free and (found := private_in(typed)) and typed:
            self.keep(self.draft.unfinished(asks.key, typed))
            self.asker.tell(private(found))
            again = self._typed(asks, typed)
            if again == typed:
                break
            typed = again
        return typed

    def _typed(self, asks: Question, text: str) -> str:
        try:
            raw = self.asker.ask(asks.labelled(self.answers, self.desk), text, asks.completes(self.desk))
        except BrokenOff as stopped:
            self.keep(self.draft.unfinished(asks.key, cleaned(stopped.text)))
            raise
        line = cleaned(raw)
        if line != raw.strip():
            self.asker.tell(tidied())
        return line

    def _settled(self, understood: Understood) -> Heard | NotHeard:
        """Ask where an answer may mean something nearer; Enter says that it does not."""
        while isinstance(understood, Doubt):
            self.asker.tell(refused(understood.question))
            is_so = truth(cleaned(self.asker.ask("yes or no")))
            understood = understood.yes if is_so else understood.no
        return understood


SAME = "same"
"""The answer to whose case it is; asked only where somebody is probably recorded already."""


def _prompted(asks: Question) -> Prompted:
    choices = tuple(f"{number} {each.label}" for number, each in enumerate(asks.choices, start=1))
    return Prompted(f"{asks.step}/{len(STEPS)}", asks.asks, asks.empty, asks.such, choices)
