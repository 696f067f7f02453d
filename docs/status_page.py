"""The page on the status: a front page in plain words, worked examples with pictures, then every rule."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from casefile.custody.course import Course
from casefile.custody.custody_rule import CustodyRule
from casefile.custody.custody_view import View
from casefile.custody.rule_table import RULES
from casefile.custody.status_text import day_words, format_date, in_sentences
from casefile.custody.time_rules import TimeRule
from casefile.model.events import EVENT_TYPES, Event
from casefile.model.vocabularies import word

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.stories import FOLDER, course_of, read

OPENING = """# How the status follows from the ledger

The status of a person is never typed. It is computed, for any day, from the dated and sourced entries of the
case. This page says what a status means, what never makes one, and shows ten examples. The table of every
rule follows.

## What a status means

| status | it means |
|---|---|
| held | in custody of any kind: police, remand, prison, an open facility, a guarded home or hospital |
| released | was in custody, and is out of it |
| restricted | at liberty, under duties or bans: an undertaking, a travel ban, a curfew, correctional work |
| not detained | no entry says that the person was ever taken |
| missing | taken by an authority that does not say where the person is, or gone without news |
| abroad | out of the country: in exile, expelled, deported, exchanged, returned home |
| dead | a death that more than one source states, or one that is near the person |
| unknown | the entries leave it open; every status that is possible is named |

How certain it is:

| certainty | it means |
|---|---|
| stated | an entry says so |
| presumed | it follows from an entry, or the last news of it is old |
| lapsed | an order or a term ran out, and there is no news since |
| uncertain | several statuses are possible |

Lists, counts and charts have three groups of custody: *held* where it is stated, *presumed held*, and *last
known held* where it lapsed. `--status held` finds all three; with `--possibly` also *possibly held*, where
held is one of several possible statuses.

## Custody rests on grounds

A person may be held for several reasons at once: on remand in one case, on a sentence in another. Each is a
ground, with the proceeding that it belongs to. A court ends the ground of its own case. The person is let go
when no ground is left. `casefile show` lists the grounds, and names the rule that made the status.

The best word on where a person went is that of those who saw it. Hearings, verdicts, acts of clemency,
releases and transfers take `then`: held, free, home_guarded or elsewhere. It decides before any rule.

## What never makes a status

- **An order to release does not open the door.** After bail, an acquittal in an unnamed case or a court's
  order, the person may be held or free until a release, a visit or `then` says which.
- **The word of the custodian alone makes no release.** It leaves both possible.
- **One case does not end another.** An acquittal or bail in one case leaves the custody of the others.
- **A release that no one saw is in doubt where custody is seen after it**, on the days between the two.
- **A judgment need not end the duties of bail.** They may last until it is final, or be of another case.
- **The end of a term is a deadline, not a release.** Past it a prisoner is presumed to be held still.
- **Silence is no news.** After `stale_days` without a sign of custody it is only presumed.
- **A charge, a search, a hearing that only adjourns, a summary in words** change nothing.
- **Entries that are disputed, refuted or retracted** do not count.

## What decides an unknown status

`casefile show CASE --gaps` names, for each status that is possible, the entry that would settle it, as a
command; where no single entry does, it asks for the fact that is missing. The same is under `derived.decides`
in `casefile show CASE --json`. What the law of a country says of sentences and orders is in
[jurisdictions.md](jurisdictions.md); where it is not known, the status is less certain.

## Ten examples

In the pictures each mark is some days: `█` held, `░` unknown, `─` at liberty or not detained, `▒` restricted,
`?` missing, `>` abroad, `†` dead.
"""
EXAMPLES: Mapping[str, str] = {
    "court-frees": "An order to release does not open the door",
    "then-free-after-a-hearing": "What people saw decides",
    "release-in-one-of-two-cases": "One court lets go, another holds",
    "rotation": "Taken again at the gate",
    "partly-suspended": "A sentence that is suspended in part",
    "overturned-conviction": "A conviction is annulled",
    "appeal-day-passed": "A sentence that waits becomes final",
    "furlough": "A leave from prison",
    "lost-in-custody": "Nobody says where the prisoner is",
    "death-reported": "A death that one source reports",
}
HEAD_OF_RULES = """## Every rule

