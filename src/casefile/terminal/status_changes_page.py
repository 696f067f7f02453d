"""The page of `list --compare`."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.custody.status_text import join_words
from casefile.loading.indexed.index_lookup import Glance
from casefile.model.vocabularies import word
from casefile.pages.page_blocks import Block, Gap, Paragraph, Span, cell, headed, muted, paragraph
from casefile.plural import number
from casefile.queries.list_comparison import Answer, ChangedStatus
from casefile.terminal.page_words import clocks


def changed_list(moment: Glance, changes: Sequence[ChangedStatus]) -> list[Block]:
    """Lay out the cases whose status differs: before, now, and the rule."""
    rows = tuple(
        (
            cell(Span(each.name, "strong"), muted(each.id)),
            cell(_words(each.before)),
            cell(_words(each.after)),
            cell(each.rule or ""),
        )
        for each in changes
    )
    table = headed(rows, "Name\nId", "Before", "Now", "By the rule")
    count = paragraph(f"{number(len(changes), 'case')} with another status.")
    return [Paragraph(clocks(moment)), Gap(), *((table, Gap()) if rows else ()), count]


def _words(answer: Answer | None) -> str:
    if answer is None:
        return "not listed"
    if len(answer.possible) > 1:
        return f"unknown: {join_words([word(each) for each in answer.possible])}"
    return f"{word(answer.status)}, {answer.certainty}"
