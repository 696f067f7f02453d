"""What names an event names it by its new id; what only says the same word stays."""

from __future__ import annotations

from casefile.custody.joined_events import citing_event


def test_fields_that_name_an_event_and_claims_about_it_have_the_new_id():
    events = [
        {"id": "h2v5t", "type": "hearing", "date": "2025-05-28"},
        {"id": "k3m9x", "type": "verdict", "date": "2025-06-01", "against": "h2v5t"},
        {"id": "a1b2c", "type": "appeal", "date": "2025-06-02", "against": "h2v5t"},
        {"id": "c3d4e", "type": "official_response", "date": "2025-06-02", "answers": "h2v5t"},
        {"id": "e5f6g", "type": "note", "date": "2025-06-02", "note": "h2v5t"},
        "no event",
    ]
    claims = [{"field": "events.h2v5t.date", "value": "2025"}, {"field": "notes"}, 5]

    made = citing_event("case", {"id": "kg-2025-7k3mq", "events": events, "claims": claims}, "h2v5t", "z9y8x")

    named = {each["id"]: each.get("against", each.get("answers")) for each in made["events"][:4]}
    assert made["events"][4:] == events[4:]
    assert made["claims"] == [{**claims[0], "field": "events.z9y8x.date"}, *claims[1:]]
    assert named == {"h2v5t": None, "k3m9x": "z9y8x", "a1b2c": "z9y8x", "c3d4e": "z9y8x"}
