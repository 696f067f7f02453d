"""Other programs that validate YAML by a JSON Schema, in a folder of their own; nothing else needs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from measuring import Command

PEERS = Path(__file__).with_name(".peers")
SCRIPT = Path(__file__).with_name("peer.mjs")
NODE_PACKAGES = ("ajv@8", "js-yaml@5")
KINDS = ("case", "situation", "organization", "statute", "source", "settings")
WRONG = re.compile(r"type: detention\n")
OLDER = "3303d9d"
"""The last commit of casefile before registers of any size were indexed."""
NEWER = re.compile(r"^proceedings:\n(?:  .*\n)+|^    proceeding: main\n", re.MULTILINE)
"""What the older program does not know."""


class Absent(Exception):
    """A peer is not here, or does not do what it is compared for: the row says why."""


def versions() -> dict[str, str]:
    """Return the versions of what is installed."""
    found = {}
    for name in ("ajv", "js-yaml"):
        package = PEERS / "node_modules" / name / "package.json"
        if package.exists():
            found[name] = json.loads(package.read_text(encoding="utf-8"))["version"]
    if said := _said(("node", "--version")):
        found["node"] = said.removeprefix("v")
    return found


def by_node(casefile: str, register: Path, limit: float) -> Command:
    """Return the script of ajv and js-yaml on a whole register. Raises Absent."""
    _npm()
    words = ("node", str(SCRIPT), str(PEERS), str(_schemas(casefile)), str(register))
    command = Command(words, register, limit)
    case = next(register.glob("cases/kg/*/*.yaml")).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        small = Path(name)
        (small / "cases").mkdir()
        (small / "casefile.yaml").write_bytes((register / "casefile.yaml").read_bytes())
        _refuses((*command.words[:-1], name), small / "cases" / "one.yaml", case)
    return command


def older(register: Path, limit: float, *words: str) -> Command:
    """Return a command of casefile as it was, on a twin of a register without what it does not know.

    Raises Absent in a clone without that commit.
    """
    program, twin = PEERS / OLDER, register.with_name("twin")
    if not (program / "src").exists():
        archive = ("git", "-C", str(PEERS.parent.parent), "archive", OLDER, "src")
        packed = subprocess.run(archive, check=False, capture_output=True)
        if packed.returncode:
            raise Absent(f"this clone does not have commit {OLDER}")
        program.mkdir(parents=True, exist_ok=True)
        subprocess.run(("tar", "-x", "-C", str(program)), input=packed.stdout, check=True)
    if not twin.exists():
        shutil.copytree(register, twin, ignore=shutil.ignore_patterns(".git"))
        for path in twin.glob("cases/kg/*/*.yaml"):
            text = NEWER.sub("", path.read_text(encoding="utf-8"))
            text = text.replace("matter: administrative", "proceeding: administrative")
            path.write_text(text, encoding="utf-8")
    run = ("env", f"PYTHONPATH={program / 'src'}", sys.executable, "-m", "casefile", *words)
    return Command(run, twin, limit)


def _refuses(words: Sequence[str], path: Path, text: str) -> None:
    """See that a peer takes a file, and refuses a bad copy of it: otherwise it does not validate."""
    for written, wanted in ((text, 0), (WRONG.sub("type: detentoin\n", text, count=1), 1)):
        path.write_text(written, encoding="utf-8")
        done = subprocess.run(words, check=False, capture_output=True, text=True)
        if done.returncode != wanted:
            raise Absent(
                f"{Path(words[0]).name} does not tell a good file from a bad one: {done.stderr.strip()}"
            )


@cache
def _schemas(casefile: str) -> Path:
    """Write the schemas of this version for the peers, and return their folder."""
    schemas = PEERS / "schemas"
    schemas.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        text = subprocess.run((casefile, "schema", kind), check=True, capture_output=True).stdout
        (schemas / f"{kind}.json").write_bytes(text)
    return schemas


def _npm() -> None:
    """Install what the script needs, if it is not there yet. Raises Absent."""
    if not _said(("node", "--version")):
        raise Absent("node is not here")
    if not (PEERS / "node_modules" / "js-yaml").exists():
        quiet = ("--silent", "--no-audit", "--no-fund", "--no-save")
        _install(("npm", "install", *quiet, "--prefix", str(PEERS), *NODE_PACKAGES))


def _install(words: Sequence[str]) -> None:
    try:
        subprocess.run(words, check=True, capture_output=True)
    except FileNotFoundError:
        raise Absent(f"{words[0]} is not here") from None
    except subprocess.CalledProcessError:
        raise Absent(f"could not be installed by {Path(words[0]).name}") from None


def _said(words: Sequence[str]) -> str:
    try:
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
