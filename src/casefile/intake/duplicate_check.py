"""Check whether a new case is probably recorded already, and report the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from casefile.editing.edits import Edit, RecordOrigin
from casefile.errors import Collision, Problem
from casefile.model.case_names import lasting_names
from casefile.model.plain_data import Data
from casefile.register import Entry, Register
from casefile.views.duplicate_candidates import LikelyDuplicate, RecordedCases, newcomer


class ProbableDuplicate(Collision):
    """A person is probably recorded already (exit 4); `cases` are the ids of the cases, likeliest first."""

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        problems: tuple[Problem, ...] = (),
        cases: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code, message, hint, problems)
        self.cases = cases


class _Pair(Struct, frozen=True):
    """A new case, and another case that may be of the same person.

    `data` is that of the new case; `other` returns that of the other case, which is read only if needed.
    `origin` is where the new case was imported from.
    """

    likely: LikelyDuplicate
    data: Data
    other: Callable[[], Data]
    origin: RecordOrigin | None


def cases_of_similar_name(register: Register, name: str) -> list[Entry]:
    """Return at most MOST cases whose person has the same name as typed, or a similar one, in any country."""
    data = {"person": {"name": name}}
    found = RecordedCases(register.similar(newcomer(data).person_names)).with_name_of(data)
    return [register.by_id[row.id] for row in found[:MOST]]


class DuplicateCheck:
    """Compares new cases with those of the register, and with each other; it collects notes and problems.

    `cases` are the data of all cases that will be compared. A probable duplicate is a problem, or with
    `allowed` a note; a merely possible one is always a note. The register is not changed.
    """

    def __init__(self, register: Register, cases: Sequence[Data], allowed: bool = False) -> None:
        self.register, self.allowed = register, allowed
        self._remarks: dict[str, None] = {}
        self._refused: dict[Problem, str] = {}
        names = frozenset(name for data in cases for name in newcomer(data).person_names)
        self._recorded = RecordedCases(register.similar(names))

    def compare_with_register(self, data: Data, origin: RecordOrigin | None = None) -> None:
        """Compare a new case with those in the register, and collect notes and problems."""
        for likely in self._recorded.like(data):
            record_id = likely.row.id
            pair = _Pair(likely, data, partial(self._fields, record_id), origin)
            self._take(pair, f"the person of {record_id}", record_id, record_id)

    def _fields(self, record_id: str) -> Data:
        return self.register.by_id[record_id].fields

    def compare_in_list(self, edits: Sequence[Edit]) -> None:
        """Compare the cases of one list with each other, and collect notes and problems of the later ones.

        They name the line of the earlier case. A case without an origin is compared with earlier ones only.
        """
        earlier, by_path = RecordedCases(), {edit.path: edit for edit in edits}
        for edit in edits:
            for likely in earlier.like(edit.data):
                before = by_path[likely.row.path]
                if before.origin:
                    line = f"line {before.origin.line}"
                    pair = _Pair(likely, edit.data, partial(getattr, before, "data"), edit.origin)
                    self._take(pair, f"the person of {line}", f"{line} is probably the same person", "")
            earlier.add(newcomer(edit.data, edit.path))

    def _take(self, pair: _Pair, person: str, who: str, record_id: str) -> None:
        likely, origin = pair.likely, pair.origin
        if likely.probable and not self.allowed:
            self._refused[self._problem(pair, who)] = record_id
            return
        place = f"{origin.name}:{origin.line}: " if origin else ""
        word = "this is probably" if likely.probable else "this may be"
        self._remarks[f"{place}{word} {person}: {'; '.join(likely.evidence)}"] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on possible duplicates, only for the terminal of users: they contain names of people."""
        return (*self._remarks,)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The probable duplicates that were not accepted, with the evidence."""
        return (*self._refused,)

    def refuse(self) -> None:
        """Raise ProbableDuplicate CF710, with the evidence, if there is a problem."""
        if not self._refused:
            return
        cases = tuple(dict.fromkeys(self._refused.values()))
        message = f"probably recorded already: {', '.join(cases[:MOST])}{' …' if cases[MOST:] else ''}"
        hint = (
            f"to see it: casefile show {cases[0]}\n"
            f"add to it: casefile record TYPE {cases[0]} …\n"
            "if this is a different person: --duplicate-ok"
        )
        raise ProbableDuplicate("CF710", message, hint, self.problems, cases)

    def _problem(self, pair: _Pair, who: str) -> Problem:
        """Return the problem of a pair with its evidence; names are in it only if they are public.

        The problem may be stored or logged. `who` describes the other case.
        """
        found, origin = pair.likely.likeness, pair.origin
        both_open = found.one in self._open_names(pair.data) and found.other in self._open_names(pair.other())
        names = found.evidence if both_open else (f"the names are {found.remark}", *found.remarks)
        message = f"{who}: {'; '.join((*names, *pair.likely.circumstances))}"
        path, line = (origin.name, origin.line) if origin else (pair.likely.row.path, 0)
        return Problem(path, line, 1 if line else 0, "", "CF710", "error", message)

    def _open_names(self, data: Data) -> frozenset[str]:
        """Return the names of a case that are permanently public."""
        names = [*lasting_names(data, self.register.tier(data))]
        return frozenset(name for name, _ in names).difference(
            name for name, tier in names if tier != "public"
        )


MOST = 5
"""The number of cases that the error message itself lists."""
