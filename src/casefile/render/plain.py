"""Text that comes from a record, made harmless to a terminal."""

from __future__ import annotations

import re

FROM_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in {9, 10}} | {0x7F: 0x2421}
HIDDEN = re.compile("[\u0080-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def inert(text: str) -> str:
    """Show control characters, escapes and bidi controls as symbols; line breaks and tabs become blanks."""
    if text.isascii() and text.isprintable():  # most are
        return text
    shown = text.translate(FROM_CONTROLS)
    shown = HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", shown)
    return shown.replace("\n", " ").replace("\t", " ")


def inert_lines(text: str) -> str:
    """As `inert`, but line breaks stay."""
    return "\n".join(inert(line) for line in text.split("\n"))
