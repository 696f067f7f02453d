"""The register of the board tells of records what their files tell, also as a write would leave them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from casefile.editing.commit_message import check_message_line
from casefile.errors import Collision
from casefile.index import unpack, without_index
from casefile.loading import open_register
from casefile.loading.indexed.index_lookup import find_indexed_snapshot
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.open_register import load_folder_register
from casefile.names.sound_lookup import NameLookup
from casefile.register import SETTINGS, Overlay, read_entry

FORMERLY = (
    ("call-n3wr1", "relative", "call-a1d1a, call-b0th1"),
    ("call-n3wr2", "lawyer", "call-b0th1"),
)
"""Sources by their ids, with their connection and their former ids."""
KINDS = ("case", "situation", "organization", "statute", "source")


@pytest.fixture
def both(register, answer):
    """The sample register, with sources that had other ids, by the board, and by its files."""
    for record, connection, former in FORMERLY:
        text = (
            f"schema: casefile/source/1\nid: {record}\ntier: restricted\nkind: call\n"
            f"connection: {connection}\nformerly: [{former}]\nurl: https://news.example/call\n"
        )
        (register / f"cases/sources/{record}.yaml").write_text(text, "utf-8")
    answer(register, "list")
    seen = find_indexed_snapshot(register)
    assert seen is not None
    with without_index():
        by_files = load_folder_register(register)
    return IndexedRegister(seen), by_files


def same_entry(one, other):
    assert (one.path, one.kind, one.id, one.text, one.data) == (
        other.path, other.kind, other.id, other.text, other.data,
    )  # fmt: skip


def same_register(snapshot_index, files):
    """Assert that both answer alike, each question to a register that nobody asked anything before."""
    assert [*snapshot_index().entries] == [*files.entries]
    assert {*snapshot_index().by_id} == {*files.by_id}
    for path, entry in files.entries.items():
        same_entry(snapshot_index().entries[path], entry)
    for record, entry in files.by_id.items():
        same_entry(snapshot_index().by_id[record], entry)
        assert snapshot_index().row(record) == files.row(record)
        assert [*snapshot_index().stated[record]] == [*files.stated[record]]
        assert snapshot_index().linked([record]) == files.linked([record])
        assert [*snapshot_index().citing(record)] == [*files.citing(record)]
        assert snapshot_index().is_public(record) == files.is_public(record)
    assert "nobody" not in snapshot_index().by_id
    assert "cases/kg/2025/kg-2025-zzzzz.yaml" not in snapshot_index().entries
    assert not snapshot_index().is_public("nobody")
    assert snapshot_index().by_id.keys() == files.by_id.keys()
    assert snapshot_index().rows == files.rows
    assert snapshot_index().cases == files.cases
    assert snapshot_index().problems == files.problems
    assert snapshot_index().settings == files.settings
    assert snapshot_index().rules == files.rules
    assert snapshot_index().owners == files.owners
    assert snapshot_index().sources == files.sources
    assert snapshot_index().close_sources == files.close_sources
    assert snapshot_index().formerly == files.formerly
    assert {**dict.fromkeys(snapshot_index().connections), **snapshot_index().connections} == {
        key: said for key, said in files.connections.items() if said is not None
    }
    names = [(each.known, each.lasting) for each in snapshot_index().case_names if each.known or each.lasting]
    assert names == [(each.known, each.lasting) for each in files.case_names if each.known or each.lasting]
    titles = {(path, name) for path, names in snapshot_index().titles() for name in names}
    assert titles == {(path, name) for path, names in files.titles() for name in names}
    for kind in KINDS:
        assert [each.path for each in snapshot_index().of_kind(kind)] == [
            each.path for each in files.of_kind(kind)
        ]
        assert snapshot_index().rows_of(kind) == files.rows_of(kind)
        assert snapshot_index().called(kind) == files.called(kind)


def test_every_look_up_is_that_of_the_files(both):
    snapshot_index, files = both
    same_register(lambda: IndexedRegister(snapshot_index.seen), files)


def test_cases_with_similar_names_are_those_of_the_files(register, answer):
    added = ("Nurali", "Nurali Kim", "Сергей", "Kara Murza")
    for number, name in enumerate(added):
        text = f"schema: casefile/case/1\nid: kg-2025-s1m{number}a\ncountry: KG\n"
        text += "person:\n  identification: named\n"
        (register / f"cases/kg/2025/kg-2025-s1m{number}a.yaml").write_text(f"{text}  name: {name}\n", "utf-8")
    answer(register, "list")
    snapshot_index = IndexedRegister(find_indexed_snapshot(register))
    with without_index():
        cases = load_folder_register(register).rows_of("case")
    names = {name for row in cases for name in row.person_names}
    lookup = NameLookup(row.person_names for row in cases)
    typed = {*names, *(word for name in names for word in name.split()), "А. Ким", "Nur Ali Kim", "Karamurza"}
    for name in sorted(typed):
        near = {cases[at].path for at in lookup.near([name])}
        similar = {row.path for row in snapshot_index.similar([name])}
        assert near <= similar, name
    assert len(snapshot_index.similar(["Nurali Kim"])) < len(cases)
    assert snapshot_index.similar(sorted(typed)) == cases


def test_where_the_index_fails_one_in_memory_answers_the_same(both, monkeypatch):
    snapshot_index, files = both
    one = snapshot_index.by_id[CASE]
    assert not snapshot_index.seen.is_in_memory
    reads, read_register = [], open_register.read_register
    monkeypatch.setattr(
        open_register, "read_register", lambda *asked: reads.append(asked) or read_register(*asked)
    )
    snapshot_index.seen.snapshot_index._database.close()
    same_register(lambda: snapshot_index, files)
    assert snapshot_index.seen.is_in_memory
    assert snapshot_index.by_id[CASE] is one
    assert len(reads) == 1


def test_an_error_of_the_index_in_memory_is_raised(both):
    snapshot_index, _ = both
    snapshot_index.seen.snapshot_index._database.close()
    assert snapshot_index.label("scns")
    snapshot_index.seen.snapshot_index._database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        snapshot_index.label(CASE)


def test_a_file_with_errors_does_not_make_the_others_be_read(register, answer):
    (register / "cases/sources/unkind.yaml").write_text("schema: casefile/source/1\nid: unkind\n", "utf-8")
    answer(register, "list")
    snapshot_index = IndexedRegister(find_indexed_snapshot(register))
    with without_index():
        files = load_folder_register(register)
    sound = {record: entry for record, entry in files.by_id.items() if not entry.broken}
    assert len(sound) == len(files.by_id) - 1
    for record, entry in sound.items():
        same_entry(snapshot_index.by_id[record], entry)
        assert snapshot_index.label(record) == files.label(record)
    for kind in KINDS:
        assert snapshot_index.rows_of(kind) == files.rows_of(kind)
    assert snapshot_index.labels["kg-cc-278"] == files.labels["kg-cc-278"]
    assert snapshot_index.rows == files.rows
    assert "whole" not in vars(snapshot_index)
    assert snapshot_index.by_id["unkind"].broken


def test_a_lazily_read_entry_stays_the_same_object(both):
    snapshot_index, _ = both
    one = snapshot_index.by_id["occrp-2025-06-04"]
    assert snapshot_index.entries[one.path] is one
    assert next(row for row in snapshot_index.rows if row.id == one.id)
    assert snapshot_index.by_id["occrp-2025-06-04"] is one
    assert one in snapshot_index.entries.values()


def edited(files, record, old, new):
    entry = files.by_id[record]
    assert old in entry.text
    return read_entry(entry.path, entry.text.replace(old, new).encode())


def new_source(record="new-2025", more=""):
    text = (
        f"schema: casefile/source/1\nid: {record}\ntier: public\n"
        f'kind: press_article\n{more}accessed: "2025-07-01"\n'
    )
    return read_entry(f"cases/sources/{record}.yaml", text.encode())


CASE = "kg-2025-joomart-duulatov"
CLAIMED = "claims:\n  - field: connection\n    value: relative\n"
FREE = {
    "an entry of a case": lambda files: [edited(files, CASE, "2025-05-28", "2025-05-27")],
    "a name of a case": lambda files: [edited(files, CASE, "Joomart", "Jumart")],
    "a new source": lambda files: [new_source()],
    "a new source that is close": lambda files: [new_source(more="connection: relative\n")],
    "a new source that may be close": lambda files: [new_source(more=CLAIMED)],
    "a new source with an address": lambda files: [new_source(more="url: https://news.example/new\n")],
    "a case and a source": lambda files: [
        new_source(), edited(files, CASE, "2025-05-28", "2025-05-27"),
    ],
    "the kind of a source of which another one has a former id and the address": lambda files: [
        edited(files, "call-n3wr1", "kind: call", "kind: message")
    ],
    "the name of a body": lambda files: [edited(files, "scns", "name: ", "name: The ")],
}  # fmt: skip


@pytest.mark.parametrize("change", FREE.values(), ids=FREE)
def test_an_overlay_equals_the_register_after_the_write(both, change):
    snapshot_index, files = both
    entries = change(files)
    assert isinstance(IndexedRegister(snapshot_index.seen).replacing(*entries), Overlay)
    after = files.replacing(*entries)

    def beside():
        return IndexedRegister(snapshot_index.seen).replacing(*entries)

    for record in [*files.by_id, *(each.id for each in entries)]:
        same_entry(beside().by_id[record], after.by_id[record])
        assert beside().row(record) == after.row(record)
        assert [*beside().stated[record]] == [*after.stated[record]]
        assert beside().is_public(record) == after.is_public(record)
        assert [*beside().citing(record)] == [*after.citing(record)]
    assert {*beside().entries} == {*after.entries}
    assert beside().by_id.keys() == after.by_id.keys()
    assert beside().unshown == after.unshown
    assert beside().rows == after.rows
    assert {(each.known, each.lasting) for each in beside().case_names if each.known} == {
        (each.known, each.lasting) for each in after.case_names if each.known
    }
    assert beside().rules == after.rules
    assert beside().sources == after.sources
    assert beside().close_sources == after.close_sources
    assert beside().addresses == after.addresses
    for kind in KINDS:
        assert [each.path for each in beside().of_kind(kind)] == [each.path for each in after.of_kind(kind)]
        assert beside().called(kind) == after.called(kind)
    said = {key: said for key, said in after.connections.items() if said is not None}
    assert {key: each for key, each in beside().connections.items() if each is not None} == said
    assert said["call-a1d1a"] == "relative"
    assert "call-b0th1" not in said


def test_the_message_of_a_write_is_checked_without_loading_every_record(both):
    snapshot_index, files = both
    after = snapshot_index.replacing(edited(files, CASE, "2025-05-28", "2025-05-27"))
    check_message_line(after, "called the court")
    assert "whole" not in {*vars(after), *vars(snapshot_index)}


BOUND = {
    "the settings": lambda files: [
        read_entry(SETTINGS, files.entries[SETTINGS].text.encode() + b"# a remark\n")
    ],
    "another standing of a source": lambda files: [
        edited(files, "occrp-2025-06-04", "kind: ", "connection: relative\nkind: ")
    ],
    "a claim on the standing of a source": lambda files: [
        edited(files, "occrp-2025-06-04", "kind: ", f"{CLAIMED}kind: ")
    ],
    "an id that is there": lambda files: [new_source(CASE)],
    "a broken one": lambda files: [edited(files, CASE, "2025-05-28", "2025-05-99")],
}


@pytest.mark.parametrize("change", BOUND.values(), ids=BOUND)
def test_all_records_are_read_if_others_depend_on_a_change(both, change):
    snapshot_index, files = both
    entries = change(files)
    after = IndexedRegister(snapshot_index.seen).replacing(*entries)
    assert not isinstance(after, Overlay)
    assert {key: each.problems for key, each in after.by_id.items()} == {
        key: each.problems for key, each in files.replacing(*entries).by_id.items()
    }


def test_a_record_changed_while_it_is_read_is_refused(both, register):
    snapshot_index, _ = both
    entry = snapshot_index.by_id[CASE]
    path = register / entry.path
    path.write_text(path.read_text().replace("tier: public", "tier: restricted", 1))
    with pytest.raises(Collision) as refused:
        _ = entry.record
    assert refused.value.code == "CF701"


WRITES = (
    ["record", "hearing", CASE, "--date", "2025-07-19", "--outcome", "extended"],
    ["record", "note", CASE, "--date", "2025-07-19", "--source", "https://example.org/new"],
    ["record", "hearing", CASE, "--date", "2025-07-19", "--source", "nobody-2025"],
    ["record", "hearing", "nobody", "--date", "2025-07-19", "--outcome", "extended"],
    ["update", CASE, "--set", "person.occupation=camera operator"],
    ["update", CASE, "--set", "tier=nonsense"],
    ["update", "scns", "--set", "name=Joomart Duulatov"],
    ["update", "occrp-2025-06-04", "--set", "connection=relative"],
    ["mark", CASE, "nf33t", "disputed", "--reason", "another source says so"],
    ["source", "add", "--kind", "press_article", "--url", "https://example.org/a", "--publisher", "OCCRP"],
    ["add", "Joomart Duulatov", "--country", "KG", "--date", "2025-05-28"],
    ["rename", CASE, "--opaque"],
)  # fmt: skip
DRAWN = re.compile(r"\b[0-9a-z]{5}\b|\b[0-9a-f]{9}\b|kg-2025-[0-9a-z]{5}|source-[0-9a-z]{5}")


@pytest.mark.parametrize("words", WRITES, ids=lambda words: " ".join(words[:3]))
def test_a_write_is_the_same_with_and_without_the_index(register, answer, tmp_path, words):
    other = shutil.copytree(register, tmp_path / "other", symlinks=True)
    answer(register, "list")
    told = [answer(register, *words), answer(other, "--no-cache", *words)]
    held = [
        sorted(
            (DRAWN.sub("…", str(path.relative_to(folder))), DRAWN.sub("…", path.read_text()))
            for path in folder.glob("cases/**/*.yaml")
        )
        for folder in (register, other)
    ]
    assert held[0] == held[1]
    first, second = (json.dumps(each, ensure_ascii=False) for each in told)
    assert DRAWN.sub("…", first) == DRAWN.sub("…", second)
    assert answer(register, "list", "--json") == answer(register, "--no-cache", "list", "--json")


def test_the_keys_of_closed_names_follow_the_register(register, answer):
    name, form = "Abdil Torobaev", "о Торобаеве"

    def closed(*, known):
        answer(register, "list")
        seen = IndexedRegister(find_indexed_snapshot(register))
        names = tuple(each for each, _ in seen.closed_names.known)
        assert known == (name in names)
        return seen, names

    def stores_it():
        with closing(sqlite3.connect(register / ".git/casefile/index.sqlite")) as database:
            found = database.execute("SELECT text FROM name_keys").fetchall()
        return any(name in unpack(text) for (text,) in found)

    (path,) = (each for each in register.glob("cases/kg/*/*.yaml") if f"name: {name}" in each.read_text())
    text = path.read_text("utf-8")
    seen, names = closed(known=False)
    assert not seen.finder_of(names).found_in(form)
    assert seen.finder_of((*names, name)).found_in(form)
    assert not stores_it(), "no record has it as a closed name"
    path.write_text(text.replace("tier: public", "tier: restricted", 1), "utf-8")
    for _ in range(2):
        seen, names = closed(known=True)
        assert seen.finder_of(names).found_in(form)
        assert stores_it()
    path.write_text(text, "utf-8")
    seen, names = closed(known=False)
    assert not seen.finder_of(names).found_in(form)
    assert not stores_it()
