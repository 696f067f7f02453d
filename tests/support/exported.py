"""What an export holds, whatever the format: all bytes, and what stands in them in packed form."""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import zipfile
import zlib
from pathlib import Path

import pyarrow.parquet

from casefile.exporters import FORMATS
from support.programs import program


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
    if blob.startswith(b"%PDF"):
        parts.append(_paper(blob, b"\n".join(parts)))
    return b"\n".join(parts)


def _paper(blob: bytes, parts: bytes) -> bytes:
    """Return the text of a PDF, whose pages hold glyphs, and its strings, which may be in UTF-16."""
    done = subprocess.run([program("pdftotext"), "-", "-"], input=blob, capture_output=True, check=True)
    wide = [
        _unescaped(found[1]) for found in re.finditer(rb"\(\xfe\xff((?:\\.|[^\\)])*)\)", parts, re.DOTALL)
    ]
    return b"\n".join([done.stdout, *(each.decode("utf-16-be", "replace").encode() for each in wide)])


def _unescaped(text: bytes) -> bytes:
    """Read the escapes of a string of PDF."""
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def one(found: re.Match[bytes]) -> bytes:
        char = found[1]
        return bytes([int(char, 8) & 255]) if char.isdigit() else plain.get(char, char)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.DOTALL)
