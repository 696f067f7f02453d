"""The law on custody of some countries: one file for each country, each fact with its legal source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from msgspec import convert

from casefile.custody.circumstances import Jurisdiction

FOLDER = "laws"
"""The folder beside this module with the file of each country."""
SUFFIX = ".toml"


class LegalFact(NamedTuple):
    """A fact of a country's law on custody, with the law and the article that state it.

    A file states a fact only if it applies in the whole country and to every sentence. A wrong fact makes a
    false status; an absent fact only makes the status less certain.
    """

    name: str
    value: str | float
    law: str
    article: str
    note: str


class ShippedLaws(Mapping[str, Jurisdiction]):
    """The laws on custody that come with casefile, by country code; a country's file is read on first use."""

    def __getitem__(self, country: str) -> Jurisdiction:
        """Return the law of a country, None for each fact not in its file. Raises KeyError without a file."""
        facts = facts_of(country)
        if not facts:
            raise KeyError(country)
        values = {each.name: each.value for each in facts}
        return convert(values, Jurisdiction)

    def __iter__(self) -> Iterator[str]:
        names = (each.name for each in (files(__package__) / FOLDER).iterdir())
        return iter(sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


SHIPPED: Mapping[str, Jurisdiction] = ShippedLaws()


@cache
def facts_of(country: str) -> tuple[LegalFact, ...]:
    """Return the legal facts that casefile has for a country, in the order of its file; empty without one."""
    file = files(__package__) / FOLDER / f"{country}{SUFFIX}"
    if not file.is_file():
        return ()
    from tomllib import loads  # noqa: PLC0415 - most countries have no file

    return tuple(LegalFact(name, **stated) for name, stated in loads(file.read_text("utf-8")).items())
