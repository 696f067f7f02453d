"""Files that are no records, taken for entries with errors: what may be a name in them must not leave."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import suppress

from casefile.model.kinds import kind_of
from casefile.register.entry import KINDS, Entry, kind_by_path
from casefile.yaml.reader import read

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""How a text may be saved whose bytes hold zeros."""


def stray_entry(path: str, blob: bytes) -> Entry:
    """Take a file for an entry with errors, whatever it is called and however it is saved."""
    data = read(blob).data
    stated = kind_of(data) if data else None
    kind = stated if stated in KINDS else kind_by_path(path)
    return Entry(path, kind or "case", "\n".join(_texts(blob)), data, None)


def _texts(blob: bytes) -> Iterator[str]:
    """Yield what the bytes may say: in doubt as several encodings have it."""
    from casefile.names.decoding import CHARSETS  # noqa: PLC0415 - few registers have strays

    plain = blob.replace(b"\0", b"")
    with suppress(UnicodeDecodeError):
        yield plain.decode()
        if plain == blob:
            return
    marked = blob.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for charset in WIDE if marked or plain != blob else CHARSETS:
        yield blob.decode(charset, "replace")
