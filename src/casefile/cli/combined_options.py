"""The options of commands: how one is declared, and how they are combined at run time for typer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import typer


def with_options(function: Callable[..., Any], parameters: Iterable[inspect.Parameter]) -> Callable[..., Any]:
    """Return a function that calls this one, with `parameters` in its signature in place of `**given`.

    Typer makes the options of a command from the signature. The new function takes keyword arguments only.
    """
    own = [
        parameter
        for parameter in inspect.signature(function, eval_str=True).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    asked = [*own, *parameters]

    def called(**arguments: Any) -> Any:
        return function(**arguments)

    called.__name__ = function.__name__
    called.__doc__ = function.__doc__
    called.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in asked}
    return called


def option(metavar: str, help_text: str, *names: str) -> Any:
    """Return typer's declaration of an option with a value.

    Without `names` the option has the name of its parameter: `--known-at` for `known_at`.
    """
    return typer.Option(*names, metavar=metavar, help=help_text)


def flag(help_text: str, name: str) -> Any:
    """Return typer's declaration of an option without a value.

    Because its name is stated, typer adds no opposite option `--no-…`.
    """
    return typer.Option(name, help=help_text)
