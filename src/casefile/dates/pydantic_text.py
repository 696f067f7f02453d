"""How pydantic reads and writes a value that a record holds as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # a date is read without it: only a record needs pydantic
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class AsText:
    """A value that is read from what a record holds in its place, and written as it was given."""

    __slots__ = ()

    @classmethod
    def taken(cls, value: object) -> Self:
        """Take what a record holds; raise BadDate, a ValueError, where it is no such value."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept what `taken` accepts, and write the text as it was given."""
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, and is therefore loaded

        written = core_schema.plain_serializer_function_ser_schema(
            str, return_schema=core_schema.str_schema()
        )
        return core_schema.no_info_plain_validator_function(cls.taken, serialization=written)
