"""Suggestions for a place in a command line: a table by the metavar of the option or argument."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.lazy_commands import LazyGroup

FILES, FOLDERS = "files", "folders"


class Suggestion(NamedTuple):
    """A word to insert and its description; `names` are other texts that a person may type for it."""

    word: str
    about: str = ""
    names: tuple[str, ...] = ()


Answer = Iterable[Suggestion] | str
"""Suggestions, or `files` or `folders` if the shell completes these itself, or "" if there are none."""


def suggestions(place: CursorPlace) -> Answer:
    """Return the suggestions for a place; the caller removes those that do not match the typed text."""
    if place.param is None:
        named = isinstance(place.command, LazyGroup) and not place.text.startswith("-")
        return _commands(place.command) if named else _options(place)
    metavar = place.param.metavar or ""
    if hasattr(metavar, "shape"):
        return _load_suggestions("complete_fields:of_option", place)
    metavar = metavar.removesuffix("…").removesuffix(",")
    if ALTERNATIVES.fullmatch(metavar):
        return map(Suggestion, metavar.split("|"))
    found = TABLE.get(metavar, "")
    return _load_suggestions(found, place) if ":" in found else found


ALTERNATIVES = re.compile(r"[a-z]+(\|[a-z]+)+")
"""A metavar that lists all its values, such as `public|partners|internal`."""
TABLE: Mapping[str, str] = {
    "RECORD": "complete_records:of_command",
    "EVENT": "complete_records:events",
    "CODE": "complete_options:codes",
    "COLUMN": "complete_options:columns",
    "FORMAT": "complete_vocabularies:formats",
    "TYPE": "complete_vocabularies:types",
    "STANDING": "casefile.cli.commands.mark:WORDS",
    "KIND": "casefile.model.kinds:FILE_KINDS",
    "WORD": "complete_options:vocabulary",
    "QUESTION": "casefile.views.case_counts:BY",
    "SOURCE": "complete_fields:source",
    "FIELD": "complete_fields:paths",
    "FIELD=VALUE": "complete_fields:paths",
    "FIELD[=VALUE]": "complete_fields:paths",
    "REV|DATE": "complete_revisions:complete_revision",
    "REV|RECORD": "complete_revisions:complete_revision_or_record",
    "DIR": FOLDERS,
    "FILE": FILES,
    "FILE|-": FILES,
    "PATH": FILES,
}
"""The source of suggestions for each metavar: a module of this package and its function, or any other
module and its list of words.

A module is imported when it is needed.

Options made from the model need no row, because their metavar contains the shape of the field.
"""


def _load_suggestions(found: str, place: CursorPlace) -> Answer:
    module, _, name = found.partition(":")
    is_ours = "." not in module
    loaded = importlib.import_module(f"casefile.cli.completion.{module}" if is_ours else module)
    taken = getattr(loaded, name)
    answer: Answer = taken(place) if is_ours else map(Suggestion, taken)
    return answer


def _commands(group: LazyGroup) -> Iterator[Suggestion]:
    """Yield the commands of a group, without loading any of them."""
    for name, named in group.table.items():
        if not named.hidden:
            yield Suggestion(name, named.help)


def _options(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the options of the command that may still be given, by their longest names; no hidden ones."""
    given = {name for name, _ in place.options}
    for each in place.command.params:
        may_be = each.param_type_name == "option" and not each.hidden
        if may_be and (each.multiple or each.opts[0] not in given):
            yield Suggestion(max(each.opts, key=len), (each.help or "").split(". ")[0].rstrip("."))
