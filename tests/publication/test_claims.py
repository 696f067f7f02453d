"""A claim leaves only where the field that it contradicts would leave with that value."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.publication.publish import publish

DAY = date(2025, 7, 1)
PAPER = {"schema": "casefile/source/1", "id": "paper-a", "tier": "public", "kind": "press_article"}
PERSON = {"identification": "named", "name": "Aibek Sultanov"}


def claims(publication, key):
    return publication.by_id[key].data.get("claims", [])


@pytest.mark.parametrize(
    ("field", "audience", "leaves"),
    [
        ("consent", "public", False),
        ("consent.basis", "public", False),
        ("consent.basis", "partners", False),
        ("consent.basis", "internal", True),
        ("consent.given_by", "public", False),
        ("consent.scope", "partners", False),
        ("person.name_tier", "public", False),
        ("person.vulnerabilities", "public", False),
        ("person.vulnerabilities", "internal", True),
        ("person.birth", "public", False),
        ("formerly", "public", False),
        ("id", "public", False),
        ("claims", "public", False),
        ("events.h2v5t.note", "public", False),
        ("events.h2v5t.place", "public", True),
        ("events.k3m9x.place", "public", False),
        ("events.k3m9x.place", "internal", True),
        ("person.occupation", "public", True),
        ("no.such.field", "public", False),
        ("person.occupation.deeper", "public", False),
        ("no.such.field", "internal", True),
    ],
)
def test_a_claim_leaves_with_the_field_it_is_about(register_of, case, field, audience, leaves):
    claim = {"field": field, "value": "her brother in Osh signed", "sources": ["paper-a"]}
    events = [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "place": "Osh"},
        {"id": "k3m9x", "type": "hearing", "date": "2025-06-02", "place": "Osh", "tier": "restricted"},
    ]
    one = case(
        "a1b2c", person={**PERSON, "name_tier": "restricted"}, events=events, claims=[claim],
        consent={"basis": "family"},
    )  # fmt: skip
    publication = publish(register_of(one, PAPER), audience, on=DAY)
    assert bool(claims(publication, "kg-2025-a1b2c")) == leaves


@pytest.mark.parametrize(
    ("kind", "leaves"), [("call", False), ("letter", False), ("interview", False), ("press_article", True)]
)
def test_a_claim_about_the_connection_of_a_source_that_is_a_person_stays(register_of, case, kind, leaves):
    claim = {"field": "connection", "value": "relative", "sources": ["paper-a"]}
    source = {
        "schema": "casefile/source/1",
        "id": "call-a",
        "tier": "public",
        "kind": kind,
        "claims": [claim],
    }
    publication = publish(register_of(case(), source, PAPER), "public", on=DAY)
    assert bool(claims(publication, "call-a")) == leaves


@pytest.mark.parametrize(("value", "leaves"), [("TR", True), ("a flat in Istanbul", False)])
@pytest.mark.parametrize("resolved", [False, True])
def test_a_claim_is_as_strict_as_its_value_makes_the_field(register_of, case, value, leaves, resolved):
    departure = {"id": "k3m9x", "type": "departure", "date": "2025-06-02", "to": "TR"}
    claim = {"field": "events.k3m9x.to", "value": "TR" if resolved else value, "sources": ["paper-a"]}
    if resolved:
        claim["resolution"] = {"value": value, "reason": "two sources", "date": "2025-06-10"}
    one = case("a1b2c", events=[departure], claims=[claim])
    assert bool(claims(publish(register_of(one, PAPER), "public", on=DAY), "kg-2025-a1b2c")) == leaves


def one_claim(case, field, value, **fields):
    claim = {"field": field, "value": value, "sources": ["paper-a"]}
    return case("a1b2c", person=PERSON, claims=[claim], **fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person", "Bekbolot Orusbaev"),
        ("person.age", "sixteen"),
        ("person.affiliations", "her brother works there"),
        ("events", "released on 3 June"),
        ("events.h2v5t", "had diabetes"),
        ("events.h2v5t.resolution", "her sister says so"),
        ("person.identification", "Bekbolot Orusbaev"),
        ("person.gender", "diabetic"),
        ("events.h2v5t.kind", "abducted by her uncle"),
        ("events.h2v5t.date", "on her birthday"),
        ("events.h2v5t.type", "ill_treatment"),
        ("events.h2v5t.type", "health"),
        ("person.other_names.0.kind", "pseudonym"),
        ("withdrawn.reason", "safety"),
        ("country", "a flat in Istanbul"),
        ("person.nationalities", "Kyrgyz, her mother is Uyghur"),
        ("person.nationalities.0", "stateless since 2019"),
        ("events.h2v5t.requested_by", "Turkey, through her cousin"),
        ("events.h2v5t.time", "when her sister called"),
    ],
)
def test_a_claim_whose_value_may_reveal_more_than_the_field_is_withheld(register_of, case, field, value):
    events = [{"id": "h2v5t", "type": "detention", "date": "2025-05-28", "kind": "arrest"}]
    one = one_claim(case, field, value, events=events)
    one["person"] = {**PERSON, "other_names": [{"name": "Aibek", "kind": "spelling"}], "age": {"years": 30}}
    assert claims(publish(register_of(one, PAPER), "public", on=DAY), "kg-2025-a1b2c") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("events.h2v5t.date", "2025-05-29"),
        ("events.h2v5t.kind", "abduction"),
        ("person.gender", "male"),
        ("person.age.years", "31"),
        ("person.age.years", 31),
        ("country", "TR"),
        ("events.h2v5t.requested_by", "TR"),
    ],
)
def test_a_claim_with_a_value_of_the_fields_form_leaves(register_of, case, field, value):
    events = [{"id": "h2v5t", "type": "detention", "date": "2025-05-28", "kind": "arrest"}]
    one = one_claim(case, field, value, events=events)
    one["person"] = {**PERSON, "age": {"years": 30}}
    assert claims(publish(register_of(one, PAPER), "public", on=DAY), "kg-2025-a1b2c")


@pytest.mark.parametrize("value", ["sixty", "６０", "60 or so"])
def test_a_claim_with_a_number_in_words_or_other_digits_is_withheld(register_of, case, value):
    one = one_claim(case, "person.age.years", value)
    one["person"] = {**PERSON, "minor": "adult", "age": {"years": 60}}
    assert claims(publish(register_of(one, PAPER), "public", on=DAY), "kg-2025-a1b2c") == []


@pytest.mark.parametrize(
    ("field", "value", "leaves"),
    [
        ("events.k3m9x.reentry_ban", "false", True),
        ("events.k3m9x.reentry_ban", "no, her aunt says", False),
        ("events.v5w6x.duration", "PT2H", True),
        ("events.v5w6x.duration", "P1Y2M3DT4H5M", True),
        ("events.v5w6x.duration", "all of her birthday", False),
    ],
)
def test_a_claim_that_gives_more_than_a_truth_value_or_a_duration_stays(
    register_of, case, field, value, leaves
):
    events = [
        {"id": "k3m9x", "type": "departure", "date": "2025-06-02", "reentry_ban": True},
        {"id": "v5w6x", "type": "interrogation", "date": "2025-06-03", "duration": "PT1H"},
    ]
    publication = publish(register_of(one_claim(case, field, value, events=events), PAPER), "public", on=DAY)
    assert bool(claims(publication, "kg-2025-a1b2c")) == leaves


KINDS = [
    ("kind", "call", False),
    ("kind", "Testimony", False),
    ("kind", "a testimony by phone", False),
    ("sort", "a testimony", False),
    ("kind", "court_record", True),
    ("title", "a testimony", True),
]


@pytest.mark.parametrize(("field", "value", "leaves"), KINDS)
def test_a_claim_that_a_source_may_be_a_person_keeps_its_connection(register_of, field, value, leaves):
    claim = {"field": field, "value": value, "sources": ["paper-a"]}
    source = {
        "schema": "casefile/source/1", "id": "paper-b", "tier": "public", "kind": "press_article",
        "connection": "colleague", "claims": [claim],
    }  # fmt: skip
    publication = publish(register_of(source, PAPER), "public", on=DAY)
    assert ("connection" in publication.by_id["paper-b"].data) == leaves


def test_a_claim_about_a_name_reveals_no_other_person_s_name(register_of, case):
    hidden = case("b0b0b", tier="restricted", person={"identification": "named", "name": "Cholpon Dzhumaeva"})
    other = case("c0c0c", notes="Taken with Cholpon Dzhumaeva.")
    one = one_claim(case, "person.name", "Cholpon Dzhumaeva")
    publication = publish(register_of(one, other, hidden, PAPER), "public", on=DAY)
    assert "Cholpon" not in str([each.data for each in publication.records])


def test_a_claim_about_a_name_does_not_open_the_persons_own_pseudonym(register_of, case):
    one = one_claim(case, "person.name", "Ghostwriter", notes="Known as Ghostwriter.")
    one["person"] = {**PERSON, "other_names": [{"name": "Ghostwriter", "kind": "pseudonym"}]}
    publication = publish(register_of(one, PAPER), "public", on=DAY)
    assert "Ghostwriter" not in str([each.data for each in publication.records])


def test_another_spelling_that_a_claim_gives_a_named_person_leaves(register_of, case):
    one = one_claim(case, "person.name", "Aybek Soltanov", notes="Aybek Soltanov is free.")
    publication = publish(register_of(one, PAPER), "public", on=DAY)
    assert str(publication.by_id["kg-2025-a1b2c"].data).count("Soltanov") == 2


def test_a_claim_about_the_age_as_a_whole_may_make_a_minor(register_of, case):
    publication = publish(register_of(one_claim(case, "person.age", "16"), PAPER), "public", on=DAY)
    assert publication.by_id["kg-2025-a1b2c"].data["person"]["identification"] == "withheld"


GROUPS = {
    "related": [{"case": "kg-2025-b0b0b", "relation": "co_accused"}],
    "events": [
        {
            "id": "h2v5t", "type": "detention", "date": "2025-05-28",
            "sources": [{"source": "paper-b", "locator": "p. 2"}, "paper-a"],
        },
    ],
    "person": {
        "identification": "unnamed", "descriptor": "reporter",
        "affiliations": [{"organization": "daily", "role": "editor"}],
    },
}  # fmt: skip
"""Groups of fields that cannot be without the record that they name."""


@pytest.mark.parametrize("tier", ["public", "restricted"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("related.0.relation", "relative"),
        ("events.h2v5t.sources.0.locator", "p. 3"),
        ("events.h2v5t.sources.0.quote", "He is my brother."),
        ("person.affiliations.0.role", "director"),
        ("person.affiliations.0.relation", "owner_founder"),
    ],
)
def test_a_claim_goes_with_the_group_of_its_field(register_of, case, field, value, tier):
    paper = {**PAPER, "id": "paper-b", "tier": tier}
    daily = {"schema": "casefile/organization/1", "id": "daily", "tier": tier, "name": "The Daily"}
    one = {**one_claim(case, field, value), **GROUPS}
    register = register_of(one, case("b0b0b", tier=tier), paper, daily, PAPER)
    for audience in ("public", "partners", "internal"):
        leaves = tier == "public" or audience == "internal"
        assert bool(claims(publish(register, audience, on=DAY), "kg-2025-a1b2c")) == leaves, audience


MOTHER = {**PAPER, "id": "post-m", "kind": "social_post", "connection": "relative"}
STATED = {
    "events.h2v5t.sources.0": "paper-a",
    "events.k3m9x.sources.0.source": "paper-a",
    "events.v5w6x.sources.0": "paper-a",
    "related.0.case": "kg-2025-c0c0c",
    "person.affiliations.0.organization": "daily",
    "events.h2v5t.tier": "public",
    "person.name_tier": "public",
}
"""Values with which these fields leave, but for the last one."""


@pytest.mark.parametrize("resolved", [False, True])
@pytest.mark.parametrize(
    ("stated", "leaves"),
    [
        (("events.h2v5t.sources.0", "paper-c"), True),
        (("events.h2v5t.sources.0", "post-m"), False),
        (("events.h2v5t.sources.0", "no-such-source"), False),
        (("events.k3m9x.sources.0.source", "paper-c"), True),
        (("events.k3m9x.sources.0.source", "post-m"), False),
        (("events.v5w6x.sources.0", "post-m"), True),
        (("related.0.case", "kg-2025-c0c0c"), True),
        (("related.0.case", "kg-2025-b0b0v"), False),
        (("person.affiliations.0.organization", "daily"), True),
        (("person.affiliations.0.organization", "dayli"), False),
        (("person.affiliations.0.organization", "Another Daily"), True),
        (("events.h2v5t.tier", "public"), True),
        (("events.h2v5t.tier", "restricted"), False),
        (("person.name_tier", "restricted"), False),
        (("person.name_tier", "public"), False),
    ],
)
def test_a_claim_leaves_only_where_its_field_would_leave_with_that_value(
    register_of, case, stated, leaves, resolved
):
    field, value = stated
    events = [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["paper-a"]},
        {
            "id": "k3m9x", "type": "hearing", "date": "2025-06-02",
            "sources": [{"source": "paper-a", "locator": "p. 2"}],
        },
        {"id": "v5w6x", "type": "hearing", "date": "2025-06-09", "sources": ["paper-a", "paper-c"]},
    ]  # fmt: skip
    related = [{"case": "kg-2025-c0c0c", "relation": "relative"}]
    one = one_claim(case, field, value, events=events, related=related)
    one["person"] = {**PERSON, "affiliations": [{"organization": "daily", "role": "editor"}]}
    if resolved:
        one["claims"] = [{**one["claims"][0], "value": STATED[field], "resolution": {"value": value}}]
    daily = {"schema": "casefile/organization/1", "id": "daily", "tier": "public", "name": "The Daily"}
    others = (MOTHER, {**PAPER, "id": "paper-c"}, daily, case("b0b0b", tier="restricted"), case("c0c0c"))
    publication = publish(register_of(one, PAPER, *others), "public", on=DAY)
    assert bool(claims(publication, "kg-2025-a1b2c")) == leaves


WITNESS = {"schema": "casefile/source/1", "id": "hid", "tier": "restricted", "kind": "press_article"}


@pytest.mark.parametrize(
    ("cites", "field", "leaves"),
    [
        ({"reasons": ["hid"]}, "reasons", False),
        ({"reasons": ["hid"]}, "0.reasons", False),
        ({"reasons": ["hid", "paper-a"]}, "reasons", True),
        ({"place": ["hid"]}, "reasons", True),
    ],
)
def test_a_claim_goes_with_the_sources_that_alone_state_its_field(register_of, case, cites, field, leaves):
    event = {
        "id": "h2v5t", "type": "detention", "date": "2025-05-28", "reasons": "For a song.", "place": "Osh",
        "sources": ["paper-a", "hid"], "cites": cites,
    }  # fmt: skip
    claim = {
        "field": f"events.{field}" if "." in field else f"events.h2v5t.{field}",
        "value": "Nothing at all",
        "sources": ["paper-a"],
        "resolution": {"value": "For a song.", "reason": "The later report."},
    }
    publication = publish(register_of(case(events=[event], claims=[claim]), PAPER, WITNESS), "public", on=DAY)

    assert ("reasons" in publication.by_id["kg-2025-7k3mq"].data["events"][0]) == leaves
    assert bool(claims(publication, "kg-2025-7k3mq")) == leaves
    inside = publish(register_of(case(events=[event], claims=[claim]), PAPER, WITNESS), "internal", on=DAY)
    assert claims(inside, "kg-2025-7k3mq")


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize(("kept_at", "leaves"), [(0, False), (1, False), (2, True), (None, True)])
def test_a_claim_by_place_goes_where_an_item_before_it_is_withheld(
    register_of, case, audience, kept_at, leaves
):
    events = [
        {"id": key, "type": "detention", "date": day, "place": "Osh"}
        for key, day in (("h2v5t", "2025-05-28"), ("k3m9x", "2025-05-29"), ("p4q8r", "2025-05-30"))
    ]
    if kept_at is not None:
        events[kept_at]["tier"] = "sealed"
    claim = {"field": "events.1.place", "value": "Naryn", "sources": ["paper-a"]}
    publication = publish(register_of(case(events=events, claims=[claim]), PAPER), audience, on=DAY)

    assert bool(claims(publication, "kg-2025-7k3mq")) == leaves


@pytest.mark.parametrize(("tier", "leaves"), [("restricted", False), ("public", True)])
def test_a_claim_by_place_about_a_name_does_not_point_to_another(register_of, case, tier, leaves):
    others = [
        {"name": "Айбек", "kind": "native", "tier": tier},
        {"name": "Aibek S.", "kind": "spelling"},
    ]
    claim = {"field": "person.other_names.1.kind", "value": "native", "sources": ["paper-a"]}
    one = case(person={**PERSON, "other_names": others}, claims=[claim])
    publication = publish(register_of(one, PAPER), "public", on=DAY)

    assert bool(claims(publication, "kg-2025-7k3mq")) == leaves
