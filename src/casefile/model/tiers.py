"""Compute the tier (confidentiality) of each node of a record.

The tier is the strictest of those that the model, the record itself, the content of the node and other fields
of the record give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache

from msgspec import Struct

from casefile.model.field import COUNTRY_CODE
from casefile.model.minors import may_be_under_age
from casefile.model.plain_data import Data, groups, items, mapping, source_of, value_that_counts
from casefile.model.record_shapes import shape_of
from casefile.model.shape import ModelShape, Path, Shape
from casefile.model.vocabularies import SPOKE, TIERS, Tier, strictest

CLOSE_CONNECTIONS = frozenset({"self", "relative", "lawyer"})
"""Connections of a source to the person by which an entry would give the source away."""


def may_be_close(source: Data) -> bool:
    """Return whether a source is, or by one of its claims may be, the person, a relative or a lawyer.

    The value of a claim is that of `value_that_counts`. If it is outside the vocabulary (`his mother`) or
    missing, it may mean any connection.
    """
    return source.get("connection") in CLOSE_CONNECTIONS or any(
        map(_may_state_close, groups(source.get("claims")))
    )


def _may_state_close(claim: Data) -> bool:
    if claim.get("field") != "connection":
        return False
    value = value_that_counts(claim)
    return value in CLOSE_CONNECTIONS or value not in shape_of("source").fields["connection"].words


class TierFacts(Struct, frozen=True):
    """Facts outside a record on which the tiers in it depend: two sets of ids of sources.

    `close` are the sources that are the person, a relative or a lawyer. `known` are all sources that can be
    read; None if that is not checked.
    """

    close: Collection[str] = frozenset()
    known: Collection[str] | None = frozenset()

    def cannot_read(self, source: object) -> bool:
        """Return whether a source cannot be read, so that it is not known who it is; False if not checked."""
        return self.known is not None and source not in self.known


class Condition(Struct, frozen=True):
    """A rule by which the content of a node makes it stricter.

    It applies to nodes of the model class `of`, or to all events if `of` is `Event`. If `when` returns true,
    the tier is at least `tier`.
    """

    name: str
    of: str
    when: Callable[[Data, TierFacts], bool]
    tier: Tier


def strictness(shape: Shape, value: object, inherited: Tier, facts: TierFacts) -> Tier:
    """Return the tier of a node by its shape and its content.

    `shape` is already narrowed to the model that the data selects. `inherited` is the tier of the parent: the
    result is never looser.
    """
    tier = strictest(inherited, shape.tier) if shape.tier else inherited
    if shape.meta.tier_of:
        return strictest(tier, BY_VALUE[shape.meta.tier_of](value))
    if not isinstance(value, dict):
        return tier
    if "tier" in value:
        tier = strictest(tier, stated_own_tier(shape, value))
    for condition in _conditions(shape.models):
        if condition.when(value, facts):
            tier = strictest(tier, condition.tier)
    return tier


def field_tier(  # noqa: PLR0913, PLR0917 - a node, where it is, and all that decides on it
    path: Path, shape: Shape, value: object, inherited: Tier, data: Data, facts: TierFacts
) -> Tier:
    """Return the tier of a node of a record, by its content and by other fields of the record.

    `path` is the path of the node, `shape` its shape, narrowed to the model that the data selects, and `data`
    the data of the whole record. The result is never looser than `inherited`.
    """
    return strictest(strictness(shape, value, inherited, facts), tier_beside(path, data))


def tier_beside(path: Path, data: Data) -> Tier | None:
    """Return the least tier that other fields of a record give the field at a path; None if none does."""
    return BESIDE[path](data) if path in BESIDE else None


def record_tier(data: Data, default: Tier) -> Tier:
    """Return the tier of a whole record: the one it states, else `default`, which comes from the settings."""
    return tier_stated(data) or default


def stated_own_tier(shape: Shape, value: Data) -> Tier | None:
    """Return the tier that a node states for itself; None if it states none or may not have one."""
    return tier_stated(value) if shape.key("tier") else None


def tier_stated(group: Data, field: str = "tier") -> Tier | None:
    """Return the tier in a field of a mapping; None if none is stated, `sealed` for an unknown word."""
    return TIER_WORDS.get(str(group[field]), "sealed") if field in group else None


TIER_WORDS: dict[str, Tier] = {tier: tier for tier in TIERS}


def _country_or_restricted(value: object) -> Tier:
    """Return `public` for a country code, which is too vague to find a person; else `restricted`."""
    return "public" if isinstance(value, str) and COUNTRY_CODE.fits(value) else "restricted"


BY_VALUE: dict[str, Callable[[object], Tier]] = {"country_or_restricted": _country_or_restricted}
"""The rules that `FieldMeta.tier_of` names. Each returns a tier for the value of the field."""


def _is_pseudonym(value: Data, _: TierFacts) -> bool:
    return value.get("kind") == "pseudonym"


def _cites_only_close_sources(value: Data, facts: TierFacts) -> bool:
    """Return whether an entry or a claim cites sources and all of them are close to the person.

    A source that cannot be read may be any person, so it counts as close.
    """
    cited = items(value.get("sources"))
    ids = [*map(source_of, cited)]
    return bool(ids) and all(each in facts.close or facts.cannot_read(each) for each in ids)


CONDITIONS = (
    Condition("a pseudonym is kept", "OtherName", _is_pseudonym, "restricted"),
    Condition(
        "an entry that only the close tell of is kept", "Event", _cites_only_close_sources, "restricted"
    ),
    Condition("a claim that only the close make is kept", "Claim", _cites_only_close_sources, "restricted"),
)


def name_tier(data: Data, tier: Tier) -> Tier:
    """Return the tier of the person's name; `tier` is the tier of the record.

    It is the stricter of `tier` and the stated `name_tier`. The name of a person who is or may be under age
    is at least `restricted` (CRC art. 16 and 40; Beijing Rules, rule 8).
    """
    stated_tier = tier_stated(mapping(data.get("person")), "name_tier")
    return strictest(tier, stated_tier, "restricted" if may_be_under_age(data) else None)


def _by_name_tier(data: Data) -> Tier:
    return name_tier(data, "public")


def _by_kind_of_source(data: Data) -> Tier | None:
    """Return the least tier that the kind of a source gives its field `connection`; None if it gives none.

    If the source is a person, the connection alone may be enough to find that person. So it is `restricted`
    if the record, or a claim about `kind` or an unknown field, states such a kind or a word outside the
    vocabulary.
    """
    source = shape_of("source")
    claims = (each for each in groups(data.get("claims")) if _may_be_of_kind(source, each.get("field")))
    values = (each.get("value") for claim in claims for each in (claim, mapping(claim.get("resolution"))))
    kinds = {str(each) for each in (data.get("kind"), *values) if each is not None}
    return None if kinds <= {*source.fields["kind"].words} - SPOKE else "restricted"


def _may_be_of_kind(source: Shape, field: object) -> bool:
    return field == "kind" or source.field(str(field)) is None


BESIDE: Mapping[Path, Callable[[Data], Tier | None]] = {
    ("connection",): _by_kind_of_source,
    ("person", "name"): _by_name_tier,
    ("person", "other_names"): _by_name_tier,
}
"""The rules for fields that other fields of their record make stricter, by path of the field."""


@cache
def _conditions(models: tuple[ModelShape, ...]) -> tuple[Condition, ...]:
    """Return the conditions that apply to a node with these models."""
    return tuple(each for each in CONDITIONS if any(each.of in _classes(model) for model in models))


def _classes(model: ModelShape) -> tuple[str, ...]:
    return (model.name, "Event") if model.type else (model.name,)
