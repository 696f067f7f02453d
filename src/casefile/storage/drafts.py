"""Unfinished text, kept where only its author can read it and no commit takes it along."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.storage.folder import reason
from casefile.storage.listing import checked_path


def save_draft(folder: Path, name: str, text: str) -> Path:
    """Keep a draft under a name such as a record's id, in place of the one before; return where it lies.

    `folder` is casefile's own place in the common git directory. The file is readable by its owner alone
    (0600), and at every moment wholly the old or the new one.
    """
    place = folder / "drafts" / f"{checked_path(name.replace('/', '_'))}.yaml"
    temporary = place.with_name(f".{place.name}.tmp-{os.urandom(4).hex()}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("utf-8", "surrogateescape"))
        temporary.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise MachineTrouble(
            "CF805", f"the draft could not be kept: {reason(error)}", f"see who owns {place.parent}: ls -ld"
        ) from error
    return place


def drafts(folder: Path) -> tuple[Path, ...]:
    """Return the drafts that are kept, oldest first."""
    kept = [path for path in (folder / "drafts").glob("*.yaml") if path.is_file()]
    return tuple(sorted(kept, key=lambda path: (path.stat().st_mtime_ns, path.name)))


def erase_draft(place: Path) -> None:
    """Remove a draft that is no longer needed; one that is gone already is fine."""
    place.unlink(missing_ok=True)
