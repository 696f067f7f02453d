"""The question for the role in whose name commits are made, asked before a register's first commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from casefile.cli.session import Session
from casefile.pages.page_blocks import Block, Heading, Paragraph, TextSpan, line
from casefile.setup.commit_roles import PROPOSED, fits
from casefile.terminal.safe_text import inert


def ask_role(session: Session, names: Sequence[str]) -> str | None:
    """Ask for a role and return it; None if the person keeps the name that git knows.

    `names` are the names in commits made without a role; without any, a role must be chosen. Enter or "yes"
    means the role PROPOSED. Raises typer.Abort if the person stops.
    """
    # Importing prompts takes longer than most commands, and few commands ask a question.
    from casefile.cli.interview.prompts import BrokenOff, asker  # noqa: PLC0415 - needs prompt_toolkit
    from casefile.intake.interview.answer import is_keep, truth  # noqa: PLC0415 - as above

    terminal = asker(session)
    terminal.show(_explain_roles(names))
    while True:
        try:
            typed = terminal.ask("Role").strip()
        except BrokenOff as broken:
            raise typer.Abort from broken
        if is_keep(typed) and names:
            return None
        role = PROPOSED if not typed or truth(typed) else typed
        # "no" is not the name of a role, nor is "keep" if git has no name to keep.
        if fits(role) and truth(role) is None and not is_keep(role):
            return role
        terminal.show([Paragraph(line(TextSpan(REFUSED, "warn")), 2)])


REFUSED = "use plain letters and digits, such as desk-2, and no name or address"


def name_committer(names: Sequence[str]) -> str:
    """Return the names of author and committer as text, a name that both have only once."""
    return " and ".join(dict.fromkeys(map(inert, names)))


def _explain_roles(names: Sequence[str]) -> Iterator[Block]:
    """Yield the explanation of which name the history would contain, and the possible answers."""
    yield Heading(line(TextSpan("Who should be the author of commits here?", "strong")))
    known = f"Your name in git is {name_committer(names)}." if names else "Git has no name for you here."
    yield Paragraph(line(f"{known} Each commit contains its author, permanently, in every copy."), 2)
    yield Paragraph(line("A role does not show who documents. It is used in this register only."), 2)
    for key, does in (("Enter", f"as {PROPOSED}"), ("a word", "as that role, such as desk-2")):
        yield Paragraph(line(TextSpan(key, "strong"), f": {does}"), 4)
    if names:
        yield Paragraph(line(TextSpan("keep", "strong"), f": as {name_committer(names)}"), 4)
