"""A real Chromium, driven by playwright-core: what a page does there, and what axe-core holds against it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from support.programs import NODE_MODULES, node_package, program

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
    done = subprocess.run(
        [program("node"), str(SCRIPT), str(NODE_MODULES), program("chromium")],
        input=json.dumps(visits),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def html_validate(*files: Path) -> str:
    """Return what html-validate holds against files; nothing where all is well."""
    node_package("html-validate")
    done = subprocess.run(
        [str(NODE_MODULES / ".bin" / "html-validate"), "--preset=recommended", *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""
