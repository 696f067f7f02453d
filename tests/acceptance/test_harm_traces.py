"""What leaves a trace beside the records: messages, reflogs, logs, locks, errors; no value stands in any."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from casefile.cli.model_options import option_name
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of_entry
from support.at_once import at_once

CANARY, NATIVE = "Kanary", "Канарейка"
TRACE = re.compile("kanary|canary|канаре|kanare", re.IGNORECASE)
"""The canary as it is written, in another script, and as part of an id."""
NAME = f"{CANARY}name Person"
ADDRESS = f"https://{CANARY}.example/{CANARY}"


@pytest.fixture(scope="session")
def begun(tmp_path_factory, empty_world):
    """Make a register once, with a restricted case in it."""
    folder = tmp_path_factory.mktemp("traces") / "desk"
    assert at_once(folder.parent, "init", str(folder), "--identity", "desk-2").code == 0
    opened = at_once(
        folder, "add", NAME, "--country", "KG", "--date", "2025-06-01",
        "--other-name", f"{NATIVE},kind=native", "--descriptor", f"the {CANARY} one",
        "--occupation", CANARY, "--place", CANARY, "--facility", CANARY,
        "--reasons", CANARY, "--legal-basis", CANARY, "--summary", CANARY, "--note", CANARY, "--tag", CANARY,
        "--vulnerability", CANARY, "--affiliation", f"the {CANARY} outlet,role={CANARY}",
        "--external-id", f"{CANARY},value={CANARY}", "--consent", f"subject,given_by={CANARY}",
        "--source", f"'{ADDRESS}',locator={CANARY},quote={CANARY}", "--by", f"the {CANARY} squad",
        "-m", "as heard at the desk", "--json",
    )  # fmt: skip
    assert opened.code == 0, opened.output
    data = json.loads(opened.out)["data"]
    return folder, data["record"], data["event"]


@pytest.fixture
def desk(begun, tmp_path, monkeypatch):
    """Return a copy of it; whatever is written to the temporary folder lies beside."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    return shutil.copytree(begun[0], tmp_path / "desk", symlinks=True)


@pytest.fixture
def case(begun):
    """Return the id of the case in it."""
    return begun[1]


@pytest.fixture
def event(begun):
    """Return the id of its entry."""
    return begun[2]


@pytest.fixture
def traces(desk, git_in, tmp_path):
    """Return a function that gives all that is left beside the records, the drafts and the index.

    These are for the eyes of their owner alone; the index is what `doctor --purge` forgets.
    """
    git = git_in(desk)

    def gather():
        told = [
            git("log", "--all", "--reflog", "--format=%H%n%an%n%ae%n%cn%n%ce%n%B%n%N", "--name-only"),
            git("reflog", "--all", "--format=%gd %gn %ge %gs"),
            git("for-each-ref"),
            git("status", "--porcelain", "--ignored"),
        ]
        own = {desk / ".git/casefile/drafts", desk / ".git/casefile/index.sqlite"}
        paths = [*(desk / ".git").rglob("*"), *(tmp_path / "scratch").rglob("*")]
        told += [
            f"{path.name}\n{_text(path)}"
            for path in paths
            if path.is_file() and "objects" not in path.parts and own.isdisjoint((path, *path.parents))
        ]
        return "\n".join(told)

    return gather


def everything_of(kind):
    """Return the options of a type of entry, each free text with the canary in it."""
    words = []
    for field in shape_of_entry(kind).fields.values():
        inner = field.inner or field
        if field.name in LEFT_OUT:
            continue
        if field.words and (field.required or kind == "death"):
            words += [option_name(field), field.words[0]]
        elif inner.form == "text" and inner.is_scalar and inner.written and inner.written.free:
            words += [option_name(field), f"the {CANARY} one"]
        elif inner.is_mapping and inner.keys[0] in FIRST:
            words += [option_name(field), FIRST[inner.keys[0]]]
    return words


LEFT_OUT = {"id", "type", "date", "time", "tier", "sources", "standing", "resolution", "against"}
FIRST = {
    "statute": f'"the {CANARY} law",offence="{CANARY} calls"',
    "category": f"computer,owner={CANARY},fate=seized",
    "penalty": f"fine,amount={CANARY}",
    "reasons": "given",
}


