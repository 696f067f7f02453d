"""Dates: what each text means, and what is refused and how."""

from __future__ import annotations

import dataclasses

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from casefile.dates import FIRST_DAY, LAST_DAY, BadDate, Day, When

MEANINGS = [
    ("2025-05-28", "2025-05-28", "2025-05-28"),
    ("2024-02-29", "2024-02-29", "2024-02-29"),
    ("2025-05", "2025-05-01", "2025-05-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025-05-XX", "2025-05-01", "2025-05-31"),
    ("2025-XX", "2025-01-01", "2025-12-31"),
    ("2025-XX-XX", "2025-01-01", "2025-12-31"),
    ("202X", "2020-01-01", "2029-12-31"),
    # Doubt does not widen.
    ("2025-05-28?", "2025-05-28", "2025-05-28"),
    ("2025-05?", "2025-05-01", "2025-05-31"),
    # About: a day by three days, a month by a month, a year and a decade by a year.
    ("2025-05-28~", "2025-05-25", "2025-05-31"),
    ("2025-01-02~", "2024-12-30", "2025-01-05"),
    ("2025-05~", "2025-04-01", "2025-06-30"),
    ("2025-01~", "2024-12-01", "2025-02-28"),
    ("2025-05-XX~", "2025-04-01", "2025-06-30"),
    ("2025~", "2024-01-01", "2026-12-31"),
    ("2025-XX-XX~", "2024-01-01", "2026-12-31"),
    ("202X~", "2019-01-01", "2030-12-31"),
    ("2025-05-28%", "2025-05-25", "2025-05-31"),
    # Nothing reaches beyond the first and the last day.
    ("1000~", "1000-01-01", "1001-12-31"),
    ("1000-01-02~", "1000-01-01", "1000-01-05"),
    ("9999-12~", "9999-11-01", "9999-12-31"),
    ("9999-12-31~", "9999-12-28", "9999-12-31"),
    ("999X", "9990-01-01", "9999-12-31"),
    # Intervals.
    ("2025-05-28/2025-05-30", "2025-05-28", "2025-05-30"),
    ("2025-05/2025", "2025-05-01", "2025-12-31"),
    ("2025-05-28~/2025-06?", "2025-05-25", "2025-06-30"),
    ("2025-05-28/..", "2025-05-28", "9999-12-31"),
    # One day of a span; a mark widens its own end.
    ("[2025-05-29..2025-06-04]", "2025-05-29", "2025-06-04"),
    ("[2024-01..2025-06-04]", "2024-01-01", "2025-06-04"),
    ("[2025-05-29~..2025-06-04]", "2025-05-26", "2025-06-04"),
    ("[2025-05-29..2025-06~]", "2025-05-29", "2025-07-31"),
    ("[201X..2025-XX]", "2010-01-01", "2025-12-31"),
    ("[..2025-06-04]", "1000-01-01", "2025-06-04"),
    ("[2024-01..]", "2024-01-01", "9999-12-31"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), MEANINGS)
def test_a_date_has_its_earliest_and_latest_day(text: str, earliest: str, latest: str) -> None:
    when = When.parse(text)
    assert (when.text, str(when.earliest), str(when.latest)) == (text, earliest, latest)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-05-28", set()),
        ("2025-05-28?", {"doubtful"}),
        ("2025-05-28~", {"approximate"}),
        ("2025-05-28%", {"doubtful", "approximate"}),
        ("2025-05-28/2025-05-30", {"lasting"}),
        ("2025-05-28/..", {"lasting", "open_end"}),
        ("[2025-05-28?..2025-05-30~]", {"doubtful", "approximate"}),
        ("[..2025-05-30]", {"open_start"}),
        ("[2025-05-30..]", {"open_end"}),
    ],
)
def test_a_date_has_its_flags(text: str, said: set[str]) -> None:
    flags = ("open_start", "open_end", "lasting", "doubtful", "approximate")
    assert {flag for flag in flags if getattr(When.parse(text), flag)} == said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-05-28", Day(2025, 5, 28)),
        ("[2025-05-28..2025-05-28]", Day(2025, 5, 28)),
        ("2025-05-28?", None),
        ("2025-05-28~", None),
        ("2025-05", None),
        ("[2025-05-28..2025-05-29]", None),
        ("[9999-12-31..]", None),
        ("[..1000-01-01]", None),
    ],
)
def test_only_a_single_certain_date_is_a_day(text: str, day: Day | None) -> None:
    assert When.parse(text).day == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-05-28", "28 May 2025"),
        ("2025-05", "May 2025"),
        ("2025-05-XX", "May 2025"),
        ("2025", "2025"),
        ("202X", "the 2020s"),
        ("2025-05~", "about May 2025"),
        ("2025-05-28?", "perhaps 28 May 2025"),
        ("2025%", "perhaps about 2025"),
        ("2025-05-28/2025-05-30", "28–30 May 2025"),
        ("2025-05-28/2025-06-04", "28 May – 4 June 2025"),
        ("2024-12-28/2025-01-04", "28 December 2024 – 4 January 2025"),
        ("2025-05/2025-06", "May–June 2025"),
        ("2024/2025", "2024–2025"),
        ("2024/2025~", "2024 – about 2025"),
        ("2025-05/2025", "May 2025 – 2025"),
        ("2025-05-28/..", "from 28 May 2025 on"),
        ("[2025-05-29..2025-06-04]", "between 29 May and 4 June 2025"),
        ("[2025-05-28..2025-05-30]", "between 28 and 30 May 2025"),
        ("[2025-05-29..2025-05-30]", "29 or 30 May 2025"),
        ("[2025-05-31..2025-06-01]", "31 May or 1 June 2025"),
        ("[2024-05-28..2025-05-30]", "between 28 May 2024 and 30 May 2025"),
        ("[2024-01..2025-06-04]", "between January 2024 and 4 June 2025"),
        ("[2024..2025]", "2024 or 2025"),
        ("[2025-05..2025-05-20]", "between the start of May 2025 and 20 May 2025"),
        ("[2025-05-29~..2025-06-04]", "between about 29 May 2025 and 4 June 2025"),
        ("[2025-05-28..2025-05-28]", "28 May 2025"),
        ("[..2025-06-04]", "by 4 June 2025"),
        ("[..2025]", "by the end of 2025"),
        ("[2025..]", "2025 or later"),
    ],
)
def test_a_date_is_worded_in_plain_english(text: str, words: str) -> None:
    assert When.parse(text).words() == words


