"""The labelled list of pairs: a floor under what the second half reaches."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import names_page
import pytest

from casefile.names.sound_lookup import NameLookup

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "tests/examples/names/pairs.tsv"


pairs = names_page.read(PAIRS.read_text(encoding="utf-8"))
held_out = [pair for pair in pairs if pair.half == names_page.HELD_OUT]
FLOORS = {
    "Arabic": 0.93,
    "Armenian": 0.60,
    "Cyrillic": 0.97,
    "Georgian": 0.80,
    "Greek": 0.75,
    "Han": 0.80,
    "Hebrew": 0.75,
    "Latin": 0.85,
}
"""Recall by script: what is reached, less one pair where that is all of them."""


def test_the_list_of_pairs_has_its_required_size_and_scripts():
    labels = Counter(pair.label for pair in pairs)

    assert labels["same"] >= 200
    assert labels["different"] >= 80
    assert {pair.script for pair in pairs} == FLOORS.keys()
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("script", FLOORS)
def test_spellings_of_one_name_are_found_in_every_script(script):
    of = names_page.measured(pair for pair in held_out if pair.script == script)

    assert of.recall >= FLOORS[script]
    assert of.precision >= 0.95


def test_all_pairs_together_reach_the_required_share():
    of = names_page.measured(held_out)

    assert of.precision >= 0.98
    assert of.recall >= 0.93


def test_the_sieve_passes_every_pair_that_is_alike():
    alike = [pair for pair in pairs if pair.proposed]
    those, these = NameLookup([pair.other] for pair in alike), NameLookup([pair.one] for pair in alike)

    lost = [pair for at, pair in enumerate(alike) if at not in those.near([pair.one])]
    lost += [pair for at, pair in enumerate(alike) if at not in these.near([pair.other])]

    assert lost == []


def test_the_sieve_holds_back_most_of_the_others():
    let_through = sum(
        len(NameLookup([pair.other] for pair in pairs).near([pair.one])) for pair in pairs[::20]
    )

    assert let_through < len(pairs[::20]) * len(pairs) / 4
