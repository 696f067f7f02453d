"""Collect the names in the files of a register: those that an audience may know, and those it may not."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from casefile.model.case_names import all_names, claimed_names, own_names
from casefile.model.plain_data import Data, groups
from casefile.names import fold_text
from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.publication.broken_names import find_names
from casefile.publication.redaction import Redacted
from casefile.register import Entry, Register


class SearchedNames(Struct, frozen=True):
    """The names for which texts are searched.

    `secrets` are the withheld names of people, `published` those that may be published. `called` are the
    names of organisations that may be published. `bodies` are the withheld names and titles of records that
    are not cases.
    """

    secrets: frozenset[SecretNames]
    published: frozenset[str]
    bodies: frozenset[str]
    called: frozenset[str]

    def hidden(self) -> HiddenNames:
        """Return a finder of the names that may not be published."""
        return HiddenNames(self.secrets, self.published, self.bodies, self.called)


FoldedName = tuple[str, str]
"""A name, and the same name in folded letters (see `fold_text`)."""


class CollectedNames(NamedTuple):
    """The names in some files: `published` are names of people that tiers permit, by the id of their record.

    `cases` contains the id and the names of each file of a case, valid or not: two files that state one id
    each have their own names. `claimed` are the names that the claims of a record give its person, by
    the id of the record: they may be published of this person, but permit no name of another person. In
    `published` and `cases`, `collect_permanent_names` uses the path of a file in place of the id. `bodies`
    are the published names of organisations, `titles` the published titles of other records, each with its
    kind. `others` are all names and titles of records that are not cases, published or not, and texts that
    may be one in a file that cannot be read.
    """

    published: dict[str, list[FoldedName]]
    claimed: dict[str, list[FoldedName]]
    cases: list[tuple[str, list[FoldedName]]]
    bodies: list[tuple[str, FoldedName]]
    titles: list[tuple[str, FoldedName]]
    others: list[tuple[str, FoldedName]]


def start_collecting() -> CollectedNames:
    """Return an empty collection of names."""
    return CollectedNames({}, {}, [], [], [], [])


def collect_names(found: CollectedNames, entry: Entry, left: Redacted | None) -> None:
    """Add the names in a file to `found`; nothing for casefile.yaml.

    `left` is the redaction of the record by its tiers, or None if nothing of the file may be published, for
    example because it has errors.
    """
    if entry.kind == "case":
        names = (*all_names(entry.fields), *_unread(entry))
        found.cases.append((entry.id, [*map(_with_folded, names)]))
    elif entry.kind != "settings":
        names = (*_names_of_body(entry.data), *_title(entry.data), *_unread(entry))
        found.others.extend((entry.kind, _with_folded(name)) for name in names)
    data = left.data if left is not None else None
    if data:
        published = [*map(_with_folded, own_names(data))]
        closed = {fold_text(name) for name in own_names(entry.fields)} - {plain for _, plain in published}
        claimed = [each for each in map(_with_folded, claimed_names(data)) if each[1] not in closed]
        found.published.update({entry.id: published} if published else {})
        found.claimed.update({entry.id: claimed} if claimed else {})
        found.bodies.extend((entry.kind, _with_folded(name)) for name in _names_of_body(data))
        found.titles.extend((entry.kind, _with_folded(name)) for name in _title(data))


def collect_from_other_files(register: Register) -> CollectedNames:
    """Return the names in files that are not records and in withdrawn cases; none of them is published."""
    found = start_collecting()
    for entry in register.unlisted:
        collect_names(found, entry, None)
    return found


def collect_permanent_names(register: Register) -> CollectedNames:
    """Return the names in a register; `published` are those that the public may know for ever.

    No name is public in a file with errors, or in two files with one id. The names come from the record
    summaries where these contain them, so that no file is opened for them.
    """
    found = collect_from_other_files(register)
    for path, disclosed in register.names_by_path.items():
        names = [(_with_folded(name), tier == "public") for name, tier in disclosed.lasting]
        found.cases.append((path, [name for name, is_open in names if not is_open]))
        found.published[path] = [name for name, is_open in names if is_open]
    for kind in ("organization", "situation", "source"):
        for row in register.rows_of(kind):
            # The name of a source without a title is its publisher.
            names_of = () if kind == "source" and row.name == row.publisher else row.names
            _add_body(found, kind, names_of, is_open=row.tier == "public")
    for entry in register.of_kind("statute"):
        if not entry.broken:
            _add_body(found, "statute", _title(entry.data), is_open=register.tier(entry.fields) == "public")
    for entry in register.entries.values() if register.unshown else ():
        shown = register.by_id.get(entry.id)
        if entry.broken or shown is None or shown.broken:
            collect_names(found, entry, None)
    return found


def _add_body(found: CollectedNames, kind: str, names: Iterable[str], *, is_open: bool) -> None:
    """Add the names or the title of a record that is not a case; `is_open` if the public may know them."""
    named = [(kind, _with_folded(name)) for name in names]
    found.others.extend(named)
    if is_open:
        (found.bodies if kind == "organization" else found.titles).extend(named)


def unreadable_with_names(register: Register, ids: Collection[str]) -> tuple[str, ...]:
    """Return the paths of unreadable files with a possible name that occurs within one of these ids."""
    return tuple(each.path for each in register.unreadable if _may_name(each, ids)) if ids else ()


def _may_name(entry: Entry, ids: Collection[str]) -> bool:
    return any(map(hidden_of(entry).found_in, ids))


def hidden_of(entry: Entry) -> HiddenNames:
    """Return a finder of the names in a file, public or not; of possible names too if it has errors.

    Titles are not names here.
    """
    return HiddenNames(
        [SecretNames((*all_names(entry.fields), *_names_of_body(entry.data), *_unread(entry)))]
    )


def _with_folded(name: str) -> FoldedName:
    return name, fold_text(name)


def gather_hidden_names(parts: Sequence[CollectedNames], *, for_ever: bool = False) -> SearchedNames:
    """Return the names to search for, withheld and published, from the names collected in files.

    Names in invalid and in fully withheld records are withheld. The name of a person is not withheld if it is
    also a published name of another person, unless `for_ever` is true: a commit message cannot be corrected
    afterwards. The name of an organisation, or a title, is not withheld if a published record of the same
    kind has it too.
    """
    published = {key: names for each in parts for key, names in each.published.items()}
    anywhere = set() if for_ever else {plain for names in published.values() for _, plain in names}
    known = {key: [*names, *published.get(key, [])] for each in parts for key, names in each.claimed.items()}
    secrets = (
        _secret(names, known.get(key) or published.get(key, []), anywhere)
        for each in parts
        for key, names in each.cases
    )
    called = frozenset(name for each in parts for _, (name, _) in each.bodies)
    in_public = {(kind, plain) for each in parts for kind, (_, plain) in (*each.bodies, *each.titles)}
    withheld = (
        name for each in parts for kind, (name, plain) in each.others if (kind, plain) not in in_public
    )
    return SearchedNames(
        frozenset(each for each in secrets if each.withheld),
        frozenset(name for names in published.values() for name, _ in names),
        frozenset(withheld),
        called,
    )


def _secret(
    names: Iterable[FoldedName], published: Iterable[FoldedName], anywhere: Container[str]
) -> SecretNames:
    withheld = tuple(name for name, plain in names if plain not in anywhere)
    return SecretNames(withheld, tuple(name for name, _ in published))


def _unread(entry: Entry) -> Iterator[str]:
    """Yield the texts that may be names in a file with errors, because its data may be missing."""
    if entry.broken:
        yield from find_names(entry.text, entry.data)


def _names_of_body(data: Data | None) -> Iterator[str]:
    """Yield the name, the abbreviation and the other names of an organisation."""
    for field in ("name", "abbreviation"):
        if data and isinstance(data.get(field), str):
            yield str(data[field])
    others = groups((data or {}).get("other_names"))
    yield from (str(each["name"]) for each in others if "name" in each)


def _title(data: Data | None) -> Iterator[str]:
    """Yield the title of a situation, a law or a source."""
    if data and isinstance(data.get("title"), str):
        yield str(data["title"])