How entries become a custody status. Of the rows that fit an entry, the first of its group acts.
Some rules depend on the law of the country: see [The law of countries](jurisdictions.md).

| rule | entries | when | then | because |
|---|---|---|---|---|
"""
WIDTH = 64
MARKS = {
    "held": "█", "unknown": "░", "released": "─", "not_detained": "─", "restricted": "▒", "missing": "?",
    "abroad": ">", "dead": "†",
}  # fmt: skip
SILENT = frozenset({"id", "type", "date"})


def page() -> str:
    """Return the page as Markdown."""
    examples = "\n".join(_example(number, *each) for number, each in enumerate(EXAMPLES.items(), 1))
    return f"{OPENING}\n{examples}\n{table_of_rules()}"


def table_of_rules() -> str:
    """Return one table with a row for every rule."""
    rows = "\n".join(map(_row_of, RULES))
    return f"{HEAD_OF_RULES}{rows}\n"


def _row_of(rule: CustodyRule | TimeRule) -> str:
    entries = ", ".join(rule.of.split()) if isinstance(rule, CustodyRule) else "time"
    return f"| `{rule.name}` | {entries} | {rule.when} | {rule.then} | {rule.because} |"


def _example(number: int, each: str, title: str) -> str:
    story = read(FOLDER / f"{each}.yaml")
    events = [
        EVENT_TYPES[fields["type"]].model_validate({"id": f"e{at:04d}", **fields})
        for at, fields in enumerate(story["events"])
    ]
    course = course_of(story, events)
    days = [date.fromisoformat(text) for text in story["then"]]
    return "\n".join((
        f"### {number}. {title}\n",
        f"{story['story']}\n",
        *_law(story),
        *(_entry(event, fields) for event, fields in zip(events, story["events"], strict=True)),
        "\n```text",
        *_picture(course, events, days),
        "```\n",
        *(_answer(course.on(day), day) for day in days),
        "",
    ))  # fmt: skip


def _law(story: Mapping[str, Any]) -> Iterator[str]:
    """Say what the example takes the law of the country to be."""
    for facts in story.get("laws", {}).values():
        yield (
            "The law of the country: "
            + ", ".join(f"`{name}: {value}`" for name, value in facts.items())
            + ".\n"
        )


def _entry(event: Event, fields: Mapping[str, Any]) -> str:
    told = ", ".join(_field(name, value) for name, value in fields.items() if name not in SILENT)
    return f"- {event.date.words()}: **{word(event.type)}**{f', {told}' if told else ''}"


def _field(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_field(name, each) for each in value)
    if isinstance(value, dict):
        first, *rest = value.items()
        return ", ".join((word(str(first[1])), *(f"{word(name)} {each}" for name, each in rest)))
    return f"{word(name)} {str(value).lower() if isinstance(value, bool) else word(str(value))}"


def _picture(course: Course, events: Sequence[Event], days: Sequence[date]) -> Iterator[str]:
    """Draw the status from some days before the first entry until after the last day that is asked for."""
    dates = [each.date.earliest for each in events if each.date.earliest > date(1900, 1, 1)] + [*days]
    first, last = min(dates), max(dates)
    step = max(1, -(-((last - first).days + 1) // (WIDTH - 6)))
    start = first - timedelta(days=3 * step)
    marks = [MARKS[course.on(start + timedelta(days=at * step)).status] for at in range(WIDTH)]
    yield "".join(marks)
    stop = start + timedelta(days=(WIDTH - 1) * step)
    yield f"{day_words(start)}{day_words(stop).rjust(WIDTH - len(day_words(start)))}"


def _answer(view: View, day: date) -> str:
    rule = view.rule
    of = f" ({format_date(rule.date)})" if rule and rule.date else ""
    because = f" Rule `{rule.name}`{of}: {rule.because}" if rule else ""
    return f"- On {day_words(day)}: **{in_sentences(view, day)}**{because}"
