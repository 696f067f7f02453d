"""Drafts of interviews: every answer is kept at once, where only its author can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from casefile.model.dates import Day
from casefile.operations.ids import random_suffix
from casefile.operations.interview.understood import Answers
from casefile.operations.load import work_tree
from casefile.storage.drafts import drafts, erase_draft, save_draft
from casefile.storage.folder import find_root

NAMED = "add-"
"""How the names of these drafts begin; those of `edit` are called like the record."""


@dataclass(frozen=True)
class Draft:
    """An interview so far: the answers, what was typed and not yet taken, and when it began.

    `day` is the day on which something was told last, `begun` the moment of the call in UTC, `typed` the
    text of questions that were broken off, `filed` the id of the case that was written of it and could not
    be committed.
    """

    name: str
    begun: str
    day: str
    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    situations: tuple[str, ...] = ()
    filed: str = ""

    @property
    def called_on(self) -> Day:
        """The day of the call, or of the last one where it took several."""
        return Day.fromisoformat(self.day)

    @property
    def moment(self) -> datetime:
        """When the call came."""
        return datetime.fromisoformat(self.begun)

    def settled(self, values: Answers, asked: tuple[str, ...], day: Day) -> Draft:
        """Return the draft with what an answer of a day settles, in place of what these were before."""
        kept = {key: value for key, value in self.answers.items() if key not in asked}
        typed = {key: text for key, text in self.typed.items() if key not in asked}
        return replace(self, answers={**kept, **values}, typed=typed, day=day.isoformat())

    def unfinished(self, key: str, text: str) -> Draft:
        """Return the draft with the text that was typed for a question and not taken."""
        kept = {name: typed for name, typed in self.typed.items() if name != key}
        return replace(self, typed={**kept, key: text} if text.strip() else kept)


def new_draft(now: datetime, day: Day, situations: tuple[str, ...] = ()) -> Draft:
    """Return an empty draft; its name says nothing of whom it will be about."""
    return Draft(f"{NAMED}{random_suffix()}", now.isoformat(), day.isoformat(), situations=situations)


class Drawer:
    """Where the drafts of one register lie, outside of what git commits."""

    def __init__(self, directory: Path) -> None:
        self._folder = work_tree(find_root(directory)).private

    def keep(self, draft: Draft) -> Path:
        """Keep a draft as it is now; return where it lies."""
        text = json.dumps(asdict(draft), ensure_ascii=False, indent=1)
        return save_draft(self._folder, draft.name, f"{text}\n")

    def kept(self) -> tuple[Draft, ...]:
        """Return the drafts that are kept, the newest first; what cannot be read stays where it is."""
        return tuple(reversed([*self._read()]))

    def erase(self, draft: Draft) -> None:
        """Remove a draft that is no longer needed."""
        erase_draft(self.place(draft))

    def place(self, draft: Draft) -> Path:
        """Say where a draft lies."""
        return self._folder / "drafts" / f"{draft.name}.yaml"

    def _read(self) -> Iterator[Draft]:
        for path in drafts(self._folder):
            if path.name.startswith(NAMED):
                try:
                    data = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
                    draft = Draft(**{**data, "name": path.stem, "situations": tuple(data["situations"])})
                    _ = draft.called_on, draft.moment
                except (OSError, ValueError, TypeError, KeyError):
                    continue
                yield draft
