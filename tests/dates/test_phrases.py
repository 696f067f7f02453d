"""Dates as they are said: the table of examples, and what holds for every text."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casefile.dates import Day, When
from casefile.dates.phrases import describe_days, parse_phrase
from casefile.dates.phrases.phrase_words import MEANINGS

EXAMPLES = Path(__file__).parents[1] / "examples" / "dates"
TODAY = Day(2026, 11, 25)


def _rows(name):
    lines = (EXAMPLES / name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


PAST, AHEAD = _rows("phrases.tsv"), _rows("ahead.tsv")
UNDERSTOOD = [(day, phrase) for day, phrase, stored in PAST if stored != "–"]

days = st.dates(Day(1950, 1, 1), Day(2090, 12, 31))
words = st.sampled_from(sorted({word for row in MEANINGS.values() for word in row.replace(",", " ").split()}))
pieces = st.one_of(
    words, st.integers(0, 9999).map(str), st.sampled_from(["-", ".", "/", "28.05", "th", "~", "[", "]", ".."])
)
phrases = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=7).map(" ".join))


@pytest.mark.parametrize(("said", "phrase", "stored"), PAST)
def test_a_phrase_is_parsed_as_in_the_table(said, phrase, stored):
    when = parse_phrase(phrase, Day.fromisoformat(said))
    assert (when.text if when else "–") == stored


@pytest.mark.parametrize(("said", "phrase", "stored"), AHEAD)
def test_a_phrase_about_the_future_is_parsed_as_in_the_table(said, phrase, stored):
    when = parse_phrase(phrase, Day.fromisoformat(said), ahead=True)
    assert (when.text if when else "–") == stored


@pytest.mark.parametrize(("said", "phrase"), UNDERSTOOD)
def test_capitals_blanks_and_a_full_stop_change_nothing(said, phrase):
    day = Day.fromisoformat(said)
    loud = f"  {phrase.upper().replace(' ', '   ')} "
    assert parse_phrase(loud, day) == parse_phrase(phrase, day)
    if not phrase.endswith((".", "..")):
        assert parse_phrase(f"{phrase}.", day) == parse_phrase(phrase, day)


@pytest.mark.parametrize("other", ["zlorp", "Бишкек", "at home", "?!", "maybe", "почти"])
def test_one_word_that_is_not_understood_leaves_nothing_understood(other):
    for said, phrase in UNDERSTOOD:
        day = Day.fromisoformat(said)
        assert parse_phrase(f"{phrase} {other}", day) is None
        assert parse_phrase(f"{other} {phrase}", day) is None


@given(phrases, days, st.booleans())
@example("[2025-05-30..2025-05-28]", TODAY, False)
@example("M5 28", TODAY, False)
@example("99 99 9999", TODAY, False)
@example("999 years ago", Day(1000, 1, 1), False)
def test_no_phrase_raises_an_error_and_each_result_is_a_date(text, day, ahead):
    when = parse_phrase(text, day, ahead=ahead)
    if when:
        assert When.parse(when.text) == when
        assert describe_days(when, day)
        assert when.earliest <= when.latest


@given(phrases, days)
def test_a_past_date_is_never_after_today(text, day):
    when = parse_phrase(text, day)
    if when and not when.lasting:
        assert when.latest <= day


@given(
    days,
    st.integers(1, 200),
    st.sampled_from(["{} days ago", "{} дней назад", "about {} days ago", "дней {} назад"]),
)
def test_days_ago_are_counted_back_from_today(day, count, phrase):
    when = parse_phrase(phrase.format(count), day)
    meant = day - timedelta(days=count)
    assert when.earliest <= meant <= when.latest
    if phrase in {"{} days ago", "{} дней назад"}:
        assert when.day == meant


@given(days, st.integers(2, 90), st.sampled_from(["week", "month", "year"]))
def test_about_some_days_ago_is_never_narrower_than_that_many_days_ago(day, count, unit):
    plain, about = (parse_phrase(f"{word}{count} {unit}s ago", day) for word in ("", "about "))
    assert about.earliest <= plain.earliest <= plain.latest <= about.latest


@given(days, days)
def test_a_day_is_parsed_in_every_notation(one, other):
    day, today = sorted((one, other))
    ways = (
        "{0:%Y-%m-%d}",
        "{0.day}.{0.month}.{0.year}",
        "{0:%d.%m.%Y}",
        "{0.day} {0:%B} {0.year}",
        "{0:%B} {0.day}, {0.year}",
    )
    for way in ways:
        assert parse_phrase(way.format(day), today).day == day


@given(days, days)
def test_the_echo_of_a_day_is_parsed_as_that_day(one, other):
    day, today = sorted((one, other))
    said = describe_days(When.parse(day.isoformat()), today).split(" (")[0]
    assert parse_phrase(said, today).day == day


@given(days, st.integers(1, 60), st.integers(1, 60))
def test_the_echo_of_a_span_is_parsed_as_that_span(today, back, length):
    last = today - timedelta(days=back)
    when = When.span(last - timedelta(days=length), last)
    said = describe_days(when, today)
    assert "between" not in said or parse_phrase(said, today) == when


@given(days, st.dates(Day(2024, 1, 1), Day(2024, 12, 31)))
def test_a_year_left_out_is_the_last_one_that_fits(today, any_day):
    when = parse_phrase(f"{any_day.day} {any_day:%B}", today)
    following = [
        date(year, any_day.month, any_day.day)
        for year in range(when.earliest.year + 1, today.year + 1)
        if any_day.day != 29 or any_day.month != 2 or year % 4 == 0
    ]
    assert when.day <= today
    assert all(day > today for day in following)


@given(days, st.integers(0, 6))
def test_a_weekday_is_the_last_one_up_to_today(today, weekday):
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    when = parse_phrase(f"on {name}", today)
    assert when.day.weekday() == weekday
    assert 0 <= (today - when.day).days <= 6


def test_a_number_that_may_be_the_day_or_the_month_is_asked_again():
    assert parse_phrase("3/4/2025", TODAY) is None
    assert parse_phrase("4-3-2025", TODAY) is None
    assert parse_phrase("3.4.25", TODAY) is None


def test_a_long_text_is_not_searched():
    assert parse_phrase("yesterday " + "on " * 1000, TODAY) is None


def test_no_word_has_two_meanings():
    told = [tuple(words.split()) for row in MEANINGS.values() for words in row.split(",")]
    twice = sorted({" ".join(words) for words in told if told.count(words) > 1})
    assert twice == []


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("2026-11-25", "Wednesday 25 November 2026 (today)"),
        ("2026-11-24", "Tuesday 24 November 2026 (yesterday)"),
        ("2026-11-26", "Thursday 26 November 2026 (tomorrow)"),
        ("2026-11-22", "Sunday 22 November 2026 (3 days ago)"),
        ("2026-12-01", "Tuesday 1 December 2026 (in 6 days)"),
        ("2025-05-28", "Wednesday 28 May 2025"),
        ("[2026-11-24..2026-11-25]", "Tuesday 24 or Wednesday 25 November 2026"),
        ("[2026-11-23..2026-11-25]", "some day between Monday 23 and Wednesday 25 November 2026"),
        ("[2025-12-28..2026-01-03]", "some day between Sunday 28 December 2025 and Saturday 3 January 2026"),
        ("2026-11-18~", "about 18 November 2026 (15–21 November)"),
        ("2026-12-30~", "about 30 December 2026 (27 December 2026 – 2 January 2027)"),
        ("2025-05~", "about May 2025 (1 April – 30 June)"),
        ("2025-05", "some day in May 2025"),
        ("2025", "some day in 2025"),
        ("[..2025-06-04]", "Wednesday 4 June 2025 or earlier"),
        ("[2025-06-04..]", "Wednesday 4 June 2025 or later"),
        ("2025-05-28?", "perhaps Wednesday 28 May 2025"),
        ("2025-05-28%", "perhaps about 28 May 2025 (25–31 May)"),
        ("2025-05-28/2025-05-30", "28–30 May 2025"),
        ("2025-05-28/..", "from 28 May 2025 on"),
    ],
)
def test_a_date_is_echoed_with_its_weekdays(stored, said):
    assert describe_days(When.parse(stored), TODAY) == said


def test_the_page_on_dates_shows_the_stored_dates():
    page = (EXAMPLES.parents[2] / "docs" / "dates.md").read_text("utf-8").partition("## Dates in words")[2]
    rows = re.findall(r"^\| (?!typed|-)(.*) \| (.*) \|$", page, re.MULTILINE)
    for said, stored in rows:
        spoken, dates = re.split("[,;] ", said), re.findall(r"`(.*?)`", stored) or [None]
        for phrase, date_ in zip(spoken, dates * len(spoken), strict=False):
            when = parse_phrase(phrase, TODAY)
            assert (when.text if when else None) == date_, phrase
    assert len(rows) > 10
