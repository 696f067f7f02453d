"""casefile edit RECORD: edit a record in the user's editor."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from msgspec import Struct

from casefile.cli.combined_options import flag
from casefile.cli.confirmation import confirm
from casefile.cli.session import Session
from casefile.cli.text_editor import OTHER_EDITOR, open_editor
from casefile.cli.write_command import OneRecord, Reason, Writing, print_error, writes
from casefile.editing.edits import NotCommitted, WriteResult, WrittenRecord
from casefile.errors import (
    BadInput,
    BrokenData,
    CasefileError,
    Collision,
    MachineTrouble,
    NotFound,
    TierForbids,
)
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs git, which --help does not
    from casefile.editing.editor_text import RecordToEdit
    from casefile.files.edit_buffers import EditBuffer

HELP = """Open a record in your editor, the one that git uses: GIT_EDITOR, core.editor, VISUAL, EDITOR.

Errors in the text are shown with line and column, and you can go on editing. Your text is never lost: until
it is written, it stays in a draft that only you can read, and is offered again. Comments and layout stay as
you type them. To change the id, use `casefile rename`. Events are not removed: mark a wrong event with
`casefile mark`. To remove one that never belonged there, confirm with --yes.

A file with errors can be edited too: name it by its path.

\b
Example:
  casefile edit aleksandrov
  casefile edit cases/kg/2025/kg-2025-7k3mq.yaml
"""


@writes("edit")
def run(
    writing: Writing,
    record: OneRecord,
    resume: Annotated[bool, flag("Continue the unfinished edit.", "--resume")] = False,
    discard: Annotated[
        bool, flag("Delete the unfinished edit and start from the record.", "--discard")
    ] = False,
    yes: Annotated[bool, flag("Allow the removal of events.", "--yes")] = False,
    reason: Reason = None,
) -> None:
    """Open a record in the user's editor, and write and commit it when its text has no errors.

    A text kept from an earlier run is resumed or discarded by --resume and --discard, else by a question.
    Raises MachineTrouble CF633 if no editor is configured, BadInput CF601 for both options at once.
    """
    from casefile.editing.editor_text import find_record_to_edit  # noqa: PLC0415 - needs git, which --help does not

    if resume and discard:
        raise BadInput("CF601", "--resume and --discard cannot be used together", "use one of them")
    writing = writing.with_reason(reason)
    subject = find_record_to_edit(writing.session.directory, record, writing.how)
    writing.session.note(inert(subject.matched))
    editor = subject.repository.editor()
    if editor is None:
        raise MachineTrouble("CF633", "no editor is configured for this terminal", OTHER_EDITOR)
    with _choose_buffer(writing.session, subject, resume=resume, discard=discard) as buffer:
        _EditSession(writing, subject, buffer, editor).work(drop=yes)


@contextlib.contextmanager
def _choose_buffer(
    session: Session, subject: RecordToEdit, *, resume: bool, discard: bool
) -> Iterator[EditBuffer]:
    """Return a context with the edit buffer: the kept one if the person resumes it, else the record's text.

    `discard` erases all kept texts. Changes that others made to the record since are merged into a resumed
    text. Raises NotFound CF634 for --resume without a kept text, Collision CF708 if a question is needed and
    cannot be asked.
    """
    from casefile.files.edit_buffers import create_edit_buffer, lock_edit_buffer  # noqa: PLC0415 - not for --help

    kept = subject.kept[-1] if subject.kept else None
    if kept is None and resume:
        raise NotFound(
            "CF634", f"no unfinished edit of {subject.id} was saved", f"casefile edit {subject.id}"
        )
    if kept is not None and not discard and (resume or _wants_to_resume(session, subject, kept)):
        with lock_edit_buffer(kept) as buffer:
            _catch_up(session, subject, buffer)
            yield buffer
        return
    for each in subject.kept if discard else ():
        each.erase()
    with create_edit_buffer(subject.private, subject.name, subject.blob) as buffer:
        yield buffer


def _wants_to_resume(session: Session, subject: RecordToEdit, kept: EditBuffer) -> bool:
    """Ask whether to resume the kept text and return the answer; if it is no, ask whether to erase the text.

    Raises Collision CF708 if no question can be asked: a script has to use --resume or --discard.
    """
    from casefile.editing.editor_text import name_edit_buffer  # noqa: PLC0415 - needs git, which --help does not

    if not session.interactive:
        raise Collision(
            "CF708",
            f"an unfinished edit of {subject.id} was saved: {name_edit_buffer(subject, kept)}",
            "to continue it: --resume; to discard it: --discard",
        )
    session.complain(f"An unfinished edit of {subject.id} was saved:\n  {name_edit_buffer(subject, kept)}")
    if confirm(GO_ON, default=True):
        return True
    if confirm("Discard it?", default=False):
        kept.erase()
    return False


def _catch_up(session: Session, subject: RecordToEdit, buffer: EditBuffer) -> None:
    """Merge later changes of the record's file into the kept text, and print these changes."""
    from casefile.merging.rebase_edit import catch_up  # noqa: PLC0415 - needs git, which --help does not

    done = catch_up(subject, buffer)
    for words, lines in ((MERGED_CHANGES, done.taken), (CONFLICTING_CHANGES, done.against)):
        if lines:
            session.note("\n".join([words, *(f"  {inert(line)}" for line in lines)]))


