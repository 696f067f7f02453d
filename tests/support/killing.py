"""Kill a process at a step of its own: before a call that changes the disk, or in a hook of its git."""

from __future__ import annotations

import itertools
import os
import random
import secrets
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casefile.git import commit_writer

CALLS = ((os, "open"), (os, "fsync"), (os, "replace"), (os, "unlink"), (commit_writer, "_git"))
"""The calls by which a write changes the disk."""
HOOKS = {
    "lock file of the index": ("pre-commit", ""),
    "message": ("commit-msg", ""),
    "index written": ("post-index-change", ""),
    "commit made": ("reference-transaction", '[ "$1" = prepared ] || exit 0;'),
    "branch moved": ("reference-transaction", '[ "$1" = committed ] || exit 0;'),
    "commit ended": ("post-commit", ""),
}
"""The steps of a git commit, each with the hook that runs then and a condition on its words."""
Act = Callable[[Path], object]
Step = int | str
"""The number of the call before which the process is killed, or the step of git."""


def count_calls(folder: Path, act: Act) -> int:
    """Run an act to its end; return how many calls change the disk."""
    seen = folder.parent / "calls"
    child = _started(folder, act, lambda number: seen.write_text(str(number)))
    assert os.waitpid(child, 0)[1] == 0
    return int(seen.read_text())


def kill_at(folder: Path, act: Act, step: Step) -> bool:
    """Run an act and kill it, with the git that it has started, at a step; return whether it got there."""
    hook = _hook(folder, step) if isinstance(step, str) else None
    child = _started(folder, act, lambda number: number == step and os.killpg(0, signal.SIGKILL))
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    if hook:
        hook.unlink()
    return killed


def killed_when(folder: Path, act: Act, reached: Callable[[Path], bool]) -> Path:
    """Return a copy of a folder in which an act was killed as soon as the copy is as `reached` asks."""
    for step in itertools.count(1):
        place = shutil.copytree(folder, folder.parent / f"killed-{step}", symlinks=True)
        assert kill_at(place, act, step), "the act ended before that"
        if reached(place):
            return place
        shutil.rmtree(place)
    raise AssertionError


def _hook(folder: Path, step: str) -> Path:
    name, condition = HOOKS[step]
    place = folder / ".git/hooks" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{condition} kill -KILL 0\n")
    place.chmod(0o755)
    return place


def _started(folder: Path, act: Act, before: Callable[[int], object]) -> int:
    """Run an act in a process group of its own; `before` gets the number of each call that changes the disk.

    What is drawn at random is the same in every run.
    """
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setsid()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(secrets, "choice", random.Random(1).choice)
            numbers = itertools.count(1)
            for owner, name in CALLS:
                patch.setattr(owner, name, _watched(getattr(owner, name), numbers, before))
            act(folder)
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def _watched(
    call: Callable[..., object], numbers: Iterator[int], before: Callable[[int], object]
) -> Callable[..., object]:
    def watched(*words: object, **how: object) -> object:
        opens_to_read = call.__name__ == "open" and not int(str(words[1])) & os.O_CREAT
        if not opens_to_read:
            before(next(numbers))
        return call(*words, **how)

    return watched
