"""A rewritten event gets a reason that the history keeps and `audit` finds."""

from __future__ import annotations

import json

import pytest

from support.branches import CASE

ID = "kg-2025-7k3mq"
DATE = ("update", ID, "--set", "events.h2v5t.date=2025-05-27")
REASON = ("--reason", "the protocol gives this day")


@pytest.fixture
def desk(forked):
    """Return a function that runs a command in a register of one case and gives what came of it."""

    def run(*words: str):
        return forked.run(forked.executable, *words)

    run.register = forked
    return run


def audited(desk) -> list[tuple[str, str | None]]:
    done = desk("audit", "--json")
    found = json.loads(done.stdout)["data"]["findings"]
    assert done.returncode == bool(found)
    return [(each["code"], each["event"]) for each in found]


def envelope_of(done) -> dict:
    """The envelope of a command that was asked for JSON."""
    return json.loads(done.stdout)


def test_update_keeps_a_reason_as_a_trailer_and_states_it(desk):
    done = desk(*DATE, *REASON, "--json")
    assert (envelope_of(done)["data"]["reason"], envelope_of(done)["problems"]) == (REASON[1], [])
    trailers = desk.register.git("log", "-1", "--format=%(trailers)").splitlines()
    assert f"Reason: {REASON[1]}" in trailers
    assert audited(desk) == []


def test_update_without_a_reason_warns_and_is_found(desk):
    done = desk(*DATE, "--json")
    (warning,) = envelope_of(done)["problems"]
    assert (done.returncode, warning["code"], warning["level"]) == (0, "CF752", "warning")
    assert warning["field"] == "events.h2v5t"
    assert "reason" not in envelope_of(done)["data"]
    assert audited(desk) == [("CF752", "h2v5t")]


def test_the_hint_of_the_warning_settles_it_before_the_push(desk):
    hint = envelope_of(desk(*DATE, "--json"))["problems"][0]["hint"].removeprefix("before you push: ")
    assert desk.register.run("sh", "-c", hint.replace("TEXT", "a slip")).returncode == 0
    assert audited(desk) == []


@pytest.mark.parametrize("words", [(), REASON])
def test_another_address_of_a_source_needs_a_reason(desk, words):
    page = ("--id", "page", "--kind", "press_article", "--url", "https://news.example/1")
    desk("source", "add", *page)
    done = desk("update", "page", "--set", "url=https://news.example/2", *words, "--json")
    warned = [(each["code"], each["field"]) for each in envelope_of(done)["problems"]]
    assert warned == ([] if words else [("CF752", "url")])
    assert audited(desk) == ([] if words else [("CF752", None)])


@pytest.mark.parametrize(
    "words",
    [
        ("--add", "events.h2v5t.sources=https://news.example/1"),
        ("--set", "events.h2v5t.until=2025-07-28"),
        ("--set", "person.occupation=editor"),
    ],
)
def test_an_addition_is_asked_for_no_reason(desk, words):
    assert "CF752" not in {
        each["code"] for each in envelope_of(desk("update", ID, *words, "--json"))["problems"]
    }
    assert audited(desk) == []


@pytest.mark.parametrize(
    ("reason", "code", "ended"),
    [
        ("call 0555 123 456", "CF610", 2),
        ("two\nlines", "CF610", 2),
        ("  ", "CF601", 2),
    ],
)
def test_a_reason_that_history_should_not_keep_is_refused(desk, reason, code, ended):
    before = desk.register.case.read_bytes()
    done = desk(*DATE, "--reason", reason, "--json")
    assert (done.returncode, envelope_of(done)["error"]["code"]) == (ended, code)
    assert "--reason" in envelope_of(done)["error"]["message"]
    assert desk.register.case.read_bytes() == before


def test_a_reason_that_contains_a_withheld_name_is_refused(desk):
    named = desk.register.case.read_text(encoding="utf-8").replace("unnamed", "named")
    desk.register.commits(named.replace("descriptor: video operator", "name: Asel Primerova"))
    done = desk(*DATE, "--reason", "Primerova gave it herself", "--json")
    assert (done.returncode, envelope_of(done)["error"]["code"]) == (6, "CF405")


def test_a_reason_without_a_commit_is_refused(desk):
    done = desk(*DATE, *REASON, "--no-commit", "--json")
    assert (done.returncode, envelope_of(done)["error"]["code"]) == (2, "CF601")


def test_a_rehearsal_asks_for_a_reason_and_takes_one(desk):
    assert [each["hint"] for each in envelope_of(desk(*DATE, "--dry-run", "--json"))["problems"]] == [
        "--reason TEXT"
    ]
    assert envelope_of(desk(*DATE, *REASON, "--dry-run", "--json"))["problems"] == []


