"""The properties of publishing on a few fixed registers: fast, and the same in every run.

`make mutants` runs these instead of the random ones.
"""

from __future__ import annotations

from datetime import date

import pytest

from casefile.model.dates import FIRST_DAY, LAST_DAY
from casefile.publication.audience import AUDIENCES
from casefile.publication.both import publish_both
from casefile.publication.publish import publish
from casefile.register import Register
from support.moments import DAY, moments, publish_whole, told
from support.shares import in_shares, register_by

SEEDS = range(12)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_moments_that_are_published_in_part_differ_as_they_do_as_a_whole(entry_of, audience, seed):
    before, after = moments(entry_of, seed)
    whole = publish_whole(before, after, audience)
    parts = publish_both(before, after, audience, on=DAY)

    assert told(*parts, before, after) == told(*whole, before, after)
    for part, all_of_it in zip(parts, whole, strict=True):
        for record in part.records:
            assert record.data == all_of_it.find(record.id).data


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_in_shares_the_same_lines_leave(entry_of, audience, seed):
    register = register_by(entry_of, seed)
    whole, shared = publish(register, audience, on=DAY), in_shares(register, audience, 2)

    assert b"".join(shared.lines) == b"".join(whole.lines)
    assert (shared.withheld, shared.records) == (whole.withheld, len(whole.records))
    assert shared.first <= DAY.toordinal() <= shared.last


@pytest.mark.parametrize(
    ("ends", "first", "last"),
    [
        ([], FIRST_DAY, LAST_DAY),
        (["2025-06-30", "2025-07-20"], date(2025, 7, 1), date(2025, 7, 20)),
        (["2025-07-01"], FIRST_DAY, date(2025, 7, 1)),
        (["2025-06-01", "2025-06-15"], date(2025, 6, 16), LAST_DAY),
    ],
)
def test_lines_are_the_same_until_the_next_consent_ends(entry_of, case, ends, first, last):
    cases = [
        case(f"a1b2{at}", consent={"basis": "subject", "scope": ["named"], "expires": end})
        for at, end in enumerate(ends)
    ]

    made = in_shares(Register(map(entry_of, [case(), *cases])), "public", 1)

    assert (made.first, made.last) == (first.toordinal(), last.toordinal())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_in_shares_what_is_named_comes_first_too(entry_of, case, audience):
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

    for count in (1, 3):
        assert b"".join(in_shares(register, audience, count).lines) == b"".join(whole.lines)
    ids = [each.id for each in whole.records]
    for first, second in (("law-office", "law"), ("zero-office", "paper"), ("wide", "sweep")):
        assert ids.index(first) < ids.index(second)
