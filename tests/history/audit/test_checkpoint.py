from __future__ import annotations

import json
import subprocess
import zlib
from datetime import UTC, datetime

import pytest

from casefile.errors import BadInput, Collision, MachineTrouble, NotFound
from casefile.files import worker_processes
from casefile.terminal.audit_page import INSIDE, audit_page
from casefile.terminal.markdown_pages import markdown
from support.trail import CASE, OTHER, SETTINGS, Past, case, event, found, path_of

A, B = event("a1aaa"), event("b2bbb", "2025-05-30")

WRITTEN = datetime(2025, 6, 1, 5, tzinfo=UTC)


@pytest.fixture
def kept(past, tmp_path):
    """A register of four commits, and where its checkpoint is kept."""
    past.begin()
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    place = tmp_path / "checkpoint.json"
    past.audit(write=place, now=WRITTEN)
    return place


def rewritten(past: Past, *words: str) -> None:
    """Filter the whole history, as somebody would who has something to hide."""
    past.git("filter-branch", "-f", *words, "--", "--all", FILTER_BRANCH_SQUELCH_WARNING="1")


def test_a_checkpoint_describes_the_history(past, kept):
    said = json.loads(kept.read_text(encoding="utf-8"))
    assert said["head"] == past.git("rev-parse", "HEAD")
    assert (said["title"], said["written"]) == ("A test register", "2025-06-01T05:00:00Z")
    assert (said["commits"], said["records"]) == (4, 2)
    assert said["history"] == [
        " ".join(each[:12] for each in past.git("rev-list", "--reverse", "HEAD").split())
    ]
    assert "reporter" not in kept.read_text(encoding="utf-8")


def test_a_history_that_grew_is_the_same(past, kept):
    past.commit(
        {path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01") + event("e5eee", "2025-06-03"))}
    )
    result = past.audit(kept)
    assert result.findings == ()
    assert (result.compared.grown, result.compared.proven) == (1, True)


def test_an_amended_commit_is_reported_with_its_replacement(past, kept):
    old = past.git("rev-parse", "HEAD")
    past.git("commit", "-q", "--amend", "-m", "nothing to see", **past.tick())
    result = past.audit(kept)
    (finding,) = result.findings
    assert (finding.code, finding.commit) == ("CF747", past.git("rev-parse", "HEAD"))
    assert ("commit 4 of 4" in finding.message, old[:12] in finding.message) == (True, True)


def test_a_rebased_history_names_the_first_commit_that_differs(past, kept):
    old = past.git("rev-list", "--reverse", "HEAD").split()
    past.git("rebase", "-q", "--exec", "true", "--force-rebase", "HEAD~2", **past.tick())
    result = past.audit(kept)
    assert result.compared.place == 3
    assert result.compared.missing == old[2][:12]
    assert result.compared.instead == past.git("rev-parse", "HEAD~1")


def test_a_filtered_history_is_reported_from_its_root(past, kept):
    rewritten(past, "--env-filter", "GIT_AUTHOR_NAME=somebody")
    result = past.audit(kept)
    assert (result.compared.place, result.compared.instead) == (
        1,
        past.git("rev-list", "--max-parents=0", "HEAD"),
    )


def test_a_shortened_history_is_reported(past, kept):
    old = past.git("rev-parse", "HEAD")
    past.git("reset", "-q", "--hard", "HEAD~1")
    (finding,) = past.audit(kept).findings
    assert (finding.code, finding.commit) == ("CF747", old[:12])


def test_a_rewritten_merged_branch_is_reported(past, tmp_path):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))})
    past.git("checkout", "-q", "main")
    past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    past.merge("side")
    place = tmp_path / "checkpoint.json"
    past.audit(write=place)
    side = past.git("rev-parse", "side")
    rewritten(past, "--msg-filter", "sed 's/step 2/step two/'")
    assert past.audit(place).compared.missing == side[:12]


