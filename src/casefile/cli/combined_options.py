"""Commands whose options are combined at run time, so that typer sees them as parameters in the signature."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any


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
