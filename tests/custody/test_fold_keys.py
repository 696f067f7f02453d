"""Which fields are a part of the key of an event; `test_always` checks that the others change no status."""

from __future__ import annotations

from casefile.custody.fold_keys import UNREAD, fold_key

CONNECTIONS = {"ministry": "official", "letter": "relative"}


def test_the_key_has_every_field_but_those_that_are_not_read(ledger):
    (event,) = ledger({"type": "hearing", "date": "2025-05-28", "outcome": "remanded"})
    fields, *_ = fold_key(event, {})
    assert {name for name, _ in fields} == {*type(event).model_fields} - UNREAD


def test_sources_of_another_connection_make_another_key(ledger):
    entry = {"type": "death", "date": "2025-05-28"}
    one, other = ledger({**entry, "sources": ["ministry"]}, {**entry, "sources": ["letter"]})
    assert fold_key(one, CONNECTIONS) != fold_key(other, CONNECTIONS)


def test_a_second_source_makes_another_key_and_a_second_place_does_not(ledger):
    entry = {"type": "death", "date": "2025-05-28"}
    places = [{"source": "ministry", "locator": "p. 1"}, {"source": "ministry", "locator": "p. 2"}]
    one, cited_twice, two = (
        fold_key(*ledger({**entry, "sources": each}), {"ministry": "official", "prison": "official"})
        for each in (["ministry"], places, ["ministry", "prison"])
    )
    assert one == cited_twice != two