def test_a_digest_that_differs_is_reported_though_all_commits_exist(past, kept):
    said = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps(said | {"digest": "0" * 64}), encoding="utf-8")
    (finding,) = past.audit(kept).findings
    assert (finding.code, finding.commit) == ("CF747", said["head"])


def test_a_replaced_blob_in_the_object_store_is_reported(past, kept):
    blob = past.git("rev-parse", f"HEAD:{path_of(CASE)}")
    held = past.git("cat-file", "blob", blob).replace("arrest", "search").encode()
    place = past.folder / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o644)
    place.write_bytes(zlib.compress(b"blob %d\0%s\n" % (len(held) + 1, held)))
    told = past.audit(kept).findings
    brought = past.git("log", "--format=%H", "-1", "--", path_of(CASE))
    assert ("CF747", brought) in [(each.code, each.commit) for each in told]


def test_grafts_and_replacements_hide_nothing(past, kept):
    spoiled = past.commit({path_of(CASE): case(CASE, B)})
    tip = past.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02") + event("f6fff"))})
    past.git("replace", "--graft", tip, f"{spoiled}~1")
    result = past.audit(kept)
    assert ("CF740", CASE, "a1aaa") in found(result)
    assert found(result, "hint") == [("CF747", None, None)]
    past.git("replace", "-d", tip)
    (past.folder / ".git" / "info" / "grafts").write_text(f"{tip}\n", encoding="ascii")
    result = past.audit(kept)
    assert ("CF740", CASE, "a1aaa") in found(result)
    assert found(result, "hint") == [("CF747", None, None)]


