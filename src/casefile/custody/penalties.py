"""The effect of a sentence: custody to be served, a penalty without custody, or not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.circumstances import Jurisdiction
from casefile.custody.state import LAST
from casefile.dates import Day, Duration, When

if TYPE_CHECKING:
    from casefile.model.events import Sentence

PENALTY_BASIS = {
    "imprisonment": "imprisonment",
    "life": "imprisonment",
    "death": "imprisonment",
    "death_reprieved": "imprisonment",
    "forced_labour": "imprisonment",
    "intermittent": "imprisonment",
    "compulsory_treatment": "psychiatric",
    "inpatient_treatment": "psychiatric",
    "open_facility": "open_facility",
    "home_confinement": "house_arrest",
    "administrative_arrest": "administrative_arrest",
}
"""The form of custody of each penalty; if there are several penalties, the first in this order counts."""
WITHOUT_TERM = frozenset({"life", "death", "death_reprieved"})
"""Penalties that cannot be suspended and have no term."""
SPARING = frozenset({
    "suspended", "probation", "fine", "community_work", "ban", "deferred", "confiscation",
    "correctional_work", "post_release_supervision", "outpatient_treatment", "exempted", "time_served",
    "corporal",
})  # fmt: skip
"""Penalties that are not served in custody."""
FOLLOWING = frozenset({"probation", "post_release_supervision"})
"""Penalties that follow prison if the sentence has both."""
CONDITIONAL = frozenset({"suspended", "probation"})
"""Penalties that replace or follow a prison sentence next to them, as the law of the country defines."""
DUTIES = ("restricted_liberty", "correctional_work")
"""Penalties that are served at liberty, under strict duties."""
RESTRICTED_LIBERTY = "restricted_liberty"
"""A penalty that is served at home with duties in some countries, in an open facility in others."""


class SentenceEffect(Struct, frozen=True):
    """The effect of the penalties of a judgment, above all the part that is to be served in custody.

    `basis` is the form of custody, None if nothing is to be served in custody. `sentences` are the penalties
    that are served in custody. `is_clear` is false if the penalties do not show whether any is. `spares`: all
    penalties are known ones, and none is served in custody. `served`: the verdict states that the time is
    served. `deports`: one penalty is deportation. `duties` are penalties at liberty (DUTIES), `following`
    those after prison (FOLLOWING). Only `following` is for a judgment of which a part is served in custody;
    `spares`, `deports` and `duties` are for other judgments.
    """

    basis: str | None
    sentences: tuple[Sentence, ...] = ()
    is_clear: bool = True
    spares: bool = False
    served: bool = False
    deports: bool = False
    duties: tuple[Sentence, ...] = ()
    following: tuple[Sentence, ...] = ()

    @property
    def probation(self) -> tuple[str, ...]:
        """The probation after the custody: for each penalty its last day, or its term, or empty, as text.

        Both are ISO: `2027-03-01`, `P2Y`.
        """
        if not self.following:
            return ()
        ends = ((each, last_day(each.until)) for each in self.following)
        return tuple(
            Day.fromordinal(end).isoformat() if end is not None else each.term.text if each.term else ""
            for each, end in ends
        )

    def expected(self, start: int) -> int | None:
        """Return the last day of the sentence by its terms if it is served from the day `start` on.

        Both days are ordinals. The result is None if there is no such penalty, or if one has no known end.
        """
        return find_latest_end([end_of(each, start) for each in self.sentences])

    @property
    def until(self) -> int | None:
        """The last day that the verdict states, as an ordinal; None unless it states one for each of them."""
        return find_latest_end([last_day(each.until) for each in self.sentences])


def find_latest_end(ends: Sequence[int | None]) -> int | None:
    """Return the greatest of several ordinals; None if there is none, or if one of them is None."""
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def combine_penalties(sentences: Sequence[Sentence], law: Jurisdiction, *, is_new: bool) -> SentenceEffect:
    """Return the effect of the penalties of one judgment: the part that is to be served, and where.

    `law` is that of the country. `is_new`: `restricted_liberty` is a penalty without custody (see
    `Circumstances`).
    """
    stated = {each.penalty for each in sentences}
    custodial = [each for each in sentences if each.penalty in PENALTY_BASIS and not _is_suspended(each)]
    unclear = False
    lasting = [each for each in custodial if each.penalty in WITHOUT_TERM]
    if custodial and not lasting:
        if "deferred" in stated or "exempted" in stated:
            custodial = []
        elif stated & CONDITIONAL and not any(each.suspended for each in custodial):
            beside = law.probation_beside_prison
            several = len(custodial) > 1
            unclear = beside is None or (beside == "instead" and several)
            custodial = [] if beside == "instead" and not several else custodial
    found = {PENALTY_BASIS[each.penalty] for each in custodial}
    basis = next((each for each in dict.fromkeys(PENALTY_BASIS.values()) if each in found), None)
    if basis is None:
        spared = _spare_sentences(sentences, stated)
        may_be_open = RESTRICTED_LIBERTY in stated and not is_new and law.open_facilities != "never"
        return replace(spared, basis="open_facility", is_clear=False) if may_be_open else spared
    follows = not stated.isdisjoint(FOLLOWING)
    following = tuple([each for each in sentences if each.penalty in FOLLOWING]) if follows else ()
    return SentenceEffect(
        basis, tuple(custodial), is_clear=not unclear, served="time_served" in stated, following=following
    )


def matter_of(fields: Mapping[str, Any]) -> str:
    """Return the kind of case of a verdict, such as criminal: the stated one, else by its penalties.

    It is administrative if one of them is administrative arrest, else criminal. `fields` are the fields of
    the verdict by name.
    """
    stated: str | None = fields.get("matter")
    if stated:
        return stated
    penalties = {each.penalty for each in fields.get("sentences") or ()}
    return "administrative" if "administrative_arrest" in penalties else "criminal"


def _spare_sentences(sentences: Sequence[Sentence], stated: set[str]) -> SentenceEffect:
    """Return the effect of penalties none of which is certainly served in custody."""
    known = SPARING | {RESTRICTED_LIBERTY} | PENALTY_BASIS.keys()
    return SentenceEffect(
        None,
        spares=bool(stated) and stated <= known,
        served="time_served" in stated,
        deports="deportation" in stated,
        duties=tuple(each for each in sentences if each.penalty in DUTIES),
    )


def _is_suspended(sentence: Sentence) -> bool:
    """Return whether a penalty is suspended as a whole: all of it, or a part as long as its term."""
    part = sentence.suspended
    if part is None or sentence.penalty in WITHOUT_TERM:
        return False
    if part == "all":
        return True
    term = sentence.term
    start = Day(2000, 1, 1)
    return term is not None and bool(part.add_to(start) >= term.add_to(start))


def end_of(sentence: Sentence, start: int) -> int | None:
    """Return the last day of a penalty that is served from the day `start` on; None if it has no known end.

    Both days are ordinals. A suspended part is not counted.
    """
    if sentence.until is not None:
        return last_day(sentence.until)
    if sentence.term is None or start >= LAST or sentence.penalty in WITHOUT_TERM:
        return None
    day = Day.fromordinal(start)
    end = sentence.term.add_to(day).toordinal()
    part = sentence.suspended
    if part is None or part == "all":
        return end
    conditional: int = part.add_to(day).toordinal() - start
    return max(start, end - conditional)


def end_of_probation(stated: Sequence[str], start: int) -> int | None:
    """Return the last day of probation that begins on the day `start`; None if it is not known.

    `stated` is `CustodyGround.probation`, of which the latest end counts. Both days are ordinals.
    """
    return find_latest_end([_end_of_term(each, start) for each in stated])


def _end_of_term(stated: str, start: int) -> int | None:
    if not stated or start >= LAST:
        return None
    if not stated.startswith("P"):
        return Day.fromisoformat(stated).toordinal()
    end: int = Duration.parse(stated).add_to(Day.fromordinal(start)).toordinal()
    return end if end < LAST else None


def last_day(when: When | None) -> int | None:
    """Return the last possible day of a date as an ordinal; None for no date, or for one with an open end."""
    if when is None or when.open_end or when.latest.toordinal() >= LAST:
        return None
    return when.latest.toordinal()
