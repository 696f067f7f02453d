"""New records: their ids tell nothing that is not public, and nothing is made up."""

from __future__ import annotations

import re

import pytest

from casefile.editing.edits import WriteOptions
from casefile.editing.record_rename import plan_rename
from casefile.editing.withdrawal import plan_withdrawal
from casefile.editing.write_records import write
from casefile.errors import BadInput, Collision, TierForbids
from casefile.intake.new_records import open_case, plan_shared_record

NAMED = {"identification": "named", "name": "Aiday Erkebaeva"}
DETAINED = {"type": "detention", "date": "[2024-12-30..2025-01-02]", "sources": ["occrp-2025-06-04"]}


@pytest.fixture
def names(desk):
    """Make ids of public names here, where records are public unless they say otherwise."""
    settings = desk / "casefile.yaml"
    text = (
        settings.read_text().replace("ids: opaque", "ids: names").replace("tier: restricted", "tier: public")
    )
    settings.write_text(text)
    return desk


def opened(desk, today, person=NAMED, event=DETAINED, duplicate_ok=False, **case):
    fields = {"country": "KG", **case, "person": person}
    return write(desk, open_case(fields, event, today, duplicate_ok=duplicate_ok)).records[0]


def test_an_id_is_opaque_and_carries_the_year_of_the_latest_day(desk, today):
    record = opened(desk, today)
    assert record.record.startswith("kg-2025-")
    assert len(record.record) == len("kg-2025-7k3mq")
    assert record.path == f"cases/kg/2025/{record.record}.yaml"
    assert "erkebaeva" not in record.path


def test_an_id_is_made_of_a_public_name_by_the_settings(names, today):
    assert opened(names, today).record == "kg-2025-aiday-erkebaeva"
    assert opened(names, today, duplicate_ok=True).record == "kg-2025-aiday-erkebaeva-2"


def test_an_id_of_a_name_is_never_that_of_a_withdrawn_case(names, today, git_in):
    record = opened(names, today).record
    write(names, plan_withdrawal(names, record, "subject_request", today))
    assert opened(names, today).record == f"{record}-2"


FORMER, LAST = "kg-2025-aiday-erkebaeva", "kg-2025-aiday-e"


def renamed_and_withdrawn(names, today):
    write(names, plan_rename(opened(names, today).record, LAST))
    write(names, plan_withdrawal(names, LAST, "subject_request", today))


def test_no_new_record_gets_an_id_that_a_withdrawn_case_had(names, today):
    renamed_and_withdrawn(names, today)
    other = opened(names, today).record
    assert other == f"{FORMER}-2"
    for record_id in (FORMER, LAST):
        for plan in (
            open_case({"country": "KG", "person": NAMED}, DETAINED, today, record_id, duplicate_ok=True),
            plan_rename(other, record_id),
        ):
            for how in (WriteOptions(), WriteOptions(dry_run=True)):
                with pytest.raises(Collision) as refused:
                    write(names, plan, how)
                assert refused.value.code == "CF705"


def test_the_last_id_of_a_withdrawn_case_is_known_without_its_history(names, today, git_in, tmp_path):
    renamed_and_withdrawn(names, today)
    git_in(names)("commit", "-q", "--allow-empty", "-am", "later")
    git_in(tmp_path)("clone", "-q", "--depth", "1", names.as_uri(), "shallow")
    plan = open_case({"country": "KG", "person": NAMED}, DETAINED, today, LAST)
    with pytest.raises(Collision) as refused:
        write(tmp_path / "shallow", plan, WriteOptions(dry_run=True))
    assert refused.value.code == "CF705"


def test_an_id_that_a_record_had_before_a_rename_is_refused(desk, today):
    record = opened(desk, today).record
    write(desk, plan_rename(record, "kg-2025-7k3mq"))
    plan = open_case({"country": "KG", "person": NAMED}, DETAINED, today, record, duplicate_ok=True)
    with pytest.raises(Collision) as refused:
        write(desk, plan)
    assert refused.value.code == "CF705"
    assert write(desk, plan_rename("kg-2025-7k3mq", record)).records[0].record == record


