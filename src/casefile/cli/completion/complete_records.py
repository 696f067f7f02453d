"""Completion of records and the entries of their ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.completion.known_records import find_record, match_records
from casefile.cli.completion.suggestions import Suggestion
from casefile.loading.indexed.word_search import RecordNames
from casefile.model.kinds import LEDGER_KINDS
from casefile.model.plain_data import Data, groups, items
from casefile.model.visible_text import shorten_text
from casefile.model.vocabularies import LEDGER, PROCEEDINGS
from casefile.terminal.safe_text import inert

LONGEST = 60
"""The maximum length of the description of a suggestion, in characters."""
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "situation": ("situation",),
    "organization": ("organization",),
    "authority": ("organization",),
    "statute": ("statute",),
}
"""The kinds of records that an option takes as a filter, by the option's name."""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "record": LEDGER_KINDS,
    "mark": LEDGER_KINDS,
    "withdraw": ("case",),
}
"""The kinds of records that a command takes, by its name; a command that takes all kinds is not listed."""
CHANGING = frozenset({*COMMANDS, "update", "edit", "rename"})
"""Commands that refuse a withdrawn case, because a withdrawal notice has nothing to change."""


def of_command(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the matching records of the kinds that the option being completed takes, or else the command."""
    kinds = OPTIONS.get(place.param.name) or COMMANDS.get(place.path[0], ())
    return records(place, kinds, changing=place.path[0] in CHANGING)


def records(place: CursorPlace, kinds: Iterable[str] = (), *, changing: bool = False) -> Iterator[Suggestion]:
    """Yield the records of these kinds, by default of all, that match the typed text.

    Records that the command line names already are left out; with `changing`, withdrawn cases too.
    """
    for each in match_records(place.directory, place.text, frozenset(kinds)):
        if each.id not in place.arguments and not (changing and each.is_withdrawn):
            yield _suggest_record(each)


def _suggest_record(record: RecordNames) -> Suggestion:
    """Return the suggestion for a record: its id, described by its name, or by its kind if it has none."""
    return Suggestion(record.id, _short(record.names[0]) if record.names else record.kind, record.names)


def events(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the ids of the ledger entries of the record in the first argument; nothing if it is not found."""
    for event in chain.from_iterable(_read_lists(place, LEDGER, place.arguments[:1])):
        yield _suggest_part(event, *map(event.get, ("date", "type", "outcome", "kind", "summary")))


def proceedings(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the ids of the proceedings of the records in the arguments typed before."""
    for each in chain.from_iterable(_read_lists(place, PROCEEDINGS, place.arguments)):
        yield _suggest_part(each, each.get("kind"), *items(each.get("numbers")))


def _read_lists(place: CursorPlace, field: str, named: Iterable[str]) -> Iterator[Iterator[Data]]:
    """Yield the list in a field of each named record; records that are not found are skipped."""
    for words in named:
        if found := find_record(place.directory, words):
            yield groups(found.fields.get(field))


def _suggest_part(part: Data, *about: object) -> Suggestion:
    """Return the suggestion for a part of a record: its id, described by some of its values."""
    return Suggestion(str(part.get("id", "")), _short(" ".join(str(each) for each in about if each)))


def _short(text: str) -> str:
    return shorten_text(inert(text), LONGEST)
