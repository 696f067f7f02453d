"""Compare kept files of evidence with the digests that sources state."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from casefile.files.disk_errors import reason
from casefile.files.register_folder import READ, is_behind_link
from casefile.model.kinds import EVIDENCE
from casefile.model.source import is_below_evidence
from casefile.views.audit import EvidenceMismatch, FileState

DOUBLED = ": its path is relative to that folder, but starts with evidence/ again"
PIECE = 1 << 20


def find_evidence_mismatches(root: Path, records: Iterable[FileState]) -> Iterator[EvidenceMismatch]:
    """Yield each source whose kept file is missing, unreadable or not that of its digest; follow no links."""
    for path, _, source in records:
        wrong = _wrong(root, source.file, source.digest) if source.file else None
        if wrong:
            yield EvidenceMismatch(source.id, wrong, path)


def _wrong(root: Path, path: str, digest: str | None) -> str | None:
    if not is_below_evidence(path):
        return "the path of its kept file is not below evidence/"
    place = root / EVIDENCE / path
    if is_behind_link(root, f"{EVIDENCE}/{path}") or place.is_symlink():
        return "its kept file is behind a link, which is not followed"
    try:
        made = _digest(place)
    except FileNotFoundError:
        doubled = path.startswith(f"{EVIDENCE}/")
        return f"its kept file is missing below evidence/{DOUBLED if doubled else ''}"
    except OSError as error:
        return f"its kept file cannot be read: {reason(error)}"
    if digest is not None and made != digest.lower():
        return "its kept file does not match its sha256: it was changed or replaced"
    return None


def _digest(place: Path) -> str:
    """Return the SHA-256 of a regular file; raise OSError for any other."""
    with os.fdopen(os.open(place, READ), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "this is not a regular file")
        made = hashlib.sha256()
        while piece := file.read(PIECE):
            made.update(piece)
    return made.hexdigest()
