"""What was found before is shown again without its record being opened, and only while it is the same."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest

from casefile.files.clone_paths import NAME
from casefile.queries import search_reading
from support.cached import same_without_cache

QUERIES = (
    ("Kloop", "--json"),
    ("Kloop",),
    ("Дуулатов", "hearing"),
    ("aleksandrof",),
    ("cameraman",),
    ("278", "--json"),
    ("2025", "--limit", "3"),
    ("kg-cc-278",),
    ("courtroom",),
    ("zzyzx",),
    ("aleksandrow", "nowhere"),
)
NEAR = "kg-2025-aleksander-aleksandrov"


def found(answer, folder, asked=QUERIES):
    return [answer(folder, "search", *words) for words in asked]


@pytest.mark.parametrize("words", QUERIES, ids=" ".join)
def test_a_repeated_search_prints_the_same(register, answer, words):
    same_without_cache(answer, register, [["search", *words]])


def test_a_repeated_search_opens_no_record(register, answer, monkeypatch):
    told = found(answer, register)
    for name in ("read", "may_hold"):
        monkeypatch.setattr(search_reading, name, lambda *_: pytest.fail("a record was opened"))
    assert found(answer, register) == told
    assert any(said for _, said, _ in told)


@pytest.mark.parametrize("how", [[], ["--no-cache"]], ids=["kept", "in memory"])
def test_a_name_that_was_perhaps_meant_is_one_of_those_that_were_asked_for(register, answer, how):
    near = [answer(register, *how, "search", "aleksandrof", *more)[2] for more in ([], ["--country", "de"])]
    assert [NEAR in each for each in near] == [True, False]


def test_a_repeated_search_loads_no_model(register, answer):
    found(answer, register, [("courtroom",)])
    program = "import sys\nfrom casefile.cli.edge import run\n"
    program += (
        "assert run(['-C', sys.argv[1], 'search', 'courtroom']) == 0\nprint(*sys.modules, file=sys.stderr)"
    )
    words = [sys.executable, "-c", program, str(register)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "courtroom" in done.stdout
    assert not {"pydantic", "git", "casefile.register", "casefile.yaml"} & {*done.stderr.split()}


def test_a_found_event_has_the_present_label_of_its_law(register, answer):
    asked = [("accused",), ("charge",), ("charge", "--json")]
    before = found(answer, register, asked)
    law = register / "cases" / "statutes" / "kg-cc-278.yaml"
    law.write_text(law.read_text("utf-8").replace("article: 278", "article: 279"), "utf-8")
    same_without_cache(answer, register, [["search", *words] for words in asked])
    assert found(answer, register, asked) != before


def test_a_record_that_changed_is_read_anew(register, answer):
    found(answer, register)
    path = next(register.glob("cases/kg/2025/*joomart*"))
    path.write_text(path.read_text("utf-8").replace("in the courtroom", "in the corridor"), "utf-8")
    same_without_cache(answer, register, [["search", "courtroom"], ["search", "corridor"]])
    assert "corridor" in answer(register, "search", "corridor")[1]


def test_names_of_a_record_that_is_gone_are_proposed_no_longer(register, answer):
    assert "joomart" in answer(register, "search", "joomarx")[2]
    next(register.glob("cases/kg/2025/*joomart*")).unlink()
    same_without_cache(answer, register, [["search", "joomarx"]])
    assert "joomart" not in answer(register, "search", "joomarx")[2]


def test_a_damaged_cached_text_is_not_shown(register, answer):
    found(answer, register)
    database = sqlite3.connect(register / ".git" / "casefile" / NAME)
    with database:
        swap = (
            "UPDATE passages SET text = (SELECT text FROM passages AS other WHERE other.row != passages.row)"
        )
        assert database.execute(swap).rowcount > 1
    database.close()
    same_without_cache(answer, register, [["search", *words] for words in QUERIES])
