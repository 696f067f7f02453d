"""Drafts of interviews: the answers so far, in files that only their author can read."""

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
"""The start of the names of these drafts; the drafts of `edit` have the names of records."""


class InterviewDraft(Struct, frozen=True):
    """An interview so far: the answers, texts that were typed and not accepted yet, and when it began.

    `day` is the day of the call, `begun` its time in UTC, `typed` the unfinished texts by question, `filed`
    the id of the case that was written from it and could not be committed. `told` and `typed_on` are the days
    of answers and texts that were given after the day of the call: a draft may be continued later.
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
        """The day of the call, and the day of each answer that was given later."""
        of = {name: Day.fromisoformat(day) for name, day in self.told.items()}
        return Days(Day.fromisoformat(self.day), of)

    @property
    def holds_nothing(self) -> bool:
        """Whether the draft contains no answer, no text and no situation yet."""
        return not (self.answers or self.typed or self.situations)

    @property
    def called_at(self) -> datetime:
        """The time of the call, in UTC."""
        return datetime.fromisoformat(self.begun)

    def begun_typing(self, key: str) -> Day:
        """Return the day on which the unfinished text for the question `key` was typed."""
        return Day.fromisoformat(self.typed_on.get(key, self.day))

    def settled(self, values: Answers, asked: tuple[str, ...], day: Day) -> InterviewDraft:
        """Return the draft with the values of an answer on a day, in place of the earlier ones.

        `asked` are the names of the answers that the question sets: their earlier values and texts are
        removed.
        """
        later = dict.fromkeys(values, day.isoformat())
        answer_days = {**_without(self.told, asked), **(later if self._later(day) else {})}
        answers = {**_without(self.answers, asked), **values}
        typed, typed_on = _without(self.typed, asked), _without(self.typed_on, asked)
        return replace(self, answers=answers, told=answer_days, typed=typed, typed_on=typed_on)

    def unfinished(self, key: str, text: str, day: Day) -> InterviewDraft:
        """Return the draft with a text that was typed for the question `key` on a day and not accepted."""
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
    """Return an empty draft with a random name, which discloses nothing about the person."""
    return InterviewDraft(f"{NAMED}{random_suffix()}", now.isoformat(), day.isoformat())


class DraftStore:
    """Stores the drafts of interviews of one register, in a private folder that git does not commit."""

    def __init__(self, directory: Path) -> None:
        self._work = work_tree(find_root(directory))
        self._folder = self._work.private

    def keep(self, draft: InterviewDraft) -> Path:
        """Write a draft to its file, in place of its earlier state, and return the path.

        Raises MachineTrouble CF805 if that fails.
        """
        text = json.dumps(asdict(draft), ensure_ascii=False, indent=1)
        place = self.place(draft)
        save_draft(place, f"{text}\n".encode("utf-8", "surrogateescape"))
        return place

    def kept(self) -> tuple[InterviewDraft, ...]:
        """Return the stored drafts, the newest first; files that cannot be read are left out."""
        return tuple(reversed([*self._read()]))

    def uncommitted(self) -> frozenset[str]:
        """Return the paths of the register that differ from the last commit."""
        return frozenset(self._work.changed_paths())

    def erase(self, draft: InterviewDraft) -> None:
        """Delete the file of a draft."""
        erase_draft(self.place(draft))

    def place(self, draft: InterviewDraft) -> Path:
        """Return the path of the file of a draft."""
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