def writing(case, event):
    """Return what writes: every command, every free text."""
    yield ["source", "add", "--kind", "letter", "--title", CANARY, "--publisher", CANARY, "--author", NAME,
           "--url", f"{ADDRESS}/b", "--tag", CANARY, "--notes", CANARY]  # fmt: skip
    yield ["situation", "add", "--title", f"{CANARY} crackdown", "--country", "KG", "--notes", NATIVE]
    yield [
        "organization",
        "add",
        "--name",
        f"{CANARY} outlet",
        "--kind",
        "outlet",
        "--abbreviation",
        "KANARY",
    ]
    yield ["statute", "add", "--country", "KG", "--code", "Criminal Code", "--article", "278", "--tier",
           "restricted", "--title", CANARY, "--max-penalty", CANARY]  # fmt: skip
    for day, kind in enumerate(EVENT_TYPES):
        date = ["--date", f"2025-07-{day % 28 + 1:02}", "--source", f"{ADDRESS}/{kind}"]
        target = ORGANIZATIONAL.get(kind, case)
        yield ["record", kind, target, *date, *everything_of(kind)]
    yield ["mark", case, event, "disputed", "--reason", f"{CANARY} says no", "--source", f"{ADDRESS}/m"]
    yield ["mark", case, event, "corroborated", "--reason", NATIVE, "--source", f"{ADDRESS}/n"]
    yield ["update", case, "--set", f"person.name={CANARY}second", "--set", f"notes={NATIVE} {CANARY}",
           "--add", f"tags={CANARY}2", "--set", f"events.{event}.place={CANARY}grad",
           "--unset", "person.descriptor", "-m", "the name was misheard"]  # fmt: skip
    yield ["add", "--from", "-"]
    yield ["commit"]


ORGANIZATIONAL = {"legal_action": "kanary outlet", "succession": "kanary outlet"}
TAKEN = "\n".join(
    json.dumps(each)
    for each in (
        {"schema": "casefile/source/1", "id": "call-x7k3m", "kind": "call", "title": CANARY},
        {"schema": "casefile/situation/1", "id": "situation-x7k3m", "title": CANARY},
        {"schema": "casefile/case/1", "id": "kg-2025-x7k3m", "country": "KG",
         "person": {"identification": "named", "name": f"{NATIVE} {CANARY}"},
         "claims": [{"field": "person.name", "value": CANARY, "note": CANARY}]},
    )
)  # fmt: skip


def test_writing_commands_leave_record_text_only_in_the_records(desk, case, event, traces, git_in):
    git, before = git_in(desk), int(git_in(desk)("rev-list", "--count", "HEAD"))
    commands = [*writing(case, event)]
    for words in commands:
        if words == ["commit"]:
            path = next((desk / "cases/kg/2025").glob(f"{case}.yaml"))
            path.write_text(path.read_text().replace(f"{CANARY}grad", f"{CANARY}ville"))
        answer = at_once(desk, *words, stdin=TAKEN)
        assert answer.code == 0, (words, answer.output)
    told = traces()
    assert TRACE.findall(told) == []
    assert int(git("rev-list", "--count", "HEAD")) == before + len(commands)
    assert "(restricted)" in told
    assert "the name was misheard" in told
    assert CANARY in git("show", f"HEAD:cases/kg/2025/{case}.yaml")


AFTERWARDS = {
    "rename": lambda case: ["rename", case, "kg-2025-9x9x9"],
    "withdraw": lambda case: ["withdraw", case, "--reason", "safety", "--yes"],
    "edit": lambda case: ["edit", case],
}


@pytest.mark.parametrize("command", AFTERWARDS)
def test_renaming_and_withdrawing_leave_no_record_text_behind(desk, case, failing, traces, command):
    done = failing(*AFTERWARDS[command](case), GIT_EDITOR=f"sed -i s/{CANARY}name/{CANARY}third/")
    assert done.returncode == 0, done.stderr
    assert TRACE.findall(traces()) == []
    assert not [*(desk / ".git/casefile").glob("drafts/*")]


@pytest.mark.parametrize(("ends", "kept"), [(0, 0), (1, 1)], ids=["written", "put aside"])
def test_a_text_in_the_editor_is_private_with_any_umask(desk, case, failing, ends, kept):
    editor = desk.parent / "scratch/editor"
    editor.write_text(
        f'#!/bin/sh\nstat -c %a "$1" "${{1%/*}}" > "$0.modes"\nsed -i s/{CANARY}name/X/ "$1"\nexit {ends}\n'
    )
    editor.chmod(0o755)
    done = failing("edit", case, GIT_EDITOR=str(editor), umask=0)
    assert done.returncode == (5 if ends else 0), done.stderr
    assert editor.with_suffix(".modes").read_text() == "600\n700\n"
    left = [path for path in (desk / ".git/casefile/drafts").iterdir() if path.suffix == ".yaml"]
    assert len(left) == kept
    assert [stat.S_IMODE(path.stat().st_mode) for path in left] == [0o600] * kept


