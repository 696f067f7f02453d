"""Writing with the installed command, as somebody at a desk would."""

from __future__ import annotations

import json
import subprocess

import pytest

ALEKSANDROV = "kg-2025-aleksander-aleksandrov"
HEARING = ["--date", "2025-07-19", "--outcome", "extended", "--until", "2025-09-21"]


@pytest.fixture
def head(register, git):
    """Return what git says of the last commit, in a format."""
    return lambda form="%B": git(register, "log", "-1", f"--format={form}").strip()


def test_a_hearing_is_recorded_for_a_name_in_another_script(casefile, head, register, git):
    done = casefile("record", "hearing", "Александров", *HEARING, "--source", "https://24.kg/english/337233/")
    assert done.returncode == 0, done.stderr
    assert f"Aleksander Aleksandrov ({ALEKSANDROV})" in done.stderr.splitlines()
    assert f"{ALEKSANDROV}: hearing extended until 2025-09-21  (" in done.stdout
    assert head("%s") == f"case {ALEKSANDROV}: hearing extended until 2025-09-21"
    assert git(register, "status", "--porcelain") == ""


def test_a_record_is_echoed_also_where_its_id_begins_so_and_where_json_is_asked_for(casefile):
    done = casefile("record", "note", "kg-2025-aleks", "--date", "2025-07-19", "--summary", "x", "--dry-run",
                    "--source", "occrp-2025-06-04", "--json")  # fmt: skip
    assert f"Aleksander Aleksandrov ({ALEKSANDROV})" in done.stderr
    assert json.loads(done.stdout)["data"]["commit"] is None


def test_the_answer_in_json_is_that_of_the_contract(casefile_json, head):
    envelope = casefile_json("record", "hearing", ALEKSANDROV, *HEARING, "--source", "occrp-2025-06-04")
    data = envelope["data"]
    assert envelope["command"] == "record"
    assert set(data) == {"record", "path", "event", "commit", "changes"}
    assert data["commit"] == head("%H")
    (change,) = data["changes"]
    assert set(change) == {"field", "kind", "old", "new", "text"}
    assert (change["field"], change["kind"], change["old"]) == (f"events.{data['event']}", "added", None)
    assert change["new"]["until"] == "2025-09-21"


def test_several_records_are_a_list_and_one_commit(casefile_json, register, git):
    before = git(register, "rev-list", "--count", "HEAD")
    data = casefile_json(
        "record", "note", "aleksandrov", "duulatov", "--date", "2025-07-19", "--summary", "x",
        "--source", "occrp-2025-06-04",
    )["data"]  # fmt: skip
    assert [each["record"] for each in data] == [ALEKSANDROV, "kg-2025-joomart-duulatov"]
    assert len({each["commit"] for each in data}) == 1
    assert int(git(register, "rev-list", "--count", "HEAD")) == int(before) + 1


def test_a_dry_run_shows_meaning_and_text_and_leaves_no_trace(casefile, register, git):
    before = git(register, "rev-parse", "HEAD")
    done = casefile("record", "hearing", ALEKSANDROV, *HEARING, "--source", "occrp-2025-06-04", "--dry-run")
    assert done.returncode == 0
    assert f"{ALEKSANDROV}: hearing extended until 2025-09-21\n\n--- cases/kg/2025/" in done.stdout
    assert '+    until: "2025-09-21"\n' in done.stdout
    assert git(register, "status", "--porcelain") == ""
    assert git(register, "rev-parse", "HEAD") == before
    assert not (register / ".git/casefile").exists()


def test_hand_edits_in_the_file_are_committed_too_and_reported(casefile, register):
    path = register / f"cases/kg/2025/{ALEKSANDROV}.yaml"
    path.write_text(path.read_text().replace("place: Bishkek", "place: Osh", 1))
    done = casefile("update", ALEKSANDROV, "--add", "tags=urgent")
    assert f"cases/kg/2025/{ALEKSANDROV}.yaml\n" in done.stderr


