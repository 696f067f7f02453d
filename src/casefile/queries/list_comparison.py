"""The comparison of list --compare: cases whose status differs from an earlier list, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from casefile.errors import BadInput
from casefile.model.plain_data import KnownFields, plain_fields
from casefile.views.case_rows import CaseRow
from casefile.views.record_filter import FORMER


class ListedAnswer(NamedTuple):
    """The status of a case in a list: status, certainty, every possible status, and basis of custody."""

    status: str
    certainty: str
    possible: tuple[str, ...]
    basis: str | None = None

    def differs(self, other: ListedAnswer | None) -> bool:
        """Return whether the status, its certainty or the possible statuses differ; the basis does not count.

        True for None, if the other list does not contain the case.
        """
        return other is None or self._replace(basis=None) != other._replace(basis=None)


class ChangedStatus(Struct, frozen=True):
    """A case whose status differs between two lists; `before` or `after` is None if its list lacks the case.

    `rule` is the name of the custody rule that gave the newer status.
    """

    id: str
    name: str
    before: ListedAnswer | None
    after: ListedAnswer | None
    rule: str | None

    def as_data(self) -> KnownFields:
        """Return the case as plain data for JSON."""
        return plain_fields(self, "name")


def read_list(path: Path) -> Mapping[str, ListedAnswer]:
    """Return the statuses in a file with the output of `list --json`, by case id.

    Raises BadInput CF608 if the file cannot be read or contains anything else.
    """
    try:
        rows = json.loads(path.read_bytes())["data"]
        return {str(row["id"]): _answer(row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            "CF608",
            "the file of --compare is not the output of list --json",
            "casefile list --json > before.json",
        ) from error


def changed_statuses(before: Mapping[str, ListedAnswer], rows: Iterable[CaseRow]) -> Iterator[ChangedStatus]:
    """Yield the cases whose status differs from an earlier list (`read_list`), in the order of the rows.

    Cases that only the earlier list contains come last.
    """
    gone = dict(before)
    for row in rows:
        earlier = gone.pop(row.id, None)
        after = ListedAnswer(row.status, row.certainty, row.possible, row.basis)
        if after.differs(earlier):
            yield ChangedStatus(row.id, row.name, earlier, after, row.rule)
    yield from (ChangedStatus(key, "", answer, None, None) for key, answer in gone.items())


def _answer(row: Mapping[str, Any]) -> ListedAnswer:
    return ListedAnswer(
        FORMER.get(row["status"], row["status"]),
        str(row["certainty"]),
        tuple(FORMER.get(each, each) for each in row["possible"]),
        str(row["basis"]) if row.get("basis") else None,
    )