# ── what fails

WHEN = ["--date", "2025-07-01"]
OTHER = f"{CANARY}other Somebody"
WRONG = {
    "a word that is none": ["record", "hearing", "{case}", *WHEN, "--outcome", CANARY],
    "a date that is none": ["record", "hearing", "{case}", "--date", CANARY],
    "a field that is none": ["update", "{case}", "--set", f"nofield={CANARY}"],
    "a form that is another": ["update", "{case}", "--set", f"person.birth={CANARY}"],
    "two lines in a name": ["update", "{case}", "--set", f"person.name={CANARY}\n{CANARY}"],
    "an escape in a name": ["update", "{case}", "--set", f"person.name={CANARY}\x1b[31m"],
    "a list item that is not there": ["update", "{case}", "--unset", f"tags={CANARY}9"],
    "a key that is none": ["record", "charge", "{case}", *WHEN, "--charge",
                           f"x,offence={CANARY},foo=1"],
    "a reference in capitals": ["update", "{case}", "--set", f"situations={CANARY}"],
    "what is sealed": ["record", "note", "{case}", *WHEN, "--summary", CANARY, "--tier", "sealed"],
    "an inner tier": ["record", "note", "{case}", *WHEN, "--summary", CANARY, "--tier", "public"],
    "an event that is not there": ["mark", "{case}", "zzzzz", "disputed", "--reason", CANARY],
    "no reason": ["mark", "{case}", "{event}", "refuted", "--source", ADDRESS + " x"],
    "an id that tells a name": ["add", OTHER, "--id", "kg-2025-kanaryother", "--country", "KG", *WHEN],
    "an id in capitals": ["add", OTHER, "--id", f"kg-2025-{CANARY}!", "--country", "KG", *WHEN],
    "no date": ["add", OTHER, "--country", "KG"],
    "a message with the name": ["update", "{case}", "--add", "tags=x", "-m", f"what {CANARY}name said"],
    "a message with the name bent": ["update", "{case}", "--add", "tags=x", "-m", "о Канарейке"],
    "a message with a number": ["update", "{case}", "--add", "tags=x", "-m", f"{CANARY} +996 555 123 456"],
    "a record that is none": ["add", "--from", "-"],
}  # fmt: skip
TORN = (
    f"schema: casefile/case/1\nid: kg-2025-x7k3m\ncountry: KG\nperson:\n  name: {CANARY}\n  age: {CANARY}\n"
)


def test_a_probable_duplicate_is_shown_only_by_id(desk, case):
    answer = at_once(desk, "add", NAME, "--country", "KG", "--date", "2025-06-02")
    assert answer.code == 4
    assert case in answer.err
    assert TRACE.findall(answer.err) == []


def test_no_failure_repeats_a_value(desk, case, event, traces, git_in):
    head = git_in(desk)("rev-parse", "HEAD")
    for name, pattern in WRONG.items():
        words = [word.format(case=case, event=event) for word in pattern]
        plain, as_json = (at_once(desk, *words, *more, stdin=TORN) for more in ([], ["--json"]))
        assert plain.code == as_json.code in {2, 3, 6}, (name, plain.output)
        assert plain.out == "", name
        assert TRACE.findall(plain.err) == [], (name, plain.err)
        assert TRACE.findall(as_json.output) == [], (name, as_json.output)
        assert json.loads(as_json.out)["error"]["message"], name
    assert TRACE.findall(traces()) == []
    assert git_in(desk)("rev-parse", "HEAD") == head


def test_errors_in_a_record_are_reported_without_its_values(desk, case):
    path = desk / f"cases/kg/2025/{case}.yaml"
    path.write_text(path.read_text().replace('date: "2025-06-01"', f'date: "{CANARY}"'))
    for words in (["validate"], ["list"], ["update", case, "--add", "tags=x"], ["commit"], ["timeline"],
                  ["export", "-f", "json"], ["validate", "--json"], ["list", "--json"]):  # fmt: skip
        answer = at_once(desk, *words)
        assert TRACE.findall(answer.output) == [], (words, answer.output)
        assert case in answer.output or "casefile validate" in answer.output


