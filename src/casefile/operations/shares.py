"""Checking a large register in shares: each process reads and judges some of the files, by what all know.

What is no case is read once, before anything is shared out: every case may name it. Of cases each process
learns the outlines. What is found is what one process finds that reads everything.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from casefile.checks import Around, check_entry
from casefile.errors import Problem
from casefile.operations.verdict import Tell, silent
from casefile.register import Elsewhere, Entry, Outline, Register, kind_by_path, outline_of, read_entry
from casefile.storage.folder import read, read_or_problem
from casefile.storage.processes import hands, together
from casefile.storage.snapshots import WorkingTree

MANY = 500
"""Files that take longer than it takes to share them out."""
MOST_KEPT = 20_000
"""Of so many files each process keeps its own in memory; of more it reads each twice, and keeps none."""
NOW_AND_THEN = 100
Judge = Callable[[Entry], Iterable[Problem]]


class Found(NamedTuple):
    """The register as this process knows it, with cases in outline, and what all processes have found."""

    register: Register
    problems: list[Problem]


def check_in_shares(
    snapshot: WorkingTree, settings: Sequence[Entry], judge: Judge, tell: Tell = silent
) -> Found:
    """Check every file of a register by the rules, and by a judge who looks at each alone."""
    desk = _Desk(snapshot, settings, judge)
    count = min(hands(), max(1, len(desk.paths) // MANY))
    shares = [_Share(desk.paths[first::count], silent if first else tell) for first in range(count)]
    answers = together(shares, desk.work)
    return Found(desk.register, [problem for answer in answers for problem in answer])


class _Share(NamedTuple):
    """The paths that one process checks; only the first process tells how far it is."""

    paths: Sequence[str]
    tell: Tell


class _Learned(NamedTuple):
    """What a process has learned of its share: outlines, files of another kind, unread ones."""

    outlines: list[Outline]
    others: list[str]
    unread: list[Problem]


class _Desk:
    """What every process has before it: first what is no case, then the register with cases in outline."""

    def __init__(self, snapshot: WorkingTree, settings: Sequence[Entry], judge: Judge) -> None:
        self.root = snapshot.root
        self.judge = judge
        self.paths = [*(entry.path for entry in settings), *(entry.path for entry in snapshot.entries())]
        self.unread = [*snapshot.problems]
        self.whole = {entry.path: entry for entry in settings}
        for path in self.paths:
            if path not in self.whole and kind_by_path(path) != "case":
                self._take(path, self.unread)
        self.register = self._register([])

    def work(self, share: _Share) -> Generator[_Learned, list[_Learned], list[Problem]]:
        """Read the cases of a share and tell their outlines; then judge all files of it, and answer."""
        kept: dict[str, Entry] = {}
        learned = _Learned([], [], [])
        for path in self._counted("reading", share):
            if path not in self.whole:
                self._learn(path, learned, kept)
        self._gather((yield learned))
        around, found = Around(self.register), [*self.register.problems]
        for path in self._counted("checking", share):
            entry = kept.pop(path, None) or self.whole.get(path) or self._again(path)
            if entry is not None:
                found += [*check_entry(entry, around), *self.judge(entry)]
        return found

    def _counted(self, doing: str, share: _Share) -> Iterator[str]:
        """Go through the paths of a share, and tell now and then how far all are, as far as one can know."""
        for place, path in enumerate(share.paths):
            if place % NOW_AND_THEN == 0:
                share.tell(doing, place * len(self.paths) // len(share.paths), len(self.paths))
            yield path

    def _learn(self, path: str, learned: _Learned, kept: dict[str, Entry]) -> None:
        """Read a file that is a case by its place; one that says to be something else all must read."""
        blob = read_or_problem(self.root, path)
        if isinstance(blob, Problem):
            learned.unread.append(blob)
            return
        entry = read_entry(path, blob)
        if entry.kind != "case":
            learned.others.append(path)
            return
        learned.outlines.append(outline_of(entry, self.register.settings.default_tier))
        if len(self.paths) <= MOST_KEPT:
            kept[path] = entry

    def _gather(self, told: Iterable[_Learned]) -> None:
        """Make the register of what all have learned."""
        outlines: list[Entry] = []
        for each in told:
            outlines += [Elsewhere(outline, partial(read, self.root)) for outline in each.outlines]
            self.unread += each.unread
            for path in each.others:
                self._take(path, self.unread)
        self.register = self._register(outlines)

    def _take(self, path: str, unread: list[Problem]) -> None:
        blob = read_or_problem(self.root, path)
        if isinstance(blob, Problem):
            unread.append(blob)
        else:
            self.whole[path] = read_entry(path, blob)

    def _again(self, path: str) -> Entry | None:
        """Read a case once more; nothing where that could not be done the first time, or cannot any more."""
        blob = read_or_problem(self.root, path) if path in self.register.entries else None
        return read_entry(path, blob) if isinstance(blob, bytes) else None

    def _register(self, outlines: Iterable[Entry]) -> Register:
        return Register([*self.whole.values(), *outlines], self.unread)
