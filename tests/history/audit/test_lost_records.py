from __future__ import annotations

import re

import pytest

from support.trail import CASE, OTHER, SETTINGS, case, event, found, path_of, withdrawn

A, B = event("a1aaa"), event("b2bbb", "2025-05-30")


def test_a_trail_that_grew_has_no_findings(past):
    past.begin()
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    result = past.audit()
    assert result.findings == ()
    assert (result.commits, result.history, result.records, result.authors) == (3, 3, 2, 1)


def test_a_removed_event_is_reported_with_its_commit(past):
    past.begin()
    spoiled = past.commit({path_of(CASE): case(CASE, B)})
    past.commit({path_of(OTHER): case(OTHER, A + B + event("c3ccc", "2025-06-01"))})
    result = past.audit()
    assert found(result) == [("CF740", CASE, "a1aaa")]
    assert result.findings[0].commit == spoiled
    assert not result.findings[0].mended


def test_a_restored_event_is_reported_as_restored(past):
    past.begin()
    past.commit({path_of(CASE): case(CASE, B)})
    past.commit({path_of(CASE): case(CASE, A + B)})
    result = past.audit()
    assert found(result) == [("CF740", CASE, "a1aaa")]
    assert result.findings[0].mended


def test_an_event_removed_twice_is_reported_twice(past):
    past.begin()
    for events in (B, A + B, B):
        past.commit({path_of(CASE): case(CASE, events)})
    assert found(past.audit()) == [("CF740", CASE, "a1aaa")] * 2


TURNED = A.replace("detention", "transfer").replace("    kind: arrest\n", "    basis: pretrial\n")


@pytest.mark.parametrize("words", [(), ("-m", "Reason: it was a transfer")])
def test_a_changed_event_type_is_found_even_with_a_reason(past, words):
    past.begin()
    turned = past.commit({path_of(CASE): case(CASE, TURNED + B)}, *words)
    (finding,) = past.audit().findings
    assert (finding.code, finding.level, finding.commit) == ("CF751", "finding", turned)
    assert (finding.record, finding.event, finding.path) == (CASE, "a1aaa", path_of(CASE))
    assert re.findall("a1aaa|detention|transfer", finding.message) == ["a1aaa", "detention", "transfer"]


def test_a_type_changed_on_one_side_is_reported_once_and_not_for_the_merge(past):
    past.begin()
    past.git("switch", "-qc", "side")
    turned = past.commit({path_of(CASE): case(CASE, TURNED + B)})
    past.git("switch", "-q", "main")
    past.commit({path_of(OTHER): case(OTHER, A)})
    past.merge("side")
    assert [(each.code, each.commit) for each in past.audit().findings if each.code == "CF751"] == [
        ("CF751", turned)
    ]


def test_another_order_or_verification_status_is_no_loss(past):
    past.begin()
    marked = B + "    standing: retracted\n    resolution:\n      reason: a mistake\n"
    past.commit({path_of(CASE): case(CASE, marked + A)})
    assert past.audit().findings == ()


def test_an_event_removed_after_an_unreadable_state_is_found(past):
    past.begin()
    past.commit({path_of(CASE): "events: [\n"})
    past.commit({path_of(CASE): case(CASE, B)})
    assert ("CF740", CASE, "a1aaa") in found(past.audit())


def test_a_renamed_record_is_followed(past):
    past.begin()
    new = case("kg-2025-ccccc", A + B, f"formerly:\n  - {CASE}\n")
    past.commit({path_of(CASE): None, path_of("kg-2025-ccccc"): new})
    assert past.audit().findings == ()
    past.commit({path_of("kg-2025-ccccc"): new.replace(A, "")})
    assert found(past.audit()) == [("CF740", "kg-2025-ccccc", "a1aaa")]


def test_an_event_removed_in_a_rename_is_reported(past):
    past.begin()
    new = case("kg-2025-ccccc", B, f"formerly:\n  - {CASE}\n")
    past.commit({path_of(CASE): None, path_of("kg-2025-ccccc"): new})
    assert found(past.audit()) == [("CF740", CASE, "a1aaa")]


def test_a_withdrawn_case_has_lost_nothing_not_even_before(past):
    past.begin()
    past.commit({path_of(CASE): case(CASE, B)})
    past.commit({path_of(CASE): None, path_of("kg-2025-ddddd"): withdrawn("kg-2025-ddddd")})
    assert past.audit().findings == ()


def test_one_withdrawal_does_not_cover_two_files(past):
    past.begin()
    past.commit(
        {
            path_of(CASE): None,
            path_of(OTHER): None,
            path_of("kg-2025-ddddd"): withdrawn("kg-2025-ddddd"),
        }
    )
    assert found(past.audit()) == [("CF741", OTHER, None)]


