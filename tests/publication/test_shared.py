"""Published in shares, line by line, a register is what it is as a whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date as day_of
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.model.names.hidden import Hidden, Secret
from casefile.publication.audience import SCOPES
from casefile.publication.leaving import leaving, look
from casefile.publication.lines import Lines, Withheld, packed, unpacked
from casefile.publication.publish import publish
from casefile.publication.redaction import Asked, Knowledge, Own
from casefile.register import Register
from support.moments import DAY
from support.shares import in_shares, register_by

AUDIENCES = ("public", "partners", "internal")
asked_at_random = settings(deadline=None, max_examples=120)


@pytest.mark.parametrize("audience", AUDIENCES)
@given(seed=st.integers(0, 2**40), count=st.integers(1, 4))
@asked_at_random
def test_the_same_leaves_in_shares_as_in_one(entry_of, audience, seed, count):
    register = register_by(entry_of, seed)
    whole, shared = publish(register, audience, on=DAY), in_shares(register, audience, count)
    assert b"".join(shared.lines) == b"".join(whole.lines)
    assert (shared.withheld, shared.records) == (whole.withheld, len(whole.records))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_whatever_the_model_can_hold_leaves_in_shares_as_in_one(aviary, audience):
    register, _ = aviary
    whole, shared = publish(register, audience, on=DAY), in_shares(register, audience, 3)
    assert b"".join(shared.lines) == b"".join(whole.lines)
    assert shared.withheld == whole.withheld


@pytest.mark.parametrize("audience", AUDIENCES)
@given(seed=st.integers(0, 2**40))
@asked_at_random
def test_what_is_not_judged_twice_would_be_judged_alike(entry_of, audience, seed):
    looked = look(register_by(entry_of, seed), audience, SCOPES[audience], DAY)
    anew = {key: replace(each, asked=None) for key, each in looked.by_tier.items()}
    once, twice = leaving(looked), leaving(replace(looked, by_tier=anew))
    assert (once.withheld, once.replaced) == (twice.withheld, twice.replaced)
    assert {key: (each.data, each.tally) for key, each in once.kept.items()} == {
        key: (each.data, each.tally) for key, each in twice.kept.items()
    }


@pytest.mark.parametrize("audience", AUDIENCES)
@given(seed=st.integers(0, 2**40))
@asked_at_random
def test_on_each_of_their_days_the_same_lines_leave(entry_of, audience, seed):
    register = register_by(entry_of, seed)
    made = in_shares(register, audience, 1)
    assert made.first <= DAY.toordinal() <= made.last
    for number in {max(made.first, (DAY - timedelta(days=40)).toordinal()), made.last} - {
        DAY.max.toordinal()
    }:
        other = in_shares(register, audience, 1, day_of.fromordinal(number))
        assert (b"".join(other.lines), other.withheld) == (b"".join(made.lines), made.withheld)


def test_a_consent_that_ends_ends_the_days_of_the_lines(entry_of, case):
    named = {"identification": "named", "name": "Aizada Toktogulova"}
    consent = {"basis": "subject", "scope": ["named"], "expires": "2025-07-10"}
    register = Register([entry_of(case(person=named, consent=consent))])
    made = in_shares(register, "public", 1)
    after = in_shares(register, "public", 1, day_of(2025, 7, 11))
    assert made.last == day_of(2025, 7, 10).toordinal()
    assert after.first == day_of(2025, 7, 11).toordinal()
    assert "Aizada" in b"".join(made.lines).decode()
    assert "Aizada" not in b"".join(after.lines).decode()


def test_what_hangs_on_more_than_its_record_is_told_only_as_a_whole():
    hidden = Hidden([Secret(("Zelda Sekretova",))])
    known = Knowledge(hidden, lambda _, value: {"open": True, "shut": False}.get(value), frozenset({"shut"}))
    told = Asked(
        {"Nothing more."}, {("source", "open"), ("organization?", "The Daily")}, {("shut", "open"), ("gone",)}
    )
    assert told.are_told(known, Own())
    for more in (
        Asked(texts={"Free Zelda Sekretova!"}),
        Asked(texts={"See shut."}),
        Asked(texts={"h2v5t says so."}),
        Asked(references={("source", "shut")}),
        Asked(references={("organization?", "Zelda Sekretova")}),
        Asked(claimed={("shut", "h2v5t")}),
    ):
        assert not more.are_told(known, Own(frozenset({"h2v5t"})))


def test_lines_are_made_by_those_who_publish_alone():
    with pytest.raises(TypeError):
        Lines("public", 0, Withheld(), 1, 2, [], object())


@given(seed=st.integers(0, 2**40))
@settings(deadline=None, max_examples=20)
def test_lines_that_were_kept_are_the_very_same(entry_of, seed):
    made = in_shares(register_by(entry_of, seed), "internal", 1)
    kept = unpacked(packed(made))
    assert b"".join(kept.lines) == b"".join(kept.lines) == b"".join(made.lines)
    assert (kept.audience, kept.records, kept.withheld, kept.first, kept.last) == (
        made.audience, made.records, made.withheld, made.first, made.last,
    )  # fmt: skip
    assert b"".join(kept.lines).count(b"\n") == kept.records
    assert all(json.loads(line) for line in b"".join(kept.lines).splitlines())
