"""A moment: a date that does not last."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from casefile.dates import BadDate, SingleDate, When
from support.schemas import field_schema


@pytest.mark.parametrize("text", ["2025-05-28", "2025-05~", "[2025-05-28..2025-05-30]", "[..2025-06-04]"])
def test_a_date_of_one_day_is_a_single_date(text: str) -> None:
    assert TypeAdapter(SingleDate).validate_python(text) == When.parse(text)


@pytest.mark.parametrize("text", ["2025-05-28/2025-05-30", "2025-05-28/.."])
def test_an_interval_is_not_a_single_date(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(SingleDate).validate_python(text)
    bad = refused.value.errors()[0]["ctx"]["error"]
    assert isinstance(bad, BadDate)
    assert "[2025-05-28..2025-05-30]" in bad.hint


def test_the_json_schema_of_a_single_date_forbids_intervals() -> None:
    schema = field_schema("Access", "date")["else"]
    assert (schema["format"], schema["not"]) == ("casefile-day", {"type": "string", "pattern": "/"})
