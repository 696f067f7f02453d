"""Putting a moment of the register on the board, and what was made ready of its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from casefile.checks.person_names import roots_of
from casefile.files.fingerprints import NO_CENSUS, Census
from casefile.index import Board, Cache, CachedFile, Facts, Here, Tolerated, in_memory, key_of, name_of, purge
from casefile.loading.case_history import may_be_notice
from casefile.loading.entry_cache import kept_of, remember
from casefile.loading.indexed.indexed_snapshot import Sight, tips_of
from casefile.loading.open_register import Opened, open_register
from casefile.loading.reinstated_cases import kept_away
from casefile.model.digest import blake2b
from casefile.names import folded
from casefile.names.sound_lookup import heard
from casefile.register import Entry, LazyEntry, Register, as_text, depends_on
from casefile.register.record_summary import Row


def put_anew(directory: Path, known_at: str | None) -> Sight:
    """Read a moment of the register into the index, or into one in memory if it cannot be kept."""
    opened, shown = _read(directory, known_at)
    return put_up(opened, shown) or _in_memory(opened, shown)


def put_in_memory(seen: Sight) -> Sight:
    """Read the same files or commit again, into an index in memory."""
    opened, shown = _read(seen.root, seen.commit)
    return _in_memory(replace(opened, known_at=seen.known_at), shown)


def _read(directory: Path, known_at: str | None) -> tuple[Opened, Register]:
    """Read a moment of the register, and say what is shown of it.

    A case that was withdrawn and is in the register again has an error there, so that nothing shows it.
    """
    opened = open_register(directory, known_at)
    return opened, kept_away(opened.root, opened.register, opened.commit)


def put_up(opened: Opened, shown: Register) -> Sight | None:
    """Put the moment that was read on the board; `shown` is what readers are shown of it."""
    census, cache = opened.census, opened.cache()
    if census is None or cache is None or not opened.keys or shown.unjudged:
        return None
    facts = _facts(opened, census, shown)
    anew: list[LazyEntry] = []
    with Tolerated(folder=cache.folder):
        board, name = Board(cache.connected()), name_of(opened.root, opened.commit)
        before = board.state(name)
        known = before.facts["withdrawn"] if before is not None else ()
        taken_out = not {*facts["withdrawn"]} <= {*known} and (
            before is not None or _holds_more(cache, opened.keys)
        )
        if taken_out or board.is_overgrown(len(shown.entries)):
            # Nothing is remembered of whom somebody has taken out, and only so much of what once was.
            purge(cache.folder)
            return None  # the next one begins anew
        state = board.put(name, census, facts, _files(shown, opened.keys, anew))
        remember(shown, {opened.keys[each.path]: (each, each.blob) for each in anew}, opened.cache)
        return Sight(board, state, opened.root, commit=opened.commit)
    return None


def _in_memory(opened: Opened, shown: Register) -> Sight:
    """Put the moment that was read on a board in memory, where nothing of it may or can be kept."""
    board, name = Board(in_memory()), name_of(opened.root, opened.commit)
    facts = _facts(opened, NO_CENSUS, shown)
    if shown.taken_out or shown.unjudged:
        facts["tips"] = facts["tips"] or []
    sound = {entry.path for entry in shown.by_id.values() if not entry.broken}
    kept = (
        (opened.keys[path], _kept(shown, entry, opened.keys[path], is_sound=path in sound))
        for path, entry in shown.entries.items()
    )
    state = board.put(name, NO_CENSUS, facts, _files(shown, opened.keys, []), kept)
    return Sight(board, state, opened.root, commit=opened.commit, is_in_memory=True)


def _kept(shown: Register, entry: Entry, key: bytes, *, is_sound: bool) -> CachedFile:
    blob = entry.blob if isinstance(entry, LazyEntry) else entry.text.encode(errors="replace")
    held = blob if key_of(entry.path, blob) == key else NO_TEXT
    row = shown.row_of(entry) if is_sound else None
    return kept_of(entry, held, row, shown.rules, shown.connections)


NO_TEXT = b"\0"
"""In place of the bytes of a file in another encoding: they are not those of its text."""


def _facts(opened: Opened, census: Census, shown: Register) -> Facts:
    here = opened.commit is None
    notices = [entry for entry in shown.entries.values() if may_be_notice(entry)] if here else []
    return {
        **facts_of(shown, opened.known_at, census),
        "withdrawn": sorted(entry.id for entry in notices if entry.withdrawn),
        "tips": tips_of(opened.root) if notices else None,
    }


def facts_of(shown: Register, label: str, census: Census) -> Facts:
    """Return what is known of a snapshot as a whole, if it has no withdrawal notice; it is called `label`."""
    return {
        "label": label,
        "zone": shown.settings.timezone,
        "rules": shown.rules,
        "cases": shown.cases,
        "formerly": shown.owners,
        "connections": {key: said for key, said in shown.connections.items() if said is not None},
        "close_sources": sorted(shown.close_sources),
        "addresses": shown.addresses,
        "unshown": [each.as_data() for each in shown.unshown],
        "unread": [each.as_data() for each in shown.problems],
        "young": [*census.young],
        "withdrawn": [],
        "tips": None,
        "owed_by": owed_by(shown),
        "laws": _short(as_text([[row.id, row.label] for row in shown.rows_of("statute")])),
    }


def _holds_more(cache: Cache, keys: Mapping[str, bytes]) -> bool:
    """Tell whether anything is remembered of other contents than these."""
    return not (cache.keys() or frozenset()) <= {*keys.values()}


def owed_by(register: Register) -> str:
    """Return a short name of what deadlines hang on beyond their record: clocks, how bodies are called."""
    settings = register.settings
    bodies = [[row.id, *row.names] for row in register.rows_of("organization")]
    clocks = [each.model_dump(mode="json") for each in settings.clocks]
    return _short(as_text([settings.stale_after, clocks, bodies]))


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=10).hexdigest()


def _files(shown: Register, keys: Mapping[str, bytes], anew: list[LazyEntry]) -> Iterator[Here]:
    """Yield what the board is told of each file, and note in `anew` which to remember by another row.

    Rows that are remembered are taken apart one after the other: all of them together may be large.
    """
    sound = {entry.path: entry for entry in shown.by_id.values() if not entry.broken}
    for path in shown.entries:
        entry = sound.get(path)
        if entry is None:
            yield Here(path, keys[path])
            continue
        row = entry.stored_row(shown.rules, shown.connections)  # not kept in memory by the register
        if row is None:
            row = shown.row_of(entry)
            anew += [entry] if isinstance(entry, LazyEntry) else []
        yield here_of(row, keys[path], shown)


def here_of(row: Row, key: bytes, shown: Register) -> Here:
    """Return what the index stores of a record that is shown, with what its row depends on."""
    names = tuple((name, folded(name), heard(name)) for name in row.names)
    tiers = (*((*each, False) for each in row.known), *((*each, True) for each in row.lasting))
    told = roots_of(word for name, *_ in tiers for word in folded(name).split())
    refs = frozenset(each.target for each in row.references)
    kind = "withdrawn" if row.withdrawn else row.kind
    by = as_text(depends_on(row, shown.rules, shown.connections))
    return Here(row.path, key, row.id, kind, by, names, tiers, told, refs, row.label, row.publisher)
