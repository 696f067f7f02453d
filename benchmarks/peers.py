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

from measuring import Command, Share

PEERS = Path(__file__).with_name(".peers")
SCRIPT = Path(__file__).with_name("peer.mjs")
NODE_PACKAGES = ("ajv@8", "js-yaml@5")
PYTHON_PACKAGE = "check-jsonschema>=0.39,<1"
CHECKER = PEERS / "venv" / "bin" / "check-jsonschema"
KINDS = ("case", "situation", "organization", "statute", "source", "settings")
SHARE = 200
"""How many files are enough to tell what each one costs."""
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
    for name, words in (("node", ("node", "--version")), ("check-jsonschema", (str(CHECKER), "--version"))):
        if said := _said(words):
            found[name] = said.split()[-1].removeprefix("v")
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


def by_checker(casefile: str, register: Path, limit: float) -> Share:
    """Return check-jsonschema on a share of the cases, carried on to all cases. Raises Absent."""
    _pip()
    paths = sorted(str(path.relative_to(register)) for path in register.glob("cases/kg/*/*.yaml"))
    words = (str(CHECKER), "--schemafile", str(_schemas(casefile) / "case.json"))
    with tempfile.TemporaryDirectory() as name:
        case = (register / paths[0]).read_text(encoding="utf-8")
        _refuses((*words, f"{name}/one.yaml"), Path(name) / "one.yaml", case)
    some = paths[:: max(1, len(paths) // SHARE)][:SHARE]
    one = Command((*words, some[0]), register, limit)
    times = (len(paths) - 1) / max(1, len(some) - 1)
    note = f"measured on 1 and on {len(some)} of {len(paths):,} cases, carried on in a line"
    return Share(one, Command((*words, *some), register, limit), times, note)


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


def _pip() -> None:
    """Install check-jsonschema into an environment of its own, if it is not there yet. Raises Absent."""
    if not CHECKER.exists():
        venv = CHECKER.parent.parent
        quiet = ("--quiet", "--disable-pip-version-check")
        _install((sys.executable, "-m", "venv", str(venv)))
        _install((str(venv / "bin" / "python"), "-m", "pip", "install", *quiet, PYTHON_PACKAGE))


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
