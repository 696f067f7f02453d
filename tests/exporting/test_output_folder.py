"""A folder is new in one step or brought up to date; what casefile did not write there is never touched."""

from __future__ import annotations

import stat
from datetime import date

import pytest

from casefile.errors import BadInput, Collision, MachineTrouble
from casefile.exporting.export_run import ExportOrder, export
from casefile.exporting.output_folder import LISTED, OutputFolder, check_folder, write_output_folder
from casefile.register import Register
from support.modes import mode, umask


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path):
    write_output_folder(
        OutputFolder(tmp_path / "site", {"index.html": b"one", "cases/a.html": b"a"}, private=False)
    )
    return tmp_path / "site"


def test_a_new_folder_holds_the_files_and_their_list_and_nothing_is_left_beside_it(site):
    assert tree(site) == {
        "index.html": b"one", "cases/a.html": b"a", LISTED: b"cases/a.html\nindex.html\n",
    }  # fmt: skip
    assert [path.name for path in site.parent.iterdir()] == ["site"]
    assert stat.S_IMODE(site.stat().st_mode) & 0o700 == 0o700


def modes(folder):
    return {mode(each) for each in [folder, *folder.rglob("*")]}


@pytest.mark.parametrize(
    ("private", "mask", "found"),
    [
        (True, 0o022, {0o700, 0o600}),
        (True, 0o077, {0o700, 0o600}),
        (False, 0o022, {0o755, 0o644}),
        (False, 0o077, {0o700, 0o600}),
    ],
)
def test_a_private_folder_is_closed_with_all_that_is_in_it(tmp_path, private, mask, found):
    with umask(mask):
        write_output_folder(
            OutputFolder(tmp_path / "site", {"index.html": b"one", "cases/a.html": b"a"}, private)
        )
    assert modes(tmp_path / "site") == found


@pytest.mark.parametrize(
    ("private", "was", "becomes"),
    [
        (True, 0o755, 0o700),
        (True, 0o705, 0o700),
        (True, 0o700, 0o700),
        (True, 0o2750, 0o2750),  # opened to one group, by its owner
        (False, 0o755, 0o755),
        (False, 0o700, 0o700),
    ],
)
def test_an_open_folder_is_made_private_for_a_private_export(site, private, was, becomes):
    site.chmod(was)
    (site / "index.html").chmod(0o644)
    with umask(0o022):
        write_output_folder(OutputFolder(site, {"index.html": b"two", "cases/b.html": b"b"}, private))
    assert mode(site) == becomes
    assert mode(site / "cases/b.html") & 0o077 & ~becomes == 0


@pytest.mark.parametrize(("was", "becomes"), [(0o770, 0o770), (0o2770, 0o2770), (0o755, 0o700)])
def test_an_empty_folder_that_is_open_to_a_group_alone_stays_so(tmp_path, was, becomes):
    site = tmp_path / "site"
    site.mkdir()
    site.chmod(was)
    write_output_folder(OutputFolder(site, {"index.html": b"<p>"}, private=True))
    assert stat.S_IMODE(site.stat().st_mode) == becomes
    assert (site / "index.html").read_bytes() == b"<p>"


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "site").mkdir()
    check_folder(tmp_path / "site", force=False)
    write_output_folder(OutputFolder(tmp_path / "site", {"index.html": b"one"}, private=True))
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o700


def test_unchanged_files_are_kept_and_obsolete_ones_removed(site):
    (site / "CNAME").write_text("example.org")
    before = (site / "index.html").stat()

    write_output_folder(OutputFolder(site, {"index.html": b"one", "cases/b.html": b"b"}, private=False))

    after = (site / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert tree(site) == {
        "index.html": b"one", "cases/b.html": b"b", LISTED: b"cases/b.html\nindex.html\n",
        "CNAME": b"example.org",
    }  # fmt: skip


def test_a_folder_that_becomes_empty_is_removed(site):
    write_output_folder(OutputFolder(site, {"index.html": b"two"}, private=False))
    assert not (site / "cases").exists()


def test_a_folder_of_ours_needs_force(site):
    with pytest.raises(Collision) as refusal:
        check_folder(site, force=False)
    assert refusal.value.code == "CF704"
    check_folder(site, force=True)


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_not_made_by_casefile_is_refused_even_with_force(tmp_path, force):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("dear")
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "home")
    for name in ("home", "file", "link"):
        with pytest.raises(BadInput) as refusal:
            check_folder(tmp_path / name, force=force)
        assert refusal.value.code == "CF623"
    with pytest.raises(MachineTrouble):
        check_folder(tmp_path / "nowhere/site", force=force)


@pytest.mark.parametrize("name", ["../letter.txt", "/etc/hostname", "cases/../../letter.txt"])
def test_a_file_list_with_outside_paths_removes_nothing(site, name):
    (site.parent / "letter.txt").write_text("dear")
    (site / LISTED).write_text(f"{name}\nindex.html\n")
    write_output_folder(OutputFolder(site, {"index.html": b"one"}, private=False))
    assert (site.parent / "letter.txt").read_text() == "dear"


def test_nothing_is_written_or_removed_behind_a_link(site):
    away = site.parent / "away"
    away.mkdir()
    (away / "a.html").write_text("theirs")
    (site / "cases/a.html").unlink()
    (site / "cases").rmdir()
    (site / "cases").symlink_to(away)
    with pytest.raises(BadInput):
        write_output_folder(OutputFolder(site, {"index.html": b"two", "cases/b.html": b"b"}, private=False))
    assert tree(away) == {"a.html": b"theirs"}


def test_a_failure_leaves_no_half_folder(tmp_path):
    with pytest.raises(MachineTrouble):
        write_output_folder(OutputFolder(tmp_path / "site", {"a": b"", "a/b": b""}, private=False))
    assert [*tmp_path.iterdir()] == []


def order(**more):
    day = date(2025, 6, 10)
    return ExportOrder("parquet", "public", day, day, **more)


def test_a_format_that_is_a_folder_needs_a_place():
    with pytest.raises(BadInput) as refusal:
        export(Register([]), order())
    assert refusal.value.code == "CF622"
    assert refusal.value.hint == "-o parquet"


def test_the_manifest_is_refused_inside_the_published_folder(tmp_path):
    with pytest.raises(BadInput) as refusal:
        export(Register([]), order(out=tmp_path / "out", manifest=tmp_path / "out/manifest.txt"))
    assert refusal.value.code == "CF623"
    assert [*tmp_path.iterdir()] == []


def test_the_whole_folder_is_written(tmp_path):
    done = export(Register([]), order(out=tmp_path / "out", manifest=tmp_path / "left-out.txt"))
    assert (done.blob, done.path) == (None, tmp_path / "out")
    assert (tmp_path / "out/cases.parquet").is_file()
    assert (tmp_path / "left-out.txt").is_file()
