"""ftm: followthemoney's own library and command line take every entity as it is, and lose nothing of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from casefile.dates import When
from casefile.exporters.as_ftm.ftm_entity import certain, date_facts
from casefile.exporters.as_ftm.ftm_languages import KNOWN
from casefile.exporters.as_ftm.ftm_people import TOPICS
from casefile.exporters.as_ftm.ftm_shared_records import ARTICLES, PUBLIC_BODIES
from casefile.exporters.as_ftm.ftm_statements import dataset
from casefile.model.record_shapes import shape_of
from casefile.publication.publish import publish
from support.programs import lacking, program

DAY = date(2025, 6, 10)


@pytest.fixture(scope="module")
def library():
    """The library, which a user's machine may lack: it needs PyICU, which is built from source."""
    try:
        import followthemoney
    except ImportError:
        lacking("followthemoney is not installed: pip install '.[readers]'")
    return followthemoney


PRESS, COURT = "press-2025-06-04", "court-2025-06"


def entry(eid, event_type, day, **fields):
    return {"id": eid, "type": event_type, "date": day, "sources": [PRESS], **fields}


@pytest.fixture
def world(records):
    """The case made long, all kinds of records around it, and another case."""
    case, situation, source = records
    person = {
        **case["person"], "birth": "1990~", "gender": "female", "nationalities": ["KG"],
        "capacity": "journalist",
        "other_names": [
            {"name": "Aiday Erkebaeva", "kind": "spelling", "sources": [PRESS]},
            {"name": "А. Э.", "kind": "pen_name", "lang": "ky"},
            {"name": "Айдай Токтогулова", "kind": "former"},
        ],
        "affiliations": [
            {"organization": "kloop", "relation": "former_staff", "role": "reporter", "sources": [PRESS]},
            {"organization": "the Guild", "relation": "member"},
            {"organization": "kloop", "relation": "freelance"},
        ],
    }  # fmt: skip
    events = [
        {**case["events"][0], "by": ["scns", "men in masks"], "facility": "the remand prison"},
        case["events"][1] | {"court": "city-court"},
        entry("c2v5t", "charge", "[2025-05-29..2025-05-30]", charges=[
            {"statute": "kg-cc-278", "part": "3", "offence": "public calls for mass unrest"}]),
        entry("v2v5t", "verdict", "2025-06-05?", outcome="convicted", court="city-court",
              sentences=[{"penalty": "imprisonment", "term": "P5Y"}]),
        entry("w2v5t", "listing", "2025-06", list="wanted_national", step="listed"),
        entry("x2v5t", "statement", "2025-05-28/2025-05-30", published_by=["scns"], kind="video_regret"),
        case["events"][2],
    ]  # fmt: skip
    claims = [
        {"field": "person.occupation", "value": "cook", "sources": [COURT]},
        {"field": "events.h2v5t.date", "value": "[2025-05-27..2025-05-28]", "sources": [COURT],
         "resolution": {"value": "2025-05-28", "reason": "The protocol says so."}},
        {"field": "person.birth", "value": "1989-04", "sources": [COURT]},
    ]  # fmt: skip
    named = {
        **case, "person": person, "events": events, "claims": claims, "tags": ["sweep"],
        "related": [{"case": "kg-2025-8k3mq", "relation": "co_accused"}],
        "grounds": [{"kind": "expression", "text": "her reports"}],
        "consent": {"basis": "subject", "scope": ["named", "ftm"]},
    }  # fmt: skip
    unnamed = {
        **case, "id": "kg-2025-8k3mq", "person": {"identification": "unnamed", "descriptor": "reporter"},
        "events": [entry("d2v5t", "detention", "[..2025-06-04]")],
    }  # fmt: skip
    return (
        named, unnamed,
        {**situation, "period": "2025-05-28/..", "by": ["scns"], "organizations": ["kloop"],
         "part_of": ["wider-2025"], "countries": ["KG"]},
        {"schema": "casefile/situation/1", "id": "wider-2025", "tier": "public", "title": "Wider"},
        {**source, "lang": "ru-Latn", "publisher": "kloop", "authors": ["B. A."], "sha256": "0" * 64},
        {"schema": "casefile/source/1", "id": COURT, "tier": "public", "kind": "court_record",
         "published": "[2025-06-01..2025-06-09]"},
        {"schema": "casefile/statute/1", "id": "kg-cc-278", "tier": "public", "country": "KG",
         "code": "Criminal Code", "article": "278", "title": "Public calls for mass unrest"},
        *bodies(),
    )  # fmt: skip


