"""The environment of a command: folder, clock, terminal, environment variables, and output."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import typer
from msgspec import Struct, field

from casefile.cli import margins
from casefile.cli.streams import drop_stdout, write
from casefile.errors import BadInput, MachineTrouble
from casefile.files.disk_errors import reason


class Session(Struct, frozen=True):
    """The environment of one command, made once from the global options.

    `directory` is the folder of -C or the current one, `color` is `auto`, `always` or `never`, `now` is in
    UTC, and `environment` are the environment variables.
    """

    directory: Path
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    no_input: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def interactive(self) -> bool:
        """Whether questions can be asked: stdin and stderr are terminals, without --no-input and CI."""
        forbidden = self.no_input or bool(self.environment.get("CI"))
        return not forbidden and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def has_dumb_terminal(self) -> bool:
        """Whether the terminal supports plain lines only: TERM is unset, empty, `dumb` or `unknown`."""
        return self.environment.get("TERM", "") in {"", "dumb", "unknown"}

    def wants_color(self, stream: TextIO) -> bool:
        """Return whether to colour a stream: the first of --color, NO_COLOR and FORCE_COLOR decides.

        If none of them is set, a terminal that is not dumb gets colour.
        """
        if self.color != "auto":
            return self.color == "always"
        if self.environment.get("NO_COLOR"):
            return False
        return bool(self.environment.get("FORCE_COLOR")) or (stream.isatty() and not self.has_dumb_terminal)

    def note(self, words: str) -> None:
        """Print text that is not data on stderr, unless --quiet was given."""
        if not self.quiet:
            margins.write(words)

    def complain(self, words: str) -> None:
        """Print an error on stderr, also with --quiet."""
        margins.write(words)

    def out(self, text: str) -> None:
        """Write data to stdout, with a line break at the end."""
        write(text)

    def hand_over(self, pieces: Iterable[bytes]) -> None:
        """Write the bytes of a file to stdout unchanged."""
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()

    @contextlib.contextmanager
    def answering(self, done: str) -> Iterator[None]:
        """Return a context in which a command that has changed something prints its result.

        If stdout cannot be written, stderr reports `done`, the change in words, so that nobody repeats the
        command, and typer.Exit with exit code 5 is raised. A broken pipe is raised as it is.
        """
        try:
            yield
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            drop_stdout()
            self.complain(f"casefile: {done}; but the result could not be printed: {reason(error)}")
            raise typer.Exit(MachineTrouble.exit_code) from error


def session_of(ctx: typer.Context) -> Session:
    """Return the session that the global options stored in typer's context.

    Without one, return a session with default values for the current folder; raises MachineTrouble CF803 if
    that was deleted.
    """
    found = ctx.find_object(Session)
    return found or Session(current_folder())


def epoch_of(session: Session) -> int | None:
    """Return SOURCE_DATE_EPOCH, the timestamp for reproducible files, in seconds since 1970; None without it.

    Raises BadInput CF601 if it is not a number.
    """
    text = session.environment.get("SOURCE_DATE_EPOCH", "")
    if text and not (text.isascii() and text.isdigit()):
        raise BadInput(
            "CF601",
            "SOURCE_DATE_EPOCH is not a number of seconds",
            "set it to a number such as 1749513600, or unset it",
        )
    return int(text) if text else None


def current_folder() -> Path:
    """Return the current folder; raises MachineTrouble CF803 if it was deleted or cannot be reached."""
    try:
        return Path.cwd()
    except OSError as error:
        hint = "change to the folder of a register, or use: casefile -C FOLDER …"
        raise MachineTrouble("CF803", "the current folder no longer exists", hint) from error
