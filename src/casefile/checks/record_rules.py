"""The check rules for fields of a record other than its events and its person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casefile.checks.check_rule import RuleFinding
from casefile.checks.rule_subject import CheckedRecord
from casefile.model.events import Accusation, Verdict
from casefile.model.minors import WHOLE_AGE
from casefile.model.records import Situation, Statute
from casefile.model.shape import Path, Shape
from casefile.model.source import Source, is_below_evidence

WORDS_BESIDE = ("note", "notes", "text", "role", "occupation", "descriptor")
"""Fields whose text may explain `other`, in the field's group or a group around it."""


def other_has_a_summary(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A field is `other`, and no text explains it.

    In an event write it into the `summary` or the `note`; elsewhere into the nearest field for text: a
    `role`, a `text`, the `notes` of the record. The gender of a person needs no text.
    """
    if subject.entry.withdrawn:
        return
    for node in subject.survey.others:
        in_event = node.path[0] == "events"
        if not _has_explanation(subject.entry.data, node.path, in_event=in_event):
            yield RuleFinding(
                node.path,
                "the value is `other`, without an explanation",
                "explain it in the summary" if in_event else "explain it in the notes",
            )


def _has_explanation(
    data: Any,  # noqa: ANN401 - as plain as a file
    path: Path,
    *,
    in_event: bool,
) -> bool:
    if in_event:
        event = data["events"][path[1]]
        return "summary" in event or "note" in event
    here = data
    for part in path:
        if isinstance(here, Mapping) and any(name in here for name in WORDS_BESIDE):
            return True
        here = here[part]
    return False


def count_is_in_order(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A reported total has a minimum above its maximum, or has neither.

    State min, max or both: the same number twice if it is exact.
    """
    if not isinstance(subject.record, Situation):
        return
    for place, count in enumerate(subject.record.counts):
        if count.min is None and count.max is None:
            yield RuleFinding(
                ("counts", place),
                "a total must state min, max or both",
                "for an exact number, state it as both",
            )
        elif count.min is not None and count.max is not None and count.min > count.max:
            yield RuleFinding(("counts", place, "min"), "min is above max", "check the source")


def situations_do_not_circle(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A situation is a part of itself, directly or through other situations.

    Remove one of the `part_of` that lead back to it.
    """
    if not isinstance(subject.record, Situation):
        return
    waiting, seen = [*subject.record.part_of], set[str]()
    while waiting:
        wider = waiting.pop()
        if wider == subject.entry.id:
            yield RuleFinding(("part_of",), "this situation is part of itself", "remove one part_of")
            return
        held = subject.register.by_id.get(wider)
        if wider not in seen and held is not None and isinstance(held.record, Situation):
            waiting.extend(held.record.part_of)
        seen.add(wider)


def evidence_is_inside(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """The file that a source names is not below evidence/.

    Write its path below that folder, with forward slashes and without `..`: `orders/1.pdf` is
    evidence/orders/1.pdf.
    """
    file = subject.record.file if isinstance(subject.record, Source) else None
    message = "name a kept file by its path below evidence/"
    if file is not None and not is_below_evidence(file):
        yield RuleFinding(("file",), message, "for example order-2025-06-02.pdf")
    elif file is not None and file.startswith("evidence/"):
        yield RuleFinding(("file",), message, "leave out evidence/ at its start")


def evidence_has_digest(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A source names a kept file without its digest, so that a change of the file cannot be detected.

    Write the `sha256` of the file beside it: sha256sum prints it.
    """
    source = subject.record
    if isinstance(source, Source) and source.file is not None and source.sha256 is None:
        yield RuleFinding(("file",), "this file has no digest", "add its sha256; sha256sum prints it")


def part_as_in_statute(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A charge states another part of the article than the statute that it cites.

    Cite the statute of that part, or leave the part out.
    """
    for place, event in enumerate(subject.events):
        for at, charge in enumerate(
            event.charges if type(event) is Accusation or type(event) is Verdict else ()
        ):
            held = subject.register.by_id.get(charge.statute or "")
            cited = held.record.part if held and isinstance(held.record, Statute) else None
            if cited is not None and charge.part is not None and cited != charge.part:
                field = ("events", place, "charges", at, "part")
                hint = "cite the statute of that part, or omit the part"
                yield RuleFinding(field, "this charge cites the statute of a different part", hint)


def claim_can_be_read(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A claim is about a field that the model does not know, or its value is not valid for the field.

    Write one word of the vocabulary, a date or a number, and explain more in the note. An export cannot read
    such a claim: it may state that a person is under age, or that a source is a person who called, so the
    name or the connection is withheld.
    """
    for place, claim in enumerate(getattr(subject.record, "claims", ())):
        settled = claim.resolution.value if claim.resolution else None
        for path, value in ((("value",), claim.value), (("resolution", "value"), settled)):
            if value is not None and not _is_readable(subject.entry.shape, claim.field, value):
                yield RuleFinding(
                    ("claims", place, *path),
                    "exports cannot use this claim: the field is unknown, or the value is not valid for it",
                    "correct the field, or write a valid value and add a note",
                )


def _is_readable(shape: Shape, name: str, value: object) -> bool:
    field = shape.field(WHOLE_AGE.get(name, name))
    if field is None:
        return False
    return field.takes(value) or (name != "person" and not (field.inner or field).is_scalar)
