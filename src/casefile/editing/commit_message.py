"""Make the message of a commit: the changes since HEAD, in words that may be public permanently."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from casefile.changes.change import Change
from casefile.changes.commit_headlines import describe_publicly, events_named, headline, sources_named
from casefile.changes.compare import compare
from casefile.changes.public_parts import Openness
from casefile.changes.record_difference import FILE_MOVED
from casefile.checks.private_text import private_places
from casefile.editing.edits import WriteOptions
from casefile.errors import BadInput, TierForbids
from casefile.git import Repository
from casefile.git.snapshots import read_files_at_commit
from casefile.model.kinds import FILE_KINDS
from casefile.model.plain_data import Fields, RecordData
from casefile.model.record_shapes import shape_of
from casefile.model.references import rename_ids
from casefile.model.shape import Shape
from casefile.plural import number
from casefile.register import Entry, Register, kind_by_path, read_entry
from casefile.yaml.conflict_markers import take_side


class _MessageRecord(Struct, frozen=True):
    """One record of a commit message: its shape, its data before and after, and the changes.

    `moved` means that its file has another path now, `repaired` that the file could not be read before.
    """

    shape: Shape
    before: RecordData
    after: RecordData
    changes: tuple[Change, ...]
    moved: bool = False
    repaired: bool = False

    @property
    def leads(self) -> bool:
        """Whether this record was renamed or withdrawn, so that other records of the commit follow it."""
        return self.moved or (self.before is None and "withdrawn" in (self.after or {}))


def message_of(
    register: Register,
    entries: Sequence[tuple[str, Entry | None]],
    how: WriteOptions,
    moved: Mapping[str, str],
    held: Mapping[str, bytes],
) -> str:
    """Return the message for a commit of these paths.

    It has a headline, a line for each change that the headline leaves out, and trailers. `entries` are the
    paths with their entries after the commit, None for a removed file; `register` is as it will be after the
    commit. `how` has the line and the reason that the user adds, checked beforehand with
    `check_message_texts`; `moved` are the paths that records had before a rename, by their paths now; `held`
    has the content of all these files in the last commit (`committed_contents`).
    """
    openness = openness_of(register)
    records = [_message_records(path, entry, held, moved.get(path)) for path, entry in entries]
    subject = _subject(records, openness)
    follow = [each for each in records if _only_follows(each, records)]
    rest = [each for each in records if len(each.changes) != 1 or _headline(each, openness) != subject]
    several = len(records) - len(follow) > 1
    lines = [text for each in rest if each not in follow for text in _lines(each, openness, headed=several)]
    if follow:  # their trailers name them
        lines.append(f"{number(len(follow), 'record')} name{'' if follow[1:] else 's'} it by its new id")
    trailers = (*_trailers(records, openness), *how.trailers)
    parts = [subject, "\n".join(lines), how.message.strip(), "\n".join(trailers)]
    return "\n\n".join(part for part in parts if part) + "\n"


def openness_of(register: Register) -> Openness:
    """Return the facts that decide which parts of the records of a register are public.

    Nothing of a record with errors is public.
    """
    default, facts = register.settings.default_tier, register.facts
    return Openness(default=default, close=facts.close, known=facts.known, public_ids=PublicIds(register))


class PublicIds(Container[str]):
    """The ids of the public records of a register, as a container that computes membership when asked."""

    def __init__(self, register: Register) -> None:
        self._is_public = lru_cache(maxsize=None)(register.is_public)

    def __contains__(self, record_id: object) -> bool:
        return isinstance(record_id, str) and self._is_public(record_id)


def committed_contents(repository: Repository, paths: Iterable[str]) -> Mapping[str, bytes]:
    """Return the content of these files in the last commit, by path; files that it lacks are left out.

    The result is empty if nothing was committed yet.
    """
    head = repository.head()
    return read_files_at_commit(repository, head, paths) if head else {}


def committed_data(path: str, held: Mapping[str, bytes]) -> Fields | None:
    """Return the data of a record in the last commit; None if it did not exist or could not be read.

    `held` are the committed contents by path. For a file that was committed with conflict markers it is the
    data of our side.
    """
    if path not in held:
        return None
    entry = read_entry(path, held[path])
    ours = take_side(entry.text, "ours") if entry.data is None else None
    return read_entry(path, ours.encode()).data if ours else entry.data


def _message_records(
    path: str, entry: Entry | None, held: Mapping[str, bytes], old: str | None
) -> _MessageRecord:
    shape = shape_of(entry.kind if entry else kind_by_path(path))
    before, after = committed_data(old or path, held), entry.data if entry else None
    repaired = after is not None and path in held and read_entry(path, held[path]).data is None
    before = after if repaired and before is None else before
    changes = compare(shape, before, after)
    if repaired:
        return _MessageRecord(shape, before, after, changes, repaired=True)
    if old is None or before is None:
        return _MessageRecord(shape, before, after, changes)
    # The headline states the rename, so the new entry in `formerly` is not listed.
    own = tuple(each for each in changes if each.field != "formerly")
    return _MessageRecord(shape, before, after, own, moved=True)


def _only_follows(record: _MessageRecord, among: Sequence[_MessageRecord]) -> bool:
    """Return whether a record differs only by the new ids of the records in `among` that were renamed."""
    pairs = ((each.before or {}, each.after or {}) for each in among if each.moved)
    ids = {str(before.get("id")): str(after.get("id")) for before, after in pairs}
    if not ids or record.moved or not record.before or not record.after:
        return False
    return not compare(record.shape, rename_ids(record.shape, record.before, ids), record.after)


def _subject(records: Sequence[_MessageRecord], openness: Openness) -> str:
    """Return the first line of a message: about renamed or withdrawn records, if there are any.

    Otherwise it is about the records of the first kind in `FILE_KINDS`. Cases are the first kind: a source
    that was added with them gets its own line in the message.
    """
    foremost = min((each.shape.name for each in records), key=FILE_KINDS.index)
    ahead = [each for each in records if each.leads]
    leading = ahead or [each for each in records if each.shape.name == foremost]
    lines = [_headline(each, openness) for each in leading]
    if len(lines) == 1:
        return lines[0]
    descriptions = {line.partition(": ")[2] for line in lines}
    same = descriptions.pop() if len(descriptions) == 1 else f"{lines[0].partition(': ')[2]}, and more"
    return f"{len(lines)} records: {same}"


def _headline(record: _MessageRecord, openness: Openness) -> str:
    if record.repaired and not record.changes:
        return f"{record.shape.name} {(record.after or {}).get('id', '')}: made readable again"
    if record.moved and not record.changes:
        return f"{record.shape.name} {(record.after or {}).get('id', '')}: {FILE_MOVED}"
    return headline(record.changes, record.before, record.after, record.shape, openness)


def _lines(message_record: _MessageRecord, openness: Openness, *, headed: bool) -> Iterator[str]:
    record = str((message_record.after or message_record.before or {}).get("id", message_record.shape.name))
    for change in message_record.changes:
        description = describe_publicly(
            change, message_record.shape, message_record.before, message_record.after, openness
        )
        yield f"{record}: {description}" if headed else description


def _trailers(records: Sequence[_MessageRecord], openness: Openness) -> Iterator[str]:
    """Yield the trailers: the records and events, and the sources that are public and cited in public."""
    for each in records:
        record = (each.after or each.before or {}).get("id")
        if isinstance(record, str):
            yield f"Record: {record}"
    for label, named in (("Event", events_named), ("Source", sources_named)):
        found = dict.fromkeys(
            name
            for each in records
            for name in named(each.changes, each.before, each.after, each.shape, openness)
        )
        yield from (f"{label}: {name}" for name in found)


def check_message_line(register: Register, line: str, option: str = "--message") -> None:
    """Raise an error for a line that must not be in the permanent history; called before files are written.

    `option` is the option with which it was typed. An empty line is accepted. Raises BadInput CF610 if it is
    not one line or contains private data such as a telephone number or an e-mail address, TierForbids CF405
    if it contains a name that is not public.
    """
    if not line:
        return
    if not line.isprintable():
        raise BadInput(
            "CF610", f"{option} must be one line of text", "remove line breaks and other control characters"
        )
    for what, start in private_places(line):
        raise BadInput(
            "CF610",
            f"{option} may contain {what}, at character {start + 1}",
            "the git history keeps it permanently: remove it",
        )
    from casefile.publication.name_collector import (  # noqa: PLC0415 - few commands have such a line
        collect_permanent_names,
        gather_hidden_names,
    )

    if gather_hidden_names([collect_permanent_names(register)], for_ever=True).hidden().found_in(line):
        raise TierForbids(
            "CF405", f"{option} contains a name that is not public", "use the id of the record instead"
        )


def check_message_texts(register: Register, how: WriteOptions) -> None:
    """Raise the error of `check_message_line` for a line or a reason that must not be in a commit message."""
    check_message_line(register, how.message)
    check_message_line(register, how.reason, "--reason")
