"""The JSON of every command: one object, failures too, and never through a terminal library."""

from __future__ import annotations

import json
from collections.abc import Iterable

from casefile.errors import CasefileError, Problem

VERSION = 1


def envelope(  # noqa: PLR0913 - the keys of the contract
    command: str,
    data: object,
    *,
    on: str | None = None,
    known_at: str | None = None,
    problems: Iterable[Problem] = (),
    error: CasefileError | None = None,
) -> str:
    """Return the envelope as one line of JSON."""
    content: dict[str, object] = {
        "casefile": VERSION,
        "command": command,
        "on": on,
        "known_at": known_at,
        "data": data,
        "problems": [problem.as_data() for problem in problems],
    }
    if error is not None:
        content["error"] = {"code": error.code, "message": error.message, "hint": error.hint}
    return json.dumps(content, ensure_ascii=False)


def envelope_of(
    command: str, rows: Iterable[str], *, on: str, known_at: str, problems: Iterable[Problem]
) -> str:
    """Return the envelope of an answer that is a list, around rows that are texts of JSON already."""
    before, empty, after = envelope(command, [], on=on, known_at=known_at, problems=problems).partition(
        NOTHING
    )
    return f"{before}{empty[:-1]}{', '.join(rows)}]{after}"


NOTHING = '"data": []'
"""What stands in an envelope where there is no row; nothing that comes before it is anybody's text."""
