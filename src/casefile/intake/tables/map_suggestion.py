"""Suggest a first import map from the headers of a table; guesses other than the key are comments."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from casefile.intake.tables.row_reader import MONTH, PARTS, SERIAL
from casefile.intake.tables.table_reader import Table
from casefile.model.visible_text import visible
from casefile.names import fold_text
from casefile.plural import number

SAMPLES = 200
"""The number of rows that are looked at."""
WORDS_SHOWN = 6


class Guess(tuple[str, str]):
    """The part of the map (fields, event, sources, key) and the field that a header probably means."""

    __slots__ = ()


@cache
def _words() -> Mapping[str, str]:
    """Return the meaning by folded header word: such as `person.name`, `detention.date`, `source`, `key`."""
    text = files(__package__).joinpath("header_words.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for meaning, words in tomllib.loads(text).items():
        for field, listed in words.items() if isinstance(words, dict) else [("", words)]:
            name = f"{meaning}.{field}" if field else meaning
            found |= {fold_text(word): name for word in listed}
    return found


def meaning_of(header: str) -> str:
    """Return what a header probably means, such as `person.name`; "" if it contains no known words.

    The whole header counts first, then the longest known words in it.
    """
    folded = fold_text(re.sub(r"[^\w\s]+", " ", header)).strip()
    words = _words()
    if folded in words:
        return words[folded]
    known = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded)]
    return words[max(known, key=len)] if known else ""


def suggest_map(table: Table) -> str:
    """Return the text of a map for a table: the key, if one is found, and guesses as comments."""
    guesses = {at: meaning_of(header) for at, header in enumerate(table.headers)}
    key = next((at for at, guess in guesses.items() if guess == "key" and _is_unique(table, at)), None)
    return "\n".join(
        [
            *_head(table, key),
            *_fields(table, guesses, key),
            *_events(table, guesses),
            *_rest(table, guesses),
        ]
    )


def _head(table: Table, key: int | None) -> Iterator[str]:
    yield "schema: casefile/import-map/1"
    yield f"# {number(len(table.rows), 'row')} of {visible(table.name)}. Each line with # is a guess:"
    yield "# confirm it by removing the #, or delete it. Columns without a guess are at the end."
    yield "id: partner          # the name of this import"
    yield "key:"
    if key is None:
        yield "  # Name the columns that together are different in each row."
        yield "  columns: []"
    else:
        yield f"  columns: [{_quoted(table.headers[key])}]"
    yield "  scheme: partner    # the name of this numbering"


def _fields(table: Table, guesses: Mapping[int, str], key: int | None) -> Iterator[str]:
    yield "fields:"
    yield "  # - {field: country, value: KG}        # the country that detains, as a code"
    for at, guess in guesses.items():
        group, _, field = guess.partition(".")
        if group in {"person", "case"} and at != key:
            name = f"person.{field}" if group == "person" else field
            yield f"  # - {{field: {name}, column: {_quoted(table.headers[at])}{_hints(table, at, field)}}}"


def _events(table: Table, guesses: Mapping[int, str]) -> Iterator[str]:
    yield "events:"
    kinds = dict.fromkeys(guess.split(".")[0] for guess in guesses.values() if guess.split(".")[0] in EVENTS)
    for kind in kinds or ["detention"]:
        yield f"  # - type: {kind}"
        yield "  #   fields:"
        named = [
            (at, guess.partition(".")[2]) for at, guess in guesses.items() if guess.split(".")[0] == kind
        ]
        if not any(field == "date" for _, field in named):
            yield '  #     - {field: date, value: "[..2025-06-04]"}   # until the day of the file'
        for at, field in named:
            hints = _hints(table, at, field)
            yield f"  #     - {{field: {field}, column: {_quoted(table.headers[at])}{hints}}}"


EVENTS = ("detention", "hearing", "charge", "verdict", "release", "death")


def _rest(table: Table, guesses: Mapping[int, str]) -> Iterator[str]:
    sources = dict.fromkeys(table.headers[at] for at, guess in guesses.items() if guess == "source")
    if sources:
        yield "sources:"
        for header in sources:
            every = ", every: true" if len(table.columns(header)) > 1 else ""
            yield f"  # - {{column: {_quoted(header)}{every}}}"
    yield "# What to do with the other columns: refuse, ignore, or notes."
    yield "unmapped: refuse"
    for at, guess in guesses.items():
        if not guess:
            yield f"# column {_quoted(table.headers[at])}: {_shape(table, at)}"
    yield ""


def _hints(table: Table, at: int, field: str) -> str:
    """Return further keys that a column probably needs: the order of its dates, or the first of its words."""
    cells = _cells(table, at)
    if field.endswith(("date", "birth")):
        return _order(cells)
    if field in {"gender", "kind", "outcome"}:
        words = dict.fromkeys(cell for cell in cells)
        listed = ", ".join(_quoted(f"{word}=") for word in [*words][:WORDS_SHOWN])
        return f", values: [{listed}]" if words else ""
    return ""


def _order(cells: list[str]) -> str:
    """Return the key `dates` with the order of dates if a cell proves it, with both orders if it is unclear.

    Empty if no cell has a date in parts.
    """
    for cell in cells:
        found = PARTS.fullmatch(cell)
        if found and len(found[3]) == 4:
            first, second = int(found[1]), int(found[2])
            if first > 12:
                return ", dates: day_month_year"
            if second > 12:
                return ", dates: month_day_year"
    if cells and all(SERIAL.fullmatch(cell) and len(cell) == 5 for cell in cells):
        return ", dates: excel"
    ambiguous = any(PARTS.fullmatch(cell) or MONTH.fullmatch(cell) for cell in cells)
    return ", dates: day_month_year or month_day_year" if ambiguous else ""


def _shape(table: Table, at: int) -> str:
    cells = _cells(table, at)
    return f"{number(len({*cells}), 'different value')} in {number(len(cells), 'row')}"


def _cells(table: Table, at: int) -> list[str]:
    return [row.cells[at] for row in table.rows[:SAMPLES] if row.cells[at]]


def _is_unique(table: Table, at: int) -> bool:
    cells = [row.cells[at] for row in table.rows]
    return all(cells) and len({*cells}) == len(cells)


def _quoted(text: str) -> str:
    """Return a text as a YAML value in double quotes, with control characters as escapes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufeff]")
"""Characters that a YAML file does not contain as they are, or that a terminal obeys."""
