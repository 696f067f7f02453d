"""What a reader gets: list, show and timeline, run as installed on a copy of the sample register."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from casefile.custody.status_text import format_date
from support.commands import run_command, run_here
from support.forked import in_a_fork

ALEKSANDROV = "kg-2025-aleksander-aleksandrov"
DUULATOV = "kg-2025-joomart-duulatov"
ACCOUNTANT = "kg-2025-xj2dw"
DAY = ("--on", "2025-06-10")
BROKEN = "cases/kg/2025/kg-2025-br0kn.yaml"


@pytest.fixture
def run(environment, register):
    """Return a function that runs the command with variables of its own: `run("list", COLUMNS="140")`."""
    return lambda *words, cwd=register, **variables: run_command([*words], cwd, environment | variables)


@pytest.fixture
def empty(tmp_path):
    """Return a register without any record."""
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "casefile.yaml").write_text("schema: casefile/settings/1\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("how", [[], ["--no-cache"]], ids=["kept", "in memory"])
def test_today_ignores_a_file_whose_name_is_not_text(run, register, how):
    place = register / os.fsdecode(b"cases/kg/2025/\xe5\xe7.yaml")
    place.write_text("schema: casefile/case/1\n", encoding="utf-8")
    done = run(*how, "today")
    assert done.returncode == 0
    assert "Uncommitted" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["list", *DAY],
        ["show", "nobody"],
        ["list", "--status", "x", "--json"],
        ["--version"],
        ["due", *DAY],
        ["stats", *DAY],
        ["today", *DAY],
        ["schema", "case"],
        ["export", "-f", "jsonl", *DAY],
    ],
    ids=" ".join,
)
def test_the_installed_command_answers_as_in_a_fork_and_in_this_process(
    executable, environment, register, words
):
    installed = subprocess.run(
        [executable, *words],
        cwd=register,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    for run in (in_a_fork, run_here):
        done = run(words, register, environment)
        assert (done.returncode, done.stdout, done.stderr) == (
            installed.returncode,
            installed.stdout,
            installed.stderr,
        )


@pytest.mark.parametrize(
    "words",
    [
        ["export", "-f", "jsonl", "--audience", "nobody"],
        ["export", "-f", "csv", *DAY, "-o", "/nowhere/x.csv"],
        ["search", "Bishkek", "--json"],
        ["timeline", *DAY],
        ["log", "--limit", "2"],
        ["diff", "HEAD"],
        ["blame", ALEKSANDROV],
        ["validate", "--strict"],
        ["audit"],
        ["doctor"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_a_command_in_this_process_answers_as_in_a_fork(environment, register, words):
    in_a_fork(words, register, environment)  # what is shown only once
    forked, done = (run(words, register, environment) for run in (in_a_fork, run_here))
    assert (done.returncode, done.stdout, done.stderr) == (forked.returncode, forked.stdout, forked.stderr)


def test_the_installed_command_writes_as_the_one_that_is_forked(
    executable, environment, register, casefile, git
):
    note = ("record", "note", ALEKSANDROV, "--date", "2025-07-19", "--summary", "Calm.")
    event = json.loads(casefile(*note, "--connection", "lawyer", "--json").stdout)["data"]["event"]
    by_hand = register / f"cases/kg/2025/{ALEKSANDROV}.yaml"
    for words in (
        ["mark", ALEKSANDROV, event, "disputed", "--reason", "asked again"],
        ["source", "add", "--kind", "call"],
        ["situation", "add", "--title", "A crackdown"],
        ["organization", "add", "--name", "An office", "--country", "KG"],
        ["statute", "add", "--country", "KG", "--code", "Criminal Code", "--article", "330"],
        ["commit"],
    ):
        if words == ["commit"]:
            by_hand.write_text(by_hand.read_text("utf-8").replace("Calm.", "Quiet."), "utf-8")
        before = git(register, "rev-parse", "HEAD")
        done = subprocess.run(
            [executable, *words], cwd=register, env=environment, capture_output=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
        assert git(register, "rev-parse", "HEAD^") == before, words
    assert casefile("validate").returncode == 0
    assert subprocess.run([executable, "doctor"], cwd=register, env=environment, check=False).returncode == 0


def test_every_table_begins_with_its_day_and_names_only_a_commit(casefile):
    for words in (["list"], ["timeline"], ["show", ALEKSANDROV], ["show", "kloop-2025"]):
        first = casefile(*words, *DAY).stdout.splitlines()[0]

        assert first == "On 10 June 2025"


def test_a_table_as_of_a_commit_names_the_commit(casefile, git, register):
    commit = git(register, "rev-parse", "HEAD").strip()

    done = casefile("list", *DAY, "--known-at", commit)

    assert f" commit {commit[:7]}" in done.stdout.splitlines()[0]


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize(
    "words", [["list"], ["timeline"], ["show", ALEKSANDROV, "--gaps"], ["show", "kloop-2025"]]
)
def test_a_page_fits_the_terminal_and_cuts_nothing(run, words, columns):
    done = run(*words, *DAY, COLUMNS=columns)

    assert done.returncode == 0, done.stderr
    assert max(len(each) for each in done.stdout.splitlines()) <= int(columns)
    assert words == ["list"] or "…" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(("columns", "with_ids"), [("80", False), ("100", False), ("120", True)])
def test_a_list_has_one_line_a_case_and_the_id_where_it_fits(run, columns, with_ids):
    lines = run("list", *DAY, COLUMNS=columns).stdout.splitlines()
    start = next(at for at, line in enumerate(lines) if set(line) == {"─"}) + 1
    assert lines[start + 11] == "", "eleven cases"
    assert (ALEKSANDROV in lines[start]) is with_ids
    assert ("Id" in lines[start - 2].split()) is with_ids


def test_a_wide_list_has_the_situations_and_the_days(run):
    done = run("list", "--wide", *DAY, COLUMNS="160")
    assert {"Situations", "Id"} <= {*done.stdout.split()}
    assert "14 days" in done.stdout


def test_list_prints_status_certainty_and_id(run):
    lines = run("list", *DAY, COLUMNS="120").stdout

    assert "held (pretrial)" in lines
    assert ALEKSANDROV in lines
    assert "21 Jul 2025" in lines
    assert "presumed" in lines
    counts = "11 cases: 2 held, 1 presumed held, 1 possibly held, 3 restricted, 3 released, 1 abroad"
    assert counts in " ".join(lines.split())


def test_a_lapsed_order_is_listed_as_held_and_marked(casefile, casefile_json):
    words = ("list", "--status", "held", "--on", "2025-08-15")
    rows = {row["id"]: row["certainty"] for row in casefile_json(*words)["data"]}

    assert rows[ALEKSANDROV] == rows[DUULATOV] == "lapsed"
    assert casefile(*words).stdout.count("last known held") == 3


def test_possibly_adds_cases_with_an_uncertain_status(casefile_json):
    certain = {row["id"] for row in casefile_json("list", "--status", "held", *DAY)["data"]}
    possible = {row["id"] for row in casefile_json("list", "--status", "held", "--possibly", *DAY)["data"]}

    assert possible - certain == {ACCOUNTANT}


@pytest.mark.parametrize("name", ["Александров", "aleksandrov", "ALEKSANDER", "kg-2025-aleks"])
def test_a_name_is_found_in_any_script_and_an_id_by_its_start(casefile_json, name):
    assert casefile_json("show", name)["data"]["id"] == ALEKSANDROV
    assert [row["id"] for row in casefile_json("list", name, *DAY)["data"]] == [ALEKSANDROV]


def test_several_that_match_are_listed_and_none_is_chosen(casefile):
    done = casefile("show", "kg-2025")

    assert done.returncode == 3
    assert done.stdout == ""
    assert ALEKSANDROV in done.stderr
    assert DUULATOV in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["list", "--status", "hold"], 2, "did you mean held?"),
        (["list", "--possibly"], 2, "--status held --possibly"),
        (["list", "--on", "2025-06"], 2, "single day"),
        (["list", "--on", "2025-02-30"], 2, "--on"),
        (["list", "--sort", "nothing"], 2, "choose from: id, "),
        (["list", "--columns", "name,nothing"], 2, "choose from: id, "),
        (["list", "--limit", "0"], 2, "--limit"),
        (["list", "--country", "Kyrgyzst"], 2, "KG"),
        (["list", "--format", "csv"], 2, "md"),
        (["list", "--organization", "nobody"], 3, "“nobody”"),
        (["list", "--situation", "scns"], 3, "casefile situation list"),
        (["list", "--authority", "scnsx"], 3, "did you mean scns?"),
        (["timeline", "--by", "month"], 2, "--by"),
        (["timeline", "--since", "15 January"], 2, "--since"),
        (["show", "nobody at all"], 3, "“nobody at all”"),
        (["show", "n\x1bobody"], 3, "“n␛obody”"),
        (["show", "alexandrof"], 3, "did you mean kg-2025-aleksander-aleksandrov"),
        (["commit", "nofile"], 3, "nofile"),
        (["list", "--known-at", "nowhere"], 3, ""),
    ],
)
def test_a_wrong_option_is_refused_with_a_hint(casefile, words, code, said):
    done = casefile(*words)
    failed = casefile(*words, "--json")

    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert failed.returncode == code
    assert json.loads(failed.stdout)["error"]["code"].startswith("CF")


def test_options_of_one_kind_are_alternatives_and_kinds_add_up(casefile_json):
    def listed(*words):
        return {row["id"] for row in casefile_json("list", *words, *DAY)["data"]}

    either = listed("--status", "held", "--status", "unknown")
    kloop = listed("--organization", "kloop")

    assert listed("--status", "held", "--status", "unknown", "--organization", "Kloop") == either & kloop
    assert listed("kg-cc-278") == listed("--statute", "kg-cc-278") == {ALEKSANDROV, DUULATOV}
    assert listed("--authority", "SCNS") == listed("--situation", "kloop-2025")
    assert listed("--country", "NO") == set()


def test_sorting_columns_and_a_limit(casefile_json):
    words = ("--sort", "-days_held", "--columns", "id,days-held", "--limit", "2", *DAY)

    rows = casefile_json("list", *words)["data"]

    assert [list(row) for row in rows] == [["id", "days_held"]] * 2
    assert rows[0]["days_held"] >= rows[1]["days_held"]


def test_the_envelope_names_both_clocks(casefile_json):
    answer = casefile_json("list", *DAY)

    assert (answer["command"], answer["on"], answer["known_at"]) == ("list", "2025-06-10", "the working tree")
    assert answer["problems"] == []


def test_a_row_of_the_timeline_has_exactly_the_fields_of_the_contract(casefile_json):
    rows = casefile_json("timeline", ALEKSANDROV)["data"]

    assert {tuple(row) for row in rows} == {(
        "date", "earliest", "latest", "record", "name", "event", "type", "summary", "place", "by", "sources",
        "standing", "tier",
    )}  # fmt: skip
    assert all(row["summary"] for row in rows)


def test_the_timeline_of_a_situation_has_its_cases_and_organisations(casefile_json):
    records = {row["record"] for row in casefile_json("timeline", "kloop-2025", *DAY)["data"]}

    assert {"kloop-2025", "kloop", ALEKSANDROV, ACCOUNTANT} <= records
    assert "kg-2022-bolot-temirov" not in records


def test_later_events_are_counted_and_not_shown(casefile, casefile_json):
    rows = casefile_json("timeline", ALEKSANDROV, *DAY)["data"]

    assert all(row["earliest"] is None or row["earliest"] <= "2025-06-10" for row in rows)
    assert "; 5 " in casefile("timeline", ALEKSANDROV, *DAY).stdout


def test_every_page_marks_a_disputed_event_in_words(casefile):
    for words in (["timeline", ALEKSANDROV], ["timeline", "--by", "case"], ["show", ALEKSANDROV]):
        assert "DISPUTED: release" in casefile(*words, *DAY).stdout


def test_a_field_that_one_source_states_shows_its_footnote(casefile, casefile_json):
    (arrest, *_) = casefile_json("show", DUULATOV, *DAY)["data"]["events"]
    source = arrest["sources"][0]
    source = source if isinstance(source, str) else source["source"]
    casefile("update", DUULATOV, "--add", f"events.{arrest['id']}.cites.kind={source}")

    assert casefile_json("show", DUULATOV, *DAY)["data"]["events"][0]["cites"] == {"kind": [source]}
    assert re.search(r"kind: \[1( ¶\d)?\]", casefile("show", DUULATOV, *DAY).stdout)


@pytest.mark.parametrize(
    ("record", "claim"),
    [
        (DUULATOV, "field=country,value=KZ"),
        ("hrw", "field=name,value=Zzyzx Watch"),
        ("24kg-2025-06-28", "field=connection,value=relative"),
        ("kloop-2025", "field=title,value=Zzyzx raid"),
    ],
)
def test_a_claim_about_any_kind_of_record_is_shown(record, claim, casefile):
    casefile("update", record, "--add", f"claims={claim}")

    page = casefile("show", record, *DAY).stdout
    assert claim.rsplit("=", 1)[1] in page


def test_by_case_one_ledger_follows_the_other(casefile_json):
    records = [row["record"] for row in casefile_json("timeline", "--by", "case", *DAY)["data"]]

    assert len(list(dict.fromkeys(records))) == sum(
        before != after for before, after in zip([None, *records], records, strict=False)
    )


def test_bounds_of_the_timeline_overlap(casefile_json):
    rows = casefile_json("timeline", ALEKSANDROV, "--since", "2025-09", "--until", "2025-09")["data"]

    assert [row["type"] for row in rows] == ["verdict", "appeal"]


def test_the_dossier_begins_with_the_status_in_words(casefile):
    lapsed = casefile("show", ALEKSANDROV, "--on", "2025-08-15").stdout

    status = lapsed.split("\n\n")[2]
    assert ("(pretrial)" in status, "21 July 2025" in status) == (True, True)
    assert "[1 ¶4]" in lapsed
    assert "occrp-2025-06-04" in lapsed


def test_show_lists_missing_facts_only_with_gaps(casefile):
    short = casefile("show", ALEKSANDROV, *DAY).stdout
    full = casefile("show", ALEKSANDROV, *DAY, "--gaps").stdout

    assert "warrant" not in short
    assert f"casefile show {ALEKSANDROV} --gaps" in short
    assert "warrant" in full


def test_json_contains_the_record_and_its_derived_values(casefile_json):
    data = casefile_json("show", ALEKSANDROV, *DAY)["data"]

    assert data["schema"] == "casefile/case/1"
    assert data["derived"]["status"] == "held"
    assert data["derived"]["until"] == "2025-07-21"
    assert data["derived"]["deadlines"][0] == {"date": "2025-07-21", "kind": "order_ends", "event": None}
    assert any(gap["field"].endswith(".warrant") for gap in data["derived"]["gaps"])


def test_a_situation_shows_reported_and_recorded_numbers(casefile, casefile_json):
    counts = casefile_json("show", "kloop-2025")["data"]["derived"]["counts"]

    assert [(each["what"], each["recorded"]) for each in counts if each["what"] == "detained"] == [
        ("detained", 8)
    ]
    assert "8 reported (30 May 2025), 8 recorded" in casefile("show", "kloop-2025").stdout
    assert "11 reported (January 2024), 2 recorded" in casefile("show", "temirov-live-2024").stdout


def test_future_events_are_shown_under_their_own_heading(casefile, casefile_json):
    said = ("--date", "2099-12-03", "--outcome", "scheduled", "--court", "Leninsky district court")
    source = ("--source", "https://example.org/hearing")
    event = casefile_json("record", "hearing", ALEKSANDROV, *said, *source)["data"]["event"]
    page = casefile("show", ALEKSANDROV).stdout

    ahead = page[page.index("Future events") : page.index("Sources")]
    assert f"3 December 2099     Hearing: scheduled · {event}" in ahead
    assert "Leninsky district court" in ahead
    assert "Ledger, 15 events\n" in page
    past = casefile("show", ALEKSANDROV, *DAY).stdout
    assert "Future events" not in past
    assert event not in past
    assert "Ledger, 10 events; 6 " in past


@pytest.mark.parametrize("on", [[], DAY], ids=["today", "on a day"])
def test_show_marks_the_events_that_a_timeline_leaves_out(casefile, casefile_json, on):
    said = ("--date", "2099-12-03", "--outcome", "scheduled", "--source", "https://example.org/hearing")
    new = casefile_json("record", "hearing", ALEKSANDROV, *said)["data"]["event"]
    events = casefile_json("show", ALEKSANDROV, *on)["data"]["events"]
    kept = {line["event"] for line in casefile_json("timeline", ALEKSANDROV, *on)["data"]}

    marked = [each for each in events if "later" in each]
    assert new in {each["id"] for each in marked}
    assert {each["id"] for each in marked} == {each["id"] for each in events} - kept
    assert {(each["later"], [*each][-1]) for each in marked} == {(True, "later")}


def test_a_source_that_only_later_events_cite_is_no_source_of_the_day(casefile, casefile_json):
    said = ("--date", "2099-12-03", "--outcome", "scheduled", "--source", "https://example.org/hearing")
    casefile("record", "hearing", ALEKSANDROV, *said)
    events = casefile_json("show", ALEKSANDROV, *DAY)["data"]["events"]
    early = next(each for each in events if "later" not in each)["sources"][0]
    early = early if isinstance(early, str) else early["source"]

    page = casefile("show", ALEKSANDROV, *DAY).stdout
    assert early in page
    assert "https://example.org/hearing" not in page
    assert "https://example.org/hearing" in casefile("show", ALEKSANDROV).stdout


def test_a_ledger_with_only_future_events_is_not_called_empty(casefile):
    words = ("--date", "2099-12-03", "--tier", "restricted", "--event", "hearing", "--future-ok")
    casefile("add", "Aida Example", "--country", "KG", "--id", "kg-2099-aaaaa", *words)
    page = casefile("show", "kg-2099-aaaaa").stdout
    assert re.search(r"Ledger, 0 events\n\nFuture events\b.*\n", page)
    assert "Ledger, 0 events; 1 " in casefile("show", "kg-2099-aaaaa", *DAY).stdout


@pytest.mark.parametrize("record", ["kloop", "kg-cc-278", "occrp-2025-06-04"])
def test_a_shared_record_lists_the_records_that_cite_it(casefile, casefile_json, record):
    cited = casefile_json("show", record)["data"]["derived"]["cited_by"]

    assert ALEKSANDROV in {each["record"] for each in cited}
    assert ALEKSANDROV in casefile("show", record).stdout


def test_markdown_is_for_pasting(casefile):
    listed = casefile("list", *DAY, "--format", "md").stdout
    shown = casefile("show", ALEKSANDROV, *DAY, "--format", "md").stdout

    assert "| --- |" in listed
    assert f"# Aleksander Aleksandrov  {ALEKSANDROV}" in shown.splitlines()
    assert "\x1b" not in listed + shown


def test_a_broken_file_is_reported_on_stderr_and_hides_no_other(casefile, register):
    before = casefile("list", *DAY)
    (register / BROKEN).write_text("schema: [\n", encoding="utf-8")

    after = casefile("list", *DAY)
    problems = json.loads(casefile("list", *DAY, "--json").stdout)["problems"]

    assert (after.returncode, after.stdout) == (0, before.stdout)
    assert (after.stderr.startswith("1 "), "casefile validate" in after.stderr) == (True, True)
    assert {problem["path"] for problem in problems} == {BROKEN}
    assert casefile("-q", "list", *DAY).stderr == ""


@pytest.mark.parametrize("words", ["kg-2025-br0kn", "kg-2025-br0"])
def test_a_record_that_is_itself_broken_fails_with_the_place(casefile, register, words):
    (register / BROKEN).write_text("schema: [\n", encoding="utf-8")

    done = casefile("show", words)

    assert (done.returncode, done.stdout) == (1, "")
    assert f"{BROKEN}:" in done.stderr


@pytest.mark.parametrize("words", [["list"], ["timeline"]])
def test_an_empty_register_suggests_the_next_command(casefile, empty, words):
    done = casefile(*words, cwd=empty)

    assert (done.returncode, done.stdout) == (0, "")
    assert "casefile add" in done.stderr
    assert json.loads(casefile(*words, "--json", cwd=empty).stdout)["data"] == []


def test_an_empty_result_is_reported(casefile):
    done = casefile("list", "--status", "dead", *DAY)

    assert (done.returncode, done.stdout) == (0, "")
    assert "No case matches, of 11" in done.stderr


def test_colour_is_used_on_terminals_and_on_request(run):
    def colored(*words, **variables):
        return "\x1b[" in run(*words, "list", *DAY, **variables).stdout

    assert not colored()
    assert colored("--color", "always")
    assert colored(FORCE_COLOR="1")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")
    assert not colored("--color", "never", FORCE_COLOR="1")


def test_a_hostile_name_cannot_control_a_terminal(casefile, register):
    name = "[bold]Mallory[/] \\x1b]0;owned\\x07 | `x`"
    text = f"""schema: casefile/case/1
