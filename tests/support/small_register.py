"""A small register in a real repository: one template for the session, a copy of it for every test."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from casefile.cli.edge import run
from casefile.editing.write_records import write
from casefile.intake.new_records import take_in
from casefile.setup.git_drivers import set_up
from casefile.setup.register_setup import InitOptions, init
from support.branches import Forked
from support.taking_in import incoming

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """schema: casefile/source/1
id: occrp-2025-06-04
tier: public
kind: press_article
publisher: OCCRP
url: https://www.occrp.org/article
published: "2025-06-04"
"""
ORGANIZATION = """schema: casefile/organization/1
id: scns
tier: public
name: State Committee for National Security
abbreviation: SCNS
"""
OPEN_CASE = """schema: casefile/case/1
id: kg-2025-aaaaa
tier: public
country: KG
person:
  identification: named
  name: Aleksander Aleksandrov
events:
  - id: d1d1d
    type: detention
    date: "2025-05-28"
    place: Bishkek
    by:
      - scns
    kind: arrest
    sources:
      - occrp-2025-06-04
  - id: h1h1h
    type: hearing
    date: "[2025-05-28..2025-06-04]"
    outcome: remanded
    until: "2025-07-21"
    sources:
      - occrp-2025-06-04
"""
CLOSED_CASE = """schema: casefile/case/1
id: kg-2025-bbbbb
country: KG
person:
  identification: named
  name: Zyyagul Bolot kyzy
events:
  - id: d2d2d
    type: detention
    date: "2025-05-28"
    place: Osh
    kind: questioning
    sources:
      - occrp-2025-06-04
"""


@pytest.fixture(scope="session")
def template(tmp_path_factory, empty_world):
    """Make the register once: an article, an organisation, a public and a restricted case."""
    folder = tmp_path_factory.mktemp("template") / "register"
    init(folder, InitOptions(identity="desk-1"))
    set_up(folder, "local", undo=True)  # git merges by lines, whether or not it finds casefile
    texts = (SOURCE, ORGANIZATION, OPEN_CASE, CLOSED_CASE)
    write(folder, take_in([each for text in texts for each in incoming(text.encode(), "template")]))
    return folder


@pytest.fixture
def desk(template, tmp_path):
    """Return a copy of the register, with its history."""
    return shutil.copytree(template, tmp_path / "register", symlinks=True)


@pytest.fixture
def today():
    """Return the day on which the tests type."""
    return dt.date(2025, 7, 20)


@pytest.fixture
def open_case(desk):
    """Return the file of the public case."""
    return desk / "cases/kg/2025/kg-2025-aaaaa.yaml"


@pytest.fixture
def closed_case(desk):
    """Return the file of the restricted case."""
    return desk / "cases/kg/2025/kg-2025-bbbbb.yaml"


@pytest.fixture
def forked(tmp_path, git_in, quick):
    """A register of one case whose merges casefile does."""
    run = lambda folder, *words: git_in(folder)(*words)  # noqa: E731 - the fixture takes the folder first
    return Forked.begun(tmp_path / "register", run, {**os.environ}, str(quick))


@pytest.fixture(scope="session")
def sample(empty_repository, git_in, tmp_path_factory):
    """Commit a copy of the sample register in a repository of its own once, to copy."""
    folder = shutil.copytree(empty_repository, tmp_path_factory.mktemp("sample") / "register")
    for name in ("casefile.yaml", "cases", "schemas"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, folder / name)
    git_in(folder).commit("The register")
    return folder


@pytest.fixture
def register(git, sample):
    """A copy of the sample register in a repository of its own."""
    shutil.copytree(sample, git.folder, dirs_exist_ok=True)
    git("update-index", "-q", "--refresh")  # git knows the new files by their times and inodes
    return git.folder


@pytest.fixture
def answer(capsys):
    """Return a function that gives the exit code and everything that a command says."""

    def ask(folder, *words):
        code = run(["-C", str(folder), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask
