"""Running the rules over a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casefile.checks.all_rules import RULES
from casefile.checks.check_rule import CheckRule
from casefile.checks.rule_subject import Around, AroundNothing, CheckedRecord
from casefile.errors import Problem
from casefile.register import Entry, Register, dotted_path
from casefile.yaml.field_locations import locate


def check_alone(entry: Entry, settings: Entry | None, rules: Sequence[CheckRule]) -> tuple[Problem, ...]:
    """Return every problem of one record by itself, under the settings of its register."""
    beside = [settings] if settings is not None and settings.path != entry.path else []
    around = AroundNothing(Register([*beside, entry]))
    return tuple(sorted({*check_entry(entry, around, rules)}))


def check(
    register: Register, paths: Iterable[str] | None = None, rules: Sequence[CheckRule] = RULES
) -> tuple[Problem, ...]:
    """Return every problem of these files, of all where none is named, in the order of their places.

    A file with errors of its own is not looked at further; what refers to it is not called missing.
    """
    wanted = None if paths is None else frozenset(paths)
    around = Around(register)
    found = [problem for problem in register.problems if wanted is None or problem.path in wanted]
    asked = register.entries.values() if wanted is None else map(register.entries.get, wanted)
    for entry in filter(None, asked):
        found.extend(check_entry(entry, around, rules))
    return tuple(sorted(set(found)))


def check_entry(entry: Entry, around: Around, rules: Sequence[CheckRule] = RULES) -> Iterator[Problem]:
    """Yield every problem of one file among others, in no order."""
    yield from entry.problems
    if not entry.broken:
        yield from broken_rules(CheckedRecord(entry, around), rules)


def broken_rules(subject: CheckedRecord, rules: Sequence[CheckRule]) -> Iterator[Problem]:
    """Ask every rule of a sound record, then find the places in the text once, if there is any to find."""
    entry = subject.entry
    found = [(rule, finding) for rule in rules for finding in rule.check(subject)]
    if not found:
        return
    places = locate(entry.text)
    for rule, (field, message, hint) in found:
        line, column = places.position(field)
        name = dotted_path(field, entry.data)
        yield Problem(entry.path, line, column, name, rule.code, rule.level, message, hint)
