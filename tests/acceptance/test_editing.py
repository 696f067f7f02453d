"""`edit`, `rename` and `withdraw` with the installed command: real editors, a real terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from casefile.cli.commands.edit import ASKED, GO_ON
from support.forked import in_a_fork
from support.programs import program
from support.terminal import Terminal

CASE = "kg-2025-aleksander-aleksandrov"
PATH = f"cases/kg/2025/{CASE}.yaml"
WITHDRAWN = "kg-2025-joomart-duulatov"


@pytest.fixture
def editor(tmp_path):
    """Return a function that makes an editor of a shell script, as GIT_EDITOR names it."""

    def make(script: str, arguments: str = "") -> str:
        folder = tmp_path / "my editors"
        folder.mkdir(exist_ok=True)
        program = folder / f"editor-{len([*folder.iterdir()])}"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return f'"{program}" {arguments}'.strip()

    return make


@pytest.fixture
def edit(environment, register):
    """Return a function that runs `casefile edit` with an editor, nobody being there to be asked."""

    def run(editor: str, *words: str, record: str = CASE) -> subprocess.CompletedProcess[str]:
        return in_a_fork(["edit", record, *words], register, {**environment, "GIT_EDITOR": editor})

    return run


@pytest.fixture
def at_terminal(environment, register):
    """Return a function that starts a command at a real terminal."""

    def start(*words: str, editor: str = "false", columns: int = 80, program: str = "casefile") -> Terminal:
        return Terminal([program, *words], register, {**environment, "GIT_EDITOR": editor}, columns)

    return start


@pytest.fixture
def drafts(register):
    """Return a function that lists what is kept."""
    folder = register / ".git/casefile/drafts"
    return lambda: sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def test_an_editor_with_arguments_and_quotes_is_run_as_git_runs_it(edit, editor, register, git, drafts):
    done = edit(editor('sed -i "s/place: Bishkek/$1/" "$2"', "'place: Osh # it is so'"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{CASE}: detention h1462: place corrected: Bishkek → Osh\n"
    assert "place: Osh # it is so\n" in (register / PATH).read_text()
    assert git(register, "status", "--porcelain") == ""
    assert drafts() == []


def test_the_answer_in_json_is_that_of_every_writer(edit, register, git):
    done = edit("echo hello; sed -i 's/place: Bishkek/place: Osh/'", "--json")
    data = json.loads(done.stdout)["data"]
    assert data["commit"] == git(register, "rev-parse", "HEAD").strip()
    assert [each["text"] for each in data["changes"]] == ["detention h1462: place corrected: Bishkek → Osh"]
    assert "hello" in done.stderr


def test_an_unchanged_text_is_reported_and_leaves_no_draft(edit, drafts):
    done = edit("true")
    assert (done.returncode, done.stdout) == (0, f"{CASE}: no change\n")
    assert drafts() == []


@pytest.mark.parametrize(
    "case",
    [
        ("/nowhere/editor --wait", 5, "CF633", ": /nowhere/editor --wait"),
        ("false", 5, "CF633", "(1): false"),
        ("cp /dev/null", 2, "CF625", ""),
        ("rm", 2, "CF625", ""),
    ],
)
def test_an_editor_that_fails_changes_nothing(edit, register, git, drafts, case):
    script, code, error, editor = case
    done = edit(script, "--json")
    assert done.returncode == code
    answer = json.loads(done.stdout)["error"]
    assert (answer["code"], editor in answer["message"]) == (error, True)
    assert git(register, "status", "--porcelain") == ""
    assert drafts() == []


@pytest.mark.parametrize("case", [('> "$1"', 2), ('rm "$1"', 2), ('> "$1"; exit 3', 5)])
def test_a_text_that_was_kept_outlives_an_editor_that_empties_it(edit, editor, drafts, register, case):
    edit("sed -i 's/kind: arrest/kind: nonsense/; s/place: Bishkek/place: Osh/'")
    script, code = case
    done = edit(editor(script), "--resume")
    assert done.returncode == code
    assert f".git/casefile/drafts/{CASE}.yaml" in done.stderr
    kept = register / f".git/casefile/drafts/{CASE}.yaml"
    assert "place: Osh" in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    done = edit("sed -i 's/kind: nonsense/kind: arrest/'", "--resume")
    assert done.returncode == 0, done.stderr
    assert "place: Osh\n" in (register / PATH).read_text()
    assert drafts() == []


def test_a_text_of_an_earlier_round_outlives_an_editor_that_empties_it(at_terminal, editor, drafts, register):
    script = 'if grep -q nonsense "$1"; then : > "$1"; else sed -i "s/kind: arrest/kind: nonsense/" "$1"; fi'
    with at_terminal("edit", CASE, editor=editor(script)) as terminal:
        terminal.answer(ASKED[0])
        assert terminal.ends() == 2
        assert f".git/casefile/drafts/{CASE}.yaml" in "".join(terminal.text.split())
    assert "kind: nonsense" in (register / f".git/casefile/drafts/{CASE}.yaml").read_text()


@pytest.mark.parametrize("script", ["true", "false", "sed -i 's/place: Bishkek/place: [Osh/'"])
def test_the_matched_record_is_printed_once_for_every_outcome(edit, script):
    done = edit(script, record="aleksandrov")
    assert done.stderr.startswith(f"Aleksander Aleksandrov ({CASE})\n")
    assert done.stderr.count("Aleksander Aleksandrov") == 1


def test_the_matched_record_is_printed_before_the_editor_opens(edit, editor):
    done = edit(editor("echo opened >&2"), record="aleksandrov")
    assert done.stderr.splitlines()[:2] == [f"Aleksander Aleksandrov ({CASE})", "opened"]


def test_an_editor_that_fails_after_it_wrote_leaves_the_text(edit, editor, drafts):
    done = edit(editor('echo "# typed" >> "$1"; exit 3'))
    assert done.returncode == 5
    assert f".git/casefile/drafts/{CASE}.yaml" in done.stderr
    assert f"{CASE}.yaml" in drafts()


def test_a_missing_editor_is_reported(executable, environment, register):
    done = subprocess.run(
        [executable, "edit", CASE], cwd=register, env={**environment, "TERM": "dumb"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 5
    assert "git config core.editor" in done.stderr


def test_an_invalid_text_is_kept_and_editing_can_continue(edit, register, git, drafts):
    done = edit("sed -i 's/place: Bishkek/place: [Osh/'")
    assert done.returncode == 2
    assert f".git/casefile/drafts/{CASE}.yaml:32:" in done.stderr
    assert f"casefile edit {CASE} --resume" in done.stderr
    assert git(register, "status", "--porcelain") == ""
    done = edit("true")
    assert (done.returncode, "--resume" in done.stderr, "--discard" in done.stderr) == (4, True, True)
    done = edit("sed -i 's/place: .Osh/place: Osh/'", "--resume")
    assert done.returncode == 0, done.stderr
    assert "place: Osh\n" in (register / PATH).read_text()
    assert drafts() == []
    assert edit("true", "--resume").returncode == 3


def test_a_dry_run_keeps_the_text(edit, register, git, drafts):
    done = edit("sed -i 's/place: Bishkek/place: Osh/'", "--dry-run")
    assert "+    place: Osh\n" in done.stdout
    assert git(register, "status", "--porcelain") == ""
    assert f"{CASE}.yaml" in drafts()


def test_the_second_to_save_sees_the_change_of_the_first(edit, editor, quick, register, git):
    other = f'"{quick}" update {CASE} --set events.h1462.place=Naryn >/dev/null'
    done = edit(editor(f'sed -i "s/kind: arrest/kind: questioning/" "$1"; {other}'))
    assert done.returncode == 4
    assert "kind: arrest" in (register / PATH).read_text()
    done = edit("true", "--resume")
    assert done.returncode == 0, done.stderr
    assert "detention h1462: place corrected: Bishkek → Naryn" in done.stderr
    text = (register / PATH).read_text()
    assert "place: Naryn" in text
    assert "kind: questioning" in text


def test_an_error_is_shown_at_the_terminal_and_editing_goes_on(at_terminal, editor, register, drafts):
    script = 'sed -i "s/kind: nonsense/kind: questioning/; s/kind: arrest/kind: nonsense/" "$1"'
    with at_terminal("edit", CASE, editor=editor(script)) as terminal:
        terminal.shows("line 34, column 5: ")
        terminal.shows("(CF103)")
        terminal.answer(ASKED[0])
        assert terminal.ends() == 0
        terminal.shows("kind corrected: arrest")
    assert "kind: questioning" in (register / PATH).read_text()
    assert drafts() == []


def test_stopping_keeps_the_text_and_it_is_offered_again(at_terminal, editor, register, drafts):
    with at_terminal("edit", CASE, editor="sed -i 's/kind: arrest/kind: nonsense/'") as terminal:
        terminal.answer("s: stop", "s")
        assert terminal.ends() == 2
        assert ".git/casefile/drafts/" in terminal.text
    with at_terminal("edit", CASE, editor="sed -i 's/kind: nonsense/kind: questioning/'") as terminal:
        terminal.answer(GO_ON, "y")
        assert terminal.ends() == 0
    assert "kind: questioning" in (register / PATH).read_text()
    assert drafts() == []


def test_events_are_removed_only_after_confirmation(at_terminal, register):
    gone = "sed -i '/^  - id: h1462/,/^  - id/{/h1462/d;/^    /d}'"
    with at_terminal("edit", CASE, editor=gone) as terminal:
        terminal.shows("detention h1462")
        terminal.answer(ASKED[1], "d")
        assert terminal.ends() == 0, terminal.text
    assert "h1462" not in (register / PATH).read_text()


def test_a_real_editor_at_a_real_terminal(at_terminal, executable, register, drafts):
    vim = f"TERM=vt100 {program('vim')} -u NONE --cmd 'set shortmess=aTtF'"
    with at_terminal("edit", CASE, editor=vim, program=executable) as terminal:
        terminal.shows("schema: casefile/case/1")
        terminal.type(":%s/place: Bishkek/place: Osh/")
        terminal.press("enter")
        terminal.shows("    place: Osh")
        terminal.press("ctrl-c")  # means something to vim, and nothing to us
        for _ in range(60):  # vim throws away what was typed while it heard of the interrupt
            terminal.type(":wq")
            terminal.press("enter")
            time.sleep(0.3)
            if not terminal.process.isalive():
                break
        assert terminal.ends() == 0, terminal.text
    assert "place: Osh" in (register / PATH).read_text()
    assert drafts() == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_text_outlives_an_interrupted_command(executable, environment, register, editor, sent):
    begun = register.parent / "begun"
    script = f'echo "# typed" >> "$1"; touch "{begun}"; exec sleep 60'
    process = subprocess.Popen(
        [executable, "edit", CASE], cwd=register, env={**environment, "GIT_EDITOR": editor(script)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    while not begun.exists():
        time.sleep(0.02)
    os.killpg(process.pid, sent)
    _, err = process.communicate()
    assert process.returncode == (130 if sent == signal.SIGINT else -sent)
    kept = register / f".git/casefile/drafts/{CASE}.yaml"
    assert "# typed" in kept.read_text()
    if sent == signal.SIGINT:
        assert str(kept.relative_to(register)) in err


def test_a_rename_of_a_situation_with_many_cases(casefile, casefile_json, register, git):
    citing = {each["record"] for each in casefile_json("show", "kloop-2025")["data"]["derived"]["cited_by"]}
    done = casefile("rename", "kloop-2025", "kloop-crackdown-2025")
    assert done.returncode == 0, done.stderr
    changed = git(register, "show", "--format=", "--name-only", "HEAD").split()
    assert {Path(each).stem for each in changed} == {"kloop-crackdown-2025", *citing}
    assert len(citing) == 8
    assert casefile("validate", "--strict").returncode == 0
    assert git(register, "status", "--porcelain") == ""
    assert "Crackdown on Kloop" in casefile("show", "kloop-2025").stdout


@pytest.mark.parametrize(
    ("words", "code"), [((CASE,), 2), ((CASE, "x", "--opaque"), 2), ((CASE, WITHDRAWN), 4)]
)
def test_a_rename_that_makes_no_sense_is_refused(casefile, words, code):
    done = casefile("rename", *words)
    assert done.returncode == code
    assert done.stderr.startswith("casefile: ")


def test_a_name_can_be_closed_once_it_is_in_no_id(casefile, casefile_json):
    new = casefile_json("rename", CASE, "--opaque")["data"]["record"]
    assert casefile("update", new, "--set", "person.name_tier=restricted").returncode == 0
    shown = casefile("export", "-f", "jsonl", new)
    assert shown.returncode == 0, shown.stderr
    assert "aleksandrov" not in shown.stdout.lower()


def test_a_withdrawal_asks_and_lists_copies_that_cannot_be_recalled(at_terminal, register, git):
    with at_terminal("withdraw", "duulatov", "--reason", "subject_request") as terminal:
        terminal.answer("Withdraw it?")
        assert terminal.ends() == 0
    assert git(register, "status", "--porcelain") == ""
    with at_terminal("withdraw", "duulatov", "--reason", "subject_request") as terminal:
        text = " ".join(terminal.asks("Withdraw it?").split())
        assert f"Joomart Duulatov ({WITHDRAWN})" in text
        assert "this clone: 1 " in text
        terminal.type("y")
        terminal.press("enter")
        assert terminal.ends() == 0
    assert git(register, "status", "--porcelain") == ""


def test_a_withdrawn_case_is_nowhere_but_in_its_line(casefile, casefile_json, register):
    before = (register / f"cases/kg/2025/{WITHDRAWN}.yaml").read_text()
    done = casefile("withdraw", WITHDRAWN, "--reason", "safety")
    assert (done.returncode, "--yes" in done.stderr) == (2, True)
    data = casefile_json("withdraw", WITHDRAWN, "--reason", "safety", "--yes")["data"]
    assert "Duulatov" not in json.dumps(data)
    assert casefile("show", WITHDRAWN).returncode == 3
    assert "Withdrawn" in casefile("show", data["record"]).stdout
    events = [line.split()[-1] for line in before.splitlines() if line.startswith("  - id: ")]
    for words in (("export", "-f", "csv-events", "--audience", "internal"), ("list",), ("timeline",)):
        shown = casefile(*words).stdout
        assert len(shown) > 800
        for word in ("Duulatov", data["record"], WITHDRAWN, *events):
            assert word not in shown, (words, word)


def test_a_reason_is_a_word_of_the_list(casefile):
    done = casefile("withdraw", WITHDRAWN, "--reason", "saftey", "--yes")
    assert done.returncode == 2
    assert " safety?" in done.stderr
    assert casefile("withdraw", WITHDRAWN).returncode == 2
