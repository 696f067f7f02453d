"""Lazy loading of commands: a table contains their names, and a command is built when it is called.

Building all commands, or loading the model and Rich for `--help`, would take longer than the answer itself.
Typer's internals are used through its documented subclass hooks, so that a change in typer makes a test fail
and does not cause a wrong answer.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from casefile.errors import BadInput, nearest
from casefile.model.visible_text import shorten_text, visible


class NamedCommand(NamedTuple):
    """A command that is not loaded: the heading above it on the help page, its module, its line of help.

    A `hidden` command is not on the help page, and is not suggested.
    """

    panel: str
    module: str
    help: str
    hidden: bool = False


Builder = Callable[[str, list[str]], TyperCommand | TyperGroup | None]
"""Builds a command from its name and the arguments after it, because its options may depend on those."""
TYPED = "casefile.typed"
"""The key in `Context.meta` of the words that were typed after the name of the command."""


class LazyGroup(TyperGroup):
    """A group whose commands are loaded when they are called; its help page needs only their names and help.

    While a command line is parsed, the outermost group stores the names of the commands in `parsed`, such as
    `source` and `add`, the values of the options before them in `global_options`, and the command itself with
    its arguments in `called`. `table` contains the commands by name, and `build` makes one of them. `usual`
    contains hints for words that are not in `table`: what to type instead.
    """

    table: Mapping[str, NamedCommand] = {}
    usual: Mapping[str, str] = {}
    build: Builder = staticmethod(lambda _name, _typed: None)

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        names: Any = dict.fromkeys(self.table)
        self.commands = names  # only the names, which typer uses for suggestions
        self.parsed: list[str] = []
        self.global_options: Mapping[str, Any] = {}
        self.called: tuple[PanelCommand, list[str]] | None = None

    def typed(self, name: str) -> str | None:
        """Return the text typed for an option of the called command, by parameter name.

        None if it was not typed, or no command was called.
        """
        return typed_value(self.called[0], name, self.called[1]) if self.called else None

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature of the base
        """Return the names of the commands that are not hidden."""
        return [name for name, named in self.table.items() if not named.hidden]

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options and a hidden --help-all; PlainCoercion parses their values."""
        return use_plain_parsers([*super().get_params(ctx), _make_help_all(self, ctx, hidden=True)])

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command by name, for the words that were typed after it; None if it is unknown."""
        return self.load_command(cmd_name, ctx.meta.get(TYPED, []))

    def load_command(self, name: str, typed: list[str]) -> Any:
        """Load a command, whose options may depend on `typed`, the words after it; None if unknown."""
        return type(self).build(name, typed) if name in self.table else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name and the command that the first argument names, and the other arguments.

        The outermost group stores the name and the global options. Raises BadInput CF601 for an unknown name,
        with a hint: what to type instead, the nearest name, or --help.
        """
        name = args[0]
        if name not in self.table and not ctx.resilient_parsing:
            close = nearest(name, self.list_commands(ctx))
            near = f"did you mean `{ctx.command_path} {close}`?" if close else ""
            hint = self.usual.get(name.lower(), near) or f"see: {ctx.command_path} --help"
            typed = shorten_text(visible(name), 40)
            raise BadInput("CF601", f"unknown command `{typed}`", hint)
        ctx.meta[TYPED] = args[1:]
        root = ctx.find_root()
        root.command.parsed.append(name)
        root.command.global_options = root.params
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature of the base
        """Write the list of commands by panel, without loading any of them."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, named in self.table.items():
            if not named.hidden:
                panels.setdefault(named.panel, []).append((name, named.help))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)


NO_WORDS: Mapping[str, str] = {}


def group(
    name: str,
    table: Mapping[str, NamedCommand],
    build: Builder,
    callback: Callable[..., Any],
    help_text: str,
    words: str = "COMMAND …",
    usual: Mapping[str, str] = NO_WORDS,
) -> LazyGroup:
    """Return a lazy group with the commands of `table`, each made by `build` when it is called.

    `callback` takes the options of the group itself; `words` follow the name of the group in the usage.
    `usual` are hints for words that people type in place of a command.
    """
    made = type("Group", (LazyGroup,), {"table": table, "usual": usual, "build": staticmethod(build)})
    app = typer.Typer(
        name=name,
        cls=made,
        help=help_text,
        subcommand_metavar=words,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(callback)
    built: Any = typer.main.get_group(app)
    return built  # type: ignore[no-any-return]


HOW_TO_WRITE = "How to write"
PANEL_ORDER = {"Arguments": 0, "Options": 2, HOW_TO_WRITE: 3}
"""The order of the panels on a help page; panels of fields have 1 and keep the order in which they are made.
"""


class PanelCommand(TyperCommand):
    """A command whose help page lists options by panel, and arguments by their metavars.

    If it has options with a short help text (`brief`, see `model_options.Metavar`), `--help` shows a short
    page, and `--help-all` everything.
    """

    is_whole = False
    """Whether the help page is shown whole."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return arguments and options, and --help-all; PlainCoercion parses their values."""
        params = super().get_params(ctx)
        is_short = any(_brief_help(each) is not None for each in params)
        return use_plain_parsers([*params, _make_help_all(self, ctx, hidden=not is_short)])

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse the arguments, which the outermost group keeps for the report of an error."""
        ctx.find_root().command.called = (self, [*args])
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line with the metavars of the arguments."""
        named = [
            each.metavar if each.required else f"[{each.metavar}]"
            for each in self._parameters_of(ctx, "argument")
        ]
        words = ["[OPTIONS]", *named]
        formatter.write_usage(ctx.command_path, " ".join(words))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the description of the command; text after a form feed is only on the whole page."""
        text = self.help
        if self.is_whole:
            self.help = (text or "").replace("\f", "")
        super().format_help_text(ctx, formatter)
        self.help = text

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the lists of arguments and options, by panel.

        On the short page, options that are only on the whole page are listed by name at the end.
        """
        panels: dict[str, list[tuple[str, str]]] = {}
        for each in self._parameters_of(ctx, "argument"):
            panels.setdefault("Arguments", []).append((each.metavar, each.help or ""))
        rare: list[str] = []
        for each in self._parameters_of(ctx, "option"):
            row = each.get_help_record(ctx)
            brief = None if self.is_whole else _brief_help(each)
            if brief == "":
                rare.append(each.opts[0])
            elif row is not None:
                shown = row if brief is None else (row[0].replace(PAIRS, ""), brief)
                panels.setdefault(each.rich_help_panel or "Options", []).append(shown)
        for panel in sorted(panels, key=lambda name: PANEL_ORDER.get(name, 1)):
            with formatter.section(panel):
                formatter.write_dl(panels[panel])
        if rare:
            with formatter.section(f"More options (see {ctx.command_path} --help-all)"):
                for row in textwrap.wrap(", ".join(rare), formatter.width - 2, break_on_hyphens=False):
                    formatter.write(f"  {row}\n")

    def _parameters_of(self, ctx: Any, kind: str) -> list[Any]:
        return [each for each in self.get_params(ctx) if each.param_type_name == kind]


