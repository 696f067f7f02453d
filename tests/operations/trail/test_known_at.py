"""The register as known on a day, in a repository whose commits have days of their own."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.errors import NotFound
from casefile.operations.moment import Clocks
from casefile.operations.read import list_cases
from casefile.operations.selecting import Asked

NOW = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
HELD = Asked(status=("held",))


def known(past, known_at):
    """Return who was held on 10 July as known then, and how the answer calls that moment."""
    listing = list_cases(past.folder, Clocks(NOW, "2025-07-10", known_at), HELD)
    return [row.id for row in listing.rows], listing.moment.known_at


@pytest.fixture
def dated(past):
    """Return a history of three commits: opened on 4 June, a release on 5 July, taken back on 8 July."""
    past.git("checkout", "-q", "--orphan", "dated")
    past.commit("opened", "2025-06-04")
    past.append()
    past.commit("released", "2025-07-05")
    past.replace(
        "    kind: court_order\n",
        "    kind: court_order\n    standing: retracted\n    resolution:\n      reason: a slip\n",
    )
    past.commit("a slip", "2025-07-08")
    return past


def test_a_day_is_the_last_commit_up_to_its_end(dated):
    opened, released, slip = dated.git("rev-list", "--reverse", "HEAD").split()
    for day, held, commit, of in (
        ("2025-06-04", ["kg-2025-aaaaa"], opened, "2025-06-04"),
        ("2025-07-04", ["kg-2025-aaaaa"], opened, "2025-06-04"),
        ("2025-07-05", [], released, "2025-07-05"),
        ("2025-07-08", ["kg-2025-aaaaa"], slip, "2025-07-08"),
        ("2030-01-01", ["kg-2025-aaaaa"], slip, "2025-07-08"),
        (released[:10], [], released, "2025-07-05"),
        ("HEAD~1", [], released, "2025-07-05"),
    ):
        assert known(dated, day) == (held, f"commit {commit[:7]} of {of}"), day
    assert known(dated, None) == (["kg-2025-aaaaa"], "the working tree")


def test_the_day_is_that_of_the_committer_in_utc(dated):
    dated.replace("country: KG\n", "country: KG\ntags:\n  - late\n")
    late = dated.commit(
        "late", GIT_AUTHOR_DATE="2025-07-01T00:00:00Z", GIT_COMMITTER_DATE="2025-07-09T23:30:00-05:00"
    )
    assert late[:7] not in known(dated, "2025-07-09")[1]
    assert known(dated, "2025-07-10")[1] == f"commit {late[:7]} of 2025-07-10"


def test_a_branch_counts_from_the_day_on_which_it_was_merged(dated):
    dated.git("checkout", "-qb", "side", "HEAD~1")
    dated.replace("place: Bishkek", "place: Osh")
    dated.commit("on the side", "2025-07-06")
    dated.git("checkout", "-q", "dated")
    merged = {"GIT_COMMITTER_DATE": "2025-07-20T12:00:00Z"}
    dated.git("merge", "-q", "--no-edit", "side", **merged)
    assert known(dated, "2025-07-07") == ([], f"commit {dated.git('rev-parse', 'HEAD~2')[:7]} of 2025-07-05")
    assert known(dated, "2025-07-20")[1].endswith("of 2025-07-20")


def test_a_commit_without_a_day_is_of_no_day(dated):
    tree, parent = dated.git("rev-parse", "HEAD^{tree}"), dated.git("rev-parse", "HEAD")
    place = dated.folder / ".git" / "strange"
    place.write_text(f"tree {tree}\nparent {parent}\nauthor a <a> 1 +0000\ncommitter <> notadate\n\nx\n")
    strange = dated.git("hash-object", "-t", "commit", "-w", "--literally", str(place))
    dated.git("reset", "-q", "--hard", strange)
    assert known(dated, "2025-07-31")[1] == f"commit {parent[:7]} of 2025-07-08"
    assert known(dated, "HEAD")[1] == f"commit {strange[:7]} of no day that can be read"


@pytest.mark.parametrize(
    ("known_at", "hint"),
    [("2025-06-03", "git log --reverse"), ("2025-06", "2025-06-10"), ("nowhere", "git log")],
)
def test_a_moment_that_there_was_not_is_told_with_what_to_do(dated, known_at, hint):
    with pytest.raises(NotFound) as caught:
        known(dated, known_at)
    assert caught.value.code == "CF302"
    assert hint in caught.value.hint
