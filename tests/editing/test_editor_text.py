"""`edit`: what a person left in the editor becomes the record, or stays with them; nothing typed is lost."""

from __future__ import annotations

import contextlib
import stat

import pytest

from casefile.editing.edit_plans import Correction, plan_update
from casefile.editing.editor_text import find_record_to_edit, plan_edited_text, typed_text
from casefile.editing.edits import AS_USUAL, WriteOptions
from casefile.editing.write_records import write
from casefile.errors import BadInput, BrokenData, CasefileError, Collision, NotFound, TierForbids
from casefile.files.edit_buffers import create_edit_buffer, list_edit_buffers
from casefile.merging.rebase_edit import NOTE, catch_up

CASE, OTHER = "kg-2025-aaaaa", "kg-2025-bbbbb"


@pytest.fixture
def editing(desk):
    """Begin to edit a record, as `with editing("…") as (subject, sheet)`."""

    @contextlib.contextmanager
    def begin(words=CASE, line=""):
        subject = find_record_to_edit(desk, words, WriteOptions(message=line))
        with create_edit_buffer(subject.private, subject.name, subject.blob) as sheet:
            yield subject, sheet

    return begin


def typing(sheet, old, new):
    text = sheet.text.decode()
    assert old in text
    sheet.place.write_text(text.replace(old, new, 1), newline="")


def save(desk, subject, sheet, how=AS_USUAL, *, drop=False):
    return write(desk, plan_edited_text(subject, sheet, typed_text(subject, sheet), drop=drop), how)


def refused(desk, editing, old, new, words=CASE):
    """Return the refusal of a text, and see that the record and the text are as they were."""
    with editing(words) as (subject, sheet):
        typing(sheet, old, new)
        typed = sheet.text
        with pytest.raises(CasefileError) as error:
            save(desk, subject, sheet)
        assert sheet.text == typed
        assert (desk / subject.entry.path).read_bytes() == subject.blob
        return error.value


def test_comments_and_layout_stay_as_they_were_typed(desk, editing, open_case, git_in):
    with editing() as (subject, sheet):
        typing(sheet, "place: Bishkek", "place:   'Osh'   # the caller was sure")
        written = save(desk, subject, sheet)
    assert open_case.read_bytes() == sheet.text
    (change,) = written.records[0].changes
    assert (change.field, change.old, change.new) == ("events.d1d1d.place", "Bishkek", "Osh")
    git = git_in(desk)
    assert git("status", "--porcelain") == ""
    assert git("show", "-s", "--format=%s") == f"case {CASE}: detention d1d1d: place corrected"


def test_a_comment_alone_is_written_too(desk, editing, open_case, git_in):
    with editing() as (subject, sheet):
        typing(sheet, "tier: public", "tier: public  # as agreed")
        written = save(desk, subject, sheet)
    assert (written.records[0].changes, written.commit) == ((), git_in(desk)("rev-parse", "HEAD"))
    assert "# as agreed" in open_case.read_text()


