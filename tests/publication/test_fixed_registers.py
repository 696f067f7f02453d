"""The properties of publishing on a few fixed registers: fast, and the same in every run.

`make mutants` runs these instead of the random ones.
"""

from __future__ import annotations

import pytest

from casefile.publication.audience import AUDIENCES
from casefile.publication.publish import publish
from casefile.publication.published_difference import differences, publish_sides
from casefile.register import Register
from support.moments import DAY, two_states

SEEDS = range(12)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_difference_shows_an_audience_only_facts_of_the_two_publications(entry_of, audience, seed):
    before, after = two_states(entry_of, seed)
    sides = publish_sides(before, after, audience, on=DAY)

    for side, register in zip(sides, (before, after), strict=False):
        whole = publish(register, audience, on=DAY)
        assert [(each.id, each.data) for each in side.records] == [
            (each.id, each.data) for each in whole.records
        ]
    shown = {each.id for side in sides[:2] for each in side.records}
    assert {each.record for each in differences(sides, before, after, DAY)} <= {None, *shown}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_referenced_records_come_first(entry_of, case, audience):
    def record(of_kind, key, **fields):
        return {"schema": f"casefile/{of_kind}/1", "id": key, "tier": "public", **fields}

    records = [
        record(
            "statute",
            "law",
            country="KG",
            title="A law",
            criticism=[{"text": "Too wide.", "by": ["law-office"]}],
        ),
        record("source", "paper", kind="press_article", publisher="zero-office"),
        record("organization", "law-office", name="An Office"),
        record("organization", "office", name="An Office"),
        record("organization", "zero-office", name="An Office", partner_of=["office"]),
        record("situation", "sweep", title="A sweep", part_of=["wide"]),
        record("situation", "wide", title="A wide sweep"),
        case("a1b2c", related=[{"case": "kg-2025-z9z9z", "relation": "relative"}], situations=["sweep"]),
        case("z9z9z"),
    ]
    register = Register(map(entry_of, records))
    whole = publish(register, audience, on=DAY)

    ids = [each.id for each in whole.records]
    for first, second in (("law-office", "law"), ("zero-office", "paper"), ("wide", "sweep")):
        assert ids.index(first) < ids.index(second)
