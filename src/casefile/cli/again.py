"""A question that was asked before is answered again, word for word, while all that it hangs on is the same.

What these commands say hangs on the files of the register, the day, the words that were typed, what surrounds
the command (folder, environment, terminal), and the programs that say it; on git only where a case was
withdrawn. All of these are compared. Not even the command line is loaded to say it once more.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from casefile.cli import noted
from casefile.cli.ahead import asks_more, folder_of
from casefile.cli.paging import pager_for
from casefile.cli.streams import write
from casefile.errors import CasefileError
from casefile.operations.board.looking import Sight, holding_still, let_move
from casefile.storage.digest import blake2b
from casefile.storage.index import TROUBLE, Answer, speaker

HANG_ON_FILES = frozenset({"due", "list", "search", "show", "stats", "timeline"})
"""Commands of which all is as said above."""
CHANGING = frozenset({"_", "OLDPWD", "PWD", "SHLVL"})
"""Variables that a shell sets anew all the time, and nobody here asks for."""
SAID = (0, 1)
"""Exit codes of a command that has answered."""


def answered(words: Sequence[str]) -> int | None:
    """Say what was said before to these words, and return the exit code; None where it must be found out.

    In that case what is said from here on is noted, and kept. Raises OSError where nobody takes the words.
    """
    answer = None
    with contextlib.suppress(Exception):  # the long way says what is wrong
        answer = _recalled(words)
    if answer is None:
        return None
    noted.end(answer.code)
    return _said(answer)


def _recalled(words: Sequence[str]) -> Answer | None:
    folder = _folder(words)
    seen = holding_still(folder) if folder is not None else None
    if seen is None:
        return None
    question = _Question(seen, _by(words), time.time())
    noted.listeners.append(question)
    answer = seen.board.answers.of(seen.state, question.by, int(question.asked))
    # Who turns pages has the time to load what starts the pager.
    paged = answer and any(place == noted.PAGE and pager_for(said, os.environ) for place, said in answer.said)
    return None if paged else answer


@dataclass(frozen=True)
class _Question:
    """A question that may not have been answered yet; `asked` in seconds of the clock."""

    seen: Sight
    by: bytes
    asked: float
    said: list[tuple[str, str]] = field(default_factory=list)

    def note(self, where: str, words: str) -> None:
        """Note a piece of the answer."""
        self.said.append((where, words))

    def end(self, code: int) -> None:
        """Keep the answer, if it is one and all of it was said on one day."""
        let_move()
        # A file that was just written may change within a tick of the clock, and nothing would tell.
        if code in SAID and self.said and not self.seen.state.facts["young"]:
            with contextlib.suppress(*TROUBLE, CasefileError):
                days = {_day(self.seen, when) for when in (self.asked, time.time())}
                if len(days) == 1:
                    answer = Answer(*days.pop(), code, self.said)
                    self.seen.board.answers.learn(self.seen.state, self.by, answer)


def _folder(words: Sequence[str]) -> Path | None:
    """Return the folder that a question is about; None where it hangs on more than we compare."""
    place, rest = folder_of(words)
    if not rest or rest[0] not in HANG_ON_FILES or asks_more(rest):
        return None
    folder = (Path.cwd() / place).resolve()
    return folder if folder.is_dir() else None


def _by(words: Sequence[str]) -> bytes:
    """Return a short name of all that an answer hangs on besides the files and the day."""
    environment = sorted(each for each in os.environ.items() if each[0] not in CHANGING)
    around = [os.getcwd(), environment, sys.stdout.encoding, *_terminals(), speaker()]  # noqa: PTH109 - as it is
    return blake2b(json.dumps([*words, around]).encode(), digest_size=20).digest()


def _terminals() -> Iterator[object]:
    """Yield what each stream is: nothing for a pipe or a file, the size for a terminal."""
    for number in range(3):
        try:
            yield [*os.get_terminal_size(number)] if os.isatty(number) else None
        except OSError:
            yield []


def _said(answer: Answer) -> int:
    for place, words in answer.said:
        if place == noted.BESIDE:
            from casefile.cli import margins  # noqa: PLC0415 - few answers say anything beside

            margins.write(words)
        else:
            write(words)
    sys.stdout.flush()
    return answer.code


def _day(seen: Sight, when: float) -> tuple[int, int]:
    """Return when the day of a moment begins and ends where the register is kept, in seconds of the clock."""
    from casefile.operations.clocks import bounds_of_day  # noqa: PLC0415 - dates, once something was said

    return bounds_of_day(seen.state.facts["zone"], datetime.fromtimestamp(when, UTC))
