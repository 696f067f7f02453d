"""Import a list of people of one situation: each becomes a case, all of them in one commit or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from casefile.dates import Day
from casefile.editing.consequences import check_consequences, combine_problems
from casefile.editing.edits import Edit, Plan, Planner, RecordOrigin
from casefile.errors import BadInput, CasefileError, Collision, Problem
from casefile.intake.duplicate_check import DuplicateCheck
from casefile.intake.import_files import ImportedFile, read_import, take_records
from casefile.intake.json_pieces import import_problem, import_problem_at
from casefile.intake.list_items import ForAll, ListedPerson, read_item
from casefile.intake.new_records import NewCases, take_in
from casefile.model.plain_data import mapping
from casefile.model.record_shapes import shape_of
from casefile.names import fold_text
from casefile.register import Register, read_entry
from casefile.yaml.canonical_text import write


def from_file(blob: bytes, name: str, for_all: ForAll, today: Day, *, duplicate_ok: bool = False) -> Planner:
    """Plan the records of a file: whole records unchanged, or cases of a list of people.

    `blob` is its content, `name` its name for messages, `for_all` the options typed beside it. For whole
    records it raises BadInput CF601 at once if options were typed, and the errors of `take_records`. The
    planner raises the errors of `take_in` or of `open_people`.
    """
    found = read_import(blob, name)
    if not found.are_records:
        return open_people(found, for_all, today, duplicate_ok=duplicate_ok)
    records = take_records(found)
    if for_all != ForAll():
        raise BadInput("CF601", "whole records are added as they are in the file", "remove the other fields")
    return take_in(records, duplicate_ok=duplicate_ok)


def open_people(found: ImportedFile, for_all: ForAll, today: Day, *, duplicate_ok: bool) -> Planner:
    """Plan a case for each person of a list, all or none.

    The planner raises one error with all problems, each with its line: Collision CF710 if all of them are
    probable duplicates.
    """
    unread = [*found.problems, *_no_people(found)]
    items = [
        read_item(origin, value, for_all, number)
        for number, (origin, value) in enumerate(found.pieces, start=1)
        if isinstance(value, Mapping)
    ]
    unread += [problem for item in items for problem in item.problems]
    repeated = [] if duplicate_ok else [*_repeated_names(items)]
    unread += [problem for _, problem in repeated]

    def plan(register: Register) -> Plan:
        cases, problems = NewCases(register, today), [*unread]
        edits = [*_open_cases(cases, items, problems)]
        duplicates = DuplicateCheck(register, [edit.data for edit in edits], duplicate_ok)
        for edit in edits:
            duplicates.compare_with_register(edit.data, edit.origin)
        duplicates.compare_in_list(
            [edit for edit in edits if not any(edit.origin is each for each, _ in repeated)]
        )
        problems += duplicates.problems
        if problems:
            foreseen = _problems_if_written(register, [*cases.beside, *edits])
            problems += _independent_problems(foreseen, problems, items)
            raise _refusal(problems)
        return Plan(tuple(edits), cases.beside, (), (*cases.notes, *duplicates.notes))

    return plan


def _no_people(found: ImportedFile) -> Iterator[Problem]:
    """Yield a problem for each item that is not a person, and for an empty list."""
    if not found.pieces and not found.problems:
        yield import_problem(
            found.name, 0, 0, "this list is empty", "start each person with a hyphen: - name: …"
        )
    for origin, value in found.pieces:
        if not isinstance(value, Mapping):
            yield import_problem_at(
                origin, (), "this is not a person: a person must be a mapping of fields", "such as - name: …"
            )


def _repeated_names(items: Sequence[ListedPerson]) -> Iterator[tuple[RecordOrigin, Problem]]:
    """Yield the persons whose exact name another person earlier in the list has, with the problem."""
    first: dict[tuple[str, ...], RecordOrigin] = {}
    for item in items:
        name = mapping(item.opening.fields.get("person")).get("name")
        words = tuple(sorted(fold_text(name).split())) if isinstance(name, str) else ()
        before = first.setdefault(words, item.origin) if words else item.origin
        if before is not item.origin:
            message = f"this name is also in line {before.place(('name',))[0]} too"
            yield item.origin, item.origin.problem("name", DUPLICATE, message, NAMESAKES)


DUPLICATE = "CF710"
NAMESAKES = "keep one of them; for two people with the same name: --duplicate-ok"


def _open_cases(cases: NewCases, items: Sequence[ListedPerson], problems: list[Problem]) -> Iterator[Edit]:
    for item in items:
        try:
            edit = cases.open(item.opening)
            yield replace(edit, origin=item.origin, text=write(shape_of("case"), edit.data))
        except CasefileError as error:
            name = MEANT.get(error.code, "")
            problem = error.as_problem(field=name)
            for_all = name == "country" and ("case", name) not in item.origin.keys
            problems.append(problem if for_all else item.origin.locate_problem(problem))


MEANT = {"CF605": "id", "CF606": "id", "CF609": "country", "CF703": "id", "CF705": "id"}
"""The field to which an error refers if a case cannot be opened, by the code of the error."""


def _problems_if_written(register: Register, edits: Sequence[Edit]) -> tuple[Problem, ...]:
    """Return the problems that these edits would have when written, so that all are reported at once."""
    entries = [
        read_entry(edit.path, (edit.text or write(shape_of(edit.kind), edit.data)).encode()) for edit in edits
    ]
    try:
        check_consequences(register, register.replacing(*entries), edits)
    except CasefileError as error:
        return error.problems
    return ()


def _independent_problems(
    foreseen: Sequence[Problem], reported: Sequence[Problem], items: Sequence[ListedPerson]
) -> Iterator[Problem]:
    """Yield those of `foreseen` that do not only follow from a reported problem.

    Such a problem is of the same value, or of a field whose key was misspelt.
    """
    known = {(each.path, each.line, each.field) for each in reported}
    misspelt = {(item.origin.line, name) for item in items for name in item.misspelt}
    for each in foreseen:
        missing = each.code in MISSING and (each.line, each.field) in misspelt
        if not missing and (each.path, each.line, each.field) not in known:
            yield each


MISSING = frozenset({"CF101", "CF342"})
"""The codes of a missing required field, and of a missing name or descriptor."""


def _refusal(problems: Sequence[Problem]) -> CasefileError:
    """Return the error for all problems of a list; a Collision if all of them are probable duplicates."""
    ordered = tuple(dict.fromkeys(sorted(problems)))
    if all(each.code == DUPLICATE for each in ordered):
        # One person may resemble several others: count the lines of the list, not the problems.
        count = len({each.line for each in ordered})
        people = "1 person is" if count == 1 else f"{count} persons are"
        what = f"no file was changed: {people} probably recorded already, or twice in the list"
        return Collision(DUPLICATE, what, "if all of them are different people: --duplicate-ok", ordered)
    return combine_problems(ordered)
