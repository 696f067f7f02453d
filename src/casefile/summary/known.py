"""The names of a case, and who may know each of them."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.model.dates import Day, When
from casefile.model.of_age import FULL_AGE, OF_AGE, may_be_under_age
from casefile.model.person import is_name_field
from casefile.model.records import Case
from casefile.model.words import Tier, strictest
from casefile.summary.row import Known


def names(case: Case, tier: Tier) -> Iterator[Known]:
    """Yield every name that a case states, with its tier; `tier` is that of the record."""
    yield from _stated(case, name_tier(case, tier))


def _stated(case: Case, of_names: Tier) -> Iterator[Known]:
    person = case.person
    if person.name is not None:
        yield person.name, of_names
    for other in person.other_names:
        kept: Tier | None = "restricted" if other.kind == "pseudonym" else None
        yield other.name, strictest(of_names, other.tier, kept)


def name_tier(case: Case, tier: Tier) -> Tier:
    """Return who may know the person's name: as stated, and a minor's never looser than restricted."""
    return strictest(tier, case.person.name_tier, "restricted" if may_be_minor(case) else None)


def lasting_names(case: Case, tier: Tier) -> Iterator[Known]:
    """Yield every name of a case, claimed ones too, with its tier where nothing can be called back.

    Ids stand in paths, branches and messages for ever: a name that the consent does not give, or only until
    some day, is `restricted` there.
    """
    of_names = name_tier(case, tier)
    claims = [each for each in case.claims if is_name_field(each.field)]
    settled = [each.resolution.value for each in claims if each.resolution and each.resolution.value]
    claimed = ((str(value), of_names) for value in (*(each.value for each in claims), *settled))
    for name, known in (*_stated(case, of_names), *claimed):
        yield name, known if agrees_for_ever(case) else strictest(known, "restricted")


def agrees_for_ever(case: Case) -> bool:
    """Whether the consent gives the name to everybody and has no end; with none the tiers alone decide."""
    consent = case.consent
    if consent is None:
        return True
    return consent.withdrawn is None and consent.expires is None and "named" in consent.scope


def may_be_minor(case: Case) -> bool:
    """Whether the person is, or may be, under age, so that the model itself keeps the name restricted."""
    person, age = case.person, case.person.age
    if not (person.minor or person.birth or age or case.claims):
        return False
    stated = {
        "minor": person.minor,
        "birth": _text(person.birth),
        "age": {"years": age.years, "as_of": _text(age.as_of)} if age else None,
    }
    claims = [
        {
            "field": each.field,
            "value": each.value,
            "resolution": {"value": each.resolution.value} if each.resolution else None,
        }
        for each in case.claims
    ]
    events = [
        {"date": each.date.text, "recorded": _text(getattr(each, "recorded", None))} for each in case.events
    ]
    return may_be_under_age({"person": stated, "claims": claims, "events": events})


def _text(date: When | None) -> str | None:
    return date.text if date else None


def is_under_age(case: Case) -> bool | None:
    """Tell what age and birth say of the day on which it all began; nothing where they leave it open."""
    if case.person.age is not None:
        return case.person.age.years < FULL_AGE
    began, full_age = _began(case), _full_age(case)
    if began is None or full_age is None or full_age[0] <= began < full_age[1]:
        return None
    return full_age[0] > began


def _began(case: Case) -> Day | None:
    return min((event.date.earliest for event in case.events if not event.date.open_start), default=None)


def _full_age(case: Case) -> tuple[Day, Day] | None:
    """Return the first and the last day on which the person may have come of age."""
    birth = case.person.birth
    if birth is None or birth.open_start or birth.open_end:
        return None
    return OF_AGE.add_to(birth.earliest), OF_AGE.add_to(birth.latest)
