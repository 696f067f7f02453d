"""Checks of what makes commands faster, and of optional parts: the cache, git's commit-graph, the extras."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from casefile.exporters import FORMATS
from casefile.files.clone_paths import NAME
from casefile.git.configuration import commit_graph
from casefile.git.program_origin import NAME as OURS
from casefile.git.program_origin import origin
from casefile.index import failures
from casefile.loading.entry_cache import cache_of
from casefile.plural import number
from casefile.setup.doctor.doctor_check import (
    CheckedFolder,
    DoctorFinding,
    ask,
    bad,
    fine,
    require_repository,
)

MANY = 1000
"""The number of commits from which `log` of one case is much faster with a commit-graph."""
MIB = 1 << 20


def cache(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that the index can be used and is not damaged; report its size, and how often it failed."""
    found = cache_of(require_repository(place).root)()
    held = found.size() if found else None
    if held is None and found is not None and _is_blocked(found.folder):
        message = "the index of this clone cannot be used; results are the same, but slower"
        yield bad(message, "casefile doctor --purge, or check its owner: ls -la .git/casefile")
    elif found is not None and held is not None and not found.is_whole():
        message = "the index of this clone is damaged; a search may miss results"
        yield bad(message, "casefile doctor --purge")
    elif held is None:
        yield fine("there is no index yet; the next command writes it, in the .git folder")
    else:
        files, size = held
        message = (
            f"{number(files, 'file')} in the index, {max(1, round(size / MIB))} MiB, readable only by you"
        )
        yield fine(f"{message}; to delete it: casefile doctor --purge")
    count = failures(found.folder) if found is not None else 0
    if count:
        times = number(count, "time")
        yield fine(f"the index could not be used {times}; the files were read instead")


def _is_blocked(folder: Path) -> bool:
    """Return whether something else is at the path of the cache, or its folder cannot be used."""
    usable = os.access(folder, os.R_OK | os.W_OK | os.X_OK) and folder.is_dir()
    return os.path.lexists(folder) and not (usable and not os.path.lexists(folder / NAME))


def graph(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Suggest the path filters of a commit-graph if the history is long and git has none."""
    count, has_filters = commit_graph(require_repository(place))
    if count < MANY or has_filters:
        yield fine(f"git has path filters for {number(count, 'commit')}")
    else:
        message = f"log of one case can be faster: git has no path filters for {count} commits"
        yield ask(message, "git commit-graph write --reachable --changed-paths")


def extras(_: CheckedFolder) -> Iterator[DoctorFinding]:
    """Report the export formats that need an extra that is not installed."""
    extras = dict.fromkeys(form.extra for form in FORMATS.values() if form.extra)
    lacking = [extra for extra in extras if not _has(extra)]
    if lacking:
        names = ", ".join(form.name for form in FORMATS.values() if form.extra in lacking)
        yield ask(f"these formats need optional packages: {names}", origin().command(",".join(lacking)))
    else:
        yield fine("all formats can be written")


def _has(extra: str) -> bool:
    """Return whether all packages of an extra of casefile are installed."""
    try:
        wanted = distribution(OURS).requires or []
        for each in wanted:
            asked, _, condition = each.partition(";")
            if f'extra == "{extra}"' in condition.replace("'", '"') and not asked.startswith(OURS):
                distribution(BEGINS.findall(asked)[0])
    except PackageNotFoundError:
        return False
    return True


BEGINS = re.compile(r"[\w.-]+")
"""The name at the start of a requirement."""
