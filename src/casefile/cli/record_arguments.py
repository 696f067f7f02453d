"""The arguments and options that name records: by an id, by a name, or by the path of a file."""

from __future__ import annotations

from typing import Any

import typer

from casefile.cli.session import session_of

ONE = "An id, a path, or a name or part of one."
SEVERAL = "Ids, names or parts of them in any script, paths."


def record_argument(help_text: str = ONE, metavar: str = "RECORD") -> Any:
    """Return typer's declaration of an argument that names one record or several."""
    return typer.Argument(metavar=metavar, help=help_text, callback=by_register_paths)


def by_register_paths(ctx: typer.Context, typed: Any) -> Any:
    """Return the typed words, a text or a list; the path of a YAML file becomes its path in the register.

    A path outside the register, or without a register, is returned as it is.
    """
    from casefile.files.typed_paths import by_register_path  # noqa: PLC0415 - the files, which --help does not need

    directory = session_of(ctx).directory
    if isinstance(typed, list):
        return [by_register_path(words, directory) for words in typed]
    return by_register_path(typed, directory) if typed else typed
