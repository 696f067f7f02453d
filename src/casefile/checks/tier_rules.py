"""The check rules for tiers: which data a register may contain, and how strict parts of a record must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import digits

from casefile.checks.check_rule import RuleFinding
from casefile.checks.person_names import NonPublicNames
from casefile.checks.rule_subject import CheckedRecord
from casefile.errors import set_field
from casefile.model.random_ids import is_drawn
from casefile.model.settings import Settings
from casefile.model.tiers import TIER_WORDS
from casefile.model.vocabularies import is_stricter
from casefile.names import fold_text, romanisation_key
from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.names.name_words import SHORTEST
from casefile.register.record_summary import Known


def nothing_sealed(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A record or a part of it is `sealed`, but the file is plain text.

    Until casefile can encrypt, sealed data must not be written into a register at all. Remove it; git keeps
    what was committed.
    """
    hint = "remove it; the git history still contains it"
    if subject.tiered and subject.tier == "sealed" and "tier" not in subject.entry.fields:
        yield RuleFinding((), "casefile.yaml seals this record, but it is in plain text", hint)
    if isinstance(subject.record, Settings) and subject.record.tier == "sealed":
        yield RuleFinding(
            ("tier",),
            "a record without a tier counts as sealed, but this file is plain text",
            "write restricted",
        )
    for node in subject.stated_tiers:
        if node.value == "sealed":
            yield RuleFinding(node.path, "sealed data must not be in a record as plain text", hint)


def below_ceiling(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A record, or a part of one, is stricter than the ceiling of this register (casefile.yaml).

    Such registers are pushed to places that everyone can read. Keep the data in another register. Some parts
    are strict by their nature: notes, health, pseudonyms, a minor's name, facts that only a relative reports.
    """
    ceiling = subject.register.settings.ceiling
    if ceiling is None or not subject.tiered:
        return
    message = f"nothing in this register may be stricter than {ceiling}"
    if is_stricter(subject.tier, ceiling):
        stated = "tier" in subject.entry.fields
        if stated:
            yield RuleFinding(("tier",), message, "keep it in another register")
        else:
            fix = set_field("tier", ceiling)
            yield RuleFinding((), message, "no tier is stated; add {fix}", fix)
        return
    stricter = {node.path: node for node in subject.tiers if is_stricter(node.tier, ceiling)}
    for path, node in stricter.items():
        if path[:-1] not in stricter:
            own = isinstance(node.value, dict) and "tier" in node.value
            yield RuleFinding((*path, "tier") if own else path, message, "keep it in another register")


def inner_is_stricter(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A part of a record states a looser tier than the data around it, or than follows from its nature.

    It has no effect: the tier of a part can only be stricter. Other names are also bound by the `name_tier`;
    ill-treatment and health are `restricted`, also if they state a looser tier.
    """
    if all(node.path == ("tier",) for node in subject.stated_tiers):
        return
    for node in subject.stated_tiers:
        if is_stricter(subject.tier_of(node.path[:-1]), TIER_WORDS[node.value]):
            yield RuleFinding(
                node.path,
                "this tier is less strict than the tier around it, or than the default of the field",
                "an inner tier can only be stricter: remove it",
            )


def id_is_opaque(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An id contains a word of a person's name, in any form, and the name is not public.

    Paths, branches and messages contain ids: those of cases, of situations, of sources. Replace it by a
    random one: `casefile rename RECORD --opaque`; git keeps the old one in its history.
    """
    if _has_closed_word(subject, subject.names, subject.around.closed_names):
        yield RuleFinding(("id",), "this id contains a name that is not public", _opaque_id_hint(subject))


def id_is_agreed(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An id contains a word of a person's name, and the consent does not make that name public permanently.

    An id is published permanently: a consent without `named`, a withdrawn one and one that expires do not
    allow a name in it. casefile makes no such id. It reports an existing one, because a consent must be
    recorded correctly in any case: replace the id by a random one, `casefile rename RECORD --opaque`.
    """
    has_closed_word = _has_closed_word(subject, subject.lasting_names, subject.around.closed_for_ever)
    if has_closed_word and not any(id_is_opaque(subject)):
        message = "this id contains a name, and the consent does not make it public permanently"
        yield RuleFinding(("id",), message, _opaque_id_hint(subject))


def _has_closed_word(subject: CheckedRecord, names: Iterable[Known], closed: NonPublicNames) -> bool:
    """Return whether the id contains a word of a name that is not public, of this record or of any case.

    `names` are the record's own names with their tiers; they are found in any form in which an export finds
    them, also written as one word or in another script. `closed` finds those of all cases.
    """
    if subject.entry.kind == "settings":
        return False
    known = [*names]
    words = subject.entry.id.split("-")[2 if subject.entry.kind == "case" else 0 :]
    open_ones = tuple(name for name, tier in known if tier == "public")
    own = tuple(name for name, tier in known if tier != "public")
    if closed.among(words) or not own:
        return bool(closed.among(words))
    public_words = _words(open_ones)
    alike = {_sound_key(word) for word in _words(own) - public_words if len(word) > 2}
    if alike & {_sound_key(word) for word in {*words} - public_words}:
        return True
    suffix = "-".join(words)
    may_be_word = len(suffix.strip(digits)) >= SHORTEST
    return (may_be_word or not is_drawn(suffix)) and HiddenNames([SecretNames(own, open_ones)]).found_in(
        suffix
    )


_sound_key = lru_cache(maxsize=4_096)(romanisation_key)


def _opaque_id_hint(subject: CheckedRecord) -> str:
    return f"casefile rename {subject.entry.id} --opaque; git keeps the old id in its history"


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in fold_text(name).split()}