def bodies():
    kinds = {"kloop": "outlet", "scns": "security_body", "city-court": "court", "firm": "company"}
    return [
        {"schema": "casefile/organization/1", "id": key, "tier": "public", "name": key.title(), "kind": kind,
         "country": "KG", **(OF_KLOOP if key == "kloop" else {})}
        for key, kind in kinds.items()
    ]  # fmt: skip


OF_KLOOP = {
    "partner_of": ["firm", "a foundation"],
    "abbreviation": "KL",
    "events": [
        entry("m2v5t", "legal_action", "2024", action="liquidation", step="imposed", court="city-court"),
        entry("s2v5t", "succession", "[..2025-06-04]", successor="firm"),
    ],
}


@pytest.fixture
def exported_lines(exported):
    """Return a function that exports records as ftm and reads the lines."""

    def run(*records, **more):
        return [json.loads(line) for line in exported("ftm", *records, **more).decode().split("\n")[:-1]]

    return run


def by_schema(lines, schema):
    return [each for each in lines if each["schema"] == schema]


def one(lines, schema, **values):
    """Return the properties of the one entity that has these values."""
    (found,) = [
        each["properties"]
        for each in by_schema(lines, schema)
        if all(value in each["properties"].get(prop, []) for prop, value in values.items())
    ]
    return found


# What the library makes of it.


def test_the_library_knows_every_property_and_changes_no_value(library, exported_lines, world):
    lines = exported_lines(*world)

    for line in lines:
        schema = library.model.get(line["schema"])
        assert {*line["properties"]} <= {*schema.properties}, schema.name
        assert {*schema.required} <= {*line["properties"]}, schema.name
        read = library.model.get_proxy(line, cleaned=False)
        assert {prop: sorted(values) for prop, values in read.properties.items()} == {
            prop: sorted(values) for prop, values in line["properties"].items()
        }
        assert schema.validate(read.to_dict()) is None
    assert len({line["id"] for line in lines}) == len(lines)
    assert {line["schema"] for line in lines} == {
        "Article", "CourtCase", "CourtCaseParty", "Document", "Employment", "Event", "Membership",
        "Organization", "Company", "Person", "PublicBody", "Succession", "UnknownLink",
    }  # fmt: skip


def test_the_library_drops_unknown_schemas_and_properties(library):
    """The check above can fail: the library drops all this and says nothing."""
    line = {"id": "a", "schema": "UnknownLink", "properties": {"notes": ["x"], "date": ["[..2025]"]}}
    assert library.model.get_proxy(line, cleaned=False).properties == {}


def test_its_command_validates_and_gives_the_same_back(library, exported, world, tmp_path):
    path, checked = tmp_path / "in.json", tmp_path / "out.json"
    path.write_bytes(exported("ftm", *world))

    subprocess.run([program("ftm"), "validate", "-i", str(path), "-o", str(checked)], check=True)

    before, after = (
        [json.loads(line) for line in each.read_text("utf-8").splitlines()] for each in (path, checked)
    )
    assert [(each["id"], each["schema"], sorted_values(each)) for each in before] == [
        (each["id"], each["schema"], sorted_values(each)) for each in after
    ]


def sorted_values(line):
    return {prop: sorted(values) for prop, values in line["properties"].items()}


def test_every_edge_leads_to_an_entity_of_the_right_kind(library, exported_lines, world):
    lines = exported_lines(*world)
    schemata = {line["id"]: library.model.get(line["schema"]) for line in lines}
    edges = 0
    for line in lines:
        for name, values in line["properties"].items():
            prop = library.model.get(line["schema"]).properties[name]
            for value in values if prop.type.name == "entity" else ():
                assert schemata[value].is_a(prop.range), (line["schema"], name)
                edges += 1
    assert edges > 50


@pytest.mark.parametrize("chosen", [["kg-2025-8k3mq"], ["kg-2025-7k3mq"], ["sweep-2025"], ["kloop"]])
def test_edges_lead_somewhere_when_only_some_records_are_chosen(library, exported_lines, world, chosen):
    lines = exported_lines(*world, chosen=chosen)
    known = {line["id"] for line in lines}
    for line in lines:
        for name, values in line["properties"].items():
            if library.model.get(line["schema"]).properties[name].type.name == "entity":
                assert {*values} <= known, (line["schema"], name)


# What it says.


