"""The transcripts of a page, run again: what a reader sees there is what really happens."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)

DRAWN = {
    "event": r"(?<=\()[a-z][0-9a-z]{4}(?=\))|(?<=- id: )[a-z][0-9a-z]{4}\b|(?<=· )[a-z][0-9a-z]{4}$",
    "case": r"(?<=kg-2025-)[0-9a-z]{5}\b",
    "source": r"(?<=call-)[0-9a-z]{5}\b|(?<=source-)[0-9a-z]{5}\b",
    "blob": r"(?<=^index )[0-9a-f]{7,}\.\.[0-9a-f]{7,}",
    "commit": r"(?<=^committed )[0-9a-f]{9}\b|^[0-9a-f]{9}(?= )|(?<=^    in )[0-9a-f]{9}(?=:)",
    "beginning of an id": r"\b[0-9a-f]{12}\b",
    "digest": r"^[0-9a-f]{64}$",
    "revision": r"(?<=commit )[0-9a-f]{7}\b",
    "today": r"(?<=24-kg-)\d{4}-\d\d-\d\d|(?<=as_of=)\d{4}-\d\d-\d\d|(?<=[0-9a-f] of )\d{4}-\d\d-\d\d"
    r"|(?:(?<=checkpoint of )|(?<=history than on )|(?<=the history of ))\d{4}-\d\d-\d\d",
    "today in words": r"(?:(?<=call, )|(?<=seen ))\d{1,2} [A-Z][a-z]+ \d{4}",
}
"""What no two runs share: ids drawn at random, hashes, and the day of the run."""


class Step(NamedTuple):
    """A command of a transcript, and what the page shows behind it."""

    line: str
    shown: str


def transcripts(page: Path) -> list[str]:
    """Return the transcripts of a page, in order."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def rewritten(page: Path, stage: Stage) -> str:
    """Return the page with its transcripts as they really go."""
    text = page.read_text(encoding="utf-8")
    return BLOCK.sub(lambda found: f"```console\n{stage.run(found[1])}```", text)


def steps(transcript: str) -> list[Step]:
    """Take a transcript apart; nothing may stand before its first command."""
    found = [Step(*each) for each in COMMAND.findall(transcript)]
    assert "".join(f"$ {step.line}\n{step.shown}" for step in found) == transcript
    return found


class Stage:
    """A folder in which a page is run from its beginning to its end.

    What was drawn at random is told in the page's words: where the page shows p8h8n and the run drew k2v9t,
    commands that name p8h8n are run with k2v9t, and what they answer is told with p8h8n again.
    `both` takes in what goes to stderr, as a terminal shows it.
    """

    def __init__(
        self, folder: Path, executable: str, environment: Mapping[str, str], *, both: bool = False
    ) -> None:
        path = f"{Path(executable).parent}:{environment['PATH']}"
        self.folder = folder
        self.environment = {**environment, "PATH": path, "PYTHONUNBUFFERED": "1"}
        self.both = both
        self.ended, self.last = 0, ""
        self.drawn: dict[str, str] = {}

    def run(self, transcript: str) -> str:
        """Run the commands of a transcript and return it as it really went."""
        return "".join(f"$ {step.line}\n{self._output(step)}" for step in steps(transcript))

    def _output(self, step: Step) -> str:
        told = self._answer(replaced(step.line, self.drawn))
        for form in DRAWN.values():
            shown, real = (dict.fromkeys(re.findall(form, text, re.MULTILINE)) for text in (step.shown, told))
            self.drawn.update(zip(shown, real, strict=False))
        return replaced(told, {real: shown for shown, real in self.drawn.items()})

    def _answer(self, line: str) -> str:
        """Run one line; a failure has to be shown, by `echo $?` behind it."""
        if line == "echo $?":
            ended, self.ended = self.ended, 0
            return f"{ended}\n"
        assert not self.ended, f"what came before this ended with {self.ended}: {line}\n{self.last}"
        if line.startswith("cd "):
            self.folder /= line.removeprefix("cd ")
            return ""
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if self.both else subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        self.ended, self.last = done.returncode, done.stdout
        assert self.both or done.returncode == 0, done.stderr
        return done.stdout


def replaced(text: str, names: Mapping[str, str]) -> str:
    """Replace whole words at once, so that no name is replaced twice."""
    if not names:
        return text
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![0-9A-Za-z])(?:{either})(?![0-9A-Za-z])", lambda found: names[found[0]], text)
