"""The flat excerpt of a record that lists, lookups and whole-register rules read instead of the record.

Taking one, in `excerpt` and `known`, needs the model; reading one does not.
"""

from casefile.summary.row import Disclosed, Known, Reference, Row
from casefile.summary.stored import disclosed_by, row_from, stored_row
from casefile.summary.survey import Said, Survey, survey

__all__ = [
    "Disclosed",
    "Known",
    "Reference",
    "Row",
    "Said",
    "Survey",
    "disclosed_by",
    "row_from",
    "stored_row",
    "survey",
]
