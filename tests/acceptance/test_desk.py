"""The desk the next day: due, stats and today, as the installed command prints them at eighty columns."""

from __future__ import annotations

import os

import pytest

ALEKSANDROV = "kg-2025-aleksander-aleksandrov"
DUULATOV = "kg-2025-joomart-duulatov"
EMPTY = "schema: casefile/settings/1\n"
SOURCE = ("--source", "occrp-2025-06-04")
A_CASE = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"


@pytest.fixture
def empty(tmp_path, git):
    """Return a register in which there is no record."""
    folder = tmp_path / "empty"
    (folder / "cases").mkdir(parents=True)
    (folder / "casefile.yaml").write_text(EMPTY, encoding="utf-8")
    git(folder, "init", "--quiet")
    return folder


def kinds(envelope):
    return {(row["record"], row["kind"]) for row in envelope["data"]}


def test_orders_that_end_are_due_two_weeks_before(casefile_json):
    rows = casefile_json("due", "--on", "2025-07-10")["data"]

    ends = [row for row in rows if row["kind"] == "order_ends"]
    assert [row["record"] for row in ends] == [ALEKSANDROV, DUULATOV]
    assert "21 July 2025" in ends[0].pop("text")
    assert ends[0] == {
        "date": "2025-07-21",
        "days": 11,
        "kind": "order_ends",
        "record": ALEKSANDROV,
        "name": "Aleksander Aleksandrov",
        "event": None,
    }


def test_a_lapsed_order_is_due_until_there_is_news(casefile_json):
    found = kinds(casefile_json("due", "--on", "2025-07-25"))

    assert {(ALEKSANDROV, "lapsed"), (DUULATOV, "lapsed"), (ALEKSANDROV, "hearing")} <= found
    assert (ALEKSANDROV, "hearing_passed") in kinds(casefile_json("due", "--on", "2025-08-06"))
    assert not {ALEKSANDROV, DUULATOV} & {each for each, _ in kinds(casefile_json("due"))}


def test_a_deadline_recorded_later_is_not_due_as_of_an_earlier_commit(casefile, casefile_json, git, register):
    before = git(register, "rev-parse", "HEAD").strip()
    casefile(
        *("record", "intervention", "temirov-live-2024", "--date", "2025-06-01"),
        *("--reply-due", "2025-07-12", *SOURCE),
    )

    replies = ("temirov-live-2024", "reply")
    assert replies in kinds(casefile_json("due", "--on", "2025-07-10"))
    envelope = casefile_json("due", "--on", "2025-07-10", "--known-at", before)
    assert replies not in kinds(envelope)
    assert before.startswith(envelope["known_at"].split()[0]) or before[:7] in envelope["known_at"]


def test_today_prints_json(casefile_json):
    data = casefile_json("today", "--on", "2025-07-25")["data"]

    assert list(data) == ["urgent", "held", "due", "stale", "uncommitted", "problems", "drafts", "unfinished"]
    held = data["held"]
    counted = ("held", "presumed", "lapsed", "possibly", "total")
    assert [held[each] for each in counted] == [0, 1, 2, 1, 11]
    assert held["newest"][0] == {
        "id": "kg-2025-xj2dw",
        "name": "freelance accountant of Kloop",
        "since": "2025-05-30",
        "standing": "possibly",
    }
    assert {row["kind"] for row in data["due"]} == {"clock", "lapsed", "hearing"}
    assert {row["kind"] for row in data["stale"]} == {"stale"}
    assert (data["uncommitted"], data["problems"], data["drafts"]) == ([], [], [])


def test_today_shows_drafts_uncommitted_changes_and_open_editors(casefile, casefile_json, register, git):
    casefile(
        "record",
        "note",
        "kloop-2025",
        "--date",
        "2025-07-01",
        "--summary",
        "Something.",
        "--no-commit",
        *SOURCE,
    )
    (register / "cases/kg/2022/kg-2022-bolot-temirov.yaml").unlink()
    (register / A_CASE).write_text("schema: casefile/case/1\nid: [\n", encoding="utf-8")
    (register / A_CASE).with_name(".#open.yaml").symlink_to("somebody@computer.4711:1764500000")
    kept = register / ".git/casefile/drafts"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "kg-2025-xj2dw.yaml").write_text("A Name", encoding="utf-8")
    os.utime(kept / "kg-2025-xj2dw.yaml", (1_752_000_000, 1_752_000_000))

    data = casefile_json("today", "--on", "2025-07-25")["data"]

    assert [(each["record"], each["change"]) for each in data["uncommitted"]] == [
        ("kg-2022-bolot-temirov", "gone"),
        (ALEKSANDROV, "changed"),
        ("kloop-2025", "changed"),
    ]
    assert (data["problems"][0]["path"], data["problems"][0]["errors"]) == (A_CASE, 1)
    assert [(each["name"], each["date"]) for each in data["drafts"]] == [("kg-2025-xj2dw", "2025-07-09")]
    page = casefile("today", "--on", "2025-07-25").stdout
    assert "Drafts, 1\n9 July 2025             kg-2025-xj2dw\n" in page
    assert "A Name" not in page


def test_today_of_an_empty_register(casefile, casefile_json, empty):
    page = casefile("today", "--on", "2025-07-10", cwd=empty).stdout

    headings = [part.partition("\n")[0] for part in page.split("\n\n")[1:]]
    assert headings == ["Held", "Due", "Without news", "Uncommitted, 1", "Problems", "Drafts"]
    data = casefile_json("today", "--on", "2025-07-10", cwd=empty)["data"]
    assert (data["held"]["total"], data["due"]) == (0, [])
    assert [each["path"] for each in data["uncommitted"]] == ["casefile.yaml"]


def test_a_situation_without_cases_counts_no_case(casefile, casefile_json):
    made = casefile("situation", "add", "--id", "quiet", "--title", "A quiet place", "--tier", "public")
    assert made.returncode == 0, made.stderr

    assert casefile_json("stats", "quiet")["data"]["total"] == 0
    none = casefile("stats", "quiet")
    assert (none.stdout, len(none.stderr.splitlines())) == ("", 1)
    assert casefile_json("due", "quiet")["data"] == []
    rows = casefile_json("stats", "--by", "situation")["data"]["rows"]
    assert [row["total"] for row in rows if row["key"] == "quiet"] == [0]


def test_names_of_records_are_not_markup_in_due_and_today(casefile, register):
    path = register / A_CASE
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("name: Aleksander Aleksandrov", 'name: "[red]A[/red] :smile:"'), encoding="utf-8"
    )

    for command in ("due", "today"):
        assert "[red]A[/red] :smile: ·" in casefile(command, "--on", "2025-07-10").stdout
