"""The position of the cursor in a command line: the command, and the option or argument being typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.cli.lazy_commands import LazyGroup


class CursorPlace(Struct, frozen=True):
    """The word being typed, and the parsed part of the command line before it.

    `command` is the command or group that the words before name, `path` its name word by word. `param` is the
    option or argument whose value is being typed; None while a command or the name of an option is typed.
    `before` is the part of the word that completion keeps, such as `--status=` of `--status=he`, and `text`
    the rest, `he`. `options` (name, value) and `arguments` were typed before; `bare` is whether a `--` was.
    """

    command: Any
    path: tuple[str, ...] = ()
    param: Any = None
    before: str = ""
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    arguments: tuple[str, ...] = ()
    bare: bool = False

    @property
    def directory(self) -> Path:
        """The folder in `-C`, else the current one."""
        return next((Path(value).expanduser() for name, value in self.options if name == "-C"), Path())


def place_of(root: LazyGroup, words: Sequence[str]) -> CursorPlace | None:
    """Return the place of the last word, which is being typed.

    `words` are the arguments of the program, `root` is the group of all commands. None if the words before
    name no command, or if the last word is an unknown option with a value.
    """
    here: CursorPlace | None = CursorPlace(root)
    for at, word in enumerate(words[:-1]):
        here = _after(here, word, list(words[at + 1 :])) if here else None
    return _at(here, words[-1]) if here else None


def _after(here: CursorPlace, word: str, following: list[str]) -> CursorPlace | None:
    """Return the place after one more complete word; None if the word should be a command and is not.

    `following` are the words after it, on which the options of a command may depend.
    """
    if here.param is not None:
        return replace(here, param=None, options=(*here.options, (here.param.opts[0], word)))
    if word == "--" and not here.bare:
        return replace(here, bare=True)
    if word.startswith("-") and word != "-" and not here.bare:
        return _after_option(here, word)
    if not isinstance(here.command, LazyGroup):
        return replace(here, arguments=(*here.arguments, word))
    command = here.command.load_command(word, following)
    return replace(here, command=command, path=(*here.path, word)) if command else None


def _after_option(here: CursorPlace, word: str) -> CursorPlace:
    name, value = _split(word)
    option = _option(here.command, name)
    if option is None:
        return here
    if not option.is_flag and value is None:
        return replace(here, param=option)
    return replace(here, options=(*here.options, (option.opts[0], value or "")))


def _at(here: CursorPlace, word: str) -> CursorPlace | None:
    """Return the place with the word that is being typed; None for the value of an unknown option."""
    if here.param is not None:
        return replace(here, text=word)
    if word.startswith("-") and not here.bare:
        name, value = _split(word)
        if value is None:
            return replace(here, text=word)
        option = _option(here.command, name)
        return replace(here, param=option, before=word.removesuffix(value), text=value) if option else None
    if isinstance(here.command, LazyGroup):
        return replace(here, text=word)
    arguments = [each for each in here.command.params if each.param_type_name == "argument"]
    if not arguments:
        return replace(here, text=word)
    at = min(len(here.arguments), len(arguments) - 1)
    full = len(here.arguments) > at and arguments[at].nargs != -1
    return replace(here, text=word) if full else replace(here, param=arguments[at], text=word)


def _split(word: str) -> tuple[str, str | None]:
    """Return the option and the value of a word such as `--status=held` or `-fmd`; the value may be None."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    return word[:2], word[2:] or None


def _option(command: Any, name: str) -> Any:
    return next((each for each in command.params if name in each.opts), None)
