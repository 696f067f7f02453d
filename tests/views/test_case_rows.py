from datetime import date

import pytest

from casefile.views.case_rows import COLUMNS, in_order, make_case_row

DAY = date(2025, 6, 10)


@pytest.fixture
def rows(register_of, a_case):
    """Return the rows of four cases on 10 June 2025."""
    register = register_of(
        a_case(
            "freed", {"type": "detention", "date": "2025-05-28"}, {"type": "release", "date": "2025-05-30"}
        ),
        a_case(
            "held", {"type": "hearing", "date": "2025-05-29", "outcome": "remanded", "until": "2025-07-21"}
        ),
        a_case("asked", {"type": "detention", "date": "2025-05-28", "kind": "questioning"}),
        a_case("none"),
    )
    return {row.id.rsplit("-", 1)[1]: make_case_row(row, row.course.on(DAY), DAY) for row in register.rows}


def test_a_row_has_exactly_the_columns_of_the_contract(rows):
    assert list(rows["held"].as_data()) == [
        "id", "path", "name", "country", "status", "certainty", "possible", "basis", "since", "until",
        "last_confirmed", "days_held", "situations", "occupation", "authorities", "statutes", "tier",
        "last_event", "rule",
    ]  # fmt: skip
    assert tuple(rows["held"].as_data()) == COLUMNS


def test_a_row_holds_plain_values(rows):
    data = rows["held"].as_data()

    assert (data["status"], data["basis"], data["until"]) == ("held", "pretrial", "2025-07-21")
    assert data["possible"] == ["held"]
    assert data["days_held"] == [13, 13]
    assert data["occupation"] is None


def test_a_questioned_person_is_unknown_without_a_greatest_number_of_days(rows):
    data = rows["asked"].as_data()

    assert (data["status"], data["possible"], data["days_held"]) == (
        "unknown",
        ["held", "released"],
        [1, None],
    )


def test_chosen_columns_come_in_the_order_asked(rows):
    assert rows["held"].as_data(["status", "id"]) == {"status": "held", "id": "kg-2025-held"}


def test_held_people_come_first_by_default(rows):
    ordered = [row.status for row in in_order(rows.values())]

    assert ordered == ["held", "unknown", "released", "not_detained"]


def test_a_minus_reverses_a_column_and_missing_values_stay_last(rows):
    forth = [row.since for row in in_order(rows.values(), ["since"])]
    back = [row.since for row in in_order(rows.values(), ["-since"])]

    assert forth == ["2025-05-28", "2025-05-29", "2025-05-30", None]
    assert back == ["2025-05-30", "2025-05-29", "2025-05-28", None]


def test_the_first_column_counts_most(rows):
    ordered = [row.id for row in in_order(rows.values(), ["country", "-id"])]

    assert ordered == sorted(ordered, reverse=True)
