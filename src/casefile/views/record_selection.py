"""Which records a reader asks for: alternatives within one question, all questions together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.custody_view import View
from casefile.dates import Day
from casefile.model.kinds import LEDGER_KINDS
from casefile.names import fold_text

if TYPE_CHECKING:  # whoever hands these over has loaded the model for it
    from casefile.register import Register
    from casefile.register.record_summary import RecordSummary


class Criteria(Struct, frozen=True):
    """What is asked, with every name resolved; an empty question asks nothing.

    `records` holds one group of ids for each record that was named: the record itself and, of a situation,
    those that are part of it. Organisations are ids or, where none is registered, text.
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
        """Return the same question with all that are part of the situations in it."""
        return replace(
            self,
            records=tuple(map(register.with_parts, self.records)),
            situations=register.with_parts(self.situations),
        )

    def with_ids(self, ids: Mapping[str, str]) -> Criteria:
        """Return the same question with other ids in the place of some."""

        def mapped(found: frozenset[str]) -> frozenset[str]:
            return frozenset(ids.get(each, each) for each in found)

        return replace(
            self,
            records=tuple(map(mapped, self.records)),
            **{name: mapped(getattr(self, name)) for name in OF_RECORDS},
        )


OF_RECORDS = ("situations", "organizations", "authorities", "statutes")
"""The questions that are answered by ids of records."""


class Chosen(Struct, frozen=True):
    """A case that answers what was asked, and what may be said of it on the day."""

    row: RecordSummary
    view: View


def choose(rows: Iterable[RecordSummary], criteria: Criteria, day: Day) -> tuple[Chosen, ...]:
    """Return the cases that answer the criteria on a day, in the order of the rows."""
    found = []
    for row in rows:
        if row.course is not None and _answers(row, criteria):
            view = row.course.on(day)
            if has_status(view, criteria.statuses, possibly=criteria.possibly):
                found.append(Chosen(row, view))
    return tuple(found)


def choose_ledgers(rows: Iterable[RecordSummary], criteria: Criteria, day: Day) -> tuple[RecordSummary, ...]:
    """Return the records whose ledgers answer the criteria: cases, situations and organisations.

    A situation that is asked for brings the organisations that it is aimed at. Only a case has a status.
    """
    known = list(rows)
    cases = {each.row.id for each in choose(known, criteria, day)}
    named = criteria.situations.union(*criteria.records)
    targets = frozenset(
        name for row in known if row.kind == "situation" and row.id in named for name in row.organizations
    )
    shared = frozenset(LEDGER_KINDS) - {"case"}
    return tuple(
        row for row in known if row.id in cases or (row.kind in shared and _belongs(row, criteria, targets))
    )


def has_status(view: View, statuses: frozenset[str], *, possibly: bool) -> bool:
    """Return whether one of the statuses is certain, or with `possibly` may be true.

    An unknown status as it is published names no possible one, so each of them may be true.
    """
    may_be = possibly and not (view.possible and statuses.isdisjoint(view.possible))
    return not statuses or view.status in statuses or may_be


def _answers(row: RecordSummary, criteria: Criteria) -> bool:
    asked = (
        (criteria.countries, [row.country]),
        (criteria.situations, row.situations),
        (criteria.organizations, row.organizations),
        (criteria.authorities, row.authorities),
        (criteria.statutes, row.statutes),
        (criteria.tags, [fold_text(tag) for tag in row.tags]),
    )
    return _all_met(asked) and (not criteria.records or any(row.links(ids) for ids in criteria.records))


def _belongs(row: RecordSummary, criteria: Criteria, targets: frozenset[str]) -> bool:
    """Tell whether a record that is no case answers: by itself, or as a target of a situation that does."""
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
