"""The command line: parse options, call one operation, print the result.

The folder, the clock, the terminal and casefile's own environment variables are read here and passed on, see
`session`; packages that run git read git's variables themselves.
"""

from __future__ import annotations

import os
import sys

from casefile import __version__

VERSION = f"casefile {__version__}\n"
"""The output of `--version`."""
COMPLETING = "_CASEFILE_COMPLETE"
"""The environment variable with the name of the shell that asks for completions."""


def main() -> None:
    """Run the command line and end the process with its exit code.

    If `--version` is the only argument, no other module is loaded.
    """
    if sys.argv[1:] == ["--version"] and COMPLETING not in os.environ and sys.stdout is not None:
        try:
            os.write(sys.stdout.fileno(), VERSION.encode())
            os._exit(0)
        except OSError:
            pass  # the full command line below reports the error
    from casefile.cli.start import start  # noqa: PLC0415 - not for `--version`, for which scripts wait

    start()
