"""Checks in CI: the command's formats, our action, the workflows of `init --ci`, hooks for pre-commit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import yaml
from casefile.setup.ci_workflows import WORKFLOWS
from support.machine import BASH, ELSEWHERE, make_installable_repository
from support.programs import program

ROOT = Path(__file__).resolve().parents[2]
ACTION, HOOKS = ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml"
A_CASE = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
RULES = (
    "{extends: default, rules: "
    "{document-start: disable, truthy: {check-keys: false}, line-length: {max: 120}}}"
)
"""Of yamllint: a workflow's `on` is no truth, and our lines are as long as elsewhere here."""


def spoil(register, new="kind: caught"):
    """Give the first entry of a case a word that the model does not know."""
    path = register / A_CASE
    path.write_text(path.read_text("utf-8").replace("kind: arrest", new, 1), "utf-8")


def test_on_a_pull_request_github_gets_annotations(casefile, register, git):
    git(register, "checkout", "-q", "-b", "topic")
    spoil(register)
    done = casefile("validate", "--changed", "main", "--format", "github")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"::error file={A_CASE},line=")
    assert ",title=CF103::events." in line
    assert re.findall(r"\b\d\b", done.stderr.partition(" of ")[0])[:2] == ["1", "1"]
    git(register, "checkout", "-q", "--", ".")
    done = casefile("validate", "--changed", "main", "--format", "github")
    assert (done.returncode, done.stdout) == (0, "")
    assert len(done.stderr.splitlines()) == 1


def test_the_json_of_changed_and_staged_records(casefile, register, git):
    spoil(register)
    answer = json.loads(casefile("validate", "--changed", "HEAD", "--json").stdout)
    assert answer["data"] == {"checked": 1, "errors": 1, "warnings": 0}
    assert [problem["path"] for problem in answer["problems"]] == [A_CASE]
    staged = json.loads(casefile("validate", "--changed", "HEAD", "--staged", "--json").stdout)
    assert staged["data"] == {"checked": 0, "errors": 0, "warnings": 0}
    git(register, "add", "--all")
    (register / A_CASE).unlink()
    assert casefile("validate", "--staged").returncode == 1


# Our action, run as GitHub runs its steps.


