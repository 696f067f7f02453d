"""Opening a register: the files of one moment, as records."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casefile.errors import BadInput, BrokenData, MachineTrouble, NotFound
from casefile.model.dates import BadDate, Day, When
from casefile.model.settings import Settings
from casefile.register import SETTINGS, Entry, Register, read_entry
from casefile.storage.folder import find_root, read
from casefile.storage.repository import Repository
from casefile.storage.snapshots import Revision, Snapshot, WorkingTree

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opened:
    """A register as known at one moment: `known_at` says which; `commit` is absent for the files."""

    root: Path
    register: Register
    known_at: str
    commit: str | None


def open_register(directory: Path, known_at: str | None = None) -> Opened:
    """Read the register around a folder, as it lies there or as it was committed at a revision or a day.

    Raises MachineTrouble where there is no register, NotFound where there is no such revision.
    """
    root = find_root(directory)
    LOG.info("register: %s", root)
    snapshot = snapshot_of(root, known_at)
    return Opened(root, register_of(snapshot), snapshot.label, snapshot.commit)


def today_of(directory: Path, now: datetime) -> Day:
    """Return the day it is where the register around a folder is kept."""
    root = find_root(directory)
    settings = read_entry(SETTINGS, read(root, SETTINGS)).record
    return local_day(settings.timezone if isinstance(settings, Settings) else None, now)


def local_day(timezone: str | None, now: datetime) -> Day:
    """Return the day that a moment falls on in a timezone, UTC where none is named."""
    try:
        zone = ZoneInfo(timezone) if timezone else UTC
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(
            "CF611", "casefile.yaml names a timezone that is not known", "such as Asia/Bishkek"
        ) from error
    return now.astimezone(zone).date()


def register_of(snapshot: Snapshot) -> Register:
    """Read every record of a snapshot; files that are broken stay in it with their problems."""
    began = time.monotonic()
    entries = [read_entry(path, blob) for path, blob in snapshot.read_all()]
    taken = 1000 * (time.monotonic() - began)
    LOG.info("%d records read from %s in %.0f ms", len(entries), snapshot.label, taken)
    return Register([*_settings(snapshot), *entries], snapshot.problems)


def _settings(snapshot: Snapshot) -> list[Entry]:
    try:
        return [read_entry(SETTINGS, snapshot.read(SETTINGS))]
    except NotFound:
        return []


def work_tree(root: Path) -> Repository:
    """Return the git work tree that a register lies in; MachineTrouble CF809 where there is none."""
    repository = Repository.open(root)
    if repository is None:
        raise MachineTrouble(
            "CF809", "this register is in no git repository, so it has no history", "start one: git init"
        )
    return repository


def sound_settings(register: Register) -> None:
    """Refuse to write by settings that cannot be read: a ceiling could be missed.

    Raises BrokenData with what is wrong in casefile.yaml.
    """
    entry = register.entries.get(SETTINGS)
    if entry is None or entry.broken:
        problems = entry.problems if entry else ()
        said = f"{SETTINGS}, which says how this register is kept, has errors; nothing was written"
        raise BrokenData("CF305", said, "mend it, look with: casefile validate casefile.yaml", problems)


def snapshot_of(root: Path, known_at: str | None) -> Snapshot:
    """Return the register of this folder as it lies there, or as it was committed at a revision or a day."""
    if known_at is None:
        return WorkingTree(root)
    repository = work_tree(root)
    return Revision(repository, commit_of(repository, known_at))


def commit_of(repository: Repository, known_at: str) -> str:
    """Return the commit that a revision or a day names.

    A day means the last commit up to its end on the first-parent line, by committer date in UTC. Raises
    NotFound CF302 where there is none.
    """
    when = _date(known_at)
    if when is not None and when.day is not None:
        return repository.resolve_date(when.day)
    try:
        return repository.resolve(known_at)
    except NotFound as error:
        if when is None:
            raise
        raise NotFound(error.code, error.message, "a day is written in full: 2025-06-10") from error


def _date(text: str) -> When | None:
    try:
        return When.parse(text)
    except BadDate:
        return None
