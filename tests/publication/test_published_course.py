"""What is published of custody is never what the register knows to be otherwise, and never surer than it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from casefile.custody.custody_view import View
from casefile.custody.day_counts import count
from casefile.custody.state import CERTAINTIES
from casefile.custody.turning_days import turning_days
from casefile.publication.published_course import course_of_entries, published_course
from support.ledgers import START, course_of, ledgers, with_ends

DAYS = [START + timedelta(days=each) for each in range(0, 420, 15)]
ONLY_INSIDE = {"sources", "facility"}
"""What may be left out of an entry that is published: who says it, and what it names."""

ARREST = {"type": "detention", "kind": "arrest"}
WITHHELD_ORDER = (
    [
        {"id": "h0000", "date": "2025-01-01", **ARREST},
        {"id": "h0001", "date": "2025-01-01", **ARREST},
        {
            "id": "h0002",
            "date": "2025-01-01",
            "type": "hearing",
            "outcome": "remanded",
            "until": "2025-04-01",
        },
    ],
    [False, True, False],
)
"""The published ledger knows no end of the order, and would count on where the full one stops."""
ONE_TIME_TOLD_AS_TWO = (
    [
        {"id": "h0000", "date": "2025-01-01", **ARREST},
        {"id": "h0001", "date": "2025-02-01", "type": "release"},
        {"id": "h0002", "date": "2025-02-27", "type": "transfer", "facility": "SIZO-1"},
        {"id": "h0003", "date": "2025-03-01", **ARREST},
        {"id": "h0004", "date": "2025-06-01", "type": "release"},
    ],
    [True, True, False, True, True],
)
"""Without the transfer the release, which no one saw, ends custody."""
MADE_UP_FOR = (
    [
        {"id": "h0000", "date": "2024-01-01", **ARREST},
        {"id": "h0001", "date": "2024-12-01", "type": "release"},
        {"id": "h0002", "date": "2025-01-01", **ARREST},
        {"id": "h0003", "date": "2025-01-02", "type": "release"},
        {"id": "h0004", "date": "2025-02-27", **ARREST},
        {"id": "h0005", "date": "2025-03-01", "type": "release"},
    ],
    [False, False, True, False, False, True],
)
"""Days that were not in custody are not excused by as many others that are withheld."""


MORE_IN_TRUTH = (
    [
        {"id": "h0000", "date": "2025-01-01", "type": "detention", "kind": "questioning"},
        {
            "id": "h0001",
            "date": "2025-01-03",
            "type": "charge",
            "charges": [{"statute": "the law"}],
            "step": "dropped",
        },
        {"id": "h0002", "date": "2025-01-06", "type": "detention", "kind": "arrest"},
        {"id": "h0003", "date": "2025-01-02", "type": "hearing", "outcome": "bail"},
        {
            "id": "h0004",
            "date": "2025-01-01",
            "type": "verdict",
            "outcome": "convicted",
            "in_force": "2025-01-03",
            "sentences": [{"penalty": "imprisonment", "term": "P1Y"}],
        },
    ],
    [True, False, True, True, True],
)
"""The spells are the same, and with the withheld entry there may have been more days in them."""


def courses(events, seen):
    """Return the full course, that of the published entries, and what is published on a day."""
    told = [_left(event, shown) for event, shown in zip(events, seen, strict=True) if shown]
    full_course, told_course = course_of(events), course_of(told)
    return full_course, told_course, lambda day: published_course(told_course, [full_course], day, {}).on(day)


def _left(event, shown):
    if shown is True:
        return event
    return {name: value for name, value in event.items() if name not in ONLY_INSIDE}


def unexplained(view):
    """Return a view as it is published: without the grounds and the rule that made it."""
    return replace(view, grounds=(), rule=None, sentence_ends=())


def days_to_ask(*asked):
    """Return the days on which any of these courses may take a turn, and some between them."""
    turns = {day for course in asked for turn in turning_days(course) for day in (turn - 1, turn)}
    first, last = date(2023, 12, 1).toordinal(), DAYS[-1].toordinal()
    return [*DAYS, *(date.fromordinal(day) for day in sorted(turns) if first < day < last)]


def for_every_ledger(check):
    """Run a property on few ledgers in the suite, and on many behind the long marker."""

    @pytest.mark.parametrize("many", [30, pytest.param(3000, marks=pytest.mark.long)])
    def test(many):
        run = given(ledgers())(check)
        for ledger in (WITHHELD_ORDER, ONE_TIME_TOLD_AS_TWO, MADE_UP_FOR, MORE_IN_TRUTH):
            run = example(ledger)(run)
        settings(deadline=None, max_examples=many, suppress_health_check=[HealthCheck.too_slow])(run)()

    test.__doc__ = check.__doc__
    return test


@for_every_ledger
def test_nothing_is_published_that_the_full_course_knows_to_be_false(ledger):
    full, told, published_on = courses(*ledger)

    for day in days_to_ask(full, told):
        true, said, shown = full.on(day), told.on(day), published_on(day)
        if said.status == "unknown" or (said.status, {*said.possible}) != (true.status, {*true.possible}):
            bare = replace(
                shown, spells=(), days_held=(0, 0), spell_days=(), charges=(), flags=(), returns=()
            )
            assert bare == View(status="unknown", certainty="uncertain", possible=())
        else:
            assert (shown.status, {*shown.possible}) == (true.status, {*true.possible})
            assert shown.last_confirmed == said.last_confirmed
        assert CERTAINTIES.index(shown.certainty) >= CERTAINTIES.index(true.certainty)
        assert shown.flags == said.flags
        for name in ("since", "until", "possible_ends", "basis", "facility", "restrictions", "charges"):
            assert getattr(shown, name) in {getattr(true, name), None, ()}, name


@for_every_ledger
def test_no_spell_and_no_day_is_counted_that_there_was_not(ledger):
    full, told, published_on = courses(*ledger)

    for day in days_to_ask(full, told):
        true, shown = full.on(day), published_on(day)
        least, most = shown.days_held
        assert least <= true.days_held[0]
        assert most is None or (true.days_held[1] is not None and most >= true.days_held[1])
        assert shown.days_held == true.days_held or least <= max(
            1, len(sure_days(full, day) & sure_days(told, day))
        )
        assert least == 0 or any(spell.certain for spell in shown.spells)
        assert shown.spell_days == true.spell_days or all(
            fewest <= max(1, len(sure_days(full, day) & sure_days(told, day)))
            for fewest, _ in shown.spell_days
        )
        assert each_is_one_of(shown.spells, true.spells)


@for_every_ledger
def test_a_published_unknown_does_not_show_whether_it_is_withheld(ledger):
    full, told, published_on = courses(*ledger)

    for day in days_to_ask(full, told):
        shown = published_on(day)
        if shown.status == "unknown":
            assert shown.days_held[1] is None
            assert all(spell.end != "ongoing" and spell.basis is None for spell in shown.spells)


@for_every_ledger
def test_on_other_days_the_published_entries_speak_alone(ledger):
    full, told, _ = courses(*ledger)
    published = published_course(told, [full], date(2025, 6, 30), {})

    for day in days_to_ask(full, told):
        assert day == published.day or published.on(day) == unexplained(told.on(day))
    assert course_of_entries(published) == told


def sure_days(course, day):
    return {number for sure in course.surely_held(day) if sure for number in range(sure.first, sure.last + 1)}


def each_is_one_of(shown, true):
    """Tell whether each published spell is one of the register's, and no two are the same one."""
    if not shown:
        return True
    first, *rest = shown
    return any(
        _cut_from(first, each) and each_is_one_of(rest, [*true[:at], *true[at + 1 :]])
        for at, each in enumerate(true)
    )


