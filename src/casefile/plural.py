"""Format numbers with their nouns. Every package may import this module."""

from __future__ import annotations


def number(count: int, noun: str) -> str:
    """Return a count with its noun, with a plural `s` unless the count is 1: `1 case`, `11 cases`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
