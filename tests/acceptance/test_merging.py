"""Two branches that changed one case, merged by the real git with casefile as its merge driver."""

from __future__ import annotations

import re
import resource
import subprocess

import pytest

from support.branches import AUGUST, BOTH, CASE, HEARING, SEPTEMBER, SETTINGS, TEXT


def test_both_add_an_event_and_git_merge_is_clean(forked):
    forked.branches(TEXT + SEPTEMBER, TEXT + AUGUST)
    forked.git("merge", "-q", "theirs", "-m", "both")
    assert forked.case.read_text(encoding="utf-8") == BOTH
    assert forked.validates().returncode == 0


def test_rebase_and_cherry_pick_are_clean_too(forked):
    forked.branches(TEXT + SEPTEMBER, TEXT + AUGUST)
    forked.git("switch", "-qc", "again", "theirs")
    forked.git("rebase", "-q", "main")
    assert forked.case.read_text(encoding="utf-8") == BOTH
    forked.git("switch", "-q", "main")
    forked.git("cherry-pick", "theirs")
    assert forked.case.read_text(encoding="utf-8") == BOTH


def test_stash_pop_merges_with_the_present_text(forked):
    forked.case.write_text(TEXT + AUGUST, encoding="utf-8")
    forked.git("stash", "-q")
    forked.commits(TEXT + SEPTEMBER)
    forked.git("stash", "pop", "-q")
    assert forked.case.read_text(encoding="utf-8") == BOTH


def test_merge_tree_writes_the_merged_record_without_a_work_tree(forked, tmp_path, git):
    forked.branches(TEXT + SEPTEMBER, TEXT + AUGUST)
    tree = forked.git("merge-tree", "--write-tree", "main", "theirs").split()[0]
    assert forked.git("show", f"{tree}:{CASE}") == BOTH


def test_comments_and_untouched_bytes_of_both_sides_stay(forked):
    ours = TEXT.replace("place: Bishkek", "place: Bishkek  # as told by the lawyer") + SEPTEMBER
    theirs = (
        TEXT.replace("country: KG", "# asked twice\ncountry: 'KG'") + "  # from the court's board\n" + AUGUST
    )
    forked.branches(ours, theirs)
    forked.git("merge", "-q", "theirs", "-m", "both")
    merged = forked.case.read_text(encoding="utf-8")
    for line in (
        "  # as told by the lawyer\n",
        "  descriptor: video operator   # as the lawyer calls them\n",
        "# asked twice\ncountry: ",
        "  # from the court's board\n  - id: a1a1a",
        "  # The order that counts.\n",
    ):
        assert line in merged


def test_a_field_with_two_values_is_marked_alone(forked):
    forked.git("config", "merge.conflictStyle", "diff3")
    (forked.folder / ".gitattributes").write_text("*.yaml merge=casefile conflict-marker-size=9\n")
    forked.commits(TEXT)
    forked.branches(TEXT.replace("09-21", "10-21") + SEPTEMBER, TEXT.replace("09-21", "11-21") + AUGUST)
    merged = forked.run("git", "merge", "theirs")
    assert merged.returncode == 1
    assert "`events.k3m9x.until`" in merged.stderr
    marked = '<<<<<<<<< ours\n    until: "2025-10-21"\n=========\n    until: "2025-11-21"\n>>>>>>>>> theirs\n'
    canonical = BOTH.replace('    until: "2025-09-21"\n', marked).replace("operator   #", "operator  #")
    assert forked.case.read_text(encoding="utf-8") == canonical
    told = forked.validates()
    assert told.returncode == 1
    assert "CF021 [events.k3m9x.until] " in told.stdout


def test_an_unreadable_side_is_in_conflict_even_where_git_merges_the_lines(forked):
    broken = TEXT.replace("  - id: h2v5t", "  - id: [h2v5t")
    forked.branches(TEXT.replace("descriptor: video operator", "descriptor: reporter"), broken)
    merged = forked.run("git", "merge", "theirs")
    assert merged.returncode == 1
    assert "CF010" in merged.stderr
    assert CASE in forked.git("diff", "--name-only", "--diff-filter=U")
    assert forked.validates().returncode == 1


