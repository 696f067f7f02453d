"""The words of each command: `words/COMMAND.txt` holds what a user types, and what is answered.

A line `$ …` is run by a shell in a copy of the sample register, in order; below it are its output, its
messages (`! …`) and an exit code that is not 0 (`[3]`). Help has a page of its own, `docs/commands.md`.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from answers import Answer, Ids, Program, ids_of, normalize
from registers import REGISTERS, Folder

from support.forked import program_of_server

WORDS = Path(__file__).parent / "words"
ASKED = re.compile(r"^\$ .*(?:\\\n.*)*", re.MULTILINE)


def compare_words() -> Iterator[tuple[Path, str]]:
    """Run all transcripts; yield the path and the new text of each that is another now."""
    with tempfile.TemporaryDirectory(prefix="golden-words-") as place:
        home = Path(place)
        REGISTERS["sample"](Folder(home / "sample"))
        paths = sorted(WORDS.glob("*.txt"))
        with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            texts = pool.map(lambda path: _run(path, home), paths)
            yield from ((path, text) for path, text in zip(paths, texts, strict=True) if text != _read(path))


def difference(path: Path, text: str) -> str:
    """Return the lines of a transcript that are others now."""
    lines = (each.splitlines(keepends=True) for each in (_read(path), text))
    return "".join(difflib.unified_diff(*lines, path.name, f"{path.name} now", n=1))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _run(path: Path, home: Path) -> str:
    folder = shutil.copytree(home / "sample", home / path.stem / "register", symlinks=True)
    environment = Program(home, []).environment
    environment["PATH"] = f"{program_of_server().parent}{os.pathsep}{environment['PATH']}"
    ids = Ids(ids_of(folder))
    shown = []
    for line in ASKED.findall(_read(path)):
        done = subprocess.run(
            ["sh", "-c", line.removeprefix("$ ")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        answer: Answer = {"out": done.stdout, "err": done.stderr, "repository": ""}
        ids.learn(folder)
        shown.append(f"{line}\n{_text(normalize(answer, ids, folder.parent), done.returncode)}")
    return "".join(shown)


def _text(answer: Answer, code: int) -> str:
    lines = [*str(answer["out"]).splitlines(), *(f"! {line}" for line in str(answer["err"]).splitlines())]
    return "".join(f"{line.rstrip()}\n" for line in [*lines, *([f"[{code}]"] if code else [])])
