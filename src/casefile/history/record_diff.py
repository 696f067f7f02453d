"""The command `diff`: the differences between two states of the register, for its users or an audience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.record_difference import Difference
from casefile.dates import Day
from casefile.errors import NotFound, Problem
from casefile.files.register_folder import find_root, read_or_problem
from casefile.git import Repository
from casefile.git.ancestry import list_differing_files
from casefile.git.snapshots import Revision, Snapshot, WorkingTree, label_of
from casefile.history.diff_arguments import (
    ComparedRevisions,
    DiffWords,
    describe_compared,
    later_word_error,
    unknown_word_error,
)
from casefile.history.past_record import NOWHERE_FOUND, find_by_path, find_ids_in_snapshots
from casefile.history.record_log import UNREAD, CommittedRecord, find_last_state, pair_readable_states
from casefile.loading.as_of import day_of
from casefile.loading.missing_files import check_files
from casefile.loading.newer_withdrawals import warn_of_newer_withdrawals
from casefile.loading.open_register import check_settings, load_snapshot_register, today_of
from casefile.loading.past_contents import PastContents
from casefile.loading.past_registers import Past, past, shallow_clone_warning
from casefile.loading.present_register import check_withdrawals, current_register
from casefile.loading.read_times import QueryTimes
from casefile.loading.record_pairs import pair_records
from casefile.loading.reinstated_cases import hide_reinstated_cases
from casefile.loading.revision import work_tree
from casefile.loading.source_connections import Look
from casefile.loading.unshown_files import unshown_in_words
from casefile.model.field import RECORD_ID
from casefile.model.kinds import FILE_KINDS
from casefile.model.source import Source
from casefile.publication.audience import Audience
from casefile.publication.publish import Publication
from casefile.publication.published_difference import differences as published_differences
from casefile.publication.published_difference import not_readable, publish_sides
from casefile.register import SETTINGS, Entry, Register, kind_by_path, path_of
from casefile.views.status_changes import difference

HERE = WorkingTree.label
NOTHING = "nothing committed yet"


class Diff(Struct, frozen=True):
    """The answer of `diff`: the differences between two states of the register.

    `before` and `after` are the labels of these states. `on` is the day for which custody is compared on both
    sides. `sources` maps the ids of cited sources to their labels. `problems` are warnings. `since_parted` is
    the argument to type if the earlier of two commits has changes that the later one does not contain.
    """

    before: str
    after: str
    on: Day
    differences: tuple[Difference, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    since_parted: str | None = None


def read_diff(
    directory: Path, typed: DiffWords, clocks: QueryTimes, audience: Audience | None = None
) -> Diff:
    """Compare the two states that were typed.

    Without an audience the answer shows everything, for the users of the register. Raises the errors of
    `describe_compared`; NotFound CF732, CF301 or CF303 for a word that means no record or several;
    MachineTrouble CF809 outside of git, and for an audience CF810 if it is not known what may leave.
    """
    root = find_root(directory)
    repository = work_tree(root)
    on = day_of(directory, clocks)
    revisions = describe_compared(repository, typed)
    with past(repository, revisions.after or revisions.before) as looked_at:
        wanted = _wanted(repository, revisions)
        if audience is None:
            found = _full_diff(looked_at, revisions, wanted, on)
        else:
            found = _published_diff(
                looked_at, revisions, wanted, on, today_of(directory, clocks.now), audience
            )
    return replace(found, since_parted=revisions.since_parted)


def _wanted(repository: Repository, revisions: ComparedRevisions) -> frozenset[str] | None:
    """Return the ids, former ones too, of the records that were typed; None if there are none."""
    if not revisions.records:
        return None
    found = frozenset[str]()
    for at, words in enumerate(revisions.records):
        exact = find_by_path(WorkingTree(repository.root), words)
        if words == SETTINGS:
            found |= {SETTINGS}
        elif exact is not None:
            found |= exact.ids
        else:
            found |= _look_up(repository, revisions, words, first=at == 0)
    return found


def _look_up(
    repository: Repository, revisions: ComparedRevisions, words: str, *, first: bool
) -> frozenset[str]:
    try:
        return find_ids_in_snapshots(_snapshots(repository, revisions), words, repository.root)
    except NotFound as error:
        if first and revisions.guessed and error.code == NOWHERE_FOUND:
            raise unknown_word_error(repository, words, error.hint) from error
        if error.code == NOWHERE_FOUND:
            raise later_word_error(repository, words, error) from error
        raise


def _snapshots(repository: Repository, revisions: ComparedRevisions) -> Iterator[Snapshot]:
    """Yield the snapshots of both states, the later one first."""
    yield Revision(repository, revisions.after) if revisions.after else WorkingTree(repository.root)
    if revisions.before:
        yield Revision(repository, revisions.before)


def _full_diff(looked_at: Past, revisions: ComparedRevisions, wanted: frozenset[str] | None, on: Day) -> Diff:
    """Return the full differences between two states; only the files that differ are read.

    `wanted` are the ids of the records to compare, None for all; `on` is the day for which custody is
    compared.
    """
    repository = looked_at.repository
    befores, afters = _files(looked_at, revisions)
    here: Look = partial(_on_disk, looked_at.contents, repository.root)
    was = looked_at.at(revisions.before) if revisions.before else _nothing
    now = looked_at.at(revisions.after) if revisions.after else here
    pairs = (
        pair for pair in pair_records(befores, afters) if wanted is None or not wanted.isdisjoint(pair.ids)
    )
    rows: list[Difference | None] = []
    for pair in sorted(pairs, key=lambda pair: pair.place):
        for (before,), after, note in pair_readable_states(
            *_before(looked_at, revisions, pair.befores[0]), pair
        ):
            look = looked_at.at(before.commit) if note and before.commit else was
            earlier = looked_at.side(before.entry, look, on)
            rows.append(difference([earlier], looked_at.side(after, now, on), note))
    found = tuple(each for each in rows if each)
    return Diff(
        before=label_of(repository, revisions.before) if revisions.before else NOTHING,
        after=label_of(repository, revisions.after) if revisions.after else HERE,
        on=on,
        differences=found,
        sources=_source_labels(found, now),
        problems=shallow_clone_warning(repository),
    )


def _before(
    looked_at: Past, revisions: ComparedRevisions, entry: Entry | None
) -> tuple[Past, list[CommittedRecord]]:
    """Return a file as it was, with the history in which to find an earlier state of it if it had errors."""
    if entry is None or not entry.broken:
        return looked_at, [CommittedRecord(entry, "")]
    strand = looked_at.of(frozenset({entry.path}), revisions.before)
    return strand, [CommittedRecord(entry, strand.commits[0].id if strand.commits else "")]


def _files(looked_at: Past, revisions: ComparedRevisions) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Return the files that differ between the two states, by path: as they were, and as they are."""
    repository = looked_at.repository
    if revisions.before and revisions.after:
        touched = list_differing_files(repository, revisions.before, revisions.after)
        looked_at.fetch(blob for each in touched for blob in (*each.before, each.after))
        old = ((each.path, each.before[0], each.modes[0]) for each in touched)
        new = ((each.path, each.after, each.mode) for each in touched)
        return _read(looked_at, old), _read(looked_at, new)
    paths = _changed(repository, revisions.before)
    held = repository.list_tree(revisions.before) if revisions.before else []
    old = ((each.path, each.blob_id, each.mode) for each in held if paths is None or each.path in paths)
    return _read(looked_at, old), dict(_here(looked_at.contents, repository.root, paths))


