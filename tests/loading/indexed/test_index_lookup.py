"""The board answers without opening records, and only where the files are those it was made of."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import strategies as st

from casefile.files import fingerprints
from casefile.files.clone_paths import NAME, private_folder
from casefile.git import Repository
from casefile.index import CheckResult, SnapshotDelta, SnapshotIndex
from casefile.loading import open_register
from casefile.loading.indexed import deadline_builder, deadline_list, index_lookup, index_refresh
from casefile.loading.indexed.indexed_register import IndexedRegister
from support.cached import same_without_cache
from support.properties import for_examples

ROOT = Path(__file__).resolve().parents[3]
DAY = ("--on", "2025-06-10")
ASKED = (
    ["list", "--json", *DAY],
    ["list", "--status", "held", "--country", "kg", *DAY],
    ["list", "--sort", "-since", "--columns", "name,since,situations,days_held", *DAY],
    ["list", "--status", "unknown", "--limit", "2", "--json"],
    ["show", "Duulatov", *DAY],
    ["show", "kloop-2025", "--json", *DAY],
    ["search", "Kloop", "--json"],
    ["search", "Дуулатов"],
    ["search", "aleksandrof"],
    ["search", "zzyzx"],
    ["validate"],
    ["due", "--on", "2025-07-30"],
    ["due", "--within", "90d", "--json", *DAY],
    ["today", "--on", "2025-07-30"],
    ["stats", "--by", "month", *DAY],
    ["stats", "--by", "situation", "--json"],
    ["timeline", "kloop-2025", *DAY],
    ["due", "Duulatov", *DAY],
)
SAID = "Released in the courtroom."
FEW = (ASKED[0], ASKED[4], ASKED[6], ASKED[10])


def warm(answer, folder, asked=ASKED):
    """Ask everything twice: the first time puts the files on the board, the second what hangs on them."""
    for words in (*asked, *asked):
        answer(folder, *words)


def same(answer, folder, asked=FEW):
    """Assert that every question has one answer, by the board and without it."""
    same_without_cache(answer, folder, asked)


def case(folder, name="joomart"):
    return next(folder.glob(f"cases/kg/2025/*{name}*"))


def rewritten(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_an_answer_from_the_index_equals_one_from_the_files(register, answer, words):
    same(answer, register, [words])


def test_a_warm_answer_reads_no_register(register, answer, monkeypatch):
    warm(answer, register)
    plain = [answer(register, "--no-cache", *words) for words in ASKED]
    for place in (open_register, index_lookup):
        monkeypatch.setattr(place, "read_register", lambda *_: pytest.fail("it was read"), raising=False)
    shared = ("situations", "kloop-2025")  # what shared records are called, and who belongs to them, is read
    for words, said in zip(ASKED, plain, strict=True):
        if not any(each in word for word in words for each in shared):
            assert answer(register, *words) == said


def test_one_changed_file_is_read_alone(register, answer, monkeypatch):
    warm(answer, register)
    rewritten(case(register), SAID, "Released in the corridor.")
    monkeypatch.setattr(open_register, "read_register", lambda *_: pytest.fail("all were read"))
    told = answer(register, *ASKED[10]), answer(register, *ASKED[0])
    monkeypatch.undo()
    assert told == tuple(answer(register, "--no-cache", *words) for words in (ASKED[10], ASKED[0]))


def test_a_recorded_event_and_a_new_case_are_seen_at_once(register, answer, git):
    warm(answer, register)
    code, _, err = answer(
        register, "record", "hearing", "Duulatov", "--date", "2025-06-09", "--outcome", "adjourned",
        "--source", "https://example.org/heard",
    )  # fmt: skip
    assert code == 0, err
    same(answer, register, ASKED)
    new = ("add", "Jane Roe", "--country", "KG", "--date", "2025-06-08", "--source", "occrp-2025-11")
    code, _, err = answer(register, *new)
    assert code == 0, err
    same(answer, register, ASKED)
    assert "Jane Roe" in answer(register, "search", "roe")[1]


def test_a_claim_that_a_source_is_close_is_seen_at_once(register, answer):
    warm(answer, register, FEW)
    source = next(register.glob("cases/sources/occrp*"))
    rewritten(source, "kind:", "claims:\n  - field: connection\n    value: relative\nkind:")
    answer(register, *FEW[0])
    assert source.stem in IndexedRegister(index_lookup.find_indexed_snapshot(register)).close_sources


@pytest.mark.parametrize("few", [500, 0])
def test_show_stores_the_deadlines_of_all_records_only_if_few_are_missing(register, answer, monkeypatch, few):
    warm(answer, register, [["list", *DAY]])
    monkeypatch.setattr(deadline_list, "FEW", few)
    answer(register, "show", "Duulatov", *DAY)
    database = sqlite3.connect(register / ".git" / "casefile" / NAME)
    (stored,) = database.execute("SELECT count(DISTINCT row) FROM deadlines").fetchone()
    database.close()
    assert stored > 1 if few else stored == 1
    same(answer, register, [["show", "Duulatov", *DAY]])


def test_a_new_source_that_is_close_is_seen_at_once(register, answer):
    warm(answer, register, FEW)
    text = "schema: casefile/source/1\nid: call-1\nkind: call\nconnection: relative\n"
    (register / "cases/sources/call-1.yaml").write_text(text)
    assert "call-1" in IndexedRegister(index_lookup.find_indexed_snapshot(register)).close_sources


CHANGES = {
    "settings": lambda folder: rewritten(folder / "casefile.yaml", "schema:", "tiers: none\nschema:"),
    "broken": lambda folder: rewritten(case(folder), "events:", "dossier_events:"),
    "gone": lambda folder: case(folder).unlink(),
    "twice": lambda folder: shutil.copy(case(folder), case(folder).with_name("kg-2025-other.yaml")),
    "renamed": lambda folder: case(folder).rename(case(folder).with_name("kg-2025-other.yaml")),
    "another case": lambda folder: case(folder).rename(
        case(folder).with_name(case(folder).name.replace("joomart", "Joomart"))
    ),
    "a link": lambda folder: case(folder).with_name("kg-2025-link.yaml").symlink_to("/etc/passwd"),
    "a folder": lambda folder: case(folder).with_name("kg-2025-folder.yaml").mkdir(),
    "another repository": lambda folder: (case(folder).parent / ".git").mkdir(),
    "not a record": lambda folder: case(folder).with_name("notes.yml").write_text("a: 1\n"),
    "a schema": lambda folder: rewritten(folder / "schemas" / "case.schema.json", '"type"', '"typo"'),
    "another source": lambda folder: rewritten(
        next(folder.glob("cases/sources/*")), "kind:", "connection: family\nkind:"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_noticed(register, answer, change):
    warm(answer, register, FEW)
    CHANGES[change](register)
    same(answer, register, FEW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_seen(register, answer):
    warm(answer, register, FEW)
    folder = case(register).parent
    folder.chmod(0)
    try:
        same(answer, register, FEW)
    finally:
        folder.chmod(0o755)


def test_a_conflict_of_git_is_seen(register, answer, git):
    warm(answer, register, FEW)
    git("checkout", "-qb", "other")
    rewritten(case(register), SAID, "Released in the corridor.")
    git("commit", "-qam", "One")
    git("checkout", "-q", "main")
    rewritten(case(register), SAID, "Released in the yard.")
    git("commit", "-qam", "Two")
    subprocess.run(["git", "-C", register, "merge", "other"], capture_output=True, check=False)
    git("checkout", "--ours", str(case(register).relative_to(register)))
    same(answer, register, FEW)
    assert "CF021" in answer(register, "validate")[1]


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    "broken", ["files", "snapshots", "list_rows", "names", "sounds", "problems", "texts"]
)
def test_without_one_of_its_tables_the_files_are_read(register, answer, broken):
    warm(answer, register)
    database = sqlite3.connect(register / ".git" / "casefile" / NAME)
    with database:
        database.execute(f"DROP TABLE {broken}")
    database.close()
    same(answer, register, ASKED)


@pytest.mark.parametrize("column", ["text", "row_text", "status", "least", "more", "first"])
def test_a_line_that_was_tampered_with_is_not_believed(register, answer, column):
    words = ["list", "--json", *DAY]
    warm(answer, register, [words])
    database = sqlite3.connect(register / ".git" / "casefile" / NAME)
    changed = f"{column} || 'x'" if column in {"text", "row_text"} else f"{column} - 1"
    with database:
        database.execute("UPDATE list_rows SET status = 'held'" if column == "status" else "SELECT 1")
        database.execute("SELECT 1" if column == "status" else f"UPDATE list_rows SET {column} = {changed}")
    database.close()
    same(answer, register, [words])


def test_a_linked_work_tree_has_its_own_indexed_snapshot(register, answer, git, tmp_path):
    git("worktree", "add", "-q", str(tmp_path / "linked"))
    rewritten(case(tmp_path / "linked"), SAID, "Released in the corridor.")
    for _ in range(2):
        same(answer, register, FEW)
        same(answer, tmp_path / "linked", FEW)


def test_the_folder_of_the_cache_is_that_which_git_names(register, git, tmp_path):
    git("worktree", "add", "-q", str(tmp_path / "linked"))
    for folder in (register, register / "cases", tmp_path / "linked", tmp_path / "linked" / "cases"):
        opened = Repository.open(folder)
        assert opened is not None
        assert private_folder(folder) == opened.private
    assert private_folder(Path("/")) is None


def _again(path):
    """Write a file anew with as many bytes, and give it back its times."""
    known = path.stat()
    blob = path.read_bytes()
    at = blob.index(b'"2025-') + 10
    path.write_bytes(blob[:at] + str(int(blob[at : at + 1]) % 8 + 1).encode() + blob[at + 1 :])
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


def _copied(path):
    """Put another content there by `cp -p`, with the times of the file that it takes the place of."""
    other = path.with_suffix(".tmp")
    shutil.copy2(path, other)
    _again(other)
    shutil.copystat(path, other)
    shutil.copyfile(other, path)
    shutil.copystat(other, path)
    other.unlink()


def _moved(path):
    other = path.with_name(path.name.swapcase())
    path.rename(other)
    other.rename(path)


def _git(path, *words):
    folder = next(each for each in path.parents if (each / ".git").exists())
    subprocess.run(["git", "-C", folder, *words], check=False, capture_output=True)


STEPS = {
    "same size, same times": _again,
    "cp -p": _copied,
    "touch back": lambda path: os.utime(path, (0, 0)),
    "touch forth": lambda path: os.utime(path, (2**31, 2**31)),
    "there and back": _moved,
    "commit": lambda path: _git(path, "commit", "-qam", "On"),
    "back a commit": lambda path: _git(path, "checkout", "-q", "HEAD~1", "--", "cases"),
    "checkout": lambda path: _git(path, "checkout", "-q", "--", "."),
    "stash": lambda path: _git(path, "stash"),
    "unstash": lambda path: _git(path, "stash", "pop"),
    "lines end otherwise": lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")),
    "lines end as they should": lambda path: path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n")),
    "status": lambda path: _git(path, "status"),
    "unchanged to git": lambda path: _git(path, "update-index", "--assume-unchanged", str(path)),
    "a moment": lambda _: time.sleep(0.03),
}


@for_examples(
    5,
    12,
    steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2)), min_size=1, max_size=8),
)
def test_the_index_is_never_out_of_date(register, answer, monkeypatch, steps):
    monkeypatch.setattr(
        fingerprints, "AGED", 20_000_000
    )  # a few ticks: what is older is no longer read again
    files = sorted(register.glob("cases/kg/2025/*.yaml"))
    asked = (ASKED[0], *ASKED[10:14], ASKED[16], ["export", "-f", "jsonl"])
    warm(answer, register, asked)
    for step, place in steps:
        STEPS[step](files[place])
        for words in asked:
            plain = answer(register, "--no-cache", *words)
            assert [answer(register, *words) for _ in range(2)] == [plain, plain], (step, words)


def test_a_text_is_checked_against_the_closed_names_of_all_others(register, answer):
    rewritten(case(register, "abdil"), "tier: public", "tier: restricted")
    warm(answer, register, FEW)
    before = answer(register, "validate")[1]
    rewritten(case(register), SAID, "Released in the courtroom, as Abdil Torobaev says.")
    same(answer, register, FEW)
    found = {*answer(register, "validate")[1].splitlines()} - {*before.splitlines()}
    assert any("joomart" in line and "CF4" in line for line in found), found


def test_settings_that_change_are_seen(register, answer):
    warm(answer, register, FEW)
    rewritten(register / "casefile.yaml", "tier: public", "tier: restricted")
    same(answer, register, FEW)


def test_the_new_name_of_a_court_is_shown_in_due(register, answer):
    asked = [ASKED[11], ASKED[13]]
    warm(answer, register, asked)
    court = next(path for path in register.glob("cases/organizations/*") if "Pervomaisky" in path.read_text())
    rewritten(court, "Pervomaisky District Court", "Court of the First of May")
    same(answer, register, asked)
    assert "Court of the First of May" in answer(register, *ASKED[11], "--json")[1]


def test_a_new_label_of_a_court_is_in_its_deadlines(register, answer):
    court = next(path for path in register.glob("cases/organizations/*") if "Pervomaisky" in path.read_text())
    other = "kind: court\nother_names:\n  - name: PDC\n"
    rewritten(court, "kind: court\n", other)
    asked = [ASKED[11], ASKED[13]]
    warm(answer, register, asked)
    rewritten(court, other, "kind: court\nabbreviation: PDC\n")
    same(answer, register, asked)
    assert "PDC" in answer(register, *ASKED[11], "--json")[1]


def test_a_new_court_leaves_the_stored_deadlines_of_others(register, answer, monkeypatch):
    asked = ASKED[11]
    warm(answer, register, [asked])
    before = answer(register, *asked)
    new = ("organization", "add", "--name", "Another Court", "--kind", "court", "--country", "KG")
    code, _, err = answer(register, *new)
    assert code == 0, err
    made = []
    build = deadline_builder.build_deadline_rows
    monkeypatch.setattr(
        deadline_builder, "build_deadline_rows", lambda seen, some: made.extend(some) or build(seen, some)
    )
    assert answer(register, *asked) == before
    assert [record for _, record in made] == ["another-court"]


def test_a_new_label_of_a_statute_is_in_the_events_that_a_search_shows(register, answer):
    asked = ["search", "kg-cc-278"]
    warm(answer, register, [asked])
    rewritten(register / "cases" / "statutes" / "kg-cc-278.yaml", "code: ", "code: New ")
    same(answer, register, [asked])
    assert "of the New " in answer(register, *asked)[1]


LABELS = (ASKED[11], ASKED[13], ["due", "Duulatov", *DAY], ["show", "Duulatov", *DAY], ["search", "hearing"])


def test_labels_that_change_again_and_again_are_in_every_answer(register, answer):
    court = next(path for path in register.glob("cases/organizations/*") if "Pervomaisky" in path.read_text())
    asked = [*LABELS, ["search", "Pervomaisky", "--json"], ["timeline", "Duulatov", *DAY]]
    warm(answer, register, asked)
    before = same_without_cache(answer, register, asked)
    original = court.read_text("utf-8")
    rewritten(court, "kind: court\n", "kind: court\nabbreviation: PDC\n")
    assert same_without_cache(answer, register, asked) != before
    court.unlink()
    same(answer, register, asked)
    court.write_text(original, "utf-8")
    assert same_without_cache(answer, register, asked) == before


def test_a_label_that_a_merge_changes_is_in_every_answer(register, answer, git_in):
    court = next(path for path in register.glob("cases/organizations/*") if "Pervomaisky" in path.read_text())
    git = git_in(register)
    git("switch", "-qc", "other")
    rewritten(court, "kind: court\n", "kind: court\nabbreviation: PDC\n")
    git("commit", "-qam", "other label")
    git("switch", "-q", "main")
    warm(answer, register, LABELS)
    git("merge", "-q", "other")
    same(answer, register, LABELS)
    at = [["due", "--on", "2025-07-30", "--known-at", commit] for commit in ("HEAD", "HEAD~1", "HEAD")]
    now, then, again = same_without_cache(answer, register, at)
    assert now == again != then


def test_another_legal_time_limit_is_used_in_due(register, answer):
    asked = [ASKED[11], ASKED[13]]
    warm(answer, register, asked)
    clock = 'clocks:\n  - country: KG\n    hours: 72\n    citation: "A law, art. 1"\n'
    path = register / "casefile.yaml"
    path.write_text(path.read_text("utf-8") + clock, "utf-8")
    same(answer, register, asked)
    assert "A law, art. 1" in answer(register, *ASKED[11], "--json")[1]


def test_rows_written_by_another_command_are_not_overwritten(register, answer, monkeypatch):
    warm(answer, register, FEW)
    true_row = index_refresh.file_record_of

    def interrupted(*given):
        monkeypatch.setattr(index_refresh, "file_record_of", true_row)
        rewritten(case(register, "aleksandr"), "schema:", "# seen\nschema:")
        answer(register, "list")  # another command, which sees both changes
        return true_row(*given)

    monkeypatch.setattr(index_refresh, "file_record_of", interrupted)
    rewritten(case(register), SAID, "Released in the corridor.")
    answer(register, "list")
    assert index_refresh.file_record_of is true_row
    same(answer, register, FEW)


def test_two_new_files_with_one_id_are_both_kept_back(register, answer):
    warm(answer, register, FEW)
    for name in ("one", "two"):
        new = case(register).with_name(f"kg-2025-{name}.yaml")
        new.write_text(
            case(register).read_text("utf-8").replace("kg-2025-joomart-duulatov", "kg-2025-one"), "utf-8"
        )
    same(answer, register, FEW)


def test_parallel_commands_print_the_same(register, answer):
    warm(answer, register, FEW)
    words = [sys.executable, "-c", TOGETHER, str(register)]
    rewritten(case(register), SAID, "Released in the corridor.")
    started = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * 4, said
    plain = "".join(answer(register, "--no-cache", *each)[1] for each in (ASKED[0], ASKED[4], ASKED[6]))
    assert {out.decode() for out, _ in said} == {plain}
    same(answer, register, FEW)


TOGETHER = f"""
import sys
from casefile.cli.edge import run
for words in {[ASKED[0], ASKED[4], ASKED[6]]!r}:
    run(["-C", sys.argv[1], *words])
