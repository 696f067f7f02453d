"""The register as known on a day, in a repository whose commits have days of their own."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.errors import BadInput, BrokenData, NotFound
from casefile.history.record_blame import read_blame
from casefile.history.record_log import read_log
from casefile.loading.read_times import QueryTimes
from casefile.queries.list_query import list_cases
from casefile.views.ledger_timeline import TimelineSpan
from casefile.views.record_filter import Filters

NOW = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
CASE = "cases/kg/2025/kg-2025-aaaaa.yaml"
HELD = Filters(status=("held",))


def known(past, known_at):
    """Return who was held on 10 July as known then, and how the answer calls that moment."""
    listing = list_cases(past.folder, QueryTimes(NOW, "2025-07-10", known_at), HELD)
    return [row.id for row in listing.rows], listing.snapshot.known_at


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
    assert known(dated, "HEAD")[1].startswith(f"commit {strange[:7]} ")


@pytest.mark.parametrize(
    ("known_at", "hint"),
    [("2025-06-03", "git log --reverse"), ("2025-06", "2025-06-10"), ("nowhere", "git log")],
)
def test_a_date_or_revision_that_does_not_exist_is_refused_with_a_hint(dated, known_at, hint):
    with pytest.raises(NotFound) as caught:
        known(dated, known_at)
    assert caught.value.code == "CF302"
    assert hint in caught.value.hint


def test_blame_starts_from_the_given_commit(dated):
    opened, released, _ = dated.git("rev-list", "--reverse", "HEAD").split()
    dated.append("  - id: n1n1n\n    type: note\n    date: 2025-07-02\n    summary: not committed\n")
    for known_at in ("2025-07-06", "HEAD~1", released[:10]):
        found = read_blame(dated.folder, "aleksandrov", known_at=known_at)
        assert found.known_at == f"commit {released[:7]} of 2025-07-05"
        commits = {row.value.field: row.commit for row in found.rows}
        assert commits["events.r1r1r"] == commits["events.r1r1r.kind"] == released
        assert commits["events.h1h1h.outcome"] == opened
        assert not {"events.r1r1r.standing", "events.n1n1n"} & {*commits}
    with pytest.raises(NotFound) as caught:
        read_blame(dated.folder, "aleksandrov", "events.r1r1r.standing", "HEAD~1")
    assert caught.value.code == "CF737"


def test_a_record_that_is_gone_or_was_not_there_yet_is_found_as_of_then(dated):
    (dated.folder / CASE).unlink()
    later = dated.commit("deleted", "2025-07-09")
    with pytest.raises(NotFound) as caught:
        read_blame(dated.folder, "kg-2025-aaaaa", known_at=later)
    assert (caught.value.code, "kg-2025-aaaaa" in caught.value.message) == ("CF736", True)
    assert read_blame(dated.folder, "aleksandrov", known_at="HEAD~1").rows
    dated.write("schema: casefile/source/1\nid: new\nkind: letter\n", "cases/sources/new.yaml")
    dated.commit("new", "2025-07-10")
    for read in (read_blame, lambda *words, known_at: read_log(*words[:1], words[1:], known_at=known_at)):
        with pytest.raises(NotFound) as caught:
            read(dated.folder, "new", known_at="2025-07-09")
        assert caught.value.code == "CF301"


def test_a_file_that_had_errors_then_is_reported(dated):
    sound = dated.text()
    dated.write(sound + "\tno YAML\n")
    dated.commit("broken", "2025-07-09")
    dated.write(sound)
    dated.commit("mended", "2025-07-10")
    with pytest.raises(BrokenData) as caught:
        read_blame(dated.folder, "kg-2025-aaaaa", known_at="HEAD~1")
    assert caught.value.hint.endswith(": casefile log kg-2025-aaaaa")


def test_the_log_ends_then(dated):
    def subjects(*records, **how):
        return [each.commit.subject for each in read_log(dated.folder, records, **how).entries]

    assert subjects(known_at="2025-07-06") == ["released", "opened"]
    assert subjects("aleksandrov", known_at="HEAD~1") == ["released", "opened"]
    assert subjects("casefile.yaml", known_at="2025-07-06") == ["opened"]
    assert subjects(known_at="2025-07-06", limit=1) == ["released"]
    assert subjects(known_at="2025-07-06", within=TimelineSpan(since=dt.date(2025, 7, 1))) == ["released"]
    assert read_log(dated.folder, known_at="2025-07-06").known_at.endswith("of 2025-07-05")
    assert subjects() == ["a slip", "released", "opened"]


def test_the_log_finds_records_by_their_ids_of_then(dated):
    text = dated.text().replace("id: kg-2025-aaaaa\n", "id: kg-2025-ccccc\nformerly:\n  - kg-2025-aaaaa\n")
    (dated.folder / CASE).unlink()
    dated.write(text, "cases/kg/2025/kg-2025-ccccc.yaml")
    dated.commit("renamed", "2025-07-09")
    found = read_log(dated.folder, ["kg-2025-aaaaa"], known_at="HEAD~1")
    assert found.named == ("kg-2025-aaaaa",)
    assert [each.commit.subject for each in found.entries] == ["a slip", "released", "opened"]


@pytest.mark.parametrize("known_at", ["2025-06-04", "HEAD", "HEAD~1", "main"])
def test_a_register_without_commits_is_reported(past, known_at):
    past.git("checkout", "-q", "--orphan", "new")
    past.git("branch", "-qD", "main")
    with pytest.raises(NotFound) as caught:
        known(past, known_at)
    assert caught.value.code == "CF302"
    assert caught.value.hint.endswith(": casefile commit")


def test_an_impossible_day_is_refused_unless_it_is_a_revision(dated):
    with pytest.raises(BadInput) as caught:
        known(dated, "2025-06-40")
    assert caught.value.code == "CF604"
    assert caught.value.message.startswith("2025-06-40 ")
    dated.git("tag", "2025-06-40", "HEAD~1")
    assert known(dated, "2025-06-40")[1].startswith(f"commit {dated.git('rev-parse', 'HEAD~1')[:7]} ")


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_an_empty_text_is_no_revision(dated, blank):
    with pytest.raises(BadInput) as caught:
        known(dated, blank)
    assert caught.value.code == "CF604"
