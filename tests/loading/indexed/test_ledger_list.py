"""Timelines show stored ledgers, and only while everything that the ledgers depend on is the same."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing

import pytest

from casefile.files.clone_paths import NAME
from casefile.loading.indexed import ledger_list
from casefile.register import lazy_entry
from support.cached import same_without_cache

DAY = ("--on", "2026-01-10")
ASKED = (
    ["timeline", *DAY],
    ["timeline", "--json", *DAY],
    ["timeline", "kloop-2025", "--by", "case", *DAY],
    ["timeline", "Duulatov", *DAY],
    ["timeline", "kloop-2025", "--since", "2025-06-01", "--format", "md", *DAY],
)


def asked_twice(answer, folder):
    for words in (*ASKED, *ASKED):
        answer(folder, *words)


def changed(answer, folder):
    """Return the answers with and without the index, which must be equal and differ from those before."""
    return same_without_cache(answer, folder, ASKED)


def rewritten(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def tiers(answer, folder):
    _, out, _ = answer(folder, *ASKED[1])
    return {(each["record"], each["event"]): each["tier"] for each in json.loads(out)["data"]}


def settled(folder):
    """Give all files old times, so that none is read again because it is too recent."""
    for path in folder.rglob("*.yaml"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_repeated_timeline_opens_no_record(register, answer, monkeypatch):
    settled(register)
    asked_twice(answer, register)
    before = [answer(register, *words) for words in ASKED]
    monkeypatch.setattr(ledger_list, "ledger", lambda *_: pytest.fail("a ledger was made"))
    monkeypatch.setattr(lazy_entry, "read", lambda *_: pytest.fail("a record was opened"))
    assert [answer(register, *words) for words in ASKED] == before
    assert all(out for _, out, _ in before)


def test_an_event_has_the_present_label_of_its_statute(register, answer):
    asked_twice(answer, register)
    before = answer(register, *ASKED[0])
    rewritten(register / "cases" / "statutes" / "kg-cc-278.yaml", "article: 278", "article: 279")
    assert changed(answer, register)[0] != before


def test_an_event_has_the_present_tier_of_its_sources(register, answer):
    asked_twice(answer, register)
    before = tiers(answer, register)
    sources = sorted(register.glob("cases/sources/*.yaml"))
    for source in sources:
        rewritten(source, "kind:", "connection: relative\nkind:")
    changed(answer, register)
    close = tiers(answer, register)
    assert any(close[each] == "restricted" != tier for each, tier in before.items())
    for source in sources:
        rewritten(source, "connection: relative\n", "")
    changed(answer, register)
    assert tiers(answer, register) == before


@pytest.mark.parametrize("harm", ["gone", "broken"])
def test_an_event_is_kept_if_its_source_can_no_longer_be_read(register, answer, harm):
    asked_twice(answer, register)
    before = tiers(answer, register)
    texts = {path: path.read_text("utf-8") for path in sorted(register.glob("cases/sources/*.yaml"))}
    for path in texts:
        if harm == "gone":
            path.unlink()
        else:
            rewritten(path, "kind:", "kinds:")
    changed(answer, register)
    unread = tiers(answer, register)
    assert any(unread[each] == "restricted" != tier for each, tier in before.items())
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    changed(answer, register)
    assert tiers(answer, register) == before


def test_the_default_tier_is_that_of_the_present_settings(register, answer):
    rewritten(next(register.glob("cases/kg/2025/*joomart*")), "tier: public\n", "")
    asked_twice(answer, register)
    before = tiers(answer, register)
    rewritten(register / "casefile.yaml", "tier: public", "tier: restricted")
    changed(answer, register)
    assert tiers(answer, register) != before


def test_a_changed_record_is_read_anew(register, answer):
    asked_twice(answer, register)
    path = next(register.glob("cases/kg/2025/*joomart*"))
    rewritten(path, "in the courtroom", "in the corridor")
    changed(answer, register)
    assert "in the corridor" in answer(register, *ASKED[3])[1]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE ledgers SET text = substr(text, 2)",
        "UPDATE ledgers SET text = (SELECT text FROM ledgers AS other WHERE other.row != ledgers.row)",
        "DELETE FROM ledgers WHERE row % 2",
        "DROP TABLE ledgers",
    ],
)
def test_a_damaged_ledger_is_not_shown(register, answer, harm):
    settled(register)
    asked_twice(answer, register)
    with closing(sqlite3.connect(register / ".git" / "casefile" / NAME)) as database, database:
        database.execute(harm)
    changed(answer, register)


@pytest.mark.parametrize("text", ['"\\ud83d"', '"\\U0001F600"', '"a\\u2028b"', '"\\u0000"', "été"])
def test_unusual_characters_are_shown_as_without_the_index(register, answer, text):
    path = next(register.glob("cases/kg/2025/*joomart*"))
    rewritten(path, "Released in the courtroom.", "LINE")
    path.write_text(path.read_text("utf-8").replace('"LINE"', text).replace("LINE", text), "utf-8")
    changed(answer, register)
