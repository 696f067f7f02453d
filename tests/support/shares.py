"""Registers that are published in shares, as processes publish them."""

from __future__ import annotations

from dataclasses import replace

from casefile.publication.shared import Sharing
from casefile.register import Register
from support.moments import DAY
from support.scribe import TIERS, Scribe


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


def in_shares(register, audience, count, day=DAY):
    """Return the lines of a register that is published in `count` shares, all of them step by step."""
    sharing = Sharing.of(register, audience, day)
    paths = [path for path in register.entries if path != "casefile.yaml"]
    work = [sharing.work(paths[first::count]) for first in range(count)]
    told, done = [next(each) for each in work], []
    while not done:
        heard, told = told, []
        for each in work:
            try:
                told.append(each.send(heard))
            except StopIteration as end:
                done.append(end.value)
    return sharing.lines(done)
