"""Check the register as it would be after a write: new errors forbid the write, new warnings are returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from casefile.checks.all_rules import RULES
from casefile.checks.run_rules import check
from casefile.custody.circumstances import find_law
from casefile.custody.jurisdictions import SHIPPED
from casefile.dates import Day
from casefile.dates.other_calendars import describe_readings
from casefile.editing.edits import Edit, Plan
from casefile.editing.future_dates import future_dates
from casefile.editing.refusals import combine_refusals
from casefile.errors import BadInput, CasefileError, NotFound, Problem, TierForbids
from casefile.model.case_names import all_names
from casefile.model.plain_data import dotted_path, find_entry
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import TIERS
from casefile.names.hidden_names import find_any_of
from casefile.register import Register

NO_PLAN = Plan(())
ORDER_MATTERS = frozenset(rule.code for rule in RULES if rule.name == "order-matters")
"""Codes of warnings that are omitted if the user chose the place of an event in the ledger."""


def check_consequences(
    register: Register,
    overlay: Register,
    edits: Sequence[Edit],
    plan: Plan = NO_PLAN,
    today: Day | None = None,
) -> tuple[Problem, ...]:
    """Return the warnings that these edits cause, and the errors that they cause in other records.

    Such errors are to be corrected in those records. Earlier problems are not repeated. There are exceptions:
    a file that the model rejects is refused even if it had errors before, and so is a change of a record with
    content that must not be in this register, unless it reduces the problem (`FORBIDDEN`). `overlay` is the
    register as it would be. `plan` states which edits only follow a rename or a withdrawal, whether the user
    chose the place of an event, and whether a merge is settled. With `today`, what has happened may not be
    dated after it. Raises the error class that an error requires: NotFound for an unknown reference,
    TierForbids for a forbidden tier, BadInput for anything else; for several errors that of the gravest
    (`combine_refusals`). An error in typed input names the field and no line, because no file contains it.
    """
    paths = {*_touched(register, edits)}
    titled = {*_titles_with_names(register, overlay, edits)} - paths
    left = {edit.moves: edit.path for edit in edits if edit.moves}
    earlier = check(register, paths | titled | {*left})
    wrecked = {path for path in paths if path in overlay.entries and overlay.entries[path].broken}
    later = check(overlay, paths | titled)
    growing = (
        each.path for each in edits if each not in plan.along and _changes_text(register, overlay, each)
    )
    forbidden_before, forbidden_after = _count_forbidden(earlier), _count_forbidden(later)
    worse = {
        path
        for path in growing
        if (_rank(overlay, path), forbidden_after[path]) >= (_rank(register, path), forbidden_before[path])
    }
    forgiven = (
        each for each in earlier if each.path not in wrecked and not _still_forbids(each, worse, left)
    )
    known = {_signature(problem, left) for problem in forgiven}
    fresh = [problem for problem in later if _signature(problem, left) not in known]
    errors = tuple(
        each for each in fresh if each.path in paths and _forbids(each, register, merges=plan.merges)
    )
    if today is not None and not plan.merges:
        own = [edit for edit in edits if edit not in plan.along]
        errors = (*errors, *future_dates(register, overlay, own, today))
    if errors:
        typed = _TypedEdits.of(edits, errors)
        reported = (_as_typed(problem, register, typed) for problem in errors)
        raise combine_problems(tuple(dict.fromkeys(reported)))
    return tuple(problem for problem in fresh if not (plan.placed and problem.code in ORDER_MATTERS))


def _still_forbids(problem: Problem, worse: Container[str], left: Container[str]) -> bool:
    """Return whether an earlier problem forbids the write although it is not new.

    That is so for forbidden content in a record that gets more text (its path is in `worse`), and for a
    problem of the id if the record moves to another path (its old path is in `left`).
    """
    return (problem.code in FORBIDDEN and problem.path in worse) or (
        problem.field == "id" and problem.path in left
    )


FORBIDDEN = frozenset({"CF401", "CF406"})
"""Codes of problems with content that must not be in this register, because its tier is too strict.