id: kg-2025-h0st1
tier: public
country: KG
person:
  identification: named
  name: "{name}"
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    sources:
      - occrp-2025-06-04
"""
    (register / "cases/kg/2025/kg-2025-h0st1.yaml").write_text(text, encoding="utf-8")

    for words in (["list"], ["timeline", "kg-2025-h0st1"], ["show", "kg-2025-h0st1"]):
        done = casefile(*words, *DAY)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x07" not in done.stdout + done.stderr
        if not done.stderr:
            assert "[bold]Mallory[/]" in done.stdout


@pytest.mark.parametrize("words", [["list"], ["timeline"], ["show", ALEKSANDROV]])
def test_json_is_written_without_the_terminal_library(environment, register, words):
    program = (
        "import sys; from casefile.cli.edge import run; "
        f"code = run({[*words, '--json']!r}); sys.exit(code or 'rich' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=register, env=environment, capture_output=True, check=False
    )

    assert done.returncode == 0
    assert json.loads(done.stdout)["data"]


@pytest.mark.parametrize("command", ["list", "timeline", "show"])
def test_help_gives_an_example_that_runs(casefile, command):
    page = casefile(command, "--help").stdout
    example = shlex.split(page.split("Example:\n    casefile ", 1)[1].split("\n\n", 1)[0].replace("\\\n", ""))

    done = casefile(*example)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_case_without_events_suggests_the_command_to_record_one(casefile, register):
    text = "schema: casefile/case/1\nid: kg-2025-7k3mq\ncountry: KG\nperson:\n  identification: unnamed\n"
    path = register / "cases/kg/2025/kg-2025-7k3mq.yaml"
    path.write_text(text + "  descriptor: accountant\n")
    page = casefile("show", "kg-2025-7k3mq").stdout
    assert ": casefile record --help" in page
    assert "Sources" not in page
    assert "0 events" not in page
    assert "\n\n\n" not in page


def test_show_prints_every_field_of_the_person_and_the_case(run):
    texts = {
        "person.gender": ("female", "Gender"),
        "person.capacity": ("lawyer", "Capacity"),
        "person.vulnerabilities": ("asthma", "Vulnerabilities"),
        "tags": ("urgent", "Tags"),
    }
    changes = [word for field, (value, _) in texts.items() for word in ("--set", f"{field}={value}")]
    assert run("update", ALEKSANDROV, *changes).returncode == 0
    page = run("show", ALEKSANDROV, *DAY).stdout
    for value, label in texts.values():
        assert re.search(rf"^{label} +{value}$", page, re.MULTILINE), label


@pytest.mark.parametrize("case", ["kg-2024-makhabat-tazhibek-kyzy", "kg-2025-xj2dw", ALEKSANDROV])
def test_the_rule_has_the_date_of_its_event(casefile, casefile_json, case):
    data = casefile_json("show", case, *DAY)["data"]
    rule = data["derived"]["rule"]
    (date,) = [each["date"] for each in data["events"] if each["id"] == rule["event"]]
    page = " ".join(casefile("show", case, *DAY).stdout.split())

    assert rule["date"] == date
    assert f"{rule['name']} ({format_date(date)}): {rule['because']}" in page


def test_every_screen_shows_a_country_by_its_name(casefile, register):
    path = register / f"cases/kg/2025/{ALEKSANDROV}.yaml"
    text = path.read_text("utf-8").replace("person:\n", "person:\n  nationalities:\n    - KZ\n", 1)
    path.write_text(text, "utf-8")
    exported = casefile("export", "-f", "md", *DAY, ALEKSANDROV).stdout

    page = casefile("show", ALEKSANDROV, *DAY).stdout
    assert " · Kyrgyzstan · " in page
    assert re.search(r"^Nationalities +Kazakhstan$", page, re.MULTILINE)
    assert "- **Nationalities:** Kazakhstan" in exported
    assert "Kyrgyzstan" in casefile("list", *DAY, "--columns", "name,country").stdout
    assert "Kyrgyzstan" in casefile("stats", *DAY, "--by", "country").stdout
    assert '"country": "KG"' in casefile("list", *DAY, "--json").stdout


def test_a_list_shows_that_a_status_is_disputed(casefile, run):
    address = "https://example.org/x"
    done = casefile("record", "release", ALEKSANDROV, "--date", "2025-06-05", "--source", address)
    assert done.returncode == 0, done.stderr
    release = done.stdout.split("(")[-1].rstrip().rstrip(")")
    assert casefile("mark", ALEKSANDROV, release, "disputed", "--reason", "seen in court").returncode == 0
    (line,) = (each for each in run("list", *DAY).stdout.splitlines() if each.startswith("Aleksander"))
    assert "held, disputed" in line
