"""What git shows and merges once `casefile setup-git` was given, and once casefile is gone again."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from support.branches import AUGUST, CASE, SEPTEMBER, SETTINGS, TEXT


class Desk:
    """A register with one case, in a repository that knows casefile; git finds it where `path` says."""

    def __init__(self, folder: Path, environment, executable) -> None:
        self.folder, self.environment = folder, environment
        self.with_casefile = f"{Path(executable).parent}:{environment['PATH']}"
        self.without = ":".join(
            part for part in environment["PATH"].split(":") if not shutil.which("casefile", path=part)
        )
        self.path = self.with_casefile
        self.case = folder / CASE

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, "PATH": self.path, "COLUMNS": "80"}
        return subprocess.run(
            words, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    def git(self, *words: str) -> str:
        done = self.run("git", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self, text: str) -> None:
        self.case.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "an edit")

    def fork(self) -> None:
        """Let both branches append a hearing at the end of the same ledger."""
        self.git("switch", "-qc", "theirs")
        self.commit(TEXT + SEPTEMBER)
        self.git("switch", "-q", "main")
        self.commit(TEXT + AUGUST)


@pytest.fixture(scope="module")
def begun(tmp_path_factory, environment, executable):
    """Make the register once, and tell its git of casefile."""
    desk = Desk(tmp_path_factory.mktemp("begun") / "desk", environment, executable)
    desk.case.parent.mkdir(parents=True)
    desk.git("init", "-q", "-b", "main")
    (desk.folder / "casefile.yaml").write_text(SETTINGS)
    assert desk.run(executable, "setup-git").returncode == 0
    desk.commit(TEXT)
    return desk.folder


@pytest.fixture
def desk(begun, tmp_path, environment, quick):
    """The register, where git finds a casefile that starts quickly."""
    return Desk(shutil.copytree(begun, tmp_path / "desk"), environment, quick)


@pytest.fixture
def installed(begun, tmp_path, environment, executable):
    """The register, where git finds the installed casefile."""
    return Desk(shutil.copytree(begun, tmp_path / "desk"), environment, executable)


def hunks(text: str) -> list[str]:
    """Return what git wrote behind the numbers of each hunk."""
    return [line.split("@@ ", 2)[-1] for line in text.splitlines() if line.startswith("@@")]


def test_a_reviewer_reads_in_which_entry_a_change_is(installed):
    longer = TEXT.replace("    kind: arrest\n", "    kind: arrest\n" + NOTES)
    installed.commit(longer)
    installed.commit(longer.replace("third", "3rd"))
    assert hunks(installed.git("log", "-p", "-1")) == [ENTRY]
    assert hunks(installed.git("show")) == [ENTRY]
    assert hunks(installed.git("diff", "HEAD~")) == [ENTRY]
    assert f"  - {ENTRY}\n" in installed.git("blame", CASE)
    installed.path = installed.without
    assert hunks(installed.git("show")) == ["id: h2v5t"]


ENTRY = "2025-05-28 detention h2v5t"
NOTES = """\
    reasons: one
    summary: first
    note: |-
      second
      third
      fourth
