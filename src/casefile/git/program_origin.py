"""Find from where this casefile was installed, so that another machine can install the same one.

The name alone is not enough: a register should name the exact commit or file that it is checked with.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname

from msgspec import Struct

from casefile.errors import MachineTrouble
from casefile.git import Repository
from casefile.git.configuration import effective_values
from casefile.git.log_reader import is_published

NAME = "casefile-register"
REMOTE = "origin"
"""The remote whose branches must contain the commit of an installation from a folder."""
FAR = frozenset({"http", "https", "ssh"})
"""URL schemes that other machines can reach."""
BY_SCP = re.compile(r"git@(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/:][^:]*)")
"""The short form of an ssh address that git accepts."""
PLAIN = re.compile(r"[A-Za-z0-9._~:/@+%#=-]+")
"""Characters that are safe in a workflow file: no quote, no space, nothing that a CI service would expand."""


class ProgramOrigin(Struct, frozen=True):
    """From where this program was installed, as requirements for pip.

    `here` follows the name in a requirement that pip can install on this machine, such as "==1.2" or
    " @ URL"; None if it is not known. `far` is a complete requirement that other machines can install too,
    fixed to one content by its commit or digest; None if there is none.
    """

    here: str | None = None
    far: str | None = None

    def command(self, extra: str) -> str:
        """Return the command that installs an optional part (an extra) in addition to this installation.

        It ends with a note for a package index, and is advice in words if the origin is not known.
        """
        if self.here is None:
            return f"install casefile again from the same place, as {NAME}[{extra}]"
        command = f"pip install {shlex.quote(f'{NAME}[{extra}]{self.here}')}"
        return command if self.here.startswith(" @ ") else f"{command}, from the same package index"


def origin() -> ProgramOrigin:
    """Return the origin of this casefile, as pip recorded it at installation (PEP 610).

    For a package index `far` is None; an unknown origin has neither.
    """
    try:
        installed = distribution(NAME)
    except PackageNotFoundError:
        return ProgramOrigin()
    noted = installed.read_text("direct_url.json")
    # From an index, and pip does not record which one: another machine may use another index.
    return ProgramOrigin(f"=={installed.version}") if noted is None else origin_of(noted)


def origin_of(noted: str) -> ProgramOrigin:
    """Return the origin from the text of direct_url.json, without credentials; unknown if it is malformed."""
    try:
        data: Mapping[str, Any] = json.loads(noted)
        url = _without_credentials(data["url"])
        below = data.get("subdirectory", "")
        if "vcs_info" in data:
            return _from_commit(url, data["vcs_info"]["vcs"], data["vcs_info"]["commit_id"], below)
        if "archive_info" in data:
            return _from_archive(url, data["archive_info"].get("hashes", {}).get("sha256"), below)
        return ProgramOrigin(
            f" @ {url}{_fragment(below)}", _published_requirement(Path(url2pathname(urlsplit(url).path)))
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return ProgramOrigin()


def _from_commit(url: str, program: str, commit: str, below: str) -> ProgramOrigin:
    address = f"{program}+{url}@{commit}{_fragment(below)}"
    return ProgramOrigin(f" @ {address}", _requirement_for_others(address))


def _from_archive(url: str, digest: str | None, below: str) -> ProgramOrigin:
    pinned = f"{url}#sha256={digest}"
    return ProgramOrigin(
        f" @ {url}{_fragment(below)}", _requirement_for_others(pinned) if digest and not below else None
    )


def _published_requirement(folder: Path) -> str | None:
    """Return the requirement by which others can install the commit checked out in a folder.

    None if its remote lacks the commit, or if others cannot reach the remote.
    """
    try:
        repository = Repository.open(folder)
        head = repository.head() if repository else None
        if repository is None or head is None or not is_published(repository, head, REMOTE):
            return None
        url = effective_values(repository.root, rf"remote\.{REMOTE}\.url$").get(f"remote.{REMOTE}.url", "")
    except MachineTrouble:
        return None
    by_scp = BY_SCP.fullmatch(url)
    address = f"ssh://git@{by_scp['host']}/{by_scp['path']}" if by_scp else _without_credentials(url)
    return _requirement_for_others(f"git+{address}@{head}{_fragment(repository.prefix.rstrip('/'))}")


def _requirement_for_others(address: str) -> str | None:
    scheme = urlsplit(address).scheme.removeprefix("git+")
    return f"{NAME} @ {address}" if scheme in FAR and PLAIN.fullmatch(address) else None


def _without_credentials(url: str) -> str:
    """Return a URL without user, password, query and fragment; the user `git`, usual over ssh, stays."""
    scheme, place, path, _, _ = urlsplit(url)
    user, _, host = place.rpartition("@")
    return urlunsplit((scheme, f"git@{host}" if user == "git" else host, path, "", ""))


def _fragment(below: str) -> str:
    return f"#subdirectory={below}" if below else ""
