"""The entry point of the command line: global options, and the conversion of exceptions to exit codes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NamedTuple, NoReturn

import typer

from casefile.cli import COMPLETING, VERSION, margins
from casefile.cli.command_table import COMMANDS, GLOBAL, READ, SHARED
from casefile.cli.lazy_commands import LazyGroup, group, make_builder
from casefile.cli.session import Session, current_folder
from casefile.cli.streams import drop_stdout, exit_now
from casefile.cli.usual_words import COMMANDS as USUAL_WORDS
from casefile.errors import BadInput, CasefileError, MachineTrouble
from casefile.files.disk_errors import REASONS, reason
from casefile.terminal.safe_text import inert, inert_lines

HELP = """Keep a register of detentions. A case is a person and a ledger of dated, sourced events.

`add` opens a case, `record` appends an event, `mark` sets an event's verification status, `update` corrects
a field. `today` shows what needs attention; `show`, `list` and `search` find records. `validate` checks them.
`export` publishes them. Help for one command: casefile COMMAND --help

\b
Example:
  casefile init register --identity desk-2
  casefile -C register add --help
"""
INTRO = """casefile keeps a register of detentions. A case is a person and a ledger of dated, sourced events.

  casefile init register       create a register
  casefile record hearing …    append an event to a case
  casefile today               who is held, deadlines, problems
  casefile show aleksandrov    one case, by its id or a name in any script
  casefile import FILE         cases from a spreadsheet

All commands: casefile --help
To open a case, with questions on a terminal: casefile add
"""
INTERRUPTED, CLOSED_PIPE = 130, 141


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(VERSION)
        raise typer.Exit


def _options(
    ctx: typer.Context,
    directory: Annotated[
        Path | None, typer.Option("-C", metavar="DIR", help="Work in this folder instead of the current one.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print only data and errors.")] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Log file access and git commands.")
    ] = False,
    color: Annotated[
        str, typer.Option("--color", metavar="auto|always|never", help="When to use colour.")
    ] = "auto",
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask and never start a pager; fail instead.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read all files again, without the index.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - typer calls back before anything else
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if color not in {"auto", "always", "never"}:
        raise BadInput("CF601", "invalid value for --color; choose from: auto, always, never")
    start = directory or current_folder()
    if not _is_folder(start):
        raise BadInput("CF601", "the folder of -C does not exist")
    if verbose:
        from casefile.cli.verbose_log import log_verbosely  # noqa: PLC0415 - logging, only for -v

        ctx.call_on_close(log_verbosely())
    if no_cache:
        from casefile.index import without_index  # noqa: PLC0415 - only for --no-cache

        ctx.with_resource(without_index())
    ctx.obj = Session(start.resolve(), quiet, verbose, color, no_input)


def main() -> NoReturn:
    """Run the command line, or answer a completion request, and end the process with the exit code."""
    shell = os.environ.get(COMPLETING)
    exit_now(_complete(shell, sys.argv[1:]) if shell else run(sys.argv[1:]))


def _complete(shell: str, line: list[str]) -> int:
    """Print the completions for a shell, and return exit code 0."""
    from casefile.cli.completion.shell_answer import answer  # noqa: PLC0415 - loaded when a shell asks

    sys.stdout.write(answer(_app(), shell, line))
    return 0


def _app() -> LazyGroup:
    return group("casefile", COMMANDS, make_builder(COMMANDS), _options, HELP, usual=USUAL_WORDS)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code.

    `arguments` are those after the program's name; without any, an introduction is printed on stderr. An
    error is printed as a sentence on stderr, with --json as JSON on stdout. A global option after the command
    is accepted if the command does not take it as its own.
    """
    if not arguments:
        sys.stderr.write(INTRO)
        return BadInput.exit_code
    if arguments[0] == "help":
        arguments = [*arguments[1:], "--help"]
    app = _app()

    def report(error: Exception) -> int:
        line = CommandLine(arguments, app.parsed, app.global_options.get("directory"), app.typed)
        return _end_on_interrupt() if _was_interrupted(error) else report_failure(error, line)

    try:
        answer = app.main(args=arguments, prog_name="casefile", standalone_mode=False)
        sys.stdout.flush()
        answer = (
            _end_on_interrupt() if answer == INTERRUPTED else answer
        )  # typer handles most interrupts itself and returns this code
    except (KeyboardInterrupt, typer.Abort) as stop:
        # typer replaces every EOFError, also that of a damaged .pyc file; the Abort of a prompt has no cause
        cause = stop.__cause__
        answer = report(cause) if isinstance(cause, EOFError) else _end_on_interrupt()
    except SystemExit:  # typer exits this way if the reader of the output has closed the pipe
        drop_stdout()
        answer = CLOSED_PIPE
    except Exception as error:  # noqa: BLE001 - the last handler: no traceback may reach the user
        unknown = getattr(error, "option_name", None) if type(error).__name__ == "NoSuchOption" else None
        moved = _move_global_option(arguments, unknown)
        answer = run(moved) if moved else report(error)
    return answer if isinstance(answer, int) else 0


