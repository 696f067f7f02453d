"""A long page on a terminal goes through the reader's pager; everywhere else it is simply written."""

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
"""What is used where the environment names nothing, the first that there is."""
OFF: tuple[list[str], ...] = ([], ["cat"])
PAGERS_OWN = {
    # Quit where the page fits, keep colours, leave the page on the screen; the reader's own wishes go first.
    "LESS": "FRX",
    "LV": "-c",
    # What is searched for in a page may be the name of somebody in custody: it stays in no file.
    "LESSHISTFILE": "-",
}
CANNOT_START = (126, 127)
READERS_OWN = (0, -signal.SIGINT, 128 + signal.SIGINT)
"""How a pager ends when its reader wanted it to; after any other end nobody knows what was to be seen."""


def show(session: Session, text: str) -> None:
    """Write a page to stdout, through the pager where it is longer than the terminal."""
    words = [] if session.no_input else pager_for(text, session.environment)
    if not words:
        write(text)
        return
    try:
        code = _paged(words, text, {**PAGERS_OWN, **session.environment})
    except OSError:
        code = CANNOT_START[-1]
    if code in READERS_OWN:
        return
    why = "cannot be started" if code in CANNOT_START else f"ended with an error ({code})"
    session.say(f"the pager {inert(words[0])} {why}; CASEFILE_PAGER names one, cat is none")
    write(text)


def pager(environment: Mapping[str, str]) -> list[str]:
    """Return the words of the pager's command; none where there shall be no pager.

    CASEFILE_PAGER counts before PAGER; `cat` and nothing turn it off, as in git.
    """
    for name in ("CASEFILE_PAGER", "PAGER"):
        if name in environment:
            words = _words(environment[name])
            return [] if words in OFF else words
    from shutil import which  # noqa: PLC0415 - compression comes with it, and few answers have pages

    return next(([each] for each in USUAL if which(each)), [])


def _words(command: str) -> list[str]:
    import shlex  # noqa: PLC0415 - as above

    try:
        return shlex.split(command)
    except ValueError:  # an open quote: the name of no program
        return [command]


def pager_for(text: str, environment: Mapping[str, str]) -> list[str]:
    """Return the words of the pager's command; none where nobody can turn pages, or needs to."""
    if environment.get("CI") or environment.get("TERM") == "dumb":
        return []
    sits_there = sys.stdin.isatty() and sys.stdout.isatty()
    return pager(environment) if sits_there and not _fits(text) else []


def _fits(text: str) -> bool:
    """Tell whether the page and the prompt below it are all to be seen at once."""
    from shutil import get_terminal_size  # noqa: PLC0415 - as above

    return text.count("\n") + 1 < get_terminal_size((80, 24)).lines


def _paged(words: list[str], text: str, environment: Mapping[str, str]) -> int:
    """Run the pager over the text until the reader leaves it; return its exit code."""
    import subprocess  # noqa: PLC0415 - few pages are so long

    sys.stdout.flush()
    pipe = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=sys.stdout, env=environment)
    with pipe as process, _patient():
        with contextlib.suppress(BrokenPipeError):  # the reader left before the end
            process.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        return process.wait()


@contextlib.contextmanager
def _patient() -> Iterator[None]:
    """Leave Ctrl-C to the pager: it stops its search, and we must not end under it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
