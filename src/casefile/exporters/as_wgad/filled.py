"""The questionnaire of a case, filled in: all sections, and the sources that they cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefile.exporters.as_wgad.account import account
from casefile.exporters.as_wgad.arbitrary import arbitrary
from casefile.exporters.as_wgad.custody import arrest, detention
from casefile.exporters.as_wgad.form import Form, Listed, number_sources
from casefile.exporters.as_wgad.given import Given, by_case, read
from casefile.exporters.as_wgad.identity import identity, state
from casefile.exporters.as_wgad.steps import follow_up, notes, remedies, submitter, urgent
from casefile.exporters.as_wgad.subject import Subject
from casefile.model.source import Source
from casefile.model.words import word
from casefile.publication.publish import Publication
from casefile.views.due.row import EVER, Due, Window


def forms(publication: Publication, submitted_by: str, papers: str, period: str = "") -> Iterator[Form]:
    """Yield the form of each chosen case; the texts are of files that the submitter gave, or empty.

    `period` is the day on which the period of custody begins that arrest and detention are answered for.
    """
    subjects = [Subject.of_published(publication, each) for each in publication.of("case")]
    given = by_case(papers, {each.published.id: bool(each.case.person.name) for each in subjects})
    owed: dict[str, list[Due]] = {}
    for each in publication.due(Window(EVER)):
        owed.setdefault(each.record, []).append(each)
    for subject in subjects:
        key = subject.published.id
        yield _form(subject, read(submitted_by), given.get(key, Given()), period, owed.get(key, ()))


def _form(subject: Subject, sender: Given, papers: Given, period: str, owed: Iterable[Due]) -> Form:
    chosen = subject.in_period(period) if period else subject
    body = (
        identity(subject, papers),
        arrest(chosen),
        detention(chosen),
        account(subject),
        arbitrary(subject),
        remedies(subject),
        submitter(sender),
    )
    after = (urgent(subject, owed), follow_up(subject))
    numbers = number_sources((*body, *after))
    sources = tuple(_listed(subject, source, number) for source, number in numbers.items())
    copies = tuple(f"[{each.number}] {each.title}" for each in sources)
    return Form(
        subject.published.id, subject.published.name, subject.publication.audience, state(subject),
        (*body, notes(subject, sender, copies), *after), sources,
    )  # fmt: skip


def _listed(subject: Subject, source_id: str, number: int) -> Listed:
    """List a source: what it is called, who published it and when, and where it is."""
    entry = subject.publication.register.by_id.get(source_id)
    source = entry.record if entry else None
    if not isinstance(source, Source):
        return Listed(number, source_id)
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
    return Listed(
        number,
        source.title or called,
        tuple(filter(None, about)),
        source.url or "",
        source.archived_url or "",
    )


KINDS = {"ngo_release": "NGO release"}
"""Kinds of sources whose word reads oddly."""
