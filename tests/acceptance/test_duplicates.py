"""Nobody is opened twice by haste: the installed command shows whom a new case may be, and never merges."""

from __future__ import annotations

import json

import pytest

from casefile.cli.interview.likely_duplicates import ADD_INSTEAD
from support.terminal import Terminal

LATER = (
    *("--country", "KZ", "--date", "2025-10-03", "--place", "Astana", "--tier", "public"),
    *("--source", "occrp-2025-06-04"),
)


CASE = """schema: casefile/case/1
id: kz-2025-x7k3m
tier: {tier}
country: KZ
person:
  identification: named
  name: Нұрлан Сапаров
events:
  - id: d9d9d
    type: detention
    date: "2025-10-01"
    sources:
      - occrp-2025-06-04
"""


@pytest.fixture
def recorded(register, git):
    """Return a function that puts a case of an invented person into the register and returns its id."""

    def put(tier="public"):
        path = register / "cases/kz/2025/kz-2025-x7k3m.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(CASE.format(tier=tier), encoding="utf-8")
        git(register, "add", ".")
        git(register, "commit", "--quiet", "--message=A case")
        return "kz-2025-x7k3m"

    return put


@pytest.fixture
def saparov(recorded):
    """Return the id of a public case."""
    return recorded()


@pytest.fixture
def terminal(environment, register):
    """Return a function that starts a command in a terminal of 80 columns."""
    return lambda *words: Terminal(["casefile", *words], register, environment)


def test_a_probable_duplicate_is_refused_and_nothing_is_written(casefile, git, register, saparov):
    head = git(register, "rev-parse", "HEAD")

    done = casefile("add", "Nurlan Saparov", *LATER)

    assert done.returncode == 4
    assert done.stdout == ""
    assert all(each in done.stderr for each in ("CF710", "Nurlan Saparov", "Нұрлан Сапаров", saparov))
    assert "--duplicate-ok" in done.stderr
    assert git(register, "rev-parse", "HEAD") == head
    assert git(register, "status", "--porcelain") == ""


def test_the_refusal_in_json(casefile, saparov):
    done = casefile("add", "Nurlan Saparov", *LATER, "--json")

    told = json.loads(done.stdout)
    assert done.returncode == 4
    assert told["error"]["code"] == "CF710"
    assert [problem["path"] for problem in told["problems"]] == [f"cases/kz/2025/{saparov}.yaml"]


def test_duplicate_ok_creates_the_case_with_a_warning(casefile, saparov):
    done = casefile("add", "Nurlan Saparov", *LATER, "--duplicate-ok", "--json")

    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["data"]["record"] != saparov
    assert saparov in done.stderr


def test_a_possible_duplicate_is_created_with_a_warning(casefile, saparov):
    done = casefile("add", "Nurlana Saparova", *LATER)

    assert done.returncode == 0, done.stderr
    assert saparov in done.stderr


@pytest.mark.usefixtures("saparov")
def test_a_brother_is_created_without_a_warning(casefile):
    done = casefile("add", "Daniyar Saparov", *LATER)

    assert done.returncode == 0, done.stderr
    assert "may be" not in done.stderr


def test_a_refusal_does_not_contain_a_restricted_name(casefile, recorded):
    record = recorded("restricted")

    done = casefile("add", "Nurlan Saparov", *LATER, "--json")

    assert done.returncode == 4
    assert record in done.stdout
    assert not any(word in done.stdout + done.stderr for word in ("Saparov", "Сапаров", "Nurlan"))


def test_whole_records_are_refused_with_their_line_and_come_back_into_an_empty_register(
    casefile, register, tmp_path, saparov
):
    exported = casefile("export", "-f", "jsonl", "--audience", "internal").stdout
    person = {"identification": "named", "name": "Saparov, Nurlan"}
    event = {"id": "d9d9d", "type": "detention", "date": "2025-10-02", "sources": ["occrp-2025-06-04"]}
    record = {"schema": "casefile/case/1", "id": "kz-2025-z7k3m", "country": "KZ", "person": person}
    blob = json.dumps({**record, "events": [event]})
    assert casefile("init", "empty", cwd=tmp_path).returncode == 0

    refused = casefile("add", "--from", "-", input=blob)
    taken = casefile("add", "--from", "-", input=exported, cwd=tmp_path / "empty")

    assert refused.returncode == 4
    assert f"standard input:1:1: CF710 {saparov}: " in refused.stderr
    assert taken.returncode == 0, taken.stderr
    assert "may be" not in taken.stderr


@pytest.mark.parametrize(
    ("typed", "record"),
    [
        ("Дуулатов", "kg-2025-joomart-duulatov"),
        ("Dûûlatov", "kg-2025-joomart-duulatov"),
        ("Таджибек", "kg-2024-makhabat-tazhibek-kyzy"),
    ],
)
def test_show_finds_a_name_in_other_spellings(casefile_json, typed, record):
    assert casefile_json("show", typed)["data"]["id"] == record


def test_a_misspelt_name_gets_a_suggestion(casefile):
    done = casefile("show", "Duulutov")

    assert done.returncode == 3
    assert "kg-2025-joomart-duulatov" in done.stderr


def test_on_a_terminal_it_asks_and_adds_to_that_case(terminal, register, git, saparov):
    with terminal("add", "Nurlan Saparov", *LATER, "--occupation", "editor") as screen:
        screen.asks(ADD_INSTEAD)
        assert "Нұрлан Сапаров" in " ".join(screen.text.split())
        screen.answer(ADD_INSTEAD, "yes")
        assert screen.ends() == 0, screen.text
        assert f"Нұрлан Сапаров ({saparov})" in screen.text
        assert ": --tier, --occupation" in screen.text

    ledger = (register / f"cases/kz/2025/{saparov}.yaml").read_text(encoding="utf-8")
    assert ledger.count("type: detention") == 2
    assert len([*(register / "cases/kz").rglob("*.yaml")]) == 1
    assert git(register, "status", "--porcelain") == ""


@pytest.mark.usefixtures("saparov")
@pytest.mark.parametrize(("answer", "code", "cases"), [("no", 0, 2), ("", 4, 1)])
def test_on_a_terminal_it_creates_another_person_or_nothing(terminal, register, answer, code, cases):
    with terminal("add", "Nurlan Saparov", *LATER) as screen:
        screen.answer(ADD_INSTEAD, answer)
        assert screen.ends() == code, screen.text

    assert len([*(register / "cases/kz").rglob("*.yaml")]) == cases


@pytest.mark.usefixtures("saparov")
def test_an_unknown_answer_is_asked_about_again(terminal):
    with terminal("add", "Nurlan Saparov", *LATER) as screen:
        screen.answer(ADD_INSTEAD, "maybe")
        screen.shows("Please answer yes, no")
        screen.answer(ADD_INSTEAD, "7")
        screen.answer(ADD_INSTEAD, "yes")
        assert screen.ends() == 0, screen.text


@pytest.mark.usefixtures("saparov")
def test_interrupting_the_question_writes_nothing(terminal, register, git):
    with terminal("add", "Nurlan Saparov", *LATER) as screen:
        screen.asks(ADD_INSTEAD)
        screen.press("ctrl-c")
        assert screen.ends() == 130, screen.text

    assert len([*(register / "cases/kz").rglob("*.yaml")]) == 1
    assert git(register, "status", "--porcelain") == ""
