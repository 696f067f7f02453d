"""A record in conflict, settled field by field by the installed command: by flags and on a terminal."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from support.branches import AUGUST, BOTH, CASE, SEPTEMBER, TEXT, Forked
from support.terminal import Terminal

OURS = TEXT.replace("09-21", "10-21").replace("Bishkek", "Osh") + SEPTEMBER
THEIRS = TEXT.replace("09-21", "11-21").replace("Bishkek", "Naryn") + AUGUST
UNTIL, PLACE = "events.k3m9x.until", "events.h2v5t.place"


@pytest.fixture
def resolve(forked):
    return lambda *words: forked.run(forked.executable, "resolve", *words)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory, git, environment, executable):
    """A merge that stopped at two fields: made once, copied for each test."""
    made = Forked.begun(tmp_path_factory.mktemp("stopped") / "register", git, environment, executable)
    made.branches(OURS, THEIRS)
    assert made.run("git", "merge", "theirs").returncode == 1
    return made.folder


@pytest.fixture
def merging(forked, stopped):
    """A merge that stopped at two fields."""
    shutil.rmtree(forked.folder)
    shutil.copytree(stopped, forked.folder)
    return forked


@pytest.fixture
def terminal(forked):
    return lambda *words: Terminal(["casefile", "resolve", *words], forked.folder, forked.environment)


def text(forked):
    return forked.case.read_text(encoding="utf-8")


def canonical(data):
    return data.replace("operator   #", "operator  #")


def test_one_side_for_all_fields_is_staged_and_git_commits(merging, resolve):
    done = resolve("kg-2025-7k3mq", "--theirs")
    assert done.returncode == 0, done.stderr
    assert ": git commit" in done.stderr
    assert text(merging) == canonical(BOTH.replace("09-21", "11-21").replace("Bishkek", "Naryn"))
    assert merging.git("diff", "--name-only") == ""
    merging.git("commit", "-q", "--no-edit")
    assert merging.validates().returncode == 0


def test_one_field_at_a_time_leaves_the_others_in_conflict(merging, resolve):
    done = resolve("kg-2025-7k3mq", "--field", PLACE, "--ours")
    assert done.returncode == 0, done.stderr
    assert f": `{UNTIL}`" in done.stderr
    assert text(merging).count("<<<<<<<") == 1
    assert "    place: Osh\n" in text(merging)
    assert merging.git("ls-files", "-u") != ""
    done = resolve(CASE, "--field", "events.k3m9x", "--theirs", "--json")
    answer = json.loads(done.stdout)["data"]
    assert (answer["record"], answer["path"], answer["commit"]) == ("kg-2025-7k3mq", CASE, None)
    (change,) = answer["changes"]
    assert (change["field"], change["old"], change["new"]) == (UNTIL, "2025-10-21", "2025-11-21")
    assert merging.git("ls-files", "-u") == ""


def test_without_options_a_script_gets_the_fields_in_conflict(merging, resolve):
    done = resolve("kg-2025-7k3mq", "--json")
    assert done.returncode == 2
    answer = json.loads(done.stdout)
    assert answer["error"]["code"] == "CF724"
    assert {each["field"] for each in answer["problems"]} == {UNTIL, PLACE}
    assert all(each["line"] for each in answer["problems"])
    assert "Osh" not in done.stdout
    assert f"`{UNTIL}`" in resolve("kg-2025-7k3mq").stderr


def test_in_a_rebase_resolve_prints_how_to_continue(forked, resolve):
    forked.branches(OURS, THEIRS)
    forked.git("switch", "-q", "theirs")
    assert forked.run("git", "rebase", "main").returncode == 1
    done = resolve("kg-2025-7k3mq", "--theirs")
    assert ": git rebase --continue" in done.stderr
    forked.environment = {**forked.environment, "GIT_EDITOR": "true"}
    assert forked.run("git", "rebase", "--continue").returncode == 0
    assert 'until: "2025-11-21"' in text(forked)


def test_on_a_terminal_each_field_is_asked_for(merging, terminal):
    with terminal("kg-2025-7k3mq") as screen:
        screen.shows("`ours` is your")
        screen.shows("events.h2v5t.place  1 of 2")
        screen.shows("detention arrest on 2025-05-28")
        screen.answer("[o]urs, [t]heirs", "t")
        screen.shows("events.k3m9x.until  2 of 2")
        screen.answer("[o]urs, [t]heirs", "v")
        screen.asks("value: 2025")
        screen.press(*["backspace"] * 10)
        screen.type("2025-12-21")
        screen.press("enter")
        screen.shows(": git commit")
        assert screen.ends() == 0
    assert "    place: Naryn\n" in text(merging)
    assert 'until: "2025-12-21"' in text(merging)
    assert merging.validates().returncode == 0


def test_interrupting_resolve_keeps_the_decisions_so_far(merging, terminal):
    with terminal("kg-2025-7k3mq") as screen:
        screen.answer("[o]urs, [t]heirs", "ours")
        screen.shows("2 of 2")
        screen.asks("[o]urs, [t]heirs")
        screen.press("ctrl-c")
        screen.shows("to continue: casefile resolve kg-2025-7k3mq")
        assert screen.ends() == 130
    assert "    place: Osh\n" in text(merging)
    assert text(merging).count("<<<<<<<") == 1


def test_both_are_taken_where_they_are_lists(forked, terminal):
    def citing(locator):
        return TEXT.replace(
            "    kind: arrest\n", f"    kind: arrest\n    sources: [{{source: kloop, locator: {locator}}}]\n"
        )

    forked.commits("schema: casefile/source/1\nid: kloop\nkind: press_article\n", "cases/sources/kloop.yaml")
    forked.commits(citing("¶0"))
    forked.branches(citing("¶1"), citing("¶2"))
    assert forked.run("git", "merge", "theirs").returncode == 1
    with terminal("kg-2025-7k3mq") as screen:
        screen.answer("[o]urs, [t]heirs, [b]oth", "b")
        assert screen.ends() == 0
    assert "¶1" in text(forked)
    assert "¶2" in text(forked)
    assert forked.validates().returncode == 0


def types_instead(screen, day):
    """Answer with a value of one's own, in place of the one that is proposed."""
    screen.answer("[o]urs, [t]heirs", "value")
    screen.asks("value: 2025")
    screen.press(*["backspace"] * 10)
    screen.type(day)
    screen.press("enter")


