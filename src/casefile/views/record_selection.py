"""Select records: the alternatives of one criterion are joined by OR, the criteria by AND."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.custody_view import KnownStatus
from casefile.dates import Day
from casefile.model.kinds import LEDGER_KINDS
from casefile.names import fold_text

if TYPE_CHECKING:  # callers have already loaded the model for it
    from casefile.custody.course import Course
    from casefile.register import Register
    from casefile.register.record_summary import RecordSummary


class Criteria(Struct, frozen=True):
    """The criteria of a selection with all names resolved; an empty criterion selects every record.

    `records` contains one group of ids for each record that the user named: the record itself and, for a
    situation, its parts. Organisations are ids or, if they are not in the register, text.
    """

    records: tuple[frozenset[str], ...] = ()
    countries: frozenset[str] = frozenset()
    situations: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    statutes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    possibly: bool = False

    def with_parts(self, register: Register) -> Criteria:
        """Return the same criteria with all parts of the situations in it."""
        return replace(
            self,
            records=tuple(map(register.with_parts, self.records)),
            situations=register.with_parts(self.situations),
        )

    def with_ids(self, ids: Mapping[str, str]) -> Criteria:
        """Return the same criteria with some ids replaced; `ids` gives the new id for each old one."""

        def mapped(found: frozenset[str]) -> frozenset[str]:
            return frozenset(ids.get(each, each) for each in found)

        return replace(
            self,
            records=tuple(map(mapped, self.records)),
            **{name: mapped(getattr(self, name)) for name in OF_RECORDS},
        )


OF_RECORDS = ("situations", "organizations", "authorities", "statutes")
"""The criteria whose values are ids of records."""


def choose(rows: Iterable[RecordSummary], criteria: Criteria, day: Day) -> tuple[RecordSummary, ...]:
    """Return the cases that match the criteria on a day, in the order of the rows."""
    return tuple(
        row
        for row in rows
        if row.course is not None and _matches(row, criteria) and _has_status(row.course, criteria, day)
    )


def _has_status(course: Course, criteria: Criteria, day: Day) -> bool:
    """Return whether the status of a case on a day matches; without such a criterion no view is made."""
    return not criteria.statuses or has_status(course.on(day), criteria.statuses, possibly=criteria.possibly)


def choose_ledgers(rows: Iterable[RecordSummary], criteria: Criteria, day: Day) -> tuple[RecordSummary, ...]:
    """Return the records with ledgers that match the criteria: cases, situations and organisations.

    A situation that is named also selects the organisations that it targets. Only a case has a status.
    """
    known = list(rows)
    cases = {each.id for each in choose(known, criteria, day)}
    named = criteria.situations.union(*criteria.records)
    targets = frozenset(
        name for row in known if row.kind == "situation" and row.id in named for name in row.organizations
    )
    shared = frozenset(LEDGER_KINDS) - {"case"}
    return tuple(
        row
        for row in known
        if row.id in cases or (row.kind in shared and _matches_ledger(row, criteria, targets))
    )


def has_status(case: KnownStatus, statuses: frozenset[str], *, possibly: bool) -> bool:
    """Return whether one of the statuses is certain, or with `possibly` may be true; True without statuses.

    A published unknown status names no possible statuses, so each status may be true.
    """
    may_be = possibly and not (case.possible and statuses.isdisjoint(case.possible))
    return not statuses or case.status in statuses or may_be


def _matches(row: RecordSummary, criteria: Criteria) -> bool:
    asked = (
        (criteria.countries, [row.country]),
        (criteria.situations, row.situations),
        (criteria.organizations, row.organizations),
        (criteria.authorities, row.authorities),
        (criteria.statutes, row.statutes),
        (criteria.tags, [fold_text(tag) for tag in row.tags]),
    )
    return _all_met(asked) and (not criteria.records or any(row.links(ids) for ids in criteria.records))


def _matches_ledger(row: RecordSummary, criteria: Criteria, targets: frozenset[str]) -> bool:
    """Return whether a record that is not a case matches: by itself, or as a target of a named situation.

    `targets` are the organisations at which the named situations are aimed.
    """
    if criteria.statuses:
        return False
    own = (row.id,)
    asked = (
        (criteria.countries, row.countries),
        (criteria.situations, (*own, *(criteria.situations if row.id in targets else ()))),
        (criteria.organizations, (*own, *row.organizations)),
        (criteria.authorities, (*own, *row.authorities)),
        (criteria.statutes, row.statutes),
        (criteria.tags, [fold_text(tag) for tag in row.tags]),
    )
    named = frozenset[str]().union(*criteria.records)
    return _all_met(asked) and (not named or row.id in named or row.id in targets)


def _all_met(asked: Iterable[tuple[frozenset[str], Iterable[str]]]) -> bool:
    return not any(wanted and wanted.isdisjoint(held) for wanted, held in asked)
