"""What holds for every ledger, whatever its entries and however vague their dates."""

from __future__ import annotations

import json
import pickle
from datetime import date, timedelta
from types import FunctionType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.custody.course import Course
from casefile.custody.folding import fold, folded_on
from casefile.custody.order import confirms, in_order, movers_in_order, moves, order, place
from casefile.custody.rules import RULES, rules_as_markdown
from casefile.custody.state import CERTAINTIES, START, STATUSES
from casefile.custody.warnings import warnings
from casefile.model.events import EVENT_TYPES

SHORT = settings(max_examples=150, deadline=None)
LONG = settings(max_examples=800, deadline=None)
EPOCH = date(2025, 1, 1)

near = st.integers(0, 120).map(lambda days: EPOCH + timedelta(days=days))
"""Days of four months: close enough that bounds overlap, orders lapse and news grows old."""


@st.composite
def dates(draw):
    """Draw a day, a month, a year, an approximate or a doubtful day, or a span with open sides."""
    day = draw(near)
    later = day + timedelta(days=draw(st.integers(0, 40)))
    return draw(
        st.sampled_from([
            *[f"{day}"] * 6, f"[{day}..{later}]", f"[{day}..{later}]", f"[..{day}]", f"[{day}..]",
            f"{day}~", f"{day}?", f"{day:%Y-%m}", "2025", "202X",
        ])
    )  # fmt: skip


def one(*words):
    """Draw one of the words, or none: the field is not stated."""
    return st.sampled_from([None, *words])


CHARGE = st.fixed_dictionaries({"statute": st.sampled_from(["a", "b"]), "part": one("1")})
SENTENCE = st.fixed_dictionaries({
    "penalty": st.sampled_from([
        "imprisonment", "life", "suspended", "probation", "restricted_liberty", "administrative_arrest",
        "fine", "deportation", "compulsory_treatment", "unknown", "other",
    ]),
    "term": one("P10D", "P6Y"),
    "until": st.none() | dates(),
})  # fmt: skip
RESTRICTION = st.sampled_from(
    ["non_disclosure", "travel_ban", "contact_ban", "passport_held", "asset_freeze", "other"]
)
PRESENCE = one("in_person", "in_absentia")
FIELDS = {
    "detention": {
        "kind": one("questioning", "stop", "arrest", "administrative", "abduction", "psychiatric", "other"),
        "until": st.none() | dates(),
        "facility": one("A", "B"),
    },
    "transfer": {
        "basis": one("pretrial", "questioning", "imprisonment", "unknown"),
        "facility": one("A", "B"),
    },
    "confirmation": {"found": st.sampled_from(["held", "free", "missing", "unknown"])},
    "access": {"to": st.just("counsel"), "outcome": one("permitted", "denied")},
    "release": {
        "kind": one("bail", "exchange", "escape"),
        "conditions": st.lists(RESTRICTION, max_size=2, unique=True),
    },
    "restriction": {
        "kind": RESTRICTION,
        "step": one("imposed", "lifted", "breached"),
        "until": st.none() | dates(),
    },
    "departure": {"kind": one("expelled", "exchanged", "extradited", "refused")},
    "disappearance": {},
    "death": {"sources": st.sampled_from([[], ["family"], ["press"]])},
    "charge": {"charges": st.lists(CHARGE, max_size=2), "step": one("dropped", "to_court", "reclassified")},
    "hearing": {
        "outcome": one(
            "scheduled", "adjourned", "remanded", "extended", "house_arrest", "released", "bail", "upheld",
            "sentence_changed",
        ),
        "presence": PRESENCE,
        "until": st.none() | dates(),
    },
    "verdict": {
        "outcome": one("convicted", "acquitted", "terminated"),
        "proceeding": one("criminal", "administrative", "civil"),
        "instance": one("first", "appeal"),
        "presence": PRESENCE,
        "taken_into_custody": st.sampled_from([None, True, False]),
        "charges": st.lists(CHARGE, max_size=2),
        "sentences": st.lists(SENTENCE, max_size=2),
    },
    "clemency": {"kind": one("pardon", "amnesty"), "effect": one("released", "reduced")},
    "interrogation": {},
    "statement": {},
}  # fmt: skip
CONNECTIONS = {"family": "relative", "press": "media"}


