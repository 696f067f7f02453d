"""Files that are not records, read as entries with errors: names in them may not be published either."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import suppress

from casefile.model.kinds import kind_of
from casefile.register.entry import KINDS, Entry, kind_by_path
from casefile.yaml.reader import read

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""The encodings of a text whose bytes contain zeros."""


def stray_entry(path: str, blob: bytes) -> Entry:
    """Return an entry without a record for a file that is no record, whatever its name and encoding.

    Its text contains the file as read in each encoding that is possible, one reading after the other. Its
    kind is the stated one, or else the one of its path.
    """
    data = read(blob).data
    stated = kind_of(data) if data else None
    kind = stated if stated in KINDS else kind_by_path(path)
    return Entry(path, kind or "case", "\n".join(_texts(blob)), data, None)


def _texts(blob: bytes) -> Iterator[str]:
    """Yield the texts that bytes may be: one if they are UTF-8 without zeros, else one for each encoding."""
    from casefile.names.decoding import CHARSETS  # noqa: PLC0415 - few registers have strays

    plain = blob.replace(b"\0", b"")
    with suppress(UnicodeDecodeError):
        yield plain.decode()
        if plain == blob:
            return
    marked = blob.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for charset in WIDE if marked or plain != blob else CHARSETS:
        yield blob.decode(charset, "replace")
