"""A probable duplicate on a terminal: is it to go to the case that is there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from casefile.cli.session import Session
from casefile.operations.duplicates import ProbableDuplicate
from casefile.render.blocks import Block, Heading, Paragraph, Span, line

NEW = ""
"""No case that is there: another person, who gets a case of their own."""


def instead(session: Session, found: ProbableDuplicate) -> str:
    """Show why somebody is probably recorded already; return the case to add to, or NEW.

    Raises the refusal itself where the person wants neither, typer.Abort where they break off.
    """
    # A prompt costs more than most commands take, and few of them ask.
    from casefile.cli.interview.asking import BrokenOff, asker  # noqa: PLC0415 - needs prompt_toolkit
    from casefile.operations.interview.understood import NO, YES, said  # noqa: PLC0415 - beside the prompt
    from casefile.operations.load import open_register  # noqa: PLC0415 - needs git, which --help does not
    from casefile.operations.plans import called  # noqa: PLC0415 - beside the prompt
    from casefile.render.interview import refused  # noqa: PLC0415 - beside the prompt

    register = open_register(session.directory).register
    cases = [each for each in found.cases[:MOST] if each in register.by_id]
    named = [called(register, register.by_id[each]) for each in cases]
    desk = asker(session)
    desk.tell(_shown(named, [problem.message for problem in found.problems]))
    while True:
        try:
            word = said(desk.ask("Add to that case instead"))
        except BrokenOff as broken:
            raise typer.Abort from broken
        if word in NO | {"new"}:
            return NEW
        number = 1 if word in YES and len(cases) == 1 else int(word) if word.isdecimal() else 0
        if 1 <= number <= len(cases):
            return cases[number - 1]
        if not word:
            raise found
        desk.tell(refused(f"Not understood. {_which(cases)}, or no, or Enter."))


MOST = 3
"""How many recorded cases are shown beside a new one."""


def _shown(cases: Sequence[str], evidence: Sequence[str]) -> Iterator[Block]:
    """Show the recorded cases, what speaks for them, and what may be typed."""
    yield Heading(line(Span("This person is probably recorded already", "warn")))
    yield from (Paragraph(line(f"{at}  ", Span(each, "strong")), 2) for at, each in enumerate(cases, start=1))
    yield from (Paragraph(line(each), 5) for each in evidence)
    for key, does in ((_which(cases), "add what happened to that case"), *OTHERWISE):
        yield Paragraph(line(Span(key, "strong"), f": {does}"), 2)


OTHERWISE = (("no", "another person, a new case"), ("Enter", "neither; nothing is written"))


def _which(cases: Sequence[str]) -> str:
    """Say what is typed to mean one of the cases."""
    return "yes" if len(cases) == 1 else f"1 to {len(cases)}"
