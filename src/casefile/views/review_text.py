"""A record as a reviewer reads it in `git diff`: the canonical text, each entry under its date and type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casefile.custody.ledger_order import order
from casefile.dates import BadDate, When, in_order
from casefile.errors import CasefileError, Problem
from casefile.model.kinds import kind_of
from casefile.model.plain_data import Data, items
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import LEDGER
from casefile.register import Entry
from casefile.yaml.canonical_text import canonical as as_canonical
from casefile.yaml.canonical_text import is_canonical
from casefile.yaml.reader import read as read_text

WIDTH = 80
CONTINUED = 4
"""Blanks before the next sentence of a text that is longer than a line."""

RECORD = re.compile(r"^schema: casefile/", re.MULTILINE)
HEAD = re.compile(r'^  - id: (\S+)\n    type: (\S+)\n    date: (?:"([^"\n]+)"|([^"\n]+))$', re.MULTILINE)
HEADING = re.compile(r"^  - \S+ [a-z_]+ [0-9a-z]{5}$", re.MULTILINE)
SENTENCE = re.compile(r"(?<=[.?!;]) (?=\S)")
BLOCK = re.compile(r"(?:: |- )[|>][-+0-9]*(?: +#.*)?$")


def review_text(blob: bytes) -> str | None:
    """Return the text of a record in which git shall look for changes; None where it is no record.

    Two files give the same text only where both have the same canonical text: layout, quotes, the order of
    keys and what `fmt` does to the order of the ledger show nothing, every value and every comment does.
    Instead of its id, type and date an entry begins with one line, `- 2025-05-28 detention h1462`, which git
    repeats above a hunk; a longer text has a line for each sentence, so that a change shows in its own.
    """
    text = _canonical(blob)
    return None if text is None else legible(text)


def legible(text: str) -> str:
    """Lay out the lines of a text for a reviewer, where they stand as in the canonical text.

    It asks of the text no more than that it begins as a record does: so, while a conflict stands in a file,
    git can set it beside both sides.
    """
    return "\n".join(_in_sentences(_headed(text))) if RECORD.search(text) else text


def _headed(text: str) -> str:
    """Put id, type and date of each entry into one line."""
    if HEADING.search(text):  # what would look like an entry and is none
        return text
    return HEAD.sub(lambda found: f"  - {found[3] or found[4]} {found[2]} {found[1]}", text)


def _canonical(blob: bytes) -> str | None:
    """Return the canonical text of a file that calls itself a record, also of one that the model refuses."""
    reading = read_text(blob)
    kind = kind_of(reading.data) if reading.data else None
    if reading.data is None or kind is None:
        return None
    try:
        return canonical_text(reading.text, kind, reading.data)
    except CasefileError:
        return None


def canonical_text(text: str, kind: str, data: Data) -> str:
    """Return what `fmt` writes for a record: keys in model order, the ledger in its order, comments kept.

    Raises what keeps a text from having a canonical form.
    """
    return as_canonical(text, shape_of(kind), _order(kind, data))


def is_canonical_text(text: str, kind: str, data: Data) -> bool:
    """Return whether `fmt` would not change a record."""
    return is_canonical(text, data, shape_of(kind), _order(kind, data))


def not_canonical(entry: Entry) -> Iterator[Problem]:
    """Yield the warning CF501 if `fmt` would change a file; none if it has that warning already."""
    if entry.data is None or any(problem.code == "CF501" for problem in entry.problems):
        return
    if entry.laid_out and not entry.survey.disordered and _is_ledger_in_order(entry):
        return
    if not is_canonical_text(entry.text, entry.kind, entry.data):
        hint = f"casefile fmt {entry.path}"
        yield Problem.of_file(entry.path, "CF501", "this is not the canonical text", hint, "warning")


def _is_ledger_in_order(entry: Entry) -> bool:
    """Return whether `fmt` would leave the events in their places; false if two of them have one id."""
    events = entry.events
    return in_order(event.date for event in events) and len({event.id for event in events}) == len(events)


def _order(kind: str, data: Data) -> list[str] | None:
    """Return the ids of the entries as `fmt` puts them; None where they stand so, or cannot be put.

    Most ledgers are in order by their dates alone; to find that out costs a tenth of admitting the record.
    """
    try:
        if in_order([When.taken(entry["date"]) for entry in items(data.get(LEDGER))]):
            return None
    except (BadDate, KeyError, TypeError):
        pass
    events = getattr(admit(kind, data).record, "events", ())
    return [events[index].id for index in order(events)] or None


def _in_sentences(text: str) -> Iterator[str]:
    """Yield the lines of a canonical text, the sentences of a long value each in a line of its own.

    The lines of a literal block are the text's own and stay: in the canonical text nothing else continues on
    a line below, so no two values look alike.
    """
    inside: int | None = None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and (not line or indent > inside):
            yield line
            continue
        inside = indent if BLOCK.search(line) else None
        if len(line) <= WIDTH or line.lstrip(" ").startswith("#"):
            yield line
            continue
        first, *others = SENTENCE.split(line)
        yield first
        yield from (" " * (indent + CONTINUED) + each for each in others)
