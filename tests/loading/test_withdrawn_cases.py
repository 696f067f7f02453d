"""Whose a withdrawal notice is: by its digest, or by the case over which it was written."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.editing.edit_plans import Correction, plan_update
from casefile.editing.edits import WriteOptions
from casefile.editing.record_rename import plan_rename
from casefile.editing.withdrawal import plan_withdrawal
from casefile.editing.write_records import write
from casefile.errors import MachineTrouble
from casefile.loading.indexed.index_lookup import find_indexed_snapshot
from casefile.loading.newer_withdrawals import warn_of_newer_withdrawals
from casefile.loading.present_register import current_register
from casefile.model.records import withdrawal_digest
from casefile.publication.publish import publish
from casefile.validation import cached_check, check_files
from casefile.validation.validation_run import validate
from support.branches import CASE, SITUATION, TEXT, UNNAMED, without_digests
from support.cached import same_without_cache

TODAY = dt.date(2025, 10, 1)
ROOT = Path(__file__).parents[2]
ASEL, BEGIMAI, CHOLPON = "kg-2025-7k3mq", "kg-2025-bbbbb", "kg-2025-ccccc"


def case(name="Asel Primerova", record=ASEL):
    """Return the text of the public case of a person of this name."""
    text = TEXT.replace(UNNAMED, f"named\n  name: {name}\n  minor: adult")
    text = text.replace("country: KG", "tier: public\ncountry: KG").replace(ASEL, record)
    return (
        text
        if record == ASEL
        else text.replace("h2v5t", f"h{record[-4:]}").replace("k3m9x", f"k{record[-4:]}")
    )


def path_of(record):
    return f"cases/kg/2025/{record}.yaml"


@pytest.fixture
def public(forked):
    """Return a register with three public cases, of which the first was corrected, and a situation."""
    forked.commits(case("Wanda Wrongova"))
    forked.commits(case())
    forked.commits(case("Begimai Another", BEGIMAI), path_of(BEGIMAI))
    forked.commits(case("Cholpon Third", CHOLPON), path_of(CHOLPON))
    forked.commits(SITUATION, "cases/situations/a-sweep.yaml")
    return forked


def take_out(forked, record=ASEL, *, commit=True):
    """Withdraw a case; return the path of its notice."""
    (written,) = write(
        forked.folder, plan_withdrawal(forked.folder, record, "safety", TODAY), WriteOptions(commit=commit)
    ).records
    if forked.older:
        without_digests(forked)
    return written.path


def correct(forked, record=ASEL):
    write(forked.folder, plan_update(record, [Correction("set", "person.occupation", "reporter")], TODAY))


def leaving(forked):
    """Return everything that leaves for the public; None where nothing does."""
    try:
        register = current_register(forked.folder)
    except MachineTrouble:
        return None
    return repr([each.data for each in publish(register, "public", on=TODAY).records])


def pick_and_keep(forked):
    """Withdraw a case on another branch, cherry-pick that, and keep the case."""
    forked.git("switch", "-qc", "theirs")
    take_out(forked)
    forked.git("switch", "-q", "main")
    correct(forked)
    assert forked.run("git", "cherry-pick", "theirs").returncode == 1
    forked.git("add", "-A")
    forked.git("-c", "core.editor=true", "cherry-pick", "--continue")


def picked_beside_another(forked):
    """Cherry-pick a withdrawal and keep the case, where another case was withdrawn before."""
    take_out(forked, BEGIMAI)
    pick_and_keep(forked)


def two_in_one_commit(forked):
    """Commit two withdrawals together, and keep one of the cases."""
    forked.git("switch", "-qc", "theirs")
    take_out(forked, BEGIMAI)
    take_out(forked)
    forked.git("switch", "-q", "main")
    correct(forked)
    forked.run("git", "cherry-pick", "-n", "theirs~1", "theirs")
    forked.git("add", "-A")
    forked.git("commit", "-qm", "both")


def picked_with_a_reference(forked):
    """Cherry-pick a withdrawal that rewrote the record which names the case, and keep the case."""
    write(
        forked.folder,
        plan_update(CHOLPON, [Correction("add", "related", f"{ASEL},relation=co_accused")], TODAY),
    )
    pick_and_keep(forked)


KEPT = [picked_beside_another, two_in_one_commit, picked_with_a_reference]


@pytest.mark.parametrize("way", KEPT)
def test_the_digest_shows_the_case_that_a_commit_kept(public, way):
    way(public)
    left = leaving(public)
    assert "a blue door" in left
    assert "Cholpon" in left
    assert not [name for name in ("Primerova", "Wrongova", ASEL) if name in left]


@pytest.mark.parametrize("way", KEPT)
def test_nothing_leaves_where_a_notice_without_a_digest_may_be_of_a_case_that_a_commit_kept(public, way):
    public.older = True
    way(public)
    assert leaving(public) is None


def test_a_notice_in_the_file_of_a_case_counts_before_it_is_committed(public):
    take_out(public, BEGIMAI)
    notice = f"schema: casefile/case/1\nid: {ASEL}\nwithdrawn:\n  date: '2025-10-01'\n  reason: safety\n"
    (public.folder / CASE).write_text(notice, "utf-8")
    left = leaving(public)
    assert "a blue door" in left
    assert "Primerova" not in left


def test_a_copy_of_an_earlier_version_under_another_id_is_noticed(public):
    first = case("Asel Primerova", ASEL).partition("  # The order")[0]
    public.commits(first)
    public.commits(case())
    take_out(public)
    public.commits(first.replace(ASEL, "kg-2025-d9d9d"), path_of("kg-2025-d9d9d"))
    left = leaving(public)
    assert "Cholpon" in left
    assert "Primerova" not in left


def without_the_case(forked):
    """Rewrite the history of all branches without the file of the case."""
    words = (
        "filter-branch",
        "-f",
        "--index-filter",
        f"git rm -q --cached --ignore-unmatch {CASE}",
        "--",
        "--all",
    )
    done = forked.run("git", *words)
    assert done.returncode == 0, done.stderr


def test_nothing_leaves_a_rewritten_history_before_the_notice_states_it(public):
    take_out(public, BEGIMAI)
    notice = take_out(public)
    without_the_case(public)
    assert leaving(public) is None
    corrections = [
        Correction("set", "withdrawn.history", "rewritten"),
        Correction("unset", "withdrawn.digest"),
    ]
    write(public.folder, plan_update(notice[-18:-5], corrections, TODAY))
    assert "Cholpon" in leaving(public)


def test_nothing_is_exported_from_a_copy_without_the_history(public):
    take_out(public)
    public.git("checkout", "-q", "--orphan", "new")
    public.git("commit", "-qm", "taken over")
    take_out(public, BEGIMAI)
    assert leaving(public) is None


def test_a_case_that_no_commit_contains_leaves_no_digest(public):
    draft = path_of("kg-2025-d9d9d")
    (public.folder / draft).write_text(case("Dinara Draft", "kg-2025-d9d9d"), "utf-8")
    notice = take_out(public, "kg-2025-d9d9d")
    text = (public.folder / notice).read_text("utf-8")
    assert "history: rewritten" in text
    assert "digest" not in text
    assert "Cholpon" in leaving(public)


def test_a_case_of_which_a_commit_contains_another_id_leaves_a_digest(public):
    """It was renamed by hand: the commits contain it under its earlier id alone."""
    (public.folder / CASE).rename(public.folder / path_of("kg-2025-d9d9d"))
    (public.folder / path_of("kg-2025-d9d9d")).write_text(case("Asel Primerova", "kg-2025-d9d9d"), "utf-8")
    notice = take_out(public, "kg-2025-d9d9d")
    assert withdrawal_digest(notice[-18:-5], "kg-2025-d9d9d") in (public.folder / notice).read_text("utf-8")
    assert leaving(public) is None


def test_nothing_leaves_a_shallow_clone_of_a_register_with_a_withdrawal(public, tmp_path):
    """Earlier names of the case may be in the commits that it lacks."""
    take_out(public)
    for depth in ("1", "2", "3"):
        clone = tmp_path / depth
        public.git("clone", "-q", "--depth", depth, public.folder.as_uri(), str(clone))
        with pytest.raises(MachineTrouble) as refused:
            current_register(clone)
        assert refused.value.code == "CF810"


def warnings(forked):
    """Return the codes of the warnings of an export, and of `validate`, about commits."""
    newer = [each.code for each in warned(forked)]
    found = [each.code for each in validate(forked.folder).problems if each.code == "CF637"]
    return newer, found


@pytest.mark.parametrize("way", ["removed", "restored", "assumed"])
def test_nothing_is_exported_while_a_notice_is_missing_unexplained(public, way):
    notice = take_out(public)
    if way == "restored":
        public.git("restore", "--source", "HEAD~1", "--", ".")
    elif way == "assumed":
        public.git("update-index", "--assume-unchanged", notice)
    (public.folder / notice).unlink(missing_ok=True)
    with pytest.raises(MachineTrouble, match=notice):
        current_register(public.folder)


@pytest.mark.parametrize("way", ["hidden", "outside of cases"])
def test_nothing_leaves_while_a_notice_is_where_no_record_is_read(public, way):
    notice = public.folder / take_out(public)
    public.git("restore", "--source", "HEAD~1", "--", CASE)
    notice.rename(notice.with_name(f".{notice.name}") if way == "hidden" else public.folder / "aside.yaml")
    with pytest.raises(MachineTrouble, match=notice.name):
        current_register(public.folder)


def test_a_withdrawal_that_was_taken_back_is_a_warning(public):
    notice = take_out(public)
    assert warnings(public) == ([], [])
    public.git("rm", "-q", notice)
    assert warnings(public) == ([], [])
    public.git("checkout", "HEAD~1", "--", CASE)
    assert warnings(public) == (["CF637"], ["CF637"])
    assert "Primerova" in leaving(public)
    public.git("commit", "-qm", "taken back")
    assert warnings(public) == (["CF637"], ["CF637"])


def warned(desk):
    return [*warn_of_newer_withdrawals(desk.folder, current_register(desk.folder))]


@pytest.mark.parametrize("how", ["revert", "ours"])
def test_a_merge_that_loses_a_withdrawal_is_a_warning(public, how):
    public.git("switch", "-qc", "theirs")
    take_out(public)
    public.git("switch", "-q", "main")
    public.git("merge", "-q", "--no-ff", "-m", "a merge", "-s", "ours" if how == "ours" else "ort", "theirs")
    if how == "revert":
        public.git("revert", "-m", "1", "--no-edit", "HEAD")
    assert warnings(public) == (["CF637"], ["CF637"])


def test_an_export_warns_of_a_withdrawal_on_another_branch(public):
    public.git("switch", "-qc", "feature")
    correct(public, CHOLPON)
    assert warnings(public) == ([], [])
    public.git("switch", "-q", "main")
    take_out(public)
    public.git("switch", "-q", "feature")
    (problem,) = warned(public)
    assert (problem.code, "(main)" in problem.hint) == ("CF636", True)
    compared = public.run(
        sys.executable, "-m", "casefile", "diff", "HEAD~1", "--audience", "public", "--json"
    )
    assert [each["code"] for each in json.loads(compared.stdout)["problems"]] == ["CF636"]
    public.git("merge", "-q", "--no-edit", "main")
    assert warnings(public) == ([], [])


def test_an_export_warns_while_a_rebase_is_going_to_bring_a_withdrawal(public):
    public.git("switch", "-qc", "feature")
    correct(public, CHOLPON)
    take_out(public)
    public.git("switch", "-q", "main")
    write(public.folder, plan_update(CHOLPON, [Correction("set", "person.occupation", "editor")], TODAY))
    public.git("switch", "-q", "--detach", "feature")
    public.git("branch", "-qD", "feature")
    assert public.run("git", "rebase", "main").returncode == 1
    public.git("checkout", "--ours", "--", path_of(CHOLPON))
    public.git("add", "-A")
    assert [each.code for each in warned(public)] == ["CF636"]


def test_nothing_leaves_until_a_notice_without_a_digest_states_one(public):
    public.older = True
    notice = take_out(public)
    assert leaving(public) is None
    record = notice[-18:-5]
    digest = withdrawal_digest(record, ASEL)
    (problem,) = notices_without_digest(public)
    assert (problem.path, problem.level, problem.field) == (notice, "error", "withdrawn")
    assert f"casefile update {record} --set withdrawn.digest=DIGEST" in problem.hint
    write(public.folder, plan_update(record, [Correction("set", "withdrawn.digest", digest)], TODAY))
    assert notices_without_digest(public) == []
    left = leaving(public)
    assert "Cholpon" in left
    assert not [name for name in ("Primerova", "Wrongova", ASEL) if name in left]


def notices_without_digest(forked, *files):
    return [each for each in validate(forked.folder, files).problems if each.code == "CF025"]


def test_validate_reports_a_notice_without_a_digest_only_where_it_stops_exports(public, tmp_path):
    public.older = True
    notice = take_out(public)
    assert len(notices_without_digest(public, public.folder / notice)) == 1
    assert notices_without_digest(public, public.folder / path_of(CHOLPON)) == []
    text = (public.folder / notice).read_text("utf-8")
    public.git("reset", "-q", "--hard", "HEAD~1")
    public.commits(text.replace(notice[-18:-5], ASEL), CASE)
    assert leaving(public) is not None
    assert notices_without_digest(public) == []
    public.git("clone", "-q", "--depth", "1", public.folder.as_uri(), str(tmp_path / "shallow"))
    assert not [each for each in validate(tmp_path / "shallow").problems if each.code == "CF025"]


def test_the_documented_command_computes_the_digest_of_a_notice():
    command = "printf '%s %s' NOTICE CASE | sha256sum | cut -c 1-20"
    assert command in (ROOT / "docs/protecting.md").read_text("utf-8")
    given = command.replace("NOTICE", BEGIMAI).replace("CASE", ASEL)
    done = subprocess.run(["sh", "-c", given], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == withdrawal_digest(BEGIMAI, ASEL)


def test_a_notice_that_is_not_added_yet_is_traced(public):
    take_out(public, commit=False)
    public.git("commit", "-qam", "a removal")
    left = leaving(public)
    assert "Cholpon" in left
    assert "Primerova" not in left


def test_a_case_that_had_no_schema_line_is_traced(public):
    public.commits(case().replace("schema: casefile/case/1\n", ""))
    take_out(public)
    left = leaving(public)
    assert "Cholpon" in left
    assert "Primerova" not in left


def test_a_version_in_another_encoding_withholds_its_names(public):
    (public.folder / CASE).write_bytes(case("Wanda Wrongova").encode("utf-16"))
    public.git("commit", "-qam", "saved by an editor")
    public.commits(case())
    take_out(public)
    left = leaving(public)
    assert "Cholpon" in left
    assert not [name for name in ("Primerova", "Wrongova") if name in left]


@pytest.mark.parametrize(
    "text", ["withdrawn: 2025-09-01", "consent:\n  basis: subject\n  withdrawn: 2025-09-01"]
)
def test_only_a_field_of_the_record_itself_makes_a_notice_of_a_file_that_is_not_read(public, text):
    (public.folder / CASE).with_suffix(".yml").write_text(
        f"schema: casefile/case/1\nid: {ASEL}\n{text}\n", "utf-8"
    )
    assert (leaving(public) is None) is text.startswith("withdrawn")


def test_a_case_that_was_renamed_and_withdrawn_in_one_commit_withholds_its_names(public):
    """No commit has the id of the digest; the one that removed the case shows the earlier one."""
    public.git("switch", "-qc", "feature")
    new = "kg-2025-d9d9d"
    write(public.folder, plan_rename(ASEL, new))
    notice = take_out(public, new)
    public.git("switch", "-q", "main")
    public.git("merge", "-q", "--squash", "feature")
    public.git("commit", "-qm", "squashed")
    assert leaving(public) is None
    write(
        public.folder,
        plan_update(notice[-18:-5], [Correction("set", "withdrawn.history", "rewritten")], TODAY),
    )
    left = leaving(public)
    assert "Cholpon" in left
    assert not [name for name in ("Primerova", "Wrongova") if name in left]


DAMAGED = {
    "a word": ("withdrawn:", "withdrawen:"),
    "a tab": ("  reason", "\treason"),
    "empty": (None, ""),
    "a conflict": ("withdrawn:", "<<<<<<< HEAD\nwithdrawn:"),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("where", ["shallow", "elsewhere", "no history"])
def test_a_damaged_notice_closes_a_register_without_its_history(public, tmp_path, where, damage):
    notice = take_out(public)
    was, now = damage
    text = (public.folder / notice).read_text("utf-8")
    public.commits(now if was is None else text.replace(was, now), notice)
    copy = tmp_path / "copy"
    public.git("clone", "-q", "--depth", "1", public.folder.as_uri(), str(copy))
    if where != "shallow":
        shutil.rmtree(copy / ".git")
    if where == "elsewhere":
        subprocess.run(["git", "init", "-q", str(copy)], check=True)
    with pytest.raises(MachineTrouble) as refused:
        current_register(copy)
    assert refused.value.code == "CF810"


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_notice_counts_on_another_branch_and_where_it_is_missing(public, damage):
    public.git("switch", "-qc", "feature")
    correct(public, CHOLPON)
    public.git("switch", "-q", "main")
    notice = take_out(public)
    was, now = damage
    text = (public.folder / notice).read_text("utf-8")
    public.commits("# empty\n" if was is None else text.replace(was, now), notice)
    (public.folder / notice).unlink()
    with pytest.raises(MachineTrouble, match=notice):
        current_register(public.folder)
    public.git("checkout", "--", notice)
    public.git("switch", "-q", "feature")
    assert [each.code for each in warned(public)] == ["CF636"]


CONSENT = """
consent:
  basis: subject
  scope:
    - named
  withdrawn: "2025-09-01"
