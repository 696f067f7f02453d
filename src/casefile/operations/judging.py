"""Checking a few records of a register of which the board tells the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from casefile.checks import Around, check_entry
from casefile.model.words import Tier
from casefile.operations.board import Sight
from casefile.operations.by_board import ByBoard
from casefile.operations.check import canonical
from casefile.register import Entry
from casefile.storage.index import Verdict
from casefile.summary import Disclosed, Known


def judge(seen: Sight, verdict: Verdict) -> Verdict | None:
    """Check the files that are pending, and note what was found; None where the board knows too little."""
    register = ByBoard(seen)
    entries = [_entry(seen, register, path) for path in sorted(verdict.pending)]
    sound = [entry for entry in entries if entry is not None]
    if len(sound) < len(entries):
        return None
    around = AroundByBoard(register, seen)
    found = [each for entry in sound for each in (*check_entry(entry, around), *canonical(entry))]
    problems = [*verdict.problems, *(problem.as_data() for problem in found)]
    judged = Verdict(problems, frozenset(), verdict.schemas)
    seen.board.verdicts.judge(seen.state, judged)
    return judged


def _entry(seen: Sight, register: ByBoard, path: str) -> Entry | None:
    record = seen.board.id_of(seen.state, path)
    return register.opened(record) if record else None


class AroundByBoard(Around):
    """The register around a few records, as the board knows it."""

    def __init__(self, register: ByBoard, seen: Sight) -> None:
        super().__init__(register)
        self.__dict__["seen"] = seen

    seen: Sight

    @cached_property
    def paths(self) -> Mapping[str, list[str]]:
        """The files that state an id, by the id."""
        return _Paths(self.seen)

    @cached_property
    def unread(self) -> frozenset[str]:
        """The ids of files that could not even be read: a board with such files is not asked."""
        return frozenset()

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that is there."""
        return frozenset(self.seen.board.ids(self.seen.state))

    @cached_property
    def formerly(self) -> Mapping[str, list[str]]:
        """The present ids of the records that once had an id, by the old one."""
        return dict(self.seen.state.facts["formerly"])

    def named(self, kind: str) -> Mapping[str, str]:
        """The ids of the records of a kind by their names, folded; of a name that two have, the first."""
        if kind not in self._named:
            self._named[kind] = dict(reversed(self.seen.board.words.names_of(self.seen.state, kind)))
        return self._named[kind]

    @cached_property
    def _cases(self) -> tuple[Disclosed, ...]:
        found: dict[str, tuple[list[Known], list[Known]]] = {}
        for path, name, tier, lasting in self.seen.board.words.tiers(self.seen.state):
            known: Tier = tier  # type: ignore[assignment]
            found.setdefault(path, ([], []))[lasting].append((name, known))
        return tuple(
            Disclosed("restricted", tuple(known), tuple(lasting)) for known, lasting in found.values()
        )


class _Paths(Mapping[str, list[str]]):
    """The one file of each id."""

    def __init__(self, seen: Sight) -> None:
        self._seen = seen

    def __getitem__(self, record: str) -> list[str]:
        found = self._seen.board.by_id(self._seen.state, record)
        if found is None:
            raise KeyError(record)
        return [found.path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._seen.board.ids(self._seen.state))

    def __len__(self) -> int:
        return len(self._seen.board.ids(self._seen.state))
