"""Where an installation came from, as pip noted it, and what machines are told to install."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError

import pytest

from casefile.git import program_origin as room
from casefile.git.program_origin import ProgramOrigin, origin, origin_of

COMMIT, DIGEST = "0a" * 20, "0b" * 32
GIT = {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}
AT = f"git.example.org/desk/casefile.git@{COMMIT}"
NOTED = {
    "git": ({"url": "https://git.example.org/desk/casefile.git", "vcs_info": GIT}, f"git+https://{AT}", True),
    "git in a folder": (
        {
            "url": "https://git.example.org/desk/casefile.git",
            "vcs_info": GIT,
            "subdirectory": "tools/casefile",
        },
        f"git+https://{AT}#subdirectory=tools/casefile",
        True,
    ),
    "git with a token": (
        {"url": "https://jane:t0ken@git.example.org/desk/casefile.git", "vcs_info": GIT},
        f"git+https://{AT}",
        True,
    ),
    "git by ssh": (
        {"url": "ssh://git@git.example.org/desk/casefile.git", "vcs_info": GIT},
        f"git+ssh://git@{AT}",
        True,
    ),
    "git by ssh as somebody": (
        {"url": "ssh://jane@git.example.org/desk/casefile.git", "vcs_info": GIT},
        f"git+ssh://{AT}",
        True,
    ),
    "git on this disk": (
        {"url": "file:///srv/casefile.git", "vcs_info": GIT},
        f"git+file:///srv/casefile.git@{COMMIT}",
        False,
    ),
    "another program": (
        {"url": "https://hg.example.org/casefile", "vcs_info": {"vcs": "hg", "commit_id": COMMIT}},
        f"hg+https://hg.example.org/casefile@{COMMIT}",
        False,
    ),
    "a wheel without a digest": (
        {"url": "https://example.org/casefile-0.1.0-py3-none-any.whl", "archive_info": {}},
        "https://example.org/casefile-0.1.0-py3-none-any.whl",
        False,
    ),
    "a wheel on this disk": (
        {
            "url": "file:///tmp/casefile-0.1.0-py3-none-any.whl",
            "archive_info": {"hashes": {"sha256": DIGEST}},
        },
        "file:///tmp/casefile-0.1.0-py3-none-any.whl",
        False,
    ),
    "a folder that is gone": (
        {"url": "file:///gone/casefile", "dir_info": {}},
        "file:///gone/casefile",
        False,
    ),
    "what a forge would fill in": (
        {"url": "https://git.example.org/${{secrets.A}}'/casefile.git", "vcs_info": GIT},
        f"git+https://git.example.org/${{{{secrets.A}}}}'/casefile.git@{COMMIT}",
        False,
    ),
}


@pytest.mark.parametrize(("noted", "address", "reached"), NOTED.values(), ids=NOTED)
def test_the_origin_is_the_address_that_pip_recorded(noted, address, reached):
    found = origin_of(json.dumps(noted))
    assert found.here == f" @ {address}"
    assert found.far == (f"casefile-register @ {address}" if reached else None)


def test_a_wheel_is_pinned_by_its_digest_and_its_key_is_left_out():
    noted = {"url": "https://u:p@example.org/c.whl?key=1", "archive_info": {"hashes": {"sha256": DIGEST}}}
    found = origin_of(json.dumps(noted))
    assert found == ProgramOrigin(
        " @ https://example.org/c.whl", f"casefile-register @ https://example.org/c.whl#sha256={DIGEST}"
    )


def test_every_source_for_other_machines_is_pinned():
    told = [far for noted, _, _ in NOTED.values() if (far := origin_of(json.dumps(noted)).far)]
    assert len(told) == 5
    for far in told:
        assert re.search(r"://.+@[0-9a-f]{40}", far)
        assert "jane" not in far
        assert "t0ken" not in far


@pytest.mark.parametrize(
    "noted", ["", "[]", "null", "{}", '{"url": 1}', '{"url": "https://x.org", "vcs_info": {}}']
)
def test_an_unreadable_pip_record_gives_no_origin(noted):
    assert origin_of(noted) == ProgramOrigin()


class Installed:
    version = "0.1.0"

    def read_text(self, name):
        return None


def test_an_installation_from_an_index_has_a_version_and_no_source(monkeypatch):
    monkeypatch.setattr(room, "distribution", lambda name: Installed())
    assert origin() == ProgramOrigin("==0.1.0")
    said = origin().command("packed")
    assert said.startswith("pip install 'casefile-register[packed]==0.1.0'")


def test_an_uninstalled_program_has_no_install_command(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(room, "distribution", missing)
    assert origin() == ProgramOrigin()
    assert "pip install" not in origin().command("packed")


# A folder, from which pip installed: its remote, if it holds the commit.


@pytest.fixture
def folder(git):
    (git.folder / "pyproject.toml").touch()
    git.commit("casefile")
    return git


def noted(place):
    return origin_of(json.dumps({"url": place.as_uri(), "dir_info": {"editable": True}}))


REMOTES = {
    "https://git.example.org/desk/casefile.git": "git+https://git.example.org/desk/casefile.git",
    "https://jane:t0ken@git.example.org/casefile": "git+https://git.example.org/casefile",
    "git@git.example.org:desk/casefile.git": "git+ssh://git@git.example.org/desk/casefile.git",
    "ssh://git@git.example.org:2222/casefile": "git+ssh://git@git.example.org:2222/casefile",
    "../elsewhere": None,
    "git://git.example.org/casefile": None,
}


@pytest.mark.parametrize(("url", "address"), REMOTES.items(), ids=REMOTES)
def test_a_folder_is_replaced_by_its_pushed_commit(folder, url, address):
    head = folder("rev-parse", "HEAD")
    folder("remote", "add", "origin", url)
    assert noted(folder.folder) == ProgramOrigin(f" @ {folder.folder.as_uri()}"), "nobody has that commit yet"
    folder("update-ref", "refs/remotes/origin/main", head)
    assert noted(folder.folder).far == (f"casefile-register @ {address}@{head}" if address else None)
    folder("commit", "-q", "--allow-empty", "-m", "not pushed")
    assert noted(folder.folder).far is None


def test_a_folder_below_the_top_has_a_subdirectory(folder):
    below = folder.folder / "tools/casefile"
    below.mkdir(parents=True)
    folder("remote", "add", "origin", "https://git.example.org/tools")
    folder("update-ref", "refs/remotes/origin/main", "HEAD")
    head = folder("rev-parse", "HEAD")
    assert (
        noted(below).far
        == f"casefile-register @ git+https://git.example.org/tools@{head}#subdirectory=tools/casefile"
    )


def test_a_folder_without_git_has_only_a_local_origin(tmp_path):
    assert noted(tmp_path) == ProgramOrigin(f" @ {tmp_path.as_uri()}")
