"""Two clones, many ways to work side by side: whichever merges the other, nothing is lost and both agree."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from support.clones import Desk
from support.forked import in_a_fork

FEW = range(3)
MANY = range(200)
STEPS = 5
RENAMED_TWICE = "CF312"
SHARED = ("--country", "KG", "--tier", "public", "--consent", "public_record,scope=named")
PEOPLE = ("Testa Personova", "Probe Mustermann", "Anna Beispiel", "Igor Sample", "Omar Placeholder")
DAYS = ("2025-04-01", "2025-04-02", "2025-05-10", "2025-05", "2025-06-01")


class Work:
    """What people do at random."""

    def __init__(self, random: Random, name: str) -> None:
        self.random, self.name = random, name

    def step(self, desk: Desk) -> None:
        cases = desk.cases()
        actions = [self.add, *[self.record] * 4, self.update, self.mark, self.rename, self.withdraw]
        self.random.choice(actions if cases else [self.add])(desk, self.random.choice(cases or [""]))

    def url(self) -> str:
        return f"https://news.example/{self.random.randrange(6)}"

    def add(self, desk: Desk, _case: str) -> None:
        name = f"{self.random.choice(PEOPLE)} {self.name}"
        day = ("--date", self.random.choice(DAYS), "--kind", "arrest", "--source", self.url())
        desk.tries("add", name, *SHARED, *day, "--duplicate-ok")

    def record(self, desk: Desk, case: str) -> None:
        kind = self.random.choice([
            ("release", "--kind", "bail"), ("detention", "--kind", "arrest"), ("release",),
            ("hearing", "--outcome", "extended"), ("access", "--to", "counsel", "--outcome", "permitted"),
        ])  # fmt: skip
        day = self.random.choice(DAYS[:3])
        desk.tries("record", kind[0], case, *kind[1:], "--date", day, "--source", self.url())

    def update(self, desk: Desk, case: str) -> None:
        field = self.random.choice(["person.occupation", "person.gender"])
        value = self.random.choice(["female", "male"] if field.endswith("gender") else ["editor", "lawyer"])
        desk.tries("update", case, "--set", f"{field}={value}")

    def mark(self, desk: Desk, case: str) -> None:
        event = self.random.choice(desk.records[case]["events"])["id"]
        word = self.random.choice(["confirmed", "disputed"])
        desk.tries("mark", case, event, word, "--reason", "asked again")

    def rename(self, desk: Desk, case: str) -> None:
        desk.tries("rename", case, "--opaque")

    def withdraw(self, desk: Desk, case: str) -> None:
        desk.tries("withdraw", case, "--reason", "safety", "--yes")


def begun(folder: Path, environment, executable) -> Desk:
    """Make a register of two cases."""
    desk = Desk(folder, environment, executable)
    folder.mkdir()
    desk.casefile("init", ".", "--identity", "desk-1")
    desk.git("branch", "--move", "main")
    for person in PEOPLE[:2]:
        desk.casefile(
            "add", person, *SHARED, "--date", "2025-03-01", "--source", "https://news.example/first"
        )
    return desk


def clone_of(desk: Desk, name: str, executable) -> Desk:
    folder = desk.folder.with_name(name)
    shutil.copytree(desk.folder, folder)
    made = Desk(folder, desk.environment, executable)
    made.environment = desk.environment
    made.casefile("setup-git")
    return made


def settled(desk: Desk, other: Desk, *, ours_first: bool) -> None:
    """Merge another clone and settle every conflict: by a rule that does not hang on who merges whom."""
    side = "--ours" if ours_first else "--theirs"
    desk.run("git", "fetch", "--quiet", str(other.folder), "main")
    if desk.tried("git", "merge", "--quiet", "--no-edit", "FETCH_HEAD").returncode == 0:
        return
    for _ in range(20):
        paths = desk.git("diff", "--name-only", "--diff-filter=U").split()
        if not paths:
            break
        for path in paths:
            if not any(desk.tries("resolve", path, each) for each in ("--both", side, "--ours", "--theirs")):
                refusal = desk.refusal("resolve", path)
                assert refusal["code"] == "CF721"
                if refusal["hint"].startswith("casefile resolve"):  # both sides renamed it
                    join(desk, *re.findall(r"[a-z]{2}-[0-9]{4}-\w+", refusal["hint"]))
                else:  # both sides took it out
                    desk.git("add", "--all", path)
    desk.git("commit", "--quiet", "--no-edit")


def take_out_returned(desk: Desk) -> None:
    """Take out each case that was withdrawn on one side and came back, as `validate` says."""
    paths = [each["path"] for each in errors(desk) if each["code"] == "CF024"]
    if paths:
        desk.git("rm", "--quiet", *paths)
        desk.git("commit", "--quiet", "--message", "Take out what was withdrawn")


def join_renamed(desk: Desk) -> None:
    """Join the two copies of a case that both sides renamed where git saw neither rename."""
    while renamed := sorted(each["path"] for each in errors(desk) if each["code"] == RENAMED_TWICE):
        join(desk, *(Path(path).stem for path in renamed[:2]))


def join(desk: Desk, kept: str, other: str) -> None:
    if not desk.tries("resolve", kept, "--join", other):
        agree(desk, desk.records[kept], desk.records[other])
        desk.casefile("resolve", kept, "--join", other)


def agree(desk: Desk, kept: dict, other: dict) -> None:
    """Give the second copy the first one's word wherever they contradict each other."""
    for field in {*kept["person"]} & {*other["person"]}:
        desk.tries("update", other["id"], "--set", f"person.{field}={kept['person'][field]}")
    standings = {each["id"]: each.get("standing") for each in kept["events"]}
    for event in other["events"]:
        word = standings.get(event["id"])
        if word and event.get("standing") not in {None, word}:
            desk.tries("mark", other["id"], event["id"], word, "--reason", "asked again")


