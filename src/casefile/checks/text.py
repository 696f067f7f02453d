"""Free text: what does not belong into any file, found by its form; the value itself is never repeated."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.checks.names import words_of
from casefile.checks.private import private_places
from casefile.checks.rule import Finding
from casefile.checks.subject import Subject
from casefile.model.names.decoding import is_in_any_reading
from casefile.model.words import TIERS, Tier
from casefile.register import Entry
from casefile.summary import Said


def private_things(subject: Subject) -> Iterator[Finding]:
    """A text seems to hold an e-mail address, a telephone or identity number or a street address.

    Such things are kept out of every file: forms that need them ask at export time. Take it out; git keeps
    what was committed. If it is something else, nothing needs to be done.
    """
    for node in subject.survey.texts:
        for what, start in private_places(node.value):
            above = node.value.count("\n", 0, start)
            where = f", in line {above + 1} of the text" if above else ""
            yield Finding(
                node.path,
                f"this seems to hold {what}{where}",
                "take it out, or ignore this if it is something else",
            )


def name_in_looser_text(subject: Subject) -> Iterator[Finding]:
    """A text holds a name that fewer may know than may read the text.

    It may be the person's of this record, where any telling word of the name counts, or that of another case,
    where the whole name does. Say the role instead, or make the text as strict as the name. What an
    organisation is called is such a text too: an export leaves out a name that holds the whole of a person's.
    So are the title of a source, and addresses, which are decoded first: percent-encoding, IDN hosts, base64,
    entities.
    """
    own = _own_names(subject)
    others = subject.around.secrets(subject.tier) if subject.tiered else None
    if not own and others is None:
        return
    stems_of_own = frozenset(word for words, _ in own for word in words)
    for node in (*subject.survey.texts, *subject.survey.addresses):
        # How strict a text is, is only worked out where it holds a name at all, and few do.
        held = _stands_in(stems_of_own, node.value)
        other = others is not None and others.stand_in(node.value, "public")
        if not (held or other) or is_a_name(node, subject.entry):
            continue
        tier = subject.tier_at(node.path)
        if held and _stands_in(_hidden(own, tier), node.value):
            message = "this text holds a name that fewer may know"
            yield Finding(node.path, message, _hint(node, subject.entry))
        elif other and others is not None and others.stand_in(node.value, tier):
            message = "this text holds the name of another case"
            yield Finding(node.path, message, _hint(node, subject.entry))


def _hint(node: Said, entry: Entry) -> str:
    """Return how a text is changed that holds a name; an address or the name of a body has no role to say."""
    if entry.kind == "organization" and node.path[0] in {"name", "abbreviation", "other_names"}:
        return "make this record as strict as the name; exports call it otherwise until then"
    if node.path[-1] in {"url", "archived_url"}:
        return "cite another address, or make this record as strict as the name"
    return "say the role instead"


def _own_names(subject: Subject) -> list[tuple[frozenset[str], Tier]]:
    """Return the keys of the telling words of each name, if any is stricter than the record."""
    if all(tier == subject.tier for _, tier in subject.names):
        return []
    return [(_keys(name), tier) for name, tier in subject.names]


def _keys(name: str) -> frozenset[str]:
    return frozenset(key for word in words_of(name) if word.is_telling for key in word.stems)


def _stands_in(hidden: frozenset[str], text: str) -> bool:
    return bool(hidden) and is_in_any_reading(
        text, lambda reading: any(not hidden.isdisjoint(word.unbent_alone) for word in words_of(reading))
    )


def _hidden(own: list[tuple[frozenset[str], Tier]], tier: Tier) -> frozenset[str]:
    """Return the keys of names that are stricter than a text of a tier, without those that it may hold."""
    limit = TIERS.index(tier)
    hidden = frozenset(word for words, tier in own if TIERS.index(tier) > limit for word in words)
    return hidden.difference(word for words, tier in own if TIERS.index(tier) <= limit for word in words)


def is_a_name(node: Said, entry: Entry) -> bool:
    """Whether the text is a name itself, which the tiers of names look after."""
    match node.path:
        case ("person", "name" | "other_names", *_) | ("authors", *_):
            return True
        case ("claims", int(place), "value"):
            return str(entry.data["claims"][place]["field"]).startswith("person.")  # type: ignore[index]
    return False
