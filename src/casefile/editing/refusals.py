"""Combine several errors into one: a command about many records names each record that prevents it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.errors import BadInput, BrokenData, CasefileError, Collision, NotFound, Problem, TierForbids

GRAVEST: tuple[type[CasefileError], ...] = (TierForbids, BadInput, NotFound, BrokenData, Collision)
"""The order of gravity: a combined error has the class, and so the exit code, of the first one present."""


def combine_refusals(refusals: Sequence[CasefileError], what: str = "no file was changed") -> CasefileError:
    """Return the only error, or one with the problems of all, and the code and class of the gravest.

    There must be at least one error. `what` is the start of the message for several errors.
    """
    if len(refusals) == 1:
        return refusals[0]
    first = min(refusals, key=_gravity)
    problems = tuple(dict.fromkeys(problem for each in refusals for problem in _problems(each)))
    return type(first)(first.code, f"{what}: {len(problems)} errors", "", problems)


def _gravity(error: CasefileError) -> int:
    return next((at for at, kind in enumerate(GRAVEST) if isinstance(error, kind)), len(GRAVEST))


def _problems(error: CasefileError) -> Iterator[Problem]:
    """Yield an error as problems; a list in its message, after the first line, moves into the hint."""
    if error.problems:
        yield from error.problems
        return
    message, _, listed = error.message.partition("\n")
    yield Problem.of_file("", error.code, message, "\n".join(filter(None, (listed, error.hint))))
