"""The flat excerpt of a record that lists, lookups and whole-register rules read instead of the record."""

from casefile.summary.excerpt import REFERRED, TAKEN, course_of, excerpt, name_of, taken_away
from casefile.summary.known import is_under_age, lasting_names, may_be_minor, name_tier, names
from casefile.summary.row import Disclosed, Known, Reference, Row
from casefile.summary.stored import disclosed_by, row_from, stored_row
from casefile.summary.survey import Said, Survey, survey

__all__ = [
    "REFERRED",
    "TAKEN",
    "Disclosed",
    "Known",
    "Reference",
    "Row",
    "Said",
    "Survey",
    "course_of",
    "disclosed_by",
    "excerpt",
    "is_under_age",
    "lasting_names",
    "may_be_minor",
    "name_of",
    "name_tier",
    "names",
    "row_from",
    "stored_row",
    "survey",
    "taken_away",
]  # fmt: skip
