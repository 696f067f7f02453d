"""Measures whole processes, in pairs with a base in the same run: wall, CPU, and the peak of memory."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RUNS = 7
"""At most so many pairs; fewer where they take longer than the budget of an operation."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As it is for a person: what was compiled once is not compiled again."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one run as a whole process, and the most memory that one process of it held, in MB."""

    wall: float
    cpu: float
    memory: float = 0

    def __add__(self, other: Cost) -> Cost:
        """Return what one run after the other costs."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


Side = Callable[[int], Cost]
"""Does one of the two things that are compared, for the so-manieth time, and says what it cost."""


class TooLong(Exception):
    """A run was ended because it took longer than the limit."""


class Failed(Exception):
    """A run ended with a code that it should not end with: what it cost says nothing."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command in a folder, the codes that it may end with, and the seconds that it may take."""

    words: tuple[str, ...]
    folder: Path
    limit: float
    exits: tuple[int, ...] = (0,)

    def __call__(self, _: int = 0) -> Cost:
        """Run it once. Raises TooLong and Failed."""
        with tempfile.TemporaryFile() as told:
            started = time.perf_counter()
            running = subprocess.Popen(
                self.words,
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=told,
                env=ENVIRONMENT,
                start_new_session=True,
            )
            late = threading.Timer(self.limit, os.killpg, (running.pid, signal.SIGKILL))
            late.start()
            try:
                _, status, used = os.wait4(running.pid, 0)
            except KeyboardInterrupt:
                # It stands in a session of its own, so that it can be ended with all that it began.
                os.killpg(running.pid, signal.SIGKILL)
                raise
            finally:
                late.cancel()
            wall = time.perf_counter() - started
            running.returncode = os.waitstatus_to_exitcode(status)
            if running.returncode == -signal.SIGKILL and wall >= self.limit:
                raise TooLong
            if running.returncode not in self.exits:
                told.seek(0)
                said = told.read().decode(errors="replace").strip()
                raise Failed(f"{' '.join(self.words)}: {running.returncode}: {said}")
        return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6)


@dataclass(frozen=True, slots=True)
class Pair:
    """A run and that of its base right after it."""

    ours: Cost
    base: Cost

    @property
    def wall(self) -> float:
        """How many times the base by the clock."""
        return self.ours.wall / self.base.wall

    @property
    def cpu(self) -> float:
        """How many times the base by the processor, of which a kernel tells no less than a millisecond."""
        return self.ours.cpu / max(self.base.cpu, 1e-3)


def pairs(ours: Side, base: Side, budget: float, *, cold: bool) -> list[Pair]:
    """Measure the two in turn, once at least, until they had their runs or the budget, in seconds, is spent.

    The first pair brings files to memory, and what is warm to the cache; it counts only where nothing is
    remembered and it alone takes the budget.
    """
    measured: list[Pair] = []
    number, spent = 1, 0.0
    first = Pair(ours(0), base(0))
    if cold and first.ours.wall + first.base.wall > budget:
        return [first]
    while not measured or (len(measured) < RUNS and spent < budget):
        pair = Pair(ours(number), base(number))
        measured.append(pair)
        spent += pair.ours.wall + pair.base.wall
        number += 1
    return measured


def typical(costs: list[Cost]) -> Cost:
    """Return the median of each of the two."""
    return Cost(statistics.median(each.wall for each in costs), statistics.median(each.cpu for each in costs))
