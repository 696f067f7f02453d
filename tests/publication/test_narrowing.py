"""Of two moments only the records are published that may differ, and those that they name."""

from __future__ import annotations

import pytest

from casefile.publication.both import publish_both
from casefile.register import Register
from support.moments import DAY

ZELDA = {"identification": "named", "name": "Zelda Sekretova"}


@pytest.fixture
def sides(entry_of):
    """Return a function that publishes two lists of records; equal records share an entry."""

    def find(was, now, audience="public", strays=((), ()), **days):
        known = {}

        def entry(record):
            return known.setdefault(repr(record), entry_of(record))

        registers = [
            Register([entry(each) for each in records], strays=[entry(each) for each in away])
            for records, away in zip((was, now), strays, strict=True)
        ]
        made = publish_both(*registers, audience, on=DAY, **days)
        return tuple({each.id for each in side.records} for side in made)

    return find


def record(of_kind, key, **fields):
    needed = {
        "source": {"kind": "press_article"},
        "organization": {"name": "A Body"},
        "situation": {"title": "A sweep"},
    }[of_kind]
    return {"schema": f"casefile/{of_kind}/1", "id": key, "tier": "public", **needed, **fields}


def settings(**fields):
    return {"schema": "casefile/settings/1", **fields}


def event(**fields):
    return {"id": "h2v5t", "type": "detention", "date": "2025-05-28", **fields}


def test_of_equal_moments_nothing_is_published(sides, case):
    records = [settings(), case(notes="See sweep."), record("situation", "sweep")]

    assert sides(records, records) == (set(), set())


@pytest.mark.parametrize(
    "change",
    [{"title": "Another title"}, {"tier": "public"}, {"stale_days": 10}],
)
def test_other_settings_may_change_every_record(sides, case, change):
    records = [case(), record("situation", "sweep")]

    both = {"kg-2025-7k3mq", "sweep"}
    assert sides([settings(), *records], [settings(**change), *records]) == (both, both)


def test_a_record_without_a_tier_is_judged_by_the_settings_of_each_moment(sides, case):
    plain = case()
    del plain["tier"]
    closed, opened = settings(), settings(tier="public")

    assert sides([closed, plain], [opened, plain]) == (set(), {"kg-2025-7k3mq"})
    assert sides([opened, plain], [closed, plain]) == ({"kg-2025-7k3mq"}, set())


def test_a_changed_record_brings_what_it_names_by_any_id_and_what_that_names(sides, case):
    shared = [
        record("situation", "sweep", part_of=["wide"]),
        record("situation", "wide"),
        record("situation", "named-in-text", formerly=["called-before"]),
        record("situation", "other"),
        case("z9z9z"),
    ]
    one = case(
        situations=["sweep"], tags=["see called-before"],
        related=[{"case": "kg-2025-z9z9z", "relation": "relative"}],
    )  # fmt: skip
    named = {"kg-2025-7k3mq", "kg-2025-z9z9z", "sweep", "wide", "named-in-text"}

    assert sides([one, *shared], [{**one, "notes": "More."}, *shared]) == (named, named)
    assert sides([*shared], [one, *shared]) == (named - {"kg-2025-7k3mq"}, named)
    assert sides([one, *shared], [*shared]) == (named, named - {"kg-2025-7k3mq"})


def test_the_change_of_a_record_that_is_named_changes_those_that_name_it(sides, case):
    open_one, closed = (
        record("situation", "sweep", tier=tier, formerly=["raids"]) for tier in ("public", "restricted")
    )
    naming = [
        case(situations=["sweep"]), case("a1b2c", notes="In the sweep."), case("c3d4e"),
        case("e5f6g", situations=["raids"]),
    ]  # fmt: skip

    was, now = sides([open_one, *naming], [closed, *naming])

    assert was == {"sweep", "kg-2025-7k3mq", "kg-2025-a1b2c", "kg-2025-e5f6g"}
    assert now == {"kg-2025-7k3mq", "kg-2025-a1b2c", "kg-2025-e5f6g"}


def test_a_source_that_is_the_family_by_now_changes_what_rests_on_it(sides, case):
    call = record("source", "call", kind="call", connection="colleague")
    close = {**call, "connection": "relative"}
    resting = case(events=[event(sources=["call"])])

    was, now = sides([call, resting, case("c3d4e")], [close, resting, case("c3d4e")])

    assert "kg-2025-7k3mq" in was & now
    assert "kg-2025-c3d4e" not in was | now


