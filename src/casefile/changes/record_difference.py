"""What was done to one record, told: its changes in words, and what followed for custody."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict

from casefile.changes.change import Change
from casefile.errors import Problem
from casefile.model.plain_data import Fields


class Status(Struct, frozen=True):
    """What may be said of custody on one day, before and after; `text` is empty where nothing followed.

    `now` says in words what holds afterwards, whether it followed or not.
    """

    before: str | None
    after: str | None
    text: str = ""
    now: str = ""

    def as_data(self) -> Fields:
        """Return it as the contract's JSON."""
        return {"before": self.before, "after": self.after, "text": self.text}


class ParentStatus(Struct, frozen=True):
    """The status of a case in one parent of a merge: its word, and in words; the parent as a commit."""

    commit: str
    status: str | None
    text: str


class Difference(Struct, frozen=True):
    """What was done to one record.

    `record` is its id afterwards, None where nothing may be said of whose it is. `told` are the changes in
    words; `entries` tell the ledger of a record that came whole. `status` is absent for what is no case.
    `sources` are those that what is new rests on. `problems` say why the file did not validate afterwards,
    `note` what else a reader must know. `parents` are set in a row of another kind: a merge turned the status
    of the case, which was this in each parent.
    """

    record: str | None
    kind: str
    name: str
    changes: tuple[Change, ...] = ()
    told: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    status: Status | None = None
    sources: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    note: str = ""
    parents: tuple[ParentStatus, ...] = ()

    def as_data(self) -> Fields:
        """Return the contract's JSON; why a file did not validate stands in `problems`."""
        texts = zip(self.changes, self.told, strict=True)
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
