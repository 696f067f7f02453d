"""After an upgrade or on another day, `list --compare` names the cases whose status is another, and the rule."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def before(casefile, register, tmp_path):
    """Return the file of a list of a register with one case."""
    casefile(
        "add", "Aibek Sydykov", "--country", "KG", "--date", "2025-05-28", "--kind", "arrest", at=register
    )
    path = tmp_path / "before.json"
    path.write_text(casefile("list", "--json", at=register).stdout)
    return path
