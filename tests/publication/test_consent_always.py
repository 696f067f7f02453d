"""Whatever a consent says, a name that it does not cover leaves in no spelling, text or id."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.exporting.export_run import ExportOrder, export
from casefile.publication.publish import publish

DAY = date(2025, 7, 1)
PEOPLE = {
    # name, in its own script: pieces by which somebody would know it, in whatever spelling
    ("Zelda Sekretova", "Зельда Секретова"): ("zelda", "ekretov", "ecretov", "зельд", "секретов"),
    ("Aibek Zhumabaev", "Айбек Жумабаев"): ("aibek", "humabae", "jumabae", "айбек", "жумабае"),
    ("Nilüfer Öztürk", "Нилуфер Озтюрк"): ("nilufer", "nilüfer", "ozturk", "öztürk", "нилуфер", "озтюрк"),
    ("Davit Kvaratskhelia", "დავით კვარაცხელია"): ("davit", "kvaratsk", "дავით", "კვარაც"),
}
SPELT = ("{0}", "{1}", "Free {0}!", "#free{2}", "{1}ой сказали", "{0}'s flat", "{3}")
"""How a text may hold it: as is, in the other script, run together, bent, as part of an id."""
NEEDED = {"public": "named", "partners": "partners"}

SCOPES = st.lists(
    st.sampled_from(
        ["internal", "anonymous", "named", "partners", "un_government", "un_report", "un", "court", "ftm"]
    ),
    unique=True,
)
DATES = st.one_of(
    st.integers(-800, 800).map(lambda days: (DAY + timedelta(days)).isoformat()),
    st.sampled_from(
        ["2024", "2025", "2026", "2025-07", "2025-07~", "202X", "[2025-06-01..2025-08-01]", "2025?"]
    ),
)
CONSENTS = st.none() | st.fixed_dictionaries(
    {"basis": st.sampled_from(["subject", "family", "lawyer", "not_obtainable", "public_record", "unknown"])},
    optional={
        "scope": SCOPES,
        "obtained": DATES,
        "expires": DATES,
        "withdrawn": DATES,
        "given_by": st.just("x"),
    },
)
PERSONS = st.fixed_dictionaries(
    {},
    optional={
        "name_tier": st.sampled_from(["public", "partners", "restricted"]),
        "minor": st.sampled_from(["minor", "adult", "unknown"]),
        "age": st.fixed_dictionaries({"years": st.integers(10, 40)}),
    },
)


@st.composite
def scenes(draw):
    """A case and what stands around it: the person's names, a consent, and texts that hold the name."""
    names = draw(st.sampled_from([*PEOPLE]))
    latin, native = names
    words = latin, native, latin.replace(" ", ""), slugged(latin)
    said = [form.format(*words) for form in draw(st.lists(st.sampled_from(SPELT), min_size=3, max_size=3))]
    suffix = draw(st.sampled_from(["7k3mq", slugged(latin), slugged(latin.split()[-1])]))
    return names, suffix, said, draw(CONSENTS), draw(PERSONS), draw(st.sampled_from([*NEEDED]))


def slugged(name):
    return name.lower().replace("ü", "u").replace("ö", "o").replace(" ", "-")


def records(names, suffix, said, consent, person):
    latin, native = names
    told = {"identification": "named", "name": latin, "descriptor": "reporter", **person}
    event = {
        "id": "h2v5t",
        "type": "detention",
        "date": "2025-05-28",
        "summary": said[0],
        "sources": ["paper"],
    }
    yield {
        "schema": "casefile/case/1", "id": f"kg-2025-{suffix}", "tier": "public", "country": "KG",
        "formerly": [f"kg-2025-{slugged(latin)}-2"],
        "person": {**told, "other_names": [{"name": native, "kind": "native"}]},
        "tags": [said[1]], **({} if consent is None else {"consent": consent}), "events": [event],
    }  # fmt: skip
    yield {"schema": "casefile/source/1", "id": "paper", "tier": "public", "kind": "press_article",
           "title": said[2], "url": f"https://example.org/{slugged(latin)}"}  # fmt: skip
    yield {
        "schema": "casefile/case/1", "id": "kg-2025-0ther", "tier": "public", "country": "KG",
        "person": {"identification": "unnamed", "descriptor": "driver"}, "notes": f"Detained with {said[1]}.",
        "related": [{"case": f"kg-2025-{suffix}", "relation": "same_incident"}],
        "events": [{**event, "id": "h2v5v"}],
    }  # fmt: skip


def may_be_named(consent, person, audience):
    """Say once more, and otherwise than the code does, when a name may leave."""
    kept = {"public": 0, "partners": 1, "restricted": 2}[person.get("name_tier", "public")]
    years = person.get("age", {"years": 30})["years"]
    # An age of eighteen that names no day may be from a later day than the arrest.
    young = person.get("minor", "adult") != "adult" or years < (18 if "minor" in person else 19)
    if young or kept > [*NEEDED].index(audience):
        return False
    if consent is None:
        return True
    if "withdrawn" in consent or NEEDED[audience] not in consent.get("scope", []):
        return False
    if "obtained" in consent and first_day(consent["obtained"]) > DAY:
        return False
    return "expires" not in consent or first_day(consent["expires"]) >= DAY


def first_day(text):
    return {
        "2024": date(2024, 1, 1), "2025": date(2025, 1, 1), "2025?": date(2025, 1, 1),
        "2026": date(2026, 1, 1), "2025-07": date(2025, 7, 1), "2025-07~": date(2025, 6, 1),
        "202X": date(2020, 1, 1),
        "[2025-06-01..2025-08-01]": date(2025, 6, 1),
    }.get(text) or date.fromisoformat(text)  # fmt: skip


PLAIN = ("json", "jsonl", "csv", "csv-events", "md")
"""Formats that cost little; every other one writes the same publication, and the canaries look into it."""


@given(scene=scenes())
@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_a_name_that_no_consent_covers_is_nowhere(register_of, scene):
    names, suffix, said, consent, person, audience = scene
    register = register_of(*records(names, suffix, said, consent, person))

    publication = publish(register, audience, on=DAY, today=DAY)
    texts = [json.dumps([each.data for each in publication.records], ensure_ascii=False)]
    texts += [repr([each.row for each in publication.records])]
    texts += [export(register, ExportOrder(form, audience, DAY, DAY)).blob.decode() for form in PLAIN]

    if may_be_named(consent, person, audience):
        assert all(names[0] in text for text in texts[:3])
    else:
        for text in texts:
            assert [piece for piece in PEOPLE[names] if piece in text.lower()] == []
