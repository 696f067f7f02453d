"""A process that has read all code and runs commands in forks of itself: its side of `support.forked`.

Commands may run at the same time. This process has little in memory and does nothing else, so a fork of it
costs less than a fork of pytest.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import marshal
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import termios
import time
import traceback
import warnings
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple, NoReturn

import casefile
from casefile.cli import main
from casefile.cli.edge import run
from casefile.model.record_parser import admit
from casefile.model.records import RECORD_CLASSES

BROKEN = 70
HEAVY = ("casefile.exporters.", "casefile.pages.pictures", "casefile.pages.site")
"""Modules with heavy libraries, some of which start threads that a fork would not have."""
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
"""The commands that most tests run: much is made when it is first used, such as patterns and schemas."""


class Request(NamedTuple):
    """A command to run; its streams come beside it."""

    words: list[str]
    folder: str
    environment: dict[str, str]
    umask: int
    on_terminal: bool
    """Whether the streams are a terminal that the command is to have as its own."""


def load_everything() -> None:
    """Load all modules that a command may need and make what is made only once."""
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


def serve(folder: Path) -> None:
    """Run the commands that clients ask for until standard input ends; then remove the folder."""
    load_everything()
    sys.path[:] = filter(None, sys.path)  # a command must not import what is in its folder
    gc.collect()
    gc.freeze()  # a collection in a fork would copy all memory
    ended, wake = os.pipe()
    for end in (ended, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        server.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while sys.stdin not in (ready := select.select([server, sys.stdin, ended], [], [])[0]):
            if ended in ready:
                _report(ended, running)
            if server in ready:
                client, _ = server.accept()
                child = os.fork()
                if not child:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for each in (server, *running.values()):
                        each.close()
                    os.close(ended)
                    os.close(wake)
                    _answer(client)
                running[child] = client
    shutil.rmtree(folder, ignore_errors=True)


def _report(ended: int, running: dict[int, socket.socket]) -> None:
    """Send the exit code of each command that has ended to its client."""
    with suppress(BlockingIOError):
        os.read(ended, 1 << 12)
    with suppress(ChildProcessError):
        while True:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            with running.pop(child) as client, suppress(OSError):  # a client that is gone needs no answer
                client.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _answer(client: socket.socket) -> NoReturn:
    try:
        _, streams, _, _ = socket.recv_fds(client, 1, 3)
        request = Request(*marshal.loads(b"".join(iter(lambda: client.recv(1 << 16), b""))))
        client.sendall(f"{os.getpid()} ".encode())
        client.close()
        _become(request, streams)
    finally:
        os._exit(BROKEN)


def _become(request: Request, streams: list[int]) -> NoReturn:
    """Go on as the command, with these streams, and end as it ends."""
    code = BROKEN
    try:
        for number, file in enumerate(streams):
            os.dup2(file, number)
            os.close(file)
        if request.on_terminal:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        os.umask(request.umask)
        os.chdir(request.folder)
        os.environ.clear()
        os.environ.update(request.environment)
        time.tzset()
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["casefile", *request.words]
        sys.stdin = sys.__stdin__ = TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = sys.__stdout__ = _output(1)
        sys.stderr = sys.__stderr__ = _output(2)
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:  # noqa: BLE001 - the interpreter would print it too; the server must not go on
        traceback.print_exc()
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _output(number: int) -> TextIOWrapper:
    at_once = "PYTHONUNBUFFERED" in os.environ
    file = os.fdopen(number, "wb", buffering=0 if at_once else -1, closefd=False)
    lines = not at_once and os.isatty(number)
    return TextIOWrapper(file, encoding="utf-8", write_through=at_once, line_buffering=lines)
