"""Parse the content of a commit, which `log` and `audit` get from git in different ways."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from msgspec import Struct

from casefile.git.runner import WHOLE_ID

PERSON = re.compile(rb"([^<]*)<([^>]*)>(?:.*>)?(?:[ \t\r\n]*(-?[0-9]+)[ \t\r\n]*[+-][0-9])?.*", re.DOTALL)
"""A name, an address and a time with its zone, as git separates them: the time follows the last bracket."""
BLANK = b" \t\r\n"
"""The characters that git treats as white space."""
SECONDS = re.compile(rb"-?[0-9]{1,12}")
SIGNED_BY = {40: b"gpgsig", 64: b"gpgsig-sha256"}
"""The header that contains a commit's signature, by the length of the repository's ids."""
TRAILER = re.compile(r"^([A-Z][A-Za-z-]*): *(\S.*)$", re.MULTILINE | re.ASCII)
SSH = b"-----BEGIN SSH SIGNATURE-----"
ASCII = (rb"\x41\u0041", bytes(range(32, 127)))
"""Bytes that every valid encoding of a commit decodes as ASCII; Python's escape codecs change the first."""


class Committer(Struct, frozen=True):
    """The author or committer of a commit, and the time in seconds since 1970 in UTC.

    Name and mail are empty if they cannot be read; the time is then 0.
    """

    name: str
    mail: str
    time: int


NO_COMMITTER = Committer("", "", 0)


class CommitContent(Struct, frozen=True):
    """The parsed content of a commit; `signature` is its kind: "ssh", "other" or "none". It is not checked.

    In the message, blanks at the end of a line and blank lines around the text are left out.
    """

    id: str
    parents: tuple[str, ...]
    author: Committer
    committer: Committer
    signature: str
    message: str

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]

    @property
    def trailers(self) -> tuple[tuple[str, str], ...]:
        """The lines `Key: text` anywhere in the message, as pairs; a key begins with a capital letter."""
        return tuple(TRAILER.findall(self.message))

    @property
    def day(self) -> date | None:
        """The day of the committer date in UTC; None if it cannot be read."""
        return day_of(self.committer.time)


def parse_commit(commit: str, raw: bytes) -> CommitContent:
    """Parse the content `raw` of the commit with the full id `commit`.

    A part that cannot be read is treated as absent.
    """
    head, _, message = raw.partition(b"\n\n")
    parents: list[str] = []
    headers: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"parent":
            parents += [value.decode("ascii")] if WHOLE_ID.fullmatch(value.decode("ascii", "replace")) else []
        elif key:  # a line that begins with a space continues the line before it
            headers.setdefault(key, value)
    encoding = _encoding(headers.get(b"encoding", b""))
    text = message.partition(b"\0")[0]  # git reads no further
    return CommitContent(
        commit,
        tuple(parents),
        _person(headers.get(b"author", b""), encoding),
        _person(headers.get(b"committer", b""), encoding),
        _signature(headers.get(SIGNED_BY[len(commit)])),
        b"\n".join(line.rstrip(BLANK) for line in text.split(b"\n")).strip(b"\n").decode(encoding, "replace"),
    )


def day_of(seconds: int) -> date | None:
    """Return the day in UTC of a time in seconds since 1970; None for 0, an unreadable time."""
    return datetime.fromtimestamp(seconds, UTC).date() if seconds else None


def seconds_of(field: bytes) -> int:
    """Parse a time in seconds since 1970; return 0 if it is malformed, or before 1019 or after 9892."""
    text = field.strip()
    seconds = int(text) if SECONDS.fullmatch(text) else 0
    return seconds if -30_000_000_000 < seconds < 250_000_000_000 else 0


def _signature(stated: bytes | None) -> str:
    if stated is None:
        return "none"
    return "ssh" if stated.startswith(SSH) else "other"


@lru_cache
def _encoding(stated: bytes) -> str:
    """Return the encoding of a commit's text: UTF-8 if the commit states none or an unknown one.

    A Python codec that does not decode ASCII as ASCII counts as unknown: it is not an encoding of commits.
    """
    name = stated.decode("ascii", "replace")
    try:
        is_known = all(each.decode(name, "replace") == each.decode("ascii") for each in ASCII)
    except (LookupError, ValueError):
        return "utf-8"
    return name if is_known else "utf-8"


def _person(line: bytes, encoding: str) -> Committer:
    found = PERSON.fullmatch(line)
    if found is None:
        return NO_COMMITTER
    name, mail = found[1].rstrip(BLANK), found[2]
    text, address = (part.decode(encoding, "replace") for part in (name, mail))
    return Committer(text, address, seconds_of(found[3] or b""))
