"""Records out of the bytes of a file, as `add --from` takes them in."""

from __future__ import annotations

from casefile.intake.import_files import Taken, given, taken


def incoming(blob: bytes, name: str) -> list[Taken]:
    """Return every record in a file; BadInput with all that is wrong."""
    return taken(given(blob, name))
