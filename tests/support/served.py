"""A program that does what the installed command does, in a fork of a process that has read all code.

For commands that git, a hook or a script starts, where their start is not what is tried: it costs a tenth.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from support.forked import become, load_everything

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """\
#!{python} -IS
import _socket, os, sys
asked = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
asked.connect({place!r})
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
asked.sendmsg([b"("], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
asked.sendall((repr((sys.argv[1:], os.getcwd(), {{**os.environ}}))[1:]).encode("utf-8", "surrogateescape"))
asked.shutdown(_socket.SHUT_WR)
os._exit(asked.recv(1)[0])
"""
"""Python without its library starts at once; it hands on its words, folder, environment and streams."""


@contextmanager
def serving(folder: Path) -> Iterator[Path]:
    """Give the path of the program; it works in the block."""
    place, program = folder / "socket", folder / "casefile"
    program.write_text(PROGRAM.format(python=sys.executable, place=str(place)), encoding="utf-8")
    program.chmod(0o755)
    words = [sys.executable, "-c", f"from support.served import serve; serve({str(place)!r})"]
    with subprocess.Popen(words, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout.readline() == b"ready\n"
        yield program
        server.stdin.close()


def serve(place: str) -> None:
    """Run what the program is asked for until the input ends."""
    load_everything()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while server in select.select([server, sys.stdin], [], [])[0]:
            asked, _ = server.accept()
            if not os.fork():
                server.close()
                _answer(asked)
            asked.close()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _answer(asked: socket.socket) -> NoReturn:
    code = 1
    try:
        begun, streams, _, _ = socket.recv_fds(asked, 1, 3)
        text = begun + b"".join(iter(lambda: asked.recv(1 << 16), b""))
        words, folder, environment = literal_eval(text.decode("utf-8", "surrogateescape"))
        child = os.fork()
        if not child:
            asked.close()
            become(words, folder, environment, streams)
        for each in streams:
            os.close(each)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        asked.sendall(bytes([code % 256]))
        os._exit(0)
