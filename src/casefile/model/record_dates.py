"""Find the dates in a record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

from casefile.dates import When
from casefile.model.base_model import Model
from casefile.model.shape import Path


def dates_of(value: object, path: Path = ()) -> Iterator[tuple[Path, When]]:
    """Yield every date in a record or a part of it, with its path, which starts with `path`.

    Values of claims are not included: they are text, also where the field is a date.
    """
    if isinstance(value, When):
        yield path, value
    elif isinstance(value, Model):
        for name in _fields_with_dates(type(value)):
            yield from dates_of(getattr(value, name), (*path, name))
    elif isinstance(value, tuple | list):
        for place, each in enumerate(value):
            yield from dates_of(each, (*path, place))


MAY_BE_AHEAD = frozenset({"until", "appeal_until", "reply_due", "in_force", "expires", "period"})
"""The fields with the end of something, or a day that is set: their dates may be after today."""


@cache
def _fields_with_dates(kind: type[Model]) -> tuple[str, ...]:
    return tuple(name for name, field in kind.model_fields.items() if _may_have_dates(field.annotation))


def _may_have_dates(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, When):
        return True
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return bool(_fields_with_dates(annotation))
    return any(map(_may_have_dates, get_args(annotation)))
