"""A machine of a forge: a Python of its own, no index to ask, something small under our name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pip

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How GitHub runs a step."""
ELSEWHERE = f"casefile-register @ git+https://git.example.org/desk/casefile.git@{'0a' * 20}"

BACKEND = '''"""Builds the stand-in, with nothing but what Python brings."""
import zipfile

FILES = {
    "casefile/__init__.py": "def main():\\n    print('SAID')\\n",
    "casefile_register-0.1.0.dist-info/METADATA": (
        "Metadata-Version: 2.1\\nName: casefile-register\\nVersion: 0.1.0\\n"
    ),
    "casefile_register-0.1.0.dist-info/WHEEL": (
        "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    ),
    "casefile_register-0.1.0.dist-info/entry_points.txt": "[console_scripts]\\ncasefile = casefile:main\\n",
}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "casefile_register-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in FILES.items():
            wheel.writestr(path, text)
        record = "casefile_register-0.1.0.dist-info/RECORD"
        wheel.writestr(record, "".join(f"{path},,\\n" for path in [*FILES, record]))
    return name
'''
PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "casefile-register"
version = "0.1.0"
"""


def make_installable_repository(
    folder: Path, git: Callable[..., str], said: str = "the stand-in"
) -> tuple[str, str]:
    """Make a repository that installs a command under our name; return how pip names its commit, and that.

    The branch goes on after the commit, so that what is installed shows whether it was pinned.
    """
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "pyproject.toml").write_text(PROJECT)
    for words in (said, f"later than {said}"):
        (folder / "backend.py").write_text(BACKEND.replace("SAID", words))
        git(folder, "add", ".")
        git(folder, "commit", "-qm", words)
    commit = git(folder, "rev-parse", "HEAD~1").strip()
    return f"git+file://{folder}@{commit}", commit


@dataclass(frozen=True)
class Machine:
    """A folder with a Python in it."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Machine:
        """Make the Python, and a folder that holds the command under test and nothing else."""
        make = [sys.executable, "-m", "venv", "--without-pip", str(folder / "python")]
        subprocess.run(make, check=True)
        (packages,) = (folder / "python").glob("lib/python3*/site-packages")
        # The pip that is here: to install one takes as long as everything else.
        for each in (Path(pip.__file__).parent, *Path(pip.__file__).parents[1].glob("pip-*.dist-info")):
            shutil.copytree(each, packages / each.name)
        (folder / "command").mkdir()
        tested = shutil.which("casefile", path=str(Path(sys.executable).parent))
        assert tested
        (folder / "command/casefile").symlink_to(tested)
        return cls(folder)

    @property
    def bin(self) -> Path:
        """Where its commands lie."""
        return self.folder / "python/bin"

    @property
    def alone(self) -> dict[str, str]:
        """The variables under which `python`, and `casefile` once it is installed, are its own."""
        return {"PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}", "PIP_NO_INDEX": "1"}

    @property
    def beside_casefile(self) -> dict[str, str]:
        """The same, but that `casefile` is the command under test, whatever is installed."""
        own = self.alone
        return {**own, "PATH": f"{self.folder / 'command'}{os.pathsep}{own['PATH']}"}

    def printed(self) -> str:
        """Return the output of the installed command; empty if none is installed."""
        if not (self.bin / "casefile").exists():
            return ""
        return subprocess.run(
            [str(self.bin / "casefile")], capture_output=True, encoding="utf-8", check=True
        ).stdout.strip()

    def forget(self) -> None:
        """Take the installed command away."""
        words = [str(self.bin / "python"), "-I", "-m", "pip", "uninstall", "-qy", "casefile-register"]
        subprocess.run(words, capture_output=True, check=True)
