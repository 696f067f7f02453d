"""Apply the check rules to the records of a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casefile.checks.all_rules import RULES
from casefile.checks.check_rule import CheckRule
from casefile.checks.rule_subject import AroundNothing, CheckedRecord, RegisterContext
from casefile.errors import Problem
from casefile.register import Entry, Register, dotted_path
from casefile.yaml.field_locations import locate


def check_alone(entry: Entry, settings: Entry | None, rules: Sequence[CheckRule]) -> tuple[Problem, ...]:
    """Return the problems of one record that is checked without the others, sorted by place.

    `settings` is casefile.yaml, None if it is not known: then the default settings apply.
    """
    beside = [settings] if settings is not None and settings.path != entry.path else []
    around = AroundNothing(Register([*beside, entry]))
    return tuple(sorted({*check_entry(entry, around, rules)}))


def check(
    register: Register, paths: Iterable[str] | None = None, rules: Sequence[CheckRule] = RULES
) -> tuple[Problem, ...]:
    """Return the problems of the files at these paths, sorted by place; of all files if `paths` is None.

    No rule is applied to a file that cannot be read as a valid record; references to it are not reported as
    missing. Paths without a file are skipped.
    """
    wanted = None if paths is None else frozenset(paths)
    around = RegisterContext(register)
    found = [problem for problem in register.problems if wanted is None or problem.path in wanted]
    asked = register.entries.values() if wanted is None else map(register.entries.get, wanted)
    for entry in filter(None, asked):
        found.extend(check_entry(entry, around, rules))
    return tuple(sorted(set(found)))


def check_entry(
    entry: Entry, around: RegisterContext, rules: Sequence[CheckRule] = RULES
) -> Iterator[Problem]:
    """Yield the problems of one file, with the register around it, in no order."""
    yield from entry.problems
    if not entry.broken:
        yield from broken_rules(CheckedRecord(entry, around), rules)


def broken_rules(subject: CheckedRecord, rules: Sequence[CheckRule]) -> Iterator[Problem]:
    """Yield the problems that rules find in a record without errors, with their places in the text.

    The text is searched for places only if there is a problem.
    """
    entry = subject.entry
    found = [(rule, finding) for rule in rules for finding in rule.check(subject)]
    if not found:
        return
    places = locate(entry.text)
    for rule, finding in found:
        line, column = places.position(finding.field)
        name = dotted_path(finding.field, entry.data)
        texts = finding.message, finding.whole_hint, finding.fix
        yield Problem(entry.path, line, column, name, rule.code, rule.level, *texts)
