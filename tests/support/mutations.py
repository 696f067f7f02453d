"""Small damage to a record, as a hand in an editor does it."""

from __future__ import annotations

from copy import deepcopy
from random import Random

WORDS = "x no other unknown KG kg H2V5T 09:61 A~B public sealed kloop P6Y 6y P0D https:// ftp://kloop.kg/a"
VERSIONS = "casefile/case/1 casefile/case/2 casefile/source/1 casefile/settings/1"
DATES = """
2025-05-28 2025-02-30 2025-13 28.05.2025 2025-05-28/ [..] 2025-05-28/2025-05-30 2025-05-30/2025-05-28
[2025-06-04..2025-05-29] [2025-05-29..2025-06-04]
"""
WRONG = (
    *(None, True, False, 0, -1, 7, 999, 2025, 123456789),
    *("", " ", "A B", "KG\n", "h2v5t\n", "2025-05-28\n", "P6Y\n"),
    *(WORDS.split() + VERSIONS.split() + DATES.split()),
    *(
        [],
        [[]],
        [None],
        ["x"],
        [7],
        ["2025-05-28"],
        ["public", "public"],
        [{"type": "note"}],
        [{"type": "x"}],
    ),
    *({}, {"x": 1}, {"source": "kloop"}, {"source": "A B"}, {"type": "hearing"}),
    {"type": "note", "id": "h2v5t", "date": 2025},
)
KEYS = "bogus withdrawn type source hearing note Citation as_ schema_ value id"


def mutated(record: dict, random: Random) -> dict:
    """Return a copy with one to three wounds; some of them may be harmless."""
    copy = deepcopy(record)
    for _ in range(random.randint(1, 3)):
        groups = [*_groups(copy)]
        if groups:
            random.choice(WOUNDS)(random.choice(groups), random)
    return copy


def _groups(value):
    """Yield every group and every list that is not empty; the record first."""
    if value and isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from _groups(each)


def _drop(group, random: Random) -> None:
    del group[_place(group, random)]


def _replace(group, random: Random) -> None:
    group[_place(group, random)] = deepcopy(random.choice(WRONG))


def _misspell(group, random: Random) -> None:
    """Put a value of the same type in a place, so that only its form can be wrong."""
    place = _place(group, random)
    alike = [value for value in WRONG if type(value) is type(group[place])]
    group[place] = deepcopy(random.choice(alike))


def _wrap(group, random: Random) -> None:
    place = _place(group, random)
    group[place] = [group[place]]


def _as_other_scalar(group, random: Random) -> None:
    """Turn text into an integer's place and an integer into text."""
    place = _place(group, random)
    value = group[place]
    group[place] = str(value) if isinstance(value, int) else len(str(value))


def _add(group, random: Random) -> None:
    value = deepcopy(random.choice(WRONG))
    if isinstance(group, list):
        group.append(value)
    else:
        group[random.choice(KEYS.split())] = value


def _place(group, random: Random):
    return random.randrange(len(group)) if isinstance(group, list) else random.choice([*group])


WOUNDS = (_drop, _replace, _misspell, _misspell, _misspell, _wrap, _as_other_scalar, _add)
