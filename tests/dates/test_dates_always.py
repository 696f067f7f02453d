"""Dates: what holds for every text, and what another reader of EDTF says of it."""

from __future__ import annotations

import re
from datetime import timedelta

from edtf import parse_edtf
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casefile.dates import FIRST_DAY, LAST_DAY, BadDate, Day, When
from support.schemas import field_schema

BEYOND_A_PATTERN = ("this month does not have that day", "the range ends before it starts")

days = st.dates(FIRST_DAY, LAST_DAY)
ones = st.one_of(
    days.map(str),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day:%Y-%m}-XX"),
    days.map(lambda day: f"{day:%Y}"),
    days.map(lambda day: f"{day:%Y}-XX"),
    days.map(lambda day: f"{day:%Y}-XX-XX"),
    days.map(lambda day: f"{day:%Y}"[:3] + "X"),
)
marked = st.builds(str.__add__, ones, st.sampled_from(["", "", "?", "~", "%"]))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text of the grammar; the ends of a span are in order."""
    ends = draw(st.lists(marked, min_size=2, max_size=2))
    first, last = sorted(ends, key=lambda end: When.parse(end.rstrip("?~%")).earliest)
    forms = ("{0}", "{0}/{1}", "{0}/..", "[{0}..{1}]", "[..{0}]", "[{0}..]")
    return draw(st.sampled_from(forms)).format(first, last)


@given(texts())
def test_every_text_of_the_grammar_has_bounds_in_order_and_is_kept(text: str) -> None:
    when = When.parse(text)
    assert FIRST_DAY <= when.earliest <= when.latest <= LAST_DAY
    assert str(when) == when.text == text
    assert (when.earliest == FIRST_DAY) or not when.open_start
    assert (when.latest == LAST_DAY) or not when.open_end


@given(texts())
def test_words_never_name_the_edges_of_time(text: str) -> None:
    when = When.parse(text)
    words = when.words()
    assert words
    assert ".." not in words
    for year, opened in (("1000", when.open_start), ("9999", when.open_end)):
        assert not opened or year in text or year not in words


@given(texts())
def test_about_only_ever_widens(text: str) -> None:
    about, plain = When.parse(text), When.parse(re.sub("[~%]", "", text))
    assert about.earliest <= plain.earliest
    assert plain.latest <= about.latest


@given(texts())
def test_doubt_never_moves_a_bound(text: str) -> None:
    doubtful, plain = When.parse(text), When.parse(text.replace("?", "").replace("%", "~"))
    assert (doubtful.earliest, doubtful.latest) == (plain.earliest, plain.latest)


@given(days, days, st.sampled_from([(False, False), (True, False), (False, True)]))
def test_a_span_keeps_its_bounds(one: Day, other: Day, opened: tuple[bool, bool]) -> None:
    earliest, latest = sorted((one, other))
    span = When.span(earliest, latest, *opened)
    assert (span.open_start, span.open_end) == opened
    assert span.open_start or span.earliest == earliest
    assert span.open_end or span.latest == latest
    assert When.span(span.earliest, span.latest, *opened) == span


scraps = st.lists(
    st.sampled_from(
        [*"0123456789XT-/.?~%[]{}, ", "2025", "-05", "..", "May", "circa", "০", "\u2013", "\n", "x"]
    ),
    max_size=14,
).map("".join)


def _read(text: str) -> When | BadDate:
    try:
        return When.parse(text)
    except BadDate as bad:
        return bad


@given(st.one_of(st.text(), scraps))
@example("2025-05-28\n")
@example("\ud800")
@example("\N{SUPERSCRIPT TWO}025")
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    read = _read(text)
    if isinstance(read, When):
        assert read.text == text
    else:
        assert read.message
        assert read.hint
        assert not read.instead or When.parse(read.instead).text == read.instead


@given(st.one_of(texts(), scraps))
def test_the_json_schema_accepts_texts_in_the_form_of_a_date(text: str) -> None:
    schema = field_schema("Age", "as_of")["else"]
    assert (schema["type"], schema["format"]) == ("string", "casefile-date")
    formed = re.search(schema["pattern"], text.removesuffix("\n")) is not None
    read = _read(text.removesuffix("\n"))
    impossible = isinstance(read, BadDate) and read.message in BEYOND_A_PATTERN
    assert formed == isinstance(read, When) or (formed and impossible)


@given(days)
def test_parsing_a_day_uses_no_clock(day: Day) -> None:
    assert type(When.parse(str(day)).day) is Day
    about = When.parse(f"{day}~")
    assert about.latest - day <= timedelta(days=3)


# The oracle: the edtf package, where it is right (it takes impossible days and reversed spans, knows no
# set of unlike ends, and widens by its own measure but for years).


def _oracle(text: str, *, fuzzy: bool = False) -> tuple[str, str]:
    parsed = parse_edtf(text)
    bounds = (
        (parsed.lower_fuzzy(), parsed.upper_fuzzy())
        if fuzzy
        else (parsed.lower_strict(), parsed.upper_strict())
    )
    return tuple(f"{bound.tm_year:04}-{bound.tm_mon:02}-{bound.tm_mday:02}" for bound in bounds)


def _bounds(text: str) -> tuple[str, str]:
    when = When.parse(text)
    return str(when.earliest), str(when.latest)


@settings(max_examples=40, deadline=None)
@given(ones, st.sampled_from(["", "?"]))
def test_a_single_date_agrees_with_edtf(one: str, mark: str) -> None:
    assert _bounds(one + mark) == _oracle(one + mark)


@settings(max_examples=25, deadline=None)
@given(st.integers(1001, 9998))
def test_an_approximate_year_agrees_with_edtf(year: int) -> None:
    assert _bounds(f"{year}~") == _oracle(f"{year}~", fuzzy=True)


@settings(max_examples=30, deadline=None)
@given(days, days, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]), st.sampled_from(["{}/{}", "[{}..{}]"]))
def test_a_span_agrees_with_edtf(one: Day, other: Day, form: str, span: str) -> None:
    first, last = sorted((one, other))
    text = span.format(f"{first:{form}}", f"{last:{form}}")
    assert _bounds(text) == _oracle(text)
