"""A register that is known in outline answers as the one that was read whole."""

from __future__ import annotations

from functools import partial

import pytest

from casefile.register import (
    LazyEntry,
    OutlinedRegister,
    PlainCases,
    Register,
    is_plain,
    outline_of,
    read_entry,
)

KG = "cases/kg/2025"
PERSON = "country: KG\nperson:\n  identification: named\n  name: Aibek Sydykov\n"


def case(record_id, more=""):
    return f"schema: casefile/case/1\nid: {record_id}\n{more}{PERSON}"


FILES = {
    "casefile.yaml": "schema: casefile/settings/1\ntitle: A\n",
    f"{KG}/kg-2025-7k3mq.yaml": case("kg-2025-7k3mq"),
    f"{KG}/kg-2025-b2mp3.yaml": case("kg-2025-b2mp3"),
    f"{KG}/kg-2025-c3mp3.yaml": case("kg-2025-c3mp3", "tier: restricted\n"),
    f"{KG}/kg-2025-again.yaml": case("kg-2025-b2mp3"),
    f"{KG}/kg-2025-was.yaml": case("kg-2025-was", "formerly:\n  - kg-2025-before\n"),
    f"{KG}/kg-2025-cut.yaml": "schema: casefile/case/1\nid: kg-2025-cut\n",
    "cases/kz/2025/kg-2025-moved.yaml": case("kg-2025-moved"),
    "cases/kz/2025/kg-2025-c3mp3.yaml": "a: [",
    "cases/sources/paper.yaml": (
        "schema: casefile/source/1\nid: paper\ntier: partners\nkind: press_article\ntitle: A\n"
        'published: "2025-06"\n'
    ),
    "cases/sources/kg-2025-7k3mq-call.yaml": (
        "schema: casefile/source/1\nid: caller\nkind: call\nconnection: relative\n"
    ),
}


@pytest.fixture
def whole():
    return Register(read_entry(path, text.encode()) for path, text in FILES.items())


@pytest.fixture
def outlined(whole):
    def again(path):
        return FILES[path].encode()

    def lazy(entry):
        return LazyEntry(entry.path, partial(again, entry.path), outline_of(entry))

    odd = [lazy(entry) for entry in whole.entries.values() if not is_plain(entry)]
    plain = PlainCases(sorted(FILES), [entry.path for entry in odd])
    assert [*plain] == [f"{KG}/kg-2025-{each}.yaml" for each in ("7k3mq", "b2mp3", "c3mp3")]
    return OutlinedRegister(plain, odd, (), again)


ASKED = (
    "path", "kind", "id", "formerly", "broken", "readable", "withdrawn",
    "connection", "tier", "published", "problems",
)  # fmt: skip


def entry_outline(entry):
    return [getattr(entry, each) for each in ASKED]


@pytest.mark.parametrize("by", ["entries", "by_id"])
def test_every_record_is_there_as_in_the_whole_register(whole, outlined, by):
    there, here = getattr(whole, by), getattr(outlined, by)
    assert [*here] == [*there]
    assert len(here) == len(there)
    assert [entry_outline(each) for each in here.values()] == [entry_outline(each) for each in there.values()]
    assert here.get("kg-2025-none") is None


def test_two_files_with_one_id_are_in_conflict_though_one_of_them_is_plain(outlined):
    held = outlined.by_id["kg-2025-b2mp3"]
    assert {(each.path, each.code) for each in held.problems} == {
        (f"{KG}/kg-2025-{each}.yaml", "CF312") for each in ("again", "b2mp3")
    }
    assert not outlined.is_one("kg-2025-b2mp3")
    assert outlined.is_one("kg-2025-7k3mq")
    assert outlined.is_one("kg-2025-c3mp3")  # the other file states nothing


def test_facts_about_the_whole_register_are_the_same(whole, outlined):
    assert outlined.settings == whole.settings
    assert outlined.formerly == whole.formerly == {"kg-2025-before": "kg-2025-was"}
    assert outlined.connections == whole.connections
    assert outlined.close_sources == whole.close_sources
    assert outlined.addresses == whole.addresses


def test_every_id_is_there_with_the_files_that_state_it(whole, outlined):
    assert {*outlined.by_id} == {*whole.by_id}
    assert {*outlined.stated} == {*whole.stated}
    assert [outlined.stated[each] for each in whole.stated] == [*whole.stated.values()]
    assert outlined.stated.get("kg-2025-none") is None
    assert outlined.owners == whole.owners


@pytest.mark.parametrize("kind", ["case", "source", "statute"])
def test_of_a_kind_are_the_same_records(whole, outlined, kind):
    assert [each.path for each in outlined.of_kind(kind)] == [each.path for each in whole.of_kind(kind)]


def test_fields_outside_the_outline_are_read_from_the_file(whole, outlined):
    path = f"{KG}/kg-2025-7k3mq.yaml"
    assert outlined.entries[path].record == whole.entries[path].record
    assert outlined.entries[path].text == FILES[path]
