"""The difference of one record: its changes in words, and their effect on the custody status."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict

from casefile.changes.change import Change
from casefile.errors import Problem
from casefile.model.plain_data import Fields, pick_fields

FILE_MOVED = "file moved"
"""The change that is stated for a record with the same data in another file."""


class Status(Struct, frozen=True):
    """The custody status on one day, before and after a change, as words of the vocabulary.

    A status is None if there is no valid case in that state, or if the reader may not see it. `text`
    describes the change; it is empty if the status did not change. `now` describes the status afterwards in
    words, whether it changed or not.
    """

    before: str | None
    after: str | None
    text: str = ""
    now: str = ""

    def as_data(self) -> Fields:
        """Return `before`, `after` and `text` as JSON data for command output."""
        return pick_fields(self, "before", "after", "text")


class ParentStatus(Struct, frozen=True):
    """The status of a case in one parent of a merge: the parent's commit, the status word, and the text."""

    commit: str
    status: str | None
    text: str


class Difference(Struct, frozen=True):
    """The difference between two states of one record.

    `record` is its id afterwards, None if the record may not be named; `kind` and `name` are its kind and the
    name to show, which may be empty. `texts` are the changes in words, one for each; `entries` are the lines
    of the ledger of a record that was added as a whole. `status` is None for a record that is not a case.
    `sources` are the ids of those that the new content cites. `problems` state why the file was not valid
    afterwards, `note` is a further remark for the reader. `parents` are set only if a merge commit changed
    the status of the case: they are its status in each parent.
    """

    record: str | None
    kind: str
    name: str
    changes: tuple[Change, ...] = ()
    texts: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    status: Status | None = None
    sources: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    note: str = ""
    parents: tuple[ParentStatus, ...] = ()

    def as_data(self) -> Fields:
        """Return the difference as JSON data: `record`, `changes`, `status`, and other keys if they are set.

        Raises ValueError if `texts` has not one text for each change.
        """
        texts = zip(self.changes, self.texts, strict=True)
        data: Fields = {
            "record": self.record,
            "changes": [{**change.as_data(), "text": text} for change, text in texts],
            "status": self.status.as_data() if self.status else None,
        }
        if self.problems:
            data["problems"] = [problem.as_data() for problem in self.problems]
        if self.parents:
            data |= {"kind": "merge_status", "parents": [asdict(parent) for parent in self.parents]}
        return data | ({"note": self.note} if self.note else {})
