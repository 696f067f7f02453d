"""Tiers: what may stand in this register, and how strict its parts must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import digits

from casefile.checks.check_rule import RuleFinding
from casefile.checks.person_names import Suspects
from casefile.checks.rule_subject import CheckedRecord
from casefile.model.random_ids import is_drawn
from casefile.model.settings import Settings
from casefile.model.tiers import TIER_WORDS
from casefile.model.vocabularies import is_stricter
from casefile.names import fold_text, romanisation_key
from casefile.names.hidden_names import Hidden, Secret
from casefile.names.name_words import SHORTEST
from casefile.register.record_summary import Known


def nothing_sealed(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Something is `sealed` and stands in plain text.

    Until casefile can encrypt, what is sealed must not be written into a register at all. Take it out; git
    keeps what was committed.
    """
    hint = "take it out; git keeps what was committed"
    if subject.tiered and subject.tier == "sealed" and "tier" not in subject.entry.fields:
        yield RuleFinding((), "this record is sealed by casefile.yaml and is here in plain text", hint)
    if isinstance(subject.record, Settings) and subject.record.tier == "sealed":
        yield RuleFinding(
            ("tier",), "whatever states no tier would be sealed, in plain text", "write restricted"
        )
    for node in subject.stated_tiers:
        if node.value == "sealed":
            yield RuleFinding(node.path, "what is sealed must not be here in plain text", hint)


def below_ceiling(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A record, or a part of one, is stricter than the ceiling of this register (casefile.yaml).

    Such registers are pushed to places that everybody reads. Keep it in another register. Some parts are
    strict by their nature: notes, health, pseudonyms, a minor's name, what only a relative tells.
    """
    ceiling = subject.register.settings.ceiling
    if ceiling is None or not subject.tiered:
        return
    message = f"this register holds nothing stricter than {ceiling}"
    if is_stricter(subject.tier, ceiling):
        stated = "tier" in subject.entry.fields
        tier_hint = f"no tier is stated here; say it: --set tier={ceiling}"
        hint = "keep it in another register" if stated else tier_hint
        yield RuleFinding(("tier",) if stated else (), message, hint)
        return
    stricter = {node.path: node for node in subject.tiers if is_stricter(node.tier, ceiling)}
    for path, node in stricter.items():
        if path[:-1] not in stricter:
            own = isinstance(node.value, dict) and "tier" in node.value
            yield RuleFinding((*path, "tier") if own else path, message, "keep it in another register")


def inner_is_stricter(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An inner part states a looser tier than what surrounds it, or than what it is by its nature.

    It would not be shown all the same: an inner tier may only be stricter. Other names are also bound by the
    `name_tier`; ill-treatment and health are `restricted` whatever they state.
    """
    if all(node.path == ("tier",) for node in subject.stated_tiers):
        return
    for node in subject.stated_tiers:
        if is_stricter(subject.tier_of(node.path[:-1]), TIER_WORDS[node.value]):
            yield RuleFinding(
                node.path,
                "this is looser than what surrounds it, or than what it is by its nature",
                "an inner tier is only stricter: take it out",
            )


def id_is_opaque(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An id holds a word of a person's name, in any form, and not everybody may know that name.

    Paths, branches and messages carry ids: those of cases, of situations, of sources. Draw an opaque one in
    its place: `casefile rename RECORD --opaque`; git keeps the old one in its history.
    """
    if _has_closed_word(subject, subject.names, subject.around.closed_names):
        yield RuleFinding(("id",), "this id tells a name that is not public", _redrawn(subject))


def id_is_agreed(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An id holds a word of a person's name, and the consent does not give that name to everybody for ever.

    An id is published for good: a consent without `named`, one that was taken back and one that ends give no
    name to it. No new id is made so. One that stands is told, since what was agreed must always be written
    down: draw an opaque one then, `casefile rename RECORD --opaque`.
    """
    has_closed_word = _has_closed_word(subject, subject.lasting_names, subject.around.closed_for_ever)
    if has_closed_word and not any(id_is_opaque(subject)):
        message = "this id tells a name that the consent does not give to everybody for ever"
        yield RuleFinding(("id",), message, _redrawn(subject))


def _has_closed_word(subject: CheckedRecord, names: Iterable[Known], closed: Suspects) -> bool:
    """Return whether the id holds a closed word of these names of its own, or of the names of all cases.

    A name of its own is found in any form in which an export finds it: of words in one, in other letters.
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
    alike = {_likened(word) for word in _words(own) - public_words if len(word) > 2}
    if alike & {_likened(word) for word in {*words} - public_words}:
        return True
    suffix = "-".join(words)
    may_be_word = len(suffix.strip(digits)) >= SHORTEST
    return (may_be_word or not is_drawn(suffix)) and Hidden([Secret(own, open_ones)]).found_in(suffix)


_likened = lru_cache(maxsize=4_096)(romanisation_key)


def _redrawn(subject: CheckedRecord) -> str:
    return f"casefile rename {subject.entry.id} --opaque; git keeps the old id in its history"


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in fold_text(name).split()}
