"""Our hooks for pre-commit, as they are and as docs/ci.md tells to change them for a register in a folder."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import yaml
from support.programs import program

ROOT = Path(__file__).resolve().parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
BLOCKS = [
    block for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) if "hooks:" in block
]
"""What the page tells to write into .pre-commit-config.yaml: at the top of a repository, in a folder."""
A_CASE = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"


@pytest.fixture(params=["", "register"], ids=["at the top", "in a folder"])
def below(request):
    return request.param


@pytest.fixture
def repository(register, git, below):
    """Return a repository with the register at its top or in a folder, and another one among its examples."""
    if below:
        shutil.rmtree(register / ".git")
        top = register.parent / "top"
        top.mkdir()
        register.rename(top / below)
    else:
        top = register
    example = top / "tests/examples/around"
    example.mkdir(parents=True)
    (example / "casefile.yaml").write_text("schema:   casefile/settings/1\n")
    git(top, "init", "-q", "-b", "main")
    git(top, "add", ".")
    git(top, "commit", "-q", "--allow-empty", "-m", "as it stands")
    return top


def chosen(below):
    """Return the hooks that the page names, each with what the page changes in it."""
    (repo,) = yaml.safe_load(BLOCKS[bool(below)])["repos"]
    return [{**hook(each["id"]), **each} for each in repo["hooks"]]


def hook(name):
    return next(each for each in HOOKS if each["id"] == name)


def run_hook(each, top, git, executable, environment):
    """Run a hook as pre-commit does: in the top folder, with the names of the files that it is for."""
    files = [name for name in git(top, "ls-files").splitlines() if re.search(each.get("files", ""), name)]
    words = [*shlex.split(each["entry"]), *(files if each.get("pass_filenames", True) else ())]
    assert words.pop(0) == "casefile"
    done = subprocess.run(
        [executable, *words], cwd=top, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done, files


def test_the_hooks_of_the_page_find_the_register_and_no_other(
    repository, git, below, executable, environment
):
    case = repository / below / A_CASE
    for each in chosen(below):
        done, files = run_hook(each, repository, git, executable, environment)
        assert (done.returncode, done.stdout) == (0, ""), (each, done.stderr)
        assert not [name for name in files if "examples" in name and each["id"] == "casefile-fmt"]
    case.write_text(case.read_text("utf-8").replace("kind: arrest", "kind:   caught", 1), "utf-8")
    git(repository, "add", ".")
    fmt, validate = (run_hook(each, repository, git, executable, environment) for each in chosen(below))
    assert fmt[0].stdout == f"{A_CASE}\n"
    assert "kind: caught" in case.read_text("utf-8")
    assert validate[0].returncode == 1
    assert "CF103" in validate[0].stdout


@pytest.mark.parametrize("name", ["casefile-validate", "casefile-validate-changed"])
def test_the_hook_refuses_only_a_commit_that_contains_the_error(register, git, executable, name):
    path = register / ".git/hooks/pre-commit"
    path.write_text(f"#!/bin/sh\nexec {Path(executable).parent}/{hook(name)['entry']}\n")
    path.chmod(0o755)
    spoil(register)
    (register / "notes.txt").write_text("a note\n")
    git(register, "add", "notes.txt")
    git(register, "commit", "-q", "-m", "what is wrong is not part of this")
    refused = subprocess.run(
        ["git", "commit", "-qam", "but of this"], cwd=register, capture_output=True, text=True, check=False,
        env={**os.environ, "GIT_AUTHOR_NAME": "d", "GIT_AUTHOR_EMAIL": "d@x.invalid",
             "GIT_COMMITTER_NAME": "d", "GIT_COMMITTER_EMAIL": "d@x.invalid"},
    )  # fmt: skip
    assert refused.returncode == 1
    assert "CF103" in refused.stdout + refused.stderr


def spoil(register):
    """Give the first entry of a case a word that the model does not know."""
    path = register / A_CASE
    path.write_text(path.read_text("utf-8").replace("kind: arrest", "kind: caught", 1), "utf-8")


# pre-commit itself, which installs casefile with all that it needs.


@pytest.fixture(scope="module")
def ours(tmp_path_factory, git):
    """Return a repository of what others install."""
    folder = tmp_path_factory.mktemp("casefile")
    for name in ("src", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "what others install")
    return folder


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory, environment):
    """Return a function that runs pre-commit in a folder."""
    # pip finds its packages as it does for whoever runs the tests.
    known = {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "REQUESTS_"))
    }
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    world = {
        **known,
        **proxies,
        **environment,
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache")),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
    }

    def run(folder, *words):
        return subprocess.run(
            [program("pre-commit"), *words],
            cwd=folder, env=world, capture_output=True, encoding="utf-8", check=False, timeout=600,
        )  # fmt: skip

    return run


@pytest.mark.long
def test_pre_commit_tries_our_hooks(register, ours, pre_commit):
    done = pre_commit(register, "try-repo", str(ours), "--all-files", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == len(HOOKS)
    assert re.search(r"^[0-9]+ files\b", done.stdout, re.MULTILINE)


@pytest.mark.long
def test_the_configuration_of_the_page_works_in_pre_commit(repository, below, ours, git, pre_commit):
    commit = git(ours, "rev-parse", "HEAD").strip()
    told = re.sub("https://[^\n]*", str(ours), BLOCKS[bool(below)]).replace("COMMIT", commit)
    (repository / ".pre-commit-config.yaml").write_text(told)
    git(repository, "add", ".")
    done = pre_commit(repository, "run", "--all-files", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (done.stdout.count("Passed"), done.stdout.count("Skipped")) == (2, 0)
    spoil(repository / below)
    git(repository, "add", ".")
    done = pre_commit(repository, "run")
    assert done.returncode == 1
    assert "CF103" in done.stdout