CLOSED = {
    "a restricted record": ({}, {"tier": "restricted"}),
    "a restricted name": ({"name_tier": "restricted"}, {}),
    "a minor": ({"minor": "minor"}, {}),
    "a partial name": ({"identification": "partial"}, {}),
    "a consent that does not cover it": ({}, {"consent": {"basis": "family", "scope": ["internal"]}}),
    "a consent that has ended": (
        {},
        {"consent": {"basis": "family", "scope": ["named"], "expires": "2025-01-01"}},
    ),
    "a consent that ends": (
        {},
        {"consent": {"basis": "family", "scope": ["named"], "expires": "2999-01-01"}},
    ),
    "a consent that was taken back": (
        {},
        {"consent": {"basis": "family", "scope": ["named"], "withdrawn": "2025-01-01"}},
    ),
}


@pytest.mark.parametrize(("person", "case"), CLOSED.values(), ids=CLOSED)
def test_a_name_that_is_not_public_makes_no_id(names, today, person, case):
    record = opened(names, today, {**NAMED, **person}, **case)
    assert "erkebaeva" not in record.record


def test_an_id_that_contains_a_restricted_name_is_refused(desk, today):
    with pytest.raises(TierForbids):
        write(desk, open_case({"country": "KG", "person": NAMED}, DETAINED, today, "kg-2025-aiday-erkebaeva"))


REFUSED = {label: case for label, case in CLOSED.items() if label != "a partial name"}


@pytest.mark.parametrize(("person", "case"), REFUSED.values(), ids=REFUSED)
def test_an_id_with_a_restricted_name_is_refused_for_a_public_case(desk, today, person, case):
    fields = {"country": "KG", "tier": "public", **case, "person": {**NAMED, **person}}
    with pytest.raises(TierForbids) as refused:
        write(desk, open_case(fields, DETAINED, today, "kg-2025-erkebaeva"))
    assert refused.value.hint
    assert not [*desk.rglob("*erkebaeva*")]


def test_an_id_of_a_name_that_the_consent_gives_for_ever_can_be_given(desk, today):
    consent = {"basis": "subject", "scope": ["named"]}
    fields = {"country": "KG", "tier": "public", "consent": consent, "person": NAMED}
    written = write(desk, open_case(fields, DETAINED, today, "kg-2025-erkebaeva"))
    assert written.records[0].record == "kg-2025-erkebaeva"
    assert not [each for each in written.problems if each.level == "error"]


def test_a_shared_record_with_a_withheld_name_in_its_id_is_refused(desk, today):
    opened(desk, today, tier="public", consent={"basis": "family", "scope": ["internal"]})
    fields = {"name": "A family", "tier": "public"}
    with pytest.raises(TierForbids) as refused:
        write(desk, plan_shared_record("organization", fields, today, "erkebaeva-family"))
    assert refused.value.code == "CF409"


def test_a_country_is_taken_from_the_given_id(desk, today):
    given = write(desk, open_case({"person": NAMED}, DETAINED, today, "kz-2025-x7k3m"))
    assert (given.records[0].path, given.notes) == ("cases/kz/2025/kz-2025-x7k3m.yaml", ())


def test_the_country_of_all_other_cases_is_taken_with_a_note(desk, today):
    guessed = write(desk, open_case({"person": NAMED}, DETAINED, today))
    (note,) = guessed.notes
    assert (" KG, " in note, note.endswith(": --country")) == (True, True)
    opened(desk, today, country="kz")
    with pytest.raises(BadInput, match="country"):
        write(desk, open_case({"person": NAMED}, DETAINED, today))


@pytest.mark.parametrize("country", ["Kyrgyzst", "K1", "", "../", "KGZ", "ÄÖ"])
def test_a_country_is_a_code(desk, today, country):
    with pytest.raises(BadInput) as refused:
        opened(desk, today, country=country)
    assert refused.value.code == "CF609"


@pytest.mark.parametrize(
    "record_id", ["../x", "--output=x", "kg-2025-../x", "kg", "KG-2025-x", "kg-2025-" + "x" * 99]
)
def test_a_given_id_must_have_the_form_of_an_id(desk, git_in, today, record_id):
    with pytest.raises(BadInput):
        write(desk, open_case({"country": "KG", "person": NAMED}, DETAINED, today, record_id))
    assert git_in(desk)("status", "--porcelain") == ""


def test_an_id_that_is_taken_is_kept(desk, today):
    with pytest.raises(Collision):
        write(desk, open_case({"country": "KG", "person": NAMED}, DETAINED, today, "kg-2025-aaaaa"))


def test_a_name_of_a_thousand_characters_keeps_its_path_short(names, today):
    record = opened(names, today, {**NAMED, "name": "Ж" * 490 + " " + "б" * 490})
    assert len(record.record) < 90


