"""Where this casefile was installed from: what another machine has to be told, so that it gets the same one.

The bare name does not say it: on the public index of Python packages that name is another program's.
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
from casefile.git.configuration import in_force
from casefile.git.log_reader import is_published

NAME = "casefile"
REMOTE = "origin"
FAR = frozenset({"http", "https", "ssh"})
"""How another machine may be reached."""
BY_SCP = re.compile(r"git@(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/:][^:]*)")
"""ssh as git also writes it."""
PLAIN = re.compile(r"[A-Za-z0-9._~:/@+%#=-]+")
"""What stands in a workflow as it is: no quote, no blank, nothing that a forge would fill in."""


class ProgramOrigin(Struct, frozen=True):
    """Where an installation came from.

    `here` follows the name where pip installs it again on this machine, absent where nobody can say. `far` is
    a whole requirement that other machines may install too: one content and no other, by its commit or its
    digest; absent where there is none.
    """

    here: str | None = None
    far: str | None = None

    def command(self, extra: str) -> str:
        """Say what installs an optional part beside what is here."""
        if self.here is None:
            return f"install casefile again, from where it came from, as {NAME}[{extra}]"
        told = f"pip install {shlex.quote(f'{NAME}[{extra}]{self.here}')}"
        return told if self.here.startswith(" @ ") else f"{told}, from the index that casefile came from"


def origin() -> ProgramOrigin:
    """Ask what pip noted when it installed this casefile (PEP 610)."""
    try:
        installed = distribution(NAME)
    except PackageNotFoundError:
        return ProgramOrigin()
    noted = installed.read_text("direct_url.json")
    # From an index, and nobody noted from which: another machine may ask another one.
    return ProgramOrigin(f"=={installed.version}") if noted is None else origin_of(noted)


def origin_of(noted: str) -> ProgramOrigin:
    """Read what stands in direct_url.json; credentials are left out."""
    try:
        said: Mapping[str, Any] = json.loads(noted)
        url = _bare(said["url"])
        below = said.get("subdirectory", "")
        if "vcs_info" in said:
            return _committed(url, said["vcs_info"]["vcs"], said["vcs_info"]["commit_id"], below)
        if "archive_info" in said:
            return _packed(url, said["archive_info"].get("hashes", {}).get("sha256"), below)
        return ProgramOrigin(
            f" @ {url}{_fragment(below)}", _published(Path(url2pathname(urlsplit(url).path)))
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return ProgramOrigin()


def _committed(url: str, program: str, commit: str, below: str) -> ProgramOrigin:
    address = f"{program}+{url}@{commit}{_fragment(below)}"
    return ProgramOrigin(f" @ {address}", _far(address))


def _packed(url: str, digest: str | None, below: str) -> ProgramOrigin:
    pinned = f"{url}#sha256={digest}"
    return ProgramOrigin(f" @ {url}{_fragment(below)}", _far(pinned) if digest and not below else None)


def _published(folder: Path) -> str | None:
    """Return where others get the commit that is checked out in a folder, if its remote holds that commit."""
    try:
        repository = Repository.open(folder)
        head = repository.head() if repository else None
        if repository is None or head is None or not is_published(repository, head, REMOTE):
            return None
        url = in_force(repository.root, rf"remote\.{REMOTE}\.url$").get(f"remote.{REMOTE}.url", "")
    except MachineTrouble:
        return None
    by_scp = BY_SCP.fullmatch(url)
    address = f"ssh://git@{by_scp['host']}/{by_scp['path']}" if by_scp else _bare(url)
    return _far(f"git+{address}@{head}{_fragment(repository.prefix.rstrip('/'))}")


def _far(address: str) -> str | None:
    scheme = urlsplit(address).scheme.removeprefix("git+")
    return f"{NAME} @ {address}" if scheme in FAR and PLAIN.fullmatch(address) else None


def _bare(url: str) -> str:
    """Leave out who logs in and with what; `git` is everybody's name where a host is reached by ssh."""
    scheme, place, path, _, _ = urlsplit(url)
    user, _, host = place.rpartition("@")
    return urlunsplit((scheme, f"git@{host}" if user == "git" else host, path, "", ""))


def _fragment(below: str) -> str:
    return f"#subdirectory={below}" if below else ""
