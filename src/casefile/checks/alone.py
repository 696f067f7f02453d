"""A case checked before the other cases are known: what is found stands, unless one of them matters to it.

They matter by their ids alone, and by the names that not everybody may know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from casefile.checks.run import broken_rules
from casefile.checks.subject import Around, Subject
from casefile.checks.text import is_a_name
from casefile.errors import Problem
from casefile.model.field import RECORD_ID
from casefile.model.records import Organization
from casefile.model.words import Tier
from casefile.register import Entry, Outlined, Plain, closed_of
from casefile.summary import Disclosed, Known


class Alone(NamedTuple):
    """What was found of a case among records that are no cases.

    `settled` tells that no other case matters to it, as it is broken; `loose` that it names what is no other
    record, which may be a case, or had another id. `texts` are all its words, in which the name of somebody
    else may stand; `tier` is whose that must not be, absent where it may. `known` and `lasting` are its own
    names.
    """

    path: str
    id: str
    problems: tuple[Problem, ...]
    settled: bool
    loose: bool = False
    tier: Tier | None = None
    texts: str = ""
    known: tuple[Known, ...] = ()
    lasting: tuple[Known, ...] = ()


def check_alone(entry: Entry, around: Around) -> Alone:
    """Check a case among the records that are no cases."""
    if entry.broken:
        return Alone(entry.path, entry.id, entry.problems, settled=True)
    subject = Subject(entry, around)
    said = (*entry.survey.texts, *entry.survey.addresses)
    loose = (not each.refers.endswith("?") or RECORD_ID.fits(each.target) for each in subject.loose)
    return Alone(
        entry.path,
        entry.id,
        (*entry.problems, *broken_rules(subject)),
        settled=False,
        loose=bool(entry.formerly) or any(loose),
        tier=subject.tier if subject.tiered else None,
        texts="\n".join({each.value: None for each in said if not is_a_name(each, entry)}),
        known=subject.names,
        lasting=subject.lasting_names,
    )


def still_stands(alone: Alone, around: AroundOutlined) -> bool:
    """Tell whether what was found of a case is what would be found among all cases, too."""
    if alone.settled:
        return True
    if alone.loose or alone.id in around.formerly or around.is_stated_twice(alone.id):
        return False
    words = alone.id.split("-")
    if around.closed_names.among(words) or around.closed_for_ever.among(words):
        return False
    secrets = None if alone.tier is None else around.secrets(alone.tier)
    return not secrets or not secrets.stand_in(alone.texts, "public")


@dataclass(frozen=True)
class AroundOutlined(Around):
    """A register that is known in outline, and of the names in it as many as tell which are closed."""

    register: Outlined
    names: Disclosed

    @property
    def _cases(self) -> tuple[Disclosed, ...]:
        return (self.names,)

    @cached_property
    def _closed(self) -> Disclosed:
        return closed_of(self._cases)

    @cached_property
    def _odd(self) -> Around:
        """What of the register is no plain case."""
        return Around(self.register.odd)

    def is_stated_twice(self, record_id: str) -> bool:
        """Tell whether two files state an id."""
        return len(self._odd.paths.get(record_id, ())) > 1

    @cached_property
    def paths(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id."""
        return _Paths(self._odd.paths, self.register.plain)

    @cached_property
    def ids(self) -> Collection[str]:
        """Every id that is there, of files that could not be read too."""
        return _Ids(self._odd.ids, self.register.plain)

    @cached_property
    def formerly(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one: no plain case had another."""
        return self._odd.formerly

    @cached_property
    def organizations(self) -> Mapping[str, list[Organization]]:
        """The organisations that go by a name, by the name, folded; an abbreviation is none."""
        return self._odd.organizations

    def named(self, kind: str) -> Mapping[str, str]:
        """The ids of the records of a kind, which is not that of cases, by their names, folded."""
        return self._odd.named(kind)

    def ids_of(self, kind: str) -> Iterable[str]:
        """Return the ids of all records of a kind, broken ones too."""
        yield from self._odd.ids_of(kind)
        if kind == "case":
            yield from self.register.plain.ids


@dataclass(frozen=True)
class _Ids(Collection[str]):
    """Every id of a register that is known in outline."""

    odd: Collection[str]
    plain: Plain

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.odd or (isinstance(record_id, str) and bool(self.plain.path_of(record_id)))

    def __iter__(self) -> Iterator[str]:
        return chain(self.odd, self.plain.ids)

    def __len__(self) -> int:
        return len(self.odd) + len(self.plain)


@dataclass(frozen=True)
class _Paths(Mapping[str, Sequence[str]]):
    """The files that state an id, by the id, of a register that is known in outline."""

    odd: Mapping[str, Sequence[str]]
    plain: Plain

    def __getitem__(self, record_id: str) -> Sequence[str]:
        path = None if record_id in self.odd else self.plain.path_of(record_id)
        return self.odd[record_id] if path is None else [path]

    def __iter__(self) -> Iterator[str]:
        return chain(self.odd, self.plain.ids)

    def __len__(self) -> int:
        return len(self.odd) + len(self.plain)
