"""Ids in what is published: which references may stand, and what takes the place of an id made of a name."""

from __future__ import annotations

from datetime import date
from itertools import count, pairwise

import pytest

from casefile.model.record_shapes import shape_of
from casefile.model.references import rename_ids
from casefile.model.vocabularies import CROCKFORD
from casefile.publication.publish import publish
from casefile.publication.published_references import References, id_to_publish, referents_first, targets

DAY = date(2025, 6, 10)


def organization(key, **fields):
    return {"schema": "casefile/organization/1", "id": key, "tier": "public", "name": "A Body", **fields}


@pytest.mark.parametrize(
    ("refers", "value", "outside", "inside"),
    [
        ("organization", "shown", True, True),
        ("organization", "shown-before", True, True),
        ("organization", "kept", False, False),
        ("organization", "kept-before", False, False),
        ("organization", "unknown", False, None),
        ("organization", "Not An Id", False, None),
        ("organization?", "shown", True, True),
        ("organization?", "kept-before", False, False),
        ("organization?", "unknown", False, None),
        ("organization?", "2unknown-1", False, None),
        ("organization?", "Plain words", None, None),
        ("organization?", "-plain", None, None),
        ("organization?", "the daily", None, None),
        ("organization?", "sizo-1\n", None, None),
        ("organization?", "x" * 100, False, None),
        ("organization?", "x" * 101, None, None),
    ],
)
def test_a_reference_is_kept_if_its_record_is_published(register_of, refers, value, outside, inside):
    register = register_of(
        organization("shown", formerly=["shown-before"]), organization("kept", formerly=["kept-before"])
    )

    assert References(register, {"shown"}, "public")(refers, value) is outside
    assert References(register, {"shown"}, "partners")(refers, value) is outside
    assert References(register, {"shown"}, "internal")(refers, value) is inside


CASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "situations": ["sweep", "other"],
    "notes": "sweep",
    "person": {"affiliations": [{"organization": "daily", "role": "daily"}]},
    "related": [{"case": "kg-2025-zelda", "relation": "relative"}],
    "events": [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "by": ["daily"],
         "sources": ["paper", {"source": "paper", "locator": "paper"}]},
    ],
}  # fmt: skip


def test_ids_are_replaced_in_references_alone():
    ids = {"sweep": "s1", "daily": "o1", "kg-2025-zelda": "c1", "paper": "p1", "kg-2025-7k3mq": "x1"}

    assert rename_ids(shape_of("case"), CASE, ids) == {
        **CASE,
        "situations": ["s1", "other"],
        "person": {"affiliations": [{"organization": "o1", "role": "daily"}]},
        "related": [{"case": "c1", "relation": "relative"}],
        "events": [
            {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "by": ["o1"],
             "sources": ["p1", {"source": "p1", "locator": "paper"}]},
        ],
    }  # fmt: skip
    assert rename_ids(shape_of("case"), {**CASE, "unknown": "sweep"}, ids)["unknown"] == "sweep"
    assert rename_ids(shape_of("case"), CASE, {}) == CASE
    assert rename_ids(shape_of("case"), CASE, {}) is not CASE


def test_the_references_of_a_record_come_in_its_order():
    found = [*targets(shape_of("case"), CASE)]

    assert found == ["sweep", "other", "daily", "kg-2025-zelda", "daily", "paper", "paper"]


def new_id(kind, key, data, taken=()):
    return id_to_publish(kind, key, shape_of(kind), data, taken)


def test_a_case_gets_the_id_of_its_first_entry_that_is_free():
    events = [{"id": "h2v5t", "type": "note"}, {"id": "k3m9x", "type": "note"}]
    data = {"id": "kg-2025-zelda-sekretova-2", "country": "KG", "events": events}

    assert new_id("case", "kg-2025-zelda-sekretova-2", data) == "kg-2025-h2v5t"
    assert new_id("case", "kg-2025-zelda-sekretova-2", data, {"kg-2025-h2v5t"}) == "kg-2025-k3m9x"


def test_a_case_never_gets_an_id_of_typed_letters():
    data = {"country": "KG", "events": [{"id": "sadyr", "type": "note"}, {"id": "k3m9x", "type": "note"}]}
    assert new_id("case", "kg-2025-zelda", data) == "kg-2025-k3m9x"
    assert "sadyr" not in new_id("case", "kg-2025-zelda", {**data, "events": data["events"][:1]})


def test_without_an_entry_the_new_id_is_a_digest_of_the_published_data():
    body = organization("zelda-fund", notes="Заметка")

    made = new_id("organization", "zelda-fund", body)

    assert made == "organization-4vhbypx9"
    stem, _, end = made.partition("-")
    assert (stem, len(end), {*end} <= {*CROCKFORD}) == ("organization", 8, True)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"id": "other-fund"}, True),
        ({"partner_of": ["another"]}, True),
        ({"notes": "Another note"}, False),
        ({"name": "Another Body"}, False),
        ({"other_names": [{"name": "A Body"}]}, False),
    ],
)
def test_the_digest_hangs_on_neither_the_id_nor_on_ids_that_are_named(change, same):
    body = organization("zelda-fund", notes="Заметка", partner_of=["one"])

    assert (new_id("organization", "x", body) == new_id("organization", "x", body | change)) is same


