"""Dates of other calendars: known pairs of days, and the Gregorian readings that are offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.dates import BadDate, Day, When
from casefile.dates.other_calendars import CALENDARS, is_of_another, readings

SOLAR = [
    ("1300-01-01", "1921-03-21"), ("1342-03-15", "1963-06-05"), ("1357-11-22", "1979-02-11"),
    ("1358-01-12", "1979-04-01"), ("1368-03-14", "1989-06-04"), ("1375-01-01", "1996-03-20"),
    ("1378-04-18", "1999-07-09"), ("1379-01-01", "2000-03-20"), ("1388-03-22", "2009-06-12"),
    ("1399-01-01", "2020-03-20"), ("1400-01-01", "2021-03-21"), ("1401-06-25", "2022-09-16"),
    ("1402-12-29", "2024-03-19"), ("1403-01-01", "2024-03-20"), ("1404-01-01", "2025-03-21"),
    ("1404-03-07", "2025-05-28"), ("1408-01-01", "2029-03-20"), ("1409-01-01", "2030-03-21"),
]  # fmt: skip
LUNAR = [
    ("1400-01-01", "1979-11-20"), ("1420-01-01", "1999-04-17"), ("1422-06-23", "2001-09-11"),
    ("1436-10-01", "2015-07-17"), ("1443-01-01", "2021-08-09"), ("1445-09-01", "2024-03-11"),
    ("1446-01-01", "2024-07-07"), ("1446-12-10", "2025-06-06"),
]  # fmt: skip
BUDDHIST = [("2568-05-28", "2025-05-28"), ("2567-02-29", None), ("2500-01-01", "1957-01-01")]


def read(text, calendar):
    return next(each.date.text for each in readings(text, calendar))


@pytest.mark.parametrize(("text", "day"), SOLAR)
def test_a_day_of_the_solar_hijri_calendar(text, day):
    assert read(text, "solar_hijri") == day


@pytest.mark.parametrize(("text", "day"), LUNAR)
def test_a_day_of_the_lunar_hijri_calendar_is_one_of_three(text, day):
    when = When.parse(read(text, "lunar_hijri"))
    assert when.earliest <= Day.fromisoformat(day) <= when.latest
    assert (when.latest - when.earliest).days == 2


@pytest.mark.parametrize(("text", "day"), [pair for pair in BUDDHIST if pair[1]])
def test_a_day_of_the_buddhist_calendar(text, day):
    assert read(text, None) == day


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1404-03", "[2025-05-22..2025-06-21]"),
        ("1403", "[2024-03-20..2025-03-20]"),
        ("1404", "[2025-03-21..2026-03-20]"),
        ("[1404-03-07..1404-03-09]", "[2025-05-28..2025-05-30]"),
        ("1404-03-07/1404-03-09", "2025-05-28/2025-05-30"),
        ("1404-03-07/..", "2025-05-28/.."),
        ("[..1404-03-07]", "[..2025-05-28]"),
        ("[1404-03-07..]", "[2025-05-28..]"),
        ("1404-03-07?", "2025-05-28"),
        ("1404-12-30", None),
        ("[1404-03-07..2025-06-01]", None),
    ],
)
def test_a_date_is_read_in_the_calendar_of_the_country(text, meant):
    assert [each.date.text for each in readings(text, "solar_hijri")] == ([meant] if meant else [])


def test_a_day_that_only_another_calendar_has_is_no_day_of_its_month():
    with pytest.raises(BadDate) as told:
        When.parse("1404-02-31")
    assert "Gregorian" in told.value.hint
    with pytest.raises(BadDate) as told:
        When.parse("2025-02-31")
    assert "Gregorian" not in told.value.hint


def test_every_calendar_that_fits_is_read_where_that_of_the_country_is_not_known():
    assert [each.calendar for each in readings("1404-03-07")] == ["Solar Hijri", "lunar Hijri"]
    assert [each.calendar for each in readings("1404-03-07", "gregorian")] == ["Solar Hijri", "lunar Hijri"]
    assert [each.calendar for each in readings("2568-05-28", "solar_hijri")] == ["Buddhist"]
    assert readings("2025-05-28") == ()


@pytest.mark.parametrize(
    ("year", "fits"),
    [
        (1299, False), (1300, True), (1499, True), (1500, False),
        (2439, False), (2440, True), (2600, True), (2601, False),
    ],
)  # fmt: skip
def test_which_years_are_of_another_calendar(year, fits):
    assert is_of_another(When.parse(f"{year}-05-28")) is fits
    assert is_of_another(When.parse(f"[2025..{year}]" if year > 2025 else f"[{year}..2025]")) is fits


@given(st.sampled_from([*CALENDARS.values()]), st.integers(0, 160), st.integers(1, 12))
def test_months_follow_one_another(calendar, year, month):
    year += calendar.years.start
    length = calendar.start_of(year + month // 12, month % 12 + 1) - calendar.start_of(year, month)
    assert length in {28, 29, 30, 31}
    assert calendar.start_of(year + 1, 1) - calendar.start_of(year, 1) in {354, 355, 365, 366}
