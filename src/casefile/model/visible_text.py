"""Text of a record as it may stand on a line of a terminal: nothing in it acts, nothing in it is hidden."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import takewhile

JOINERS = "\u200c\u200d"
"""Persian and several Indic scripts are misspelt without these two, so they stay."""
LONGEST = 100
"""Characters of a value that a line about a change shows."""


def visible(text: str) -> str:
    """Return the text with control, bidi and other unseen characters as symbols: ␛, ␊, <U+202E>."""
    return text if text.isprintable() else "".join(_symbol(char) for char in text)


def shorten_text(text: str, longest: int = LONGEST) -> str:
    """Return the text, cut at `longest` characters with an ellipsis as the last of them."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def in_short(value: object) -> str:
    """Say any plain value in one visible line of at most a hundred characters."""
    return shorten_text(visible(flat(value)))


def apart(old: object, new: object) -> tuple[str, str]:
    """Say two values in short so that it shows where they part: long ones lose what both begin with."""
    before, after = visible(flat(old)), visible(flat(new))
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(alike - KEPT, 0)
    start = before.rfind(" ", max(start - KEPT, 0), start) + 1 or start
    cut = "…" if start else ""
    return shorten_text(cut + before[start:]), shorten_text(cut + after[start:])


KEPT = 20
"""Characters before the place where two long values part that are shown all the same."""


def _symbol(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    unseen = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and char not in JOINERS
    return f"<U+{code:04X}>" if unseen else char


def flat(value: object) -> str:
    """Say any plain value as it is written on one line of a command."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_nested(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(_nested(item) for item in value)
    return str(value)


def _nested(value: object) -> str:
    if isinstance(value, Mapping):
        return f"({flat(value)})"
    return f"[{flat(value)}]" if isinstance(value, list) else flat(value)
