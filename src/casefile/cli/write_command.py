"""The options and the output that the commands which change records share."""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import replace

from casefile.cli.combined_options import option, with_options
from casefile.cli.driver_reminders import warn_of_missing_drivers
from casefile.cli.lazy_commands import HOW_TO_WRITE
from casefile.cli.margins import fit_lines, room_of
from casefile.cli.read_options import parameter
from casefile.cli.record_arguments import record_argument
from casefile.cli.session import Session, session_of
from casefile.dates import Day
from casefile.editing.edits import NotCommitted, Planner, WriteOptions, WriteResult, WrittenRecord
from casefile.errors import BadInput, CasefileError, Problem
from casefile.loading.open_register import today_of
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert, inert_lines

OneRecord = Annotated[str, record_argument()]
Connection = Annotated[
    str | None,
    option("WORD", "The caller's relationship to the person.", "--connection"),
]
NO_OPTIONS: Mapping[str, str] = {}


class Writing(Struct, frozen=True):
    """One run of a writing command: the session, the command's name, the write options, the output form.

    `report_open` is whether to print which facts of a new case are not stated; JSON never contains them.
    """

    session: Session
    command: str
    how: WriteOptions
    as_json: bool
    report_open: bool = True

    @property
    def today(self) -> Day:
        """The current day in the timezone of the register."""
        return today_of(self.session.directory, self.session.now)

    def with_reason(self, reason: str | None) -> Writing:
        """Return a copy with a reason for the commit message; None for no reason.

        Raises BadInput CF601 if the reason is blank, or with --no-commit: the reason is stored in the commit.
        """
        if reason is None:
            return self
        if not self.how.commit:
            later = "give the reason when you commit: casefile commit --reason TEXT"
            raise BadInput("CF601", "--reason needs a commit, and --no-commit makes none", later)
        return replace(self, how=replace(self.how, reason=clean_reason(reason)))

    def carry_out(self, planner: Planner, options: Mapping[str, str] = NO_OPTIONS) -> None:
        """Write the plan that the planner makes, and print the result as text or as JSON.

        `options` maps the path of each field to its option, so that errors name the option that was typed.
        Raises the errors of the planner and of the write, as `carry_out_act` does.
        """
        from casefile.editing.write_records import write  # noqa: PLC0415 - needs git, which --help does not

        self.carry_out_act(lambda: (write(self.session.directory, planner, self.how), ""), options)

    def carry_out_act(
        self, act: Callable[[], tuple[WriteResult, str]], options: Mapping[str, str] = NO_OPTIONS
    ) -> None:
        """Call `act`, which writes to the register, and print the result.

        `act` returns the write result and a sentence about the outcome, empty for the usual sentence. Its
        errors are raised again, with `options` in place of field names. If only the commit failed, the
        written records are printed first; then NotCommitted is raised, or typer.Exit with --json.
        Raises typer.Exit too if stdout cannot be written, see `Session.answering`.
        """
        try:
            written, done = act()
        except NotCommitted as error:
            with self.session.answering(inert_lines(f"{error.message}\n    {error.hint}")):
                self._print_uncommitted(error)
            raise
        except CasefileError as error:
            raise _name_options(error, options) from error
        with self.session.answering(done or _describe_outcome(written)):
            self.print_result(written, done)

    def print_result(self, written: WriteResult, done: str = "") -> None:
        """Print a write result: data on stdout, the outcome and remarks on stderr.

        `done` is a sentence about the outcome, empty for the usual sentence. With --json the envelope
        contains the outcome and the problems, and only notes are on stderr.
        """
        session = self.session
        if self.as_json:
            _print_notes(session, written)
            session.out(envelope(self.command, written, problems=written.problems))
            return
        _print_records(session, written)
        if done:
            session.note(done)
        elif written.commit or written.as_committed:
            session.note(_describe_outcome(written))
        elif not written.dry_run and any(record.diff for record in written.records):
            session.note(f"{_describe_outcome(written)}; to commit: casefile commit")
        if self.report_open and len(written.records) == 1:
            _print_unknown_facts(session, written.records[0])
        for record in () if written.dry_run else written.records:
            _print_missing_proof(session, record)

    def _print_uncommitted(self, error: NotCommitted) -> None:
        """Print the records that are written but not committed; with --json raise typer.Exit after that."""
        if not self.as_json:
            _print_records(self.session, error.written)
            return
        written = error.written
        self.session.out(envelope(self.command, written, problems=written.problems, error=error))
        raise typer.Exit(error.exit_code) from error


