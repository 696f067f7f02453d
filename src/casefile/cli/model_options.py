"""Options built from the model, which defines the name, vocabulary and description of each field."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from typing import Annotated, Any

import typer

from casefile.changes.change_text import option_name
from casefile.cli.lazy_commands import PAIRS
from casefile.dates import Day
from casefile.editing.typed_values import parse_typed, typed_all
from casefile.errors import BadInput
from casefile.model.plain_data import Fields, KnownData
from casefile.model.shape import Form, Shape

METAVARS: dict[Form, str] = {
    "text": "TEXT", "label": "TEXT", "integer": "N", "boolean": "true|false", "date": "DATE",
    "duration": "DURATION", "word": "WORD",
}  # fmt: skip
PREFIX = "field_"
"""The start of the parameter names of these options, so that none is the name of another parameter."""


def options(
    shape: Shape, panel: str, leave_out: Collection[str] = (), settled: Collection[str] = ()
) -> list[inspect.Parameter]:
    """Return one parameter for each field of a shape, in model order, except those in `leave_out`.

    `panel` is the heading on the help page. The help marks the options of required fields as required,
    except those in `settled`; the parser requires none, see `require_fields`.
    """
    return [
        _parameter(field, panel, needed=field.required and field.name not in settled)
        for field in shape.fields.values()
        if field.name not in leave_out
    ]


def option_names(shape: Shape, prefix: str = "") -> dict[str, str]:
    """Return the option of each field by the field's path, which begins with `prefix`."""
    return {prefix + name: option_name(field) for name, field in shape.fields.items()}


def values(shape: Shape, given: KnownData, today: Day) -> Fields:
    """Return the plain data of the options that were given, by field name in model order.

    `given` contains the typed texts by parameter name. `today` is the day from which words such as
    `yesterday` count. Raises BadInput for an invalid value, with the option in its message.
    """
    found: Fields = {}
    for name, field in shape.fields.items():
        value = given.get(PREFIX + name)
        if value is not None and value != []:
            found[name] = parse_option(field, value, today)
    return found


def require_fields(
    shape: Shape,
    found: Fields,
    leave_out: Collection[str],
    one_of: Collection[str] = (),
) -> Fields:
    """Return the fields in `found` unchanged if all required options were given.

    Fields in `leave_out` are not required. If `one_of` is not empty, at least one of its fields is required.
    Raises BadInput CF101, which lists all missing options.
    """
    needed = [field for name, field in shape.fields.items() if field.required and name not in leave_out]
    missing = [field for field in needed if field.name not in found]
    options = [shape.fields[name] for name in one_of]
    names = [option_name(field) for field in missing]
    if options and not any(field.name in found for field in options):
        names.append(_join_with_or([option_name(field) for field in options]))
        missing += options
    if names:
        hint = "\n".join(_describe_missing(field, alone=len(missing) == 1) for field in missing)
        raise BadInput("CF101", f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} missing", hint)
    return found


def _join_with_or(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _describe_missing(field: Shape, *, alone: bool) -> str:
    """Return the hint for a missing option: its help, and an example unless it takes words or free text.

    `alone`: it is the only missing one, and the hint does not repeat its name.
    """
    option = option_name(field)
    such = "" if field.words or field.form == "text" else f" Such as {option} {_sample(field)}."
    return f"{'' if alone else f'{option}: '}{_help(field, needed=False)}{such}"


def parse_option(field: Shape, value: str | list[str], today: Day) -> object:
    """Return the plain value of the text typed for the option of a field, or the list for a list of texts.

    Raises BadInput for an invalid text, with the option in its message.
    """
    try:
        if isinstance(value, list):
            return typed_all(field, value, today)
        return parse_typed(field, value, today)
    except BadInput as error:
        raise BadInput(error.code, f"{option_name(field)}: {error.message}", error.hint) from error


def example(command: str, shape: Shape, leave_out: Collection[str] = ()) -> str:
    """Return an example for the help page: `command` with the required fields, or else the first field.

    A single field is followed by one with a vocabulary. Fields in `leave_out` are left out, and those that
    come last in every event (`tail`), such as notes.
    """
    fields = [field for field in shape.fields.values() if field.name not in leave_out and not field.meta.tail]
    wanted = [field for field in fields if field.required] or fields[:1]
    wanted += [field for field in fields if field.words and field not in wanted][: not wanted[1:]]
    typed_options = "".join(f" \\\n      {option_name(field)} {_sample(field)}" for field in wanted)
    return f"\b\nExample:\n  {command}{typed_options}"


SAMPLES: dict[Form, str] = {
    "text": '"…"', "label": "278", "integer": "3", "boolean": "true", "date": "2025-05-28", "duration": "14d",
    "word": "",
}  # fmt: skip


def _sample(field: Shape) -> str:
    return field.words[0] if field.words else SAMPLES[field.form]


def _parameter(field: Shape, panel: str, *, needed: bool) -> inspect.Parameter:
    kind: Any = list[str] | None if field.is_list else str | None
    option = typer.Option(
        option_name(field),
        metavar=_metavar(field, needed=needed),
        help=_help(field, needed=needed),
        show_default=False,
        rich_help_panel=panel,
    )
    return inspect.Parameter(
        PREFIX + field.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, option]
    )


class Metavar(str):  # noqa: SLOT000 - a text cannot have slots
    """The metavar of an option, with the shape of its field, by which completion finds its values.

    `brief` is the help on the short page; it is empty if the option is only on the full page.
    """

    shape: Shape
    brief: str


def _metavar(field: Shape, *, needed: bool) -> Metavar:
    inner = field.inner if field.inner is not None else field
    form = METAVARS["word" if field.words else inner.form]
    pairs = f"{inner.bare.upper()}{PAIRS}" if inner.bare else "KEY=VALUE[,…]"
    made = Metavar(pairs if inner.is_mapping else form)
    made.shape = field
    made.brief = "" if field.meta.rare and not needed else _brief_help(field, needed=needed)
    return made


def _brief_help(field: Shape, *, needed: bool) -> str:
    """Return the help of an option with only as many words of its vocabulary as fit into a line."""
    all_words = ", ".join(field.words)
    shown = f"{all_words[:LINE].rpartition(', ')[0]}, …" if len(all_words) > LINE else f"{all_words}."
    words = f" Words: {shown}" if field.words and all_words not in field.meta.description else ""
    return f"{field.meta.description}{' Required.' if needed else ''}{words}"


LINE = 40
"""The number of characters for the words of a vocabulary on the short help page."""


def _help(field: Shape, *, needed: bool) -> str:
    inner = field.inner if field.inner is not None else field
    required = " Required." if needed else ""
    words = f" Words: {', '.join(field.words)}." if field.words else ""
    fields = f" Fields: {', '.join(inner.keys)}.{_words_within(inner)}" if inner.is_mapping else ""
    again = " May be given again." if field.is_list else ""
    return f"{field.meta.description}{required}{words}{fields}{again}"


def _words_within(item: Shape) -> str:
    """Return the vocabularies of the fields of an item, each after the name of its field."""
    lists = ((name, field.words) for name, field in item.fields.items() if field.words)
    return "".join(f" Words of {name}: {', '.join(words)}." for name, words in lists)
