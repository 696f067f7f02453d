"""Whether two moments are published whole, or only what may differ: the same is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.publication.both import publish_both
from casefile.register import Register, stray_entry
from support.moments import DAY, moments, publish_whole, told
from support.scribe import SOURCES


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
@given(seed=st.integers(0, 2**40))
@settings(deadline=None, max_examples=150)
def test_what_is_told_of_two_moments_hangs_on_nothing_that_is_left_out(entry_of, audience, seed):
    before, after = moments(entry_of, seed)
    whole = publish_whole(before, after, audience)
    assert told(*publish_both(before, after, audience, on=DAY), before, after) == told(*whole, before, after)


def test_no_more_is_published_than_may_differ_and_what_that_names(entry_of, case):
    events = [{"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["paper-a"]}]
    cases = [entry_of(case(suffix, events=events)) for suffix in ("aaaaa", "bbbbb", "ccccc")]
    papers = [
        entry_of({"schema": "casefile/source/1", "id": key, "tier": "public", "kind": "press_article"})
        for key in SOURCES[:2]
    ]
    changed = entry_of(case("bbbbb", events=events, notes="Nothing more is known."))
    was, now = Register([*cases, *papers]), Register([cases[0], changed, cases[2], *papers])
    for side in publish_both(was, now, "public", on=DAY):
        assert {each.id for each in side.records} == {"kg-2025-bbbbb", "paper-a"}
    for side in publish_both(now, now, "public", on=DAY):
        assert side.records == ()


def test_what_mentions_an_event_that_is_withheld_now_is_judged_again(entry_of, case):
    events = [{"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": [SOURCES[0]]}]
    source = {"schema": "casefile/source/1", "id": SOURCES[0], "tier": "public", "kind": "call"}
    situation = {"schema": "casefile/situation/1", "id": "sweep", "tier": "public", "title": "h2v5t says so."}
    named, other = entry_of(case(events=events)), entry_of(situation)
    was, now = Register([named, other, entry_of(source)]), Register([named, other])
    whole = publish_whole(was, now, "public")
    assert [len(each.records) for each in whole] == [3, 1]
    assert told(*publish_both(was, now, "public", on=DAY), was, now) == told(*whole, was, now)


def test_an_id_that_only_a_stray_file_has_is_told_of_in_the_texts_that_name_it(entry_of, case):
    named, other = entry_of(case(notes="See kg-2025-other.")), entry_of(case("a1b2c"))
    was, now = Register([named, other]), Register([named, other], strays=[stray_entry(STRAY, b"")])
    whole = publish_whole(was, now, "public")
    assert "notes" not in whole[1].find("kg-2025-7k3mq").data
    assert told(*publish_both(was, now, "public", on=DAY), was, now) == told(*whole, was, now)
    assert told(*whole, was, now)[0]


def test_what_names_a_former_id_is_judged_again_where_another_record_has_it_now(entry_of, case):
    old = {"formerly": ["sweep-old"]}
    closed, public = (
        {"schema": "casefile/situation/1", "id": f"sweep-{tier}", "tier": tier, "title": "A sweep"}
        for tier in ("restricted", "public")
    )
    naming = entry_of(case(situations=["sweep-old"]))
    was = Register([entry_of({**closed, **old}), entry_of(public), naming])
    now = Register([entry_of(closed), entry_of({**public, **old}), naming])
    whole = publish_whole(was, now, "public")
    assert ["situations" in each.find("kg-2025-7k3mq").data for each in whole] == [False, True]
    assert told(*publish_both(was, now, "public", on=DAY), was, now) == told(*whole, was, now)


def test_a_former_id_that_another_published_record_has_now_is_judged_again(entry_of, case):
    old = {"formerly": ["sweep-old"]}
    one, other = (
        {"schema": "casefile/situation/1", "id": key, "tier": "public", "title": "A sweep"}
        for key in ("sweep-a", "sweep-b")
    )
    naming = entry_of(case(situations=["sweep-old"]))
    was = Register([entry_of({**one, **old}), entry_of(other), naming])
    now = Register([entry_of(one), entry_of({**other, **old}), naming])
    whole = publish_whole(was, now, "public")
    assert [each.find("kg-2025-7k3mq").data["situations"] for each in whole] == [["sweep-a"], ["sweep-b"]]
    assert told(*publish_both(was, now, "public", on=DAY), was, now) == told(*whole, was, now)


def test_what_names_a_former_id_that_no_text_may_mention_is_judged_again(entry_of, case):
    """The former id contains the id of another record, which is withheld in both moments."""
    raids, sweep = (
        {"schema": "casefile/situation/1", "id": key, "tier": tier, "title": "Raids"}
        for key, tier in (("raids", "public"), ("sweep", "restricted"))
    )
    raids["formerly"] = ["sweep-old"]
    same = [entry_of(sweep), entry_of(case(situations=["sweep-old"]))]
    was, now = (Register([entry_of({**raids, "tier": each}), *same]) for each in ("public", "restricted"))
    whole = publish_whole(was, now, "public")
    assert ["situations" in each.find("kg-2025-7k3mq").data for each in whole] == [True, False]
    assert told(*publish_both(was, now, "public", on=DAY), was, now) == told(*whole, was, now)


def test_a_text_is_judged_again_where_no_withheld_record_has_the_former_id_in_it_any_more(entry_of, case):
    closed = {"schema": "casefile/situation/1", "id": "sweep-2", "tier": "restricted", "title": "A sweep"}
    naming = entry_of(case(notes="See sweep-old."))
    was = Register([entry_of({**closed, "formerly": ["sweep-old"]}), naming])
    now = Register([entry_of(closed), naming])
    whole = publish_whole(was, now, "public")
    assert ["notes" in each.find("kg-2025-7k3mq").data for each in whole] == [False, True]
    assert told(*publish_both(was, now, "public", on=DAY), was, now) == told(*whole, was, now)


STRAY = "cases/kg/2025/kg-2025-other.yml"
