"""Files that the submitter gives at export and that are never stored: about themselves, and about the person.

A file consists of lines `key: value`. A line without a key continues the line before; text before the first
key is kept without a key. The letter case of keys is ignored. A line `case: ID` begins the part about a case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from casefile.errors import BadInput

A_KEY = re.compile(r"^([^\W\d_][\w '()/-]{0,39}?)[ \t]*:(?:[ \t]+(.*))?$")
CASE = "case"


class SubmitterLines(Struct, frozen=True):
    """The lines of a file, or of a part of it: pairs of a key as it was written and its value."""

    lines: tuple[tuple[str, str], ...] = ()

    def take(self, *keys: str) -> str:
        """Return the value of the first of these keys that has one, or "".

        `keys` are in small letters, with spaces for hyphens.
        """
        of = {_plain(key): value for key, value in reversed(self.lines)}
        return next((of[key] for key in keys if of.get(key)), "")

    def without(self, *keys: str) -> tuple[tuple[str, str], ...]:
        """Return the lines with other keys than these, and those without a key; empty values are left out."""
        return tuple((key, value) for key, value in self.lines if value and _plain(key) not in keys)


def read(text: str) -> SubmitterLines:
    """Return the lines of a file from its text."""
    found: list[tuple[str, str]] = []
    for line in text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines():
        key = A_KEY.match(line.strip())
        if key:
            found.append((key[1], (key[2] or "").strip()))
        elif line.strip() and found:
            before, value = found[-1]
            found[-1] = (before, f"{value}\n{line.strip()}".lstrip("\n"))
        elif line.strip():
            found.append(("", line.strip()))
    return SubmitterLines(tuple(found))


def by_case(text: str, named: Mapping[str, bool]) -> Mapping[str, SubmitterLines]:
    """Return the lines of an identity file about each case, by the id of the case.

    `named` contains the ids of the exported cases, and whether the name of the person may be published. The
    person is never guessed: raises BadInput CF621 if several cases are exported and a line comes before the
    first `case: ID`, if a case is not part of the export, or if the export does not name its person.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    current = next(iter(named)) if len(named) == 1 else ""
    for key, value in read(text).lines:
        if _plain(key) == CASE:
            current = value.strip()
        elif not current:
            raise _refused("does not state its case", "start each part with a line `case: ID`")
        else:
            parts.setdefault(current, []).append((key, value))
    _check(parts, named)
    return {case: SubmitterLines(tuple(lines)) for case, lines in parts.items()}


def _check(cases: Collection[str], named: Mapping[str, bool]) -> None:
    if any(case not in named for case in cases):
        raise _refused("names a case that is not exported", "use the ids of this export in its `case:` lines")
    if any(not named[case] for case in cases):
        raise _refused(
            "is about a person whose name this export withholds",
            "for the name, a consent must cover `un`; or choose another --audience, or fill it in by hand",
        )


def _refused(why: str, hint: str) -> BadInput:
    return BadInput("CF621", f"the identity file {why}", hint)


def _plain(key: str) -> str:
    return " ".join(key.casefold().replace("_", " ").replace("-", " ").split())
