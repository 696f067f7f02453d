"""Commit messages: a canary in every field at every tier, and none of them in the history."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from casefile.changes.commit_headlines import headline
from casefile.changes.compare import compare
from casefile.editing.commit_message import check_message_line, openness_of
from casefile.editing.edit_plans import Correction, Mark, plan_event, plan_mark, plan_update
from casefile.editing.hand_edits import commit
from casefile.editing.new_ids import holds_closed_name
from casefile.editing.write_records import write
from casefile.errors import TierForbids
from casefile.intake.new_records import take_in
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of, shape_of_model
from casefile.model.records import RECORD_CLASSES
from casefile.publication.publish import publish
from casefile.register import Register, path_of, read_entry
from casefile.yaml.canonical_text import write as write_text
from support.taking_in import incoming

CANARY = "Canary"
NUMBERS = itertools.count()
IDS = {"source": "occrp-2025-06-04", "organization?": "Canary Body", "statute?": "Canary law"}


LEFT_OUT = {
    "id", "type", "schema", "formerly", "events", "situations", "related", "part_of", "claims", "cites",
}  # fmt: skip
STATED = {
    "country": "KG", "countries": "KG", "nationalities": "KG", "requested_by": "KG",
    "sent_to": "KG", "lang": "ky", "time": "09:30",
    "url": "https://canary.example/1", "archived_url": "https://canary.example/2",
    **dict.fromkeys(("proceeding", "into_proceeding", "from_proceeding", "absorbs"), "main"),
    "suspended": "P1D",
    "tier": None, "name_tier": None, "standing": None, "sha256": None, "file": None,
}  # fmt: skip
FORMS = {"integer": 3, "boolean": True, "date": "2025-06-01", "duration": "P1D"}


def filled(shape, tier=None):
    """Fill every field of a shape: free text with a canary, the rest with what the model takes."""
    found = {name: value(field) for name, field in shape.fields.items() if name not in LEFT_OUT}
    if tier and "tier" in shape.fields:
        found["tier"] = tier
    return {name: each for name, each in found.items() if each is not None}


def value(field):
    if field.is_list:
        return [value(field.item())]
    if field.meta.refers:
        return IDS.get(field.meta.refers)
    if field.is_mapping:
        return filled(field)
    if field.words and field.name not in STATED:
        return field.words[0]
    if field.name in STATED or field.name in {"against", "answers"}:
        return STATED.get(field.name, "a00aa")
    return FORMS.get(field.form) or f"{CANARY}{next(NUMBERS)}"


def case(number, tier, event_tier):
    events = [
        {"id": f"a{place:02}aa", "type": kind, **filled(shape_of_model(model.__name__), event_tier)}
        for place, (kind, model) in enumerate(EVENT_TYPES.items())
    ]
    own = {"schema": "casefile/case/1", "id": f"kg-2025-{number}xxxx", "tier": tier}
    person = {**filled(shape_of("case").fields["person"]), "identification": "named"}
    stated = filled(shape_of("case").seen({}))
    stated["proceedings"][0] = {"id": "main", **stated["proceedings"][0]}
    return {**stated, **own, "person": person, "events": events}


def shared(kind):
    return {**filled(shape_of(kind)), "schema": f"casefile/{kind}/1", "id": f"x{kind}"}


@pytest.fixture
def canaries(desk):
    """Put a case of every type of event into the register, at every tier outside and inside."""
    tiers = [("public", None), ("public", "restricted"), ("partners", None), ("restricted", None)]
    texts = [write_text(shape_of("case"), case(number, *pair)) for number, pair in enumerate(tiers)]
    texts += [write_text(shape_of(kind), shared(kind)) for kind in RECORD_CLASSES if kind != "case"]
    write(desk, take_in([each for text in texts for each in incoming(text.encode(), "canaries")]))
    return [f"kg-2025-{number}xxxx" for number in range(len(tiers))]


def test_no_text_of_a_record_is_in_any_message(desk, git_in, canaries, today):
    note = {"date": "2025-07-01", "summary": f"{CANARY} told", "note": f"{CANARY} whispered"}
    write(desk, plan_event(canaries, "note", {**note, "sources": ["https://canary.example/new"]}, today))
    for record in canaries:
        write(desk, plan_mark(record, "a00aa", Mark("disputed", f"{CANARY} says no"), today))
        write(desk, plan_update(record, [
            Correction("set", "person.name", f"{CANARY} kyzy"),
            Correction("set", "events.a01aa.place", f"{CANARY}grad"),
            Correction("add", "tags", f"{CANARY}-tag"),
            Correction("unset", "person.descriptor"),
        ], today))  # fmt: skip
    path = desk / f"cases/kg/2025/{canaries[0]}.yaml"
    path.write_text(path.read_text().replace("minor: minor", "minor: adult").replace(CANARY, "Kanarik"))
    commit(desk)
    path.unlink()
    commit(desk)
    messages = git_in(desk)("log", "--format=%B")
    assert len(messages) > 10_000
    assert CANARY.lower() not in messages.lower().replace("canary-example-", "")
    assert "kanarik" not in messages.lower()


def test_an_event_stricter_than_public_is_named_by_its_random_id_alone(desk, git_in, canaries, today):
    event = {
        "date": "2025-07-01",
        "outcome": "extended",
        "until": "2025-12-21",
        "sources": ["occrp-2025-06-04"],
    }
    for record, inner in ((canaries[0], {"tier": "restricted"}), (canaries[3], {})):
        written = write(desk, plan_event([record], "hearing", event | inner, today))
        said = git_in(desk)("show", "-s", "--format=%B")
        assert re.fullmatch(rf"case {record}: .* \(restricted\) \w+", said.splitlines()[0])
        assert f"Event: {written.records[0].event}\n" in f"{said}\n"
        for word in ("hearing", "extended", "2025-12-21", "occrp", "Source:"):
            assert word not in said


def person(number, **fields):
    start = {"schema": "casefile/case/1", "id": f"kg-2025-{number}xxxx", "tier": "public", "country": "KG"}
    who = {"identification": "named", "minor": "adult", **fields.pop("person", {})}
    return start | {"person": who} | fields


def pseudonym(name):
    return {"name": name, "kind": "pseudonym", "sources": ["occrp"]}


OPEN = person(0, person={"name": "Asel Primerova"})
CLOSED = {
    "a pseudonym": person(1, person={"name": "Bakyt X", "other_names": [pseudonym("Toktogul Nurlanov")]}),
    "a tier": person(1, person={"other_names": [{"name": "Toktogul Nurlanov", "tier": "partners"}]}),
    "an age": person(1, person={"name": "Toktogul Nurlanov", "minor": "unknown"}),
    "a consent that ends": person(
        1, person={"name": "Toktogul Nurlanov"}, consent={"scope": ["named"], "expires": "2099-01-01"}
    ),
    "another scope": person(1, person={"name": "Toktogul Nurlanov"}, consent={"scope": ["anonymous"]}),
    "a claim": person(
        1,
        person={"name": "Bakyt Osmonov", "name_tier": "partners"},
        claims=[{"field": "person.name", "value": "Toktogul Nurlanov", "sources": ["occrp"]}],
    ),
    "a file with errors": person(
        1, person={"name": "Bakyt Osmonov", "other_names": [pseudonym("Toktogul Nurlanov")]}, bogus="x"
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", CLOSED.values(), ids=CLOSED)
def test_a_name_that_an_id_would_refuse_is_refused_in_a_message(data):
    entries = [read_entry(path_of("case", each["id"]), json.dumps(each).encode()) for each in (OPEN, data)]
    register = Register(entries)
    assert holds_closed_name(register, "toktogul-nurlanov", "")
    for option in ("--message", "--reason"):
        with pytest.raises(TierForbids, match=option):
            check_message_line(register, "as the lawyer of Toktogul Nurlanov corrects", option)
    check_message_line(register, "as Asel Primerova corrects")


def closed_record(**fields):
    """Make the entry of a shared record that not everybody may know."""
    kind = fields["schema"].split("/")[1]
    data = {"id": f"closed-{kind}", "tier": "restricted", **fields}
    entry = read_entry(path_of(kind, data["id"]), json.dumps(data).encode())
    assert not entry.broken
    return entry


SOURCE = {"schema": "casefile/source/1", "kind": "letter"}
LAW = {"schema": "casefile/statute/1", "country": "KG", "code": "Order", "article": "1"}
BROKEN = b"schema: casefile/case/1\nperson:\n  name: Zamira Kulova\n tier: [public\n"
NOT_OPEN = {
    "a title of a source": (
        closed_record(**SOURCE, title="Diary of Gulnara Asanova"), "the Diary of Gulnara Asanova has it"
    ),
    "a title of a law": (
        closed_record(**LAW, title="Order on Gulnara Asanova"), "by the Order on Gulnara Asanova"
    ),
    "a file that is no YAML": (
        read_entry("cases/kg/2025/kg-2025-7k3mq.yaml", BROKEN), "Zamira Kulova has it"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "line"), NOT_OPEN.values(), ids=NOT_OPEN)
def test_a_name_that_no_publication_holds_is_refused_in_a_message(entry, line):
    opened = read_entry(path_of("case", OPEN["id"]), json.dumps(OPEN).encode())
    with pytest.raises(TierForbids):
        check_message_line(Register([opened, entry]), line)
    check_message_line(Register([opened, entry]), "as Asel Primerova corrects the letter")
    check_message_line(Register([opened]), line)


def test_a_name_in_a_file_that_is_no_record_is_refused_in_a_message():
    stray = read_entry("cases/notes.yaml", BROKEN)
    with pytest.raises(TierForbids):
        check_message_line(Register([], strays=[stray]), "Zamira Kulova said so")


def test_the_names_of_two_cases_with_one_id_are_refused_in_a_message():
    texts = [json.dumps(person(0, person={"name": name})).encode() for name in ("Asel Primerova", "Ali Bey")]
    register = Register([read_entry(f"cases/kg/202{at}/a.yaml", text) for at, text in enumerate(texts)])
    for name in ("Asel Primerova", "Ali Bey"):
        with pytest.raises(TierForbids):
            check_message_line(register, f"as {name} corrects")


def test_a_name_that_another_person_has_in_public_is_refused_in_a_message_as_in_an_id():
    data = person(1, person={"name": "Asel Primerova", "name_tier": "restricted"})
    register = Register(
        [read_entry(path_of("case", each["id"]), json.dumps(each).encode()) for each in (OPEN, data)]
    )
    assert holds_closed_name(register, "asel-primerova", "")
    with pytest.raises(TierForbids):
        check_message_line(register, "as Asel Primerova corrects")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ({"kind": "call"}, "detention arrest on 2025-05-28"),
        ({"kind": "call", "connection": "relative"}, "an event (restricted) added"),
        ({"kidn": "call"}, "an event (restricted) added"),
    ],
    ids=str,
)
def test_a_message_does_not_describe_an_event_whose_source_has_errors(source, line):
    data = {"schema": "casefile/source/1", "id": "call-7h2kq", "accessed": "2025-05-29", **source}
    register = Register([read_entry(path_of("source", "call-7h2kq"), json.dumps(data).encode())])
    event = {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "kind": "arrest"}
    old, new = person(0), person(0, events=[{**event, "sources": ["call-7h2kq"]}])
    shape = shape_of("case")
    assert headline(compare(shape, old, new), old, new, shape, openness_of(register)).endswith(f": {line}")


SOURCES = {
    "paper": {"kind": "press_article", "title": "Paper", "tier": "public"},
    "closed-paper": {"kind": "press_article", "title": "Other paper", "tier": "restricted"},
    "open-call": {"kind": "call", "connection": "relative", "tier": "public"},
    "closed-call": {"kind": "call", "connection": "relative", "tier": "restricted"},
}
CITED = [
    {"sources": ["paper", "closed-call"]},
    {"sources": ["closed-paper"]},
    {"sources": ["open-call"]},
    {"sources": ["closed-paper", "open-call"]},
    {"sources": ["closed-paper", "closed-call"]},
    *({"sources": ["paper", each], "cites": {"until": [each]}} for each in SOURCES if each != "paper"),
    {"sources": ["paper", "open-call"], "cites": {"until": ["paper", "open-call"]}},
    {"sources": ["paper", "open-call"], "cites": {"date": ["open-call"]}},
]


@pytest.mark.parametrize("cited", CITED)
def test_a_message_describes_an_event_as_the_public_export_does(cited, today):
    event = {"id": "h2v5t", "type": "hearing", "date": "2025-07-19", "outcome": "extended"}
    data = person(0, person={"name": "Asel Primerova"}, events=[{**event, "until": "2025-09-21", **cited}])
    shared = [{"schema": "casefile/source/1", "id": key, **fields} for key, fields in SOURCES.items()]
    paths = [(path_of("case", data["id"]), data), *((path_of("source", each["id"]), each) for each in shared)]
    register = Register([read_entry(path, json.dumps(each).encode()) for path, each in paths])
    assert not register.unshown
    shape, openness = shape_of("case"), openness_of(register)
    line = headline(compare(shape, None, data), None, data, shape, openness)
    shown = publish(register, "public", on=today).by_id[data["id"]].data.get("events", [])
    assert ("hearing" in line) is bool(shown)
    assert ("2025-09-21" in line) is any("until" in each for each in shown)
