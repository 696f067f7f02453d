"""A checkpoint: what a history was at one moment, short enough to be kept elsewhere."""

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
"""Digits of an id by which the first commit that differs is found; the proof rests on head and digest."""
IN_A_LINE = 8
LARGEST = 50_000_000
WRITTEN = "%Y-%m-%dT%H:%M:%SZ"
VERSION = "casefile/checkpoint/1"
FIRST_RULES = ("CF740", "CF741", "CF742", "CF743", "CF744", "CF745", "CF746", "CF747", "CF750")
"""The rules by which audits judged before checkpoints stated their rules."""


class Checkpoint(BaseModel):
    """What a checkpoint file holds.

    `digest` is a SHA-256 over every commit and every content of a record in it (see `append_only`).
    `history` are the beginnings of the commits' ids, parents first; `findings` are digests of what stood when
    it was written, `rules` the codes of the rules that were asked then.
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
        """When it was written; None where that cannot be read."""
        try:
            return datetime.strptime(self.written, WRITTEN).replace(tzinfo=UTC)
        except ValueError:
            return None

    @property
    def line(self) -> tuple[str, ...]:
        """The beginnings of the ids, one by one."""
        return tuple(each for row in self.history for each in row.split(" "))

    def as_text(self) -> str:
        """Return the text of the file as JSON: first the few lines that can be read aloud, the list last."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"


class CheckpointComparison(Struct, frozen=True):
    """A checkpoint against the history of today.

    `grown` is the number of commits since, None where the history is another one. Then `missing` is the
    first commit that is not there any more, `place` its number, and `instead` what is there now, if
    anything does. `proven` is None where a shallow clone holds too little to compare the contents.
    """

    checkpoint: Checkpoint
    grown: int | None
    proven: bool | None = None
    missing: str | None = None
    place: int = 0
    instead: str | None = None

    def as_data(self) -> Fields:
        """Return it as the contract's JSON."""
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
    """Return the beginnings of ids as the lines of a checkpoint."""
    short = [each[:SHORT] for each in ids]
    return [" ".join(short[at : at + IN_A_LINE]) for at in range(0, len(short), IN_A_LINE)]


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint file; NotFound CF304 where there is none, BadInput CF749 where it is none."""
    try:
        with path.open("rb") as file:
            blob = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise NotFound("CF304", f"there is no file {path}", "name the checkpoint that you kept") from error
    except OSError as error:
        raise MachineTrouble("CF804", f"{path} cannot be read: {reason(error)}", "see who owns it") from error
    try:
        found = Checkpoint.model_validate_json(blob) if len(blob) <= LARGEST else None
    except ValidationError:
        found = None
    if found is None or len(found.line) != found.commits:
        raise BadInput(
            "CF749",
            f"{path} is no checkpoint, or not a whole one, so it proves nothing",
            "get the copy that was handed over; do not write a new one in its place",
        )
    return found
