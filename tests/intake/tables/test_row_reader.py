"""A date is read in the order that the map states; what the map does not explain is no date."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.errors import BadInput
from casefile.intake.tables.row_reader import date_of

TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("text", "order", "calendar", "expected"),
    [
        ("2013-01-12", None, None, "2013-01-12"),
        ("[2013-01-12..2013-02-01]", None, None, "[2013-01-12..2013-02-01]"),
        ("2013", None, None, "2013"),
        ("2013-01-12T10:30", None, None, "2013-01-12"),
        ("12.01.2013", "day_month_year", None, "2013-01-12"),
        ("12.01.2013", "month_day_year", None, "2013-12-01"),
        ("1/2/2013", "day_month_year", None, "2013-02-01"),
        ("2013/1/2", "year_month_day", None, "2013-01-02"),
        ("2013-01-12", "day_month_year", None, "2013-01-12"),
        ("01.2013", "day_month_year", None, "2013-01"),
        ("2013-01-12 10:30:15", None, None, "2013-01-12"),
        ("2013-01-12T10:30Z", None, None, "2013-01-12"),
        ("[..2025-06-04]", None, None, "[..2025-06-04]"),
        ("41286", "excel", None, "2013-01-12"),
        ("41286.5", "excel", None, "2013-01-12"),
        ("٢٠١٣-٠١-١٢", None, None, "2013-01-12"),
        ("12 января 2013", None, None, "2013-01-12"),
        ("1402-05-03", None, "solar_hijri", "2023-07-25"),
        ("1402", None, "solar_hijri", "[2023-03-21..2024-03-19]"),
        ("05/01/2568", "day_month_year", "buddhist", "2025-01-05"),
    ],
)
def test_a_cell_is_a_date_in_the_order_and_calendar_of_the_map(text, order, calendar, expected):
    assert date_of(text, order, calendar, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "order", "calendar"),
    [
        ("12.01.2013", None, None),
        ("13.13.2013", "day_month_year", None),
        ("12.31.2013", "day_month_year", None),
        ("12.01.13", "day_month_year", None),
        ("15-Jan", "day_month_year", None),
        ("15-Jan", None, None),
        ("19812", None, None),
        ("19812", "day_month_year", None),
        ("yesterday", None, None),
        ("9999999", "excel", None),
        ("2013-01-12", None, "solar_hijri"),
        ("unknown", "day_month_year", None),
        ("²013", None, None),
        ("2013-01-12 10:30 or 2014", None, None),
        ("2013", "excel", None),
        ("59", "excel", None),
        ("1402-05-03", None, None),
        ("1402", "day_month_year", None),
    ],
)
def test_nothing_else_is_a_date(text, order, calendar):
    with pytest.raises(BadInput) as refusal:
        date_of(text, order, calendar, TODAY)
    assert refusal.value.code == "CF107"
    assert refusal.value.hint
