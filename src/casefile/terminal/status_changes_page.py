"""The terminal page of `list --compare`: the cases whose status has changed."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.custody.custody_view import View
from casefile.custody.status_text import in_short
from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.pages.page_blocks import BlankLine, Block, Paragraph, TextSpan, cell, headed, muted, paragraph
from casefile.plural import number
from casefile.queries.list_comparison import ChangedStatus, ListedAnswer
from casefile.terminal.page_words import day_line, status
from casefile.views.case_counts import standing


def status_changes_page(snapshot: DatedSnapshot, changes: Sequence[ChangedStatus]) -> list[Block]:
    """Return the page of cases whose status differs: the status before and now, and the custody rule."""
    rows = tuple(
        (
            cell(TextSpan(each.name, "strong"), muted(each.id)),
            cell(_status(each.before)),
            cell(_status(each.after)),
            cell(each.rule or ""),
        )
        for each in changes
    )
    table = headed(rows, "Name\nId", "Before", "Now", "By the rule")
    count = paragraph(f"{number(len(changes), 'case')} with a different status.")
    return [Paragraph(day_line(snapshot)), BlankLine(), *((table, BlankLine()) if rows else ()), count]


def _status(answer: ListedAnswer | None) -> TextSpan:
    if answer is None:
        return TextSpan("not listed")
    view = View(*answer)
    return status(in_short(view), standing(view))
