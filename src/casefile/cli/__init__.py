"""The command line: parses, calls one operation, renders; the only place that asks the world."""

from __future__ import annotations

import os
import sys

from casefile import __version__

VERSION = f"casefile {__version__}\n"
"""The answer to `--version`."""
COMPLETING = "_CASEFILE_COMPLETE"
"""The variable of the environment in which a shell that asks for completion says which one it is."""


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    if sys.argv[1:] == ["--version"] and COMPLETING not in os.environ and sys.stdout is not None:
        try:
            os.write(sys.stdout.fileno(), VERSION.encode())
            os._exit(0)
        except OSError:
            pass  # the long way says what is wrong with our output
    from casefile.cli.start import start  # noqa: PLC0415 - scripts ask for the version, and wait for it

    start()
