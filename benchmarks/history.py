"""Makes the register of `generate.py` with a long history, by one `git fast-import`, the same for a seed.

Cases come in with the first part of their ledger. After that most commits append or correct one entry of one
case; a few cases are followed for months, over 30 to 50 commits. The graph of commits is written with Bloom
filters of changed paths, which git asks when it looks for the history of one file.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generate import TOWNS, files

FOLLOWED = 12
"""How many cases have a long history of their own."""
SPACING = 3000
"""Seconds between two commits."""
BEGAN = 1_700_000_000
DESKS = ("desk-1", "desk-2", "desk-3")
CASE = re.compile(r"cases/[a-z]{2}/")
ENTRY = re.compile(r"^  - id: ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: one of the cases with a long history, its number of commits, and a case with few."""

    long: str
    commits: int
    short: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One commit: what it is called, the files it writes, its parents by number (none: the commit before)."""

    subject: str
    written: tuple[tuple[str, str], ...]
    parents: tuple[int, ...] = ()


class Case:
    """A case on its way: its text as committed so far, and the entries that are still to come."""

    def __init__(self, path: str, text: str, to_come: int) -> None:
        starts = [found.start() for found in ENTRY.finditer(text, text.index("\nevents:"))]
        kept = max(1, len(starts) - to_come)
        ends = [*starts[1:], len(text)]
        parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        self.path = path
        self.head = text[: starts[0]]
        self.ledger, self.coming = parts[:kept], parts[kept:]

    @property
    def text(self) -> str:
        """The file as it stands."""
        return self.head + "".join(self.ledger)

    def change(self, chance: random.Random) -> str:
        """Append the next entry, or correct one that is there; return what the commit says."""
        if self.coming and chance.random() < 0.7:
            self.ledger.append(self.coming.pop(0))
            return "entry added"
        place = chance.randrange(len(self.ledger))
        self.ledger[place] = correct(self.ledger[place], chance)
        return "place corrected"


def correct(entry: str, chance: random.Random) -> str:
    """Return an entry with another place."""
    towns = [town for town in TOWNS if f"    place: {town}\n" not in entry]
    return re.sub(r"(?m)^    place: .*$", f"    place: {chance.choice(towns)}", entry)


def main() -> None:
    """Write a register of N cases and M commits into a new folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", type=int)
    parser.add_argument("commits", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(write(asked.folder, asked.cases, asked.commits, asked.seed))


def write(folder: Path, cases: int, commits: int, seed: int = 1) -> Made:
    """Write the register and its history, check it out, and say where to look."""
    counts: dict[str, int] = {}

    def counted() -> Iterator[Edit]:
        for edit in _edits(cases, commits, random.Random(seed)):
            for path, _ in edit.written:
                counts[path] = counts.get(path, 0) + 1
            yield edit

    imported(folder, counted())
    known = [path for path in counts if CASE.match(path)]
    long, short = (
        max(known, key=counts.__getitem__),
        min(known, key=lambda path: (abs(counts[path] - 3), path)),
    )
    return Made(long, counts[long], short)


def imported(folder: Path, edits: Iterable[Edit]) -> None:
    """Make a repository of these commits, the last one of which is that of the branch, and check it out."""
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "-q", "-b", "main")
    with subprocess.Popen(
        ["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE
    ) as importing:
        assert importing.stdin
        for number, edit in enumerate(edits):
            importing.stdin.write(_command(number, edit))
        importing.stdin.close()
    if importing.returncode:
        raise SystemExit("git fast-import failed")
    _git(folder, "commit-graph", "write", "--reachable", "--changed-paths", "--no-progress")
    _git(folder, "reset", "-q", "--hard", "main")


def _edits(cases: int, commits: int, chance: random.Random) -> Iterator[Edit]:
    """Yield the commits: what cases refer to, then each case before what is done to it later."""
    made = [*files(cases, chance, by_hand=False)]
    yield Edit("what cases refer to", tuple(each for each in made if not CASE.match(each[0])))
    texts = [each for each in made if CASE.match(each[0])]
    later = _later(len(texts), max(0, commits - 1 - len(texts)), chance)
    order = [*range(len(texts)), *(place for place, count in enumerate(later) for _ in range(count))]
    chance.shuffle(order)
    known: dict[int, Case] = {}
    for place in order:
        if place in known:
            case = known[place]
            subject = case.change(chance)
        else:
            path, text = texts[place]
            case = known[place] = Case(path, text, later[place])
            subject = "case added"
        yield Edit(f"{subject}: {case.path.rpartition('/')[2]}", ((case.path, case.text),))


def _later(cases: int, commits: int, chance: random.Random) -> list[int]:
    """Say how often each case is changed after it came in."""
    counts = [0] * cases
    for place in chance.sample(range(cases), min(FOLLOWED, cases)):
        counts[place] = min(chance.randint(29, 49), commits - sum(counts))
    for place in chance.choices(range(cases), k=commits - sum(counts)):
        counts[place] += 1
    return counts


def _command(number: int, edit: Edit) -> bytes:
    """Write one commit as fast-import reads it."""
    desk = DESKS[number % len(DESKS)]
    who = f"{desk} <{desk}@register.invalid> {BEGAN + number * SPACING} +0000"
    lines = [b"commit refs/heads/main\n", f"mark :{number + 1}\n".encode(), f"committer {who}\n".encode()]
    lines.append(_data(edit.subject))
    for word, parent in zip(("from", "merge"), edit.parents, strict=False):
        lines.append(f"{word} :{parent + 1}\n".encode())
    for path, text in edit.written:
        lines += [f"M 100644 inline {path}\n".encode(), _data(text)]
    return b"".join(lines)


def _data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)


def _git(folder: Path, *words: str) -> None:
    subprocess.run(("git", "-C", str(folder), *words), check=True)


if __name__ == "__main__":
    main()
