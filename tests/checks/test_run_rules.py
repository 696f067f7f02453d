"""What checking a register as a whole keeps to."""

from pathlib import Path
from random import Random

import pytest

from casefile.checks.all_rules import RULES
from casefile.checks.rule_subject import CheckedRecord, RegisterContext
from casefile.checks.run_rules import check
from casefile.checks.tier_bounds import list_tiered_places, tier_of
from casefile.errors import Problem
from casefile.model.field import RECORD_ID
from casefile.model.record_shapes import shape_of
from casefile.model.tiers import TierFacts
from casefile.register import Register, path_of, read_entry
from casefile.yaml.canonical_text import write
from support.records import KINDS, full_record, valid_record

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"
ALL = sorted(each for folder in (EXAMPLES / "invalid").iterdir() for each in folder.iterdir())
CASE = """schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: named
  name: Aibek Sydykov
"""
CITING = f"""{CASE}events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    by:
      - scns
    sources:
      - paper-2025-06
"""
PATH = "cases/kg/2025/kg-2025-7k3mq.yaml"


@pytest.mark.parametrize("kind", KINDS)
def test_the_tier_of_one_place_is_the_one_that_it_has_among_all(kind):
    for data in (
        full_record(kind, lambda _: "mark"),
        valid_record(kind, Random(1)),
        valid_record(kind, Random(2)),
    ):
        shape, facts = shape_of(kind), TierFacts(frozenset(), frozenset())
        for above in ("public", "partners"):
            for node in list_tiered_places(shape, data, above, facts):
                assert tier_of(node.path, shape, data, above, facts) == node.tier


def codes(problems):
    return [(problem.path, problem.code) for problem in problems]


def test_problems_are_sorted_by_place_for_any_order_of_files(files, register_of):
    held = {
        f"cases/kg/2025/kg-2025-{number}.yaml": blob
        for number, example in enumerate(ALL)
        if example.is_file()
        for blob in files(example).values()
    }
    found = check(register_of(held))
    assert len(found) > 50
    assert list(found) == sorted(found)
    shuffled = list(held.items())
    Random(1).shuffle(shuffled)
    assert check(register_of(dict(shuffled))) == found
    assert check(register_of(held)) == found


@pytest.mark.parametrize(
    "broken", ["a: [", "schema: casefile/source/1\nid: paper-2025-06\nkidn: call\n", b"\xff", ""]
)
def test_a_broken_file_hides_no_problem_and_its_references_are_not_errors(broken, register_of):
    other = CASE.replace("7k3mq", "8k3mq").replace("country: KG", "country: KZ")
    found = check(
        register_of(
            {
                "cases/sources/paper-2025-06.yaml": broken,
                PATH: CITING,
                "cases/kg/2025/kg-2025-8k3mq.yaml": other,
            }
        )
    )
    assert {path for path, _ in codes(found)} == {
        "cases/sources/paper-2025-06.yaml",
        "cases/kg/2025/kg-2025-8k3mq.yaml",
    }


def test_a_reference_to_an_unreadable_file_is_no_error(files):
    around = files(EXAMPLES / "around")
    del around["cases/organizations/scns.yaml"]
    unread = Problem("cases/organizations/scns.yaml", 0, 0, "", "CF804", "error", "this cannot be read")
    entries = [read_entry(path, blob) for path, blob in {**around, PATH: CITING.encode()}.items()]
    assert codes(check(Register(entries))) == [(PATH, "CF202")]
    assert check(Register(entries, [unread])) == (unread,)


def test_the_id_of_a_file_that_could_not_be_read_is_there():
    unread = Problem("cases/sources/paper.yaml", 0, 0, "", "CF804", "error", "this cannot be read")
    assert "paper" in RegisterContext(Register((), [unread])).unread
    assert "paper" not in RegisterContext(Register(())).unread


@pytest.mark.parametrize(
    ("source", "tier"),
    [
        ("kidn: call", "restricted"),
        ("kind: call\nconnection: relative", "restricted"),
        ("kind: call\nformerly: [paper-2025-05]", "public"),
    ],
)
@pytest.mark.parametrize("cited", ["paper-2025-06", "paper-2025-05"])
def test_an_event_has_the_tier_of_an_export_even_if_its_source_has_errors(cited, source, tier, register_of):
    path = "cases/sources/paper-2025-06.yaml"
    text = f"schema: casefile/source/1\nid: paper-2025-06\n{source}\naccessed: '2025-06-01'\n"
    register = register_of({path: text, PATH: CITING.replace("paper-2025-06", cited)})
    found = CheckedRecord(register.entries[PATH], RegisterContext(register)).tier_of(("events", 0))
    known = "formerly" in source or (cited == "paper-2025-06" and "kidn" not in source)
    assert register.entries[path].broken == ("kidn" in source)
    assert found == (tier if known else "restricted")


