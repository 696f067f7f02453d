"""Whom a new case may be: what makes it probable, what is only a hint, and what is told."""

from __future__ import annotations

import pytest

from casefile.dates import When
from casefile.register import Register, read_entry
from casefile.register.record_summary import RecordSummary
from casefile.views.duplicate_candidates import RecordedCases, newcomer


def row(suffix="aaaaa", *names, **fields):
    given = {
        "country": "KG",
        "dates_taken": (When.parse("2025-05-28"),),
        "person_names": names or ("Aleksander Aleksandrov",),
    }
    record_id = f"kg-2025-{suffix}"
    path = f"cases/kg/2025/{record_id}.yaml"
    return RecordSummary(record_id, "case", path, "the name", "restricted", **{**given, **fields})


def case(name="Александр Александров", date="2026-01-01", *, country="KG", event="detention", **fields):
    person = fields.pop("person", {"identification": "named", "name": name})
    return {"country": country, "person": person, "events": [{"type": event, "date": date}], **fields}


def likely_of(data, *rows):
    return [(each.row.id[-5:], each.probable) for each in RecordedCases(rows).like(data)]


@pytest.mark.parametrize(
    ("data", "recorded", "circumstance"),
    [
        (case(situations=["kloop-2025"]), row(situations=("kloop-2025",)), " kloop-2025"),
        (case(date="2025-05-28"), row(), "same day"),
        (case(date="2025-05-29"), row(), " 1 day "),
        (case(date="2025-04-28"), row(), " 30 days apart"),
        (case(date="2025-05"), row(), "within 30 days"),
        (case(date="[..2025-06-04]"), row(), "within 30 days"),
        (case(date="2025-05-28", event="disappearance"), row(), "same day"),
        (case(date="2025-05-28", event="hearing"), row(), "same day"),
        (
            case(person={"name": "Александр Александров", "birth": "1980-03-01"}),
            row(birth=When.parse("1980-03-01")),
            "1 March 1980",
        ),
        (
            case(person={"name": "Александр Александров", "birth": "1980?"}),
            row(birth=When.parse("1980")),
            "born in",
        ),
    ],
)
def test_names_that_go_together_and_one_thing_more_make_it_probable(data, recorded, circumstance):
    (likely,) = RecordedCases([recorded]).like(data)

    assert likely.probable
    assert circumstance in likely.circumstances[0]
    assert likely.evidence[0].startswith("Александр Александров and Aleksander Aleksandrov ")


@pytest.mark.parametrize(
    ("data", "recorded"),
    [
        (case(), row()),
        (case(date="2025-04-27"), row()),
        (case(date="2025-05-28", country="KZ"), row()),
        (case("Александра Александрова", "2025-05-28"), row()),
        (case("А. Александров", "2025-05-28"), row()),
        (case(date="202X"), row()),
    ],
)
def test_anything_less_is_a_hint(data, recorded):
    (likely,) = RecordedCases([recorded]).like(data)

    assert not likely.probable


@pytest.mark.parametrize(
    ("data", "recorded"),
    [
        (case("Сергей Александров", "2025-05-28"), row()),
        (case("Александра Александрова"), row()),
        (case(country="KZ"), row()),
        (case(person={"identification": "unnamed", "descriptor": "Aleksander Aleksandrov"}), row()),
        (case(date="2025-05-28"), row(person_names=())),
    ],
)
def test_weak_evidence_is_not_reported(data, recorded):
    assert RecordedCases([recorded]).like(data) == ()


def test_another_country_or_birth_is_noted():
    elsewhere = case(date="2025-05-28", country="KZ")
    born = case(date="2025-05-28", person={"name": "Aleksander Aleksandrov", "birth": "1950"})

    (abroad,) = RecordedCases([row()]).like(elsewhere)
    (father,) = RecordedCases([row(birth=When.parse("1980"))]).like(born)

    assert [each for each in abroad.evidence if "Kyrgyzstan" in each]
    assert father.probable
    assert "dates of birth" in father.evidence[-1]


def test_any_name_of_either_counts():
    person = {"name": "Somebody Else", "other_names": [{"name": "Aleksandr Aleksandrov"}]}

    assert likely_of(
        case(person=person, date="2025-05-28"), row("aaaaa", "Nobody Known", "Александр Александров")
    )


def test_the_likeliest_come_first():
    rows = [row("aaaaa", dates_taken=()), row("bbbbb"), row("ccccc", "Александра Александрова")]

    assert likely_of(case(date="2025-05-28"), *rows) == [("bbbbb", True), ("aaaaa", False), ("ccccc", False)]


def test_a_name_in_a_claim_counts():
    claim = {"field": "person.name", "value": "Александр Александров"}

    assert likely_of(case("Somebody Else", "2025-05-28", claims=[claim]), row()) == [("aaaaa", True)]


@pytest.mark.parametrize(
    ("standing", "counts"), [("refuted", False), ("retracted", False), ("disputed", True)]
)
def test_a_detention_that_was_refuted_or_retracted_does_not_count(standing, counts):
    events = [
        {"type": "detention", "date": "2025-05-28", "standing": standing},
        {"type": "hearing", "date": "2026-01-01"},
    ]

    assert likely_of({**case(), "events": events}, row()) == [("aaaaa", counts)]


def test_a_new_case_is_compared_by_its_record_summary():
    text = """\
schema: casefile/case/1
id: kg-2025-aaaaa
country: KG
situations: [kloop-2025]
person:
  identification: named
  name: Aibek Sydykov
  other_names:
    - name: Айбек Сыдыков
  birth: "1980-03"
events:
  - {id: aaaa1, type: detention, date: "2025-05-28", standing: refuted}
  - {id: aaaa2, type: disappearance, date: "2025-05-29", standing: disputed}
  - {id: aaaa3, type: detention, date: "2025-06"}
claims:
  - {field: person.name, value: Aybek Sydykov, sources: [x]}
  - {field: person.birth, value: "1981", sources: [x]}
"""
    entry = read_entry("cases/kg/2025/kg-2025-aaaaa.yaml", text.encode())
    recorded, made = Register([entry]).row(entry.id), newcomer(entry.data, entry.path)

    assert not entry.broken
    fields = ("id", "kind", "path", "person_names", "birth", "dates_taken", "country", "situations")
    assert [getattr(made, each) for each in fields] == [getattr(recorded, each) for each in fields]
    assert made.person_names == ("Aibek Sydykov", "Айбек Сыдыков", "Aybek Sydykov")
    assert [each.text for each in made.dates_taken] == ["2025-05-29", "2025-06"]


@pytest.mark.parametrize(
    "data",
    [
        {"country": 7, "person": [], "events": "x", "situations": [["a"]], "claims": "x"},
        {"person": {"name": ["a"], "other_names": [1], "birth": "soon"}, "events": [{"date": "soon"}]},
        {"person": {"name": "Aleksander Aleksandrov"}, "events": [{"type": [], "standing": {}}, 1]},
    ],
)
def test_invalid_values_are_left_out(data):
    assert RecordedCases([row()]).like(data) == ()


def test_a_register_is_taken_in_hand_once_for_many():
    recorded = RecordedCases([row("aaaaa"), row("bbbbb", "Aigul Bekova")])

    assert [each.row.id[-5:] for each in recorded.like(case("Айгүл Бекова", "2025-05-28"))] == ["bbbbb"]
    assert [each.row.id[-5:] for each in recorded.like(case(date="2025-05-28"))] == ["aaaaa"]
