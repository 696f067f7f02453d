"""What is measured on a register, against what, and how many times that it may take at most."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import generate
import peers
from measuring import Command, Cost, Side

CASEFILE = str(Path(sys.executable).with_name("casefile"))
NOTHING = (sys.executable, "-c", "pass")
STATUS = ("git", "--no-optional-locks", "status", "--porcelain")
EVERY = ("sh", "-c", "git ls-files -z cases | xargs -0 cat")
ABSENT = "zzyzx"
"""A word that stands nowhere."""
SITUATION = "sweep-0"
"""A situation of about a hundred cases, whatever the size."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How many times its base an operation may take at most, and what we aim at, by the number of cases."""

    must: Mapping[int, float] = field(default_factory=dict)
    aim: Mapping[int, float] = field(default_factory=dict)
    by: str = "wall"


FREE = Bound()


@dataclass(frozen=True, slots=True)
class Operation:
    """One row: what is done, against what, within which bound.

    `base` raises Absent where there is nothing to compare with. With `cold` nothing is remembered between
    runs; `after` puts things back.
    """

    key: str
    name: str
    ours: Side
    against: str
    base: Callable[[], Side]
    bound: Bound = FREE
    cold: bool = False
    after: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Place:
    """A register in a folder, committed; and how many seconds a command may take in it."""

    folder: Path
    limit: float

    def command(self, *words: str, exits: tuple[int, ...] = (0,)) -> Command:
        """Return any command in this folder."""
        return Command(words, self.folder, self.limit, exits)

    def casefile(self, *words: str) -> Command:
        """Return a command of casefile in this folder."""
        return Command((CASEFILE, *words), self.folder, self.limit)

    def anew(self, *words: str) -> Command:
        """Return the same without the cache."""
        return self.casefile("--no-cache", *words)

    @property
    def case(self) -> Path:
        """The case that is shown and written to."""
        return min(self.folder.glob("cases/kg/*/*.yaml"))


def every(*sizes: float) -> dict[int, float]:
    """Say the same for each size, or one thing for ten thousand cases and another for a hundred thousand."""
    if len(sizes) == 1:
        return dict.fromkeys((1_000, 10_000, 100_000), sizes[0])
    return dict(zip((10_000, 100_000), sizes, strict=True))


def on_register(place: Place) -> Iterator[Operation]:
    """Yield what is measured on a register."""
    yield from _starting(place)
    yield from _reading(place)
    yield from _searching(place)
    yield from _checking(place)
    yield _exporting(place)
    yield _recording(place)


def _starting(place: Place) -> Iterator[Operation]:
    for key, must, aim in (("--version", 7, 2), ("--help", 8, 6)):
        bound = Bound(every(must), every(aim), by="cpu")
        base = always(place.command(*NOTHING))
        yield Operation(key, f"`{key}`", place.casefile(key), "python -c pass", base, bound)


def _reading(place: Place) -> Iterator[Operation]:
    yield _warm(place, "list --status held", Bound(every(6, 1.6), every(3.5, 1.2)))
    for said in (f"show {place.case.stem}", f"timeline {SITUATION}", "due", "stats", "today"):
        yield _warm(place, said, FREE)
    half = place.case.stem[:9]
    words = ("env", "_CASEFILE_COMPLETE=bash", CASEFILE, f"casefile show {half}", half, "9")
    base = always(place.command(*STATUS))
    yield Operation(
        "completion", "completing `show kg-2015-`, warm", place.command(*words), "git status", base
    )


def _warm(place: Place, said: str, bound: Bound) -> Operation:
    name = said.replace(place.case.stem, "CASE").replace(SITUATION, "SITUATION")
    base = always(place.command(*STATUS))
    return Operation(name, f"`{name}`, warm", place.casefile(*said.split()), "git status", base, bound)


def _searching(place: Place) -> Iterator[Operation]:
    bound = Bound(every(1.5, 0.4), every(0.9, 0.3))
    for key, word, exits in (("one record", generate.RARE, (0,)), ("no record", ABSENT, (1,))):
        base = always(place.command("git", "grep", "-il", word, exits=exits))
        name, against = f"`search WORD`, in {key}, warm", "git grep -il"
        yield Operation(f"search in {key}", name, place.casefile("search", word), against, base, bound)


def _checking(place: Place) -> Iterator[Operation]:
    yield _warm(place, "validate", Bound(every(6, 1.8), every(3.5, 1.25)))
    yield _edited(place)
    yield Operation(
        key="validate cold",
        name="`validate`, cold",
        ours=place.anew("validate"),
        against="ajv + js-yaml",
        base=lambda: peers.by_node(CASEFILE, place.folder, place.limit),
        bound=Bound(every(1.6, 1.6), every(1.0, 1.0)),
        cold=True,
    )
    yield Operation(
        key="validate cold beside python",
        name="`validate`, cold",
        ours=place.anew("validate"),
        against="check-jsonschema",
        base=lambda: peers.by_checker(CASEFILE, place.folder, place.limit),
        bound=Bound({10_000: 0.02}, {10_000: 0.012}),
        cold=True,
    )


def _edited(place: Place) -> Operation:
    """Return `validate` after one file got a text that was never seen, beside the same once it was."""
    case, text = place.case, place.case.read_text(encoding="utf-8")
    warm = place.casefile("validate")

    def run(number: int) -> Cost:
        case.write_text(f"{text}# looked at again: {number + 1}\n", encoding="utf-8")
        return warm(number)

    return Operation(
        key="validate edited",
        name="`validate`, one file edited",
        ours=run,
        against="the same, nothing edited",
        base=always(warm),
        bound=Bound({10_000: 1.5}, {10_000: 1.1}),
        after=lambda: case.write_text(text, encoding="utf-8"),
    )


def _exporting(place: Place) -> Operation:
    export, cat = place.casefile("export", "-f", "jsonl"), always(place.command(*EVERY))
    return Operation("export jsonl", "`export -f jsonl`", export, "cat of all files", cat)


def _recording(place: Place) -> Operation:
    """Return `record` from end to end, beside git committing a change of the same file."""
    case, paper = place.case, min(place.folder.glob("cases/sources/*.yaml")).stem
    words = ("record", "hearing", case.stem, "--outcome", "adjourned", "--source", paper, "--date")
    commit = place.command("git", "commit", "-qm", "seen", "--only", str(case.relative_to(place.folder)))

    def record(number: int) -> Cost:
        return place.casefile(*words, f"2026-10-{21 + number}")(number)

    def change(number: int) -> Cost:
        case.write_text(f"{case.read_text(encoding='utf-8')}# seen\n", encoding="utf-8")
        return commit(number)

    return Operation(
        key="record",
        name="`record`, end to end",
        ours=record,
        against="git commit --only",
        base=always(change),
        bound=Bound({10_000: 7}, {10_000: 3}),
    )


def always(side: Side) -> Callable[[], Side]:
    """Return a base that is there whatever is installed."""
    return lambda: side
