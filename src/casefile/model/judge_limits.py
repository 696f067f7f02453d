"""The limit in hours within which a detained person must be brought before a judge, and the law behind it."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from casefile.model.settings import StatutoryClock


class Clock(Struct, frozen=True):
    """A limit in hours from the detention to a judge, and the law or treaty body that sets it."""

    hours: int
    citation: str

    @property
    def days(self) -> int:
        """The limit in whole days, rounded up, because a ledger seldom contains the hour of an event."""
        return -(-self.hours // 24)


GENERAL: Mapping[str, Clock] = {
    "adult": Clock(48, "ICCPR art. 9(3)"),
    "minor": Clock(24, "CRC general comment 24"),
}
"""How treaty bodies read "promptly" in criminal cases: the Human Rights Committee in general comment 35,
paragraph 33, and the Committee on the Rights of the Child in its general comment 24, paragraph 90."""


def clock(configured: Iterable[StatutoryClock], country: str, *, minor: bool) -> Clock:
    """Return the limit of a country: the one in casefile.yaml, or `GENERAL` if casefile.yaml has none.

    If there are several, the shortest is returned. If the limits of the country state no hours for minors,
    the limit for a minor is the shorter of `GENERAL["minor"]` and the country's limits for adults.
    """
    here = [each for each in configured if each.country == country]
    adult = [Clock(each.hours, each.citation) for each in here]
    stated = [Clock(each.minors, each.citation) for each in here if each.minors is not None]
    found = (stated or [GENERAL["minor"], *adult]) if minor else (adult or [GENERAL["adult"]])
    return min(found, key=lambda each: each.hours)