def test_only_the_files_that_are_asked_for_are_checked_against_all_the_others(register_of):
    register = register_of({PATH: CITING.replace("scns", "nobody"), "cases/sources/bad.yaml": "a: *b\n"})
    assert codes(check(register, [PATH])) == [(PATH, "CF202")]
    assert codes(check(register, ["cases/sources/bad.yaml"])) == [("cases/sources/bad.yaml", "CF011")]
    assert check(register, []) == ()


def test_each_of_two_files_with_one_id_has_the_problem(register_of):
    first, second = "cases/organizations/kloop.yaml", "cases/situations/kloop.yaml"
    register = register_of(
        {
            first: "schema: casefile/organization/1\nid: kloop\nname: Kloop\n",
            second: "schema: casefile/situation/1\nid: kloop\ntitle: The sweep\n",
        }
    )
    assert codes(check(register, [first])) == [(first, "CF312")]
    assert codes(check(register, [second])) == [(second, "CF312")]


def test_an_empty_register_has_no_problem():
    assert check(Register([])) == ()


@pytest.mark.parametrize("example", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_message_and_no_hint_holds_a_value_of_a_record(example, files, register_of):
    register = register_of(files(example))
    told = [f"{problem.message}\n{problem.hint}" for problem in check(register)]
    assert told
    for value in {each for entry in register.entries.values() for each in texts(entry)}:
        assert not any(value in text for text in told), value


def texts(entry):
    """Yield what somebody wrote: no ids, no words of a vocabulary and nothing as short as a code."""
    for _, shape, value in entry.shape.walk(entry.data):
        text = str(value)
        known = isinstance(value, dict | list) or value in shape.words or RECORD_ID.fits(text)
        if not known and len(text) > 3 and entry.kind != "settings":
            yield text


def test_a_missing_reference_is_reported_with_the_fix(register_of):
    def hint(more):
        (found,) = check(register_of({PATH: CASE + more}))
        return found.hint

    assert "sweep-2025" in hint("situations:\n  - sweep-2024\n")
    assert hint("situations:\n  - scns\n").startswith("cases/organizations/scns.yaml ")
    missing = hint("situations:\n  - nothing\n")
    assert ": casefile situation add --help; " in missing
    assert "git log --diff-filter=D " in missing
    relation = "    relation: co_accused\n"
    missing = hint(f"related:\n  - case: zz-1999-00000\n{relation}")
    assert ": casefile add --help; " in missing
    affiliation = "  affiliations:\n    - organization: police\n"
    assert ": casefile organization add --help, " in hint(affiliation)


def test_a_reference_to_a_renamed_record_suggests_the_present_id(register_of):
    renamed = "schema: casefile/situation/1\nid: sweep\nformerly:\n  - the-sweep\ntitle: The sweep\n"
    found = check(
        register_of(
            {
                "cases/situations/sweep.yaml": renamed,
                PATH: f"{CASE}situations:\n  - the-sweep\n",
            }
        )
    )
    assert [problem.hint for problem in found] == ["casefile rename sweep sweep"]


def test_codes_and_names_of_rules_are_their_own():
    for column in ("code", "name"):
        assert len({getattr(rule, column) for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sound_record_can_be_checked(kind, register_of):
    for seed in range(40):
        data = valid_record(kind, Random(seed))
        path = "casefile.yaml" if kind == "settings" else path_of(kind, data["id"])
        register = register_of({path: write(shape_of(kind), data)})
        assert not register.entries[path].broken
        found = check(register)
        assert check(register) == found
        assert all(problem.line for problem in found)


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_quotes_text_of_a_record(kind, register_of):
    data = full_record(kind, lambda path: "7k3mq" if path == ("id",) else "canary")
    path = "casefile.yaml" if kind == "settings" else path_of(kind, data["id"])
    register = register_of({path: write(shape_of(kind), data)})
    assert "canary" in register.entries[path].text
    assert not register.entries[path].broken
    assert not [each for each in check(register) if "canary" in f"{each.message} {each.hint}"]


@pytest.mark.parametrize(("field", "twice"), [("", True), ("    note: Ask.\n", False)])
def test_an_event_given_twice_is_the_same_in_any_order_of_its_sources(register_of, field, twice):
    one = (
        "  - id: h2v5t\n    type: detention\n    date: '2025-05-28'\n    sources: [paper-2025-06, leaflet]\n"
    )
    other = one.replace("paper-2025-06, leaflet", "leaflet, paper-2025-06") + field
    found = {each.code: each.hint for each in check(register_of({PATH: f"{CASE}events:\n{one}{other}"}))}
    assert ("casefile resolve" in found["CF316"]) is twice
    assert "CF335" not in found
