"""A case whose file is read as no record is not shown, and its name stands in no export of the others."""

from __future__ import annotations

import json
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
def register_with_mention(register):
    """The sample register, in which a public case speaks of somebody whose own case is not public."""
    place = next(register.glob("cases/kg/2025/*joomart*"))
    text = place.read_text("utf-8")
    assert SAID in text
    place.write_text(text.replace(SAID, "Released with Zelda Sekretova.", 1), "utf-8")
    return register


@pytest.mark.sample(3)
@pytest.mark.parametrize("stray", STRAYS)
def test_a_name_in_a_file_that_is_read_as_no_record_does_not_leave(register_with_mention, answer, stray):
    for form in FORMS:
        assert "Released with Zelda Sekretova." in answer(register_with_mention, *form)[1]
    STRAYS[stray](register_with_mention)
    for form in FORMS:
        same_without_cache(answer, register_with_mention, [form])
        code, out, err = answer(register_with_mention, *form)
        assert code == 1
        assert "Duulatov" in out
        assert "Sekretova" not in out + err


COMMITTED = sorted({*STRAYS} - {"of another repository", "of another repository, and another ending"})


@pytest.mark.sample(3)
@pytest.mark.parametrize("stray", COMMITTED)
def test_a_name_in_an_unread_file_of_a_commit_is_not_exported(register_with_mention, answer, git, stray):
    STRAYS[stray](register_with_mention)
    git.commit("As it should not be")
    place = next(register_with_mention.glob("cases/kg/2025/*joomart*"))
    place.write_text(f"{place.read_text('utf-8')}tags:\n  - written today\n", "utf-8")
    for form in FORMS:
        code, out, _ = answer(register_with_mention, *form, "--known-at", "HEAD")
        assert code == 1
        assert "Duulatov" in out
        assert "written today" not in out
        assert "Sekretova" not in out


@pytest.mark.parametrize("stray", ["another ending", "a link", "not UTF-8"])
def test_a_difference_is_shown_without_the_name_in_an_unread_file(register_with_mention, answer, git, stray):
    place = next(register_with_mention.glob("cases/kg/2025/*joomart*"))
    text = place.read_text("utf-8")
    STRAYS[stray](register_with_mention)
    place.write_text(text.replace("Released with Zelda", "Seen with Zelda"), "utf-8")
    out = answer(register_with_mention, "diff", "--audience", "public", "HEAD")[1]
    assert "Duulatov" in out or "joomart" in out
    assert "Sekretova" not in out


def test_an_id_that_such_a_file_has_is_mentioned_nowhere(register_with_mention, answer, tmp_path):
    place = next(register_with_mention.glob("cases/kg/2025/*joomart*"))
    text = place.read_text("utf-8")
    place.write_text(text.replace("with Zelda Sekretova.", "with kg-2025-7k3mq."), "utf-8")
    (tmp_path / "out.yaml").write_text(TEXT)
    (register_with_mention / HERE).symlink_to(tmp_path / "out.yaml")
    for form in FORMS:
        same_without_cache(answer, register_with_mention, [form])
        assert "7k3mq" not in answer(register_with_mention, *form)[1]


def test_a_link_out_of_the_register_is_not_followed(register_with_mention, answer, tmp_path):
    """So nobody knows whose name is behind it: that is said, and told in docs/export.md."""
    outside = tmp_path / "outside"
    laid(outside, "kg-2025-7k3mq.yaml")
    (register_with_mention / HERE).symlink_to(outside / "kg-2025-7k3mq.yaml")
    (register_with_mention / "cases/kz").symlink_to(outside)
    for form in FORMS:
        code, out, err = answer(register_with_mention, *form)
        assert code == 1
        assert "Released with Zelda Sekretova." in out
        assert err.count("CF004 ") == 2


def test_links_that_lead_round_and_back_end(register_with_mention, answer):
    (register_with_mention / "cases/kz").symlink_to("../cases")
    (register_with_mention / "cases/uz").symlink_to("uz")
    (register_with_mention / "cases/tj.yaml").symlink_to("kg/2025")
    linked(register_with_mention, HERE, "../../../archive/kg-2025-7k3mq.yaml")
    (register_with_mention / "archive/back.yaml").symlink_to("../cases/kg")
    for form in FORMS:
        same_without_cache(answer, register_with_mention, [form])
        assert "Sekretova" not in answer(register_with_mention, *form)[1]


