"""Durations: ISO 8601 in a record, short forms on the command line, and the calendar."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from casefile.dates import FIRST_DAY, LAST_DAY, BadDate, Day, Duration
from support.schemas import field_schema


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P6Y", "6 years"),
        ("P1Y", "1 year"),
        ("P5Y6M", "5 years and 6 months"),
        ("P1Y2M3D", "1 year, 2 months and 3 days"),
        ("P0Y6M", "6 months"),
        ("P2W", "2 weeks"),
        ("P14D", "14 days"),
        ("PT3H", "3 hours"),
        ("P1DT2H30M", "1 day, 2 hours and 30 minutes"),
    ],
)
def test_a_duration_keeps_its_text_and_is_worded_in_plain_english(text: str, words: str) -> None:
    assert Duration.parse(text).text == text
    assert Duration.parse(text).words() == words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("14d", "P14D"),
        ("2w", "P2W"),
        ("3m", "P3M"),
        ("6y", "P6Y"),
        ("5y6m", "P5Y6M"),
        ("14D", "P14D"),
        ("PT3H", "PT3H"),
        ("P6Y", "P6Y"),
    ],
)
def test_an_option_also_takes_short_forms(typed: str, text: str) -> None:
    assert Duration.from_option(typed) == Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "message", "instead"),
    [
        ("14d", "starts with a P", "P14D"),
        ("6 years", "starts with a P", "P6Y"),
        ("3h", "starts with a P", "PT3H"),
        ("p6y", "not a duration", "P6Y"),
        (" P6Y\n", "not a duration", "P6Y"),
        ("P3H", "follow a T", "PT3H"),
        ("P1D3H", "follow a T", "P1DT3H"),
        ("14", "no unit", ""),
        ("P0D", "longer than zero", ""),
        ("P", "longer than zero", ""),
        ("PT", "longer than zero", ""),
        ("-P1D", "longer than zero", ""),
        ("P1.5Y", "whole numbers", ""),
        ("PT30S", "seconds", ""),
        ("P06Y", "no leading zero", ""),
        ("P1234567D", "one to six digits", ""),
        ("P6YT", "not a duration", ""),
        ("P6M5Y", "not a duration", ""),
        ("P\u0666Y", "not a duration", ""),
        ("life", "not a duration", ""),
        ("", "not a duration", ""),
        ("P" + "9" * 5000 + "D", "not a duration", ""),
    ],
)
def test_an_invalid_duration_is_refused_with_a_suggestion(text: str, message: str, instead: str) -> None:
    with pytest.raises(BadDate) as refused:
        Duration.parse(text)
    assert message in refused.value.message
    assert refused.value.instead == instead


def test_the_hint_of_an_option_names_the_short_forms() -> None:
    for typed in ("", "14", "fortnight", "0d"):
        with pytest.raises(BadDate) as refused:
            Duration.from_option(typed)
        assert "14d" in refused.value.hint


@pytest.mark.parametrize(
    ("day", "duration", "end"),
    [
        ("2025-05-28", "P14D", "2025-06-11"),
        ("2025-05-28", "P2W", "2025-06-11"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2025-11-30", "P1Y3M", "2027-02-28"),
        ("2025-01-31", "P1M1D", "2025-03-01"),
        # The hour is not known, so the end may be as late as a day later.
        ("2025-05-28", "PT3H", "2025-05-29"),
        ("2025-05-28", "PT48H", "2025-05-30"),
        ("2025-05-28", "PT48H1M", "2025-05-31"),
        ("9999-12-01", "P31D", "9999-12-31"),
        ("9999-11-30", "P1M", "9999-12-30"),
        ("2025-05-28", "P999999Y999999M999999W999999DT999999H", "9999-12-31"),
    ],
)
def test_a_duration_is_added_by_the_calendar(day: str, duration: str, end: str) -> None:
    assert Duration.parse(duration).add_to(Day.fromisoformat(day)) == Day.fromisoformat(end)


@given(st.dates(FIRST_DAY, LAST_DAY), st.integers(1, 999_999), st.sampled_from("YMWD"))
def test_a_duration_ends_later_and_a_longer_one_not_earlier(day: Day, count: int, unit: str) -> None:
    end = Duration.parse(f"P{count}{unit}").add_to(day)
    assert day < end or day == LAST_DAY
    assert end <= LAST_DAY
    assert Duration.parse(f"P{max(count - 1, 1)}{unit}").add_to(day) <= end


pieces = st.lists(st.sampled_from([*"PTYMWDHS0123456789.- ", "14", "d", "years"]), max_size=8).map("".join)


def _read(text: str) -> Duration | BadDate:
    try:
        return Duration.parse(text)
    except BadDate as bad:
        return bad


@given(st.one_of(st.text(), pieces))
def test_any_text_is_a_duration_or_is_refused_and_the_schema_agrees(text: str) -> None:
    read = _read(text)
    schema = field_schema("Interrogation", "duration")
    assert schema["format"] == "casefile-duration"
    if isinstance(read, Duration):
        assert read.words()
        assert re.search(schema["pattern"], text)
    else:
        assert read.hint
        assert not read.instead or Duration.parse(read.instead)
        assert not re.search(schema["pattern"], text) or text.endswith("\n")


class Record(BaseModel):
    """A record with a duration, strict as ours are."""

    model_config = ConfigDict(strict=True, frozen=True)
    term: Duration


def test_a_record_takes_iso_text_alone_and_gives_it_back() -> None:
    assert Record(term="P5Y6M").model_dump_json() == '{"term":"P5Y6M"}'
    assert Record(term=Duration.parse("P5Y6M")) == Record(term="P5Y6M")
    for value in ("6y", 14, True, None, ["P6Y"], 1.5):
        with pytest.raises(ValidationError) as refused:
            Record.model_validate({"term": value})
        assert isinstance(refused.value.errors()[0]["ctx"]["error"], BadDate)
