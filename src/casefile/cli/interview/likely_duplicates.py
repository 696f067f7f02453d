"""The question of `add`, with or without interview, whether the person is one already in the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casefile.cli.interview.prompts import Asker
from casefile.editing.edit_plans import describe_meant_record
from casefile.intake.duplicate_check import ProbableDuplicate
from casefile.intake.interview.answer import case_meant, normalise_answer
from casefile.pages.page_blocks import BlankLine, Block
from casefile.register import Register
from casefile.terminal.interview.closing_pages import answer_keys, choosing_answers, duplicates_page
from casefile.terminal.interview.question_page import show_refusal

ADD_INSTEAD = "Add to that case instead"
MOST = 3
"""The largest number of similar cases to choose from."""


def ask_whose(
    terminal: Asker,
    register: Register,
    found: ProbableDuplicate,
    add: str,
    enter: str,
    show: Callable[[Sequence[str]], Sequence[Block]],
) -> str:
    """Ask which of the most similar cases is meant; return its id, or "" for a new case.

    They are shown with the evidence. `add` and `enter` describe the effects of choosing a case and of Enter.
    On Enter, `show` is called with the ids of the cases; it returns the text to show before the question is
    asked again, or raises. Raises BrokenOff if the person stops.
    """
    evidence = dict(zip(found.cases, found.problems, strict=False))
    cases = [each for each in found.cases if each in register.by_id][:MOST]
    names = [describe_meant_record(register, register.by_id[each]) for each in cases]
    keys = [BlankLine(), *answer_keys(names, add, enter)]
    blocks: Sequence[Block] = duplicates_page(
        names, [evidence[each].message for each in cases if each in evidence]
    )
    while True:
        terminal.show([*blocks, *keys])
        word = normalise_answer(terminal.ask(ADD_INSTEAD))
        chosen = case_meant(word, cases)
        if chosen is not None:
            return chosen
        blocks = (
            show_refusal(f"Please answer {choosing_answers(cases)}, no, or press Enter.")
            if word
            else show(cases)
        )