def clean_reason(reason: str | None) -> str:
    """Return a reason without surrounding spaces, "" for None; raise BadInput CF601 if nothing is left."""
    if reason is not None and not reason.strip():
        raise BadInput("CF601", "--reason is empty", "give the reason in a sentence: --reason TEXT")
    return (reason or "").strip()


def writes(
    name: str, parameters: Iterable[inspect.Parameter] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds `parameters` and the write options to the function of the command `name`.

    In place of the write options the function gets a Writing as its first argument. After it, unless it is a
    dry run, a person may be warned that git has no drivers for records.
    """
    return partial(_add_write_options, name, parameters)


def _add_write_options(
    name: str, parameters: Iterable[inspect.Parameter], function: Callable[..., None]
) -> Callable[..., None]:
    def asked(ctx: typer.Context, **arguments: Any) -> None:
        typed = {option: arguments.pop(option) for option in WRITE_OPTIONS}
        session = session_of(ctx)
        how = WriteOptions(
            dry_run=typed["dry_run"],
            commit=not typed["no_commit"],
            message=typed["message"] or "",
            today=None if typed["future_ok"] else lambda: today_of(session.directory, session.now),
            waiting=lambda: session.note(WAITING),
            note=session.note,
        )
        function(Writing(session, name, how, typed["as_json"]), **arguments)
        if not how.dry_run:  # a dry run changes nothing, not even the record that the warning was shown
            warn_of_missing_drivers(session, as_json=typed["as_json"])

    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    typed = [each for each in own if each.kind is not inspect.Parameter.VAR_KEYWORD]
    ours = [
        parameter(option, annotation, default=None if annotation is Message else False)
        for option, annotation in WRITE_OPTIONS.items()
    ]
    asked.__name__, asked.__doc__ = function.__name__, function.__doc__
    return with_options(asked, [*typed, *parameters, *ours])


WAITING = "another casefile process is writing to this register; waiting"


def _flag(*names: str, help_text: str) -> Any:
    return Annotated[bool, typer.Option(*names, help=help_text, rich_help_panel=HOW_TO_WRITE)]


Message = Annotated[
    str | None,
    typer.Option(
        "--message",
        "-m",
        metavar="TEXT",
        help="A line for the commit message, without names.",
        rich_help_panel=HOW_TO_WRITE,
    ),
]
Reason = Annotated[
    str | None,
    option(
        "TEXT",
        "Why a date, a source or a verification status changes; for the commit message, without names.",
        "--reason",
    ),
]
AsJson = _flag("--json", help_text="Print JSON.")
WRITE_OPTIONS: Mapping[str, Any] = {
    "dry_run": _flag("--dry-run", help_text="Show the changes, write nothing."),
    "no_commit": _flag("--no-commit", help_text="Write the files, but do not commit."),
    "message": Message,
    "future_ok": _flag("--future-ok", help_text="Accept a date after today for a past event."),
    "as_json": AsJson,
}
"""The write options of typer by the names of their parameters."""


def print_error(session: Session, words: str, hint: str) -> None:
    """Print an error and its hint on stderr, also with --quiet; control characters in them are escaped."""
    for text, indent in ((words, ""), *((each, "    ") for each in hint.split("\n"))):
        if text:
            session.complain(f"{indent}{inert(text)}")


def print_problems(session: Session, problems: tuple[Problem, ...]) -> None:
    """Print problems on stderr, each with its place and its hint; with --quiet only errors.

    If there are more than FEW warnings with one code, the first is printed with the number of the others.
    """
    for problem, alike in _summarise_problems(problems):
        write = session.complain if problem.level == "error" else session.note
        place = f"{inert(problem.place)}: " if problem.path else ""
        write(f"{problem.level}: {place}{problem.code} {inert(problem.message)}")
        if problem.hint:
            write(f"    {inert(problem.hint)}")
        if alike:
            write(f"    and {alike} more of this kind; casefile validate lists them after the write")


def _summarise_problems(problems: tuple[Problem, ...]) -> Iterator[tuple[Problem, int]]:
    """Yield the problems to print, each with the number of further warnings that it represents.

    All errors are printed. Of a code with more than FEW warnings only the first is.
    """
    warnings = Counter(each.code for each in problems if each.level == "warning")
    printed_codes = set[str]()
    for problem in problems:
        if problem.level == "error" or warnings[problem.code] <= FEW:
            yield problem, 0
        elif problem.code not in printed_codes:
            printed_codes.add(problem.code)
            yield problem, warnings[problem.code] - 1


FEW = 3
"""Up to this number, warnings with one code are printed one by one."""


def _name_options(error: CasefileError, options: Mapping[str, str]) -> CasefileError:
    """Return the error with options in place of field names; problems with a line in a file are unchanged."""
    problems = tuple(_name_option(problem, options) for problem in error.problems)
    if problems == error.problems:
        return error
    message, hint = error.message, error.hint
    if len(problems) == 1:
        message, hint = problems[0].message, problems[0].hint
    return type(error)(error.code, message, hint, problems)


def _name_option(problem: Problem, options: Mapping[str, str]) -> Problem:
    if problem.line:
        return problem
    if problem.fix.command == "update" and problem.fix.field in options:
        problem = problem.reword_fix(f"{options[problem.fix.field]} {problem.fix.value}")
    if not problem.field:
        return problem
    key = _option_key(problem.field)
    if problem.code == NO_SOURCE and "sources" in options:
        return replace(problem, hint="give the id or the URL of a source: --source URL")
    if problem.code in IDENTIFYING_IDS and "id" in options:
        return replace(
            problem, message=f"{options['id']}: {problem.message}", hint=RANDOM_ID_HINTS[options["id"]]
        )
    option = options.get(key, problem.field)
    own = f"`{key.rsplit('.', 1)[-1]}`"
    is_named = own in problem.message
    message = problem.message.replace(own, option, 1) if is_named else f"{option}: {problem.message}"
    message = problem.message if problem.field == "events" else message
    return replace(problem, message=message)


NO_SOURCE = "CF323"
"""The code for a public event without a source; the hint of the rule is about an event in a file."""


IDENTIFYING_IDS = frozenset({"CF404", "CF409"})
"""The codes for an id that reveals a name which must not be public; a typed id is in no file yet."""
RANDOM_ID_HINTS = {"--id": "omit --id: a random id is generated", "ID": "--opaque generates a random id"}
"""How to get a random id, by the option or argument in which an id is typed."""


def _option_key(field: str) -> str:
    """Return the part of a field path from which an option is made: `until` for `events.h2v5t.until`."""
    parts = field.split(".")
    if parts[0] == "events":
        return parts[2] if len(parts) > 2 else field
    return ".".join(parts[:2]) if parts[0] == "person" else parts[0]


def _describe_outcome(written: WriteResult) -> str:
    """Return the outcome as a phrase: `committed 1a2b3c4d5`, or on a dry run `no file was changed`."""
    if written.commit:
        return f"committed {written.commit[:9]}"
    if written.as_committed:
        return "written; the files are as in the last commit again"
    changed = any(record.diff for record in written.records)
    return "written, not committed" if changed and not written.dry_run else "no file was changed"


def _print_records(session: Session, written: WriteResult) -> None:
    _print_notes(session, written)
    # A note mentions the records that merely follow; a dry run shows them in full.
    for record in (*written.beside, *written.records, *(written.along if written.dry_run else ())):
        session.out(_format_record(record, dry_run=written.dry_run, alone=len(written.records) == 1))
    print_problems(session, written.problems)


MOST = 8
"""The maximum number of unstated facts that are listed in a line."""


def _print_unknown_facts(session: Session, record: WrittenRecord) -> None:
    """Print which facts of a new case are not stated, at most MOST of them; nothing if all are."""
    more = len(record.still_open) - MOST
    if record.still_open:
        named = ", ".join(record.still_open[:MOST]) + (f" and {more} more" if more > 0 else "")
        session.note(f"not known yet: {named}\n    casefile show {record.record} --gaps")


def _print_missing_proof(session: Session, record: WrittenRecord) -> None:
    """Print the command that would confirm a death, if the record states one that is only reported so far."""
    if record.settles:
        from casefile.custody.status_text import FLAG_WORDS  # noqa: PLC0415 - only for reported deaths

        session.note(
            f"{FLAG_WORDS['death_reported']} {record.settles.question}\n    {record.settles.command}"
        )


def _print_notes(session: Session, written: WriteResult) -> None:
    for words in (*written.matched, *written.notes):
        session.note(inert(words))


def _format_record(record: WrittenRecord, *, dry_run: bool, alone: bool) -> str:
    details = (*record.texts, *record.kept)
    if not record.diff and not record.kept:
        return f"{record.record}: no change"
    texts = (record.headline,) if record.headline else details or ("only the layout changed",)
    lines = [f"{record.record}: {inert(text)}" for text in texts]
    if dry_run:
        diff = inert_lines(record.diff.rstrip("\n"))
        return "\n".join([*(fit_lines(line, room_of(sys.stdout)) for line in lines), "", diff])
    if record.event:
        lines[0] += f"  ({record.event})"
    if record.headline and alone:
        lines.append(f"    {record.path}")
    return fit_lines("\n".join(lines), room_of(sys.stdout))
