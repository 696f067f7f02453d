"""Two people record at the same time, each in a clone; they merge, and nothing becomes something else."""

from __future__ import annotations

import json
import shlex
import shutil
from copy import deepcopy
from functools import wraps
from pathlib import Path

import pytest

from casefile.model.web_addresses import digest_of
from support.clones import Clone, Desk
from support.terminal import Terminal

PUBLIC = ("--country", "KG", "--tier", "public", "--source", "https://news.example/first")
CASE = ("add", "Testa Personova", *PUBLIC, "--date", "2025-03-01", "--kind", "arrest")
UNSEEN = ("-X", "find-renames=100%")
"""Git merges so where a file is too different from what it was to be seen as renamed."""
VISIT = ("--date", "2025-03-05", "--to", "counsel", "--outcome", "permitted")


class Pair:
    """Two clones of one register of one public case."""

    def __init__(self, folder: Path, environment, executable) -> None:
        self.folder = folder
        self.one, self.two = (Desk(folder / name, environment, executable) for name in ("one", "two"))

    def begin(self) -> None:
        """Make the clones."""
        self.one.folder.mkdir()
        self.one.casefile("init", ".", "--identity", "desk-1")
        self.one.git("branch", "--move", "main")
        self.one.casefile(*CASE)
        self.one.casefile("setup-git")
        self.one.git("clone", "--quiet", ".", str(self.two.folder))
        self.two.casefile("init", ".", "--identity", "desk-2")
        self.two.casefile("setup-git")
        self.two.git("checkout", "--quiet", "-B", "main")
        self.one.git("remote", "add", "two", "../two")
        self.two.git("remote", "add", "one", "../one")
        self.two.git("remote", "set-url", "origin", "../one")

    def heads(self) -> list[bytes]:
        """Return the commit of the branch `main` of each clone."""
        return [(each.folder / ".git/refs/heads/main").read_bytes() for each in (self.one, self.two)]

    def merged(self, into: Clone, code: int = 0, *how: str) -> Clone:
        name = "two" if into is self.one else "one"
        into.git("fetch", "--quiet", name)
        into.run("git", "merge", "--no-edit", *how, f"{name}/main", code=code)
        return into

    def sources(self, clone: Clone, event: str) -> set[str]:
        """Return the addresses of the sources of an event."""
        events = clone.data("show", self.case)["events"]
        cited = next(each["sources"] for each in events if each["id"] == event)
        return {clone.data("show", each)["url"] for each in cited}


