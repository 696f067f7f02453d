"""Records out of the bytes of a file, as `add --from` takes them in."""

from __future__ import annotations

from casefile.intake.import_files import ImportedRecord, read_import, take_records


def incoming(blob: bytes, name: str) -> list[ImportedRecord]:
    """Return every record in a file; BadInput with all that is wrong."""
    return take_records(read_import(blob, name))