def test_a_refusing_hook_leaves_the_file_and_commit_finishes(casefile, register, git, head):
    hook = register / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    done = casefile("update", ALEKSANDROV, "--add", "tags=urgent", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 5
    assert answer["error"]["code"] == "CF814"
    assert (answer["data"]["record"], answer["data"]["commit"]) == (ALEKSANDROV, None)
    told = casefile("update", ALEKSANDROV, "--add", "tags=urgent-2")
    assert f"{ALEKSANDROV}: tag added: urgent-2" in told.stdout
    assert "not today" in told.stderr
    assert "casefile commit" in told.stderr
    hook.unlink()
    assert casefile("commit").returncode == 0
    assert head("%s").startswith(f"case {ALEKSANDROV}: tag added")
    assert git(register, "status", "--porcelain") == ""


def test_a_case_is_opened_marked_corrected_and_shown(casefile, casefile_json, register, git):
    opened = casefile_json(
        "add", "Test Person", "--country", "KG", "--situation", "kloop-2025", "--date", "2025-06-20",
        "--kind", "arrest", "--by", "scns", "--affiliation", "kloop,role=editor",
        "--source", "occrp-2025-06-04,locator=¶4",
    )["data"]  # fmt: skip
    assert opened["record"] == "kg-2025-test-person"
    marked = casefile_json("mark", "test person", opened["event"], "disputed", "--reason", "somebody else")[
        "data"
    ]
    assert [change["field"].split(".")[-1] for change in marked["changes"]] == ["standing", "resolution"]
    casefile_json(
        "update", "test person", "--set", "person.occupation=editor", "--unset", "situations=kloop-2025"
    )
    shown = casefile_json("show", "test person")["data"]
    assert shown["person"]["occupation"] == "editor"
    assert "situations" not in shown
    assert shown["events"][0]["sources"] == [{"source": "occrp-2025-06-04", "locator": "¶4"}]
    assert git(register, "status", "--porcelain") == ""


DETAINED = ["--date", "2025-06-20", "--source", "occrp-2025-06-04"]
NOTED = ["--date", "2025-07-19", "--summary", "x"]
EXIT_CODES = {
    "a bad word": (["record", "hearing", ALEKSANDROV, "--date", "2025-07-19", "--outcome", "extnded"], 2),
    "a bad date": (["record", "hearing", ALEKSANDROV, "--date", "19.07.2025"], 2),
    "nobody": (["record", "note", "nobody", *NOTED], 3),
    "several": (["record", "note", "kg-2025", *NOTED], 3),
    "no source": (["record", "hearing", ALEKSANDROV, *HEARING, "--source", "occrp-2025"], 3),
    "no event": (["mark", ALEKSANDROV, "zzzzz", "confirmed"], 3),
    "an id that is taken": (
        ["add", "X", "--id", ALEKSANDROV, "--date", "2025-06-20", "--source", "occrp-2025-06-04"],
        4,
    ),
    "what is sealed": (["update", ALEKSANDROV, "--set", "tier=sealed"], 6),
    "a message with a mail address": (
        ["update", ALEKSANDROV, "--add", "tags=x", "-m", "from a@example.org"],
        2,
    ),
    "no register": (["-C", "/", "update", "x", "--add", "tags=x"], 5),
    "a path as id": (["add", "X", "--id", "../x", "--date", "2025-06-20", "--source", "occrp-2025-06-04"], 2),
    "an option as id": (
        ["add", "X", "--id=--output=x", "--date", "2025-06-20", "--source", "occrp-2025-06-04"],
        2,
    ),
    "an option as record": (
        ["record", "note", "--date", "2025-07-19", "--summary", "x", "--", "--output=x"],
        3,
    ),
    "an escape in a name": (["update", ALEKSANDROV, "--set", "person.name=\x1b[31mX"], 2),
    "bytes that are no text": (["update", ALEKSANDROV, "--set", "person.name=\udcff\udcfe"], 2),
}


@pytest.mark.parametrize(("words", "code"), EXIT_CODES.values(), ids=EXIT_CODES)
def test_a_refusal_has_the_exit_code_of_the_contract_and_changes_nothing(
    casefile, register, git, words, code
):
    done = casefile(*words)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "casefile: " in done.stderr
    assert git(register, "status", "--porcelain") == ""


def test_a_refusal_names_the_option_and_suggests_a_value(casefile):
    done = casefile("record", "hearing", ALEKSANDROV, "--date", "28.05.2025")
    first, hint = done.stderr.splitlines()
    assert (first.startswith("casefile: --date: "), "2025-05-28" in hint) == (True, True)
    done = casefile("record", "hearing", ALEKSANDROV, "--date", "2025-05-28", "--outcome", "extnded")
    first, hint = done.stderr.splitlines()
    assert ("--outcome" in first, "`extended`" in hint) == (True, True)


HOSTILE = [
    "[bold]Rich[/bold]", "=1+1", "-rf", "{a: b}", "'; rm -rf /", "NO", "012", "Ж" * 1_000, "🙂 “x”",
    "a=b", "$(id)", "# no comment", "%YAML 1.1", "---", "<<<<<<< ours", "null", "&a", "*a",
    "!!x", "`id`", "\\x1b",
]  # fmt: skip


def test_hostile_text_is_kept_as_it_is_and_shown_harmless(casefile, casefile_json, register):
    done = casefile("update", ALEKSANDROV, *(f"--add=tags={text}" for text in HOSTILE))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(HOSTILE)
    assert casefile_json("show", ALEKSANDROV)["data"]["tags"] == HOSTILE
    assert casefile("validate", f"cases/kg/2025/{ALEKSANDROV}.yaml").returncode == 0


@pytest.mark.parametrize("text", ["a\nb", "Ж" * 10_000])
def test_prose_may_be_long_and_of_several_lines_but_a_tag_is_one(casefile, casefile_json, text):
    assert casefile("update", ALEKSANDROV, f"--set=notes={text}").returncode == 0
    assert casefile_json("show", ALEKSANDROV)["data"]["notes"] == text
    refused = casefile("update", ALEKSANDROV, f"--add=tags={text}")
    assert (refused.returncode, "one line" in refused.stderr) == (2, True)


def test_an_internal_export_is_imported_byte_for_byte(casefile, register, environment, executable, tmp_path):
    exported = casefile("export", "-f", "jsonl", "--audience", "internal")
    assert exported.returncode == 0, exported.stderr
    fresh = tmp_path / "fresh"
    assert casefile("init", str(fresh), "--ids", "names").returncode == 0
    (fresh / "casefile.yaml").write_bytes((register / "casefile.yaml").read_bytes())
    done = casefile("-C", str(fresh), "add", "--from", "-", input=exported.stdout)
    assert done.returncode == 0, done.stderr
    files = {path.relative_to(register / "cases") for path in (register / "cases").rglob("*.yaml")}
    assert files == {path.relative_to(fresh / "cases") for path in (fresh / "cases").rglob("*.yaml")}
    for path in files:
        kept = (register / "cases" / path).read_text()
        if "#" not in kept:
            assert (fresh / "cases" / path).read_text() == kept


def test_two_commands_at_once_both_land(executable, environment, register, git):
    def start(writer, number):
        return subprocess.Popen(
            [executable, "record", "note", ALEKSANDROV, "--date", "2025-07-19",
             "--summary", f"writer {writer} number {number}", "--source", "occrp-2025-06-04"],
            cwd=register, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    for number in range(2):
        for process in [start(writer, number) for writer in range(3)]:
            assert process.communicate()[1] is not None
            assert process.returncode == 0
    text = (register / f"cases/kg/2025/{ALEKSANDROV}.yaml").read_text()
    assert all(f"writer {writer} number {number}\n" in text for writer in range(3) for number in range(2))
    assert git(register, "status", "--porcelain") == ""


@pytest.mark.long
def test_a_locked_register_is_waited_for_and_then_4(casefile, register):
    from filelock import FileLock

    (register / ".git/casefile").mkdir()
    with FileLock(register / ".git/casefile/lock"):
        done = casefile("update", ALEKSANDROV, "--add", "tags=x")
    assert done.returncode == 4


def test_without_git_writing_is_refused_and_reading_works(executable, environment, register, tmp_path):
    def run(*words):
        return subprocess.run(
            [executable, *words], cwd=register, env=environment | {"PATH": str(tmp_path)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = run("update", ALEKSANDROV, "--add", "tags=x")
    assert (done.returncode, done.stderr.startswith("casefile: git ")) == (5, True)
    assert run("list").returncode == 0
    assert run("record", "hearing", "--help").returncode == 0
    assert run("init", str(tmp_path / "new")).returncode == 5
    assert not (tmp_path / "new").exists()


def test_a_word_that_no_option_takes_is_refused_once_however_many_records(casefile):
    wrong = ("--date", "2025-07-19", "--outcome", "foo", "--source", "occrp-2025-06-04")
    done = casefile("record", "hearing", "aleksandrov", "duulatov", *wrong)
    assert done.returncode == 2
    assert done.stderr.count("--outcome") == 1
    assert "cases/" not in done.stderr


def test_a_note_without_a_summary_is_refused(casefile):
    done = casefile("record", "note", "aleksandrov", "--date", "2025-07-19", "--source", "occrp-2025-06-04")
    assert done.returncode == 2
    assert "summary" in done.stderr