def test_an_entry_is_judged_by_the_source_that_it_cites_in_each_moment(entry_of, case):
    paper = record("source", "paper")
    family = {**paper, "connection": "relative"}
    resting = entry_of(case(events=[event(), event(id="k3m9x", sources=["paper"])]))
    was, now = (Register([entry_of(each), resting]) for each in (paper, family))

    before, after = (side.find("kg-2025-7k3mq").data for side in publish_both(was, now, "public", on=DAY))

    assert [each["id"] for each in before["events"]] == ["h2v5t", "k3m9x"]
    assert [each["id"] for each in after["events"]] == ["h2v5t"]


def test_a_name_that_is_withheld_by_now_changes_the_texts_that_hold_it(sides, case):
    hers, kept = case(person=ZELDA), case(person={**ZELDA, "name_tier": "restricted"})
    others = [
        case("a1b2c", notes="With Zelda Sekretova."), case("c3d4e", notes="With Aida."),
        record("organization", "fund", name="Zelda Sekretova Fund"),
    ]  # fmt: skip

    for was, now in ((hers, kept), (kept, hers)):
        found = sides([was, *others], [now, *others])
        assert found == ({"kg-2025-7k3mq", "kg-2025-a1b2c", "fund"},) * 2


def test_an_id_made_of_a_name_that_is_withheld_by_now_changes_those_that_name_it(sides, case):
    hers = case("zelda-sekretova", person=ZELDA)
    kept = {**hers, "person": {**ZELDA, "name_tier": "restricted"}}
    other = case("a1b2c", related=[{"case": "kg-2025-zelda-sekretova", "relation": "relative"}])

    was, now = sides([hers, other, case("c3d4e")], [kept, other, case("c3d4e")])

    assert was == {"kg-2025-zelda-sekretova", "kg-2025-a1b2c"}
    assert now == {"kg-2025-h2v5t", "kg-2025-a1b2c"}


def test_a_renamed_record_changes_those_that_name_it_by_the_old_id(sides, case):
    was, now = record("situation", "sweep-old"), record("situation", "sweep", formerly=["sweep-old"])
    naming = [case(situations=["sweep-old"]), case("c3d4e")]

    assert sides([was, *naming], [now, *naming]) == (
        {"sweep-old", "kg-2025-7k3mq"}, {"sweep", "kg-2025-7k3mq"},
    )  # fmt: skip


def test_a_file_that_is_no_record_any_more_changes_those_that_say_its_id(sides, case):
    paper, saying = record("source", "paper-a1"), case(notes="See paper-a1.")
    records = [saying, case("c3d4e")]

    assert sides([*records, paper], records, strays=((), [paper])) == (
        {"paper-a1", "kg-2025-7k3mq"}, {"kg-2025-7k3mq"},
    )  # fmt: skip
    assert sides(records, records, strays=([paper], [paper])) == (set(), set())
    assert sides(records, records, strays=((), [paper])) == ({"kg-2025-7k3mq"}, {"kg-2025-7k3mq"})


def test_consents_of_both_moments_are_looked_at_on_one_day(sides, entry_of, case):
    agreed = {"basis": "subject", "scope": ["named"], "expires": "2025-07-10"}
    one = case(person=ZELDA, consent=agreed)
    registers = [Register([entry_of({**one, "notes": note})]) for note in ("Old.", "New.")]

    for days, named in (
        ({}, True),
        ({"today": DAY.replace(day=11)}, False),
        ({"today": DAY.replace(month=6)}, True),
    ):
        for side in publish_both(*registers, "public", on=DAY, **days):
            (record_now,) = side.records
            assert ("name" in record_now.data["person"]) is named
            assert (side.on, side.known_at) == (DAY, "")


@pytest.mark.parametrize(("audience", "seen"), [("public", False), ("partners", True), ("internal", True)])
def test_each_audience_sees_its_own(sides, case, audience, seen):
    one = case(tier="partners")

    was, now = sides([one], [{**one, "notes": "More."}], audience)

    assert was == now == ({"kg-2025-7k3mq"} if seen else set())
