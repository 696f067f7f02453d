"""One record as an audience may see it: old ids, ids in texts, claims, and what stands for a lost name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casefile.publication.publish import publish
from casefile.register import Register

DAY = date(2025, 6, 10)
AUDIENCES = ("public", "partners", "internal")
ZELDA = {"identification": "named", "name": "Zelda Sekretova"}


def record(of_kind, key, **fields):
    needed = {
        "source": {"kind": "press_article"},
        "organization": {"name": "A Body"},
        "situation": {"title": "A sweep"},
        "statute": {"country": "KG", "title": "A law", "code": "cc"},
    }[of_kind]
    return {"schema": f"casefile/{of_kind}/1", "id": key, "tier": "public", **needed, **fields}


def left_of(register, key, audience="public"):
    found = publish(register, audience, on=DAY).by_id.get(key)
    return found.data if found else None


def entry(eid="h2v5t", **fields):
    return {"id": eid, "type": "note", "date": "2025-05-28", **fields}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", ["source", "organization", "situation", "statute"])
def test_an_old_id_of_a_source_may_be_a_name_and_stays_inside(register_of, kind, audience):
    one = record(kind, "one", formerly=["zelda-letter"])

    told = left_of(register_of(one), "one", audience).get("formerly")

    assert told == (["zelda-letter"] if kind != "source" or audience == "internal" else None)


WITHHELD = {**ZELDA, "name_tier": "restricted"}


@pytest.mark.parametrize(
    ("person", "old", "seen_by"),
    [
        (ZELDA, "kg-2025-zelda", "public partners internal"),
        (ZELDA, "kg-2025-zelda-2", "public partners internal"),
        (ZELDA, "kg-2025-4x9zt", "public partners internal"),
        (ZELDA, "kg-2025-stranger", "internal"),
        (ZELDA, "kg-2025-ahmed", "internal"),
        (ZELDA, "kg-2025-stranger-zelda", "internal"),
        (WITHHELD, "kg-2025-zelda", "internal"),
        (WITHHELD, "kg-2025-4x9zt", "internal"),
        (WITHHELD, "kg-2025-stranger", "internal"),
    ],
)
def test_an_old_id_of_a_case_leaves_where_it_holds_only_the_published_name(
    register_of, case, person, old, seen_by
):
    register = register_of(case(person=person, formerly=[old]))

    seen = [each for each in AUDIENCES if "formerly" in left_of(register, "kg-2025-7k3mq", each)]

    assert seen == seen_by.split()


def test_an_old_id_goes_with_a_sealed_name_inside_too(register_of, case):
    sealed = case(person={**ZELDA, "name_tier": "sealed"}, formerly=["kg-2025-4x9zt"])

    assert "formerly" not in left_of(register_of(sealed), "kg-2025-7k3mq", "internal")


@pytest.mark.parametrize("said", ["{}", "See {}.", "({},", "see/{}/there", "now {} again", "--{}-"])
@pytest.mark.parametrize("change", [str, str.upper, str.title])
@pytest.mark.parametrize("key", ["kg-2025-zzzzz", "hidden-paper"])
def test_the_id_of_a_withheld_record_is_in_no_text_in_any_letter_case(register_of, case, said, change, key):
    register = register_of(
        case("zzzzz", tier="sealed"),
        record("source", "hidden-paper", tier="restricted"),
        case(notes=said.format(change(key)), tags=[said.format(change(key)), "plain"]),
    )

    left = left_of(register, "kg-2025-7k3mq")

    assert "notes" not in left
    assert left["tags"] == ["plain"]


@pytest.mark.parametrize("name", ["hidden-paper.yaml", "hidden-paper.yaml.orig", "hidden-paper"])
def test_the_id_in_the_name_of_an_unrecognised_file_is_in_no_text(entry_of, case, name):
    stray = replace(
        entry_of(record("source", "other")), path=f"cases/sources/{name}", text="", data=None, record=None
    )
    register = Register([entry_of(case(notes="See hidden-paper.", tags=["plain"]))], strays=[stray])

    assert "notes" not in left_of(register, "kg-2025-7k3mq")
    assert left_of(register, "kg-2025-7k3mq")["tags"] == ["plain"]


@pytest.mark.parametrize("said", ["House of Kites", "Lantern Circle", "LCK"])
def test_no_name_of_a_withheld_organization_is_in_a_text(register_of, case, said):
    body = record(
        "organization", "hidden-body", tier="restricted", name="House of Kites", abbreviation="LCK",
        other_names=[{"name": "Lantern Circle"}],
    )  # fmt: skip
    register = register_of(body, case(notes=f"With the {said}.", tags=["plain"]))

    assert "notes" not in left_of(register, "kg-2025-7k3mq")
    assert left_of(register, "kg-2025-7k3mq")["tags"] == ["plain"]


@pytest.mark.parametrize("said", ["See kg-2025-zzzz2.", "See zzzzz.", "See hidden papers."])
def test_another_id_or_plain_words_are_not_the_id(register_of, case, said):
    register = register_of(
        case("zzzzz", tier="sealed"), record("source", "hidden-paper", tier="restricted"), case(notes=said)
    )

    assert left_of(register, "kg-2025-7k3mq")["notes"] == said


@pytest.mark.parametrize(("said", "told"), [("As h2v5t.", False), ("As H2V5T.", False), ("As h2v5tx.", True)])
def test_no_text_contains_the_id_of_a_withheld_event(register_of, case, said, told):
    one = case(events=[entry(tier="restricted"), entry("k3m9x", summary=said)])
    other = case("a1b2c", events=[entry("k3m9x", summary=said)])

    register = register_of(one, other)

    assert ("summary" in left_of(register, "kg-2025-7k3mq")["events"][0]) is told
    assert ("summary" in left_of(register, "kg-2025-a1b2c")["events"][0]) is told


def test_an_id_of_letters_alone_is_in_no_text_of_its_own_record(register_of, case):
    one = case(events=[entry("hxvqt", tier="restricted"), entry("k3m9x", summary="As hxvqt.")])
    other = case("a1b2c", events=[entry("k3m9x", summary="As hxvqt.")])

    register = register_of(one, other)

    assert "summary" not in left_of(register, "kg-2025-7k3mq")["events"][0]
    assert left_of(register, "kg-2025-a1b2c")["events"][0]["summary"] == "As hxvqt."


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_sealed_entry_is_named_by_no_text_even_inside(register_of, case, audience):
    one = case(events=[entry(tier="sealed"), entry("k3m9x", summary="As h2v5t.")])

    assert left_of(register_of(one), "kg-2025-7k3mq", audience)["events"] == [
        {"id": "k3m9x", "type": "note", "date": "2025-05-28"}
    ]


def claims_of(register, audience="public"):
    return [each["field"] for each in left_of(register, "kg-2025-7k3mq", audience).get("claims", [])]


@pytest.mark.parametrize(
    ("field", "audiences"),
    [
        ("tags", "public partners internal"),
        ("person.occupation", "public partners internal"),
        ("person.vulnerabilities", "internal"),
        ("person.name", "internal"),
        ("person.other_names", "internal"),
        ("person.other_names.0.name", "internal"),
        ("person.birth", "internal"),
        ("person.external_ids.0.value", "internal"),
        ("person.other_field", "internal"),
        ("unknown", "internal"),
        ("unknown.deeper", "internal"),
        ("notes", "public partners internal"),
        ("events.h2v5t.place", "internal"),
        ("events.h2v5t", "internal"),
        ("events.k3m9x.place", "public partners internal"),
        ("events.k3m9x.note", "internal"),
        ("events.0.place", "internal"),
        ("events.1.place", "internal"),
        ("events.2.place", "internal"),
        ("events.nobody.place", "internal"),
        ("events.1.sources.0", "internal"),
        ("events.place", "internal"),
        ("person.age.years", "public partners internal"),
    ],
)
def test_a_claim_is_as_strict_as_the_field_that_it_contradicts(register_of, case, field, audiences):
    one = case(
        person={**ZELDA, "name_tier": "restricted", "age": {"years": 30}},
        claims=[{"field": field, "value": "31"}],
        events=[entry(tier="restricted"), entry("k3m9x", sources=["paper"])],
    )
    register = register_of(one, record("source", "paper"))

    seen = [audience for audience in AUDIENCES if claims_of(register, audience) == [field]]

    assert " ".join(seen) == audiences


def test_a_claim_on_a_published_name_leaves_with_it(register_of, case):
    one = case(person=ZELDA, claims=[{"field": "person.name", "value": "Zelda Secretova"}])

    assert claims_of(register_of(one)) == ["person.name"]


@pytest.mark.parametrize(
    ("cited", "seen"),
    [
        ([{"source": "open"}], True),
        ([{"source": "kept", "locator": "line 3"}], False),
        ([{"source": "kept"}, "open"], True),
        (["kept"], False),
        (["lost"], False),
        ([], True),
    ],
)
def test_a_claim_leaves_with_one_of_those_who_make_it(register_of, case, cited, seen):
    claim = {"field": "person.occupation", "value": "a teacher", "sources": cited}
    register = register_of(
        record("source", "open"), record("source", "kept", tier="restricted"), case(claims=[claim])
    )

    assert (claims_of(register) == ["person.occupation"]) is seen


@pytest.mark.parametrize(
    ("cited", "seen"), [(["open"], True), (["kept"], False), (["open", "kept"], True), (["lost"], False)]
)
def test_a_field_leaves_with_one_of_the_sources_that_alone_state_it(register_of, case, cited, seen):
    event = entry(
        type="detention", kind="arrest", reasons="Calls.", sources=["open", "kept"], cites={"reasons": cited}
    )
    register = register_of(
        record("source", "open"), record("source", "kept", tier="restricted"), case(events=[event])
    )
    (left,) = left_of(register, "kg-2025-7k3mq")["events"]

    assert ("reasons" in left) is ("cites" in left) is seen
    assert left["kind"] == "arrest"
    assert left["sources"] == ["open"]


def test_the_sources_of_a_field_go_with_it(register_of, case):
    body = record("organization", "hidden-body", tier="restricted", name="House of Kites")
    event = entry(
        type="hearing", court="hidden-body", judge="A. Judge", stage="trial", sources=["open"],
        cites={"court": ["open"], "judge": ["open"], "stage": ["open"]},
    )  # fmt: skip
    register = register_of(record("source", "open"), body, case(events=[event]))
    (left,) = left_of(register, "kg-2025-7k3mq")["events"]

    assert not {"court", "judge"} & {*left}
    assert left["cites"] == {"stage": ["open"]}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_id_that_names_nothing_is_kept_inside_alone(register_of, case, audience):
    one = case(situations=["never-there"], related=[{"case": "kg-2025-4x9zt", "relation": "relative"}])

    left = left_of(register_of(one), "kg-2025-7k3mq", audience)

    assert ("situations" in left) is ("related" in left) is (audience == "internal")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_consent_is_seen_inside_alone(register_of, case, audience):
    one = case(person=ZELDA, consent={"basis": "subject", "scope": ["named", "partners"]})

    assert ("consent" in left_of(register_of(one), "kg-2025-7k3mq", audience)) is (audience == "internal")


PRIVATE = {
    "name": "Zelda Sekretova",
    "other_names": [{"name": "Зельда Секретова", "kind": "native"}],
    "external_ids": [{"scheme": "cpj", "value": "1234"}],
    "birth": "1990-03-04",
}


def test_all_that_leads_to_a_withheld_name_goes_with_it(register_of, case):
    person = {"identification": "named", **PRIVATE, "occupation": "journalist"}
    register = register_of(case(person={**person, "name_tier": "restricted"}))

    assert left_of(register, "kg-2025-7k3mq")["person"] == {
        "identification": "withheld", "occupation": "journalist",
    }  # fmt: skip
    inside = left_of(register, "kg-2025-7k3mq", "internal")["person"]
    assert inside == {**person, "name_tier": "restricted"}
    assert left_of(register_of(case(person=person)), "kg-2025-7k3mq")["person"] == person


def test_an_unnamed_person_is_not_marked_as_withheld(register_of, case):
    person = {"identification": "unnamed", "descriptor": "a reporter", "minor": "minor"}

    assert left_of(register_of(case(person=person)), "kg-2025-7k3mq")["person"]["identification"] == "unnamed"


@pytest.mark.parametrize(
    ("fields", "called"),
    [
        ({"abbreviation": "NW", "other_names": [{"name": "The Watch"}]}, "NW"),
        ({"other_names": [{"name": "The Watch"}, {"name": "Watchers"}]}, "The Watch"),
        ({}, "fund"),
    ],
)
def test_an_organization_without_its_name_has_another_one_in_its_place(register_of, case, fields, called):
    hers = case("a1b2c", person=ZELDA, tier="restricted")
    body = record("organization", "fund", **{**fields, "name": "Zelda Sekretova Fund"}, kind="ngo")

    left = left_of(register_of(hers, body), "fund")

    assert left == {**body, "name": called}
    assert [*left][:4] == ["schema", "id", "tier", "name"]


def test_other_records_without_a_title_do_not_leave(register_of, case):
    hers = case("a1b2c", person=ZELDA, tier="restricted")
    raids = record("situation", "raids", title="The Zelda Sekretova affair")

    assert left_of(register_of(hers, raids), "raids") is None


def test_a_published_name_is_shown_even_if_it_contains_a_withheld_one(register_of, case):
    hers = case("a1b2c", person=ZELDA, tier="restricted")
    namesake = {
        "identification": "named",
        "name": "Zelda Sekretova-Orlova",
        "other_names": [{"name": "Zelda Sekretova O.", "kind": "spelling"}],
        "descriptor": "a friend of Zelda Sekretova",
    }

    left = left_of(register_of(hers, case(person=namesake)), "kg-2025-7k3mq")["person"]

    assert left == {name: value for name, value in namesake.items() if name != "descriptor"}


def test_a_reference_in_words_is_judged_as_a_text(register_of, case):
    hers = case("a1b2c", person=ZELDA, tier="restricted")
    one = case(events=[entry(by=["The Daily", "friends of Zelda Sekretova"])])

    assert left_of(register_of(hers, one), "kg-2025-7k3mq")["events"][0]["by"] == ["The Daily"]


def test_a_reference_in_words_names_no_withheld_entry_of_its_own_record(register_of, case):
    one = case(events=[entry("hxvqt", tier="restricted"), entry("k3m9x", by=["The Daily", "As hxvqt says"])])

    assert left_of(register_of(one), "kg-2025-7k3mq")["events"][0]["by"] == ["The Daily"]


def test_a_claim_whose_source_may_be_a_withheld_entry_of_its_own_record_stays(register_of, case):
    claims = [{"field": "notes", "value": "A teacher.", "sources": [each]} for each in ("hxvqt", "lost")]
    one = case(claims=claims, events=[entry("hxvqt", tier="sealed")])

    assert left_of(register_of(one), "kg-2025-7k3mq", "internal")["claims"] == claims[1:]


def test_a_text_has_the_published_name_though_a_pseudonym_that_another_person_has_begins_so_too(
    register_of, case
):
    other = case("a1b2c", person={"identification": "named", "name": "Stepan Orlov"})
    person = {"identification": "named", "name": "Stepan Repey"}
    kept = [{"name": "Stepan Orlov", "kind": "pseudonym"}]
    told, tags = "Stepan Repey was seen.", ["Orlov"]
    one = case(person={**person, "other_names": kept}, notes=told, tags=tags)

    left = left_of(register_of(other, one), "kg-2025-7k3mq")

    assert left["person"] == person
    assert left["notes"] == told
    assert "tags" not in left


def test_a_name_that_only_a_claim_gives_closes_no_text_about_another_person_of_that_name(register_of, case):
    other = case("a1b2c", person={"identification": "named", "name": "Stepan Repey"})
    claims = [{"field": "person.name", "value": "Stepan Repey"}]
    one = case(person=ZELDA, claims=claims, notes="Stepan Repey was there.")

    assert left_of(register_of(other, one), "kg-2025-7k3mq")["notes"] == "Stepan Repey was there."


def test_a_source_field_is_as_strict_as_the_kind_of_the_source(register_of):
    call = record("source", "call", kind="call", connection="colleague")

    assert "connection" not in left_of(register_of(call), "call")
    assert "connection" not in left_of(register_of(call), "call", "partners")
    assert left_of(register_of(call), "call", "internal")["connection"] == "colleague"


def test_invalid_other_names_of_an_organization_do_not_stop_publishing(entry_of, case):
    odd = entry_of(
        record("organization", "odd-body", name="Odd body", other_names=[{"lang": "ky"}, "a name"])
    )
    assert odd.broken

    publication = publish(Register([entry_of(case(notes="Plain.")), odd]), "public", on=DAY)

    assert [each.data["notes"] for each in publication.records] == ["Plain."]
