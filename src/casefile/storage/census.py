"""A census of the files of a register: their names, kinds, sizes and times, as the system tells them.

Two censuses that are equal tell of the same files with the same contents, but for those that were written
just before the first was taken: within one tick of the clock a file can change and keep its times. `young`
names them.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from casefile.model.digest import blake2b
from casefile.storage.begun import Begun, can_begin
from casefile.storage.listing import RECORDS, SETTINGS

FIND = "/usr/bin/find"
TOLD = "%y %m %s %T@ %C@ %i %p\\0"
"""What is told of each file: kind, mode, size, both times, number, path."""
AGED = 3_000_000_000
"""Nanoseconds after which a file that changes has other times, on every disk that we know of."""


class Census(Struct, frozen=True):
    """What was told of every file below `root`, and by which clock time, in nanoseconds, that began."""

    text: bytes
    began: int
    root: Path

    @property
    def digest(self) -> bytes:
        """A short name of it."""
        return blake2b(self.text, digest_size=20).digest()

    @property
    def files(self) -> int:
        """How many files and folders are told of."""
        return self.text.count(b"\0")

    def young(self) -> Iterator[str]:
        """Yield the files that were written so near to the telling that they may change unseen."""
        limit = self.began - AGED
        late = {each for each in SECONDS.findall(self.text) if int(each) >= limit // 10**9}
        for line in self._holding(late):
            kind, _, _, written, changed, _number, path = line.split(b" ", 6)
            if kind == b"f" and max(_nanoseconds(written), _nanoseconds(changed)) > limit:
                yield self.place(path)

    def place(self, path: bytes) -> str:
        """Return a path that is told as the one from the register."""
        return os.fsdecode(path.removeprefix(os.fsencode(self.root) + b"/"))

    def _holding(self, seconds: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the lines that hold such a time, and perhaps others: few do."""
        at = {found.start() for each in seconds for found in re.finditer(b" %s[.]" % each, self.text)}
        ends = {self.text.index(b"\0", each) for each in at}
        yield from (self.text[self.text.rfind(b"\0", 0, end) + 1 : end] for end in sorted(ends))


SECONDS = re.compile(rb" ([0-9]+)\.[0-9]")
"""What may be the whole seconds of a time: no time that is told is missed."""


def _nanoseconds(seconds: bytes) -> int:
    whole, _, part = seconds.partition(b".")
    return int(whole) * 1_000_000_000 + int((part + b"000000000")[:9])


NO_CENSUS = Census(b"", 0, Path())
"""What is told of the files of a commit: they never change."""


class Started:
    """A census that other processes take while we go on, each of some folders.

    Most files of a large register lie in the folders of years: these are shared out, and the first process,
    which tells of all else, passes them over.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.began = time.time_ns()
        years = _years(root / RECORDS)
        shares = (years[first::HANDS] for first in range(HANDS))
        self._telling = [_telling([root / SETTINGS, root / RECORDS], [], _passing_over(years))]
        self._telling += [_telling(share, ["-mindepth", "1"]) for share in shares if share]

    def result(self) -> Census | None:
        """Wait for the end; None where anything could not be read."""
        told = [each.result() for each in self._telling]
        if any(code for code, _ in told):
            return None
        return Census(b"".join(text for _, text in told), self.began, self.root)


HANDS = min(4, os.cpu_count() or 1)
"""Processes that share the years: more of them would wait for the same disk."""
COUNTRY = 2
"""Letters of a folder that holds those of years."""


def _years(records: Path) -> list[str]:
    """Return the folders of years; of one that comes meanwhile the first process tells, with the rest."""
    with contextlib.suppress(OSError):  # the programs will say so
        countries = [each.path for each in _folders(records) if len(each.name) == COUNTRY]
        return sorted(each.path for country in countries for each in _folders(country))
    return []


def _folders(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as inside:
        yield from (each for each in inside if each.is_dir(follow_symlinks=False))


def _passing_over(folders: Sequence[str]) -> list[str]:
    """Return what makes the program tell of folders and not of what is in them."""
    either = [word for each in folders for word in ("-o", "-path", SPECIAL.sub(r"\\\g<0>", each))][1:]
    return ["-type", "d", "(", *either, ")", "-prune"] if folders else []


SPECIAL = re.compile(r"[\\*?\[\]]")
"""What means something in a pattern."""


def _telling(folders: Sequence[str | Path], first: Sequence[str], then: Sequence[str] = ()) -> Begun:
    """Begin to tell of all in some folders; `first` and `then` are further words for the program."""
    words = [*(os.fspath(each) for each in folders), *first, "-printf", TOLD, *then]
    return Begun(FIND, words, {"LC_ALL": "C"})


_started: dict[Path, Started] = {}
"""What was begun before anybody asked for it."""


def begin(root: Path) -> None:
    """Begin to count the files of a register while other work is done; `take` gives the result."""
    if can_begin() and os.access(FIND, os.X_OK):
        _started[root] = Started(root)


def take(root: Path) -> Census | None:
    """Return the census of a register, the one that was begun for it if there is one.

    None where something there cannot be read or the register has no `cases/`: then nobody can tell whether
    anything changed.
    """
    if root not in _started:
        begin(root)
    started = _started.pop(root, None)
    return (started.result() if started else None) or counted(root)


def counted(root: Path) -> Census | None:
    """Take the census by ourselves, slower than a program made for it and just as exact."""
    began = time.time_ns()
    try:
        lines = [*_counted(str(root / SETTINGS)), *_counted(str(root / RECORDS))]
    except OSError:
        return None
    return Census("".join(f"{line}\0" for line in lines).encode("utf-8", "surrogateescape"), began, root)


def _counted(path: str) -> Iterator[str]:
    found = os.lstat(path)
    kind = KINDS.get(stat.S_IFMT(found.st_mode), "?")
    written, changed = (divmod(each, 10**9) for each in (found.st_mtime_ns, found.st_ctime_ns))
    times = f"{written[0]}.{written[1]:09} {changed[0]}.{changed[1]:09}"
    yield f"{kind} {stat.S_IMODE(found.st_mode):o} {found.st_size} {times} {found.st_ino} {path}"
    if kind == "d":
        with os.scandir(path) as inside:
            for entry in sorted(inside, key=lambda each: each.name):
                yield from _counted(entry.path)


KINDS: Mapping[int, str] = {
    stat.S_IFREG: "f", stat.S_IFDIR: "d", stat.S_IFLNK: "l",
    stat.S_IFIFO: "p", stat.S_IFSOCK: "s", stat.S_IFCHR: "c", stat.S_IFBLK: "b",
}  # fmt: skip
"""How kinds of files are called, as `find` calls them."""
