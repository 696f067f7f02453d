"""The command line: parse options, call one operation, print the result.

Folder, clock, environment variables and terminal are read here and passed on; see `session`.
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
    """Run the command line and end the process with its exit code; `--version` loads nothing else."""
    if sys.argv[1:] == ["--version"] and COMPLETING not in os.environ and sys.stdout is not None:
        try:
            os.write(sys.stdout.fileno(), VERSION.encode())
            os._exit(0)
        except OSError:
            pass  # the full command line below reports the error
    from casefile.cli.start import start  # noqa: PLC0415 - not for `--version`, for which scripts wait

    start()