def test_a_person_has_names_by_their_use(exported_lines, world):
    person = one(exported_lines(*world), "Person", name="Айдай Эркебаева")

    assert person["alias"] == ["Aiday Erkebaeva"]
    assert person["weakAlias"] == ["А. Э."]
    assert person["previousName"] == ["Айдай Токтогулова"]
    assert (person["gender"], person["nationality"], person["topics"]) == (
        ["female"],
        ["kg"],
        ["role.journo"],
    )
    assert "birthDate" not in person, "about 1990 may be 1989"
    assert "birth: 1990~ (about 1990)" in person["notes"]
    assert person["summary"] == ["On 10 June 2025: Held (imprisonment) since 28 May 2025."]


def test_an_unnamed_person_is_described_by_role_and_id(exported_lines, world):
    assert one(exported_lines(*world), "Person", name="reporter (kg-2025-8k3mq)")


def test_no_topic_marks_a_person_as_wanted_or_criminal(library, exported_lines, world):
    topics = {topic for line in exported_lines(*world) for topic in line["properties"].get("topics", [])}
    assert topics == {"role.journo", "gov.security", "gov.judicial"}
    possible = {*TOPICS.values(), *PUBLIC_BODIES.values()}
    assert not possible & library.types.registry.topic.RISKS
    assert not any(topic.startswith(("crime", "wanted", "poi", "role.pep", "sanction")) for topic in possible)


def test_a_case_and_its_steps_have_fitting_schemas(exported_lines, world):
    lines = exported_lines(*world)
    case = one(lines, "CourtCase", name="Proceedings against Айдай Эркебаева")

    assert case["keywords"] == ["kg-cc-278"]
    assert case["court"] == ["City-Court"]
    assert one(lines, "CourtCaseParty", status="accused")["role"] == ["accused"]
    assert one(lines, "CourtCaseParty", status="convicted")["role"] == ["defendant"]
    assert one(lines, "CourtCaseParty", status="liquidation")["role"] == ["respondent"]


def test_a_ledger_without_proceedings_has_no_court_case(exported_lines, records):
    assert by_schema(exported_lines(*records), "CourtCase") == []


def test_who_detained_whom_is_an_edge(exported_lines, world):
    lines = exported_lines(*world)
    edges = [
        each
        for each in by_schema(lines, "UnknownLink")
        if each["properties"]["role"] == ["detaining authority"]
    ]
    bodies = {each["id"]: each["properties"]["name"] for each in lines if "name" in each["properties"]}

    assert [bodies[each["properties"]["subject"][0]] for each in edges] == [["Scns"], ["men in masks"]]
    assert {each["properties"]["date"][0] for each in edges} == {"2025-05-28"}


def test_a_disputed_event_is_marked_and_makes_no_edge(exported_lines, world):
    event = one(exported_lines(*world), "Event", name="disputed: release — Айдай Эркебаева")
    assert event["notes"] == ["disputed: Her lawyer denies it."]


def test_a_refuted_detention_makes_no_edge(exported_lines, records):
    case, *others = records
    refuted = {**case["events"][0], "by": ["men in masks"], "standing": "refuted",
               "resolution": {"reason": "It was somebody else."}}  # fmt: skip
    lines = exported_lines({**case, "events": [refuted]}, *others)

    event = one(lines, "Event", recordId=case["id"])
    assert event["name"] == ["refuted: detention: arrest — Айдай Эркебаева"]
    assert by_schema(lines, "UnknownLink") == []


def test_custody_that_goes_on_has_no_end(exported_lines, records):
    event = one(exported_lines(*records), "Event", name="custody (pretrial) — Айдай Эркебаева")
    assert (event["startDate"], event.get("endDate")) == (["2025-05-28"], None)
    assert event["summary"] == ["On 10 June 2025: since 28 May 2025, ongoing · pretrial."]


def test_a_person_is_involved_in_the_wider_situation_too(exported_lines, world):
    lines = exported_lines(*world)
    narrow, wider = (one(lines, "Event", recordId=each) for each in ("sweep-2025", "wider-2025"))

    people = {person["id"] for person in by_schema(lines, "Person")}
    assert people & {*narrow["involved"]} == {*wider["involved"]} != set()


def test_a_source_is_a_document_that_proves(exported_lines, world):
    lines = exported_lines(*world)
    article = one(lines, "Article", title="Four were held")
    (document,) = by_schema(lines, "Document")

    assert (article["language"], article["publisher"], article["publishedAt"]) == (
        ["rus"], ["Kloop"], ["2025-06-04"],
    )  # fmt: skip
    assert document["properties"]["publishedAt"] == ["2025-06"]
    detention = one(lines, "Event", recordId="kg-2025-7k3mq", date="2025-05-28", location="Ош")
    assert len(detention["proof"]) == 1
    assert "source: press-2025-06-04 ¶4" in detention["notes"]