def test_a_caller_is_a_restricted_source_under_a_random_id(desk, today):
    written = write(desk, open_case({"country": "KG", "person": NAMED}, DETAINED, today, None, "relative"))
    (call,) = written.beside
    assert call.record.startswith("call-")
    text = (desk / call.path).read_text()
    assert text.endswith(f'id: {call.record}\nkind: call\naccessed: "2025-07-20"\nconnection: relative\n')
    assert f"- {call.record}\n" in (desk / written.records[0].path).read_text()


def test_the_connection_of_a_caller_is_refused_below_a_ceiling(desk, today):
    settings = desk / "casefile.yaml"
    settings.write_text(settings.read_text() + "ceiling: partners\n")
    case = {"country": "KG", "tier": "partners", "person": NAMED}
    with pytest.raises(TierForbids) as refused:
        write(desk, open_case(case, DETAINED, today, None, "relative"))
    assert {(each.code, each.field) for each in refused.value.problems} == {("CF406", "connection")}


def test_a_connection_that_is_none_is_refused(desk, today):
    with pytest.raises(BadInput):
        write(desk, open_case({"country": "KG", "person": NAMED}, DETAINED, today, None, "neighbour"))


SHARED = {
    "organization": ({"name": "Kloop Media", "country": "KG"}, "kloop-media"),
    "situation": ({"title": "Crackdown on Kloop"}, "crackdown-on-kloop"),
    "statute": ({"country": "KG", "code": "Criminal Code", "article": "278", "part": "3"}, "kg-cc-278-3"),
    "source": (
        {"kind": "press_article", "publisher": "24.kg", "published": "2025-06-28"},
        "24-kg-2025-06-28",
    ),
}
BY_WORDS = {kind: case for kind, case in SHARED.items() if kind != "source"}
"""Records whose ids are made of words alone."""


@pytest.mark.parametrize(("kind", "case"), BY_WORDS.items(), ids=BY_WORDS)
def test_a_shared_record_gets_an_id_from_its_name(desk, today, kind, case):
    fields, record_id = case
    fields = {**fields, "tier": "public"}
    assert write(desk, plan_shared_record(kind, fields, today)).records[0].record == record_id
    again = write(desk, plan_shared_record(kind, fields, today, duplicate_ok=True))
    assert again.records[0].record == f"{record_id}-2"


@pytest.mark.parametrize("kind", ["organization", "source"])
def test_a_shared_record_gets_no_id_that_another_one_had_before(desk, today, kind):
    fields = {**SHARED[kind][0], "tier": "public"}
    if kind == "source":
        fields["url"] = "https://24.example/one"
    first = write(desk, plan_shared_record(kind, fields, today)).records[0].record
    write(desk, plan_rename(first, "another-name"))
    again = write(desk, plan_shared_record(kind, fields, today, duplicate_ok=True))
    assert again.records[0].record == f"{first}-2"


def test_a_case_gets_no_id_that_another_one_had_before(names, today):
    first = opened(names, today).record
    write(names, plan_rename(first, "kg-2025-another"))
    assert opened(names, today, duplicate_ok=True).record == f"{first}-2"


def test_a_source_without_an_address_gets_letters_at_random_behind_its_words(desk, today):
    fields = {**SHARED["source"][0], "tier": "public"}
    made = [
        write(desk, plan_shared_record("source", fields, today, duplicate_ok=True)).records[0].record
        for _ in "12"
    ]
    assert {len(each.removeprefix("24-kg-2025-06-28-")) for each in made} == {6}
    assert len({*made}) == 2


@pytest.mark.parametrize("kind", ["organization", "situation", "source"])
def test_a_record_that_is_not_public_has_an_opaque_id(desk, today, kind):
    record = write(desk, plan_shared_record(kind, SHARED[kind][0], today)).records[0].record
    assert re.fullmatch(rf"{kind}-[0-9a-z]{{5}}", record)


NAMING = {
    "situation": {"title": "Free Zyyagul!"},
    "organization": {"name": "Friends of Ziyagul"},
    "source": {"kind": "other", "notes": "A page.", "url": "https://zyyagulbolot.example.org/a"},
}


@pytest.mark.parametrize(("kind", "fields"), NAMING.items(), ids=NAMING)
def test_an_id_is_not_made_of_a_name_that_is_closed(desk, today, kind, fields):
    written = write(desk, plan_shared_record(kind, {**fields, "tier": "public"}, today))
    assert re.fullmatch(rf"{kind}-[0-9a-z]{{5}}", written.records[0].record)


