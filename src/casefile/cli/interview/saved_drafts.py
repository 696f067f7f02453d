"""Drafts of interrupted interviews: the choice to resume one, newest first, or to erase it."""

from __future__ import annotations

import re
from datetime import datetime

from casefile.cli.interview.interview_steps import applicable_questions
from casefile.cli.interview.prompts import Asker
from casefile.intake.interview.answer import NO, YES, clean_answer, normalise_answer, truth
from casefile.intake.interview.interview_context import InterviewContext
from casefile.intake.interview.interview_drafts import DraftStore, InterviewDraft
from casefile.model.country_names import country_name
from casefile.terminal.interview.question_page import OfferedDraft, offer, show_refusal


def draft_to_use(
    terminal: Asker, store: DraftStore, context: InterviewContext, first: InterviewDraft
) -> InterviewDraft:
    """Return the draft that the person resumes, or `first` for a new case. Raises BrokenOff if they stop.

    Enter resumes the newest draft, unless `first` has answers that were typed after `add`: then the call may
    be about another person, and Enter starts a new case. Drafts are erased if the person wants it, or if
    their case is committed.
    """
    anew = not first.holds_nothing
    while kept := _find_resumable(store, context):
        terminal.show(offer([_describe_draft(draft) for draft in kept], _describe_arguments(first)))
        newest = _format_time(kept[0].called_at)
        word = normalise_answer(clean_answer(terminal.ask(INSTEAD if anew else f"{GO_ON_WITH} {newest}")))
        wanted = WANTED.fullmatch(word)
        number = int(wanted["number"] or 1) if wanted else 0
        if word in NO | {"new"} or (anew and not word):
            return first
        if wanted is None and word not in YES:
            terminal.show(show_refusal("Enter, n, x, or a number of the list."))
        elif number > len(kept):
            terminal.show(show_refusal(f"There is no draft {number}."))
        elif wanted and wanted["erase"]:
            _erase(terminal, store, kept[number - 1])
        else:
            return kept[max(number, 1) - 1]
    return first


INSTEAD = "A draft instead"
GO_ON_WITH = "Continue the draft of"
WANTED = re.compile(r"(?P<erase>x|erase)? ?(?P<number>[1-9][0-9]?)?")


def _describe_arguments(first: InterviewDraft) -> str:
    """Return the arguments of `add` as text: name, country, situations; empty if there were none."""
    country = first.answers.get("country", "")
    who = first.answers.get("name") or first.typed.get("name")
    named = (who, country_name(country), *first.situations)
    return ", ".join(filter(None, named))


def _find_resumable(store: DraftStore, context: InterviewContext) -> tuple[InterviewDraft, ...]:
    """Return the drafts that can be resumed, and erase those whose case is committed.

    A draft whose case is written but not committed is neither returned nor erased.
    """
    kept = store.kept()
    written = [draft for draft in kept if draft.filed and draft.filed in context.register.by_id]
    if written:
        changed = store.uncommitted()
        for draft in written:
            if context.register.by_id[draft.filed].path not in changed:
                store.erase(draft)
    return tuple(draft for draft in kept if draft not in written)


def _erase(terminal: Asker, store: DraftStore, draft: InterviewDraft) -> None:
    """Ask whether to erase a draft, and erase it if the answer is yes."""
    terminal.show(
        show_refusal(
            f"Erase the draft of {_format_time(draft.called_at)} permanently? It cannot be restored."
        )
    )
    if truth(clean_answer(terminal.ask("yes or no"))):
        store.erase(draft)


def _describe_draft(draft: InterviewDraft) -> OfferedDraft:
    who = draft.answers.get("name") or draft.answers.get("role") or draft.typed.get("name", "")
    answered = sum(each.key in draft.answers for each in applicable_questions(draft.answers))
    return OfferedDraft(f"{draft.called_at.astimezone():%d %b %H:%M}", who, answered)


def _format_time(timestamp: datetime) -> str:
    """Return a time in the local timezone, such as `14:05`."""
    return f"{timestamp.astimezone():%H:%M}"
