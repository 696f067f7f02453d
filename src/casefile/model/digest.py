"""Short names of contents, without loading whatever else can be hashed: that would take longer."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b", "digest_of_content"]


def digest_of_content(blob: bytes) -> str:
    """Return the digest of a content as 40 hexadecimal digits."""
    return blake2b(blob, digest_size=20).hexdigest()
