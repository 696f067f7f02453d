"""Find events and sources that `resolve --join` joined, by joining them again: they are no losses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from casefile.changes.change import SIDES
from casefile.changes.equality import have_same_meaning, ledger_of
from casefile.changes.joined_entries import join_entries
from casefile.changes.protected_fields import protected_fields, rewritten_fields
from casefile.custody.circumstances import NO_CONNECTIONS
from casefile.git.objects import Objects
from casefile.history.audit.remade_merges import RemadeMerges
from casefile.history.audit.trail_reader import WholeTrail
from casefile.merging.join_records import joined_record
from casefile.model.kinds import id_by_path
from casefile.model.plain_data import KnownData
from casefile.model.record_shapes import shape_of
from casefile.model.same_case import is_another_case
from casefile.model.shape import Shape
from casefile.register import Entry, path_of
from casefile.views.audit import CommitDiff, FileState, Losses, Splits, by_commit
from casefile.yaml.reader import read

Joined = frozenset[tuple[str, str, str]]
"""Commit, path and event id for each event; an empty id stands for a whole record."""


def find_joined_events(stored: Objects, trail: WholeTrail, losses: Losses, merges: RemadeMerges) -> Joined:
    """Return the lost events that a commit joined to other events, and those others.

    A merge joins them after both sides were merged.
    """
    found: set[tuple[str, str, str]] = set()
    for commit, steps, path, gone in _lost_events(trail, losses):
        befores, after = _states(steps, path)
        if after:
            made = merges.outcomes(commit, befores, after)
            merged = [side for each in made for side in (each.ours, each.theirs)]
            now, *held = _data(stored, after, *(befores if len(steps) == 1 else ()))
            shape = shape_of(after.excerpt.kind)
            pairs = (pair for each in (*held, *merged) for pair in _joins(shape, each, now, gone))
            found |= {(commit, path, event) for pair in pairs for event in pair}
    return frozenset(found)


def find_separated_events(stored: Objects, trail: WholeTrail, losses: Losses, records: Joined) -> Joined:
    """Return the lost events of a record that are in another record again, from which they were joined.

    That record has an id that the first one had as a former one, is as it was before the join, and contains
    these events unchanged. `git revert` undoes a join in this way. `records` are the records that were
    joined.
    """
    found: set[tuple[str, str, str]] = set()
    for commit, steps, path, gone in _lost_events(trail, losses):
        befores, after = _states(steps, path)
        for step, before in zip(steps, befores, strict=True):
            if before and after:
                parted = {*before.excerpt.formerly} - {*after.excerpt.formerly}
                back = [
                    each
                    for each in step.came.values()
                    if each.excerpt.id in parted
                    if _is_as_before_join(stored, trail, records, commit, each)
                ]
                held, *others = map(ledger_of, _data(stored, before, *back))
                ledger = shape_of(before.excerpt.kind).fields["events"]
                found |= {
                    (commit, path, event)
                    for event, other in product(gone, others)
                    if event in held
                    and event in other
                    and have_same_meaning(ledger.item(), held[event], other[event])
                }
    return frozenset(found)


def _is_as_before_join(
    stored: Objects, trail: WholeTrail, records: Joined, commit: str, back: FileState
) -> bool:
    """Return whether the record `back` is unchanged from before an earlier commit joined it to another one.

    `records` are the records that were joined.
    """
    joins = {one for one, path, event in records if (path, event) == (back.path, "")}
    past = trail.ancestry.with_ancestors(commit) if joins else ()
    for one, steps in by_commit(trail.steps) if joins else ():
        if one in joins and one in past:
            befores = [each for each in _states(steps, back.path)[0] if each]
            now, *then = _data(stored, back, *befores)
            if any(have_same_meaning(shape_of(back.excerpt.kind), now, each) for each in then):
                return True
    return False


def _lost_events(trail: WholeTrail, losses: Losses) -> Iterator[tuple[str, list[CommitDiff], str, list[str]]]:
    """Yield each commit and path that lost events, with the comparisons of the commit and the event ids."""
    lost: dict[str, dict[str, list[str]]] = {}
    for loss in losses.found:
        if loss.event:
            lost.setdefault(loss.commit, {}).setdefault(loss.path, []).append(loss.event)
    for commit, steps in by_commit(trail.steps) if lost else ():
        for path, gone in lost.get(commit, {}).items():
            yield commit, steps, path, gone


def find_joined_records(stored: Objects, trail: WholeTrail, merges: RemadeMerges) -> Joined:
    """Return the records that a commit joined to another one that existed before.

    The events of the other record are included: they contain what both records stated.
    """
    found: set[tuple[str, str, str]] = set()
    for commit, steps in by_commit(trail.steps):
        for step in steps:
            for path, heir in step.heirs.items():
                kept = next(filter(None, _states(steps, heir.path)[0]), None)
                gone = step.gone[path]
                if kept:
                    one, two, made = _data(stored, kept, gone, heir)
                    bases = (*_bases(stored, trail, step, (kept, gone)), None)
                    settings = merges.settings_of(commit)
                    if any(
                        _is_join_of(heir.excerpt.kind, (one, two, base), made, settings) for base in bases
                    ):
                        events = {"", *ledger_of(one), *ledger_of(two)}
                        found |= {(commit, path, ""), *((commit, heir.path, each) for each in events)}
    return frozenset(found)


def _states(steps: Sequence[CommitDiff], path: str) -> tuple[list[FileState | None], FileState | None]:
    """Return the states of a file in the parents of a commit, and in the commit; None if it does not exist.

    `steps` are the comparisons of the commit with each parent.
    """
    deltas = [next((delta for delta in step.deltas if delta.path == path), None) for step in steps]
    after = next((delta.after for delta in deltas if delta), None)
    return [delta.before if delta else after for delta in deltas], after


def find_split_records(stored: Objects, trail: WholeTrail) -> Splits:
    """Return, by commit and by the id that two records had, the ids that they got instead.

    `resolve --both` gives them in a merge: each branch added a record under that id, or one branch gave the
    id of a case to another person, and both records exist afterwards.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for commit, steps in by_commit(trail.steps):
        if len(steps) == 1:
            if beside := dict(_split_beside(stored, steps[0])):
                found[commit] = beside
            continue
        new = [step.came for step in steps]
        came = [state for path, state in new[0].items() if all(path in each for each in new)]
        if len(steps) != len(SIDES) or not came:
            continue
        for path in dict.fromkeys(delta.path for step in steps for delta in step.deltas if delta.before):
            befores, after = _states(steps, path)
            held = trail.blobs_of(path)
            bases = [*filter(None, map(held.get, trail.ancestry.bases_of_merge(commit)))]
            if all(befores) and (not bases or _are_two_cases(stored, befores, bases)):
                stay = [after, *came] if after else came
                ids = [_moved_to(stored, state, stay) for state in befores if state]
                if "" not in ids and len({*ids}) == len(steps):
                    old = id_by_path(path)
                    found.setdefault(commit, {})[old] = tuple(ids)
    return found


