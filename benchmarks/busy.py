"""Makes a register with one record to which two people write every day, the same for a seed.

Both commit in their own clone, and each merges what the other one did: half of the commits are merges, and
any two states have several common ancestors. No other history of as many commits is harder to read.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import generate

from history import CASE, ENTRY, Edit, correct, imported

ROUND = 4
"""The commits of one round: one of each person, and one merge of each."""
GROWTH = 0.2
"""How often a commit adds an entry; the others correct one."""


BEGAN = date(2022, 1, 1)
LATER = 1000
"""Above the numbers of the entries with which the case came in."""
ENTRY_OF = """  - id: n{number:04}
    type: access
    date: "{day}"
    place: {town}
    summary: {said}
    to: counsel
    outcome: {outcome}
    sources:
      - {source}
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the record, its number of commits, and how many of them are merges."""

    path: str
    commits: int
    merges: int


class Ledger:
    """The entries of a case by number: one person writes those with even numbers, the other one the rest."""

    def __init__(self, text: str) -> None:
        starts = [found.start() for found in ENTRY.finditer(text, text.index("\nevents:"))]
        self.head = text[: starts[0]]
        self.source = text.partition("source: ")[2].partition("\n")[0]
        ends = [*starts[1:], len(text)]
        self.entries = {at: text[start:end] for at, (start, end) in enumerate(zip(starts, ends, strict=True))}

    @property
    def text(self) -> str:
        """The file."""
        return self.head + "".join(self.entries[at] for at in sorted(self.entries))

    def change(self, person: int, number: int, chance: random.Random) -> None:
        """Let a person add an entry, or correct one of their own."""
        own = [at for at in self.entries if at % 2 == person]
        at = chance.choice(own)
        if chance.random() < GROWTH:
            self.entries[2 * number + person + LATER] = ENTRY_OF.format(
                number=number,
                day=BEGAN + timedelta(days=number),
                outcome=chance.choice(("permitted", "denied")),
                town=chance.choice(generate.TOWNS),
                said=chance.choice(generate.SUMMARIES),
                source=self.source,
            )
        else:
            self.entries[at] = correct(self.entries[at], chance)

    def merge(self, other: Ledger, person: int) -> None:
        """Take what the other person, whose entries have odd or even numbers, has written."""
        self.entries |= {at: text for at, text in other.entries.items() if at % 2 != person}


def main() -> None:
    """Write a register with a record of N commits into a new folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("commits", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(write(asked.folder, asked.commits, asked.seed))


def write(folder: Path, commits: int = 1200, seed: int = 1) -> Made:
    """Write the register of 11 cases and its history, check it out, and say which record is busy."""
    made = [*generate.files(11, random.Random(seed), by_hand=False)]
    path, text = next(each for each in made if CASE.match(each[0]))
    rounds = _edits(path, Ledger(text), commits // ROUND, random.Random(seed))
    edits = [Edit("the register", tuple(made)), *rounds]
    imported(folder, edits)
    return Made(path, len(edits), len(edits) // 2)


def _edits(path: str, begun: Ledger, rounds: int, chance: random.Random) -> Iterator[Edit]:
    """Yield the rounds; a commit names its parents by their numbers, of which the first commit has 0."""
    people, tips = (begun, Ledger(begun.text)), [0, 0]
    number = 0
    for _ in range(rounds):
        for person, ledger in enumerate(people):
            number += 1
            ledger.change(person, number, chance)
            yield Edit("a day's work", ((path, ledger.text),), (tips[person],))
            tips[person] = number
        merged = list(tips)
        for person, ledger in enumerate(people):
            number += 1
            ledger.merge(people[1 - person], person)
            yield Edit("what the other one did", ((path, ledger.text),), (merged[person], merged[1 - person]))
            tips[person] = number
    yield Edit("both", ((path, people[0].text),), tuple(tips))


if __name__ == "__main__":
    main()
