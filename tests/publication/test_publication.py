"""A publication as exporters see it: its records, their order and names, counts, and ids that are missing."""

from __future__ import annotations

import json
from datetime import date

import pytest

from casefile.publication import publish as publish_module
from casefile.publication.publish import publish
from casefile.register import Register
from support.published import lines_of

DAY = date(2025, 6, 10)
ZELDA = {"identification": "named", "name": "Zelda Sekretova"}
WITHHELD = {**ZELDA, "name_tier": "restricted"}


def event(eid="h2v5t", **fields):
    return {"id": eid, "type": "detention", "date": "2025-05-28", **fields}


def source(key, **fields):
    return {"schema": "casefile/source/1", "id": key, "tier": "public", "kind": "press_article", **fields}


def situation(key, **fields):
    return {"schema": "casefile/situation/1", "id": key, "tier": "public", "title": "A sweep", **fields}


def organization(key, **fields):
    return {"schema": "casefile/organization/1", "id": key, "tier": "public", "name": "A Body", **fields}


def settings(**fields):
    return {"schema": "casefile/settings/1", **fields}


def ids(publication):
    return [each.id for each in publication.records]


def test_a_publication_has_its_audience_and_both_dates(register_of, case):
    register = register_of(case())

    made = publish(register, "partners", on=DAY)
    assert (made.audience, made.on, made.known_at) == ("partners", DAY, "the working tree")
    assert publish(register, "public", on=DAY, label="main").known_at == "main"


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "Register of detentions"),
        ({"title": "Press cases"}, "Press cases"),
        ({"title": "Friends of Zelda Sekretova"}, "Register of detentions"),
    ],
)
def test_a_register_without_a_title_that_may_leave_has_the_usual_one(register_of, case, fields, title):
    register = register_of(settings(**fields), case(person=WITHHELD))

    assert publish(register, "public", on=DAY).title == title


def test_the_settings_are_published_but_for_their_title(register_of, case):
    register = register_of(settings(title="Press cases", tier="public"), case())

    seen = publish(register, "public", on=DAY).register.settings
    assert (seen.title, seen.tier) == ("Press cases", "public")


def test_records_come_by_kind_and_id_after_those_they_name(register_of, case):
    records = [
        case("b1b2c", related=[{"case": "kg-2025-z9z9z", "relation": "relative"}]),
        case("z9z9z"),
        case("a1b2c"),
        situation("wide", part_of=["wider"]),
        situation("wider"),
        organization("office"),
        source("paper", publisher="office"),
        {"schema": "casefile/statute/1", "id": "law", "tier": "public", "country": "KG", "title": "A law"},
    ]

    made = publish(register_of(*records), "public", on=DAY)

    assert ids(made) == [
        "office", "paper", "law", "wider", "wide", "kg-2025-a1b2c", "kg-2025-z9z9z", "kg-2025-b1b2c",
    ]  # fmt: skip
    assert [each.kind for each in made.records][:4] == ["organization", "source", "statute", "situation"]


def test_lines_are_the_records_in_their_order(register_of, case):
    made = publish(register_of(case(), source("paper")), "public", on=DAY)

    assert [json.loads(each) for each in lines_of(made).splitlines()] == [each.data for each in made.records]


def test_records_are_found_by_kind_and_by_the_id_that_is_published(register_of, case):
    one = case("z9z9z", events=[event(sources=["paper"])])
    made = publish(
        register_of(one, case("a1b2c"), source("paper"), source("other")),
        "public", on=DAY, chosen=["kg-2025-z9z9z", "kg-2025-a1b2c", "other"],
    )  # fmt: skip

    assert [each.id for each in made.of("case")] == ["kg-2025-a1b2c", "kg-2025-z9z9z"]
    assert [each.id for each in made.of("source")] == ["other"]
    assert [each.id for each in made.of("source", chosen=False)] == ["other", "paper"]
    assert made.by_id["paper"].data == source("paper")
    assert made.by_id.get("nothing") is None


def test_requested_records_that_are_withheld_are_listed_as_missing(register_of, entry_of, case):
    entries = [entry_of(each) for each in (
        case(tier="restricted"), case("zelda", person=ZELDA, tier="sealed"), source("kept", tier="partners"),
        source("paper"), {**source("broken"), "tags": 5},
        {"schema": "casefile/case/1", "id": "kg-2025-4x9zt",
         "withdrawn": {"date": "2025-06-01", "reason": "safety"}},
    )]  # fmt: skip
    register = Register(entries)
    asked = [
        "paper", "kept", "kg-2025-zelda", "kg-2025-7k3mq", "broken", "kg-2025-4x9zt", "never-there",
    ]  # fmt: skip

    made = publish(register, "public", on=DAY, chosen=asked)

    assert ids(made) == ["paper"]
    assert made.missing == ("kept", "kg-2025-4x9zt", "kg-2025-7k3mq", "kg-2025-zelda")
    assert made.withheld.records == 4
    whole = publish(register, "public", on=DAY)
    assert whole.missing == ("kept", "kg-2025-7k3mq", "kg-2025-zelda")
    assert [(each.path, each.field) for each in whole.manifest] == [
        ("cases/kg/2025/kg-2025-7k3mq.yaml", ""),
        ("cases/kg/2025/kg-2025-zelda.yaml", ""),
        ("cases/sources/kept.yaml", ""),
    ]
    assert publish(register, "public", on=DAY, chosen=["paper"]).missing == ()


