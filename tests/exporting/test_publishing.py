"""What leaves follows the files and their history, whatever the index contains."""

from __future__ import annotations

import os
import shutil
import sqlite3
from functools import cached_property

import pytest
from hypothesis import strategies as st

from casefile.errors import MachineTrouble
from casefile.files import fingerprints
from casefile.files.clone_paths import NAME, journal_of
from casefile.register import LazyEntry
from support.cached import same_without_cache
from support.properties import for_examples

PUBLIC = ["export", "-f", "jsonl"]
ASKED = (PUBLIC, [*PUBLIC, "--audience", "partners"], [*PUBLIC, "--audience", "internal"])
SAID = "Released in the courtroom."
CASE = "kg-2025-joomart-duulatov"


def same(answer, folder, asked=ASKED[:2]):
    """Assert that every question has one answer, with the cache and without, also when it is asked again."""
    return same_without_cache(answer, folder, asked)


def database(folder):
    return sqlite3.connect(folder / ".git" / "casefile" / NAME)


def case(folder, name="joomart"):
    return next(folder.glob(f"cases/kg/2025/*{name}*"))


def rewritten(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def source(folder):
    return folder / "cases/sources/24kg-2025-06-28.yaml"


NEW = """\
schema: casefile/case/1
id: kg-2025-7k3mq
tier: public
country: KG
person:
  identification: named
  name: {name}
  name_tier: {tier}
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    summary: Taken with Joomart Duulatov.
consent:
  basis: subject
  scope: [named, partners]
  expires: "2099-01-01"
"""


def written(folder, name="Joomart Duulatov", tier="public", stem="kg-2025-7k3mq"):
    """Write a case beside the others, whose name may be that of one of them."""
    (folder / f"cases/kg/2025/{stem}.yaml").write_text(NEW.format(name=name, tier=tier), "utf-8")


def test_every_audience_gets_the_same_with_and_without_a_cache(register, answer):
    same(answer, register, ASKED)
    same(answer, register, [[*each, "--on", "2025-06-10"] for each in ASKED])


def test_a_file_is_written_of_the_same_lines(register, answer, tmp_path):
    _, plain, _ = answer(register, "--no-cache", *PUBLIC)
    for name in ("cold", "warm"):
        code, out, _ = answer(register, *PUBLIC, "-o", str(tmp_path / name))
        assert (code, out, (tmp_path / name).read_text("utf-8")) == (0, "", plain)


CHANGES = {
    "restricted": lambda folder: rewritten(case(folder), "tier: public", "tier: restricted"),
    "public": lambda folder: rewritten(case(folder), "tier: restricted", "tier: public"),
    "a text": lambda folder: rewritten(case(folder), SAID, "Released in the corridor."),
    "a text as before": lambda folder: rewritten(case(folder), "Released in the corridor.", SAID),
    "another name": lambda folder: rewritten(case(folder), "name: ", "name_tier: restricted\n  name: "),
    "close": lambda folder: rewritten(source(folder), "kind:", "connection: relative\nkind:"),
    "may be close": lambda folder: rewritten(
        source(folder),
        "connection: media\n",
        'connection: media\n"cl\\x61ims": [{field: connection, value: self}]\n',
    ),
    "not close": lambda folder: rewritten(source(folder), "connection: relative\n", ""),
    "default tier": lambda folder: rewritten(folder / "casefile.yaml", "schema:", "tier: public\nschema:"),
    "no tier": lambda folder: rewritten(case(folder, "matj9"), "tier: public\n", ""),
    "opened": written,
    "closed": lambda folder: written(folder, tier="restricted"),
    "near": lambda folder: written(folder, "Жоомарт Дуулатов", "partners"),
    "unwritten": lambda folder: (folder / "cases/kg/2025/kg-2025-7k3mq.yaml").unlink(missing_ok=True),
    "gone": lambda folder: case(folder, "abdil").unlink(),
    "twice": lambda folder: shutil.copy(case(folder), case(folder).with_name("kg-2025-other.yaml")),
    "once": lambda folder: case(folder, "other").unlink(),
    "broken": lambda folder: rewritten(case(folder, "matj9"), "events:", "dossier_events:"),
    "mended": lambda folder: rewritten(case(folder, "matj9"), "dossier_events:", "events:"),
    "renamed": lambda folder: rewritten(
        case(folder), f"id: {CASE}\n", f"id: kg-2025-zzzz2\nformerly: [{CASE}]\n"
    ),
    "touched": lambda folder: os.utime(case(folder), (0, 0)),
    "a title": lambda folder: rewritten(folder / "casefile.yaml", "schema:", "stale_after: 30\nschema:"),
}


def test_a_claim_that_a_source_is_close_withholds_its_facts(register, answer):
    _, before, _ = answer(register, *PUBLIC)
    answer(register, "list")
    CHANGES["may be close"](register)
    same(answer, register)
    _, after, _ = answer(register, *PUBLIC)
    assert 0 < after.count('"date":') < before.count('"date":')


@pytest.mark.sample(3)
@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_published(register, answer, change):
    same(answer, register)
    for each in BEFORE.get(change, ()):
        CHANGES[each](register)
    same(answer, register)
    CHANGES[change](register)
    same(answer, register)


BEFORE = {
    "public": ["restricted"],
    "a text as before": ["a text"],
    "not close": ["close"],
    "closed": ["opened"],
    "opened": ["another name"],
    "near": ["another name"],
    "unwritten": ["opened", "another name"],
    "once": ["twice"],
    "mended": ["broken"],
    "default tier": ["no tier"],
}


@for_examples(10, 20, steps=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=6))
def test_nothing_that_was_published_is_ever_out_of_date(register, answer, git, monkeypatch, steps):
    monkeypatch.setattr(fingerprints, "AGED", 20_000_000)
    git("checkout", "-q", "--", ".")
    git("clean", "-qfd")
    for step in steps:
        try:
            CHANGES[step](register)
        except (AssertionError, StopIteration):
            continue  # there is no such text any more, or not yet
        same(answer, register)


