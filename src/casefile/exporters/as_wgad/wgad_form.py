"""What a filled-in questionnaire is made of, whatever file it is written to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from casefile.changes.cited_sources import Cited

NOT_KNOWN = "not known"


class WgadFact(Struct, frozen=True):
    """One thing that is said, who says so, and what speaks against it.

    `about` tells what it concerns where that is not plain, mostly a day; `group` says so where it is of a
    group. `remark` says how to take the text. `standing` is a word for what is more than reported,
    `doubt` for what is less, with its reason.
    """

    text: str
    cited: tuple[Cited, ...] = ()
    about: str = ""
    group: str = ""
    standing: str = ""
    remark: str = ""
    doubt: str = ""
    reason: str = ""
    doubt_cited: tuple[Cited, ...] = ()

    @property
    def when(self) -> str:
        """What it concerns, in one line."""
        return ", ".join(filter(None, (self.about, self.group)))


class WgadItem(Struct, frozen=True):
    """One item of the questionnaire: its number, what it asks, and what is known.

    `ask` is what to find out where nothing is known, `open` what stays to be asked where something is.
    `differing` are statements that contradict each other, side by side. An item that is not `counted`
    is one that may well have no answer; `nothing` is said then. `blank` is a line to be filled in by hand.
    """

    number: str
    asks: str
    facts: tuple[WgadFact, ...] = ()
    ask: str = ""
    open: tuple[str, ...] = ()
    differing: tuple[WgadFact, ...] = ()
    counted: bool = True
    nothing: str = NOT_KNOWN
    blank: bool = False

    @property
    def known(self) -> bool:
        """Whether there is an answer that nothing speaks against, or several that sources differ in."""
        return bool(self.differing) or any(not fact.doubt for fact in self.facts)

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still to be asked."""
        if not self.known:
            return (self.ask,) if self.ask else ()
        return (*self.open, *((SETTLE,) if self.differing else ()))


SETTLE = "Sources differ: can it be settled?"


class WgadSection(Struct, frozen=True):
    """A part of the questionnaire: its heading, a remark on how to read it, its items.

    `wide` are those whose answers are lists of entries, for which a page is laid out otherwise.
    """

    title: str
    items: tuple[WgadItem, ...]
    remark: str = ""
    wide: bool = False


class WgadSource(Struct, frozen=True):
    """A source as the form lists it: the number by which it is cited, what it is called, where it is."""

    number: int
    title: str
    about: tuple[str, ...] = ()
    address: str = ""
    archived: str = ""


class WgadForm(Struct, frozen=True, dict=True):
    """The questionnaire of one case, and for which audience of the register it was made."""

    case: str
    name: str
    audience: str
    state: tuple[str, ...]
    sections: tuple[WgadSection, ...]
    sources: tuple[WgadSource, ...]

    @cached_property
    def items(self) -> tuple[WgadItem, ...]:
        """Every item, in the order of the form."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def score(self) -> tuple[int, int]:
        """How many of the counted items have an answer, and how many there are."""
        counted = [item for item in self.items if item.counted]
        return sum(item.known for item in counted), len(counted)

    @property
    def score_words(self) -> str:
        """The score as it is said: `23 of 41 items answered (56 %)`."""
        known, total = self.score
        return f"{known} of {total} items answered ({100 * known // total} %)"

    @property
    def questions(self) -> Iterator[tuple[str, str]]:
        """Yield what is still to be asked, with the number of the item."""
        for item in self.items:
            for question in item.questions:
                yield item.number, question

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number by which each source is cited."""
        return number_sources(self.sections)


def number_sources(sections: tuple[WgadSection, ...]) -> dict[str, int]:
    """Number the sources in the order in which the form cites them."""
    found: dict[str, int] = {}
    for section in sections:
        for item in section.items:
            for fact in (*item.facts, *item.differing):
                for cited in (*fact.cited, *fact.doubt_cited):
                    found.setdefault(cited.source, len(found) + 1)
    return found


def citations(cited: tuple[Cited, ...], numbers: dict[str, int]) -> str:
    """Say who says so: `[1, ¶3] [2]`; the words that carry the claim stand beside the place."""
    said = []
    for each in cited:
        locator = f", {each.locator}" if each.locator else ""
        quote = f", “{each.quote}”" if each.quote else ""
        said.append(f"[{numbers[each.source]}{locator}{quote}]")
    return " ".join(said)