MERGED_CHANGES = "Someone else changed the record in the meantime. These changes are now in your text:"
CONFLICTING_CHANGES = (
    "Someone else made a change that conflicts with your text. See the note at the top of it:"
)
FIXABLE = (BadInput, NotFound, TierForbids, BrokenData)
"""The errors that a person can fix in the text; any other error ends the command."""


class _EditSession(Struct):
    """The editing of the text of one record, until it is written or kept for later.

    `buffer` is the buffer with the text, `editor` the shell command of the editor.
    """

    writing: Writing
    subject: RecordToEdit
    buffer: EditBuffer
    editor: str

    def work(self, *, drop: bool) -> None:
        """Open the editor and write the text, again and again until there is no error or the person stops.

        `drop`: events that are missing from the text may be removed from the record. An error that a change
        of the text cannot fix is raised. If the person stops, typer.Exit, typer.Abort or KeyboardInterrupt is
        raised.
        """
        opens = True
        while True:
            try:
                if opens:
                    self._open()
                self._write(drop=drop)
            except FIXABLE as error:
                again = self._ask_to_continue(error)
                opens, drop = again != DROP, drop or again == DROP
            except NotCommitted:
                self.buffer.erase()
                raise
            except CasefileError as error:
                self._raise_with_place(error)
            except (KeyboardInterrupt, typer.Abort):
                self._report_kept_text()
                raise
            else:
                return

    def _open(self) -> None:
        from casefile.editing.editor_text import refuse_emptied  # noqa: PLC0415 - needs git

        if self.writing.session.interactive:
            self.writing.session.note("waiting until you close the file in your editor …")
        with self.buffer.lent():
            open_editor(self.editor, self.buffer.place)
            refuse_emptied(self.buffer)

    def _write(self, *, drop: bool) -> None:
        from casefile.editing.editor_text import plan_edited_text, typed_text  # noqa: PLC0415 - needs git

        text = typed_text(self.subject, self.buffer)
        if text.encode() == self.buffer.began:
            self.buffer.erase()
            self._note_no_change()
            return
        self.writing.carry_out(plan_edited_text(self.subject, self.buffer, text, drop=drop))
        if self.writing.how.dry_run:
            self.writing.session.note(self._kept_text_hint)
        else:
            self.buffer.erase()

    def _note_no_change(self) -> None:
        entry = self.subject.entry
        unchanged = WrittenRecord(entry.id, entry.path, None, (), (), "")
        self.writing.print_result(WriteResult((unchanged,), dry_run=True))

    def _ask_to_continue(self, error: CasefileError) -> str:
        """Print an error and ask how to continue; return DROP to remove events, else "" to edit again.

        Raises the error if no question can be asked, typer.Exit or typer.Abort if the person stops.
        """
        from casefile.editing.editor_text import DROPPED, EMPTIED, name_edit_buffer  # noqa: PLC0415 - needs git

        session = self.writing.session
        if error.code == EMPTIED or not session.interactive:
            self._raise_with_place(error)
        _print_errors(session, error, name_edit_buffer(self.subject, self.buffer))
        question = ASKED[error.code == DROPPED]
        try:
            answer = typer.prompt(question, default="", show_default=False, err=True).strip().lower()
        except typer.Abort:
            self._report_kept_text()
            raise
        if answer in {"s", "stop", "q", "quit"}:
            session.note(self._kept_text_hint)
            raise typer.Exit(error.exit_code)
        return DROP if error.code == DROPPED and answer in {"d", "drop"} else ""

    def _report_kept_text(self) -> None:
        """Print where the text is kept; erase it if it was not changed."""
        if self.buffer.untouched:
            self.buffer.erase()
        else:
            self.writing.session.complain(f"\n{self._kept_text_hint}")

    def _raise_with_place(self, error: CasefileError) -> NoReturn:
        """Raise the error with the place of the kept text in its hint; erase a text that was not changed."""
        if self.buffer.untouched:
            self.buffer.erase()
            raise error
        hint = "\n".join(filter(None, (error.hint, self._kept_text_hint)))
        if error.code == "CF707":
            hint = f"{self._kept_text_hint}, and shows the other change"
        raise type(error)(error.code, error.message, hint, error.problems) from error

    @property
    def _kept_text_hint(self) -> str:
        from casefile.editing.editor_text import name_edit_buffer  # noqa: PLC0415 - needs git

        place = name_edit_buffer(self.subject, self.buffer)
        resume = "" if self.writing.session.interactive else " --resume"
        return f"your text is saved: {place}\nto continue: {self._command}{resume}"

    @property
    def _command(self) -> str:
        entry = self.subject.entry
        return f"casefile edit {entry.path if entry.broken else entry.id}"


DROP = "drop"
GO_ON = "Continue with it?"
ASKED = ("Enter: edit again; s: stop", "Enter: edit again; d: remove them; s: stop")


def _print_errors(session: Session, error: CasefileError, name: str) -> None:
    """Print an error and its problems; a problem in the edited text, the file `name`, by line and column."""
    for problem in error.problems:
        here = problem.path == name and problem.line
        place = f"line {problem.line}, column {problem.column}" if here else problem.place
        print_error(session, f"{place}: {problem.message} ({problem.code})", problem.hint)
    if not any(each.message == error.message for each in error.problems):
        print_error(session, error.message, error.hint)
