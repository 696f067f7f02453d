"""What somebody should look at in a ledger, beyond what the stories tell."""

from __future__ import annotations

import pytest

from casefile.custody.ledger_warnings import warnings

REMAND = "hearing [2025-05-28..2025-06-04] outcome=remanded"
RELEASE = "release [2025-05-28..2025-06-04]"


def codes(ledger):
    return [(each.code, each.event_id) for each in warnings(ledger)]


def test_a_remark_names_the_entry_and_quotes_nothing_of_it(short):
    remark = warnings(short("release 2025-06-02", "detention 2025-05-28 facility=SIZO-1"))[0]
    assert remark.event_id == "e0001"
    assert "SIZO" not in remark.message


def test_a_clean_ledger_has_no_warnings(short):
    assert not warnings(short("detention 2025-05-28", "release 2025-06-02"))
    assert not warnings([])


def test_the_order_matters_where_both_orders_make_sense(short):
    ledger = short("detention 2025-05-27", RELEASE, REMAND)
    assert codes(ledger) == [("order-matters", "e0002")]


def test_a_release_after_a_detention_of_the_same_day_is_no_warning(short):
    assert not warnings(short("detention 2025-05-28", "release 2025-05-28"))


def test_a_release_before_the_detention_of_the_same_day_may_be_the_wrong_way_round(short):
    ledger = short("release 2025-05-28", "detention 2025-05-28")
    assert codes(ledger) == [("order-matters", "e0001")]


def test_the_order_does_not_matter_where_the_status_is_the_same(short):
    assert not warnings(short("detention [2025-05-28..2025-05-30]", REMAND))


@pytest.mark.parametrize(
    ("joined", "proceeding", "is_missing"),
    [
        ((), "main", False),
        ((), "second", True),
        ((), None, False),
        (("case 2025-06-20 step=joined from_proceeding=main into_proceeding=second",), "second", False),
        (("case 2025-06-20 step=joined from_proceeding=third into_proceeding=second",), "second", True),
    ],
)
def test_a_verdict_of_another_case_does_not_replace_one_that_was_overturned(
    short, joined, proceeding, is_missing
):
    events = short(
        "verdict 2025-05-01 outcome=convicted proceeding=main",
        "hearing 2025-06-10 stage=appeal outcome=overturned proceeding=main",
        *joined,
        f"verdict 2025-07-01 outcome=convicted{f' proceeding={proceeding}' if proceeding else ''}",
    )

    assert (("outcome-without-verdict", "e0001") in codes(events)) == is_missing


def test_a_pardon_follows_the_sentence(ledger):
    span = "[2024-02..2025-06-04]"
    assert not warnings(
        ledger(
            {"type": "detention", "date": "2024-01"},
            {
                "type": "verdict",
                "date": span,
                "outcome": "convicted",
                "sentences": [{"penalty": "imprisonment"}],
            },
            {"type": "clemency", "date": span, "kind": "pardon"},
        )
    )


def test_warnings_are_in_the_order_of_the_ledger(short):
    ledger = short(
        "detention 2025-05-28 kind=arrest",
        "detention 2025-07-28 kind=arrest",
        "detention 2025-06-28 kind=arrest",
    )
    assert codes(ledger) == [
        ("out-of-order", "e0002"),
        ("detained-while-held", "e0002"),
        ("detained-while-held", "e0001"),
    ]


@pytest.mark.parametrize("outcome", ["overturned", "annulled", "sentence_changed", "converted"])
def test_an_overturned_or_changed_sentence_without_a_verdict_is_a_warning(ledger, outcome):
    events = ledger(
        {"type": "detention", "date": "2024-01-10"},
        {
            "type": "verdict",
            "date": "2024-06-10",
            "outcome": "convicted",
            "sentences": [{"penalty": "imprisonment"}],
        },
        {"type": "hearing", "date": "2024-09-10", "stage": "appeal", "outcome": outcome},
    )
    assert codes(events) == [("outcome-without-verdict", "e0002")]
