"""Why the disk refused, in plain words."""

from __future__ import annotations

import errno


def reason(error: OSError) -> str:
    """Say in plain words why the disk refused."""
    return REASONS.get(error.errno or 0, (error.strerror or "the disk refused").lower())


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reports a fault",
    errno.ENAMETOOLONG: "the name is too long for this disk",
}
