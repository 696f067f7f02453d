"""Drafts hold what nobody has agreed to yet: their author alone reads them, and nothing is left of them."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from casefile.errors import BadInput, MachineTrouble
from casefile.files.drafts import draft_place, drafts, erase_draft, save_draft
from casefile.files.edit_buffers import create_edit_buffer, list_edit_buffers


def saved(folder, name, text):
    """Keep a draft; return where it lies."""
    place = draft_place(folder, name)
    save_draft(place, text.encode())
    return place


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    """Set the umask that somebody may have."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_a_draft_is_private_with_any_umask(tmp_path, umask):
    place = saved(tmp_path / "git/casefile", "kg-2025-7k3mq", "name: X\n")
    assert place.read_text() == "name: X\n"
    assert mode(place) == 0o600
    assert [mode(folder) for folder in place.parents[:2]] == [0o700, 0o700]


def test_a_folder_that_others_may_enter_is_tightened(tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    folder.chmod(0o755)
    saved(tmp_path, "x", "text")
    assert mode(folder) == 0o700


def test_a_draft_that_others_may_read_is_replaced_by_one_that_they_may_not(tmp_path):
    place = saved(tmp_path, "x", "old")
    place.chmod(0o644)
    saved(tmp_path, "x", "new")
    assert (place.read_text(), mode(place)) == ("new", 0o600)


def test_a_link_in_the_place_of_the_folder_is_refused_and_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (tmp_path / "drafts").symlink_to(elsewhere)
    with pytest.raises(MachineTrouble) as refused:
        saved(tmp_path, "x", "text")
    assert refused.value.code == "CF805"
    assert [*elsewhere.iterdir()] == []
    (elsewhere / "y.yaml").write_text("planted")
    assert drafts(tmp_path) == ()


def test_a_link_in_the_place_of_a_draft_is_replaced_and_not_followed(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("untouched")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/x.yaml").symlink_to(other)
    assert drafts(tmp_path) == ()
    place = saved(tmp_path, "x", "text")
    assert (other.read_text(), place.is_symlink(), place.read_text()) == ("untouched", False, "text")


def test_a_file_in_place_of_the_folder_is_reported(tmp_path):
    (tmp_path / "drafts").write_text("")
    with pytest.raises(MachineTrouble) as refused:
        saved(tmp_path, "x", "text")
    assert refused.value.code == "CF805"


@pytest.mark.parametrize("name", ["..", "-x", "a\nb", ".git", ""])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(BadInput):
        draft_place(tmp_path, name)


def test_a_draft_name_cannot_leave_the_folder(tmp_path):
    assert draft_place(tmp_path, "../x") == tmp_path / "drafts/.._x.yaml"


LEFT_BY_EDITORS = [
    "x.yaml~", ".x.yaml.swp", ".x.yaml.swo", "#x.yaml#", ".#x.yaml", "x.yaml.save", ".x.yaml.un~",
    ".x.yaml.tmp-0a1b2c3d", "x.yaml___jb_tmp___",
]  # fmt: skip


def test_erasing_a_draft_removes_backup_files_of_editors_too(tmp_path):
    place = saved(tmp_path, "x", "text")
    other = saved(tmp_path, "ax", "another")
    for name in LEFT_BY_EDITORS:
        (place.parent / name).write_text("text")
    assert {*drafts(tmp_path)} == {place, other}  # both may be of one tick of the clock
    erase_draft(place)
    assert [*place.parent.iterdir()] == [other]
    erase_draft(place)
    erase_draft(tmp_path / "nowhere/x.yaml")


def test_a_full_disk_leaves_the_draft_before_and_no_half_of_the_next(tmp_path):
    import resource
    import signal

    place = saved(tmp_path, "x", "old")
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        sys.dont_write_bytecode = True  # the beginning of a module's bytecode would break later runs
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        try:
            saved(tmp_path, "x", "n" * 1000)
        except MachineTrouble:
            os._exit(0)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert place.read_text() == "old"
    assert [*place.parent.iterdir()] == [place]


def test_drafts_of_earlier_versions_are_found(tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    kept = {"add-7k3mq.yaml": "{}\n", "kg-2025-aaaaa.yaml": "new", "kg-2025-aaaaa.2.yaml": "newer"}
    for name, text in kept.items():
        (folder / name).write_text(text)
    for name in ("kg-2025-aaaaa.yaml", "kg-2025-aaaaa.2.yaml"):
        (folder / f"{name}.began").write_text("old")

    assert {place.name for place in drafts(tmp_path)} == {*kept}
    assert [sheet.text for sheet in list_edit_buffers(tmp_path, "kg-2025-aaaaa")] == [b"new", b"newer"]
    assert draft_place(tmp_path, "add-7k3mq") == folder / "add-7k3mq.yaml"
    with create_edit_buffer(tmp_path, "kg-2025-aaaaa", b"old") as sheet:
        assert sheet.place == folder / "kg-2025-aaaaa.3.yaml"
        assert {path.name for path in folder.glob("kg-2025-aaaaa.3.yaml*")} == {
            "kg-2025-aaaaa.3.yaml", "kg-2025-aaaaa.3.yaml.began", "kg-2025-aaaaa.3.yaml.lock",
        }  # fmt: skip


def test_the_disk_confirms_a_draft_before_it_takes_its_place(tmp_path, monkeypatch):
    done = []
    sync, replace = os.fsync, os.replace

    def synced(handle):
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def replaced(*paths, **folders):
        done.append("moved")
        replace(*paths, **folders)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    saved(tmp_path, "x", "text")

    assert done == ["file", "moved", "folder"]


def test_a_sheet_in_a_folder_behind_a_link_is_not_touched(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (tmp_path / "drafts").symlink_to(elsewhere)
    for name in ("x.yaml", "x.yaml.began"):
        (elsewhere / name).write_text("planted")

    assert list_edit_buffers(tmp_path, "x") == ()
    with pytest.raises(MachineTrouble) as refused, create_edit_buffer(tmp_path, "x", b"text"):
        pass
    assert refused.value.code == "CF805"
    assert {path.name for path in elsewhere.iterdir()} == {"x.yaml", "x.yaml.began"}
