"""Two moments of a random register."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from casefile.register import Register
from support.scribe import TIERS, Scribe

DAY = date(2025, 7, 1)


def two_states(entry_of, seed):
    """Return a random register before and after a few changes; both share the entries that are equal."""
    scribe = Scribe(seed)
    was = scribe.register()
    now = scribe.after(was)
    tier = scribe.random.choice(TIERS[:-1])
    tiers = tier, scribe.random.choice([tier, tier, tier, "partners"])
    known = {}
    strays = [{key for key in {*was, *now} if scribe.random.random() < often} for often in (0.1, 0.1)]
    return [
        Register(
            [
                *(
                    known.setdefault(json.dumps(each), entry_of(each))
                    for key, each in records.items()
                    if key not in away
                ),
                entry_of({"schema": "casefile/settings/1", "title": "A register", "tier": tier}),
            ],
            strays=[replace(entry_of(records[key]), record=None) for key in away & {*records}],
        )
        for records, tier, away in zip((was, now), tiers, strays, strict=True)
    ]
