"""Makes a register of any size, the same for a seed: long ledgers, Cyrillic text, comments."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from lives import Told, live

LETTERS = "abcdefghjkmnpqrstvwxyz"
SIGNS = "0123456789" + LETTERS


def _together(latin: str, native: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(latin.split(), native.split(), strict=True))


GIVEN = _together(
    (
        "Azamat Aibek Aigul Ainura Asel Bolot Cholpon Daniyar Elena Ermek Farida Gulnara Ilya Jyldyz Kanat "
        "Maksat Maria Nurlan Olga Rustam Saltanat Talant Timur Zarina"
    ),
    (
        "Азамат Айбек Айгүл Айнура Асель Болот Чолпон Данияр Елена Эрмек Фарида Гульнара Илья Жылдыз Канат "
        "Максат Мария Нурлан Ольга Рустам Салтанат Талант Тимур Зарина"
    ),
)
ROOTS = _together(
    (
        "Asan Abdyld Akmat Alym Baky Bek Dzhum Ibraim Iskender Ismail Kasym Kydyr Mambet Mamyt Nazar "
        "Orozbek Osmon Rakhman Sapar Sooron Sydyk Tokto Turgun Usen Zhakyp"
    ),
    (
        "Асан Абдылд Акмат Алым Бакы Бек Джум Ибраим Искендер Исмаил Касым Кыдыр Мамбет Мамыт Назар Орозбек "
        "Осмон Рахман Сапар Соорон Сыдык Токто Тургун Усен Жакып"
    ),
)
ENDINGS = (("ov", "ов"), ("ova", "ова"), ("aliev", "алиев"), ("alieva", "алиева"), ("bekov", "беков"))
"""Parts of names, in Latin letters and as they are written: some thousand people."""
TOWNS = ("Bishkek", "Osh", "Алматы", "Ташкент", "Талас")
RARE = "aviary"
"""A word that stands in one record."""
CALLS = 20
"""Every so many sources one is a call that only the desk may see."""


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
    made: set[str] = set()
    count = 0
    for path, text in files(cases, random.Random(seed)):
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        with open(folder / path, "wb", buffering=0) as target:  # noqa: PTH123 - twice as fast as a Path
            target.write(text.encode())
        count += 1
    return count


def files(cases: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file."""
    sources, waves = max(3, cases // 10), max(1, cases // 100)
    yield from SHARED
    for number in range(waves):
        text = f"schema: casefile/situation/1\nid: sweep-{number}\ntitle: Волна задержаний {number}\n"
        yield f"cases/situations/sweep-{number}.yaml", text
    for number in range(sources):
        yield f"cases/sources/paper-{number}.yaml", _source(number)
    taken: set[str] = set()
    for number in range(cases):
        year, ledger = live(chance)
        record = f"kg-{year}-{_fresh(chance, taken)}"
        lines = [
            *_head(record, number % waves, chance),
            *_ledger(ledger, sources, chance, number == cases // 2),
        ]
        yield f"cases/kg/{year}/{record}.yaml", "\n".join(lines) + "\n"


SHARED = (
    (
        "casefile.yaml",
        "schema: casefile/settings/1\ntitle: A generated register\nids: opaque\ntier: public\n",
    ),
    (
        "cases/organizations/scns.yaml",
        "schema: casefile/organization/1\nid: scns\nname: State Committee\n",
    ),
    (
        "cases/statutes/kg-cc-278.yaml",
        'schema: casefile/statute/1\nid: kg-cc-278\ncountry: KG\narticle: "278"\n',
    ),
)


def _source(number: int) -> str:
    head = f"schema: casefile/source/1\nid: paper-{number}\n"
    if number % CALLS == CALLS - 1:
        return f'{head}tier: restricted\nkind: call\naccessed: "2026-11-01"\nconnection: colleague\n'
    return f'{head}kind: press_article\ntitle: Задержания, часть {number}\npublished: "2026-11-01"\n'


def _fresh(chance: random.Random, taken: set[str]) -> str:
    made = chance.choice(LETTERS) + "".join(chance.choices(SIGNS, k=4))
    while made in taken:
        made = chance.choice(LETTERS) + "".join(chance.choices(SIGNS, k=4))
    taken.add(made)
    return made


def _head(record: str, wave: int, chance: random.Random) -> Iterator[str]:
    tier = chance.choices(("public", "partners", "restricted"), (93, 4, 3))[0]
    yield from ("schema: casefile/case/1", f"id: {record}", f"tier: {tier}", "country: KG")
    yield from ("situations:", f"  - sweep-{wave}", "person:", *_person(tier, chance))
    yield from ("  capacity: journalist", "  affiliations:", "    - organization: scns")
    yield from ("      role: оператор", "      relation: staff", "# what the desk heard first", "events:")


def _person(tier: str, chance: random.Random) -> Iterator[str]:
    if chance.random() < 0.03:
        yield from ("  identification: unnamed", "  descriptor: a reporter of a local paper")
        return
    (given, native), (root, stem), (end, ending) = map(chance.choice, (GIVEN, ROOTS, ENDINGS))
    yield from ("  identification: named", f"  name: {given} {root}{end}")
    if tier == "public" and chance.random() < 0.03:
        yield "  name_tier: partners"
    yield from (
        "  other_names:",
        f"    - name: {native} {stem}{ending}",
        "      kind: native",
        "      lang: ru",
    )


def _ledger(told: list[Told], sources: int, chance: random.Random, rare: bool) -> Iterator[str]:
    ids: set[str] = set()
    for entry in told:
        source = chance.randrange(sources)
        source -= source % CALLS == CALLS - 1
        yield from (f"  - id: {_fresh(chance, ids)}", f"    type: {entry.type}", f'    date: "{entry.day}"')
        yield from (f"    place: {chance.choice(TOWNS)}", "    by:", "      - scns", f"    {entry.fields}")
        if rare and entry is told[0]:
            yield f"    summary: Seen from the {RARE}."
        if chance.random() < 0.3:
            yield "    # подтверждено вторым источником"
        if chance.random() < 0.02:
            yield "    tier: restricted"
        yield from (
            "    sources:",
            f"      - source: paper-{source}",
            f"        locator: ¶{chance.randint(1, 12)}",
        )
        if entry.type == "death":
            yield "    standing: confirmed"


if __name__ == "__main__":
    main()
