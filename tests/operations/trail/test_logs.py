"""What was told of a record before is told again where git says the same of its commits, and only there."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.changes.difference import restored, stored
from casefile.operations.board.looking import sight
from casefile.operations.remembering import without_cache
from casefile.operations.trail import logs
from casefile.operations.trail.log import read_log as read_anew
from casefile.storage.index import Told, pasts
from casefile.storage.whereabouts import NAME
from conftest import GitIn
from support.logged import put_up, read_log, said, same_log

CASE = "kg-2025-aaaaa"
CLOSED = "kg-2025-bbbbb"
PATH = f"cases/kg/2025/{CASE}.yaml"


@pytest.fixture
def told(past, monkeypatch):
    """Return a function that gives the log of a record as it was told before; None where it is told anew."""
    put_up(past.folder)
    logs.log_of(past.folder, [CASE])

    def ask(record=CASE, **how):
        with monkeypatch.context() as patch, contextlib.suppress(Anew):
            patch.setattr(logs, "_read", anew)
            return logs.log_of(past.folder, [record], **how)
        return None

    return ask


class Anew(Exception):
    """The commits would be read."""


def anew(*_words):
    raise Anew


def tables(folder: Path) -> bytes:
    return (folder / ".git" / "casefile" / NAME).read_bytes()


def test_it_is_told_without_reading_a_commit(past, told):
    assert said(told()) == said(read_anew(past.folder, [CASE]))
    assert told(CLOSED) is None


def test_so_is_what_cases_refer_to(past, told):
    for record in ("occrp-2025-06-04", "scns"):
        plain = read_log(past.folder, [record])
        assert said(told(record)) == said(plain)
        assert plain.entries


def test_it_is_told_so_as_far_as_somebody_asks(past, told):
    for day in range(1, 5):
        past.replace("place: ", "place: far ")
        past.commit(day=f"2025-07-0{day}")
    put_up(past.folder)
    assert len(logs.log_of(past.folder, [CASE], limit=2).entries) == 2
    assert told(limit=2) is None  # what came before was not looked at
    read_log(past.folder, [CASE])
    for limit in (1, 2, 5, 9):
        assert said(told(limit=limit)) == said(read_anew(past.folder, [CASE], limit=limit))


def test_what_is_done_to_others_is_nothing_to_it(past, told):
    past.replace("place: Osh", "place: Talas", f"cases/kg/2025/{CLOSED}.yaml")
    past.commit("of another")
    put_up(past.folder)
    assert told().known_at == read_anew(past.folder, [CASE]).known_at


def test_what_is_not_committed_is_nothing_to_it(past, told):
    past.replace("place: Bishkek", "place: Talas")
    put_up(past.folder)
    assert said(told()) == said(read_anew(past.folder, [CASE]))


@pytest.mark.parametrize("how", ["commit", "amend", "rebase", "back", "another branch"])
def test_where_its_commits_are_others_it_is_told_anew(past, told, how):
    past.append()
    past.commit("a release")
    read_log(past.folder, [CASE])
    if how == "commit":
        past.replace("place: Bishkek", "place: Osh")
        past.commit("another place", "2025-07-11")
    elif how == "amend":
        past.git("commit", "-q", "--amend", "-m", "in other words")
    elif how == "rebase":
        past.git("rebase", "-q", "--force-rebase", "HEAD~1")
    elif how == "back":
        past.git("reset", "-q", "--hard", "HEAD~1")
    else:
        past.git("checkout", "-q", "-b", "other", "HEAD~1")
    put_up(past.folder)
    assert told() is None
    read_log(past.folder, [CASE])
    assert told() is not None


def called_otherwise_before(past):
    """State a former id, with commits of its own, in the file."""
    past.write(past.text().replace(CASE, "kg-2025-ccccc"), "cases/kg/2025/kg-2025-ccccc.yaml")
    past.commit("another one")
    past.git("rm", "-q", "cases/kg/2025/kg-2025-ccccc.yaml")
    past.commit("gone")
    read_log(past.folder, [CASE])
    past.replace(f"id: {CASE}\n", f"id: {CASE}\nformerly:\n  - kg-2025-ccccc\n")


def test_a_former_id_that_is_stated_since_leads_further_back(past, told):
    """Also while the file that states it is not committed."""
    called_otherwise_before(past)
    put_up(past.folder)
    assert told() is None
    assert len(read_log(past.folder, [CASE]).entries) == 3
    assert told() is not None


def test_a_record_that_moved_is_followed_along_all_of_its_paths(past, told):
    past.git("mv", PATH, "cases/kg/2025/elsewhere.yaml")
    past.commit("moved")
    past.git("mv", "cases/kg/2025/elsewhere.yaml", PATH)
    past.commit("and back")
    read_log(past.folder, [CASE])
    assert len(told().entries) == len(read_anew(past.folder, [CASE]).entries)
    past.git("checkout", "-q", "HEAD~1")
    read_log(past.folder, [CASE])


def test_what_lies_beside_it_under_its_name_is_told_of_as_without(past, told):
    """One that states the same id; one that cannot be read, whose name alone tells its id."""
    beside = f"cases/kz/2025/{CASE}.yaml"
    past.write(past.text(), beside)
    put_up(past.folder)
    same_log(past.folder, [CASE])
    (past.folder / beside).unlink()
    called_otherwise_before(past)
    past.git("mv", PATH, "cases/kg/2025/kg-2025-eeeee.yaml")
    for text in ("", "\tno YAML\n"):
        if text:
            past.write(text, beside)
        put_up(past.folder)
        same_log(past.folder, [CASE])


def test_what_changes_while_it_is_read_is_not_remembered(past, told, monkeypatch):
    past.append()
    past.commit("a release")
    put_up(past.folder)
    text, read = past.text(), logs._read

    def meanwhile(*words):
        past.replace(f"id: {CASE}\n", f"id: {CASE}\nformerly:\n  - kg-2025-ccccc\n")
        return read(*words)

    with monkeypatch.context() as patch:
        patch.setattr(logs, "_read", meanwhile)
        logs.log_of(past.folder, [CASE])
    past.write(text)
    put_up(past.folder)
    assert told() is None


def test_a_clone_that_reaches_further_back_is_told_anew(past, tmp_path, git_in):
    past.append()
    past.commit("a release")
    clone = git_in(tmp_path / "clone")
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{past.folder}", "clone")
    (cut,) = read_log(clone.folder, [CASE]).entries
    assert cut.cut
    clone("fetch", "-q", "--unshallow")
    assert [each.cut for each in read_log(clone.folder, [CASE]).entries] == [False, False]


def test_a_graft_is_seen(past, told):
    past.append()
    past.commit("a release")
    read_log(past.folder, [CASE])
    grafts = past.folder / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(past.git("rev-parse", "HEAD") + "\n")
    assert told() is None
    (only,) = read_log(past.folder, [CASE]).entries
    assert only.differences[0].told[0].startswith("record added")


def test_a_graft_that_leads_to_where_the_file_came_from_is_seen(past, told):
    """Though nothing differs in the files that were followed so far."""
    text = past.text()
    past.git("rm", "-q", PATH)
    past.commit("gone")
    past.git("checkout", "-q", "-b", "side")
    past.write(text, "cases/kg/2025/elsewhere.yaml")
    side = past.commit("under another name")
    past.git("checkout", "-q", "main")
    past.write(text.replace("place: Bishkek", "place: Osh"))
    tip = past.commit("here again")
    assert "record added" in read_log(past.folder, [CASE]).entries[0].differences[0].told[0]
    assert told() is not None
    (past.folder / ".git" / "info").mkdir(exist_ok=True)
    (past.folder / ".git" / "info" / "grafts").write_text(f"{tip} {side}\n")
    assert "place corrected" in read_log(past.folder, [CASE]).entries[0].differences[0].told[0]


@pytest.mark.parametrize("column", ["by", "paths", "said"])
def test_what_was_tampered_with_is_not_believed(past, told, column):
    database = sqlite3.connect(past.folder / ".git" / "casefile" / NAME)
    with database:
        database.execute(f"UPDATE told SET {column} = {column} || ' '")
    database.close()
    assert told() is None
    read_log(past.folder, [CASE])
    assert told() is not None


def test_without_the_cache_nothing_is_asked_nor_remembered(past, told):
    without_cache(off=True)
    try:
        assert told() is None
    finally:
        without_cache(off=False)


def test_no_more_than_so_many_are_remembered(past, told, monkeypatch):
    monkeypatch.setattr(pasts, "KEPT", 2)
    seen = sight(past.folder)
    for name in "xyz":
        seen.board.pasts.learn(seen.state, Told(name, "", "[]", "{}"))
    assert [seen.board.pasts.of(name) is not None for name in (PATH, *"xyz")] == [False, False, True, True]


def test_text_and_json_are_the_same_with_and_without(past, answer):
    past.append("  - id: b4b4b\n    type: nothing\n")
    past.commit("broken")
    past.write(
        past.text().replace("type: nothing\n", 'type: release\n    date: "2025-07-02"\n    kind: other\n')
    )
    past.commit("mended")
    put_up(past.folder)
    for words in (
        ["log", CASE],
        ["log", CASE, "--json"],
        ["log", CASE, "--format", "md"],
        ["log", CASE, "--limit=1"],
    ):
        plain = answer(past.folder, "--no-cache", *words)
        assert answer(past.folder, *words) == answer(past.folder, *words) == plain
        assert plain[0] == 0


WITHDRAW = ("--reason", "safety", "--yes")


def test_of_one_who_was_withdrawn_nothing_is_remembered_any_more(past, answer):
    """Neither of the past of the case, nor of that of others, which may tell of it."""
    past.replace("name: Zyyagul", "name: Aizada", f"cases/kg/2025/{CLOSED}.yaml")
    past.replace("place: Bishkek", "place: at Zyyagul's")
    past.commit("names")
    past.replace("place: at Zyyagul's", "place: Bishkek")
    past.commit("no names")
    put_up(past.folder)
    for record in (CASE, CLOSED):
        assert answer(past.folder, "log", record)[0] == 0
    assert b"Zyyagul" in tables(past.folder)
    assert answer(past.folder, "withdraw", CLOSED, *WITHDRAW)[0] == 0
    put_up(past.folder)
    for record in (CASE, CLOSED, CASE, CLOSED):
        assert "Zyyagul" in answer(past.folder, "log", record)[1]  # the history still says it
    assert b"Zyyagul" not in tables(past.folder)


def test_a_withdrawal_that_arrives_where_the_board_is_new_is_not_missed(past, answer, git_in, tmp_path):
    """As after many moments that were looked at, or in another work tree of the clone."""
    git_in(tmp_path)("clone", "-q", str(past.folder), "other")
    other = git_in(tmp_path / "other")
    other("config", "user.name", "desk-2")
    other("config", "user.email", "desk-2@register.invalid")
    assert answer(other.folder, "withdraw", CLOSED, *WITHDRAW)[0] == 0
    put_up(past.folder)
    assert answer(past.folder, "log", CLOSED)[0] == 0
    assert b"Zyyagul" in tables(past.folder)
    past.git("checkout", "-q", "--", ".")
    past.git("pull", "-q", str(other.folder))
    database = sqlite3.connect(past.folder / ".git" / "casefile" / NAME)
    with database:
        for table in ("states", "here", "rows", "kept", "names", "tiers", "spans"):
            database.execute(f"DELETE FROM {table}")
    database.close()
    for _ in range(3):
        assert answer(past.folder, "list")[0] == 0
    assert b'"told"' not in tables(past.folder)
    assert b"Zyyagul" not in tables(past.folder)


def test_what_a_withdrawn_case_leaves_is_told_anew(past, answer):
    assert answer(past.folder, "withdraw", CLOSED, *WITHDRAW)[0] == 0
    (stands,) = {path.stem for path in (past.folder / "cases/kg/2025").iterdir()} - {CASE}
    read_log(past.folder, [stands])


STEPS = (
    "place",
    "other",
    "break",
    "mend",
    "delete",
    "bring back",
    "move",
    "settings",
    "source",
    "branch",
    "amend",
    "gone",
)


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7), seed=st.integers(0, 99))
def test_whatever_happens_it_is_told_as_without(template, steps, seed):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(template, Path(place) / "register", symlinks=True))
        history = History(folder, Random(seed))
        for step in steps:
            history.step(step)
            put_up(folder)
            for record in (CASE, CLOSED):
                if (folder / f"cases/kg/2025/{record}.yaml").exists():
                    same_log(folder, [record])


class History:
    """A register to which all kinds of things are done."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder, self.chance, self.git, self.number = folder, chance, GitIn(folder), 0
        self.texts = {path: self.text(path) for path in (PATH, f"cases/kg/2025/{CLOSED}.yaml")}

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def step(self, step: str) -> None:
        self.number += 1
        path = self.chance.choice([*self.texts])
        {
            "place": lambda: self.write(path, self.texts[path].replace("place: ", f"place: {self.number} ")),
            "other": lambda: self.write("notes.txt", str(self.number)),
            "break": lambda: self.write(path, f"{self.texts[path]}\tno YAML {self.number}\n"),
            "mend": lambda: self.write(path, self.texts[path]),
            "delete": lambda: (self.folder / path).unlink(missing_ok=True),
            "bring back": lambda: self.write(path, self.texts[path].replace("d1d1d", f"d{self.number}d1d")),
            "move": lambda: self.move(path),
            "settings": lambda: self.write(
                "casefile.yaml", f"schema: casefile/settings/1\ntitle: T{self.number}\n"
            ),
            "source": lambda: self.write(
                "cases/sources/occrp-2025-06-04.yaml",
                self.text("cases/sources/occrp-2025-06-04.yaml") + f"# {self.number}\n",
            ),
            "branch": lambda: self.merge(path),
            "amend": lambda: self.git(
                "commit", "-q", "--amend", "--allow-empty", "-m", f"amended {self.number}"
            ),
            "gone": lambda: self.git("reset", "-q", "--hard", "HEAD~1") if self.number > 1 else None,
        }[step]()
        self.commit()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def move(self, path: str) -> None:
        old, new = self.folder / path, self.folder / "cases/kg/2025/moved.yaml"
        if old.exists():
            old.rename(new)
        elif new.exists():
            new.rename(old)

    def merge(self, path: str) -> None:
        self.git("checkout", "-q", "-b", f"side-{self.number}")
        self.write(path, self.texts[path].replace("kind: ", f"place: Side {self.number}\n    kind: ", 1))
        self.commit()
        self.git("checkout", "-q", "main")
        self.write("notes.txt", f"{self.number} ours")
        self.commit()
        self.git(
            "merge", "-q", "--no-edit", "-X", self.chance.choice(["ours", "theirs"]), f"side-{self.number}"
        )

    def commit(self) -> None:
        self.git("add", "-A")
        date = f"2025-07-{10 + self.number:02}T12:00:00+00:00"
        self.git(
            "commit",
            "-qm",
            f"step {self.number}",
            "--allow-empty",
            GIT_AUTHOR_DATE=date,
            GIT_COMMITTER_DATE=date,
        )


def test_what_is_stored_comes_back_as_it_was(past):
    past.append()
    past.commit("a release")
    for entry in read_anew(past.folder).entries:
        for each in entry.differences:
            assert restored(json.loads(json.dumps(stored(each)))) == each
