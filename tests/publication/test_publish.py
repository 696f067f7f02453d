"""What may leave: by tier, by consent, by age, by reference; and what nobody may conclude from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from casefile.publication.publish import Publication, publish
from casefile.register import Register, read_entry

DAY = date(2025, 6, 10)
NAMED = {"identification": "named", "name": "Aleksander Aleksandrov"}
AIZADA = {"identification": "named", "name": "Aizada Toktogulova"}


def source(suffix, **fields):
    return {
        "schema": "casefile/source/1", "id": f"press-{suffix}", "tier": "public", "kind": "press_article",
        **fields,
    }  # fmt: skip


def event(eid, **fields):
    return {"id": eid, "type": "note", "date": "2025-05-28", **fields}


def situation(**fields):
    return {
        "schema": "casefile/situation/1", "id": "sweep-2025", "tier": "public", "title": "The sweep",
        **fields,
    }  # fmt: skip


def only(publication):
    (record,) = publication.of("case")
    return record


def text_of(publication):
    return json.dumps([each.data for each in publication.records], ensure_ascii=False)


def test_a_publication_is_made_by_publish_alone(register_of, case):
    made = publish(register_of(case()), "public", on=DAY)

    with pytest.raises(TypeError):
        Publication(
            "public", DAY, "", made.records, made.register, made.withheld, (), (), {}, made.due, object()
        )


def test_a_record_without_a_tier_is_restricted(register_of, case):
    plain = case()
    del plain["tier"]

    assert list(publish(register_of(plain), "partners", on=DAY).of("case")) == []
    assert only(publish(register_of(plain), "internal", on=DAY)).data == plain


def test_the_settings_may_open_records_without_a_tier(register_of, case):
    plain = case()
    del plain["tier"]
    settings = {"schema": "casefile/settings/1", "tier": "public"}

    assert only(publish(register_of(settings, plain), "public", on=DAY)).data == plain


@pytest.mark.parametrize(
    ("kept", "audience", "seen"),
    [
        ("partners", "public", False),
        ("partners", "partners", True),
        ("restricted", "partners", False),
        ("restricted", "internal", True),
        ("sealed", "internal", False),
    ],
)
def test_an_entry_is_seen_from_its_tier_on(register_of, case, kept, audience, seen):
    one = case(events=[event("a1b2c"), event("h2v5t", tier=kept)])

    record = only(publish(register_of(one), audience, on=DAY))

    assert ("h2v5t" in str(record.data)) == seen


def test_a_country_of_departure_is_shown_and_a_town_is_not(register_of, case):
    country = event("a1b2c", type="departure", to="LT")
    town = event("h2v5t", type="departure", to="Vilnius")

    record = only(publish(register_of(case(events=[country, town])), "public", on=DAY))

    assert [each.get("to") for each in record.data["events"]] == ["LT", None]


@pytest.mark.parametrize("connection", ["self", "relative", "lawyer"])
def test_an_event_that_only_close_sources_report_is_withheld(register_of, case, connection):
    call = source("call", kind="call", connection=connection)
    both = [call, source("paper", connection="media")]
    one = case(
        events=[
            event("a1b2c", sources=["press-call"]),
            event("h2v5t", sources=[{"source": "press-call", "locator": "minute 3"}, "press-paper"]),
        ]
    )

    record = only(publish(register_of(one, *both), "public", on=DAY))

    assert [each["id"] for each in record.data["events"]] == ["h2v5t"]


@pytest.mark.parametrize(
    ("claim", "leaves"),
    [
        ({"value": "relative"}, False),
        ({"value": "self", "resolution": {"reason": "not known yet"}}, False),
        ({"value": "media", "resolution": {"value": "lawyer"}}, False),
        ({"value": "relative", "resolution": {"value": "colleague"}}, True),
        ({"value": "his mother"}, False),
        ({"value": "official"}, True),
        ({"field": "publisher", "value": "relative"}, True),
    ],
)
@pytest.mark.parametrize("cited", ["press-paper", "press-old"])
def test_an_event_is_withheld_if_a_claim_calls_its_source_close(register_of, case, claim, leaves, cited):
    claims = [{"field": "connection", **claim}]
    paper = source("paper", connection="colleague", claims=claims, formerly=["press-old"])
    one = case(events=[event("a1b2c"), event("h2v5t", sources=[cited])])

    record = only(publish(register_of(one, paper), "public", on=DAY))

    assert [each["id"] for each in record.data["events"]] == ["a1b2c", *(["h2v5t"] if leaves else [])]


def test_a_pseudonym_is_kept_and_other_spellings_are_not(register_of, case):
    person = NAMED | {
        "other_names": [
            {"name": "Александр Александров", "kind": "native"},
            {"name": "Steppe", "kind": "pseudonym"},
        ]
    }

    record = only(publish(register_of(case(person=person)), "public", on=DAY))

    assert [each["kind"] for each in record.data["person"]["other_names"]] == ["native"]


MINORS = [
    {"minor": "minor"},
    {"minor": "unknown"},
    {"age": {"years": 17}},
    {"birth": "2007-05-29"},
    {"birth": "1390-05-01"},
    {"age": {"years": 18, "as_of": "2025-05-29"}},
    {"age": {"years": 18, "as_of": "[2025-05-01..2025-06-30]"}},
    {"age": {"years": 20, "as_of": "2028-01-01"}},
    {"age": {"years": 18}},
    {"age": {"years": 18, "as_of": "2025-05-30/.."}},
]


@pytest.mark.parametrize("of_age", MINORS)
def test_a_person_who_may_be_under_age_is_not_named(register_of, case, of_age):
    publication = publish(register_of(case(person=NAMED | of_age)), "partners", on=DAY)

    kept = {name: value for name, value in of_age.items() if name != "birth"}
    assert only(publication).data["person"] == {"identification": "withheld"} | kept
    assert "Aleksander" not in text_of(publication)


CLAIMED = [
    {"field": "person.minor", "value": "minor"},
    {"field": "person.birth", "value": "2009"},
    {"field": "person.age.years", "value": 16},
    {"field": "person.age.years", "value": 16, "resolution": {"reason": "not known yet"}},
    {"field": "person.age.years", "value": "16"},
    {"field": "person.birth", "value": "2000", "resolution": {"value": "2009"}},
    {"field": "person.age", "value": "16 years"},
    {"field": "person.age.years", "value": "17-18"},
    {"field": "person.age.as_of", "value": "last spring"},
    {"field": "person.birth", "value": "15.03.2010"},
    {"field": "person.minor", "value": "yes"},
    {"field": "person", "value": "a boy of 15"},
    {"field": "person.Age", "value": 16},
    {"field": "age", "value": 16},
    {"field": "person.minor", "value": "adult", "resolution": {"value": "a child"}},
]


@pytest.mark.parametrize("claim", CLAIMED)
def test_who_is_under_age_by_a_claim_alone_is_not_named(register_of, case, claim):
    record = case(person=NAMED | {"birth": "1990"}, claims=[claim])

    publication = publish(register_of(record), "partners", on=DAY)

    assert only(publication).data["person"]["identification"] == "withheld"
    assert "Aleksander" not in text_of(publication)


def test_a_rejected_claim_makes_no_person_a_minor(register_of, case):
    claim = {"field": "person.birth", "value": "2009", "resolution": {"value": "1990", "reason": "papers"}}

    assert (
        only(publish(register_of(case(person=NAMED, claims=[claim])), "public", on=DAY)).name == NAMED["name"]
    )


@pytest.mark.parametrize("field", ["person.occupation", "person.other_names", "events.h2v5t.place", "events"])
def test_a_claim_about_another_field_makes_no_person_a_minor(register_of, case, field):
    claim = {"field": field, "value": "a boy of 15"}

    named = publish(register_of(case(person=NAMED, claims=[claim])), "public", on=DAY)

    assert only(named).name == NAMED["name"]


OF_AGE = [
    {},
    {"minor": "adult"},
    {"age": {"years": 19}},
    {"age": {"years": 18}, "minor": "adult"},
    {"age": {"years": 18, "as_of": "2025-05-28"}},
    {"age": {"years": 20, "as_of": "2026-02-01"}},
    {"birth": "2007-05-28"},
]


@pytest.mark.parametrize("of_age", OF_AGE)
def test_a_person_of_age_is_named(register_of, case, of_age):
    assert only(publish(register_of(case(person=NAMED | of_age)), "public", on=DAY)).name == NAMED["name"]


BEGINNINGS = [
    ({"birth": "2012-01-01"}, ["[..2025-06-03]"]),
    ({"birth": "1990"}, ["2025-06-03", "[..2025-06]"]),
    ({"age": {"years": 18, "as_of": "2025-06"}}, ["[..2025-06]"]),
    ({"age": {"years": 40}}, ["[..2025-06]"]),
    ({"birth": "2012-01-01", "minor": "adult"}, ["[..2025-06-03]"]),
    ({"age": {"years": 19}}, ["2023-05-01", "2025-05-01"]),
]
"""What is known of an age, and dates of events that leave open when it began."""


@pytest.mark.parametrize(("of_age", "dates"), BEGINNINGS)
def test_a_person_of_unknown_age_at_the_beginning_is_not_named(register_of, case, of_age, dates):
    events = [event(f"h2v5{at}", date=each) for at, each in enumerate(dates)]

    publication = publish(register_of(case(person=NAMED | of_age, events=events)), "public", on=DAY)

    assert only(publication).name == "(name withheld)"


@pytest.mark.parametrize(
    ("of_age", "named"), [({"birth": "1990"}, False), ({"age": {"years": 40}}, False), ({}, True)]
)
def test_a_case_without_entries_began_on_no_known_day(register_of, case, of_age, named):
    record = case(person=NAMED | of_age) | {"events": []}

    seen = only(publish(register_of(record), "public", on=DAY))

    assert (seen.name == NAMED["name"]) == named


def test_an_adult_is_named_although_it_began_on_no_known_day(register_of, case):
    person = NAMED | {"birth": "1990", "minor": "adult"}
    record = case(person=person, events=[event("h2v5t", date="[..2025-06-03]")])

    assert only(publish(register_of(record), "public", on=DAY)).name == NAMED["name"]


EARLIER = [
    ({"field": "events.h2v5t.date", "value": "2025-05-27"}, False),
    ({"field": "events.h2v5t.date", "value": "in spring"}, False),
    ({"field": "events.h2v5t.recorded", "value": "2025-05-27"}, False),
    ({"field": "events.h2v5t", "value": "held since 2025-05-27"}, False),
    ({"field": "events", "value": "there was an earlier arrest"}, False),
    ({"field": "events.h2v5t.place", "value": "Osh"}, True),
    ({"field": "events.h2v5t.date", "value": "2025-05-27", "resolution": {"value": "2025-05-28"}}, True),
    ({"field": "events.h2v5t.date", "value": "2025-05-27", "resolution": {"reason": "a slip"}}, False),
    ({"field": "events.h2v5t.date", "value": "2025-05-29", "resolution": {"value": "2025-05-27"}}, False),
]


@pytest.mark.parametrize(("claim", "named"), EARLIER)
def test_the_beginning_may_be_the_date_in_a_claim(register_of, case, claim, named):
    record = case(person=NAMED | {"birth": "2007-05-28"}, claims=[claim])

    assert (only(publish(register_of(record), "public", on=DAY)).name == NAMED["name"]) == named


def test_the_beginning_may_be_the_day_of_the_protocol(register_of, case):
    earlier = event("h2v5t", type="detention", date="2025-06-28", recorded="2025-05-27")
    record = case(person=NAMED | {"birth": "2007-05-28"}, events=[earlier])

    assert only(publish(register_of(record), "public", on=DAY)).name == "(name withheld)"


CONSENTS = [
    (None, "public", True),
    ({"scope": ["named"]}, "public", True),
    ({"scope": ["partners"]}, "public", False),
    ({"scope": ["partners"]}, "partners", True),
    ({"scope": ["named"]}, "partners", False),
    ({}, "public", False),
    ({}, "internal", True),
    ({"scope": ["named"], "expires": "2025-06-10"}, "public", True),
    ({"scope": ["named"], "expires": "2025-06-09"}, "public", False),
    ({"scope": ["named"], "expires": "2025-06"}, "public", False),
    ({"scope": ["named"], "withdrawn": "2025-06-01"}, "public", False),
    ({"scope": ["named"], "withdrawn": "2025-07-01"}, "public", False),
    ({"scope": ["named"], "withdrawn": "2025-06-01"}, "internal", True),
]


@pytest.mark.parametrize(("consent", "audience", "named"), CONSENTS)
def test_a_name_needs_a_consent_that_covers_it_where_one_was_asked(
    register_of, case, consent, audience, named
):
    given = {} if consent is None else {"consent": {"basis": "family"} | consent}

    record = only(publish(register_of(case(person=NAMED, **given)), audience, on=DAY))

    assert (record.data["person"].get("name") == NAMED["name"]) == named
    assert record.data["person"]["identification"] == ("named" if named else "withheld")


def test_an_expired_consent_withholds_the_name_on_an_earlier_day(register_of, case):
    agreed = {"basis": "family", "scope": ["named"], "expires": "2025-07-01"}
    register = register_of(case(person=NAMED, consent=agreed))

    assert only(publish(register, "public", on=DAY, today=DAY)).name == NAMED["name"]
    assert only(publish(register, "public", on=DAY, today=date(2025, 8, 1))).name == "(name withheld)"


def test_a_format_may_need_a_consent_of_its_own(register_of, case):
    register = register_of(case(person=NAMED, consent={"basis": "family", "scope": ["named"]}))

    assert only(publish(register, "public", on=DAY, scope="un_government")).name == "(name withheld)"


def test_a_name_above_the_audience_takes_other_names_and_claims_with_it(register_of, case):
    person = AIZADA | {
        "name_tier": "restricted",
        "descriptor": "reporter in Osh",
        "other_names": [{"name": "Айзада Токтогулова", "kind": "native"}],
    }
    claim = {"field": "person.name", "value": "Aizada Toktogul kyzy"}

    publication = publish(register_of(case(person=person, claims=[claim])), "public", on=DAY)

    assert only(publication).data["person"] == {"identification": "withheld", "descriptor": "reporter in Osh"}
    assert "claims" not in only(publication).data
    assert only(publication).name == "reporter in Osh"


@pytest.mark.parametrize(
    "text",
    [
        "Aizada Toktogulova was seen.",
        "Toktogulova's lawyer spoke.",
        "The lawyer of AIZADA",
        "Адвокат Токтогуловой подал жалобу",
        "https://example.org/2025/free-aizada-toktogulova",
        "https://example.org/FreeAizadaToktogulova",
    ],
)
def test_a_text_with_a_withheld_name_is_withheld_in_every_record(register_of, case, text):
    person = AIZADA | {"name_tier": "partners"}
    elsewhere = situation(events=[event("a1b2c", summary=text), event("h2v5t", summary="Nobody is named.")])

    publication = publish(register_of(case(person=person, notes=text), elsewhere), "public", on=DAY)

    assert "notes" not in only(publication).data
    events = publication.by_id["sweep-2025"].data["events"]
    assert [each.get("summary") for each in events] == [None, "Nobody is named."]


def test_the_name_of_a_wholly_withheld_case_is_in_no_text(register_of, case):
    hidden = case(person=AIZADA, tier="restricted")

    publication = publish(register_of(hidden, situation(notes="Aizada was seen.")), "public", on=DAY)

    assert "Aizada" not in text_of(publication)


NAMING = """\
schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: named
"""
UNREADABLE = [
    f'{NAMING}  name: "Aleksander Aleksandrov\n',
    f"{NAMING}  name: 'Aleksander Aleksandrov'\n<<<<<<< HEAD\n",
    f"{NAMING}<<<<<<< HEAD\n  name: Some\n=======\n  name: Aleksander Aleksandrov # as heard\n>>>>>>> b\n",
    f"{NAMING}  name: >-\n    Aleksander Aleksandrov\n \tx: [\n",
    f"{NAMING}  other_names: [{{name: Some}}, {{name: Aleksander Aleksandrov, kind: former}}\n",
    f"{NAMING}claims:\n  - field: person.name\n    value: Aleksander Aleksandrov\n\t",
    f"{NAMING}  Name:\n    name: Aleksander Aleksandrov\n",
    NAMING.replace("person:\n", "person: Aleksander Aleksandrov\n"),
    '{"schema": "casefile/case/1", "person": "Aleksander Aleksandrov", "x": [',
    '{"schema": "casefile/case/1", "person": {"name": "\\u0041leks\\u0061ndr Aleks\\u0061ndrov", "age": 3}',
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_name_in_a_file_with_errors_is_withheld_elsewhere_too(register_of, entry_of, case, text):
    broken = read_entry("cases/kg/2025/kg-2025-7k3mq.yaml", text.encode())
    assert broken.record is None
    other = case("a1b2c", notes="Aleksandrov was in the same cell.")

    publication = publish(Register([broken, entry_of(other)]), "public", on=DAY)

    assert "notes" not in only(publication).data


def test_of_two_files_with_one_id_both_names_are_kept(entry_of, case):
    def named(name):
        return entry_of(case(tier="restricted", person={"identification": "named", "name": name}))

    clash = [named("Somebody"), replace(named("Aleksander Aleksandrov"), path="cases/kg/2025/other.yaml")]
    other = entry_of(case("a1b2c", notes="Aleksandrov was in the same cell."))

    assert "notes" not in only(publish(Register([*clash, other]), "public", on=DAY)).data


@pytest.mark.parametrize(("title", "told"), [("Friends of Aleksandrov", None), ("Bishkek", "Bishkek")])
def test_a_register_title_with_a_withheld_name_is_removed(register_of, case, title, told):
    settings = {"schema": "casefile/settings/1", "title": title}

    publication = publish(register_of(settings, case(person=NAMED, tier="restricted")), "public", on=DAY)

    assert publication.register.settings.title == told


def test_a_body_that_shares_a_word_with_a_withheld_name_keeps_its_name(register_of, case):
    temirov = {"identification": "named", "name": "Bolot Temirov", "name_tier": "restricted"}
    outlet = {
        "schema": "casefile/organization/1", "id": "temirov-live", "tier": "public", "name": "Temirov Live",
    }  # fmt: skip
    told = situation(organizations=["temirov-live"], notes="Temirov Live was closed.", tags=["Temirov"])

    publication = publish(register_of(case(person=temirov), outlet, told), "public", on=DAY)

    left = publication.by_id["sweep-2025"].data
    assert (left["organizations"], left["notes"]) == (["temirov-live"], "Temirov Live was closed.")
    assert "tags" not in left


def test_ids_in_other_registers_lead_to_a_withheld_name_and_go_with_it(register_of, case):
    told = [{"scheme": "cpj", "value": "1234"}]
    claims = [{"field": "person.external_ids.0.value", "value": "4321"}]
    record = case(person=NAMED | {"external_ids": told, "name_tier": "restricted"}, claims=claims)

    withheld = only(publish(register_of(record), "public", on=DAY)).data
    inside = only(publish(register_of(record), "internal", on=DAY)).data

    assert withheld["person"] == {"identification": "withheld"}
    assert "claims" not in withheld
    assert inside["person"]["external_ids"] == told


def test_a_day_of_birth_finds_a_withheld_name_in_other_lists_and_goes_with_it(register_of, case):
    claims = [{"field": "person.birth", "value": "1990-03-05"}]
    record = case(person=NAMED | {"birth": "1990-03-04", "name_tier": "restricted"}, claims=claims)

    withheld = only(publish(register_of(record), "public", on=DAY)).data
    inside = only(publish(register_of(record), "internal", on=DAY)).data

    assert withheld["person"] == {"identification": "withheld"}
    assert "claims" not in withheld
    assert inside["person"]["birth"] == "1990-03-04"


def test_an_id_made_of_a_withheld_name_is_replaced_everywhere(register_of, case):
    hidden = case(
        "aizada-toktogulova", person=AIZADA | {"name_tier": "restricted"}, formerly=["kg-2025-aizada"]
    )
    other = case(related=[{"case": "kg-2025-aizada-toktogulova", "relation": "co_accused"}])

    publication = publish(register_of(hidden, other), "public", on=DAY)

    assert publication.by_id.get("kg-2025-h2v5t") is not None
    assert publication.replaced["kg-2025-aizada-toktogulova"] == "kg-2025-h2v5t"
    assert publication.by_id["kg-2025-7k3mq"].data["related"] == [
        {"case": "kg-2025-h2v5t", "relation": "co_accused"}
    ]
    assert "aizada" not in text_of(publication)
    assert "aizada" not in str([(each.row, each.name) for each in publication.records])
    assert {each.path for each in publication.manifest} == {"cases/kg/2025/kg-2025-aizada-toktogulova.yaml"}
    assert publication.withheld.ids == 1


def test_a_replaced_id_stays_when_the_name_changes(register_of, case):
    ids = [
        [each.id for each in publish(register_of(case(slug, person=person)), "public", on=DAY).records]
        for slug, person in (
            ("aizada", AIZADA | {"name_tier": "restricted"}),
            ("aleksander", NAMED | {"name_tier": "restricted"}),
        )
    ]

    assert ids == [["kg-2025-h2v5t"], ["kg-2025-h2v5t"]]


def test_an_id_drawn_at_random_stays(register_of, case):
    person = AIZADA | {"name_tier": "restricted"}

    assert only(publish(register_of(case(person=person)), "public", on=DAY)).id == "kg-2025-7k3mq"


@pytest.mark.parametrize(("ids", "shown"), [("opaque", "kg-2025-ahmed"), ("names", "kg-2025-h2v5t")])
def test_an_id_that_may_be_a_name_is_replaced_where_ids_are_made_of_names(register_of, case, ids, shown):
    settings = {"schema": "casefile/settings/1", "ids": ids}
    renamed = case("ahmed", person=AIZADA | {"name_tier": "restricted"})

    assert only(publish(register_of(settings, renamed), "public", on=DAY)).id == shown


def test_a_former_id_is_shown_only_if_it_contains_the_published_name(register_of, case):
    old = ["kg-2025-aleksander-aleksandrov", "kg-2025-somebody-else", "kg-2025-4x9zt"]
    register = register_of(case(person=NAMED, formerly=old))

    publication = publish(register, "public", on=DAY)

    shown = ["kg-2025-aleksander-aleksandrov", "kg-2025-4x9zt"]
    assert only(publication).data["formerly"] == shown
    assert [*publication.register.formerly] == shown
    assert only(publish(register, "internal", on=DAY)).data["formerly"] == old


def test_a_reference_to_a_withheld_record_leaves_no_trace(register_of, case):
    kept = source("kept", tier="restricted", title="The letter")
    one = case(
        situations=["sweep-2025"],
        events=[
            event("a1b2c", sources=["press-open", {"source": "press-kept", "locator": "line 3"}]),
            event("h2v5t", sources=["press-kept"], summary="See press-kept."),
        ],
    )

    publication = publish(
        register_of(one, kept, source("open"), situation(tier="partners")), "public", on=DAY
    )

    record = only(publication).data
    assert "situations" not in record
    assert [each.get("sources") for each in record["events"]] == [["press-open"], None]
    assert "press-kept" not in text_of(publication)
    assert "line 3" not in text_of(publication)


def test_an_appeal_against_a_withheld_entry_does_not_name_it(register_of, case):
    hearing = event("h2v5t", type="hearing", tier="restricted")
    appeal = event("a1b2c", type="appeal", against="h2v5t")

    record = only(publish(register_of(case(events=[hearing, appeal])), "public", on=DAY))

    assert record.data["events"] == [{"id": "a1b2c", "type": "appeal", "date": "2025-05-28"}]


def test_a_group_without_its_required_field_is_removed(register_of, case):
    hidden = case(person=AIZADA, tier="sealed")
    claim = {"field": "title", "value": "The case of Aizada", "sources": ["press-open"]}

    publication = publish(register_of(hidden, source("open"), situation(claims=[claim])), "internal", on=DAY)

    assert "claims" not in publication.by_id["sweep-2025"].data


def test_nothing_of_a_withdrawn_record_is_published(register_of, case):
    withdrawn = {
        "schema": "casefile/case/1",
        "id": "kg-2025-4x9zt",
        "withdrawn": {"date": "2025-06-01", "reason": "safety"},
    }
    other = case(related=[{"case": "kg-2025-4x9zt", "relation": "relative"}])

    publication = publish(register_of(withdrawn, other), "internal", on=DAY)

    assert [each.id for each in publication.records] == ["kg-2025-7k3mq"]
    assert "related" not in only(publication).data


def test_a_chosen_record_includes_its_references_and_no_other_case(register_of, case):
    one = case(
        situations=["sweep-2025"],
        related=[{"case": "kg-2025-4x9zt", "relation": "relative"}],
        events=[event("h2v5t", sources=["press-open"])],
    )
    records = [one, case("4x9zt"), situation(), source("open"), source("unused")]

    publication = publish(register_of(*records), "public", on=DAY, chosen=["kg-2025-7k3mq"])

    assert [each.id for each in publication.records] == ["press-open", "sweep-2025", "kg-2025-7k3mq"]
    assert [each.id for each in publication.records if each.chosen] == ["kg-2025-7k3mq"]
    assert only(publication).data == one


def test_how_much_was_withheld_is_counted_and_where_is_listed(register_of, case):
    person = NAMED | {"name_tier": "partners", "vulnerabilities": ["asthma"]}
    one = case(person=person, events=[event("a1b2c", note="Call again."), event("h2v5t", tier="sealed")])

    publication = publish(register_of(one, case("4x9zt", tier="restricted")), "public", on=DAY)

    counted = publication.withheld
    assert (counted.records, counted.events, counted.fields, counted.names) == (1, 1, 2, 1)
    assert [(each.path.rsplit("/", 1)[-1], each.field) for each in publication.manifest] == [
        ("kg-2025-4x9zt.yaml", ""),
        ("kg-2025-7k3mq.yaml", "events.a1b2c.note"),
        ("kg-2025-7k3mq.yaml", "events.h2v5t"),
        ("kg-2025-7k3mq.yaml", "person.name"),
        ("kg-2025-7k3mq.yaml", "person.vulnerabilities"),
    ]


def test_internally_everything_but_sealed_parts_is_unchanged(register_of, case):
    person = AIZADA | {"name_tier": "restricted", "minor": "minor", "vulnerabilities": ["asthma"]}
    one = case(
        "aizada",
        person=person,
        formerly=["kg-2025-toktogulova"],
        consent={"basis": "family", "given_by": "sister"},
        notes="Aizada was seen.",
        events=[
            event(
                "h2v5t", type="departure", to="Vilnius", tags=[], note="Call again.", sources=["press-lost"]
            )
        ],
    )

    assert only(publish(register_of(one), "internal", on=DAY)).data == one


@pytest.mark.parametrize(
    "said", ["hiddensrc", "Hidden crackdown alpha", "Hiddenmedia", "HMCO", "Hiddentape", "hmed"]
)
def test_withheld_records_other_than_cases_are_named_in_no_text(register_of, case, said):
    kept = {"tier": "restricted"}
    body = {"schema": "casefile/organization/1", "id": "hmed", "name": "Hiddenmedia", "abbreviation": "HMCO"}
    person = {"identification": "unnamed", "descriptor": "reporter", "affiliations": [{"organization": said}]}
    told = publish(
        register_of(
            body | kept,
            situation(title="Hidden crackdown alpha") | kept,
            source("x", title="Hiddentape") | kept | {"id": "hiddensrc"},
            case(person=person, events=[event("h2v5t", summary=f"As {said} tells.", by=[said])]),
        ),
        "public",
        on=DAY,
    )

    assert said not in text_of(told)
    assert "h2v5t" in text_of(told)


@pytest.mark.parametrize(
    ("cited", "seen"),
    [("close", False), ("kept", False), ("open", True), ("open close kept", True), ("", True)],
)
def test_a_claim_is_shown_if_one_of_its_sources_is(register_of, case, cited, seen):
    sources = [f"press-{each}" for each in cited.split()]
    claim = {"field": "person.occupation", "value": "a teacher", **({"sources": sources} if cited else {})}
    shared = (
        source("close", connection="relative"), source("kept", tier="restricted"),
        source("open", connection="media"),
    )  # fmt: skip

    told = text_of(publish(register_of(*shared, case(claims=[claim])), "public", on=DAY))

    assert ("a teacher" in told) is seen


@pytest.mark.parametrize(("kind", "seen"), [("call", False), ("letter", False), ("press_article", True)])
def test_the_connection_of_a_personal_source_is_withheld(register_of, kind, seen):
    one = register_of(source("x", connection="colleague") | {"kind": kind})

    assert ("colleague" in text_of(publish(one, "partners", on=DAY))) is seen
    assert "colleague" in text_of(publish(one, "internal", on=DAY))


def test_a_consent_allows_the_name_and_is_itself_internal(register_of, case):
    one = register_of(case(person=NAMED, consent={"basis": "family", "scope": ["named", "partners"]}))

    for audience in ("public", "partners"):
        left = only(publish(one, audience, on=DAY)).data
        assert (left["person"]["name"], "consent" in left) == (NAMED["name"], False)
    assert "consent" in only(publish(one, "internal", on=DAY)).data
