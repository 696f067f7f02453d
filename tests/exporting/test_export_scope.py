"""A filter of an export looks at what is published, so that a withheld unknown is chosen like a real one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from casefile.custody.state import ALL_STATUSES
from casefile.exporting.export_scope import choose_export_scope
from casefile.loading.read_times import QueryTimes
from casefile.model.record_shapes import shape_of
from casefile.views.record_filter import Filters
from casefile.yaml.canonical_text import write

NOW = QueryTimes(datetime(2025, 6, 10, tzinfo=UTC))
ARREST = {"id": "h0001", "type": "detention", "kind": "arrest", "date": "2025-05-28"}
RELEASE = {"id": "h0002", "type": "release", "date": "2025-06-02"}
PEOPLE = {
    "held0": [ARREST],
    "free0": [ARREST, RELEASE],
    "asked": [{**ARREST, "kind": "questioning"}],
    "0pen0": [ARREST, {**RELEASE, "tier": "restricted"}],
    "taken": [ARREST, RELEASE, {**ARREST, "id": "h0003", "date": "2025-06-05", "tier": "restricted"}],
}
"""By the end of their ids: held, released, not known, released in secret, detained again in secret."""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    for suffix, events in PEOPLE.items():
        path = tmp_path / f"cases/kg/2025/kg-2025-{suffix}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = {
            "schema": "casefile/case/1", "id": path.stem, "tier": "public", "country": "KG",
            "person": {"identification": "unnamed", "descriptor": "reporter"}, "events": events,
        }  # fmt: skip
        path.write_text(write(shape_of("case"), data))
    return tmp_path


def chosen(folder, audience="public", **asked):
    picked = choose_export_scope(folder, NOW, Filters(**asked), audience)
    return {key[-5:] for key in picked.chosen}, {key[-5:] for key in picked.withheld}


@pytest.mark.parametrize(
    ("status", "found", "withheld"),
    [
        ("held", {"held0"}, {"taken"}),
        ("released", {"free0"}, {"0pen0"}),
        ("unknown", {"asked", "0pen0", "taken"}, set()),
        ("dead", set(), set()),
    ],
)
def test_a_status_is_the_published_one(folder, status, found, withheld):
    assert chosen(folder, status=[status]) == (found, withheld)


@pytest.mark.parametrize("status", ALL_STATUSES)
def test_possibly_adds_every_unknown(folder, status):
    plain, _ = chosen(folder, status=[status])

    assert chosen(folder, status=[status], possibly=True) == (plain | {"asked", "0pen0", "taken"}, set())


def test_an_internal_export_withholds_none_of_these(folder):
    assert chosen(folder, "internal", status=["held"]) == ({"held0", "taken"}, set())
    assert chosen(folder, "internal", status=["unknown"]) == ({"asked"}, set())


def test_other_filters_use_published_values_too(folder):
    assert chosen(folder, country=["KG"]) == ({*PEOPLE}, set())
    assert chosen(folder, country=["KZ"]) == (set(), set())


def test_a_named_statute_does_not_choose_a_case_by_a_withheld_charge(folder):
    statute = {"schema": "casefile/statute/1", "id": "art-330", "tier": "public", "country": "KG"}
    (folder / "cases/statutes").mkdir()
    (folder / "cases/statutes/art-330.yaml").write_text(write(shape_of("statute"), statute))
    charge = {"id": "c0001", "type": "charge", "date": "2025-06-01", "charges": [{"statute": "art-330"}]}
    for suffix, tier in (("held0", "restricted"), ("free0", "public")):
        path = folder / f"cases/kg/2025/kg-2025-{suffix}.yaml"
        data = {
            "schema": "casefile/case/1", "id": path.stem, "tier": "public", "country": "KG",
            "person": {"identification": "unnamed", "descriptor": "reporter"},
            "events": [ARREST, {**charge, "tier": tier}],
        }  # fmt: skip
        path.write_text(write(shape_of("case"), data))
    picked, withheld = chosen(folder, records=("art-330",))
    assert (picked, withheld) == ({"free0", "t-330"}, {"held0"})


@pytest.fixture
def nested(folder):
    """A public case of a situation that is part of a public one, but through a restricted one."""
    places = folder / "cases/situations"
    places.mkdir()
    for name, tier, part_of in (
        ("whole", "public", ""),
        ("between", "restricted", "whole"),
        ("inner", "public", "between"),
    ):
        data = {"schema": "casefile/situation/1", "id": name, "tier": tier, "title": name.title()}
        text = write(shape_of("situation"), data | ({"part_of": [part_of]} if part_of else {}))
        (places / f"{name}.yaml").write_text(text)
    path = folder / "cases/kg/2025/kg-2025-held0.yaml"
    path.write_text(path.read_text().replace("country: KG\n", "country: KG\nsituations:\n  - inner\n"))
    return folder


def test_parts_of_a_situation_are_found_by_published_values(nested):
    assert chosen(nested, situation=["inner"]) == ({"held0"}, set())
    for name in ("between", "whole"):
        assert chosen(nested, situation=[name]) == (set(), {"held0"})
        assert chosen(nested, situation=[name], audience="internal") == ({"held0"}, set())


def test_a_situation_with_a_withheld_part_is_exported_without_it(nested):
    picked = choose_export_scope(nested, NOW, Filters(records=["whole"]), "public")
    assert (picked.chosen, picked.named) == ({"whole"}, {"whole"})
    picked = choose_export_scope(nested, NOW, Filters(records=["whole"]), "internal")
    assert picked.chosen == {"whole", "between", "inner", "kg-2025-held0"}


def test_consents_of_an_earlier_state_end_by_the_clock_of_today(folder, git_in):
    """10 June at 6:00 in Bishkek is 9 June in Honolulu, the last day of a consent."""
    settings = folder / "casefile.yaml"
    settings.write_text(f"{settings.read_text()}timezone: Pacific/Honolulu\n")
    git = git_in(folder)
    git("init", "-q")
    git("config", "user.name", "desk-1")
    git("config", "user.email", "desk-1@register.invalid")
    git("add", ".")
    git("commit", "-qm", "earlier")
    settings.write_text(settings.read_text().replace("Pacific/Honolulu", "Asia/Bishkek"))

    earlier = choose_export_scope(folder, replace(NOW, known_at="HEAD"), Filters(), "public")

    assert earlier.snapshot.register.settings.timezone == "Pacific/Honolulu"
    assert earlier.today == choose_export_scope(folder, NOW, Filters(), "public").today == NOW.now.date()


@pytest.mark.parametrize(
    "asked", [{"situation": ["sweep-new"]}, {"records": ["sweep-new"]}, {"situation": ["sweep"]}]
)
def test_an_earlier_state_is_filtered_by_an_id_of_today_too(desk, open_case, git_in, answer, asked):
    (desk / "cases/situations").mkdir(exist_ok=True)
    (desk / "cases/situations/sweep.yaml").write_text(
        "schema: casefile/situation/1\nid: sweep\ntier: public\ntitle: A sweep\n"
    )
    text = open_case.read_text()
    open_case.write_text(text.replace("country: KG\n", "country: KG\nsituations:\n  - sweep\n", 1))
    git = git_in(desk)
    git("add", "-A")
    git("commit", "-qm", "A sweep")
    before = git("rev-parse", "HEAD")
    answer(desk, "rename", "sweep", "sweep-new")

    picked = choose_export_scope(desk, replace(NOW, known_at=before), Filters(**asked), "public")

    assert "kg-2025-aaaaa" in picked.chosen
