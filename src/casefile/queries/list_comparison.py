"""list --compare: whose status is another than in an earlier list, and by which rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from casefile.errors import BadInput
from casefile.model.plain_data import plain_fields
from casefile.views.case_rows import CaseRow
from casefile.views.record_filter import FORMER


class ListedAnswer(NamedTuple):
    """What a list says of a case: the status, how certain it is, and every status that is possible."""

    status: str
    certainty: str
    possible: tuple[str, ...]


class ChangedStatus(NamedTuple):
    """A case whose answer differs; None where a list does not have the case. `rule` made the newer answer."""

    id: str
    name: str
    before: ListedAnswer | None
    after: ListedAnswer | None
    rule: str | None

    def as_data(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return plain_fields(self, "name")


def read_list(path: Path) -> Mapping[str, ListedAnswer]:
    """Return the answers of an earlier `list --json`, by the id of the case; BadInput CF608 otherwise."""
    try:
        rows = json.loads(path.read_bytes())["data"]
        return {str(row["id"]): _answer(row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            "CF608",
            "--compare names a file that is no answer of list --json",
            "casefile list --json > before.json",
        ) from error


def changed_statuses(before: Mapping[str, ListedAnswer], rows: Iterable[CaseRow]) -> Iterator[ChangedStatus]:
    """Yield the cases whose answer is another than in an earlier list, in the order of the rows."""
    gone = dict(before)
    for row in rows:
        earlier = gone.pop(row.id, None)
        after = ListedAnswer(row.status, row.certainty, row.possible)
        if earlier != after:
            yield ChangedStatus(row.id, row.name, earlier, after, row.rule)
    yield from (ChangedStatus(key, "", answer, None, None) for key, answer in gone.items())


def _answer(row: Mapping[str, Any]) -> ListedAnswer:
    return ListedAnswer(
        FORMER.get(row["status"], row["status"]),
        str(row["certainty"]),
        tuple(FORMER.get(each, each) for each in row["possible"]),
    )
