"""Drafts of interviews: every answer is kept at once, where only its author can read it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from casefile.dates import Day
from casefile.files.drafts import draft_place, drafts, erase_draft, save_draft
from casefile.files.register_folder import find_root
from casefile.intake.interview.answer import Answers, Days
from casefile.loading.revision import work_tree
from casefile.model.random_ids import random_suffix

NAMED = "add-"
"""How the names of these drafts begin; those of `edit` are called like the record."""


class InterviewDraft(Struct, frozen=True):
    """An interview so far: the answers, what was typed and not yet taken, and when it began.

    `day` is the day of the call, `begun` its moment in UTC, `typed` the text of questions that were broken
    off, `filed` the id of the case that was written of it and could not be committed. `told` and `typed_on`
    say on which day that was done which was not on the day of the call: a draft may be gone on with later.
    """

    name: str
    begun: str
    day: str
    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    situations: tuple[str, ...] = ()
    filed: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    typed_on: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        """The day of the call, and of each answer."""
        of = {name: Day.fromisoformat(day) for name, day in self.told.items()}
        return Days(Day.fromisoformat(self.day), of)

    @property
    def holds_nothing(self) -> bool:
        """Whether nothing was told yet."""
        return not (self.answers or self.typed or self.situations)

    @property
    def called_at(self) -> datetime:
        """When the call came."""
        return datetime.fromisoformat(self.begun)

    def begun_typing(self, key: str) -> Day:
        """Return the day on which the text was typed that a question was broken off with."""
        return Day.fromisoformat(self.typed_on.get(key, self.day))

    def settled(self, values: Answers, asked: tuple[str, ...], day: Day) -> InterviewDraft:
        """Return the draft with what an answer of a day settles, in place of what these were before."""
        later = dict.fromkeys(values, day.isoformat())
        answer_days = {**_without(self.told, asked), **(later if self._later(day) else {})}
        answers = {**_without(self.answers, asked), **values}
        typed, typed_on = _without(self.typed, asked), _without(self.typed_on, asked)
        return replace(self, answers=answers, told=answer_days, typed=typed, typed_on=typed_on)

    def unfinished(self, key: str, text: str, day: Day) -> InterviewDraft:
        """Return the draft with the text that was typed for a question on a day and not taken."""
        typed, typed_on = _without(self.typed, (key,)), _without(self.typed_on, (key,))
        if text.strip():
            typed = {**typed, key: text}
            typed_on |= {key: day.isoformat()} if self._later(day) else {}
        return replace(self, typed=typed, typed_on=typed_on)

    def _later(self, day: Day) -> bool:
        return day.isoformat() != self.day


def _without(texts: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name not in names}


def new_draft(now: datetime, day: Day) -> InterviewDraft:
    """Return an empty draft; its name says nothing of whom it will be about."""
    return InterviewDraft(f"{NAMED}{random_suffix()}", now.isoformat(), day.isoformat())


class Drawer:
    """Where the drafts of one register lie, outside of what git commits."""

    def __init__(self, directory: Path) -> None:
        self._work = work_tree(find_root(directory))
        self._folder = self._work.private

    def keep(self, draft: InterviewDraft) -> Path:
        """Keep a draft as it is now; return where it lies."""
        text = json.dumps(asdict(draft), ensure_ascii=False, indent=1)
        place = self.place(draft)
        save_draft(place, f"{text}\n".encode("utf-8", "surrogateescape"))
        return place

    def kept(self) -> tuple[InterviewDraft, ...]:
        """Return the drafts that are kept, the newest first; what cannot be read stays where it is."""
        return tuple(reversed([*self._read()]))

    def uncommitted(self) -> frozenset[str]:
        """Return the paths of the register that differ from the last commit."""
        return frozenset(self._work.changed_paths())

    def erase(self, draft: InterviewDraft) -> None:
        """Remove a draft that is no longer needed."""
        erase_draft(self.place(draft))

    def place(self, draft: InterviewDraft) -> Path:
        """Say where a draft lies."""
        return draft_place(self._folder, draft.name)

    def _read(self) -> Iterator[InterviewDraft]:
        for path in drafts(self._folder):
            if path.name.startswith(NAMED):
                try:
                    data = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
                    draft = InterviewDraft(
                        **{**data, "name": path.stem, "situations": tuple(data["situations"])}
                    )
                    _ = draft.days, draft.called_at, [*map(draft.begun_typing, draft.typed)]
                except (OSError, ValueError, TypeError, KeyError):
                    continue
                yield draft
