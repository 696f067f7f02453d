"""How the merge driver knows the sources that an event cites: from both sides, as far as they agree."""

from __future__ import annotations

import pytest

from support.branches import CASE

HEAD = """schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: unnamed
  descriptor: video operator
events:
  - id: d1d1d
    type: detention
    date: "2025-01-02"
    kind: arrest
  - id: h1h1h
    type: hearing
    date: "2025-01-04"
    outcome: remanded
"""
RELEASE = '  - id: x1x1x\n    type: release\n    date: "2025-02-10"\n    sources: [one-press]\n'
ACCESS = '  - id: y1y1y\n    type: access\n    date: "2025-02-10"\n    to: counsel\n    outcome: permitted\n'
SOURCE = """schema: casefile/source/1
id: one-press
kind: press_article
publisher: One
published: 2025-02-11
"""
PATH = "cases/sources/one-press.yaml"


def stated(connection):
    return f"{SOURCE}connection: {connection}\n"


@pytest.fixture
def merges(forked):
    """Return a function that merges an event of each side, and says whether their order is in conflict.

    An official's word alone does not end custody: who says so decides whether the order does.
    """

    def merge(ours="", theirs="", before=""):
        files = {"base": before, "ours": ours, "theirs": theirs}
        if before:
            forked.commits(before, PATH)
        forked.commits(HEAD)
        forked.git("switch", "-qc", "theirs")
        for side, event in (("theirs", RELEASE), ("ours", ACCESS)):
            if side == "ours":
                forked.git("switch", "-q", "main")
            if files[side]:
                forked.commits(files[side], PATH)
            forked.commits(HEAD + event, CASE)
        done = forked.run("git", "merge", "theirs", "-m", "both")
        assert "line by line" not in done.stderr, done.stderr
        return "`events`" in done.stderr

    return merge


def test_a_source_of_which_nothing_is_known_may_decide(merges):
    assert merges()


@pytest.mark.parametrize(
    "sources",
    [{"before": stated("media")}, {"ours": stated("media")}, {"theirs": stated("media")}],
    ids=["of both sides", "of ours alone", "of theirs alone"],
)
def test_a_source_that_either_side_has_is_known(merges, sources):
    assert not merges(**sources)


def test_a_source_that_the_sides_state_otherwise_is_not_known(merges):
    assert merges(before=stated("media"), theirs=stated("official"))


def test_a_source_that_cannot_be_read_is_not_known(merges):
    assert merges(ours="- no record\n")


@pytest.mark.parametrize("target", ["../../elsewhere.yaml", "../../nowhere.yaml"])
def test_a_source_behind_a_link_is_not_known(merges, forked, target):
    place = forked.folder / PATH
    place.parent.mkdir(parents=True)
    (forked.folder / "elsewhere.yaml").write_text(stated("media"))
    place.symlink_to(target)
    assert merges()