def _move_global_option(arguments: list[str], option: object) -> list[str] | None:
    """Return the arguments with a global option, which a command did not know, before the command.

    A command line is parsed before a command does anything, so it can be parsed again. None if `option` is
    not a global option of these arguments.
    """
    words = arguments[: arguments.index("--")] if "--" in arguments else arguments
    at = next((at for at, word in enumerate(words) if word.partition("=")[0] == option), None)
    if option not in GLOBAL or at is None:
        return None
    end = at + (2 if words[at] in WITH_VALUE else 1)
    return [*arguments[at:end], *arguments[:at], *arguments[end:]]


WITH_VALUE = ("-C", "--color")
"""The global options that take a value."""


class CommandLine(NamedTuple):
    """The arguments of a command line, and the parsed part of it: the command names, the folder of -C.

    `typed` returns the text that was typed for an option of the command, by the option's parameter name; None
    if there is none.
    """

    words: Sequence[str]
    commands: Sequence[str] = ()
    folder: Path | None = None
    typed: Callable[[str], str | None] = lambda _name: None

    @property
    def command(self) -> str:
        """The name of the command in the JSON envelope; "" if no command was found.

        It is the first word only, except for shared records: `record` for `record hearing`, but `source add`.
        """
        in_group = bool(self.commands) and COMMANDS[self.commands[0]].panel == SHARED
        return " ".join(self.commands if in_group else self.commands[:1])

    @property
    def wants_json(self) -> bool:
        """Whether `--json` is among the words, before a `--` if there is one."""
        words = self.words
        return "--json" in (words[: words.index("--")] if "--" in words else words)


def _end_on_interrupt() -> int:
    margins.write("\ncasefile: interrupted; all finished writes are saved: see git status")
    return INTERRUPTED


def report_failure(error: Exception, line: CommandLine) -> int:
    """Print why a command failed, and return the exit code for that error.

    The message goes to stderr, with --json to stdout as JSON. Nothing is printed about a closed pipe. After
    an OSError in a command that prints text, stdout is redirected to /dev/null. An internal error is logged.
    """
    if isinstance(error, CasefileError):
        return _report_error(error, line)
    if isinstance(error, typer.TyperException):
        return _report_usage_error(error, line)
    if isinstance(error, BrokenPipeError):
        drop_stdout()
        return CLOSED_PIPE
    if isinstance(error, OSError):
        return _report_system_error(error, line)
    return _report_bug(error, line)


def _report_system_error(error: OSError, line: CommandLine) -> int:
    """Print an OSError that nothing else handled; stdout is not used if the error is its own."""
    if error.errno not in REASONS:
        drop_stdout()
        return _report_bug(error, line)
    trouble = _to_machine_trouble(error)
    if line.wants_json:
        with contextlib.suppress(OSError):
            code = _report_error(trouble, line)
            sys.stdout.flush()
            return code
        line = line._replace(words=[word for word in line.words if word != "--json"])
    drop_stdout()
    return _report_error(trouble, line)


