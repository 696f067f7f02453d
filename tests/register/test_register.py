"""The records together: who is meant by what somebody types, and what two files with one id do."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.errors import BrokenData, NotFound
from casefile.register import Register, read_entry


def case(suffix, name, record_id=None):
    text = (
        f"schema: casefile/case/1\nid: {record_id or f'kg-2025-{suffix}'}\ntier: public\ncountry: KG\n"
        f"person:\n  identification: named\n  name: {name}\n"
    )
    return read_entry(f"cases/kg/2025/kg-2025-{suffix}.yaml", text.encode())


@pytest.fixture
def register():
    return Register(
        [case("7k3mq", "Айгүл Бекова"), case("7kzzz", "Aleksander Orlov"), case("b2mp3", "Aigul Orlova")]
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kg-2025-7k3mq", "kg-2025-7k3mq"),
        ("kg-2025-b", "kg-2025-b2mp3"),
        ("Бекова", "kg-2025-7k3mq"),
        ("aleksander", "kg-2025-7kzzz"),
        ("Orlov Aleksander", "kg-2025-7kzzz"),
        ("Александер", "kg-2025-7kzzz"),
    ],
)
def test_a_record_is_found_by_id_by_its_start_and_by_name_in_any_script(register, typed, found):
    assert register.find(typed).id == found


@pytest.mark.parametrize("typed", ["orlov", "kg-2025-7k", ""])
def test_an_ambiguous_or_unknown_name_is_refused_with_a_list(register, typed):
    with pytest.raises(NotFound) as told:
        register.find(typed)
    assert told.value.code in {"CF301", "CF303"}


def test_two_files_with_one_id_are_both_broken():
    register = Register([case("a", "Ba", "kg-2025-3k3mq"), case("b", "Bo", "kg-2025-3k3mq"), case("c", "Bu")])

    assert [row.name for row in register.rows] == ["Bu"]
    assert {(problem.path[-6:], problem.code) for problem in register.unshown} == {
        ("a.yaml", "CF312"),
        ("b.yaml", "CF312"),
    }
    with pytest.raises(BrokenData):
        register.find("kg-2025-3k3mq")


def test_an_overlay_that_gives_one_of_them_another_id_makes_both_sound():
    register = Register([case("a", "Ba", "kg-2025-3k3mq"), case("b", "Bo", "kg-2025-3k3mq")])

    mended = register.replacing(case("b", "Bo"))

    assert [row.name for row in mended.rows] == ["Ba", "Bo"]
    assert mended.unshown == ()


def test_a_file_that_cannot_be_read_takes_no_id_from_one_that_states_it():
    unread = read_entry("cases/kg/2024/kg-2025-7k3mq.yaml", b"id: [")
    register = Register([unread, case("7k3mq", "Aigul Bekova")])

    assert register.find("kg-2025-7k3mq").path == "cases/kg/2025/kg-2025-7k3mq.yaml"
    assert [problem.path for problem in register.unshown] == [unread.path]


def test_the_start_of_an_id_and_a_name_count_alike(register):
    named = read_entry(
        "cases/organizations/orlov-media.yaml",
        b"schema: casefile/organization/1\nid: orlov-media\nname: Orlov Media\n",
    )
    with pytest.raises(NotFound) as told:
        Register([*register.entries.values(), named]).find("orlov")
    assert told.value.code == "CF303"


@pytest.mark.parametrize("typed", ["kg-2025-x", "bekova", "Бекова"])
def test_a_record_with_errors_is_called_broken_not_absent(typed):
    text = b"schema: casefile/case/1\nid: kg-2025-x3k3m\ncountry: KG\nperson:\n  name: Aigul Bekova\n"
    register = Register([read_entry("cases/kg/2025/kg-2025-x3k3m.yaml", text)])
    with pytest.raises(BrokenData):
        register.find(typed)


@pytest.fixture
def romanised():
    return Register(
        [
            case("d1d1d", "Joomart Duulatov"),
            case("d2d2d", "Makhabat Tazhibek kyzy"),
            case("d3d3d", "Садыр Жапаров"),
            case("d4d4d", "محمد الراشد"),
        ]
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Дуулатов", "kg-2025-d1d1d"),
        ("Dûûlatov", "kg-2025-d1d1d"),
        ("Zhoomart", "kg-2025-d1d1d"),
        ("Таджибек", "kg-2025-d2d2d"),
        ("Japarov", "kg-2025-d3d3d"),
        ("Dschaparow Sadyr", "kg-2025-d3d3d"),
        ("Muhammad", "kg-2025-d4d4d"),
    ],
)
def test_a_name_is_found_by_any_of_its_romanisations(romanised, typed, found):
    assert romanised.find(typed).id == found


def test_an_exact_spelling_is_preferred_to_a_similar_sound():
    register = Register([case("d1d1d", "Sadyr Japarov"), case("d2d2d", "Садыр Жапаров")])

    assert register.find("Japarov").id == "kg-2025-d1d1d"
    assert register.find("Zhaparov").id == "kg-2025-d2d2d"
    with pytest.raises(NotFound) as told:
        register.find("Dzhaparov")
    assert told.value.code == "CF303"


def test_a_similar_name_is_suggested_and_not_taken(romanised):
    with pytest.raises(NotFound) as told:
        romanised.find("Duulutov")

    assert told.value.code == "CF301"
    assert "kg-2025-d1d1d" in told.value.hint


def test_a_record_with_errors_is_found_by_its_sounds_too():
    text = b"schema: casefile/case/1\nid: kg-2025-x3k3m\ncountry: KG\nperson:\n  name: Sadyr Dzhaparov\n"
    register = Register([read_entry("cases/kg/2025/kg-2025-x3k3m.yaml", text)])
    with pytest.raises(BrokenData):
        register.find("Japarov")


@pytest.mark.parametrize("typed", ["xyzzy", "kyzyqq", "uulurq"])
def test_a_word_that_many_names_share_is_no_likeness(typed):
    register = Register([case("k1k1k", "Aizada Bolot kyzy"), case("k2k2k", "Nurlan Asan uulu")])

    with pytest.raises(NotFound) as told:
        register.find(typed)

    assert told.value.hint.endswith(": casefile list")


def shared(record_id, kind, text):
    text = f"schema: casefile/{kind}/1\nid: {record_id}\ntier: public\n{text}"
    return read_entry(f"cases/{kind}s/{record_id}.yaml", text.encode())


def test_records_that_cite_a_record_are_found_except_those_with_errors():
    register = Register(
        [
            shared("wide", "situation", "title: Wide\n"),
            shared("inner", "situation", "title: Inner\npart_of: [wide]\n"),
            shared("torn", "situation", "title: [\n"),
            shared("wrong", "situation", "name: Wrong\npart_of: [wide]\n"),
        ]
    )
    assert [each.id for each in register.linked_entries(["wide", "wrong", "torn", "none"])] == [
        "inner",
        "wide",
    ]
    assert [(row.id, each.field) for row, each in register.citing("wide")] == [("inner", ("part_of", 0))]
    assert [*register.citing("inner")] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ministry of JUSTICE", None),
        ("z-moj", "z-moj"),
        ("MoJ KZ", "z-moj"),
        ("Ministry", None),
        ("kg-2025-7k3mq", None),
    ],
)
def test_a_name_that_two_organizations_have_means_neither(text, found):
    bodies = [
        read_entry(
            f"cases/organizations/{key}.yaml",
            f"schema: casefile/organization/1\nid: {key}\ntier: public\nname: Ministry of Justice\n"
            f"abbreviation: {short}\n".encode(),
        )
        for key, short in (("a-moj", "MoJ KG"), ("z-moj", "MoJ KZ"))
    ]
    register = Register([case("7k3mq", "Айгүл Бекова"), *bodies])
    body = register.organization(text)
    assert (body and body.id) == found
    assert register.called("organization")["ministry of justice"] == ["a-moj", "z-moj"]


def test_a_former_id_of_two_sources_is_close_if_one_of_them_is():
    register = Register([source("first", "connection: relative"), source("second")])

    assert register.close_sources == {"first", "old"}
    assert register.facts.known == {"first", "second", "old"}


def test_a_former_id_of_a_source_that_is_also_that_of_another_record_is_not_known():
    body = "schema: casefile/organization/1\nid: body\nname: Body\nformerly: [old]\n"
    register = Register([source("first"), read_entry("cases/organizations/body.yaml", body.encode())])

    assert register.facts.known == {"first"}


def test_a_former_id_has_the_connection_of_the_source_that_had_it():
    register = Register([source("first", "connection: relative")])

    assert register.connections == {"first": "relative", "old": "relative"}
    assert register.sources == {"first"}


@pytest.mark.parametrize("other", [["connection: lawyer"], []])
def test_a_former_id_of_sources_with_different_connections_has_none(other):
    register = Register([source("first", "connection: relative"), source("second", *other)])

    assert register.connections["old"] is None


def test_an_id_that_a_source_has_today_is_never_that_of_the_source_that_had_it_before():
    register = Register([source("first", "connection: relative"), source("old", "connection: lawyer")])

    assert register.connections == {"first": "relative", "old": "lawyer"}


def test_the_status_is_the_same_where_a_source_is_cited_by_its_former_id():
    def died(cited):
        text = (
            "schema: casefile/case/1\nid: kg-2025-7k3mq\ntier: public\ncountry: KG\n"
            "person:\n  identification: named\n  name: Aibek Testov\nevents:\n"
            "  - id: h2v5t\n    date: 2025-06-01\n    type: detention\n    kind: arrest\n"
            f"    sources: [{cited}]\n"
            f"  - id: d3d5t\n    date: 2025-06-03\n    type: death\n    sources: [{cited}]\n"
        )
        entry = read_entry("cases/kg/2025/kg-2025-7k3mq.yaml", text.encode())
        assert not entry.broken, entry.problems
        return Register([source("first", "connection: relative"), entry])

    by_id, by_former = (died(cited) for cited in ("first", "old"))
    views = [each.row("kg-2025-7k3mq").course.on(date(2025, 6, 30)) for each in (by_id, by_former)]
    assert [each.status for each in views] == ["dead", "dead"]


def source(record_id, *fields):
    text = f"schema: casefile/source/1\nid: {record_id}\nkind: call\ntitle: Of a call\nformerly: [old]\n"
    return read_entry(f"cases/sources/{record_id}.yaml", "\n".join((text.strip(), *fields, "")).encode())
