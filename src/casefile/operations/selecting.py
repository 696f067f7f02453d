"""What a reader typed to choose records, resolved: names become ids, words are checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from casefile.custody import STATUSES
from casefile.errors import BadInput, NotFound
from casefile.model.names import folded
from casefile.register import Entry, Register
from casefile.summary import Row
from casefile.views.selection import Criteria, within


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they were typed; OR within one, AND between."""

    records: Sequence[str] = ()
    country: Sequence[str] = ()
    situation: Sequence[str] = ()
    status: Sequence[str] = ()
    organization: Sequence[str] = ()
    authority: Sequence[str] = ()
    statute: Sequence[str] = ()
    tag: Sequence[str] = ()
    possibly: bool = False


def criteria(register: Register, asked: Asked) -> Criteria:
    """Resolve what was typed.

    Raises NotFound where a name means no record or several, BadInput where a word is none of the vocabulary,
    BrokenData where a record that is named has errors.
    """
    if asked.possibly and not asked.status:
        raise BadInput("CF601", "--possibly widens --status, which is not given", "--status held --possibly")
    return Criteria(
        records=tuple(_group(register, register.find(words)) for words in asked.records),
        countries=frozenset(_country(text) for text in asked.country),
        situations=within(_ids(register, asked.situation, "situation"), register.rows),
        statuses=frozenset(_status(text) for text in asked.status),
        organizations=frozenset(
            _named(register, text, "--organization", "organizations") for text in asked.organization
        ),
        authorities=frozenset(
            _named(register, text, "--authority", "authorities") for text in asked.authority
        ),
        statutes=frozenset(_ids(register, asked.statute, "statute")),
        tags=frozenset(folded(text) for text in asked.tag),
        possibly=asked.possibly,
    )


def _group(register: Register, entry: Entry) -> frozenset[str]:
    return within([entry.id], register.rows) if entry.kind == "situation" else frozenset([entry.id])


def _ids(register: Register, texts: Iterable[str], kind: str) -> list[str]:
    return [_found(register, text, kind, f"--{kind}") for text in texts]


def _found(register: Register, text: str, kind: str, option: str) -> str:
    """Return the id that an option means; a refusal names the option."""
    try:
        return register.find(text, kind).id
    except NotFound as error:
        raise NotFound(error.code, f"{option}: {error.message}", error.hint) from error


def _named(register: Register, text: str, option: str, field: str) -> str:
    """Resolve an organisation; one that records name in plain text alone is found by that text."""
    try:
        return _found(register, text, "organization", option)
    except NotFound:
        named = _plain_names(register.rows, field)
        if folded(text) not in named:
            raise
        return named[folded(text)]


def _plain_names(rows: Iterable[Row], field: str) -> dict[str, str]:
    return {folded(name): name for row in rows for name in getattr(row, field)}


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise BadInput("CF601", "--country takes a code of two letters", "such as KG")
    return text.upper()


WORDS = (*STATUSES, "unknown")


def _status(text: str) -> str:
    word = text.strip().lower().replace("-", "_").replace(" ", "_")
    if word in WORDS:
        return word
    close = get_close_matches(word, WORDS, n=1, cutoff=0.5)
    meant = f"did you mean {close[0]}? " if close else ""
    raise BadInput("CF601", "--status names no status", f"{meant}It takes {', '.join(WORDS)}")