def _cut_from(shown, true):
    return (
        shown.start in {true.start, "unknown"}
        and shown.end in {true.end, "unknown"}
        and shown.basis in {true.basis, None}
        and shown.closed_by in {true.closed_by, None}
        and (true.certain or not shown.certain)
    )


@for_every_ledger
def test_the_published_course_states_only_facts_of_the_published_ledger(ledger):
    full, told, published_on = courses(*ledger)

    for day in days_to_ask(full, told):
        said, shown = told.on(day), published_on(day)
        assert shown.status in {said.status, "unknown"}
        assert {*shown.possible} <= {*said.possible}
        for name in (
            "since",
            "until",
            "basis",
            "facility",
            "last_confirmed",
            "restrictions",
            "charges",
            "flags",
        ):
            assert getattr(shown, name) in {getattr(said, name), None, ()}, name
        texts = {text for spell in said.spells for text in (spell.start, spell.end)} | {"unknown"}
        assert {text for spell in shown.spells for text in (spell.start, spell.end)} <= texts
        assert shown.days_held[0] in {said.days_held[0], *counts_of(told.surely_held(day))}
        assert shown.days_held[1] in {said.days_held[1], None}
        assert len(shown.spell_days) == len(shown.spells)
        for fewest, most in shown.spell_days:
            assert fewest <= shown.days_held[0]
            assert most in {None, *(each for _, each in said.spell_days)}


