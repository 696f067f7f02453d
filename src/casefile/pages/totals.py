"""What sources report of a situation, beside what the published cases hold."""

from __future__ import annotations

from casefile.model.records import Case, Situation
from casefile.publication.publish import Publication, Published
from casefile.views.counts import Counted, counted


def reported_and_recorded(publication: Publication, record: Published) -> tuple[Counted, ...]:
    """Return the totals of a situation; of any other record there are none."""
    register = publication.register
    situation = record.entry.record if record.kind == "situation" else None
    if not isinstance(situation, Situation) or not situation.counts:
        return ()
    naming = {row.id: None for row, named in register.citing(record.id) if named.refers == "situation"}
    linked = (register.by_id[key].record for key in naming)
    return counted(situation, [case for case in linked if isinstance(case, Case)], publication.on)
