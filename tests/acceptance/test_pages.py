"""Whoever types what a page of docs/ shows, from an empty folder, sees what it shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pictures
import pytest
from transcripts import DATED, OF_FORMATS, PAGES, sample

from casefile.exporters import FORMATS
from support.programs import IN_CI, program
from support.transcripts import Stage, transcripts

DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMITTER = ("GIT_AUTHOR_", "GIT_COMMITTER_")


@pytest.fixture
def unnamed(environment):
    """An environment in which git knows nobody: the role of the register is the only name."""
    return {name: value for name, value in environment.items() if not name.startswith(COMMITTER)}


@pytest.fixture
def beside(executable, unnamed):
    """The same with the programs that are installed beside casefile."""
    return unnamed | {"PATH": f"{Path(executable).parent}:{unnamed['PATH']}"}


@pytest.fixture
def newcomer(tmp_path, quick, beside):
    """Return a function that gives an empty folder in the world of a page."""
    return lambda page: Stage(tmp_path, quick, beside | PAGES[page], both=True)


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_a_page_print_what_it_shows_and_leak_no_name(newcomer, git, page):
    if "ssh-keygen" in (DOCS / page).read_text(encoding="utf-8") and not shutil.which("ssh-keygen"):
        (pytest.fail if IN_CI else pytest.skip)("ssh-keygen is not installed")
    stage = newcomer(page)
    for transcript in transcripts(DOCS / page):
        assert stage.run(transcript) == transcript
    assert git(stage.folder, "status", "--porcelain") == ""
    told = git(stage.folder, "log", "--format=%an %ae %cn %ce %ai %B")
    assert "desk-1 desk-1@register.invalid desk-1" in told
    assert "+0600" not in told
    assert "Primerova" not in told


@pytest.mark.sample(3)
@pytest.mark.parametrize("page", OF_FORMATS)
def test_commands_of_a_format_page_print_what_it_shows(tmp_path, quick, beside, page):
    around = beside | DATED
    if "pdfinfo" in (DOCS / page).read_text(encoding="utf-8"):
        program("pdfinfo")
    stage = Stage(sample(tmp_path, around), quick, around, both=True)
    found = transcripts(DOCS / page)
    assert found
    for transcript in found:
        assert stage.run(transcript) == transcript


def test_every_format_has_a_page_that_the_index_names():
    index = (DOCS / "export.md").read_text(encoding="utf-8")
    for name in FORMATS:
        page = f"formats/{name}.md"
        assert page in OF_FORMATS, name
        assert f"({page})" in index, name


def test_the_picture_of_a_page_is_up_to_date(tmp_path, executable, unnamed):
    drawn = pictures.terminal(tmp_path, executable, unnamed)
    assert drawn == (DOCS / "pictures" / "diff.svg").read_text(encoding="utf-8")
    assert pictures.listing(tmp_path, executable, unnamed) == (DOCS / "pictures" / "list.svg").read_text(
        "utf-8"
    )
    assert (DOCS / "pictures" / "pull-request.png").read_bytes().startswith(b"\x89PNG")
