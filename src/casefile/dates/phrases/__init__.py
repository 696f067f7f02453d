"""Dates as people say them on the telephone: heard in English or Russian, said back as they will be stored.

`heard` reads a phrase, or returns None where one word of it is not understood: then somebody asks again.
`leaves_the_year_out` tells where the year is not in the phrase. `echo` says what would be stored, with
weekdays, so that a mistake is seen before it is saved. Words of Kyrgyz and Ukrainian are taken where there
is no doubt about them.
"""

from casefile.dates.phrases.phrase_parser import leaves_the_year_out, parse_phrase
from casefile.dates.phrases.read_back import echo

__all__ = ["echo", "leaves_the_year_out", "parse_phrase"]
