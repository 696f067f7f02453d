"""Digests of file contents with BLAKE2b, imported from `_blake2`, because importing hashlib takes longer."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # only CPython has this module
    from hashlib import blake2b

__all__ = ["blake2b", "digest_of_content"]


def digest_of_content(blob: bytes) -> str:
    """Return the BLAKE2b digest of a file content as 40 hexadecimal digits (160 bits)."""
    return blake2b(blob, digest_size=20).hexdigest()
