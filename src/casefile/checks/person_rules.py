"""The check rules for the person of a case: names, description, age and consent."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.checks.check_rule import RuleFinding
from casefile.checks.rule_subject import CheckedRecord
from casefile.dates import When
from casefile.errors import set_field
from casefile.model.minors import contradicts_age, is_adulthood_open

NAMELESS = frozenset({"unnamed", "withheld"})
ASSUMED_NAMES = frozenset({"pseudonym", "pen_name"})


def named_has_name(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """The identification is `named`, and the record has no name.

    Write the name, or set `identification: unnamed` and describe the person by role and organisation.
    """
    case = subject.case
    if case is not None and case.person.identification == "named" and case.person.name is None:
        yield RuleFinding(
            ("person",),
            "the identification is `named`, but there is no name",
            "{fix}, or write identification: unnamed",
            set_field("person.name", "…"),
        )


def nameless_has_no_name(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """The identification is `unnamed` or `withheld`, and the record has a name.

    A name that no one may know must not be in the file at all: git keeps it in the history. A name that some
    may know needs a `name_tier`. Pseudonyms and pen names are permitted.
    """
    case = subject.case
    if case is None or case.person.identification not in NAMELESS:
        return
    if case.person.name is not None:
        yield RuleFinding(
            ("person", "name"),
            "there is a name, but the identification is not `named`",
            "remove it, also from the history; or keep it with a name_tier",
        )
    for place, other in enumerate(case.person.other_names):
        if other.kind not in ASSUMED_NAMES:
            yield RuleFinding(
                ("person", "other_names", place),
                "there is a name, but the identification is not `named`",
                "remove it, also from the history",
            )


def unnamed_is_described(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A reader cannot know who is meant: there is neither a name nor a description.

    Describe the person by role and organisation, without details that identify the person.
    """
    case = subject.case
    if case is None or case.person.identification == "named":
        return
    if case.person.name is None and case.person.descriptor is None:
        yield RuleFinding(
            ("person",),
            "the person has neither a name nor a description",
            "{fix}",
            set_field("person.descriptor", '"accountant at Kloop"'),
        )


def age_and_minor_agree(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """The age and the word for being a minor contradict each other, or may: `adult` beside a birth in 2007.

    See which of the two the source states. In doubt the person is protected as a minor: exports withhold the
    name. If the person was certainly 18 at the first event, a birth that excludes the other days states it:
    `[2007-01-01..2007-05-28]`.
    """
    case = subject.case
    if case is None:
        return
    if contradicts_age(case.person, (event.date for event in case.events)):
        yield RuleFinding(
            ("person", "minor"),
            "the age and the date of birth contradict each other",
            "check which one the source states",
        )
    elif is_adulthood_open(subject.entry.fields):
        yield RuleFinding(
            ("person", "minor"),
            "the person may be under 18 at the first event, so exports withhold the name",
            "if not, state a range for the birth, such as [2007-01-01..2007-05-28]",
        )


def consent_covers_name(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A name is public by its tier, and the consent does not cover it: it lacks `named`, or was withdrawn.

    Exports withhold the name then, and an id that is made of it. If others read the register itself, set
    `person.name_tier: restricted`.
    """
    case = subject.case
    consent = case.consent if case else None
    if consent is None or (consent.withdrawn is None and "named" in consent.scope):
        return
    if any(tier == "public" for _, tier in subject.names):
        why = "was withdrawn" if consent.withdrawn is not None else "does not include `named`"
        yield RuleFinding(
            ("consent",),
            f"the tier of the name is public, but the consent {why}, so exports withhold the name",
            "check the scope; if other people read this register: {fix}",
            set_field("person.name_tier", "restricted"),
        )


def born_by_then(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event of a person is dated before the birth.

    One of the two dates is wrong: check which of them the source states.
    """
    case = subject.case
    if case is None or case.person.birth is None:
        return
    for place, event in enumerate(subject.events):
        if event.date.latest < case.person.birth.earliest:
            yield RuleFinding(
                ("events", place, "date"),
                "this date is before the birth of the person",
                "check which date the source states",
            )


CONSENT_ENDS = ("expires", "withdrawn")


def consent_ends_later(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A consent expires, or was withdrawn, before it was given.

    One of the two dates is wrong: check which of them the source states. Because of the wrong one an export
    may withhold the name, or show it.
    """
    consent = subject.case.consent if subject.case else None
    if consent is None or consent.obtained is None:
        return
    for name in CONSENT_ENDS:
        end: When | None = getattr(consent, name)
        if end is not None and end.latest < consent.obtained.earliest:
            yield RuleFinding(
                ("consent", name),
                "this date is before the consent was given",
                "check which date is correct",
            )
