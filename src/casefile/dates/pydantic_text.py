"""A base class for values that pydantic parses from a field of a record and writes back as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # dates are also used without pydantic, which only records need
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class AsText:
    """The base class of a type whose values are parsed from a field and serialized as text by `str`."""

    __slots__ = ()

    @classmethod
    def taken(cls, value: object) -> Self:
        """Parse the value of a field, in each subclass. Raises BadDate (a ValueError) if it is invalid."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the pydantic schema: `taken` validates the value, and `str` serializes it."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only pydantic calls this, so it is loaded

        written = core_schema.plain_serializer_function_ser_schema(
            str, return_schema=core_schema.str_schema()
        )
        return core_schema.no_info_plain_validator_function(cls.taken, serialization=written)
