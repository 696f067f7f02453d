"""The terminal pages of `log`, `diff` and `blame`: changes, their authors, and the resulting status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from casefile.changes.cited_sources import is_citing
from casefile.changes.record_difference import Difference, Status
from casefile.dates.day_names import day_in_english
from casefile.errors import Problem
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    Heading,
    Items,
    Line,
    ListItem,
    Paragraph,
    TextSpan,
    join_spans,
    line,
)
from casefile.plural import number

if TYPE_CHECKING:  # the callers of these pages have already imported these modules
    from casefile.dates import Day
    from casefile.history.record_blame import Blame
    from casefile.history.record_diff import Diff
    from casefile.history.record_log import Log, LoggedCommit
    from casefile.views.blame_values import BlamedValue

INDENT = 2
"""The number of spaces before the lines of a commit; those of a record in it have twice as many."""
SHORT = 9
"""The number of characters shown of a commit id."""
MOST = 3
"""The maximum number of validation errors that are listed for a file."""
FEW = 3
"""In a commit that changed more records than this, the events of added records are not listed."""
UNNAMED = "A record that is no longer shown"
UNDATED = "with an invalid date"
NOT_YET = "not committed yet"
CUT = "this clone starts here: the content may be older, and by another person"


def log_page(result: Log) -> list[Block]:
    """Return the page of `log`: the commits, newest first, each with its changes to records.

    If only one record was named, its name is shown once at the top and not under each commit.
    """
    alone = _only_record(result)
    blocks: list[Block] = []
    if alone:
        blocks.append(Paragraph(_record_line(alone)))
    for each in result.entries:
        blocks += _commit_blocks(each, named=not alone)
    counted = f"{number(len(result.entries), 'commit')}, up to {result.known_at}"
    return [*blocks, BlankLine(), Paragraph(line(counted))]


def diff_page(result: Diff) -> list[Block]:
    """Return the page of `diff`: for each record the status before and after, the changes, the sources."""
    blocks: list[Block] = [
        Paragraph(line("From ", TextSpan(result.before, "strong"), " to ", TextSpan(result.after, "strong"))),
        Paragraph(
            line("Custody on ", TextSpan(day_in_english(result.on), "strong"), ", as known on each side")
        ),
    ]
    for each in result.differences:
        blocks += [Heading(_record_line(each)), *_status(each.status), *_changes(each)]
        cited = [_source(key, result.sources) for key in each.sources]
        if cited:
            blocks.append(Paragraph(line(TextSpan(f"Sources: {'; '.join(cited)}", "muted"))))
    count = len(result.differences)
    return [
        *blocks,
        BlankLine(),
        Paragraph(line(f"{number(count, 'record')} differ{'s' if count == 1 else ''}")),
    ]


def blame_page(result: Blame, *, dated: bool) -> list[Block]:
    """Return the page of `blame`: the values in the order of the record, grouped by the commit that set them.

    `dated` shows above them the revision as of which the record is shown. `schema` and values that came with
    their entry are left out, unless FIELD names something below the first level.
    """
    whole = len(result.asked) > 1
    shown = [each for each in result.rows if whole or not (each.folded or each.value.path == ("schema",))]
    blocks: list[Block] = [
        Paragraph(join_spans([TextSpan(result.name, "strong"), TextSpan(result.called, "muted")], "  "))
    ]
    if dated:
        blocks.append(Paragraph(line("As known in ", TextSpan(result.known_at or "", "strong"))))
    for _, group in groupby(shown, key=lambda each: each.commit):
        together = list(group)
        blocks += [
            Heading(_who(together[0])),
            Items(tuple(ListItem(_value(each)) for each in together), INDENT),
        ]
    return blocks


def _only_record(result: Log) -> Difference | None:
    """Return the newest difference of the record if the command named exactly one; None if there is none."""
    found = [each for entry in result.entries for each in entry.differences]
    return found[0] if len(result.named) == 1 and found else None


def _commit_blocks(logged: LoggedCommit, *, named: bool) -> Iterator[Block]:
    commit = logged.commit
    yield Heading(join_spans([TextSpan(commit.id[:SHORT], "id"), _day(commit.day), commit.author.name], "  "))
    yield Paragraph(line(TextSpan(commit.subject, "muted")), INDENT)
    if logged.cut:
        yield Paragraph(line(TextSpan(CUT, "warn")), INDENT)
    indent = 2 * INDENT if named else INDENT
    turned = {each.record for each in logged.differences if each.parents}
    for each in logged.differences:
        if named:
            yield Paragraph(_record_line(each), INDENT)
        short = replace(each, entries=()) if len(logged.differences) > FEW else each
        yield from _changes(short, indent)
        if each.parents:
            yield from _merge_status(each, indent)
        elif each.status and each.status.text and each.record not in turned:
            yield Paragraph(line("→ status: ", TextSpan(each.status.text, "strong")), indent)


def _merge_status(row: Difference, indent: int) -> Iterator[Block]:
    """Yield the lines about a merge that changed the status: the status after it, then in each parent."""
    now = row.status.now if row.status else ""
    yield Paragraph(line("→ this merge changed the status: now ", TextSpan(now, "strong")), indent)
    for parent in row.parents:
        yield Paragraph(
            line("in ", TextSpan(parent.commit[:SHORT], "id"), f": {parent.text}"), indent + INDENT
        )


def _record_line(difference: Difference) -> Line:
    if difference.record is None:
        return line(difference.name or UNNAMED)
    return join_spans([TextSpan(difference.name, "strong"), TextSpan(difference.record, "muted")], "  ")


def _day(day: Day | None) -> str:
    return day_in_english(day) if day else UNDATED


def _status(status: Status | None) -> Iterator[Block]:
    if status is not None and status.text:
        yield Paragraph(line("Status: ", TextSpan(status.text, "strong")))
    elif status is not None and status.after:
        yield Paragraph(line(TextSpan(f"Status unchanged: {status.now}", "muted")))


def _changes(difference: Difference, indent: int = 0) -> Iterator[Block]:
    """Yield the list of changes of a record; its validation errors and the remark on it come first."""
    warned = [*_invalid(difference.problems), *filter(None, [difference.note])]
    items = [ListItem(line(TextSpan(text, "warn"))) for text in warned]
    items += [ListItem(line(text)) for text in difference.texts]
    items += [ListItem(line(TextSpan(text, "muted")), 1) for text in difference.entries]
    if items:
        yield Items(tuple(items), indent)


def _invalid(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield the reasons why a file did not validate: codes, fields, messages and lines, but no values."""
    for problem in problems[:MOST]:
        where = f" (line {problem.line})" if problem.line else ""
        field = f"{problem.field}: " if problem.field else ""
        yield f"did not validate: {problem.code} {field}{problem.message}{where}"
    if len(problems) > MOST:
        yield f"did not validate: {number(len(problems) - MOST, 'more error')}"


def _source(key: str, labels: Mapping[str, str]) -> str:
    return f"{labels[key]} ({key})" if key in labels else key


def _who(blamed: BlamedValue) -> Line:
    if blamed.commit is None:
        return line(TextSpan(NOT_YET, "warn"))
    cut = TextSpan("or before", "warn") if blamed.cut else ""
    return join_spans(
        [TextSpan(blamed.commit[:SHORT], "id"), cut, _day(blamed.day), blamed.author or ""], "  "
    )


def _value(blamed: BlamedValue) -> Line:
    own = not is_citing(blamed.value.path)
    cited = f"  [{', '.join(blamed.value.sources)}]" if own and blamed.value.sources else ""
    return line(TextSpan(f"{blamed.value.field}: ", "muted"), blamed.text, TextSpan(cited, "muted"))
