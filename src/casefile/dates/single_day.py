"""A date that does not last: what happened on one day, which may be uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from casefile.dates.calendar_days import BadDate
from casefile.dates.edtf_date import When

if TYPE_CHECKING:  # a date is read without it: only a record needs pydantic
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class OneDay:
    """Refuses an interval: the end of a custody or a restriction is an entry of its own."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the date after it was read."""
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, and is therefore loaded

        return core_schema.no_info_after_validator_function(_of_one_day, handler(source))


def _of_one_day(date: When) -> When:
    if date.lasting:
        raise BadDate(
            "this happens on one day and does not last",
            "some day between two: [2025-05-28..2025-05-30]; what ends it is an entry of its own",
        )
    return date


SingleDate = Annotated[When, OneDay()]
"""A date that is no interval."""