# Dates.


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("2025-05-28", {"date": "2025-05-28"}),
        ("2025-05", {"date": "2025-05"}),
        ("2025-05-XX", {"date": "2025-05"}),
        ("2025-XX", {"date": "2025"}),
        ("2025", {"date": "2025"}),
        ("202X", {}),
        ("2025-05-28?", {}),
        ("2025-05~", {"date": "2025"}),
        ("2025-05-15~", {"date": "2025-05"}),
        ("2025-01~", {}),
        ("[2025-05-28..2025-06-04]", {"date": "2025"}),
        ("[2025-05-28..2025-05-30]", {"date": "2025-05"}),
        ("[..2025-06-04]", {}),
        ("[2025-06-04..]", {}),
        ("2025-05-28/2025-05-30", {"startDate": "2025-05-28", "endDate": "2025-05-30"}),
        ("2025-05-28/..", {"startDate": "2025-05-28"}),
        ("2025-05-28?/2025-06", {"endDate": "2025-06"}),
    ],
)
def test_the_certain_part_of_a_date_and_its_text_are_exported(library, stated, told):
    facts = [*date_facts(When.parse(stated))]
    values = {fact.prop: fact.value for fact in facts if fact.prop != "notes"}

    assert values == told
    assert all(library.types.registry.date.clean(value) == value for value in values.values())
    assert all(fact.original == stated for fact in facts if fact.prop != "notes")
    if told != {"date": stated}:
        (note,) = [fact.value for fact in facts if fact.prop == "notes"]
        assert note.startswith(f"date: {stated}")


def test_the_exported_date_excludes_no_possible_day():
    for text in ("2025-05~", "[2025-05-28..2025-06-04]", "2025-XX", "[2024-12-31..2025-01-01]", "202X"):
        when = When.parse(text)
        assert when.earliest.isoformat().startswith(certain(when))
        assert when.latest.isoformat().startswith(certain(when))


# Consent.


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
@pytest.mark.parametrize(("scope", "named"), [(["named", "partners"], False), (["named", "ftm"], True)])
def test_a_name_needs_a_consent_of_its_own(register_of, world, audience, scope, named):
    from io import BytesIO

    from casefile.exporters import FORMATS, load

    case, *others = world
    agreed = {**case, "consent": {"basis": "subject", "scope": scope}}
    form, out = FORMATS["ftm"], BytesIO()
    publication = publish(register_of(agreed, *others), audience, on=DAY, scope=form.scope)
    load(form)(publication, out, {})

    assert ("Эркебаева" in out.getvalue().decode()) is named
    assert ("Erkebaeva" in out.getvalue().decode()) is named


# Statements.


@pytest.fixture
def statements(exported_lines, world):
    return exported_lines(*world, statements="yes")


def test_their_keys_are_those_that_the_library_makes(library, statements):
    from followthemoney.statement import Statement

    assert len(statements) > 300
    for row in statements:
        made = Statement.from_dict({**row, "id": None})
        assert made.id == row["id"]
        assert made.to_dict() == row


def test_the_digest_of_an_entity_is_that_of_the_library(library, statements):
    from followthemoney.dataset import Dataset
    from followthemoney.statement import Statement, StatementEntity

    groups = {}
    for row in statements:
        groups.setdefault((row["entity_id"], row["dataset"]), []).append(row)
    for (_, name), rows in groups.items():
        entity = StatementEntity.from_statements(
            Dataset.make({"name": name, "title": name}), map(Statement.from_dict, rows)
        )
        (digest,) = [each.to_dict() for each in entity.statements if each.prop == "id"]
        assert [digest | {"origin": row["origin"]} for row in rows if row["prop"] == "id"] == [
            row for row in rows if row["prop"] == "id"
        ]


def test_contradicting_claims_are_exported_each_with_its_source(statements):
    said = {
        (row["value"], row["dataset"], row["origin"]) for row in statements if row["prop"] == "profession"
    }
    assert said == {("журналистка", "casefile", None), ("cook", "casefile_court_2025_06", COURT)}