def test_only_included_records_are_counted(register_of, case):
    one = case("a1b2c", notes="See Zelda Sekretova.", events=[event(), event("k3m9x", tier="sealed")])
    other = case(person=WITHHELD, events=[event(note="Call.", sources=["paper"])])
    register = register_of(one, other, source("paper", notes="By Zelda Sekretova."))

    def counted(**options):
        made = publish(register, "public", on=DAY, **options)
        left_out = made.withheld
        assert len(made.manifest) == left_out.records + left_out.events + left_out.fields + left_out.names
        return left_out.records, left_out.events, left_out.fields, left_out.names

    assert counted() == (0, 1, 3, 1)
    assert counted(chosen=["kg-2025-a1b2c"]) == (0, 1, 1, 0)
    assert counted(chosen=["kg-2025-7k3mq"]) == (0, 0, 2, 1)
    assert counted(chosen=[]) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (WITHHELD, "(name withheld)"),
        ({**WITHHELD, "descriptor": "a reporter"}, "a reporter"),
        (ZELDA, "Zelda Sekretova"),
        ({"identification": "unnamed", "descriptor": "a reporter"}, "a reporter"),
        ({"identification": "withheld", "name": "A Pseudonym"}, "A Pseudonym"),
    ],
)
def test_a_case_is_named_by_the_published_parts_of_the_person(register_of, case, person, name):
    made = publish(register_of(case(person=person)), "public", on=DAY)

    (record,) = made.records
    assert record.name == record.row.name == name


def test_a_case_without_name_and_descriptor_that_is_unnamed_is_called_as_in_the_register(register_of, case):
    register = register_of(case(person={"identification": "unnamed"}))

    assert publish(register, "public", on=DAY).records[0].name == register.row("kg-2025-7k3mq").name


def test_only_a_case_has_custody(register_of, case):
    made = publish(
        register_of(case(), source("paper"), situation("sweep", events=[event(type="note")])),
        "public",
        on=DAY,
    )

    assert made.by_id["kg-2025-7k3mq"].view(DAY).status == "held"
    assert made.by_id["kg-2025-7k3mq"].view(date(2025, 1, 1)).status != "held"
    assert made.by_id["paper"].view(DAY) is None
    assert made.by_id["sweep"].view(DAY) is None


def test_published_custody_does_not_contradict_the_full_ledger(register_of, case):
    release = event("r3f5s", type="release", date="2025-06-01", tier="restricted")
    register = register_of(case(events=[event(), release]))

    assert publish(register, "internal", on=DAY).records[0].view(DAY).status == "released"
    assert publish(register, "public", on=DAY).records[0].view(DAY).status == "unknown"


def test_the_ledger_of_a_record_has_its_published_entries(register_of, case):
    one = case("zelda-sekretova", person=WITHHELD, events=[event(), event("k3m9x", tier="sealed")])

    made = publish(register_of(one), "public", on=DAY)

    assert [each.event for each in made.ledger("kg-2025-h2v5t")] == ["h2v5t"]


def test_all_that_is_published_is_a_register_of_its_own(register_of, case):
    made = publish(
        register_of(case(events=[event(sources=["paper"])]), source("paper"), source("kept", tier="sealed")),
        "public", on=DAY, chosen=["kg-2025-7k3mq"],
    )  # fmt: skip

    assert {*made.register.by_id} == {"kg-2025-7k3mq", "paper"}
    assert made.register.entries["cases/sources/paper.yaml"].data == source("paper")
    assert all(each.register is made.register for each in made.records)


@pytest.mark.parametrize(
    ("connections", "leaves"),
    [(["media"], True), ([None], True), (["relative"], False), (["media", "lawyer"], False), ([], False)],
)
def test_an_event_that_cites_a_former_id_is_as_open_as_the_source(register_of, case, connections, leaves):
    papers = [
        source(f"paper-{number}", formerly=["paper-old"], **({"connection": word} if word else {}))
        for number, word in enumerate(connections)
    ]
    made = publish(register_of(case(events=[event(sources=["paper-old"])]), *papers), "public", on=DAY)

    events = made.by_id["kg-2025-7k3mq"].data.get("events")
    assert events == ([event(sources=["paper-0"])] if leaves else None)