@for_every_ledger
def test_a_withheld_event_does_not_show_by_one_field_of_a_custody_which_of_them_it_changed(ledger):
    full, told, published_on = courses(*ledger)

    for day in days_to_ask(full, told):
        said, shown = told.on(day), published_on(day)
        for together in (("since", "basis", "facility"), ("until", "until_kind")):
            values = [[getattr(view, name) for name in together] for view in (said, shown)]
            assert values[0] == values[1] or values[1] == [None] * len(together)


CUSTODY = {"type": "detention", "kind": "administrative", "date": "2025-04-25", "until": "2025-11-30"}
MOVED = {"type": "transfer", "date": "2025-12-11", "facility": "Colony 27"}


@pytest.mark.parametrize("day", ["2025-05-01", "2025-09-11", "2025-09-12", "2025-12-01"])
def test_neither_since_nor_facility_shows_how_long_ago_a_withheld_escape_was(day):
    events = named([CUSTODY, {"type": "release", "kind": "escape", "date": day}, MOVED])
    full, told, published = courses(events, [True, False, True])
    on = date(2025, 12, 26)

    assert (told.on(on).since, told.on(on).facility) != (full.on(on).since, full.on(on).facility)
    assert published(on).status == "held"
    assert (published(on).since, published(on).basis, published(on).facility) == (None, None, None)


@pytest.mark.parametrize("day", ["2025-01-04", "2025-01-05", "2025-01-07"])
def test_no_basis_of_a_spell_shows_the_day_of_a_withheld_arrest(day):
    events = named([
        {"type": "detention", "kind": "arrest", "date": day},
        {"type": "detention", "kind": "questioning", "date": "2025-01-03"},
        {"type": "detention", "kind": "arrest", "date": "2025-01-03"},
    ])  # fmt: skip
    full, _, published = courses(events, [False, False, True])
    on = date(2025, 1, 7)

    assert full.on(on).status == published(on).status == "held"
    assert [(each.start, each.basis) for each in published(on).spells] == [("2025-01-03", None)]


def counts_of(spells):
    """Return every number of days that one who knows only these spells may count, wherever each is cut."""
    cuts = [
        {None, *((sure.first, end) for end in (sure.first, sure.shown, sure.last))} if sure else {None}
        for sure in spells
    ]
    return {0, 1} | {count(days for days in each if days) for each in product(*cuts)}


WITHHELD = [
    pytest.param([{"type": "hearing", "outcome": "remanded", "date": "2025-01-10", "until": ...}],
                 id="until"),
    pytest.param([{"type": "transfer", "basis": "administrative", "date": "2025-01-10"},
                  {"type": "hearing", "outcome": "extended", "date": "2025-01-10", "until": ...}],
                 id="term served"),
    pytest.param([{"type": "verdict", "outcome": "convicted", "date": "2025-01-10",
                   "sentences": [{"penalty": "imprisonment", "until": ...}]}], id="sentence served"),
    pytest.param([{"type": "release", "date": ...}], id="release"),
    pytest.param([{"type": "hearing", "outcome": "bail", "date": ...}], id="bail"),
    pytest.param([{"type": "departure", "date": ...}], id="departure"),
    pytest.param([{"type": "disappearance", "date": ...}], id="disappearance"),
    pytest.param([{"type": "death", "standing": "confirmed", "date": ...}], id="death"),
    pytest.param([{"type": "confirmation", "found": "free", "date": ...}], id="found free"),
    pytest.param([{"type": "release", "date": ...}, {**ARREST, "date": "2025-06-20"}], id="another arrest"),
]  # fmt: skip
within = st.integers(0, 120).map(lambda days: (date(2025, 2, 15) + timedelta(days=days)).isoformat())
"""Days after the last published sign, and before the day asked about."""


