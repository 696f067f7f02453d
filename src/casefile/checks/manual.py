"""The manual of all codes of problems in a file: rules by their docstrings, the others by this table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from casefile.checks.all_rules import RULES

READING = {
    "CF001": "The file is not UTF-8. Save it as UTF-8; nothing else is read.",
    "CF002": "The file is larger than 1 MiB. A record is text; keep documents under evidence/.",
    "CF003": "Something has the name of a record but is not a regular file.",
    "CF004": "A link leads out of the register. It is not followed.",
    "CF005": "A character is invisible or changes the order of text, so a reviewer cannot see the real text.",
    "CF006": "The file is not read, because its name is not that of a record.",
    "CF010": "The file is not valid YAML. The position is where reading stopped.",
    "CF011": "Anchors and aliases are not accepted. Write a repeated value twice.",
    "CF012": "YAML tags are not accepted. The model defines the types.",
    "CF013": "Directives such as %YAML are not accepted.",
    "CF014": "A file may contain only one document.",
    "CF015": "A key occurs twice in a mapping.",
    "CF016": "A key must be a plain word.",
    "CF017": "The file is nested deeper than any record.",
    "CF018": "The file is empty.",
    "CF019": "A record must be a mapping of fields.",
    "CF021": "The file contains merge conflict markers, or git reports an unresolved conflict.",
    "CF024": "A withdrawn case is in the register again, together with its withdrawal notice.",
    "CF025": "A withdrawal notice has no digest, and git does not contain its case. Exports are refused.",
    "CF031": "A write was interrupted. The next command that writes completes it; the hint names one.",
    "CF032": "An interrupted write left a copy of a record. The next command that writes removes it.",
    "CF101": "A required field is missing.",
    "CF102": "The model has no such field here.",
    "CF103": "The value is not in the vocabulary of the field.",
    "CF104": "Entries of this type are not allowed in this ledger.",
    "CF105": "The value has the wrong type, such as text instead of a number or a list.",
    "CF106": "The text does not match the format of the field.",
    "CF107": "The date or duration cannot be read; see dates.md.",
    "CF108": "The number is out of range.",
    "CF304": "The file was removed while casefile read it.",
    "CF501": "The file is not in canonical form. casefile fmt writes it.",
    "CF502": "A schema under schemas/ is not of this version. casefile schema --write updates it.",
    "CF804": "The file cannot be read. Check its owner and permissions.",
}  # fmt: skip


@cache
def names() -> Mapping[str, str]:
    """Return the names of the check rules, by their codes."""
    return {rule.code: rule.name for rule in RULES}


@cache
def helps() -> Mapping[str, str]:
    """Return the manual text of each code of a problem in a file, by the code."""
    return READING | {rule.code: rule.manual for rule in RULES}


def manual() -> str:
    """Return the manual page with all codes, in Markdown."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Checks\n\nWhat `casefile validate` finds, by code. "
    yield "Errors keep a record from being written or published;\n"
    yield "warnings should be reviewed, and count as errors with `--strict`. No check depends on today.\n\n"
    yield "## Reading a file, and the model\n\n| code | means |\n|---|---|\n"
    yield from (f"| {code} | {text} |\n" for code, text in READING.items())
    yield "\n## Rules\n"
    for rule in RULES:
        yield f"\n### {rule.code} {rule.name} ({rule.level})\n\n{rule.manual}\n"
