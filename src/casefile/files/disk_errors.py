"""Describe errors of the disk in plain words."""

from __future__ import annotations

import errno
import shlex
from pathlib import Path

from casefile.errors import MachineTrouble


def reason(error: OSError) -> str:
    """Return the reason of a disk error in plain words, such as "the disk is full".

    For an error that is not in `REASONS` it is the system's message in small letters.
    """
    return REASONS.get(error.errno or 0, (error.strerror or "the disk reported an error").lower())


def unwritable_folder_error(folder: Path, error: OSError) -> MachineTrouble:
    """Return the error (CF805) for a folder of casefile itself that cannot be written."""
    return MachineTrouble(
        "CF805",
        f"{folder} cannot be written: {reason(error)}; no record was changed",
        f"check its owner: ls -ld {shlex.quote(str(folder))}",
    )


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reports a hardware error",
    errno.ENAMETOOLONG: "the name is too long for this disk",
}
