"""Compare the version of casefile with the one that a register needs. No other module is imported."""

from __future__ import annotations

import re

from casefile import __version__

FORM = r"^>= ?[0-9]{1,4}(\.[0-9]{1,4}){0,2}$"
"""The pattern of `requires` in casefile.yaml. It works in Python, in pydantic and in JSON Schemas."""
_FORM = re.compile(FORM.replace("$", r"\Z"))


def version_needed(requires: object) -> tuple[int, ...]:
    """Return the version in `requires` as numbers: `>=0.2` gives (0, 2). Empty if it is not of this form."""
    if not isinstance(requires, str) or not _FORM.match(requires):
        return ()
    return _numbers(requires.removeprefix(">="))


def is_newer(needed: tuple[int, ...]) -> bool:
    """Return whether a version is newer than this program. A pre-release counts as its release."""
    release = re.match(r"[0-9.]*[0-9]", __version__)
    own = _numbers(release[0]) if release else ()
    return needed > (*own, 0, 0, 0)[:3]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