def test_a_value_that_is_none_is_asked_for_again_and_a_field_may_wait(merging, terminal):
    with terminal("kg-2025-7k3mq") as screen:
        screen.answer("[o]urs, [t]heirs", "later")
        screen.shows("2 of 2")
        types_instead(screen, "21.12.2025")
        screen.shows("did you mean 2025-12-21?")
        screen.answer("[o]urs, [t]heirs", "theirs")
        screen.shows(f"still in conflict: `{PLACE}`")
        assert screen.ends() == 0
    assert text(merging).count("<<<<<<<") == 1
    assert 'until: "2025-11-21"' in text(merging)


def test_an_invalid_value_is_asked_for_again_and_nothing_is_lost(merging, terminal):
    with terminal("kg-2025-7k3mq", "--field", UNTIL) as screen:
        types_instead(screen, "2025-01-01")
        screen.shows("before the event")
        screen.answer("[o]urs, [t]heirs", "theirs")
        screen.shows(f"still in conflict: `{PLACE}`")
        assert screen.ends() == 0
    assert "2025-01-01" not in text(merging)
    with terminal("kg-2025-7k3mq") as screen:
        screen.answer("[o]urs, [t]heirs", "ours")
        screen.shows("ours, Osh, kept")
        assert screen.ends() == 0
    assert merging.validates().returncode == 0


def test_an_invalid_last_answer_is_asked_for_again(merging, terminal):
    with terminal("kg-2025-7k3mq") as screen:
        screen.answer("[o]urs, [t]heirs", "theirs")
        screen.shows("2 of 2")
        types_instead(screen, "2025-01-01")
        screen.shows("before the event")
        screen.answer("[o]urs, [t]heirs", "later")
        screen.shows(f"still in conflict: `{UNTIL}`")
        assert screen.ends() == 0
    assert "    place: Naryn\n" in text(merging)
    assert text(merging).count("<<<<<<<") == 1


def test_a_record_removed_on_one_side_is_a_conflict_without_fields(forked, resolve):
    forked.git("switch", "-qc", "theirs")
    forked.git("rm", "-q", CASE)
    forked.git("commit", "-qm", "gone")
    forked.git("switch", "-q", "main")
    forked.commits(TEXT + AUGUST)
    assert forked.run("git", "merge", "theirs").returncode == 1
    done = resolve("kg-2025-7k3mq")
    assert done.returncode == 2
    assert "CF021" in done.stderr
    assert "--field" not in done.stderr
    assert "both sides" not in done.stderr


def test_for_a_record_removed_on_one_side_the_changes_of_the_other_are_shown(forked, terminal):
    forked.git("switch", "-qc", "theirs")
    forked.git("rm", "-q", CASE)
    forked.git("commit", "-qm", "gone")
    forked.git("switch", "-q", "main")
    forked.commits(TEXT.replace("Bishkek", "Osh") + AUGUST)
    assert forked.run("git", "merge", "theirs").returncode == 1
    with terminal("kg-2025-7k3mq") as screen:
        screen.asks("[o]urs, [t]heirs, [l]ater")
        shown = screen.text
        screen.answer("[o]urs, [t]heirs, [l]ater", "o")
        assert screen.ends() == 0
    assert re.search(r"^ours +.*h2v5t.*: Bishkek → Osh$", shown, re.MULTILINE)
    assert "          hearing extended until 2025-10-21\n" in shown
    assert re.search(r"^theirs +\w", shown, re.MULTILINE)
    assert "country: KG" not in shown
    assert forked.validates().returncode == 0


def test_a_duplicate_from_a_merge_by_lines_is_resolved_without_questions(forked, resolve):
    june = AUGUST.replace("2025-08-20", "2025-06-20")
    forked.git("config", "--unset", "merge.casefile.driver")
    forked.branches(TEXT.replace("  # The order", june + "  # The order"), TEXT + june)
    forked.git("merge", "-q", "--no-edit", "theirs")
    told = forked.validates()
    assert "CF316 [events.a1a1a.id] " in told.stdout
    assert "casefile resolve kg-2025-7k3mq" in told.stdout
    assert f"casefile resolve {CASE}" in forked.run(forked.executable, "doctor").stdout
    done = resolve("kg-2025-7k3mq", "--theirs")
    assert done.returncode == 0, done.stderr
    assert text(forked).count("a1a1a") == 1
    assert forked.validates().returncode == 0
