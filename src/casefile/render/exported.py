"""What an export left out, in words."""

from __future__ import annotations

from casefile.publication.audience import Audience
from casefile.publication.lines import Withheld


def counted(records: int, withheld: Withheld, audience: Audience) -> str:
    """Say how many records there are for an audience, and how much was withheld."""
    numbers = {
        "record": withheld.records,
        "event": withheld.events,
        "field": withheld.fields,
        "name": withheld.names,
    }
    parts = [f"{number} {word if number == 1 else word + 's'}" for word, number in numbers.items() if number]
    told = "1 record" if records == 1 else f"{records} records"
    return f"{told} for {audience}; withheld: {', '.join(parts) or 'nothing'}"
