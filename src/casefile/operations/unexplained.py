"""The warning that a command rewrites an event and gives no reason: `audit` will ask for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from casefile.changes.change import field_of
from casefile.changes.protected import protected_events, unexplained_fields
from casefile.errors import Problem
from casefile.model.plain import Data, former_ids
from casefile.model.shape import Shape
from casefile.operations.edits import How

AMEND = 'before you push: git commit --amend --no-edit --trailer "Reason: TEXT"'
SWAPPED = "another digest stands for another file: audit accepts only a correction with a reason"
UNRENAMED: Mapping[str, str] = {}


def unexplained(  # noqa: PLR0913, PLR0917 - a record twice, and how it is written
    path: str,
    shape: Shape,
    before: Data | None,
    after: Data | None,
    how: How,
    renamed: Mapping[str, str] = UNRENAMED,
) -> Iterator[Problem]:
    """Yield a warning for each event or source that is rewritten without a reason.

    `renamed` are the new ids of the records that the same commit renames, joins or tells apart. A record to
    which another one is joined holds what both stated.
    """
    if before is None or after is None or "withdrawn" in after:
        return
    if before.get("id") == after.get("id") in renamed.values():
        return
    if shape.name == "source" and not how.reason and _digest(before) not in {"", _digest(after)}:
        yield Problem(path, 0, 0, "sha256", "CF754", "warning", SWAPPED, _hint(how))
    held, now = protected_events(shape, before), protected_events(shape, after)
    for event in held.keys() & now.keys():
        fields = unexplained_fields(
            held[event],
            now[event],
            lambda source: renamed.get(source, source),
            reasoned=bool(how.reason),
            marked=how.marks,
        )
        if fields:
            named = " and ".join(f"`{name}`" for name in fields)
            what, field = (f"the event {event}", field_of(("events", event))) if event else ("it", fields[0])
            message = f"{what} gets another {named} without a reason; audit asks for one"
            yield Problem(path, 0, 0, field, "CF752", "warning", message, _hint(how))


def renamed_by(changed: Iterable[tuple[Data | None, Data | None]]) -> dict[str, str]:
    """Return the new ids of records that changes rename or join, by their ids before."""
    found: dict[str, str] = {}
    for before, after in changed:
        if before and after:
            former = {*former_ids(after), str(before.get("id"))} - {*former_ids(before), str(after.get("id"))}
            found |= dict.fromkeys(former, str(after.get("id")))
    return found


def _digest(source: Data) -> str:
    return str(source.get("sha256", "")).lower()


def _hint(how: How) -> str:
    if how.dry_run:
        return "--reason TEXT"
    return AMEND if how.commit else "casefile commit --reason TEXT"
