"""The options of commands: how one is declared, and how they are combined at run time for typer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import typer


def with_options(function: Callable[..., Any], parameters: Iterable[inspect.Parameter]) -> Callable[..., Any]:
    """Return the function with these parameters in place of its `**given`, so that typer sees them."""
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
    """Return an option with a value; without `names` it is called as its parameter is: `--known-at`."""
    return typer.Option(*names, metavar=metavar, help=help_text)


def flag(help_text: str, name: str) -> Any:
    """Return an option without a value; its name is stated, so that it has no opposite with `--no-`."""
    return typer.Option(name, help=help_text)