def steps():
    return {step.get("name"): step for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"]}


@pytest.fixture
def pull_request(register, git, tmp_path):
    """Return a clone of one commit, of a change on a branch, and the commit that the change goes to."""
    base = git(register, "rev-parse", "HEAD").strip()
    git(register, "checkout", "-q", "-b", "topic")
    spoil(register)
    path = register / A_CASE
    path.write_text(path.read_text("utf-8").replace("place: Bishkek", "place: Talas", 1), "utf-8")
    git(register, "commit", "-qam", "a change")
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=topic", f"file://{register}", "clone")
    return tmp_path / "clone", base


def test_the_action_fetches_checks_annotates_and_describes_changes(pull_request, ci, git):
    clone, base = pull_request
    named = steps()
    fetched = ci(clone, named["Fetch the commit to compare with"]["run"], *BASH, BASE=base)
    assert fetched.returncode == 0, fetched.stderr
    assert git(clone, "rev-parse", "--is-shallow-repository").strip() == "false"
    checked = ci(clone, named["Check the records"]["run"], *BASH, BASE=base, STRICT="yes")
    assert checked.returncode == 1
    assert checked.stdout.startswith(f"::error file={A_CASE},line=")
    everything = ci(clone, named["Check the records"]["run"], *BASH, BASE="", STRICT="")
    assert everything.returncode == 1
    assert "files checked: 1 error" in everything.stderr


def test_the_summary_describes_the_change_in_words(pull_request, ci, tmp_path, git):
    clone, base = pull_request
    git(clone, "fetch", "-q", "--depth=1", "origin", base)
    path = clone / A_CASE
    path.write_text(path.read_text("utf-8").replace("kind: caught", "kind: arrest", 1), "utf-8")
    git(clone, "commit", "-qam", "mended")
    for script in (steps()["Describe the changes"]["run"], workflow_steps()["Describe the changes"]["run"]):
        (tmp_path / "summary.md").write_text("")
        told = ci(clone, script, *BASH, BASE=base)
        assert told.returncode == 0, told.stderr
        summary = (tmp_path / "summary.md").read_text("utf-8")
        assert "Talas" in summary
        assert "setup-git" not in summary
    assert "casefile" not in git(clone, "config", "--local", "--list", "--name-only")
    assert git(clone, "status", "--porcelain") == ""


def test_the_action_takes_nothing_from_the_folder_that_it_checks():
    install = steps()["Install casefile"]
    assert install["working-directory"] == "${{ github.action_path }}"
    assert all(line.startswith("python -I -m pip install ") for line in install["run"].splitlines())
    assert "--require-hashes --requirement requirements.txt" in install["run"]
    for step in steps().values():
        assert "${{" not in step.get("run", ""), "an expression in a script could be a script itself"


def workflow_steps():
    (job,) = yaml.safe_load(WORKFLOWS["github"].written(None))["jobs"].values()
    return {step.get("name"): step for step in job["steps"]}


def test_the_workflow_of_init_runs_the_steps_of_the_action():
    action, workflow = steps(), workflow_steps()
    assert workflow["Describe the changes"]["run"] == action["Describe the changes"]["run"]
    checks = action["Check the records"]["run"].replace("${STRICT:+--strict}", "--strict")
    assert workflow["Check the records"]["run"] == checks


def test_the_job_of_gitlab_leaves_a_report_and_the_change_in_words(pull_request, ci, git, machine, tmp_path):
    clone, base = pull_request
    git(clone, "fetch", "-q", "--depth=1", "origin", base)
    source, _ = make_installable_repository(tmp_path / "source", git)
    script = "\n".join(yaml.safe_load(WORKFLOWS["gitlab"].written(source))["records"]["script"])

    def job(**values):
        return ci(clone, script, "sh", "-e", **machine.beside_casefile, CASEFILE_SOURCE=source, **values)

    done = job(CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1
    report = json.loads((clone / "code-quality.json").read_text("utf-8"))
    assert [each["location"]["path"] for each in report] == [A_CASE]
    assert "1 file " in (clone / "changes.md").read_text("utf-8")
    (clone / "changes.md").unlink()
    done = job()
    assert "files checked: 1 error" in done.stderr
    assert not (clone / "changes.md").exists()
    unknown = job(CI_MERGE_REQUEST_DIFF_BASE_SHA="1" * 40)
    assert (unknown.returncode, "1" * 40 in unknown.stdout) == (1, True)


# What others say of these files.


@pytest.fixture(scope="module", params=[None, ELSEWHERE], ids=["no source", "a source"])
def repository(tmp_path_factory, request):
    """Return a repository with our action, a workflow that uses it, and the workflows of `init`."""
    folder = tmp_path_factory.mktemp("workflows")
    (folder / ".git").mkdir()
    (folder / ".github/workflows").mkdir(parents=True)
    shutil.copy(ACTION, folder)
    shutil.copy(HOOKS, folder)
    for workflow in WORKFLOWS.values():
        (folder / workflow.path).write_text(workflow.written(request.param))
    (folder / ".github/workflows/action.yml").write_text(
        "name: x\non: [pull_request]\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        '      - uses: ./\n        with:\n          directory: register\n          strict: "false"\n'
    )
    return folder


def judged(words, folder):
    done = subprocess.run(
        [program(words[0]), *words[1:]], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["actionlint"],
        ["yamllint", "-s", "-d", RULES, "."],
        ["check-jsonschema", "-q", "--builtin-schema", "vendor.github-actions", "action.yml"],
        [
            "check-jsonschema",
            "-q",
            "--builtin-schema",
            "vendor.github-workflows",
            ".github/workflows/register.yml",
        ],
        ["check-jsonschema", "-q", "--builtin-schema", "vendor.gitlab-ci", ".gitlab-ci.yml"],
        ["pre-commit", "validate-manifest", HOOKS.name],
    ],
    ids=lambda words: f"{words[0]} {words[-1]}",
)
def test_others_find_nothing_wrong_with_our_files(repository, words):
    assert judged(words, repository) == (0, "")


def test_actionlint_looks_into_our_action(repository, tmp_path):
    spoilt = shutil.copytree(repository, tmp_path / "spoilt")
    workflow = spoilt / ".github/workflows/action.yml"
    workflow.write_text(workflow.read_text().replace("directory:", "folder:"))
    code, said = judged(["actionlint"], spoilt)
    assert code == 1
    assert 'input "folder" is not defined' in said
