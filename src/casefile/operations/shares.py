"""Checking a large register in shares: each process checks some of the files, and keeps none of the cases.

What is no case is read once, before anything is shared out: every case may name it. Each case is checked
among these alone; then all processes learn the outlines of all cases, and read once more the few to which
another case matters. What is found is what one process finds that reads everything.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from casefile.checks import Around, check_entry
from casefile.checks.alone import Alone, all_alone, check_alone, still_stands
from casefile.errors import Problem
from casefile.operations.verdict import Tell, silent
from casefile.register import Elsewhere, Entry, Outline, Register, kind_by_path, read_entry
from casefile.storage.folder import read, read_or_problem
from casefile.storage.processes import hands, together
from casefile.storage.snapshots import WorkingTree

MANY = 500
"""Files that take longer than it takes to share them out."""
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
    """What a process has learned of its share: outlines of cases, files of another kind, unread ones."""

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
                self._take(path)
        self.register = Register([*self.whole.values()], self.unread)

    def work(self, share: _Share) -> Generator[_Learned, list[_Learned], list[Problem]]:
        """Check the cases of a share alone and tell their outlines; then answer what is found among all."""
        learned = _Learned([], [], [])
        alone = [*self._alone(share, learned)]
        before = Around(self.register)
        told = yield learned
        whole = not any(each.others or each.unread for each in told)
        known = whole and all(all_alone(each.outlines, before) for each in told)
        self._gather(told)
        around, found = Around(self.register), [*self.register.problems]
        for path in share.paths:
            if path in self.whole:
                found += self._checked(self.whole[path], around)
        for each, judged in alone:
            again = None if known and still_stands(each, around) else self._again(each.outline.path)
            found += [*each.problems, *judged] if again is None else self._checked(again, around)
        return found

    def _alone(self, share: _Share, learned: _Learned) -> Iterator[tuple[Alone, list[Problem]]]:
        """Check each case of a share, read for this and not kept."""
        around = Around(self.register)
        for place, path in enumerate(share.paths):
            if place % NOW_AND_THEN == 0:
                share.tell("checking", place * len(self.paths) // len(share.paths), len(self.paths))
            blob = None if path in self.whole else read_or_problem(self.root, path)
            if isinstance(blob, Problem):
                learned.unread.append(blob)
            elif blob is not None:
                entry = read_entry(path, blob)
                if entry.kind != "case":
                    learned.others.append(path)  # in the place of a case: all must read it
                    continue
                found = check_alone(entry, around)
                learned.outlines.append(found.outline)
                yield found, [*self.judge(entry)]

    def _checked(self, entry: Entry, around: Around) -> list[Problem]:
        return [*check_entry(entry, around), *self.judge(entry)]

    def _gather(self, told: Iterable[_Learned]) -> None:
        """Make the register of what all have learned."""
        outlines: list[Entry] = []
        for each in told:
            outlines += [Elsewhere(outline, partial(read, self.root)) for outline in each.outlines]
            self.unread += each.unread
            for path in each.others:
                self._take(path)
        self.register = Register([*self.whole.values(), *outlines], self.unread)

    def _take(self, path: str) -> None:
        blob = read_or_problem(self.root, path)
        if isinstance(blob, Problem):
            self.unread.append(blob)
        else:
            self.whole[path] = read_entry(path, blob)

    def _again(self, path: str) -> Entry | None:
        """Read a case once more; nothing where that cannot be done any more."""
        blob = read_or_problem(self.root, path)
        return read_entry(path, blob) if isinstance(blob, bytes) else None
