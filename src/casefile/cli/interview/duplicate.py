"""What `add` asks on a terminal if the person is probably in the register already."""

from __future__ import annotations

import typer

from casefile.cli.session import Session
from casefile.operations.duplicates import ProbableDuplicate


def ask_for_case(session: Session, found: ProbableDuplicate) -> str:
    """Show why the person is probably in the register; return the case to add to, empty for another person.

    Raises the refusal itself where the person wants neither, typer.Abort where they break off.
    """
    # A prompt costs more than most commands take, and few of them ask.
    from casefile.cli.interview.asking import BrokenOff, asker  # noqa: PLC0415 - needs prompt_toolkit
    from casefile.operations.interview.understood import case_meant, said  # noqa: PLC0415 - beside the prompt
    from casefile.operations.load import open_register  # noqa: PLC0415 - needs git, which --help does not
    from casefile.operations.plans import called  # noqa: PLC0415 - beside the prompt
    from casefile.render.interview import alike, choices, refused, which  # noqa: PLC0415 - beside the prompt

    register = open_register(session.directory).register
    cases = [each for each in found.cases[:MOST] if each in register.by_id]
    named = [called(register, register.by_id[each]) for each in cases]
    desk = asker(session)
    keys = choices(named, "add what happened to that case", "neither; nothing is written")
    desk.tell([*alike(named, [problem.message for problem in found.problems]), *keys])
    while True:
        try:
            word = said(desk.ask("Add to that case instead"))
        except BrokenOff as broken:
            raise typer.Abort from broken
        meant = case_meant(word, cases)
        if meant is not None:
            return meant
        if not word:
            raise found
        desk.tell(refused(f"Not understood. {which(cases)}, or no, or Enter."))


MOST = 3
"""How many recorded cases are shown beside a new one."""
