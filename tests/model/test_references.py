"""Which fields of a record name an event."""

from casefile.model.record_shapes import shape_of
from casefile.model.references import names_event, rename_ids


def test_a_word_and_a_source_that_look_like_the_id_of_an_event_are_none():
    hearing = {"type": "hearing", "against": "staff", "cites": {"against": ["staff"]}}
    events = [hearing, {"type": "reprisal", "against": "staff"}]
    renamed = rename_ids(shape_of("case"), {"events": events}, {"staff": "k2v5t"}, names_event)
    assert renamed["events"] == [{**hearing, "against": "k2v5t"}, events[1]]