@pytest.mark.parametrize("afterwards", [[], [{"type": "release", "date": "2025-06-25"}]], ids=["", "out"])
@pytest.mark.parametrize("withheld", WITHHELD)
@given(one=within, other=within)
@settings(deadline=None, max_examples=30)
def test_a_published_status_does_not_reveal_the_day_of_a_withheld_entry(withheld, afterwards, one, other):
    before = [
        {"type": "detention", "kind": "arrest", "date": "2025-01-01"},
        {"type": "access", "to": "counsel", "outcome": "permitted", "date": "2025-02-14"},
    ]
    seen = [*[True for _ in before], *[False for _ in withheld], *[True for _ in afterwards]]
    ledgers = [named([*before, *with_ends(withheld, day), *afterwards]) for day in (one, other)]
    full, _, published = zip(*(courses(events, seen) for events in ledgers), strict=True)
    day = date(2025, 6, 30)

    assert one == other or afterwards or full[0].on(day) != full[1].on(day)
    assert published[0](day) == published[1](day)


def named(events):
    return [{"id": f"h100{number}", **event} for number, event in enumerate(events)]


@pytest.mark.parametrize(("sign", "least"), [(None, 1), ("2025-02-14", 45)])
def test_after_a_withheld_lapsed_order_days_count_to_the_newest_published_sign(sign, least):
    events, seen = WITHHELD_ORDER
    if sign:
        events = [*events, {"id": "h0009", "date": sign, "type": "access", "to": "family"}]
        events[-1]["outcome"] = "permitted"
        seen = [*seen, True]
    _, _, published = courses(events, seen)

    view = published(date(2025, 4, 16))

    assert (view.status, view.certainty, view.until) == ("held", "lapsed", None)
    assert [(each.start, each.end, each.certain) for each in view.spells] == [("2025-01-01", "ongoing", True)]
    assert view.days_held == (least, None)
    assert view.spell_days == (view.days_held,)


def test_the_greatest_number_of_days_is_published_where_both_ledgers_have_the_same_spells():
    events = named([{**ARREST, "date": "2025-01-01"}, {"type": "hearing", "date": "2025-01-01"}])
    events[1] |= {"outcome": "extended", "until": "2025-01-04"}
    full, _, published = courses(events, [True, False])
    day = date(2025, 1, 10)

    assert published(day).spells == full.on(day).spells
    assert (full.on(day).days_held, published(day).days_held) == ((4, 10), (1, 10))
    assert published(day).spell_days == ((1, 10),)


def test_of_two_published_times_that_are_one_in_truth_one_is_published():
    full, told, published = courses(*ONE_TIME_TOLD_AS_TWO)
    day = date(2025, 7, 1)

    assert (len(full.on(day).spells), len(told.on(day).spells)) == (1, 2)
    assert [(each.start, each.end) for each in published(day).spells] == [("2025-01-01", "unknown")]
    assert published(day).days_held == (1, None)


def test_days_out_of_custody_are_not_offset_by_withheld_days():
    full, told, published = courses(*MADE_UP_FOR)
    day = date(2025, 3, 31)

    assert full.on(day).days_held[0] > told.on(day).days_held[0] == 60
    assert published(day).days_held == (1, None)


