"""Which files a typed file or folder stands for: the same for each command that takes files."""

from __future__ import annotations

import pytest

from casefile.editing.hand_edits import commit
from casefile.errors import BadInput, NotFound
from casefile.validation.check_files import fmt
from casefile.validation.validation_run import validate

STRAY = "cases/xx/2025/xx-2025-7k3mq.yml"


@pytest.fixture
def strays(desk, closed_case):
    """Put a file that only looks like a record beside the cases, and one into a folder of its own."""
    (desk / STRAY).parent.mkdir(parents=True)
    for place in (desk / STRAY, closed_case.with_name("kg-2025-ccccc.yml")):
        place.write_text("schema: casefile/case/1\n")
    return desk


def test_a_folder_of_unrecognised_files_is_accepted_and_reported(strays):
    for answer in (validate(strays, ["cases/xx"]), fmt(strays, ["cases/xx"]), commit(strays, ["cases/xx"])):
        assert (STRAY, "CF006") in {(each.path, each.code) for each in answer.problems}


@pytest.mark.parametrize("folder", ["cases/kg", "cases", "."])
def test_an_unrecognised_file_is_reported_with_its_folder(strays, folder):
    found = {each.path for each in validate(strays, [folder]).problems if each.code == "CF006"}
    assert folder != "." or validate(strays, ["."]).checked == validate(strays).checked
    assert found == {"cases/kg/2025/kg-2025-ccccc.yml", *([] if folder == "cases/kg" else [STRAY])}


@pytest.mark.parametrize("start", ["cases", "../elsewhere"])
def test_a_refusal_repeats_a_long_path_up_to_its_end(desk, start):
    name = f"{start}/{'a-long-name/' * 10}the-end.yaml"
    with pytest.raises(NotFound, match=r"the-end\.yaml"):
        validate(desk, [name])


@pytest.mark.parametrize("command", [validate, fmt, commit])
@pytest.mark.parametrize("name", ["cases/k", "README.md", "cases/kg/2025/kg-2025-aaaaa"])
def test_a_path_that_is_no_record_is_refused(desk, command, name):
    with pytest.raises(NotFound) as refused:
        command(desk, [name])
    assert refused.value.code == "CF304"


def test_the_folder_of_a_register_means_all_its_records(desk, closed_case, git_in):
    closed_case.write_text(closed_case.read_text() + "tags:\n  - new\n")
    assert [record.record for record, _ in commit(desk, ["."]).records] == ["kg-2025-bbbbb"]
    git_in(desk)("rm", "-rq", "cases")
    assert validate(desk, ["."]).problems == fmt(desk, ["."]).problems == ()


def test_unchanged_files_have_nothing_to_commit(desk):
    with pytest.raises(BadInput) as refused:
        commit(desk, ["cases/kg"])
    assert refused.value.code == "CF602"
