"""A register of version 0.1, whose verdicts call their matter a proceeding, under the present command."""

from __future__ import annotations

import json

import pytest

from support.branches import CASE, TEXT

VERDICT = """\
  - id: v3d1c
    type: verdict
    date: "2025-09-17"
    {matter}: criminal
    outcome: convicted
"""
OLD, NEW = (TEXT + VERDICT.format(matter=name) for name in ("proceeding", "matter"))
REVIEWED = "    instance: first\n"


@pytest.fixture
def old(forked):
    """Return a register whose case is written as version 0.1 wrote it."""
    forked.commits(OLD)
    return forked


def answer(forked, *words):
    done = forked.run(forked.executable, *words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["data"]


def test_an_old_verdict_is_shown_with_its_matter_and_fmt_rewrites_it(old):
    case = answer(old, "show", "kg-2025-7k3mq")
    assert old.validates().returncode == 0
    assert old.run(old.executable, "fmt", "--check", CASE).returncode == 1
    answer_before = answer(old, "timeline", "kg-2025-7k3mq")

    assert old.run(old.executable, "fmt", CASE).returncode == 0

    text = old.case.read_text(encoding="utf-8")
    assert "    matter: criminal\n" in text
    assert "proceeding" not in text
    assert answer(old, "show", "kg-2025-7k3mq") == case
    assert answer(old, "timeline", "kg-2025-7k3mq") == answer_before


def test_audit_accepts_a_rewrite_by_fmt(old):
    assert old.run(old.executable, "fmt", CASE).returncode == 0
    assert old.run(old.executable, "commit", "-m", "the present form").returncode == 0

    audit = answer(old, "audit")
    assert audit["findings"] == []
    assert answer(old, "diff", "HEAD~1..HEAD") == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(NEW + REVIEWED, OLD.replace("Bishkek", "Osh")), (OLD.replace("Bishkek", "Osh"), NEW + REVIEWED)],
    ids=["ours is rewritten", "theirs is rewritten"],
)
def test_an_old_branch_and_a_rewritten_one_merge_without_a_conflict(old, ours, theirs):
    old.branches(ours, theirs)
    old.git("merge", "-q", "theirs", "-m", "both")

    merged = answer(old, "show", "kg-2025-7k3mq")["events"]
    assert {"place": "Osh"}.items() <= merged[0].items()
    assert {"matter": "criminal", "instance": "first"}.items() <= merged[-1].items()
    assert "proceeding" not in merged[-1]
    assert old.validates().returncode == 0


def test_the_former_words_are_no_proceedings(old):
    before = old.case.read_text(encoding="utf-8")
    words = ("--date", "2025-10-10", "--outcome", "acquitted", "--proceeding", "criminal")
    done = old.run(old.executable, "record", "verdict", "kg-2025-7k3mq", *words)
    assert done.returncode == 2
    assert "CF106" in old.run(old.executable, "record", "verdict", "kg-2025-7k3mq", *words, "--json").stdout
    assert old.case.read_text(encoding="utf-8") == before
