"""An export is a whole file or none; what it leaves out is said, and never by name."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import sys
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from casefile import exporters
from casefile.errors import BadInput, Collision, MachineTrouble, TierForbids
from casefile.exporters import Format
from casefile.exporting.export_run import ExportOrder, checked_format, export
from casefile.exporting.export_scope import choose_export_scope
from casefile.files.disk_errors import REASONS
from casefile.git.program_origin import origin
from casefile.loading.read_times import QueryTimes
from casefile.register import Register, read_entry
from casefile.views.record_filter import Filters
from support.exported import everything, place

DAY = date(2025, 6, 10)

OPEN = """\
schema: casefile/case/1
id: kg-2025-7k3mq
tier: public
country: KG
person:
  identification: named
  name: Aizada Toktogulova
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    note: Call again.
    sources:
      - press
"""
KEPT = OPEN.replace("7k3mq", "4x9zt").replace("tier: public", "tier: restricted").replace("Aizada", "Begimai")
BROKEN = OPEN.replace("7k3mq", "9z9z9").replace("type: detention", "type: detentoin")
SOURCE = "schema: casefile/source/1\nid: press\ntier: public\nkind: press_article\n"


def register(**texts):
    paths = {"source": "cases/sources/press.yaml"}
    files = {paths.get(name, f"cases/kg/2025/kg-2025-{name}.yaml"): text for name, text in texts.items()}
    return Register([read_entry(path, text.encode()) for path, text in files.items()])


@pytest.fixture
def known():
    return register(**{"7k3mq": OPEN, "4x9zt": KEPT, "source": SOURCE})


def order(form="jsonl", **more):
    return ExportOrder(**{"form": form, "audience": "public", "on": DAY, "today": DAY, **more})


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_without_a_file_the_bytes_come_back(known):
    done = export(known, order())

    assert done.blob.count(b"\n") == done.records == 2
    assert (done.path, done.broken) == (None, ())
    assert (done.withheld.records, done.withheld.fields) == (1, 1)


def test_a_file_is_written_whole_and_nothing_beside_it(known, tmp_path):
    out, manifest = tmp_path / "register.jsonl", tmp_path / "manifest.txt"

    done = export(known, order(out=out, manifest=manifest))

    assert out.read_bytes() == export(known, order()).blob
    assert (done.blob, done.path) == (None, out)
    assert manifest.read_text() == (
        "cases/kg/2025/kg-2025-4x9zt.yaml: (the whole record)\n"
        "cases/kg/2025/kg-2025-7k3mq.yaml: events.h2v5t.note\n"
    )
    assert names(tmp_path) == ["manifest.txt", "register.jsonl"]


@pytest.mark.parametrize(("audience", "private"), [("public", False), ("partners", True), ("internal", True)])
def test_a_non_public_export_is_readable_only_by_its_owner(known, tmp_path, audience, private):
    out, manifest = tmp_path / "register.jsonl", tmp_path / "manifest.txt"

    export(known, order(audience=audience, out=out, manifest=manifest))

    assert bool(out.stat().st_mode & stat.S_IROTH) != private
    assert stat.S_IMODE(manifest.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept_without_force(known, tmp_path):
    out = tmp_path / "register.jsonl"
    out.write_text("mine")

    with pytest.raises(Collision) as refusal:
        export(known, order(out=out))
    assert (refusal.value.code, out.read_text()) == ("CF704", "mine")

    export(known, order(out=out, force=True))
    assert out.read_text().startswith("{")
    assert names(tmp_path) == ["register.jsonl"]


def test_a_manifest_that_is_there_keeps_the_export_from_being_written(known, tmp_path):
    manifest = tmp_path / "manifest.txt"
    manifest.write_text("mine")

    with pytest.raises(Collision):
        export(known, order(out=tmp_path / "register.jsonl", manifest=manifest))

    assert names(tmp_path) == ["manifest.txt"]


def test_a_format_that_fails_leaves_no_file(known, tmp_path, monkeypatch):
    def write(publication, out, options):
        out.write(b"half")
        raise RuntimeError

    monkeypatch.setattr("casefile.exporters.as_jsonl.write", write)

    with pytest.raises(RuntimeError):
        export(known, order(out=tmp_path / "register.jsonl"))

    assert names(tmp_path) == []


def test_a_disk_error_is_reported_and_leaves_no_file(known, tmp_path, monkeypatch):
    import resource
    import signal

    # the beginning of a module's bytecode would break later runs
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(MachineTrouble) as refusal:
            export(known, order(out=tmp_path / "register.jsonl"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)

    assert refusal.value.code == "CF805"
    assert names(tmp_path) == []


@pytest.mark.parametrize("make", ["folder", "pipe"])
def test_only_an_ordinary_file_is_replaced(known, tmp_path, make):
    out = tmp_path / "out"
    out.mkdir() if make == "folder" else os.mkfifo(out)

    with pytest.raises(BadInput) as refusal:
        export(known, order(out=out, force=True))

    assert refusal.value.code == "CF623"


def test_two_outputs_of_one_name_are_refused(known, tmp_path):
    with pytest.raises(BadInput):
        export(known, order(out=tmp_path / "a", manifest=tmp_path / "a"))


@pytest.mark.parametrize("which", ["out", "manifest"])
@pytest.mark.parametrize(
    "place",
    [
        "-", "cases/x.csv", "cases/kg/x.yaml", "casefile.yaml", "beside/../cases/x", "evidence/x.csv",
        "evidence", "allowed_signers", "schemas/case.schema.json", ".git", ".git/HEAD",
    ],
)  # fmt: skip
def test_neither_a_dash_nor_a_place_of_the_register_is_an_output(known, tmp_path, which, place):
    (tmp_path / "cases/kg").mkdir(parents=True)
    (tmp_path / "beside").mkdir()

    with pytest.raises(BadInput) as refusal:
        export(known, order(root=tmp_path, force=True, **{which: tmp_path / place}))

    assert refusal.value.code == "CF623"
    assert names(tmp_path) == ["beside", "cases"]


@pytest.mark.parametrize("place", ["../.git", "../.git/HEAD", "../kept/HEAD", "../kept/casefile/x.csv"])
def test_no_output_goes_into_a_folder_of_git(known, git, tmp_path, place):
    git("init", "-q", "--separate-git-dir", "kept", ".")
    root = git.folder / "register"
    root.mkdir()
    (git.folder / "kept/casefile").mkdir()
    there = {path: path.read_bytes() for path in git.folder.rglob("*") if path.is_file()}

    with pytest.raises(BadInput) as refusal:
        export(known, order(root=root, out=root / place, force=True))

    assert refusal.value.code == "CF623"
    assert there == {path: path.read_bytes() for path in git.folder.rglob("*") if path.is_file()}


def test_beside_a_register_in_its_repository_an_output_may_go(known, git):
    root = git.folder / "register"
    (root / "schemas").mkdir(parents=True)
    for path in ("../x.csv", "../evidence", "x.csv", "schemas/x.csv"):
        export(known, order(root=root, out=root / path))
        assert (root / path).is_file()


def test_the_manifest_names_the_file_of_a_record_whose_id_is_replaced(tmp_path):
    kept = OPEN.replace("7k3mq", "aizada-toktogulova").replace("  name:", "  name_tier: restricted\n  name:")
    manifest = tmp_path / "manifest.txt"

    export(register(**{"aizada-toktogulova": kept, "source": SOURCE}), order(manifest=manifest))

    assert "cases/kg/2025/kg-2025-aizada-toktogulova.yaml: person.name\n" in manifest.read_text()


@pytest.mark.parametrize(("form", "records"), [("csv", 1), ("csv-events", 1), ("jsonl", 2)])
def test_records_are_counted_that_the_format_holds(known, form, records):
    assert export(known, order(form)).records == records


def test_records_that_a_chosen_one_cites_are_not_counted(known):
    done = export(known, order(chosen={"kg-2025-7k3mq"}))

    assert (done.records, done.blob.count(b"\n")) == (1, 2)


@pytest.fixture
def on_disk(tmp_path):
    """A register in a folder: one open case, one withheld."""
    for suffix, text in {"7k3mq": OPEN, "4x9zt": KEPT}.items():
        path = tmp_path / f"cases/kg/2025/kg-2025-{suffix}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "tags:\n  - sweep\n")
    (tmp_path / "cases/sources").mkdir()
    (tmp_path / "cases/sources/press.yaml").write_text(SOURCE)
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    return tmp_path


@pytest.mark.parametrize("asked", [Filters(status=["held"]), Filters(tag=["sweep"])])
def test_a_record_that_matches_only_internally_counts_as_withheld(on_disk, tmp_path, asked):
    picked = choose_export_scope(on_disk, QueryTimes(datetime(2025, 6, 10, tzinfo=UTC)), asked, "public")
    manifest = tmp_path / "manifest.txt"

    done = export(
        picked.snapshot.register,
        order("csv", chosen=picked.chosen, withheld=picked.withheld, manifest=manifest),
    )

    assert (done.records, done.withheld.records) == (1, 1)
    assert "cases/kg/2025/kg-2025-4x9zt.yaml: (the whole record)\n" in manifest.read_text()


def test_a_missing_folder_is_reported(known, tmp_path):
    with pytest.raises(MachineTrouble) as refusal:
        export(known, order(out=tmp_path / "no" / "a"))

    assert "mkdir" in refusal.value.hint


def test_a_broken_record_is_reported_and_the_others_are_exported():
    done = export(register(**{"7k3mq": OPEN, "9z9z9": BROKEN, "source": SOURCE}), order())

    assert [problem.path for problem in done.broken] == ["cases/kg/2025/kg-2025-9z9z9.yaml"]
    assert done.records == 2


def test_a_named_record_does_not_answer_for_others_that_are_broken():
    known = register(**{"7k3mq": OPEN, "9z9z9": BROKEN, "source": SOURCE})
    asked = {"kg-2025-7k3mq"}

    assert export(known, order(chosen=asked, named=asked)).broken == ()


def test_a_named_record_with_a_broken_source_is_reported():
    known = register(**{"7k3mq": OPEN, "source": SOURCE.replace("press_article", "presse")})
    asked = {"kg-2025-7k3mq"}

    done = export(known, order(chosen=asked, named=asked))

    assert [problem.path for problem in done.broken] == ["cases/sources/press.yaml"]
    assert b'"sources"' not in done.blob


def test_a_named_record_of_which_nothing_may_leave_is_refused_without_a_name(known, tmp_path):
    asked = {"kg-2025-4x9zt"}

    with pytest.raises(TierForbids) as refusal:
        export(known, order(chosen=asked, named=asked, out=tmp_path / "out"))

    assert refusal.value.code == "CF402"
    assert "4x9zt" not in refusal.value.message + refusal.value.hint
    assert "Begimai" not in refusal.value.message + refusal.value.hint
    assert names(tmp_path) == []


def test_an_unknown_format_is_answered_with_the_nearest(known):
    with pytest.raises(BadInput) as refusal:
        export(known, order("jsnl"))

    assert (refusal.value.code, "jsonl" in refusal.value.hint) == ("CF620", True)


@pytest.mark.parametrize("options", [{"bomb": "yes"}, {"bom": "perhaps"}])
def test_an_option_that_the_format_does_not_know_is_refused(known, options):
    with pytest.raises(BadInput) as refusal:
        export(known, order("csv", options=options))

    assert refusal.value.code == "CF621"
    assert "bom" in refusal.value.hint or "yes" in refusal.value.hint


@pytest.mark.parametrize("part", ["", "0/3", "4/3", "1/0", "1/100000", "2", "a/b", "1/3/3", "-1/3", "1/3 "])
def test_an_invalid_part_is_refused(part):
    with pytest.raises(BadInput) as refusal:
        checked_format("pdf", {"part": part})

    assert refusal.value.code == "CF621"
    assert "2/5" in refusal.value.hint


@pytest.mark.parametrize("part", ["1/1", "2/5", "5/5", "99999/99999"])
def test_a_part_names_its_number_and_how_many_there_are(part):
    assert checked_format("pdf", {"part": part}).name == "pdf"


@pytest.fixture
def packed(monkeypatch):
    """A binary format that needs what nobody has installed."""
    form = Format("packed", "as_packed", ".packed", "Not there.", extra="packed", binary=True)
    monkeypatch.setattr("casefile.exporting.export_run.FORMATS", {**exporters.FORMATS, "packed": form})


@pytest.mark.usefixtures("packed")
def test_a_missing_extra_is_one_sentence_with_the_command(known):
    with pytest.raises(MachineTrouble) as refusal:
        export(known, order("packed"))

    assert (refusal.value.code, refusal.value.hint) == ("CF806", f"install it: {origin().command('packed')}")
    assert "casefile-register[packed]" in refusal.value.hint
    assert "'casefile-register[packed]'" not in refusal.value.hint, "the bare name is another program's"


@pytest.mark.usefixtures("packed")
def test_a_binary_format_is_not_written_to_a_terminal(known):
    with pytest.raises(BadInput) as refusal:
        export(known, order("packed", terminal=True))

    assert refusal.value.code == "CF622"


@pytest.mark.parametrize("form", exporters.FORMATS)
def test_the_order_of_reading_does_not_change_the_bytes(form, tmp_path):
    texts = {"7k3mq": OPEN, "4x9zt": KEPT, "source": SOURCE}
    turned = dict(reversed(texts.items()))
    found = []
    for name, read in (("one", register(**texts)), ("other", register(**turned))):
        (tmp_path / name).mkdir()
        out = place(tmp_path / name, form)
        export(read, order(form, audience="internal", out=out))
        found.append(everything(out))

    assert found[0] == found[1]
    assert found[0]


def test_a_database_for_which_there_is_no_room_is_refused(known, tmp_path, monkeypatch):
    def connect(*given, **more):
        database = sqlite3.Connection(*given, **more)
        database.execute("PRAGMA max_page_count = 20")
        return database

    monkeypatch.setattr("casefile.exporters.as_sqlite.sqlite3.connect", connect)
    with pytest.raises(MachineTrouble) as refusal:
        export(known, order("sqlite", out=tmp_path / "register.sqlite"))
    assert refusal.value.code == "CF805"
    assert REASONS[errno.ENOSPC] in refusal.value.message
    assert names(tmp_path) == []


@pytest.mark.parametrize(("form", "made"), [("jsonl", 0), ("sqlite", 1)])
def test_only_a_format_that_needs_one_gets_a_folder_and_nothing_stays_in_it(
    known, tmp_path, monkeypatch, form, made
):
    folders = []

    def folder(**how):
        folders.append(TemporaryDirectory(dir=tmp_path, **how))
        return folders[-1]

    monkeypatch.setattr("casefile.exporting.export_run.TemporaryDirectory", folder)
    export(known, order(form))
    assert (len(folders), names(tmp_path)) == (made, [])


def test_an_export_reports_its_progress(known):
    told = []
    export(known, order(progress=lambda *words: told.append(words)))
    assert [words[:2] for words in told] == [("reading", 0), ("redacting", 0)]
    assert all(of > 0 for _, _, of in told)


@pytest.mark.parametrize(("form", "named"), [("jsonl", True), ("ftm", False)])
def test_the_filtered_publication_is_exported_except_with_another_consent(tmp_path, form, named):
    agreed = "consent:\n  basis: subject\n  scope:\n    - named\n"
    for key, text in (("7k3mq", OPEN.replace("events:", f"{agreed}events:")), ("4x9zt", KEPT)):
        path = tmp_path / f"cases/kg/2025/kg-2025-{key}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    (tmp_path / "cases/sources").mkdir()
    (tmp_path / "cases/sources/press.yaml").write_text(SOURCE)
    picked = choose_export_scope(
        tmp_path, QueryTimes(datetime(2025, 6, 10, tzinfo=UTC)), Filters(records=("kg-2025-7k3mq",)), "public"
    )

    chosen = order(form, chosen=picked.chosen, named=picked.named, publication=picked.publication)
    done = export(picked.snapshot.register, chosen)

    assert (b"Aizada" in done.blob) is named
    assert done == export(picked.snapshot.register, replace(chosen, publication=None))