def test_the_text_of_a_date_is_kept(statements):
    dates = {(row["prop"], row["value"], row["original_value"], row["origin"]) for row in statements}
    assert ("date", "2025-05-28", None, PRESS) in dates
    assert ("date", "2025-05", "[2025-05-27..2025-05-28]", COURT) in dates
    assert ("birthDate", "1989-04", None, COURT) in dates
    assert ("endDate", "2025-05-30", "2025-05-28/2025-05-30", PRESS) in dates


def test_a_claim_is_only_a_note_of_the_entity(exported_lines, world):
    lines = exported_lines(*world)
    person = one(lines, "Person", name="Айдай Эркебаева")
    event = one(lines, "Event", recordId="kg-2025-7k3mq", location="Ош")

    assert person["profession"] == ["журналистка"]
    assert f"contested: person.occupation: cook, according to {COURT}" in person["notes"]
    assert any("the register follows 2025-05-28 (The protocol says so.)" in note for note in person["notes"])
    assert event["date"] == ["2025-05-28"]


def test_a_spelling_keeps_its_language_and_its_source(statements):
    names = {(row["value"], row["lang"], row["origin"]) for row in statements if row["prop"] == "weakAlias"}
    assert names == {("А. Э.", "kir", None)}
    assert {row["origin"] for row in statements if row["value"] == "Aiday Erkebaeva"} == {PRESS}


def test_the_command_rolls_statements_up_into_the_entities(library, exported, world, tmp_path):
    (tmp_path / "in.json").write_bytes(exported("ftm", *world, statements="yes"))
    done = subprocess.run(
        [program("ftm"), "aggregate-statements", "-f", "json", "-i", str(tmp_path / "in.json")],
        check=True,
        capture_output=True,
    )
    rolled = {each["id"]: each for each in map(json.loads, done.stdout.decode().splitlines())}
    told = {each["id"]: each for each in map(json.loads, exported("ftm", *world).decode().splitlines())}

    assert {*rolled} == {*told}
    for key, each in told.items():
        for prop, values in each["properties"].items():
            assert {*values} <= {*rolled[key]["properties"][prop]}, prop


@pytest.mark.parametrize("source", ["occrp-2025", "a--b", "a-b", "a-", "casefile", "24kg"])
def test_a_dataset_is_named_as_it_must_be(library, source):
    from followthemoney.dataset.util import dataset_name_check

    assert dataset_name_check(dataset(source)) == dataset(source)


def test_two_sources_are_never_one_dataset():
    ids = ["", "a-b", "a--b", "a-b-", "ab", "casefile"]
    assert len({dataset(each) for each in ids}) == len(ids)


# Stable, harmless, and true to the model.


def test_an_entity_keeps_its_id_if_other_data_changes(exported_lines, world):
    case, *others = world
    before = {line["id"]: line["schema"] for line in exported_lines(*world)}
    changed = {
        **case, "person": {**case["person"], "name": "Somebody Else"},
        "events": [{**each, "summary": "New words.", "place": "Нарын"} for each in case["events"]],
    }  # fmt: skip
    after = {line["id"]: line["schema"] for line in exported_lines(*reversed([changed, *others]))}

    assert before == after


TEXTS = [
    "a line\nanother, and; more", "y" * 10_000, "\U0001f54a שלום العربية", "</script>{}[]\"'\\",
    '=HYPERLINK("https://example.org")',
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_unchanged(library, exported_lines, hostile, text):
    case = hostile("x")
    told = {**case, "notes": text, "events": [{**case["events"][0], "reasons": text}]}

    person, *_ = by_schema(exported_lines(told), "Person")
    event, *_ = by_schema(exported_lines(told), "Event")

    assert text in person["properties"]["notes"]
    assert f"reasons: {text}" in event["properties"]["description"][0]
    assert text in library.model.get_proxy(person, cleaned=False).get("notes")


def test_words_are_those_of_the_model():
    fields = shape_of("case").fields["person"].fields
    assert {*TOPICS} <= {*fields["capacity"].words}
    assert {*PUBLIC_BODIES} <= {*shape_of("organization").fields["kind"].words}
    assert {*shape_of("source").fields["kind"].words} >= ARTICLES


def test_languages_and_countries_are_those_that_the_library_knows(library):
    from rigour.langs import iso_639_alpha3

    known = {*library.types.registry.language.names}
    assert {*KNOWN.values()} == known
    assert all(iso_639_alpha3(short) == long for short, long in KNOWN.items())


def test_it_is_written_without_the_library():
    code = "import sys, casefile.exporters.as_ftm; sys.exit('followthemoney' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
