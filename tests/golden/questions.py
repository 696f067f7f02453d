"""Commands that write nothing into a register: each is asked of every register of the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from casefile.exporters import FORMATS

DAY = "2026-01-10"
DAYS = (DAY, "2025-06-10")
OUT = "@"
"""Stands for the file or folder that the command writes."""
COMMANDS = """
    add record mark update edit rename withdraw commit show list timeline search due stats today log diff
    blame resolve validate fmt audit schema export source situation organization statute init setup-git doctor
    completion
"""
TYPES = """
    detention transfer confirmation access release restriction departure disappearance death interrogation
    search charge hearing verdict appeal clemency case listing ill_treatment health reprisal statement
    intervention finding official_response legal_action succession note
"""
STATUSES = "held released restricted unknown abroad missing dead not_recorded"
COUNTED = "status country authority statute month situation"
WORDS = ("Bishkek", "court", "Алекс", "Toktosunova", "Сапаров", "kg-cc-278", "lawyer", "canary", "zzzz")
IN_WORDS = ("sample", "made", "history")
CASES_ASKED = 5

Question = list[str]


def questions(register: Path) -> Iterator[Question]:
    """Yield the words of each command, without the program's name.

    Registers that people keep are asked in words and in JSON, the others in JSON alone.
    """
    cases = _case_ids(register)
    others = _other_ids(register)
    for question in (*_of_the_register(), *_of_cases(cases), *_of_others(others)):
        if register.name in IN_WORDS:
            yield question
        if register.name != "made":
            yield [*question, "--json"]
    yield from _with_formats()
    yield from _dry_runs(cases[:3])
    yield from _exports(cases)


def questions_of_no_register() -> Iterator[Question]:
    """Yield the commands whose answer is the same in every register."""
    yield from (["--help"], ["--version"], ["export", "-f", "list"], ["export", "-f", "list", "--json"])
    yield from ([command, "--help"] for command in COMMANDS.split())
    yield from (["record", each, "--help"] for each in TYPES.split())
    yield from ([each, "add", "--help"] for each in ("source", "situation", "organization", "statute"))
    yield from (
        ["schema", each] for each in ("case", "situation", "organization", "statute", "source", "settings")
    )


def _case_ids(register: Path) -> list[str]:
    found = sorted(
        path.stem for path in register.glob("cases/*/*/*.yaml") if re.match(r"[a-z]{2}-\d{4}-", path.stem)
    )
    return found[:: max(1, len(found) // CASES_ASKED)][:CASES_ASKED]


def _other_ids(register: Path) -> list[str]:
    folders = ("organizations", "situations", "sources", "statutes")
    ids = [sorted(path.stem for path in (register / "cases" / each).glob("*.yaml"))[:2] for each in folders]
    return [each for found in ids for each in found]


def _of_the_register() -> Iterator[Question]:
    for day in DAYS:
        yield from ([command, "--on", day] for command in ("list", "due", "stats", "today"))
    yield from (["list", "--on", DAY, "--status", each] for each in STATUSES.split())
    yield from (["stats", "--on", DAY, "--by", each] for each in COUNTED.split())
    yield ["list", "--on", DAY, "--possibly", "--status", "held"]
    yield ["list", "--on", DAY, "--known-at", "HEAD~1"]
    yield ["stats", "--on", DAY, "--known-at", "HEAD~1"]
    yield ["list", "--on", DAY, "--sort", "-days_held,name", "--limit", "7"]
    yield ["list", "--on", DAY, "--columns", "name,status,until"]
    yield ["list", "--on", DAY, "--country", "KG"]
    yield ["list", "--on", DAY, "--organization", "scns"]
    yield ["list", "--on", DAY, "--authority", "scns"]
    yield ["list", "--on", DAY, "--statute", "kg-cc-278"]
    yield ["list", "--on", "2026-02-30"]
    yield ["list", "--statu", "held"]
    yield ["due", "--on", DAY, "--within", "60d", "--stale", "30d"]
    yield ["timeline", "--on", DAY, "--since", "2025-01"]
    yield ["timeline", "--on", DAY, "--since", "2025-05-01", "--until", "2025-06", "--by", "case"]
    yield from (["search", each, "--on", DAY] for each in WORDS)
    yield ["search", "Bishkek", "--on", DAY, "--status", "held", "--limit", "3"]
    yield ["search", "Bishkek", "--known-at", "HEAD~1"]
    yield ["validate"]
    yield ["validate", "--strict"]
    yield ["validate", "--changed", "HEAD~1"]
    yield ["validate", "--staged"]
    yield ["fmt", "--check"]
    yield ["log"]
    yield ["log", "--limit", "3"]
    yield ["log", "--since", "2025-01-03"]
    yield ["diff"]
    yield ["diff", "HEAD~1..HEAD", "--on", DAY]
    yield ["diff", "HEAD~1..HEAD", "--audience", "public", "--on", DAY]
    yield ["audit"]
    yield ["show", "nobody-here"]
    yield ["doctor"]


def _of_cases(ids: Sequence[str]) -> Iterator[Question]:
    for each in ids:
        yield from (["show", each, "--on", day] for day in DAYS)
        yield ["show", each, "--on", DAY, "--gaps"]
        yield ["show", each, "--on", DAY, "--known-at", "HEAD~1"]
        yield ["timeline", each, "--on", DAY]
        yield from ([command, each] for command in ("log", "blame"))
        yield ["validate", each]
        yield ["show", each[:-1], "--on", DAY]


def _of_others(ids: Sequence[str]) -> Iterator[Question]:
    for each in ids:
        yield from (["show", each, "--on", DAY], ["log", each], ["timeline", each, "--on", DAY])


def _with_formats() -> Iterator[Question]:
    yield from (
        [each, "--on", DAY, "--format", "md"] for each in ("list", "due", "stats", "today", "timeline")
    )
    yield from (["validate", "--format", each] for each in ("github", "gitlab", "sarif"))
    for audience in ("public", "partners", "internal"):
        yield ["diff", "HEAD~1..HEAD", "--audience", audience, "--format", "md"]


def _dry_runs(ids: Sequence[str]) -> Iterator[Question]:
    for each in ids:
        hearing = ["record", "hearing", each, "--date", "2026-01-09", "--outcome", "extended"]
        yield [*hearing, "--until", "2026-03-01", "--tier", "restricted", "--dry-run"]
        yield ["update", each, "--set", "person.occupation=editor in chief", "--dry-run"]
        yield ["withdraw", each, "--reason", "safety", "--dry-run"]


def _exports(ids: Sequence[str]) -> Iterator[Question]:
    for audience in ("public", "partners", "internal"):
        yield from (
            ["export", "-f", each, "--audience", audience, "--on", DAY, "-o", OUT] for each in FORMATS
        )
    yield ["export", "-f", "jsonl", "--audience", "public", "--on", DAY, "--status", "held"]
    yield ["export", "-f", "csv", "--audience", "public", "--on", DAY, "--known-at", "HEAD~1"]
    yield ["export", "-f", "md", "--audience", "public", "--on", DAY, "--manifest", OUT]
    yield ["export", "-f", "jsonl", "--audience", "public", "--on", DAY, "--compared-with", "HEAD~1"]
    for each in ids[:2]:
        yield ["export", each, "-f", "wgad", "--audience", "internal", "--on", DAY, "-o", OUT]
