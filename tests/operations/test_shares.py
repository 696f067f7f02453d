"""A register that is checked in shares: several processes find what one finds."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import pytest

from casefile.checks import check
from casefile.operations import check as checking
from casefile.operations import shares
from casefile.operations.check import validate
from casefile.operations.load import register_here

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"
SAMPLE = Path(__file__).parents[2]


@pytest.fixture
def everything_wrong(tmp_path):
    """The sample register, with every example of what may be wrong in it, and more of it."""
    root = tmp_path / "register"
    shutil.copytree(SAMPLE / "cases", root / "cases")
    shutil.copy(SAMPLE / "casefile.yaml", root)
    examples = [EXAMPLES / "around", *sorted(EXAMPLES.glob("valid/*")), *sorted(EXAMPLES.glob("invalid/*/*"))]
    for example in examples:
        if example.is_dir():
            shutil.copytree(example, root, dirs_exist_ok=True)
        else:
            shutil.copy(example, root / f"cases/kg/2025/{example.parent.name.lower()}-{example.name}")
    shutil.copy(SAMPLE / "casefile.yaml", root)
    misplaced = root / "cases/kg/2025/source.yaml"
    misplaced.write_text("schema: casefile/source/1\nid: misplaced\nkind: press_article\ntitle: A\n")
    (root / "cases/kg/2025/kg-2025-away.yaml").symlink_to("/nowhere")
    (root / "cases/kg/2025/kg-2025-odd.yaml").write_bytes(b"\xff")
    return root


def by_one(root):
    register = register_here(root)
    judged = [problem for entry in register.entries.values() for problem in checking.canonical(entry)]
    return len(register.entries), tuple(sorted({*check(register), *judged}))


@pytest.mark.parametrize("hands", [1, 3])
def test_several_processes_find_what_one_finds(everything_wrong, monkeypatch, hands):
    monkeypatch.setattr(shares, "hands", lambda: hands)
    monkeypatch.setattr(shares, "MANY", 10)
    monkeypatch.setattr(checking, "MANY", 10)
    told = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the threads of xdist
        found = validate(everything_wrong, tell=lambda *words: told.append(words))
    checked, problems = by_one(everything_wrong)
    assert len({each.code for each in problems}) > 50
    assert (found.checked, found.problems) == (checked, problems)
    assert all(doing == "checking" and done <= of for doing, done, of in told)
    assert told