REFUSED = [
    # text, a part of the message, a part of the hint, what is proposed
    ("28.05.2025", "the year comes first", "2025-05-28", "2025-05-28"),
    ("05/28/2025", "the year comes first", "2025-05-28", "2025-05-28"),
    ("05/05/2025", "the year comes first", "2025-05-28", "2025-05-05"),
    ("05/06/2025", "not clear which number is the day", "then the month", ""),
    ("28.05.2025?", "the year comes first", "2025-05-28", "2025-05-28?"),
    ("28.05.25", "four digits", "2025", ""),
    ("May 2025", "in digits", "2025-05", "2025-05"),
    ("28 May 2025", "in digits", "2025-05-28", "2025-05-28"),
    ("Sept. 3rd, 2025", "in digits", "2025-05-28", "2025-09-03"),
    ("2025-May-28", "in digits", "2025-05-28", "2025-05-28"),
    ("28 мая 2025", "not a date", "2025-05-28", ""),
    ("2025-5-28", "two digits", "2025-05-28", "2025-05-28"),
    ("2025.05", "hyphen", "2025-05", "2025-05"),
    ("2025/05/28", "hyphen", "2025-05", "2025-05-28"),
    ("20250528", "hyphen", "2025-05", "2025-05-28"),
    ("2025-28-05", "no month with this number", "then the month", "2025-05-28"),
    ("2025-13", "no month with this number", "then the month", ""),
    ("2025-05-32", "not have that day", "only the month", ""),
    ("2023-02-29", "not have that day", "only the month", ""),
    ("[2023-02-29..2025]", "not have that day", "only the month", ""),
    ("2025-05-28T10:00", "no time of day", "only the day", "2025-05-28"),
    ("2025-05-28 10:00", "no time of day", "only the day", "2025-05-28"),
    ("2025-05-28T22:00Z", "no time zone", "local date of the place", ""),
    ("2025-05-28T22:00+06:00", "no time zone", "local date of the place", ""),
    ("2025-21", "season", "range of months", ""),
    ("summer 2025", "season", "range of months", ""),
    ("2025-W22", "a week", "the range", ""),
    ("2025-05-28/", "no end", "/..", "2025-05-28/.."),
    ("2025-05-28/open", "no end", "/..", "2025-05-28/.."),
    ("../2025-06-04", "needs a start", "[..2025-06-04]", ""),
    ("2025-01/2025-02/2025-03", "one start and one end", "for a period", ""),
    ("..2025", "square brackets", "in quotes", "[..2025]"),
    ("2025-05-28..2025-06-04", "square brackets", "in quotes", "[2025-05-28..2025-06-04]"),
    ("[2025-05-28...2025-06-04]", "two dots", "in quotes", "[2025-05-28..2025-06-04]"),
    ("[2025-05-28…2025-06-04]", "two separate dots", "in quotes", "[2025-05-28..2025-06-04]"),
    ("[2025-05-28,2025-05-30]", "square brackets", "in quotes", ""),
    ("{2025-05-28,2025-05-30}", "not one date", "one entry for each", ""),
    ("[2025]", "no brackets", "the date only", "2025"),
    ("[..]", "both sides are open", "the day of publication", ""),
    ("../..", "both sides are open", "the day of publication", ""),
    ("[2025-06..2025-05]", "before it starts", "the earlier date first", ""),
    ("2025-06/2025-05", "before it starts", "the earlier date first", ""),
    ("[2025-06-02~..2025-06-01]", "before it starts", "the earlier date first", ""),
    ("2025-05-28 - 2025-05-30", "the meaning of the range is not clear", "for a period", ""),
    ("28–30 May 2025", "the meaning of the range is not clear", "for a period", ""),
    ("[28.05.2025..4 June 2025]", "the year comes first", "2025-05-28", "[2025-05-28..2025-06-04]"),
    ("by 4 June 2025", "without words", "at the latest", "[..2025-06-04]"),
    ("before 2025-06-04", "whether that day is included", "at the latest", ""),
    ("since 2025-06-04", "whether that day is included", "at the earliest", ""),
    ("2025?~", "once, at the end", "% for both", "2025%"),
    ("~2025", "once, at the end", "~ for approximate", "2025~"),
    ("circa 2025", "once, at the end", "~ for approximate", "2025~"),
    ("2025?-05", "once, at the end", "? for uncertain", ""),
    ("[2025..2026]?", "not to a range", "write it inside", ""),
    ("0999", "from 1000 to 9999", "2025", ""),
    ("12025", "from 1000 to 9999", "2025", ""),
    ("-2025", "from 1000 to 9999", "2025", ""),
    ("2025-05-1X", "may be unknown", "the range", ""),
    ("20XX", "may be unknown", "the range", ""),
    ("2025-XX-28", "may be unknown", "the range", ""),
    ("2025-05-xx", "capital Latin X", "2025-05-XX", "2025-05-XX"),
    ("2025-ХХ", "capital Latin X", "2025-05-XX", "2025-XX"),
    ("২০২৫", "not plain digits", "0 to 9", "2025"),
    ("2025–05–28", "not a plain hyphen", "2025-05-28", "2025-05-28"),
    (" 2025-05-28\n", "spaces around", "without them", "2025-05-28"),
    ("2020s", "an X", "202X", "202X"),
    ("yesterday", "a relative day", "write the date", ""),
    ("unknown", "no date is stated", "the day of publication", ""),
    ("", "no date is stated", "the day of publication", ""),
    ("9" * 5000, "not a date", "2025-05-28", ""),
]


