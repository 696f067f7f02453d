"""The terminal page of `audit`: a summary of the checks, then each finding with a hint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from casefile.custody.status_text import day_words
from casefile.history.audit import AuditResult, CheckpointComparison
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Heading,
    Line,
    Paragraph,
    TextSpan,
    cell,
    heading,
    join_spans,
    labelled,
    line,
    muted,
    paragraph,
)
from casefile.plural import number
from casefile.views.audit import RULES, AuditFinding

NAMES = {rule.code: rule.name for rule in RULES}
LABEL = 18
"""Width of the column of commits and labels, in terminal columns."""
SHOWN = 12
"""The number of hex digits shown of a commit id."""
ONLY_HERE = "This clone is shallow: it does not contain earlier commits. git fetch --unshallow"
NO_LIST = "not checked: there is no allowed_signers file"
ELSEWHERE = "Keep it where nobody who writes to this register can change it."
INSIDE = (
    "It is now in the folder of the register, where people who change the history can change it too. Move it."
)
NOT_WRITTEN = "No checkpoint was written, because the history was changed."


def audit_page(result: AuditResult, width: int, wanted: str | None = None) -> list[Block]:
    """Return the page of an audit, for a terminal of `width` columns.

    `wanted` is the path given to --write-checkpoint, None without that option.
    """
    if result.head is None:
        return [paragraph("There is no commit yet: there is no history to audit.")]
    found = [each for each in result.findings if each.level == "finding"]
    hints = [each for each in result.findings if each.level == "hint"]
    return [
        Heading(line("The history of ", TextSpan(result.title or "this register", "strong")), 1),
        _columns([(cell(muted(label)), cell(value)) for label, value in _summary(result)], width),
        *([paragraph(TextSpan(ONLY_HERE, "warn"))] if result.shallow else []),
        *_part("Findings", found, result, width),
        *_part("Worth a look", hints, result, width),
        BlankLine(),
        Paragraph(_conclusion(result)),
        *_checkpoint_blocks(result, wanted),
    ]


def _summary(result: AuditResult) -> Iterator[tuple[str, Line]]:
    """Yield a label and a line for each kind of check of an audit, also for those without findings.

    Evidence and checkpoint are left out if there is no kept file, or no checkpoint to compare with.
    """
    count = Counter(each.code for each in result.findings if each.level == "finding")
    wrong = number(count["CF743"], "file")
    yield "Commits", line(_describe_commits(result))
    yield "Signatures", line(_describe_signatures(result))
    events = f"{count['CF740']} vanished; {count['CF742']} dropped by merges"
    yield "Events", line(f"{events}; {count['CF751'] + count['CF752']} rewritten")
    deleted = f"{count['CF741']} deleted instead of withdrawn"
    back = f"; {count['CF750']} withdrawn and back again" if count["CF750"] else ""
    yield "Records", line(f"{result.records} today; {deleted}{back}; {wrong} not valid when committed")
    if result.kept:
        evidence = f"{number(result.kept, 'kept file')}; {count['CF746'] + count['CF754']} missing or changed"
        yield "Evidence", line(evidence)
    if result.compared:
        yield "Checkpoint", _checkpoint_line(result.compared)


def _describe_commits(result: AuditResult) -> str:
    first, last = map(day_words, result.days) if result.days else ("", "")
    between = f", from {first} to {last}" if first != last else f", on {first}" if first else ""
    of = f" of {result.history}" if result.commits != result.history else ""
    undated = f"; {result.undated} with an invalid date" if result.undated else ""
    by = number(result.authors, "author")
    return f"{result.commits}{of} touched this register, by {by}{between}{undated}"


def _describe_signatures(result: AuditResult) -> str:
    if not result.listed:
        return NO_LIST + (f"; {number(result.signed, 'commit')} signed" if result.signed else "")
    early = f"; {result.before} older than these keys" if result.before else ""
    return f"{result.signed} by keys you allow{early}"


def _checkpoint_line(found: CheckpointComparison) -> Line:
    checkpoint = found.checkpoint
    what = f"{checkpoint.written.partition('T')[0]}, {number(checkpoint.commits, 'commit')}"
    if found.grown is None:
        return line(TextSpan("this is a different history", "warn"), f" than on {what}")
    if found.proven is False:
        return line(TextSpan("these are different contents", "warn"), f" than on {what}")
    grown = f"{found.grown} more since" if found.grown else "none since"
    shallow = "; contents not compared: this clone is shallow" if found.proven is None else ""
    return line(f"the history of {what}, is here unchanged; {grown}{shallow}")


def _part(title: str, found: Sequence[AuditFinding], result: AuditResult, width: int) -> Iterator[Block]:
    if found:
        yield heading(f"{title}, {len(found)}")
        yield _columns([_row(each, result) for each in found], width)


def _columns(rows: Sequence[tuple[Cell, Cell]], width: int) -> BlockTable:
    return labelled(rows, LABEL, width - LABEL - 2)


def _row(finding: AuditFinding, result: AuditResult) -> tuple[Cell, Cell]:
    made = result.made.get(finding.commit or "")
    commit = TextSpan(finding.commit[:SHOWN], "id") if finding.commit else "today"
    day = muted(day_words(made.day)) if made and made.day else None
    of = line(f"{finding.record}: " if finding.record else None, finding.message)
    back = "it is in the register today" if finding.mended else None
    known = "already in the checkpoint" if finding.known else None
    by = f"by {made.author.name}" if made else None
    other = (
        f"committed by {made.committer.name}" if made and made.committer.name != made.author.name else None
    )
    details = (by, other, back, known)
    about = join_spans([f"{NAMES[finding.code]} ({finding.code})", *(each or "" for each in details)])
    where = f"{finding.commit[:SHOWN]}:{finding.path}" if finding.commit and finding.path else finding.path
    more = (muted(text) for text in (where, finding.hint) if text)
    return cell(commit, day), cell(of, tuple(muted(span.text) for span in about), *more)


def _conclusion(result: AuditResult) -> Line:
    standing = len(result.standing)
    if standing:
        return line(
            TextSpan(f"{number(standing, 'finding')}.", "warn"),
            " When each is explained, save them in a checkpoint: casefile audit --write-checkpoint FILE",
        )
    if any(each.level == "finding" for each in result.findings):
        return line("Nothing new since the checkpoint.")
    return line("Nothing found.")


def _checkpoint_blocks(result: AuditResult, wanted: str | None) -> Iterator[Block]:
    if result.written and wanted:
        message = f"Checkpoint of {number(result.history, 'commit')} written to {wanted}. {ELSEWHERE}"
        yield paragraph(message)
        if result.inside:
            yield paragraph(TextSpan(INSIDE, "warn"))
        yield paragraph("Its digest, to note on paper:")
        yield paragraph(TextSpan(result.written.digest, "strong"))
    elif wanted:
        yield paragraph(TextSpan(NOT_WRITTEN, "warn"))