def without_nothing(value):
    """Leave out what is not stated."""
    if isinstance(value, dict):
        return {key: without_nothing(each) for key, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


@st.composite
def entries(draw, number=0):
    """Draw an entry of any type."""
    word = draw(st.sampled_from([*FIELDS]))
    fields = {name: draw(strategy) for name, strategy in FIELDS[word].items()}
    standing = draw(st.sampled_from([*[None] * 8, "confirmed", "disputed", "refuted"]))
    data = {"id": f"e{number:04d}", "type": word, "date": draw(dates()), "standing": standing, **fields}
    return EVENT_TYPES[word].model_validate(without_nothing(data))


@st.composite
def ledgers(draw, most=9):
    """Draw a ledger as it may stand in a file, in any order."""
    return [draw(entries(number)) for number in range(draw(st.integers(0, most)))]


days = st.integers(-20, 260).map(lambda number: EPOCH + timedelta(days=number)) | st.dates(date(1000, 1, 1))


def course_of(events):
    return fold(events, connections=CONNECTIONS, stale_days=30)


def always(**drawn):
    """Run a property on few examples in the suite, and on many behind the long marker."""

    def decorate(check):
        @pytest.mark.parametrize(
            "run",
            [
                pytest.param(SHORT(given(**drawn)(copy_of(check))), id="short"),
                pytest.param(LONG(given(**drawn)(copy_of(check))), id="long", marks=pytest.mark.long),
            ],
        )
        def test(run):
            run()

        test.__doc__ = check.__doc__
        return test

    return decorate


def copy_of(check):
    """Return the check as a function of its own, so that each run has its own settings and examples."""
    return FunctionType(
        check.__code__, check.__globals__, check.__name__, check.__defaults__, check.__closure__
    )


@always(events=ledgers(), day=days)
def test_every_ledger_folds_and_says_something_sound(events, day):
    view = course_of(events).on(day)
    assert view.possible == tuple(status for status in STATUSES if status in view.possible)
    assert view.status == (view.possible[0] if len(view.possible) == 1 else "unknown")
    assert view.certainty in CERTAINTIES
    assert len(view.possible) == 1 or view.certainty in {"lapsed", "uncertain"}
    assert len(view.possible) > 1 or view.certainty != "uncertain"


@always(events=ledgers(), day=days)
def test_the_least_days_are_never_more_than_the_most(events, day):
    view = course_of(events).on(day)
    least, most = view.days_held
    assert least >= 0
    assert most is None or least <= most
    if "held" in view.possible:
        assert most is None or most >= 1
    if view.status == "held":
        assert least >= 1


@always(events=ledgers(), new=entries(9999), day=days)
def test_an_appended_entry_adds_no_possibility_before_its_day(events, new, day):
    if day < new.date.earliest:
        before = set(course_of(events).on(day).possible)
        assert set(course_of([*events, new]).on(day).possible) <= before


@always(events=ledgers(), new=entries(9999), day=days)
def test_nor_does_one_that_is_put_where_the_file_stays_in_order(events, new, day):
    events = [events[index] for index in order(events)]
    for index in range(len(events) + 1):
        ledger = [*events[:index], new, *events[index:]]
        if day < new.date.earliest and in_order(ledger):
            before = set(course_of(events).on(day).possible)
            assert set(course_of(ledger).on(day).possible) <= before


@always(events=ledgers(), day=days)
def test_what_moves_nothing_and_is_no_news_changes_nothing(events, day):
    counting = [each for each in events if each.stands and (moves(each) or confirms(each))]
    disputed = [each for each in events if each.standing == "disputed"]
    kept = [each for each in events if each in counting or each in disputed]
    assert course_of(kept).on(day) == course_of(events).on(day)


@always(events=ledgers(), day=days)
def test_news_never_moves_anybody_who_is_not_held(events, day):
    without = course_of([each for each in events if not confirms(each)]).on(day)
    with_news = course_of(events).on(day)
    if not without.held_possible:
        assert with_news.possible == without.possible


@always(events=ledgers(), cut=st.integers(0, 9))
def test_folding_in_two_steps_gives_the_same(events, cut):
    movers = [events[index] for index in movers_in_order(events)]
    course = course_of(events)
    first = folded_on(START, movers[:cut], course.news, CONNECTIONS, 30)
    middle = first[-1][0] if first else START
    second = folded_on(middle, movers[cut:], course.news, CONNECTIONS, 30)
    assert course.states[1:] == tuple(state for state, _ in (*first, *second))


@always(events=ledgers(most=14))
def test_the_order_respects_every_pair_that_dates_decide(events):
    shown = order(events)
    assert sorted(shown) == list(range(len(events)))
    for at, before in enumerate(shown):
        assert not any(events[after].date.latest < events[before].date.earliest for after in shown[at + 1 :])


@always(events=ledgers(most=14))
def test_movers_are_shown_as_they_are_folded(events):
    movers = movers_in_order(events)
    assert [index for index in order(events) if index in set(movers)] == movers


@always(events=ledgers(most=14), new=entries(9999))
def test_appending_never_reorders_the_movers_before(events, new):
    after = movers_in_order([*events, new])
    assert [index for index in after if index < len(events)] == movers_in_order(events)


@always(events=ledgers(most=14))
def test_a_file_that_was_put_in_order_stays_as_it_is(events):
    ordered = [events[index] for index in order(events)]
    assert order(ordered) == list(range(len(ordered)))
    assert in_order(ordered)


@always(events=ledgers(most=14), new=entries(9999))
def test_a_new_entry_is_placed_as_late_as_its_bounds_allow(events, new):
    index = place(events, new)
    ledger = [*events[:index], new, *events[index:]]
    if in_order(events):
        assert in_order(ledger)
        assert index == len(events) or new.date.latest < events[index].date.earliest
    elif new.stands and moves(new):
        movers = movers_in_order(ledger)
        behind = movers[movers.index(index) + 1 :]
        assert not behind or new.date.latest < ledger[behind[0]].date.earliest


@always(events=ledgers(), day=days)
def test_a_stored_course_answers_as_before(events, day):
    course = course_of(events)
    assert Course.from_data(json.loads(json.dumps(course.as_data()))) == course
    assert pickle.loads(pickle.dumps(course)).on(day) == course.on(day)
    json.dumps(course.on(day).as_data())


@always(events=ledgers())
def test_warnings_name_entries_of_the_ledger(events):
    remarks = warnings(events, connections=CONNECTIONS, stale_days=30)
    assert {each.event_id for each in remarks} <= {each.id for each in events}
    assert any(each.code == "out-of-order" for each in remarks) != in_order(events)


@always(events=ledgers(), day=days)
def test_a_status_changes_only_where_time_or_an_entry_reaches(events, day):
    """The windows are the law's: states between what has surely and what may have happened."""
    course = course_of(events)
    movers = [events[index] for index in movers_in_order(events)]
    possible = [each for each in movers if each.date.earliest <= day]
    surely = max((at + 1 for at, each in enumerate(possible) if each.date.latest <= day), default=0)
    most = next(
        (
            at
            for at, each in enumerate(possible)
            if any(other.date.earliest > day for other in movers[: movers.index(each)])
        ),
        len(possible),
    )
    states = [START, *(state for state, _ in folded_on(START, possible, course.news, CONNECTIONS, 30))]
    assert course.states[: most + 1] == tuple(states[: most + 1])
    assert course._window(day.toordinal()) == (surely, most)


def test_the_rules_are_told_as_one_table():
    lines = rules_as_markdown().splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in rows} == {6}
    assert len(rows) == len(RULES) + 2
