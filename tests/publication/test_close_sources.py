"""What rests on close sources for the audience: a withheld source opens nothing."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from casefile.publication.publish import publish
from casefile.register import Register
from support.moments import DAY
from support.properties import for_examples
from support.scribe import SOURCES, Scribe

ID = "kg-2025-7k3mq"
CONNECTIONS = {"post": "relative", "word": "lawyer", "call": "official", "talk": "relative", "paper": None}
TIERS = {"call": "restricted", "talk": "restricted"}


def sources(**tiers):
    """Return two public close sources, two that are restricted, and a public article."""
    kinds = {"post": "social_post", "word": "interview", "paper": "press_article"}
    return [
        {
            "schema": "casefile/source/1", "id": key, "kind": kinds.get(key, "call"),
            "tier": {**TIERS, **tiers}.get(key, "public"),
            **({"connection": connection} if connection else {}),
        }
        for key, connection in CONNECTIONS.items()
    ]  # fmt: skip


def event(key="k3m9x", **fields):
    return {"id": key, "type": "detention", "date": "2025-05-28", **fields}


CITED = [
    (["post"], False),
    (["post", "call"], False),
    (["post", "word", "call"], False),
    ([{"source": "post", "locator": "p. 2"}, {"source": "call", "locator": "p. 3"}], False),
    (["post-old", "call"], False),
    (["post", "call-old"], False),
    (["post", "lost", "call"], False),
    (["talk"], False),
    (["post", "paper"], True),
    (["post", "paper", "call"], True),
    (["talk", "paper"], True),
    (["call"], True),
    (["talk", "call"], True),
    ([], True),
]
"""Sources of an event, and whether the public may see it."""


def with_former_ids(records):
    return [{**each, "formerly": [f"{each['id']}-old"]} for each in records]


@pytest.mark.parametrize(("cited", "leaves"), CITED)
def test_an_event_leaves_by_the_sources_that_the_audience_sees(register_of, case, cited, leaves):
    one = case(events=[event("a1b2c"), event(sources=cited)])
    register = register_of(one, *with_former_ids(sources()))

    def entries(audience):
        return [each["id"] for each in publish(register, audience, on=DAY).by_id[ID].data["events"]]

    assert ("k3m9x" in entries("public")) is leaves
    assert ("k3m9x" in entries("partners")) is leaves
    assert "k3m9x" in entries("internal")


@pytest.mark.parametrize(("cited", "leaves"), CITED)
def test_a_claim_leaves_by_the_sources_that_the_audience_sees(register_of, case, cited, leaves):
    claim = {"field": "person.occupation", "value": "poet", "sources": cited}
    one = case(person={"identification": "unnamed", "occupation": "reporter"}, claims=[claim])
    made = publish(register_of(one, *with_former_ids(sources())), "public", on=DAY)
    is_withheld = cited != [] and not {*map(str, cited)} & {"paper", "paper-old"}
    assert ("claims" in made.by_id[ID].data) is (leaves and not is_withheld)


@pytest.mark.parametrize(("cited", "leaves"), [each for each in CITED if each[0]])
def test_a_field_leaves_by_the_sources_that_the_audience_sees(register_of, case, cited, leaves):
    ids = [each["source"] if isinstance(each, dict) else each for each in cited]
    one = case(events=[event(sources=["paper", *ids], place="Osh", cites={"place": ids})])
    left = (
        publish(register_of(one, *with_former_ids(sources())), "public", on=DAY).by_id[ID].data["events"][0]
    )
    assert ("place" in left) is (leaves and "paper" in ids)
    assert ("cites" in left) is ("place" in left)


@pytest.mark.parametrize(("audience", "leaves"), [("public", False), ("partners", True)])
def test_each_audience_counts_the_sources_that_it_sees(register_of, case, audience, leaves):
    one = case(events=[event("a1b2c"), event(sources=["post", "call"])])
    made = publish(register_of(one, *sources(call="partners")), audience, on=DAY)
    assert ("k3m9x" in [each["id"] for each in made.by_id[ID].data["events"]]) is leaves


def test_an_earlier_state_counts_the_sources_that_leave_today(entry_of, case):
    def state(cited, **tiers):
        records = [case(events=[event("a1b2c"), event(sources=cited)]), *sources(**tiers)]
        return Register(map(entry_of, records))

    def entries(earlier, today):
        made = publish(earlier, "public", on=DAY, current=publish(today, "public", on=DAY))
        return [each["id"] for each in made.by_id[ID].data["events"]]

    earlier = state(["word", "paper"])
    assert entries(earlier, earlier) == ["a1b2c", "k3m9x"]
    assert entries(earlier, state(["word", "call"], call="public")) == ["a1b2c"]
    assert entries(earlier, state(["word", "paper"], paper="restricted")) == ["a1b2c"]
    assert entries(state(["word", "paper"], paper="restricted"), earlier) == ["a1b2c"]


def test_facts_of_a_source_that_is_withheld_today_are_judged_again(entry_of, case):
    resting = entry_of(case(events=[event("a1b2c"), event(sources=["post", "call"])]))
    was, now = (Register([resting, *map(entry_of, sources(call=tier))]) for tier in ("public", "restricted"))
    sides = [publish(each, "public", on=DAY) for each in (was, now)]
    found = [[each["id"] for each in side.by_id[ID].data["events"]] for side in sides]
    assert found == [["a1b2c", "k3m9x"], ["a1b2c"]]


def test_only_sources_that_the_audience_sees_count(register_of, case):
    one = case(events=[event("a1b2c"), event(sources=["post", "call"])])
    register = register_of(one, *sources())
    made = publish(register, "public", on=DAY)
    assert "k3m9x" not in str(made.by_id[ID].data)


class Relatives(Scribe):
    """Writes registers in which many sources are close, and many are withheld."""

    def source(self) -> dict:
        close = self.maybe(connection=self.random.choice(["relative", "lawyer", "official"]))
        claim = {"field": "connection", "value": self.random.choice(["relative", "official"])}
        return super().source() | close | self.maybe(claims=[claim])

    def events(self):
        return [
            each
            | ({"cites": {"date": self.random.sample(each["sources"], 1)}} if "sources" in each else {})
            | self.maybe(sources=self.ids(SOURCES, 4), place=self.text())
            for each in super().events()
        ]


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
@for_examples(25, 80, seed=st.integers(0, 2**40))
def test_publishing_a_publication_again_changes_nothing(entry_of, audience, seed):
    scribe = Relatives(seed)
    records = scribe.after(scribe.register())
    defaults = {"schema": "casefile/settings/1", "tier": scribe.random.choice(["public", "restricted"])}
    made = publish(Register(map(entry_of, [*records.values(), defaults])), audience, on=DAY)
    published = [dict(each.data) for each in made.records]
    again = publish(Register(map(entry_of, [*published, defaults])), audience, on=DAY)
    assert [each.data for each in again.records] == published
