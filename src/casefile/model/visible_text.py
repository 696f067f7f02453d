"""Make text of a record safe to print on one line of a terminal: no control and no unseen characters."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

from casefile.names.unseen import SHAPING, is_unseen

LONGEST = 100
"""Greatest number of characters of a value in a line about a change."""


def visible(text: str) -> str:
    """Return the text with control, bidi and other unseen characters as symbols: ␛, ␊, <U+202E>.

    The characters that scripts need to shape other ones stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(SYMBOLS)


def shorten_text(text: str, longest: int = LONGEST) -> str:
    """Return the text; a longer one is cut to `longest` characters, with an ellipsis as the last of them."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def in_short(value: object) -> str:
    """Return any plain value as one visible line of at most 100 characters."""
    return shorten_text(visible(flat(value)))


def apart(old: object, new: object) -> tuple[str, str]:
    """Return two plain values as visible lines of at most 100 characters that show where they first differ.

    If one is longer, an ellipsis replaces most of their common beginning, and the end of what is still too
    long.
    """
    before, after = visible(flat(old)), visible(flat(new))
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(alike - KEPT_OF_START, 0)
    start = before.rfind(" ", max(start - KEPT_OF_START, 0), start) + 1 or start
    cut = "…" if start else ""
    return shorten_text(cut + before[start:]), shorten_text(cut + after[start:])


KEPT_OF_START = 20
"""Characters of the common beginning of two long values that are still shown."""


class _Symbols(dict[int, int | str]):
    """A table for `str.translate`. It decides on a character when it first meets it."""

    def __missing__(self, code: int) -> int | str:
        """Return the code of a character that is shown, else its symbol; remember it."""
        char = chr(code)
        self[code] = found = _symbol(char) if is_unseen(char) and char not in SHAPING else code
        return found


SYMBOLS = _Symbols()


def _symbol(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def flat(value: object) -> str:
    """Return any plain value as text, as in a command: `name=value, name=value` for a mapping.

    Items of a list are separated by commas, nested mappings and lists are in parentheses and brackets. None
    becomes `nothing`. Line ends and unseen characters in texts stay: use `visible` for these.
    """
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
