"""A case whose file is read as no record is not shown, and its name stands in no export of the others."""

from __future__ import annotations

import os
import shutil

import pytest

from support.cached import same_without_cache

FORMS = (
    ["export", "-f", "jsonl"],
    ["export", "-f", "json"],
    ["export", "-f", "jsonl", "--audience", "internal"],
)
SAID = "Released in the courtroom."
HERE = "cases/kg/2025/kg-2025-7k3mq.yaml"
SECRET = """\
schema: casefile/case/1
id: kg-2025-7k3mq
tier: sealed
country: KG
person:
  identification: named
  name: {name}
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
"""
TEXT = SECRET.format(name="Zelda Sekretova")
BLOB = TEXT.encode()


def laid(folder, path, blob=BLOB):
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(blob)
    return place


def linked(folder, path, target, to="archive/kg-2025-7k3mq.yaml", text=TEXT):
    laid(folder, to, text.encode())
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).symlink_to(target)


def nested(folder, path):
    laid(folder, path)
    (folder / "cases/kz" / ".git").mkdir(parents=True)


STRAYS = {
    "another ending": lambda folder: laid(folder, HERE.replace(".yaml", ".yml")),
    "capitals": lambda folder: laid(folder, HERE.replace(".yaml", ".YAML")),
    "hidden": lambda folder: laid(folder, "cases/kg/2025/.kg-2025-7k3mq.yaml"),
    "in a hidden folder": lambda folder: laid(folder, "cases/.old/kg-2025-7k3mq.yaml"),
    "a strange name": lambda folder: laid(folder, "cases/kg/2025/kg-2025-7k\t3mq.yaml"),
    "a name that is no text": lambda folder: laid(folder, os.fsdecode(b"cases/kg/2025/\xff.yaml")),
    "a link": lambda folder: linked(folder, HERE, "../../../archive/kg-2025-7k3mq.yaml"),
    "a link from the top": lambda folder: linked(folder, HERE, folder / "archive/kg-2025-7k3mq.yaml"),
    "a link to another name": lambda folder: linked(folder, HERE, "../../../archive/old", "archive/old"),
    "a link of another name": lambda folder: linked(folder, "cases/old", "../archive/kg-2025-7k3mq.yaml"),
    "a link to a folder": lambda folder: linked(folder, "cases/kz", "../archive"),
    "a link to a link": lambda folder: (
        linked(folder, HERE, "../../../one.yaml"),
        (folder / "one.yaml").symlink_to("archive/kg-2025-7k3mq.yaml"),
    ),
    "of another repository": lambda folder: nested(folder, "cases/kz/2025/kg-2025-7k3mq.yaml"),
    "of another repository, and another ending": lambda folder: nested(folder, "cases/kz/kg-2025-7k3mq.yml"),
    "not UTF-8": lambda folder: laid(folder, HERE, TEXT.encode() + b"# \xff\n"),
    "of another encoding": lambda folder: laid(
        folder, HERE, SECRET.format(name="Зельда Секретова").encode("cp1251")
    ),
    "UTF-16": lambda folder: laid(folder, HERE, TEXT.encode("utf-16")),
    "UTF-16, the other way": lambda folder: laid(folder, HERE, b"\xfe\xff" + TEXT.encode("utf-16-be")),
    "zeros": lambda folder: laid(folder, HERE, TEXT.encode() + b"\0"),
    "too large": lambda folder: laid(folder, HERE, TEXT.encode() + b"# x\n" * (1 << 18)),
}


@pytest.fixture
def told(register):
    """The sample register, in which a public case speaks of somebody whose own case is not public."""
    place = next(register.glob("cases/kg/2025/*joomart*"))
    text = place.read_text("utf-8")
    assert SAID in text
    place.write_text(text.replace(SAID, "Released with Zelda Sekretova.", 1), "utf-8")
    return register


@pytest.mark.sample(3)
@pytest.mark.parametrize("stray", STRAYS)
def test_a_name_in_a_file_that_is_read_as_no_record_does_not_leave(told, answer, stray):
    for form in FORMS:
        assert "Released with Zelda Sekretova." in answer(told, *form)[1]
    STRAYS[stray](told)
    for form in FORMS:
        same_without_cache(answer, told, [form])
        code, out, err = answer(told, *form)
        assert code == 1
        assert "Duulatov" in out
        assert "Sekretova" not in out + err


COMMITTED = sorted({*STRAYS} - {"of another repository", "of another repository, and another ending"})


