"""Numbers with their nouns; every package may use this."""

from __future__ import annotations


def number(count: int, noun: str) -> str:
    """Say how many: `1 case`, `11 cases`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
