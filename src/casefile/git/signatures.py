"""Check commit signatures by ssh keys, against a list of the keys that a register allows.

git checks them, and runs ssh-keygen, whose name is fixed: no program that a configuration names is started,
and commits that are signed in any other way are not checked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from casefile.errors import MachineTrouble
from casefile.git.repository import Repository
from casefile.git.runner import program_path, require_success, run_git, whole_id, with_settings

FORMAT = "--format=%H %G? %GF"
MEANING = {"G": "allowed", "U": "unknown key"}
"""The meaning of git's result letters: a key of the list, another key. All other letters mean "bad"."""
AT_ONCE = 50
"""The number of commits for one git process; each costs two runs of ssh-keygen."""
LISTED = re.compile(r'\s*(?:"([^"]*)"|([^\s#"]\S*))\s(?:.*\s)?(?:sk-)?(?:ssh|ecdsa)-\S+\s+([\w+/=]+)')
"""A line of an allowed_signers file: the holders of a key, options, the kind of key, the key."""


class CheckedSignature(Struct, frozen=True):
    """The result of checking a signature.

    `result` is "allowed", "unknown key" (also one outside its period of validity in the list) or "bad". The
    latter includes a commit without a signature, or with one of another kind than ssh. `holders` are those to
    whom the list gives an allowed key: addresses, or patterns of them.
    """

    result: str
    holders: tuple[str, ...] = ()


def signatures(repository: Repository, commits: Sequence[str], allowed: bytes) -> dict[str, CheckedSignature]:
    """Return the checked ssh signature of each commit, by its id.

    `commits` are full ids, `allowed` is the text of an allowed_signers file. Raises MachineTrouble CF806 if
    ssh-keygen is not installed, CF810 if git fails.
    """
    if not commits:
        return {}
    program = _ssh_keygen()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        listed = Path(folder) / "allowed_signers"
        listed.write_bytes(allowed)
        parts = [commits[start : start + AT_ONCE] for start in range(0, len(commits), AT_ONCE)]
        found = pool.map(lambda part: _check(repository, part, listed, program), parts)
        keys = _holders(allowed)
        return {
            commit: CheckedSignature(result, keys.get(key, ()) if result == "allowed" else ())
            for part in found
            for commit, result, key in part
        }


def is_held_by(holders: Sequence[str], mail: str) -> bool:
    """Return whether an e-mail address is one of the holders of a key, or matches a pattern among them.

    Such a pattern is `*@register.invalid`. Capital and small letters are equal.
    """
    return any(re.fullmatch(_pattern(each), mail, re.IGNORECASE | re.DOTALL) for each in holders)


def _pattern(holder: str) -> str:
    return re.escape(holder).replace(r"\*", ".*").replace(r"\?", ".")


def _holders(allowed: bytes) -> dict[str, tuple[str, ...]]:
    """Return the holders of each key of an allowed_signers file, by the key's fingerprint.

    git itself reports only one holder.
    """
    found: dict[str, tuple[str, ...]] = {}
    for match in filter(None, map(LISTED.match, allowed.decode("utf-8", "replace").split("\n"))):
        try:
            digest = hashlib.sha256(base64.b64decode(match[3])).digest()
        except binascii.Error:
            continue
        key = f"SHA256:{base64.b64encode(digest).decode('ascii').rstrip('=')}"
        found[key] = (*found.get(key, ()), *(match[1] or match[2]).split(","))
    return found


def _check(
    repository: Repository, commits: Sequence[str], listed: Path, program: str
) -> list[tuple[str, str, str]]:
    """Return each commit, the result for its signature, and the fingerprint of its key.

    `listed` is the path of the allowed_signers file, `program` that of ssh-keygen.
    """
    settings = (
        ("gpg.ssh.program", program),
        ("gpg.ssh.allowedSignersFile", str(listed)),
        ("gpg.ssh.revocationFile", ""),
        ("gpg.minTrustLevel", "undefined"),
        *((name, os.devnull) for name in ("gpg.program", "gpg.openpgp.program", "gpg.x509.program")),
    )
    return list(_ask_git(repository, commits, with_settings(settings)))


def _ask_git(
    repository: Repository, commits: Sequence[str], extra: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Let git check these commits; if git is killed, halve them until the commit that causes it is found.

    ssh-keygen stops reading a commit whose signature is malformed, and git, which still writes to it, dies of
    the broken pipe. A good signature is read to its end, so a commit that kills git has none. `extra` are
    further environment variables.
    """
    named = "".join(f"{whole_id(commit)}\n" for commit in commits).encode("ascii")
    words = ("log", "--no-walk=unsorted", "--stdin", FORMAT)
    result = run_git(repository.root, *words, stdin=named, extra=extra)
    if result.code != -signal.SIGPIPE:
        for line in filter(None, require_success(result, words).decode("ascii").split("\n")):
            commit, letter, key = line.split(" ")
            yield commit, MEANING.get(letter, "bad"), key
    elif len(commits) == 1:
        yield commits[0], "bad", ""
    else:
        half = len(commits) // 2
        yield from _ask_git(repository, commits[:half], extra)
        yield from _ask_git(repository, commits[half:], extra)


def _ssh_keygen() -> str:
    found = program_path("ssh-keygen")
    if found is None:
        hint = "apt install openssh-client, or the package of your system that contains it"
        raise MachineTrouble("CF806", "signatures are checked by ssh-keygen, which is not installed", hint)
    return found
