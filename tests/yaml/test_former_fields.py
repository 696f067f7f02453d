"""The matter of a verdict, which version 0.1 called its proceeding: read, edited, laid out and merged."""

import pytest

from casefile.changes.change import Change
from casefile.changes.record_merge import merge
from casefile.model.former_fields import NEVER_PROCEEDINGS
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of
from casefile.yaml.canonical_text import canonical
from casefile.yaml.fast_parser import read_canonical
from casefile.yaml.field_locations import locate
from casefile.yaml.reader import read
from casefile.yaml.text_edit import edit
from casefile.yaml.text_merge import ThreeWayTexts, merged_text
from support.schemas import validator

CASE = shape_of("case")
OLD = """\
schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: named
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
  - id: k3mq7
    type: verdict
    date: "2025-06-20"
    proceeding: criminal
    outcome: convicted
"""
NEW = OLD.replace("proceeding", "matter")
FLOW = OLD.split("  - id: k3mq7", maxsplit=1)[0] + (
    '  - {id: k3mq7, type: verdict, date: "2025-06-20", proceeding: criminal, outcome: convicted}\n'
)


def data(text):
    return read(text.encode()).data


@pytest.mark.parametrize("word", NEVER_PROCEEDINGS)
@pytest.mark.parametrize("text", [OLD, FLOW, OLD.replace("\n", "\r\n"), f"\ufeff{OLD}"])
def test_the_former_name_reads_as_the_present_one(word, text):
    assert data(text.replace("criminal", word)) == data(NEW.replace("criminal", word))
    assert admit("case", data(text)).record == admit("case", data(NEW)).record


@pytest.mark.parametrize(
    "text",
    [
        OLD.replace("criminal", "main"),
        OLD.replace("type: verdict", "type: hearing").replace("convicted", "remanded"),
        NEW + "    proceeding: criminal\n",
    ],
)
def test_any_other_field_of_that_name_stays(text):
    assert data(text)["events"][1]["proceeding"] in {"main", "criminal"}


def test_data_that_is_no_event_is_unchanged():
    odd = "events:\n  - proceeding\n  - {type: [verdict], proceeding: [criminal]}\nproceeding: criminal\n"
    assert data(odd) == {
        "events": ["proceeding", {"type": ["verdict"], "proceeding": ["criminal"]}],
        "proceeding": "criminal",
    }


def test_the_canonical_text_has_the_present_name():
    assert read_canonical(OLD) is None
    assert canonical(OLD, CASE) == NEW
    assert canonical(NEW, CASE) == NEW


def test_the_field_is_found_in_the_text_by_its_present_name():
    assert locate(OLD).position("events.k3mq7.matter") == (13, 5)
    assert locate(OLD).entry("events.k3mq7.proceeding") is None


def edited(text, field, old, new):
    return edit(text, CASE, [Change(f"events.k3mq7.{field}", "changed" if old else "added", old, new)])


@pytest.mark.parametrize("text", [OLD, FLOW])
def test_a_change_elsewhere_leaves_the_line_as_it_is(text):
    changed = edited(text, "place", None, "Osh")
    assert "proceeding: criminal" in changed
    assert data(changed)["events"][1]["place"] == "Osh"


@pytest.mark.parametrize("text", [OLD, FLOW])
def test_another_matter_is_written_under_the_present_name(text):
    assert edited(text, "matter", "criminal", "civil") == text.replace(
        "proceeding: criminal", "matter: civil"
    )


@pytest.mark.parametrize("text", [OLD, FLOW])
def test_a_proceeding_can_be_set_beside_the_matter(text):
    changed = edited(text, "proceeding", None, "main")
    assert "matter: criminal" in changed
    assert data(changed)["events"][1]["proceeding"] == "main"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (OLD.replace("convicted", "acquitted"), NEW + "    summary: A fine.\n"),
        (NEW + "    summary: A fine.\n", OLD.replace("convicted", "acquitted")),
    ],
)
def test_an_old_side_and_a_new_one_merge_without_a_conflict(ours, theirs):
    merged = merge(CASE, data(OLD), data(ours), data(theirs))
    assert merged.conflicts == ()
    text = merged_text(CASE, ThreeWayTexts(OLD, ours, theirs), merged.data)
    assert canonical(text, CASE) == NEW.replace("convicted", "acquitted") + "    summary: A fine.\n"


@pytest.mark.parametrize("word", NEVER_PROCEEDINGS)
def test_no_proceeding_has_such_an_id(word):
    record = data(NEW) | {"proceedings": [{"id": word}]}
    named = data(
        OLD.replace("type: verdict", "type: hearing")
        .replace("criminal", word)
        .replace("convicted", "remanded")
    )
    for each, field in ((record, "id"), (named, "proceeding")):
        refusals = admit("case", each).refusals
        assert [(refusal.code, refusal.field[-1]) for refusal in refusals] == [("CF106", field)]
        assert not validator("case").is_valid(each)


def test_the_schema_takes_a_file_of_version_0_1():
    old = data(NEW)
    old["events"][1]["proceeding"] = old["events"][1].pop("matter")
    assert validator("case").is_valid(old)
