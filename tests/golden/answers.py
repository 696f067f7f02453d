"""What the command answers, written so that two runs of one program give the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from questions import OUT, Question, questions, questions_of_no_register
from registers import environment
from writes import STORIES, Story

from support.forked import in_a_fork

Answer = dict[str, object]
"""The exit code, stdout, stderr, and the digest of the file that was written or the repository after it."""
ID = re.compile(r'\bid: "?([a-z0-9][a-z0-9-]*)|"(?:event|record|id)": "([a-z0-9-]+)"')
ZONES = (dt.UTC, ZoneInfo("Asia/Bishkek"))
"""The time zones of the registers: for some hours of a day they have two days of today."""
TODAY = re.compile("|".join({dt.datetime.now(tz=zone).date().isoformat() for zone in ZONES}))
Job = Callable[[], dict[str, Answer]]


def capture(corpus: Path, *, no_cache: bool, only: Sequence[str], workers: int) -> Mapping[str, Answer]:
    """Ask all questions of a copy of each register and run all stories; return the answers by command."""
    with tempfile.TemporaryDirectory(prefix="golden-") as place:
        program = Program(Path(place), ["--no-cache"] if no_cache else [])
        # Threads are enough: each command is a process of its own.
        with ThreadPoolExecutor(workers) as pool:
            found = pool.map(lambda job: job(), _jobs_of(program, corpus, Path(place), only))
            return {key: each for answers in found for key, each in answers.items()}


def _jobs_of(program: Program, corpus: Path, place: Path, only: Sequence[str]) -> Iterator[Job]:
    empty = place / "empty"
    empty.mkdir()
    if not only or "help" in only:
        for question in questions_of_no_register():
            yield partial(_ask, program, "help", empty, frozenset(), question)
    for register in sorted(each for each in corpus.iterdir() if not only or each.name in only):
        copy = place / register.name
        shutil.copytree(register, copy, symlinks=True)
        ids = frozenset(ids_of(copy))
        for question in questions(copy):
            yield partial(_ask, program, register.name, copy, ids, question)
    for story in STORIES:
        if not only or (story.register or "new") in only:
            yield partial(_run_story, program, corpus, story)


def _ask(
    program: Program, name: str, folder: Path, ids: frozenset[str], question: Question
) -> dict[str, Answer]:
    # New ids are numbered for each question alone: the order of the questions is not fixed.
    return {f"{name}: {' '.join(question)}": normalize(program.run(question, folder), Ids(ids), folder)}


def _run_story(program: Program, corpus: Path, story: Story) -> dict[str, Answer]:
    answers = {}
    with tempfile.TemporaryDirectory(prefix="golden-story-") as place:
        folder = Path(place) / "register"
        if story.register:
            shutil.copytree(corpus / story.register, folder, symlinks=True)
        else:
            folder.mkdir()
        ids, words = Ids(ids_of(folder)), _ids_to_name(folder)
        for number, step in enumerate(story.steps):
            if callable(step):
                step(folder)
                continue
            answer = program.run([words.get(word, _fill(word, words)) for word in shlex.split(step)], folder)
            answer["repository"] = program.repository(folder)
            ids.learn(folder)
            answers[f"{story.name}: {number:02} {step}"] = normalize(answer, ids, folder)
    return answers


def _fill(word: str, ids: Mapping[str, str]) -> str:
    return re.sub(r"\bEVENT\b", lambda found: ids.get(found[0], found[0]), word)


def _ids_to_name(folder: Path) -> dict[str, str]:
    """Return the ids of the first case, the second and the last one, and of an event of the first."""
    cases = sorted(folder.glob("cases/[a-z][a-z]/*/*.yaml"))
    if len(cases) < 3:
        return {}
    sound = next(
        path for path in cases if "\nevents:\n" in path.read_text(encoding="utf-8", errors="replace")
    )
    events = ID.findall(sound.read_text(encoding="utf-8").partition("\nevents:\n")[2])
    others = [path for path in cases if path != sound]
    return {"CASE": sound.stem, "OTHER": others[0].stem, "LAST": others[-1].stem, "EVENT": events[0][0]}


class Program:
    """The casefile that is installed for this interpreter, run as a user runs it."""

    def __init__(self, home: Path, options: Sequence[str]) -> None:
        self.options = options
        moment = {f"GIT_{who}_DATE": "1767000000 +0000" for who in ("AUTHOR", "COMMITTER")}
        self.environment = environment(home) | moment

    def run(self, question: Question, folder: Path) -> Answer:
        """Run one command and return its answer as it is."""
        with tempfile.TemporaryDirectory(prefix="golden-out-") as place:
            out = Path(place) / "out"
            words = [str(out) if word == OUT else word for word in question]
            done = in_a_fork(["--no-input", *self.options, *words], folder, self.environment)
            texts = [text.replace(str(out), "OUT") for text in (done.stdout, done.stderr)]
            return {"code": done.returncode, "out": texts[0], "err": texts[1], "file": _digest(out)}

    def repository(self, folder: Path) -> str:
        """Return the last commit and the state of the files."""
        last = (["log", "-1", "--format=%an%n%B"], ["show", "--format=", "HEAD"])
        asked = (*last, ["status", "--porcelain"], ["config", "--local", "--list"])
        run = (
            subprocess.run(
                ["git", *words], cwd=folder, env=self.environment, capture_output=True, check=False
            )
            for words in asked
        )
        return "\n".join(done.stdout.decode("utf-8", "replace") for done in run)


def _digest(path: Path) -> str:
    if not path.exists():
        return ""
    made = hashlib.sha256()
    for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        made.update(str(file.relative_to(path)).encode() + b"\0" + file.read_bytes())
    return made.hexdigest()


class Ids:
    """The ids that were there, and those that came since, numbered as they appear."""

    def __init__(self, before: Iterable[str]) -> None:
        self.before = frozenset(before)
        self.drawn: set[str] = set()
        self.new: dict[str, str] = {}

    def learn(self, folder: Path) -> None:
        """Take in the ids that the files contain now."""
        self._add(ids_of(folder))

    def replace(self, text: str) -> str:
        """Return a text in which each new id is its number, in the order of the text."""
        self._add(first or second for first, second in ID.findall(text))
        for key in sorted(self.drawn - self.new.keys(), key=text.find):
            if key in text:
                self.new[key] = f"NEW{len(self.new) + 1}"
        for key in sorted(self.new, key=len, reverse=True):
            text = text.replace(key, self.new[key])
        return text

    def _add(self, keys: Iterable[str]) -> None:
        self.drawn |= {key for key in keys if key not in self.before and _is_random(key)}


def _is_random(key: str) -> bool:
    """Return whether an id may be drawn: it ends in five letters and digits, of which one is a digit."""
    last = key.rpartition("-")[2]
    return len(last) == 5 and not last.isalpha() and not last.isdigit()


def ids_of(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("cases/**/*.yaml")):
        yield path.stem
        for pair in ID.findall(path.read_text(encoding="utf-8", errors="replace")):
            yield from filter(None, pair)


def normalize(answer: Answer, ids: Ids, folder: Path) -> Answer:
    """Return an answer without folders, today, durations, drawn ids and commits: they differ each time."""
    made = dict(answer)
    for part in ("out", "err", "repository"):
        text = ids.replace(str(answer.get(part, ""))).replace(str(folder), "ROOT")
        text = TODAY.sub("TODAY", text)
        text = re.sub(r"in \d+(\.\d+)? s\b", "in N s", text)
        # The id of a commit that was just made depends on drawn ids; so does the digest of a checkpoint.
        made[part] = re.sub(r"\b[0-9a-f]{7,64}\b", "COMMIT", text) if "repository" in answer else text
    return made


def compare(
    before: Mapping[str, Answer], after: Mapping[str, Answer], allowed: Sequence[tuple[re.Pattern[str], str]]
) -> Iterator[str]:
    """Yield a line for each answer that differs, and for each allowance that no difference needs."""
    used: set[int] = set()
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        matched = {number for number, (pattern, _) in enumerate(allowed) if pattern.search(key)}
        used |= matched
        if not matched:
            yield f"{key}: {_difference(old, new)}"
    for number, (pattern, reason) in enumerate(allowed):
        if number not in used:
            yield f"allowed and not seen: {pattern.pattern} ({reason})"


def _difference(old: Answer | None, new: Answer | None) -> str:
    if old is None or new is None:
        return "only after" if old is None else "only before"
    part = next(
        name for name in ("code", "out", "err", "file", "repository") if old.get(name) != new.get(name)
    )
    lines = ([*str(each.get(part)).split("\n"), ""] for each in (old, new))
    first = next((pair for pair in zip(*lines, strict=False) if pair[0] != pair[1]), ("", ""))
    return f"{part}: {first[0][:110]!r} → {first[1][:110]!r}"


def read_allowed(text: str) -> list[tuple[re.Pattern[str], str]]:
    """Return patterns and reasons from lines such as `^sample: list .*  # a column is called until`."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    pairs = (line.partition("  # ") for line in lines)
    return [(re.compile(pattern), reason) for pattern, _, reason in pairs if reason]
