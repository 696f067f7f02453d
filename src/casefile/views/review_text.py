"""A record as shown in `git diff`: the canonical text, with a heading of date and type for each event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casefile.custody.ledger_order import list_in_order
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
"""The number of extra spaces before the second and further sentences of a value on lines of their own."""

RECORD = re.compile(r"^schema: casefile/", re.MULTILINE)
HEAD = re.compile(r'^  - id: (\S+)\n    type: (\S+)\n    date: (?:"([^"\n]+)"|([^"\n]+))$', re.MULTILINE)
HEADING = re.compile(r"^  - \S+ [a-z_]+ [0-9a-z]{5}$", re.MULTILINE)
SENTENCE = re.compile(r"(?<=[.?!;]) (?=\S)")
BLOCK = re.compile(r"(?:: |- )[|>][-+0-9]*(?: +#.*)?$")


def review_text(blob: bytes) -> str | None:
    """Return the text of a record for git to compare; None if the file is not a record with a canonical form.

    Two files give the same text only if they have the same canonical text. Differences in layout, quotes, key
    order and in the ledger order that `fmt` sets are not shown; differences in values and comments are.
    Instead of its id, type and date an event begins with one line, `- 2025-05-28 detention h1462`, which git
    repeats above a hunk. A long text has one line for each sentence, so that a change shows on its own line.
    """
    text = _canonical(blob)
    return None if text is None else escape_unreadable(text)


def escape_unreadable(text: str) -> str:
    """Return a text laid out as in `review_text`, if a line declares it a record (`schema: casefile/…`).

    Any other text is returned unchanged. Nothing else is required, so git can compare a file that contains
    a merge conflict with both sides.
    """
    return "\n".join(_in_sentences(_with_headings(text))) if RECORD.search(text) else text


def _with_headings(text: str) -> str:
    """Return the text with id, type and date of each event in one line."""
    if HEADING.search(text):  # the text already contains such a line that is not an event
        return text
    return HEAD.sub(lambda found: f"  - {found[3] or found[4]} {found[2]} {found[1]}", text)


def _canonical(blob: bytes) -> str | None:
    """Return the canonical text of a file that declares itself a record, even if the model rejects it.

    None if the file does not, cannot be parsed, or has no canonical form.
    """
    reading = read_text(blob)
    kind = kind_of(reading.data) if reading.data else None
    if reading.data is None or kind is None:
        return None
    try:
        return canonical_text(reading.text, kind, reading.data)
    except CasefileError:
        return None


def canonical_text(text: str, kind: str, data: Data) -> str:
    """Return the text that `fmt` writes for a record: keys in model order, ledger in order, comments kept.

    Raises CasefileError if the text has no canonical form.
    """
    return as_canonical(text, shape_of(kind), _order(kind, data))


def is_canonical_text(text: str, kind: str, data: Data) -> bool:
    """Return whether `fmt` would leave a record unchanged."""
    return is_canonical(text, data, shape_of(kind), _order(kind, data))


def not_canonical(entry: Entry) -> Iterator[Problem]:
    """Yield the warning CF501 if `fmt` would change a file; nothing if the file has that warning already."""
    if entry.data is None or any(problem.code == "CF501" for problem in entry.problems):
        return
    if entry.laid_out and not entry.survey.disordered and _is_ledger_in_order(entry):
        return
    if not is_canonical_text(entry.text, entry.kind, entry.data):
        hint = f"casefile fmt {entry.path}"
        yield Problem.of_file(entry.path, "CF501", "this file is not in canonical form", hint, "warning")


def _is_ledger_in_order(entry: Entry) -> bool:
    """Return whether `fmt` would leave the events in their places; false if two of them have the same id."""
    events = entry.events
    return in_order(event.date for event in events) and len({event.id for event in events}) == len(events)


def _order(kind: str, data: Data) -> list[str] | None:
    """Return the ids of the events in the order of `fmt`; None if nothing is to be sorted.

    That is so if they are in order by their dates, or cannot be sorted. To check the dates takes a tenth of
    the time of parsing the record.
    """
    try:
        if in_order([When.taken(entry["date"]) for entry in items(data.get(LEDGER))]):
            return None
    except (BadDate, KeyError, TypeError):
        pass
    events = getattr(admit(kind, data).record, "events", ())
    return [events[index].id for index in list_in_order(events)] or None


def _in_sentences(text: str) -> Iterator[str]:
    """Yield the lines of a canonical text, with each sentence of a long value on its own line.

    The lines of a literal block belong to the text and stay. In the canonical text nothing else continues on
    the next line, so two different values never look the same.
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