@pytest.fixture
def failing(desk, executable, environment):
    """Return a function that runs the installed command there, in a world that may lack something."""

    def run(*words, stdout=subprocess.PIPE, without=(), umask=-1, **more):
        world = {name: value for name, value in environment.items() if not name.startswith(without or ("-",))}
        return subprocess.run(
            [executable, *words], cwd=desk, env=world | more, stdout=stdout, stderr=subprocess.PIPE,
            encoding="utf-8", check=False, umask=umask,
        )  # fmt: skip

    return run


NOTE = [*WHEN, "--summary", CANARY, "--source", ADDRESS]


def test_a_hook_that_refuses_learns_and_leaves_nothing_but_the_message(desk, case, failing, traces):
    hook = desk / ".git/hooks/commit-msg"
    hook.write_text(
        f'#!/bin/sh\ncat "$1" > "{desk}/../scratch/seen"; env > "{desk}/../scratch/env"; exit 1\n'
    )
    hook.chmod(0o755)
    done = failing("record", "note", case, *NOTE)
    assert done.returncode == 5
    assert "git commit" in done.stderr or "casefile commit" in done.stderr
    assert TRACE.findall(done.stderr.replace(f"{NAME} ({case})", "")) == []
    assert TRACE.findall(traces().replace("?? cases", "")) == []
    assert "(restricted)" in (desk.parent / "scratch/seen").read_text()


def test_a_missing_git_identity_is_reported_without_record_values(desk, case, failing, git_in):
    git = git_in(desk)
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    done = failing("record", "note", case, *NOTE, without=("GIT_AUTHOR", "GIT_COMMITTER"))
    assert done.returncode == 5
    assert "git config user.name desk-2" in done.stderr
    assert TRACE.findall(done.stderr.replace(f"{NAME} ({case})", "")) == []
    assert len({*git("log", "--format=%an").splitlines()}) == 1


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_an_answer_that_cannot_be_printed_is_not_a_write_that_failed(desk, case, failing, git_in, more):
    with Path("/dev/full").open("w") as full:
        done = failing("record", "note", case, *NOTE, *more, stdout=full)
    commit = git_in(desk)("rev-parse", "--short=9", "HEAD")
    assert done.returncode == 5
    assert f"casefile: committed {commit}; " in done.stderr.splitlines(keepends=True)[-1]
    assert "Exception ignored" not in done.stderr
    assert TRACE.findall(done.stderr.replace(f"{NAME} ({case})", "")) == []


@pytest.mark.parametrize(
    ("option", "told"), [("--no-commit", "written, not committed"), ("--dry-run", "no file was changed")]
)
def test_a_full_disk_is_reported_for_no_commit_and_dry_run_too(case, failing, option, told):
    with Path("/dev/full").open("w") as full:
        done = failing("record", "note", case, *NOTE, option, stdout=full)
    assert done.returncode == 5
    assert f"casefile: {told}; " in done.stderr


@pytest.mark.long
def test_killed_it_leaves_values_for_its_owner_alone_until_the_next_write(  # noqa: PLR0917 - fixtures
    desk, case, executable, environment, failing, traces
):
    """The journal of a write that was cut short holds its files; the next write completes and erases it."""
    for moment in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
        with subprocess.Popen(
            [executable, "record", "note", case, *NOTE], cwd=desk, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            time.sleep(moment)
            os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.3)
        (desk / ".git/index.lock").unlink(missing_ok=True)
        kept = [
            path
            for path in (desk / ".git/casefile").iterdir()
            if path.is_file() and TRACE.search(_text(path))
        ]
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept} <= {0o600}
    assert failing("record", "note", case, *NOTE).returncode == 0
    assert TRACE.findall(traces()) == []


def _text(path):
    return path.read_bytes().decode("utf-8", "replace")


# ── who commits, and when

ZONES = ["America/New_York", "Asia/Bishkek", "Asia/Kathmandu", "Pacific/Chatham"]


@pytest.mark.parametrize(
    "zone", [ZONES[0], *(pytest.param(each, marks=pytest.mark.long) for each in ZONES[1:])]
)
def test_commits_and_reflogs_contain_no_time_zone_of_the_author(desk, case, failing, git_in, zone):
    assert failing("record", "note", case, *NOTE, TZ=zone).returncode == 0
    git = git_in(desk)
    assert {*git("log", "--format=%ad%n%cd", "--date=format:%z").splitlines()} == {"+0000"}
    assert {
        line.split("\t")[0].split()[-1] for line in (desk / ".git/logs/HEAD").read_text().splitlines()
    } == {"+0000"}