"""


def test_another_layout_shows_nothing_and_a_value_does(desk):
    desk.case.write_text(TEXT.replace('"', "'").replace("country: KG", 'country:   "KG"'))
    assert desk.git("diff", "--no-textconv") != ""
    assert desk.git("diff") == ""
    desk.case.write_text(TEXT.replace('"2025-09-21"', "2025-09-22"))
    changed = [line for line in desk.git("diff").splitlines() if line[:1] in "+-" and line[:3] not in SIDES]
    assert changed == ['-    until: "2025-09-21"', '+    until: "2025-09-22"']


SIDES = {"+++", "---"}


def test_git_diff_shows_control_characters_as_symbols(desk):
    desk.case.write_text(TEXT.replace("Bishkek", "Bish\x1b[2Jkek\u202e"))
    said = desk.git("diff")
    assert "+    place: Bish␛[2Jkek<U+202E>" in said
    assert "\x1b" not in said


def test_where_casefile_is_gone_git_shows_plain_lines(desk):
    desk.case.write_text(TEXT.replace("kind: arrest", "kind: stop"))
    desk.path = desk.without
    done = desk.run("git", "diff")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == desk.git("diff", "--no-textconv")
    assert "+    kind: stop" in done.stdout


def test_both_additions_are_kept(installed):
    installed.fork()
    assert installed.run("git", "merge", "-q", "theirs").returncode == 0
    assert installed.case.read_text() == TEXT + AUGUST + SEPTEMBER


@pytest.mark.parametrize(
    "program", [None, "#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 70\n", "#!/nowhere/python\n"]
)
def test_where_casefile_cannot_run_git_merges_lines_and_leaves_markers(desk, tmp_path, program):
    desk.fork()
    desk.path = desk.without
    if program:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/casefile").write_text(program)
        (tmp_path / "bin/casefile").chmod(0o755)
        desk.path = f"{tmp_path / 'bin'}:{desk.without}"
    done = desk.run("git", "merge", "-q", "theirs")
    assert done.returncode == 1
    assert "casefile" in done.stderr
    text = desk.case.read_text()
    assert all(marker in text for marker in ("<<<<<<< ours", "=======", ">>>>>>> theirs"))


def test_a_clean_merge_of_lines_stays_clean(desk):
    desk.git("switch", "-qc", "theirs")
    desk.commit(TEXT.replace("country: KG", "country: KZ"))
    desk.git("switch", "-q", "main")
    desk.commit(TEXT + AUGUST)
    desk.path = desk.without
    assert desk.run("git", "merge", "-q", "theirs").returncode == 0
    assert desk.case.read_text() == (TEXT + AUGUST).replace("country: KG", "country: KZ")


def test_setup_git_reports_its_changes(desk, quick):
    undone = desk.run(quick, "setup-git", "--undo")
    rule = " .gitattributes: cases/**/*.yaml diff=casefile merge=casefile"
    assert undone.stdout.splitlines()[-1].endswith(rule)
    planned = desk.run(quick, "setup-git", "--dry-run", "--json")
    assert json.loads(planned.stdout)["data"]["dry_run"] is True
    done = desk.run(quick, "setup-git", "--json")
    data = json.loads(done.stdout)["data"]
    assert (data["scope"], data["undo"], data["program_found"]) == ("local", False, True)
    assert [change.get("key", ".gitattributes") for change in data["changes"]] == [
        ".gitattributes",
        "diff.casefile.textconv",
        "diff.casefile.xfuncname",
        "merge.casefile.name",
        "merge.casefile.driver",
        "merge.directoryrenames",
    ]
    again = desk.run(quick, "setup-git")
    assert (again.stdout, again.stderr.count("\n")) == ("", 1)


def test_undo_reports_the_settings_that_were_changed_since(desk, quick):
    desk.git("config", "merge.casefile.driver", "mine %O %A %B")
    planned = desk.run(quick, "setup-git", "--undo", "--dry-run")
    (left,) = [line for line in planned.stdout.splitlines() if "leave" in line]
    assert left.endswith(" merge.casefile.driver")
    undone = desk.run(quick, "setup-git", "--undo", "--json")
    assert json.loads(undone.stdout)["data"]["kept"] == ["merge.casefile.driver"]
    assert desk.git("config", "--get", "merge.casefile.driver").strip() == "mine %O %A %B"


def test_every_line_fits(desk, quick):
    desk.run(quick, "setup-git", "--undo")
    desk.path = desk.without
    for words in (["setup-git", "--help"], ["setup-git"], ["doctor"]):
        done = desk.run(quick, *words)
        assert done.returncode == 0
        assert max(map(len, (done.stdout + done.stderr).splitlines())) <= 80


@pytest.fixture
def clone(desk, tmp_path, environment, quick):
    """A clone of the register, whose git has no drivers for records."""
    desk.git("clone", "-q", str(desk.folder), str(tmp_path / "clone"))
    return Desk(tmp_path / "clone", environment, quick)


WARNING = "casefile setup-git"
RECORD = ("record", "release", "kg-2025-7k3mq", "--date", "2025-09-01", "--kind", "court_order")
NEEDING = {
    "diff": ("diff",),
    "record": RECORD,
    "update": ("update", "kg-2025-7k3mq", "--set", "person.occupation=journalist"),
    "add": ("add", "--country", "KG", "--identification", "unnamed", "--descriptor", "a poet",
            "--date", "2025-06-01"),
    "commit": ("commit",),
}  # fmt: skip


@pytest.mark.parametrize("words", NEEDING.values(), ids=NEEDING)
def test_a_clone_without_drivers_warns_once(clone, quick, words):
    first = clone.run(quick, *words)
    assert (first.returncode, first.stderr.count(WARNING)) == (0, 1), first.stderr
    assert WARNING not in first.stdout
    assert [clone.run(quick, *each).stderr.count(WARNING) for each in NEEDING.values()] == [0] * 5


def test_the_warning_waits_for_a_person_and_for_a_command_that_needs_drivers(clone, quick):
    others = (["list"], ["log"], ["show", "kg-2025-7k3mq"], ["validate"], ["-q", "diff"], ["diff", "--json"],
              [*RECORD, "--dry-run"], [*RECORD, "--json"], ["diff", "HEAD", "--", "nobody"])  # fmt: skip
    for words in others:
        assert WARNING not in clone.run(quick, *words).stderr, words
    clone.environment = {**clone.environment, "CI": "true"}
    assert WARNING not in clone.run(quick, "diff").stderr
    clone.environment = {**clone.environment, "CI": ""}
    changed = clone.run(quick, "diff", "--exit-code", "HEAD~1")
    assert (changed.returncode, changed.stderr.count(WARNING)) == (1, 1)


def test_a_clone_with_drivers_is_never_warned_about(clone, quick):
    assert clone.run(quick, "init").returncode == 0
    assert WARNING not in clone.run(quick, *RECORD).stderr
    clone.git("config", "--remove-section", "merge.casefile")
    assert WARNING not in clone.run(quick, "diff").stderr