@pytest.mark.sample(3)
@pytest.mark.parametrize("stray", COMMITTED)
def test_so_it_is_of_a_commit(told, answer, git, stray):
    STRAYS[stray](told)
    git.commit("As it should not be")
    place = next(told.glob("cases/kg/2025/*joomart*"))
    place.write_text(f"{place.read_text('utf-8')}tags:\n  - written today\n", "utf-8")
    for form in FORMS:
        code, out, _ = answer(told, *form, "--known-at", "HEAD")
        assert code == 1
        assert "Duulatov" in out
        assert "written today" not in out
        assert "Sekretova" not in out


@pytest.mark.parametrize("stray", ["another ending", "a link", "not UTF-8"])
def test_what_differs_is_told_without_it(told, answer, git, stray):
    place = next(told.glob("cases/kg/2025/*joomart*"))
    text = place.read_text("utf-8")
    STRAYS[stray](told)
    place.write_text(text.replace("Released with Zelda", "Seen with Zelda"), "utf-8")
    out = answer(told, "diff", "--audience", "public", "HEAD")[1]
    assert "Duulatov" in out or "joomart" in out
    assert "Sekretova" not in out


def test_an_id_that_such_a_file_has_is_mentioned_nowhere(told, answer, tmp_path):
    place = next(told.glob("cases/kg/2025/*joomart*"))
    text = place.read_text("utf-8")
    place.write_text(text.replace("with Zelda Sekretova.", "with kg-2025-7k3mq."), "utf-8")
    (tmp_path / "out.yaml").write_text(TEXT)
    (told / HERE).symlink_to(tmp_path / "out.yaml")
    for form in FORMS:
        same_without_cache(answer, told, [form])
        assert "7k3mq" not in answer(told, *form)[1]


def test_a_link_out_of_the_register_is_not_followed(told, answer, tmp_path):
    """So nobody knows whose name is behind it: that is said, and told in docs/export.md."""
    outside = tmp_path / "outside"
    laid(outside, "kg-2025-7k3mq.yaml")
    (told / HERE).symlink_to(outside / "kg-2025-7k3mq.yaml")
    (told / "cases/kz").symlink_to(outside)
    for form in FORMS:
        code, out, err = answer(told, *form)
        assert code == 1
        assert "Released with Zelda Sekretova." in out
        assert err.count("CF004 this link leaves the register") == 2


def test_links_that_lead_round_and_back_end(told, answer):
    (told / "cases/kz").symlink_to("../cases")
    (told / "cases/uz").symlink_to("uz")
    (told / "cases/tj.yaml").symlink_to("kg/2025")
    linked(told, HERE, "../../../archive/kg-2025-7k3mq.yaml")
    (told / "archive/back.yaml").symlink_to("../cases/kg")
    for form in FORMS:
        same_without_cache(answer, told, [form])
        assert "Sekretova" not in answer(told, *form)[1]


def test_a_link_to_a_public_record_closes_nothing(told, answer):
    place = next(told.glob("cases/kg/2025/*joomart*"))
    plain = answer(told, *FORMS[0])
    (told / "cases/kg/2025/kg-2025-again.yaml").symlink_to(place.name)
    (told / "cases/kz").symlink_to("kg")
    code, out, _ = answer(told, *FORMS[0])
    assert (code, out) == (1, plain[1])


def test_once_the_file_is_where_it_belongs_all_is_as_with_any_withheld_case(told, answer):
    laid(told, HERE)
    for form in FORMS:
        plain = answer(told, *form)[1]
        shutil.move(told / HERE, told / HERE.replace(".yaml", ".yml"))
        assert answer(told, *form)[1] == plain
        shutil.move(told / HERE.replace(".yaml", ".yml"), told / HERE)
        same_without_cache(answer, told, [form])


def test_what_a_link_leads_to_may_change_without_the_link(told, answer):
    linked(
        told,
        HERE,
        "../../../archive/kg-2025-7k3mq.yaml",
        text=TEXT.replace("Zelda", "Asel").replace("Sek", "Pl"),
    )
    for form in FORMS:
        same_without_cache(answer, told, [form])
        assert "Zelda Sekretova" in answer(told, *form)[1]
    laid(told, "archive/kg-2025-7k3mq.yaml")
    for form in FORMS:
        same_without_cache(answer, told, [form])
        assert "Zelda Sekretova" not in answer(told, *form)[1]
