"""What is measured on a register, against what, and how many times that it may take at most."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from operator import add
from pathlib import Path

import generate
import peers
from measuring import Command, Cost, Side

CASEFILE = str(Path(sys.executable).with_name("casefile"))
NOTHING = (sys.executable, "-c", "pass")
STATUS = ("git", "--no-optional-locks", "status", "--porcelain")
ABSENT = ("zzyzx", "qwxyv", "vvkzj", "xqzzy", "jjqxw", "wxvvq", "zqxjk", "kxqvz")
"""Words that no record contains."""
STATUSES = ("held", "released", "abroad", "dead", "missing", "unknown", "restricted")


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


@dataclass(frozen=True)
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
        """Return the same without the index."""
        return self.casefile("--no-cache", *words)

    @cached_property
    def cases(self) -> Sequence[Path]:
        """The cases, those first that are laid out as `fmt` does."""
        found = sorted(self.folder.glob("cases/kg/*/*.yaml"))
        return sorted(found, key=lambda path: b"date: '" in path.read_bytes())

    @property
    def case(self) -> Path:
        """The case that is written to."""
        return self.cases[0]

    def asked(self, said: str) -> Side:
        """Return a reading command with other arguments in each run, so that no stored answer could serve.

        CASE, SITUATION, STATUS, WORD and NOWHERE are replaced by another case, situation, status or word.
        """

        def run(number: int) -> Cost:
            sweeps = max(1, len(self.cases) // 100)
            words = {
                "CASE": self.cases[number * 7 % len(self.cases)].stem,
                "SITUATION": f"sweep-{number % sweeps}",
                "STATUS": STATUSES[number % len(STATUSES)],
                "WORD": generate.RARE[number % len(generate.RARE)],
                "NOWHERE": ABSENT[number % len(ABSENT)],
            }
            found = tuple(words.get(each, each) for each in said.split())
            return self.casefile(*found)(number)

        return run


SMALL = 1000
"""Cases up to which a command is judged by what Python itself costs."""
READING = (
    "list --status STATUS", "show CASE", "timeline SITUATION", "due --within 30d", "today",
    "stats --by status", "search WORD", "search NOWHERE", "validate", "log CASE",
)  # fmt: skip


def small(bound: float) -> dict[int, float]:
    """Return one bound for registers of 11 and of 200 cases."""
    return dict.fromkeys((11, 200), bound)


def large(ten: float, hundred: float | None = None) -> dict[int, float]:
    """Return the bounds for 10,000 and, if there is one, for 100,000 cases."""
    return {10_000: ten} | ({} if hundred is None else {100_000: hundred})


def on_register(place: Place, cases: int) -> Iterator[Operation]:
    """Yield what is measured on a register of so many cases."""
    yield from _starting(place)
    if cases <= SMALL:
        yield from _on_a_small_one(place)
        return
    yield from _reading(place)
    yield from _searching(place)
    yield from _checking(place)
    yield from _recording(place, "git commit --only", _committing(place), Bound(large(9), large(5)))
    status = place.command(*STATUS)
    yield _hour(
        place, "git commit --only and 3 times git status", [_committing(place), status, status, status]
    )
    yield _adding(place)


def _starting(place: Place) -> Iterator[Operation]:
    for key in ("--version", "--help"):
        base = always(place.command(*NOTHING))
        yield Operation(key, f"`{key}`", place.casefile(key), "python -c pass", base, Bound(by="cpu"))


def _on_a_small_one(place: Place) -> Iterator[Operation]:
    base, bound = always(place.command(*NOTHING)), Bound(small(13), small(9), by="cpu")
    for said in READING:
        yield Operation(said, f"`{said}`", place.asked(said), "python -c pass", base, bound)
    bound = Bound({11: 32}, {11: 22}, by="cpu")
    yield from _recording(place, "python -c pass", place.command(*NOTHING), bound)
    yield _hour(place, "4 times python -c pass", [place.command(*NOTHING)] * 4, by="cpu")


BOUNDS = {
    "list --status STATUS": Bound(large(6, 2.5), large(4, 1.5)),
    "show CASE": Bound(large(6), large(4)),
    "timeline SITUATION": Bound(large(6), large(4)),
    "due --within 30d": Bound(large(6), large(4)),
    "today": Bound(large(8), large(5)),
    "stats --by status": Bound(large(8), large(5)),
    "validate": Bound(large(5.5, 2), large(4, 1.5)),
}
"""How many times `git status` a command may take."""


def _reading(place: Place) -> Iterator[Operation]:
    base = always(place.command(*STATUS))
    for said, bound in BOUNDS.items():
        yield Operation(said, f"`{said}`", place.asked(said), "git status", base, bound)
    half = place.case.stem[:9]
    words = ("env", "_CASEFILE_COMPLETE=bash", CASEFILE, f"casefile show {half}", half, "9")
    yield Operation("completion", "completing `show kg-2015-`", place.command(*words), "git status", base)
    yield _fresh(place)


def _fresh(place: Place) -> Operation:
    """Return the first `list` of a clone, beside the one of the program that kept no index."""
    index = place.folder / ".git" / "casefile"

    def run(number: int) -> Cost:
        shutil.rmtree(index, ignore_errors=True)
        return place.casefile("list")(number)

    bound = Bound(large(1.1), large(0.7))
    name, against = "first `list` of a clone", "`list` before the index"
    base = partial(peers.older, place.folder, place.limit, "--no-cache", "list")
    return Operation("first list", name, run, against, base, bound, cold=True, after=place.casefile("list"))


def _searching(place: Place) -> Iterator[Operation]:
    bound = Bound(large(2, 0.6), large(1, 0.4))
    for key, said, word, exits in (
        ("one record", "search WORD", generate.RARE[0], (0,)),
        ("no record", "search NOWHERE", ABSENT[0], (1,)),
    ):
        base = always(place.command("git", "grep", "-il", word, exits=exits))
        name = f"`search WORD`, in {key}"
        yield Operation(f"search in {key}", name, place.asked(said), "git grep -il", base, bound)


def _checking(place: Place) -> Iterator[Operation]:
    yield _edited(place)
    for by_hand, must, aim in ((False, 1.6, 1.0), (True, 3.0, 1.6)):
        cold = _laid_out(place, by_hand=by_hand)
        yield Operation(
            key=f"validate cold{' by hand' * by_hand}",
            name=f"`validate`, cold, {'laid out by hand' if by_hand else 'canonical'}",
            ours=cold.anew("validate"),
            against="ajv + js-yaml",
            base=partial(peers.by_node, CASEFILE, cold.folder, cold.limit),
            bound=Bound(large(must, must), large(aim, aim)),
            cold=True,
        )


def _laid_out(place: Place, *, by_hand: bool) -> Place:
    """Return a register of as many cases that are all canonical, or all laid out by hand."""
    folder = place.folder.with_name("by-hand" if by_hand else "canonical")
    if not folder.exists():
        generate.write(folder, len(place.cases), by_hand=by_hand)
    return Place(folder, place.limit)


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
        bound=Bound(large(2), large(1.3)),
        after=lambda: case.write_text(text, encoding="utf-8"),
    )


def _recording(place: Place, against: str, base: Side, bound: Bound) -> Iterator[Operation]:
    """Yield `record` from end to end, and as a dry run."""
    paper = min(place.folder.glob("cases/sources/*.yaml")).stem
    words = ("record", "hearing", place.case.stem, "--outcome", "adjourned", "--source", paper)

    def recorded(*more: str) -> Side:
        return lambda number: place.casefile(*words, *more, "--date", f"2026-10-{21 + number}")(number)

    yield Operation("record", "`record`, end to end", recorded(), against, always(base), bound)
    dry = recorded("--dry-run")
    yield Operation("record dry", "`record --dry-run`", dry, against, always(base), bound)


def _hour(place: Place, against: str, bases: Sequence[Side], by: str = "wall") -> Operation:
    """Return an hour at work: a hearing is recorded, and the cases are looked at before and after."""
    record, *_ = _recording(place, "", place.command(*NOTHING), FREE)
    looks = ("list --status STATUS", "show CASE", "list --status STATUS")
    base = always(_one_after_the_other(bases))
    ours = _one_after_the_other([record.ours, *map(place.asked, looks)])
    return Operation("hour", "`record`, `list`, `show`, `list`", ours, against, base, Bound(by=by))


def _one_after_the_other(sides: Sequence[Side]) -> Side:
    return lambda number: reduce(add, (side(number) for side in sides))


PEOPLE = 1000
"""How many people are taken in at once."""


def _adding(place: Place) -> Operation:
    """Return taking in a list of people, beside as many commits, one after the other."""
    people = place.folder.with_name("people.jsonl")
    paper = min(place.folder.glob("cases/sources/*.yaml")).stem
    people.write_text("".join(generate.people(PEOPLE, paper)), encoding="utf-8")
    case = place.case.relative_to(place.folder)
    loop = f'for i in $(seq {PEOPLE}); do echo "# $i" >> {case}; git commit -qm seen --only {case}; done'

    def undone(side: Side, commits: int) -> Side:
        def run(number: int) -> Cost:
            cost = side(number)
            place.command("git", "reset", "-q", "--hard", f"HEAD~{commits}")()
            return cost

        return run

    add_all = place.casefile("--no-input", "add", "--from", str(people), "--duplicate-ok")
    base = undone(place.command("sh", "-c", loop), PEOPLE)
    return Operation(
        key="add from",
        name=f"`add --from` {PEOPLE:,} people",
        ours=undone(add_all, 1),
        against=f"{PEOPLE:,} times git commit --only",
        base=always(base),
        bound=Bound(large(0.2), large(0.07)),
        cold=True,
    )


def _committing(place: Place) -> Side:
    """Return git committing a change of one case."""
    case = place.case
    commit = place.command("git", "commit", "-qm", "seen", "--only", str(case.relative_to(place.folder)))

    def change(number: int) -> Cost:
        case.write_text(f"{case.read_text(encoding='utf-8')}# seen\n", encoding="utf-8")
        return commit(number)

    return change


@dataclass(frozen=True, slots=True)
class Once:
    """What is measured once.

    `bound.by` says what it is: MB of memory, seconds of CPU for 1,000 cases, or a share of the text.
    """

    key: str
    name: str
    value: Callable[[], float]
    bound: Bound


TABLES = ("json", "csv", "sqlite", "parquet", "ftm")
PAGES = ("wgad", "html", "pdf-parts", "site")
PAGES_OF = 2000
"""Cases up to which documents and pages are made: a run of more takes an hour."""


def once(place: Place, cases: int) -> Iterator[Once]:
    """Yield what is measured once on a register."""
    if cases <= SMALL:
        return
    text = sum(path.stat().st_size for path in place.folder.glob("cases/**/*.yaml"))
    index = place.folder / ".git" / "casefile" / "index.sqlite"
    share = Bound(large(1.2), large(0.8), "share")
    yield Once("index", "the index, beside the text", lambda: index.stat().st_size / text, share)
    memory = Bound({100_000: 120}, {100_000: 64}, "memory")
    yield Once("memory", "`validate`, cold: memory", lambda: place.anew("validate")().memory, memory)
    for form in TABLES:
        bound = Bound(large(250), large(120), "memory")
        yield Once(f"export {form}", f"`export -f {form}`: memory", ExportResult(place, form).memory, bound)
    for form in PAGES if cases <= PAGES_OF else ():
        made = ExportResult(place, form)
        seconds = Bound({PAGES_OF: 60}, {PAGES_OF: 25}, "seconds")
        name = f"`export -f {form}`: CPU for 1,000 cases"
        yield Once(f"export {form} CPU", name, partial(made.cpu, 1000 / cases), seconds)
        bound = Bound({PAGES_OF: 400}, {PAGES_OF: 200}, "memory")
        yield Once(f"export {form}", f"`export -f {form}`: memory", made.memory, bound)


class ExportResult:
    """An export that is made once, for both figures."""

    def __init__(self, place: Place, form: str) -> None:
        out = place.folder.with_name(f"out-{form}")
        self._run = place.casefile("export", "-f", form, "-o", str(out), "--force")

    @cached_property
    def _cost(self) -> Cost:
        return self._run()

    def cpu(self, share: float) -> float:
        """Return a share of the seconds of processor time."""
        return self._cost.cpu * share

    def memory(self) -> float:
        """Return the most memory that one process held, in MB."""
        return self._cost.memory


def always(side: Side) -> Callable[[], Side]:
    """Return a base that is there whatever is installed."""
    return lambda: side
