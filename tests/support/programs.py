"""Programs that a test runs for real and that a machine may lack: here they skip, in CI they fail."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

IN_CI = bool(os.environ.get("CI"))
"""Read while the tests are collected: they run without the variable."""


NODE_MODULES = Path(__file__).resolve().parents[2] / ".tools" / "node_modules"
PLACES = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
"""Beside the interpreter that runs the tests lies what pip installed with them."""


def program(name: str) -> str:
    """Return where a program is; the test is skipped where there is none, and fails in CI."""
    found = shutil.which(name, path=PLACES)
    return found or lacking(f"{name} is not installed: see .ci/run")


def node_package(name: str) -> Path:
    """Return the folder of a package of npm; the test is skipped where there is none, and fails in CI."""
    found = NODE_MODULES / name
    return (
        found if found.is_dir() else lacking(f"{name} is not installed: npm install --prefix .tools {name}")
    )


def lacking(why: str) -> NoReturn:
    """Skip a test for want of something; in CI fail it."""
    if IN_CI:
        pytest.fail(f"CI has to run this, but {why}")
    pytest.skip(why)
