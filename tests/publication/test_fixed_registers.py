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
from support.moments import DAY, moments, told
from support.shares import in_shares, register_by

SEEDS = range(12)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_moments_that_are_published_in_part_differ_as_they_do_as_a_whole(entry_of, audience, seed):
    before, after = moments(entry_of, seed)
    whole = [publish(each, audience, on=DAY) for each in (before, after)]
    parts = publish_both(before, after, audience, on=DAY)

    assert told(*parts, after) == told(*whole, after)
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
