"""The files of a register from commit to commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What the trail needs to know of one file at one moment.

    `events` are the ids in its ledger, None where nobody can read it, `types` those of which the type is one
    that there is. `errors` say why it does not validate by itself, by code and field. `file` and `digest` are
    what a source says of a kept file.
    """

    id: str
    kind: str
    events: frozenset[str] | None
    formerly: tuple[str, ...] = ()
    withdrawn: bool = False
    errors: tuple[str, ...] = ()
    file: str | None = None
    digest: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)


class State(NamedTuple):
    """A file at one moment: where it lay, which content it had, and what that says."""

    path: str
    content: str
    excerpt: Excerpt


class Delta(NamedTuple):
    """A file that differs between a commit and one of its parents; None where it is not there."""

    path: str
    before: State | None
    after: State | None


class Step(NamedTuple):
    """A commit against one of its parents, None for one without; `merge` says that it has several."""

    commit: str
    merge: bool
    deltas: tuple[Delta, ...]
    parent: str | None = None
