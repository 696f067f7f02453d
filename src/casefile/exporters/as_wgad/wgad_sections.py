"""Fill in the questionnaire of a case: all sections, and the sources that they cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from casefile.custody.status_text import day_words
from casefile.exporters.as_wgad import wgad_custody, wgad_entries, wgad_matter, wgad_person
from casefile.exporters.as_wgad.wgad_form import (
    WgadFact,
    WgadForm,
    WgadItem,
    WgadSection,
    WgadSource,
    number_sources,
)
from casefile.exporters.as_wgad.wgad_person import statements
from casefile.exporters.as_wgad.wgad_questions import WgadPart, WgadQuestion, questionnaire
from casefile.exporters.as_wgad.wgad_subject import WgadSubject
from casefile.exporters.as_wgad.wgad_submitter import SubmitterLines, by_case, read
from casefile.model.country_names import country_name
from casefile.model.events import Finding
from casefile.model.plain_data import mapping
from casefile.model.source import Source
from casefile.model.vocabularies import word
from casefile.names.groups_by_key import grouped
from casefile.publication.publish import Publication
from casefile.views.deadlines.deadline import EVER, DeadlineWindow


def forms(publication: Publication, submitted_by: str, papers: str, period: str = "") -> Iterator[WgadForm]:
    """Yield the form of each chosen case.

    `submitted_by` and `papers` are the contents of the files that the submitter gave, or empty. `period` is
    the day on which the period of custody begins for which arrest and detention are answered; empty for all
    periods. Raises BadInput if it is not clear which person the papers are about, or if no such period
    begins.
    """
    cases = [*publication.of("case")]
    given = by_case(papers, {each.id: "name" in mapping(each.data.get("person")) for each in cases})
    deadlines = grouped((each.record, each) for each in publication.due(DeadlineWindow(EVER)))
    sender = read(submitted_by)
    for case in cases:
        subject = WgadSubject.of_published(publication, case)
        more = {
            "papers": given.get(case.id, SubmitterLines()),
            "deadlines": tuple(deadlines.get(case.id, ())),
        }
        yield _form(replace(subject, sender=sender, **more), period)


def _form(subject: WgadSubject, period: str) -> WgadForm:
    chosen = subject.in_period(period) if period else subject
    parts = questionnaire().sections
    sections = tuple(_section(chosen if part.of_period else subject, part) for part in parts)
    numbers = number_sources(sections)
    sources = tuple(_listed(subject, source, number) for source, number in numbers.items())
    return WgadForm(
        subject.published.id,
        subject.published.name,
        subject.publication.audience,
        _state(subject),
        tuple(_with_copies(part, section, sources) for part, section in zip(parts, sections, strict=True)),
        sources,
    )


def _state(subject: WgadSubject) -> tuple[str, ...]:
    """Return lines that describe the case, its country, the day and the state of the register."""
    return (
        f"Case {subject.published.id}, {country_name(subject.case.country)}",
        f"The situation on {day_words(subject.day)}, as known in {subject.publication.known_at}",
    )


def _section(subject: WgadSubject, part: WgadPart) -> WgadSection:
    items = tuple(_item(subject, each) for each in part.items)
    if part.overview:
        known = (each.category for each, item in zip(part.items, items, strict=True) if item.known)
        under = ", ".join(filter(None, known))
        first = WgadItem(
            part.overview.number, part.overview.asks, (WgadFact(under),) if under else (), part.overview.ask
        )
        items = (first, *items)
    return WgadSection(_with_day(subject, part.title), items, part.remark, part.wide)


def _item(subject: WgadSubject, question: WgadQuestion) -> WgadItem:
    """Return a filled-in item; if it has a category, facts about the person come before those of a group."""
    facts = [fact for each in question.answers for fact in _answer(subject, each)]
    if question.category:
        facts.sort(key=lambda fact: bool(fact.group))
    differing = (
        *statements(subject, question.claims),
        *(fact for each in question.differing for fact in _answer(subject, each)),
    )
    has_opinion = any(each.event.kind == "wgad_opinion" for each in subject.of(Finding))
    return WgadItem(
        question.number,
        _with_day(subject, question.asks),
        tuple(facts),
        question.ask if has_opinion or not question.ask_after_opinion else "",
        (*question.open, *(_function(question.also)(subject) if question.also else ())),
        differing,
        question.counted,
        question.nothing,
        question.blank,
    )


def _answer(subject: WgadSubject, answer: str | Mapping[str, Any]) -> Iterable[WgadFact]:
    """Return the facts of an answer, which is the name of a function, alone or with its parameters."""
    if isinstance(answer, str):
        return _function(answer)(subject)
    return _function(answer["name"])(subject, **{key: answer[key] for key in answer if key != "name"})


ANSWERS = (wgad_entries, wgad_person, wgad_custody, wgad_matter)
"""The modules that contain the functions which the questionnaire names."""


def _function(name: str) -> Callable[..., Iterable[Any]]:
    found: Callable[..., Iterable[Any]] = next(getattr(each, name) for each in ANSWERS if hasattr(each, name))
    return found


def _with_day(subject: WgadSubject, text: str) -> str:
    return text.format(day=day_words(subject.day))


def _with_copies(part: WgadPart, section: WgadSection, sources: Iterable[WgadSource]) -> WgadSection:
    """Return a section with its list of sources filled in, which is known only after all other items."""
    copies = tuple(WgadFact(f"[{each.number}] {each.title}") for each in sources)
    if not any(each.lists_sources for each in part.items):
        return section
    items = zip(part.items, section.items, strict=True)
    return replace(
        section,
        items=tuple(replace(item, facts=copies) if each.lists_sources else item for each, item in items),
    )


def _listed(subject: WgadSubject, source_id: str, number: int) -> WgadSource:
    """Return the form's description of a source: title, publisher, date, authors, digest and addresses."""
    entry = subject.publication.register.by_id.get(source_id)
    source = entry.record if entry else None
    if not isinstance(source, Source):
        return WgadSource(number, source_id)
    publisher = subject.named(source.publisher or "")
    published = source.published.words() if source.published else ""
    kind = KINDS.get(source.kind, word(source.kind))
    called = ", ".join(filter(None, (publisher, kind, published)))
    about = (
        called if source.title else "",
        ", ".join(source.authors),
        f"read {source.accessed.words()}" if source.accessed else "",
        f"SHA-256 {source.sha256}" if source.sha256 else "",
    )
    return WgadSource(
        number,
        source.title or called,
        tuple(filter(None, about)),
        source.url or "",
        source.archived_url or "",
    )


KINDS = {"ngo_release": "NGO release"}
"""Texts for kinds of sources whose vocabulary word reads badly."""
