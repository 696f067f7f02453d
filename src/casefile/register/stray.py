"""Files that are no records, taken for entries with errors: what may be a name in them must not leave."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.document.read import read
from casefile.model.admit import kind_of
from casefile.register.entry import KINDS, Entry, kind_by_path

LATIN_OR_NOT = ("cp1251", "cp1252")
"""In what a text was saved that is not UTF-8, most of the time."""
WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def stray_entry(path: str, blob: bytes) -> Entry:
    """Take a file for an entry with errors, whatever it is called and however it is saved."""
    data = read(blob).data
    stated = kind_of(data) if data else None
    kind = stated if stated in KINDS else kind_by_path(path)
    return Entry(path, kind or "case", "\n".join(_texts(blob)), data, None)


def _texts(blob: bytes) -> Iterator[str]:
    """Yield what the bytes may say: in doubt as several encodings have it."""
    if blob[:2] in WIDE:
        yield blob[2:].decode(WIDE[blob[:2]], "replace")
        return
    plain = blob.replace(b"\0", b"")
    try:
        yield plain.decode()
    except UnicodeDecodeError:
        yield plain.decode("utf-8", "replace")
        yield from (plain.decode(each, "replace") for each in LATIN_OR_NOT)
