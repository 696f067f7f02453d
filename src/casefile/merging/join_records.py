"""Join two records or two events that are accounts of one thing into one.

The fields of both are kept, but not the comments in the text of the second one.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from casefile.changes.equality import ledger_of
from casefile.changes.joined_entries import NEEDS_NO_TIER, STANDING, join_entries, joined_records
from casefile.changes.record_merge import Merged
from casefile.custody.joined_events import PREFIX, with_one
from casefile.editing.edit_plans import describe_meant_record, no_event
from casefile.editing.edits import Edit, Plan, WriteOptions, WriteResult
from casefile.editing.field_edits import list_items, without_repeats
from casefile.editing.referring_records import (
    data_with_new_id,
    describe_rewritten_references,
    list_remaining_texts,
    rewrite_references,
)
from casefile.editing.write_records import write
from casefile.errors import BadInput
from casefile.files.register_folder import find_root
from casefile.git import Repository
from casefile.git.merge_state import find_merge_parents, merge_base
from casefile.git.snapshots import read_files_at_commit
from casefile.loading.revision import work_tree
from casefile.merging.file_merge import Connections, RecordSides, names_of
from casefile.merging.resolution import stage_files
from casefile.model.plain_data import Data, Fields, find_entry, former_ids
from casefile.model.record_shapes import shape_of
from casefile.model.tiers import strictness
from casefile.model.vocabularies import Tier, is_stricter, strictest
from casefile.register import SETTINGS, Entry, Register, path_of
from casefile.yaml.comments import comments_at
from casefile.yaml.reader import read
from casefile.yaml.text_merge import ThreeWayTexts

ORDER_NOTE = "the status depends on the order of these events; check it: casefile timeline {id}"


def join(directory: Path, target: str, others: Sequence[str], how: WriteOptions) -> tuple[WriteResult, str]:
    """Join `target` and one other record of its kind, or two events of the ledger of `target`; write them.

    `others` are the id of the record, or the ids of the two events. The first record or event keeps its id.
    While git merges, or is in a similar operation, the files are staged and not committed: the second value
    is the text that describes how to end it, otherwise empty. Raises NotFound if a record or event does not
    exist, BadInput CF728 if the two cannot be joined (they contradict each other, are of two kinds or tiers,
    one is withdrawn, or the status would change), and the errors of `write`.
    """
    repository = work_tree(find_root(directory))
    by_git = repository.state() is not None
    paths: list[str] = []

    def plan(register: Register) -> Plan:
        made = _plan(repository, register, register.find(target), others)
        paths[:] = [*(each.path for each in (*made.edits, *made.along)), *made.gone]
        return made

    written = write(directory, plan, replace(how, commit=False) if by_git else how)
    return written, stage_files(repository, paths, how) if by_git else ""


def _plan(repository: Repository, register: Register, entry: Entry, others: Sequence[str]) -> Plan:
    if entry.withdrawn:
        raise BadInput("CF728", f"{entry.id} was withdrawn: it cannot be merged", "")
    names_events = len(others) == 2 or _has_event(entry, others[0])
    if names_events and "events" in entry.shape.fields:
        return _plan_events(register, entry, others)
    if len(others) != 1:
        hint = f"casefile resolve {entry.id} --join ID"
        raise BadInput("CF728", "give one other record to merge with this one", hint)
    other = register.find(others[0])
    return _plan_records(register, entry, other, _base(repository, entry, other))


def _base(repository: Repository, kept: Entry, other: Entry) -> Fields | None:
    """Return the common ancestor of two copies of a record that each branch renamed; None if git has none.

    The branches are those of the merge that is going on, or of the merge commit that is checked out.
    """
    ids = {kept.id, *kept.formerly} & {other.id, *other.formerly}
    tips = find_merge_parents(repository) if ids else None
    commit = merge_base(repository, *tips) if tips else None
    blobs = (
        read_files_at_commit(repository, commit, (path_of(kept.kind, each) for each in sorted(ids)))
        if commit
        else {}
    )
    found = (read(blob, path).data for path, blob in blobs.items())
    return next(filter(None, found), None)


def joined_record(
    kind: str, sides: tuple[Data, Data, Data | None], settings: Entry | None, connections: Connections
) -> Merged:
    """Return the first two of `sides` joined as one record under the id of the first, and their conflicts.

    `formerly` is left out, and so are items of `related` and `partner_of` that name one of the two. Records
    with a ledger are merged like two edits of one record; the third side is their common ancestor, None if
    there is none. `settings` and `connections` are those of `RecordSides`.
    """
    shape, ids = shape_of(kind), {name for side in sides[:2] for name in names_of(side)}
    kept, other, base = (_without_references(side or {}, ids) for side in sides)
    if "events" not in shape.fields:
        return joined_records(shape, kept, other)
    before, one, two = (_as_edit(each, str(kept["id"])) if each else None for each in (base, kept, other))
    return RecordSides(
        "", kind, ThreeWayTexts("", "", ""), before, one or {}, two or {}, settings, connections
    ).merge_as_one()


def _without_references(data: Data, ids: Collection[str]) -> Data:
    """Return a record without the items of `related` and `partner_of` that name one of the ids.

    After two records are joined, such an item would name the record itself.
    """
    named = {
        name: [each for each in list_items(data, name) if _related_id(each) not in ids]
        for name in LISTS_OF_RELATED
    }
    return {name: value for name, value in {**data, **named}.items() if value or name not in LISTS_OF_RELATED}


def _related_id(item: object) -> str:
    return str(item.get("case") if isinstance(item, Mapping) else item)


LISTS_OF_RELATED = ("related", "partner_of")
"""The lists in which a record names others of its kind."""


def _as_edit(data: Data, record_id: str) -> Fields:
    return {name: value for name, value in {**data, "id": record_id}.items() if name != "formerly"}


def _plan_records(register: Register, kept: Entry, other: Entry, base: Fields | None) -> Plan:
    """Return the plan that joins the record `other` to `kept`.

    The references to it lead to `kept`, and its id becomes a former id. `base` is the common ancestor of the
    two, if there is one. Raises BadInput CF728 if they are not two records of one kind and tier, or
    contradict each other.
    """
    if (other.kind, other.withdrawn) != (kept.kind, False) or other.id == kept.id:
        message = f"{kept.id} and {other.id} are not two records of the same kind"
        raise BadInput("CF728", message, f"to see it: casefile show {other.id}")
    one, two = _data(kept), _data(other)
    tiers = [register.tier(each) for each in (one, two)]
    if tiers[0] != tiers[1]:
        stricter = strictest(*tiers)
        looser = other if tiers[0] == stricter else kept
        hint = f"first give both the stricter one: casefile update {looser.id} --set tier={stricter}"
        raise BadInput("CF728", "the two records have different tiers", hint)
    made = joined_record(kept.kind, (one, two, base), register.entries.get(SETTINGS), register.connections)
    orders = tuple(each for each in made.conflicts if each.is_about_order)
    contradictions = tuple(each for each in made.conflicts if not each.is_about_order)
    data = _require_agreement(replace(made, conflicts=contradictions), (kept.id, other.id), other.id)
    before = dict.fromkeys([*former_ids(one), *former_ids(two), other.id])
    data["formerly"] = [each for each in before if each != kept.id]
    referring = rewrite_references(register, other.id, kept.id)
    along = tuple(
        replace(each, data=without_repeats(register.entries[each.path].shape, each.data))
        for each in referring.edits
        if each.path != kept.path
    )
    own = data_with_new_id(kept.with_content(kept.shape.sort_fields(data), kept.record), other.id, kept.id)
    edit = Edit(kept.path, kept.kind, without_repeats(kept.shape, own))
    notes = (
        f"{other.id} is part of it now, and its id still finds it",
        *describe_rewritten_references(referring),
    )
    notes = (*notes, *_comments_lost(other.id, comments_at(other.text)))
    notes = (
        *notes,
        *list_remaining_texts(register, other, other.id),
        *(ORDER_NOTE.format(id=kept.id) for _ in orders),
    )
    return Plan((edit,), (), (describe_meant_record(register, kept),), notes, along=along, gone=(other.path,))


def _plan_events(register: Register, entry: Entry, others: Sequence[str]) -> Plan:
    """Return the plan that joins the second of two events to the first one, which keeps its id.

    The first event keeps its place too, or takes that of the second if only that leaves the status unchanged.
    Raises NotFound for an unknown event, BadInput CF728 if they are not two events of one type, contradict
    each other, or the status would change.
    """
    ids = [_event_id(each) for each in others]
    if len(set(ids)) != 2:
        hint = f"casefile resolve {entry.id} --join EVENT --join EVENT"
        raise BadInput("CF728", "give two events of a record", hint)
    data = _data(entry)
    ledger = ledger_of(data)
    missing = next((each for each in ids if each not in ledger), None)
    if missing is not None:
        raise no_event(entry, missing)
    kept, other = (ledger[each] for each in ids)
    if kept.get("type") != other.get("type"):
        raise BadInput("CF728", f"{ids[0]} and {ids[1]} have different types", f"casefile show {entry.id}")
    shape = entry.shape.fields["events"].item(kept)
    one = _require_agreement(join_entries(shape, kept, other), ids, entry.id, f"{PREFIX}{ids[1]}.")
    facts = register.facts
    record = register.tier(data)
    tier, notes = _joined_tier((kept, other), one, lambda event: strictness(shape, event, record, facts))
    if tier is not None:
        one["tier"] = tier
    made = with_one(entry.kind, data, ids, shape.sort_fields(one), register.fold)
    if made is None:
        message = f"the status would change if {ids[0]} and {ids[1]} were merged"
        hint = f"if they are one event, first correct the order with dates: casefile edit {entry.id}"
        raise BadInput("CF728", message, hint)
    edit = Edit(entry.path, entry.kind, made, ids[0])
    lost = comments_at(entry.text, ("events", [*ledger].index(ids[1])))
    notes = (f"{ids[1]} is part of {ids[0]} now", *notes, *_comments_lost(ids[1], lost))
    return Plan((edit,), (), (describe_meant_record(register, entry),), notes)


def _comments_lost(name: str, comments: Sequence[str]) -> tuple[str, ...]:
    return (f"comments removed with {name}: {' '.join(comments)}",) if comments else ()


def _has_event(entry: Entry, word: str) -> bool:
    return find_entry(_data(entry).get("events"), _event_id(word)) is not None


def _event_id(word: str) -> str:
    return word.removeprefix(PREFIX)


def _joined_tier(
    sides: Sequence[Fields], one: Fields, tier_of: Callable[[Fields], Tier]
) -> tuple[Tier | None, tuple[str, ...]]:
    """Return the tier that the joined event `one` must state, and remarks with the reason.

    The tier is None, without remarks, if `one` need not state any. A stricter account must not become
    readable through the other one: if it has added a field that is not in NEEDS_NO_TIER, the event is as
    strict as that account.
    """
    tiers = [tier_of(each) for each in sides]
    stricter = strictest(*tiers)
    if not is_stricter(stricter, tier_of(one)):
        return None, ()
    looser = next(each for each, tier in zip(sides, tiers, strict=True) if tier != stricter)
    brought = [name for name in one if name not in NEEDS_NO_TIER and one[name] != looser.get(name)]
    if not brought:
        return None, ()
    names = ", ".join(f"`{each}`" for each in brought)
    return stricter, (f"the event is {stricter} now, because of {names} from the account that is",)


def _require_agreement(made: Merged, names: Sequence[str], record: str, below: str = "") -> Fields:
    """Return the joined data; raise BadInput CF728 if the accounts contradict each other.

    `names` are the ids of the two accounts. `record` is the id of the record that contains the second one, at
    the start `below` of a dotted path (empty for a whole record): the hint shows how to correct it there.
    """
    if made.conflicts:
        fields = ", ".join(f"`{each.field}`" for each in made.conflicts)
        first = made.conflicts[0]
        change = f"casefile edit {record}"
        if isinstance(first.ours, str | int):
            change = f"casefile update {record} --set {shlex.quote(f'{below}{first.field}={first.ours}')}"
        message = f"{names[0]} and {names[1]} contradict each other in {fields}"
        hint = f"if they are different, do not merge them; if {names[1]} is wrong, first: {change}"
        if below and first.field == STANDING:
            hint = f"if both are wrong or both are correct, first: casefile mark {record} EVENT STANDING"
        if first.is_of_two:
            hint = (
                "if these are two proceedings of one person, first give one of them a different id, also in "
                f"its events: casefile edit {record}; if they are the same, give both the same fields"
            )
        raise BadInput("CF728", message, hint)
    return made.data


def _data(entry: Entry) -> Fields:
    return dict(entry.fields)
