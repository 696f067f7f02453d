"""The terminal page of `list --compare`: the cases whose status has changed."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.custody.status_text import join_words
from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.model.vocabularies import word
from casefile.pages.page_blocks import BlankLine, Block, Paragraph, TextSpan, cell, headed, muted, paragraph
from casefile.plural import number
from casefile.queries.list_comparison import ChangedStatus, ListedAnswer
from casefile.terminal.page_words import clocks


def changed_list(snapshot: DatedSnapshot, changes: Sequence[ChangedStatus]) -> list[Block]:
    """Return the page of cases whose status differs: the status before and now, and the rule that decided."""
    rows = tuple(
        (
            cell(TextSpan(each.name, "strong"), muted(each.id)),
            cell(_words(each.before)),
            cell(_words(each.after)),
            cell(each.rule or ""),
        )
        for each in changes
    )
    table = headed(rows, "Name\nId", "Before", "Now", "By the rule")
    count = paragraph(f"{number(len(changes), 'case')} with another status.")
    return [Paragraph(clocks(snapshot)), BlankLine(), *((table, BlankLine()) if rows else ()), count]


def _words(answer: ListedAnswer | None) -> str:
    if answer is None:
        return "not listed"
    if len(answer.possible) > 1:
        return f"unknown: {join_words([word(each) for each in answer.possible])}"
    return f"{word(answer.status)}, {answer.certainty}"
