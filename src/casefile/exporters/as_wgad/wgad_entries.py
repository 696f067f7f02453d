"""Answers of the questionnaire that are a field of entries of one type, or such entries as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.exporters.as_wgad.wgad_details import value_words
from casefile.exporters.as_wgad.wgad_form import WgadFact
from casefile.exporters.as_wgad.wgad_subject import WgadSubject, format_stated_word
from casefile.model.events import (
    EVENT_TYPES,
)


def field(  # noqa: PLR0913 - the parameters of a row of the questionnaire
    subject: WgadSubject,
    of: str,
    field: str,
    *,
    says: str = "{}",
    dated: bool = False,
    words: Mapping[str, str] | None = None,
) -> Iterator[WgadFact]:
    """Yield what entries of a type state in a field, each with its sources; of several each with its day.

    `says` are the words around it, `words` stand instead of single words of a vocabulary.
    """
    told = subject.of(EVENT_TYPES[of])
    for each in told:
        value = each.data.get(field)
        text = value_words(subject, each.shape.fields[field], value) if value is not None else ""
        text = words.get(str(value), "") if words else text
        if text:
            yield subject.fact(each, says.format(text), dated=dated or len(told) > 1, field=field)


def headlines(
    subject: WgadSubject,
    of: str,
    *,
    around: bool = False,
    needs: str = "",
    where: Mapping[str, str] | None = None,
) -> Iterator[WgadFact]:
    """Yield entries of a type as a timeline has them; with `around` also those of the person's situations.

    `needs` is a field that must have a word other than `unknown`, `where` gives the values of others.
    """
    return subject.headlines(
        each
        for each in subject.of(EVENT_TYPES[of], around=around)
        if (not needs or format_stated_word(getattr(each.event, needs)))
        and (where or {}).items() <= each.data.items()
    )
