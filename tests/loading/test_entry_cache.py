"""What is remembered of files changes how fast an answer comes, never the answer."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import casefile
from casefile.files.clone_paths import NAME
from casefile.index import CacheRow, ContentCache, key_of
from casefile.index.content_cache import CODE_PACKAGES
from casefile.index.content_cache import code_digest as version
from casefile.index.snapshot_index import KEPT
from casefile.loading import entry_cache, open_register
from casefile.register import LazyEntry, Outline, Register, outline_of, read_entry, row_as_text
from support.cached import same_without_cache

ROOT = Path(__file__).resolve().parents[2]
ASKED = (
    ["list", "--json", "--on", "2025-06-10"],
    ["list", "--status", "held", "--json", "--on", "2025-12-01"],
    ["show", "kg-2025-joomart-duulatov", "--json", "--on", "2025-06-10"],
    ["timeline", "kloop-2025", "--on", "2025-06-10"],
    ["stats", "--by", "month", "--json", "--on", "2025-06-10"],
    ["due", "--json", "--on", "2025-06-10"],
    ["search", "Kloop", "--json"],
    ["validate", "--json"],
    ["export", "-f", "csv", "--on", "2025-06-10"],
)


FEW = (ASKED[0], ASKED[2], ASKED[4], ASKED[7])


def same(answer, folder, asked=FEW):
    """Assert that every question has one answer, with the cache and without."""
    same_without_cache(answer, folder, asked)


def cache(folder):
    return folder / ".git" / "casefile" / NAME


def kept(folder):
    database = sqlite3.connect(cache(folder))
    (count,) = database.execute("SELECT count(*) FROM contents").fetchone()
    database.close()
    return count


def test_answers_are_the_same_cold_warm_and_without(register, answer):
    same(answer, register, ASKED)
    assert kept(register) == len([*register.glob("cases/**/*.yaml"), "casefile.yaml"])


def test_a_warm_list_reads_no_file_with_the_reader(register, answer, monkeypatch):
    answer(register, "list")
    for reader in ("casefile.loading.entry_cache.read_entry", "casefile.register.lazy_entry.read"):
        monkeypatch.setattr(reader, lambda *_: pytest.fail("a file was read"))
    code, out, _ = answer(register, "list", "--on", "2025-06-10")
    assert code == 0
    assert "Joomart Duulatov" in out


def test_the_cache_is_private_and_outside_of_git(register, answer, git):
    answer(register, "list")
    assert stat.S_IMODE(cache(register).stat().st_mode) == 0o600
    assert git("status", "--porcelain") == ""


def test_without_cache_nothing_is_written(register, answer):
    answer(register, "--no-cache", "list")
    assert not cache(register).exists()
    answer(register, "list")
    assert cache(register).exists()


def test_earlier_commits_are_remembered_too(register, answer, git):
    case = next(register.glob("cases/kg/2025/*joomart*"))
    case.write_text(case.read_text("utf-8").replace("2025-07-21", "2025-07-22"), "utf-8")
    git("commit", "-qam", "Later")
    for moment in ("HEAD~1", "HEAD"):
        words = ["list", "--json", "--known-at", moment, "--on", "2025-06-10"]
        plain = answer(register, "--no-cache", *words)
        assert answer(register, *words) == answer(register, *words) == plain


def damaged(path):
    blob = bytearray(path.read_bytes())
    for at in range(4096, len(blob), 97):
        blob[at] ^= 255
    path.write_bytes(bytes(blob))


HARM = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"no database at all" * 1000),
    "damaged": damaged,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link": lambda path: (path.unlink(), path.symlink_to("/etc/passwd")),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:9000]),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_cache_does_not_change_the_answer(register, answer, harm):
    answer(register, "list")
    HARM[harm](cache(register))
    same(answer, register)


def test_a_row_that_was_tampered_with_is_not_believed(register, answer):
    answer(register, "list")
    database = sqlite3.connect(cache(register))
    with database:
        database.execute("UPDATE contents SET summary = replace(summary, 'Duulatov', 'Somebody')")
    database.close()
    assert "Somebody" not in answer(register, "list", "--on", "2025-06-10")[1]


def test_who_is_withdrawn_is_not_remembered(register, answer):
    answer(register, "list")
    assert b"Duulatov" in cache(register).read_bytes()
    code, _, err = answer(register, "withdraw", "kg-2025-joomart-duulatov", "--reason", "safety", "--yes")
    assert code == 0, err
    answer(register, "list")
    assert b"Duulatov" not in cache(register).read_bytes()


def snapshot_names(register):
    database = sqlite3.connect(cache(register))
    found = [name for (name,) in database.execute("SELECT name FROM snapshots")]
    database.close()
    return found


def test_the_snapshot_of_the_folder_is_kept_after_reads_of_commits(register, answer, git):
    answer(register, "list")
    for number in range(9):
        git("commit", "-q", "--allow-empty", "-m", f"{number}")
        same(answer, register, [["list", "--known-at", "HEAD"]])
    assert f"files {register}" in snapshot_names(register)
    assert len(snapshot_names(register)) == KEPT


def nothing(_register):
    """Leave the board as it is."""


def no_folder(register):
    """Take the folder off the board: what was remembered of its files stays."""
    database = sqlite3.connect(cache(register))
    with database:
        assert database.execute("DELETE FROM snapshots WHERE name LIKE 'files %'").rowcount
    database.close()


@pytest.mark.parametrize("lost", [nothing, no_folder])
def test_who_was_withdrawn_elsewhere_is_forgotten_when_that_arrives(register, answer, git_in, tmp_path, lost):
    git = git_in(register)
    answer(register, "list")
    answer(register, "list")
    assert b"Duulatov" in cache(register).read_bytes()
    lost(register)
    git("clone", "-q", str(register), str(tmp_path / "other"))
    there = git_in(tmp_path / "other")
    there("config", "user.name", "desk-2")
    there("config", "user.email", "desk-2@register.invalid")
    words = ("withdraw", "kg-2025-joomart-duulatov", "--reason", "safety", "--yes")
    code, _, err = answer(tmp_path / "other", *words)
    assert code == 0, err
    git("pull", "-q", str(tmp_path / "other"))
    for _ in range(3):
        same(answer, register)
    assert cache(register).exists()
    assert b"Duulatov" not in cache(register).read_bytes()


def test_a_dry_run_remembers_nothing(register, answer):
    answer(register, "update", "kg-2025-joomart-duulatov", "--set", "person.gender=male", "--dry-run")
    assert not cache(register).exists()


def test_another_version_remembers_nothing(register, answer, monkeypatch):
    answer(register, "list")
    monkeypatch.setattr(entry_cache, "code_digest", lambda: "another")
    same(answer, register)


def test_a_changed_law_changes_the_version(tmp_path, monkeypatch):
    monkeypatch.setattr("casefile.index.content_cache._top", lambda: str(tmp_path))
    for room in CODE_PACKAGES:
        (tmp_path / room).mkdir()
    law = tmp_path / "custody" / "laws" / "XX.toml"
    law.parent.mkdir()
    law.write_text("")
    for name in ("errors.py", "plural.py"):
        (tmp_path / name).write_text("")
    before = version.__wrapped__()
    law.write_text("[calendar]\n")
    assert version.__wrapped__() != before


def test_the_index_depends_on_all_packages_but_those_that_only_show():
    packages = {path.parent.name for path in Path(casefile.__file__).parent.glob("*/__init__.py")}
    assert set(CODE_PACKAGES) == packages - {"cli", "terminal", "pages", "exporters"}


@pytest.mark.parametrize("table", ["passages", "table_of_that_version"])
def test_rows_of_another_version_are_erased(tmp_path, monkeypatch, table):
    """No withdrawal would remove them, because they are not known to be there."""
    monkeypatch.setattr(
        "casefile.index.content_cache.sqlite3.connect", without_secure_delete(sqlite3.connect)
    )
    database = ContentCache(tmp_path, "one").connected()
    with database:
        database.execute(f"CREATE TABLE IF NOT EXISTS {table} (row INTEGER, text TEXT, sum INTEGER)")
        database.execute(f"INSERT INTO {table} VALUES (1, ?, 0)", ["Zyyagul" * 5000])
    database.close()
    assert b"Zyyagul" in (tmp_path / NAME).read_bytes()
    ContentCache(tmp_path, "another").connected().close()
    assert b"Zyyagul" not in (tmp_path / NAME).read_bytes()


def without_secure_delete(connect):
    """Return what connects as SQLite does where nobody has built it otherwise."""

    def connected(*words, **how):
        database = connect(*words, **how)
        database.execute("PRAGMA secure_delete = OFF")
        return database

    return connected


def test_while_another_holds_it_the_answer_comes_all_the_same(register, answer):
    answer(register, "list")
    other = sqlite3.connect(cache(register), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        same(answer, register)
    finally:
        other.close()


def test_while_another_holds_it_the_files_are_read_once(register, answer, monkeypatch):
    answer(register, "list")
    other = sqlite3.connect(cache(register), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    reads, read_register = [], open_register.read_register
    monkeypatch.setattr(
        open_register, "read_register", lambda *asked: reads.append(asked) or read_register(*asked)
    )
    try:
        for words in (["list"], ["due"], ["today"], ["stats"]):
            del reads[:]
            assert answer(register, *words)[0] == 0
            assert len(reads) == 1, words
    finally:
        other.close()


def test_a_read_only_cache_folder_changes_no_answer(register, answer):
    private = register / ".git" / "casefile"
    shutil.rmtree(private, ignore_errors=True)
    private.write_text("in the way")
    same(answer, register)


def test_a_changed_connection_of_a_source_changes_the_cases_that_cite_it(register, answer):
    answer(register, "list")
    source = register / "cases/sources/24kg-2025-06-28.yaml"
    source.write_text(source.read_text("utf-8") + "connection: official\n", "utf-8")
    same(answer, register)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_facts_of_a_source_without_a_connection_are_published(register, answer, form):
    for source in register.glob("cases/sources/*.yaml"):
        lines = source.read_text("utf-8").splitlines(keepends=True)
        source.write_text("".join(each for each in lines if "connection:" not in each), "utf-8")
    same(answer, register, [["export", "-f", form, "--on", "2025-06-10"]])


def test_another_default_tier_is_seen(register, answer):
    answer(register, "list")
    path = register / "casefile.yaml"
    path.write_text(path.read_text("utf-8").replace("stale_days: 90", "stale_days: 30"), "utf-8")
    assert "stale_days: 30" in path.read_text("utf-8")
    same(answer, register)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["same size", "touch", "cp", "stash", "checkout", "rename", "back", "add"]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_no_change_is_overlooked(register, answer, git, changes):
    answer(register, "list")
    for what, which in changes:
        files = sorted(register.glob("cases/kg/2025/*.yaml"))
        path = files[which % len(files)]
        before = path.stat()
        match what:
            case "same size":
                text = path.read_text("utf-8")
                path.write_text(text.replace("2025-05-28", "2025-05-27", 1), "utf-8")
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            case "touch":
                os.utime(path, ns=(0, 0))
            case "cp":
                other = files[(which + 1) % len(files)]
                kept_id = path.read_text("utf-8")
                shutil.copy2(other, path)
                path.write_text(kept_id, "utf-8")
            case "stash":
                git("stash", "-q", "-u")
            case "checkout":
                git("checkout", "-q", "--", ".")
            case "rename":
                path.rename(path.with_name(path.name.upper()))
            case "back":
                git("checkout", "-q", "--", ".")
                os.utime(path, ns=(10**15, 10**15))
            case "add":
                git("add", "-A")
        same(answer, register)
    git("reset", "-q", "--hard")
    git("clean", "-qfd")


def test_a_warm_validate_writes_no_text_anew_and_finds_the_same(register, answer, monkeypatch):
    odd = register / "cases/kg/2025/kg-2025-matj9.yaml"
    odd.write_text(odd.read_text("utf-8").replace("tier: public", "tier:   public", 1), "utf-8")
    found = answer(register, "validate", "--json")
    assert "CF501" in found[1]
    monkeypatch.setattr(
        "casefile.views.review_text.is_canonical_text", lambda *_: pytest.fail("compared again")
    )
    assert answer(register, "validate", "--json") == found
    odd.write_text(odd.read_text("utf-8").replace("tier:   public", "tier: public", 1), "utf-8")
    monkeypatch.undo()
    assert "CF501" not in answer(register, "validate", "--json")[1]


def test_an_entry_and_its_row_come_back_as_they_were():
    paths = ["casefile.yaml", *(str(each.relative_to(ROOT)) for each in sorted(ROOT.glob("cases/**/*.yaml")))]
    blobs = {path: (ROOT / path).read_bytes() for path in paths}
    register = Register(read_entry(path, blob) for path, blob in blobs.items())
    back = []
    for path, blob in blobs.items():
        entry = register.entries[path]
        if path == "casefile.yaml":
            back.append(entry)
            continue
        row = row_as_text(register.row_of(entry), register.rules, register.connections)
        outline = Outline.from_text(outline_of(entry, blob).as_text())
        back.append(LazyEntry(path, blob, outline, partial(str, row)))
    again = Register(back)
    assert again.rows == register.rows
    for old, new in zip(register.rows, again.rows, strict=True):
        assert new.course == old.course
    assert again.connections == register.connections
    assert not any("record" in entry.__dict__ for entry in back[1:])
    for path, entry in register.entries.items():
        known = again.entries[path]
        for name in ("id", "kind", "broken", "readable", "withdrawn", "formerly", "connection", "problems",
                     "text", "data", "record"):  # fmt: skip
            assert getattr(known, name) == getattr(entry, name), (path, name)


def test_the_oldest_is_forgotten_first(tmp_path, monkeypatch):
    monkeypatch.setattr("casefile.index.content_cache.LEAST", 0)
    cache = ContentCache(tmp_path, "1")
    keys = [key_of("a", str(at).encode()) for at in range(100)]
    for key in keys:
        cache.keep([(key, CacheRow("{}", None))], register_size=2)
    assert {*cache.recall(keys)} == {*keys[-8:]}
