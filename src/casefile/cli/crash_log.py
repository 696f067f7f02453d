"""The log of an internal error: places in the code, but no value of a record."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback

from casefile import __version__


def write_crash_log(error: Exception, command: str) -> str:
    """Write version, command, code places and type of an error to a temporary file.

    Return a phrase for the error message: where the file is, or the place of the error in the code if the
    file cannot be written. If CASEFILE_DEBUG is set, the traceback is printed on stderr too, with the message
    of the error.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"casefile {__version__}, Python {platform.python_version()}",
        command,
        *(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames),
        type(error).__name__,
    ]
    if os.environ.get("CASEFILE_DEBUG"):
        traceback.print_exception(error)
    try:
        with tempfile.NamedTemporaryFile("w", prefix="casefile-bug-", suffix=".log", delete=False) as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return f"at {lines[-2]}"
    return f"details are in {log.name}, which contains no text of records"
