"""What was measured, one run a size, as a file that the page and the chart are made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compared import Bound
from measuring import Cost
from pydantic import TypeAdapter
from trail import Judged

FILE = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Row:
    """One operation at one size; `value` is what is judged: times the base, or what `bound.by` says.

    `spread` is the lowest and the highest of it. Where nothing could be measured, or not as the others,
    `note` says so.
    """

    key: str
    name: str
    cases: int
    against: str
    bound: Bound
    value: float | None = None
    wall: float | None = None
    cpu: float | None = None
    spread: tuple[float, float] | None = None
    ours: Cost | None = None
    base: Cost | None = None
    pairs: int = 0
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the must was kept; None where there is none, or nothing to judge."""
        must = self.bound.must.get(self.cases)
        return None if must is None or self.value is None else self.value <= must

    @property
    def met(self) -> bool:
        """Whether the aim was met."""
        return self.value is not None and self.value <= self.bound.aim.get(self.cases, 0)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a register is: its files, the lines of a case on average, all cases together."""

    files: int
    lines: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Run:
    """All of one size: when, where, with what, on what."""

    cases: int
    date: str
    machine: str
    versions: dict[str, str]
    size: Size
    rows: list[Row] = field(default_factory=list)
    trail: list[Judged] = field(default_factory=list)

    @property
    def commits(self) -> int:
        """How long the history is of the other register, which has as many cases."""
        return max(200, 2 * self.cases)


RUNS = TypeAdapter(list[Run])


def read() -> list[Run]:
    """Return the runs that are kept, the smallest register first."""
    return RUNS.validate_json(FILE.read_bytes()) if FILE.exists() else []


def keep(run: Run) -> None:
    """Keep a run in the place of the one of its size."""
    runs = [*(each for each in read() if each.cases != run.cases), run]
    runs.sort(key=lambda each: each.cases)
    text = RUNS.dump_json(runs, indent=1, exclude_defaults=True).decode()
    short = re.sub(r"\d+\.\d{5,}", lambda number: f"{float(number[0]):.4f}", text)
    FILE.write_text(f"{short}\n", encoding="utf-8")


def by_key(runs: Sequence[Run]) -> list[list[Row]]:
    """Return the rows of each operation, the smallest register first, in the order of the largest."""
    keys = dict.fromkeys(row.key for run in reversed(runs) for row in run.rows)
    return [[row for run in runs for row in run.rows if row.key == key] for key in keys]
