from __future__ import annotations

import hashlib
import os

import pytest

from support.trail import CASE, case, found, path_of

PAPER = "cases/sources/paper.yaml"
DIGEST = hashlib.sha256(b"an order\n").hexdigest()


def source(digest: str = DIGEST, file: str = "orders/order.pdf") -> str:
    head = "schema: casefile/source/1\nid: paper\nkind: court_record\n"
    return f'{head}sha256: "{digest}"\nfile: {file}\n'


@pytest.fixture
def kept(past):
    """A register with one source and its kept file."""
    past.begin()
    past.commit({PAPER: source(), "evidence/orders/order.pdf": "an order\n"})
    return past


def test_an_evidence_file_with_the_right_digest_is_counted(kept):
    result = kept.audit()
    assert (result.findings, result.kept) == ((), 1)


def test_missing_and_changed_evidence_files_are_reported(kept):
    place = kept.folder / "evidence" / "orders" / "order.pdf"
    place.write_text("another order\n", encoding="ascii")
    (changed,) = kept.audit().findings
    place.unlink()
    (missing,) = kept.audit().findings
    assert (changed.code, changed.record) == (missing.code, missing.record) == ("CF746", "paper")
    assert changed.message != missing.message


OTHER = hashlib.sha256(b"another order\n").hexdigest()
SWAPPED = {PAPER: source(OTHER), "evidence/orders/order.pdf": "another order\n"}
REASON = ("-m", "Reason: a better scan")


@pytest.mark.parametrize("words", [(), REASON])
def test_a_digest_replaced_with_its_file_is_found_even_with_a_reason(kept, words):
    swapped = kept.commit(SWAPPED, *words)
    (finding,) = kept.audit().findings
    assert (finding.code, finding.commit, finding.path) == ("CF754", swapped, PAPER)
    assert found(kept.audit()) == [("CF754", "paper", None)]


def test_a_swap_in_two_commits_is_found(kept):
    kept.commit({"evidence/orders/order.pdf": "another order\n"})
    kept.commit({PAPER: source(OTHER)}, *REASON)
    assert found(kept.audit()) == [("CF754", "paper", None)]


@pytest.mark.parametrize("between", [None, source().replace(f'sha256: "{DIGEST}"\n', "")])
def test_a_swap_by_way_of_a_source_without_a_digest_is_found(kept, between):
    kept.commit({PAPER: between})
    kept.commit(SWAPPED)
    assert ("CF754", "paper", None) in found(kept.audit())


def test_a_swap_in_a_renamed_source_is_found(kept):
    renamed = source(OTHER).replace("id: paper\n", "id: order\nformerly:\n  - paper\n")
    kept.commit({PAPER: None, "cases/sources/order.yaml": renamed})
    assert ("CF754", "order", None) in found(kept.audit())


def test_a_wrong_digest_that_is_corrected_with_a_reason_is_hinted_at(kept):
    kept.commit({PAPER: source(OTHER)}, *REASON)
    kept.commit({PAPER: source()}, *REASON)
    assert (found(kept.audit()), found(kept.audit(), "hint")) == ([], [("CF754", "paper", None)])


SCAN = "evidence/orders/scan.pdf"


def test_a_swap_of_the_digest_and_the_path_is_found(kept):
    kept.commit({PAPER: source(OTHER, "orders/scan.pdf"), SCAN: "another order\n"}, *REASON)
    assert found(kept.audit()) == [("CF754", "paper", None)]


def test_a_swap_by_way_of_another_path_is_found(kept):
    kept.commit({PAPER: source(DIGEST, "orders/scan.pdf"), SCAN: "another order\n"}, *REASON)
    kept.commit({PAPER: source(OTHER, "orders/scan.pdf")}, *REASON)
    assert found(kept.audit()) == [("CF754", "paper", None)]


def test_a_wrong_digest_of_a_file_that_moved_may_be_corrected(kept):
    kept.commit({PAPER: source(OTHER)}, *REASON)
    kept.git("mv", "evidence/orders/order.pdf", SCAN)
    kept.commit({PAPER: source(OTHER, "orders/scan.pdf")})
    kept.commit({PAPER: source(DIGEST, "orders/scan.pdf")}, *REASON)
    assert found(kept.audit()) == []


