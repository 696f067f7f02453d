"""The difference between two publications: no value of what is gone, and no old value of free text."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.changes.change import Change
from casefile.changes.record_difference import Status
from casefile.model.vocabularies import word
from casefile.publication.publish import publish
from casefile.publication.published_difference import (
    GONE,
    HAS_ERRORS,
    NOT_READABLE,
    differences,
    not_readable,
    publish_sides,
)
from casefile.register import Register

DAY = date(2025, 7, 1)
ZELDA = {"identification": "named", "name": "Zelda Sekretova"}


@pytest.fixture
def differ(register_of):
    """Return a function that gives the differences between two lists of records, by kind and id."""

    def find(was, now, audience="public"):
        before, after = register_of(*was), register_of(*now)
        sides = publish_sides(before, after, audience, on=DAY)
        return {(each.kind, each.record): each for each in differences(sides, before, after, DAY)}

    return find


def event(eid="h2v5t", **fields):
    return {"id": eid, "type": "detention", "date": "2025-05-28", **fields}


def note(eid, **fields):
    return event(eid, type="note", **fields)


def source(key, **fields):
    return {"schema": "casefile/source/1", "id": key, "tier": "public", "kind": "press_article", **fields}


def removed(field):
    return Change(field, "removed", None, None)


HERS = ("case", "kg-2025-7k3mq")


def test_records_that_are_published_alike_differ_in_nothing(differ, case):
    assert differ([case(), source("paper")], [case(), source("paper")]) == {}
    kept = case(events=[event(), note("k3m9x", tier="restricted")])
    assert differ([case(), source("kept", tier="restricted")], [kept]) == {}


def test_a_new_record_is_shown_whole_with_events_and_sources(differ, case):
    new = case(events=[event(sources=["paper"]), note("k3m9x", summary="A text")])

    found = differ([], [new, source("paper", title="The Paper")])

    assert set(found) == {HERS, ("source", "paper")}
    told = found[HERS]
    assert told.changes == (Change("", "added", None, new),)
    assert told.name == "reporter"
    assert len(told.entries) == len(new["events"])
    assert told.sources == ("paper",)
    assert told.status == Status(None, "held", "held", "held")
    paper = found["source", "paper"]
    assert (paper.name, paper.status, paper.entries, paper.sources) == ("The Paper", None, (), ())
    assert [(each.kind, each.new["title"]) for each in paper.changes] == [("added", "The Paper")]


@pytest.mark.parametrize(
    ("sides", "change", "texts"),
    [
        (({"summary": "Old"}, {"summary": "New"}), ("summary", "changed", None, "New"), ("summary", "New")),
        (({"date": "2025-05-27"}, {}), ("date", "changed", "2025-05-27", "2025-05-28"), ("2025-05-27",)),
        (({"until": "2025-06-27"}, {}), ("until", "removed", None, None), ("until", GONE)),
        (
            ({"kind": "arrest"}, {"kind": "questioning"}),
            ("kind", "changed", "arrest", "questioning"),
            ("arrest",),
        ),
        (({}, {"kind": "arrest"}), ("kind", "added", None, "arrest"), ("kind", "arrest")),
        (({"summary": "Old"}, {}), ("summary", "removed", None, None), ("summary", GONE)),
        (({"sources": ["paper"]}, {}), ("sources", "removed", None, None), ("source", GONE)),
        (({"by": ["Old"]}, {"by": ["New"]}), ("by", "removed", None, None), ("by", GONE)),
    ],
)
def test_the_old_value_of_a_correction_is_shown_only_for_fixed_forms(differ, case, sides, change, texts):
    before, after = (case(events=[event(**fields)]) for fields in sides)

    told = differ([before, source("paper")], [after, source("paper")])[HERS]

    field, kind, old, new = change
    assert told.changes[0] == Change(f"events.h2v5t.{field}", kind, old, new)
    assert told.texts[0].startswith("detention h2v5t: ")
    assert all(text in told.texts[0] for text in texts)
    assert "Old" not in repr(told)


@pytest.mark.parametrize(("publisher", "old"), [("body", "body"), ("gone", None), ("The Daily", None)])
def test_an_old_reference_is_shown_if_its_record_is_published_today(differ, publisher, old):
    def body(key):
        return {"schema": "casefile/organization/1", "id": key, "tier": "public", "name": key.title()}

    was = [body("body"), body("gone"), body("other"), source("paper", publisher=publisher)]
    now = [body("body"), body("other"), source("paper", publisher="other")]

    told = differ(was, now)["source", "paper"]

    assert told.changes == (Change("publisher", "changed", old, "other"),)
    assert "publisher" in told.texts[0]
    assert "other" in told.texts[0]
    assert (publisher in told.texts[0]) is (old is not None)


def test_numbers_are_no_closed_form(differ, case):
    was, now = (case(person={**ZELDA, "age": {"years": years}}) for years in (30, 31))

    told = differ([was], [now])[HERS]

    assert told.changes == (Change("person.age.years", "changed", None, 31),)
    assert told.texts[0].startswith("person.age.years ")
    assert "31" in told.texts[0]


def test_a_corrected_word_is_shown_as_readers_know_it(differ, case):
    was, now = (
        case(events=[event(type="charge", charges=[{"statute": "the law"}], step=step)])
        for step in ("suspicion", "to_court")
    )

    told = differ([was], [now])[HERS]

    assert told.changes[0].new == "to_court"
    assert told.texts[0].endswith(word("to_court"))
    assert word("to_court") != "to_court"


def test_items_are_named_one_by_one(differ, case):
    told = differ([case(tags=["one", "two"])], [case(tags=["two", "three"])])[HERS]

    assert told.changes == (removed("tags"), Change("tags", "added", None, "three"))
    assert told.texts[0] == f"tag {GONE}"
    assert "three" in told.texts[1]


def test_a_field_that_is_no_longer_shown_is_named(differ, case):
    told = differ([case(notes="Old")], [case()])[HERS]

    assert told.changes == (removed("notes"),)
    assert told.texts == (f"notes {GONE}",)


def test_a_field_of_an_entry_is_named_with_the_entry(differ, case):
    one, other = (case(events=[event(place=place)]) for place in ("Osh", "Naryn"))

    told = differ([one], [other])[HERS]

    assert told.changes == (Change("events.h2v5t.place", "changed", None, "Naryn"),)
    assert told.texts[0].endswith(" Naryn")
    assert told.texts[0].startswith("detention h2v5t: place ")


def test_an_entry_that_is_gone_is_named_by_its_id(differ, case):
    was = case(events=[event(), note("k3m9x", summary="Old")])

    told = differ([was], [case(events=[event()])])[HERS]

    assert told.changes == (removed("events.k3m9x"),)
    assert told.texts == (f"event k3m9x {GONE}",)


def test_an_entry_that_is_gone_is_not_named_where_its_id_is_a_word_of_the_name(differ, case):
    person = {"identification": "named", "name": "Sekev Arakh", "other_names": [{"name": "Анна"}]}
    was = case(person=person, events=[event("sekev"), event("an2na"), note("k3m9x")])

    told = differ([was], [case(person=person, events=[note("k3m9x")])])[HERS]

    assert sorted(each.field for each in told.changes) == ["events", "events.an2na"]
    assert sorted(told.texts) == [f"an event {GONE}", f"event an2na {GONE}"]
    assert "sekev" not in repr(told)


KAREV = {"identification": "named", "name": "Ashat Karev", "minor": "adult"}


def in_proceedings(case, *keys, **fields):
    """Return a case of a named person with these proceedings; its event refers to the first of them."""
    proceedings = {"proceedings": [{"id": key} for key in keys]} if keys else {}
    return case(
        **{"person": ZELDA, "events": [event(**({"proceeding": keys[0]} if keys else {}))], **proceedings}
        | fields
    )


@pytest.mark.parametrize(
    "withheld",
    [{"person": {**ZELDA, "name_tier": "restricted"}}, {"person": {**ZELDA, "minor": "minor"}}, {}],
)
@pytest.mark.parametrize("key", ["sekretova", "nickname", "with-karev", "n1ck1"])
def test_the_short_name_of_a_proceeding_that_is_gone_is_not_shown(differ, case, withheld, key):
    was = in_proceedings(case, key)
    now = {**was, **withheld} if withheld else in_proceedings(case)

    told = differ([was], [now])[HERS]

    assert removed("proceedings") in told.changes
    assert f"proceeding {GONE}" in told.texts
    assert key not in repr(told)


@pytest.mark.parametrize("key", ["with-karev", "karev"])
def test_the_short_name_that_an_event_referred_to_is_not_shown(differ, case, key):
    was, now = in_proceedings(case, key), in_proceedings(case, "main")

    told = differ([was], [now])[HERS]

    assert Change("events.h2v5t.proceeding", "changed", None, "main") in told.changes
    assert "karev" not in repr(told)


def test_a_proceeding_that_is_still_published_is_named(differ, case):
    was = in_proceedings(case, "main", proceedings=[{"id": "main", "court": "Old"}])

    told = differ([was], [in_proceedings(case, "main")])[HERS]

    assert told.changes == (removed("proceedings.main.court"),)
    assert "Old" not in repr(told)


@pytest.mark.parametrize("key", ["karev", "an2na"])
def test_an_entry_that_is_gone_is_not_named_by_a_name_of_another_person(differ, case, key):
    other = case("9zz3q", person={**KAREV, "other_names": [{"name": "An2na Karev"}]})
    was, now = case(events=[event(), note(key)]), case(events=[event()])

    told = differ([was, other], [now, {**other, "tier": "restricted"}])[HERS]

    assert (told.changes, told.texts) == ((removed("events"),), (f"an event {GONE}",))


def test_entries_that_are_all_gone_come_in_the_order_of_the_model(differ, case):
    was, now = (case(person=ZELDA, notes=notes, events=[event(), note("k3m9x")]) for notes in ("Old", "New"))
    del now["events"]

    told = differ([was], [now])[HERS]

    assert [each.field for each in told.changes] == ["notes", "events.h2v5t", "events.k3m9x"]


def test_a_moved_entry_is_shown_with_its_new_place(differ, case):
    one, two, three = event(), note("k3m9x"), note("a1b2c")

    told = differ([case(events=[one, two, three])], [case(events=[three, one, two])])[HERS]

    assert told.changes == (Change("events.a1b2c", "moved", None, ""),)
    assert "a1b2c" in told.texts[0]


def test_a_record_that_is_called_otherwise_now_is_the_same(differ, case):
    was, now = case("zelda", person=ZELDA), case("zelda-s", person={**ZELDA, "name": "Zelda S"})
    now["formerly"] = ["kg-2025-zelda"]

    found = differ([was], [now])

    (told,) = found.values()
    assert told.record == "kg-2025-zelda-s"
    assert told.changes[0] == Change("id", "changed", "kg-2025-zelda", "kg-2025-zelda-s")
    assert [each.field for each in told.changes[1:]] == ["formerly", "person.name"]


@pytest.mark.parametrize(
    ("was", "record"),
    [
        (source("paper", title="Old"), None),
        (source("a-2025-7k3mq", title="Old"), None),
        ("7k3mq", "kg-2025-7k3mq"),
        ("zelda", None),
        ("ahmed", None),
    ],
)
def test_a_removed_record_is_named_only_if_its_id_reveals_nothing(differ, case, was, record):
    old = case(was, notes="Old") if isinstance(was, str) else was

    (told,) = differ([old], []).values()

    assert (told.record, told.name, told.changes, told.status) == (record, "", (removed(""),), None)
    assert told.texts == (f"record {GONE}",)
    assert told.kind == ("case" if isinstance(was, str) else "source")
    assert "Old" not in repr(told)


def test_a_record_that_is_withheld_now_is_gone(differ, case):
    (told,) = differ([case(person=ZELDA)], [case(person=ZELDA, tier="restricted")]).values()

    assert (told.record, told.changes) == ("kg-2025-7k3mq", (removed(""),))
    assert "Zelda" not in repr(told)


def test_a_name_that_is_withheld_now_is_not_shown_any_more(differ, case):
    (told,) = differ([case(person=ZELDA)], [case(person={**ZELDA, "name_tier": "restricted"})]).values()

    assert removed("person.name") in told.changes
    assert "Zelda" not in repr(told)
    assert told.name == "(name withheld)"


def test_the_replacement_of_a_withheld_name_is_not_shown_as_new(differ, case):
    fund = {
        "schema": "casefile/organization/1", "id": "fund", "tier": "public", "name": "Zelda Sekretova Fund",
        "abbreviation": "ZSF",
    }  # fmt: skip
    free = case(person=ZELDA)

    told = differ([fund, free], [fund, {**free, "tier": "restricted"}])["organization", "fund"]
    assert (told.changes, told.texts) == ((removed("name"),), (f"name {GONE}",))

    told = differ([fund, free], [{**fund, "name": "The Fund"}, free])["organization", "fund"]
    assert told.changes == (Change("name", "changed", None, "The Fund"),)


def test_a_record_under_a_replaced_id_is_judged_by_its_own_file(differ, case):
    fund = {
        "schema": "casefile/organization/1", "id": "zelda-sekretova-fund", "tier": "public", "name": "Fund",
    }  # fmt: skip
    hers = case(tier="restricted", person=ZELDA)

    found = differ([hers, fund], [hers, {**fund, "name": "Other"}])

    added = [each for each in found.values() if each.changes[0].kind == "added"]
    assert [(each.kind, each.name) for each in added] == [("organization", "Other")]
    assert "sekretova" not in repr(found).lower()


def statuses(differ, was, now):
    return differ([was], [now])[HERS].status


RELEASE = event("r3f5s", type="release", date="2025-06-20")


def test_a_difference_has_the_status_before_and_after(differ, case):
    held, out = case(events=[event()]), case(events=[event(), RELEASE])

    assert statuses(differ, held, out) == Status("held", "released", "held → released", "released")
    assert statuses(differ, held, {**held, "notes": "x"}) == Status("held", "held", "", "held")


def test_the_earlier_status_is_not_shown_if_an_event_changed_its_type(differ, case):
    release = event("k3m9x", type="release", date="2025-06-02")
    out = case(events=[event(), release])
    later = case(events=[event(), {**release, "date": "2025-06-03"}])
    assert statuses(differ, out, later) == Status("released", "released", "", "released")
    held = case(events=[event(), {**release, "type": "note"}])
    assert statuses(differ, out, held) == Status(None, "held", "held", "held")


def test_the_earlier_status_is_not_shown_if_the_present_one_is_partly_withheld(differ, case):
    held = case(events=[event()])
    hidden = case(events=[event(), {**RELEASE, "tier": "restricted"}], notes="x")
    unknown = statuses(differ, held, hidden)

    assert unknown.before is None
    assert unknown.after == "unknown"
    assert unknown.text == unknown.now != ""
    assert statuses(differ, hidden, {**hidden, "notes": "y"}) == Status(None, "unknown", "", unknown.now)


def test_the_status_before_does_not_show_on_which_day_a_withheld_entry_was(differ, case):
    """News of custody counts for `stale_days`: a withheld visit may be older, or not."""

    def visit(eid, day, **fields):
        return event(eid, type="access", to="family", outcome="permitted", date=day, **fields)

    found = set()
    for day in ("2025-03-10", "2025-03-31", "2025-04-02", "2025-06-25"):
        start, hidden = event(date="2025-01-10"), visit("k3m9x", day, tier="restricted")
        was, now = (
            case(events=[start, visit("r3f5s", seen), hidden]) for seen in ("2025-06-20", "2025-02-01")
        )
        found.add(statuses(differ, was, now))
    assert [each.before for each in found] == [None]


def test_sources_of_new_parts_are_named_and_those_of_removed_ones_are_not(differ, case):
    papers = source("paper"), source("other")
    was = case(events=[event(sources=["paper"])])
    now = case(events=[event(sources=["paper", {"source": "other", "locator": "p. 3"}])])

    assert differ([was, *papers], [now, *papers])[HERS].sources == ("other",)
    assert differ([now, *papers], [was, *papers])[HERS].sources == ()


def test_the_sources_of_a_changed_field_are_those_of_its_entry(differ, case):
    was, now = (case(events=[event(sources=["paper"], summary=text)]) for text in ("Old", "New"))

    assert differ([was, source("paper")], [now, source("paper")])[HERS].sources == ("paper",)


@pytest.mark.parametrize(
    ("was", "known"),
    [
        ("7k3mq", "kg-2025-7k3mq"),
        ("zelda", None),
        ("ahmed", None),
        ("source", None),
        (None, None),
        ("withheld", None),
    ],
)
def test_a_file_with_errors_is_only_reported_as_such(register_of, entry_of, case, was, known):
    now = source("paper") if was == "source" else case(was if was in {"zelda", "ahmed"} else "7k3mq")
    before = case(tier="restricted") if was == "withheld" else now
    broken = entry_of({**now, "tags": 5})
    publication = publish(register_of(*([before] if was else [])), "public", on=DAY)

    told = not_readable(publication, broken)

    assert (told.record, told.kind, told.name) == (known, broken.kind, NOT_READABLE)
    assert told.note.startswith(HAS_ERRORS)
    assert (told.changes, told.texts, told.status) == ((), (), None)


def test_a_record_whose_file_has_errors_now_is_not_called_gone(register_of, entry_of, case):
    was, now = register_of(case(), source("paper")), Register([entry_of({**case(), "tags": 5})])
    sides = publish_sides(was, now, "public", on=DAY)

    found = [*differences(sides, was, now, DAY)]

    assert [(each.kind, each.record, each.texts) for each in found] == [
        ("source", None, (f"record {GONE}",)),
    ]  # fmt: skip


@pytest.fixture
def listed(register_of):
    """Return a function that lists the differences between two lists of records, for an audience."""

    def find(was, now, audience="public", today=None):
        before, after = register_of(*was), register_of(*now)
        current = register_of(*today) if today else None
        sides = publish_sides(before, after, audience, on=DAY, current=current)
        return [*differences(sides, before, after, DAY)]

    return find


def nurlan(case, suffix="7k3mq", **fields):
    person = {"identification": "named", "name": "Nurlan Qodirxon", "birth": "1980-02-03", "gender": "male"}
    return case(suffix, **{"person": person, "events": [event(date="2025-01-10")], **fields})


def zarema(case, **fields):
    person = {"identification": "named", "name": "Zarema Tokbaeva", "birth": "1991-09-09", "gender": "female"}
    return case(**{"person": person, "events": [event("k3m9x", kind="arrest")], **fields})


@pytest.mark.parametrize("audience", ["public", "partners"])
@pytest.mark.parametrize("suffix", ["7k3mq", "a1b2c"])
@pytest.mark.parametrize("limited", [False, True])
def test_no_value_of_the_person_who_had_an_id_before_is_shown(listed, case, audience, suffix, limited):
    was, now = nurlan(case, suffix), zarema(case)
    renamed = now if suffix == "7k3mq" else {**now, "formerly": ["kg-2025-a1b2c"]}
    today = [now] if suffix == "7k3mq" else [was, now]

    found = listed([was], [renamed], audience, today if limited else None)

    gone = [] if limited and suffix == "7k3mq" else [(f"kg-2025-{suffix}", "removed")]
    assert [(each.record, each.changes[0].kind) for each in found] == [*gone, (HERS[1], "added")]
    assert all(len(each.changes) == 1 for each in found)
    assert found[-1].status.before is None
    assert not any(value in repr(found) for value in ("1980", "'male'", "Nurlan", "h2v5t", "2025-01-10"))


@pytest.mark.parametrize("limited", [False, True])
def test_two_earlier_states_of_two_persons_are_not_compared_through_the_one_of_today(listed, case, limited):
    was, now = nurlan(case), zarema(case)
    today = {**now, "events": [*was["events"], *now["events"]]}

    found = listed([was], [now], today=[today] if limited else None)

    assert [each.changes[0].kind for each in found] == ["removed", "added"]
    assert "1980" not in repr(found)


@pytest.mark.parametrize(
    ("was", "now", "is_other"),
    [
        ({"events": ["h2v5t"]}, {"events": ["h2v5t", "k3m9x"], "person": ZELDA}, False),
        ({"person": ZELDA}, {"person": ZELDA, "events": ["h2v5t"]}, False),
        ({"person": ZELDA, "events": ["k3m9x"]}, {"person": ZELDA, "events": ["h2v5t"]}, True),
        ({"country": "KZ"}, {"country": "UZ"}, True),
        ({"tags": ["one"]}, {"tags": ["one"]}, False),
    ],
)
def test_a_case_is_the_same_with_an_event_or_a_name_in_common_or_unchanged(listed, case, was, now, is_other):
    sides = []
    for fields in (was, now):
        made = case(**{**fields, "events": [event(each) for each in fields.get("events", ())]})
        sides.append([made if fields.get("events") else {**made, "events": []}])

    found = listed(*sides)

    assert (removed("") in [each.changes[0] for each in found]) is is_other
    assert (found == []) is (was == now)


def test_a_case_is_identified_by_its_withheld_parts_too(listed, case):
    hidden = event("k3m9x", tier="restricted")
    was, now = ([case(events=[event(each), hidden])] for each in ("h2v5t", "n3n3n"))

    (found,) = listed(was, now)

    assert [each.kind for each in found.changes] == ["removed", "added"]


def test_a_record_under_an_id_that_another_kind_had_is_new(listed, case):
    body = {"schema": "casefile/organization/1", "id": "body", "tier": "public", "name": "A body"}
    paper = source("body", published="2025-01-10")

    found = listed([paper], [{**body, "country": "KG"}])

    assert [(each.kind, each.record, each.changes[0].kind) for each in found] == [
        ("source", None, "removed"),
        ("organization", "body", "added"),
    ]


def test_an_event_of_another_type_is_another_event(listed, case):
    moved = event("k3m9x", type="transfer", date="2025-03-04", basis="other")
    heard = event("k3m9x", type="hearing", date="2025-05-05", stage="trial")
    was = case(tags=["one"], events=[event(), moved])
    now = case(events=[event(kind="arrest"), heard])

    (found,) = listed([was], [now])

    assert found.changes == (
        removed("tags"),
        removed("events.k3m9x"),
        Change("events.h2v5t.kind", "added", None, "arrest"),
        Change("events.k3m9x", "added", None, heard, "h2v5t"),
    )
    assert found.texts[1] == f"event k3m9x {GONE}"
    assert found.status.before is None
    assert not any(value in repr(found) for value in ("2025-03-04", "transfer", "basis"))


def test_internally_records_and_events_are_compared_by_id(listed, case):
    (found,) = listed([nurlan(case)], [zarema(case)], "internal")
    assert Change("person.birth", "changed", None, "1991-09-09") in found.changes

    moved = event("k3m9x", type="transfer", date="2025-03-04")
    heard = event("k3m9x", type="hearing", date="2025-05-05")
    (found,) = listed([case(events=[event(), moved])], [case(events=[event(), heard])], "internal")
    assert Change("events.k3m9x.date", "changed", None, "2025-05-05") in found.changes
    assert found.status.before is None


@pytest.mark.parametrize(("tier", "is_told"), [("restricted", False), ("public", True)])
def test_an_old_value_is_shown_only_if_its_source_is_public_today(listed, case, tier, is_told):
    cited = {"requested_by": "KZ", "until": "2025-09-13", "sources": ["press", "kolya"]}
    alone = {"cites": {"requested_by": ["kolya"], "until": ["kolya"]}}
    was = case(events=[event(**cited, **alone)])
    now = case(events=[event(**{**cited, "requested_by": "RU", "until": "2025-10-01"})])

    found = listed(
        [was, source("press"), source("kolya")], [now, source("press"), source("kolya", tier=tier)]
    )
    (told,) = [each for each in found if each.record == HERS[1]]

    changes = {each.path[-1]: each.old for each in told.changes if each.kind == "changed"}
    assert changes == {
        "requested_by": None,
        "until": "2025-09-13" if is_told else None,
    }
    assert ("2025-09-13" in repr(found)) is is_told
    assert "KZ" not in repr(found)


@pytest.mark.parametrize(("connection", "is_told"), [("relative", False), ("witness", True)])
def test_an_old_value_is_not_shown_if_its_only_source_is_close_today(listed, case, connection, is_told):
    was = case(events=[event(until="2025-09-13", sources=["kolya"])])
    now = case(events=[event(until="2025-10-01", sources=["kolya", "press"])])

    found = listed(
        [was, source("press"), source("kolya")],
        [now, source("press"), source("kolya", connection=connection)],
    )
    (told,) = [each for each in found if each.record == HERS[1]]

    (until,) = [each for each in told.changes if each.kind == "changed"]
    assert until.old == ("2025-09-13" if is_told else None)
    assert (told.status.before is not None) is is_told