"""


@pytest.mark.parametrize("sort", ["-since", "status", "name"])
def test_cases_with_equal_sort_keys_have_a_stable_order(register, answer, sort):
    asked = ["list", "--sort", sort, "--columns", "name,since", "--on", "2022-07-05"]
    warm(answer, register, [asked])
    same(answer, register, [asked])


def test_today_reports_the_same_files_after_a_validation(register, answer):
    path = case(register)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    warm(answer, register, [["validate"]])
    same(answer, register, [["today", *DAY]])
    assert "joomart" in answer(register, "today", *DAY)[1].partition("Problems")[2]


def test_a_word_with_an_unusual_blank_inside_is_found(register, answer):
    rewritten(case(register), SAID, "Released in the court\u0085room.")
    same(answer, register, [["search", "courtroom"], ["search", "room"]])


def test_two_searches_at_once_learn_a_text_once(register, answer):
    said = answer(register, "search", "Bishkek", "--json")
    seen = index_lookup.find_indexed_snapshot(register)
    rows = [*seen.snapshot_index.rows(seen.state).values()]
    holding = seen.snapshot_index.words.holding(seen.state, "qwfpgj")  # those whose texts hold escapes
    seen.snapshot_index.words.store_words([(row, "qwfpgj", False) for row in rows])
    assert seen.snapshot_index.words.holding(seen.state, "qwfpgj") == holding != {*rows}
    assert answer(register, "search", "Bishkek", "--json") == said


def test_an_outdated_snapshot_is_not_written_to_the_index(register, answer):
    warm(answer, register, [["validate"]])
    seen = index_lookup.find_indexed_snapshot(register)
    taken = fingerprints.take_fingerprints(register)
    rewritten(case(register), SAID, "Released in the corridor.")
    answer(register, "list")
    with pytest.raises(sqlite3.Error):
        seen.snapshot_index.amend(seen.state, taken, SnapshotDelta(seen.state.facts, [], {}, "own"))
    with pytest.raises(sqlite3.Error):
        seen.snapshot_index.check_results.store(seen.state, CheckResult([], frozenset(), {}))
    same(answer, register)


def test_rows_without_a_snapshot_are_removed(register, answer, monkeypatch):
    path, kept = case(register), register / ".git" / "casefile" / NAME
    warm(answer, register, FEW)
    overgrown = SnapshotIndex.is_overgrown
    monkeypatch.setattr(SnapshotIndex, "is_overgrown", lambda self, _files: overgrown(self, 0))
    monkeypatch.setattr("casefile.index.snapshot_index.LEEWAY", 40)
    for number in range(20):
        rewritten(path, "schema:", f"# {number}\nschema:")
        same(answer, register, [["list", "--json", *DAY]])
    database = sqlite3.connect(kept)
    (rows,) = database.execute("SELECT max(row) FROM summaries").fetchone()
    database.close()
    assert rows <= 42


def test_a_purged_index_is_built_again_only_by_the_next_command(register, answer):
    warm(answer, register, FEW)
    answer(register, "doctor", "--purge")
    assert not (register / ".git" / "casefile" / NAME).exists()
    answer(register, "list")
    assert (register / ".git" / "casefile" / NAME).exists()


HARMS = {
    "files": "UPDATE files SET snapshot = snapshot + 16 WHERE kind = 'case' AND path LIKE '%joomart%'",
    "kind": "UPDATE files SET kind = 'cast' WHERE path LIKE '%joomart%'",
    "row": "UPDATE files SET row = row + 4096 WHERE path LIKE '%joomart%'",
    "list rows": "DELETE FROM list_rows WHERE text LIKE '%joomart%'",
    "status": "UPDATE list_rows SET status = 'dead' WHERE text LIKE '%joomart%'",
    "totals": "UPDATE list_totals SET last = last + 1",
    "all totals": "DELETE FROM list_totals",
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_case_missing_in_the_index_is_listed(register, answer, harm):
    asked = [*ASKED[:4], ["list", "--status", "released", "--json"], ["stats", "--json"], ["today", *DAY]]
    warm(answer, register, asked)
    database = sqlite3.connect(register / ".git" / "casefile" / NAME)
    with database:
        assert database.execute(HARMS[harm]).rowcount
    database.close()
    same(answer, register, asked)
