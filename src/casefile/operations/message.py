"""The message of a commit: what changed from HEAD to now, in words that everybody may read for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casefile.changes import Change, compare
from casefile.changes.headlines import events_named, headline, sources_named, tell_public
from casefile.changes.openness import Openness
from casefile.checks import private_in
from casefile.errors import BadInput, BrokenData, NotFound, TierForbids
from casefile.model.names import folded
from casefile.model.records import KINDS
from casefile.model.shape import Shape, shape_of
from casefile.model.tiers import record_tier
from casefile.operations.ids import closed_parts
from casefile.register import Entry, Register, kind_by_path, read_entry
from casefile.storage.repository import Repository
from casefile.storage.snapshots import Revision

State = Mapping[str, object] | None
CLOSE = frozenset({"self", "relative", "lawyer"})


@dataclass(frozen=True, slots=True)
class _Told:
    """One record in a message: both states and what lies between them."""

    shape: Shape
    before: State
    after: State
    changes: tuple[Change, ...]


def message_of(
    repository: Repository, register: Register, entries: Sequence[tuple[str, Entry | None]], line: str = ""
) -> str:
    """Return the message for these paths: a headline, a line for each change that it leaves out, trailers.

    `register` is as it will be after the commit; `line` is what the person adds, linted beforehand.
    """
    openness = openness_of(register)
    told = [_told(repository, path, entry) for path, entry in entries]
    subject = _subject(told, openness)
    untold = [each for each in told if len(each.changes) != 1 or _headline(each, openness) != subject]
    lines = [text for each in untold for text in _lines(each, openness, headed=len(told) > 1)]
    parts = [subject, "\n".join(lines), line.strip(), "\n".join(_trailers(told, openness))]
    return "\n\n".join(part for part in parts if part) + "\n"


def openness_of(register: Register) -> Openness:
    """Return what the register knows of what everybody may know; a broken record tells nothing of itself."""
    default = register.settings.default_tier
    sound = (entry for entry in register.by_id.values() if not entry.broken)
    return Openness(
        default_tier=default,
        public_ids=frozenset(
            entry.id for entry in sound if record_tier(entry.data or {}, default) == "public"
        ),
        close_sources=frozenset(
            key for key, connection in register.connections.items() if connection in CLOSE
        ),
    )


def head_data(repository: Repository, path: str) -> dict[str, object] | None:
    """Return what a record held in the last commit; nothing where it did not exist or could not be read."""
    blob = _committed(repository, path)
    return None if blob is None else read_entry(path, blob).data


def committed_text(repository: Repository, path: str) -> str | None:
    """Return the text of a file in the last commit, nothing where it is not there."""
    blob = _committed(repository, path)
    return None if blob is None else blob.decode("utf-8", "replace")


def _committed(repository: Repository, path: str) -> bytes | None:
    head = repository.head()
    if head is None:
        return None
    try:
        return Revision(repository, head).read(path)
    except (NotFound, BrokenData):
        return None


def _told(repository: Repository, path: str, entry: Entry | None) -> _Told:
    shape = shape_of(entry.kind if entry else kind_by_path(path))
    before, after = head_data(repository, path), entry.data if entry else None
    return _Told(shape, before, after, compare(shape, before, after))


def _subject(told: Sequence[_Told], openness: Openness) -> str:
    """Tell the cases first: a source that came into being on the way is told below."""
    foremost = min((each.shape.name for each in told), key=(*KINDS, "settings").index)
    leading = [each for each in told if each.shape.name == foremost]
    lines = [_headline(each, openness) for each in leading]
    if len(lines) == 1:
        return lines[0]
    said = {line.partition(": ")[2] for line in lines}
    same = said.pop() if len(said) == 1 else f"{lines[0].partition(': ')[2]}, and more"
    return f"{len(lines)} records: {same}"


def _headline(told: _Told, openness: Openness) -> str:
    return headline(told.changes, told.before, told.after, told.shape, openness)


def _lines(told: _Told, openness: Openness, *, headed: bool) -> Iterator[str]:
    record = str((told.after or told.before or {}).get("id", told.shape.name))
    for change in told.changes:
        said = tell_public(change, told.shape, told.before, told.after, openness)
        yield f"{record}: {said}" if headed else said


def _trailers(told: Sequence[_Told], openness: Openness) -> Iterator[str]:
    """Name the records, and the entries and sources that are public."""
    for each in told:
        record = (each.after or each.before or {}).get("id")
        if isinstance(record, str):
            yield f"Record: {record}"
    for label, named in (("Event", events_named), ("Source", sources_named)):
        found = dict.fromkeys(
            name
            for each in told
            for name in named(each.changes, each.before, each.after, each.shape, openness)
        )
        yield from (f"{label}: {name}" for name in found)


def lint(register: Register, line: str) -> None:
    """Refuse a line that should not stand in a history that cannot be called back; asked before all writing.

    Raises BadInput CF610 where it is no line or holds a telephone number, an e-mail address and the like,
    TierForbids CF405 where it names somebody whose name is not public.
    """
    if not line:
        return
    if not line.isprintable():
        raise BadInput("CF610", "--message is one line of text", "leave out line breaks and other controls")
    for what in private_in(line):
        raise BadInput("CF610", f"--message seems to hold {what}", "history keeps it for ever: leave it out")
    words = folded(line).split()
    for entry in register.by_id.values():
        parts = closed_parts(entry.data, register) if entry.kind == "case" and entry.data else ()
        if any(word.startswith(part) for word in words for part in parts):
            raise TierForbids(
                "CF405", "--message names a person whose name is not public", f"say {entry.id} instead"
            )
