"""The scalar rules: how an unquoted value is read, and how a value is written so that every reader agrees.

The rules are a subset of YAML 1.2 core: `-?(0|[1-9][0-9]*)` of up to 15 digits is an integer; lower-case
`true`, `false` and `null` have their YAML meaning; `~` and an empty value are null. Every other spelling is
text.
"""

from __future__ import annotations

import re
from functools import cache

Scalar = str | int | bool | None

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
"""At most 15 digits: other readers round longer numbers to a float, so casefile reads them as text."""
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_OPENINGS = frozenset("-0123456789tfn~")

UNPRINTABLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but for tab and line ends, DEL, C1 with NEL
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls; letters need the joiners U+200C and D
    r"\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"  # line ends for some, a BOM, noncharacters, surrogates
)
HOSTILE_IN_FILE = re.compile(rf"[{UNPRINTABLE}]|\r(?!\n)")
"""Characters that no file may contain: they hide or reorder text for a reviewer. `\r\n` is allowed."""
HOSTILE_IN_VALUE = re.compile(rf"[{UNPRINTABLE}\r]")
"""Characters that no value may contain, however it was written."""

_OTHERWISE = (
    # null and booleans: YAML 1.1 in all its spellings, 1.2 core
    r"(?i:y|yes|n|no|true|false|on|off|null)|~",
    # the value and merge types of YAML 1.1
    r"=|<<",
    # integers: decimal with signs and underscores, binary, octal of both kinds, hexadecimal
    r"[-+]?[0-9][0-9_]*|\+_[0-9_]*|[-+]?0[bB][01_]*|[-+]?0[oO][0-7_]*|[-+]?0[xX][0-9a-fA-F_]*",
    # base 60
    r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?",
    # floats of every reader
    r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_.]*(?:[eE][-+]?[0-9]*)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+",
    r"(?i:[-+]?\.inf|\.nan)",
    # dates and times
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9].*)?",
)
_WORDS_OF_OTHERS = frozenset(["y", "yes", "n", "no", "true", "false", "on", "off", "null"])
_NOT_PLAIN = (
    r"""^[-?:,\[\]{}#&*!|>'"%@`\s]"""  # a start that has another meaning in YAML
    r"|[\s:]$"  # an end like that of a key, or a blank
    r"|:\s|\s\#"  # the start of a value or of a comment
    r"|[\t\n]"
)
_NOT_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


@cache
def _form_read_otherwise() -> re.Pattern[str]:
    """Return the pattern of texts without quotes that some YAML parser does not read as text.

    It is compiled on first use: reading commands do not need it.
    """
    return re.compile("|".join(f"(?:{rule})" for rule in _OTHERWISE))


@cache
def _form_not_plain() -> re.Pattern[str]:
    return re.compile(_NOT_PLAIN, re.VERBOSE)


def value_of(text: str) -> Scalar:
    """Return the value of an unquoted text: an integer, boolean or null, else the text.

    The rules are a subset of YAML 1.2 core; see the docstring of this module.
    """
    if text and text[0] not in _OPENINGS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Return whether readers of YAML 1.1 and 1.2 read the unquoted text as exactly this text.

    `flow` is for a text inside brackets or braces.
    """
    if not text or _form_not_plain().search(text):
        return False
    # Of texts that begin with a letter, as most do, only these words are read differently.
    if text.casefold() in _WORDS_OF_OTHERS if text[0].isalpha() else _form_read_otherwise().fullmatch(text):
        return False
    return not (flow and _NOT_IN_FLOW.search(text))


def is_simple(text: str) -> bool:
    """Return whether a text is a plain word or id of lower-case letters, digits, `_` and `-`.

    It is faster than `is_plain`, and False for other plain texts too.
    """
    return _SIMPLE.fullmatch(text) is not None and text not in _WORDS_OF_OTHERS


_SIMPLE = re.compile(r"[a-z](?:[a-z0-9_-]*[a-z0-9])?")


def is_literal(text: str) -> bool:
    """Return whether the text is written as a literal block: it has several lines, and is read unchanged.

    Blanks at the end of a line, a tab at its beginning and empty lines around the text do not survive every
    editor or reader; such a text is quoted.
    """
    if "\n" not in text or text[0] in " \t\n" or text.endswith("\n\n"):
        return False
    return not any(line.endswith((" ", "\t")) or line.startswith("\t") for line in text.split("\n"))


def quote_text(text: str) -> str:
    """Return the text in double quotes on one line, with quotes, backslashes, line ends and tabs escaped."""
    return f'"{text.translate(_ESCAPES)}"'


def inline(value: Scalar, *, flow: bool = False) -> str:
    """Return a value as YAML on one line; `flow` is for a value inside brackets or braces."""
    if isinstance(value, str):
        return value if is_plain(value, flow=flow) else quote_text(value)
    if value is None:
        return "null"
    return str(value).lower()


def literal(text: str) -> tuple[str, list[str]]:
    """Return the header of a literal block and its lines, not yet indented."""
    header = "|" if text.endswith("\n") else "|-"
    return header, text.removesuffix("\n").split("\n")
