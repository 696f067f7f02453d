"""What sources report of a situation, beside what the published cases hold."""

from __future__ import annotations

from casefile.model.records import Case, Situation
from casefile.publication.publish import Publication, Published
from casefile.views.counts import Counted, counted


def reported_and_recorded(publication: Publication, record: Published) -> tuple[Counted, ...]:
    """Return the totals of a situation; of any other record there are none."""
    register = publication.register
    situation = register.by_id[record.id].record
    if not isinstance(situation, Situation):
        return ()
    linked = (register.by_id[row.id].record for row in register.rows if record.id in row.situations)
    return counted(situation, [case for case in linked if isinstance(case, Case)], publication.on)