def test_a_reference_by_an_old_id_is_published_under_the_new_one(register_of, case):
    one = case(situations=["sweep-old"], events=[event(by=["office-old"])])
    register = register_of(
        one, situation("sweep", formerly=["sweep-old"]), organization("office", formerly=["office-old"])
    )

    made = publish(register, "public", on=DAY, chosen=["kg-2025-7k3mq"])

    assert made.by_id["kg-2025-7k3mq"].data == {
        **one,
        "situations": ["sweep"],
        "events": [event(by=["office"])],
    }
    assert [*made.register.by_id["kg-2025-7k3mq"].record.situations] == ["sweep"]
    assert made.replaced == {"sweep-old": "sweep", "office-old": "office"}
    assert ids(made) == ["office", "sweep", "kg-2025-7k3mq"]


def test_a_former_id_of_a_replaced_one_leads_to_the_replacement(register_of, case):
    hers = case("zelda-sekretova", person=WITHHELD, formerly=["kg-2025-zelda"])
    other = case("a1b2c", related=[{"case": "kg-2025-zelda", "relation": "relative"}])

    made = publish(register_of(hers, other), "public", on=DAY)

    assert made.by_id["kg-2025-a1b2c"].data["related"] == [{"case": "kg-2025-h2v5t", "relation": "relative"}]
    assert made.replaced == {
        "kg-2025-zelda": "kg-2025-h2v5t", "kg-2025-zelda-sekretova": "kg-2025-h2v5t",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person", "suffix", "shown"),
    [
        (WITHHELD, "the-poet", "kg-2025-h2v5t"),
        (WITHHELD, "7k3mq", "kg-2025-7k3mq"),
        (ZELDA, "the-poet", "kg-2025-the-poet"),
        ({"identification": "unnamed", "minor": "minor"}, "the-poet", "kg-2025-the-poet"),
    ],
)
def test_an_id_in_words_is_replaced_where_a_name_is_withheld(register_of, case, person, suffix, shown):
    assert ids(publish(register_of(case(suffix, person=person)), "public", on=DAY)) == [shown]


@pytest.mark.parametrize("sources", [["lost"], ["lost", "paper"], ["broken"]])
def test_an_entry_that_rests_on_a_source_that_cannot_be_read_is_kept(entry_of, case, sources):
    one = case(events=[event("a1b2c"), event(sources=sources)])
    register = Register(map(entry_of, [one, source("paper"), {**source("broken"), "tags": 5}]))

    def entries(audience):
        return [each["id"] for each in publish(register, audience, on=DAY).by_id[one["id"]].data["events"]]

    assert ("h2v5t" in entries("public")) is ("paper" in sources)
    assert "h2v5t" in entries("internal")


def test_consents_are_looked_at_on_the_later_of_two_days(register_of, case):
    agreed = {"basis": "subject", "scope": ["named"], "expires": "2025-06-30"}
    register = register_of(case(person=ZELDA, consent=agreed))

    def name(on, today=None):
        return publish(register, "public", on=on, today=today).records[0].name

    assert name(DAY) == name(DAY, DAY) == name(date(2025, 6, 30)) == ZELDA["name"]
    assert name(date(2025, 7, 1)) == name(DAY, date(2025, 7, 1)) == "(name withheld)"
    assert name(date(2025, 7, 1), DAY) == "(name withheld)"


@pytest.mark.parametrize(
    ("scope", "audience", "named"),
    [
        (None, "public", True), (None, "partners", False), (None, "internal", True),
        ("un_government", "public", False),
        ("named", "internal", True), ("partners", "internal", False), ("", "partners", True),
    ],
)  # fmt: skip
def test_the_scope_of_a_consent_is_that_of_the_audience_or_of_the_format(
    register_of, case, scope, audience, named
):
    register = register_of(case(person=ZELDA, consent={"basis": "subject", "scope": ["named"]}))

    (record,) = publish(register, audience, on=DAY, scope=scope).records

    assert (record.name == ZELDA["name"]) is named


def test_an_invalid_publication_is_exported_in_no_format(register_of, case, monkeypatch):
    """Each record is checked by the model before any of it is written, as jsonl too."""
    rest = publish_module.rename_ids
    wrong = {"country": "Kyrgyzstan"}
    monkeypatch.setattr(publish_module, "rename_ids", lambda *given: {**rest(*given), **wrong})
    publication = publish(register_of(case("a1b2c")), "public", on=DAY)
    with pytest.raises(RuntimeError):
        lines_of(publication)


def test_two_entries_with_one_id_are_each_paired_with_their_own_data(register_of, case):
    """A check reports such a record, and it is exported all the same."""
    detention = {"id": "a1b2c", "type": "detention", "date": "2025-05-28", "kind": "arrest", "place": "Osh"}
    release = {"id": "a1b2c", "type": "release", "date": "2025-06-01", "place": "Naryn"}
    twice = {**release, "place": "Talas"}
    publication = publish(register_of(case(events=[release, twice, detention])), "public", on=DAY)
    (record,) = publication.records
    pairs = [*publication.ledger_with_data(record.id)]
    assert [(line.type, event["type"], event["place"]) for line, event in pairs] == [
        ("detention", "detention", "Osh"), ("release", "release", "Naryn"), ("release", "release", "Talas"),
    ]  # fmt: skip
