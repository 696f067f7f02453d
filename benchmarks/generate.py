"""Makes a register of any size, the same for a seed, as one is after years.

Long ledgers in several scripts with summaries, notes, quotations and addresses, several bodies and laws,
proceedings, dates that are not known to the day, comments; a third of the cases are laid out by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from datetime import date
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
RARE = (
    "aviary", "beacon", "cistern", "dovecote", "easel", "foundry", "gazebo", "hayloft", "icehouse", "jetty",
)  # fmt: skip
"""Words of which each stands in one record."""
BODIES = (
    ("scns", "State Committee for National Security", "security_body"),
    ("mvd", "Ministry of Internal Affairs", "security_body"),
    ("court-pervomaisky", "Pervomaisky District Court", "court"),
    ("court-lenin", "Ленинский районный суд", "court"),
    ("prosecutor", "Prosecutor General", "prosecutor"),
    ("vestnik", "Вестник", "outlet"),
    ("adilet", "Адилет", "ngo"),
    ("voice", "صدای آزاد", "ngo"),
)
"""Bodies by id, name and kind."""
COURTS = ("court-pervomaisky", "court-lenin")
LAWS = (("278", "3"), ("327", "2"), ("330", "1"), ("403", "1"), ("280", "2"))
"""Articles of a criminal code, and a part of each."""
SUMMARIES = (
    "Officers in plain clothes came at six in the morning and took telephones and a camera along.",
    "Сотрудники в штатском пришли в шесть утра, изъяли телефоны и камеру; понятых не было.",
    "Адвокатты үч саат бою киргизишкен жок, үй-бүлөсүнө эч нерсе айтылган эмес.",
    "Суд прошёл за закрытыми дверями, журналистов в зал не пустили.",
    "The lawyer was let in after three hours; the family had not been told where the person was.",
    "وکیل گفت که خانواده تا شب از محل بازداشت خبر نداشت.",
    "律师三小时后才获准进入 家属一直没有得到通知。",
)
NOTES = (
    "Call the lawyer again before the next hearing.",
    "Адвокат назвал другую дату; следователь не ответил.",
)
IN_PROCEEDING = frozenset({"hearing", "verdict", "charge"})
BY_HAND = 3
"""Every so many cases one is laid out by hand."""
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


def write(folder: Path, cases: int, seed: int = 1, by_hand: bool | None = None) -> int:
    """Write the register; return how many files it has.

    `by_hand`: all cases are laid out by hand, or none; a third of them if it is absent.
    """
    made: set[str] = set()
    count = 0
    for path, text in files(cases, random.Random(seed), by_hand):
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        with open(folder / path, "wb", buffering=0) as target:  # noqa: PTH123 - twice as fast as a Path
            target.write(text.encode())
        count += 1
    return count


def people(count: int, source: str, seed: int = 2) -> Iterator[str]:
    """Yield people as lines for `add --from`: one arrest each, by one source."""
    chance = random.Random(seed)
    for number in range(count):
        given, root = (chance.choice(each)[number % 2] for each in (GIVEN, ROOTS))
        day = date.fromordinal(date(2026, 1, 1).toordinal() + chance.randrange(250))
        event = {"id": f"e{number:04}", "type": "detention", "date": f"{day}", "kind": "arrest"}
        record = {
            "schema": "casefile/case/1",
            "id": f"kg-2026-z{number:04}",
            "country": "KG",
            "tier": "public",
            "person": {"identification": "named", "name": f"{given} {root}{ENDINGS[number % 5][number % 2]}"},
            "events": [{**event, "sources": [source]}],
        }
        yield f"{json.dumps(record, ensure_ascii=False)}\n"


def files(cases: int, chance: random.Random, by_hand: bool | None = None) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file."""
    sources, waves = max(3, cases // 10), max(1, cases // 100)
    yield from _shared()
    for number in range(waves):
        text = f"schema: casefile/situation/1\nid: sweep-{number}\ntitle: Волна задержаний {number}\n"
        yield f"cases/situations/sweep-{number}.yaml", text
    for number in range(sources):
        yield f"cases/sources/paper-{number}.yaml", _source(number)
    taken: set[str] = set()
    for number in range(cases):
        year, ledger = live(chance)
        record = f"kg-{year}-{_fresh(chance, taken)}"
        rare = {cases * part // len(RARE): word for part, word in enumerate(RARE)}.get(number, "")
        lines = [*_head(record, number % waves, chance), *_ledger(ledger, sources, chance, rare)]
        text = "\n".join(lines) + "\n"
        is_by_hand = number % BY_HAND == 0 if by_hand is None else by_hand
        yield f"cases/kg/{year}/{record}.yaml", laid_out_by_hand(text) if is_by_hand else text


def _shared() -> Iterator[tuple[str, str]]:
    yield (
        "casefile.yaml",
        "schema: casefile/settings/1\ntitle: A generated register\nids: opaque\ntier: public\n",
    )
    for key, name, kind in BODIES:
        text = f"schema: casefile/organization/1\nid: {key}\nname: {name}\nkind: {kind}\ncountry: KG\n"
        yield f"cases/organizations/{key}.yaml", text
    for article, _ in LAWS:
        head = f"schema: casefile/statute/1\nid: kg-cc-{article}\ncountry: KG\ncode: Criminal Code\n"
        yield f"cases/statutes/kg-cc-{article}.yaml", f'{head}article: "{article}"\n'


def _source(number: int) -> str:
    head = f"schema: casefile/source/1\nid: paper-{number}\n"
    if number % CALLS == CALLS - 1:
        return f'{head}tier: restricted\nkind: call\naccessed: "2026-11-01"\nconnection: colleague\n'
    address = f"https://vestnik.example/{2015 + number % 12}/detentions/part-{number}.html"
    return (
        f"{head}kind: press_article\ntitle: Задержания, часть {number}\npublisher: vestnik\n"
        f'url: {address}\narchived_url: https://web.archive.org/web/2026/{address}\npublished: "2026-11-01"\n'
        f"lang: {('ru', 'ky', 'en')[number % 3]}\n"
    )


def laid_out_by_hand(text: str) -> str:
    """Return a canonical text as somebody may have typed it: the same data in another layout."""
    text = re.sub(r"\n    by:\n      - (\S+)\n", r"\n    by: [\1]\n", text)
    text = re.sub(r'date: "([^"\n]+)"', r"date: '\1'", text)
    text = re.sub(r"\n  - id: (\w+)\n    type: (\w+)\n", r"\n\n  - type: \2\n    id: \1\n", text)
    return text.replace("\nevents:\n\n", "\n\n# what happened\nevents:\n", 1)


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
    yield from ("  capacity: journalist", "  affiliations:", f"    - organization: {chance.choice(MEDIA)}")
    yield from ("      role: оператор", "      relation: staff", "proceedings:", "  - id: main")
    yield from ("    kind: criminal", "    numbers:", f"      - 03-159-{chance.randint(2015, 2026)}")
    yield from (f"    court: {chance.choice(COURTS)}", "# what the desk heard first", "events:")


MEDIA = ("vestnik", "adilet", "voice")


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


def _ledger(told: list[Told], sources: int, chance: random.Random, rare: str) -> Iterator[str]:
    ids: set[str] = set()
    for place, entry in enumerate(told):
        source = chance.randrange(sources)
        source -= source % CALLS == CALLS - 1
        after = told[place + 1].day if place + 1 < len(told) else ""
        yield from (f"  - id: {_fresh(chance, ids)}", f"    type: {entry.type}")
        yield f'    date: "{_date(entry, after, chance)}"'
        yield from (
            f"    place: {chance.choice(TOWNS)}",
            "    by:",
            f"      - {chance.choice(('scns', 'mvd'))}",
        )
        yield f"    {_with_proceeding(entry.type, _with_law(entry.fields, chance))}"
        if rare and entry is told[0]:
            yield f"    summary: Seen from the {rare}."
        elif chance.random() < 0.6:
            yield f"    summary: {chance.choice(SUMMARIES)}"
        if chance.random() < 0.1:
            yield from ("    note: |-", *(f"      {each}" for each in NOTES))
        if chance.random() < 0.3:
            yield "    # подтверждено вторым источником"
        if chance.random() < 0.02:
            yield "    tier: restricted"
        yield from (
            "    sources:",
            f"      - source: paper-{source}",
            f"        locator: ¶{chance.randint(1, 12)}",
        )
        if chance.random() < 0.2:
            yield f"        quote: {chance.choice(SUMMARIES)}"
        if entry.type == "death":
            yield "    standing: confirmed"


VAGUE = frozenset({"intervention", "statement", "reprisal", "official_response"})
"""Entries whose day is seldom known; none of them moves the status."""


def _date(entry: Told, after: str, chance: random.Random) -> str:
    """Return the day of an entry, of some as one of two days."""
    if entry.type in VAGUE and chance.random() < 0.3:
        next_day = date.fromordinal(date.fromisoformat(entry.day).toordinal() + 1).isoformat()
        if next_day < (after or "2026-10-20"):
            return f"[{entry.day}..{next_day}]"
    return entry.day


def _with_proceeding(kind: str, fields: str) -> str:
    """Add the proceeding to the fields of an entry of a court, where the model has it."""
    if kind not in IN_PROCEEDING or "administrative" in fields:
        return fields
    before, until, end = fields.partition("\n    until:")
    return f"{before}\n    proceeding: main{until}{end}"


def _with_law(fields: str, chance: random.Random) -> str:
    article, part = chance.choice(LAWS)
    return fields.replace("kg-cc-278", f"kg-cc-{article}").replace('part: "3"', f'part: "{part}"')


if __name__ == "__main__":
    main()
