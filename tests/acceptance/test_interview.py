"""The interview of `add` in a real terminal, as somebody on the telephone sees it."""

from __future__ import annotations

import json
import re

import pytest

from casefile.cli.interview.saved_drafts import GO_ON_WITH
from support.terminal import Terminal

MOST_ENTERS = 16
USUAL = {
    "Name:": "Бакыт Асанов", "Adult:": "да", "What:": "1", "When:": "вчера", "Town": "Ош",
    "Country": "Киргизия",
    "By:": "люди в масках", "Now:": "СИЗО-1", "Lawyer:": "нет", "Risk:": "yes, diabetic", "Caller:": "2",
    "Seen:": "2", "May leave:": "4", "Agreed:": "2", "Save:": "",
}  # fmt: skip
"""Every prompt of a call about somebody with a name, in a register without cases."""
COLOUR = re.compile(rb"\x1b\[[0-9;]*(?:3[0-7]|4[0-7]|9[0-7])[0-9;]*m")


@pytest.fixture
def fresh(casefile, tmp_path):
    """Return a register without any record, in which people work under a role."""
    done = casefile("init", "fresh", "--identity", "desk-2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "fresh"


@pytest.fixture
def terminal(environment):
    """Return a function that starts a command in a terminal."""

    def start(folder, *words, columns=80, **variables):
        return Terminal(["casefile", *words], folder, {**environment, **variables}, columns=columns)

    return start


def answer_all(terminal, answers):
    for question, words in answers.items():
        terminal.answer(question, words)
    return terminal.ends()


def test_a_case_is_filed_from_nothing(terminal, casefile, fresh, git):
    with terminal(fresh, "add") as screen:
        assert answer_all(screen, USUAL) == 0, screen.text
        assert screen.pressed <= MOST_ENTERS
        assert "(yesterday)" in screen.text
        assert "Still open:" in screen.text
    valid = casefile("validate", "--strict", cwd=fresh)
    assert valid.returncode == 0, valid.stdout + valid.stderr
    row = json.loads(casefile("list", "--json", cwd=fresh).stdout)["data"][0]
    assert (row["tier"], row["status"], row["country"]) == ("restricted", "held", "KG")
    published = casefile("export", "--audience", "public", "-f", "json", cwd=fresh).stdout
    log = git(fresh, "log", "--stat", "--format=%an %ae %B")
    for told in ("Бакыт", "Асанов", "diabetic", "СИЗО", row["id"]):
        assert told not in published
        assert told == row["id"] or told not in log
    assert git(fresh, "status", "--porcelain") == ""


def test_most_presses_of_enter(terminal, fresh):
    """Nobody has a name, something else happened, the country is told apart: no path is longer."""
    unnamed = {
        **USUAL, "Name:": "", "Role:": "accountant at Kloop", "What:": "other", "In words:": "Beaten",
        "Held:": "yes, SIZO-1",
    }  # fmt: skip
    order = ("Name:", "Role:", "Adult:", "What:", "In words:", "When:", "Town", "Country", "By:", "Held:",
             "Risk:", "Caller:", "Seen:", "May leave:", "Agreed:", "Save:")  # fmt: skip
    with terminal(fresh, "add") as screen:
        assert answer_all(screen, {each: unnamed[each] for each in order}) == 0, screen.text
        assert screen.pressed == MOST_ENTERS


def test_enter_throughout_on_sixty_columns_without_colour(terminal, casefile, register):
    with terminal(register, "add", columns=60, NO_COLOR="1") as screen:
        for question in ("Name", "Role", "Adult", "What", "When", "Town [Kyrgyzstan]", "By", "Held", "Risk",
                         "Caller", "Seen", "May leave", "Save"):  # fmt: skip
            screen.asks(f"{question}:")
            if question == "By":
                screen.type("state c")
                screen.press("tab")
                screen.asks("By: State Committee for National Security")
            screen.press("enter")
        assert screen.ends() == 0, screen.text
        assert not COLOUR.search(screen.raw)
        saved = re.search(r"Saved as (\S+),", screen.text)[1]
    shown = json.loads(casefile("show", saved, "--json").stdout)["data"]
    assert shown["tier"] == "restricted"
    assert shown["events"][0]["by"] == ["scns"]
    assert shown["person"].keys() == {"identification", "descriptor"}
    assert shown["person"]["identification"] == "unnamed"


def test_a_dumb_terminal_gets_plain_lines(terminal, fresh):
    with terminal(fresh, "add", TERM="dumb") as screen:
        assert answer_all(screen, USUAL) == 0, screen.text
        assert b"\x1b" not in screen.raw
        assert "Бакыт Асанов" in screen.text


def test_an_interrupted_interview_is_offered_again(terminal, casefile, register):
    prompts = [*USUAL.items()]
    del prompts[5]  # the register's cases are all of one country
    with terminal(register, "add") as screen:
        screen.asks("Name:")
        screen.press("ctrl-c")
        assert screen.ends() == 130
    with terminal(register, "add") as screen:
        for question, words in prompts[:5]:
            screen.answer(question, words)
        screen.asks("By:")
        screen.type("люди в")
        screen.press("ctrl-c")
        assert screen.ends() == 130
    with terminal(register, "add") as screen:
        screen.answer(GO_ON_WITH)
        screen.asks("By: люди в")
        screen.type(" масках")
        screen.press("enter")
        for question, words in prompts[6:-1]:
            screen.answer(question, words)
        screen.asks("Save:")
        assert "люди в масках" in screen.text
        screen.press("ctrl-d")
        assert screen.ends() == 130
    with terminal(register, "add", TERM="dumb") as screen:
        screen.answer(GO_ON_WITH)
        screen.answer("Save:")
        assert screen.ends() == 0
    assert "Бакыт Асанов" in casefile("list").stdout
    assert not [*(register / ".git/casefile/drafts").iterdir()]


TERMINALS = {
    "80 columns": (80, {}),
    "60 columns without colour": (60, {"NO_COLOR": "1"}),
    "a dumb terminal": (80, {"TERM": "dumb"}),
}
MARKS = {"60 columns without colour": pytest.mark.long, "a dumb terminal": pytest.mark.long}
"""One call stopped at each prompt takes a dozen starts: in a short run one terminal stands for all."""


def test_half_a_line_is_kept_where_nothing_can_be_edited(terminal, fresh):
    with terminal(fresh, "add", TERM="dumb") as screen:
        screen.asks("Name:")
        screen.type("Бакыт Ас")
        screen.press("ctrl-c")
        assert screen.ends() == 130
        assert ".git/casefile/drafts/" in "".join(screen.text.split())
    with terminal(fresh, "add", TERM="dumb") as screen:
        screen.answer(GO_ON_WITH)
        screen.answer("Name [Бакыт Ас]:")
        screen.answer("Adult:")
        screen.asks("What:")


@pytest.mark.parametrize(
    ("columns", "variables"),
    [pytest.param(*each, id=name, marks=MARKS.get(name, ())) for name, each in TERMINALS.items()],
)
def test_ctrl_c_at_each_prompt_of_one_call_loses_nothing(terminal, casefile, fresh, columns, variables):
    """Stop at a prompt, go on, answer it, stop at the next, until the case is saved."""
    prompts = [*USUAL]
    for at, prompt in enumerate([*prompts, None]):
        with terminal(fresh, "add", columns=columns, **variables) as screen:
            if at > 1:
                screen.answer(GO_ON_WITH)
            if at:
                screen.answer(prompts[at - 1], USUAL[prompts[at - 1]])
            if prompt is None:
                assert screen.ends() == 0, screen.text
                break
            screen.asks(prompt)
            screen.press("ctrl-c")
            assert screen.ends() == 130, screen.text
            assert (".git/casefile/drafts/" in "".join(screen.text.split())) == bool(at)
            assert max(map(len, screen.text.split("\n"))) <= columns
            assert not (variables and COLOUR.search(screen.raw))
    (row,) = json.loads(casefile("list", "--json", cwd=fresh).stdout)["data"]
    assert (row["name"], row["status"], row["country"]) == ("Бакыт Асанов", "held", "KG")
    assert not [*(fresh / ".git/casefile/drafts").iterdir()]


WORST = "\x1b[200~Bakyt\r\n\x1b[31mAsanov\x07 محمد \u202egnirts\x1b[201~"


def test_pasted_text_becomes_one_line_without_control_characters(terminal, casefile, register):
    with terminal(register, "add") as screen:
        screen.answer("Name:", f"\x1b[200~{'x' * 10_000}\x1b[201~")
        screen.shows("10,000 characters")
        screen.answer("Name:", WORST)
        screen.shows("were removed")
        for question in ("Adult", "What", "When", "Town [Kyrgyzstan]", "By", "Held", "Risk", "Caller", "Seen",
                         "May leave", "Save"):  # fmt: skip
            screen.answer(f"{question}:")
        assert screen.ends() == 0, screen.text
        saved = re.search(r"Saved as (\S+),", screen.text)[1]
    name = json.loads(casefile("show", saved, "--json").stdout)["data"]["person"]["name"]
    assert name == "Bakyt [31mAsanov محمد gnirts"


def test_questions_go_to_stderr_and_the_answer_to_stdout(executable, environment, fresh):
    command = ["/bin/sh", "-c", f"{executable} add --json > answer.json"]
    with Terminal(command, fresh, environment) as screen:
        assert answer_all(screen, USUAL) == 0, screen.text
    data = json.loads((fresh / "answer.json").read_text())["data"]
    assert data["path"].startswith("cases/kg/")
    assert data["commit"]


@pytest.mark.parametrize(("words", "variables"), [(["--no-input"], {}), ([], {"CI": "true"})])
def test_without_a_terminal_the_missing_options_are_listed(terminal, register, words, variables):
    with terminal(register, *words, "add", **variables) as screen:
        assert screen.ends() == 2
        for flag in ("--country", "--date", "--place", "--by", "--connection", "--descriptor"):
            assert flag in screen.text
        assert "Name:" not in screen.text
