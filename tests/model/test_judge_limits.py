import pytest

from casefile.model.judge_limits import GENERAL, Clock, clock
from casefile.model.settings import StatutoryClock


def stated(country="KG", **fields):
    return StatutoryClock.model_validate({"country": country, "citation": "Law", **fields})


def test_the_general_reading_names_its_source():
    assert (GENERAL["adult"].hours, GENERAL["adult"].citation) == (48, "ICCPR art. 9(3)")
    assert (GENERAL["minor"].hours, GENERAL["minor"].citation) == (24, "CRC general comment 24")


@pytest.mark.parametrize(("hours", "days"), [(1, 1), (24, 1), (25, 2), (48, 2), (72, 3)])
def test_a_part_of_a_day_counts_as_one(hours, days):
    assert Clock(hours, "Law").days == days


def test_the_clock_of_the_country_comes_before_the_general_one():
    configured = [stated("KZ", hours=60), stated(hours=72), stated(hours=96)]

    assert clock(configured, "KG", minor=False) == Clock(72, "Law")
    assert clock(configured, "UZ", minor=False) == GENERAL["adult"]


def test_minors_get_their_stated_limit_and_never_more_than_the_general_one():
    assert clock([stated(hours=72, minors=36)], "KG", minor=True) == Clock(36, "Law")
    assert clock([stated(hours=72)], "KG", minor=True) == GENERAL["minor"]
    assert clock([stated(hours=12)], "KG", minor=True) == Clock(12, "Law")
