"""What every record is made of: the frozen model.

Modules with classes of records have no `from __future__ import annotations`: pydantic would compile each of
some 370 annotations from its text whenever the model is loaded.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Strict


class Model(BaseModel):
    """A node of a record: frozen, strict, closed. Absent means "not stated", so null is no value."""

    # defer_build: a nested model is built inside the record that holds it, not once more by itself.
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True
    )


Word = Annotated[str, Strict()]
"""A word of the vocabulary that the field's `says` lists."""


Item = TypeVar("Item")
Several = Annotated[tuple[Item, ...], Strict(False)]
"""A list in the file, a tuple in the record."""
