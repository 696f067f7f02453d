"""Find names in the text of a file with errors, without a YAML parser: rather too many than too few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from casefile.model.person import NO_NAMES
from casefile.publication.ids_in_text import MARK
from casefile.yaml.alias_expansion import without_aliases

COLON = "[:\uff1a]"
KEY = re.compile(
    rf"""["']?(?<!\w)(?P<key>\w{{0,40}}name\w{{0,40}}|title|abbreviation|person|value)["']?\s*{COLON}""",
    re.IGNORECASE,
)
"""A key whose value may be a name."""
NESTED = re.compile(rf"""["']?([\w -]{{1,40}})["']?\s*{COLON}(?:\s+|(?=["'\[{{])|$)""")
"""A key and its colon at the beginning of a value, inside the value of another key."""
ABOUT = re.compile(rf"""(?<!\w)field["']?\s*{COLON}\s*["']?([\w.]+)""", re.IGNORECASE)
"""The field of a claim, with the dotted path of the node that the claim is about."""
ANCHOR = re.compile(r"(?<=\s)&[^\s\[\]{},]+\s+(\S.*)")
"""A value with an anchor: in invalid YAML it is not known where its aliases are."""
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
MARKS = re.compile(r"""^(?:(?:[-?]\s+|[&!]\S*\s+|\*.*|[|>][0-9+-]*(?=\s|$)\s*))+|\s+\#.*$""")
"""YAML marks before a value (list dash, anchor, tag, block mark) and a comment after it."""
BEHIND = re.compile(r"""["']\s*(?:[,}\]].*)?$""")
NEAR = 300
"""The number of characters around a value in which the field of its claim is searched for."""
LONGEST = 500
"""The most characters before and after a key that are read; all of the line after the key `person`."""
BREAK = re.compile(r"\r\n?")
BRACKET = re.compile(r"[{}\[\]]")


def find_names(text: str, data: Mapping[str, object] | None = None) -> Iterator[str]:
    """Yield the values in a file with errors that may be a name: those of keys such as `name` and `title`.

    The keys need not be in the model. `data` is the content of the file if it is valid YAML: of it, all
    values in `person` are included, except those of keys that contain no name. A value may come more than
    once.
    """
    yield from _values_of((data or {}).get("person"))
    text = BREAK.sub("\n", text)
    for each in dict.fromkeys((text, ESCAPE.sub(_letter, text), without_aliases(text))):
        end = 0
        for found in KEY.finditer(each):
            key = found["key"].lower()
            if key not in NO_NAMES and (key != "value" or _may_be_of_person(each, found)):
                whole = key == "person" and found.start() >= end
                lines = [*_lines_behind(each, found, len(each) if whole else LONGEST)]
                end = found.end() + len(lines[0]) if whole else end
                parts = [part for line in lines for part in _parts(line)]
                yield from (*parts, " ".join(parts)) if key != "person" else parts
        yield from (_bare(found[1]) for found in ANCHOR.finditer(each))


def _values_of(value: object) -> Iterator[str]:
    """Yield the values in the data of a person, except those of keys that contain no name."""
    if isinstance(value, Mapping):
        value = [each for key, each in value.items() if key not in NO_NAMES]
    if isinstance(value, list):
        yield from chain.from_iterable(_values_of(each) for each in value)
    elif value is not None:
        yield str(value)


def _letter(found: re.Match[str]) -> str:
    number = int(found[1] or found[2] or found[3], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _may_be_of_person(text: str, found: re.Match[str]) -> bool:
    """Return whether a value may be the name that a claim gives, whatever the order of the claim's fields."""
    near = text[max(0, found.start() - NEAR) : found.end() + NEAR]
    about = [f"{each}.".split(".") for each in ABOUT.findall(near)]
    return not about or any(top.lower() == "person" and field not in NO_NAMES for top, field, *_ in about)


def _lines_behind(text: str, found: re.Match[str], longest: int) -> Iterator[str]:
    """Yield the lines of the value of a key: the rest of the line, then lines indented more than the key.

    Of the first line at most `longest` characters are returned, of each other one at most LONGEST.
    """
    earliest = max(0, found.start() - LONGEST)
    begin = max(earliest, text.rfind("\n", earliest, found.start()) + 1)
    before = text[begin : found.start()]
    indent = len(before) - len(before.lstrip()) if before.strip(" \t-?{") else len(before)
    yield _cut_at_bracket(text[found.end() : found.end() + longest].partition("\n")[0])
    at = text.find("\n", found.end()) if not before.lstrip().startswith("#") else -1
    while at >= 0:
        end = text.find("\n", at + 1)
        line = text[at + 1 : end if end >= 0 else None]
        bare = line.strip()
        deeper = len(line) - len(line.lstrip()) - indent
        if bare and not bare.startswith("#") and not MARK.match(line):
            if deeper < 0 or (deeper == 0 and not bare.startswith("-")):
                return
            yield bare[:LONGEST]
        at = end


def _cut_at_bracket(first: str) -> str:
    """Return a line up to the end of the braces or brackets that contain its value."""
    depth = 0
    for bracket in BRACKET.finditer(first):
        depth += 1 if bracket[0] in "{[" else -1
        if depth <= 0:
            return first[: bracket.start()]
    return first


def _parts(line: str) -> Iterator[str]:
    """Yield the values in a line, except those of keys that contain no name."""
    value = MARKS.sub("", line.strip())
    inner = re.split(r"""[{}\[\]]|,(?=\s*["']?[\w -]{1,40}["']?\s*[:\uff1a])""", value)
    for part in inner if value[:1] in "{[" else inner[:1]:
        bare = MARKS.sub("", part.strip())
        key = NESTED.match(bare)
        if key is None:
            yield from filter(None, map(_bare, bare.split('",')))
        elif key[1].strip().lower() not in NO_NAMES:
            yield from filter(None, [_bare(bare[key.end() :])])


def _bare(value: str) -> str:
    """Return a value without its quotes and without the text after the closing quote."""
    bare = MARKS.sub("", value.strip())
    if bare[:1] in {'"', "'"}:
        quoted = re.match(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", bare)
        bare = quoted[0][1:-1] if quoted else bare[1:]
    return BEHIND.sub("", bare).strip(" ,\"'")
