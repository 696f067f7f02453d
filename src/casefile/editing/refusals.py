"""Combine several refusals into one: a command about many records names each record that prevents it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.errors import BadInput, BrokenData, CasefileError, Collision, NotFound, Problem, TierForbids

GRAVEST: tuple[type[CasefileError], ...] = (TierForbids, BadInput, NotFound, BrokenData, Collision)
"""The order of gravity: a combined refusal has the class, and so the exit code, of the first one present."""


def several(refusals: Sequence[CasefileError], what: str = "nothing was written") -> CasefileError:
    """Return the only refusal, or one with all problems and with the code and exit code of the gravest."""
    if len(refusals) == 1:
        return refusals[0]
    first = min(refusals, key=_gravity)
    problems = tuple(dict.fromkeys(problem for each in refusals for problem in _problems(each)))
    return type(first)(first.code, f"{what}: {len(problems)} errors", "", problems)


def _gravity(error: CasefileError) -> int:
    return next((at for at, kind in enumerate(GRAVEST) if isinstance(error, kind)), len(GRAVEST))


def _problems(error: CasefileError) -> Iterator[Problem]:
    """Yield a refusal as problems; a list in its message, after the first line, moves into the hint."""
    if error.problems:
        yield from error.problems
        return
    message, _, listed = error.message.partition("\n")
    yield Problem.of_file("", error.code, message, "\n".join(filter(None, (listed, error.hint))))