def test_a_side_that_cannot_be_read_is_merged_line_by_line(forked):
    broken = TEXT.replace("  - id: h2v5t", "  - id: [h2v5t")
    forked.branches(TEXT + SEPTEMBER, broken + AUGUST)
    assert forked.run("git", "merge", "theirs").returncode == 1
    ours = forked.case.read_text(encoding="utf-8")
    forked.git("merge", "--abort")
    forked.git("config", "--unset", "merge.casefile.driver")
    assert forked.run("git", "merge", "theirs").returncode == 1
    text = forked.case.read_text(encoding="utf-8")
    assert ours == text.replace("<<<<<<< HEAD", "<<<<<<< ours")


def test_the_reason_for_a_merge_by_lines_is_reported(forked):
    forked.branches(TEXT + SEPTEMBER, TEXT.replace("  - id: h2v5t", "  - id: [h2v5t") + AUGUST)
    said = forked.run("git", "merge", "theirs").stderr
    assert re.search(rf"^casefile: {re.escape(CASE)}: .*\btheirs\b.*: line 10: CF010", said, re.MULTILINE)


@pytest.mark.parametrize("broken", ["ours", "theirs"])
def test_a_side_that_is_not_text_is_reported_and_not_merged(forked, broken):
    sides = {"ours": TEXT + SEPTEMBER, "theirs": TEXT + AUGUST}
    sides[broken] = sides[broken].replace("Bishkek", "Bish\0kek")
    forked.branches(sides["ours"], sides["theirs"])
    said = forked.run("git", "merge", "theirs").stderr
    assert re.search(rf"^casefile: {re.escape(CASE)}: .*\b{broken}\b", said, re.MULTILINE)
    assert forked.case.read_text(encoding="utf-8") == sides["ours"]
    command = f"git show :3:{CASE}"
    assert command in said
    assert forked.git(*command.split()[1:]) == sides["theirs"]
    assert "git show :3:./" in forked.run(forked.executable, "resolve", CASE).stderr


def test_a_driver_that_is_given_no_files_answers_with_a_conflict(forked):
    done = forked.run(forked.executable, "merge-driver", "nope", "nope", "nope", "7", CASE)
    assert done.returncode == 1
    assert "something broke" not in done.stderr


def test_two_sound_edits_that_break_a_rule_together_stay_apart_in_the_event(forked):
    ours = TEXT.replace('"2025-07-19"', '"2025-09-20"')
    theirs = TEXT.replace('"2025-09-21"', '"2025-09-01"')
    forked.branches(ours, theirs)
    merged = forked.run("git", "merge", "theirs")
    assert merged.returncode == 1
    assert "CF327 events.k3m9x.until: " in merged.stderr
    text = forked.case.read_text(encoding="utf-8")
    assert text.count("<<<<<<<") == 1
    assert text.index("<<<<<<<") < text.index("- id: k3m9x") < text.index("=======")
    before = TEXT[: TEXT.index("  # The order")].replace("operator   #", "operator  #")
    assert text[: text.index("<<<<<<<")] == before


def test_a_case_added_on_both_sides_conflicts_only_in_differing_fields(forked):
    path = "cases/kg/2025/kg-2025-bbbbb.yaml"
    new = TEXT.replace("kg-2025-7k3mq", "kg-2025-bbbbb")
    forked.branches(new, new.replace("Bishkek", "Osh"), path)
    assert forked.run("git", "merge", "theirs").returncode == 1
    text = (forked.folder / path).read_text(encoding="utf-8")
    assert "<<<<<<< ours\n    place: Bishkek\n=======\n    place: Osh\n>>>>>>> theirs\n" in text
    assert text.count("<<<<<<<") == 1


def test_the_settings_are_merged_field_by_field(forked):
    forked.branches(SETTINGS + "stale_days: 30\n", SETTINGS + "timezone: Asia/Bishkek\n", "casefile.yaml")
    forked.git("merge", "-q", "theirs", "-m", "both")
    lines = (forked.folder / "casefile.yaml").read_text().splitlines()
    assert sorted(lines) == sorted([*SETTINGS.splitlines(), "stale_days: 30", "timezone: Asia/Bishkek"])


