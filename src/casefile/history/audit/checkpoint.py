"""A checkpoint: the state of a history at one time, in a file short enough to be kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casefile.errors import BadInput, MachineTrouble, NotFound
from casefile.files.disk_errors import reason
from casefile.model.plain_data import Fields, pick_fields

SHORT = 12
"""Digits of a commit id in a checkpoint, to find the first commit that differs; the proof is the digest."""
IN_A_LINE = 8
"""The number of commit ids in a line of a checkpoint."""
LARGEST = 50_000_000
"""The greatest number of bytes of a checkpoint file."""
WRITTEN = "%Y-%m-%dT%H:%M:%SZ"
VERSION = "casefile/checkpoint/1"
FIRST_RULES = ("CF740", "CF741", "CF742", "CF743", "CF744", "CF745", "CF746", "CF747", "CF750")
"""The codes of the rules that audits had before checkpoints stated their rules."""


class Checkpoint(BaseModel):
    """The content of a checkpoint file.

    `digest` is a SHA-256 over every commit and every content of a record in it (see `append_only`). `history`
    are the beginnings of the commits' ids, parents first; `findings` are digests of the findings when it was
    written, `rules` the codes of the rules that were applied then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    checkpoint: str = Field(pattern=f"^{VERSION}$")
    title: str
    written: str
    head: str = Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")
    commits: int = Field(ge=1)
    records: int = Field(ge=0)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    rules: list[str] = list(FIRST_RULES)
    findings: list[str]
    history: list[str]

    @property
    def written_at(self) -> datetime | None:
        """The time at which it was written; None if `written` cannot be read."""
        try:
            return datetime.strptime(self.written, WRITTEN).replace(tzinfo=UTC)
        except ValueError:
            return None

    @property
    def line(self) -> tuple[str, ...]:
        """The beginnings of the commits' ids, one by one, parents first."""
        return tuple(each for row in self.history for each in row.split(" "))

    def as_text(self) -> str:
        """Return the text of the file as JSON: first the few short fields, the list of commits last."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"


class CheckpointComparison(Struct, frozen=True):
    """The comparison of a checkpoint with the history of today.

    `grown` is the number of commits since, None if the history is another one. Then `missing` is the
    beginning of the id of the first commit that does not exist any more, `place` its number from 1, and
    `instead` the commit in its place, if there is one. `proven` is whether the contents are the same, None if
    a shallow clone has too little to compare.
    """

    checkpoint: Checkpoint
    grown: int | None
    proven: bool | None = None
    missing: str | None = None
    place: int = 0
    instead: str | None = None

    def as_data(self) -> Fields:
        """Return the comparison as JSON data for command output."""
        return {
            **pick_fields(self.checkpoint, "head", "written", "commits"),
            "same": self.same,
            "contents": self.proven,
            "grown": self.grown,
            "first_missing": self.missing,
            "instead": self.instead,
        }

    @property
    def same(self) -> bool:
        """Whether the history only grew, as far as this clone can tell."""
        return self.grown is not None and self.proven is not False


def rows(ids: Sequence[str]) -> list[str]:
    """Return the beginnings of commit ids as the lines of a checkpoint, eight in each."""
    short = [each[:SHORT] for each in ids]
    return [" ".join(short[at : at + IN_A_LINE]) for at in range(0, len(short), IN_A_LINE)]


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint file.

    Raises NotFound CF304 if there is no file, BadInput CF749 if it is not a whole checkpoint, MachineTrouble
    CF804 if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            blob = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise NotFound("CF304", f"file not found: {path}", "give the path of the checkpoint") from error
    except OSError as error:
        raise MachineTrouble("CF804", f"{path} cannot be read: {reason(error)}", "check its owner") from error
    try:
        found = Checkpoint.model_validate_json(blob) if len(blob) <= LARGEST else None
    except ValidationError:
        found = None
    if found is None or len(found.line) != found.commits:
        raise BadInput(
            "CF749",
            f"{path} is not a complete checkpoint",
            "get the original copy; do not replace it with a new one",
        )
    return found
