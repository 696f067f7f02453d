"""Opening a register: the files of one moment, as records."""

from __future__ import annotations

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
    snapshot = _snapshot(root, known_at)
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
    entries = [read_entry(path, blob) for path, blob in snapshot.read_all()]
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
        raise BrokenData("CF305", f"{SETTINGS} has errors; nothing was written", "mend them first", problems)


def _snapshot(root: Path, known_at: str | None) -> Snapshot:
    if known_at is None:
        return WorkingTree(root)
    repository = work_tree(root)
    return Revision(repository, _revision(repository, known_at))


def _revision(repository: Repository, known_at: str) -> str:
    """A day means the last commit of that day on the first-parent line, by committer date in UTC."""
    try:
        day = When.parse(known_at).day
    except BadDate:
        day = None
    return repository.resolve(known_at) if day is None else repository.resolve_date(day)
