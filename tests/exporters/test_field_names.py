"""A field of a group has its name in every text, unless its value is clear without it."""

from __future__ import annotations

from functools import partial

import pytest

from casefile.changes.value_text import format_value
from casefile.exporters.as_wgad.wgad_details import value_words
from casefile.exporters.as_wgad.wgad_subject import WgadSubject
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.pages.field_facts import format_field_value
from casefile.pages.plain_facts import plain
from casefile.pages.text_spans import plain_text
from casefile.publication.publish import publish
from support.moments import DAY


@pytest.fixture(params=["dossier", "ftm", "wgad", "log"])
def in_words(request, register_of, records):
    """Return each function that returns a value in words."""
    publication = publish(register_of(*records), "internal", on=DAY, label="3f2a91c")
    subject = WgadSubject.of_published(publication, next(iter(publication.of("case"))))
    return {
        "dossier": lambda *value: plain_text(format_field_value(publication.register, *value)),
        "ftm": partial(plain, publication.register),
        "wgad": partial(value_words, subject),
        "log": format_value,
    }[request.param]


@pytest.mark.parametrize(
    ("kind", "field", "value", "words"),
    [
        ("detention", "notice", {"family": "denied"}, "family denied"),
        ("detention", "notice", {"reasons": "denied"}, "reasons denied"),
        ("detention", "notice", {"reasons": "given", "family": "denied"}, "reasons given, family denied"),
        ("charge", "charges", [{"part": "3"}], "part 3"),
        ("charge", "charges", [{"statute": "Art. 5", "part": "3"}], "Art. 5, part 3"),
        ("verdict", "sentences", [{"penalty": "life"}], "life"),
    ],
)
def test_a_field_has_its_name_unless_its_value_is_clear_without_it(kind, field, value, words, in_words):
    text = in_words(shape_of_entry(kind).fields[field], value)
    assert text.replace(":", "") == words


def test_the_reason_of_a_resolution_without_a_value_has_its_name(in_words):
    claim = shape_of("case").fields["claims"].item({})
    assert in_words(claim.fields["resolution"], {"reason": "a slip"}).replace(":", "") == "reason a slip"
