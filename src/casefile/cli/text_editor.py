"""Somebody's own editor, started as git starts it."""

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
"""What the shell answers where it cannot run a program, or finds none."""
INTERRUPTS = (signal.SIGINT, signal.SIGQUIT)


def open_editor(editor: str, place: Path) -> None:
    """Open a file in an editor and wait until it is closed.

    `editor` is a line for the shell, with arguments and quotes, as in GIT_EDITOR. It writes to our stdout
    only where that is a terminal: stdout is for data. Raises MachineTrouble CF633 where it cannot be started
    or says that it failed; KeyboardInterrupt where it was interrupted.
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
        raise MachineTrouble("CF633", f"your editor could not be started: {inert(editor)}", ANOTHER)
    if code:
        raise MachineTrouble("CF633", f"your editor ended with an error ({code}): {inert(editor)}", ANOTHER)


ANOTHER = "another one: git config core.editor nano, or GIT_EDITOR=nano before the command"


@contextlib.contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor: we share its terminal, and it may mean something else there.

    A handler that does nothing, rather than SIG_IGN, which the editor would inherit.
    """
    before = {each: signal.signal(each, lambda *_: None) for each in INTERRUPTS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