def _are_two_cases(stored: Objects, befores: Sequence[FileState | None], bases: Sequence[str]) -> bool:
    """Return whether the states of a file in the two parents of a merge are cases of two persons.

    `bases` are the blob ids of the file in their best common ancestors.
    """
    if not all(state and state.excerpt.kind == "case" for state in befores):
        return False
    ours, theirs = _data(stored, *befores)
    return is_another_case(ours, theirs, [read(blob or b"").data or {} for blob in stored.read(bases)])


def _split_beside(stored: Objects, step: CommitDiff) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the old and the new id of each record, other than a case, that gave its id to another record.

    In a rebase, a cherry-pick and a squash merge, `resolve --both` makes a commit of one parent, which has
    one of the two records. The other one comes with the commit, under the old id or a new one.
    """
    came = step.came.values()
    for before, after in ((delta.before, delta.after) for delta in step.deltas if came):
        if before and before.excerpt.kind != "case":
            there = [each for each in (after, *came) if each and each.excerpt.kind == before.excerpt.kind]
            others = [each for each in there if before.excerpt.id not in each.excerpt.ids]
            new = _moved_to(stored, before, others)
            if new and len(there) > 1:
                yield before.excerpt.id, (new,)


def _moved_to(stored: Objects, old: FileState, came: Sequence[FileState]) -> str:
    """Return the id of the record among `came` that states the same as an old one; empty if there is none."""
    alike = (new for new in came if new.excerpt.kind == old.excerpt.kind and _is_moved(stored, new, old))
    return next((new.excerpt.id for new in alike), "")


def _is_moved(stored: Objects, new: FileState, old: FileState) -> bool:
    made, before = ({**each, "id": "", "formerly": []} for each in _data(stored, new, old))
    return have_same_meaning(shape_of(new.excerpt.kind), made, before)


def _data(stored: Objects, *states: FileState | None) -> list[KnownData]:
    there = [state for state in states if state]
    blobs = stored.read([state.content for state in there])
    return [read(blob or b"", state.path).data or {} for blob, state in zip(blobs, there, strict=True)]


def _joins(shape: Shape, before: KnownData, after: KnownData, gone: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each lost event with the event to which `resolve --join` would have joined it."""
    ledger = shape.fields["events"]
    held, now = ledger_of(before), ledger_of(after)
    for event in gone:
        for name, made in now.items():
            kept, other = held.get(name), held.get(event)
            if kept and other and kept.get("type") == other.get("type"):
                item = ledger.item(kept)
                one = join_entries(item, kept, other)
                data = {**one.data, "tier": made["tier"]} if "tier" in made else one.data
                if not one.conflicts and _contains(item, data, made):
                    yield event, name


