"""One refusal of several: where a command is about many records, each that stands in its way is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.errors import BadInput, BrokenData, CasefileError, NotFound, Problem, SomebodyElse, TierForbids

GRAVEST: tuple[type[CasefileError], ...] = (TierForbids, BadInput, NotFound, BrokenData, SomebodyElse)
"""Whose exit code a refusal of several has: the first of these that is among them."""


def several(refusals: Sequence[CasefileError], what: str = "nothing was written") -> CasefileError:
    """Return the refusal that there is, or one with all problems, and code and exit code of the gravest."""
    if len(refusals) == 1:
        return refusals[0]
    first = min(refusals, key=_gravity)
    problems = tuple(dict.fromkeys(problem for each in refusals for problem in _problems(each)))
    return type(first)(first.code, f"{what}: {len(problems)} errors", "", problems)


def _gravity(error: CasefileError) -> int:
    return next((at for at, kind in enumerate(GRAVEST) if isinstance(error, kind)), len(GRAVEST))


def _problems(error: CasefileError) -> Iterator[Problem]:
    """Yield a refusal as problems; a list that stands in its message moves into the hint."""
    if error.problems:
        yield from error.problems
        return
    message, _, listed = error.message.partition("\n")
    yield Problem.of_file("", error.code, message, "\n".join(filter(None, (listed, error.hint))))
