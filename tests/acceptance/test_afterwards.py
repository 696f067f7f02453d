"""`casefile record` on a real terminal asks where the person went, and elsewhere asks nothing."""

from __future__ import annotations

import json

import pytest

from support.terminal import Terminal

SOURCE = ("--connection", "lawyer")
RELEASE = ("record", "release", "kg-2025-7k3mq", "--date", "2025-09-21", "--kind", "court_order", *SOURCE)
HEARING = ("record", "hearing", "kg-2025-7k3mq", "--date", "2025-09-20", *SOURCE)


@pytest.fixture
def terminal(forked):
    """Return a function that starts the command in a terminal, in a register of one case."""

    def start(*words, **variables):
        return Terminal(["casefile", *words], forked.folder, {**forked.environment, **variables})

    return start


def last(forked):
    done = forked.run(forked.executable, "show", "kg-2025-7k3mq", "--json")
    return json.loads(done.stdout)["data"]["events"][-1]


def test_a_release_asks_where_the_person_went_and_who_saw_it(terminal, forked):
    with terminal(*RELEASE) as screen:
        screen.shows("1 not said")
        screen.answer("Went:", "out")
        screen.answer("Who saw:", "4")
        assert screen.ends() == 0, screen.text
    event = last(forked)
    assert (event["type"], event["then"], event["seen_by"]) == ("release", "free", "family")


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_enter_leaves_the_place_unstated(terminal, forked, term):
    with terminal(*HEARING, "--outcome", "extended", TERM=term) as screen:
        screen.answer("Went:")
        assert screen.ends() == 0, screen.text
    event = last(forked)
    assert (event["outcome"], "then" in event) == ("extended", False)


def test_ctrl_c_writes_nothing(terminal, forked):
    before = forked.git("rev-parse", "HEAD")
    with terminal(*RELEASE) as screen:
        screen.asks("Went:")
        screen.press("ctrl-c")
        assert screen.ends() == 130
    assert forked.git("rev-parse", "HEAD") == before
    assert forked.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "words",
    [
        (*RELEASE, "--then", "free", "--seen-by", "nobody"),
        (*HEARING, "--outcome", "scheduled"),
        (*HEARING, "--outcome", "extended", "--json"),
        ("--no-input", *HEARING, "--outcome", "extended"),
        ("record", "note", "kg-2025-7k3mq", "--date", "2025-09-20", "--summary", "Calm.", *SOURCE),
    ],
)
def test_no_question_is_asked_whose_answer_is_given_or_impossible(terminal, forked, words):
    with terminal(*words) as screen:
        assert screen.ends() == 0, screen.text
        assert "?" not in screen.text.split("commit")[0]
    assert last(forked)["id"] != "k3m9x"


def test_nothing_is_asked_without_a_terminal(forked):
    done = forked.run(forked.executable, *RELEASE)
    assert done.returncode == 0, done.stderr
    assert not {"then", "seen_by"} & {*last(forked)}
