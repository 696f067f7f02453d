"""The parts of a filled-in questionnaire, independent of the file that it is written to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from casefile.changes.cited_sources import Cited

NOT_KNOWN = "not known"


class WgadFact(Struct, frozen=True):
    """One statement of an answer, with its sources and any doubt about it.

    `about` is the subject of the statement if it needs one, mostly a day. `group` is a text that says that
    the statement is about a group. `remark` explains how to read the text. `standing` is the verification
    status if it is more than reported. `doubt` is the status if it is less, with its `reason` and sources.
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
        """The line before the statement: its subject, such as a date, and the group that it is about."""
        return ", ".join(filter(None, (self.about, self.group)))


class WgadItem(Struct, frozen=True):
    """One item of the questionnaire: its number, the text of the question, and the known facts.

    `ask` is the question to clarify if there is no answer, `open` are questions that remain if there is one.
    `differing` are statements that contradict each other. An item that is not `counted` may have no answer
    in a complete form; `nothing` is the text shown if it has none. `blank` marks a line to be filled in by
    hand.
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
        """Whether the item has an answer that is not in doubt, or several answers that sources differ in."""
        return bool(self.differing) or any(not fact.doubt for fact in self.facts)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions about the item that remain to be clarified."""
        if not self.known:
            return (self.ask,) if self.ask else ()
        return (*self.open, *((SETTLE,) if self.differing else ()))


SETTLE = "Sources differ: can it be settled?"


class WgadSection(Struct, frozen=True):
    """A part of the questionnaire: its heading, a remark on how to read it, its items.

    The answers of a `wide` section are lists of entries, which need another page layout.
    """

    title: str
    items: tuple[WgadItem, ...]
    remark: str = ""
    wide: bool = False


class WgadSource(Struct, frozen=True):
    """A source as the form lists it: the number by which it is cited, its title, description and links."""

    number: int
    title: str
    about: tuple[str, ...] = ()
    address: str = ""
    archived: str = ""


class WgadForm(Struct, frozen=True, dict=True):
    """The filled-in questionnaire of one case, and the audience for which it was made.

    `state` describes the case, the day and the state of the register in words.
    """

    case: str
    name: str
    audience: str
    state: tuple[str, ...]
    sections: tuple[WgadSection, ...]
    sources: tuple[WgadSource, ...]

    @cached_property
    def items(self) -> tuple[WgadItem, ...]:
        """All items, in the order of the form."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def score(self) -> tuple[int, int]:
        """The number of counted items that have an answer, and the number of all counted items."""
        counted = [item for item in self.items if item.counted]
        return sum(item.known for item in counted), len(counted)

    @property
    def score_words(self) -> str:
        """The score in words: `23 of 41 items answered (56 %)`."""
        known, total = self.score
        return f"{known} of {total} items answered ({100 * known // total} %)"

    @property
    def questions(self) -> Iterator[tuple[str, str]]:
        """Yield the questions that remain, each with the number of its item."""
        for item in self.items:
            for question in item.questions:
                yield item.number, question

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number by which each source is cited, by the id of the source."""
        return number_sources(self.sections)


def number_sources(sections: tuple[WgadSection, ...]) -> dict[str, int]:
    """Return numbers for the sources, in the order in which the form cites them, by their ids."""
    found: dict[str, int] = {}
    for section in sections:
        for item in section.items:
            for fact in (*item.facts, *item.differing):
                for cited in (*fact.cited, *fact.doubt_cited):
                    found.setdefault(cited.source, len(found) + 1)
    return found


def citations(cited: tuple[Cited, ...], numbers: dict[str, int]) -> str:
    """Return the citations of a statement as text: `[1, ¶3] [2]`, with place in the source and quote."""
    parts = []
    for each in cited:
        locator = f", {each.locator}" if each.locator else ""
        quote = f", “{each.quote}”" if each.quote else ""
        parts.append(f"[{numbers[each.source]}{locator}{quote}]")
    return " ".join(parts)
