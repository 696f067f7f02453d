"""Answers of the questionnaire that are one field of the entries of a type, or whole entries of a type."""

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
    template: str = "{}",
    dated: bool = False,
    words: Mapping[str, str] | None = None,
) -> Iterator[WgadFact]:
    """Yield the values of a field in the entries of the type `of`, each with its sources.

    If there are several entries, each is shown with its day. `template` is the text around the value, with
    `{}` in its place. `words` gives other texts for vocabulary words; a word that is not in it is left out.
    """
    entries = subject.of(EVENT_TYPES[of])
    for each in entries:
        value = each.data.get(field)
        text = value_words(subject, each.shape.fields[field], value) if value is not None else ""
        text = words.get(str(value), "") if words else text
        if text:
            yield subject.fact(each, template.format(text), dated=dated or len(entries) > 1, field=field)


def headlines(
    subject: WgadSubject,
    of: str,
    *,
    around: bool = False,
    needs: str = "",
    where: Mapping[str, str] | None = None,
) -> Iterator[WgadFact]:
    """Yield the entries of the type `of` as timeline lines.

    With `around` those of the person's situations follow. `needs` is a field that must have a value other
    than `unknown`, `where` gives the required values of other fields.
    """
    return subject.headlines(
        each
        for each in subject.of(EVENT_TYPES[of], around=around)
        if (not needs or format_stated_word(getattr(each.event, needs)))
        and (where or {}).items() <= each.data.items()
    )
