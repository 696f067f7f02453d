from __future__ import annotations

import hashlib
import os

import pytest

from support.trail import found

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


def test_a_kept_file_as_its_source_says_is_counted(kept):
    result = kept.audit()
    assert (result.findings, result.kept) == ((), 1)


def test_a_missing_file_and_a_changed_one_are_told(kept):
    place = kept.folder / "evidence" / "orders" / "order.pdf"
    place.write_text("another order\n", encoding="ascii")
    (changed,) = kept.audit().findings
    place.unlink()
    (missing,) = kept.audit().findings
    assert (changed.code, changed.record) == (missing.code, missing.record) == ("CF746", "paper")
    assert "changed or replaced" in changed.message
    assert "missing" in missing.message


def test_a_digest_that_was_exchanged_with_its_file_is_hinted_at(kept):
    other = hashlib.sha256(b"another order\n").hexdigest()
    kept.commit({PAPER: source(other), "evidence/orders/order.pdf": "another order\n"})
    assert found(kept.audit(), "hint") == [("CF746", "paper", None)]


def test_links_and_pipes_are_not_followed(kept, tmp_path):
    place = kept.folder / "evidence" / "orders" / "order.pdf"
    place.unlink()
    (tmp_path / "order.pdf").write_text("an order\n", encoding="ascii")
    place.symlink_to(tmp_path / "order.pdf")
    assert "behind a link" in kept.audit().findings[0].message
    place.unlink()
    os.mkfifo(place)
    assert "no ordinary file" in kept.audit().findings[0].message


def test_a_path_that_leads_out_is_told(kept):
    kept.commit({PAPER: source(file="../casefile.yaml")})
    assert any("leads out" in each.message for each in kept.audit().findings)


def test_a_path_that_names_evidence_once_more_is_told(kept):
    kept.commit({PAPER: source(file="evidence/orders/order.pdf")})
    missing, invalid = kept.audit().findings[::-1]
    assert missing.message.endswith("its path is counted from there, and begins with evidence/ once more")
    assert "CF330 at file" in invalid.message
