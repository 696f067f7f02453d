"""The terminal page of `doctor`: a row for each finding, and below it how to fix it."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.pages.page_blocks import Block, Paragraph, Role, TextSpan, cell, labelled, line
from casefile.plural import number
from casefile.setup.doctor import DoctorFinding, DoctorReport

MARK = 9
"""Width of the column with the kind of finding, in terminal columns."""
FINE: tuple[str, Role] = ("ok", "free")
FIX: tuple[str, Role] = ("attention", "warn")
ASK: tuple[str, Role] = ("question", "unsure")


def doctor_page(health: DoctorReport, width: int) -> list[Block]:
    """Return the page of `doctor`: the findings, in the order in which the checks ran."""
    return [block for finding in health.findings for block in _finding(finding, width)]


def _finding(finding: DoctorFinding, width: int) -> Iterator[Block]:
    row = (cell(TextSpan(*_mark(finding))), cell(finding.message))
    yield labelled((row,), MARK, width - MARK - 2)
    if finding.hint:
        yield Paragraph(line(TextSpan(finding.hint, "id")), indent=4)


def _mark(finding: DoctorFinding) -> tuple[str, Role]:
    return ASK if finding.asks else FINE if finding.ok else FIX


def summarise_findings(health: DoctorReport) -> str:
    """Return a summary in words: the number of findings to fix, and of questions if there are any."""
    bad = sum(not finding.ok for finding in health.findings)
    asked = sum(finding.asks for finding in health.findings)
    parts = [number(bad, "thing") + " to fix"] if bad else ["nothing to fix"]
    return ", ".join([*parts, *([number(asked, "question")] if asked else [])])
