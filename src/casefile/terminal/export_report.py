"""Texts about an export: the number of records and of withheld items, the comparison with an earlier one."""

from __future__ import annotations

from casefile.exporting.earlier_export import Comparison
from casefile.model.visible_text import visible
from casefile.plural import number
from casefile.publication.audience import Audience
from casefile.publication.export_comparison import REASONS
from casefile.publication.withheld_counts import Withheld


def count_records(records: int, withheld: Withheld, audience: Audience) -> str:
    """Return a sentence with the number of exported records and the numbers of withheld items, by type.

    Types without withheld items are left out.
    """
    counts = {
        "record": withheld.records,
        "event": withheld.events,
        "field": withheld.fields,
        "name": withheld.names,
        "id": withheld.ids,
    }
    parts = [number(count, noun) for noun, count in counts.items() if count]
    return f"{number(records, 'record')} for {audience}; withheld: {', '.join(parts) or 'nothing'}"


def comparison_text(compared: Comparison) -> str:
    """Return what an earlier export contained and today's rules withhold: a heading, then a line for each.

    If there is nothing, return a sentence that states it.
    """
    rows = compared.departures
    if not rows:
        return f"An export of {compared.earlier} contained nothing that is withheld today."
    heading = f"Differences between an export of {compared.earlier} and one of today (paths only, no values):"
    lines = (
        f"  {visible(each.path)}: {visible(each.field) or 'the whole record'}: {REASONS[each.reason]}"
        for each in rows
    )
    return "\n".join((heading, *lines))


def comparison_data(compared: Comparison) -> dict[str, object]:
    """Return the comparison as plain data for JSON: `earlier`, and `differences` with path, field, reason."""
    rows = [{"path": each.path, "field": each.field, "reason": each.reason} for each in compared.departures]
    return {"earlier": compared.earlier, "differences": rows}
