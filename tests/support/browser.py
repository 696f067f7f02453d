"""A real Chromium, driven by playwright-core, and html-validate: what they find in a page."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from support.programs import NODE_MODULES, PLACES, node_package, program

SCRIPT = Path(__file__).with_suffix(".mjs")


def visit(*visits: dict[str, Any]) -> list[dict[str, Any]]:
    """Open pages, each by itself, and return what was found of each.

    A visit is `{url, width, dark, looks, scripts, axe, steps, read, within, picture}`, `looks` being several
    pairs of `width` and `dark`; a finding `{said, asked, texts, violations, wide, within}`: what the console
    said, what was fetched, texts by name, what axe found, by how many pixels the page is wider than its
    window, and by how many the content of what `within` selects is wider than its box.
    """
    node_package("playwright-core")
    node_package("axe-core")
    program("chromium")
    found: list[dict[str, Any]] = _ask({"visits": visits})
    return found


def html_validate(*files: Path) -> str:
    """Return what html-validate holds against files; nothing where all is well."""
    node_package("html-validate")
    found: str = _ask({"files": [*map(str, files)]})
    return found


@cache
def _service() -> subprocess.Popen[str]:
    """Return a process that answers until Python ends: to start a browser for each page takes seconds."""
    chromium = shutil.which("chromium", path=PLACES) or "chromium"
    started = subprocess.Popen(
        [program("node"), str(SCRIPT), str(NODE_MODULES), chromium],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(_end, started)
    return started


def _end(service: subprocess.Popen[str]) -> None:
    service.communicate(timeout=60)


def _ask(request: dict[str, Any]) -> Any:
    service = _service()
    assert service.stdin is not None
    assert service.stdout is not None
    service.stdin.write(f"{json.dumps(request)}\n")
    service.stdin.flush()
    line = service.stdout.readline()
    assert line, f"the browser's process ended: {service.poll()}"
    answer = json.loads(line)
    assert "error" not in answer, answer["error"]
    return answer["found"]
