"""The type of a date that is one day, which may be uncertain, and not an interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from casefile.dates.calendar_days import BadDate
from casefile.dates.edtf_date import When

if TYPE_CHECKING:  # dates are also used without pydantic, which only records need
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class OneDay:
    """Field metadata for pydantic that rejects an interval with BadDate.

    The end of custody or of a restriction is recorded as an event of its own.
    """

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the date, with the check that it is not an interval."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only pydantic calls this, so it is loaded

        return core_schema.no_info_after_validator_function(_of_one_day, handler(source))


def _of_one_day(date: When) -> When:
    if date.lasting:
        raise BadDate(
            "this happens on one day, so it has no duration",
            "for one day between two: [2025-05-28..2025-05-30]; the end is a separate entry",
        )
    return date


SingleDate = Annotated[When, OneDay()]
"""A date that is not an interval; its day may be uncertain."""
