"""The verb `today`: the desk in the morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from casefile.checks import check
from casefile.custody import View
from casefile.errors import MachineTrouble, Problem
from casefile.model.dates import Day
from casefile.operations.clocks import Clocks, local_day
from casefile.operations.load import open_register
from casefile.operations.moment import Moment, moment_of
from casefile.operations.returned import kept_away
from casefile.operations.verdict import found_before
from casefile.register import SETTINGS, Register, kind_by_path
from casefile.storage.drafts import drafts
from casefile.storage.folder import find_root
from casefile.storage.repository import Repository
from casefile.views.due import Due, due
from casefile.views.listing import Listed, in_order, listed
from casefile.views.stats import STANDINGS, standing

LOOKED_FOR = ("held", "lapsed", "possibly", "missing")
"""Who a desk looks for in the morning."""


@dataclass(frozen=True, slots=True)
class Uncommitted:
    """A record whose file differs from the last commit: new, changed or gone."""

    record: str
    path: str
    change: str

    def as_data(self) -> dict[str, object]:
        """Return it as the contract's JSON."""
        return {"record": self.record, "path": self.path, "change": self.change}


@dataclass(frozen=True, slots=True)
class Troubled:
    """A file with problems: how many are errors, how many warnings."""

    path: str
    errors: int
    warnings: int

    def as_data(self) -> dict[str, object]:
        """Return it as the contract's JSON."""
        return {"path": self.path, "errors": self.errors, "warnings": self.warnings}


@dataclass(frozen=True, slots=True)
class Draft:
    """Unfinished text that is kept: under which name, where it lies, of which day."""

    name: str
    path: Path
    day: Day

    def as_data(self) -> dict[str, object]:
        """Return it as the contract's JSON."""
        return {"name": self.name, "path": str(self.path), "date": self.day.isoformat()}


@dataclass(frozen=True)
class Morning:
    """The answer of `today`.

    `held` are those who are held, may be or are missing, the newest first. What is uncommitted, troubled or
    unfinished is so in the folder now, whatever moment of the register is read; `uncommitted` and `drafts`
    are None where there is no git to ask.
    """

    moment: Moment
    counts: Mapping[str, int]
    held: tuple[Listed, ...]
    due: tuple[Due, ...]
    stale: tuple[Due, ...]
    uncommitted: tuple[Uncommitted, ...] | None
    troubled: tuple[Troubled, ...]
    drafts: tuple[Draft, ...] | None
    views: Mapping[str, View] = field(default_factory=dict)

    def as_data(self) -> dict[str, object]:
        """Return the morning as the contract's JSON."""
        counted = {name: self.counts.get(name, 0) for name in STANDINGS}
        return {
            "held": {
                **counted,
                "total": sum(self.counts.values()),
                "newest": [
                    {"id": each.id, "name": each.name, "since": each.since, "standing": self.standing(each)}
                    for each in self.held
                ],
            },
            "due": [row.as_data() for row in self.due],
            "stale": [row.as_data() for row in self.stale],
            "uncommitted": None if self.uncommitted is None else [one.as_data() for one in self.uncommitted],
            "problems": [each.as_data() for each in self.troubled],
            "drafts": None if self.drafts is None else [draft.as_data() for draft in self.drafts],
        }

    def standing(self, row: Listed) -> str:
        """Return how somebody stands: held, lapsed, possibly, missing."""
        return standing(self.views[row.id])


def morning(directory: Path, clocks: Clocks) -> Morning:
    """Look over the whole register: the people first, then the work."""
    moment = moment_of(directory, clocks)
    rows = [(row, row.course.on(moment.on)) for row in moment.register.rows if row.course]
    held = [listed(row, view, moment.on) for row, view in rows if standing(view) in LOOKED_FOR]
    found = due(moment.register, moment.register.rows, moment.on)
    here = moment.register if clocks.known_at is None else _here(directory)
    known = found_before(directory)
    repository = _repository(find_root(directory))
    return Morning(
        moment=moment,
        counts=Counter(standing(view) for _, view in rows),
        held=in_order(held, ("-since", "name")),
        due=tuple(row for row in found if row.urgency != "quiet"),
        stale=tuple(row for row in found if row.urgency == "quiet"),
        uncommitted=tuple(_uncommitted(repository, here)) if repository else None,
        troubled=tuple(_troubled(check(here) if known is None else known)),
        drafts=tuple(_drafts(repository, here.settings.timezone)) if repository else None,
        views={row.id: view for row, view in rows},
    )


def _here(directory: Path) -> Register:
    opened = open_register(directory)
    return kept_away(opened.root, opened.register)


def _repository(root: Path) -> Repository | None:
    """Return the work tree, None where there is none or no git: a register can be read without."""
    try:
        return Repository.open(root)
    except MachineTrouble:
        return None


def _uncommitted(repository: Repository, register: Register) -> Iterator[Uncommitted]:
    head = repository.head()
    committed = {entry.path for entry in repository.list_tree(head)} if head else set()
    there = {*register.entries, *(problem.path for problem in register.problems)}
    for path in repository.changed_paths():
        if path == SETTINGS or (path.startswith("cases/") and path.endswith(".yaml")):
            change = "gone" if path not in there else "changed" if path in committed else "new"
            entry = register.entries.get(path)
            named = path if kind_by_path(path) == "settings" else entry.id if entry else _stem(path)
            yield Uncommitted(named, path, change)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def _troubled(problems: tuple[Problem, ...]) -> Iterator[Troubled]:
    """Count the problems of each file, files with errors first."""
    errors = Counter(each.path for each in problems if each.level == "error")
    warnings = Counter(each.path for each in problems if each.level == "warning")
    for path in sorted({*errors, *warnings}, key=lambda path: (not errors[path], path)):
        yield Troubled(path, errors[path], warnings[path])


def _drafts(repository: Repository, timezone: str | None) -> Iterator[Draft]:
    for path in drafts(repository.private):
        kept = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        yield Draft(path.stem, path, local_day(timezone, kept))