def _make_help_all(made: PanelCommand | LazyGroup, ctx: Any, *, hidden: bool) -> TyperOption:
    """Return the option --help-all, which shows the whole help page.

    `hidden` leaves it off the help page, where `--help` shows the same.
    """
    help_option: Any = made.get_help_option(ctx)

    def show(_ctx: Any, _param: Any, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            if isinstance(made, PanelCommand):
                made.is_whole = True
            typer.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    return TyperOption(
        param_decls=["--help-all"],
        type_descriptor=help_option.type_descriptor,
        is_flag=True,
        is_eager=True,
        expose_value=False,
        hidden=hidden,
        callback=show,
        help="Show all options with all their values.",
    )


PAIRS = "[,KEY=VALUE]"
"""The part of a metavar that is only on the whole page: a value may have more fields."""


def _brief_help(option: Any) -> str | None:
    """Return the help of an option on the short page.

    It is empty if the option is not described there, and None if the help is the same on both pages.
    """
    return getattr(option.metavar, "brief", None)


def command(
    name: str, callback: Callable[..., Any], help_text: str | None = None, *, any_words: bool = False
) -> TyperCommand:
    """Return a command for a function whose signature defines the options.

    With `any_words`, an unknown option is taken as an argument.
    """
    info = CommandInfo(
        name=name,
        cls=PanelCommand,
        callback=callback,
        help=help_text,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "max_content_width": 100,
            "ignore_unknown_options": any_words,
        },
    )
    made: Any = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
    return made  # type: ignore[no-any-return]