def _contains(shape: Shape, event: KnownData, made: KnownData) -> bool:
    """Return whether the event `event` states all that `made` states; it may state more."""
    both = join_entries(shape, made, event)
    rewritten = rewritten_fields(protected_fields(shape, event), protected_fields(shape, made))
    return not rewritten and not both.conflicts and have_same_meaning(shape, both.data, made)


def _bases(
    stored: Objects, trail: WholeTrail, step: CommitDiff, copies: tuple[FileState, FileState]
) -> Iterator[KnownData]:
    """Yield the data of a record in the common ancestors of a merge that brought two copies of it.

    The commit of `step` follows that merge and joins the copies.
    """
    had = [each.excerpt.ids for each in copies]
    merge = trail.ancestry.commits.get(step.parent or "")
    if step.merge or merge is None or len(merge.parents) != len(copies):
        return
    bases = trail.ancestry.bases_of_merge(merge.id)
    for commit, record_id in product(bases, sorted(had[0] & had[1])):
        blob = trail.blobs_of(path_of(copies[0].excerpt.kind, record_id)).get(commit)
        if blob:
            yield read(stored.read([blob])[0] or b"").data or {}


def _is_join_of(
    kind: str, sides: tuple[KnownData, KnownData, KnownData | None], made: KnownData, settings: Entry | None
) -> bool:
    """Return whether a record is what `resolve --join` makes of two, whatever ids they had before.

    Any order of their events is accepted: it may depend on the connections of sources to the person, which
    are not known here.
    """
    shape, merged = shape_of(kind), joined_record(kind, sides, settings, NO_CONNECTIONS)
    stated = {name: value for name, value in made.items() if name != "formerly"}
    is_joined = all(each.is_about_order for each in merged.conflicts)
    return is_joined and have_same_meaning(shape, *map(_by_id, (merged.data, stated)))


def _by_id(data: KnownData) -> KnownData:
    """Return a record with its events in the order of their ids."""
    return {**data, "events": sorted(data.get("events", ()), key=lambda each: str(each.get("id")))}