def test_a_link_to_a_public_record_closes_nothing(register_with_mention, answer):
    place = next(register_with_mention.glob("cases/kg/2025/*joomart*"))
    plain = answer(register_with_mention, *FORMS[0])
    (register_with_mention / "cases/kg/2025/kg-2025-again.yaml").symlink_to(place.name)
    (register_with_mention / "cases/kz").symlink_to("kg")
    code, out, _ = answer(register_with_mention, *FORMS[0])
    assert (code, out) == (1, plain[1])


def test_once_the_file_is_where_it_belongs_all_is_as_with_any_withheld_case(register_with_mention, answer):
    laid(register_with_mention, HERE)
    for form in FORMS:
        plain = answer(register_with_mention, *form)[1]
        shutil.move(register_with_mention / HERE, register_with_mention / HERE.replace(".yaml", ".yml"))
        assert answer(register_with_mention, *form)[1] == plain
        shutil.move(register_with_mention / HERE.replace(".yaml", ".yml"), register_with_mention / HERE)
        same_without_cache(answer, register_with_mention, [form])


def test_a_changed_target_of_a_link_is_noticed(register_with_mention, answer):
    linked(
        register_with_mention,
        HERE,
        "../../../archive/kg-2025-7k3mq.yaml",
        text=TEXT.replace("Zelda", "Asel").replace("Sek", "Pl"),
    )
    for form in FORMS:
        same_without_cache(answer, register_with_mention, [form])
        assert "Zelda Sekretova" in answer(register_with_mention, *form)[1]
    laid(register_with_mention, "archive/kg-2025-7k3mq.yaml")
    for form in FORMS:
        same_without_cache(answer, register_with_mention, [form])
        assert "Zelda Sekretova" not in answer(register_with_mention, *form)[1]


AUTHOR = ("-c", "user.name=desk-9", "-c", "user.email=desk-9@register.invalid")
NESTED = {
    "folder": lambda place, git: git("init", "-q", str(place)),
    "with a commit": lambda place, git: (
        git("init", "-q", str(place)),
        git("-C", str(place), *AUTHOR, "commit", "-q", "--allow-empty", "-m", "another"),
    ),
    "file": lambda place, git: (place / ".git").write_text("gitdir: /nowhere\n"),
}


@pytest.mark.parametrize("kind", NESTED)
def test_the_tracked_cases_of_a_folder_with_a_git_of_its_own_are_read(register, answer, git, kind):
    """Git goes on reading what it tracks there: the working tree must not lack a case that HEAD shows."""
    laid(register, "cases/kz/2025/kz-2025-7k3mq.yaml", BLOB.replace(b"kg-", b"kz-"))
    git.commit("A case in another folder")
    listed = json.loads(answer(register, "list", "--json")[1])["data"]
    assert "kz-2025-7k3mq" in str(listed)
    NESTED[kind](register / "cases/kz", git)
    laid(register, "cases/kz/2025/kz-2025-new.yaml", BLOB.replace(b"kg-2025-7k3mq", b"kz-2025-new"))
    for at in ((), ("--known-at", "HEAD")):
        assert json.loads(answer(register, "list", "--json", *at)[1])["data"] == listed
    found = json.loads(answer(register, "validate", "--json")[1])["problems"]
    assert ("CF003", "cases/kz") in {(each["code"], each["path"]) for each in found}
    assert answer(register, "show", "kz-2025-7k3mq")[0] == 0
    git("rm", "-q", "--cached", "cases/kz/2025/kz-2025-7k3mq.yaml")
    git("commit", "-q", "-m", "No case in another folder")
    assert "kz-2025-7k3mq" not in answer(register, "list", "--json")[1]


def test_a_tracked_case_there_that_is_gone_or_a_link_is_no_record(register, answer, git):
    path = "cases/kz/2025/kz-2025-7k3mq.yaml"
    case = laid(register, path, BLOB.replace(b"kg-", b"kz-"))
    git.commit("A case in another folder")
    git("init", "-q", str(register / "cases/kz"))

    def found():
        problems = json.loads(answer(register, "validate", "--json")[1])["problems"]
        return {(each["code"], each["path"]) for each in problems if "kz" in each["path"]} - {
            ("CF003", "cases/kz")
        }

    expected = found()
    case.unlink()
    assert found() == set()
    case.mkdir()
    assert found() == set()
    case.rmdir()
    case.symlink_to("/etc/passwd")
    assert found() == {("CF004", path)} != expected
    case.unlink()
    case.parent.rename(register / "elsewhere")
    case.parent.symlink_to("../../elsewhere")
    (register / "elsewhere" / case.name).write_bytes(BLOB)
    assert found() == set()
