"""The two clocks: the day in the world, and the register as it was known at some time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from casefile.errors import BadInput, Problem
from casefile.model.dates import BadDate, Day, When
from casefile.model.records import Organization, Situation, Statute
from casefile.model.source import Source
from casefile.operations.load import local_day, open_register
from casefile.register import Register
from casefile.views.timeline import Span, article


@dataclass(frozen=True, slots=True)
class Clocks:
    """When is read, as typed: the day in the world, the moment of the register; and the time it is now."""

    now: datetime
    on: str | None = None
    known_at: str | None = None


@dataclass(frozen=True)
class Moment:
    """What a reading command read: the register, the day, and the words for the register's moment."""

    register: Register
    on: Day
    known_at: str

    @cached_property
    def broken(self) -> tuple[Problem, ...]:
        """What is wrong with files that are therefore not shown."""
        return self.register.unshown

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What shared records are called in a line, by id."""
        records = {entry.id: entry.record for entry in self.register.by_id.values()}
        found = {record_id: said for record_id, record in records.items() if (said := _label(record))}
        sources = {record_id: record for record_id, record in records.items() if isinstance(record, Source)}
        return found | {record_id: _source_label(source, found) for record_id, source in sources.items()}


def moment_of(directory: Path, clocks: Clocks) -> Moment:
    """Open the register as it was known, and settle which day is asked: today where none is typed."""
    opened = open_register(directory, clocks.known_at)
    today = local_day(opened.register.settings.timezone, clocks.now)
    return Moment(opened.register, _day(clocks.on, "--on", today), opened.known_at)


def span(since: str | None, until: str | None) -> Span:
    """Return the days between two bounds as typed: `--since 2025-05` is from its first day on."""
    return Span(
        _date(since, "--since").earliest if since else None, _date(until, "--until").latest if until else None
    )


def _day(text: str | None, option: str, today: Day) -> Day:
    if text is None or text == "today":
        return today
    day = _date(text, option).day
    if day is None:
        raise BadInput("CF601", f"{option} takes a single day", f"such as {option} 2025-06-10")
    return day


def _date(text: str, option: str) -> When:
    try:
        return When.parse(text)
    except BadDate as bad:
        meant = f"did you mean {bad.instead}?" if bad.instead else bad.hint
        raise BadInput("CF601", f"{option}: {bad.message}", meant) from bad


def _label(record: object) -> str:
    return next((said(record) for kind, said in LABELS.items() if isinstance(record, kind)), "")


LABELS: Mapping[type, Callable[..., str]] = {
    Organization: lambda record: record.abbreviation or record.name,
    Situation: lambda record: record.title,
    Statute: article,
}
"""How a record of each kind is called in a line."""


def _source_label(source: Source, labels: Mapping[str, str]) -> str:
    """Call a source by who published it and when: `OCCRP, 4 June 2025`."""
    publisher = source.publisher or source.kind.replace("_", " ")
    date = source.published or source.accessed
    told = (labels.get(publisher, publisher), date.words() if date else "")
    return ", ".join(filter(None, told))
