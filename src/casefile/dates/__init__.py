"""Dates and durations, exactly as precise as the source states them and never more.

Dates have a closed grammar (EDTF, ISO 8601-2: levels 0 and 1, and the one-of-a-set of level 2). `When` is a
date of this grammar, `Duration` a length of time of ISO 8601, and `Day` a calendar day without clock or zone.
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
