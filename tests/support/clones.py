"""Clones of one register, as several people keep it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from casefile.yaml.reader import read
from support.commands import run_command


class Clone:
    """A person's clone of the register: git and casefile as that person runs them."""

    def __init__(self, folder: Path, environment, executable) -> None:
        path = f"{Path(executable).parent}:{environment['PATH']}"
        # Who commits is what `init --identity` wrote into the clone, not what the tests' environment says.
        kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
        self.environment = {**kept, "PATH": path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
        self.folder = folder

    def tried(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )

    def run(self, *words: str, code: int = 0) -> str:
        done = self.tried(*words)
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def git(self, *words: str) -> str:
        return self.run("git", *words)

    def casefile(self, *words: str, code: int = 0) -> str:
        return self.run("casefile", *words, code=code)

    def data(self, *words: str, code: int = 0):
        return json.loads(self.casefile(*words, "--json", code=code))["data"]


class Desk(Clone):
    """A clone whose commands are not started anew, which costs a part of a start."""

    def tried(self, *words: str) -> subprocess.CompletedProcess[str]:
        if words[0] != "casefile":
            return super().tried(*words)
        return run_command(["--no-input", *words[1:]], self.folder, self.environment)

    def tries(self, *words: str) -> bool:
        """Run a command that may be refused, but by the contract."""
        done = self.tried("casefile", *words)
        assert done.returncode in range(6), f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.returncode == 0

    def refusal(self, *words: str) -> dict[str, str]:
        """Return the error that a command ends with."""
        return json.loads(self.tried("casefile", *words, "--json").stdout)["error"]

    @property
    def records(self) -> dict[str, dict]:
        """Every record by its id."""
        paths = (self.folder / "cases").rglob("*.yaml")
        found = (read(path.read_bytes(), path.name).data for path in paths)
        return {each["id"]: each for each in found}

    def cases(self) -> list[str]:
        return sorted(key for key, each in self.records.items() if "person" in each)
