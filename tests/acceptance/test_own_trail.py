"""A history that only casefile's own commands made has no findings, in whatever order they were run."""

from __future__ import annotations

import json
import random
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import yaml
from support.commands import run_command

REASON = ("--reason", "the protocol gives it so")


class Walk:
    """A register, and the commands that are run in it by chance."""

    def __init__(self, folder: Path, git: Callable[..., str], environment, executable) -> None:
        self.folder, self.environment = folder, environment
        self.git = lambda *words: git(folder, *words)
        self.chance = random.Random(0)
        self.done: list[str] = []
        git(folder.parent, "init", "-q", "-b", "main", str(folder))
        self.run("init", "--title", "A walk", "--identity", "desk-2")
        driver = f"{shlex.quote(str(executable))} merge-driver %O %A %B %L %P"
        self.git("config", "merge.casefile.driver", driver)

    def go(self, seed: int, steps: int) -> None:
        """Begin with three cases, and go so many steps."""
        self.chance.seed(seed)
        for _ in range(3):
            self.add()
        self.join()
        self.join_sources()
        for _ in range(steps):
            self.step()

    def run(self, *words: str, given: str = "") -> str:
        done = run_command([*words], self.folder, self.environment, given)
        self.done.append(f"casefile {shlex.join(words)}")
        assert done.returncode == 0, "\n".join((*self.done, done.stdout, done.stderr))
        return done.stdout

    def records(self, kind: str) -> list[dict]:
        texts = (path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("cases/**/*.yaml")))
        data = [yaml.load(text, yaml.BaseLoader) for text in texts]
        return [each for each in data if f"/{kind}/" in each["schema"] and "withdrawn" not in each]

    def case(self) -> str:
        return self.chance.choice(self.records("case"))["id"]

    def event(self) -> tuple[str, dict]:
        case = self.chance.choice([each for each in self.records("case") if each.get("events")])
        return case["id"], self.chance.choice(case["events"])

    def day(self) -> str:
        return f"2025-{self.chance.randint(3, 9):02}-{self.chance.randint(1, 28):02}"

    def url(self) -> str:
        return f"https://news.example/{self.chance.randint(1, 9)}"

    def add(self) -> None:
        public = ("--tier", "public", "--source", self.url(), "--consent", "public_record,scope=named")
        more = self.chance.choice([public, ("--connection", "relative"), ()])
        words = ("--descriptor", "a reporter", "--country", "KG", "--date", self.day(), "--kind", "arrest")
        self.run("add", *words, *more, "--duplicate-ok")

    def add_from(self) -> None:
        people = [
            {
                "schema": "casefile/case/1",
                "id": f"kg-2025-{''.join(self.chance.choices('abcdefghjkmnpqrstvwxyz', k=5))}",
                "country": "KG",
                "person": {"identification": "unnamed", "descriptor": "a lawyer"},
                "events": [{"id": "aaaaa", "type": "detention", "date": self.day(), "kind": "arrest"}],
            }
            for _ in range(2)
        ]
        lines = "".join(f"{json.dumps(each)}\n" for each in people)
        self.run("add", "--from", "-", "--duplicate-ok", given=lines)

    def record(self) -> None:
        kind = self.chance.choice(
            [
                ("hearing", "--outcome", "extended", "--until", "2025-12-01"),
                ("access", "--to", "counsel", "--outcome", "permitted"),
                ("interrogation", "--counsel", "present"),
            ]
        )
        self.run("record", kind[0], self.case(), "--date", self.day(), *kind[1:], "--source", self.url())

    def mark(self) -> None:
        case, event = self.event()
        standing = self.chance.choice(
            ["reported", "corroborated", "confirmed", "disputed", "refuted", "retracted"]
        )
        needs = standing in {"disputed", "refuted", "retracted"}
        reason = REASON if needs or self.chance.random() < 0.3 else ()
        source = ("--source", self.url()) if self.chance.random() < 0.3 else ()
        self.run("mark", case, event["id"], standing, *reason, *source)

    def update_date(self) -> None:
        case, event = self.event()
        self.run("update", case, "--set", f"events.{event['id']}.date={self.day()}", *REASON)

    def update_sources(self) -> None:
        case, event = self.event()
        cited = [each if isinstance(each, str) else each["source"] for each in event.get("sources", ())]
        field = f"events.{event['id']}.sources"
        if len(cited) > 1:
            self.run("update", case, "--unset", f"{field}={self.chance.choice(cited)}", *REASON)
        else:
            self.run("update", case, "--add", f"{field}={self.url()}")

    def update(self) -> None:
        case, event = self.event()
        words = ("--set", f"person.occupation={self.chance.choice(['editor', 'lawyer', 'doctor'])}")
        self.run("update", case, *words, "--set", f"events.{event['id']}.place=Osh", "--add", "tags=urgent")

    def fmt(self) -> None:
        path = self.chance.choice(sorted(self.folder.glob("cases/kg/**/*.yaml")))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("country: KG\n", 'country:   "KG"\n\n'), encoding="utf-8")
        if self.git("status", "--porcelain"):
            self.run("commit")
            self.run("fmt")
            self.run("commit")

    def rename(self) -> None:
        self.run("rename", self.case(), "--opaque")

    def rename_source(self) -> None:
        sources = self.records("source")
        if sources:
            self.run("rename", self.chance.choice(sources)["id"], "--opaque")

    def withdraw(self) -> None:
        if len(self.records("case")) > 3:
            self.run("withdraw", self.case(), "--reason", "safety", "--yes")

    def undo(self) -> None:
        """Revert a change that neither adds an event nor withdraws a case: those are never taken back."""
        before = self.git("rev-parse", "HEAD")
        self.chance.choice([self.mark, self.update, self.update_date, self.update_sources, self.rename])()
        if self.git("rev-list", "--count", f"{before.strip()}..HEAD").strip() == "1":
            added = self.git("diff", "--name-status", "--no-renames", "HEAD~1", "HEAD", "--", "cases/sources")
            if not added:
                self.git("revert", "--no-edit", "HEAD")
                self.done.append("git revert HEAD")

    def join(self) -> None:
        """Record one event twice, or cite one address by two sources, and make one of the two."""
        case, day = self.case(), self.day()
        words = ("record", "access", case, "--date", day, "--to", "counsel", "--outcome", "permitted")
        ids = []
        for more in (("--place", "Osh", "--source", self.url()), ("--source", self.url())):
            data = json.loads(self.run(*words, *more, "--json"))["data"]
            ids.append(data["event"])
        self.run("resolve", case, "--join", ids[0], "--join", ids[1])

    def join_sources(self) -> None:
        page = f"https://news.example/{self.chance.getrandbits(40)}"
        pages = [page, f"{page}#top"]
        case, event = self.event()
        for number, page in enumerate(pages):
            name = f"page-{self.chance.getrandbits(40)}"
            self.run("source", "add", "--id", name, "--kind", "press_article", "--url", page)
            self.run("update", case, "--add", f"events.{event['id']}.sources={name}")
            pages[number] = name
        self.run("resolve", pages[0], "--join", pages[1])

    def merge(self) -> None:
        """Change two branches, often the same field; settle what is in conflict, and commit the merge."""
        acts = [self.update_date, self.update, self.mark, self.record, self.rename, self.add, self.fmt]
        state = self.chance.getrandbits(64)
        self.git("switch", "-qc", "side")
        for branch in ("side", "main"):
            self.git("switch", "-q", branch)
            if self.chance.random() < 0.6:
                self.conflicting(state)
            else:
                self.chance.choice(acts)()
        self.done.append("git merge side")
        try:
            self.git("merge", "--no-edit", "side")
        except AssertionError:
            for path in self.git("diff", "--name-only", "--diff-filter=U").split():
                self.run("resolve", path, self.chance.choice(["--ours", "--theirs"]))
            self.git("commit", "--no-edit")
        self.git("branch", "-qD", "side")

    def conflicting(self, state: int) -> None:
        """Give one event, the same on both branches, a date of its own."""
        chance = random.Random(state)
        case = chance.choice([each for each in self.records("case") if each.get("events")])
        event = chance.choice(case["events"])["id"]
        self.run("update", case["id"], "--set", f"events.{event}.date={self.day()}", *REASON)

    def step(self) -> None:
        acts = [
            self.add, self.add_from, self.record, self.record, self.mark, self.mark, self.update,
            self.update_date, self.update_date, self.update_sources, self.fmt, self.rename,
            self.rename_source, self.withdraw, self.undo, self.undo, self.merge, self.merge, self.merge,
            self.join, self.join_sources,
        ]  # fmt: skip
        self.chance.choice(acts)()

    def findings(self) -> list[dict]:
        done = run_command(["audit", "--json"], self.folder, self.environment)
        found = json.loads(done.stdout)["data"]["findings"]
        assert done.returncode == bool(found), done.stderr
        return found


@pytest.fixture
def walk(tmp_path, git, environment, executable):
    return Walk(tmp_path / "register", git, environment, executable)


LONG = [pytest.param(seed, 60, marks=pytest.mark.long) for seed in range(100, 120)]


@pytest.mark.parametrize(("seed", "steps"), [(1, 20), (2, 20), *LONG])
def test_a_history_of_own_commands_has_no_findings(walk, seed, steps):
    walk.go(seed, steps)
    assert walk.findings() == [], "\n".join(walk.done)
