"""Numbers, kinds and marks are the same on the terminal, in dossiers and on the site."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.custody.status_text import days_words
from casefile.model.kinds import kind_word
from casefile.pages.pictures.status_chart import standings
from casefile.pages.standing_marks import mark
from casefile.terminal.page_words import days, status
from casefile.terminal.terminal_pages import LOOKS
from casefile.views.case_counts import STANDINGS, CaseTally, Stats
from casefile.views.reported_totals import ReportedTotal


@pytest.mark.parametrize(
    ("held", "number", "with_unit"),
    [
        ((0, 0), "", ""),
        ((1, 1), "1", "1 day"),
        ((1, 8), "1 to 8", "1 to 8 days"),
        ((0, 1), "0 to 1", "0 to 1 day"),
        ((1, None), "at least 1", "at least 1 day"),
        ((55, None), "at least 55", "at least 55 days"),
        ((0, None), "not known", "not known"),
    ],
)
def test_days_held_have_one_wording(held, number, with_unit):
    assert (days_words(held), days(held)) == (number, with_unit)


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(8, 8, "8"), (8, None, "at least 8"), (None, 8, "at most 8"), (3, 8, "3 to 8")],
)
def test_a_reported_total_has_the_wording_of_other_numbers(least, most, words):
    assert ReportedTotal(least, most, None).words(" reported") == f"{words} reported"


def test_a_total_without_bounds_is_not_none():
    assert "None" not in ReportedTotal(None, None, None).words()


@pytest.mark.parametrize("standing", [*STANDINGS])
def test_every_status_has_a_style(standing):
    assert status("", standing).role


def test_each_group_of_custody_has_a_mark_and_a_style_of_its_own():
    groups = ["held", "presumed", "lapsed", "possibly", "released"]

    assert len({mark(each) for each in groups}) == len(groups)
    assert len({LOOKS[status("", each).role] for each in groups}) == len(groups)


def test_a_kind_has_one_word():
    assert kind_word("organization") == "organisation"
    assert kind_word("statute") == "statute"


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_chart_draws_each_status_by_the_mark_that_it_has_elsewhere(standing):
    tally = CaseTally("KG", {standing: 1})
    drawn = standings(Stats("country", 1, (tally,), {}, 0), ["Kyrgyzstan"], date(2025, 6, 10))

    (box,) = (each for each in drawn.spec["data"][1]["values"] if each.get("to") == 1)
    assert box["look"] == mark(standing)


def test_a_person_abroad_is_neither_in_custody_nor_restricted():
    assert mark("abroad") == mark("released") != mark("restricted")