def test_commit_takes_the_reason_for_an_uncommitted_change(desk):
    (warning,) = envelope_of(desk(*DATE, "--no-commit", "--json"))["problems"]
    assert warning["hint"] == "casefile commit --reason TEXT"
    assert desk("commit", *REASON, "--json").returncode == 0
    assert audited(desk) == []


def test_commit_without_a_reason_warns_and_commits(desk):
    text = desk.register.case.read_text(encoding="utf-8").replace("2025-05-28", "2025-05-27")
    desk.register.case.write_text(text, encoding="utf-8")
    done = desk("commit", "--json")
    assert (done.returncode, [each["code"] for each in envelope_of(done)["problems"]]) == (0, ["CF752"])
    assert audited(desk) == [("CF752", "h2v5t")]


@pytest.mark.parametrize(("reason", "finds"), [(REASON, []), ((), [("CF752", "h2v5t")])])
def test_edit_takes_a_reason(desk, reason, finds):
    desk.register.git("config", "core.editor", "sed -i s/2025-05-28/2025-05-27/")
    assert desk("edit", ID, *reason).returncode == 0
    assert audited(desk) == finds


def test_mark_needs_no_reason_and_a_hand_edit_does(desk):
    assert desk("mark", ID, "h2v5t", "confirmed").returncode == 0
    assert audited(desk) == []
    text = desk.register.case.read_text(encoding="utf-8")
    desk.register.commits(text.replace("standing: confirmed", "standing: corroborated"))
    assert audited(desk) == [("CF752", "h2v5t")]


def test_an_event_keeps_its_type(desk):
    text = desk.register.case.read_text(encoding="utf-8")
    desk.register.commits(text.replace("    kind: arrest\n", ""))
    done = desk("update", ID, "--set", "events.h2v5t.type=confirmation", "--json")
    assert (done.returncode, envelope_of(done)["error"]["code"]) == (2, "CF602")


def test_a_rewrite_and_a_date_in_the_future_by_hand_are_found(desk):
    text = desk.register.case.read_text(encoding="utf-8").replace("2025-05-28", "2025-05-27")
    desk.register.case.write_text(
        text.replace("    kind: arrest\n", "    kind: arrest\n    standing: confirmed\n"), encoding="utf-8"
    )
    world = {**desk.register.environment, "GIT_COMMITTER_DATE": "2099-01-01T00:00:00Z"}
    desk.register.environment = world
    assert desk.register.run("git", "commit", "-qam", "Tidy up").returncode == 0
    assert audited(desk) == [("CF752", "h2v5t"), ("CF753", None)]
    shown = desk("audit")
    commit = desk.register.git("rev-parse", "HEAD")[:12]
    assert shown.returncode == 1
    assert f"{commit}:{CASE}" in shown.stdout


@pytest.mark.parametrize(("reason", "codes"), [(REASON, []), ((), ["CF754"])])
def test_another_digest_of_a_source_needs_a_reason(desk, reason, codes):
    paper = "schema: casefile/source/1\nid: paper\nkind: court_record\nsha256: "
    desk.register.commits(f'{paper}"{"a" * 64}"\n', "cases/sources/paper.yaml")
    done = desk("update", "paper", "--set", f"sha256={'b' * 64}", *reason, "--json")
    assert [each["code"] for each in envelope_of(done)["problems"]] == codes


def test_update_warns_of_a_kept_file_that_is_no_longer_named(desk):
    paper = "schema: casefile/source/1\nid: paper\nkind: court_record\nfile: kept/paper.pdf\nsha256: "
    desk.register.commits(f'{paper}"{"a" * 64}"\n', "cases/sources/paper.yaml")
    done = desk("update", "paper", "--unset", "file", "--json")
    assert [(each["code"], each["field"]) for each in envelope_of(done)["problems"]] == [("CF754", "file")]
    assert "CF754" in {code for code, _ in audited(desk)}


def test_a_source_that_is_renamed_needs_no_reason(desk):
    assert desk("update", ID, "--add", "events.h2v5t.sources=https://news.example/1").returncode == 0
    (source,) = (desk.register.folder / "cases" / "sources").glob("*.yaml")
    done = desk("rename", source.stem, "--opaque", "--json")
    assert (done.returncode, "CF752" in done.stdout) == (0, False)
    assert audited(desk) == []


def test_a_command_that_commits_a_hand_rewrite_warns(desk):
    text = desk.register.case.read_text(encoding="utf-8").replace("2025-05-28", "2025-05-27")
    desk.register.case.write_text(text, encoding="utf-8")
    done = desk("update", ID, "--set", "person.occupation=editor", "--json")
    assert [each["code"] for each in envelope_of(done)["problems"]] == ["CF752"]
