"""The case that a questionnaire is about: the entries of its ledger, and of its situations, up to the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.cited_sources import Cited
from casefile.custody.custody_view import Spell, View
from casefile.custody.status_text import when_words
from casefile.dates import Day, When
from casefile.errors import BadInput
from casefile.exporters.as_wgad.wgad_form import WgadFact
from casefile.exporters.as_wgad.wgad_submitter import SubmitterLines
from casefile.model.events import Event
from casefile.model.plain_data import Data
from casefile.model.record_shapes import shape_of_entry
from casefile.model.records import Case, Situation, Statute
from casefile.model.shape import Shape
from casefile.model.source import SourceRef
from casefile.model.vocabularies import capital, is_stated, word
from casefile.publication.publish import Publication, Published
from casefile.publication.published_course import UNKNOWN_VIEW, PublishedCourse
from casefile.views.deadlines.deadline import Due
from casefile.views.ledger_timeline import TimelineLine, citation_of

AnEvent = TypeVar("AnEvent", bound=Event)
OneOf = TypeVar("OneOf", bound=Event)


class WgadEvent(Struct, Generic[AnEvent], frozen=True):
    """An entry of a ledger: as an event, as a timeline line, and as published data.

    `group` is a text by which the form shows that the entry is about a group, or empty.
    """

    event: AnEvent
    line: TimelineLine
    data: Data
    group: str = ""

    @property
    def shape(self) -> Shape:
        """The fields of this type of entry."""
        return shape_of_entry(self.event.type)


class WgadSubject(Struct, frozen=True, dict=True):
    """A case as it is published, on the day of the publication, or one period of custody of it.

    `papers` and `sender` are the lines that the submitter gave about the person and about themselves,
    `deadlines` the deadlines of the case. `span` limits the entries to those on or after its first day, and
    before its second day if there is one. `is_present` is false for a period that another one follows: the
    status on the day does not belong to it, so its `view` is UNKNOWN_VIEW with the period.
    """

    publication: Publication
    published: Published
    case: Case
    view: View
    sender: SubmitterLines = SubmitterLines()
    papers: SubmitterLines = SubmitterLines()
    deadlines: tuple[Due, ...] = ()
    span: tuple[Day, Day | None] | None = None
    is_present: bool = True

    @classmethod
    def of_published(cls, publication: Publication, published: Published) -> WgadSubject:
        """Return the subject of a published case; raise TypeError if the record is not a case."""
        case = publication.register.by_id[published.id].record
        view = published.view(publication.on)
        if not isinstance(case, Case) or view is None:
            raise TypeError("a questionnaire is about a case")
        return cls(publication, published, case, view)

    @property
    def periods(self) -> tuple[Spell, ...]:
        """The periods of custody up to the day, of which the beginning is known."""
        return tuple(each for each in self.view.spells if each.start not in {"", "unknown"})

    def in_period(self, start: str) -> WgadSubject:
        """Return the case limited to the period of custody that begins on a day.

        Raises BadInput CF621 if no period begins on it.
        """
        chosen = next((each for each in self.periods if each.start == start), None)
        if chosen is None:
            there = ", ".join(each.start for each in self.periods)
            hint = f"periods begin on {there}" if there else "the start of no period of this case is known"
            raise BadInput("CF621", f"no period of custody of {self.published.id} starts on this day", hint)
        at = self.view.spells.index(chosen)
        is_last = at == len(self.view.spells) - 1
        view = self.view if is_last else UNKNOWN_VIEW
        first = When.parse(start)
        later = (When.parse(each.start).earliest for each in self.periods)
        span = first.earliest, min((day for day in later if day > first.latest), default=None)
        days = self.view.spell_days[at]
        view = replace(view, spells=(chosen,), days_held=days, spell_days=(days,))
        return replace(self, view=view, span=span, is_present=is_last)

    def beginning_of(self, period: Spell) -> WgadEvent[Event] | None:
        """Return the entry with which a period of custody began; None if it is not known or not published."""
        course = self.published.row.course
        if not isinstance(course, PublishedCourse):
            return None
        began = dict(zip(course.answer.spells, course.began_with, strict=True))
        return next((each for each in self.entries if each.event.id == began[period]), None)

    @cached_property
    def sentences_served(self) -> frozenset[str]:
        """The ids of the verdicts for whose sentence the person was in custody, up to the day."""
        course = self.published.row.course
        return course.sentences_served(self.day) if course else frozenset()

    @property
    def day(self) -> Day:
        """The day for which the form describes the case."""
        return self.publication.on

    @cached_property
    def entries(self) -> tuple[WgadEvent[Event], ...]:
        """The entries of the case that may have happened by the day, in the order of the ledger."""
        found = (each for each in self._ledger(self.published.id) if each.line.date.earliest <= self.day)
        return tuple(each for each in found if self._is_in_span(each.line.date))

    def _is_in_span(self, date: When) -> bool:
        if self.span is None:
            return True
        first, end = self.span
        return date.latest >= first and (end is None or date.earliest < end)

    @cached_property
    def later(self) -> tuple[WgadEvent[Event], ...]:
        """The entries of the case that are dated after the day."""
        return tuple(each for each in self._ledger(self.published.id) if each.line.date.earliest > self.day)

    @cached_property
    def around(self) -> tuple[WgadEvent[Event], ...]:
        """The entries, up to the day, of the situations of the case: they are about a group, not a person."""
        found = []
        for each in self.case.situations:
            record = self._record(each)
            if isinstance(record, Situation):
                found += [
                    *self._ledger(each, f"stated about the group “{record.title}”, not about this person")
                ]
        return tuple(each for each in found if each.line.date.earliest <= self.day)

    def _ledger(self, record_id: str, group: str = "") -> Iterator[WgadEvent[Event]]:
        events = {each.id: each for each in self.publication.register.by_id[record_id].events}
        for line, data in self.publication.ledger_with_data(record_id):
            yield WgadEvent(events[line.event], line, data, group)

    def _record(self, record_id: str) -> object:
        entry = self.publication.register.by_id.get(record_id)
        return entry.record if entry else None

    def of(self, kind: type[OneOf], *, around: bool = False) -> tuple[WgadEvent[OneOf], ...]:
        """Return the entries of an event class; with `around` also those of the person's situations."""
        entries: tuple[WgadEvent[Any], ...] = (*self.entries, *self.around) if around else self.entries
        return tuple(each for each in entries if isinstance(each.event, kind))

    def headlines(
        self, entries: Iterable[WgadEvent[OneOf]], more: Callable[[WgadEvent[OneOf]], str] = lambda _entry: ""
    ) -> Iterator[WgadFact]:
        """Yield entries as timeline lines in words: date, headline, place, authority, court, summary.

        `more` returns a text that is added after the headline of an entry.
        """
        for entry in entries:
            line = entry.line
            parts = (
                " ".join(filter(None, (capital(line.headline), more(entry)))),
                line.place,
                f"by {', '.join(map(self.named, line.by))}" if line.by else "",
                f"at {self.named(line.court)}" if line.court else "",
            )
            text = ", ".join(filter(None, parts))
            yield self.fact(entry, f"{text}. {line.summary}" if line.summary else text, dated=True)

    def fact(self, entry: WgadEvent[OneOf], text: str, *, dated: bool = False, field: str = "") -> WgadFact:
        """Return a statement with the sources, the status and the doubts of an entry.

        With `field` the sources are those of this field, else those of the entry. `dated` adds its date.
        """
        line, resolution = entry.line, entry.event.resolution
        day = when_words(line.date.text) if dated or entry.group else ""
        return WgadFact(
            text,
            line.cited_for(field),
            about=capital(day),
            group=entry.group,
            standing=line.standing if line.stands and line.standing != "reported" else "",
            doubt="" if line.stands else word(line.standing),
            reason=line.reason,
            doubt_cited=citations_of(resolution.sources) if resolution else (),
        )

    def named(self, text: str) -> str:
        """Return the full name of an organisation or another record, given by its id or a name."""
        return self.publication.register.full_name(text)

    def statute(self, text: str) -> Statute | None:
        """Return the statute with an id, or None if there is no such statute."""
        record = self._record(text)
        return record if isinstance(record, Statute) else None


def citations_of(sources: Iterable[SourceRef]) -> tuple[Cited, ...]:
    """Return the citations of sources: id, place in the source, quote."""
    plain = (each if isinstance(each, str) else each.model_dump(exclude_none=True) for each in sources)
    return tuple(map(citation_of, plain))


def format_stated_word(text: str | None) -> str:
    """Return a vocabulary word in English; empty for a word without information, such as `unknown`."""
    return word(text) if is_stated(text) else ""


def or_in_words(text: str | None, event: Event) -> str:
    """Return the vocabulary word `text` in English; for `other`, the summary of the entry."""
    return format_stated_word(text) or (event.summary or "" if text == "other" else "")