def _changed(repository: Repository, before: str | None) -> frozenset[str] | None:
    """Return the paths at which the files on disk may differ from the commit `before`; None means all."""
    head = repository.head()
    if before is None or head is None:
        return None
    moved = list_differing_files(repository, before, head) if before != head else []
    return frozenset((*repository.changed_paths(), *(each.path for each in moved)))


def _read(looked_at: Past, files: Iterable[tuple[str, str | None, str]]) -> dict[str, Entry]:
    found = ((path, looked_at.entry(path, blob, mode)) for path, blob, mode in files)
    return {path: entry for path, entry in found if entry is not None}


def _here(contents: PastContents, root: Path, paths: frozenset[str] | None) -> Iterator[tuple[str, Entry]]:
    """Yield these paths with their entries on disk; a file that is not a record is an entry with errors.

    All paths are meant if `paths` is None.
    """
    tree = WorkingTree(root)
    for path in (SETTINGS, *tree.paths):
        entry = _on_disk(contents, root, path) if paths is None or path in paths else None
        if entry is not None:
            yield path, entry
    for problem in tree.problems:
        if paths is None or problem.path in paths:
            yield problem.path, _broken(problem)


def _on_disk(contents: PastContents, root: Path, path: str) -> Entry | None:
    blob = read_or_problem(root, path)
    if isinstance(blob, bytes):
        return contents.entry(path, blob)
    return None if blob.code == "CF304" else _broken(blob)


def _broken(problem: Problem) -> Entry:
    return Entry(problem.path, kind_by_path(problem.path), "", None, None, (problem,))


def _nothing(_path: str) -> None:
    """Return None for every path: the lookup in a history without commits."""