def typed_value(made: TyperCommand, name: str, words: Sequence[str]) -> str | None:
    """Return the text that typer's parser takes for an option of a command, by parameter name.

    None if it was not given or the words cannot be parsed; "" if its value is missing at the end. Unknown
    options are skipped, and their values taken as arguments. Required options may be absent.
    """
    settings = {**made.context_settings, "ignore_unknown_options": True}  # the command keeps their --help
    context: Any = typer.Context(made, **settings)
    with contextlib.suppress(typer.TyperException):
        found, *_ = made.make_parser(context).parse_args([*words, ""])  # the last option may lack its value
        value: str | None = found.get(name)
        return value
    return None


def use_plain_parsers(params: list[Any]) -> list[Any]:
    """Make the parameters of a command parse values without pydantic, which takes long to load; return them.

    If a version of typer has no attribute RUNTIME, its own parsing is used.
    """
    for param in params:
        if getattr(param, RUNTIME, param) is None:
            setattr(param, RUNTIME, PlainCoercion())
    return params


RUNTIME = "_runtime_param"
"""The attribute in which typer stores the parser of a parameter's value; None until it is needed."""


class PlainCoercion:
    """A parser that reads plain texts, numbers and paths as typer does; typer parses everything else."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value of the typed text, or a list of values if the parameter takes several.

        If nothing was typed, return None or an empty tuple. Typer raises its error for an invalid text.
        """
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        kind = param.type_descriptor.annotation
        plain = PARSERS.get(kind.__args__[0] if several and kind in LISTS else kind)
        if plain and not _has_constraints(param.type_descriptor.parameter_info):
            words = value if several else [value]
            taken = [plain(word) for word in words if isinstance(word, str)]
            if None not in taken and len(taken) == len(words):
                return taken if several else taken[0]
        setattr(param, RUNTIME, None)
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _number(word: str) -> int | None:
    return int(word) if NUMBER.fullmatch(word) else None


def _path(word: str) -> Path | None:
    return Path(word) if os.access(word, os.R_OK) or not os.path.exists(word) else None  # noqa: PTH110 - on the way to one


NUMBER = re.compile("0|[1-9][0-9]{0,8}")
"""The numbers that this module parses itself: all parsers read them in the same way."""
LISTS = (list[str], list[Path])
PARSERS: Mapping[Any, Callable[[str], Any]] = {str: str, int: _number, Path: _path}
"""The parsers by type; they return None if typer has to parse the text."""


def _has_constraints(info: Any) -> bool:
    """Return whether a parameter, by typer's info about it, has constraints on its value besides the type."""
    refuses = not (info.file_okay and info.dir_okay)
    return refuses or any(getattr(info, name) not in {None, False} for name in CONSTRAINTS)


CONSTRAINTS = ("parser", "min", "max", "exists", "writable", "resolve_path", "allow_dash", "path_type")


def make_builder(table: Mapping[str, NamedCommand]) -> Builder:
    """Return the function that builds a command of `table` when it is called.

    It imports the module of the command and calls its `build`, or else uses its `run` and `HELP`.
    """

    def build(name: str, typed: list[str]) -> TyperCommand | TyperGroup | None:
        module = importlib.import_module(table[name].module)
        own: Builder | None = getattr(module, "build", None)
        return own(name, typed) if own else command(name, module.run, module.HELP)

    return build
