from datetime import date

import pytest

from casefile.views.record_selection import Criteria, choose, choose_ledgers

DAY = date(2025, 6, 10)
SCNS = {"schema": "casefile/organization/1", "id": "scns", "tier": "public", "name": "SCNS", "country": "KG"}
KLOOP = {**SCNS, "id": "kloop", "name": "Kloop"}


@pytest.fixture
def register(register_of, a_case, a_situation):
    """Return a small register."""
    tied = {"identification": "named", "name": "A B", "affiliations": [{"organization": "kloop"}]}
    held = {"type": "detention", "date": "2025-05-28", "kind": "arrest", "by": ["scns"]}
    return register_of(
        SCNS,
        KLOOP,
        a_situation("wide"),
        a_situation("sweep", part_of=["wide"], organizations=["kloop"], by=["scns"]),
        a_case("inside", held, situations=["sweep"], person=tied, tags=["Камера"]),
        a_case("asked", {**held, "kind": "questioning"}, situations=["sweep"]),
        a_case("outside", {"type": "departure", "date": "2022", "kind": "expelled"}, country="RU"),
    )


@pytest.fixture
def rows(register):
    """Return the rows of that register."""
    return register.rows


def ids(found):
    return [each.id for each in found]


def chosen(rows, **asked):
    return ids(choose(rows, Criteria(**{name: frozenset(values) for name, values in asked.items()}), DAY))


def test_without_a_question_every_case_answers_and_nothing_else(rows):
    assert ids(choose(rows, Criteria(), DAY)) == ["kg-2025-asked", "kg-2025-inside", "ru-2025-outside"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"countries": ["RU"]}, ["ru-2025-outside"]),
        ({"situations": ["sweep"]}, ["kg-2025-asked", "kg-2025-inside"]),
        ({"organizations": ["kloop"]}, ["kg-2025-inside"]),
        ({"authorities": ["scns"]}, ["kg-2025-asked", "kg-2025-inside"]),
        ({"tags": ["kamera"]}, ["kg-2025-inside"]),
        ({"statuses": ["held"]}, ["kg-2025-inside"]),
        ({"statuses": ["held", "abroad"]}, ["kg-2025-inside", "ru-2025-outside"]),
        ({"statuses": ["unknown"]}, ["kg-2025-asked"]),
        ({"statuses": ["held"], "countries": ["RU"]}, []),
    ],
)
def test_values_of_one_question_are_alternatives_and_questions_add_up(rows, asked, found):
    assert chosen(rows, **asked) == found


def test_possibly_adds_those_of_whom_it_may_be_true(rows):
    found = choose(rows, Criteria(statuses=frozenset(["held"]), possibly=True), DAY)

    assert ids(found) == ["kg-2025-asked", "kg-2025-inside"]


def test_a_record_that_is_named_brings_the_cases_that_name_it(rows):
    found = choose(rows, Criteria(records=(frozenset(["kloop"]), frozenset(["ru-2025-outside"]))), DAY)

    assert ids(found) == ["kg-2025-inside", "ru-2025-outside"]


def test_a_wider_situation_contains_its_parts(register):
    assert register.with_parts(["wide"]) == {"wide", "sweep"}


def test_the_ledgers_of_a_situation_are_its_own_its_cases_and_its_targets(register):
    found = choose_ledgers(register.rows, Criteria(records=(register.with_parts(["sweep"]),)), DAY)

    assert {row.id for row in found} == {"sweep", "kloop", "kg-2025-asked", "kg-2025-inside"}


def test_asking_for_a_status_leaves_ledgers_of_cases_alone(rows):
    found = choose_ledgers(rows, Criteria(statuses=frozenset(["held"])), DAY)

    assert [row.id for row in found] == ["kg-2025-inside"]
