"""Compare the totals that sources report for a situation with the cases in the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from casefile.custody.status_text import range_words
from casefile.dates import Day, When
from casefile.model.plain_data import Fields, KnownData, counts_on, groups, plain_fields
from casefile.model.vocabularies import LEDGER
from casefile.names.groups_by_key import grouped

KINDS: Mapping[str, str] = {
    "detained": "detention",
    "questioned": "interrogation",
    "charged": "charge",
    "convicted": "verdict",
    "released": "release",
}
"""The event type by which a case counts for a kind of total; a verdict must also be a conviction."""


class ReportedTotal(Struct, frozen=True):
    """A total as one source reports it: minimum, maximum and date; None where not stated."""

    min: int | None
    max: int | None
    as_of: When | None

    def words(self, after: str = "") -> str:
        """Return the number with its date: `at least 8 (4 June 2025)`; `after` follows the number."""
        as_of = f" ({self.as_of.words()})" if self.as_of else ""
        return f"{range_words(self.min, self.max, 'an unknown number')}{after}{as_of}"


class ComparedTotal(Struct, frozen=True):
    """One total: the numbers that sources report, and the ids of the cases in the register that count."""

    what: str
    reported: tuple[ReportedTotal, ...]
    recorded: tuple[str, ...]

    def as_data(self) -> Fields:
        """Return the total as plain data for JSON: `recorded` is the number of cases, `cases` their ids."""
        data = plain_fields(self)
        return data | {"recorded": len(self.recorded), "cases": data["recorded"]}


def compare_totals(situation: KnownData, cases: Iterable[KnownData], day: Day) -> tuple[ComparedTotal, ...]:
    """Return the totals that sources report for a situation, each with the recorded cases that count for it.

    Such a case has a believed event of the type in KINDS by the day. The totals of other kinds, and those
    that were counted only after the day, are left out.
    """
    totals = ((str(total["what"]), _reported(total)) for total in groups(situation.get("counts")))
    reported = grouped(
        (what, each) for what, each in totals if each.as_of is None or each.as_of.earliest <= day
    )
    known = [what for what in KINDS if what in reported]
    recorded = grouped(
        (what, str(case["id"]))
        for case in (cases if known else ())
        for what in known
        if _counts(case, what, day)
    )
    return tuple(ComparedTotal(what, tuple(reported[what]), tuple(recorded.get(what, ()))) for what in known)


def _reported(count: KnownData) -> ReportedTotal:
    as_of = count.get("as_of")
    return ReportedTotal(count.get("min"), count.get("max"), When.parse(as_of) if as_of else None)


def _counts(case: KnownData, what: str, day: Day) -> bool:
    return any(
        event["type"] == KINDS[what]
        and (what != "convicted" or event.get("outcome") == what)
        and counts_on(event, day)
        for event in groups(case.get(LEDGER))
    )
