"""Records, the entries of their ledgers and their countries, for completion: as little is read as will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from casefile.cli.completion.place import Place
from casefile.cli.completion.suggestions import Suggestion
from casefile.model.places import LEDGER_KINDS
from casefile.model.visible import shortened
from casefile.operations.known import Known, begun, find_known, known
from casefile.render.plain import inert

LONGEST = 60
"""Characters that are said about a suggestion."""
MANY = 200
"""Of more records than this nobody reads the names, so they are not read here."""
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "situation": ("situation",),
    "organization": ("organization",),
    "authority": ("organization",),
    "statute": ("statute",),
}
"""The kinds of records that a filter takes."""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "record": LEDGER_KINDS,
    "mark": LEDGER_KINDS,
    "withdraw": ("case",),
}
"""The kinds of records that a command takes, where not all."""
CHANGING = frozenset({*COMMANDS, "update", "edit", "rename"})
"""Commands that refuse a case which was withdrawn: nothing of it is left to change."""


def of_command(place: Place) -> Iterator[Suggestion]:
    """Yield records of the kinds that the option or the command is about."""
    kinds = OPTIONS.get(place.param.name) or COMMANDS.get(place.path[0], ())
    return records(place, kinds, changing=place.path[0] in CHANGING)


def records(place: Place, kinds: Iterable[str] = (), *, changing: bool = False) -> Iterator[Suggestion]:
    """Yield the records of these kinds that are meant by what is typed, but for those that stand there.

    Where it is about `changing` one, withdrawn cases are left out too.
    """
    found = begun(place.directory, place.text, frozenset(kinds))
    read = len(found) <= MANY or not all(each.id.startswith(place.text) for each in found)
    for each in found:
        if each.id not in place.arguments and not (changing and read and each.withdrawn):
            yield _described(each, read=read)


def _described(record: Known, *, read: bool) -> Suggestion:
    """Suggest a record by its id, and say what it is called."""
    names = record.names if read else ()
    return Suggestion(record.id, _short(names[0]) if names else record.kind, names)


def events(place: Place) -> Iterator[Suggestion]:
    """Yield the entries of the ledger of the record that stands before."""
    found = find_known(place.directory, place.arguments[0]) if place.arguments else None
    held = found.data.get("events") if found else None
    for event in held if isinstance(held, list) else ():
        parts = (event.get(name) for name in ("date", "type", "outcome", "kind", "summary"))
        yield Suggestion(str(event.get("id", "")), _short(" ".join(str(part) for part in parts if part)))


def proceedings(place: Place) -> Iterator[Suggestion]:
    """Yield the proceedings that the records before list."""
    for named in place.arguments:
        found = find_known(place.directory, named)
        held = found.data.get("proceedings") if found else None
        for each in held if isinstance(held, list) else ():
            numbers = each.get("numbers")
            parts = (each.get("kind"), *(numbers if isinstance(numbers, list) else ()))
            yield Suggestion(str(each.get("id", "")), _short(" ".join(str(part) for part in parts if part)))


def countries(place: Place) -> Iterator[Suggestion]:
    """Yield the countries that the register has cases of."""
    found = {each.path.split("/")[1].upper() for each in known(place.directory, ("case",))}
    return map(Suggestion, sorted(found))


def _short(text: str) -> str:
    return shortened(inert(text), LONGEST)
