"""A small register in a real repository, whose past a test can spoil."""

from __future__ import annotations

import subprocess
from pathlib import Path

from casefile.history.audit import AuditOrder, AuditResult, audit
from support.programs import program

CASE = "kg-2025-aaaaa"
OTHER = "kg-2025-bbbbb"
SETTINGS = "schema: casefile/settings/1\ntitle: A test register\ntier: restricted\n"


def path_of(case: str) -> str:
    return f"cases/kg/2025/{case}.yaml"


def event(name: str, day: str = "2025-05-28") -> str:
    return f'  - id: {name}\n    type: detention\n    date: "{day}"\n    kind: arrest\n'


def case(name: str = CASE, events: str = "", more: str = "") -> str:
    head = f"schema: casefile/case/1\nid: {name}\n{more}country: KG\n"
    person = "person:\n  identification: unnamed\n  descriptor: a reporter\n"
    return f"{head}{person}events:\n{events}" if events else f"{head}{person}"


def withdrawn(name: str) -> str:
    said = 'withdrawn:\n  date: "2025-09-01"\n  reason: safety\n'
    return f"schema: casefile/case/1\nid: {name}\n{said}"


def found(result: AuditResult, level: str = "finding") -> list[tuple[str, str | None, str | None]]:
    """What an audit found: code, record, event."""
    return [(each.code, each.record, each.event) for each in result.findings if each.level == level]


class Past:
    """A register that is written commit by commit, each an hour after the one before."""

    def __init__(self, git, folder: Path | None = None) -> None:
        self.git = git
        self.folder = folder or git.folder
        self.number = 0

    def commit(self, files: dict[str, str | None] | None = None, *words: str) -> str:
        """Write files, None for one that goes, and commit all there is."""
        for path, text in (files or {}).items():
            place = self.folder / path
            if text is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"step {self.number}", *words, **self.tick())
        return self.git("rev-parse", "HEAD")

    def tick(self) -> dict[str, str]:
        """Return the next moment, as git takes it."""
        self.number += 1
        date = f"2025-06-{1 + self.number // 24:02}T{self.number % 24:02}:00:00+00:00"
        return {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}

    def begin(self) -> str:
        """Make two cases of two events each."""
        self.commit({"casefile.yaml": SETTINGS})
        both = event("a1aaa") + event("b2bbb", "2025-05-30")
        return self.commit({path_of(CASE): case(CASE, both), path_of(OTHER): case(OTHER, both)})

    def merge(self, branch: str, *words: str) -> str:
        self.git("merge", "-q", "--no-ff", "-m", f"merge {branch}", *words, branch, **self.tick())
        return self.git("rev-parse", "HEAD")

    def audit(self, compare: Path | None = None, write: Path | None = None, **more) -> AuditResult:
        return audit(self.folder, AuditOrder(compare=compare, write=write, **more))


def new_key(folder: Path, name: str) -> tuple[Path, str]:
    """Make an ssh key; return where it lies and its public half."""
    place = folder / name
    words = ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(place)]
    subprocess.run([program("ssh-keygen"), *words], check=True)
    return place, place.with_suffix(".pub").read_text(encoding="ascii").strip()


def signed_by(place: Path) -> tuple[str, ...]:
    """Return what makes `git commit` sign with a key; it stands behind the other words."""
    return (f"-S{place}",)
