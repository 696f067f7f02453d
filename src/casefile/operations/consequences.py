"""What a write would make of the register: errors that it would bring forbid it, its warnings are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from casefile.checks import RULES, check
from casefile.errors import BadInput, CasefileError, NotFound, Problem, TierForbids
from casefile.operations.edits import Edit
from casefile.register import Register

ORDER_MATTERS = frozenset(rule.code for rule in RULES if rule.name == "order-matters")
"""What is not asked of somebody who chose the place of an entry."""


def consequences(
    register: Register, overlay: Register, edits: Sequence[Edit], *, placed: bool = False
) -> tuple[Problem, ...]:
    """Return the warnings that these edits bring; what was wrong before is not told again.

    `overlay` is the register as it would be. Raises the refusal that the first error asks for: an unknown
    reference NotFound, a tier that forbids TierForbids, anything else BadInput. An error in what was typed
    names the field and no line, for no file holds it.
    """
    paths = {*_touched(register, edits)}
    known = {_signature(problem) for problem in check(register, paths)}
    fresh = [problem for problem in check(overlay, paths) if _signature(problem) not in known]
    errors = tuple(problem for problem in fresh if problem.level == "error")
    if errors:
        told = (_as_typed(problem, register, edits, errors) for problem in errors)
        raise refusal(tuple(dict.fromkeys(told)))
    return tuple(problem for problem in fresh if not (placed and problem.code in ORDER_MATTERS))


def refusal(errors: Sequence[Problem], what: str = "nothing was written") -> CasefileError:
    """Return the exception for these errors: the one that there is, or the sum of several."""
    asked = {REFUSALS.get(each.code, BadInput) for each in errors}
    kind = next(each for each in (TierForbids, BadInput, NotFound) if each in asked)
    if len(errors) == 1:
        only = errors[0]
        return kind(only.code, only.message, only.hint, (only,))
    return kind(errors[0].code, f"{what}: {len(errors)} errors", "", tuple(errors))


REFUSALS: dict[str, type[CasefileError]] = {
    "CF201": NotFound, "CF202": NotFound,
    "CF401": TierForbids, "CF404": TierForbids, "CF406": TierForbids,
}  # fmt: skip
"""Which refusal an error asks for where it is not that of a bad value; the gravest of several decides."""


def _touched(register: Register, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the paths that a write may have made wrong: its own, and those of records that name them.

    What names a case asks only that it is there, so a case makes no other record wrong.
    """
    for edit in edits:
        yield edit.path
        before = register.entries.get(edit.path)
        if before is not None and not before.broken and edit.kind != "case":
            yield from (row.path for row, _ in register.citing(before.id))


def _signature(problem: Problem) -> tuple[str, str, str, str]:
    return problem.path, problem.field, problem.code, problem.message


def _as_typed(
    problem: Problem, register: Register, edits: Sequence[Edit], errors: Sequence[Problem]
) -> Problem:
    """Point at what was typed or taken in, rather than at a line that was never written.

    What is wrong with an event wherever it would stand is told of no record, and so once.
    """
    edit = next((edit for edit in edits if edit.path == problem.path), None)
    if edit is None:
        return problem
    if edit.origin is not None:
        line, column = edit.origin.place(problem.field)
        return replace(problem, path=edit.origin.name, line=line, column=column)
    of_option = _option(problem, edits)
    alike = [each for each in errors if _option(each, edits) == of_option and each.code == problem.code]
    if of_option and len(edits) > 1 and (problem.code.startswith(OF_THE_MODEL) or len(alike) == len(edits)):
        hint = re.sub(r"events\.[0-9a-z]+\b", "events.…", problem.hint)
        return replace(problem, path="", line=0, column=0, field=of_option, hint=hint)
    several = len(edits) > 1 and problem.path in register.entries
    return replace(problem, path=problem.path if several else "", line=0, column=0)


OF_THE_MODEL = "CF1"
"""How the codes begin that a value has by itself, in whatever record it stands."""


def _option(problem: Problem, edits: Sequence[Edit]) -> str:
    """Return the field of a new event that a problem is about, as every record has it; nothing elsewhere."""
    event = next((edit.event for edit in edits if edit.path == problem.path), None)
    own = f"events.{event}"
    if event is None or not (problem.field == own or problem.field.startswith(f"{own}.")):
        return ""
    return problem.field.removeprefix(own).removeprefix(".") or "events"
