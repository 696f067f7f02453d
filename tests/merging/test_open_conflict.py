"""A record in conflict: where its sides are found, and what is written once it is decided."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.changes.equality import ABSENT
from casefile.changes.record_merge import Conflict
from casefile.editing.edits import WriteOptions
from casefile.errors import BadInput, BrokenData, NotFound
from casefile.merging.open_conflict import find_record_in_conflict
from casefile.merging.resolution import combine_both, write_decisions
from casefile.model.record_shapes import shape_of
from casefile.validation.validation_run import validate
from casefile.yaml.reader import read
from support.branches import AUGUST, BOTH, CASE, SEPTEMBER, SETTINGS, TEXT, Forked

EXECUTABLE = str(Path(sys.executable).with_name("casefile"))
UNTIL, PLACE = "events.k3m9x.until", "events.h2v5t.place"
OURS = TEXT.replace("09-21", "10-21").replace("Bishkek", "Osh")
THEIRS = TEXT.replace("09-21", "11-21").replace("Bishkek", "Naryn")


def git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def begun(folder):
    return Forked.begun(folder, git, {**os.environ}, EXECUTABLE)


@pytest.fixture
def forked(tmp_path):
    return begun(tmp_path / "register")


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """A merge that the driver stopped at two fields: made once, copied for each test."""
    made = begun(tmp_path_factory.mktemp("stopped") / "register")
    made.branches(OURS, THEIRS)
    assert made.run("git", "merge", "theirs").returncode == 1
    return made.folder


@pytest.fixture
def merging(forked, stopped):
    shutil.rmtree(forked.folder)
    shutil.copytree(stopped, forked.folder)
    return forked


def text(forked):
    return forked.case.read_text(encoding="utf-8")


def take(forked, side, words="kg-2025-7k3mq", how=None):
    subject = find_record_in_conflict(forked.folder, words)
    return write_decisions(
        subject, {each.field: getattr(each, side) for each in subject.wanted(None)}, how or WriteOptions()
    )


def in_conflict(forked):
    return [each.field for each in find_record_in_conflict(forked.folder, "kg-2025-7k3mq").merged.conflicts]


def errors(forked):
    return [each.code for each in validate(forked.folder).problems if each.level == "error"]


@pytest.mark.parametrize("words", ["kg-2025-7k3mq", "kg-2025", CASE])
def test_a_file_in_conflict_is_found_though_it_cannot_be_read(merging, words):
    assert [each.field for each in find_record_in_conflict(merging.folder, words).merged.conflicts] == [
        PLACE,
        UNTIL,
    ]


@pytest.mark.parametrize(
    "person", ["\n  identification: named\n  name: Айдай", " {identification: named, name: Айдай}"]
)
def test_a_record_in_conflict_is_found_by_the_name_in_its_file(forked, person):
    named = TEXT.replace(
        "\n  identification: unnamed\n  descriptor: video operator   # as the lawyer calls them", person
    )
    assert "Айдай" in named
    forked.commits(named)
    forked.branches(named.replace("Bishkek", "Osh"), named.replace("Bishkek", "Naryn"))
    forked.run("git", "merge", "theirs")
    assert find_record_in_conflict(forked.folder, "aidai").path == CASE
    with pytest.raises(NotFound):
        find_record_in_conflict(forked.folder, "somebody else")


def test_an_exact_id_means_its_record_and_not_a_longer_one_in_conflict(forked):
    longer = TEXT.replace("kg-2025-7k3mq", "kg-2025-7k3mq-2")
    (forked.case.parent / "kg-2025-7k3mq-2.yaml").write_text(longer, encoding="utf-8")
    forked.git("add", ".")
    forked.git("commit", "-qm", "another case")
    path = CASE.replace("7k3mq", "7k3mq-2")
    forked.git("switch", "-qc", "theirs")
    for branch, place in (("theirs", "Naryn"), ("main", "Osh")):
        forked.git("switch", "-q", branch)
        (forked.folder / path).write_text(longer.replace("Bishkek", place), encoding="utf-8")
        forked.git("commit", "-qam", branch)
    assert forked.run("git", "merge", "theirs").returncode == 1
    assert find_record_in_conflict(forked.folder, "kg-2025-7k3mq-").path == path
    with pytest.raises(BadInput) as refused:
        find_record_in_conflict(forked.folder, "kg-2025-7k3mq")
    assert refused.value.code == "CF720"


def test_a_field_means_all_below_it(merging):
    subject = find_record_in_conflict(merging.folder, CASE)
    assert [each.field for each in subject.wanted("events.k3m9x")] == [UNTIL]
    with pytest.raises(NotFound) as refused:
        subject.wanted("events.k3m9x.unti")
    assert refused.value.code == "CF722"
    assert f"`{UNTIL}`" in refused.value.hint


def test_a_record_in_no_conflict_is_refused(forked):
    with pytest.raises(BadInput) as refused:
        find_record_in_conflict(forked.folder, "kg-2025-7k3mq")
    assert refused.value.code == "CF720"


def test_a_conflict_resolved_by_hand_counts(merging):
    hand = text(merging)
    start, end = hand.index("<<<<<<<"), hand.index(">>>>>>> theirs\n") + len(">>>>>>> theirs\n")
    merging.case.write_text(hand[:start] + "    place: Talas  # heard later\n" + hand[end:], encoding="utf-8")
    assert in_conflict(merging) == [UNTIL]
    take(merging, "ours")
    assert "    place: Talas  # heard later\n" in text(merging)
    assert 'until: "2025-10-21"' in text(merging)


def test_a_part_that_is_decided_stays_decided(merging):
    subject = find_record_in_conflict(merging.folder, CASE)
    done = write_decisions(subject, {PLACE: "Talas"}, WriteOptions())
    assert [each.field for each in done.left] == [UNTIL]
    assert in_conflict(merging) == [UNTIL]
    assert merging.git("ls-files", "-u")
    done = write_decisions(find_record_in_conflict(merging.folder, CASE), {UNTIL: ABSENT}, WriteOptions())
    assert done.go_on.endswith(": git commit")
    assert (done.left, merging.git("ls-files", "-u")) == ((), "")
    assert "place: Talas" in text(merging)
    assert "until" not in text(merging)


def test_without_a_commit_the_staging_command_is_printed(merging):
    assert take(merging, "ours", how=WriteOptions(commit=False)).go_on.endswith(f": git add {CASE}")
    assert merging.git("diff", "--name-only", "--diff-filter=U") == CASE


def test_a_dry_run_shows_and_writes_nothing(merging):
    before = text(merging)
    done = take(merging, "theirs", how=WriteOptions(dry_run=True))
    assert "-<<<<<<< ours" in done.written.records[0].diff
    assert text(merging) == before
    assert merging.git("ls-files", "-u")


def test_changes_are_described_against_our_side(merging):
    (record,) = take(merging, "theirs").written.records
    assert [each.field for each in record.changes] == [PLACE, UNTIL]
    assert all(each in record.texts[0] for each in ("h2v5t", "Osh", "Naryn"))


def test_where_no_driver_was_at_work_the_sides_come_from_git(forked):
    forked.git("config", "merge.casefile.driver", "no-such-program %O %A %B %L %P")
    forked.branches(OURS + SEPTEMBER, THEIRS + AUGUST)
    assert forked.run("git", "merge", "theirs").returncode == 1
    assert text(forked) == OURS + SEPTEMBER
    assert errors(forked) == ["CF021"]
    take(forked, "theirs")
    assert text(forked) == BOTH.replace("09-21", "11-21").replace("Bishkek", "Naryn")
    assert errors(forked) == []


def test_a_plain_text_merge_is_taken_apart_by_meaning(forked):
    forked.git("config", "--unset", "merge.casefile.driver")
    forked.branches(TEXT.replace("09-21", "10-21") + SEPTEMBER, TEXT.replace("09-21", "11-21") + AUGUST)
    assert forked.run("git", "merge", "theirs").returncode == 1
    assert errors(forked) == ["CF021"] * text(forked).count("<<<<<<<")
    assert in_conflict(forked) == [UNTIL]
    take(forked, "ours")
    assert text(forked) == BOTH.replace('until: "2025-09-21"', 'until: "2025-10-21"')


def test_markers_that_were_committed_are_settled_in_a_commit_of_its_own(merging):
    merging.git("commit", "-qam", "with markers in it")
    assert take(merging, "ours").written.commit == merging.git("rev-parse", "HEAD")
    assert merging.git("log", "-1", "--format=%s").startswith("case kg-2025-7k3mq: ")
    assert merging.git("status", "--porcelain") == ""
    assert errors(merging) == []


def test_markers_that_were_committed_are_no_record_that_is_added_now(merging):
    merging.git("commit", "-qam", "with markers in it")
    take(merging, "theirs")
    assert "added" not in merging.git("log", "-1", "--format=%B")


def test_a_file_without_a_record_between_its_markers_is_refused(merging):
    torn = text(merging).replace("=======\n", "=======\n  - [\n")
    merging.case.write_text(torn, encoding="utf-8")
    with pytest.raises(BrokenData) as refused:
        find_record_in_conflict(merging.folder, CASE)
    assert refused.value.code == "CF723"
    assert text(merging) == torn


def test_a_file_resolved_wholly_by_hand_needs_only_git_add(merging):
    merging.case.write_text(OURS.replace("Osh", "Talas"), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        find_record_in_conflict(merging.folder, CASE)
    assert refused.value.code == "CF721"
    assert f"git add {CASE}" in refused.value.hint


def test_a_file_that_one_side_removed_is_kept_or_removed(forked):
    forked.git("switch", "-qc", "theirs")
    forked.git("rm", "-q", CASE)
    forked.git("commit", "-qm", "gone")
    forked.git("switch", "-q", "main")
    forked.commits(TEXT + AUGUST)
    assert forked.run("git", "merge", "theirs").returncode == 1
    kept = take(forked, "ours")
    assert kept.written.notes
    assert text(forked) == TEXT + AUGUST
    forked.git("reset", "-q", "--hard")
    assert forked.run("git", "merge", "theirs").returncode == 1
    take(forked, "theirs")
    assert not forked.case.exists()
    forked.git("commit", "-q", "--no-edit")


def test_a_choice_that_breaks_a_rule_is_refused_and_nothing_is_lost(merging):
    broken = text(merging).replace("2025-11-21", "2025-01-01")
    merging.case.write_text(broken, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        take(merging, "theirs")
    assert refused.value.code == "CF327"
    assert text(merging) == broken
    assert merging.git("ls-files", "-u")


def test_the_settings_are_resolved_by_their_path(forked):
    forked.branches(SETTINGS + "stale_days: 30\n", SETTINGS + "stale_days: 60\n", "casefile.yaml")
    assert forked.run("git", "merge", "theirs").returncode == 1
    take(forked, "theirs", "casefile.yaml")
    assert "stale_days: 60\n" in (forked.folder / "casefile.yaml").read_text()
    assert errors(forked) == []


def test_an_invalid_value_is_refused_before_it_is_written(merging):
    before = text(merging)
    subject = find_record_in_conflict(merging.folder, CASE)
    with pytest.raises(BadInput) as refused:
        write_decisions(subject, {UNTIL: "2025-01-01"}, WriteOptions())
    assert refused.value.code == "CF327"
    assert text(merging) == before
    assert write_decisions(subject, {PLACE: "Talas"}, WriteOptions()).left
    with pytest.raises(BadInput) as refused:
        write_decisions(find_record_in_conflict(merging.folder, CASE), {UNTIL: "2025-01-01"}, WriteOptions())
    assert refused.value.code == "CF327"
    assert f"git checkout --merge -- {CASE}" in refused.value.hint
    assert in_conflict(merging) == [UNTIL]


def test_an_earlier_error_of_a_side_does_not_stop_other_decisions(forked):
    wrong = "    place: Osh\n    sources: [nowhere]\n"
    forked.branches(
        TEXT.replace("    place: Bishkek\n", wrong).replace("09-21", "10-21"),
        TEXT.replace("Bishkek", "Naryn").replace("09-21", "11-21"),
    )
    assert forked.run("git", "merge", "theirs").returncode == 1
    done = write_decisions(find_record_in_conflict(forked.folder, CASE), {PLACE: "Osh"}, WriteOptions())
    assert [each.field for each in done.left] == [UNTIL]
    with pytest.raises(NotFound) as refused:
        take(forked, "ours")
    assert refused.value.code == "CF201"
    assert in_conflict(forked) == [UNTIL]


def test_an_error_outside_the_conflict_is_refused_with_a_restart_command(merging):
    merging.case.write_text(text(merging).replace("2025-11-21", "2025-01-01"), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        take(merging, "theirs")
    words = refused.value.hint.rpartition("to start again: ")[2].split()
    merging.git(*words[1:])
    take(merging, "theirs")
    assert 'until: "2025-11-21"' in text(merging)


def test_taking_our_side_lists_the_kept_values(merging):
    (record,) = take(merging, "ours").written.records
    assert record.changes == ()
    assert record.kept == (f"`{PLACE}`: ours, Osh, kept", f"`{UNTIL}`: ours, 2025-10-21, kept")


def test_a_record_that_stays_removed_is_reported(forked):
    forked.git("switch", "-qc", "theirs")
    forked.commits(TEXT + AUGUST)
    forked.git("switch", "-q", "main")
    forked.git("rm", "-q", CASE)
    forked.git("commit", "-qm", "gone")
    assert forked.run("git", "merge", "theirs").returncode == 1
    subject = find_record_in_conflict(forked.folder, CASE)
    (problem,) = subject.problems(subject.merged.conflicts)
    assert problem.code == "CF021"
    assert "--field" not in problem.hint
    (record,) = take(forked, "ours").written.records
    assert [each.partition(" ")[0] for each in record.kept] == ["ours"]
    assert not forked.case.exists()


@pytest.fixture
def by_lines(forked):
    """Merge by lines, as git does without the driver; the lines do not meet, so that no conflict is left."""
    forked.git("config", "--unset", "merge.casefile.driver")

    def merge(ours, theirs, *words):
        forked.branches(ours, theirs)
        forked.git("merge", "-q", "--no-edit", "theirs", *words)
        assert errors(forked)
        return forked

    return merge


JUNE = AUGUST.replace("2025-08-20", "2025-06-20")
EARLIER = TEXT.replace("  # The order", JUNE + "  # The order")


@pytest.mark.parametrize("words", [(), ("--no-commit",)])
def test_an_event_that_a_merge_by_lines_left_twice_is_merged_into_one(by_lines, words):
    forked = by_lines(EARLIER, TEXT + JUNE, *words)
    assert errors(forked) == ["CF316"]
    take(forked, "ours")
    assert text(forked).count("a1a1a") == 1
    assert errors(forked) == []
    forked.git("commit", "-q", "--no-edit") if words else None
    assert forked.git("status", "--porcelain") == ""


def test_a_field_that_a_merge_by_lines_left_twice_is_chosen(by_lines):
    ours = TEXT.replace("country: KG", "tier: partners\ncountry: KG")
    theirs = TEXT.replace("country: KG\n", "country: KG\ntags: [a]\n").replace(
        "events:", "tier: restricted\nevents:"
    )
    forked = by_lines(ours, theirs)
    assert errors(forked) == ["CF015"]
    assert in_conflict(forked) == ["tier"]
    take(forked, "theirs")
    assert errors(forked) == []
    held = read(text(forked).encode()).data
    assert (held["tier"], held["tags"]) == ("restricted", ["a"])
    assert "readable again" in forked.git("log", "-1", "--format=%s")


def test_a_duplicate_from_a_merge_by_lines_is_merged_without_questions(by_lines):
    twice = TEXT.replace("country: KG\n", "tier: partners\ncountry: KG\n")
    forked = by_lines(twice, TEXT.replace("events:", "tier: partners\nevents:"))
    subject = find_record_in_conflict(forked.folder, CASE)
    assert subject.wanted(None) == ()
    write_decisions(subject, {}, WriteOptions())
    assert errors(forked) == []
    assert text(forked).count("tier:") == 1


def test_later_edits_after_a_merge_by_lines_are_not_overwritten(by_lines):
    forked = by_lines(EARLIER, TEXT + JUNE)
    forked.case.write_text(text(forked) + "tags: [a]\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        find_record_in_conflict(forked.folder, CASE)
    forked.git("commit", "-qam", "later")
    with pytest.raises(BadInput) as refused:
        find_record_in_conflict(forked.folder, CASE)
    assert refused.value.code == "CF720"


@pytest.mark.parametrize("first", [("bbbbb", "ccccc"), ("ccccc", "bbbbb")])
@pytest.mark.parametrize(("side", "stays"), [("ours", "ccccc"), ("theirs", "bbbbb")])
def test_a_case_that_both_renamed_keeps_one_of_its_names(forked, first, side, stays):
    forked.git("switch", "-qc", "theirs")
    assert forked.run(EXECUTABLE, "rename", "kg-2025-7k3mq", "kg-2025-bbbbb").returncode == 0
    forked.git("switch", "-q", "main")
    assert forked.run(EXECUTABLE, "rename", "kg-2025-7k3mq", "kg-2025-ccccc").returncode == 0
    assert forked.run("git", "merge", "theirs").returncode == 1
    notes = [note for name in first for note in take(forked, side, f"kg-2025-{name}").written.notes]
    (gone,) = {"bbbbb", "ccccc"} - {stays}
    assert [re.findall(r"kg-2025-\w+", each) for each in notes] == [[f"kg-2025-{gone}", f"kg-2025-{stays}"]]
    with pytest.raises(BadInput) as refused:
        find_record_in_conflict(forked.folder, CASE)
    assert refused.value.code == "CF721"
    forked.git(*refused.value.hint.rpartition("git ")[2].split())
    forked.git("commit", "-q", "--no-edit")
    (file,) = (forked.folder / "cases/kg/2025").iterdir()
    assert file.name == f"kg-2025-{stays}.yaml"
    data = read(file.read_bytes()).data
    assert (data["id"], data["formerly"]) == (
        f"kg-2025-{stays}",
        ["kg-2025-7k3mq", f"kg-2025-{gone}"],
    )
    assert errors(forked) == []


@pytest.mark.parametrize(("side", "stays", "gone"), [("ours", "c", "b"), ("theirs", "b", "c")])
@pytest.mark.parametrize("first", ["bc", "cb"])
def test_a_source_without_an_address_that_both_renamed_keeps_one_of_its_names(
    forked, first, side, stays, gone
):
    forked.commits("schema: casefile/source/1\nid: a\nkind: court_record\n", "cases/sources/a.yaml")
    forked.git("switch", "-qc", "theirs")
    assert forked.run(EXECUTABLE, "rename", "a", "b").returncode == 0
    forked.git("switch", "-q", "main")
    assert forked.run(EXECUTABLE, "rename", "a", "c").returncode == 0
    assert forked.run("git", "merge", "theirs").returncode == 1
    for name in first:
        take(forked, side, f"cases/sources/{name}.yaml")
    forked.git("add", "cases/sources/a.yaml")
    forked.git("commit", "-q", "--no-edit")
    (file,) = (forked.folder / "cases/sources").iterdir()
    data = read(file.read_bytes()).data
    assert (data["id"], data["formerly"]) == (stays, ["a", gone])
    assert errors(forked) == []


RENAMED, NEW = "cases/kg/2025/kg-2025-bbbbb.yaml", "cases/kg/2025/kg-2025-zzzzz.yaml"


DATA = read(TEXT.encode()).data


def taken_for_the_renamed_one(forked, into, *, gone=False):
    """Stop at a merge in which git takes a new case of one side for the case that this side renamed.

    The other side has added a hearing to the case. With `gone`, the case was removed and not renamed.
    """
    forked.git("branch", "theirs")
    for branch in ("main", "theirs"):
        forked.git("switch", "-q", branch)
        if branch == into:
            forked.commits(TEXT + AUGUST)
            continue
        forked.git("rm", "-q", CASE)
        if not gone:
            renamed = TEXT.replace("7k3mq", "bbbbb\nformerly:\n  - kg-2025-7k3mq")
            forked.commits(renamed + SEPTEMBER + "notes: >-\n" + "  Asked again.\n" * 40, RENAMED)
        forked.commits(TEXT.replace("7k3mq", "zzzzz"), NEW)
    forked.git("switch", "-q", "main")
    merge = forked.run("git", "merge", "theirs")
    assert merge.returncode == 1
    return merge.stderr


@pytest.mark.parametrize("into", ["main", "theirs"])
@pytest.mark.parametrize("flag", ["ours", "theirs"])
def test_a_change_goes_to_the_renamed_case_where_git_took_a_new_one_for_it(forked, into, flag):
    assert NEW in taken_for_the_renamed_one(forked, into)
    take(forked, flag, NEW)
    assert forked.git("ls-files", "-u") == ""
    forked.git("commit", "-q", "--no-edit")
    data = read((forked.folder / RENAMED).read_bytes()).data
    assert [each["id"] for each in data["events"]] == ["h2v5t", "k3m9x", "a1a1a", "s1s1s"]
    assert read((forked.folder / NEW).read_bytes()).data == {**DATA, "id": "kg-2025-zzzzz"}
    assert not forked.case.exists()


@pytest.mark.parametrize("into", ["main", "theirs"])
def test_the_change_goes_to_the_renamed_case_where_no_driver_was_at_work(forked, into):
    forked.git("config", "merge.casefile.driver", "no-such-program %O %A %B %L %P")
    taken_for_the_renamed_one(forked, into)
    take(forked, "ours", NEW)
    data = read((forked.folder / RENAMED).read_bytes()).data
    assert [each["id"] for each in data["events"]] == ["h2v5t", "k3m9x", "a1a1a", "s1s1s"]
    assert read((forked.folder / NEW).read_bytes()).data == {**DATA, "id": "kg-2025-zzzzz"}


@pytest.mark.parametrize("into", ["main", "theirs"])
def test_a_change_to_a_case_that_is_not_here_is_not_dropped(forked, into):
    taken_for_the_renamed_one(forked, into, gone=True)
    with pytest.raises(BadInput) as refused:
        take(forked, "ours", NEW)
    assert refused.value.code == "CF727"
    assert forked.git("ls-files", "-u")
    show = refused.value.hint.rpartition("git ")[2].split()
    forked.case.write_text(forked.git(*show) + "\n", encoding="utf-8")
    take(forked, "ours", NEW)
    assert text(forked) == TEXT + AUGUST
    assert read((forked.folder / NEW).read_bytes()).data == {**DATA, "id": "kg-2025-zzzzz"}


def test_an_id_that_was_changed_by_hand_to_that_of_another_record_takes_no_file_away(forked):
    forked.commits(TEXT.replace("kg-2025-7k3mq", "kg-2025-bbbbb"), "cases/kg/2025/kg-2025-bbbbb.yaml")
    forked.branches(TEXT.replace("id: kg-2025-7k3mq", "id: kg-2025-bbbbb"), TEXT.replace("7k3mq", "ccccc"))
    assert forked.run("git", "merge", "theirs").returncode == 1
    with pytest.raises(BadInput):
        take(forked, "ours", CASE)
    assert forked.case.exists()


def test_the_hint_of_a_conflict_is_a_command_that_settles_it(merging):
    subject = find_record_in_conflict(merging.folder, CASE)
    for problem in subject.problems(subject.merged.conflicts):
        ours, theirs = problem.hint.split("; or ")
        assert ours == f"casefile resolve kg-2025-7k3mq --field {problem.field} --ours"
        assert theirs == ours.replace("--ours", "--theirs")
        assert merging.run(EXECUTABLE, *theirs.split()[1:]).returncode == 0
    assert read(text(merging).encode()).data == read(THEIRS.encode()).data


ACCESS = '  - id: {}\n    type: access\n    date: "2025-09-01"\n    to: counsel\n    sources: [{}]\n{}'


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_change_to_an_event_that_was_joined_is_in_conflict_until_it_is_chosen(forked, side):
    for name in "ab":
        path = f"cases/sources/{name}.yaml"
        forked.commits(f"schema: casefile/source/1\nid: {name}\nkind: court_record\n", path)
    first, second = ACCESS.format("a1a1a", "a", ""), ACCESS.format("b1b1b", "b", "{}")
    forked.commits(TEXT + first + second.format(""))
    forked.branches(
        TEXT + ACCESS.format("a1a1a", "a, b", ""), TEXT + first + second.format("    outcome: permitted\n")
    )
    assert forked.run("git", "merge", "theirs").returncode == 1
    assert [each.field for each in find_record_in_conflict(forked.folder, CASE).merged.conflicts] == [
        "events.a1a1a"
    ]
    take(forked, side)
    kept = read(text(forked).encode()).data["events"][2]
    changed = None if side == "ours" else ("permitted", "restricted")
    assert (kept.get("outcome"), kept.get("tier")) == (changed or (None, None))


def test_both_sides_of_a_set_hold_no_item_twice():
    conflict = Conflict("tags", ["x"], ["a"], ["b", "b", "a"])
    assert combine_both(shape_of("case"), conflict) == ["a", "b"]