def test_a_name_is_published_up_to_the_end_of_its_consent(register, answer):
    written(register, "Asel Primerova")
    for day, told in (
        ("2098-12-31", True),
        ("2099-01-01", True),
        ("2099-01-02", False),
        ("2099-01-01", True),
    ):
        same(answer, register, [[*PUBLIC, "--on", day]])
        assert ("Asel Primerova" in answer(register, *PUBLIC, "--on", day)[1]) == told


def test_a_withdrawn_case_is_not_published(register, answer):
    answer(register, *PUBLIC)
    code, _, err = answer(register, "withdraw", CASE, "--reason", "safety", "--yes")
    assert code == 0, err
    same(answer, register)
    assert "Duulatov" not in answer(register, *PUBLIC)[1]


@pytest.mark.parametrize("words", [PUBLIC, [*PUBLIC, "--status", "held"], ["export", "-f", "json"], ASKED[2]])
def test_a_withdrawn_person_is_named_in_no_text_of_other_records(register, answer, git, words):
    written(register, name="Asel Primerova")
    git.commit("Another case")
    assert "Duulatov" in answer(register, *words)[1]
    code, _, err = answer(register, "withdraw", CASE, "--reason", "safety", "--yes")
    assert code == 0, err
    answer(register, "list")
    for each in (words, ["--no-cache", *words]):
        out = answer(register, *each)[1]
        assert "Primerova" in out
        assert "Duulatov" not in out


def test_a_withdrawn_case_restored_in_the_folder_is_not_published(register, answer, git):
    lay = case(register).relative_to(register)
    code, _, err = answer(register, "withdraw", CASE, "--reason", "safety", "--yes")
    assert code == 0, err
    same(answer, register)
    git("checkout", "-q", "HEAD~1", "--", str(lay))
    same(answer, register)
    assert "Duulatov" not in answer(register, *PUBLIC)[1]
    git("rm", "-qf", str(lay))
    same(answer, register)


def test_a_case_withdrawn_in_another_clone_is_not_exported_after_a_pull(
    register, answer, git, git_in, tmp_path
):
    for words in ASKED:
        answer(register, *words)
    git("clone", "-q", str(register), str(tmp_path / "other"))
    there = git_in(tmp_path / "other")
    there("config", "user.name", "desk-2")
    there("config", "user.email", "desk-2@register.invalid")
    code, _, err = answer(tmp_path / "other", "withdraw", CASE, "--reason", "safety", "--yes")
    assert code == 0, err
    git("pull", "-q", str(tmp_path / "other"))
    assert "Duulatov" not in answer(register, *PUBLIC)[1]
    same(answer, register, ASKED)


def test_a_sparse_checkout_publishes_nothing(register, answer, git):
    answer(register, *PUBLIC)
    written(register, tier="restricted")
    git("add", "-A")
    git("commit", "-qm", "A case")
    git("sparse-checkout", "set", "--no-cone", "/*", "!/cases/kg/2025/kg-2025-7k3mq.yaml")
    answer(register, "list")
    for words in ASKED:
        code, out, err = answer(register, *words)
        assert (code, out, "sparse" in err) == (5, "", True)


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_nothing_is_exported_while_a_write_is_incomplete(register, answer, audience):
    words = [*PUBLIC, "--audience", audience]
    assert [answer(register, *words)[0] for _ in range(2)] == [0, 0]
    journal = journal_of(register)
    journal.write_text("{}", "utf-8")

    for options in ([], ["--no-cache"]):
        code, out, err = answer(register, *options, *words)
        assert (code, out, "exports are refused" in err) == (5, "", True)

    journal.unlink()
    assert answer(register, *words)[0] == 0


