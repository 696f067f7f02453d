"""Dates in a column of a list are short, and say no more than the date."""

from __future__ import annotations

import pytest

from casefile.dates.brief_words import brief_date


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-05-28", "28 May 2025"),
        ("2025-05", "May 2025"),
        ("2025", "2025"),
        ("[2025-05-28..2025-06-04]", "28 May\u20134 Jun 2025"),
        ("[2025-05-29..2025-05-30]", "29\u201330 May 2025"),
        ("[2024-02..2025-06-04]", "Feb 2024\u2013Jun 2025"),
        ("2025-05/2025-06", "May\u2013Jun 2025"),
        ("[..2025-06-04]", "by 4 Jun 2025"),
        ("2025-05-28/..", "from 28 May 2025"),
        ("2025-05-28?", "28 May 2025?"),
        ("2025-05~", "Apr\u2013Jun 2025"),
        ("unknown", "unknown"),
        (None, ""),
    ],
)
def test_a_date_in_short(text, words):
    assert brief_date(text) == words
