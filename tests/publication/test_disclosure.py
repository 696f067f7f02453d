"""What is left of a record by its tiers is judged once more only where a text or a reference asks for it."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from msgspec.structs import replace

from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.publication.audience import SCOPES
from casefile.publication.disclosure import disclosed_records, take_first_look
from casefile.publication.redaction import Dependencies, Own, TextRules
from casefile.publication.withheld_counts import Withheld
from support.moments import DAY
from support.properties import for_examples
from support.published import register_by

AUDIENCES = ("public", "partners", "internal")


@pytest.mark.parametrize("audience", AUDIENCES)
@for_examples(40, 120, seed=st.integers(0, 2**40))
def test_a_record_judged_once_would_be_judged_the_same_again(entry_of, audience, seed):
    looked = take_first_look(register_by(entry_of, seed), audience, SCOPES[audience], DAY)
    anew = {key: replace(each, dependencies=None) for key, each in looked.by_tier.items()}
    once, twice = disclosed_records(looked), disclosed_records(replace(looked, by_tier=anew))
    assert (once.withheld, once.replaced) == (twice.withheld, twice.replaced)
    assert {key: (each.data, each.tally) for key, each in once.kept.items()} == {
        key: (each.data, each.tally) for key, each in twice.kept.items()
    }


def test_parts_that_depend_on_other_records_are_published_only_if_all_are():
    hidden = HiddenNames([SecretNames(("Zelda Sekretova",))])
    known = TextRules(hidden, lambda _, value: {"open": True, "shut": False}.get(value), frozenset({"shut"}))
    told = Dependencies(
        {"Nothing more."}, {("source", "open"), ("organization?", "The Daily")}, {("shut", "open"), ("gone",)}
    )
    assert told.is_all_published(known, Own())
    for more in (
        Dependencies(texts={"Free Zelda Sekretova!"}),
        Dependencies(texts={"See shut."}),
        Dependencies(texts={"h2v5t says so."}),
        Dependencies(references={("source", "shut")}),
        Dependencies(references={("organization?", "Zelda Sekretova")}),
        Dependencies(references={("organization?", "As h2v5t says")}),
        Dependencies(claimed={("shut", "h2v5t")}),
    ):
        assert not more.is_all_published(known, Own(frozenset({"h2v5t"})))


@pytest.mark.parametrize("number", ["records", "events", "fields", "names", "ids"])
def test_something_was_withheld_where_one_number_is_not_zero(number):
    assert Withheld(**{number: 1})
    assert not Withheld()
