"""The command in a process of its own, forked from this one: a start of it without reading all code again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from pkgutil import walk_packages
from typing import NoReturn

import casefile
from casefile.cli import main
from casefile.cli.edge import run
from casefile.exporters import FORMATS
from casefile.model.admit import admit
from casefile.model.records import RECORD_CLASSES

BROKEN = 70
HEAVY = ("casefile.exporters.", "casefile.pages.pictures", "casefile.pages.site")
"""Modules with heavy libraries, some of which keep threads of their own."""
DRAWING = frozenset(each.name for each in FORMATS.values() if each.extra in {"charts", "pdf"})
FIRST = (
    "init . --identity desk-1",
    "add Testa --country KG --date 2025-03-01 --kind arrest --source https://news.example/1",
    "update Testa --set person.occupation=reporter",
    "list",
    "show Testa",
    "validate",
    "audit",
    "export -f jsonl",
)
"""What most tests run; much is made where it is asked for first, as patterns are and the schemas."""


@cache
def load_everything() -> None:
    """Load what a command may need, and have made what is made once: once for all that are forked."""
    for each in walk_packages(casefile.__path__, "casefile."):
        if not each.name.startswith(HEAVY):
            import_module(each.name)
    for kind in RECORD_CLASSES:
        admit(kind, {"events": [{}]})
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(_nowhere()), redirect_stderr(_nowhere()):
        for words in FIRST:
            assert run(["-C", folder, "--no-input", *words.split()]) == 0, words


def _nowhere() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding="utf-8")


def in_a_fork(
    words: list[str], cwd: Path, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command as the installed one runs: its own process, folder, environment and streams.

    Where this process may have drawn already, an export that draws is started anew: a fork would wait for a
    thread that it does not have.
    """
    if words[0] == "export" and not DRAWING.isdisjoint(words) and "vl_convert" in sys.modules:
        return _anew(words, cwd, environment, given)
    load_everything()
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(given.encode())
        stdin.seek(0)
        with warnings.catch_warnings():
            # The threads of xdist, which newer Pythons warn of, hold nothing that the child needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            become(words, cwd, environment, [stdin.fileno(), stdout.fileno(), stderr.fileno()])
        _, status = os.waitpid(child, 0)
        for stream in (stdout, stderr):
            stream.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return subprocess.CompletedProcess(words, code, stdout.read().decode(), stderr.read().decode())


def _output(number: int, environment: Mapping[str, str]) -> TextIOWrapper:
    at_once = "PYTHONUNBUFFERED" in environment
    file = os.fdopen(number, "wb", buffering=0 if at_once else -1, closefd=False)
    return TextIOWrapper(file, encoding="utf-8", write_through=at_once)


def _anew(
    words: list[str], cwd: Path, environment: Mapping[str, str], given: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from casefile.cli import main; main()", *words],
        cwd=cwd, env=environment, input=given, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def become(words: list[str], cwd: Path, environment: Mapping[str, str], files: list[int]) -> NoReturn:
    """Go on as a command with these files as its streams, and end as it ends."""
    code = BROKEN
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["casefile", *words]
        sys.stdin = sys.__stdin__ = TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = sys.__stdout__ = _output(1, environment)
        sys.stderr = sys.__stderr__ = _output(2, environment)
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:  # noqa: BLE001 - what the interpreter would print; the child must not go on as pytest
        traceback.print_exc()
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