A record with such content gets no more text, unless the write reduces the problem.
"""


def _changes_text(register: Register, overlay: Register, edit: Edit) -> bool:
    """Return whether an edit changes an existing record, and does more than change its id."""
    before = register.entries.get(edit.path)
    return edit.moves is None and before is not None and before.text != overlay.entries[edit.path].text


def _count_forbidden(problems: Iterable[Problem]) -> Counter[str]:
    """Return the number of problems whose code is in FORBIDDEN, by path."""
    return Counter(each.path for each in problems if each.code in FORBIDDEN)


def _rank(register: Register, path: str) -> int:
    """Return the position of a record's tier in `TIERS`: a larger number is stricter."""
    return TIERS.index(register.tier(register.entries[path].fields))


def _forbids(problem: Problem, register: Register, *, merges: bool) -> bool:
    """Return whether a problem of a record that is written forbids the write.

    `merges`: the write settles a merge. After a merge git may have left a second copy of a renamed record, or
    a reference to an id that the other side has changed: `validate` reports these once the whole merge is
    there.
    """
    if merges and (problem.code, problem.field.split(".")[0]) == ("CF312", "formerly"):
        return False
    if merges and problem.code in OF_REFERENCES and problem.fix.command == "rename":
        return False
    return problem.level == "error" and not (problem.code in OF_NEW_IDS and problem.path in register.entries)


OF_REFERENCES = frozenset({"CF201", "CF202"})
"""Codes of references to ids that no record has, or that a record had before a rename."""
OF_NEW_IDS = frozenset({"CF409"})
"""Codes of problems that are errors only for a new id.

For an existing id they are only reported: the withdrawal of a consent must be possible without a new id.
"""


def combine_problems(errors: Sequence[Problem], what: str = "no file was changed") -> CasefileError:
    """Return the exception for one or more errors; it contains all of them as its `problems`.

    For several errors its code and class are those of the gravest, and `what` is the start of its message.
    """
    kinds = (REFUSALS.get(each.code, BadInput) for each in errors)
    return combine_refusals(
        [kind(each.code, each.message, each.hint, (each,)) for kind, each in zip(kinds, errors, strict=True)],
        what,
    )


REFUSALS: dict[str, type[CasefileError]] = {
    "CF201": NotFound, "CF202": NotFound, "CF206": NotFound, "CF207": NotFound,
    "CF401": TierForbids, "CF404": TierForbids, "CF406": TierForbids,
    "CF409": TierForbids,
}  # fmt: skip
"""The exception class for the code of an error; all other codes are BadInput."""


