"""Proceedings are withheld with the name: their numbers and courts lead to it, in files and in messages."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.changes.commit_headlines import headline
from casefile.changes.compare import compare
from casefile.changes.public_parts import Openness
from casefile.exporters import FORMATS
from casefile.exporting.export_run import ExportOrder, export
from casefile.model.record_shapes import shape_of
from casefile.publication.publish import publish
from support.exported import everything, place

DAY = date(2025, 6, 10)
NAMED = {"identification": "named", "name": "Aleksander Aleksandrov"}
MINOR = {**NAMED, "minor": "minor"}
WITHDRAWN = {"basis": "subject", "scope": ["named"], "withdrawn": "2025-06-01"}
PROCEEDINGS = [
    {
        "id": "nickname",
        "kind": "criminal",
        "country": "KG",
        "numbers": ["77/2030"],
        "court": "The court of Naryn",
    },
    {"id": "zweitens"},
]
EVENTS = [
    {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "proceeding": "nickname"},
    {
        "id": "k3m9x", "type": "case", "date": "2025-05-29", "step": "joined", "proceeding": "zweitens",
        "into_proceeding": "nickname",
    },
    {
        "id": "m3m9x", "type": "case", "date": "2025-05-30", "step": "severed", "proceeding": "zweitens",
        "from_proceeding": "nickname",
    },
    {
        "id": "q3m9x", "type": "verdict", "date": "2025-05-31", "matter": "criminal", "outcome": "convicted",
        "absorbs": ["nickname"], "proceeding": "zweitens",
    },
]  # fmt: skip
CLAIMS = [
    {"field": "proceedings.nickname.numbers", "value": "88/2030"},
    {"field": "events.h2v5t.proceeding", "value": "drittens"},
]
TELLING = ("nickname", "zweitens", "drittens", "77/2030", "naryn", "88/2030")
LINKS = {"proceeding", "into_proceeding", "from_proceeding", "absorbs"}
WITHHELD = {
    "by the tier of the name": {"person": {**NAMED, "name_tier": "restricted"}},
    "by age": {"person": MINOR},
    "by consent": {"person": NAMED, "consent": WITHDRAWN},
}


@pytest.fixture
def withheld(case):
    """Return a function that makes a case with proceedings whose name is withheld in one way or none."""
    return lambda why: case(
        **WITHHELD.get(why, {"person": NAMED}), claims=CLAIMS, events=EVENTS, proceedings=PROCEEDINGS
    )


def exported(register, form, folder, audience):
    out = place(folder, form)
    export(register, ExportOrder(form, audience, DAY, DAY, out=out))
    return everything(out).lower()


@pytest.mark.parametrize("why", WITHHELD)
def test_no_proceeding_leaves_without_the_name(register_of, withheld, why):
    (left,) = publish(register_of(withheld(why)), "public", on=DAY, scope="named").of("case")

    assert not {"proceedings", "claims"} & {*left.data}
    assert not LINKS & {name for event in left.data["events"] for name in event}
    assert left.data["events"][-1]["matter"] == "criminal"


def test_proceedings_leave_with_the_name(register_of, withheld):
    (left,) = publish(register_of(withheld("")), "public", on=DAY).of("case")

    assert left.data["proceedings"] == PROCEEDINGS
    assert left.data["events"] == EVENTS


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_a_proceeding_without_the_name(register_of, withheld, form, tmp_path):
    text = exported(register_of(withheld("by the tier of the name")), form, tmp_path, "public")

    assert [each for each in TELLING if each in text] == []


def test_json_shows_a_proceeding_inside(register_of, withheld, tmp_path):
    text = exported(register_of(withheld("by the tier of the name")), "json", tmp_path, "internal")

    assert [each for each in TELLING if each not in text] == []


@pytest.mark.parametrize("add", ["proceedings", "court", "events"])
def test_no_commit_message_names_a_proceeding(case, add):
    """A message cannot be called back, so it names none of a person who is named today either."""
    openness = Openness(default="public", public_ids=frozenset({"naryn-court"}))
    shape = shape_of("case")
    before = case(person=NAMED, events=EVENTS[:1], proceedings=[{"id": "nickname"}])
    court = {"proceedings": [{"id": "nickname", "court": "naryn-court", "numbers": ["77/2030"]}]}
    after = {
        "proceedings": before | {"proceedings": PROCEEDINGS},
        "court": before | court,
        "events": before | {"events": EVENTS},
    }[add]
    for one, other in ((before, after), (after, before)):
        line = headline(compare(shape, one, other), one, other, shape, openness).lower()
        assert [each for each in TELLING if each in line] == []
