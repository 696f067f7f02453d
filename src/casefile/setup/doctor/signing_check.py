"""The check whether commits can be signed, if git is configured to sign them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from casefile.git.configuration import effective_values
from casefile.setup.doctor.doctor_check import CheckedFolder, DoctorFinding, bad, fine, require_repository

PROGRAMS: Mapping[str, str] = {"openpgp": "gpg", "x509": "gpgsm", "ssh": "ssh-keygen"}
"""The program with which git signs by default, for each `gpg.format` (see git-config)."""
NO_MORE = "git config commit.gpgsign false"
"""The command that turns signing off."""


def signing(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check whether commits are signed, and if so, whether the program and an SSH key for it are there.

    Nothing is signed, and the key is not reported.
    """
    repository = require_repository(place)
    if not repository.signs():
        yield fine(
            "commits are not signed, which would identify the key; to sign: git config commit.gpgsign true"
        )
        return
    known = {**effective_values(repository.root, "gpg"), **effective_values(repository.root, "user")}
    form = known.get("gpg.format", "openpgp")
    usual = known.get("gpg.program") if form == "openpgp" else None
    program = known.get(f"gpg.{form}.program") or usual or PROGRAMS.get(form, "")
    if shutil.which(program) is None:
        yield bad(
            "commits should be signed, but the signing program is not installed", f"install it, or {NO_MORE}"
        )
    elif form == "ssh" and not _has_key(known):
        hint = f"git config user.signingkey FILE.pub, or {NO_MORE}"
        yield bad("commits should be signed, but no key is configured, or it is missing", hint)
    else:
        yield fine("commits are signed")


def _has_key(known: Mapping[str, str]) -> bool:
    """Return whether an SSH key is configured: in full, as a file, or by a command that prints it."""
    key = known.get("user.signingkey", "")
    in_full = key.startswith(("key::", "ssh-"))
    return in_full or "gpg.ssh.defaultkeycommand" in known or (bool(key) and Path(key).expanduser().is_file())