def test_a_deleted_case_is_a_finding_and_a_deleted_source_a_hint(past):
    past.begin()
    source = "cases/sources/paper.yaml"
    past.commit({source: "schema: casefile/source/1\nid: paper\nkind: press_article\n"})
    past.commit({source: None, path_of(CASE): None})
    result = past.audit()
    assert found(result) == [("CF741", CASE, None)]
    assert found(result, "hint") == [("CF741", "paper", None)]
    assert ["casefile withdraw" in each.hint for each in result.findings] == [True, False]


def test_a_broken_commit_is_reported_once_without_record_text(past):
    past.begin()
    wrong = case(CASE, A + B).replace("kind: arrest", "kind: Primerova")
    spoiled = past.commit({path_of(CASE): wrong})
    past.commit({path_of(CASE): case(CASE, A + B)})
    (finding,) = past.audit().findings
    assert (finding.code, finding.commit, finding.record) == ("CF743", spoiled, CASE)
    assert "CF103 at events.a1aaa.kind" in finding.message
    assert "Primerova" not in finding.message


def test_a_record_is_judged_by_the_settings_of_its_time(past):
    past.commit({"casefile.yaml": f"{SETTINGS.replace('restricted', 'public')}ceiling: public\n"})
    past.commit({path_of(CASE): case(CASE, more="tier: restricted\n")})
    past.commit({"casefile.yaml": SETTINGS})
    assert found(past.audit()) == [("CF743", CASE, None)]


def test_a_merge_of_both_sides_has_no_findings(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.git("checkout", "-q", "main")
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    past.merge("side")
    assert past.audit().findings == ()


@pytest.mark.parametrize("how", [("-s", "ours"), ("-X", "ours")])
def test_a_merge_that_drops_the_other_side_is_reported(past, how):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): case(CASE, A + B + event("d4ddd", "2025-06-02"))})
    merged = past.merge("side", *how)
    (finding,) = past.audit().findings
    assert (finding.code, finding.commit, finding.event) == ("CF742", merged, "c3ccc")


def test_a_loss_on_one_side_is_not_reported_for_the_merge(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): case(CASE, B)})
    past.merge("side")
    assert found(past.audit()) == [("CF740", CASE, "a1aaa")]


def test_a_rename_and_a_withdrawal_on_one_side_go_through_a_merge(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({"README.md": "words"})
    past.git("checkout", "-q", "main")
    new = case("kg-2025-ccccc", A + B, f"formerly:\n  - {CASE}\n")
    past.commit({path_of(CASE): None, path_of("kg-2025-ccccc"): new})
    past.commit({path_of(OTHER): None, path_of("kg-2025-ddddd"): withdrawn("kg-2025-ddddd")})
    past.merge("side")
    assert past.audit().findings == ()


def test_commits_outside_the_register_are_not_counted(past):
    past.begin()
    past.commit({"src/tool.py": "print()"})
    result = past.audit()
    assert (result.commits, result.history) == (2, 3)


def test_a_record_replaced_by_a_link_is_reported(past):
    past.begin()
    (past.folder / path_of(CASE)).unlink()
    (past.folder / path_of(CASE)).symlink_to("/etc/passwd")
    past.commit()
    assert found(past.audit()) == [("CF743", CASE, None)]


def test_an_identity_that_git_guessed_is_hinted_at_once_and_not_repeated(past):
    past.begin()
    for day in ("2025-06-01", "2025-06-02"):
        past.commit(
            {path_of(CASE): case(CASE, A + B + event("c3ccc", day))}, "--author=x <ayperi@laptop.local>"
        )
    (hint,) = (each for each in past.audit().findings if each.level == "hint")
    assert hint.code == "CF748"
    assert hint.message.startswith("2 commits")
    assert "ayperi" not in hint.message


def test_nothing_committed_is_no_finding(past):
    (past.folder / "casefile.yaml").write_text(SETTINGS, encoding="utf-8")
    assert past.audit().head is None


def test_a_withdrawn_case_restored_by_a_merge_is_reported_while_it_exists(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): None, path_of("kg-2025-zzzzz"): withdrawn("kg-2025-zzzzz")})
    assert past.audit().findings == ()
    past.git.run("merge", "-q", "side")
    back = past.commit()
    result = past.audit()
    assert found(result) == [("CF750", CASE, None)]
    assert result.findings[0].commit == back
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    assert past.audit().findings[0].commit == back
    past.commit({path_of(CASE): None})
    assert past.audit().findings == ()


def test_a_case_that_was_written_on_while_another_branch_withdrew_it_did_not_come_back(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): None, path_of("kg-2025-zzzzz"): withdrawn("kg-2025-zzzzz")})
    past.git("checkout", "-q", "side")
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.git("checkout", "-q", "main")
    past.git.run("merge", "-q", "side")
    past.commit({path_of(CASE): None})
    assert past.audit().findings == ()


