"""Two moments of a random register, and all that is known of the difference between their publications."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from casefile.publication.audience import SCOPES
from casefile.publication.difference import differences, not_readable
from casefile.publication.leaving import leaving, look
from casefile.publication.publish import publish, published
from casefile.register import Register
from support.scribe import TIERS, Scribe

DAY = date(2025, 7, 1)


def told(before, after, was, now):
    """Return every difference between two publications, and the sources that they name."""
    found = [*differences(before, after, was, now, DAY)]
    found += [not_readable(before, entry) for entry in now.by_id.values() if entry.broken]
    cited = {key for each in found for key in each.sources}
    sources = sorted((each.id, repr(each.data)) for each in after.records if each.id in cited)
    return sorted(map(repr, found)), sources


def publish_whole(before, after, audience):
    """Publish all of two moments, of which the later one limits the earlier one."""
    looked = look(before, audience, SCOPES[audience], DAY)
    limited = publish(before, audience, on=DAY, current=after)
    return published(looked, leaving(looked), on=DAY, limited=limited), publish(after, audience, on=DAY)


def moments(entry_of, seed):
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
