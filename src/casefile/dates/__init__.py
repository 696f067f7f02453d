"""When something happened, as exactly as its source says it and never more so.

A closed grammar (EDTF, ISO 8601-2, levels 0 and 1, and level 2's one-of-a-set): `When` is a date of it,
`Duration` a length of time of ISO 8601, `Day` a day of the calendar, which never passes through a clock.
"""

from casefile.dates.calendar_days import FIRST_DAY, LAST_DAY, BadDate, Day
from casefile.dates.durations import Duration
from casefile.dates.edtf_date import When, find_misordered_dates, in_order
from casefile.dates.single_day import SingleDate

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "BadDate",
    "Day",
    "Duration",
    "SingleDate",
    "When",
    "find_misordered_dates",
    "in_order",
]
