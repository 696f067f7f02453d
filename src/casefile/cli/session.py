"""What a command knows of the world around it: folder, clock, terminal, and where its words go."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import typer


@dataclass(frozen=True)
class Session:
    """The world as one command sees it; made once, at the edge."""

    directory: Path
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    no_input: bool = False
    cache: bool = True
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked: both stdin and stderr are terminals, and nobody forbade it."""
        forbidden = self.no_input or bool(self.environment.get("CI"))
        return not forbidden and sys.stdin.isatty() and sys.stderr.isatty()

    def say(self, words: str) -> None:
        """Tell the person something that is not data: on stderr, unless they asked for quiet."""
        if not self.quiet:
            sys.stderr.write(f"{words}\n")

    def complain(self, words: str) -> None:
        """Tell the person of an error, also where they asked for quiet."""
        sys.stderr.write(f"{words}\n")

    def out(self, text: str) -> None:
        """Write data to stdout."""
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def session_of(ctx: typer.Context) -> Session:
    """Return the session that the edge put into typer's context."""
    found = ctx.find_object(Session)
    return found or Session(Path.cwd())
