"""What the submitter gives at export and nobody stores: who submits, and the papers of the person.

A file of plain lines, `key: value`. A line without a key goes on with the one before; text before any key is
kept under no key. Keys are read without regard to case. A line `case: ID` begins what is about that case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from casefile.errors import BadInput

A_KEY = re.compile(r"^([^\W\d_][\w '()/-]{0,39}?)[ \t]*:(?:[ \t]+(.*))?$")
CASE = "case"


class SubmitterLines(Struct, frozen=True):
    """The lines of a file, or of a part of it: keys as they were written, and what stands with each."""

    lines: tuple[tuple[str, str], ...] = ()

    def take(self, *keys: str) -> str:
        """Return what stands with the first of these keys that is there."""
        of = {_plain(key): value for key, value in reversed(self.lines)}
        return next((of[key] for key in keys if of.get(key)), "")

    def without(self, *keys: str) -> tuple[tuple[str, str], ...]:
        """Return what stands with other keys, and with none."""
        return tuple((key, value) for key, value in self.lines if value and _plain(key) not in keys)


def read(text: str) -> SubmitterLines:
    """Read a file."""
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
    """Return what an identity file says of each case; `named` tells of which the name may leave.

    Whose papers they are is never guessed. Raises BadInput where the file does not say it, where a case is
    not part of the export, and where one is of a person whom the export does not name.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    current = next(iter(named)) if len(named) == 1 else ""
    for key, value in read(text).lines:
        if _plain(key) == CASE:
            current = value.strip()
        elif not current:
            raise _refused("does not say whose papers they are", "begin each part with a line `case: ID`")
        else:
            parts.setdefault(current, []).append((key, value))
    _check(parts, named)
    return {case: SubmitterLines(tuple(lines)) for case, lines in parts.items()}


def _check(cases: Collection[str], named: Mapping[str, bool]) -> None:
    if any(case not in named for case in cases):
        raise _refused("speaks of a case that is not exported", "its `case:` lines take ids of this export")
    if any(not named[case] for case in cases):
        raise _refused(
            "is of a person whom this export does not name",
            "a consent that covers `un`, or another --audience, would name them; or write it in by hand",
        )


def _refused(why: str, hint: str) -> BadInput:
    return BadInput("CF621", f"the identity file {why}", hint)


def _plain(key: str) -> str:
    return " ".join(key.casefold().replace("_", " ").replace("-", " ").split())