def test_a_digest_that_is_taken_is_made_again_until_one_is_free():
    body, taken = organization("zelda-fund"), []
    for _ in range(4):
        taken.append(new_id("organization", "x", body, taken))

    assert taken == [
        "organization-rxmjp07k", "organization-24wm82h7", "organization-jm345g37", "organization-f4ec4zr3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("refers", "order"),
    [
        ({}, "abcd"),
        ({"a": "b", "b": "c"}, "cbad"),
        ({"a": "db", "b": "c"}, "dcba"),
        ({"c": "a", "d": "a"}, "abcd"),
        ({"a": "b", "b": "a"}, "bacd"),
        ({"a": "x", "x": "y"}, "yxabcd"),
    ],
)
def test_referenced_records_come_before_those_that_refer_to_them(refers, order):
    given = {key: tuple(value) for key, value in refers.items()}

    assert "".join(referents_first("abcd", given)) == order


def test_a_long_chain_of_references_is_no_problem():
    names = [str(number) for number in range(5000)]
    refers = {one: (other,) for one, other in pairwise(names)}

    assert referents_first(names, refers) == names[::-1]


def test_a_replacement_id_is_used_by_no_other_record(register_of, case):
    person = {"identification": "named", "name": "Zelda Sekretova", "name_tier": "restricted"}
    numbers = count()
    hers = [
        case(f"zelda-sekretova{end}", person=person, events=[
            {"id": "h2v5t", "type": "detention", "date": "2025-05-28"},
            {"id": f"k3m9{next(numbers)}", "type": "note", "date": "2025-05-29"},
        ])
        for end in ("", "-2")
    ]  # fmt: skip

    publication = publish(register_of(*hers, case("h2v5t", formerly=["kg-2025-k3m90"])), "public", on=DAY)

    assert publication.replaced["kg-2025-zelda-sekretova-2"] == "kg-2025-k3m91"
    third = publication.replaced["kg-2025-zelda-sekretova"]
    assert third not in {"kg-2025-h2v5t", "kg-2025-k3m90", "kg-2025-k3m91"}
    assert {each.id for each in publication.records} == {"kg-2025-h2v5t", "kg-2025-k3m91", third}


@pytest.mark.parametrize(
    ("word", "leaves"), [("sekretova", False), ("kg-2025-zelda", False), ("moroz", True)]
)
def test_a_broken_reference_is_internal_unless_it_contains_a_withheld_name(register_of, case, word, leaves):
    secret = case("zelda", person={"identification": "named", "name": "Zelda Sekretova"}, tier="sealed")
    event = {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "place": "Bishkek"}
    key = word if word.startswith("kg-") else f"trial-{word}"
    record = case(
        events=[{**event, "by": [key], "facility": key, "sources": [f"photo-{key}-1"]}],
        situations=[key],
        related=[{"case": word if word.startswith("kg-") else f"kg-2025-{word}", "relation": "relative"}],
        claims=[{"field": "events.h2v5t.place", "value": "Osh", "sources": [f"photo-{key}-1"]}],
    )
    published = publish(register_of(secret, record), "internal", on=DAY)
    (shown,) = [each for each in published.records if each.id == "kg-2025-7k3mq"]
    held = str(shown.data)
    assert held.count(word) == (6 if leaves else 0)
    assert ("Osh" in held) is leaves


HELD_BY_FORMER_IDS = [
    {
        "id": "d1d1d", "type": "detention", "date": "2025-05-28", "kind": "arrest", "facility": "sizo-old",
        "sources": ["paper-2025"],
    },
    {
        "id": "c1c1c", "type": "charge", "date": "2025-05-29", "charges": [{"statute": "kg-cc-278-old"}],
        "sources": ["paper-2025"],
    },
]  # fmt: skip


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_custody_that_names_a_former_id_is_published_as_it_is_shown(register_of, case, audience):
    statute = {
        "schema": "casefile/statute/1",
        "id": "kg-cc-278",
        "tier": "public",
        "country": "KG",
        "title": "A law",
    }
    register = register_of(
        case("a1b2c", events=HELD_BY_FORMER_IDS),
        organization("sizo", formerly=["sizo-old"], kind="prison"),
        {**statute, "formerly": ["kg-cc-278-old"]},
        {"schema": "casefile/source/1", "id": "paper-2025", "tier": "public", "kind": "press_article"},
    )

    published = publish(register, audience, on=DAY)

    shown = register.row("kg-2025-a1b2c").course.on(DAY)
    view = published.by_id["kg-2025-a1b2c"].view(DAY)
    assert (view.basis, view.since) == (shown.basis, shown.since) == ("police_custody", "2025-05-28")
    assert view.facility == "sizo"
    assert [each.statute for each in view.charges] == ["kg-cc-278"]
