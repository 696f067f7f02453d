"""Dates in everyday phrases of English or Russian, such as "last Monday" in a telephone call.

`parse_phrase` returns the date of a phrase, or None if it is not clear: then the caller asks again.
`parse_clear_phrase` is for a value on the command line, which may be past or future, and `suggested_date`
returns a date that the user must confirm. `leaves_the_year_out` returns whether a phrase names a month
without a year. `describe_days` formats the date that would be stored, with weekdays, so that the user can see
a mistake before it is saved. Words of Kyrgyz and Ukrainian are accepted if their meaning is certain.
"""

from casefile.dates.phrases.phrase_parser import (
    leaves_the_year_out,
    parse_clear_phrase,
    parse_phrase,
    suggested_date,
)
from casefile.dates.phrases.read_back import describe_days

__all__ = ["describe_days", "leaves_the_year_out", "parse_clear_phrase", "parse_phrase", "suggested_date"]
