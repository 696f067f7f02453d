"""`validate --changed` and `--staged`: which files are checked, and which content of them."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from casefile.errors import BadInput, MachineTrouble, NotFound
from casefile.validation.check_files import fmt
from casefile.validation.validation_run import validate

SOURCE = "cases/sources/occrp-2025-06-04.yaml"
ORGANIZATION = "cases/organizations/scns.yaml"
OPEN, CLOSED = "cases/kg/2025/kg-2025-aaaaa.yaml", "cases/kg/2025/kg-2025-bbbbb.yaml"


@pytest.fixture
def git(git_in, desk):
    return git_in(desk)


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def chosen(found):
    return found.since.changed, found.since.citing


def codes(found):
    return [(problem.path, problem.code) for problem in found.problems]


def test_nothing_is_checked_where_nothing_changed(desk):
    found = validate(desk, changed="HEAD")
    assert (found.checked, found.problems, chosen(found)) == (0, (), ((), ()))
    assert found.since.label.startswith("commit ")


def test_an_old_error_elsewhere_is_not_reported_and_a_new_one_is(desk, git, open_case, closed_case):
    edit(closed_case, "kind: questioning", "kind: asked")
    git.commit("an old error")
    edit(open_case, "place: Bishkek", "place: Tokmok")
    assert (validate(desk, changed="HEAD").checked, codes(validate(desk, changed="HEAD"))) == (1, [])
    edit(open_case, "kind: arrest", "kind: caught")
    assert codes(validate(desk, changed="HEAD")) == [(OPEN, "CF103")]
    assert codes(validate(desk, changed="HEAD~1")) == [(OPEN, "CF103"), (CLOSED, "CF103")]
    assert codes(validate(desk)) == [(OPEN, "CF103"), (CLOSED, "CF103")]


@pytest.mark.parametrize("how", ["deleted", "renamed", "of another kind"])
def test_unchanged_records_that_cite_a_removed_one_are_checked(desk, how):
    source = desk / SOURCE
    if how == "deleted":
        source.unlink()
    elif how == "renamed":
        edit(source, "id: occrp-2025-06-04", "id: occrp-2025-06-05")
        source.rename(source.with_name("occrp-2025-06-05.yaml"))
    else:
        source.write_text("schema: casefile/statute/1\nid: occrp-2025-06-04\ncountry: KG\ntitle: A\n")
    found = validate(desk, changed="HEAD")
    assert found.since.citing == (OPEN, CLOSED)
    assert {(OPEN, "CF201"), (CLOSED, "CF201")} <= {*codes(found)}


def test_an_organisation_that_a_case_names_by_its_id_is_cited(desk):
    edit(desk / ORGANIZATION, "abbreviation: SCNS", "abbreviation: GKNB")
    assert chosen(validate(desk, changed="HEAD")) == ((ORGANIZATION,), (OPEN,))


def test_a_new_file_and_one_that_is_no_record_are_differences(desk):
    (desk / "cases/sources/new.yaml").write_text("schema: casefile/source/1\nid: new\nkind: letters\n")
    (desk / "cases/sources/link.yaml").symlink_to("new.yaml")
    found = validate(desk, changed="HEAD")
    assert found.since.changed == ("cases/sources/link.yaml", "cases/sources/new.yaml")
    assert {path for path, _ in codes(found)} == {*found.since.changed}


def test_other_settings_may_change_everything(desk):
    edit(desk / "casefile.yaml", "stale_days: 90", "stale_days: 60")
    found = validate(desk, changed="HEAD")
    assert (found.checked, found.problems) == (validate(desk).checked, ())
    assert found.since.whole.startswith("casefile.yaml ")


def test_a_schema_is_compared_with_the_model_where_it_changed(desk, git):
    (desk / "schemas/case.schema.json").write_text("{}\n")
    assert codes(validate(desk, changed="HEAD")) == [("schemas/case.schema.json", "CF502")]
    git.commit("a stale schema")
    assert codes(validate(desk, changed="HEAD")) == []
    assert codes(validate(desk)) == [("schemas/case.schema.json", "CF502")]


def test_only_the_two_contents_count_not_the_way_between_them(desk, git, open_case):
    git("checkout", "-q", "-b", "topic")
    edit(open_case, "place: Bishkek", "place: Tokmok")
    git.commit("there")
    edit(open_case, "place: Tokmok", "place: Bishkek")
    git.commit("and back")
    assert validate(desk, changed="main").checked == 0


def test_the_staging_area_is_checked_independent_of_the_disk(desk, git, open_case):
    edit(open_case, "kind: arrest", "kind: caught")
    assert codes(validate(desk, staged=True)) == []
    git("add", OPEN)
    edit(open_case, "kind: caught", "kind: arrest")
    assert codes(validate(desk)) == []
    assert codes(validate(desk, staged=True)) == [(OPEN, "CF103")]
    assert codes(validate(desk, staged=True, changed="HEAD")) == [(OPEN, "CF103")]
    assert codes(validate(desk, [open_case], staged=True)) == [(OPEN, "CF103")]
    git("rm", "-q", "--cached", SOURCE)
    assert {(OPEN, "CF103"), (CLOSED, "CF201")} <= {*codes(validate(desk, staged=True, changed="HEAD"))}


def test_a_file_that_is_only_promised_is_not_in_the_index(desk, git):
    (desk / "cases/sources/new.yaml").write_text("nothing yet")
    git("add", "-N", "cases/sources/new.yaml")
    assert validate(desk, staged=True).problems == ()
    assert validate(desk, staged=True, changed="HEAD").checked == 0


def test_a_conflict_in_the_index_is_a_difference(desk, git, open_case):
    git("checkout", "-q", "-b", "topic")
    edit(open_case, "place: Bishkek", "place: Osh")
    git.commit("theirs")
    git("checkout", "-q", "main")
    edit(open_case, "place: Bishkek", "place: Talas")
    git.commit("ours")
    assert git.run("merge", "topic").returncode == 1
    assert (OPEN, "CF021") in codes(validate(desk, changed="HEAD"))
    assert (OPEN, "CF021") in codes(validate(desk, staged=True, changed="HEAD"))


def test_before_the_first_commit_everything_is_new(desk, git):
    git("update-ref", "-d", "HEAD")
    found = validate(desk, staged=True, changed="HEAD")
    assert found.checked == validate(desk).checked
    assert found.since.whole


def test_given_files_narrow_the_changed_ones(desk, open_case, closed_case):
    edit(open_case, "kind: arrest", "kind: caught")
    edit(closed_case, "kind: questioning", "kind: asked")
    assert codes(validate(desk, [closed_case], changed="HEAD")) == [(CLOSED, "CF103")]
    assert validate(desk, [desk / SOURCE], changed="HEAD").checked == 0


def test_a_file_is_enough_to_find_its_register(desk, open_case):
    """Hooks stand at the top of a repository, and name files of a register below it."""
    top = desk.parent
    edit(open_case, "kind: arrest", "kind: caught")
    path = open_case.relative_to(top)
    assert codes(validate(top, [path])) == [(OPEN, "CF103")]
    assert codes(validate(top, [path], changed="HEAD")) == [(OPEN, "CF103")]
    edit(open_case, "kind: caught", "kind:    arrest")
    assert fmt(top, [path]).changed == (OPEN,)
    assert validate(desk).problems == ()
    with pytest.raises(NotFound) as refused:
        validate(top, [path, top / "elsewhere.yaml"])
    assert refused.value.code == "CF304"
    with pytest.raises(MachineTrouble) as refused:
        validate(top, [top / "elsewhere.yaml"])
    with pytest.raises(NotFound) as refused:
        validate(desk, [top / "elsewhere.yaml"])
    assert refused.value.code == "CF304"


def test_a_register_behind_a_link_is_checked_by_its_files(desk, open_case, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(desk)
    edit(open_case, "kind: arrest", "kind: caught")
    assert codes(validate(link, [OPEN])) == [(OPEN, "CF103")]
    assert codes(validate(desk, [link / OPEN])) == [(OPEN, "CF103")]
    assert codes(validate(desk / "cases", [".."])) == [(OPEN, "CF103")]


def test_other_line_ends_on_the_disk_are_reported(desk, open_case):
    open_case.write_bytes(open_case.read_bytes().replace(b"\n", b"\r\n"))
    assert codes(validate(desk, changed="HEAD")) == [(OPEN, "CF501")]


def test_ids_of_sha_256_are_compared_too(desk, git_in, tmp_path, open_case):
    git = git_in(tmp_path)
    git("init", "-q", "--object-format=sha256", "other")
    for name in ("casefile.yaml", "cases", "schemas"):
        (desk / name).rename(tmp_path / "other" / name)
    other = git_in(tmp_path / "other")
    other("config", "user.name", "desk-1")
    other("config", "user.email", "desk-1@register.invalid")
    other.commit("start")
    assert validate(tmp_path / "other", changed="HEAD").checked == 0
    edit(tmp_path / "other" / OPEN, "kind: arrest", "kind: caught")
    assert codes(validate(tmp_path / "other", changed="HEAD")) == [(OPEN, "CF103")]


@pytest.mark.parametrize("revision", ["nowhere", "0" * 40, "HEAD~99", "main..HEAD"])
def test_an_unknown_revision_is_not_found(desk, revision):
    with pytest.raises(NotFound) as refused:
        validate(desk, changed=revision)
    assert refused.value.code == "CF302"


@pytest.mark.parametrize("revision", ["", "-x", "--all", "a\nb"])
def test_an_invalid_revision_is_refused(desk, revision):
    with pytest.raises(BadInput) as refused:
        validate(desk, changed=revision)
    assert refused.value.code == "CF604"


def test_a_shallow_clone_is_refused_with_the_fetch_command(desk, git, git_in, tmp_path, open_case):
    base = git("rev-parse", "HEAD")
    edit(open_case, "kind: arrest", "kind: caught")
    git.commit("an error")
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{desk}", "clone")
    clone = tmp_path / "clone"
    with pytest.raises(NotFound) as refused:
        validate(clone, changed=base)
    assert (refused.value.code, refused.value.exit_code) == ("CF650", 3)
    assert f"git fetch --depth=1 origin {base}" in refused.value.hint
    git_in(clone)("fetch", "-q", "--depth=1", "origin", base)
    assert codes(validate(clone, changed=base)) == [(OPEN, "CF103")]


@pytest.mark.parametrize("typed", ["HEAD~1", "abbreviated", "main", "2025-06-05", "nope"])
def test_the_hint_for_a_shallow_clone_makes_the_comparison_possible(git, git_in, tmp_path, open_case, typed):
    base = git("rev-parse", "HEAD")
    git("checkout", "-qb", "topic")
    edit(open_case, "kind: arrest", "kind: caught")
    git.commit("an error")
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{git.folder}", "clone")
    clone = tmp_path / "clone"
    revision = base[:9] if typed == "abbreviated" else typed
    with pytest.raises(NotFound) as refused:
        validate(clone, changed=revision)
    assert refused.value.code == "CF650"
    assert "--depth=1" not in refused.value.hint
    command = refused.value.hint[refused.value.hint.index("git fetch") :]
    subprocess.run(shlex.split(command), cwd=clone, check=True, capture_output=True)
    if typed in {"2025-06-05", "nope"}:
        with pytest.raises(NotFound) as refused:
            validate(clone, changed=revision)
        assert refused.value.code == "CF302"
    else:
        assert codes(validate(clone, changed="origin/main" if typed == "main" else revision)) == [
            (OPEN, "CF103")
        ]


def test_a_partial_clone_is_refused(desk, git, git_in, tmp_path, open_case):
    git("config", "uploadpack.allowFilter", "true")
    edit(open_case, "place: Bishkek", "place: Talas")
    git.commit("a change")
    git_in(tmp_path)("clone", "-q", "--filter=blob:none", f"file://{desk}", "clone")
    with pytest.raises(MachineTrouble) as refused:
        validate(tmp_path / "clone", changed="HEAD~1")
    assert refused.value.code == "CF816"


@pytest.mark.parametrize("how", [{"changed": "HEAD"}, {"staged": True}])
def test_without_git_there_is_nothing_to_compare_with(tmp_path, how):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    with pytest.raises(MachineTrouble) as refused:
        validate(tmp_path, **how)
    assert refused.value.code == "CF809"


@pytest.mark.parametrize("how", ["autocrlf", "eol"])
def test_a_file_whose_line_ends_git_converts_is_unchanged(desk, git, open_case, how):
    attributes = "*.yaml text eol=crlf\n*.json text eol=crlf\n" if how == "eol" else ""
    (desk / ".gitattributes").write_text(attributes)
    git.commit("attributes")
    git("config", "core.autocrlf", "true" if how == "autocrlf" else "false")
    git("rm", "-rq", "cases", "schemas", "casefile.yaml")
    git("reset", "-q", "--hard")
    assert b"\r\n" in open_case.read_bytes()
    assert git("status", "--porcelain") == ""
    assert chosen(validate(desk, changed="HEAD")) == ((), ())
    open_case.write_bytes(open_case.read_bytes().replace(b"place: Bishkek", b"place: Osh"))
    assert git("diff", "--name-only") == OPEN
    assert validate(desk, changed="HEAD").since.changed == (OPEN,)
    git.commit("a change")
    assert validate(desk, changed="HEAD").since.changed == ()
    assert validate(desk, changed="HEAD~1").since.changed == (OPEN,)


def test_a_file_whose_line_ends_git_does_not_convert_is_changed(desk, git, open_case):
    edit(open_case, "place: Bishkek", "place: Osh")
    git.commit("a change")
    edit(open_case, "place: Osh", "place: Bishkek")
    open_case.write_bytes(open_case.read_bytes().replace(b"\n", b"\r\n"))
    assert validate(desk, changed="HEAD").since.changed == (OPEN,)
    assert validate(desk, changed="HEAD~1").since.changed == (OPEN,)
    settings = desk / "casefile.yaml"
    settings.write_bytes(settings.read_bytes().replace(b"\n", b"\r\n"))
    assert validate(desk, changed="HEAD").since.whole.startswith("casefile.yaml ")
