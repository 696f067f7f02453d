"""Within how many hours a judge must see whoever was detained, and which law says so."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from casefile.model.settings import StatutoryClock


class Clock(Struct, frozen=True):
    """So many hours from a detention to a judge, as a law or a treaty body has it."""

    hours: int
    citation: str

    @property
    def days(self) -> int:
        """The hours as whole days: a ledger seldom knows the hour, so a part of a day counts as one."""
        return -(-self.hours // 24)


GENERAL: Mapping[str, Clock] = {
    "adult": Clock(48, "ICCPR art. 9(3)"),
    "minor": Clock(24, "CRC general comment 24"),
}
"""How treaty bodies read "promptly" in criminal cases: the Human Rights Committee in general comment 35,
paragraph 33, and the Committee on the Rights of the Child in its general comment 24, paragraph 90."""


def clock(configured: Iterable[StatutoryClock], country: str, *, minor: bool) -> Clock:
    """Return the clock of a country: the one that casefile.yaml states, else the general reading.

    Of several the strictest counts. Where a country's clock says nothing of minors, theirs is no longer than
    in the general reading.
    """
    here = [each for each in configured if each.country == country]
    adult = [Clock(each.hours, each.citation) for each in here]
    stated = [Clock(each.minors, each.citation) for each in here if each.minors is not None]
    found = (stated or [GENERAL["minor"], *adult]) if minor else (adult or [GENERAL["adult"]])
    return min(found, key=lambda each: each.hours)
