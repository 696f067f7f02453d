"""Create ids: random, so that no path or message discloses a name, or made of words that are public."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from casefile.checks.person_names import identifying_words
from casefile.dates import Day, When
from casefile.editing.edits import Edit
from casefile.errors import BadInput, Collision
from casefile.model.case_names import lasting_name_tier, lasting_names
from casefile.model.field import id_form
from casefile.model.kinds import start_of, suffix_of
from casefile.model.plain_data import Data, Fields, items, mapping
from casefile.model.random_ids import LENGTH, may_be_drawn, random_suffix
from casefile.model.source import host_of
from casefile.model.vocabularies import SPOKE
from casefile.model.web_addresses import LETTERS_OF_DIGEST, digest_of
from casefile.names import romanisation_key, slug
from casefile.names.decoding import is_in_any_reading
from casefile.names.name_words import SHORTEST
from casefile.register import Register, path_of
from casefile.register.record_summary import Known


def free_event_id(taken: Container[str]) -> str:
    """Return a random id for an entry of a ledger that is not in `taken`."""
    return draw_id(random_suffix, taken)


def draw_free_id(register: Register, start: str, made: Container[str] = (), length: int = LENGTH) -> str:
    """Return an id with this start and a random end that no record has or had, and that is not in `made`.

    `length` is the number of random characters.
    """
    return draw_id(lambda: f"{start}-{random_suffix(length)}", register.by_id, register.formerly, made)


NOT_A_DIGEST = LETTERS_OF_DIGEST + 1
"""The number of random characters at the end of the id of a source without a web address.

