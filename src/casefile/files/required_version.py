"""The version of casefile that a register requires: an older program neither reads nor writes it."""

from __future__ import annotations

import re

from casefile import __version__
from casefile.errors import MachineTrouble
from casefile.model.kinds import SETTINGS
from casefile.model.versions import is_newer, version_needed

USUAL = re.compile(rb"""^requires:[ ]+["'](>= ?[0-9.]+)["'][ ]*\r?$""", re.MULTILINE)
"""The `requires` line as `fmt` writes it; every other form needs the YAML reader, which is slow to load."""


class NewerRegister(MachineTrouble):
    """The register needs a newer casefile (CF819)."""


def check_version(settings: bytes) -> None:
    """Raise NewerRegister CF819 if a register needs a newer casefile, by the bytes of its casefile.yaml.

    A requirement that cannot be read is ignored here: it is an error of the settings. A file with a backslash
    is parsed too, because YAML can write the key in escapes.
    """
    if b"requires" not in settings and b"\\" not in settings:
        return
    needed = version_needed(_stated(settings))
    if is_newer(needed):
        version = ".".join(map(str, needed))
        raise NewerRegister(
            "CF819",
            f"{SETTINGS}: this register needs casefile {version} or newer; this is casefile {__version__}",
            "upgrade casefile; with pipx: pipx upgrade casefile",
        )


def _stated(settings: bytes) -> object:
    usual = USUAL.findall(settings)
    if len(usual) == 1:
        return usual[0].decode()
    from casefile.yaml.reader import read  # noqa: PLC0415 - few registers state it in another way

    return (read(settings).data or {}).get("requires")
