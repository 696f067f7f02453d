"""Read the files of all commits: each content once, also if many commits contain it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.protected_fields import ProtectedFields, protected_events
from casefile.files.record_paths import RECORDS, classify_entries
from casefile.files.worker_processes import run_in_rounds
from casefile.git.ancestry import is_id_of
from casefile.git.objects import Objects, missing_blob_error
from casefile.git.snapshots import KINDS, directory_entry
from casefile.loading.past_contents import read_once
from casefile.merging.file_merge import errors
from casefile.model.kinds import id_by_path
from casefile.model.plain_data import Data
from casefile.model.record_shapes import shape_of
from casefile.progress import Progress
from casefile.register import SETTINGS, Entry, kind_by_path, read_entry
from casefile.views.audit import Excerpt, FileState

AT_ONCE = 512
"""The number of contents in one request to git."""
WINDOW = 8 * AT_ONCE
"""The number of contents that are in memory at once."""


class TrailFile(NamedTuple):
    """One content of a file: path, blob id, mode; `settings` is the blob id of casefile.yaml at that time."""

    path: str
    blob: str
    mode: str
    settings: str | None


class ExcerptJob(NamedTuple):
    """A file to be read: its content, and that of the settings with which it is checked."""

    path: str
    mode: str
    content: bytes
    settings: bytes | None


Key = tuple[str, str, str]
"""The path, blob id and mode of a file."""


class TrailContents(Struct):
    """The contents that were read.

    `excerpts` are by path, blob id and mode of the file, `digests` the SHA-256 of each blob by its id;
    `unsound` are the ids of blobs with another content than the id belongs to.
    """

    excerpts: dict[Key, Excerpt] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)

    def state(self, path: str, blob: str | None, mode: str) -> FileState | None:
        """Return the excerpt of a file with this content; None if it does not exist or is no record."""
        found = self.excerpts.get((path, blob, mode)) if blob else None
        return FileState(path, blob or "", found) if found else None


def read_all(stored: Objects, files: Iterable[TrailFile], progress: Progress) -> TrailContents:
    """Read each content of these files once; `progress` is called for every part (`WINDOW`).

    Raises MachineTrouble CF816 if this clone lacks one.
    """
    contents = TrailContents()
    first: dict[Key, TrailFile] = {}
    for file in files:
        first.setdefault((file.path, file.blob, file.mode), file)
    settings: dict[str, bytes] = {}
    jobs = zip(first, _jobs(stored, [*first.values()], settings, contents), strict=True)
    known: dict[ProtectedFields, ProtectedFields] = {}

    def take(made: Sequence[tuple[Key, Excerpt | None]]) -> None:
        for key, found in made:
            if found is not None:
                # Most events are the same in many versions of a file: each is kept once.
                shared = {event: known.setdefault(each, each) for event, each in found.protected.items()}
                contents.excerpts[key] = replace(found, protected=shared)

    done = 0
    while some := [*islice(jobs, WINDOW)]:
        progress("reading", done, len(first))
        done += len(some)
        run_in_rounds(some, lambda share: [(key, make_excerpt(job)) for key, job in share], take)
    return contents


def _jobs(
    stored: Objects, files: Sequence[TrailFile], settings: dict[str, bytes], contents: TrailContents
) -> Iterator[ExcerptJob]:
    """Yield the files with their contents, in their order, and note the digests of the contents.

    Raises MachineTrouble CF816 if this clone lacks one.
    """
    for start in range(0, len(files), AT_ONCE):
        some = files[start : start + AT_ONCE]
        wanted = {each.blob for each in some if KINDS.get(each.mode) != "repository"}
        wanted |= {each.settings for each in some if each.settings and each.settings not in settings}
        names = sorted(wanted)
        fetched: dict[str, bytes] = {}
        for name, blob in zip(names, stored.read(names), strict=True):
            if blob is None:
                raise missing_blob_error(name)
            fetched[name] = blob
            contents.digests[name] = hashlib.sha256(blob).hexdigest()
            if not is_id_of(name, b"blob", blob):
                contents.unsound.add(name)
        settings |= {each.settings: fetched[each.settings] for each in some if each.settings in fetched}
        for each in some:
            yield ExcerptJob(
                each.path, each.mode, fetched.get(each.blob, b""), settings.get(each.settings or "")
            )


def make_excerpt(job: ExcerptJob) -> Excerpt | None:
    """Return the excerpt of one file as it was at one time; None if it does not look like a record."""
    if job.path != SETTINGS:
        if job.path.split("/")[0] != RECORDS:
            return None
        found = classify_entries([directory_entry(job.path, job.mode, job.content)])
        if not found.paths and not found.problems:
            return None
        if found.problems:
            name = id_by_path(job.path)
            codes = tuple(problem.code for problem in found.problems)
            return Excerpt(name, kind_by_path(job.path), None, errors=codes)
    entry = read_entry(job.path, job.content)
    settings = read_once(SETTINGS, job.settings) if job.settings is not None else None
    return _excerpt_of_entry(entry, errors_of(entry, settings))


def errors_of(entry: Entry, settings: Entry | None) -> tuple[str, ...]:
    """Return the errors of a file by itself, each as its code and field, without a value of the record."""
    return tuple(
        f"{each.code} at {each.field}" if each.field else each.code for each in errors(entry, settings)
    )


def _excerpt_of_entry(entry: Entry, found: tuple[str, ...]) -> Excerpt:
    data: Data | None = entry.data
    protected = protected_events(shape_of(entry.kind), data or {})
    return Excerpt(
        id=entry.id,
        kind=entry.kind,
        events=None if data is None else frozenset(filter(None, protected)),
        formerly=entry.former_ids,
        withdrawn=entry.withdrawn,
        errors=found,
        file=_text(data, "file") if entry.kind == "source" else None,
        digest=_text(data, "sha256") if entry.kind == "source" else None,
        statement=_statement(data) if entry.kind == "source" and data else None,
        protected=protected,
    )


def _statement(source: Data) -> str:
    """Return a digest of what a source states, without its present and former ids."""
    stated = {name: value for name, value in source.items() if name not in {"id", "formerly"}}
    return hashlib.sha256(json.dumps(stated, sort_keys=True, default=str).encode()).hexdigest()


def _text(data: Data | None, name: str) -> str | None:
    value = (data or {}).get(name)
    return value if isinstance(value, str) else None