def test_a_shallow_clone_is_noted_and_missing_commits_are_not_judged(past, kept, git_in, tmp_path):
    past.commit(
        {path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01") + event("e5eee", "2025-06-03"))}
    )
    for depth in (1, 2):
        clone = tmp_path / f"clone-{depth}"
        past.git("clone", "-q", f"--depth={depth}", past.folder.as_uri(), str(clone))
        shallow = Past(git_in(clone), clone)
        result = shallow.audit()
        assert result.shallow
        assert result.findings == ()
        with pytest.raises(MachineTrouble):
            shallow.audit(write=tmp_path / "another.json")
        if depth == 1:
            with pytest.raises(MachineTrouble) as refused:
                shallow.audit(kept)
            assert refused.value.code == "CF816"
        else:
            assert (shallow.audit(kept).compared.grown, shallow.audit(kept).compared.proven) == (1, None)


def test_the_checkpoint_of_another_register_is_refused(kept, git_in, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    other = Past(git_in(folder), folder)
    other.git("config", "user.name", "desk-9")
    other.git("config", "user.email", "desk-9@register.invalid")
    other.commit({"casefile.yaml": SETTINGS.replace("A test register", "Another one")})
    with pytest.raises(BadInput) as refused:
        other.audit(kept)
    assert refused.value.code == "CF749"


@pytest.mark.parametrize("text", ["", "{}", "[]", "\0", '{"checkpoint": "casefile/checkpoint/1"}'])
def test_an_invalid_checkpoint_is_refused(past, tmp_path, text):
    past.begin()
    place = tmp_path / "none.json"
    with pytest.raises(NotFound):
        past.audit(place)
    place.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        past.audit(place)


def test_a_checkpoint_is_not_written_over_nor_into_the_register(past, kept):
    before = kept.read_bytes()
    with pytest.raises(Collision):
        past.audit(write=kept)
    assert kept.read_bytes() == before
    past.commit(
        {path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01") + event("e5eee", "2025-06-03"))}
    )
    past.audit(kept, write=kept, force=True)
    assert json.loads(kept.read_bytes())["commits"] == 5
    with pytest.raises(BadInput):
        past.audit(write=past.folder / "cases" / "checkpoint.json")


def test_a_changed_history_gets_no_new_checkpoint(past, kept):
    before = kept.read_bytes()
    past.git("commit", "-q", "--amend", "-m", "nothing to see", **past.tick())
    assert past.audit(kept, write=kept, force=True).written is None
    assert kept.read_bytes() == before


def test_findings_known_to_a_checkpoint_do_not_fail_again(past, tmp_path):
    past.begin()
    past.commit({path_of(CASE): case(CASE, B)})
    place = tmp_path / "checkpoint.json"
    assert len(past.audit(write=place, now=WRITTEN).standing) == 1
    again = past.audit(place)
    assert (len(again.findings), again.standing) == (1, ())
    past.commit({path_of(OTHER): case(OTHER, B)})
    assert [each.record for each in past.audit(place).standing] == [OTHER]


def test_a_register_in_a_folder_of_a_repository_is_audited_with_its_own_files(git, tmp_path):
    folder = git.folder / "register"
    folder.mkdir()
    past = Past(git, folder)
    past.begin()
    (git.folder / "README.md").write_text("words", encoding="ascii")
    past.commit()
    spoiled = past.commit({path_of(CASE): case(CASE, B)})
    place = tmp_path / "checkpoint.json"
    result = past.audit(write=place)
    assert (result.commits, result.history, result.records) == (3, 4, 2)
    assert [(each.code, each.commit) for each in result.findings] == [("CF740", spoiled)]
    assert past.audit(place).standing == ()


def test_many_files_are_read_by_several_processes_alike(past, monkeypatch):
    past.begin()
    past.commit({path_of(CASE): case(CASE, B)})
    alone = past.audit()
    monkeypatch.setattr(worker_processes, "PAYS", 1)
    monkeypatch.setattr(worker_processes, "process_count", lambda: 2)
    assert past.audit() == alone


def test_a_spoilt_checkpoint_is_not_to_be_replaced(past, kept):
    kept.write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        past.audit(kept)
    assert refused.value.code == "CF749"
    assert refused.value.hint


@pytest.mark.parametrize("inside", [True, False])
def test_a_checkpoint_inside_the_register_is_noted(past, tmp_path, inside):
    past.begin()
    place = (past.folder if inside else tmp_path) / "june.json"
    page = " ".join(markdown(audit_page(past.audit(write=place), 80, str(place))).split())
    assert place.exists()
    assert (INSIDE in page) == inside


def test_commits_of_no_day_that_can_be_read_are_counted(past):
    past.begin()
    tree = past.git("rev-parse", "HEAD^{tree}")
    blob = past.git("hash-object", "-w", "--stdin", stdin="schema: casefile/settings/1\ntitle: Other\n")
    changed = past.git("ls-tree", tree).replace(past.git("rev-parse", "HEAD:casefile.yaml"), blob)
    raw = (
        f"tree {past.git('mktree', stdin=changed + chr(10))}\nparent {past.git('rev-parse', 'HEAD')}\n"
        "author desk-1 <desk-1@register.invalid> notadate\n"
        "committer desk-1 <desk-1@register.invalid> notadate\n\nno day\n"
    )
    commit = past.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    past.git("update-ref", "HEAD", commit)
    result = past.audit()
    assert (result.commits, result.undated, result.as_data()["undated"]) == (3, 1, 1)
    assert "on 1 June 2025; 1 " in " ".join(markdown(audit_page(result, 80)).split())


def test_a_checkpoint_covers_its_commits_for_later_rules(past, tmp_path):
    past.begin()
    past.commit({path_of(CASE): case(CASE, event("a1aaa", "2025-05-29") + B)})
    place = tmp_path / "checkpoint.json"
    past.audit(write=place, now=WRITTEN)
    said = json.loads(place.read_text(encoding="utf-8"))
    old = {key: value for key, value in said.items() if key != "rules"} | {"findings": []}
    place.write_text(json.dumps(old), encoding="utf-8")
    past.commit({path_of(OTHER): case(OTHER, event("a1aaa", "2025-05-29") + B)})
    result = past.audit(place)
    assert [(each.code, each.record, each.known) for each in result.findings] == [
        ("CF752", CASE, True),
        ("CF752", OTHER, False),
    ]
    place.write_text(json.dumps(said | {"findings": []}), encoding="utf-8")
    assert [each.record for each in past.audit(place).standing] == [CASE, OTHER]