def _to_machine_trouble(error: OSError) -> MachineTrouble:
    """Return the error for an OSError that no other part of the program has handled."""
    return MachineTrouble("CF807", f"the system reported an error: {reason(error)}", "fix this and try again")


def _report_error(error: CasefileError, line: CommandLine) -> int:
    if line.wants_json:
        from casefile.terminal.json_envelope import envelope  # noqa: PLC0415 - only for errors in JSON

        name = line.command
        reads = name in COMMANDS and COMMANDS[name].panel == READ
        on, known_at = _find_output_labels(line) if reads else (None, None)
        output = envelope(name, None, on=on, known_at=known_at, problems=error.problems, error=error)
        sys.stdout.write(output + "\n")
        return error.exit_code
    only = error.problems[0] if len(error.problems) == 1 else None
    where = f"{only.place}: " if only and only.path and only.message == error.message else ""
    for problem in error.problems:
        if problem.message != error.message:
            place = f"{inert(problem.place)}: " if problem.path else ""
            margins.write(f"{place}{problem.code} {inert(problem.message)}")
            _print_hint(problem.hint)
    margins.write(f"casefile: {inert(where)}{inert_lines(error.message)}")
    _print_hint(error.hint)
    return error.exit_code


def _find_output_labels(line: CommandLine) -> tuple[str | None, str | None]:
    """Return the day and the revision label for the output of a failed reading command, None if not known."""
    from casefile.loading.as_of import output_labels  # noqa: PLC0415 - the model, which --help never loads
    from casefile.loading.read_times import QueryTimes  # noqa: PLC0415 - dates, which --help never loads

    on, known_at = map(line.typed, ("on", "known_at"))
    folder = line.folder or Path()
    with contextlib.suppress(OSError):  # a report of an error must not fail itself
        if folder.is_dir():
            return output_labels(folder, QueryTimes(datetime.now(UTC), on, known_at))
    return None, None


def _is_folder(path: Path) -> bool:
    """Return whether a path leads to a folder; False for a name longer than the system allows.

    Raises other OSErrors, such as that of a folder that may not be entered.
    """
    try:
        return path.is_dir()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        return False


def _print_hint(words: str) -> None:
    if words:
        margins.write("\n".join(f"    {line}" for line in inert_lines(words).split("\n")))


def _report_usage_error(error: typer.TyperException, line: CommandLine) -> int:
    """Print typer's message about a parse error, with a hint to the help; return the exit code.

    If no argument was given to a command that needs some, its help is shown instead.
    """
    message = error.format_message().strip()
    if not message or type(error).__name__ == "NoArgsIsHelpError":
        show = getattr(error, "show", None)
        if show:
            show()
        return error.exit_code
    sentence = NOT_A_NUMBER.sub("give a whole number, such as 20", message[:1].lower() + message[1:])
    hint = " ".join(("see: casefile", *line.commands, "--help"))
    return _report_error(BadInput("CF601", sentence.rstrip("."), hint), line)


NOT_A_NUMBER = re.compile("Input should be a valid integer.*", re.DOTALL)
"""The end of typer's message about an option that takes a number."""


def _was_interrupted(error: BaseException | None) -> bool:
    """Return whether an interrupt caused an error: a library may replace it with an exception of its own."""
    met: list[BaseException] = []
    while error is not None and error not in met:  # the chain of causes may contain a cycle
        met.append(error)
        error = error.__cause__ or error.__context__
    return any(isinstance(each, KeyboardInterrupt) for each in met)


def _report_bug(error: Exception, line: CommandLine) -> int:
    """Write the log of an internal error, print where it is, and return the exit code."""
    from casefile.cli.crash_log import write_crash_log  # noqa: PLC0415 - only for internal errors

    where = write_crash_log(error, line.command)
    problem = CasefileError(
        "CF900", f"internal error; {where}", "please report it to the developers of casefile"
    )
    return _report_error(problem, line)
