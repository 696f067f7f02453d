from datetime import date

import pytest

from casefile.views.reported_totals import compare_totals

DAY = date(2025, 6, 10)
DETAINED = {"type": "detention", "date": "2025-05-28"}


@pytest.fixture
def totals(register_of, a_situation):
    """Return what is reported and recorded, by what was counted."""

    def run(counts, *cases, day=DAY):
        register = register_of(a_situation("sweep", counts=counts), *cases)
        records = [register.by_id[case["id"]].data for case in cases]
        found = compare_totals(register.by_id["sweep"].data, records, day)
        return {each.what: ([count.min for count in each.reported], len(each.recorded)) for each in found}

    return run


def test_reported_and_recorded_totals_are_paired(totals, a_case):
    cases = [a_case("first", DETAINED), a_case("second", DETAINED), a_case("third")]

    assert totals([{"what": "detained", "min": 8, "max": 8}], *cases) == {"detained": ([8], 2)}


def test_sources_that_differ_all_stay(totals):
    counts = [{"what": "detained", "min": 8}, {"what": "detained", "min": 7}]

    assert totals(counts) == {"detained": ([8, 7], 0)}


def test_an_entry_that_is_not_believed_does_not_count(totals, a_case):
    refuted = {**DETAINED, "standing": "refuted", "resolution": {"reason": "Another person."}}

    assert totals([{"what": "detained", "min": 1}], a_case("first", refuted)) == {"detained": ([1], 0)}


def test_an_entry_counts_from_the_first_day_on_which_it_may_have_happened(totals, a_case):
    case, count = a_case("first", DETAINED), [{"what": "detained", "min": 1}]

    assert totals(count, case, day=date(2025, 5, 27)) == {"detained": ([1], 0)}
    assert totals(count, case, day=date(2025, 5, 28)) == {"detained": ([1], 1)}


@pytest.mark.parametrize(
    ("as_of", "stays"),
    [("2025-05-20", True), ("2025-05", True), (None, True), ("2025-05-30", False), ("2025-06", False)],
)
def test_a_total_of_a_later_day_is_not_shown(totals, a_case, as_of, stays):
    count = {"what": "detained", "min": 8, **({"as_of": as_of} if as_of else {})}
    found = totals([count], a_case("first", DETAINED), day=date(2025, 5, 20))

    assert found == ({"detained": ([8], 0)} if stays else {})


def test_only_a_conviction_counts_as_convicted(totals, a_case):
    cases = [
        a_case("first", {"type": "verdict", "date": "2025-06-01", "outcome": "convicted"}),
        a_case("second", {"type": "verdict", "date": "2025-06-01", "outcome": "acquitted"}),
    ]

    assert totals([{"what": "convicted", "min": 2}], *cases) == {"convicted": ([2], 1)}
