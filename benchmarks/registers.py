"""Makes the registers that are measured, and says what is in them and on what they lie."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

import busy
import generate
from results import Size

import history

SETTINGS = {
    "user.name": "bench",
    "user.email": "bench@register.invalid",
    "commit.gpgsign": "false",
    # Nothing of git's own may run beside what is measured.
    "gc.auto": "0",
    "maintenance.auto": "false",
    "core.fsmonitor": "false",
}


def make(folder: Path, cases: int) -> Size:
    """Write a register, commit it as one that has been there for long, and say how large it is."""
    files = generate.write(folder, cases)
    _git(folder, "init", "-q", "-b", "main")
    _settle(folder)
    _git(folder, "add", ".")
    _git(folder, "commit", "-qm", "register")
    _git(folder, "gc", "-q")
    _rest(folder)
    texts = [path.read_bytes() for path in folder.glob("cases/kg/*/*.yaml")]
    lines = sum(text.count(b"\n") for text in texts) // len(texts)
    return Size(files, lines, round(sum(map(len, texts)) / 1e6, 1))


def with_history(folder: Path, cases: int, commits: int) -> history.Made:
    """Write a register with a long history."""
    made = history.write(folder, cases, commits)
    _settle(folder)
    _rest(folder)
    return made


def busy_record(folder: Path) -> busy.Made:
    """Write a small register with one record to which two people write every day."""
    made = busy.write(folder)
    _settle(folder)
    _rest(folder)
    return made


def machine() -> str:
    """Say on what was measured."""
    cpu = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        names = [
            line for line in told.read_text(encoding="utf-8").splitlines() if line.startswith("model name")
        ]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}"


def versions() -> dict[str, str]:
    """Return the versions of what is measured and what it stands on."""
    git = subprocess.run(("git", "--version"), check=True, capture_output=True, text=True).stdout
    return {
        "casefile": version("casefile-register"),
        "Python": platform.python_version(),
        "git": git.split()[2],
        "SQLite": sqlite3.sqlite_version,
    }


def _settle(folder: Path) -> None:
    for name, value in SETTINGS.items():
        _git(folder, "config", name, value)


def _rest(folder: Path) -> None:
    """Write the index later than any file: git reads again, each time, what is as young as its index."""
    newest = max(path.stat().st_mtime for path in folder.rglob("*.yaml"))
    subprocess.run(("sleep", "1.1"), check=True)
    _git(folder, "reset", "-q")
    assert (folder / ".git" / "index").stat().st_mtime > newest


def _git(folder: Path, *words: str) -> None:
    subprocess.run(("git", "-C", str(folder), *words), check=True)
