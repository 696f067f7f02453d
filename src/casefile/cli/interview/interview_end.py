"""The end of an interview: the duplicate check, the summary screen, and the saving of the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from msgspec.structs import replace

from casefile.cli.interview.conversation import SAME, Conversation
from casefile.cli.interview.interview_steps import ASKED_STEPS, MORE, STEPS
from casefile.cli.interview.likely_duplicates import ask_whose
from casefile.cli.interview.prompts import BrokenOff
from casefile.cli.write_command import Writing
from casefile.editing.edit_plans import describe_meant_record
from casefile.editing.edits import NotCommitted, Plan, Planner, WriteResult
from casefile.editing.write_records import write
from casefile.errors import BadInput, CasefileError, NotFound, TierForbids
from casefile.intake.duplicate_check import ProbableDuplicate
from casefile.intake.interview.answer import MORE as ANOTHER_EVENT
from casefile.intake.interview.answer import NO, YES, normalise_answer
from casefile.intake.interview.case_from_answers import plan_added_entries, plan_new_case
from casefile.loading.open_register import open_register
from casefile.loading.read_times import QueryTimes
from casefile.pages.page_blocks import Block
from casefile.queries.record_queries import show
from casefile.register import Register
from casefile.terminal.case_page import case_page
from casefile.terminal.interview.answers_page import answers_page
from casefile.terminal.interview.closing_pages import next_steps, remarks
from casefile.terminal.interview.question_page import show_refusal


def review(talk: Conversation, writing: Writing) -> None:
    """Show the summary and change answers until the person chooses to save.

    A dry run before each summary finds errors, which it shows, and likely duplicates, about which the person
    is asked. Raises BrokenOff if the person stops, and errors that no answer can fix.
    """
    with _note_saved_draft(talk):
        while True:
            register = open_register(writing.session.directory).shown
            if talk.saved_answers.get(SAME) and talk.saved_answers[SAME] not in register.by_id:
                talk.decide("")
            tried = _try_write(talk, writing)
            if isinstance(tried, ProbableDuplicate):
                talk.decide(_ask_about_duplicate(talk, writing, register, tried))
            elif _ask_what_to_do(talk, register, tried):
                return


def save(talk: Conversation, writing: Writing) -> None:
    """Save the case, erase the draft once the case is committed, and print the next steps.

    On a dry run the draft stays. Raises the errors of the write, with the place of the draft in the hint.
    """
    with _note_saved_draft(talk):
        record = _save_case(talk, writing)
    if record and not writing.how.dry_run:
        _print_next_steps(talk, writing, record)


def _try_write(talk: Conversation, writing: Writing) -> WriteResult | CasefileError:
    """Return the result of a dry run, or the error if other answers can fix it; raise any other error."""
    try:
        return write(writing.session.directory, _make_planner(talk), replace(writing.how, dry_run=True))
    except (BadInput, NotFound, TierForbids, ProbableDuplicate) as error:
        return error


def _make_planner(talk: Conversation) -> Planner:
    answers, days = talk.saved_answers, talk.draft.days
    same = answers.get(SAME)
    if same:
        return plan_added_entries(answers, talk.draft.situations, same, days)
    return plan_new_case(answers, talk.draft.situations, days, duplicate_ok=SAME in answers)


def _ask_what_to_do(talk: Conversation, register: Register, tried: WriteResult | CasefileError) -> bool:
    """Show the summary and do what the person chooses; return whether that is to save.

    `tried` is the result of the dry run; with errors, saving is not possible. Raises BrokenOff if they stop.
    """
    same = talk.saved_answers.get(SAME)
    steps = len(STEPS) if talk.answers.get(MORE) else ASKED_STEPS
    target = describe_meant_record(register, register.by_id[same]) if same else ""
    blocks = [
        *answers_page(
            talk.saved_answers, talk.context, talk.draft.days, target, talk.days_of_earlier_answers
        ),
        *remarks(tried, steps, may_add=talk.may_add_event),
    ]
    word = normalise_answer(talk.choose(blocks, "Save"))
    if word in SAVE and isinstance(tried, WriteResult):
        return True
    if word in ANOTHER_EVENT and talk.may_add_event:
        talk.add_event()
        return False
    wanted = CHANGE.fullmatch(word)
    if wanted and not wanted[1]:
        word = normalise_answer(talk.choose((), f"Number of the answer, 1 to {steps}"))
        wanted = CHANGE.fullmatch(word)
    if word in QUIT:
        raise BrokenOff
    if wanted and wanted[1] and 1 <= int(wanted[1]) <= steps:
        talk.change(int(wanted[1]))
    else:
        talk.asker.show(
            show_refusal(
                f"Type a number from 1 to {steps} to change an answer, or q to stop and keep the draft."
            )
        )
    return False


SAVE = frozenset({"", "s", "save", *YES})
QUIT = frozenset({"q", "quit", "exit", *NO})
CHANGE = re.compile(r"(?:e|edit|b|back|change)? ?([0-9]{0,2})")


def _ask_about_duplicate(
    talk: Conversation, writing: Writing, register: Register, found: ProbableDuplicate
) -> str:
    """Ask whether the person has a case already; return its id, or "" for another person.

    Enter shows the pages of the cases, and asks again.
    """
    add, enter = "add the answers to that case", "show it"
    return ask_whose(talk.asker, register, found, add, enter, lambda cases: _dossiers(talk, writing, cases))


def _dossiers(talk: Conversation, writing: Writing, cases: Sequence[str]) -> list[Block]:
    return [block for each in cases for block in _dossier(talk, writing, each)]


def _dossier(talk: Conversation, writing: Writing, record: str) -> Sequence[Block]:
    shown = show(writing.session.directory, QueryTimes(writing.session.now), record)
    return case_page(shown, shown.dossier, talk.asker.width, with_gaps=False) if shown.dossier else ()


def _save_case(talk: Conversation, writing: Writing) -> str:
    """Write and commit the case, erase the draft after that, and return the id of the case.

    If the case is written and then the commit or the output fails, the draft is kept with the id of the case.
    On a dry run the draft stays.
    """
    made: list[Plan] = []
    directory = writing.session.directory

    def plan(register: Register) -> Plan:
        made.append(_make_planner(talk)(register))
        return made[-1]

    try:
        replace(writing, report_open=False).carry_out(plan)
    except (CasefileError, typer.Exit, KeyboardInterrupt) as error:
        record = _case_id(made)
        # The case is written if only the commit or the output failed.
        is_written = isinstance(error, NotCommitted | typer.Exit)
        if is_written or (
            not talk.saved_answers.get(SAME) and record in open_register(directory).shown.by_id
        ):
            talk.keep(replace(talk.draft, filed=record))
        raise
    if not writing.how.dry_run:
        talk.store.erase(talk.draft)
    return _case_id(made)


def _case_id(made: Sequence[Plan]) -> str:
    return str(made[-1].edits[0].data["id"]) if made else ""


@contextmanager
def _note_saved_draft(talk: Conversation) -> Iterator[None]:
    """Return a context in which a CasefileError gets the place of the draft in its hint."""
    try:
        yield
    except CasefileError as error:
        error.hint = "\n".join(filter(None, (error.hint, _describe_draft(talk))))
        raise


def _describe_draft(talk: Conversation) -> str:
    place = talk.store.place(talk.draft)
    if talk.draft.filed:
        return f"the case {talk.draft.filed} is written; the draft stays until it is committed: {place}"
    return f"the draft is kept: {place}; to continue: casefile add"


def _print_next_steps(talk: Conversation, writing: Writing, record: str) -> None:
    """Print the id of the saved case, its open questions, and the next commands; with --quiet nothing."""
    shown = show(writing.session.directory, QueryTimes(writing.session.now), record)
    if not writing.session.quiet:
        talk.asker.show(next_steps(shown, talk.saved_answers, new=not talk.saved_answers.get(SAME)))
