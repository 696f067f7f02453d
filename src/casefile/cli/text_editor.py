"""The user's editor, started as git starts it."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.terminal.safe_text import inert

NOT_STARTED = frozenset({126, 127})
"""The exit codes of the shell if it cannot run a program or does not find it."""
INTERRUPTS = (signal.SIGINT, signal.SIGQUIT)
"""The signals of Ctrl-C and Ctrl-Backslash."""


def open_editor(editor: str, place: Path) -> None:
    """Open a file in an editor and wait until it is closed.

    `editor` is a shell command line, with arguments and quotes, as in GIT_EDITOR. The editor writes to stdout
    only if that is a terminal, else to stderr: stdout is for data. Raises MachineTrouble CF633 if the editor
    cannot be started or fails; KeyboardInterrupt if it was interrupted.
    """
    command = ["/bin/sh", "-c", f'{editor} "$@"', editor, str(place)]
    out = None if sys.stdout.isatty() else sys.stderr
    sys.stdout.flush()
    sys.stderr.flush()
    with _interrupts_for_the_editor():
        code = subprocess.run(command, stdout=out, check=False).returncode
    if -code in INTERRUPTS or code - 128 in INTERRUPTS:
        raise KeyboardInterrupt
    if code in NOT_STARTED:
        raise MachineTrouble("CF633", f"your editor could not be started: {inert(editor)}", OTHER_EDITOR)
    if code:
        raise MachineTrouble(
            "CF633", f"your editor ended with an error ({code}): {inert(editor)}", OTHER_EDITOR
        )


OTHER_EDITOR = "to use a different one: git config core.editor nano"


@contextlib.contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """Return a context that ignores INTERRUPTS: the editor shares the terminal and may use these keys itself.

    The handler does nothing and is not SIG_IGN, which the editor would inherit.
    """
    before = {each: signal.signal(each, lambda *_: None) for each in INTERRUPTS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
