"""What `git diff` compares: layout shows nothing, everything else does, each entry under its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casefile.views.review_text import escape_unreadable, review_text

CASE = """\
schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: unnamed
  descriptor: video operator  # as the lawyer calls them
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    place: Bishkek
    kind: arrest
  # The order that counts.
  - id: k3m9x
    type: hearing
    date: "[2025-07-19..2025-07-21]"
    outcome: extended
    until: "2025-09-21"
"""
REVIEWED = """\
schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  identification: unnamed
  descriptor: video operator  # as the lawyer calls them
events:
  - 2025-05-28 detention h2v5t
    place: Bishkek
    kind: arrest
  # The order that counts.
  - [2025-07-19..2025-07-21] hearing k3m9x
    outcome: extended
    until: "2025-09-21"
"""
LAID_OUT_OTHERWISE = """\
country:   'KG'
id: "kg-2025-7k3mq"
schema: casefile/case/1
events:
# The order that counts.
- {until: 2025-09-21, outcome: extended, date: "[2025-07-19..2025-07-21]", id: k3m9x, type: hearing}
- {type: detention, id: h2v5t, kind: arrest, date: 2025-05-28, place: "Bishkek"}
person:
    descriptor: 'video operator' # as the lawyer calls them
    identification: unnamed
"""
CASES = sorted((Path(__file__).parents[2] / "cases").rglob("*.yaml"))


def seen(text: str) -> str | None:
    return review_text(text.encode())


def test_an_entry_begins_with_its_date_type_and_id():
    assert seen(CASE) == REVIEWED


@pytest.mark.parametrize(
    "text",
    [
        LAID_OUT_OTHERWISE,
        CASE.replace("\n", "\r\n"),
        "\ufeff" + CASE,
        CASE.replace('"2025-05-28"', "2025-05-28"),
    ],
    ids=["keys, quotes and order", "line ends", "a byte-order mark", "a date without quotes"],
)
def test_another_layout_shows_nothing(text):
    assert text != CASE
    assert seen(text) == REVIEWED


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_line_of_a_record_counts(path):
    """Whatever value changes, and wherever it stands, the text that git compares changes too."""
    lines = path.read_text(encoding="utf-8").splitlines()
    whole = seen("\n".join(lines) + "\n")
    assert whole is not None
    for place in range(1, len(lines), 7 if len(lines) > 100 else 3):
        field, colon, value = lines[place].partition(": ")
        if colon and "schema" not in field:
            other = f'{field}: "x{value.strip(chr(34))}"'
            changed = seen("\n".join([*lines[:place], other, *lines[place + 1 :]]) + "\n")
            assert changed not in {whole, None}, lines[place]


def test_a_record_that_the_model_refuses_is_shown_as_well():
    text = seen(CASE.replace("kind: arrest", "kind: nonsense"))
    assert text is not None
    assert "  - 2025-05-28 detention h2v5t\n    place: Bishkek\n    kind: nonsense\n" in text


LONG = "The court left him in custody; on which day is not stated. His lawyers say that they were not called."


def test_a_long_text_has_a_line_for_each_sentence():
    text = seen(CASE.replace("kind: arrest", f"kind: arrest\n    summary: {LONG}"))
    assert text is not None
    assert (
        "    summary: The court left him in custody;\n"
        "        on which day is not stated.\n"
        "        His lawyers say that they were not called.\n"
    ) in text


def test_a_text_of_several_lines_keeps_them():
    literal = f"summary: |-\n      {LONG}\n\n      And again: {LONG}"
    text = seen(CASE.replace("kind: arrest", f"kind: arrest\n    {literal}"))
    assert text is not None
    assert literal in text
    broken = LONG.replace("stated. ", "stated.\n          ")
    assert seen(CASE.replace("kind: arrest", f"kind: arrest\n    summary: |-\n      {broken}")) != seen(
        CASE.replace("kind: arrest", f"kind: arrest\n    summary: {LONG}")
    )


def test_a_conflict_is_laid_out_like_both_its_sides():
    sides = [
        CASE.replace("kind: arrest", f"kind: {kind}\n    summary: {LONG}") for kind in ("stop", "arrest")
    ]
    ours, theirs = "    kind: stop\n", "    kind: arrest\n"
    conflict = f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    text = escape_unreadable(sides[0].replace(ours, conflict))
    assert review_text(text.encode()) is None
    assert [text.replace(conflict, side) for side in (ours, theirs)] == [seen(side) for side in sides]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "apiVersion: v1\nkind: List\n",
        "- a list\n",
        "schema: another/case/1\n",
        CASE + "<<<<<<< ours\nid: a\n=======\nid: b\n>>>>>>> theirs\n",
        CASE + "country: KZ\n",
        "schema: &anchor casefile/case/1\n",
    ],
    ids=["nothing", "other YAML", "a list", "another schema", "a conflict", "a key twice", "an anchor"],
)
def test_text_that_is_no_record_is_unchanged(text):
    assert seen(text) is None


def test_bytes_that_are_no_text_are_left_alone():
    assert review_text(b"schema: \xff\xfe") is None


def test_a_line_that_only_looks_like_an_entry_is_kept():
    fake = CASE.replace("  - id: k3m9x", "  - 2025-05-28 detention h2v5t\n  - id: k3m9x")
    assert escape_unreadable(fake) == fake