def test_while_another_command_writes_it_is_published_all_the_same(register, answer):
    answer(register, "list")
    other = sqlite3.connect(register / ".git" / "casefile" / NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        same(answer, register)
    finally:
        other.close()


def test_a_record_that_changes_while_it_is_published_is_refused(register, answer, monkeypatch):
    answer(register, "list")
    read = LazyEntry.blob.func

    def late(entry):
        if CASE in entry.path:
            rewritten(case(register), SAID, "Released in the corridor.")
        return read(entry)

    with monkeypatch.context() as meanwhile:
        changed = cached_property(late)
        changed.__set_name__(LazyEntry, "blob")
        meanwhile.setattr(LazyEntry, "blob", changed)
        code, out, err = answer(register, *PUBLIC)
    assert (code, out) == (4, "")
    assert err.startswith("casefile: ")
    same(answer, register)


FORMS = ("jsonl", "json", "csv")


@pytest.fixture
def returned(register, answer, git):
    """The sample register in which a case was withdrawn and lies again beside what stands for it."""
    words = ("withdraw", CASE, "--reason", "safety", "--yes")
    assert answer(register, *words)[0] == 0
    path = f"cases/kg/2025/{CASE}.yaml"
    git("checkout", "-q", "HEAD~1", "--", path)
    git("commit", "-qm", "What a merge may do")
    return register


def test_a_withdrawn_case_is_not_exported_once_the_history_shows_it(returned, answer, git_in, tmp_path):
    git_in(tmp_path)("clone", "-q", "--depth", "1", returned.as_uri(), "shallow")
    clone = tmp_path / "shallow"
    for form in FORMS:
        same(answer, clone, [["export", "-f", form]])
    git_in(clone)("fetch", "-q", "--unshallow")
    for form in FORMS:
        same(answer, clone, [["export", "-f", form]])
        code, out, err = answer(clone, "export", "-f", form)
        assert code == 1
        assert "Duulatov" not in out
        assert "CF024" in err


def test_nothing_is_exported_if_git_cannot_list_withdrawals(returned, answer, monkeypatch):
    def fails(*_, **__):
        raise MachineTrouble("CF810", "git log failed", "see: git status")

    for form in FORMS:
        answer(returned, "export", "-f", form)
    monkeypatch.setattr("casefile.loading.reinstated_cases.find_withdrawals", fails)
    (returned / ".git" / "casefile" / NAME).unlink()
    for form in FORMS:
        for words in (["export", "-f", form], ["--no-cache", "export", "-f", form]):
            code, out, err = answer(returned, *words)
            assert (code, out) == (5, ""), words
            assert "exports are refused" in err
    assert answer(returned, "list")[0] == 0
    monkeypatch.undo()
    for form in FORMS:  # what was told without git is not remembered
        same(answer, returned, [["export", "-f", form]])
        assert answer(returned, "export", "-f", form)[0] == 1


@pytest.mark.parametrize("harm", ["key = substr(key, 2)", "key = 7"])
def test_a_damaged_key_is_another_file_once_and_then_the_index_is_made_anew(
    register, answer, harm, monkeypatch
):
    monkeypatch.setattr(fingerprints, "AGED", 0)
    shown = answer(register, "show", CASE)
    answer(register, "show", CASE)
    opened = database(register)
    with opened:
        assert opened.execute(f"UPDATE files SET {harm} WHERE path LIKE '%duulatov%'").rowcount
    opened.close()
    assert answer(register, "show", CASE)[0] == 4
    assert answer(register, "show", CASE) == shown


@pytest.mark.parametrize("aged", [0, fingerprints.AGED], ids=["by its times", "read each time"])
@pytest.mark.parametrize(
    "harm",
    ["snapshot = snapshot + 16", "key = substr(key, 2)", "path = path || 'x'", "key = 7", "row = NULL"],
)
def test_a_file_that_a_damaged_cache_lost_is_still_withheld(register, answer, harm, aged, monkeypatch):
    monkeypatch.setattr(fingerprints, "AGED", aged)
    (register / "cases/kg/2025/kg-2025-7k3mq.yaml").write_text(
        NEW.format(name="Zelda Sekretova", tier="restricted"), "utf-8"
    )
    rewritten(case(register), SAID, "Released with Zelda Sekretova.")
    for form in FORMS:
        answer(register, "export", "-f", form)
    opened = database(register)
    with opened:
        assert opened.execute(f"UPDATE files SET {harm} WHERE path LIKE '%7k3mq%'").rowcount
    opened.close()
    for form in FORMS:
        ((_, out, _),) = same(answer, register, [["export", "-f", form]])
        assert "Sekretova" not in out