@pytest.mark.parametrize("first", ["join", "withdrawal"])
def test_a_withdrawn_case_that_another_branch_joined_to_one_came_back(past, first):
    past.begin()
    past.commit({path_of("kg-2025-ccccc"): case("kg-2025-ccccc", event("c3ccc"))})
    gone = {path_of("kg-2025-ccccc"): None}
    joined = case(CASE, A + B + event("c3ccc"), "formerly:\n  - kg-2025-ccccc\n")
    join = {**gone, path_of(CASE): joined}
    withdrawal = {**gone, path_of("kg-2025-zzzzz"): withdrawn("kg-2025-zzzzz")}
    past.git("branch", "side")
    past.commit(join if first == "join" else withdrawal)
    past.git("switch", "-q", "side")
    past.commit(withdrawal if first == "join" else join)
    past.git("switch", "-q", "main")
    assert past.audit().findings == ()
    back = past.merge("side")
    (finding,) = past.audit().findings
    assert (finding.code, finding.commit, finding.record) == ("CF750", back, CASE)


def test_an_undone_withdrawal_in_the_same_file_is_reported(past):
    past.begin()
    past.commit({path_of(CASE): withdrawn(CASE)})
    back = past.commit({path_of(CASE): case(CASE, A + B)})
    (finding,) = past.audit().findings
    assert (finding.code, finding.commit) == ("CF750", back)


def test_a_case_withdrawn_again_is_not_reported(past):
    past.begin()
    past.commit({path_of(CASE): withdrawn(CASE)})
    past.commit({path_of(CASE): case(CASE, A + B)})
    past.commit({path_of(CASE): withdrawn(CASE)})
    assert past.audit().findings == ()


def test_two_renames_of_one_case_lose_none(past):
    past.begin()
    mine, yours = ("kg-2025-ccccc", "kg-2025-ddddd")
    former = f"formerly:\n  - {CASE}\n"
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): None, path_of(yours): case(yours, A + B, former)})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): None, path_of(mine): case(mine, A + B, former)})
    past.git.run("merge", "-q", "side")
    past.commit({path_of(mine): case(mine, A + B, former), path_of(yours): None})
    assert past.audit().findings == ()


def test_a_withdrawn_case_that_came_back_under_a_new_id_may_be_taken_out(past):
    past.begin()
    new = "kg-2025-nnnnn"
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): None, path_of(new): case(new, A + B, f"formerly:\n  - {CASE}\n")})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): None, path_of("kg-2025-zzzzz"): withdrawn("kg-2025-zzzzz")})
    past.git.run("merge", "-q", "side")
    past.commit({path_of(new): case(new, A + B, f"formerly:\n  - {CASE}\n")})
    assert found(past.audit()) == [("CF750", new, None)]
    past.commit({path_of(new): None})
    assert past.audit().findings == ()


def test_an_event_that_came_back_may_not_be_dropped_by_a_merge(past):
    past.begin()
    past.commit({path_of(CASE): case(CASE, B)})
    past.commit({path_of(CASE): case(CASE, A + B)})
    past.git("checkout", "-q", "-b", "side")
    past.commit({"README.md": "words"})
    past.git("checkout", "-q", "main")
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    past.git("merge", "-q", "--no-ff", "--no-commit", "side")
    past.commit({path_of(CASE): case(CASE, B)})
    assert [each.code for each in past.audit().findings] == ["CF740", "CF742"]


def test_an_event_that_came_back_on_one_branch_may_stay_away_by_the_other(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, B)})
    past.commit({path_of(CASE): case(CASE, A + B)})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): case(CASE, B)})
    past.git("merge", "-q", "--no-ff", "--no-commit", "side")
    past.commit({path_of(CASE): case(CASE, B)})
    assert [each.code for each in past.audit().findings] == ["CF740", "CF740"]


@pytest.mark.parametrize("notice", [CASE, "kg-2025-zzzzz"])
def test_changes_to_a_restored_case_are_reported(past, notice):
    past.begin()
    gone = {path_of(CASE): None} if notice != CASE else {}
    past.commit({**gone, path_of(notice): withdrawn(notice)})
    past.git("revert", "--no-edit", "HEAD", **past.tick())
    assert found(past.audit()) == [("CF750", CASE, None)]
    past.commit({path_of(CASE): case(CASE, event("b2bbb", "2025-05-31"))})
    assert found(past.audit()) == [
        ("CF740", CASE, "a1aaa"),
        ("CF752", CASE, "b2bbb"),
        ("CF750", CASE, None),
    ]


def test_a_removed_withdrawal_notice_is_reported(past):
    past.begin()
    past.commit({path_of(CASE): None, path_of("kg-2025-zzzzz"): withdrawn("kg-2025-zzzzz")})
    past.commit({path_of("kg-2025-zzzzz"): None})
    (finding,) = past.audit().findings
    assert finding.code == "CF741"
    assert "casefile withdraw" not in finding.hint