def _source_labels(differences: Sequence[Difference], look: Look) -> Mapping[str, str]:
    """Return the labels of the cited sources, and of the organisations that published them, by id."""
    cited = dict.fromkeys(key for each in differences for key in each.sources)
    sources = [entry for key in cited if (entry := look(path_of("source", key))) and not entry.broken]
    publishers = dict.fromkeys(
        each.record.publisher for each in sources if isinstance(each.record, Source) and each.record.publisher
    )
    bodies = [
        entry
        for key in publishers
        if RECORD_ID.fits(key) and (entry := look(path_of("organization", key))) and not entry.broken
    ]
    return Register([*sources, *bodies]).labels


def _published_diff(  # noqa: PLR0913, PLR0917 - the two states, and the audience
    looked_at: Past,
    revisions: ComparedRevisions,
    wanted: frozenset[str] | None,
    on: Day,
    today: Day,
    audience: Audience,
) -> Diff:
    """Return the differences between the parts of two states that an audience may see.

    Every name in either state limits what may be shown.
    """
    root = looked_at.repository.root
    after, *earlier = _snapshots(looked_at.repository, revisions)
    here = load_snapshot_register(after)
    was = load_snapshot_register(earlier[0], here) if earlier else Register([])
    sounder = hide_reinstated_cases(root, _with_last_sound(looked_at, revisions, was, here), revisions.before)
    now, then = (
        hide_reinstated_cases(root, here, revisions.after),
        hide_reinstated_cases(root, was, revisions.before),
    )
    check_withdrawals(now)
    check_files(root)
    current = _limit(root, revisions.after, now)
    sides = publish_sides(sounder, now, audience, on=on, today=today, current=current)
    seen = sides.after
    keys = None if wanted is None else {seen.replaced.get(key, key) for key in wanted} | wanted
    differences = _add_notes(published_differences(sides, sounder, now, on), was, seen)
    shown = [each for each in differences if keys is None or each.record in keys]
    shown += [
        not_readable(sides.before, entry)
        for key, entry in now.by_id.items()
        if entry.broken and (wanted is None or key in wanted) and not _same(then.by_id.get(key), entry)
    ]
    return Diff(
        before=earlier[0].label if earlier else NOTHING,
        after=after.label,
        on=on,
        differences=tuple(sorted(shown, key=_order_differences)),
        sources=seen.register.labels,
        problems=(
            *shallow_clone_warning(looked_at.repository),
            *warn_of_newer_withdrawals(root, current or now),
            *_not_shown(now),
        ),
    )


def _limit(root: Path, commit: str | None, register: Register) -> Register | None:
    """Return today's register if a side of the comparison is an earlier state of it, else None.

    Raises BrokenData CF305 if casefile.yaml has errors.
    """
    if commit is None:
        check_settings(register)
        return None
    current = current_register(root)
    return None if _content(current) == _content(register) else current


def _content(register: Register) -> list[tuple[str, object, str]]:
    entries = (*register.entries.values(), *register.unlisted)
    return [(each.path, each.data, each.text if each.broken else "") for each in entries]


def _add_notes(differences: Iterable[Difference], was: Register, seen: Publication) -> Iterator[Difference]:
    """Yield the differences, with a note on records that had errors before.

    The note states to what they are compared; such a record is included even if nothing differs. `was` is the
    register before.
    """
    unread = {seen.replaced.get(key, key) for key, entry in was.by_id.items() if entry.broken}
    for each in differences:
        yield replace(each, note=UNREAD) if each.record in unread else each
        unread.discard(each.record or "")
    repaired = (shown for shown in seen.records if shown.id in unread)
    yield from (Difference(shown.id, shown.kind, shown.name, note=UNREAD) for shown in repaired)


def _with_last_sound(looked_at: Past, revisions: ComparedRevisions, was: Register, now: Register) -> Register:
    """Return an earlier register, with the last valid state of each file that has errors only there.

    Otherwise content that was already published would look new as soon as its file is fixed.
    """
    sound = {path: entry for path, entry in was.entries.items() if not entry.broken}
    for path, entry in was.entries.items():
        after = now.entries.get(path)
        if entry.broken and not (after and after.broken):
            strand, (state,) = _before(looked_at, revisions, entry)
            last = find_last_state(strand, state, lambda entry: entry is not None and entry.broken)
            sound |= {path: last.entry} if last.entry else {}
    return Register({**was.entries, **sound}.values(), was.problems, was.strays)


def _same(before: Entry | None, after: Entry) -> bool:
    return before is not None and (before.text, before.problems) == (after.text, after.problems)


def _not_shown(register: Register) -> Iterator[Problem]:
    """Yield a warning if files have errors, without their paths, which may contain a name."""
    for each in unshown_in_words(register.unshown):
        yield Problem.of_file("", "CF738", each, "to list them: casefile validate", "warning")


def _order_differences(difference: Difference) -> tuple[bool, int, str]:
    """Return a sort key: cases first, records that must not be named last."""
    return difference.record is None, FILE_KINDS.index(difference.kind), difference.record or ""