@pytest.fixture(scope="session")
def begun(tmp_path_factory, environment, quick):
    """Return the folder of two clones, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("clones")
    Pair(folder, environment, quick).begin()
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """Return a folder for the clones that `once` prepares, and the results by the name of the preparation."""
    return tmp_path_factory.mktemp("prepared"), {}


def once(prepare):
    """Prepare the clones of a test once for all tests in which they are as they began: the others copy them.

    Each of them gets the result of the first preparation, such as the ids that were drawn.
    """

    @wraps(prepare)
    def run(pair):
        if pair.heads() != pair.begun:
            return prepare(pair)
        folder, results = pair.prepared
        kept = folder / prepare.__name__
        if kept.exists():
            shutil.rmtree(pair.folder)
            shutil.copytree(kept, pair.folder)
        else:
            results[kept] = prepare(pair)
            shutil.copytree(pair.folder, kept)
        return deepcopy(results[kept])

    return run


@pytest.fixture
def pair(begun, tmp_path, environment, quick, prepared):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    copied = Pair(tmp_path, environment, quick)
    (path,) = copied.one.folder.glob("cases/kg/*/*.yaml")
    copied.case = path.stem
    copied.begun, copied.prepared = copied.heads(), prepared
    return copied


def recorded(clone, *words):
    return clone.data("record", *words)["event"]


def codes(clone):
    """Return the codes of everything that validate finds."""
    return {
        each["code"] for each in json.loads(clone.tried("casefile", "validate", "--json").stdout)["problems"]
    }


def warned(clone, *words):
    """Return the codes of the warnings of a command."""
    done = clone.tried("casefile", *words, "--json")
    assert done.returncode == 0, done.stderr
    return {each["code"] for each in json.loads(done.stdout)["problems"]}


def status(clone, case, day="2025-10-01"):
    return clone.data("show", case, "--on", day)["derived"]["status"]


def test_two_articles_of_one_host_and_day_are_two_sources_after_the_merge(pair):
    first = recorded(pair.one, "access", pair.case, *VISIT, "--source", "https://news.example/one")
    visit = ("--date", "2025-03-06", *VISIT[2:])
    second = recorded(pair.two, "access", pair.case, *visit, "--source", "https://news.example/two")
    pair.merged(pair.one)
    assert pair.sources(pair.one, first) == {"https://news.example/one"}
    assert pair.sources(pair.one, second) == {"https://news.example/two"}
    pair.one.casefile("validate", "--strict")


def test_one_article_cited_by_both_is_one_source_after_the_merge(pair):
    recorded(pair.one, "access", pair.case, *VISIT, "--source", "https://news.example/one")
    visit = ("--date", "2025-03-06", *VISIT[2:])
    recorded(pair.two, "access", pair.case, *visit, "--source", "http://www.news.example/one/?utm_source=x")
    pair.merged(pair.one, code=1)
    (path,) = pair.one.git("diff", "--name-only", "--diff-filter=U").split()
    assert path.startswith("cases/sources/news-example-")
    assert len(list((pair.one.folder / "cases/sources").iterdir())) == 2


SOURCE = (
    "schema: casefile/source/1\nid: paper\ntier: public\nkind: press_article\nurl: https://news.example/{}\n"
)


@once
def with_one_id(pair):
    """Give two sources one id, as older programs and people do; return the events that cite them."""
    events = []
    for clone, name, day in ((pair.one, "one", "05"), (pair.two, "two", "06")):
        path = clone.folder / "cases/sources/paper.yaml"
        path.write_text(SOURCE.format(name), encoding="utf-8")
        clone.casefile("commit")
        visit = ("--date", f"2025-03-{day}", *VISIT[2:])
        events.append(recorded(clone, "access", pair.case, *visit, "--source", "paper"))
    return events


@pytest.mark.parametrize("into", ["one", "two"])
def test_two_sources_of_one_id_are_kept_both_with_their_citations(pair, into):
    first, second = with_one_id(pair)
    clone = pair.merged(getattr(pair, into), code=1)
    assert "CF021" in clone.run("casefile", "validate", code=1)
    assert warned(clone, "resolve", "paper", "--both") == set()
    clone.git("commit", "--quiet", "--no-edit")
    assert pair.sources(clone, first) == {"https://news.example/one"}
    assert pair.sources(clone, second) == {"https://news.example/two"}
    clone.casefile("validate", "--strict")
    clone.casefile("audit")
    # The old id leads to neither: a clone that cites it later is told so.
    assert clone.tried("casefile", "show", "paper").returncode == 3


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_value_keeps_the_source_of_its_side_where_two_sources_of_one_id_are_kept(pair, side):
    (event,) = (each["id"] for each in pair.one.data("show", pair.case)["events"])
    for clone, name, answer in ((pair.one, "one", "none"), (pair.two, "two", "open")):
        (clone.folder / "cases/sources/paper.yaml").write_text(SOURCE.format(name), encoding="utf-8")
        clone.casefile("commit")
        clone.casefile("update", pair.case, "--add", f"events.{event}.sources=paper")
        clone.casefile("update", pair.case, "--set", f"events.{event}.reasons={name}",
                       "--set", f"events.{event}.cites.reasons=[paper]")  # fmt: skip
        clone.casefile("update", pair.case, "--set", f"other_cases.answer={answer}",
                       "--set", "other_cases.sources=[paper]")  # fmt: skip
    clone = pair.merged(pair.one, code=1)
    clone.casefile("resolve", pair.case, f"--{side}")
    clone.casefile("resolve", "paper", "--both")
    shown = clone.data("show", pair.case)
    (cited,) = next(each["cites"]["reasons"] for each in shown["events"] if each["id"] == event)
    assert shown["other_cases"]["sources"] == [cited]
    assert clone.data("show", cited)["url"].endswith("one" if side == "ours" else "two")
    assert len({*map(str, shown["events"][0]["sources"])}) == 3


def test_two_sources_are_kept_both_where_their_addresses_give_one_id(pair):
    urls = [f"https://kloop.example/2025/06/04/story-{each}/" for each in (4344, 6746)]
    events = []
    for clone, url in zip((pair.one, pair.two), urls, strict=True):
        source = ("--kind", "press_article", "--published", "2025-06-04", "--tier", "public", "--url", url)
        added = clone.data("source", "add", *source)["record"]
        events.append(recorded(clone, "access", pair.case, *VISIT, "--source", added))
    clone = pair.merged(pair.one, code=1)
    clone.casefile("resolve", added, "--both")
    clone.git("commit", "--quiet", "--no-edit")
    assert [pair.sources(clone, each) for each in events] == [{url} for url in urls]
    assert clone.tried("casefile", "show", f"cases/sources/{added}.yaml").returncode == 3
    clone.casefile("validate")


def test_citations_of_two_sources_of_one_id_are_not_swapped(pair):
    events = with_one_id(pair)
    pair.merged(pair.one, code=1)
    pair.one.casefile("resolve", "paper", "--both")
    (path,) = (pair.one.folder / "cases/kg").rglob("*.yaml")
    one, two = (
        next(each for each in entry["sources"])
        for entry in pair.one.data("show", pair.case)["events"]
        if entry["id"] in events
    )
    text = path.read_text("utf-8")
    swapped = (
        text.replace(f"- {one}\n", "- X\n").replace(f"- {two}\n", f"- {one}\n").replace("- X\n", f"- {two}\n")
    )
    path.write_text(swapped, encoding="utf-8")
    pair.one.git("commit", "--quiet", "--all", "--no-edit")
    report = json.loads(pair.one.casefile("audit", "--json", code=1))
    assert {(each["code"], each["event"]) for each in report["data"]["findings"]} == {
        ("CF752", each) for each in events
    }


def test_a_later_citation_of_an_id_that_two_shared_leads_to_neither(pair):
    with_one_id(pair)
    pair.merged(pair.one, code=1)
    pair.one.casefile("resolve", "paper", "--both")
    pair.one.git("commit", "--quiet", "--no-edit")
    later = ("--date", "2025-03-08", *VISIT[2:], "--source", "paper")
    recorded(pair.two, "access", pair.case, *later)
    pair.merged(pair.two)
    assert "CF201" in codes(pair.two)


def test_both_are_kept_where_the_case_that_cites_one_was_renamed(pair):
    first, second = with_one_id(pair)
    pair.one.casefile("rename", pair.case, "--opaque")
    pair.merged(pair.one, code=1)
    pair.case = pair.one.data("list")[0]["id"]
    pair.one.casefile("resolve", "paper", "--both")
    assert pair.sources(pair.one, first) == {"https://news.example/one"}
    assert pair.sources(pair.one, second) == {"https://news.example/two"}


def test_both_are_kept_with_the_quotes_of_each(pair):
    first, second = with_one_id(pair)
    for clone, event, words in ((pair.one, first, "the first"), (pair.two, second, "the second")):
        quoted = f"events.{event}.sources=paper,locator=p. 1,quote={words}"
        reason = ("--reason", "the page is known")
        clone.casefile(
            "update", pair.case, "--unset", f"events.{event}.sources=paper", "--add", quoted, *reason
        )
    pair.merged(pair.one, code=1)
    pair.one.casefile("resolve", "paper", "--both")
    cited = {}
    for event in pair.one.data("show", pair.case)["events"][1:]:
        ((source, quote),) = ((each["source"], each["quote"]) for each in event["sources"])
        cited[quote] = pair.one.data("show", source)["url"].rsplit("/", 1)[1]
    assert cited == {"the first": "one", "the second": "two"}


def test_one_of_two_sources_is_not_dropped_while_its_side_cites_it(pair):
    with_one_id(pair)
    pair.merged(pair.one, code=1)
    for side in ("--ours", "--theirs"):
        assert pair.one.refusal("resolve", "paper", side)["code"] == "CF729"


def test_one_of_two_sources_goes_where_no_event_of_its_side_cites_it(pair):
    charge = ("--charge", "statute=CC 330", "--date", "2025-03-02", "--source", "https://news.example/first")
    recorded(pair.one, "charge", pair.case, *charge, "--step", "dropped")
    for clone, name in ((pair.one, "one"), (pair.two, "two")):
        (clone.folder / "cases/sources/paper.yaml").write_text(SOURCE.format(name), encoding="utf-8")
        clone.casefile("commit")
    cited = recorded(pair.one, "access", pair.case, *VISIT, "--source", "paper")
    pair.merged(pair.one, code=1)
    assert pair.one.refusal("resolve", "paper", "--theirs")["code"] == "CF729"
    pair.one.casefile("resolve", "paper", "--ours")
    assert pair.sources(pair.one, cited) == {"https://news.example/one"}


def brought(pair, *how, code=1):
    """Let git bring the commits of the first clone to the second one, other than by a merge commit."""
    pair.two.git("fetch", "--quiet", "one")
    pair.two.run("git", *how, code=code)
    return pair.two


@pytest.mark.parametrize(
    ("how", "side"),
    [
        (("rebase", "one/main"), "--ours"),
        (("cherry-pick", "..one/main"), "--ours"),
        (("merge", "--squash", "one/main"), "--ours"),
        (("merge", "--squash", "one/main"), "--theirs"),
    ],
)
def test_one_of_two_sources_is_not_dropped_while_another_commit_of_its_branch_cites_it(pair, how, side):
    with_one_id(pair)
    refused = brought(pair, *how).refusal("resolve", "paper", side)
    assert refused["code"] == "CF729"
    assert "casefile resolve paper --both" in refused["hint"]


def test_both_sources_are_kept_with_their_citations_in_a_squash_merge(pair):
    events = with_one_id(pair)
    clone = brought(pair, "merge", "--squash", "one/main")
    done = clone.tried("casefile", "resolve", "paper", "--both")
    assert ": git commit" in done.stderr
    clone.git("commit", "--quiet", "--message", "squashed")
    cited = [pair.sources(clone, each) for each in events]
    assert cited == [{"https://news.example/one"}, {"https://news.example/two"}]


def test_a_resolution_without_a_commit_is_staged_by_the_printed_command(pair):
    with_one_id(pair)
    clone = pair.merged(pair.two, code=1)
    assert staged(clone, "paper", "--both") == []
    assert clone.git("diff", "--name-only") == ""
    assert "CF021" not in clone.tried("casefile", "validate").stdout


def test_a_join_in_an_uncommitted_merge_is_staged_by_the_printed_command(pair):
    with_one_address(pair)
    clone = brought(pair, "merge", "--no-commit", "--no-ff", "one/main", code=0)
    other = cited(clone, pair)
    assert staged(clone, "paper", "--join", other) == []
    assert clone.git("diff", "--name-only") == ""
    assert other not in clone.git("ls-files")


def staged(clone, *words):
    """Resolve without a commit, and run the command that is printed; return the files left in conflict."""
    told = clone.tried("casefile", "resolve", *words, "--no-commit").stderr
    assert "resolved" not in told
    (line,) = (each for each in told.splitlines() if "written, not staged: " in each)
    clone.run(*shlex.split(line.partition("staged: ")[2]))
    return clone.git("diff", "--name-only", "--diff-filter=U").split()


@pytest.mark.parametrize(
    ("how", "keeps"),
    [("rebase", None), ("rebase", "ours"), ("rebase", "theirs"), ("cherry-pick", "theirs"), ("squash", None)],
)
def test_keeping_both_sources_in_a_commit_of_one_parent_is_no_finding(pair, how, keeps):
    name, url = "paper", "https://news.example/given"
    if keeps:  # the id is that of its address: this source keeps it
        name = f"news-example-{digest_of(url)}"
    clones = (pair.one, pair.two) if how == "rebase" else (pair.two, pair.one)
    for clone, side in zip(clones, ("ours", "theirs"), strict=True):
        text = SOURCE.format("given" if side == keeps else side).replace("paper", name)
        (clone.folder / f"cases/sources/{name}.yaml").write_text(text, encoding="utf-8")
        words = ("--date", f"2025-03-0{5 + len(side) % 3}", *VISIT[2:], "--source", name)
        clone.casefile("record", "access", pair.case, *words, "--no-commit")
        clone.git("add", "cases")
        clone.git("commit", "--quiet", "--message", "one commit")
    words = {"rebase": ("rebase", "one/main"), "squash": ("merge", "--squash", "one/main")}
    clone = brought(pair, *words.get(how, (how, "one/main")))
    for path in {each.split("\t")[1] for each in clone.git("ls-files", "--unmerged").splitlines()}:
        clone.casefile("resolve", path, *(("--both",) if "sources" in path else ()))
    clone.git("commit", "--quiet", "--message", "both") if how == "squash" else clone.git(how, "--continue")
    kept = {each.stem for each in (clone.folder / "cases/sources").iterdir()}
    assert (name in kept) == bool(keeps)
    assert json.loads(clone.casefile("audit", "--json"))["data"]["findings"] == []


def test_a_later_commit_of_a_rebase_cites_none_of_two_sources_that_were_kept(pair):
    url = "https://news.example/one"
    source = ("--kind", "press_article", "--published", "2025-03-05", "--tier", "public", "--url", url)
    name = pair.one.data("source", "add", *source)["record"]  # an id that its address gives
    text = SOURCE.format("two").replace("paper", name)
    (pair.two.folder / f"cases/sources/{name}.yaml").write_text(text, encoding="utf-8")
    pair.two.casefile("commit")
    recorded(pair.two, "access", pair.case, *VISIT, "--source", name)
    clone = brought(pair, "rebase", "one/main")
    clone.casefile("resolve", name, "--both")
    clone.git("rebase", "--continue")
    assert "CF201" in codes(clone)


def test_no_source_is_dropped_if_git_does_not_name_the_merged_commit(pair):
    with_one_id(pair)
    clone = pair.two
    clone.git("reset", "--quiet", "--soft", "HEAD~2")
    clone.git("stash", "--quiet")
    clone.git("pull", "--quiet", "--ff-only", "one", "main")
    clone.run("git", "stash", "pop", code=1)
    for how in ("--ours", "--theirs", "--both"):
        refused = clone.refusal("resolve", "paper", how)
        assert refused["code"] == "CF729"
        assert "git reset --merge" in refused["hint"]


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("renamed", [False, True])
def test_two_sources_of_one_id_are_two_where_git_names_a_removed_one_as_their_base(pair, into, renamed):
    article = ("--kind", "press_article", "--publisher", "The Daily", "--published", "2025-03-04")
    pair.one.casefile("source", "add", "--id", "old", *article, "--url", "https://news.example/one")
    pair.merged(pair.two)
    for clone, url, to in (
        (pair.one, "https://news.example/one", "counsel"),
        (pair.two, "https://news.example/two", "family"),
    ):
        if renamed and clone is pair.one:
            clone.casefile("rename", "old", "paper")
        else:
            clone.git("rm", "--quiet", "cases/sources/old.yaml")
            clone.casefile("commit", "-m", "Drop")
            clone.casefile("source", "add", "--id", "paper", *article, "--url", url)
        visit = ("--date", "2025-03-05", "--to", to, "--outcome", "permitted", "--source", "paper")
        recorded(clone, "access", pair.case, *visit)
    clone = pair.merged(getattr(pair, into), 1)
    assert clone.refusal("resolve", "paper", "--ours")["code"] == "CF729"
    clone.casefile("resolve", "paper", "--both")
    clone.git("commit", "--quiet", "--no-edit")
    clone.casefile("validate")
    events = clone.data("show", pair.case)["events"]
    cited = {each["to"]: pair.sources(clone, each["id"]) for each in events if each["type"] == "access"}
    assert cited == {"counsel": {"https://news.example/one"}, "family": {"https://news.example/two"}}


def test_nested_conflict_markers_are_resolved_as_a_whole(pair):
    article = ("--kind", "press_article", "--publisher", "The Daily", "--published", "2025-03-04")
    pair.one.casefile("source", "add", "--id", "old", *article, "--url", "https://news.example/old")
    pair.merged(pair.two)
    pair.one.casefile("rename", "old", "paper")
    pair.one.casefile("source", "add", "--id", "second", *article, "--url", "https://news.example/two")
    pair.two.casefile("rename", "old", "second")
    clone = pair.merged(pair.two, 1)
    found = json.loads(clone.tried("casefile", "validate", "--json").stdout)["problems"]
    torn = [each["hint"] for each in found if each["path"] == "cases/sources/second.yaml"]
    assert torn
    assert not any("casefile resolve" in each for each in torn)
    hint = clone.refusal("resolve", "cases/sources/second.yaml", "--both")["hint"]
    assert "git merge --abort" in hint
    assert "casefile rename" in hint
    clone.git("merge", "--abort")
    clone.casefile("rename", "second", "paper")
    pair.merged(clone)
    assert codes(clone) == {"CF312"}
    clone.casefile("update", "paper", "--unset", "formerly=second")
    clone.casefile("validate")
    urls = {each: clone.data("show", each)["url"] for each in ("paper", "second")}
    assert urls == {"paper": "https://news.example/old", "second": "https://news.example/two"}


def test_two_persons_whose_names_gave_one_id_are_two_cases(pair):
    for clone, day, place in ((pair.one, "2025-03-03", "Osh"), (pair.two, "2025-05-05", "Naryn")):
        settings = clone.folder / "casefile.yaml"
        text = settings.read_text("utf-8").replace("ids: opaque", "ids: names")
        settings.write_text(text, encoding="utf-8")
        clone.casefile("commit")
        person = (
            "Asel Primerova",
            *PUBLIC,
            "--consent",
            "public_record,scope=named",
            "--identification",
            "named",
        )
        clone.casefile("add", *person, "--date", day, "--place", place)
    pair.merged(pair.one, code=1)
    pair.one.casefile("resolve", "kg-2025-asel-primerova", "--both")
    pair.one.git("commit", "--quiet", "--no-edit")
    names = [each for each in pair.one.data("list") if each["name"] == "Asel Primerova"]
    assert len(names) == 2
    assert {each["since"] for each in names} == {"2025-03-03", "2025-05-05"}
    pair.one.casefile("audit")


def test_an_id_that_one_clone_gave_to_another_person_gets_no_event_of_the_first(pair):
    (path,) = pair.one.folder.glob("cases/kg/*/*.yaml")
    data = pair.one.data("show", pair.case)
    (arrest,) = (each["id"] for each in data["events"])
    text = path.read_text("utf-8").replace("Testa Personova", "Asel Primerova").replace(arrest, "h9h9h")
    path.write_text(text.replace("2025-03-01", "2025-04-04"), encoding="utf-8")
    pair.one.casefile("commit")
    visit = recorded(pair.two, "access", pair.case, *VISIT, "--source", "https://news.example/visit")
    pair.merged(pair.one, code=1)
    pair.one.casefile("resolve", pair.case, "--both")
    pair.one.git("commit", "--quiet", "--no-edit")
    found = [(each["name"], pair.one.data("show", each["id"])["events"]) for each in pair.one.data("list")]
    assert {name: [each["id"] for each in events] for name, events in found} == {
        "Testa Personova": [arrest, visit],
        "Asel Primerova": ["h9h9h"],
    }
    pair.one.casefile("validate")
    findings = pair.one.data("audit", code=1)["findings"]
    assert [each["code"] for each in findings] == ["CF740"]  # the commit by hand, and not the merge


def test_a_citation_of_the_former_id_of_a_source_is_rewritten(pair):
    path = pair.one.folder / "cases/sources/paper.yaml"
    path.write_text(SOURCE.format("one"), encoding="utf-8")
    pair.one.casefile("commit")
    pair.merged(pair.two)
    pair.one.casefile("rename", "paper", "journal")
    cited = recorded(pair.two, "access", pair.case, *VISIT, "--source", "paper")
    pair.merged(pair.one)
    report = json.loads(pair.one.casefile("validate", "--json", code=1))
    (hint,) = (each["hint"] for each in report["problems"] if each["code"] == "CF201")
    pair.one.run(*hint.split())
    assert pair.sources(pair.one, cited) == {"https://news.example/one"}
    pair.one.casefile("validate", "--strict")


def test_an_event_that_both_sides_cite_by_one_id_cites_both_sources(pair):
    both = recorded(pair.one, "access", pair.case, *VISIT, "--source", "https://news.example/visit")
    pair.merged(pair.two)
    for clone, name in ((pair.one, "one"), (pair.two, "two")):
        (clone.folder / "cases/sources/paper.yaml").write_text(SOURCE.format(name), encoding="utf-8")
        clone.casefile("commit")
        clone.casefile("update", pair.case, "--add", f"events.{both}.sources=paper")
    pair.merged(pair.one, code=1)
    pair.one.casefile("resolve", "paper", "--both")
    assert pair.sources(pair.one, both) == {
        f"https://news.example/{name}" for name in ("visit", "one", "two")
    }


def test_keeping_both_waits_for_a_record_that_is_in_conflict_too(pair):
    first, _ = with_one_id(pair)
    for clone, place in ((pair.one, "Osh"), (pair.two, "Naryn")):
        clone.casefile("update", pair.case, "--set", f"person.occupation={place}")
    pair.merged(pair.one, code=1)
    refused = json.loads(pair.one.tried("casefile", "resolve", "paper", "--both", "--json").stdout)
    assert refused["error"]["code"] == "CF729"
    pair.one.casefile("resolve", pair.case, "--ours")
    pair.one.casefile("resolve", "paper", "--both")
    pair.one.git("commit", "--quiet", "--no-edit")
    assert pair.sources(pair.one, first) == {"https://news.example/one"}


@once
def with_one_address(pair):
    """Record one article twice in the first clone, also as `paper`; return the event that cites it."""
    first = recorded(pair.one, "access", pair.case, *VISIT, "--source", "https://news.example/one")
    path = pair.one.folder / "cases/sources/paper.yaml"
    path.write_text(SOURCE.format("one").replace("url:", "title: A visit\nurl:"), encoding="utf-8")
    pair.one.casefile("commit")
    return first


def cited(clone, pair):
    """Return the source that the second event of the case cites."""
    (source,) = clone.data("show", pair.case)["events"][1]["sources"]
    return source


def test_two_sources_of_one_address_are_named_and_joined(pair):
    first = with_one_address(pair)
    assert codes(pair.one) == {"CF318"}
    assert warned(pair.one, "resolve", "paper", "--join", cited(pair.one, pair)) == set()
    assert pair.sources(pair.one, first) == {"https://news.example/one"}
    assert cited(pair.one, pair) == "paper"
    assert codes(pair.one) == set()
    pair.one.casefile("audit")


def test_one_event_from_two_sources_is_named_and_joined(pair):
    first = recorded(pair.one, "access", pair.case, *VISIT, "--source", "https://news.example/one")
    second = recorded(
        pair.two, "access", pair.case, *VISIT, "--place", "Osh", "--source", "https://news.example/two"
    )
    pair.merged(pair.one)
    assert codes(pair.one) == {"CF336"}
    pair.one.casefile("resolve", pair.case, "--join", first, "--join", second)
    events = pair.one.data("show", pair.case)["events"]
    assert [each["id"] for each in events][1:] == [first]
    assert events[1]["place"] == "Osh"
    assert pair.sources(pair.one, first) == {"https://news.example/one", "https://news.example/two"}
    assert codes(pair.one) == set()
    pair.one.casefile("audit")


RELEASE = ("--date", "2025-03-06", "--source")


@once
def two_releases(pair):
    """Return the ids of two accounts of one release, which both clones have."""
    names = [
        recorded(pair.one, "release", pair.case, *RELEASE, f"https://news.example/{each}", *kind)
        for each, kind in ((1, ("--kind", "bail")), (2, ()))
    ]
    pair.merged(pair.two)
    return names


@pytest.mark.parametrize("refuted", [0, 1])
def test_an_account_that_counts_is_not_joined_to_one_that_does_not(pair, refuted):
    names = two_releases(pair)
    pair.one.casefile("mark", pair.case, names[refuted], "refuted", "--reason", "the lawyer denies it")
    for first, second in (names, names[::-1]):
        error = pair.one.refusal("resolve", pair.case, "--join", first, "--join", second)
        assert error["code"] == "CF728"
        assert "casefile mark" in error["hint"]
    assert status(pair.one, pair.case) == "released"
    other = names[1 - refuted]
    pair.one.casefile("mark", pair.case, other, "refuted", "--reason", "the lawyer denies it")
    pair.one.casefile("resolve", pair.case, "--join", names[0], "--join", names[1])
    pair.one.casefile("audit")


@pytest.mark.parametrize("into", ["one", "two"])
def test_a_joined_event_cites_the_source_of_the_account_that_gave_the_date(pair, into):
    words = ("hearing", pair.case, "--outcome", "remanded", "--place", "Osh", "--date")
    first, second = (
        recorded(pair.one, *words, date, "--source", f"https://news.example/{date}")
        for date in ("2025-03", "2025-03-04")
    )
    sources = [each["sources"] for each in pair.one.data("show", pair.case)["events"][1:]]
    cited = [f"{name}={sources[0][0]}" for name in ("date", "place")]
    for each in cited:
        pair.one.casefile("update", pair.case, "--add", f"events.{first}.cites.{each}")
    pair.merged(pair.two)
    pair.one.casefile("resolve", pair.case, "--join", first, "--join", second)
    pair.two.casefile("update", pair.case, "--set", f"events.{second}.note=by telephone")
    clone = pair.merged(getattr(pair, into))
    (event,) = clone.data("show", pair.case)["events"][1:]
    assert event["cites"] == {"date": sources[1], "place": [*sources[0], *sources[1]]}
    assert event["note"] == "by telephone"
    clone.casefile("audit")


def test_an_account_that_was_refuted_together_with_another_one_is_found(pair):
    names = two_releases(pair)
    pair.one.casefile("mark", pair.case, names[1], "refuted", "--reason", "the lawyer denies it")
    kept, gone = pair.one.data("show", pair.case)["events"][1:]
    refuted = {name: gone[name] for name in ("standing", "resolution")}
    path = pair.one.folder / f"cases/kg/2025/{pair.case}.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f"  - id: {names[1]}")
    left, second = text[:start], text[start:]
    cited = second.index("    sources:\n")
    sources = second[cited + len("    sources:\n") : second.index("    standing:")]
    path.write_text(left + sources + second[second.index("    standing:") :], encoding="utf-8")
    (made,) = pair.one.data("show", pair.case)["events"][1:]
    assert made == {**kept, "sources": [*kept["sources"], *gone["sources"]], **refuted}
    pair.one.git("commit", "--quiet", "--all", "--message", "one event")
    found = json.loads(pair.one.tried("casefile", "audit", "--json").stdout)["data"]["findings"]
    assert names[1] in [each["event"] for each in found]


@pytest.mark.parametrize("tier", ["restricted", "public"])
@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("retracted", [0, 1])
def test_a_retraction_of_one_account_does_not_reach_the_joined_event(pair, tier, into, retracted):
    if tier == "restricted":
        pair.one.casefile("update", pair.case, "--set", "tier=restricted")
    names = two_releases(pair)
    pair.two.casefile("mark", pair.case, names[retracted], "retracted", "--reason", "recorded twice")
    pair.one.casefile("resolve", pair.case, "--join", names[0], "--join", names[1])
    clone = pair.merged(getattr(pair, into), 1)
    clone.casefile("resolve", pair.case, "--theirs" if into == "one" else "--ours")
    clone.git("commit", "--quiet", "--no-edit")
    standings = {each["id"]: each.get("standing") for each in clone.data("show", pair.case)["events"][1:]}
    assert standings == {names[retracted]: "retracted", names[1 - retracted]: None}
    assert status(clone, pair.case) == "released"
    clone.casefile("audit")


def proposed(clone):
    """Return the words of the command that validate proposes for two events that may be one."""
    found = json.loads(clone.tried("casefile", "validate", "--json").stdout)["problems"]
    (hint,) = (each["hint"] for each in found if each["code"] == "CF336")
    return hint.partition("casefile ")[2].split()


def test_the_join_that_is_proposed_leaves_the_status_as_it_is(pair):
    day = ("--date", "2025-03-20", "--source")
    bail = ("--date", "2025-03-10", "--kind", "bail", "--source", "https://news.example/bail")
    recorded(pair.one, "release", pair.case, *bail)
    pair.merged(pair.two)
    first = recorded(pair.one, "release", pair.case, *day, "https://news.example/one", "--kind", "no_charge")
    recorded(pair.two, "detention", pair.case, *day, "https://news.example/two", "--kind", "arrest")
    last = recorded(pair.two, "release", pair.case, *day, "https://news.example/two", "--kind", "no_charge")
    clone = pair.merged(pair.two)
    assert status(clone, pair.case) == "released"
    command = proposed(clone)
    assert command == ["resolve", pair.case, "--join", last, "--join", first]
    clone.casefile("resolve", pair.case, "--join", first, "--join", last)
    assert status(clone, pair.case) == "released"
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    clone.casefile(*command)
    assert status(clone, pair.case) == "released"


@pytest.mark.parametrize("into", ["one", "two"])
def test_a_join_keeps_the_status_that_the_other_side_has_recorded(pair, into):
    day = ("--date", "2025-03-20", "--source")
    first, last = (
        recorded(pair.one, "release", pair.case, *day, f"https://news.example/{each}", "--kind", "no_charge")
        for each in (1, 2)
    )
    pair.merged(pair.two)
    pair.one.casefile("resolve", pair.case, "--join", first, "--join", last)
    arrest = (*day, "https://news.example/2", "--kind", "arrest", "--after", first)
    recorded(pair.two, "detention", pair.case, *arrest)
    clone = pair.merged(getattr(pair, into))
    assert status(clone, pair.case) == "released"
    events = clone.data("show", pair.case)["events"]
    assert [each["type"] for each in events] == ["detention", "detention", "release"]


@once
def two_hearings(pair):
    """Have one desk record one hearing twice, each time from another article; return both events."""
    pair.one.casefile("update", pair.case, "--add", "proceedings=id=main,kind=criminal")
    words = ("--proceeding", "main", "--date", "2025-03-20", "--outcome", "remanded", "--source")
    events = [
        recorded(pair.one, "hearing", pair.case, *words, f"https://news.example/{each}") for each in (1, 2)
    ]
    pair.merged(pair.two)
    return events


def overturned(clone, pair, event):
    """Record that a court of appeal acquitted the person, against an event."""
    words = ("--date", "2025-04-10", "--instance", "appeal", "--outcome", "acquitted", "--against", event)
    recorded(clone, "verdict", pair.case, *words, "--source", "https://news.example/2")
    return status(clone, pair.case)


@pytest.mark.parametrize("second", [False, True])
def test_an_event_that_another_one_reviews_is_joined_to_either_side(pair, second):
    events = two_hearings(pair)
    before = overturned(pair.one, pair, events[1])
    kept, other = reversed(events) if second else events
    pair.one.casefile("resolve", pair.case, "--join", kept, "--join", other)
    assert pair.one.records[pair.case]["events"][-1]["against"] == kept
    assert status(pair.one, pair.case) == before == "released"
    pair.one.casefile("audit")


@pytest.mark.parametrize("into", ["one", "two"])
def test_a_review_of_an_event_that_the_other_side_joined_reviews_the_kept_one(pair, into):
    kept, other = two_hearings(pair)
    before = overturned(pair.two, pair, other)
    pair.one.casefile("resolve", pair.case, "--join", kept, "--join", other)
    clone = pair.merged(getattr(pair, into))
    assert [each["type"] for each in clone.records[pair.case]["events"]] == [
        "detention",
        "hearing",
        "verdict",
    ]
    assert clone.records[pair.case]["events"][-1]["against"] == kept
    assert status(clone, pair.case) == before
    clone.casefile("validate")
    clone.casefile("audit")


def test_one_hearing_that_both_record_from_one_article_is_joined(pair):
    words = ("--date", "2025-03-20", "--outcome", "remanded", "--source", "https://news.example/first")
    for clone in (pair.one, pair.two):
        recorded(clone, "hearing", pair.case, *words)
    clone = pair.merged(pair.one)
    report = json.loads(clone.casefile("validate", "--json"))["problems"]
    (problem,) = (each for each in report if each["code"] == "CF335")
    clone.casefile(*problem["hint"].partition("casefile ")[2].split())
    assert len(clone.records[pair.case]["events"]) == 2
    assert "CF335" not in codes(clone)
    clone.casefile("audit")


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_one_side_is_taken_of_the_rest_where_both_proceedings_of_a_renamed_case_are_kept(pair, side):
    pair.one.casefile("rename", pair.case, "--opaque")
    (renamed,) = pair.one.cases()
    (event,) = (each["id"] for each in pair.one.records[renamed]["events"])
    for clone, case, number in ((pair.one, renamed, "111"), (pair.two, pair.case, "222")):
        clone.casefile("update", case, "--add", f"proceedings=id=second,numbers={number}")
        clone.casefile("update", case, "--set", f"events.{event}.place=Town {number}")
    clone = pair.one
    pair.merged(clone, 1, *UNSEEN)
    error = clone.refusal("resolve", renamed, "--field", "proceedings.second", "--both")
    assert error["code"] == "CF724"
    assert "--both --ours" in error["hint"]
    clone.casefile("resolve", renamed, "--both", side)
    clone.git("commit", "--quiet", "--no-edit")
    record = clone.records[renamed]
    assert sorted(each["numbers"] for each in record["proceedings"]) == [["111"], ["222"]]
    assert record["events"][0]["place"] == ("Town 111" if side == "--ours" else "Town 222")


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("by", ["new id", "old id"])
def test_two_proceedings_of_a_case_that_one_side_renamed_are_kept_both(pair, into, by):
    pair.one.casefile("rename", pair.case, "--opaque")
    (renamed,) = pair.one.cases()
    for clone, case, number in ((pair.one, renamed, "111"), (pair.two, pair.case, "222")):
        clone.casefile("update", case, "--add", f"proceedings=id=second,numbers={number}")
    clone = getattr(pair, into)
    pair.merged(clone, 1, *UNSEEN)
    word = renamed if by == "new id" else pair.case
    (problem,) = json.loads(clone.casefile("resolve", word, "--json", code=2))["problems"]
    assert f"casefile resolve {renamed} --field proceedings.second --both" in problem["hint"]
    clone.casefile("resolve", word, "--field", "proceedings.second", "--both")
    clone.git("commit", "--quiet", "--no-edit")
    proceedings = clone.records[renamed]["proceedings"]
    assert sorted(each["numbers"] for each in proceedings) == [["111"], ["222"]]
    clone.casefile("validate")


def opened(clone, pair, day, name, statute, *numbers):
    """Record a proceeding that is opened, and a remand in it some days later."""
    date, article = f"2025-05-{day}", ("--charge", f"Article {statute}")
    words = ("--proceeding", name, "--connection", "lawyer")
    first = recorded(clone, "case", pair.case, "--date", date, "--step", "opened", *article, *words)
    for number in numbers:
        clone.casefile("update", pair.case, "--add", f"proceedings.{name}.numbers={number}")
    hearing = ("--date", f"2025-05-{day + 1}", "--outcome", "remanded")
    return [first, recorded(clone, "hearing", pair.case, *hearing, *words)]


@pytest.mark.parametrize("numbers", [("111-2025", "222-2025"), ("111-2025",), ()])
@pytest.mark.parametrize("swapped", [False, True])
def test_two_proceedings_of_one_id_are_kept_both_with_their_events(pair, swapped, numbers):
    first = opened(pair.one, pair, 10, "second", "one", *numbers[:1])
    second = opened(pair.two, pair, 13, "second", "two", *numbers[1:])
    release = ("--date", "2025-05-20", "--proceeding", "second", "--connection", "lawyer")
    second.append(recorded(pair.two, "release", pair.case, *release))
    into = pair.merged(pair.two if swapped else pair.one, 1)
    kept, moved = (second, first) if swapped else (first, second)
    (problem,) = json.loads(into.casefile("resolve", pair.case, "--json", code=2))["problems"]
    assert problem["field"] == "proceedings.second"
    into.casefile("resolve", pair.case, "--field", "proceedings.second", "--both")
    into.git("commit", "--quiet", "--no-edit")
    stated = {each["id"]: each.get("numbers", []) for each in into.records[pair.case]["proceedings"]}
    named = proceedings_of(into, pair.case)
    (ours,), (theirs,) = ({named[each] for each in ids} for ids in (kept, moved))
    own, other = ([*numbers[1:]], [*numbers[:1]]) if swapped else ([*numbers[:1]], [*numbers[1:]])
    assert stated == {ours: own, theirs: other}
    assert "second" not in stated
    into.casefile("validate")
    into.casefile("audit")


@pytest.mark.parametrize("swapped", [False, True])
def test_a_proceeding_that_one_side_opened_and_the_other_severed_is_two(pair, swapped):
    for clone in (pair.one, pair.two):
        clone.casefile("update", pair.case, "--add", "proceedings=main")
        clone.casefile("update", pair.case, "--add", "proceedings=second")
    by = ("--connection", "lawyer", "--proceeding", "second")
    recorded(pair.one, "case", pair.case, "--date", "2025-05-10", "--step", "opened", *by)
    severed = ("--step", "severed", "--from-proceeding", "main")
    recorded(pair.two, "case", pair.case, "--date", "2025-05-14", *severed, *by)
    into = pair.merged(pair.two if swapped else pair.one, 1)
    (problem,) = json.loads(into.casefile("resolve", pair.case, "--json", code=2))["problems"]
    assert problem["field"] == "proceedings.second"


def proceedings_of(clone, case):
    """Return the proceeding of each event of a case."""
    return {each["id"]: each.get("proceeding") for each in clone.records[case]["events"]}


def two_kept(pair, into):
    """Have both desks open a proceeding of one id, and one of them keep both."""
    for clone, day, number in ((pair.one, 10, "111-2025"), (pair.two, 13, "222-2025")):
        opened(clone, pair, day, "second", f"of {day}", number)
    pair.merged(into, 1)
    into.casefile("resolve", pair.case, "--field", "proceedings.second", "--both")
    into.git("commit", "--quiet", "--no-edit")


@pytest.mark.parametrize("into", ["one", "two"])
def test_an_event_that_a_branch_records_later_enters_neither_of_two_proceedings(pair, into):
    two_kept(pair, pair.one)
    words = ("--date", "2025-05-20", "--outcome", "released", "--proceeding", "second")
    late = recorded(pair.two, "hearing", pair.case, *words, "--connection", "lawyer")
    clone = pair.merged(getattr(pair, into), 1)
    assert proceedings_of(clone, pair.case)[late] == "second"
    report = json.loads(clone.casefile("validate", "--json", code=1))["problems"]
    (problem,) = (each for each in report if each["code"] == "CF206")
    ids = [each["id"] for each in clone.records[pair.case]["proceedings"]]
    assert len(ids) == 2
    assert all(each in problem["hint"] for each in ids)
    change = ("--set", f"events.{late}.proceeding={ids[0]}", "--no-commit")
    clone.casefile("update", pair.case, *change)
    clone.git("commit", "--quiet", "--all", "--no-edit")
    clone.casefile("validate")


def test_a_rebase_takes_no_later_event_into_the_other_proceeding(pair):
    hearings = []
    for clone, number in ((pair.one, "111"), (pair.two, "222")):
        clone.casefile("update", pair.case, "--add", f"proceedings=id=second,numbers={number}")
        words = ("--date", "2025-05-20", "--outcome", "remanded", "--proceeding", "second")
        hearings.append(recorded(clone, "hearing", pair.case, *words, "--connection", "lawyer"))
    clone = pair.two
    clone.git("fetch", "--quiet", "one")
    clone.run("git", "rebase", "one/main", code=1)
    clone.casefile("resolve", pair.case, "--field", "proceedings.second", "--both")
    clone.run("git", "rebase", "--continue", code=1)
    named = proceedings_of(clone, pair.case)
    stated = {each["id"]: each["numbers"] for each in clone.records[pair.case]["proceedings"]}
    assert stated[named[hearings[0]]] == ["111"]
    assert named[hearings[1]] not in stated


def test_two_clones_that_keep_both_proceedings_agree(pair):
    for clone, day, number in ((pair.one, 10, "111-2025"), (pair.two, 13, "222-2025")):
        opened(clone, pair, day, "second", f"of {day}", number)
    for clone, other in ((pair.one, "two"), (pair.two, "one")):
        clone.git("fetch", "--quiet", other)
    for clone, other in ((pair.one, "two"), (pair.two, "one")):
        clone.run("git", "merge", "--no-edit", f"{other}/main", code=1)
        clone.casefile("resolve", pair.case, "--field", "proceedings.second", "--both")
        clone.git("commit", "--quiet", "--no-edit")
    pair.merged(pair.one)
    assert pair.one.records == pair.two.records
    assert len(pair.one.records[pair.case]["proceedings"]) == 2
    pair.one.casefile("validate")
    pair.one.casefile("audit")


def test_one_proceeding_that_both_have_added_is_one(pair):
    opened(pair.one, pair, 10, "main", "one", "111-2025")
    opened(pair.two, pair, 10, "main", "one", "111-2025", "112-2025")
    into = pair.merged(pair.one)
    (proceeding,) = into.records[pair.case]["proceedings"]
    assert sorted(proceeding["numbers"]) == ["111-2025", "112-2025"]


ORDERS, ENTRIES = "[o]urs, [t]heirs, [l]ater", "[o]urs, [t]heirs, [b]oth, [l]ater"


@pytest.mark.parametrize("on_a_terminal", [False, True])
def test_two_proceedings_are_kept_both_before_the_order_of_events_is_chosen(pair, on_a_terminal):
    for clone, day, ends in ((pair.one, 10, "07"), (pair.two, 10, "08")):
        opened(clone, pair, day, "second", ends)
        until = ("--date", "2025-06-01", "--outcome", "extended", "--until", f"2025-{ends}-01")
        recorded(clone, "hearing", pair.case, *until, "--connection", "lawyer")
    into = pair.merged(pair.one, 1)
    problems = json.loads(into.casefile("resolve", pair.case, "--json", code=2))["problems"]
    assert {each["field"] for each in problems} == {"proceedings.second", "events"}
    if on_a_terminal:
        with Terminal(["casefile", "resolve", pair.case], into.folder, into.environment) as terminal:
            for each in sorted(problems, key=lambda each: each["line"]):
                words = ORDERS if each["field"] == "events" else ENTRIES
                terminal.answer(words, "ours" if each["field"] == "events" else "both")
            assert terminal.ends() == 0
    else:
        into.casefile("resolve", pair.case, "--field", "proceedings.second", "--both")
        into.casefile("resolve", pair.case, "--ours")
    into.git("commit", "--quiet", "--no-edit")
    one, two = (each["id"] for each in into.records[pair.case]["proceedings"])
    named = [each.get("proceeding") for each in into.records[pair.case]["events"]]
    assert (named.count(one), named.count(two)) == (2, 2)


@once
def with_two_grounds(pair):
    """Have both desks record an order of one day in a proceeding of their own; return both hearings."""
    hearings = []
    for clone, number, outcome in ((pair.one, "111", "extradition_allowed"), (pair.two, "222", "extended")):
        clone.casefile("update", pair.case, "--add", f"proceedings=id=second,numbers={number}")
        words = ("--date", "2025-03-04", "--outcome", outcome, "--proceeding", "second")
        hearings.append(recorded(clone, "hearing", pair.case, *words, "--connection", "lawyer"))
    return hearings


@pytest.mark.sample(5)
@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("last", ["ours", "theirs"])
@pytest.mark.parametrize("torn", ["", "person.gender", "events"])
def test_the_order_that_two_proceedings_make_decisive_is_asked_for(pair, into, last, torn):
    (first,) = pair.one.data("show", pair.case)["events"]
    field = f"events.{first['id']}.place" if torn == "events" else torn
    for clone, value in ((pair.one, "female"), (pair.two, "male")) if torn else ():
        clone.casefile("update", pair.case, "--set", f"{field}={value}")
    hearings = with_two_grounds(pair)
    clone = pair.merged(getattr(pair, into), 1)
    asked = []
    for words in (
        ("--field", "proceedings.second", "--both"),
        *([("--field", field, "--ours")] if torn else []),
    ):
        clone.casefile("resolve", pair.case, *words)
        refused = json.loads(clone.tried("casefile", "resolve", pair.case, "--json").stdout)
        asked.append({each["field"] for each in refused["problems"]})
    assert asked[-1] == {"events"}
    assert asked[0] == ({field} if torn == "events" else {field, "events"} - {""})
    clone.casefile("resolve", pair.case, f"--{last}")
    clone.git("commit", "--quiet", "--no-edit")
    own, other = hearings if into == "one" else hearings[::-1]
    order = [each["id"] for each in clone.records[pair.case]["events"]][1:]
    assert order == ([other, own] if last == "ours" else [own, other])
    named = proceedings_of(clone, pair.case)
    stated = {each["id"]: each["numbers"] for each in clone.records[pair.case]["proceedings"]}
    assert [stated[named[each]] for each in hearings] == [["111"], ["222"]]
    clone.casefile("validate")
    clone.casefile("audit")


def test_the_order_is_asked_for_after_two_proceedings_on_a_terminal(pair):
    hearings = with_two_grounds(pair)
    into = pair.merged(pair.one, 1)
    for words, answer in ((ENTRIES, "both"), (ORDERS, "theirs")):
        with Terminal(["casefile", "resolve", pair.case], into.folder, into.environment) as terminal:
            terminal.answer(words, answer)
            assert terminal.ends() == 0
    into.git("commit", "--quiet", "--no-edit")
    assert [each["id"] for each in into.records[pair.case]["events"]][1:] == hearings


@pytest.mark.parametrize("beside", [False, True])
def test_two_cases_of_one_person_that_both_have_added_are_joined(pair, beside):
    ids = []
    for clone, kind in ((pair.one, "arrest"), (pair.two, "arrest")):
        words = ("Asel Primerova", "--country", "KG", "--date", "2025-03-03", "--kind", kind)
        clone.casefile("add", *words, "--connection", "relative")
        ids += [each for each in clone.cases() if each not in {pair.case, *ids}]
    into = pair.merged(pair.one)
    for one, other in (ids, reversed(ids)) if beside else ():
        path = next((into.folder / "cases").rglob(f"{one}.yaml"))
        related = f"related:\n  - case: {other}\n    relation: same_incident\n"
        path.write_text(path.read_text(encoding="utf-8") + related, encoding="utf-8")
        into.casefile("fmt")
        into.casefile("commit")
    into.casefile("resolve", ids[0], "--join", ids[1])
    data = into.records[ids[0]]
    assert (len(data["events"]), data["formerly"]) == (2, [ids[1]])
    assert "related" not in data
    assert sorted(into.cases()) == sorted([pair.case, ids[0]])
    into.casefile("validate")
    into.casefile("audit")


def joined_cases(pair):
    """Return a clone in which two cases of one person are joined, with both ids, and what both were."""
    for clone, day in ((pair.one, "03"), (pair.two, "04")):
        words = (
            "--country",
            "KG",
            "--date",
            f"2025-03-{day}",
            "--kind",
            "arrest",
            "--connection",
            "relative",
        )
        clone.casefile("add", "Asel Primerova", *words)
    clone = pair.merged(pair.one)
    ids = [each for each in clone.cases() if each != pair.case]
    before = clone.records
    clone.casefile("resolve", ids[0], "--join", ids[1])
    return clone, ids, before


def test_a_join_of_two_cases_that_is_reverted_lost_no_event(pair):
    clone, _, before = joined_cases(pair)
    clone.git("revert", "--no-edit", "HEAD")
    assert clone.records == before
    clone.casefile("audit")
    clone.git("revert", "--no-edit", "HEAD")
    clone.casefile("audit")


def test_an_event_that_changes_while_a_join_is_reverted_is_found(pair):
    clone, ids, before = joined_cases(pair)
    clone.git("revert", "--no-commit", "HEAD")
    (event,) = before[ids[1]]["events"]
    edited(clone, ids[1], (event["date"], "2025-03-09"))
    clone.git("commit", "--quiet", "--all", "--message", "Revert")
    report = json.loads(clone.casefile("audit", "--json", code=1))
    assert ("CF740", event["id"]) in {(each["code"], each["event"]) for each in report["data"]["findings"]}


def test_two_cases_of_two_proceedings_of_one_id_are_not_joined(pair):
    ids = []
    for clone, number in ((pair.one, "111"), (pair.two, "222")):
        words = ("--country", "KG", "--date", "2025-03-03", "--kind", "arrest", "--connection", "relative")
        clone.casefile("add", "Asel Primerova", *words)
        ids += [each for each in clone.cases() if each not in {pair.case, *ids}]
        clone.casefile("update", ids[-1], "--add", f"proceedings=id=main,numbers={number}")
    clone = pair.merged(pair.one)
    error = clone.refusal("resolve", ids[0], "--join", ids[1])
    assert error["code"] == "CF728"
    edited(clone, ids[1], ("id: main", "id: tax-case"))
    clone.casefile("commit")
    clone.casefile("resolve", ids[0], "--join", ids[1])
    assert [each["id"] for each in clone.records[ids[0]]["proceedings"]] == ["main", "tax-case"]


def test_two_cases_that_both_have_added_and_that_differ_are_not_joined(pair):
    for clone, name in ((pair.one, "Asel Primerova"), (pair.two, "Asel Primerowa")):
        words = ("--country", "KG", "--date", "2025-03-03", "--kind", "arrest", "--connection", "relative")
        clone.casefile("add", name, *words)
    into = pair.merged(pair.one)
    ids = [each for each in into.cases() if each != pair.case]
    error = into.refusal("resolve", ids[0], "--join", ids[1])
    assert error["code"] == "CF728"
    assert "`person.name`" in error["message"]


def edited(clone, case, *changes):
    """Replace texts in the file of a case."""
    path = next((clone.folder / "cases").rglob(f"{case}.yaml"))
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def with_a_verdict(pair, *sentences):
    options = [word for each in sentences for word in ("--sentence", each)]
    words = ("--date", "2025-06-01", "--outcome", "convicted", "--connection", "lawyer")
    verdict = recorded(pair.one, "verdict", pair.case, *words, *options)
    pair.merged(pair.two)
    return verdict


def test_corrections_of_two_sentences_on_both_sides_are_in_conflict(pair):
    verdict = with_a_verdict(pair, "imprisonment,term=P6Y", "imprisonment,term=P2Y")
    for clone, changes in (
        (pair.one, (("P6Y", "P5Y"), ("P2Y", "P1Y"))),
        (pair.two, (("P6Y", "P4Y"),)),
    ):
        edited(clone, pair.case, *changes)
        clone.casefile("commit", "--reason", "the judgment says so")
    into = pair.merged(pair.two, 1)
    (problem,) = json.loads(into.casefile("resolve", pair.case, "--json", code=2))["problems"]
    assert problem["field"] == f"events.{verdict}.sentences"
    into.casefile("resolve", pair.case, "--theirs")
    into.git("commit", "--quiet", "--no-edit")
    terms = [each["term"] for each in into.data("show", pair.case)["events"][-1]["sentences"]]
    assert sorted(terms) == ["P1Y", "P5Y"]
    into.casefile("audit")


@pytest.mark.parametrize(
    "change", [("suspended: P2Y", "suspended: all"), ("        suspended: P2Y\n", ""), ("life", "fine")]
)
def test_a_sentence_that_changes_without_a_reason_is_found(pair, change):
    with_a_verdict(pair, "imprisonment,term=P6Y,suspended=P2Y", "life")
    edited(pair.one, pair.case, change)
    pair.one.git("commit", "--quiet", "--all", "--message", "Tidy up")
    found = json.loads(pair.one.casefile("audit", "--json", code=1))["data"]["findings"]
    assert [each["code"] for each in found] == ["CF752"]


@pytest.mark.parametrize(("connection", "code"), [("official", 1), ("media", 0)])
def test_the_connection_of_a_source_decides_if_the_order_is_a_conflict(pair, connection, code):
    words = ("--id", "ministry", "--kind", "government_release", "--connection", connection)
    pair.one.casefile("source", "add", *words)
    pair.merged(pair.two)
    day = ("--date", "2025-03-20", "--source", "ministry")
    recorded(pair.one, "release", pair.case, *day)
    recorded(pair.two, "access", pair.case, *day, *VISIT[2:])
    pair.merged(pair.two, code)


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("connection", ["official", "media"])
def test_a_source_that_only_one_side_has_is_known_in_both_directions(pair, into, connection):
    """The word of a prison leaves open whether a person went out; that of a paper does not."""
    for clone, name in ((pair.one, "prison"), (pair.two, "paper")):
        stated = connection if clone is pair.one else "media"
        clone.casefile("source", "add", "--id", name, "--kind", "government_release", "--connection", stated)
    day = ("--date", "2025-03-20")
    recorded(pair.one, "release", pair.case, *day, "--source", "prison")
    recorded(pair.two, "access", pair.case, *day, *VISIT[2:], "--source", "paper")
    pair.merged(getattr(pair, into), int(connection == "official"))


@once
def with_an_open_order(pair):
    """Have one desk record a release and the other one an arrest on one day; return the two events."""
    day = ("--date", "2025-09-01", "--source", "https://news.example/day")
    release = recorded(pair.one, "release", pair.case, *day, "--kind", "bail")
    arrest = recorded(pair.two, "detention", pair.case, *day, "--kind", "arrest")
    return release, arrest


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("last", ["one", "two"])
def test_an_order_that_decides_the_status_conflicts_in_both_directions(pair, into, last):
    release, arrest = with_an_open_order(pair)
    clone = pair.merged(getattr(pair, into), code=1)
    refused = json.loads(clone.tried("casefile", "resolve", pair.case, "--json").stdout)
    assert [each["field"] for each in refused["problems"]] == ["events"]
    (own, other) = refused["problems"][0]["hint"].split("; ")
    hint = own if last == into else other
    clone.casefile(*hint.partition(": casefile ")[2].split())
    clone.git("commit", "--quiet", "--no-edit")
    ids = [each["id"] for each in clone.data("show", pair.case)["events"]]
    assert ids[1:] == ([arrest, release] if last == "one" else [release, arrest])
    assert status(clone, pair.case) == ("released" if last == "one" else "held")
    clone.casefile("audit")


LAW = "jurisdictions:\n  - country: KG\n    probation_beside_prison: {}\n    citation: a law\n"


def with_settings(clone, *texts):
    """Commit the settings of a clone with these texts in them instead of its tier."""
    place = clone.folder / "casefile.yaml"
    lines = [line for line in place.read_text("utf-8").splitlines() if not line.startswith("tier:")]
    place.write_text("\n".join((*lines, *texts)) + "\n", encoding="utf-8")
    clone.casefile("commit")


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("other", [None, "instead"])
def test_the_order_conflicts_if_the_law_in_settings_of_one_side_decides_it(pair, into, other):
    with_settings(pair.one, "tier: restricted", LAW.format("after"))
    if other:
        with_settings(pair.two, "tier: restricted", LAW.format(other))
    day = ("--date", "2025-06-02", "--source", "https://news.example/day")
    sentences = ("--sentence", "imprisonment,term=P2Y", "--sentence", "probation,term=P1Y")
    recorded(pair.one, "verdict", pair.case, *day, "--outcome", "convicted", *sentences)
    recorded(pair.two, "release", pair.case, *day, "--kind", "court_order", "--then", "free")
    clone = pair.merged(getattr(pair, into), code=1)
    assert pair.case in clone.git("ls-files", "--unmerged")


@pytest.mark.parametrize("into", ["one", "two"])
def test_an_error_under_the_settings_of_one_side_alone_stops_no_merge(pair, into):
    (event,) = (each["id"] for each in pair.one.data("show", pair.case)["events"])
    pair.one.casefile("update", pair.case, "--unset", "tier", "--reason", "a test")
    pair.merged(pair.two)
    with_settings(pair.one, "tier: public")
    pair.one.casefile("update", pair.case, "--set", f"events.{event}.tier=partners")
    pair.two.casefile("update", pair.case, "--set", f"events.{event}.place=Osh")
    clone = pair.merged(getattr(pair, into))
    assert clone.data("show", pair.case)["events"][0]["place"] == "Osh"
    assert "CF403" not in codes(clone)


EARLIER = (
    ("interrogation", "--date", "2025-04-01"),
    ("access", "--date", "2025-03-20", "--to", "counsel", "--outcome", "permitted"),
)
"""What one side recorded before the day whose order is open."""


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("earlier", EARLIER, ids=lambda each: each[0])
@pytest.mark.parametrize("beside", ["one", "two"])
def test_the_order_is_asked_for_where_a_side_recorded_an_earlier_event_too(pair, into, beside, earlier):
    source = ("--source", "https://news.example/earlier")
    recorded(getattr(pair, beside), earlier[0], pair.case, *earlier[1:], *source)
    release, arrest = with_an_open_order(pair)
    clone = pair.merged(getattr(pair, into), code=1)
    flag = "--theirs" if into == "one" else "--ours"
    clone.casefile("resolve", pair.case, "--field", "events", flag)
    ids = [each["id"] for each in clone.data("show", pair.case)["events"]]
    assert ids[2:] == [release, arrest]


@pytest.mark.parametrize("into", ["one", "two"])
def test_the_order_is_asked_for_when_the_content_of_the_events_is_settled(pair, into):
    (first,) = pair.one.data("show", pair.case)["events"]
    for clone, day in ((pair.one, "2025-03-02"), (pair.two, "2025-03-03")):
        corrected = f"events.{first['id']}.date={day}"
        clone.casefile("update", pair.case, "--set", corrected, "--reason", "the protocol")
    release, arrest = with_an_open_order(pair)
    clone = pair.merged(getattr(pair, into), code=1)
    conflicts = []
    for flag in ("--ours", "--theirs"):
        refused = json.loads(clone.tried("casefile", "resolve", pair.case, "--json").stdout)
        conflicts.append([each["field"] for each in refused["problems"]])
        clone.casefile("resolve", pair.case, flag)
    assert conflicts == [[f"events.{first['id']}.date"], ["events"]]
    events = clone.data("show", pair.case)["events"]
    assert events[0]["date"] == ("2025-03-02" if into == "one" else "2025-03-03")
    assert [each["id"] for each in events[1:]] == ([release, arrest] if into == "one" else [arrest, release])
    clone.git("commit", "--quiet", "--no-edit")
    clone.casefile("audit")


@pytest.mark.parametrize("into", ["one", "two"])
def test_a_date_that_one_side_corrected_does_not_keep_an_order_from_being_asked_for(pair, into):
    """The events stood on both sides of the arrest only while it had the later day."""
    (first,) = pair.one.data("show", pair.case)["events"]
    later = f"events.{first['id']}.date=2025-09-02"
    pair.two.casefile("update", pair.case, "--set", later, "--reason", "the protocol")
    with_an_open_order(pair)
    earlier = f"events.{first['id']}.date=2025-03-02"
    pair.one.casefile("update", pair.case, "--set", earlier, "--reason", "a witness")
    clone = pair.merged(getattr(pair, into), code=1)
    clone.casefile("resolve", pair.case, "--theirs" if into == "two" else "--ours")
    refused = json.loads(clone.tried("casefile", "resolve", pair.case, "--json").stdout)
    assert [each["field"] for each in refused["problems"]] == ["events"]


@pytest.mark.parametrize("into", ["one", "two"])
def test_a_status_of_neither_side_is_reported_where_one_side_changed_no_event(pair, into):
    source = ("--source", "https://news.example/day")
    pair.one.casefile("update", pair.case, "--add", "proceedings=id=main,kind=administrative")
    recorded(pair.one, "release", pair.case, "--date", "2025-03-05", *source)
    recorded(pair.one, "detention", pair.case, "--date", "2025-03-10", "--kind", "psychiatric", *source)
    pair.merged(pair.two)
    pair.two.casefile("update", pair.case, "--set", "other_cases.answer=none")
    day = ("--date", "2025-04-01", *source)
    recorded(pair.one, "verdict", pair.case, *day, "--outcome", "terminated", "--proceeding", "main")
    into = getattr(pair, into)
    name = "two" if into is pair.one else "one"
    into.git("fetch", "--quiet", name)
    done = into.tried("git", "merge", "--no-edit", f"{name}/main")
    assert done.returncode == 0
    assert f"casefile show {pair.case}" in done.stderr


def test_the_order_is_asked_for_on_a_terminal(pair, executable):
    release, arrest = with_an_open_order(pair)
    pair.merged(pair.one, code=1)
    with Terminal([executable, "resolve", pair.case], pair.one.folder, pair.one.environment) as terminal:
        terminal.shows("which came last?")
        terminal.answer("[o]urs, [t]heirs, [l]ater", "theirs")
        assert terminal.ends() == 0
    ids = [each["id"] for each in pair.one.data("show", pair.case)["events"]]
    assert ids[1:] == [release, arrest]


def test_an_order_that_decides_nothing_is_no_conflict(pair):
    day = ("--date", "2025-09-01", "--source", "https://news.example/day")
    recorded(pair.one, "access", pair.case, *day, "--to", "counsel", "--outcome", "permitted")
    recorded(pair.two, "transfer", pair.case, *day, "--facility", "SIZO-1")
    pair.merged(pair.one)


@pytest.mark.parametrize("into", ["one", "two"])
@pytest.mark.parametrize("flag", ["--ours", "--theirs"])
def test_a_change_to_a_record_that_the_other_side_renamed_is_taken_over(pair, into, flag):
    pair.one.casefile("rename", pair.case, "--opaque")
    (renamed,) = (each["id"] for each in pair.one.data("list"))
    visit = recorded(pair.two, "access", pair.case, *VISIT, "--source", "https://news.example/two")
    clone = getattr(pair, into)
    pair.merged(clone, 1, *UNSEEN)
    assert "CF021" in clone.run("casefile", "validate", code=1)
    clone.casefile("resolve", pair.case, flag)
    clone.git("commit", "--quiet", "--no-edit")
    (left,) = clone.data("list")
    assert left["id"] == renamed
    record = clone.data("show", renamed)
    assert record["formerly"] == [pair.case]
    assert record["events"][-1]["id"] == visit
    clone.casefile("validate", "--strict")
    clone.casefile("audit")


def test_fields_of_a_renamed_record_that_both_changed_are_settled_together(pair):
    pair.one.casefile("rename", pair.case, "--opaque")
    for clone, word in ((pair.one, "editor"), (pair.two, "lawyer")):
        clone.casefile("update", clone.data("list")[0]["id"], "--set", f"person.occupation={word}")
    pair.merged(pair.one, 1, *UNSEEN)
    pair.one.casefile("resolve", pair.case, "--theirs")
    assert pair.one.data("show", pair.case)["person"]["occupation"] == "lawyer"
    assert pair.one.git("ls-files", "-u") == ""


@once
def renamed_by_both(pair):
    """Let both rename the case and change it; git sees neither rename, and keeps two files."""
    for clone in (pair.one, pair.two):
        clone.casefile("rename", pair.case, "--opaque")
    ids = [clone.data("list")[0]["id"] for clone in (pair.one, pair.two)]
    event = pair.one.data("show", ids[0])["events"][0]["id"]
    pair.one.casefile("mark", ids[0], event, "confirmed", "--reason", "asked the family")
    first = recorded(pair.one, "access", ids[0], *VISIT, "--source", "https://news.example/one")
    hearing = ("--date", "2025-03-06", "--outcome", "extended", "--source", "https://news.example/two")
    second = recorded(pair.two, "hearing", ids[1], *hearing)
    return ids, [event, first, second]


def test_two_copies_of_a_case_that_both_renamed_are_joined(pair):
    ids, events = renamed_by_both(pair)
    pair.merged(pair.one, 0, *UNSEEN)
    report = json.loads(pair.one.casefile("validate", "--json", code=1))
    (hint,) = {each["hint"] for each in report["problems"] if each["path"].endswith(f"{ids[0]}.yaml")}
    pair.one.run(*hint.partition(": ")[2].split())
    (left,) = pair.one.data("list")
    assert left["id"] == ids[0]
    record = pair.one.data("show", ids[0])
    assert [each["id"] for each in record["events"]] == events
    assert record["events"][0]["standing"] == "confirmed"
    assert set(record["formerly"]) == {pair.case, ids[1]}
    pair.one.casefile("validate", "--strict")
    pair.one.casefile("audit")


def test_a_value_that_one_copy_has_changed_is_taken(pair):
    (event,) = (each["id"] for each in pair.one.data("show", pair.case)["events"])
    ids, _ = renamed_by_both(pair)
    change = ("--set", f"events.{event}.date=2025-02-28", "--reason", "the family gave the day")
    pair.two.casefile("update", ids[1], *change)
    pair.merged(pair.one, 0, *UNSEEN)
    pair.one.casefile("resolve", ids[0], "--join", ids[1])
    assert pair.one.data("show", ids[0])["events"][0]["date"] == "2025-02-28"
    pair.one.casefile("audit")


def test_two_copies_of_a_case_in_which_the_order_decides_the_status_are_joined(pair):
    (event,) = (each["id"] for each in pair.one.data("show", pair.case)["events"])
    ids, _ = renamed_by_both(pair)
    change = ("--set", f"events.{event}.date=2025-02-28", "--reason", "the family gave the day")
    pair.two.casefile("update", ids[1], *change)
    day = ("--date", "2025-09-01", "--source", "https://news.example/day")
    recorded(pair.one, "release", ids[0], *day, "--kind", "bail")
    recorded(pair.two, "detention", ids[1], *day, "--kind", "arrest")
    pair.merged(pair.one, 0, *UNSEEN)
    pair.one.casefile("resolve", ids[0], "--join", ids[1])
    pair.one.casefile("audit")


def similarity(clone, base):
    """Return how alike git finds the case before and after its rename, in percent."""
    (line,) = clone.git(
        "diff", "-M10%", "--diff-filter=R", "--name-status", base, "HEAD", "--", "cases/kg"
    ).split("\n")[:1]
    return int(line[1:4])


@pytest.mark.parametrize("into", ["one", "two"])
def test_a_case_that_both_renamed_where_git_saw_one_rename_is_joined(pair, into):
    base = pair.one.git("rev-parse", "HEAD").strip()
    for clone in (pair.one, pair.two):
        clone.casefile("rename", pair.case, "--opaque")
    ids = [clone.data("list")[0]["id"] for clone in (pair.one, pair.two)]
    for day in ("03", "04", "05"):
        visit = ("--date", f"2025-03-{day}", *VISIT[2:])
        recorded(pair.one, "access", ids[0], *visit, "--source", "https://news.example/one")
    clone = getattr(pair, into)
    seen = f"-Xfind-renames={similarity(pair.two, base)}%"
    assert similarity(pair.one, base) < similarity(pair.two, base)
    pair.merged(clone, 1, seen)
    refused = json.loads(clone.casefile("resolve", ids[1], "--ours", "--json", code=2))
    assert refused["error"]["code"] == "CF721"
    clone.run(*refused["error"]["hint"].split())
    clone.git("commit", "--quiet", "--no-edit")
    (left,) = clone.data("list")
    assert left["id"] == min(ids)
    assert len(clone.data("show", min(ids))["events"]) == 4
    clone.casefile("validate", "--strict")
    clone.casefile("audit")


def test_two_cases_that_contradict_each_other_are_not_joined(pair):
    ids, _ = renamed_by_both(pair)
    for clone, key, word in ((pair.one, ids[0], "editor"), (pair.two, ids[1], "lawyer")):
        clone.casefile("update", key, "--set", f"person.occupation={word}")
    pair.merged(pair.one, 0, *UNSEEN)
    refused = json.loads(pair.one.casefile("resolve", ids[0], "--join", ids[1], "--json", code=2))
    assert refused["error"]["code"] == "CF728"
    pair.one.casefile("update", ids[1], "--set", "person.occupation=editor")
    pair.one.casefile("resolve", ids[0], "--join", ids[1])
    assert pair.one.data("show", ids[1])["person"]["occupation"] == "editor"


def test_a_new_case_is_not_merged_with_one_that_was_renamed(pair):
    new = ("Probe Mustermann", *PUBLIC, "--date", "2025-03-01", "--kind", "arrest", "--duplicate-ok")
    pair.one.casefile("withdraw", pair.case, "--reason", "safety", "--yes")
    added = pair.one.data("add", *new)["record"]
    pair.two.casefile("rename", pair.case, "--opaque")
    (renamed,) = (each["id"] for each in pair.two.data("list"))
    pair.merged(pair.one, code=1)
    for path in pair.one.git("diff", "--name-only", "--diff-filter=U").split():
        if pair.one.tried("casefile", "resolve", path, "--ours").returncode:
            pair.one.git("add", "--all", path)
    pair.one.git("commit", "--quiet", "--no-edit")
    pair.one.casefile("validate", "--strict")
    pair.one.casefile("audit")
    assert [each["id"] for each in pair.one.data("list")] == [added]
    assert pair.one.data("show", added)["person"]["name"] == "Probe Mustermann"
    assert not (pair.one.folder / f"cases/kg/2025/{renamed}.yaml").exists()


def test_two_events_of_a_situation_are_joined_too(pair):
    situation = pair.one.data("situation", "add", "--title", "A crackdown", "--tier", "public")["record"]
    note = ("--date", "2025-03-05", "--summary", "The newsroom was searched.")
    first = recorded(pair.one, "note", situation, *note, "--source", "https://news.example/one")
    second = recorded(
        pair.one, "note", situation, *note, "--place", "Osh", "--source", "https://news.example/two"
    )
    assert "CF336" in codes(pair.one)
    pair.one.casefile("resolve", situation, "--join", first, "--join", second)
    (event,) = pair.one.data("show", situation)["events"]
    assert (event["id"], event["place"], len(event["sources"])) == (first, "Osh", 2)
    pair.one.casefile("audit")
