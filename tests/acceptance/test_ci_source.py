"""What a workflow of `init --ci` installs: one commit of what it is told, never what only has our name."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from importlib.metadata import distribution

import pytest

import yaml
from casefile.git.program_origin import origin
from casefile.setup.ci_workflows import WORKFLOWS
from support.machine import BASH, ELSEWHERE, make_installable_repository

SHELLS = {"github": BASH, "gitlab": ("sh", "-e")}


def install(forge, source=None):
    """Return the value of CASEFILE_SOURCE in the file, and the lines that install."""
    told = yaml.safe_load(WORKFLOWS[forge].written(source))
    if forge == "gitlab":
        return told["records"]["variables"]["CASEFILE_SOURCE"], told["records"]["script"][0]
    (job,) = told["jobs"].values()
    (step,) = [each for each in job["steps"] if each.get("name") == "Install casefile"]
    return job["env"]["CASEFILE_SOURCE"], step["run"]


@pytest.fixture(params=SHELLS)
def ci_service(request):
    return request.param


@pytest.fixture
def blank(machine):
    """Return the machine with no casefile on it."""
    machine.forget()
    return machine


def test_the_commit_that_is_named_is_installed_and_nothing_later(ci_service, blank, ci, git, tmp_path):
    source, commit = make_installable_repository(tmp_path / "source", git, f"for {ci_service}")
    written, script = install(ci_service, source)
    assert source in written
    done = ci(tmp_path, script, *SHELLS[ci_service], **blank.alone, CASEFILE_SOURCE=source)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert blank.printed() == f"for {ci_service}"
    frozen = subprocess.run(
        [blank.bin / "python", "-m", "pip", "freeze"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert frozen.strip().endswith(commit)


def test_a_wheel_is_pinned_by_its_digest(ci_service, blank, ci, git, tmp_path):
    make_installable_repository(tmp_path / "source", git, "packed")
    words = ["-m", "pip", "wheel", "-q", "--no-index", "-w", str(tmp_path), str(tmp_path / "source")]
    subprocess.run([blank.bin / "python", *words], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    _, script = install(ci_service)
    for stated, ended in ((digest, 0), ("0" * 64, 1)):
        blank.forget()
        source = f"casefile-register @ file://{wheel}#sha256={stated}"
        done = ci(tmp_path, script, *SHELLS[ci_service], **blank.alone, CASEFILE_SOURCE=source)
        assert done.returncode == ended, done.stderr
        assert blank.printed() == ("" if ended else "later than packed")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "casefile",
        "casefile-register==1.1.0",
        "casefile-register[xlsx]",
        "git+https://git.example.org/desk/casefile.git",
        "git+https://git.example.org/desk/casefile.git@main",
        f"casefile-register @ git+https://git.example.org/desk/casefile.git@{'0a' * 6}",
        "https://git.example.org/casefile_register-0.1.0-py3-none-any.whl",
        "--index-url=https://git.example.org/simple",
    ],
)
def test_an_unpinned_source_is_reported_and_not_installed(ci_service, ci, tmp_path, source, environment):
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\ntouch {tmp_path / 'was-run'}\n")
    python.chmod(0o755)
    world = {"PATH": f"{tmp_path}:{environment['PATH']}", "CASEFILE_SOURCE": source}
    done = ci(tmp_path, install(ci_service)[1], *SHELLS[ci_service], **world)
    assert done.returncode == 1
    said = " ".join((done.stdout + done.stderr).split()).removeprefix("::error::")
    assert said == WORKFLOWS[ci_service].lacking
    assert not (tmp_path / "was-run").exists()


def test_the_source_is_written_once_and_a_ci_variable_overrides_it():
    written, _ = install("github", ELSEWHERE)
    assert written == f"${{{{ vars.CASEFILE_SOURCE || '{ELSEWHERE}' }}}}"
    assert install("github")[0] == "${{ vars.CASEFILE_SOURCE }}"
    # A variable of the project goes before one of the file, by GitLab's own order.
    assert (install("gitlab", ELSEWHERE)[0], install("gitlab")[0]) == (ELSEWHERE, "")
    for workflow in WORKFLOWS.values():
        assert workflow.written(ELSEWHERE).count(ELSEWHERE.partition(" @ ")[2]) == 1


@pytest.mark.parametrize("source", [None, ELSEWHERE])
def test_the_bare_name_is_installed_nowhere(ci_service, source):
    told = WORKFLOWS[ci_service].written(source)
    lines = [line.strip() for line in told.splitlines() if "pip install" in line]
    assert lines == ['python -I -m pip install --quiet -- "$CASEFILE_SOURCE"']


# From the installed command: the source that this installation has, or none.


def test_init_reports_what_its_workflow_installs_or_lacks(casefile, ci_service, tmp_path):
    done = casefile("init", "new", "--ci", ci_service, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    workflow, source = WORKFLOWS[ci_service], origin().far
    said = f"installs {source}" if source else f"checks nothing yet: {workflow.lacking}"
    assert f"{workflow.path} {said}\n" in done.stderr
    assert (tmp_path / "new" / workflow.path).read_text() == workflow.written(source)
    again = casefile("init", "new", "--ci", ci_service, cwd=tmp_path)
    assert (again.returncode, workflow.path in again.stderr) == (0, False)


def test_pip_noted_where_the_command_under_test_came_from():
    noted = json.loads(distribution("casefile-register").read_text("direct_url.json") or "null")
    here = origin().here or ""
    assert here == (f" @ {noted['url']}" if noted else f"=={distribution('casefile-register').version}")
    if noted:
        assert re.fullmatch(r"pip install 'casefile-register\[xlsx\] @ .+'", origin().command("xlsx"))
