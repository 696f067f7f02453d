"""What holds for every ledger, whatever its entries and however vague their dates."""

from __future__ import annotations

import json
import pickle
from datetime import date, timedelta
from types import FunctionType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from status_page import table_of_rules

from casefile.custody.attribution import attributions
from casefile.custody.circumstances import Circumstances, Jurisdiction, ListedProceeding
from casefile.custody.course import Course
from casefile.custody.departure_rules import INTO_CUSTODY
from casefile.custody.fold_keys import fold_key, referred_ids
from casefile.custody.joined_events import status_of
from casefile.custody.ledger_fold import (
    BEGINNING_UNSEEN,
    ENDING_UNSEEN,
    REOPENING,
    apply_movers,
    correct_in_hindsight,
    find_links,
    fold,
)
from casefile.custody.ledger_order import (
    confirms,
    find_insertion_index,
    list_in_order,
    may_change_status,
    movers_in_order,
)
from casefile.custody.ledger_warnings import warnings
from casefile.custody.penalties import matter_of
from casefile.custody.rule_table import ANSWERED, RULES
from casefile.custody.state import ANOTHER, CERTAINTIES, FREE, START, STATUSES
from casefile.custody.time_rules import see_state
from casefile.custody.turning_days import have_same_answers, turning_days
from casefile.dates import Day, in_order
from casefile.model.events import EVENT_TYPES

SHORT = settings(max_examples=80, deadline=None)
LONG = settings(max_examples=2_000, deadline=None)
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
        "fine", "deportation", "compulsory_treatment", "open_facility", "home_confinement", "time_served",
        "post_release_supervision", "correctional_work", "unknown", "other",
    ]),
    "term": one("P10D", "P6Y"),
    "suspended": one("all", "P3Y"),
    "until": st.none() | dates(),
})  # fmt: skip
RESTRICTION = st.sampled_from(
    [
        "non_disclosure",
        "travel_ban",
        "contact_ban",
        "reporting_duty",
        "supervision",
        "passport_held",
        "unknown",
    ]
)
PRESENCE = one("in_person", "in_absentia")
THEN = st.sampled_from([*[None] * 6, "held", "free", "home_guarded", "elsewhere"])
PROCEEDING = one("p", "q")
AGAINST = one("e0000", "e0001")
FIELDS = {
    "detention": {
        "kind": one(
            "questioning", "stop", "arrest", "administrative", "abduction", "psychiatric", "returned",
            "recalled", "surrendered", "hostage_taking", "military", "other",
        ),
        "until": st.none() | dates(),
        "facility": one("A", "B"),
        "proceeding": PROCEEDING,
    },
    "transfer": {
        "basis": one("pretrial", "questioning", "imprisonment", "house_arrest", "unknown"),
        "facility": one("A", "B"),
        "then": THEN,
        "proceeding": PROCEEDING,
    },
    "confirmation": {
        "found": st.sampled_from(["held", "free", "missing", "unknown"]),
        "sources": st.sampled_from([[], ["prison"]]),
    },
    "access": {"to": st.just("counsel"), "outcome": one("permitted", "denied"), "facility": one("A")},
    "release": {
        "kind": one(
            "bail", "exchange", "escape", "served", "parole", "furlough", "claimed", "charges_closed",
            "to_military_service", "supervised", "discharge",
        ),
        "seen_by": one("nobody", "family", "source", "custodian"),
        "sources": st.sampled_from([[], ["family"], ["prison"]]),
        "until": st.none() | dates(),
        "then": THEN,
        "proceeding": PROCEEDING,
        "conditions": st.lists(RESTRICTION, max_size=2, unique=True),
    },
    "restriction": {
        "kind": RESTRICTION,
        "step": one("imposed", "lifted", "breached"),
        "legal_form": one("court_order", "administrative", "sentence"),
        "until": st.none() | dates(),
        "proceeding": PROCEEDING,
    },
    "departure": {
        "kind": one("expelled", "exchanged", "extradited", "deported", "refused"),
        "into": one("custody", "liberty", "unknown"),
    },
    "official_response": {"position": one("denies", "acknowledges")},
    "case": {"step": st.sampled_from(["opened", "joined", "closed"]), "proceeding": PROCEEDING},
    "disappearance": {},
    "death": {"sources": st.sampled_from([[], ["family"], ["press"]])},
    "charge": {
        "charges": st.lists(CHARGE, max_size=2),
        "step": one("dropped", "to_court", "reclassified"),
        "all_charges": st.sampled_from([None, True]),
        "proceeding": PROCEEDING,
    },
    "hearing": {
        "outcome": one(
            "scheduled", "adjourned", "remanded", "extended", "house_arrest", "released", "bail", "upheld",
            "sentence_changed", "stayed", "overturned", "annulled", "remitted", "parole_revoked", "committed",
            "bail_cancelled", "removal_ordered", "extradition_allowed", "extradition_refused",
            "milder_measure", "measure_lifted", "converted", "parole_granted", "suspension_revoked",
        ),
        "stage": one("custody", "appeal"),
        "overturns": one("conviction", "custody_order", "release_order", "acquittal"),
        "sentences": st.lists(SENTENCE, max_size=1),
        "then": THEN,
        "against": AGAINST,
        "proceeding": PROCEEDING,
        "presence": PRESENCE,
        "until": st.none() | dates(),
    },
    "verdict": {
        "outcome": one("convicted", "acquitted", "terminated", "annulled", "not_responsible"),
        "matter": one("criminal", "administrative", "civil"),
        "in_force": st.none() | dates(),
        "then": THEN,
        "against": AGAINST,
        "proceeding": PROCEEDING,
        "instance": one("first", "appeal"),
        "presence": PRESENCE,
        "taken_into_custody": st.sampled_from([None, True, False]),
        "charges": st.lists(CHARGE, max_size=2),
        "sentences": st.lists(SENTENCE, max_size=2),
    },
    "clemency": {
        "kind": one("pardon", "amnesty", "commutation"),
        "effect": one("released", "reduced"),
        "sentences": st.lists(SENTENCE, max_size=1),
        "then": THEN,
        "proceeding": PROCEEDING,
    },
    "interrogation": {},
    "statement": {},
}  # fmt: skip
ABOUT = Circumstances(
    connections={"family": "relative", "press": "media", "prison": "official"},
    stale_days=30,
    proceedings={"p": ListedProceeding("criminal"), "q": ListedProceeding("criminal")},
)
OUT = frozenset({"released", "restricted", "not_detained", "abroad"})
COURT = frozenset({"hearing", "verdict", "clemency", "charge"})
"""Entries of courts and governments: they move one ground."""


