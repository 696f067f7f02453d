"""Convert a record summary to plain values for JSON, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casefile.custody.course import Course
from casefile.dates import When
from casefile.register.record_summary import Disclosure, RecordSummary, Reference


def stored_row(row: RecordSummary) -> list[Any]:
    """Return the fields of a record summary, in their order, as values that JSON can write."""
    return [WRITE.get(name, _list_to_tuple)(getattr(row, name)) for name in NAMES]


def row_from(values: Sequence[Any]) -> RecordSummary:
    """Return the record summary from the values of `stored_row`, also after they were JSON."""
    return RecordSummary(
        *(READ.get(name, _list_to_tuple)(value) for name, value in zip(NAMES, values, strict=True))
    )


def disclosed_by(values: Sequence[Any]) -> Disclosure:
    """Return the tiers of a record and of its names from the values of `stored_row`, also after JSON.

    The rest of the record summary is not restored.
    """
    tier, known, lasting = (values[place] for place in DISCLOSING)
    return Disclosure(tier, tuple(map(tuple, known)), tuple(map(tuple, lasting)))


NAMES = RecordSummary.__struct_fields__


DISCLOSING = tuple(NAMES.index(name) for name in Disclosure._fields)
"""The indexes of the fields of a `Disclosure` in the stored values."""


def _list_to_tuple(value: Any) -> Any:  # noqa: ANN401 - text, a boolean or several texts
    return tuple(value) if isinstance(value, list) else value


def _texts(dates: Sequence[When]) -> list[str]:
    return [date.text for date in dates]


def _dates(texts: Sequence[str]) -> tuple[When, ...]:
    return tuple(When.parse(text) for text in texts)


def _reference(values: Sequence[Any]) -> Reference:
    field, refers, target = values
    return Reference(tuple(field), refers, target)


WRITE: Mapping[str, Callable[[Any], Any]] = {
    "birth": lambda date: date.text if date else None,
    **dict.fromkeys(("dates_taken", "event_dates", "dates_detained"), _texts),
    "references": lambda found: [[each.field, each.refers, each.target] for each in found],
    "course": lambda course: course.as_data() if course else None,
}
"""The function that writes each field, for fields that are not text, a boolean or several texts."""
READ: Mapping[str, Callable[[Any], Any]] = {
    "birth": lambda text: When.parse(text) if text else None,
    **dict.fromkeys(("dates_taken", "event_dates", "dates_detained"), _dates),
    **dict.fromkeys(("known", "lasting"), lambda found: tuple(map(tuple, found))),
    "references": lambda found: tuple(map(_reference, found)),
    "course": lambda data: Course.from_data(data) if data else None,
}
"""The function that reads each field, for fields that are not text, a boolean or several texts."""
