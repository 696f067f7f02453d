"""The check rules for private data and names in texts; a message never repeats the text."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.checks.check_rule import RuleFinding
from casefile.checks.person_names import secret_of
from casefile.checks.private_text import private_places
from casefile.checks.rule_subject import CheckedRecord
from casefile.model.case_names import names_in_claim
from casefile.model.person import is_name_field
from casefile.model.plain_data import groups
from casefile.model.tiers import name_tier
from casefile.model.vocabularies import TIERS, Tier, strictest
from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.register import Entry
from casefile.register.field_scan import TextField
from casefile.register.record_summary import Known


def private_things(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A text seems to contain an e-mail address, a telephone or identity number or a street address.

    Such data must not be in any file: forms that need it ask for it at export time. Remove it; git keeps what
    was committed. If it is something else, ignore this warning.
    """
    for node in subject.survey.texts:
        for what, start in private_places(node.value):
            above = node.value.count("\n", 0, start)
            where = f", in line {above + 1} of the text" if above else ""
            yield RuleFinding(
                node.path,
                f"this text may contain {what}{where}",
                "remove it, or ignore this if it is something else",
            )


def name_in_looser_text(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A text contains a name that fewer people may know than may read the text.

    It may be a name of the person of this record or of another case, in any form in which an export withholds
    it; one word of a name is enough (`docs/names.md`). An export leaves the text out, even if another person
    is meant, but everyone who has the file can read the text. Write the role instead, or make the text as
    strict as the name. The names of an organisation are such texts too. So are the title and the authors of a
    source, and addresses, which are decoded first: percent-encoding, IDN hosts, base64, entities.
    """
    own = _own_names(subject)
    others = subject.around.secrets(subject.tier) if subject.tiered else None
    if not own and others is None:
        return
    candidates = (*subject.survey.texts, *subject.survey.addresses)
    nodes = [node for node in candidates if not is_a_name(node, subject.entry)]
    finders = {*own.values()}
    for node in nodes if finders or others is not None else ():
        # How strict a text is, is only worked out where it holds a name at all, and few do.
        held = any(finder.found_in(node.value) for finder in finders)
        other = others is not None and others.may_be_in(node.value)
        if not (held or other):
            continue
        tier = subject.tier_of(node.path)
        if held and tier in own and own[tier].found_in(node.value):
            message = "this text contains a name with a stricter tier"
            yield RuleFinding(node.path, message, _hint(node, subject.entry))
        elif other and others is not None and others.are_in(node.value, tier):
            message = "this text contains a name of another case, or part of it, with a stricter tier"
            yield RuleFinding(node.path, message, _hint(node, subject.entry))


def _hint(node: TextField, entry: Entry) -> str:
    """Return how to change a text that contains a name.

    In an address or the name of an organisation, no role can replace the name.
    """
    if entry.kind == "organization" and node.path[0] in {"name", "abbreviation", "other_names"}:
        return "make this record as strict as the name; until then exports replace the name"
    if node.path[-1] in {"url", "archived_url"}:
        again = f"the id may contain a part of this name: casefile rename {entry.id} --opaque"
        return f"cite another address ({again}), or make this record as strict as the name"
    if node.path[0] == "authors":
        return "omit the author, or make this record as strict as the name"
    return "write the role instead"


def _own_names(subject: CheckedRecord) -> dict[Tier, HiddenNames]:
    """Return the finders of the person's own names that a text may not contain, by the tier of the text.

    A tier in which a text may contain all names has none. An export for the readers of a tier uses the same
    finder with the same names.
    """
    names = [*subject.names, *_claimed_names(subject)]
    if all(tier == subject.tier for _, tier in names):
        return {}
    found: dict[SecretNames, HiddenNames] = {}
    return {
        tier: found.setdefault(secret, HiddenNames([secret]))
        for tier in TIERS[TIERS.index(subject.tier) :]
        if (secret := secret_of(names, tier)).withheld
    }


def _claimed_names(subject: CheckedRecord) -> Iterator[Known]:
    """Yield the names that claims in the record give the person, each with its tier."""
    data = subject.entry.fields if subject.case else {}
    for place, claim in enumerate(groups(data.get("claims"))):
        for name in names_in_claim(claim):
            yield name, strictest(name_tier(data, subject.tier), subject.tier_of(("claims", place)))


def is_a_name(node: TextField, entry: Entry) -> bool:
    """Return whether a field, or the value of a claim, is itself a name of the person.

    The tiers of names apply to it, not the rule for names in texts.
    """
    match node.path:
        case ("claims", int(place), "value") | ("claims", int(place), "resolution", "value"):
            return is_name_field(str(entry.data["claims"][place]["field"]))  # type: ignore[index]
    return is_name_field(".".join(step for step in node.path if isinstance(step, str)))
