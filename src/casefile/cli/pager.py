"""Paging: a long page on a terminal is shown in the reader's pager; elsewhere it is written to stdout."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from casefile.cli.streams import write
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # it loads the command line
    from casefile.cli.session import Session

USUAL = ("less", "more")
"""The pagers to try, in order, if the environment names none."""
NO_PAGER: tuple[list[str], ...] = ([], ["cat"])
PAGER_ENVIRONMENT = {
    # Quit if the page fits, keep colours, leave the page on the screen; the reader's own settings win.
    "LESS": "FRX",
    "LV": "-c",
    # A search in a page may contain the name of a person in custody, so no file may store it.
    "LESSHISTFILE": "-",
}
"""Variables in the environment of the pager; those that the reader has set are used instead."""
CANNOT_START = (126, 127)
CLOSED_BY_READER = (0, -signal.SIGINT, 128 + signal.SIGINT)
"""The exit codes of a pager that the reader closed; after any other the page may not have been shown."""


def show(session: Session, text: str) -> None:
    """Write a page to stdout, through the pager if it is longer than the terminal (see `pager_for`).

    No pager is used with --no-input. If the pager fails, a message on stderr reports that, and the page is
    written to stdout.
    """
    words = [] if session.no_input else pager_for(text, session.environment)
    if not words:
        write(text)
        return
    try:
        code = _run_pager(words, text, {**PAGER_ENVIRONMENT, **session.environment})
    except OSError:
        code = CANNOT_START[-1]
    if code in CLOSED_BY_READER:
        return
    why = "cannot be started" if code in CANNOT_START else f"ended with an error ({code})"
    session.note(
        f"the pager {inert(words[0])} {why}; set CASEFILE_PAGER to a different one, or to cat for none"
    )
    write(text)


def find_pager(environment: Mapping[str, str]) -> list[str]:
    """Return the words of the command line of the pager; an empty list for no pager.

    CASEFILE_PAGER has priority over PAGER; `cat` or an empty value turn paging off, as in git. If neither is
    set, the pager is the first of USUAL that is installed.
    """
    for name in ("CASEFILE_PAGER", "PAGER"):
        if name in environment:
            words = _words(environment[name])
            return [] if words in NO_PAGER else words
    from shutil import which  # noqa: PLC0415 - it imports compression, and few answers are paged

    return next(([each] for each in USUAL if which(each)), [])


def _words(command: str) -> list[str]:
    import shlex  # noqa: PLC0415 - only for a pager named in the environment

    try:
        return shlex.split(command)
    except ValueError:  # an unclosed quote: the text is taken as the name of a program, which will fail
        return [command]


def pager_for(text: str, environment: Mapping[str, str]) -> list[str]:
    """Return the words of the pager's command line for a text; an empty list for no pager.

    No pager is used if the text fits on the screen, stdin or stdout is no terminal, TERM is `dumb`, in CI, or
    if the environment turns paging off.
    """
    if environment.get("CI") or environment.get("TERM") == "dumb":
        return []
    sits_there = sys.stdin.isatty() and sys.stdout.isatty()
    return find_pager(environment) if sits_there and not _fits(text) else []


def _fits(text: str) -> bool:
    """Return whether a text and the shell's prompt below it fit on the screen."""
    from shutil import get_terminal_size  # noqa: PLC0415 - it imports compression, and only terminals need it

    return text.count("\n") + 1 < get_terminal_size((80, 24)).lines


def _run_pager(words: list[str], text: str, environment: Mapping[str, str]) -> int:
    """Run the pager `words` over the text until the reader leaves it; return its exit code."""
    import subprocess  # noqa: PLC0415 - few pages need a pager

    sys.stdout.flush()
    pipe = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=sys.stdout, env=environment)
    with pipe as process, _ignore_interrupts():
        with contextlib.suppress(BrokenPipeError):  # the reader closed the pager before the end
            process.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        return process.wait()


@contextlib.contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Return a context in which this process ignores Ctrl-C, which stops a search of the pager."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
