"""What docs/ci.md tells to write is what the action, the workflows and the commands take."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import yaml
from casefile.cli.edge import run
from casefile.setup.ci_workflows import WORKFLOWS
from support.programs import program

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
INPUTS = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
TYPED = re.findall(r"^ *(casefile .*)$|`(casefile (?!@)[^`]*)`", PAGE, re.MULTILINE)
COMMANDS = list(dict.fromkeys(block or inline for block, inline in TYPED))


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_has_these_options(line, capsys, monkeypatch, tmp_path):
    (tmp_path / "register").mkdir()
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)[1:]
    words += ["github"] if words[-1] == "--ci" else []
    assert run([*words, "--help"]) == 0, capsys.readouterr().err


def test_the_workflow_of_the_page_is_one_that_uses_our_action(tmp_path):
    (block,) = [
        each for each in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) if "jobs:" in each
    ]
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github/workflows").mkdir(parents=True)
    shutil.copy(ROOT / "action.yml", tmp_path)
    workflow = tmp_path / ".github/workflows/register.yml"

    def judged(text):
        workflow.write_text(text)
        done = subprocess.run(
            [program("actionlint")], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout

    assert "uses: OWNER/casefile@COMMIT" in block
    local = block.replace("OWNER/casefile@COMMIT", "./")
    assert judged(block) == judged(local) == (0, "")
    assert judged(local.replace("directory:", "folder:"))[0] == 1


def test_the_page_lists_the_inputs_of_the_action_with_defaults():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|", PAGE, re.MULTILINE))
    assert [*rows] == [*INPUTS]
    for name, told in rows.items():
        if told.startswith("`"):
            assert told.strip('`" ') == INPUTS[name]["default"], name


def test_the_addresses_of_the_page_are_pinned_for_the_workflows(ci, tmp_path, environment):
    told = re.findall(r"^\| [^|]+ \| `(casefile-register @ [^`]+)` \|", PAGE, re.MULTILINE)
    assert len(told) == 2
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nfor word; do :; done; echo "$word"\n')
    python.chmod(0o755)
    script = yaml.safe_load(WORKFLOWS["gitlab"].written(None))["records"]["script"][0]
    for each in told:
        source = each.replace("COMMIT", "0a" * 20).replace("DIGEST", "0b" * 32)
        world = {"PATH": f"{tmp_path}:{environment['PATH']}"}
        assert ci(tmp_path, script, "sh", "-e", **world, CASEFILE_SOURCE=source).stdout == f"{source}\n"
        assert ci(tmp_path, script, "sh", "-e", **world, CASEFILE_SOURCE=each).returncode == 1
