"""Many at once with the installed command: one event on several ledgers, a list of people, hand edits."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from filelock import FileLock

THREE = ("kg-2025-aleksander-aleksandrov", "kg-2025-joomart-duulatov", "kg-2025-zyyagul-bolot-kyzy")
PEOPLE = """# from the telephone
- name: Aibek Testov
  occupation: cameraman
  affiliation: kloop,role=cameraman
- descriptor: accountant of an outlet
  date: 2025-05-30
"""
FOR_ALL = ("--situation", "kloop-2025", "--country", "KG", "--date", "2025-05-28", "--by", "scns",
           "--kind", "arrest", "--source", "https://example.org/list")  # fmt: skip


def commits(register, git):
    return int(git(register, "rev-list", "--count", "HEAD"))


def test_one_event_on_three_ledgers_is_one_commit(casefile, casefile_json, register, git):
    words = ("record", "hearing", *THREE, "--date", "2026-01-10", "--outcome", "scheduled",
             "--source", "https://example.org/court")  # fmt: skip
    tried = casefile(*words, "--dry-run")
    assert tried.stdout.count("+    outcome: scheduled") == 3
    before = commits(register, git)
    envelope = casefile_json(*words)
    assert commits(register, git) == before + 1
    assert [each["record"] for each in envelope["data"]] == [*THREE]
    assert len({each["event"] for each in envelope["data"]}) == 3
    (source,) = {json.dumps(each["sources_added"]) for each in envelope["data"]}
    assert json.loads(source)[0]["path"].startswith("cases/sources/example-org-")
    said = git(register, "log", "-1", "--format=%B")
    assert said.startswith("3 records: hearing scheduled")
    assert casefile("-q", "validate").returncode == 0


def test_each_matched_record_is_printed_on_its_own_line(casefile):
    done = casefile("record", "note", "aleksandrov", "Жоомарт", "--date", "2026-01-10", "--summary", "x",
                    "--source", "occrp-2025-06-04", "--dry-run")  # fmt: skip
    assert done.stderr.splitlines()[:2] == [
        f"Aleksander Aleksandrov ({THREE[0]})",
        f"Joomart Duulatov ({THREE[1]})",
    ]


def test_one_record_that_is_refused_stops_all(casefile, register, git):
    done = casefile("record", "detention", THREE[0], "kloop-2025", "nobody-here", "--date", "2026-01-10")
    assert done.returncode == 2
    assert ("“nobody-here”" in done.stderr, "kloop-2025" in done.stderr) == (True, True)
    assert git(register, "status", "--porcelain") == ""


def test_a_list_of_people_comes_in_as_one_commit(casefile, register, git, tmp_path):
    (tmp_path / "people.yaml").write_text(PEOPLE)
    before = commits(register, git)
    done = casefile("add", "--from", str(tmp_path / "people.yaml"), *FOR_ALL)
    assert done.returncode == 0, done.stderr
    assert commits(register, git) == before + 1
    assert [line.partition(": ")[2].split("  ")[0] for line in done.stdout.splitlines()] == [
        "record added",
        "arrested on 28 May 2025",
        "arrested on 30 May 2025",
    ]
    assert casefile("-q", "validate").returncode == 0


def test_equal_warnings_of_many_people_are_one_warning(casefile, register):
    (register / "list.yaml").write_text("".join(f"- descriptor: person {each}\n" for each in range(30)))
    words = ("add", "--from", "list.yaml", "--country", "KG", "--date", "2026-11-01", "--tier", "restricted")
    done = casefile(*words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("CF324") == 1
    (more,) = [line for line in done.stderr.splitlines() if "casefile validate" in line]
    assert re.findall(r"\d+", more) == ["29"]
    assert len(done.stderr.partition("warning: git")[0].splitlines()) == 4
    assert casefile("validate", "cases/kg/2026").stdout.count("CF324") == 30


def test_a_list_of_events_is_recorded_as_one_commit(casefile, register, git, tmp_path):
    events = tmp_path / "events.yaml"
    events.write_text(
        "".join(
            f"- record: {record}\n  type: note\n  date: 2026-01-10\n  summary: A letter was sent.\n"
            "  source: https://example.org/letter\n"
            for record in THREE
        )
    )
    before = commits(register, git)
    tried = casefile("record", "--dry-run", f"--from={events}")
    assert (tried.returncode, tried.stdout.count("+    summary: A letter was sent.")) == (0, 3)
    done = casefile("record", "--from", str(events), "--json")
    assert done.returncode == 0, done.stderr
    assert [each["record"] for each in json.loads(done.stdout)["data"]] == [*THREE]
    assert commits(register, git) == before + 1
    piped = casefile("record", "--from", "-", input=f"- {{record: {THREE[0]}, type: nonsense}}\n")
    assert (piped.returncode, piped.stdout) == (2, "")
    assert "standard input:1:" in piped.stderr


def test_a_list_may_be_piped_in_as_json_lines(casefile, register):
    lines = '{"name": "Aibek Testov"}\n{"descriptor": "accountant of an outlet"}\n'
    done = casefile("add", "--from", "-", *FOR_ALL, "--json", input=lines)
    assert done.returncode == 0, done.stdout
    assert len(json.loads(done.stdout)["data"]) == 2


def test_all_that_is_wrong_with_a_list_has_its_line_and_nothing_is_written(casefile, register, git):
    text = "- nmae: Aibek\n- name: Bek Testov\n  minor: x\n- name: Bek Testov\n"
    done = casefile("add", "--from", "-", *FOR_ALL, "--kind", "arrest", "--json", input=text)
    assert done.returncode == 2
    envelope = json.loads(done.stdout)
    assert [(each["path"], each["line"], each["column"]) for each in envelope["problems"]] == [
        ("standard input", 1, 3),
        ("standard input", 3, 3),
        ("standard input", 4, 3),
    ]
    assert git(register, "status", "--porcelain") == ""


def test_a_wrong_option_beside_a_list_is_called_by_its_name(casefile):
    done = casefile("add", "--from", "-", *FOR_ALL[:-4], "--kind", "arest", "--source", "occrp-2025-06-04",
                    input="- name: A B\n- name: C D\n")  # fmt: skip
    assert done.returncode == 2
    assert "--kind" in done.stderr.splitlines()[0]
    assert ("`arrest`" in done.stderr, done.stderr.count("\n")) == (True, 2)


def test_a_list_with_a_probable_duplicate_is_refused_with_its_line(casefile):
    done = casefile("add", "--from", "-", *FOR_ALL, input="- name: Aleksandr Aleksandrov\n")
    assert done.returncode == 4
    assert "standard input:1:1: CF710 kg-2025-aleksander-aleksandrov" in done.stderr


@pytest.mark.parametrize(
    ("words", "text", "code", "error"),
    [
        (("-",), "", 2, "CF606"),
        (("cases",), "", 3, "CF304"),
        (("nowhere.yaml",), "", 3, "CF304"),
        (("-", "A Name"), "- name: x\n", 2, "CF601"),
        (("-", "--tier", "public"), "schema: casefile/source/1\nid: a\nkind: letter\n", 2, "CF601"),
    ],
)
def test_an_invalid_list_is_refused_with_an_explanation(casefile, words, text, code, error):
    done = casefile("add", "--from", *words, "--json", input=text)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (code, error), done.stdout


def test_an_organization_of_a_known_name_is_not_made_twice_in_silence(casefile):
    words = ("organization", "add", "--name", "KLOOP", "--country", "KG")
    done = casefile(*words)
    assert done.returncode == 4
    assert "casefile show kloop" in done.stderr
    again = casefile(*words, "--duplicate-ok")
    assert again.returncode == 0
    assert "CF317 kloop " in again.stderr


def test_every_option_that_is_missing_is_named_in_one_go(casefile):
    def missing(*words):
        done = casefile(*words, "--json")
        error = json.loads(done.stdout)["error"]
        assert (done.returncode, error["code"]) == (2, "CF101")
        return re.findall(r"--\w+", error["message"])

    assert missing("statute", "add", "--country", "KG") == ["--code", "--article", "--title"]
    assert missing("statute", "add") == ["--country", "--code", "--article", "--title"]
    assert missing("record", "restriction", "aleksandrov") == ["--date", "--kind"]


def test_the_commit_of_a_correction_has_the_old_and_the_new_value(casefile, register, git):
    data = json.loads(casefile("show", THREE[0], "--json").stdout)["data"]
    hearing = next(each for each in data["events"] if each.get("outcome") == "remanded")
    done = casefile("update", THREE[0], "--set", f"events.{hearing['id']}.outcome=house_arrest")
    assert done.returncode == 0, done.stderr
    assert f"hearing {hearing['id']}: outcome remanded → house_arrest" in git(
        register, "log", "-1", "--format=%s"
    )


def test_add_prints_the_new_case_with_path_and_open_questions(casefile):
    done = casefile("add", "Aibek Testov", "--country", "KG", "--date", "2025-05-28", "--kind", "arrest",
                    "--place", "Bishkek", "--source", "occrp-2025-06-04")  # fmt: skip
    first, second = done.stdout.splitlines()
    key = first.partition(":")[0]
    assert first.startswith(f"{key}: arrested on 28 May 2025 in Bishkek  (")
    assert second.strip() == f"cases/kg/2025/{key}.yaml"
    assert "not known yet: " in done.stderr
    assert f"casefile show {key} --gaps" in done.stderr


def test_commits_before_a_refused_one_are_listed(casefile, register, git):
    for path in ("organizations/kloop", "statutes/kg-cc-278"):
        file = register / f"cases/{path}.yaml"
        file.write_text(file.read_text() + "# seen\n")
    hook = register / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\n! git diff --cached --name-only | grep -q statutes\n")
    hook.chmod(0o755)
    done = casefile("commit", "--json")
    envelope = json.loads(done.stdout)
    assert (done.returncode, envelope["error"]["code"]) == (5, "CF814")
    assert [each["record"] for each in envelope["data"]] == ["kloop"]
    assert envelope["data"][0]["commit"] == git(register, "rev-parse", "HEAD").strip()
    again = casefile("commit")
    assert again.returncode == 5
    assert "not committed: cases/statutes/kg-cc-278.yaml" in again.stderr


def test_a_deleted_record_is_committed_with_the_words_where_it_stays(casefile, register):
    gone = register / "cases/kg/2025/kg-2025-matj9.yaml"
    gone.unlink()
    done = casefile("commit")
    assert done.returncode == 0, done.stderr
    assert "kg-2025-matj9: " in done.stdout
    assert ": git show " in done.stdout


def test_waiting_for_another_writer_is_reported(executable, environment, register):
    folder = register / ".git/casefile"
    folder.mkdir(exist_ok=True)
    words = [executable, "update", "kloop", "--add", "tags=seen"]
    with FileLock(folder / "lock"):
        waiting = subprocess.Popen(
            words, cwd=register, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
        )
        first = waiting.stderr.readline()
    _, rest = waiting.communicate(timeout=30)
    assert first.endswith("\n")
    assert (waiting.returncode, "committed" in rest) == (0, True)


@pytest.mark.parametrize(
    "words", [("show", "nobody-here"), ("list", "--sort", "nothing"), ("timeline", "nobody-here")]
)
def test_a_failed_reading_command_has_both_dates_in_json(casefile, words):
    envelope = json.loads(casefile(*words, "--on", "2025-06-10", "--json").stdout)
    assert (envelope["on"], envelope["known_at"]) == ("2025-06-10", "the working tree")
    assert envelope["error"]["code"]


def test_broken_settings_are_reported_and_stop_writing(casefile, register):
    settings = register / "casefile.yaml"
    settings.write_text(settings.read_text() + "colour: red\n")
    assert "casefile.yaml" in casefile("list").stderr
    done = casefile("update", "kloop", "--add", "tags=seen")
    assert done.returncode == 1
    assert "casefile.yaml" in done.stderr


@pytest.mark.parametrize("kind", ["source", "situation", "organization", "statute"])
def test_shared_records_are_listed_as_known_then(casefile, casefile_json, register, git, kind):
    before = casefile_json(kind, "list")
    (first, *others) = before["data"]
    git(register, "rm", "-q", first["path"])
    git(register, "commit", "-qm", "one less")
    then = casefile_json(kind, "list", "--known-at", "HEAD~1")
    assert then["data"] == before["data"]
    assert then["known_at"].startswith(
        f"commit {git(register, 'rev-parse', '--short=7', 'HEAD~1').strip()} of "
    )
    assert casefile_json(kind, "list")["data"] == others
    told = casefile(kind, "list", "--known-at", "HEAD~1")
    assert first["id"] in told.stdout
    assert told.stderr == f"As known in {then['known_at']}\n"


def test_a_shared_record_with_errors_is_not_missing_in_silence(casefile, casefile_json, register):
    (first, *_) = casefile_json("source", "list")["data"]
    path = register / first["path"]
    path.write_text(path.read_text(encoding="utf-8") + "\tno YAML\n", encoding="utf-8")
    told = casefile("source", "list")
    assert first["id"] not in told.stdout
    assert (told.stderr.startswith("1 "), "casefile validate" in told.stderr) == (True, True)
    assert casefile_json("source", "list")["problems"][0]["path"] == first["path"]
