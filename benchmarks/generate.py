"""Makes a register of any size, the same for a seed: long ledgers, Cyrillic text, comments."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

LETTERS = "abcdefghjkmnpqrstvwxyz"
SIGNS = "0123456789" + LETTERS
FIRST = (
    "Azamat",
    "Aigul",
    "Bolot",
    "Cholpon",
    "Daniyar",
    "Elena",
    "Gulnara",
    "Ilya",
    "Jyldyz",
    "Kanat",
    "Maria",
)
LAST = (
    "Asanov",
    "Bekova",
    "Dzhumaeva",
    "Ivanov",
    "Kasymov",
    "Mamytova",
    "Orlov",
    "Petrova",
    "Saparov",
    "Tokoeva",
)
CYRILLIC = {
    "Azamat": "Азамат",
    "Aigul": "Айгүл",
    "Bolot": "Болот",
    "Elena": "Елена",
    "Ivanov": "Иванов",
    "Orlov": "Орлов",
}
TOWNS = ("Bishkek", "Osh", "Алматы", "Ташкент", "Талас")
EVENTS = (
    ("detention", "kind: arrest\n    facility: Центральный изолятор"),
    ("interrogation", "counsel: denied\n    as: suspect"),
    (
        "search",
        "premises: home\n    items:\n      - category: computer\n        quantity: 2\n      - category: car",
    ),
    ("hearing", 'stage: custody\n    openness: closed\n    outcome: remanded\n    until: "{until}"'),
    ("access", "to: counsel\n    outcome: permitted"),
    ("hearing", 'stage: extension\n    outcome: extended\n    until: "{until}"'),
    (
        "charge",
        (
            'charges:\n      - statute: kg-cc-278\n        part: "3"\n        offence: призывы\n'
            "    step: accused"
        ),
    ),
    ("statement", "kind: video_regret\n    coercion: alleged"),
    (
        "intervention",
        "kind: joint_statement\n    actors:\n      - scns\n    demands:\n      - release\n      - support",
    ),
    ("verdict", "outcome: convicted\n    sentences:\n      - penalty: imprisonment\n        term: P5Y"),
)
"""A type of entry, and its fields as they stand in a file."""
LATER = tuple(event for event in EVENTS if event[0] in {"access", "statement", "intervention"})
"""What may still happen after a verdict without a second case."""


def main() -> None:
    """Write a register of N cases into a new folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(f"{write(asked.folder, asked.cases, asked.seed)} files in {asked.folder}")


def write(folder: Path, cases: int, seed: int = 1) -> int:
    """Write the register; return how many files it has."""
    chance = random.Random(seed)
    count = 0
    for path, text in files(cases, chance):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        count += 1
    return count


def files(cases: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file."""
    yield (
        "casefile.yaml",
        "schema: casefile/settings/1\ntitle: A generated register\nids: opaque\ntier: public\n",
    )
    yield (
        "cases/organizations/scns.yaml",
        "schema: casefile/organization/1\nid: scns\nname: State Committee\n",
    )
    yield (
        "cases/statutes/kg-cc-278.yaml",
        'schema: casefile/statute/1\nid: kg-cc-278\ncountry: KG\narticle: "278"\n',
    )
    yield "cases/situations/sweep.yaml", "schema: casefile/situation/1\nid: sweep\ntitle: A sweep\n"
    sources = max(3, cases // 10)
    for number in range(sources):
        yield (
            f"cases/sources/paper-{number}.yaml",
            (
                f"schema: casefile/source/1\nid: paper-{number}\nkind: press_article\n"
                f'title: Задержания, часть {number}\npublished: "2026-11-01"\n'
            ),
        )
    taken: set[str] = set()
    for _ in range(cases):
        year = chance.randint(2015, 2026)
        record = f"kg-{year}-{_fresh(chance, taken)}"
        yield f"cases/kg/{year}/{record}.yaml", "\n".join(_case(record, year, sources, chance)) + "\n"


def _fresh(chance: random.Random, taken: set[str]) -> str:
    made = chance.choice(LETTERS) + "".join(chance.choices(SIGNS, k=4))
    while made in taken:
        made = chance.choice(LETTERS) + "".join(chance.choices(SIGNS, k=4))
    taken.add(made)
    return made


def _case(record: str, year: int, sources: int, chance: random.Random) -> Iterator[str]:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    yield from (
        "schema: casefile/case/1",
        f"id: {record}",
        "tier: public",
        "country: KG",
        "situations:",
        "  - sweep",
    )
    yield from ("person:", "  identification: named", f"  name: {first} {last}", "  other_names:")
    native = f"{CYRILLIC.get(first, 'Айбек')} {CYRILLIC.get(last, 'Сыдыков')}"
    yield from (f"    - name: {native}", "      kind: native", "      lang: ru", "  capacity: journalist")
    yield from (
        "  affiliations:",
        "    - organization: scns",
        "      role: оператор",
        "      relation: staff",
    )
    yield from ("# what the desk heard first", "events:")
    day = chance.randint(0, 200)
    ids: set[str] = set()
    for number in range(chance.randint(10, 25)):
        kind, fields = EVENTS[number] if number < len(EVENTS) else chance.choice(LATER)
        day = min(day + chance.randint(0, 9), 360)
        yield from _event(kind, fields, year, day, _fresh(chance, ids), chance.randrange(sources), chance)


def _event(  # noqa: PLR0913, PLR0917 - what one entry is made of
    kind: str, fields: str, year: int, day: int, event: str, source: int, chance: random.Random
) -> Iterator[str]:
    month, date = divmod(day, 31)
    when = f"{year}-{min(month + 1, 12):02}-{min(date + 1, 28):02}"
    until = f"{year + 1}-{chance.randint(1, 12):02}-21"
    yield from (
        f"  - id: {event}",
        f"    type: {kind}",
        f'    date: "{when}"',
        f"    place: {chance.choice(TOWNS)}",
    )
    yield from ("    by:", "      - scns", *f"    {fields}".format(until=until).split("\n"))
    if chance.random() < 0.3:
        yield "    # подтверждено вторым источником"
    yield "    sources:"
    yield from (f"      - source: paper-{source}", f"        locator: ¶{chance.randint(1, 12)}")


if __name__ == "__main__":
    main()
