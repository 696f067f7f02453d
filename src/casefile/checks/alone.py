"""A case checked before the other cases are known: what is found stands, unless one of them matters to it.

They matter by their ids alone, and by the names that not everybody may know.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from casefile.checks.run import check_entry
from casefile.checks.subject import Around
from casefile.checks.text import is_a_name
from casefile.errors import Problem
from casefile.model.base import RECORD_ID
from casefile.register import Entry, Outline, outline_of


class Alone(NamedTuple):
    """What was found of a case among records that are no cases.

    `loose` tells that it names what is none of them, which may be a case. `texts` are all its words, in which
    the name of somebody else may stand.
    """

    outline: Outline
    problems: tuple[Problem, ...]
    loose: bool
    texts: str


def check_alone(entry: Entry, around: Around) -> Alone:
    """Check a case among the records that are no cases."""
    outline = outline_of(entry, around.register.settings.default_tier)
    problems = tuple(check_entry(entry, around))
    if entry.broken:
        return Alone(outline, problems, loose=False, texts="")
    texts = "\n".join({each.value: None for each in entry.survey.texts if not is_a_name(each, entry)})
    return Alone(outline, problems, _is_loose(entry, around), texts)


def _is_loose(entry: Entry, around: Around) -> bool:
    loose = (each for each in entry.survey.references if not around.stands(each.refers, each.target))
    return any(not each.refers.endswith("?") or RECORD_ID.fits(each.target) for each in loose)


def all_alone(outlines: Iterable[Outline], around: Around) -> bool:
    """Tell whether no case takes the id of one of the other records: then it would matter to all."""
    return all(each.id not in around.register.by_id for each in outlines)


def still_stands(alone: Alone, around: Around) -> bool:
    """Tell whether what was found of a case is what would be found among all cases, too."""
    case = alone.outline
    if case.broken:
        return True
    if alone.loose or case.formerly or case.id in around.formerly or len(around.paths[case.id]) > 1:
        return False
    words = case.id.split("-")
    if not (around.closed_words.isdisjoint(words) and around.closed_for_ever.isdisjoint(words)):
        return False
    secrets = None if case.withdrawn else around.secrets(case.tier)
    return secrets is None or not secrets.stand_in(alone.texts, "public")
