"""`validate --changed` reports every new problem of an unchanged record that a changed one causes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from casefile.checks.run_rules import check
from casefile.register import SETTINGS, Register, path_of, read_entry
from casefile.validation.changed_files import affected_paths
from casefile.validation.validation_run import validate

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"
FOLDERS = [each for where in ("valid/*", "invalid/*/*") for each in EXAMPLES.glob(where) if each.is_dir()]


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def register_of(files):
    return Register([read_entry(path, blob) for path, blob in files.items()])


def signatures(register):
    return {(each.path, each.field, each.code) for each in check(register)}


@pytest.mark.parametrize("folder", sorted(FOLDERS), ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_record_that_comes_or_goes_affects_all_records_with_new_problems(folder):
    files = files_of(EXAMPLES / "around") | files_of(folder)
    whole = register_of(files)
    problems = signatures(whole)
    for path in files.keys() - {SETTINGS}:
        rest = register_of({other: blob for other, blob in files.items() if other != path})
        alone, nothing = register_of({path: files[path]}), register_of({})
        come, gone = affected_paths(whole, nothing, alone), affected_paths(rest, alone, nothing)
        without = signatures(rest)
        assert {place for place, *_ in problems - without} <= {path, *come}
        assert {place for place, *_ in without - problems} <= {path, *gone}


class SharedValue(NamedTuple):
    """The records before, one of them as it is now, and the unchanged records with a problem thereby."""

    before: dict[str, str]
    after: dict[str, str]
    code: str
    elsewhere: tuple[str, ...]


def situation(key, *wider):
    part_of = "".join(f"  - {each}\n" for each in wider)
    return f"schema: casefile/situation/1\nid: {key}\ntitle: A sweep\n" + (part_of and f"part_of:\n{part_of}")


def source(key, address):
    return f"schema: casefile/source/1\nid: {key}\ntier: public\nkind: press_article\nurl: {address}\n"


def court(key, rest):
    return f"schema: casefile/organization/1\nid: {key}\nname: Supreme Court\n{rest}"


ONE, TWO, THREE = (path_of("situation", each) for each in ("one", "two", "three"))
COURT, OTHER = path_of("organization", "court"), path_of("organization", "other")
PAGE, COPY = path_of("source", "page"), path_of("source", "copy")
SHARED = {
    "a circle of three situations": SharedValue(
        {ONE: situation("one", "two"), TWO: situation("two", "three"), THREE: situation("three")},
        {THREE: situation("three", "one")},
        "CF329",
        (ONE, TWO),
    ),
    "an id": SharedValue(
        {COURT: court("court", "country: KG\n"), OTHER: court("other", "country: KZ\n")},
        {OTHER: court("court", "country: KZ\n")},
        "CF312",
        (COURT,),
    ),
    "a former id that another record has": SharedValue(
        {COURT: court("court", "country: KG\n"), OTHER: court("other", "country: KZ\n")},
        {OTHER: court("other", "formerly:\n  - court\ncountry: KZ\n")},
        "CF312",
        (COURT,),
    ),
    "an id that another record had": SharedValue(
        {COURT: court("court", "formerly:\n  - gone\n")},
        {ONE: situation("gone")},
        "CF312",
        (COURT,),
    ),
    "a former id of both": SharedValue(
        {COURT: court("court", "formerly:\n  - gone\n")},
        {ONE: situation("one") + "formerly:\n  - gone\n"},
        "CF312",
        (COURT,),
    ),
    "an address": SharedValue(
        {PAGE: source("page", "https://example.org/a"), COPY: source("copy", "https://example.org/b")},
        {COPY: source("copy", "http://www.example.org/a")},
        "CF318",
        (PAGE,),
    ),
    "a name in one country": SharedValue(
        {COURT: court("court", "country: KG\n"), OTHER: court("other", "country: KZ\n")},
        {OTHER: court("other", "country: KG\n")},
        "CF317",
        (COURT,),
    ),
}


def put(desk, files):
    for path, text in files.items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_text(text, encoding="utf-8")


def found(desk, **how):
    return {(problem.path, problem.code) for problem in validate(desk, **how).problems}


@pytest.mark.parametrize("shared", SHARED.values(), ids=SHARED)
def test_a_value_that_only_one_record_may_have_is_reported_at_each_of_them(desk, git_in, shared):
    put(desk, shared.before)
    git_in(desk).commit("before")
    earlier = found(desk)
    put(desk, shared.after)
    new = found(desk) - earlier
    assert {(path, shared.code) for path in shared.elsewhere} <= new
    assert new <= found(desk, changed="HEAD")
    assert validate(desk, changed="HEAD").checked < validate(desk).checked, "and not everything was checked"


def test_a_situation_with_parts_affects_only_these(desk, git_in):
    put(desk, SHARED["a circle of three situations"].before)
    git_in(desk).commit("before")
    put(desk, {TWO: situation("two")})
    assert validate(desk, changed="HEAD").since.citing == (ONE,)