def test_a_merge_that_renames_a_case_keeps_the_events_of_both_sides(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): case(CASE, A + B, "tags:\n  - a\n")})
    past.git("merge", "-q", "--no-commit", "-s", "ours", "side")
    new = case("kg-2025-zzzzz", A + B, f"formerly:\n  - {CASE}\ntags:\n  - a\n")
    past.commit({path_of(CASE): None, path_of("kg-2025-zzzzz"): new})
    assert ("CF742", CASE, "c3ccc") in found(past.audit())


NEW = "kg-2025-zzzzz"


def test_an_event_that_goes_to_a_new_record_under_an_id_that_was_never_joined_is_found(past):
    past.begin()
    past.commit({path_of(CASE): case(CASE, A + B, f"formerly:\n  - {NEW}\n")})
    past.commit({path_of(CASE): case(CASE, B), path_of(NEW): case(NEW, A)})
    assert found(past.audit()) == [("CF740", CASE, "a1aaa")]
    past.commit({path_of(NEW): withdrawn(NEW)})
    assert found(past.audit()) == [("CF740", CASE, "a1aaa")]


def test_a_later_join_does_not_explain_an_event_that_is_gone(past):
    past.begin()
    past.commit({path_of(CASE): case(CASE, A + B, f"formerly:\n  - {NEW}\n")})
    past.commit({path_of(CASE): case(CASE, B), path_of(NEW): case(NEW, A)})
    past.commit({path_of(NEW): None, path_of(CASE): case(CASE, A + B, f"formerly:\n  - {NEW}\n")})
    assert found(past.audit()) == [("CF740", CASE, "a1aaa")]


C = event("c3ccc", "2025-06-01")


@pytest.mark.parametrize("back", [C, A + C])
def test_a_join_is_taken_back_where_the_record_that_was_joined_is_as_before(past, back):
    past.commit({"casefile.yaml": SETTINGS})
    past.commit({path_of(CASE): case(CASE, A + B), path_of(NEW): case(NEW, C)})
    past.commit({path_of(NEW): None, path_of(CASE): case(CASE, A + B + C, f"formerly:\n  - {NEW}\n")})
    assert found(past.audit()) == []
    rest = B if back != C else A + B
    past.commit({path_of(CASE): case(CASE, rest), path_of(NEW): case(NEW, back)})
    expected = [("CF740", CASE, "a1aaa"), ("CF740", CASE, "c3ccc")] if back != C else []
    assert found(past.audit()) == expected


@pytest.mark.parametrize("other", [A.replace("2025-05-28", "2025-05-29") + B, B])
@pytest.mark.parametrize("first", [True, False])
def test_every_copy_of_a_renamed_case_has_its_events(past, other, first):
    past.begin()
    ids = ["kg-2025-ccccc", "kg-2025-ddddd"]
    texts = [other, A + B] if first else [A + B, other]
    files = {
        path_of(name): case(name, text, f"formerly:\n  - {CASE}\n")
        for name, text in zip(ids, texts, strict=True)
    }
    past.commit({path_of(CASE): None, **files})
    spoiled, sound = ids if first else ids[::-1]
    told = [("CF740", CASE, "a1aaa")] if other == B else [("CF752", spoiled, "a1aaa")]
    assert found(past.audit()) == told
    past.commit({path_of(sound): withdrawn(sound)})
    assert found(past.audit()) == told


def test_a_record_of_another_kind_under_the_same_id_takes_no_place_of_a_deleted_case(past):
    past.begin()
    empty = case(OTHER, "").replace("events:\n", "")
    past.commit({path_of("kg-2025-ccccc"): empty.replace(OTHER, "kg-2025-ccccc")})
    source = (
        "schema: casefile/source/1\nid: kg-2025-ccccc\nkind: news\nurl: https://example.org/a\ntitle: A\n"
    )
    past.commit({path_of("kg-2025-ccccc"): None, "cases/sources/kg-2025-ccccc.yaml": source})
    assert ("CF741", "kg-2025-ccccc", None) in found(past.audit())


@pytest.mark.parametrize("gone", ["an event", "a record"])
def test_a_merge_may_not_drop_an_entry_that_one_side_restored(past, gone):
    past.begin()
    without = case(CASE, B) if gone == "an event" else None
    past.commit({path_of(CASE): without})
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, A + B)})
    past.git("checkout", "-q", "main")
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    merged = past.merge("side", "-s", "ours")
    first, second = past.audit().findings
    assert first.code == ("CF740" if gone == "an event" else "CF741")
    assert (second.code, second.commit, second.record) == ("CF742", merged, CASE)
