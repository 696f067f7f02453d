"""A text with a withheld name: `validate` warns of the file, and an export leaves the text out."""

from __future__ import annotations

import pytest

CASE = """\
schema: casefile/case/1
id: kg-2025-c1c1c
tier: restricted
country: KG
person:
  identification: named
  name: {name}
events:
  - id: d3d3d
    type: detention
    date: "2025-05-28"
    kind: arrest
    sources:
      - occrp-2025-06-04
"""
SITUATION = "schema: casefile/situation/1\nid: sweep\ntier: public\ntitle: {title}\n"
SWEEP = "cases/situations/sweep.yaml"


def write_both(desk, name, title):
    (desk / "cases/kg/2025/kg-2025-c1c1c.yaml").write_text(CASE.format(name=name), "utf-8")
    (desk / SWEEP).parent.mkdir(exist_ok=True)
    (desk / SWEEP).write_text(SITUATION.format(title=title), "utf-8")


def warnings_of(desk, answer):
    code, out, err = answer(desk, "validate")
    assert code == 0, out + err
    lines = (out + err).splitlines()
    return [line for line in lines if "CF408" in line]


def published(desk, answer):
    code, out, _ = answer(desk, "export", "-f", "jsonl", "--audience", "public")
    assert code == 0
    return out


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Ева Ким", "Кимом и Евой интересовались"),
        ("Ali Dyk", "Officers asked Alia about Dyka"),
    ],
)
def test_two_short_words_around_another_word_are_found(desk, answer, name, title):
    write_both(desk, name, title)
    assert warnings_of(desk, answer)
    assert title not in published(desk, answer)


@pytest.mark.parametrize(
    "title",
    [
        "Osmonbekova was seen", "O. Saltanat", "SaltanatOsmonbekova", "'#osmonbekova'", "S. Osmonbekova",
        "Saltanat *Osmon*bekova", "Осмонбековой продлили арест", "Saltanat Osmonbekova",
    ],
)  # fmt: skip
def test_a_part_of_the_name_of_another_case_is_found(desk, answer, title):
    write_both(desk, "Saltanat Osmonbekova", title)
    assert warnings_of(desk, answer)
    assert title.strip("'") not in published(desk, answer)


@pytest.mark.parametrize("sign", ["\u0600", "\u08e2", "\u180b", "\u0640", "\ue000"])
def test_a_name_with_an_unseen_sign_inside_is_found(desk, answer, sign):
    title = f"Officers asked for Osmon{sign}bekova"
    write_both(desk, "Saltanat Osmonbekova", title)
    assert warnings_of(desk, answer)
    assert "Officers asked" not in published(desk, answer)


def test_a_title_without_any_name_is_published(desk, answer):
    write_both(desk, "Ali Dyk", "Officers asked about the dike")
    assert not warnings_of(desk, answer)
    assert "Officers asked about the dike" in published(desk, answer)