def _touched(register: Register, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the paths in which a write may cause problems: its own, and those of records that refer to them.

    A reference to a case requires only that the case exists, so a changed case causes no problem in others.
    """
    for edit in edits:
        yield edit.path
        before = register.entries.get(edit.path)
        if before is not None and not before.broken and edit.kind != "case":
            yield from (row.path for row, _ in register.citing(before.id))


def _titles_with_names(register: Register, overlay: Register, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the paths of shared records whose title contains the name of a case that is written now.

    Problems in them are reported and forbid nothing: the case must be recorded, and the title can be
    corrected later. A case that has the same names as before, for the same readers, causes none.
    """
    cases = (edit for edit in edits if edit.kind == "case" and not _has_same_names(register, overlay, edit))
    written = tuple(name for edit in cases for name in all_names(edit.data))
    for path, names in register.titles() if written else ():
        if any(map(find_any_of(written).found_in, names)):
            yield path


def _has_same_names(register: Register, overlay: Register, edit: Edit) -> bool:
    before, after = register.entries.get(edit.path), overlay.entries.get(edit.path)
    if before is None or before.broken or after is None or after.broken:
        return False
    return register.disclosure_of(before) == overlay.disclosure_of(after)


def _signature(problem: Problem, left: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return what identifies a problem before and after a write: path, field, code and message.

    The path is the one that the record will have; `left` gives it by the path from which a record moves.
    """
    return left.get(problem.path, problem.path), problem.field, problem.code, problem.message


class _TypedEdits(Struct, frozen=True):
    """The typed input: the edits by path, and for each field and code the number of records with that error.

    Only errors in a new event are counted, so that one error in all records is reported once.
    """

    edits: Mapping[str, Edit]
    alike: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, edits: Sequence[Edit], errors: Sequence[Problem]) -> _TypedEdits:
        """Return the edits by their paths, with the number of records for each field and code in `errors`."""
        by_path = {edit.path: edit for edit in edits}
        wrong = {(each.path, _option(each, by_path), each.code) for each in errors}
        return cls(by_path, Counter((option, code) for _, option, code in wrong))

    @property
    def ledgers(self) -> int:
        """The number of records whose ledger gets a new event."""
        return sum(edit.event is not None for edit in self.edits.values())


def _as_typed(problem: Problem, register: Register, typed: _TypedEdits) -> Problem:
    """Return a problem located in the typed or imported input, instead of in a line that was never written.

    A problem that a new event has in every record names no record, so that it is reported once.
    """
    edit = typed.edits.get(problem.path)
    if edit is None:
        return problem
    if problem.code in OF_CALENDARS:
        problem = replace(problem, hint=_describe_readings(problem, edit, register) or problem.hint)
    if edit.origin is not None and edit.text and edit.text == edit.origin.text:
        return replace(problem, path=edit.origin.name)
    if edit.origin is not None:
        return edit.origin.locate_problem(problem)
    of_option, ledgers = _option(problem, typed.edits), typed.ledgers
    problem = _with_proceeding(problem, edit, of_option)
    everywhere = typed.alike[of_option, problem.code] == ledgers
    if of_option and ledgers > 1 and (problem.code.startswith(OF_THE_MODEL) or everywhere):
        return replace(_for_all(problem), path="", line=0, column=0, field=of_option)
    if problem.path not in register.entries:
        hint = UNWRITTEN.get(problem.code, problem.hint)
        return replace(problem, path="", line=0, column=0, hint=hint)
    path = problem.path if len(typed.edits) > 1 else ""
    return replace(problem, path=path, line=0, column=0)


def _with_proceeding(problem: Problem, edit: Edit, option: str) -> Problem:
    """Return a problem whose fix adds a proceeding, with the id typed for an option of the event."""
    fix = problem.fix
    event = find_entry(edit.data.get("events"), edit.event)
    typed = event.get(option.partition(".")[0]) if event and option else None
    if fix.field != "proceedings" or not isinstance(typed, str):
        return problem
    named = replace(fix, value=typed)
    return replace(problem.reword_fix(named.as_command()), fix=named)


def _for_all(problem: Problem) -> Problem:
    """Return a problem of several records whose hint names neither a record nor an event."""
    fix = problem.fix
    if fix.command != "update":
        return problem
    general = replace(fix, record=fix.record and "…", event=fix.event and "…")
    return replace(problem.reword_fix(general.as_command()), fix=general)


OF_CALENDARS = frozenset(rule.code for rule in RULES if rule.name == "calendar-is-gregorian")
"""Codes of problems with a date that is probably of another calendar."""


def _describe_readings(problem: Problem, edit: Edit, register: Register) -> str:
    """Return a hint with the Gregorian dates that the date in a problem may mean in other calendars."""
    law = find_law(str(edit.data.get("country", "")), register.settings, SHIPPED)
    walked = shape_of(edit.kind).walk(edit.data)
    date = next((value for path, _, value in walked if dotted_path(path, edit.data) == problem.field), None)
    return describe_readings(str(date), law.calendar)


UNWRITTEN = dict.fromkeys(("CF404", "CF409"), "choose a different id, or omit it: a random one is generated")
"""Hints by code for a record that does not exist yet, so that there is nothing to correct."""


OF_THE_MODEL = "CF1"
"""The start of the codes of problems that a value has in itself, independent of the record."""


def _option(problem: Problem, edits: Mapping[str, Edit]) -> str:
    """Return the field that a problem is about, relative to the event of the command; else empty.

    It is `events` if the problem is about that event as a whole.
    """
    edit = edits.get(problem.path)
    event = edit.event if edit else None
    own = f"events.{event}"
    if event is None or not (problem.field == own or problem.field.startswith(f"{own}.")):
        return ""
    return problem.field.removeprefix(own).removeprefix(".") or "events"
