"""The question whose case it is, where a person is probably in the register already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casefile.cli.interview.asking import Asker
from casefile.operations.duplicates import ProbableDuplicate
from casefile.operations.interview.understood import case_meant, said
from casefile.operations.plans import called
from casefile.register import Register
from casefile.render.blocks import Block, Gap
from casefile.render.interview import alike, choices, refused, which

MOST = 3
"""How many recorded cases are shown beside a new one."""


def ask_whose(
    desk: Asker,
    register: Register,
    found: ProbableDuplicate,
    add: str,
    enter: str,
    show: Callable[[Sequence[str]], Sequence[Block]],
) -> str:
    """Show the likeliest cases with what speaks for them; return the chosen id, empty for another person.

    `add` and `enter` name the effects of choosing a case and of Enter. `show` is called with the cases at
    Enter: it raises, or returns what is shown before the question is repeated.
    """
    evidence = dict(zip(found.cases, found.problems, strict=False))
    cases = [each for each in found.cases if each in register.by_id][:MOST]
    named = [called(register, register.by_id[each]) for each in cases]
    keys = [Gap(), *choices(named, add, enter)]
    blocks: Sequence[Block] = alike(named, [evidence[each].message for each in cases if each in evidence])
    while True:
        desk.tell([*blocks, *keys])
        word = said(desk.ask("Add to that case instead"))
        meant = case_meant(word, cases)
        if meant is not None:
            return meant
        blocks = refused(f"Not understood. {which(cases)}, or no, or Enter.") if word else show(cases)
