"""The page on what to record, with a history from each of six legal systems."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casefile.custody.circumstances import circumstances
from casefile.custody.jurisdictions import SHIPPED
from casefile.custody.ledger_fold import fold
from casefile.custody.status_text import day_words, in_sentences
from casefile.model.records import Case
from casefile.model.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.histories import FOLDER, read

OPENING = """# A case: a person and a ledger

A case file states what sources say, and nothing that follows from it: the status, the periods of custody, the
days held and the deadlines are computed. [records.md](records.md) lists every field, [words.md](words.md)
defines every word, and [status.md](status.md) has every rule.

## Where the person went: `then`

After a hearing, a verdict, an act of clemency, a release or a transfer, state where the person went:

```yaml
- type: hearing
  date: "2025-06-10"
  outcome: released
  then: held        # held, free, home_guarded or elsewhere; leave it out where no one says
```

It decides before any rule. After a release, `seen_by` says who saw the person free.

## Several cases against one person: `proceedings`

A proceeding is one accusation against the person, whatever numbers it has had. Give it a short name of your
own; a docket number is never needed.

```yaml
proceedings:
  - id: main
    kind: criminal
  - id: second
events:
  - type: hearing
    date: "2025-06-10"
    outcome: released
    proceeding: second
other_cases:
  answer: none      # a source says that there is no other case
  as_of: "2025-06-11"
```

An entry that names its proceeding ends or keeps the custody of that proceeding alone. Where entries name
none, the status says less: an order to release may be of another case. `casefile record case CASE --step
opened --proceeding main` adds one.

## Sentences

A conditional part stands in the sentence itself, and a length never cancels another:

```yaml
sentences:
  - penalty: imprisonment
    term: P4Y
    suspended: P2Y   # or: all
```

`in_force` and `appeal_until` say from when on the sentence is final. `absorbs` names the proceedings whose
sentences are merged into this one. What was overturned stands in `overturns`: a conviction, a custody order,
a release order or an acquittal.

## Courts

`court_kind` states which kind of court decides: a military or a special court bears on category III of the
Working Group on Arbitrary Detention. An absent field means that no one states it.

```yaml
- type: hearing
  date: "2025-06-10"
  stage: custody
  court_kind: military
```

`bail` is the sum with its currency, of a hearing that grants it and of a release on it.

## Extradition

`requested_by` of an arrest or a hearing is the country that asks for the person. `sent_to` of a hearing is
the country to which a court sends the person; of a transfer it is the country of the new place. The field
`to` of a departure is the country that the person was handed to. Each is a country code.

```yaml
- type: detention
  date: "2025-06-10"
  kind: extradition
  requested_by: KZ
- type: departure
  date: "2025-08-01"
  kind: extradited
  into: custody
  to: KZ
```

## Incommunicado, solitary confinement, hunger strike

These last for a time. An access that is denied takes `until`. The date of `ill_treatment` and of `health` is
a span; it is open where it goes on. `means` of an access states what is banned, such as letters or parcels.

```yaml
- type: access
  date: "2025-03-01"
  to: anyone            # with denied: incommunicado detention
  outcome: denied
  until: "2025-03-20"
- type: access
  date: "2025-04-01"
  to: family
  means: letters
  outcome: denied
- type: ill_treatment
  date: 2025-04-10/2025-04-25
  confinement: solitary_confinement
- type: health
  date: 2025-05-01/..
  kind: hunger_strike
```

## Disappearance

`last_seen` is the exact place, and it is restricted; `place` stays the town. `steps_taken` states what was
done to find the person. The Working Group on Enforced or Involuntary Disappearances asks for both. Write
roles, and no name of a relative.

```yaml
- type: disappearance
  date: "2025-06-10"
  place: Osh
  last_seen: the bus station
  circumstances: Men in masks led the person to a car.
  steps_taken: The family asked the police in writing and has no answer.
```

## A field that only one source states

`sources` of an event are all its sources. Where only some of them state a field, `cites` names these. The
form of the Working Group, a dossier, `show` and `blame` then cite them for that field.

```yaml
- type: detention
  date: "2025-06-10"
  reasons: Calls for unrest
  sources:
    - a-newspaper
    - an-agency
  cites:
    reasons:
      - an-agency
```

A source of a field is also a source of the event: the tier and the verification status of an event rest on
`sources`.

## Six legal systems

The people are invented; the shapes are those of real cases. Each is a test.
"""
SHOWN: Mapping[str, str] = {
    "kg-house-arrest": "Kyrgyzstan: remand, house arrest, verdict",
    "tr-two-courts": "Türkiye: two courts at once",
    "eg-rotation": "Egypt: a new case at the gate",
    "cn-guarded-home": "China: residence in a guarded place",
    "gt-annulled": "Guatemala: a conviction is annulled",
    "gb-extradition": "United Kingdom: extradition",
}


def page() -> str:
    """Return the page as Markdown."""
    return OPENING + "".join("".join(_history(name, title)) for name, title in SHOWN.items())


def _history(name: str, title: str) -> Iterator[str]:
    history: dict[str, Any] = read(FOLDER / f"{name}.yaml")
    case = Case.model_validate(history["case"])
    connections = {each["id"]: each.get("connection") for each in history["sources"]}
    settings = Settings.model_validate({"schema": "casefile/settings/1"})
    course = fold(case.events, circumstances(case, settings, connections, SHIPPED))
    yield f"\n### {title}\n\n```text\n{history['chronology'].rstrip()}\n```\n\n"
    yield f"[The record](../tests/examples/histories/{name}.yaml) gives:\n\n"
    yield "| on | the person was | the status | rule |\n|---|---|---|---|\n"
    for truth in history["truth"]:
        day = date.fromisoformat(truth["on"])
        view = course.on(day)
        rule = f"`{view.rule.name}`" if view.rule else ""
        truly = f"{truth['status']}: {truth['because']}"
        yield f"| {day_words(day)} | {truly} | {in_sentences(view, day)} | {rule} |\n"
