"""Publishing a whole register line by line: from the cache where these very files were published before."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.model.dates import Day
from casefile.operations.board.looking import Sight, glance
from casefile.operations.clocks import Clocks, local_day
from casefile.operations.missing_files import check_files
from casefile.publication.audience import SCOPES, Audience
from casefile.publication.lines import Kept, Lines, packed, unpacked
from casefile.storage.digest import blake2b
from casefile.storage.index import TROUBLE, Found, installed
from casefile.storage.processes import PAYS, hands, together

if TYPE_CHECKING:  # what reads records, which lines that are kept do without
    from casefile.register import Entry, Register


def published_before(directory: Path, clocks: Clocks, audience: Audience) -> Lines | None:
    """Return the lines of the register around a folder, where they are kept; None where nobody knows them.

    Raises what `check_files` raises.
    """
    seen = glance(directory, clocks)
    if seen is None:
        return None
    check_files(seen.root)
    return lines_kept(seen, audience, max(seen.on, local_day(seen.state.facts["zone"], clocks.now)))


def lines_kept(seen: Sight, audience: Audience, day: Day) -> Lines | None:
    """Return the lines of these very files, if they were published for this audience before; else None.

    `day` is the one on which consents are looked at.
    """
    if not _is_settled(seen):
        return None
    with contextlib.suppress(*TROUBLE), seen.board.steady(seen.state):
        by = _by(audience, seen.board.keys(seen.state))
        found = seen.board.publications.on(by, day.toordinal())
        return unpacked(Kept(*found)) if found is not None else None
    return None


def lines_on_board(seen: Sight, audience: Audience, day: Day) -> Lines | None:
    """Publish the records of a moment on the board, and keep the lines; None where it is not settled."""
    known = lines_kept(seen, audience, day)
    if known is not None or not _is_settled(seen):
        return known
    from casefile.register import Register  # noqa: PLC0415 - what reads records, as below

    entries: list[Entry] = []
    keys: list[bytes] = []
    try:
        with seen.board.steady(seen.state):
            for each in seen.board.every(seen.state):
                entries.append(_entry(seen.root, each))
                keys.append(each.key)
    except TROUBLE:
        return None
    made = lines_anew(Register(entries), audience, day)
    with contextlib.suppress(*TROUBLE):  # somebody else may be writing: then the next one keeps it
        kept = packed(made)
        seen.board.publications.keep(_by(audience, keys), (made.first, made.last), kept.about, kept.packs)
    return made


def lines_anew(register: Register, audience: Audience, day: Day) -> Lines:
    """Publish all records of a register, by as many processes as pay."""
    from casefile.publication.shared import Sharing  # noqa: PLC0415 - all that judges records
    from casefile.register import SETTINGS  # noqa: PLC0415

    sharing = Sharing.of(register, audience, day)
    paths = [path for path in register.entries if path != SETTINGS]
    count = min(hands(), max(1, len(paths) // PAYS))
    return sharing.lines(together([paths[first::count] for first in range(count)], sharing.work))


def _is_settled(seen: Sight) -> bool:
    """Tell whether all that is shown of a moment follows from what the files of the folder hold.

    A file that cannot be read holds nothing. Of cases that were withdrawn git is asked whether one lies here
    again, each time: what it did not know once, as in a shallow clone, it may know by now.
    """
    return seen.commit is None and not seen.broken and not seen.has_withdrawn


def _entry(root: Path, found: Found) -> Entry:
    """Return the entry of a file of the board.

    Whoever looks into it reads it, and finds there just what it is remembered by, or stops.
    """
    from casefile.operations.remembering import as_seen, entry_of  # noqa: PLC0415 - see above

    return entry_of(found, partial(as_seen, root, found.path, found.key), with_row=False)


def _by(audience: Audience, keys: Sequence[bytes]) -> bytes:
    """Return a short name of all that lines hang on beyond the day: the files, the audience, our libraries.

    The cache as a whole is of one version of ours.
    """
    said = json.dumps([audience, SCOPES[audience], installed()])
    return blake2b(said.encode() + b"\0" + b"".join(keys), digest_size=20).digest()
