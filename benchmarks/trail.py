"""What is measured on a register with a long history, and the bounds that the trail must keep."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import busy
from compared import ABSENT, CASEFILE, Bound, Once, Operation, Place, always
from measuring import Command, Cost, Side, pairs, typical

import history

START = ("log", "--help")
"""What every command of the trail does before it looks at anything: it loads, and reads its options."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a command must keep: at most so many times its base, and so many seconds more.

    With `started` the time of a start is allowed once more, measured in the same run. `stated` says all
    that in words; nothing where no bound is set, and the cost is only shown.
    """

    name: str
    ours: Side
    base: Side
    times: float = 0
    seconds: float = 0
    started: bool = False
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was measured, of what was allowed, in seconds; and whether that was kept."""

    name: str
    stated: str
    cost: Cost | None = None
    allowed: Cost | None = None
    kept: str = ""


def operations(place: Place, made: history.Made, commits: int) -> Iterator[Operation]:
    """Yield what is compared with git on the history."""
    bound = Bound({10_000: 5}, {10_000: 3})
    for key, path in (("long", made.long), ("short", made.short)):
        ours, git = place.casefile("log", Path(path).stem), place.command("git", "log", "--", path)
        name = f"`log CASE`, a {key} history"
        yield Operation(f"log {key}", name, ours, "git log -- path", always(git), bound)
    past = f"HEAD~{commits // 4}"
    ours = place.casefile("list", "--status", "held", "--known-at", past)
    grep = place.command("git", "grep", "-il", ABSENT[0], past, exits=(1,))
    yield Operation(
        "list known-at", "`list --known-at`, warm", ours, "git grep -il WORD REVISION", always(grep)
    )


def on_busy(place: Place, made: busy.Made) -> Iterator[Operation]:
    """Yield what is compared with git on a record to which two people write every day."""
    record = Path(made.path).stem
    sizes = (11, 200, 2000, 10_000)
    for key, words, git, must, aim in (
        ("log", ("log", record, "--limit", "5"), ("git", "log", "-p", "-5", "--", made.path), 10, 4),
        ("blame", ("blame", record), ("git", "blame", made.path), 20, 8),
    ):
        name = f"`{key}{' --limit 5' * (key == 'log')}`, a record of {made.commits:,} commits"
        bound = Bound(dict.fromkeys(sizes, must), dict.fromkeys(sizes, aim))
        base = always(place.command(*git))
        yield Operation(f"busy {key}", name, place.casefile(*words), " ".join(git[:-1]), base, bound)


def memory_of_busy(place: Place, made: busy.Made) -> Iterator[Once]:
    """Yield the memory of the same commands."""
    bound = Bound(dict.fromkeys((11, 200, 2000, 10_000), 120), by="memory")
    for words in (("log", Path(made.path).stem, "--limit", "5"), ("blame", Path(made.path).stem)):
        name = f"`{words[0]}{' --limit 5' * (len(words) > 2)}`, a record of {made.commits:,} commits: memory"
        yield Once(f"busy {words[0]} memory", name, partial(_memory, place.casefile(*words)), bound)


def _memory(command: Command) -> float:
    return command().memory


def bounds(place: Place, made: history.Made) -> Iterator[Allowed]:
    """Yield what the trail must keep."""
    start = place.casefile(*START)
    for name, path in (("LONG", made.long), ("SHORT", made.short)):
        stated = "≤ 3 * `git log -p -- path` + start-up"
        of_git = place.command("git", "log", "-p", "--", path)
        ours = place.casefile("log", Path(path).stem)
        yield Allowed(f"log {name}", ours, of_git, 3, started=True, stated=stated)
    ours = place.casefile("log", "--limit", "50")
    yield Allowed("log --limit 50", ours, start, 1, 1.0, stated="≤ start-up + 1 s")
    for revisions in ("HEAD~1..HEAD", "HEAD~100..HEAD"):
        changed = _changed(place.folder, revisions)
        stated = f"≤ start-up + 0.2 s + 20 ms * {changed} records"
        ours = place.casefile("diff", revisions)
        yield Allowed(f"diff {revisions}", ours, start, 1, 0.2 + changed * 0.02, stated=stated)
    ours = place.casefile("diff", "HEAD~100..HEAD", "--audience", "public")
    yield Allowed("diff HEAD~100..HEAD --audience public", ours, start)
    yield Allowed("merge driver", _merge(place, made.long), start, seconds=0.5, stated="≤ 0.5 s")
    yield Allowed("audit", place.command(CASEFILE, "audit", exits=(0, 1)), start, seconds=10, stated="≤ 10 s")


def judged(allowed: Allowed, start: Cost, budget: float) -> Judged:
    """Measure a command and judge it; `start` is what its start costs in this run."""
    measured = pairs(allowed.ours, allowed.base, budget, cold=True)
    ours, base = typical([pair.ours for pair in measured]), typical([pair.base for pair in measured])
    once = start if allowed.started else Cost(0, 0)
    most = Cost(
        allowed.times * base.wall + allowed.seconds + once.wall,
        allowed.times * base.cpu + allowed.seconds + once.cpu,
    )
    kept = "yes" if ours.wall <= most.wall else "by CPU alone" if ours.cpu <= most.cpu else "no"
    return Judged(allowed.name, allowed.stated, ours, most, kept if allowed.stated else "")


def _changed(folder: Path, revisions: str) -> int:
    words = ("git", "diff", "--name-only", revisions)
    return len(subprocess.run(words, cwd=folder, check=True, capture_output=True).stdout.split())


def _merge(place: Place, path: str) -> Side:
    """Return the merge driver at work on a case that both sides have changed: an entry each, and a place."""
    base = (place.folder / path).read_text(encoding="utf-8")
    event = base[base.rindex("  - id: ") :]
    mine = base.replace("    place: ", "    place: near ", 1)
    theirs = base + re.sub(r"(?<=- id: )\w+", "zzzzz", event, count=1)
    sides = {name: place.folder.parent / f"{name}.yaml" for name in ("base", "ours", "theirs")}
    texts = dict(zip(sides.values(), (base, mine, theirs), strict=True))
    words = ("merge-driver", *map(str, sides.values()), "7", path)

    def merge(number: int) -> Cost:
        for side, text in texts.items():
            side.write_text(text, encoding="utf-8")
        return place.casefile(*words)(number)

    return merge
