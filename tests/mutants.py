"""Run mutmut over casefile.publication and the finder of names; compare survivors with the accepted ones.

`make mutants` tests every module, `make mutants MODULES="naming sift"` some of them. The exit code is 1 if
fewer than 95 % of a module are caught, if a survivor is not in `mutants.toml`, or if an entry there is stale
because its mutant is caught or the code has no such mutant. CONTRIBUTING.md explains the output.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORK = ROOT / "mutants"
FOLDERS = ("publication", "model/names")
ACCEPTED = Path(__file__).with_suffix(".toml")
NEEDED = 95
BY_TYPES, BY_TESTS, TOO_LONG = {37}, {1, 3}, {-24, 24, 152, 255, 36}
"""Exit codes of mutmut: refused by mypy; a failed test; out of time, where no test has failed so far."""

ROW = "{:<12}{:>9}{:>10}{:>10}{:>10}{:>10}{:>6}{:>9}"


@dataclass(frozen=True)
class Mutant:
    """A changed function: its name, and the lines before and after the change, each as one line of text."""

    function: str
    was: str
    now: str


def main(modules: list[str]) -> int:
    """Run the mutants, print the result by module and the survivors; return the exit code."""
    run(modules)
    endless = {*read_listed("endless")}
    accepted = endless.union(read_listed("survivor"))
    unseen = {mutant for mutant in accepted if not modules or mutant.function.split(".")[0] in modules}
    new: list[tuple[str, Mutant]] = []
    too_long: set[str] = set()
    existing: set[Mutant] = set()
    shares: list[float] = []
    totals = Counter[str]()
    print(ROW.format("module", "mutants", "by types", "by tests", "too long", "accepted", "new", "caught"))
    for path in sorted(results_by_module()):
        module = path.name.removesuffix(".py.meta")
        if modules and module not in modules:
            continue
        results = json.loads(path.read_text())["exit_code_by_key"]
        mutants = dict(read_mutants(path.with_suffix(""), module, [*results]))
        survivors = {name: mutants[name] for name in survived(results)}
        existing.update(mutants.values())
        # A test may fail for an endless one before another test reaches the loop.
        unseen.difference_update(survivors.values(), endless.intersection(mutants.values()))
        fresh = [(name, mutant) for name, mutant in survivors.items() if mutant not in accepted]
        new += fresh
        long = {name for name, code in results.items() if code in TOO_LONG}
        too_long |= long
        counts = Counter(
            mutants=len(results),
            types=sum(code in BY_TYPES for code in results.values()),
            tests=sum(code in BY_TESTS for code in results.values()),
            long=len(long),
            endless=sum(mutant in endless for mutant in survivors.values()),
            accepted=len(survivors) - len(fresh),
            new=len(fresh),
        )
        totals += counts
        if results:
            print_row(module, counts)
            shares.append(share_caught(counts))
    print_row("all", totals)
    for name, mutant in new:
        print(f"\n{name}{' ran too long' if name in too_long else ''}\n- {mutant.was}\n+ {mutant.now}")
    for mutant in sorted(unseen, key=str):
        why = "a test catches it" if mutant in existing else "the code has no such mutant"
        print(f"\nStale in {ACCEPTED.name}, {why}: {mutant.function}\n- {mutant.was}\n+ {mutant.now}")
    return int(bool(new or unseen) or min(shares, default=100.0) < NEEDED)


def run(modules: list[str]) -> None:
    """Run mutmut: named modules as a whole, else each mutant that was not caught before."""
    for path in results_by_module():
        data = json.loads(path.read_text())
        data["exit_code_by_key"] |= dict.fromkeys(survived(data["exit_code_by_key"]), None)
        path.write_text(json.dumps(data))
    WORK.mkdir(exist_ok=True)
    log = WORK / "run.log"
    beside = (
        f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # for mutmut and the mypy it runs
    )
    with log.open("w") as output:
        done = subprocess.run(
            ["mutmut", "run", *(f"casefile.*.{module}.*" for module in modules)],
            cwd=ROOT, env={**os.environ, "PATH": beside}, check=False,
            stdout=None if sys.stdout.isatty() else output,
        )  # fmt: skip
    if done.returncode:
        sys.exit(f"mutmut failed; see {log}")


def results_by_module() -> Iterator[Path]:
    """Yield the files of mutmut with the results, one for each module."""
    for folder in FOLDERS:
        yield from (WORK / "src/casefile" / folder).glob("*.py.meta")


def survived(results: dict[str, int | None]) -> list[str]:
    """Return the mutants that nothing caught, among them those that no test reaches or that ran too long."""
    return [name for name, code in results.items() if code not in BY_TYPES | BY_TESTS]


def read_listed(kind: str) -> Iterator[Mutant]:
    """Yield the mutants that are listed as `survivor` or as `endless`."""
    for each in tomllib.loads(ACCEPTED.read_text()).get(kind, []):
        for now in [each["now"]] if isinstance(each["now"], str) else each["now"]:
            yield Mutant(each["function"], each["was"], now)


def read_mutants(path: Path, module: str, names: list[str]) -> Iterator[tuple[str, Mutant]]:
    """Yield these mutants of a module by name, from the file that has the code of all of them."""
    text = path.read_text()
    lines = text.splitlines()
    nodes = {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    for name in names:
        mutated = name.rpartition(".")[2]
        original = f"{mutated.rpartition('__mutmut_')[0]}__mutmut_orig"
        was, now = (
            [line.replace(each, "").strip() for line in lines[node.lineno - 1 : node.end_lineno]]
            for each, node in ((each, nodes[each]) for each in (original, mutated))
        )
        function = original.removesuffix("__mutmut_orig").removeprefix("x_").removeprefix("xǁ")
        yield name, Mutant(f"{module}.{function.replace('ǁ', '.')}", *changed(was, now))


def changed(was: list[str], now: list[str]) -> tuple[str, str]:
    """Return the lines that differ, those of each side as one line of text."""
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    parts = [each for each in blocks if each[0] != "equal"]
    return (
        " ".join(line for _, first, last, _, _ in parts for line in was[first:last]),
        " ".join(line for _, _, _, first, last in parts for line in now[first:last]),
    )


def print_row(name: str, counts: Counter[str]) -> None:
    """Print the numbers of one module."""
    numbers = (counts[each] for each in ("mutants", "types", "tests", "long", "accepted", "new"))
    print(ROW.format(name, *numbers, f"{share_caught(counts):.1f}%"))


def share_caught(counts: Counter[str]) -> float:
    """Return the percentage of the mutants that were caught, or that are listed as endless."""
    caught = counts["types"] + counts["tests"] + counts["endless"]
    return 100 * caught / counts["mutants"] if counts["mutants"] else 100.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
