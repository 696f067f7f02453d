"""The queries of `timeline` and `show`: they open the register at a commit and a day and combine views."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.custody.custody_view import View
from casefile.dates import Day
from casefile.loading.indexed.deadline_list import deadlines_of
from casefile.loading.indexed.index_lookup import DatedSnapshot, find_dated_snapshot
from casefile.loading.indexed.ledger_list import read_ledgers
from casefile.loading.read_times import QueryTimes
from casefile.model.plain_data import Data, Fields, groups, may_have_happened, pick_fields, value_at
from casefile.model.vocabularies import LEDGER
from casefile.names.groups_by_key import grouped
from casefile.pages.situation_totals import reported_and_recorded
from casefile.queries.record_choice import ledgers
from casefile.register import Entry, dotted_path
from casefile.register.record_summary import RecordSummary, Reference
from casefile.views.case_overview import CaseOverview, case_overview
from casefile.views.case_rows import CaseRow, in_order, make_case_row
from casefile.views.deadlines.deadline import Due, deadlines_ahead
from casefile.views.deciding_entries import Decision, decisions
from casefile.views.gaps import UnknownFact, gaps
from casefile.views.ledger_timeline import TimelineLine, TimelineSpan, ledger, timeline
from casefile.views.proceeding_status import ProceedingInView, proceedings
from casefile.views.record_filter import Filters
from casefile.views.reported_totals import ComparedTotal

if TYPE_CHECKING:  # a stored answer does not need the model
    from casefile.model.events import Event
    from casefile.model.records import Case


class Timeline(Struct, frozen=True):
    """The result of `timeline`; `later` is the number of events after the day, which are left out.

    `by_case`: the lines are grouped by record.
    """

    snapshot: DatedSnapshot
    lines: tuple[TimelineLine, ...]
    later: int
    by_case: bool = False


class ShownRecord(Struct, frozen=True):
    """The result of `show`: the record, its ledger, and the values derived from the register.

    `lines` are the events up to the day, `ahead` those that are recorded and cannot have happened yet; if the
    command names a day, these are left out and `later` is their number. `decides` returns what would settle
    the status: it needs the model, and few pages show it.
    """

    snapshot: DatedSnapshot
    row: RecordSummary
    data: Fields
    lines: tuple[TimelineLine, ...]
    ahead: tuple[TimelineLine, ...] = ()
    later: int = 0
    dossier: CaseOverview | None = None
    urgent: tuple[Due, ...] = ()
    deadlines: tuple[Due, ...] = ()
    gaps: tuple[UnknownFact, ...] = ()
    proceedings: tuple[ProceedingInView, ...] = ()
    decides: Callable[[], tuple[Decision, ...]] = tuple
    counts: tuple[ComparedTotal, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    views: Mapping[str, View] = field(default_factory=dict)
    cited_by: tuple[tuple[RecordSummary, Reference], ...] = ()

    def leaves_out(self, path: tuple[str | int, ...]) -> bool:
        """Return whether a field is in an event after the day that the question named."""
        in_ledger = path[0] == LEDGER
        return in_ledger and not may_have_happened(value_at(path[:2], self.data), self.snapshot.horizon)

    def as_data(self) -> Fields:
        """Return the data of the record, with the derived values under `derived`.

        An event that cannot have happened by the day has `later`.
        """
        derived: Fields = self.dossier.view.as_data() if self.dossier else {}
        if self.dossier:
            for key, rows in (("urgent", self.urgent), ("deadlines", self.deadlines)):
                derived[key] = [pick_fields(each, "date", "kind", "event", nulls=("event",)) for each in rows]
            derived["proceedings"] = self.proceedings
            derived["decides"] = [each.as_data(self.row.id) for each in self.decides()]
            derived["gaps"] = self.gaps
            derived["consent"] = self.dossier.consent
        else:
            derived["cases"] = [pick_fields(each, "id", "name", "status", "certainty") for each in self.cases]
            derived["cited_by"] = [
                {
                    "record": row.id,
                    "field": dotted_path(reference.field, self.snapshot.register.by_id[row.id].data),
                }
                for row, reference in self.cited_by
            ]
        if self.row.kind == "situation":
            derived["counts"] = self.counts
        events = [_mark_later(event, self.snapshot.on) for event in groups(self.data.get(LEDGER))]
        return {**self.data, **({LEDGER: events} if events else {}), "derived": derived}


def read_timeline(
    directory: Path,
    clocks: QueryTimes,
    asked: Filters,
    within_days: TimelineSpan,
    *,
    by_case: bool,
) -> Timeline:
    """Return the ledgers of the matching cases, situations and organisations as one timeline.

    `within_days` limits the events to some days. Events after the day of the query are left out and counted.
    With `by_case` the events of each record are together. Raises the errors of `named_criteria`.
    """
    snapshot = find_dated_snapshot(directory, clocks)
    lines = timeline(read_ledgers(snapshot.register, ledgers(snapshot, asked)), within_days)
    today = TimelineSpan(until=snapshot.on)
    shown = [line for line in lines if today.touches(line.date)]
    if by_case:
        shown = [*chain.from_iterable(grouped((each.record, each) for each in shown).values())]
    return Timeline(snapshot, tuple(shown), len(lines) - len(shown), by_case)


def show(directory: Path, clocks: QueryTimes, words: str) -> ShownRecord:
    """Return the record that the words mean, by id, name or path, with its ledger and derived values.

    Raises NotFound if no record matches or several do, BrokenData if the record has errors.
    """
    snapshot = find_dated_snapshot(directory, clocks)
    register = snapshot.register
    entry = register.find(words)
    row = register.row(entry.id)
    data = entry.fields
    by_now, seen = TimelineSpan(until=snapshot.on), TimelineSpan(until=snapshot.horizon)
    recorded = ledger(register, row)
    lines = tuple(line for line in recorded if by_now.touches(line.date))
    ahead = tuple(line for line in recorded if seen.touches(line.date) and not by_now.touches(line.date))
    later = len(recorded) - len(lines) - len(ahead)
    if row.course is not None:
        view = _with_stated_date(row.course.on(snapshot.on), recorded)
        known_deadlines = deadlines_of(snapshot, register, row.id)
        hearings = {each.event for each in known_deadlines if each.kind == "hearing"}
        page = case_overview(data, view, snapshot.on)
        return ShownRecord(
            snapshot,
            row,
            data,
            lines,
            ahead,
            later,
            dossier=page,
            urgent=tuple(each for each in known_deadlines if each.kind == "urgent"),
            deadlines=deadlines_ahead(known_deadlines),
            gaps=gaps(data, view, snapshot.on),
            proceedings=proceedings(data, row.course, snapshot.on, hearings),
            decides=partial(decisions, view, snapshot.on, row.country, partial(_view_after, snapshot, entry)),
        )
    cases = _cases(snapshot, row)
    return ShownRecord(
        snapshot,
        row,
        data,
        lines,
        ahead,
        later,
        counts=reported_and_recorded(register, row, snapshot.on),
        cases=in_order(make_case_row(case, view, snapshot.on) for case, view in cases),
        views={case.id: view for case, view in cases},
        cited_by=tuple(register.citing(row.id)),
    )


def _mark_later(event: Data, day: Day) -> Data:
    """Return an event, with `later` if it cannot have happened by the day."""
    return event if may_have_happened(event, day) else {**event, "later": True}


def _with_stated_date(view: View, lines: Sequence[TimelineLine]) -> View:
    """Return the view with the date of its rule's event as text of the ledger, not as a span of days."""
    found = next((line.dated for line in lines if view.rule and line.event == view.rule.event), None)
    return replace(view, rule=replace(view.rule, date=found)) if view.rule and found else view


def _view_after(snapshot: DatedSnapshot, entry: Entry, new: Event) -> View:
    """Return the custody view of a valid case on the day of the snapshot, as if it had one more event."""
    from casefile.custody.ledger_order import find_insertion_index  # noqa: PLC0415 - the model, which stored answers do not need

    case = cast("Case", entry.record)
    at = find_insertion_index(case.events, new)
    events = (*case.events[:at], new, *case.events[at:])
    return snapshot.register.fold(case.model_copy(update={"events": events})).on(snapshot.on)


def _cases(snapshot: DatedSnapshot, row: RecordSummary) -> list[tuple[RecordSummary, View]]:
    """Return the cases that belong to a record, with their views on the day."""
    register = snapshot.register
    linked = register.linked(register.with_parts([row.id]))
    return [(case, case.course.on(snapshot.on)) for case in linked if case.course]