UNNAMED = source().replace("file: orders/order.pdf\n", "")


@pytest.mark.parametrize(("words", "level"), [((), "finding"), (REASON, "hint")])
def test_a_source_that_no_longer_names_its_kept_file_is_found(kept, words, level):
    unnamed = kept.commit({PAPER: UNNAMED, "evidence/orders/order.pdf": None}, *words)
    (finding,) = kept.audit().findings
    assert (finding.code, finding.commit, finding.level) == ("CF754", unnamed, level)


@pytest.mark.parametrize("is_of_a_side", [False, True])
def test_a_merge_that_no_longer_names_a_kept_file_is_found_unless_a_side_did_that(kept, is_of_a_side):
    kept.git("checkout", "-q", "-b", "side")
    side = kept.commit({PAPER: UNNAMED} if is_of_a_side else {"README.md": "words"})
    kept.git("checkout", "-q", "main")
    kept.commit({path_of(CASE): case(CASE)})
    kept.git("merge", "-q", "--no-ff", "--no-commit", "side")
    merged = kept.commit({PAPER: UNNAMED})
    swaps = [each.commit for each in kept.audit().findings if each.code == "CF754"]
    assert swaps == [side if is_of_a_side else merged]


@pytest.mark.parametrize("digest", [DIGEST, OTHER])
def test_a_source_that_comes_back_in_a_merge_with_another_file_is_found(kept, digest):
    kept.commit({PAPER: None})
    kept.git("checkout", "-q", "-b", "side")
    kept.commit({"README.md": "words"})
    kept.git("checkout", "-q", "main")
    kept.commit({path_of(CASE): case(CASE)})
    kept.git("merge", "-q", "--no-ff", "--no-commit", "side")
    file = "an order\n" if digest == DIGEST else "another order\n"
    merged = kept.commit({PAPER: source(digest), "evidence/orders/order.pdf": file})
    swaps = [each.commit for each in kept.audit().findings if each.code == "CF754"]
    assert swaps == ([] if digest == DIGEST else [merged])


def test_a_reverted_swap_is_reported_once(kept):
    swapped = kept.commit(SWAPPED)
    kept.git("revert", "--no-edit", "HEAD", **kept.tick())
    assert [(each.code, each.commit) for each in kept.audit().findings] == [("CF754", swapped)]


def test_another_way_to_write_a_digest_is_no_swap(kept):
    kept.commit({PAPER: source(DIGEST.upper())})
    assert "CF754" not in {each.code for each in kept.audit().findings}


def test_a_swap_in_a_merge_is_found_unless_a_side_has_it(kept):
    kept.git("checkout", "-q", "-b", "side")
    kept.commit({"README.md": "words"})
    kept.git("checkout", "-q", "main")
    kept.commit({path_of(CASE): case(CASE)})
    kept.git("merge", "-q", "--no-ff", "--no-commit", "side")
    assert "CF754" not in {each.code for each in kept.audit().findings}
    merged = kept.commit(SWAPPED)
    assert [each.commit for each in kept.audit().findings if each.code == "CF754"] == [merged]


def test_links_and_pipes_are_not_followed(kept, tmp_path):
    place = kept.folder / "evidence" / "orders" / "order.pdf"
    place.unlink()
    (tmp_path / "order.pdf").write_text("an order\n", encoding="ascii")
    place.symlink_to(tmp_path / "order.pdf")
    assert "behind a link" in kept.audit().findings[0].message
    place.unlink()
    os.mkfifo(place)
    assert "not a regular file" in kept.audit().findings[0].message


def test_a_path_out_of_the_folder_is_reported(kept):
    kept.commit({PAPER: source(file="../casefile.yaml")})
    assert any("not below evidence/" in each.message for each in kept.audit().findings)


def test_a_path_that_repeats_evidence_is_reported(kept):
    kept.commit({PAPER: source(file="evidence/orders/order.pdf")})
    missing, invalid = kept.audit().findings[::-1]
    assert "evidence/" in missing.message
    assert "CF330 at file" in invalid.message
