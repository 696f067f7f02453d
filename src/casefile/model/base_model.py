"""The frozen pydantic base class of every record and of every group of fields in it.

Modules that define record classes have no `from __future__ import annotations`: with it, pydantic would
compile each of some 370 annotations from its text whenever the model is loaded.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Strict


class Model(BaseModel):
    """A node of a record: frozen, strict, without unknown fields.

    An absent field means that nothing is stated; an explicit null is not accepted.
    """

    # defer_build: a nested model is built as part of the record that contains it, not a second time alone.
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True
    )


Word = Annotated[str, Strict()]
"""A word of the vocabulary that `FieldMeta.words` of the field lists."""


Item = TypeVar("Item")
Several = Annotated[tuple[Item, ...], Strict(False)]
"""A list of items: a list in the file, a tuple in the record (frozen)."""
