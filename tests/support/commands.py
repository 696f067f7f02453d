"""One command as tests run it: in this process if it only reads, else in a process of its own.

A command in this process costs a third of one in a fork. It has its own folder, environment and streams, and
runs the code that the installed command runs after its start; what it changes of this process is put back.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from casefile.cli import edge
from casefile.cli.command_table import COMMANDS, READ
from support.forked import in_a_fork

ONLY_READ = frozenset({
    *(name for name, each in COMMANDS.items() if each.panel == READ),
    "log",
    "diff",
    "blame",
    "validate",
    "audit",
    "schema",
    "export",
    "doctor",
    "completion",
})  # fmt: skip
"""The commands that change no record; some write a file beside the register."""
STARTS = ("PYTHON", "_CASEFILE")
"""How the variables begin that are read while the program starts."""


def run_command(
    words: list[str], cwd: Path, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command and return how it ended and what it wrote."""
    return (run_here if _can_run_here(words, environment) else in_a_fork)(words, cwd, environment, given)


def _can_run_here(words: list[str], environment: Mapping[str, str]) -> bool:
    """Return whether a command only reads, and no other thread would see the folder and the environment."""
    command = next((word for word in words if word in COMMANDS), None)
    alone = threading.current_thread() is threading.main_thread()
    return command in ONLY_READ and alone and not any(name.startswith(STARTS) for name in environment)


def run_here(
    words: list[str], cwd: Path, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command in this process and return how it ended and what it wrote."""
    with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
        stdin.write(given.encode())
        stdin.seek(0)
        with _place(cwd, environment), _streams(stdin, stdout, stderr):
            code = edge.run([*map(str, words)])
        for stream in (stdout, stderr):
            stream.seek(0)
        return subprocess.CompletedProcess(words, code, stdout.read().decode(), stderr.read().decode())


@contextmanager
def _place(cwd: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Let a block run in this folder, with these variables only."""
    folder, variables = Path.cwd(), dict(os.environ)
    os.chdir(cwd)
    try:
        _set_variables(environment)
        yield
    finally:
        _set_variables(variables)
        os.chdir(folder)


def _set_variables(wanted: Mapping[str, str]) -> None:
    zone = os.environ.get("TZ")
    os.environ.clear()
    os.environ.update(wanted)
    if os.environ.get("TZ") != zone:
        time.tzset()


@contextmanager
def _streams(*files: BinaryIO) -> Iterator[None]:
    """Let these files be the standard streams of a block, for the programs that it starts too."""
    names = ("stdin", "stdout", "stderr")
    with ExitStack() as back:
        for number, (name, file) in enumerate(zip(names, files, strict=True)):
            saved = os.dup(number)
            back.callback(os.close, saved)
            back.callback(os.dup2, saved, number)
            os.dup2(file.fileno(), number)
            back.callback(setattr, sys, name, getattr(sys, name))
            stream = _stream(number)
            back.callback(stream.flush)
            setattr(sys, name, stream)
        yield


def _stream(number: int) -> TextIOWrapper:
    """Return the standard stream of this number as the program sets it up."""
    file = os.fdopen(number, "wb" if number else "rb", closefd=False)
    return TextIOWrapper(file, encoding="utf-8", errors="backslashreplace" if number else None)
