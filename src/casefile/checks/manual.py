"""The manual of all codes of problems in a file: rules by their docstrings, the others by this table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from casefile.checks.all_rules import RULES

READING = {
    "CF001": "The file is not UTF-8. Save it as UTF-8; nothing else is read.",
    "CF002": "The file is larger than 1 MiB. A record is text; keep documents under evidence/.",
    "CF003": "Something here has a record's name and is no regular file.",
    "CF004": "A link leaves the register. It is not followed.",
    "CF005": "A character is invisible or changes the order of text, so a reviewer cannot see the real text.",
    "CF006": "A file here is not read: its name is not that of a record.",
    "CF010": "The file is no YAML; the place is where the reader stopped.",
    "CF011": "Anchors and aliases are not accepted. Write a repeated value twice.",
    "CF012": "Tags are not taken: the model knows the types.",
    "CF013": "Directives such as %YAML are not taken.",
    "CF014": "A file contains one document.",
    "CF015": "A key is repeated in one group of fields.",
    "CF016": "A key is a plain word.",
    "CF017": "The file is nested deeper than any record.",
    "CF018": "The file is empty.",
    "CF019": "A record is a group of fields.",
    "CF021": "A merge left conflict markers, or git waits for an answer about this file.",
    "CF024": "A case that was withdrawn is in the register again, beside its withdrawal notice.",
    "CF025": "A withdrawal notice states no digest, and git does not show its case: no export is written.",
    "CF031": "A write was cut short. The next command that writes completes it; the hint names one.",
    "CF032": "A write that was cut short left a copy of a record; the next command that writes removes it.",
    "CF101": "A field is missing that gives the record its meaning.",
    "CF102": "The model does not have this field here.",
    "CF103": "The word is not one of the field's vocabulary.",
    "CF104": "This ledger takes no entries of that type.",
    "CF105": "The value is of another kind than the field: text, number, list.",
    "CF106": "The text has not the form that the field asks for.",
    "CF107": "The date or duration cannot be read; see dates.md.",
    "CF108": "The number is out of bounds.",
    "CF304": "The file went away while it was read.",
    "CF501": "The text is not the canonical one; casefile fmt writes it.",
    "CF502": "A schema under schemas/ is not that of this version; casefile schema --write makes it so.",
    "CF804": "The file cannot be read here: see who owns it.",
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
    yield "warnings ask for a look, and count as errors with `--strict`. No check depends on today.\n\n"
    yield "## Reading a file, and the model\n\n| code | means |\n|---|---|\n"
    yield from (f"| {code} | {text} |\n" for code, text in READING.items())
    yield "\n## Rules\n"
    for rule in RULES:
        yield f"\n### {rule.code} {rule.name} ({rule.level})\n\n{rule.manual}\n"
