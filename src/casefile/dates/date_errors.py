"""Make the error for a text that is not a valid date, with the date that was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from casefile.dates.calendar_days import BadDate
from casefile.dates.date_grammar import parse_date_parts
from casefile.dates.date_mistakes import MISTAKES, SLIPS, UNREADABLE, DateMistake
from casefile.dates.day_names import MONTHS

LONGEST = 60
"""Greatest number of characters in which a mistake is searched; longer text gets only a general error."""


def make_date_error(text: str) -> BadDate:
    """Return the error for a text that is not a valid date.

    Message and hint contain nothing of the text. `instead` is a valid date, or empty if no correction is
    known or several dates may be meant.
    """
    if len(text) > LONGEST:
        return UNREADABLE.as_error()
    tidy = _with_plain_characters(text)
    if _is_date(tidy):
        return _make_character_error(text, tidy)
    bad = find_mistake(tidy, MISTAKES) or _find_wrong_end(tidy) or UNREADABLE.as_error()
    if not _is_date(bad.instead):
        corrected = _find_wrong_end(bad.instead)
        return BadDate(bad.message, bad.hint, corrected.instead if corrected else "")
    return bad


def find_mistake(text: str, mistakes: Iterable[DateMistake]) -> BadDate | None:
    """Return the error of the first row of a table of mistakes that matches the text; None if no row does.

    If the row has a template, `instead` of the error is a proposal, which may be invalid: names of months
    become numbers, and a mark (`?`, `~`, `%`) at the end of the text is kept.
    """
    unmarked = re.sub(r"(?<=[^?~%])[?~%]$", "", text)
    for row in mistakes:
        for form, instead in row.forms:
            for body in dict.fromkeys((text, unmarked)):
                found = re.fullmatch(form, body, re.IGNORECASE | re.DOTALL)
                if found:
                    groups = {
                        name: _month_number(name, value or "") for name, value in found.groupdict().items()
                    }
                    proposed = instead.format(**groups) + text[len(body) :] if instead else ""
                    return row.as_error(proposed)
    return None


def _month_number(group: str, value: str) -> str:
    """Return the number of a month for its name if `group` is `month`; any other value unchanged."""
    if group != "month" or not value.isalpha():
        return value
    short = value[:3].title()
    return str(1 + [month[:3] for month in MONTHS].index(short))


def _with_plain_characters(text: str) -> str:
    """Return the text with plain characters: ASCII digits, hyphens, dots, capital X, no outer whitespace."""
    text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    for slip in SLIPS:
        text = re.sub(slip.characters, slip.plain, text)
    return text.strip()


def _find_wrong_end(text: str) -> BadDate | None:
    """Return the error for the first wrong end of an interval or of a set `[a..b]`; None if there is none.

    `instead` is the whole text with its wrong ends corrected, or empty if that is not a valid date.
    """
    found = re.fullmatch(r"\[(.*?)\.\.(.*)\]|([^/]+)/([^/]+)", text, re.DOTALL)
    if not found:
        return None
    for group, end in enumerate(found.groups(), start=1):
        if end and end != ".." and not _is_date(end):
            bad = make_date_error(end)
            instead = (
                f"{text[: found.start(group)]}{bad.instead}{text[found.end(group) :]}" if bad.instead else ""
            )
            if not _is_date(instead):
                instead = make_date_error(instead).instead if instead else ""
            return BadDate(bad.message, bad.hint, instead)
    return None


def _make_character_error(text: str, tidy: str) -> BadDate:
    """Return the error for a text that is a date (`tidy`) written with wrong characters."""
    for slip in SLIPS:
        if re.search(slip.characters, text):
            return BadDate(slip.message, slip.hint, tidy)
    return BadDate("these are not plain digits", "write it with the digits 0 to 9", tidy)


def _is_date(text: str) -> bool:
    try:
        return parse_date_parts(text) is not None
    except BadDate:
        return False
