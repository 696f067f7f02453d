"""The short way of the merge driver: it does and says what the long way does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BASE = """schema: casefile/organization/1
id: kloop
name: Kloop
country: KG
"""
SIDES = {
    "both changed another field": (
        BASE.replace("Kloop", "Kloop Media"), BASE + "abbreviation: KLP\n", 0,
    ),
    "both changed one field": (BASE.replace("Kloop", "Kloop Media"), BASE.replace("Kloop", "Clooop"), 1),
    "one side is no record": (BASE.replace("Kloop", "Kloop Media"), "no: [record\n", 1),
}  # fmt: skip
PATH = "cases/organizations/kloop.yaml"
CASEFILE = str(Path(sys.executable).with_name("casefile"))


def merged(folder: Path, sides: tuple[str | None, str, str], *options: str) -> tuple[int, str, str]:
    """Run the driver as git does; return its exit code, what it said, and what lies in our file then."""
    folder.mkdir(exist_ok=True)
    names = ("base", "ours", "theirs")
    for name, text in zip(names, sides, strict=True):
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    words = [CASEFILE, *options, "merge-driver", *names, "7", PATH]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr, (folder / "ours").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SIDES)
def test_the_fast_and_the_full_start_merge_alike(tmp_path, name):
    ours, theirs, code = SIDES[name]
    short = merged(tmp_path / "short", (BASE, ours, theirs))
    assert short == merged(tmp_path / "long", (BASE, ours, theirs), "-C", ".")
    assert short[0] == code
    assert short[2] != ours


def test_the_fast_and_the_full_start_fail_alike(tmp_path):
    code, said, left = merged(tmp_path / "short", (None, BASE, BASE))
    assert (code, said, left) == merged(tmp_path / "long", (None, BASE, BASE), "-C", ".")
    assert code
    assert left == BASE


def test_the_fast_start_loads_no_command(tmp_path):
    """Typer would cost more than the merge."""
    merged(tmp_path, (BASE, BASE, BASE))
    load = (
        "import os, sys; sys.argv = ['casefile', *'merge-driver base ours theirs 7'.split(), sys.argv[1]];"
        "os._exit = lambda code: sys.exit(f'{code} {\"typer\" in sys.modules}');"
        "from casefile.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", load, PATH], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "0 False"
