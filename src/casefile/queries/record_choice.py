"""Resolve the filters that a user typed: names become ids, and words of vocabularies are checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from casefile.errors import BadInput, NotFound
from casefile.names import fold_text
from casefile.names.groups_by_key import grouped
from casefile.views.record_filter import Filters, country_typed, parse_status
from casefile.views.record_selection import Criteria, choose_ledgers

if TYPE_CHECKING:  # callers have already loaded the model for it
    from casefile.loading.indexed.index_lookup import DatedSnapshot
    from casefile.register import Register
    from casefile.register.record_summary import RecordSummary


def criteria(register: Register, asked: Filters) -> Criteria:
    """Return the criteria for the typed filters; a situation includes all its parts.

    Raises the errors of `named_criteria`.
    """
    return named_criteria(register, asked).with_parts(register)


def named_criteria(register: Register, asked: Filters) -> Criteria:
    """Return the criteria for the typed filters, with situations without their parts.

    A record is also meant by its former ids, to which others may still refer after a merge. Raises NotFound
    if a name matches no record or several, BadInput if a word is not in its vocabulary or `--possibly` is
    given without `--status`, BrokenData if a named record has errors.
    """
    if asked.possibly and not asked.status:
        raise BadInput("CF601", "--possibly needs --status", "--status held --possibly")
    return Criteria(
        records=tuple(register.with_former({register.find(words).id}) for words in asked.records),
        countries=frozenset(country_typed(text) for text in asked.country),
        situations=register.with_former({*_ids(register, asked.situation, "situation")}),
        statuses=frozenset(parse_status(text) for text in asked.status),
        organizations=register.with_former(
            _bodies(register, asked.organization, "--organization", "organizations")
        ),
        authorities=register.with_former(_bodies(register, asked.authority, "--authority", "authorities")),
        statutes=register.with_former({*_ids(register, asked.statute, "statute")}),
        tags=frozenset(fold_text(text) for text in asked.tag),
        possibly=asked.possibly,
    )


def candidates(register: Register, wanted: Criteria) -> Sequence[RecordSummary]:
    """Return a superset of the summaries that match, always with every situation and organisation.

    Without ids in the criteria these are all summaries; otherwise those of linked records, ordered by path.
    """
    ids = frozenset[str]().union(*wanted.records) or wanted.situations
    if not ids:
        return register.rows
    found = (*register.linked(ids), *register.rows_of("situation"), *register.rows_of("organization"))
    by_path = {row.path: row for row in found}
    return [by_path[path] for path in sorted(by_path)]


def ledgers(snapshot: DatedSnapshot, asked: Filters) -> tuple[RecordSummary, ...]:
    """Return the cases, situations and organisations that match the filters: the kinds that have a ledger.

    Raises the errors of `named_criteria`.
    """
    wanted = criteria(snapshot.register, asked)
    return choose_ledgers(candidates(snapshot.register, wanted), wanted, snapshot.on)


def _ids(register: Register, texts: Iterable[str], kind: str) -> list[str]:
    return [_find_id(register, text, kind, f"--{kind}") for text in texts]


def _find_id(register: Register, text: str, kind: str, option: str) -> str:
    """Return the id of the record that an option names; the message of NotFound contains the option."""
    try:
        return register.find(text, kind).id
    except NotFound as error:
        raise NotFound(error.code, f"{option}: {error.message}", error.hint) from error


def _bodies(register: Register, texts: Sequence[str], option: str, field: str) -> frozenset[str]:
    """Return the ids of organisations, and each text in a field of records that names one of them.

    A name that records contain only in plain text has no id. It has priority over an organisation of which it
    is a part of the name. Raises NotFound if neither exists.
    """
    if not texts:
        return frozenset()
    names = {name for row in register.rows for name in getattr(row, field)}
    written = grouped((fold_text(register.body(name)), name) for name in names)
    return frozenset(each for text in texts for each in _same_body(register, text, option, written))


def _same_body(
    register: Register, text: str, option: str, written: Mapping[str, Iterable[str]]
) -> Iterable[str]:
    body = register.body(text)
    is_shared = len(register.organizations_named(text)) > 1
    if body == text and (is_shared or fold_text(text) not in written or register.find_by_id(text)):
        body = _find_id(register, text, "organization", option)
    return (*written.get(fold_text(body), ()), *([body] if body in register.by_id else ()))
