"""Before a case comes into being: whether it may be recorded already, told with the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casefile.errors import Problem, SomebodyElse
from casefile.model.tiers import record_tier
from casefile.operations.edits import Origin
from casefile.operations.ids import names_for_ever
from casefile.register import Register
from casefile.views.duplicates import Likely, Recorded

Data = Mapping[str, object]


class ProbableDuplicate(SomebodyElse):
    """A person is probably recorded already (exit 4); `cases` are the ids, the likeliest first."""

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        problems: tuple[Problem, ...] = (),
        cases: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code, message, hint, problems)
        self.cases = cases


@dataclass
class Lookout:
    """Looks at each new case against the register as it was, and gathers what is to be said; merges nothing.

    `allowed` lets probable duplicates in, and still tells of them.
    """

    register: Register
    allowed: bool = False
    _said: dict[str, None] = field(default_factory=dict)
    _refused: list[tuple[Likely, Problem]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take the cases of the register in hand, once for all that come."""
        self._recorded = Recorded(self.register.rows)

    def look_at(self, data: Data, origin: Origin | None = None) -> None:
        """Compare a case to be with those that are recorded."""
        for likely in self._recorded.like(data):
            if likely.probable and not self.allowed:
                self._refused.append((likely, self._problem(likely, data, origin)))
                continue
            place = f"{origin.name}:{origin.line}: " if origin else ""
            word = "this is probably" if likely.probable else "this may be"
            self._said[f"{place}{word} the person of {likely.row.id}: {'; '.join(likely.evidence)}"] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What may be, to be told on the terminal of the desk: it names people."""
        return (*self._said,)

    def refuse(self) -> None:
        """Raise ProbableDuplicate where a person is probably recorded already, with all the evidence."""
        if not self._refused:
            return
        cases = tuple(dict.fromkeys(likely.row.id for likely, _ in self._refused))
        problems = tuple(problem for _, problem in self._refused)
        message = f"probably recorded already: {', '.join(cases[:MOST])}{' …' if cases[MOST:] else ''}"
        hint = (
            f"look at it: casefile show {cases[0]}\n"
            f"add to it: casefile record TYPE {cases[0]} …\n"
            "it is somebody else: give --duplicate-ok"
        )
        raise ProbableDuplicate("CF710", message, hint, problems, cases)

    def _problem(self, likely: Likely, data: Data, origin: Origin | None) -> Problem:
        """Tell the evidence where it may be kept: a name only where everybody may know it."""
        found = likely.likeness
        recorded = self.register.by_id[likely.row.id].data or {}
        both_open = found.one in self._open_names(data) and found.other in self._open_names(recorded)
        names = found.evidence if both_open else (f"the names are {found.said}", *found.remarks)
        message = f"{likely.row.id}: {'; '.join((*names, *likely.circumstances))}"
        path, line = (origin.name, origin.line) if origin else (likely.row.path, 0)
        return Problem(path, line, 1 if line else 0, "", "CF710", "error", message)

    def _open_names(self, data: Data) -> frozenset[str]:
        """Return the names of a case that everybody may know for ever."""
        naming = names_for_ever(data, record_tier(data, self.register.settings.default_tier))
        return frozenset(naming.names).difference(_closer(data)) if naming.open else frozenset()


MOST = 5
"""How many cases the sentence itself lists."""


def _closer(data: Data) -> Iterator[str]:
    """Yield the other names that fewer may know than the name: pseudonyms, and those with a tier."""
    person = data.get("person")
    others = person.get("other_names") if isinstance(person, Mapping) else None
    for each in others if isinstance(others, Sequence) else ():
        if each.get("kind") == "pseudonym" or each.get("tier") not in {None, "public"}:
            yield str(each.get("name"))
