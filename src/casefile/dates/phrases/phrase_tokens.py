"""Translate a phrase of any supported language to tokens, such as `3 DAY AGO`, which the forms consist of."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from casefile.dates.phrases.phrase_words import BY_WORDS, LONGEST

SLIPS = (
    ("[\u2010-\u2015\u2212]", "-"),
    ("[\u2018\u2019\u02bc`]", "'"),
    ("\u0451", "\u0435"),
)
"""Characters to replace: dashes, apostrophes, and the Russian letter yo, which is mostly written as ye."""

_DAY, _MONTH, _YEAR = "(?P<day>[0-9]{1,2})", "(?P<month>[0-9]{1,2})", "(?P<year>[0-9]{4})"
_ALONE = r"(?<![0-9./])(?:{})(?![./]?[0-9])"

IN_DIGITS = (
    # Year first, with any separator: no language writes year, day, month.
    (rf"{_YEAR}(?P<sep>[-./]){_MONTH}(?P=sep){_DAY}", "{day} M{month} {year}"),
    (rf"{_YEAR}-{_MONTH}", "M{month} {year}"),
    # With dots the day comes first, as in Germany, Russia and Kyrgyzstan.
    (rf"{_DAY}\.{_MONTH}\.{_YEAR}", "{day} M{month} {year}"),
    (rf"{_DAY}\.{_MONTH}", "{day} M{month}"),
    (rf"{_MONTH}[./]{_YEAR}", "M{month} {year}"),
)
BEYOND = "(?P<day>1[3-9]|2[0-9]|3[01])"
"""The pattern of a day that cannot be the number of a month: 13 to 31."""
UNCONFUSED = (
    # With slashes or hyphens the order is clear only if one number cannot be a month, or both are equal.
    (rf"(?<!-){BEYOND}(?P<sep>[-/]){_MONTH}(?P=sep){_YEAR}", "{day} M{month} {year}"),
    (rf"{_MONTH}(?P<sep>[-/]){BEYOND}(?P=sep){_YEAR}", "{day} M{month} {year}"),
    (rf"{_MONTH}(?P<sep>[-/])(?P<day>(?P=month))(?P=sep){_YEAR}", "{day} M{month} {year}"),
    (rf"{BEYOND}/{_MONTH}", "{day} M{month}"),
    (rf"{_MONTH}/{BEYOND}", "{day} M{month}"),
    (rf"{_MONTH}/(?P<day>(?P=month))", "{day} M{month}"),
)
COUNTED = (
    # 28th, and the Russian form, which has a hyphen; also 28-мая, as in Kyrgyz.
    (
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|-?(?:\u0433\u043e|\u043e\u0433\u043e|\u0435|\u043e\u0435))\b",
        "{day} TH",
    ),
    (r"(?P<number>[0-9]{1,4})-(?=[^\W\d_])", "{number} "),
    (r"(?<=[^\W\d_])-(?P<year>[0-9]{4})", " {year} "),
)


def tokenise_phrase(phrase: str) -> str | None:
    """Return a phrase as tokens, such as `3 DAY AGO`; None if one word of it is not understood.

    The result is empty if no word has a meaning, such as "the".
    """
    text = normalise_phrase(phrase)
    for form, meant in (*IN_DIGITS, *UNCONFUSED):
        text = re.sub(_ALONE.format(form), partial(_fill_groups, meant), text)
    for form, meant in COUNTED:
        text = re.sub(rf"(?<![0-9]){form}", partial(_fill_groups, meant), text)
    words = re.findall(r"M[0-9]+|TH|[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)*|[.,]|\S", text)
    return _translate_words([word for word in words if word not in {".", ","}])


def normalise_phrase(phrase: str) -> str:
    """Return a phrase in lower case with plain characters, single blanks and no full stop at the end.

    The form is NFKC with ASCII digits, and the characters in SLIPS are replaced. Two dots at the end, as in
    an interval without an end, are kept.
    """
    text = "".join(
        str(unicodedata.decimal(char, char)) for char in unicodedata.normalize("NFKC", phrase).lower()
    )
    for slip, plain in SLIPS:
        text = re.sub(slip, plain, text)
    return re.sub(r"(?<![./])\.$", "", " ".join(text.split()))


def _fill_groups(meant: str, found: re.Match[str]) -> str:
    """Return the template `meant` filled with the groups of a match; a month loses its leading zero."""
    groups = {name: value or "" for name, value in found.groupdict().items()}
    month = groups.get("month", "").lstrip("0") or "0"
    return f" {meant.format_map({**groups, 'month': month})} "


def _translate_words(words: list[str]) -> str | None:
    """Return words as tokens, joined by blanks; None if a word is not known.

    At each place the longest known sequence of words is translated.
    """
    tokens: list[str] = []
    at = 0
    while at < len(words):
        for length in range(LONGEST, 0, -1):
            run = tuple(words[at : at + length])
            if run in BY_WORDS:
                tokens.append(BY_WORDS[run])
                break
        else:
            if not re.fullmatch(r"M[0-9]+|TH|[0-9]{1,4}", words[at]):
                return None
            length = 1
            tokens.append(words[at])
        at += length
    return " ".join(token for token in tokens if token)
