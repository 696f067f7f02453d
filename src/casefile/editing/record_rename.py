"""Rename a record: the file moves, every reference is updated, the old id still finds the record."""

from __future__ import annotations

from pathlib import Path

from casefile.editing.edit_plans import describe_meant_record
from casefile.editing.edits import Edit, Plan, Planner
from casefile.editing.field_edits import without_repeats
from casefile.editing.new_ids import draw_free_id, first_year, path_of_new, refuse_taken
from casefile.editing.referring_records import (
    ReferringRecords,
    data_with_new_id,
    describe_rewritten_references,
    list_remaining_texts,
    rewrite_references,
)
from casefile.errors import BadInput, Collision, TierForbids
from casefile.files.edit_buffers import list_edit_buffers
from casefile.model.kinds import id_by_path, start_of
from casefile.model.plain_data import Fields, former_ids
from casefile.model.references import rename_ids
from casefile.model.vocabularies import is_stricter
from casefile.publication.ids_in_text import IdFinder
from casefile.register import Entry, Register
from casefile.views.record_filter import country_typed


def plan_rename(
    target: str, new_id: str | None = None, country: str | None = None, folder: Path | None = None
) -> Planner:
    """Plan to rename the record that `target` means; without `new_id` a random id is used (`opaque_id`).

    References to the record are changed too. `country` confirms that a case is of that country: without it an
    id of another country is refused. `folder` is the private folder with drafts; None checks none. An
    interrupted rename continues where it stopped. If `new_id` is the record's own id, references by a former
    id that another branch left are changed to it.

    The planner raises BadInput for a withdrawn case, and for an id that is malformed, unchanged or does not
    fit; Collision if another record has or had it, or if an edited text of the record is kept under its old
    id; BrokenData if the record, or a file that may refer to it, has errors; NotFound if `target` means no
    single record; TierForbids if the new id contains the id of a stricter record.
    """

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        if entry.withdrawn:
            raise BadInput("CF626", f"{entry.id} was withdrawn, so its id is random and cannot change", "")
        if new_id == entry.id and (stale := _find_stale_references(register, entry)):
            texts = (each for old in entry.formerly for each in list_remaining_texts(register, entry, old))
            notes = (*describe_rewritten_references(stale), *texts)
            former = tuple((old, entry.id) for old in entry.formerly)
            return Plan(stale.edits, (), (describe_meant_record(register, entry),), notes, renamed=former)
        _refuse_unfinished_edit(entry, folder)
        new = opaque_id(register, entry) if new_id is None else new_id
        path = path_of_new(entry.kind, new)
        if new == entry.id:
            raise BadInput("CF627", f"{new} is already the id of this record", "give the new id")
        referring = rewrite_references(register, entry.id, new)
        edit = Edit(path, entry.kind, _rename_data(entry, new, country), moves=entry.path)
        refuse_taken(register, edit, is_generated=new_id is None)
        _refuse_stricter(register, entry, new)
        notes = (*describe_rewritten_references(referring), *list_remaining_texts(register, entry, entry.id))
        return Plan((edit,), (), (describe_meant_record(register, entry),), notes, along=referring.edits)

    return plan


def _find_stale_references(register: Register, entry: Entry) -> ReferringRecords | None:
    """Return the records that refer to a record by its former ids after a merge, with their new data.

    None if there are none.
    """
    stale = [rewrite_references(register, old, entry.id) for old in entry.formerly]
    ids = dict.fromkeys(entry.formerly, entry.id)
    citing = {each.path: register.entries[each.path] for referring in stale for each in referring.edits}
    edits = (
        Edit(path, each.kind, without_repeats(each.shape, rename_ids(each.shape, each.fields, ids)))
        for path, each in citing.items()
    )
    return ReferringRecords(tuple(edits), sum(each.count for each in stale)) if citing else None


def _refuse_unfinished_edit(entry: Entry, folder: Path | None) -> None:
    """Raise Collision CF708 if a text of the record was edited and not written: `edit` finds it by id."""
    if folder is not None and list_edit_buffers(folder, id_by_path(entry.path)):
        raise Collision(
            "CF708",
            f"an unfinished edit of {entry.id} was saved",
            f"first: casefile edit {entry.id}",
        )


def opaque_id(register: Register, entry: Entry) -> str:
    """Return a new random id: it starts with country and year of a case, or the kind of another record."""
    return draw_free_id(register, start_of(entry.kind, entry.id))


def _refuse_stricter(register: Register, entry: Entry, new: str) -> None:
    """Raise TierForbids CF412 if the id `new` contains the id of a record with a stricter tier."""
    tier = register.tier(entry.fields)
    others = (each for each in register.by_id.values() if each.id != entry.id)
    stricter = (each.id for each in others if is_stricter(register.tier(each.fields), tier))
    if IdFinder(stricter).is_in(new):
        hint = "--opaque generates a random id"
        raise TierForbids("CF412", "the new id contains the id of a record with a stricter tier", hint)


def _rename_data(entry: Entry, new: str, country: str | None) -> Fields:
    """Return the data of the record under its new id; `formerly` lists its earlier ids, not the new one.

    Raises BadInput CF628 if the year or the country of the new id does not fit, or if a country is given for
    a record that is not a case.
    """
    data = data_with_new_id(entry, entry.id, new)
    before = dict.fromkeys((*former_ids(data), entry.id))
    data |= {"id": new, "formerly": [each for each in before if each != new]}
    if not data["formerly"]:
        del data["formerly"]
    if entry.kind == "case":
        _refuse_year(entry, new)
        data["country"] = _country(data, new, country)
    elif country is not None:
        raise BadInput("CF628", "--country can be used only for cases", f"{entry.id} is a {entry.kind}")
    return entry.shape.sort_fields(data)


def _country(data: Fields, new: str, typed: str | None) -> str:
    """Return the country of the new id; raise BadInput CF628 if it changes without `--country` (`typed`).

    It is also raised if `--country` and the id do not agree.
    """
    of_id, before = new[:2].upper(), str(data["country"])
    wanted = before if typed is None else country_typed(typed)
    if of_id == wanted:
        return wanted
    if typed is not None:
        raise BadInput("CF628", f"--country is {wanted}, but the id is of {of_id}", "they must be the same")
    raise BadInput(
        "CF628",
        f"the id is of {of_id}, but the case is of {before}",
        f"if the case is of {of_id}, confirm it: --country {of_id}",
    )


def _refuse_year(entry: Entry, new: str) -> None:
    """Raise BadInput CF628 if the year of the new id is not that of the first event or of an earlier id."""
    data = entry.fields
    begins = first_year(data)
    had = {int(each[3:7]) for each in (entry.id, *former_ids(data))}
    year = int(new[3:7])
    if begins is not None and year not in {begins, *had}:
        hint = f"the year in an id is that of the latest day of the first event: {new[:3]}{begins}{new[7:]}"
        raise BadInput("CF628", f"the case starts in {begins}, but the id has {year}", hint)