def errors(desk: Desk) -> list[dict]:
    found = json.loads(in_a_fork(["validate", "--json"], desk.folder, desk.environment).stdout)
    return [each for each in found["problems"] if each["level"] == "error"]


def plain(records):
    """Return the data of all records, without the order of former ids and of events: no status needs it."""
    return {
        key: {
            **each,
            "events": sorted(each.get("events", []), key=lambda event: event["id"]),
            "formerly": sorted(each.get("formerly", [])),
        }
        for key, each in records.items()
    }


def statuses(desk: Desk, day: str) -> dict[str, str]:
    listed = json.loads(desk.casefile("list", "--on", day, "--json"))["data"]
    return {each["id"]: each["status"] for each in listed}


def ids(records) -> set[str]:
    """Return the ids of records, and those that they had before: a withdrawn case has none of either left."""
    return {key for each in records.values() for key in (each["id"], *each.get("formerly", []))}


def held(records, away) -> Counter[str]:
    """Count the events and the addresses that records hold, but for those of cases that are `away`."""
    left = (each for key, each in records.items() if away.isdisjoint({key, *each.get("formerly", [])}))
    events = (event["id"] for each in left for event in each.get("events", []))
    return Counter([*events, *(each["url"] for each in records.values() if "url" in each)])


@pytest.fixture(scope="module")
def start(tmp_path_factory, environment, executable):
    return begun(tmp_path_factory.mktemp("start") / "start", environment, executable)


def try_one(seed, start, folder, executable):
    random = Random(seed)
    first = clone_of(start, f"one-{seed}", executable)
    second = clone_of(start, f"two-{seed}", executable)
    for number in range(2 * random.randrange(1, STEPS)):
        Work(random, "ABC"[seed % 3]).step((first, second)[number % 2])
    before = [first.records, second.records]
    merged = clone_of(first, f"merged-{seed}", executable)
    turned = clone_of(second, f"turned-{seed}", executable)
    settled(merged, second, ours_first=True)
    settled(turned, first, ours_first=False)
    for desk in (merged, turned):
        take_out_returned(desk)
        join_renamed(desk)
        assert not errors(desk)
        away = {key for each in before for key in {*start.records} - ids(each)}
        gone = (held(before[0], away) | held(before[1], away)) - held(desk.records, away)
        assert not gone, f"lost: {gone}"
        desk.casefile("audit")
    assert plain(merged.records) == plain(turned.records), (merged.records, turned.records)
    for day in ("2025-04-15", "2025-05-11", "2025-12-01"):
        assert statuses(merged, day) == statuses(turned, day)
    for desk in (first, second, merged, turned):
        shutil.rmtree(desk.folder)


@pytest.mark.parametrize("seed", FEW)
def test_merges_in_either_direction_agree_and_lose_nothing(seed, start, tmp_path, executable):
    try_one(seed, start, tmp_path, executable)


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_however_two_people_work_side_by_side_their_merges_agree(seed, start, tmp_path, executable):
    try_one(seed, start, tmp_path, executable)
