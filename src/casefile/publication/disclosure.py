"""Decide which records of a register may be published for one audience, and which parts of each record.

A first look checks tiers, consents and names record by record. Only then is it known which names and ids are
published at all, so that the texts and references of all records can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from msgspec import Struct, field

from casefile.dates import Day
from casefile.model.kinds import suffix_of
from casefile.model.plain_data import texts
from casefile.model.random_ids import is_drawn, may_be_drawn
from casefile.model.settings import Settings
from casefile.model.tiers import TierFacts, record_tier
from casefile.model.vocabularies import CROCKFORD, Tier
from casefile.model.web_addresses import LETTERS_OF_DIGEST, digest_of
from casefile.names.hidden_names import HiddenNames
from casefile.progress import Progress, no_progress, with_progress
from casefile.publication.audience import Audience, Scope, admits
from casefile.publication.ids_in_text import IdFinder, Ids, event_ids, find_ids
from casefile.publication.name_collector import (
    CollectedNames,
    SearchedNames,
    collect_from_other_files,
    collect_names,
    gather_hidden_names,
    start_collecting,
)
from casefile.publication.name_consent import Naming, naming
from casefile.publication.present_limit import Limit, find_counterparts
from casefile.publication.published_references import References
from casefile.publication.redaction import AudienceFacts, Redacted, RedactedSubject, Redactor, TextRules
from casefile.register import Entry, Register

NO_PERSON = Naming(open=True)


class FirstLook(Struct, frozen=True):
    """The result of a first look at a register: the records that tiers permit, and the withheld names.

    `subjects` are the records that may be published at least in part, by id. `by_tier` contains the redaction
    of each by tiers and names only, before its texts and references are checked. `events` are the random ids
    of all events in these files, and `names_in_files` the names in the files, without those in
    `register.unlisted`; `names` includes those too. `of_names` are the ids in `subjects` that may not be
    published because they contain a withheld name, or may contain one. `hidden` finds withheld names in a
    text. For an earlier state, `limit` is the limit that today's register sets, and `ids` gives for each
    record the id of today under which it is published; then `of_names` contains each id that differs from it.
    """

    register: Register
    audience: Audience
    facts: AudienceFacts
    subjects: Mapping[str, RedactedSubject]
    by_tier: Mapping[str, Redacted]
    events: frozenset[str]
    names_in_files: CollectedNames
    names: SearchedNames
    hidden: HiddenNames
    of_names: frozenset[str]
    limit: Limit | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


class DisclosedRecords(Struct, frozen=True):
    """The records that may be published: `kept` contains the redaction of each by its id in the register.

    `withheld` are the ids of the other records, without files with errors and withdrawn cases. `replaced` are
    the ids of records that are published under another id. `unspeakable` are the ids of records and events
    that no text may mention. `known` are the rules by which the texts were checked.
    """

    kept: Mapping[str, Redacted]
    withheld: tuple[str, ...]
    replaced: frozenset[str]
    unspeakable: frozenset[str]
    known: TextRules


def take_first_look(  # noqa: PLR0913, PLR0917 - each is a question of its own
    register: Register,
    audience: Audience,
    scope: Scope,
    day: Day,
    limit: Limit | None = None,
    progress: Progress = no_progress,
) -> FirstLook:
    """Take the first look at a register: redact each record by its tiers and names, and collect all names.

    If two files state the same id, neither is published. `scope` is what a consent must cover before a name
    may be published, `day` the day on which consents are checked. `limit` is given for an earlier state of
    the register.
    """
    today = find_counterparts(register, limit.register) if limit else {}
    in_register = _with_close_today(register, limit.register, today) if limit else register.facts

    def subject(entry: Entry) -> RedactedSubject | None:
        found = subject_of(entry, register.settings.default_tier, audience, scope, day)
        return limit.narrow(found, today.get(entry.id)) if limit and found else found

    shown = {entry.id for entry in register.of_kind("source") if subject(entry)}
    facts = facts_for_audience(in_register, register, shown)
    subjects: dict[str, RedactedSubject] = {}
    by_tier: dict[str, Redacted] = {}
    events: set[str] = set()
    found = start_collecting()
    for entry in with_progress(register.entries.values(), "reading", progress):
        # Where two files have one id, it is not known which of them is the record: neither is published.
        one = subject(entry) if register.by_id.get(entry.id) is entry else None
        left = None
        if one is not None:
            left = Redactor(one, audience, facts).redact()
            subjects[entry.id], by_tier[entry.id] = one, left
        collect_names(found, entry, left)
        events.update(event_ids(entry.data))
        entry.let_go()
    names = gather_hidden_names([found, collect_from_other_files(register), *(limit.names if limit else ())])
    hidden = names.hidden()
    ids = {key: limit.published_id(today.get(key, key)) for key in subjects} if limit else {}
    settings = register.settings
    of_names = frozenset(
        key
        for key, each in subjects.items()
        if ids.get(key, key) != key or may_contain_name(each, hidden, settings)
    )
    return FirstLook(
        register,
        audience,
        facts,
        subjects,
        by_tier,
        frozenset(events),
        found,
        names,
        hidden,
        of_names,
        limit,
        ids,
    )


def disclosed_records(looked: FirstLook, progress: Progress = no_progress) -> DisclosedRecords:
    """Return the records that may be published, with their texts and references checked.

    `looked` is the result of the first look. A record may lose all its content because of its texts. Then
    references to it are not published either, so the check is repeated until no further record is lost.
    """
    register, published = looked.register, {key for key, each in looked.by_tier.items() if each.has_content}
    while True:
        ids = ids_of(looked, looked.by_tier, published, looked.of_names, looked.limit)
        references = References(register, published, looked.audience)
        known = TextRules(looked.hidden, references, ids.unspeakable, looked.names.published)
        kept = {
            key: _read_with(known, looked.subjects[key], looked.by_tier[key], looked.audience, looked.facts)
            for key in with_progress(sorted(published), "redacting", progress)
        }
        lost = {key for key, each in kept.items() if not each.has_content}
        if not lost:
            could = {key for key, entry in register.by_id.items() if could_leave(entry)}
            withheld = tuple(sorted(could - published))
            return DisclosedRecords(
                kept, withheld, frozenset(published - ids.speakable), ids.unspeakable, known
            )
        published -= lost


def ids_of(
    looked: FirstLook,
    left: Mapping[str, Redacted],
    published: AbstractSet[str],
    of_names: AbstractSet[str],
    limit: Limit | None = None,
) -> Ids:
    """Return the ids of a register, divided by whether a text may mention them.

    `left` contains the redaction of each record, `published` the ids of the records that are published,
    `of_names` the ids of these and other records that no text may mention, because they may contain a name.
    `limit` is given for an earlier state.
    """
    seen = frozenset(chain.from_iterable(left[key].events for key in published))
    former = frozenset(chain.from_iterable(left[key].formerly for key in published))
    return divide_ids(looked.register, published - of_names, former, looked.events - seen, limit)


def divide_ids(
    register: Register,
    ids: AbstractSet[str],
    former: AbstractSet[str],
    events: AbstractSet[str],
    limit: Limit | None,
) -> Ids:
    """Return the ids of a register, divided by whether a text may mention them.

    `ids` and `former` are published, the event ids in `events` are withheld. A former id that another record
    has today belongs to that record. An id that contains one that may not be mentioned may not be mentioned
    either. For an earlier state only ids that today's register permits may be mentioned.
    """
    may = frozenset(ids).union(each for each in former if each not in register.by_id)
    known = may.union(register.by_id, register.formerly, _unlisted_ids(register), events)
    if limit is not None:
        may, known = may & limit.ids_today.speakable, known | limit.ids_today.unspeakable
    found = known - may
    while found:
        finder = IdFinder(found)
        found = frozenset(filter(finder.is_in_reading, may))
        may -= found
    return Ids(may, known - may)


def _unlisted_ids(register: Register) -> frozenset[str]:
    """Return the ids in files that are never published: files with errors, other files, withdrawn cases.

    The name of an unlisted file, up to the first dot, counts as an id.
    """
    entries = [*(each for each in register.entries.values() if each.broken), *register.unlisted]
    named = (each.path.rpartition("/")[2].partition(".")[0] for each in register.unlisted)
    return frozenset(filter(None, named)).union(*map(ids_in, entries))


def ids_in(entry: Entry) -> frozenset[str]:
    """Return the ids in a file: of the record, its former ids, and the random ids of its events.

    For a file with errors, the ids that are found in the text of the file are included.
    """
    found = {entry.id, *entry.formerly, *event_ids(entry.data)}
    if entry.broken:
        found.update(find_ids(entry.text), texts(entry.fields.get("formerly")))
    return frozenset(found)


def unreadable_with_ids(register: Register, ids: Collection[str]) -> tuple[str, ...]:
    """Return the paths of unreadable files with an id that occurs within one of these ids."""
    unread = register.unreadable if ids else ()
    return tuple(each.path for each in unread if any(map(IdFinder(ids_in(each)).is_in_reading, ids)))


def _read_with(
    known: TextRules, subject: RedactedSubject, by_tier: Redacted, audience: Audience, facts: AudienceFacts
) -> Redacted:
    """Return the final redaction of a record, with its texts and references checked.

    If all of them may be published, this is the redaction by tiers itself.
    """
    own = known.own(subject, by_tier)
    if by_tier.dependencies is not None and by_tier.dependencies.value.is_all_published(known, own):
        return by_tier
    left = Redactor(subject, audience, facts, known, own).redact()
    subject.entry.let_go()
    return left


def _with_close_today(register: Register, current: Register, counterparts: Mapping[str, str]) -> TierFacts:
    """Return the tier facts of an earlier state; a source that is close to the person today is close in them.

    A close source is the person, a relative or a lawyer. This includes sources that were renamed since, and
    former ids. `counterparts` gives the id of today for each id of the earlier state.
    """
    facts, today = register.facts, current.facts
    close = {
        *facts.close,
        *today.close,
        *(key for key, other in counterparts.items() if other in today.close),
    }
    return TierFacts(register.with_former(close), facts.known)


def facts_for_audience(facts: TierFacts, register: Register, shown: Container[str]) -> AudienceFacts:
    """Return the facts that decide tiers for an audience that sees the sources with the ids in `shown`.

    The former id of a source counts as the source.
    """
    ids = (*register.sources, *(each for each in facts.known or () if each not in register.by_id))
    withheld = frozenset(each for each in ids if register.current(each) not in shown)
    return AudienceFacts(facts.close, facts.known, withheld)


def could_leave(entry: Entry) -> bool:
    """Return whether a record may be published if its tiers permit it: it has no errors and no withdrawal."""
    return not entry.broken and not entry.withdrawn


def subject_of(
    entry: Entry, default: Tier, audience: Audience, scope: Scope, day: Day
) -> RedactedSubject | None:
    """Return the record as the subject of a redaction; None if the audience may see nothing of it.

    `default` is the tier of a record that states none. `scope` is what a consent must cover, `day` the day on
    which it is checked.
    """
    tier = record_tier(entry.fields, default) if could_leave(entry) else None
    if tier is None or not admits(audience, tier):
        return None
    if entry.kind != "case":
        return RedactedSubject(entry, tier, NO_PERSON)
    return RedactedSubject(entry, tier, naming(entry.fields, tier, audience, scope, day))


LIKE_A_DIGEST = re.compile(rf"(.+)-([{CROCKFORD}]{{{LETTERS_OF_DIGEST}}})(?:-[0-9]+)?")
"""The id of a source that may end in the digest of an address, with or without a number after it."""


def _may_have_digest_of_name(subject: RedactedSubject, hidden: HiddenNames) -> bool:
    """Return whether the id of a source may be the digest of an address that contains a withheld name.

    Such a digest could be used to test guesses of the address. It counts as one if no address of the source
    gives this digest: the address may have been removed since. Ids drawn at random contain no digest.
    """
    found = LIKE_A_DIGEST.fullmatch(subject.entry.id) if subject.entry.kind == "source" and hidden else None
    if found is None or found[0] in {f"{start}-{found[2]}" for start in ("source", subject.data.get("kind"))}:
        return False
    urls = [str(subject.data[field]) for field in ("url", "archived_url") if field in subject.data]
    return not any(digest_of(url) == found[2] and not hidden.found_in(url) for url in urls)


def may_contain_name(subject: RedactedSubject, hidden: HiddenNames, settings: Settings) -> bool:
    """Return whether the id of a record contains a withheld name, or may contain one.

    `hidden` finds withheld names. An id may contain one if the person may not be named and the id was not
    drawn at random. If the setting `ids` is `names`, an id that ends in five letters may be a name too.
    """
    key = subject.entry.id
    suffix = suffix_of(key)
    if hidden.found_in(key) or _may_have_digest_of_name(subject, hidden):
        return True
    is_random = is_drawn(suffix) if settings.ids == "names" else may_be_drawn(suffix)
    return not subject.naming.open and bool(subject.naming.names) and not is_random
