"""Find records that name another record in words instead of by its id."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.checks.person_names import identifying_words
from casefile.model.plain_data import texts
from casefile.names import fold_text
from casefile.names.hidden_names import HiddenNames, SecretNames, find_any_of
from casefile.register import Entry, Register
from casefile.register.record_summary import RecordSummary
from casefile.register.summary_builder import REFERRED

IN_WORDS = frozenset(kind.removesuffix("?") for kind in REFERRED if kind.endswith("?"))
"""The kinds of record that a field may name in words instead of by id."""


def mentioning(register: Register, rows: Iterable[RecordSummary]) -> frozenset[str]:
    """Return the paths of records without errors whose text or id contains a name of one of these records.

    `rows` are the summaries of records that changed. A rule may have a new problem in the others too,
    although they did not change: a text is the name of an organisation or statute, or contains a part of the
    name of a person, or an id contains a word of one. The tier of the name does not matter. There may be
    paths too many, but none is missing.
    """
    rows = tuple(rows)
    bodies = tuple(name for row in rows if row.kind in IN_WORDS for name in row.names)
    names = frozenset(map(fold_text, bodies))
    persons = tuple(name for row in rows for name in row.person_names)
    if not (names or persons):
        return frozenset()
    closed = find_any_of(tuple(dict.fromkeys(name for name, _ in register.closed_names.known)))
    # A text with a part of a closed name is permitted if that is a part of the name of a body.
    held_in = HiddenNames([SecretNames(persons)], bodies=filter(closed.found_in, bodies))
    words = frozenset(word for name in persons for word in identifying_words(name))
    known: dict[str, bool] = {}

    def mentions(entry: Entry) -> bool:
        if not words.isdisjoint(entry.id.split("-")):
            return True
        for text in texts(entry.data):
            if text not in known:
                known[text] = fold_text(text) in names or held_in.found_in(text)
            if known[text]:
                return True
        return False

    return frozenset(path for path, entry in register.entries.items() if not entry.broken and mentions(entry))
