"""The output of `--json`: one object, for errors too, written without a terminal library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import methodcaller

from msgspec import Struct

from casefile.errors import CasefileError, Problem

VERSION = 1
"""The version of the envelope."""


class Json(Struct, frozen=True):
    """Data that is serialised as JSON already."""

    text: str


def envelope(  # noqa: PLR0913 - the keys of the contract
    command: str,
    data: object,
    *,
    on: str | None = None,
    known_at: str | None = None,
    problems: Iterable[Problem] = (),
    error: CasefileError | None = None,
) -> str:
    """Return the envelope as one line of JSON, without a line break.

    Keys: casefile (the version of the envelope), command, on, known_at, data, problems; error, with code,
    message and hint, on a failure. An object at any depth of `data` that is not plain data is written as its
    `as_data` returns it; `Json` as the whole of `data` is inserted unchanged.
    """
    around: dict[str, object] = {"problems": [*problems]}
    if error is not None:
        around["error"] = {"code": error.code, "message": error.message, "hint": error.hint}
    clocks = _json({"casefile": VERSION, "command": command, "on": on, "known_at": known_at})
    text = data.text if isinstance(data, Json) else _json(data)
    return f'{clocks[:-1]}, "data": {text}, {_json(around)[1:]}'


def _json(value: object) -> str:
    # Every row of an answer gives its own keys.
    return json.dumps(value, ensure_ascii=False, default=methodcaller("as_data"))
