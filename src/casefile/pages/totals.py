"""What sources report of a situation, beside what the published cases hold."""

from __future__ import annotations

from casefile.publication.publish import Publication, Published
from casefile.views.counts import Counted, counted


def reported_and_recorded(publication: Publication, record: Published) -> tuple[Counted, ...]:
    """Return the totals of a situation; of any other record there are none."""
    register = publication.register
    if record.kind != "situation" or "counts" not in record.data:
        return ()
    naming = {row.id: None for row, named in register.citing(record.id) if named.refers == "situation"}
    cases = [register.by_id[key].data or {} for key in naming if register.by_id[key].kind == "case"]
    return counted(record.data, cases, publication.on)
