"""What an export holds, whatever the format: all bytes, and what stands in them in packed form."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
import zlib
from pathlib import Path

import pyarrow.parquet

from casefile.exporters import FORMATS


def place(folder: Path, form: str) -> Path:
    """Return a place for an export of this format in a folder."""
    return folder / f"out-{form}{FORMATS[form].suffix}"


def everything(out: Path) -> str:
    """Return all that stands in a file, or in a folder and in the names of its files."""
    files = [out] if out.is_file() else sorted(path for path in out.rglob("*") if path.is_file())
    names = "\n".join(str(path.relative_to(out.parent)) for path in files)
    return "\n".join([names, *(opened(path.read_bytes()).decode(errors="replace") for path in files)])


def opened(blob: bytes) -> bytes:
    """Return the bytes of a file and of what it holds in packed form."""
    parts = [blob]
    if blob.startswith(b"PAR1"):
        table = pyarrow.parquet.read_table(io.BytesIO(blob))
        parts.append(repr(table.to_pylist()).encode())
    if blob.startswith(b"SQLite format 3"):
        database = sqlite3.connect(":memory:")
        database.deserialize(blob)
        parts += [line.encode() for line in database.iterdump()]
        database.close()
    if zipfile.is_zipfile(io.BytesIO(blob)):
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    for found in re.finditer(rb"stream\r?\n", blob):
        try:
            parts.append(zlib.decompressobj().decompress(blob[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)