An id that ends in as many characters as a digest is taken for that of an address that was removed, and an
export replaces it.
"""


def draw_id(draw: Callable[[], str], *taken: Container[str]) -> str:
    """Call `draw` until the id is in none of the containers; return it."""
    made = draw()
    while any(made in each for each in taken):
        made = draw()
    return made


def number_id(base: str, *taken: Container[str]) -> str:
    """Return the id `base` if it is in none of the containers, else `base-2` or the next free number."""
    number, made = 2, base
    while any(made in each for each in taken):
        made, number = f"{base}-{number}", number + 1
    return made


def case_id(register: Register, data: Fields, today: Day, made: Container[str]) -> str:
    """Return a new id for a case: random, or made of the name if the register allows it and it is public.

    It starts with the country in `data` and the year of the first event, or of `today` if that has no date.
    No record of the register has or had the id, and it is not in `made`, the ids that were just created. An
    id made of a name is also not that of a withdrawn case, because the new case would be taken for it.
    """
    start = f"{str(data['country']).lower()}-{first_year(data) or today.year}"
    named = _open_name(data, register) if register.settings.ids == "names" else ""
    if named:
        whole = f"{start}-{named[:LONGEST_SUFFIX].strip('-')}"
        base = f"{whole}-1" if may_be_drawn(suffix_of(whole)) else whole  # must not look like a random id
        return number_id(base, register.by_id, register.formerly, register.withdrawn_ids, made)
    return draw_free_id(register, start, made)


def path_of_new(kind: str, record_id: object) -> str:
    """Return the path of a new record with this id; raises BadInput CF605 for a malformed id."""
    form = id_form(kind)
    if not isinstance(record_id, str) or not form.fits(record_id):
        raise BadInput("CF605", "a record cannot have this id", f"expected {form.expected}")
    return path_of(kind, record_id)


def refuse_taken(register: Register, edit: Edit, *, is_generated: bool) -> None:
    """Raise Collision if another record has the id of a new or moved record (CF703), or had it (CF705).

    The id of a withdrawn case is refused too, except for a generated id: the search in git's history is slow.
    A former id of the record itself is allowed, and so is the record that an interrupted rename has written.
    """
    record_id = str(edit.data["id"])
    there = register.entries.get(edit.path) or register.by_id.get(record_id)
    is_unread = any(problem.path == edit.path for problem in register.problems)
    is_own = edit.moves and there is not None and (there.path, there.data) == (edit.path, edit.data)
    if is_unread or (there is not None and not is_own):
        raise Collision(
            "CF703", f"a record with the id {record_id} already exists", f"casefile show {record_id}"
        )
    moving = register.entries.get(edit.moves or "")
    owner = register.formerly.get(record_id)
    if owner is not None and (moving is None or owner != moving.id):
        raise Collision("CF705", f"{owner} had the id {record_id} before a rename", "choose a different id")
    if edit.kind == "case" and not is_generated and record_id in register.withdrawn_ids:
        raise Collision("CF705", f"a withdrawn case had the id {record_id}", "choose a different id")


LONGEST_SUFFIX = 70
"""The greatest number of characters of a name in the id of a case."""


def _open_name(data: Fields, register: Register) -> str:
    """Return the name as part of an id; empty if the name is not public by tier, age or consent."""
    person = mapping(data.get("person"))
    name = person.get("name")
    is_open = lasting_name_tier(data, register.tier(data)) == "public"
    named = isinstance(name, str) and person.get("identification") == "named"
    return slug(str(name)) if is_open and named else ""


def first_year(data: Data) -> int | None:
    """Return the year of the first event of a case, which becomes part of its id.

    If its date is not exact, it is the year of the last day that the date states. None if there is no event,
    or if its date cannot be read; the record is refused then anyway.
    """
    first: Data = next(iter(items(data.get("events"))), {})
    date = When.find(str(first.get("date")))
    if date is None:
        return None
    return date.last_known.year


def shared_id(register: Register, kind: str, fields: Data, made: Container[str] = ()) -> str:
    """Return a free id for a record other than a case: made of its name if that is public, else random.

    No record has or had the id, and it is not in `made`. It is random if the record could lead to a person:
    where people are the source, and where the words contain part of a name that is not public. The words of a
    source are followed by characters from the digest of its address, or random ones: two clones hardly ever
    create the same id.
    """
    speaks = kind == "source" and fields.get("kind") in SPOKE
    is_law = kind == "statute"
    is_public = is_law or register.tier(fields) == "public"
    name = _words(kind, fields) if is_public and not speaks else ""
    url = str(fields.get("url") or "") if kind == "source" else ""
    if name and not holds_closed_name(register, name, url):
        if kind == "source" and not url:
            words = name[: LONGEST_WORDS - 1].strip("-")
            return draw_free_id(register, words, made, length=NOT_A_DIGEST)
        return number_id(with_digest(name, url) if url else name, register.by_id, register.formerly, made)
    start = str(fields.get("kind")) if speaks else kind
    return draw_free_id(register, start, made)


def draw_separate_id(register: Register, kind: str, data: Data, made: Container[str] = ()) -> str:
    """Return a new id for one of two records with the same id; it is neither in the register nor in `made`.

    A source keeps its id if that follows from its web address and is not in `made`: every clone creates the
    same one.
    """
    record_id = str(data["id"])
    if kind == "case":
        return draw_free_id(register, start_of("case", record_id), made)
    url = str(data.get("url") or "")
    is_public = register.tier(data) == "public"
    if url and is_public and record_id == with_digest(_words(kind, data), url) and record_id not in made:
        return record_id
    return shared_id(register, kind, data, made)


def with_digest(words: str, url: str) -> str:
    """Return the id of a public source: words, a hyphen, and five characters of the digest of its address.

    So two articles hardly ever get the same id in two clones. The id of a source that is not public contains
    nothing of the address: with its digest anyone could test a guess.
    """
    return f"{words}-{digest_of(url)}"


def holds_closed_name(register: Register, words: str, url: str) -> bool:
    """Return whether words of an id or a web address contain a longer part of a name that is not public.

    The address is searched in any encoding. The part may be inside a word, because a host name joins the
    words of a name. Other romanisations count too.
    """
    return is_in_any_reading(url, lambda each: _holds_closed_name(register, f"{words}-{slug(each)}"))


def _holds_closed_name(register: Register, text: str) -> bool:
    like = romanisation_key(text)
    parts = (part for name in _closed_names(register) for part in identifying_words(name))
    return any(
        part in text or (len(alike := romanisation_key(part)) >= SHORTEST and alike in like) for part in parts
    )


def _closed_names(register: Register) -> Iterator[str]:
    """Yield the names that are not permanently public, also those of cases with errors."""
    yield from (name for name, _ in register.closed_names.lasting)
    yield from (name for each in lasting_names_of_broken(register) for name, tier in each if tier != "public")


def lasting_names_of_broken(register: Register) -> Iterator[tuple[Known, ...]]:
    """Yield the names of each case with errors, each with its tier in texts that cannot be changed later."""
    for entry in register.of_kind("case") if register.unshown else ():
        if entry.broken and entry.data:
            yield tuple(lasting_names(entry.data, register.tier(entry.data)))


LONGEST_WORDS = 74
"""The number of characters of the words in an id; with a digest or number it has at most 80 characters."""


def _words(kind: str, fields: Data) -> str:
    """Return the words of an id, from the fields of a record other than a case.

    The title of a source is not used, since it may name a person.
    """
    url = fields.get("url")
    code, article, part = _initials(fields.get("code")), fields.get("article"), fields.get("part")
    words: dict[str, list[object]] = {
        "organization": [fields.get("abbreviation") or fields.get("name")],
        "situation": [fields.get("title")],
        "statute": [fields.get("country"), code, article, part],
        "source": [
            fields.get("publisher") or (url and (slug(host_of(url)) or "web")),
            fields.get("published") or fields.get("accessed"),
        ],
    }
    return slug(" ".join(str(word) for word in words[kind] if word))[:LONGEST_WORDS].strip("-")


def _initials(code: object) -> str:
    return "".join(
        word[0] for word in slug(str(code or "")).split("-") if word and word not in {"of", "the", "on"}
    )
