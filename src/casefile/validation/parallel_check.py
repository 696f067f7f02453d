"""Check a large register with several processes, each of which reads a share and keeps no case in memory.

All records except the cases are read once, before the work is divided, because every case may refer to them.
Then each process reads its cases and sends the others the facts that their checks need. With these facts each
process reads its files again and checks them as in any other register.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from casefile.checks.person_names import MayExplain, NameOpening
from casefile.checks.rule_subject import CheckedRecord, RegisterContext
from casefile.checks.run_rules import check_entry
from casefile.errors import Problem
from casefile.files import worker_processes
from casefile.files.register_folder import read, read_or_problem
from casefile.git.snapshots import WorkingTree
from casefile.loading.entry_cache import Opens, entries_of
from casefile.progress import STEP, Progress, no_progress
from casefile.register import (
    Entry,
    LazyEntry,
    Outline,
    OutlinedRegister,
    PlainCases,
    Register,
    is_plain,
    kind_by_path,
    outline_of,
    read_entry,
)
from casefile.register.record_summary import Disclosure

AT_ONCE = 50
"""The maximum number of cases in memory at a time while only their facts are collected."""
Judge = Callable[[Entry], Iterable[Problem]]


class CheckedRegister(NamedTuple):
    """The register as this process knows it, with cases and sources as stubs; the problems of all files."""

    register: Register
    problems: list[Problem]


def check_in_shares(
    snapshot: WorkingTree,
    settings: Sequence[Entry],
    judge: Judge,
    cache: Opens | None,
    progress: Progress = no_progress,
) -> CheckedRegister:
    """Check every file of a register by the rules, and by `judge`, which checks each file alone.

    `settings` is the entry of casefile.yaml, if there is one. The facts that other files need of a file come
    from the cache if it has them.
    """
    data = _ProcessData(snapshot, settings, judge, cache)
    count = min(worker_processes.process_count(), max(1, len(data.records) // worker_processes.PAYS))
    shares = [
        _Share(data.records[first::count], no_progress if first else progress) for first in range(count)
    ]
    shares[0] = shares[0]._replace(paths=(*(entry.path for entry in settings), *shares[0].paths))
    answers = worker_processes.run_shares(shares, data.work)
    found = [problem for answer in answers for problem in answer]
    return CheckedRegister(data.register, [*data.register.problems, *found])


class _Share(NamedTuple):
    """The paths that one process checks; only the first process reports progress."""

    paths: Sequence[str]
    progress: Progress


class _Learned(NamedTuple):
    """The facts about a share of the files that the checks of other shares need.

    `odd` are stubs of cases that are not plain (`is_plain`), `closed` the names of cases with a non-public
    name, by id, `others` the paths of other records, `unread` the problems of files that cannot be read.
    """

    odd: list[tuple[str, Outline]]
    closed: list[tuple[str, Disclosure]]
    others: list[str]
    unread: list[Problem]


class _ProcessData:
    """The data of every process: first all records except the cases, then the register with case stubs."""

    def __init__(
        self, snapshot: WorkingTree, settings: Sequence[Entry], judge: Judge, cache: Opens | None = None
    ) -> None:
        self.root = snapshot.root
        self.judge = judge
        self.cache = cache
        self._read = partial(read, snapshot.root)  # one object: a method would be made anew for each
        self.records = snapshot.paths
        self.unread = [*snapshot.problems]
        self.others = {entry.path: entry for entry in settings}
        for path in self.records:
            if kind_by_path(path) != "case":
                self._take(path, self.others, self.unread)
        self.register = Register(self.others.values(), self.unread)
        self._files = len(settings) + len(self.records)

    def work(self, share: _Share) -> Generator[_Learned | Disclosure, list[Any], list[Problem]]:
        """Check a share of the files: yield facts that others need, receive theirs, return the problems.

        That happens twice. The first facts are odd cases and names that are not public, the second the public
        names that matter for these.
        """
        learned = _Learned([], [], [], [])
        names = [*self._names(share, learned)]
        learned_by_all: list[_Learned] = yield learned
        register = self._join_facts(learned_by_all)
        closed = [found for each in learned_by_all for key, found in each.closed if register.is_one(key)]
        opened = _select_public_names(names, closed, register)
        names.clear()
        opened_by_all: list[Disclosure] = yield opened
        register.names = (*closed, *opened_by_all)
        self.register = register
        return [*self._check_share(share, RegisterContext(register))]

    def _names(self, share: _Share, learned: _Learned) -> Iterator[tuple[str, Disclosure]]:
        """Yield the id and the names of each case of a share; the case itself is not kept in memory.

        The facts that other shares need are added to `learned`.
        """
        around, files = RegisterContext(self.register), self._blobs(share, learned)
        while some := [*islice(files, AT_ONCE)]:
            for entry in entries_of(some, self.cache, {}, self.root)[0]:
                if entry.kind != "case":
                    learned.others.append(entry.path)  # not a case: every process must read it
                    continue
                if not is_plain(entry):
                    learned.odd.append((entry.path, outline_of(entry)))
                names = entry.stored_disclosure(around.register.settings.default_tier)
                if names is None:
                    subject = CheckedRecord(entry, around)
                    names = Disclosure("restricted", subject.names, subject.lasting_names)
                if any(tier != "public" for _, tier in (*names.known, *names.lasting)):
                    learned.closed.append((entry.id, names))
                yield entry.id, names

    def _blobs(self, share: _Share, learned: _Learned) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each file of a share that was not read yet.

        The problems of files that cannot be read are added to `learned`.
        """
        unread = frozenset(problem.path for problem in self.unread)
        for place, path in enumerate(share.paths):
            self._report_progress(share, place)
            if path not in self.others and path not in unread:
                blob = read_or_problem(self.root, path)
                if isinstance(blob, Problem):
                    learned.unread.append(blob)
                else:
                    yield path, blob

    def _lazy(self, path: str, outline: Outline) -> Entry:
        return LazyEntry(path, partial(self._read, path), outline)

    def _join_facts(self, learned: Iterable[_Learned]) -> OutlinedRegister:
        """Return the register made of the facts from all shares."""
        others, unread = dict(self.others), [*self.unread]
        odd: list[Entry] = []
        for each in learned:
            odd += [self._lazy(path, outline) for path, outline in each.odd]
            unread += each.unread
            for path in each.others:
                self._take(path, others, unread)
        odd += others.values()
        beside = {*(entry.path for entry in odd), *(problem.path for problem in unread)}
        plain = PlainCases(self.records, beside.intersection(self.records))
        return OutlinedRegister(plain, odd, unread, self._read)

    def _check_share(self, share: _Share, around: RegisterContext) -> Iterator[Problem]:
        """Read each file of a share again, and yield the problems in it.

        Files with a problem that the register reports already are left out.
        """
        unread = frozenset(problem.path for problem in around.register.problems)
        for place, path in enumerate(share.paths):
            self._report_progress(share, len(share.paths) + place)
            blob = None if path in unread else read_or_problem(self.root, path)
            if isinstance(blob, Problem):
                yield blob
            elif blob is not None:
                entry = read_entry(path, blob)
                yield from check_entry(entry, around)
                yield from self.judge(entry)

    def _report_progress(self, share: _Share, done: int) -> None:
        """Report the progress of a share, in which each file is read twice."""
        if done % STEP == 0:
            share.progress("checking", done * self._files // (2 * len(share.paths)), self._files)

    def _take(self, path: str, others: dict[str, Entry], unread: list[Problem]) -> None:
        """Read a file at the path of a shared record into `others`.

        A file that is a case is left for the shares. The problem of a file that cannot be read goes to
        `unread`. Of sources, which are many, only a stub is kept.
        """
        blob = read_or_problem(self.root, path)
        if isinstance(blob, Problem):
            unread.append(blob)
            return
        entry = read_entry(path, blob)
        if entry.kind != "case":
            others[path] = self._lazy(path, outline_of(entry)) if entry.kind == "source" else entry


def _select_public_names(
    names: Iterable[tuple[str, Disclosure]], closed: Sequence[Disclosure], register: OutlinedRegister
) -> Disclosure:
    """Return the public names in a share that matter where a non-public name is searched for, each once.

    `known` are those that may explain a part of a name that is closed today, `lasting` those with a word of
    a name that is closed for ever.
    """
    now = tuple(dict.fromkeys(name for each in closed for name, tier in each.known if tier != "public"))
    for_ever = tuple(name for each in closed for name, tier in each.lasting if tier != "public")
    sound = [each for key, each in names if register.is_one(key)] if now or for_ever else []
    may_explain, opening = MayExplain(now), NameOpening(for_ever)
    known = dict.fromkeys(each for held in sound for each in held.known if each[1] == "public")
    lasting = dict.fromkeys(each for held in sound for each in held.lasting if each[1] == "public")
    return Disclosure(
        "restricted",
        tuple(each for each in known if may_explain(each[0])),
        tuple(each for each in lasting if opening.takes(each[0])),
    )