def without_nothing(value):
    """Leave out what is not stated."""
    if isinstance(value, dict):
        return {key: without_nothing(each) for key, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


@st.composite
def entries(draw, number=0, types=tuple(FIELDS), **stated):
    """Draw an entry of any of the types; what is stated is so in each that has the field."""
    word = draw(st.sampled_from(types))
    fields = {name: draw(strategy) for name, strategy in FIELDS[word].items()}
    fields |= {name: value for name, value in stated.items() if name in fields}
    standing = draw(st.sampled_from([*[None] * 8, "confirmed", "disputed", "refuted"]))
    data = {"id": f"e{number:04d}", "type": word, "date": draw(dates()), "standing": standing, **fields}
    return EVENT_TYPES[word].model_validate(without_nothing(data))


@st.composite
def ledgers(draw, most=9, types=tuple(FIELDS), **stated):
    """Draw a ledger as it may stand in a file, in any order."""
    return [draw(entries(number, types, **stated)) for number in range(draw(st.integers(0, most)))]


@st.composite
def named_ledgers(draw, most=9):
    """Draw a ledger in which every entry names its proceeding, where its type has one."""
    return [
        draw(entries(number, proceeding=draw(st.sampled_from(["p", "q"])), against=None))
        for number in range(draw(st.integers(0, most)))
    ]


days = st.integers(-20, 260).map(lambda number: EPOCH + timedelta(days=number)) | st.dates(date(1000, 1, 1))


def made(number, word, **fields):
    return EVENT_TYPES[word].model_validate({"id": f"e{number:04d}", "type": word, **fields})


def course_of(events):
    return fold(events, ABOUT)


def changed(event, **fields):
    """Return the entry with other fields; None takes one out."""
    data = {**event.model_dump(by_alias=True, mode="json", exclude_none=True), **fields}
    return EVENT_TYPES[event.type].model_validate(without_nothing(data))


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


def refutes(course):
    """Return whether an entry of a ledger shows that one of several readings was wrong."""
    return any(ANSWERED.name in acted for acted in course.rules)


LAW = st.builds(
    Jurisdiction,
    probation_beside_prison=one("instead", "after"),
    sentence_enforced=one("at_once", "when_final"),
    release_order=one("at_once", "stayable"),
    remand_credit=one(1.0, 1.5),
    open_facilities=one("always", "never", "both"),
)
ABOUTS = st.builds(
    lambda law, **facts: replace(ABOUT, country="XX", laws={"XX": law}, **facts),
    LAW,
    is_new=st.booleans(),
    release_days=st.sampled_from([0, 3]),
    no_other_cases=st.booleans(),
    has_others=st.booleans(),
)


CONNECTIONS = {"ministry": "official", "prison": "official", "letter": "relative", "family": "relative"}
OTHER = {"ministry": "prison", "letter": "family", "leaflet": "poster"}
"""Sources, each with one of the same connection; of the last two it is not known."""


@st.composite
def two_accounts(draw):
    """Draw a ledger, and the same one with other words in all that the keys of its events do not contain."""
    cited = st.lists(st.sampled_from([*OTHER]), max_size=2, unique=True)
    events = [changed(event, sources=draw(cited)) for event in draw(ledgers())]
    referred = referred_ids(events)
    return events, [
        changed(
            event,
            id=event.id if event.id in referred else f"x{place:04d}",
            time=f"0{place}:30",
            place=f"Town {place}",
            by=[f"Office {place}"],
            summary=f"Account {place}",
            note=f"Note {place}",
            tier="restricted",
            tags=[f"tag {place}"],
            sources=[OTHER[each] for each in event.sources],
            cites={"place": [OTHER[each] for each in event.sources[:1]]} if event.sources else None,
        )
        for place, event in enumerate(events)
    ]


@always(two=two_accounts(), about=ABOUTS)
def test_ledgers_of_the_same_keys_have_the_same_status_on_every_day(two, about):
    one, other = two
    about = replace(about, connections=CONNECTIONS)
    assert [fold_key(each, CONNECTIONS) for each in one] == [fold_key(each, CONNECTIONS) for each in other]
    assert have_same_answers(fold(one, about), fold(other, about), status_of)


@always(events=ledgers(), about=ABOUTS)
def test_every_ledger_has_a_sound_answer_on_every_day_on_which_it_may_change(events, about):
    course = fold(events, about)
    for turn in turning_days(course):
        check_view(course.on(Day.fromordinal(turn)))


def check_view(view):
    """Check what holds for every answer."""
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
    check_days_by_spell(view)


def check_days_by_spell(view):
    """Check that each spell has its days, and none has more than there are in all."""
    least, most = view.days_held
    assert len(view.spell_days) == len(view.spells)
    for fewest, greatest in view.spell_days:
        assert fewest <= least
        assert greatest is None or fewest <= greatest
        assert most is None or (greatest is not None and greatest <= most)


@always(events=ledgers(), day=days)
def test_each_spell_began_with_an_entry_of_its_first_day(events, day):
    course = course_of(events)
    view, dates = course.on(day), {each.id: each.date.text for each in events}
    assert len(course.spell_events(day)) == len(view.spells)
    for spell, event in zip(view.spells, course.spell_events(day), strict=True):
        assert (event is None) == (spell.start == "unknown")
        assert event is None or dates[event] == spell.start


def in_doubt(before, after, new):
    """Return the statuses that an entry may add to earlier days.

    They are those that were presumed away, custody where the entry shows that it went on, restrictions that
    it lifts, and custody or liberty that began on an unknown day before the entry, or before a later one.
    """
    presumed = {each.status for some in before.states for each in some if each.carried_out is not None}
    kinds = {measure.kind for some in before.states for each in some for measure in each.measures}
    lifts = new.type == "restriction" and new.step == "lifted" and new.kind in kinds
    restricted = {"restricted"} if presumed & FREE or lifts else set()
    once = set(zip(before.movers, before.rules, strict=True))
    acted = {
        name for each in zip(after.movers, after.rules, strict=True) if each not in once for name in each[1]
    }
    taken = set() if (REOPENING | BEGINNING_UNSEEN).isdisjoint(acted) else {"held"}
    let_go = set() if ENDING_UNSEEN.isdisjoint(acted) else {"released", "restricted", "abroad"}
    return presumed | restricted | taken | let_go


@always(events=ledgers(), new=entries(9999), day=days)
def test_an_appended_entry_adds_no_possibility_before_its_day(events, new, day):
    """An entry between others may take from a later one what that showed of the days before."""
    is_last = not may_change_status(new) or movers_in_order([*events, new])[-1:] == [len(events)]
    if day < new.date.earliest and is_last:
        before, after = course_of(events), course_of([*events, new])
        assert set(after.on(day).possible) <= {*before.on(day).possible, *in_doubt(before, after, new)}


PRISON = {"outcome": "convicted", "sentences": [{"penalty": "imprisonment"}]}
PARDON = {"kind": "pardon", "effect": "released"}
ARREST = {"kind": "arrest"}


@pytest.mark.parametrize(
    ("earlier", "later", "certain", "added"),
    [
        ([("detention", {}), ("verdict", PRISON), ("clemency", PARDON)], "transfer", "released", "held"),
        ([("detention", {}), ("release", {})], "transfer", "released", "held"),
        ([("hearing", {"outcome": "remanded"})], "detention", "held", "not_detained"),
        ([("detention", ARREST)], ("detention", ARREST), "held", "released"),
        ([("release", {"kind": "bail"})], ("confirmation", {"found": "held"}), "released", "held"),
    ],
    ids=["pardon", "release", "order", "second arrest", "found held"],
)
def test_an_appended_entry_may_make_a_presumed_status_uncertain(earlier, later, certain, added):
    events = [
        made(at, kind, date=f"2025-01-{at:02}", **fields) for at, (kind, fields) in enumerate(earlier, 1)
    ]
    last, fields = (later, {}) if isinstance(later, str) else later
    new, day = made(9999, last, date="2025-01-20", **fields), date(2025, 1, 15)
    assert course_of(events).on(day).possible == (certain,)
    assert added in course_of([*events, new]).on(day).possible


def with_doubtful_deaths(course):
    """Return dead where a death has no certain day: what follows it in the file may have been before it."""
    deaths = (
        first < last and not {"died", "death-reported"}.isdisjoint(rules)
        for (first, last), rules in zip(course.bounds, course.rules, strict=True)
    )
    return {"dead"} if any(deaths) else set()


@always(events=ledgers(), new=entries(9999), day=days)
def test_an_inserted_entry_adds_no_possibility_before_its_day(events, new, day):
    """What a later entry showed to be wrong may be right again: the inserted one may explain the later one.

    Released on the 1st as only the custodian says, found in custody on the 2nd: the release was not true. If
    another arrest on the 2nd is inserted, it may have been.
    """
    events = [events[index] for index in list_in_order(events)]
    for index in range(len(events) + 1):
        ledger = [*events[:index], new, *events[index:]]
        if day < new.date.earliest and in_order(each.date for each in ledger):
            before, after = course_of(events), course_of(ledger)
            allowed = in_doubt(before, after, new) | with_doubtful_deaths(after)
            if refutes(before):
                allowed |= {*course_of(events[:index]).on(day).possible}
            assert set(after.on(day).possible) <= {*before.on(day).possible, *allowed}


def test_an_inserted_arrest_explains_custody_that_showed_a_release_to_be_wrong():
    arrest = made(1, "detention", date="2025-01-01")
    release = made(2, "release", date="2025-01-02", seen_by="nobody")
    found = made(3, "confirmation", date="2025-01-04", found="held")
    again = made(9999, "detention", date="2025-01-03")
    day = date(2025, 1, 2)
    assert course_of([arrest, release]).on(day).possible == ("held", "released")
    assert course_of([arrest, release, found]).on(day).possible == ("held",)
    assert course_of([arrest, release, again, found]).on(day).possible == ("held", "released")


@always(events=ledgers(), day=days)
def test_an_entry_that_is_neither_mover_nor_news_changes_nothing(events, day):
    counting = [each for each in events if each.stands and (may_change_status(each) or confirms(each))]
    disputed = [each for each in events if each.standing == "disputed"]
    kept = [each for each in events if each in counting or each in disputed]
    assert course_of(kept).on(day) == course_of(events).on(day)


@always(events=ledgers(), day=days)
def test_news_of_custody_never_changes_the_status_of_a_person_not_held(events, day):
    without = course_of([each for each in events if may_change_status(each) or not confirms(each)]).on(day)
    with_news = course_of(events).on(day)
    if not without.held_possible:
        assert with_news.possible == without.possible


@always(events=ledgers(), cut=st.integers(0, 9))
def test_folding_in_two_steps_gives_the_same(events, cut):
    movers = [events[index] for index in movers_in_order(events)]
    course, links = course_of(events), find_links(movers, ABOUT)
    first = apply_movers((START,), movers[:cut], course.news, ABOUT, links)
    middle = first[-1].readings if first else (START,)
    second = apply_movers(middle, movers[cut:], course.news, ABOUT, links)
    assert course.states == correct_in_hindsight((START,), [*first, *second])


@always(events=ledgers(most=14))
def test_the_order_respects_every_pair_that_dates_decide(events):
    shown = list_in_order(events)
    assert sorted(shown) == list(range(len(events)))
    for at, before in enumerate(shown):
        assert not any(events[after].date.latest < events[before].date.earliest for after in shown[at + 1 :])


@always(events=ledgers(most=14))
def test_movers_are_shown_as_they_are_folded(events):
    movers = movers_in_order(events)
    assert [index for index in list_in_order(events) if index in set(movers)] == movers


@always(events=ledgers(most=14), new=entries(9999))
def test_appending_never_reorders_the_movers_before(events, new):
    after = movers_in_order([*events, new])
    assert [index for index in after if index < len(events)] == movers_in_order(events)


@always(events=ledgers(most=14))
def test_a_file_that_was_put_in_order_stays_as_it_is(events):
    ordered = [events[index] for index in list_in_order(events)]
    assert list_in_order(ordered) == list(range(len(ordered)))
    assert in_order(each.date for each in ordered)


@always(events=ledgers(most=14), new=entries(9999))
def test_a_new_entry_is_placed_as_late_as_its_bounds_allow(events, new):
    index = find_insertion_index(events, new)
    ledger = [*events[:index], new, *events[index:]]
    if in_order(each.date for each in events):
        assert in_order(each.date for each in ledger)
        assert index == len(events) or new.date.latest < events[index].date.earliest
    elif new.stands and may_change_status(new):
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
    remarks = warnings(events, ABOUT)
    assert {each.event_id for each in remarks} <= {each.id for each in events}
    assert any(each.code == "out-of-order" for each in remarks) != in_order(each.date for each in events)


def kills(course, at):
    """Return whether a mover is a death, of a person who was alive before it."""
    before, after = ({each.status for each in course.states[index]} for index in (at, at + 1))
    return "dead" in after and "dead" not in before


@always(events=ledgers(), day=days)
def test_a_status_changes_only_where_time_or_an_entry_reaches(events, day):
    """The windows are the law's: states between what has surely and what may have happened.

    What follows a death in the file may be before it as long as its latest day is to come.
    """
    course = course_of(events)
    movers = [events[index] for index in movers_in_order(events)]
    possible = [each for each in movers if each.date.earliest <= day]
    later_deaths = (at for at, each in enumerate(possible) if each.date.latest > day and kills(course, at))
    certain = possible[: next(later_deaths, None)]
    surely = max((at + 1 for at, each in enumerate(certain) if each.date.latest <= day), default=0)
    most = next(
        (
            at
            for at, each in enumerate(possible)
            if any(other.date.earliest > day for other in movers[: movers.index(each)])
        ),
        len(possible),
    )
    steps = apply_movers((START,), movers, course.news, ABOUT)
    assert course.states == correct_in_hindsight((START,), steps)
    assert course.count_movers(day.toordinal()) == (surely, most)


def order_of_custody(number, proceeding):
    """Return an order of the first day that runs for longer than any day that is asked."""
    fields = {"outcome": "remanded", "until": "2030-01-01", "proceeding": proceeding}
    return made(number, "hearing", date="2025-01-01", **fields)


TWO_ORDERS = [order_of_custody(7001, "p"), order_of_custody(7002, "q")]
"""A person who is held on two orders in two cases."""
FREEING = [
    ("hearing", {"outcome": "released"}),
    ("hearing", {"outcome": "bail_granted"}),
    ("hearing", {"outcome": "measure_lifted"}),
    ("hearing", {"outcome": "overturned", "overturns": "custody_order"}),
    ("hearing", {"outcome": "extradition_refused"}),
    ("verdict", {"outcome": "acquitted"}),
    ("verdict", {"outcome": "terminated", "matter": "criminal"}),
    ("verdict", {"outcome": "convicted", "sentences": [{"penalty": "fine"}]}),
    ("clemency", {"kind": "pardon", "effect": "released"}),
]


@st.composite
def freeing(draw, **stated):
    """Draw an entry by which a court or a government frees."""
    word, fields = draw(st.sampled_from(FREEING))
    return made(9999, word, date=draw(near).isoformat(), **fields, **stated)


@always(events=ledgers(most=4, types=tuple(sorted(COURT)), proceeding="p", then=None), new=freeing())
def test_courts_of_one_case_free_no_one_whom_another_holds(events, new):
    day = date(2025, 6, 1)
    named = changed(new, proceeding="p")
    assert "held" in course_of([*TWO_ORDERS, *events, new]).on(day).possible
    if not any(
        each.penalty == "deportation" for event in events for each in vars(event).get("sentences", ())
    ):
        assert course_of([*TWO_ORDERS, *events, named]).on(day).possible == ("held",)


@always(
    events=ledgers(most=2, types=tuple(sorted(COURT)), then=None), new=freeing(), name=one("p", "q"), day=days
)
def test_a_court_that_names_its_case_gives_an_answer_that_is_possible_without(events, new, name, day):
    ledger = [*TWO_ORDERS, *events]
    last = apply_movers((START,), ledger, (), ABOUT)[-1].readings
    candidates = {each.proceeding for state in last for each in attributions(state, new, ABOUT, {})}
    if name not in candidates or any(has_final_sentence(state, name) for state in last):
        return
    named, unnamed = course_of([*ledger, changed(new, proceeding=name)]), course_of([*ledger, new])
    if refutes(unnamed):  # one of several readings, as an only one never is
        return
    assert set(named.on(day).possible) <= set(unnamed.on(day).possible)


@always(events=ledgers(), new=entries(9999, types=tuple(COURT), proceeding="p", then=None))
def test_a_court_that_names_a_case_leaves_the_certain_grounds_of_another(events, new):
    movers = [events[index] for index in movers_in_order(events)]
    links = find_links([*movers, new], ABOUT)
    steps = apply_movers((START,), movers, (), ABOUT, links)
    before = steps[-1].readings if steps else (START,)
    day = new.date.earliest.toordinal()
    (step,) = apply_movers(before, [new], (), ABOUT, links)
    for state, afters in zip(before, step.after, strict=True):
        kept = [each for each in state.active if each.proceeding == "q" and is_certain(each, state, day)]
        for after in afters if state.held else ():
            assert set(kept) <= set(after.active)


def is_certain(ground, state, day):
    """Return whether a ground of a held person is certain on a day by its stated end, and the status too."""
    seen, _ = see_state(state, day, (), ABOUT.stale_days)
    runs = ground.until is not None and day <= ground.until
    return runs and ground.kind != "fact" and not ground.doubtful and seen.possible == {"held"}


HOLDING = {"outcome": "remanded", "presence": "in_person", "then": None}


@always(
    events=named_ledgers(),
    new=entries(9999, types=("hearing",), proceeding="p", standing=None, against=None, **HOLDING),
    day=days,
)
def test_one_order_of_custody_more_makes_no_day_freer(events, new, day):
    """Custody without an order is no certain ground after three days, so it is left out.

    So is `then: held`, which adds a ground only where there is none, and an order that has run out by the
    day: it gives custody that had no stated end one that is over. On the days before it a later entry may
    refute less than without it. An order without an end, in place of custody with one, needs news sooner.
    """
    facts = (each for each in events if each.type in {"detention", "transfer", "confirmation", "departure"})
    if any(vars(each).get("proceeding") != "p" for each in facts):
        return
    if any(vars(each).get("then") == "held" for each in events):
        return
    day = max(day, new.date.latest)
    if new.until and new.until.latest < day:
        return
    if not new.until and any(vars(each).get("until") for each in events):
        return
    events = [events[index] for index in list_in_order(events)]
    index = find_insertion_index(events, new)
    before = course_of(events).on(day)
    after = course_of([*events[:index], new, *events[index:]]).on(day)
    if before.possible == ("held",):
        assert after.possible == ("held",)


@always(events=ledgers(), at=st.integers(0, 8), day=days)
def test_an_entry_that_names_one_of_its_candidates_gives_a_possible_answer(events, at, day):
    movers = [index for index in movers_in_order(events) if events[index].type in COURT]
    if not movers:
        return
    index = movers[at % len(movers)]
    event = events[index]
    if event.proceeding or vars(event).get("against"):
        return
    before = course_of(events)
    place_of = movers_in_order(events).index(index)
    names = {
        each.proceeding
        for state in before.states[place_of]
        for each in attributions(state, event, ABOUT, {})
        if each.proceeding in ABOUT.proceedings and not has_final_sentence(state, each.proceeding)
    }
    for name in names:
        ledger = [*events[:index], changed(event, proceeding=name), *events[index + 1 :]]
        assert set(course_of(ledger).on(day).possible) <= set(before.on(day).possible)


def has_final_sentence(state, proceeding):
    """Return whether a sentence is final: an inference must not end it, a name may."""
    return any(each.final and each.proceeding == proceeding for each in state.grounds)


def is_custody_elsewhere(event):
    """Return whether a departure leads into custody; it has no field for a proceeding."""
    return event.type == "departure" and (event.kind in INTO_CUSTODY or event.into is not None)


@always(events=ledgers(proceeding=None, against=None), day=days)
def test_one_case_for_all_gives_an_answer_that_is_possible_without_names(events, day):
    """An entry may refute one of several readings, and never an only one.

    An administrative case and a criminal one are never one, and a departure into custody and a disappearance
    name no case. An entry that names the case of a final sentence may end it; one that names none does not.
    An arrest of a person in custody is one in another case unless it names the same, and so is a judgment in
    absentia.
    """
    unnamed = course_of(events)
    is_mixed = any("administrative" in {matter_of(vars(each)), vars(each).get("kind")} for each in events)
    grounds = [each for readings in unnamed.states for state in readings for each in state.grounds]
    is_final = any(each.final or each.final_from for each in grounds)
    is_other = any(each.proceeding == ANOTHER for each in grounds)
    is_other |= any(vars(each).get("presence") == "in_absentia" for each in events)
    is_gone = any(each.type == "disappearance" or is_custody_elsewhere(each) for each in events)
    if is_mixed or is_final or is_other or is_gone or refutes(unnamed):
        return
    together = [
        changed(each, proceeding="p") if "proceeding" in FIELDS[each.type] else each for each in events
    ]
    assert set(course_of(together).on(day).possible) <= set(unnamed.on(day).possible)


WHERE = {"held": {"held"}, "home_guarded": {"held"}, "free": {"released", "restricted"}}


@always(events=ledgers(), new=entries(9999, then=None), then=st.sampled_from([*WHERE]))
def test_where_the_person_went_narrows_the_answer_of_that_day(events, new, then):
    """A sentence that is served by that day leaves open whether the person is still held on it.

    So does a long silence: an entry without a last day is asked about on the last day of the calendar.
    """
    if "then" not in FIELDS[new.type] or not new.stands or not may_change_status(new) or new.date.open_end:
        return
    day = new.date.latest
    if any(each.until and each.until.earliest <= day for each in vars(new).get("sentences", ())):
        return
    before = course_of([*events, new]).on(day)
    if WHERE[then].isdisjoint(before.possible):
        return
    after = set(course_of([*events, changed(new, then=then)]).on(day).possible)
    assert after <= {*before.possible, *WHERE[then]}


def test_the_rules_are_listed_in_one_table():
    lines = table_of_rules().splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in rows} == {6}
    assert len(rows) == len(RULES) + 2
