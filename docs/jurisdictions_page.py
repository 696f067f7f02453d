"""The page on the law of countries: the facts that casefile ships, their sources, their effect."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.circumstances import Jurisdiction
from casefile.custody.jurisdictions import SHIPPED, LegalFact, facts_of
from casefile.model.country_names import country_name
from casefile.model.record_shapes import shape_of_model

HEAD = """# The law of countries

A custody status sometimes depends on the law of the country: a sentence may begin at once, or only when it
is final. casefile ships the facts below, each with its legal source. Where a fact is not known, the status
is less certain; it is never decided by a guess. [How the status follows from the ledger](status.md) lists
the rules that ask for a fact.

This page is not legal advice. Laws change: compare a fact with the law of the day before you rely on it,
and correct it in `casefile.yaml` where it is wrong ([Change a fact](#change-a-fact)).

## The effect of each fact

| fact | values | its effect on a status | where it is not known |
|---|---|---|---|
"""
EFFECTS = {
    "probation_beside_prison": (
        (
            "A verdict lists imprisonment, and probation or a suspended sentence beside it. `instead`: "
            "nothing is served in prison. `after`: the imprisonment is served first."
        ),
        "`unknown` (held, released), with a warning, until the ledger states which",
    ),
    "sentence_enforced": (
        (
            "A court sentences a person who is at liberty, and no source states where the person went. "
            "`when_final`: the person stays at liberty, and the sentence waits."
        ),
        "`unknown` (held, not detained); the same for `at_once`",
    ),
    "release_order": (
        (
            "A court orders the release, and nothing else holds the person. `at_once`: presumed released "
            "after `release_days` (3 unless `casefile.yaml` states another number)."
        ),
        "`unknown` (held, released) until a source confirms the release; the same for `stayable`",
    ),
    "remand_credit": (
        (
            "The days of a sentence that a day in custody before it counts for. A sentence that is already "
            "served may end the custody."
        ),
        "any number from 1 to 2, so that a sentence may be served earlier",
    ),
    "open_facilities": (
        "A court sentences to restricted liberty. `never`: at home, so the person is at liberty with duties.",
        (
            "`unknown` (held, restricted) in a register that does not require casefile 0.2; the same for "
            "`always` and `both`"
        ),
    ),
    "calendar": (
        "A date has a year of another calendar. The hint offers the Gregorian day by this calendar.",
        "the hint offers the Gregorian day by each calendar that fits",
    ),
}
CHANGE = """
## Change a fact

State it under `jurisdictions` in `casefile.yaml`, with the law. It replaces this one fact of this country;
other facts stay as they are. A country that is not on this page may be added in the same way.

```yaml
jurisdictions:
  - country: UZ
    sentence_enforced: when_final
    remand_credit: "1.5"
    citation: the law and its article
```

Each fact counts for every proceeding in that country. Leave it out where it differs between parts of the
country, kinds of court, prison regimes or offences. `then` in an event states where the person went; it
always comes first.

"""
OMITTED = """## Facts that are left out

A fact is left out where the law differs within the country, where courts regularly decide otherwise, or
where we could not confirm the source. These may surprise:

- **Belarus, Kazakhstan, Kyrgyzstan, Russia**: `sentence_enforced`. A sentence is enforced when it is final,
  but courts regularly order custody together with the verdict. A verdict alone does not show that the
  person stayed free.
- **Belarus, Kazakhstan, Kyrgyzstan, Russia**: `remand_credit`. It depends on the prison regime.
- **Türkiye, United Kingdom**: `remand_credit`. Prisoners are released long before the end of the term.
- **Türkiye, Egypt**: `probation_beside_prison`. Supervision also follows prison; a suspended sentence
  replaces it.
- **Egypt**: every fact. The code of criminal procedure is new, and we could not confirm its articles.
- **United States**: every fact. Federal law and the laws of the states differ.
- **United Kingdom**: every fact. England and Wales, Scotland and Northern Ireland have different laws.
"""


def page() -> str:
    """Return the page."""
    return HEAD + "".join(_effects()) + CHANGE + "".join(_countries()) + OMITTED


def _effects() -> Iterator[str]:
    fields = shape_of_model("JurisdictionFacts").fields
    for name in Jurisdiction.__struct_fields__:
        effect, unknown = EFFECTS[name]
        values = " · ".join(fields[name].words) or "a number"
        yield f"| `{name}` | {values} | {effect} | {unknown} |\n"


def _countries() -> Iterator[str]:
    for code in sorted(SHIPPED, key=country_name):
        yield f"## {country_name(code)} ({code})\n\n"
        yield "| fact | value | law | article | note |\n|---|---|---|---|---|\n"
        yield from (_row(each) for each in facts_of(code))
        yield "\n"


def _row(fact: LegalFact) -> str:
    value = f"{fact.value:g}" if isinstance(fact.value, float) else fact.value
    return f"| `{fact.name}` | {value} | {fact.law} | {fact.article} | {fact.note} |\n"
