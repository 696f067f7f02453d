"""Who else can read a place: its own permissions count, and those of every folder above it."""

from __future__ import annotations

import os

import pytest

from casefile.files.file_access import readers_below, readers_of
from support.modes import reachable_folder

NOBODY = 65534
EVERYBODY = {"group", "others"}


@pytest.fixture
def folder():
    with reachable_folder() as made:
        (made / "cases/kg").mkdir(parents=True)
        for path in (made / "cases", made / "cases/kg"):
            path.chmod(0o755)
        (made / "cases/kg/one.yaml").write_text("x")
        (made / "cases/kg/one.yaml").chmod(0o644)
        yield made


def test_a_file_that_every_user_can_read_is_reported(folder):
    assert readers_of(folder / "cases") == EVERYBODY
    assert readers_below(folder / "cases") == EVERYBODY


@pytest.mark.parametrize("closed", ["", "cases", "cases/kg", "cases/kg/one.yaml"])
def test_one_private_folder_on_the_path_is_enough(folder, closed):
    place = folder / closed
    place.chmod(place.stat().st_mode & ~0o077)
    assert readers_below(folder / "cases") == set()


@pytest.mark.parametrize(("mode", "readers"), [(0o711, set()), (0o744, EVERYBODY), (0o755, EVERYBODY)])
def test_a_folder_is_readable_by_users_who_can_list_it(folder, mode, readers):
    (folder / "cases/kg").chmod(mode)
    assert readers_of(folder / "cases/kg") == readers


def test_a_folder_that_can_be_listed_but_not_entered_opens_no_file(folder):
    (folder / "cases/kg").chmod(0o744)
    assert readers_below(folder / "cases") == set()


def test_a_folder_that_can_be_entered_but_not_listed_opens_its_files(folder):
    (folder / "cases/kg").chmod(0o711)
    assert readers_below(folder / "cases") == EVERYBODY


def test_one_open_file_among_closed_ones_is_found(folder):
    for number in range(5):
        (folder / f"cases/{number}.yaml").write_text("x")
        (folder / f"cases/{number}.yaml").chmod(0o600)
    (folder / "cases/kg/one.yaml").chmod(0o604)
    assert readers_below(folder / "cases") == EVERYBODY


def test_a_link_does_not_count_as_its_target(folder):
    (folder / "cases/kg/one.yaml").chmod(0o600)
    (folder / "cases/link.yaml").symlink_to("/etc/passwd")
    assert readers_below(folder / "cases") == set()


@pytest.mark.root
def test_a_group_of_the_owners_own_name_is_the_owner_alone(folder):
    for place in (folder / "cases/kg/one.yaml", folder / "cases/kg", folder / "cases"):
        os.chown(place, 0, 0)
        place.chmod(place.stat().st_mode & ~0o007)
    assert readers_below(folder / "cases") == set()


@pytest.mark.root
def test_a_file_that_a_group_of_several_users_can_read_is_reported(folder):
    for place in (folder / "cases/kg/one.yaml", folder / "cases/kg", folder / "cases"):
        os.chown(place, -1, NOBODY)
        place.chmod(place.stat().st_mode & ~0o007)
    assert readers_of(folder / "cases") == {"group"}
    assert readers_below(folder / "cases") == {"group"}
    (folder / "cases/kg").chmod(0o700)
    assert readers_below(folder / "cases") == set()
