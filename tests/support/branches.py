"""A register on two branches, whose merges casefile does."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from support.commands import run_command

CASE = "cases/kg/2025/kg-2025-7k3mq.yaml"
SETTINGS = "schema: casefile/settings/1\ntier: restricted\n"
TEXT = """\
# Looked after by desk-2.
schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: unnamed
  descriptor: video operator   # as the lawyer calls them
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    place: Bishkek
    kind: arrest
  # The order that counts.
  - id: k3m9x
    type: hearing
    date: "2025-07-19"
    outcome: extended
    until: "2025-09-21"
"""
SITUATION = """\
schema: casefile/situation/1
id: a-sweep
tier: public
title: The sweep
tags: ["Primerova spoke", "Wrongova spoke", "a blue door"]
"""
UNNAMED = "unnamed\n  descriptor: video operator   # as the lawyer calls them"
HEARING = """\
  - id: {id}
    type: hearing
    date: "{date}"
    outcome: extended
    until: "{until}"
"""
SEPTEMBER = HEARING.format(id="s1s1s", date="2025-09-20", until="2025-11-21")
AUGUST = HEARING.format(id="a1a1a", date="2025-08-20", until="2025-10-21")
BOTH = TEXT + AUGUST + SEPTEMBER
"""Both additions in the order of their dates, whoever made which."""


DIGEST = re.compile(r"^  digest: .*\n", re.MULTILINE)


def without_digests(forked: Forked) -> None:
    """Take the digests out of the withdrawal notices, in the last commit too."""
    for path in forked.folder.glob("cases/**/*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(DIGEST.sub("", text) if "\nwithdrawn:" in text else text, "utf-8")
    if "digest:" in forked.git("show", "HEAD", "--", "cases"):
        forked.git("commit", "-q", "--amend", "--no-edit", "-a")


class Forked:
    """A register in a repository whose merges casefile does."""

    def __init__(self, folder: Path, git, environment, executable) -> None:
        self.folder, self.environment, self.executable = folder, environment, executable
        self.git = lambda *words: git(folder, *words)
        self.case = folder / CASE
        self.older = False

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program; casefile is not started anew, which costs a tenth of a start."""
        if words[0] == self.executable:
            return run_command([*words[1:]], self.folder, self.environment)
        return subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )

    def commits(self, text: str, path: str = CASE) -> str:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "an edit")
        return self.git("rev-parse", "HEAD").strip()

    def branches(self, ours: str, theirs: str, path: str = CASE) -> None:
        """Commit one text on main and another one on the branch `theirs`."""
        self.git("branch", "-q", "base")
        self.git("switch", "-qc", "theirs")
        self.commits(theirs, path)
        self.git("switch", "-q", "main")
        self.commits(ours, path)

    def validates(self) -> subprocess.CompletedProcess[str]:
        return self.run(self.executable, "validate", CASE)

    @classmethod
    def begun(cls, folder: Path, git, environment, executable) -> Forked:
        """Make a register of one case, with casefile as the merge driver of its files."""
        folder.mkdir()
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "user.name", "desk-2")
        git(folder, "config", "user.email", "desk-2@register.invalid")
        git(
            folder,
            "config",
            "merge.casefile.driver",
            f"{shlex.quote(executable)} merge-driver %O %A %B %L %P",
        )
        (folder / ".gitattributes").write_text("*.yaml text eol=lf merge=casefile\n")
        (folder / "casefile.yaml").write_text(SETTINGS)
        made = cls(folder, git, environment, executable)
        made.commits(TEXT)
        return made