def test_a_merge_is_checked_with_the_settings_of_the_register(forked):
    forked.commits(SETTINGS + "ceiling: partners\n", "casefile.yaml")
    forked.commits(TEXT.replace("country: KG", "tier: partners\ncountry: KG"))
    text = forked.case.read_text(encoding="utf-8")
    forked.branches(text + SEPTEMBER, text.replace("tier: partners\n", "") + AUGUST)
    merged = forked.run("git", "merge", "theirs")
    assert merged.returncode == 1
    assert "CF406" in merged.stderr


def test_without_the_driver_validate_reports_the_unmerged_file(forked):
    forked.git("config", "merge.casefile.driver", "no-such-program %O %A %B %L %P")
    forked.branches(TEXT.replace("09-21", "10-21"), TEXT.replace("09-21", "11-21"))
    assert forked.run("git", "merge", "theirs").returncode == 1
    assert "<<<<<<<" not in forked.case.read_text(encoding="utf-8")
    told = forked.validates()
    assert told.returncode == 1
    assert "CF021" in told.stdout
    assert f"casefile resolve {CASE}" in told.stdout
    forked.git("add", CASE)
    assert forked.validates().returncode == 0


def test_a_case_renamed_here_takes_the_event_that_was_added_there(forked):
    forked.git("switch", "-qc", "theirs")
    forked.commits(TEXT + AUGUST)
    forked.git("switch", "-q", "main")
    renamed = forked.run(forked.executable, "rename", "kg-2025-7k3mq", "kg-2025-bbbbb")
    assert renamed.returncode == 0, renamed.stderr
    forked.git("merge", "-q", "theirs", "-m", "both")
    text = (forked.folder / "cases/kg/2025/kg-2025-bbbbb.yaml").read_text(encoding="utf-8")
    assert "id: kg-2025-bbbbb\n" in text
    assert text.endswith(AUGUST)
    assert forked.run(forked.executable, "validate").returncode == 0


def test_crossed_branches_are_merged_from_their_agreed_values(forked):
    forked.branches(TEXT.replace("09-21", "10-21"), TEXT.replace("09-21", "11-21"))
    for branch, other in (("main", "theirs"), ("theirs", "main@{1}")):
        forked.git("switch", "-q", branch)
        assert forked.run("git", "merge", other).returncode == 1
        assert forked.run(forked.executable, "resolve", CASE, "--ours").returncode == 0
        forked.git("commit", "-q", "--no-edit")
    forked.git("switch", "-q", "main")
    assert forked.run("git", "merge", "theirs").returncode == 1
    text = forked.case.read_text(encoding="utf-8")
    assert '<<<<<<< ours\n    until: "2025-10-21"\n=======\n    until: "2025-11-21"\n>>>>>>> theirs\n' in text
    assert text.count("<<<<<<<") == 1


def test_a_driver_that_is_killed_leaves_our_file_whole(forked, executable, tmp_path):
    long = TEXT + "".join(
        HEARING.format(id=f"h{at:04d}", date="2025-08-01", until="2025-12-01") for at in range(300)
    )
    files = {name: tmp_path / name for name in ("base", "ours", "theirs")}
    for name, text in (("base", TEXT), ("ours", TEXT.replace("09-21", "10-21")), ("theirs", long)):
        files[name].write_text(text, encoding="utf-8")
    words = [executable, "merge-driver", *map(str, files.values()), "7", CASE]
    states = set()
    for patience in (0.2, 0.4, 30):
        files["ours"].write_text(TEXT.replace("09-21", "10-21"), encoding="utf-8")
        process = subprocess.Popen(words, cwd=forked.folder, env=forked.environment)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        states.add(files["ours"].read_text(encoding="utf-8"))
    assert states <= {TEXT.replace("09-21", "10-21"), long.replace("09-21", "10-21")}
    assert len(states) == 2


def test_a_merge_takes_less_than_half_a_second(forked, executable, tmp_path):
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, text in zip(files, (TEXT, TEXT + SEPTEMBER, TEXT + AUGUST), strict=True):
        file.write_text(text, encoding="utf-8")
    times = []
    for _ in range(2):
        files[1].write_text(TEXT + SEPTEMBER, encoding="utf-8")
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert forked.run(executable, "merge-driver", *map(str, files), "7", CASE).returncode == 0
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)
    assert files[1].read_text(encoding="utf-8") == BOTH
    assert min(times) < 2  # half a second of work where nothing else runs: benchmarks/ measures it