def test_the_sheet_is_for_its_owner_alone_and_is_erased_with_all_beside_it(editing):
    with editing() as (_, sheet):
        folder = sheet.place.parent
        assert stat.S_IMODE(sheet.place.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        sheet.place.chmod(0o644)
        sheet.shut()
        assert stat.S_IMODE(sheet.place.stat().st_mode) == 0o600
        for left in (f"{sheet.place.name}~", f".{sheet.place.name}.un~", f"#{sheet.place.name}#"):
            (folder / left).write_text("deleted words")
        other = folder / f"another-{sheet.place.name}"
        other.write_text("of another record")
        sheet.erase()
    assert [*folder.iterdir()] == [other]


def test_an_error_is_reported_with_its_line_in_the_text(desk, editing):
    error = refused(desk, editing, "kind: arrest", "kind: arest")
    (problem,) = error.problems
    place = f".git/casefile/drafts/{CASE}.yaml:15:5"
    assert (problem.place, problem.code, error.exit_code) == (place, "CF103", 2)


@pytest.mark.parametrize(
    "case",
    [
        ("country: KG", "country: KG: no", BadInput, "CF010"),
        ("- scns", "- sncs", NotFound, "CF202"),
        ("tier: public", "tier: sealed", TierForbids, "CF401"),
        (f"id: {CASE}", "id: kg-2025-zzzzz", BadInput, "CF630"),
        ("casefile/case/1", "casefile/situation/1", BadInput, "CF630"),
        ("country: KG", "withdrawn: {date: 2025-07-01, reason: error}", BadInput, "CF630"),
        ("country: KG", f"{NOTE}look\ncountry: KG", BadInput, "CF632"),
        ("country: KG", "country: KG\u202e", BadInput, "CF005"),
    ],
)
def test_an_invalid_text_is_refused_and_kept(desk, editing, case):
    old, new, kind, code = case
    error = refused(desk, editing, old, new)
    assert isinstance(error, kind)
    assert error.code == code
    assert error.problems[0].line > 0


def test_events_are_not_removed_without_confirmation(desk, editing, git_in):
    gone = '  - id: h1h1h\n    type: hearing\n    date: "[2025-05-28..2025-06-04]"\n'
    rest = '    outcome: remanded\n    until: "2025-07-21"\n    sources:\n      - occrp-2025-06-04\n'
    error = refused(desk, editing, gone + rest, "")
    assert (error.code, error.message.endswith(" h1h1h")) == ("CF631", True)
    assert f"casefile mark {CASE} h1h1h retracted" in error.hint
    with editing() as (subject, sheet):
        typing(sheet, gone + rest, "")
        written = save(desk, subject, sheet, drop=True)
    assert [each.kind for each in written.records[0].changes] == ["removed"]


@pytest.mark.parametrize("blob", [None, b"", b"  \n\n"])
def test_an_emptied_text_is_refused(desk, editing, blob):
    with editing() as (subject, sheet):
        sheet.place.unlink() if blob is None else sheet.place.write_bytes(blob)
        with pytest.raises(BadInput) as error:
            save(desk, subject, sheet)
    assert error.value.code == "CF625"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1251"])
def test_a_text_that_is_not_utf_8_is_refused_with_a_hint(desk, editing, encoding):
    with editing() as (subject, sheet):
        typing(sheet, "Aleksander Aleksandrov", "Александр Александров")
        blob = sheet.text.decode().encode(encoding)
        sheet.place.write_bytes(blob)
        with pytest.raises(BadInput) as error:
            save(desk, subject, sheet)
        assert sheet.text == blob
    assert error.value.code == "CF001"
    assert "UTF-8" in error.value.hint


def test_line_ends_and_marks_of_another_system_do_not_get_in(desk, editing, open_case):
    with editing() as (subject, sheet):
        typing(sheet, "place: Bishkek", "place: Osh")
        sheet.place.write_bytes(b"\xef\xbb\xbf" + sheet.text.replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
        save(desk, subject, sheet)
    assert open_case.read_bytes() == subject.blob.replace(b"Bishkek", b"Osh")


def test_a_record_that_has_other_line_ends_keeps_them(desk, editing, open_case):
    open_case.write_bytes(open_case.read_bytes().replace(b"\n", b"\r\n"))
    with editing() as (subject, sheet):
        typing(sheet, "place: Bishkek", "place: Osh")
        save(desk, subject, sheet)
    assert open_case.read_bytes() == subject.blob.replace(b"Bishkek", b"Osh")


@pytest.mark.parametrize("words", [CASE, "cases/kg/2025/kg-2025-aaaaa.yaml", "aleksandrov"])
def test_a_record_with_errors_can_be_fixed(desk, editing, open_case, words):
    open_case.write_text(open_case.read_text().replace("kind: arrest", "kind: arest"))
    with editing(words) as (subject, sheet):
        typing(sheet, "kind: arest", "kind: questioning")
        save(desk, subject, sheet)
    assert b"kind: questioning" in open_case.read_bytes()


def test_an_unreadable_file_fixed_to_its_committed_text_needs_no_commit(desk, editing, open_case, git_in):
    open_case.write_text(open_case.read_text().replace("id: d1d1d", "id: d1d1d: what"))
    with editing() as (subject, sheet):
        typing(sheet, "d1d1d: what", "d1d1d")
        written = save(desk, subject, sheet)
    assert (written.commit, written.as_committed) == (None, True)
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_record_that_stays_broken_is_not_saved(desk, editing, open_case):
    open_case.write_text(open_case.read_text().replace("kind: arrest", "kind: arest"))
    assert refused(desk, editing, "place: Bishkek", "place: Osh").code == "CF103"


def test_a_file_that_is_not_utf_8_is_edited_by_its_path(desk, editing, open_case):
    open_case.write_bytes(open_case.read_text().replace("Bishkek", "Бишкек").encode("cp1251"))
    with editing("cases/kg/2025/kg-2025-aaaaa.yaml") as (subject, sheet):
        sheet.place.write_bytes(sheet.text.decode("cp1251").encode())
        save(desk, subject, sheet)
    assert "Бишкек" in open_case.read_text()


def test_an_event_does_not_vanish_from_a_file_that_could_not_be_read(desk, editing, open_case):
    open_case.write_text(open_case.read_text().replace("id: h1h1h", "id: h1h1h: x"))
    with editing() as (subject, sheet):
        sheet.place.write_text(sheet.text.decode().partition("  - id: h1h1h")[0])
        with pytest.raises(BadInput) as error:
            save(desk, subject, sheet)
    assert error.value.code == "CF631"


def test_of_two_files_with_one_id_one_must_be_named(desk, closed_case):
    copy = desk / "cases/kg/2025/kg-2025-ccccc.yaml"
    copy.write_text(closed_case.read_text())
    with pytest.raises(NotFound) as refused:
        find_record_to_edit(desk, OTHER)
    assert refused.value.code == "CF303"
    assert find_record_to_edit(desk, "cases/kg/2025/kg-2025-ccccc.yaml").id == "kg-2025-ccccc"


def test_saving_second_overwrites_nothing(desk, editing, open_case):
    with editing() as (one, first), editing() as (other, second):
        assert first.place != second.place
        typing(first, "place: Bishkek", "place: Osh")
        typing(second, "kind: arrest", "kind: questioning")
        save(desk, one, first)
        with pytest.raises(Collision) as error:
            save(desk, other, second)
        assert error.value.code == "CF707"
        assert b"kind: questioning" in second.text
        first.erase()
    assert "place: Osh" in open_case.read_text()
    assert [each.place for each in find_record_to_edit(desk, CASE).kept] == [second.place]


def test_a_kept_text_takes_over_changes_of_others(desk, editing, today, open_case):
    with editing() as (_, sheet):
        typing(sheet, "kind: arrest", "kind: questioning  # mine")
        write(desk, plan_update(CASE, [Correction("set", "events.d1d1d.place", "Osh")], today))
        again = find_record_to_edit(desk, CASE)
        done = catch_up(again, sheet)
        assert done.taken == ("detention d1d1d: place corrected: Bishkek → Osh",)
        assert done.against == ()
        save(desk, again, sheet)
    assert "kind: questioning  # mine" in open_case.read_text()
    assert "place: Osh" in open_case.read_text()


def test_a_contradicting_change_is_noted_and_must_be_resolved(desk, editing, today, open_case):
    with editing() as (_, sheet):
        typing(sheet, "place: Bishkek", "place: Naryn")
        write(desk, plan_update(CASE, [Correction("set", "events.d1d1d.place", "Osh")], today))
        again = find_record_to_edit(desk, CASE)
        done = catch_up(again, sheet)
        assert done.against == ("detention d1d1d: place corrected: Bishkek → Osh",)
        assert f"{NOTE}{done.against[0]}\n" in sheet.text.decode()
        with pytest.raises(BadInput) as error:
            save(desk, again, sheet)
        assert (error.value.code, error.value.problems[0].line) == ("CF632", 1)
        lines = sheet.text.decode().splitlines(keepends=True)
        sheet.place.write_text("".join(line for line in lines if not line.startswith(NOTE)))
        save(desk, again, sheet)
    assert "place: Naryn" in open_case.read_text()


def test_the_same_change_by_both_is_no_contradiction(desk, editing, today):
    with editing() as (_, sheet):
        typing(sheet, "place: Bishkek", "place: Osh")
        write(desk, plan_update(CASE, [Correction("set", "events.d1d1d.place", "Osh")], today))
        again = find_record_to_edit(desk, CASE)
        assert catch_up(again, sheet) == type(catch_up(again, sheet))()
        assert typed_text(again, sheet).encode() == again.blob


def test_a_kept_text_takes_in_the_comments_of_others(desk, editing, open_case):
    with editing() as (_, sheet):
        typing(sheet, "place: Bishkek", "place: Osh")
        open_case.write_text(open_case.read_text().replace("kind: arrest", "kind: arrest  # by two men"))
        again = find_record_to_edit(desk, CASE)
        assert catch_up(again, sheet) == type(catch_up(again, sheet))()
        save(desk, again, sheet)
    assert "kind: arrest  # by two men" in open_case.read_text()
    assert "place: Osh" in open_case.read_text()


def test_a_standing_never_gets_the_reason_of_another_one(desk, editing, today, open_case):
    with editing() as (_, sheet):
        typing(sheet, "kind: arrest", "kind: arrest\n    standing: refuted")
        others = [("standing", "disputed"), ("resolution.reason", "The police deny it.")]
        write(
            desk,
            plan_update(CASE, [Correction("set", f"events.d1d1d.{name}", to) for name, to in others], today),
        )
        done = catch_up(find_record_to_edit(desk, CASE), sheet)
        assert len(done.against) == len(others)
        assert "standing: refuted" in sheet.text.decode()
        assert "    resolution:" not in sheet.text.decode()


def test_an_event_that_the_text_removed_is_noted_if_others_changed_it(desk, editing, today, open_case):
    with editing() as (_, sheet):
        text = sheet.text.decode()
        start = text.index("  - id: d1d1d")
        sheet.place.write_text(text[:start] + text[text.index("  - id:", start + 1) :])
        write(desk, plan_update(CASE, [Correction("set", "events.d1d1d.place", "Osh")], today))
        done = catch_up(find_record_to_edit(desk, CASE), sheet)
        assert done.against == ("detention d1d1d: place corrected: Bishkek → Osh",)
        assert "id: d1d1d" not in sheet.text.decode()


def test_events_and_tags_of_both_are_in_the_text(desk, editing, today, open_case):
    with editing() as (_, sheet):
        typing(sheet, "events:\n", "tags:\n  - mine\nevents:\n")
        write(desk, plan_update(CASE, [Correction("add", "tags", "theirs")], today))
        done = catch_up(find_record_to_edit(desk, CASE), sheet)
        assert done == type(done)(taken=("tag added: theirs",))
        assert "  - mine\n  - theirs\n" in sheet.text.decode()


def test_a_text_with_errors_keeps_its_words_when_others_wrote(desk, editing, today):
    with editing() as (_, sheet):
        typing(sheet, "place: Bishkek", "place: [Naryn")
        write(desk, plan_update(CASE, [Correction("set", "events.d1d1d.place", "Osh")], today))
        assert catch_up(find_record_to_edit(desk, CASE), sheet).against
        assert b"place: [Naryn" in sheet.text


def test_only_a_changed_text_is_kept(desk, editing):
    with editing() as (subject, _):
        assert list_edit_buffers(subject.private, subject.name) == ()  # somebody has it open
    assert list_edit_buffers(subject.private, subject.name) == ()
    with editing() as (_, sheet):
        typing(sheet, "place: Bishkek", "place: Osh")
    (kept,) = find_record_to_edit(desk, CASE).kept
    assert b"place: Osh" in kept.text


def test_a_line_that_history_must_not_keep_is_refused_before_the_editor_opens(editing):
    with pytest.raises(TierForbids), editing(line="for Zyyagul"):
        pass


def test_only_records_are_edited(desk, editing):
    for words in ("casefile.yaml", "cases/kg/none.yaml", "nobody"):
        with pytest.raises(NotFound):
            find_record_to_edit(desk, words)
    (desk / "cases/kg/2025/kg-2025-ddddd.yaml").symlink_to("kg-2025-aaaaa.yaml")
    with pytest.raises(BrokenData):
        find_record_to_edit(desk, "cases/kg/2025/kg-2025-ddddd.yaml")


def test_a_record_that_went_away_meanwhile_does_not_come_back(desk, editing, open_case):
    with editing() as (subject, sheet):
        typing(sheet, "place: Bishkek", "place: Osh")
        open_case.unlink()
        with pytest.raises(Collision) as refused:
            save(desk, subject, sheet)
        assert refused.value.code == "CF707"