odd: 1
"""


@pytest.mark.parametrize("odd", ["\nodd: 1\n", CONSENT], ids=["a field", "a withdrawn consent"])
def test_a_case_with_errors_is_no_notice(public, tmp_path, odd):
    public.commits(f"{case().rstrip()}{odd}")
    copy = tmp_path / "copy"
    public.git("clone", "-q", "--depth", "1", public.folder.as_uri(), str(copy))
    for each in (public.folder, copy):
        assert current_register(each).entries[CASE].broken
    shutil.rmtree(copy / ".git")
    assert current_register(copy).entries[CASE].broken


@pytest.mark.parametrize("damage", ["", "id: [nothing of the kind\n"])
def test_a_case_that_was_damaged_is_no_withdrawn_one(public, damage):
    (public.folder / CASE).write_text(damage, "utf-8")
    assert "CF024" not in [each.code for each in validate(public.folder).problems]
    assert "Cholpon" in leaving(public)
    public.git("commit", "-qam", "damaged")
    assert "CF024" not in [each.code for each in validate(public.folder).problems]
    assert "Cholpon" in leaving(public)


def test_a_notice_over_its_case_that_states_a_rewritten_history_withholds_its_names(public):
    stated = "withdrawn:\n  date: '2025-10-01'\n  reason: safety\n  history: rewritten\n"
    public.commits(f"schema: casefile/case/1\nid: {ASEL}\n{stated}")
    left = leaving(public)
    assert "Cholpon" in left
    assert not [name for name in ("Primerova", "Wrongova") if name in left]


def test_a_notice_that_was_damaged_before_its_first_commit_closes_the_register(public):
    notice = take_out(public, commit=False)
    path = public.folder / notice
    path.write_text(path.read_text("utf-8").replace("withdrawn:", "withdrawen:"), "utf-8")
    assert leaving(public) is None
    public.git("add", "-A")
    public.git("commit", "-qm", "damaged")
    assert leaving(public) is None


IN_ESCAPES = '"withdr\\u0061wn":'
"""A key that YAML reads as `withdrawn`."""
UNUSUAL = {
    "an escaped key": ("withdrawn:", f"# no person is named here\n{IN_ESCAPES}"),
    "an escaped key of a file with errors": ("withdrawn:", f"person:\n{IN_ESCAPES}"),
    "braces and errors": ("schema: casefile/case/1\n", "{person: {name_tier: }, withdrawn: {}, schema: "),
    "errors and a comment": ("withdrawn:", "# no person is named here\nwithdrawen:"),
}


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_an_unusual_notice_counts_on_another_branch(public, change):
    public.git("switch", "-qc", "feature")
    correct(public, CHOLPON)
    public.git("switch", "-q", "main")
    notice = take_out(public)
    public.commits((public.folder / notice).read_text("utf-8").replace(*change), notice)
    public.git("switch", "-q", "feature")
    assert [each.code for each in warned(public)] == ["CF636"]


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_nothing_leaves_while_an_unusual_notice_is_not_read(public, change):
    notice = public.folder / take_out(public)
    public.git("restore", "--source", "HEAD~1", "--", CASE)
    text = notice.read_text("utf-8").replace(*change)
    notice.unlink()
    notice.with_suffix(".yml").write_text(f"{text}<<<<<<< HEAD\n", "utf-8")
    public.git("add", "-A")
    public.git("commit", "-qm", "moved")
    assert leaving(public) is None


def test_a_notice_in_another_layout_counts_as_one(public):
    notice = take_out(public)
    text = (public.folder / notice).read_text("utf-8")
    digest = withdrawal_digest(notice[-18:-5], ASEL)
    stated = f'"withdrawn": {{date: "2025-10-01", reason: safety, digest: {digest}}}\n'
    public.commits(text.partition("withdrawn:")[0] + stated, notice)
    assert "Primerova" not in leaving(public)
    public.git("branch", "other", "HEAD~2")
    public.git("switch", "-q", "other")
    assert warnings(public)[0] == ["CF636"]
    public.git("switch", "-q", "main")
    assert warnings(public) == ([], [])
    (public.folder / notice).unlink()
    assert leaving(public) is None
    public.git("rm", "-q", "--cached", notice)
    public.git("checkout", "HEAD~2", "--", CASE)
    public.git("commit", "-qm", "taken back")
    assert warnings(public) == (["CF637"], ["CF637"])


@pytest.fixture
def checked(answer):
    """Return a function that gives the codes about withdrawals; with and without the index they are equal."""

    def check(folder):
        (said,) = same_without_cache(answer, folder, [["validate", "--json"]])
        return re.findall("CF024|CF025|CF637", said[1])

    return check


def take_back(public, notice):
    """Commit that a withdrawal was a mistake: the notice goes and the case is here again."""
    public.git("rm", "-q", notice)
    public.git("checkout", "HEAD~1", "--", CASE)
    public.git("commit", "-qm", "taken back")


def edited(public, path=CASE):
    with (public.folder / path).open("a", encoding="utf-8") as file:
        file.write("# edited\n")


@pytest.mark.parametrize("is_edited", [False, True], ids=["same files", "an edited file"])
def test_a_case_taken_back_in_commits_since_the_check_is_a_warning(public, checked, is_edited):
    public.git("switch", "-qc", "other")
    take_back(public, take_out(public))
    public.git("switch", "-q", "main")
    assert checked(public.folder) == []
    public.git("merge", "-q", "--no-ff", "--no-edit", "other")
    if is_edited:
        edited(public)
    assert checked(public.folder) == ["CF637"]
    edited(public, path_of(CHOLPON))
    assert checked(public.folder) == ["CF637"]


def test_a_case_added_since_the_check_is_compared_with_all_notices_that_were_removed(public, checked):
    notice = take_out(public)
    public.git("rm", "-q", notice)
    public.git("commit", "-qm", "taken back")
    assert checked(public.folder) == []
    text = case().replace(ASEL, "kg-2025-ddddd")  # at a path at which no file was removed
    (public.folder / path_of("kg-2025-ddddd")).write_text(text, "utf-8")
    assert find_indexed_snapshot(public.folder) is not None  # adds the new file to the index
    edited(public, path_of("kg-2025-ddddd"))
    assert checked(public.folder) == ["CF637"]


def test_an_edit_after_a_check_searches_no_commits(public, checked, monkeypatch):
    assert checked(public.folder) == []
    edited(public)
    public.git("commit", "-qam", "edited")
    assert checked(public.folder) == []
    validate(public.folder)
    edited(public)
    for place in ((cached_check, "_has_removed_notice"), (check_files, "check_register")):
        monkeypatch.setattr(*place, lambda *_, **__: pytest.fail("the history is searched again"))
    assert any(each.path == CASE for each in validate(public.folder).problems)


def test_a_notice_without_a_digest_is_reported_until_it_states_one(public, checked):
    public.older = True
    assert checked(public.folder) == []
    notice = take_out(public)
    assert checked(public.folder) == ["CF025"]
    edited(public, notice)
    assert checked(public.folder) == ["CF025"]
    public.git("commit", "-qam", "edited")
    assert checked(public.folder) == ["CF025"]
    digest = withdrawal_digest(notice[-18:-5], ASEL)
    write(public.folder, plan_update(notice[-18:-5], [Correction("set", "withdrawn.digest", digest)], TODAY))
    assert checked(public.folder) == []
    public.git("reset", "-q", "--hard", "HEAD~1")
    assert checked(public.folder) == ["CF025"]
    public.git("rm", "-q", notice)
    public.git("commit", "-qm", "removed")
    assert checked(public.folder) == []


def test_a_merge_that_brings_a_notice_without_a_digest_reports_it(public, checked):
    public.older = True
    public.git("switch", "-qc", "other")
    take_out(public)
    public.git("switch", "-q", "main")
    correct(public, CHOLPON)
    assert checked(public.folder) == []
    public.git("merge", "-q", "--no-edit", "other")
    assert checked(public.folder) == ["CF025"]
    public.git("revert", "--no-edit", "-m", "1", "HEAD")
    assert checked(public.folder) == []
    public.git("revert", "--no-edit", "HEAD")
    assert checked(public.folder) == ["CF025"]


@pytest.mark.parametrize("is_back", [False, True], ids=["a notice without a digest", "a case taken back"])
def test_a_clone_that_is_deepened_is_searched_anew(public, checked, tmp_path, git_in, is_back):
    public.older = not is_back
    notice = take_out(public)
    if is_back:
        take_back(public, notice)
    text = (public.folder / path_of(CHOLPON)).read_text("utf-8")
    public.commits(f"{text}# seen\n", path_of(CHOLPON))
    clone = tmp_path / "clone"
    public.git("clone", "-q", "--depth", "1", public.folder.as_uri(), str(clone))
    assert checked(clone) == []
    (clone / path_of(CHOLPON)).write_text(text, "utf-8")
    assert checked(clone) == []
    git_in(clone)("fetch", "-q", "--unshallow")
    assert checked(clone) == ["CF637" if is_back else "CF025"]


def moved(public, before, after):
    (public.folder / after).mkdir()
    public.git("mv", f"{before}cases", f"{before}casefile.yaml", after)
    public.git("commit", "-qm", "moved")


@pytest.mark.parametrize("before", ["", "first/"])
def test_a_withdrawal_that_was_taken_back_before_the_register_moved_is_a_warning(public, before):
    if before:
        moved(public, "", before)
    (notice,) = write(
        public.folder / before, plan_withdrawal(public.folder / before, ASEL, "safety", TODAY)
    ).records
    public.git("rm", "-q", before + notice.path)
    public.git("checkout", "HEAD~1", "--", before + CASE)
    public.git("commit", "-qm", "taken back")
    moved(public, before, "register")
    found = [(each.path, each.code) for each in validate(public.folder / "register").problems]
    assert (CASE, "CF637") in found


def test_a_notice_in_another_folder_of_another_branch_is_a_warning(public):
    public.git("switch", "-qc", "feature")
    correct(public, CHOLPON)
    public.git("switch", "-q", "main")
    take_out(public)
    (public.folder / "register").mkdir()
    public.git("mv", "cases", "register/cases")
    public.git("commit", "-qm", "moved")
    public.git("switch", "-q", "feature")
    assert warnings(public)[0] == ["CF636"]


def test_a_partial_clone_warns_of_a_branch_that_it_does_not_show(public, tmp_path):
    public.git("switch", "-qc", "feature")
    correct(public, CHOLPON)
    public.git("switch", "-q", "main")
    take_out(public)
    public.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    public.git("clone", "-q", "--filter=blob:none", "-b", "feature", public.folder.as_uri(), str(partial))
    assert [each.code for each in warn_of_newer_withdrawals(partial, current_register(partial))] == ["CF636"]


def test_a_partial_clone_in_which_a_case_was_removed_leaves(public, tmp_path):
    public.git("rm", "-q", path_of(BEGIMAI))
    public.git("commit", "-qm", "a duplicate")
    public.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    public.git("clone", "-q", "--filter=blob:none", public.folder.as_uri(), str(partial))
    assert [*warn_of_newer_withdrawals(partial, current_register(partial))] == []


@pytest.mark.parametrize("order", ["added first", "removed first"])
def test_a_case_that_was_renamed_by_hand_in_two_commits_withholds_its_earlier_names(public, order):
    new = path_of("kg-2025-d9d9d")
    text = case("Dinara Now", "kg-2025-d9d9d").replace("h9d9d", "h2v5t").replace("k9d9d", "k3m9x")
    if order == "removed first":
        public.git("rm", "-q", CASE)
        public.git("commit", "-qm", "removed")
    public.commits(text, new)
    if order == "added first":
        public.git("rm", "-q", CASE)
        public.git("commit", "-qm", "removed")
    take_out(public, "kg-2025-d9d9d")
    left = leaving(public)
    assert "Cholpon" in left
    assert not [name for name in ("Primerova", "Wrongova") if name in left]


def test_a_case_that_another_branch_has_alone_does_not_close_the_register(public):
    public.git("switch", "-qc", "other")
    public.commits(case("Dinara Draft", "kg-2025-d9d9d"), path_of("kg-2025-d9d9d"))
    public.git("switch", "-q", "main")
    public.git("checkout", "other", "--", path_of("kg-2025-d9d9d"))
    public.git("rm", "-q", "--cached", path_of("kg-2025-d9d9d"))
    notice = take_out(public, "kg-2025-d9d9d")
    assert "Cholpon" in leaving(public)
    assert "digest" in (public.folder / notice).read_text("utf-8")
    public.git("merge", "-q", "--no-edit", "other")
    assert "Dinara" not in leaving(public)


def test_a_setting_of_git_that_names_a_missing_file_closes_nothing(public):
    take_out(public)
    public.git("config", "diff.orderFile", "nowhere")
    assert "Cholpon" in leaving(public)


def test_a_case_that_was_copied_from_another_shows_how_both_stay(public):
    copied = case("Dinara Copy", "kg-2025-d9d9d").replace("h9d9d", "h2v5t").replace("k9d9d", "k3m9x")
    public.commits(copied, path_of("kg-2025-d9d9d"))
    take_out(public)
    (problem,) = [each for each in validate(public.folder).problems if each.code == "CF024"]
    assert "new ids" in problem.hint
    assert "git rm cases/kg/2025/kg-2025-d9d9d.yaml" in problem.hint
    public.commits(case("Dinara Copy", "kg-2025-d9d9d"), path_of("kg-2025-d9d9d"))
    assert "Dinara" in leaving(public)


@pytest.mark.parametrize("back", ["cases/kg/2025", "cases/sources"])
def test_a_case_that_is_back_uncommitted_at_another_path_withholds_its_names(public, back):
    record, odd = "kg-2025-d9d9d", "cases/kg/odd/kg-2025-d9d9d.yaml"
    text = SITUATION.replace("a-sweep", "b-sweep").replace("a blue door", "Draftova spoke")
    public.commits(text, "cases/situations/b-sweep.yaml")
    public.commits(case("Dinara Draftova", record), odd)
    notice = take_out(public, record)
    (public.folder / "cases/kg/moved").mkdir()
    public.git("mv", notice, notice.replace("2025/", "moved/"))
    public.git("commit", "-qm", "moved")
    assert "Draftova" not in leaving(public)
    source = f"schema: casefile/source/1\nid: {record}\ntier: public\nkind: document\n"
    text = source if back.endswith("sources") else case("Somebody Else", record)
    (public.folder / back).mkdir(exist_ok=True)
    (public.folder / back / f"{record}.yaml").write_text(text, "utf-8")
    left = leaving(public)
    assert "Cholpon" in left
    assert "Draftova" not in left


def test_a_case_at_the_path_of_its_notice_that_was_removed_is_a_warning(public):
    notice = f"schema: casefile/case/1\nid: {ASEL}\nwithdrawn:\n  date: '2025-10-01'\n  reason: safety\n"
    public.commits(notice)
    assert warnings(public) == ([], [])
    public.git("rm", "-q", CASE)
    public.git("commit", "-qm", "removed")
    public.commits(case())
    assert warnings(public) == (["CF637"], ["CF637"])