@pytest.mark.parametrize("hide", [False, True])
def test_a_withheld_release_makes_the_days_after_it_unknown(hide):
    events = [
        {"id": "h0001", "type": "detention", "kind": "arrest", "date": "2025-05-28"},
        {"id": "h0002", "type": "release", "date": "2025-05-30"},
    ]
    _, _, published = courses(events, [True, not hide])

    assert published(date(2025, 5, 29)).status == "held"
    after = published(date(2025, 6, 10))
    assert after.status == ("unknown" if hide else "released")
    assert [(each.start, each.end) for each in after.spells] == [
        ("2025-05-28", "unknown" if hide else "2025-05-30")
    ]
    assert after.days_held == ((1, None) if hide else (3, 3))


def test_a_spell_that_may_not_have_begun_has_no_known_end():
    events = named(
        [
            {**ARREST, "date": "2024-01-01"},
            {"type": "release", "date": "2024-02-01"},
            {**ARREST, "date": "[2025-01-01..2025-01-11]"},
        ]
    )
    full, _, published = courses(events, [True, True, True])
    during, after = date(2025, 1, 6), date(2025, 1, 12)

    assert [each.end for each in full.on(during).spells] == ["2024-02-01", "ongoing"]
    assert published(during).status == "unknown"
    assert [each.end for each in published(during).spells] == ["2024-02-01", "unknown"]
    assert published(after) == unexplained(full.on(after))


def test_the_course_of_the_published_entries_is_disputed_as_they_are():
    events = named([{**ARREST, "date": "2025-01-01"}, {"type": "release", "date": "2025-02-01"}])
    events[1]["standing"] = "disputed"
    full, told, _ = courses(events, [True, True])

    entries = course_of_entries(published_course(told, [full], date(2025, 3, 1), {}))

    assert entries == told
    assert entries.on(date(2025, 3, 1)).disputed is True


def test_a_withheld_remand_takes_its_end_away_and_leaves_the_custody():
    events = [
        {"id": "h0001", "type": "detention", "kind": "arrest", "date": "2025-05-28"},
        {
            "id": "h0002",
            "type": "hearing",
            "outcome": "remanded",
            "until": "2025-07-21",
            "date": "2025-05-30",
        },
    ]
    _, _, published = courses(events, [True, False])

    view = published(date(2025, 8, 1))

    assert (view.status, view.certainty, view.until, view.basis) == ("held", "lapsed", None, None)
    assert view.since is None
    assert [each.start for each in view.spells] == ["2025-05-28"]


CONVICTED = [
    {"id": "h0000", "date": "2024-01-01", **ARREST},
    {
        "id": "h0001", "date": "2024-02-01", "type": "verdict", "outcome": "convicted", "then": "held",
        "sentences": [{"penalty": "imprisonment", "term": "P1Y"}],
    },
]  # fmt: skip
ORDERED_OUT = [
    {"id": "h0000", "date": "2024-01-01", **ARREST},
    {"id": "h0001", "date": "2024-02-01", "type": "hearing", "outcome": "released"},
]
RELEASED = {"id": "h0002", "date": "2024-06-10", "type": "release"}
LONGER = {**CONVICTED[1], "id": "h0002", "sentences": [{"penalty": "imprisonment", "term": "P2Y"}]}


@pytest.mark.parametrize(
    ("entries", "withheld", "known"),
    [
        (CONVICTED, [], {"possible", "grounds", "sentence_ends"}),
        (CONVICTED, [LONGER], {"possible"}),
        (CONVICTED, [RELEASED], set()),
        (ORDERED_OUT, [], {"possible", "grounds"}),
        (ORDERED_OUT, [RELEASED], set()),
    ],
)
def test_only_the_view_for_deadlines_has_the_grounds_that_all_ledgers_agree_on(entries, withheld, known):
    day, told = date(2024, 12, 2), course_of(entries)
    published = published_course(told, [course_of([*entries, *withheld])], day, {})

    inside = {"possible", "grounds", "sentence_ends"}
    for name in inside:
        assert getattr(published.for_deadlines, name) == (
            getattr(told.on(day), name) if name in known else ()
        )
    is_held = published.answer.status == "held"
    assert [name for name in inside if getattr(published.answer, name)] == ["possible"] * is_held
