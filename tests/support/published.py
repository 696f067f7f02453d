"""Publications as the lines of jsonl, and random registers to publish."""

from __future__ import annotations

import io
from dataclasses import replace

from casefile.exporters.as_jsonl import write
from casefile.register import Register
from support.scribe import TIERS, Scribe


def lines_of(publication):
    """Return every record that is published, each on a line."""
    out = io.BytesIO()
    write(publication, out, {})
    return out.getvalue()


def register_by(entry_of, seed):
    """Return a random register: a file may have errors, the id of another one, or no record."""
    scribe = Scribe(seed)
    records = scribe.after(scribe.register())
    made = [entry_of(each) for each in records.values()]
    if made and scribe.random.random() < 0.2:
        made.append(replace(scribe.random.choice(made), path="cases/kg/2025/kg-2025-other.yaml"))
    strays = [
        replace(made.pop(), text=f"name: {name}", data=None, record=None)
        for name in ("Zelda Sekretova", "Aidai")
        if made and scribe.random.random() < 0.2
    ]
    fund = {"schema": "casefile/organization/1", "tier": "public", "partner_of": ["zelda-fund"]}
    for key, name in (("zelda-fund", "Zelda Sekretova Fund"), ("orlov-fund", "Orlov Fund")):
        made += [entry_of({**fund, "id": key, "name": name})] if scribe.random.random() < 0.5 else []
    tier = scribe.random.choice(TIERS[:-1])
    title = entry_of({"schema": "casefile/settings/1", "title": "A register", "tier": tier})
    return Register([*made, title], (), strays)