def test_a_given_id_with_the_restricted_name_of_another_case_is_refused(desk, today):
    person = {"identification": "named", "name": "Bob Two"}
    planner = open_case({"country": "KG", "person": person}, DETAINED, today, "kg-2025-zyyagul-bolot")
    with pytest.raises(TierForbids) as refused:
        write(desk, planner)
    assert refused.value.code == "CF404"
    assert "zyyagul" not in f"{refused.value.message} {refused.value.hint}".lower()
    assert not [*desk.rglob("*zyyagul*")]


@pytest.mark.parametrize(
    ("record_tier", "event_tier", "tier"),
    [("public", None, "public"), ("public", "restricted", "restricted"), ("restricted", None, "restricted")],
)
def test_a_new_source_has_the_tier_of_the_event_that_cites_it(desk, today, record_tier, event_tier, tier):
    event = {
        **DETAINED,
        "sources": ["https://news.example/1"],
        **({"tier": event_tier} if event_tier else {}),
    }
    fields = {"country": "KG", "tier": record_tier, "person": NAMED}
    written = write(desk, open_case(fields, event, today))
    made = written.beside[0]
    assert ("tier: public" in (desk / made.path).read_text()) == (tier == "public")
    assert made.record.startswith("news-example-" if tier == "public" else "source-")
    assert any(f"({tier})" in note for note in written.notes)
    assert "CF333" not in {problem.code for problem in written.problems}


@pytest.mark.parametrize("kind", ["testimony", "interview", "call", "message", "letter"])
def test_a_source_that_is_a_person_has_a_random_id(desk, today, kind):
    fields = {"kind": kind, "publisher": "Aiday", "title": "Aiday tells", "published": "2025-06-28"}
    record = write(desk, plan_shared_record("source", fields, today)).records[0].record
    assert record.startswith(f"{kind}-")
    assert "aiday" not in record


def test_the_title_of_a_source_is_no_part_of_its_id(desk, today):
    record = write(
        desk, plan_shared_record("source", {"kind": "video", "title": "Aiday is led away"}, today)
    ).records[0]
    assert "aiday" not in record.record


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        ({"name": "STATE COMMITTEE for National Security"}, True),
        ({"name": "GKNB", "other_names": [{"name": "State Committee for National Security"}]}, True),
        ({"name": "State Committee for National Security", "country": "KG"}, True),
        ({"name": "SCNS"}, False),
        ({"name": "State Committee"}, False),
    ],
)
def test_an_organization_of_a_known_name_is_refused_unless_it_is_another(desk, today, fields, taken):
    if taken:
        with pytest.raises(Collision) as refused:
            write(desk, plan_shared_record("organization", fields, today))
        assert (refused.value.code, "scns" in refused.value.message) == ("CF711", True)
    assert write(desk, plan_shared_record("organization", fields, today, duplicate_ok=True)).records


def test_an_organization_of_the_same_name_in_another_country_is_another(desk, today):
    write(desk, plan_shared_record("organization", {"name": "City Court", "country": "KG"}, today))
    assert write(
        desk, plan_shared_record("organization", {"name": "City Court", "country": "KZ"}, today)
    ).records


def test_a_new_case_is_described_with_its_open_questions(desk, today):
    event = {"type": "detention", "kind": "arrest", "date": "2025-05-28", "place": "Bishkek"}
    record = opened(desk, today, event=event)
    assert ("28 May 2025" in record.headline, "Bishkek" in record.headline) == (True, True)
    assert {"a warrant", "gender"} <= {*record.still_open}
    assert "place" not in record.still_open


def test_new_sources_are_listed_in_json(desk, today):
    event = {**DETAINED, "sources": ["https://example.org/a"]}
    told = opened(desk, today, event=event).as_data("0" * 40)
    (added,) = told["sources_added"]
    assert (desk / added["path"]).read_text().splitlines()[1] == f"id: {added['record']}"
    other = opened(desk, today, person={"identification": "unnamed", "descriptor": "a man"})
    assert "sources_added" not in other.as_data(None)


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_id_whose_path_exists_unreadable_is_taken(desk, today, dry_run):
    place = desk / "cases/sources/paper.yaml"
    place.symlink_to("nowhere")

    with pytest.raises(Collision) as refused:
        write(
            desk,
            plan_shared_record("source", {"kind": "unknown"}, today, "paper"),
            WriteOptions(dry_run=dry_run),
        )

    assert refused.value.code == "CF703"
    assert place.is_symlink()
