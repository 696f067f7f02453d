"""The command without the start of an interpreter: it runs in a fork of a process that has read all code.

It is the real command, in a process of its own, with its own folder, environment and streams. Only its start
differs, which takes five times the CPU of most commands. Tests of the start, of what is loaded and of other
programs that start casefile run the installed command. The commands that none of these runs are run as
installed in `acceptance/test_story.py` and `test_reading.py`.
"""

from __future__ import annotations

import atexit
import marshal
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """\
#!{python} -IS
import marshal, os, _socket
asked = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
asked.connect({place!r})
streams = b"".join(number.to_bytes(4, {order!r}) for number in range(3))
asked.sendmsg([b"("], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
import sys
umask = os.umask(0)
os.umask(umask)
asked.sendall(marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ), umask, False)))
asked.shutdown(_socket.SHUT_WR)
os._exit(int(b"".join(iter(lambda: asked.recv(64), b"")).split()[1]) % 256)
"""
"""Python without its library starts at once; it hands on its words, folder, environment and streams."""
_lock = threading.Lock()
"""One thread at a time starts the server, or reads the mask for new files: to read it is to change it."""


def in_a_fork(
    words: list[str], cwd: Path, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command as the installed one runs and return how it ended and what it wrote."""
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(given.encode())
        stdin.seek(0)
        command = Command(words, cwd, environment, [stdin.fileno(), stdout.fileno(), stderr.fileno()])
        code = command.wait()
        for stream in (stdout, stderr):
            stream.seek(0)
        return subprocess.CompletedProcess(words, code, stdout.read().decode(), stderr.read().decode())


class Command:
    """A command that runs in a fork of the server, with these files as its three streams."""

    def __init__(
        self,
        words: list[str],
        cwd: Path,
        environment: Mapping[str, str],
        files: list[int],
        *,
        on_terminal: bool = False,
    ) -> None:
        """Start it. On a terminal it is the leader of a session of its own, whose terminal the files are."""
        self.code: int | None = None
        with _lock:
            folder = _server()
            umask = os.umask(0o077)
            os.umask(umask)
        self._server = socket.socket(socket.AF_UNIX)
        self._server.connect(str(folder / "socket"))
        socket.send_fds(self._server, [b"("], files)
        request = (list(map(str, words)), str(cwd), dict(environment), umask, on_terminal)
        self._server.sendall(marshal.dumps(request))
        self._server.shutdown(socket.SHUT_WR)
        self.pid = int(self._word())

    def ended(self, patience: float = 0) -> bool:
        """Return whether it has ended, or ends within these seconds."""
        return self.code is not None or bool(select.select([self._server], [], [], patience)[0])

    def wait(self) -> int:
        """Return its exit code, or minus the number of the signal that ended it."""
        if self.code is None:
            with self._server:
                self.code = int(self._word())
        return self.code

    def _word(self) -> str:
        """Read a word that the server sends; a space or the end of the answer ends it."""
        word = b""
        while (letter := self._server.recv(1)) not in {b"", b" "}:
            word += letter
        return word.decode()


def program_of_server() -> Path:
    """Return a program that does what the installed command does, for git, hooks and scripts to run."""
    with _lock:
        return _server() / "casefile"


@cache
def _server() -> Path:
    """Start the server of this process; return its folder."""
    # The path of a socket must be short; that of a folder of pytest may not be.
    folder = Path(tempfile.mkdtemp(prefix="casefile-"))
    program = folder / "casefile"
    text = PROGRAM.format(python=sys.executable, place=str(folder / "socket"), order=sys.byteorder)
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    serve = f"from pathlib import Path; from support.served import serve; serve(Path({str(folder)!r}))"
    server = subprocess.Popen(
        [sys.executable, "-c", serve], cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdout
    assert server.stdout.readline() == b"ready\n", "the server of commands did not start"
    atexit.register(_end, server)
    return folder


def _end(server: subprocess.Popen[bytes]) -> None:
    """Let the server end; it ends too when this process is killed, for then its standard input is closed."""
    with server:
        assert server.stdin
        server.stdin.close()
