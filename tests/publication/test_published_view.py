"""Custody on one day as it is published: each answer that both ledgers give stays, each other one goes."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.custody.custody_view import View
from casefile.publication.publish import publish

DAY = date(2025, 6, 30)
LEDGER = {
    "a0001": {"type": "detention", "date": "2025-05-28", "kind": "arrest", "facility": "Station 1"},
    "a0002": {"type": "charge", "date": "2025-05-29", "charges": [{"statute": "the law"}]},
    "a0003": {"type": "hearing", "date": "2025-05-30", "outcome": "remanded", "until": "2025-07-21"},
    "a0004": {"type": "transfer", "date": "2025-06-02", "facility": "Prison 1"},
    "a0005": {"type": "restriction", "date": "2025-06-03", "kind": "travel_ban"},
    "a0006": {"type": "access", "date": "2025-06-20", "to": "counsel", "outcome": "permitted"},
}


@pytest.fixture
def views(register_of, case):
    """Return a function that gives the full and the published view, without the entries that are withheld."""

    def find(*withheld, more=(), day=DAY):
        ledger = {**LEDGER, **{f"b000{at}": each for at, each in enumerate(more)}}
        events = [
            {"id": key, **each, **({"tier": "restricted"} if key in withheld else {})}
            for key, each in ledger.items()
        ]
        register = register_of(case(events=sorted(events, key=lambda each: each["date"])))
        return tuple(
            publish(register, audience, on=day).records[0].view(day) for audience in ("internal", "public")
        )

    return find


def differing(full, told):
    return {name for name in View.__struct_fields__ if getattr(full, name) != getattr(told, name)}


def test_the_view_of_a_wholly_published_ledger_is_unchanged(views):
    full, told = views()

    assert differing(full, told) == set()
    assert (told.status, told.until, told.facility) == ("held", date(2025, 7, 21), "Prison 1")


@pytest.mark.parametrize(
    ("withheld", "gone"),
    [
        (["a0002"], {"charges"}),
        (["a0004"], {"basis", "since", "facility"}),
        (["a0005"], {"restrictions", "possible_restrictions"}),
    ],
)
def test_only_answers_that_depend_on_withheld_entries_are_removed(views, withheld, gone):
    full, told = views(*withheld)

    assert differing(full, told) - {"days_held", "spells"} == gone
    assert all(getattr(told, name) in (None, ()) for name in gone)


def test_the_last_confirmation_is_the_newest_published_one(views):
    full, told = views("a0006")

    assert differing(full, told) - {"days_held", "spells"} == {"last_confirmed", "newest_sign"}
    assert (full.last_confirmed, told.last_confirmed) == ("2025-06-20", "2025-06-02")


def test_a_withheld_order_takes_end_basis_and_place_of_the_custody(views):
    full, told = views("a0003")

    assert (full.basis, full.until) == ("pretrial", date(2025, 7, 21))
    assert (told.status, told.since, told.basis, told.until) == ("held", None, None, None)
    assert told.facility is None
    assert [(each.start, each.basis) for each in told.spells] == [("2025-05-28", None)]


def test_the_weaker_of_two_certainties_is_published(views):
    lapsed = {"type": "hearing", "date": "2025-06-21", "outcome": "extended", "until": "2025-06-25"}

    full, told = views("b0000", more=[lapsed])
    assert (full.certainty, told.certainty) == ("lapsed", "lapsed")
    full, told = views("b0000", more=[{**lapsed, "until": "2025-08-25"}], day=date(2025, 7, 30))
    assert (full.certainty, told.certainty) == ("stated", "lapsed")
    full, told = views("b0000", more=[{"type": "confirmation", "date": "2025-06-29", "found": "held"}])
    assert told.last_confirmed == "2025-06-20"
    assert told.status == "held"


def test_if_the_courses_differ_the_status_is_unknown_without_details(views):
    release = {"type": "release", "date": "2025-06-25"}

    full, told = views("b0000", more=[release])

    assert (full.status, told.status, told.certainty, told.possible) == (
        "restricted", "unknown", "uncertain", (),
    )  # fmt: skip
    assert told.charges == full.charges != ()
    nothing = {"since", "until", "basis", "facility", "last_confirmed"}
    assert {getattr(told, name) for name in nothing} == {None}
    assert told.restrictions == ()
    assert told.disputed is False
    assert [(each.start, each.end) for each in told.spells] == [("2025-05-28", "unknown")]
    assert told.days_held == (1, None)


def test_on_an_unknown_day_charges_that_the_courses_do_not_share_go_too(views):
    release = {"type": "release", "date": "2025-06-25"}

    _, told = views("b0000", "a0002", more=[release])

    assert (told.status, told.charges) == ("unknown", ())


def test_on_an_unknown_day_a_flag_of_both_courses_is_published(views):
    release, death = {"type": "release", "date": "2025-06-25"}, {"type": "death", "date": "2025-06-27"}

    full, told = views("b0000", more=[release, death])
    assert (told.status, told.flags) == ("unknown", full.flags)
    assert told.flags != ()
    _, told = views("b0000", "b0001", more=[release, death])
    assert (told.status, told.flags) == ("unknown", ())


@pytest.mark.parametrize("hidden", ["a0005", "b0000"])
def test_disputed_custody_is_published_if_both_courses_agree(views, hidden):
    disputed = {"type": "release", "date": "2025-06-25", "standing": "disputed"}

    full, told = views(hidden, more=[disputed])

    assert full.disputed is True
    assert told.disputed is (hidden != "b0000")


def test_days_before_a_withheld_entry_are_published_unchanged(views):
    full, told = views("b0000", more=[{"type": "release", "date": "2025-06-25"}], day=date(2025, 6, 24))

    assert differing(full, told) == set()