@pytest.mark.parametrize(("text", "message", "hint", "instead"), REFUSED)
def test_an_invalid_date_is_refused_with_a_hint(text: str, message: str, hint: str, instead: str) -> None:
    with pytest.raises(BadDate) as refused:
        When.parse(text)
    assert message in refused.value.message
    assert hint in refused.value.hint
    assert refused.value.instead == instead


def test_no_message_or_hint_quotes_the_given_text() -> None:
    secret = "1987-11-23"
    for around in (
        "{} 10:00",
        " {}",
        "{}/",
        "../{}",
        "[{}",
        "[{}]",
        "{}-",
        "on {}",
        "?{}",
        "{{{}}}",
        "{}..{}",
    ):
        with pytest.raises(BadDate) as refused:
            When.parse(around.format(secret, secret))
        assert "1987" not in refused.value.message + refused.value.hint


def test_an_unbounded_or_reversed_span_is_refused() -> None:
    with pytest.raises(BadDate, match="both sides"):
        When.span(FIRST_DAY, LAST_DAY, open_start=True, open_end=True)
    with pytest.raises(BadDate, match="before it starts"):
        When.span(Day(2025, 5, 2), Day(2025, 5, 1))


# In a record.


class Record(BaseModel):
    """A record with a date, strict as ours are."""

    model_config = ConfigDict(strict=True, frozen=True)
    date: When


def test_a_record_takes_text_and_plain_integers_and_gives_text() -> None:
    assert Record(date="2025-05").model_dump_json() == '{"date":"2025-05"}'
    assert Record(date=2025).model_dump() == {"date": "2025"}
    assert Record(date=When.parse("2025")) == Record(date=2025)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (True, "2025-05-28"),
        (None, "2025-05-28"),
        (2025.05, "2025-05-28"),
        (Day(2025, 5, 28), "2025-05-28"),
        (["2025..2026"], "put quotes around it"),
        ({"2025": None}, "2025-05-28"),
        (999, "2025"),
        (-2025, "2025"),
        (20250528, "2025-05"),
    ],
)
def test_a_record_refuses_an_invalid_date_with_a_hint(value: object, hint: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Record.model_validate({"date": value})
    (error,) = refused.value.errors()
    bad = error["ctx"]["error"]
    assert isinstance(bad, BadDate)
    assert hint in bad.hint


def test_a_record_refuses_an_integer_that_has_more_digits_than_python_prints() -> None:
    with pytest.raises(ValidationError, match="four digits"):
        Record.model_validate({"date": 10**5000})


def test_dates_are_equal_by_their_text_and_have_no_order() -> None:
    assert When.parse("2025") == When.parse("2025")
    assert len({When.parse("2025"), When.parse("2025"), When.parse("2025-XX")}) == 2
    with pytest.raises(TypeError):
        assert When.parse("2025") < When.parse("2026")
    with pytest.raises(dataclasses.FrozenInstanceError):
        When.parse("2025").text = "2026"
