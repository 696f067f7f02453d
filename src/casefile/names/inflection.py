"""Match words of names in other grammatical forms: with endings, dropped letters and softened consonants.

A word is compared by its readings: its sounds as one of the usual spellings is read, and the word in plain
Latin letters. `stem_keys` returns the stem keys of a word of a name, `text_keys` those that a word of a text
may have. The word of the text may be a form of the name if they share a stem key: the kind of a stem (one
letter) followed by the stem. `_endings` maps endings to the kinds of stems that take them.

Languages: Russian, Ukrainian, Belarusian, Polish; Kyrgyz, Kazakh, Uzbek, Tajik; Turkish, Persian. In a script
that none of them uses, a word may have any ending of a few letters.
"""

# ruff: noqa: RUF001 - the endings know several scripts

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import product

from casefile.names.latin_folding import fold_text, letter_table, romanisation_key
from casefile.names.scripts import LETTER_BY_LETTER, VOWELLESS, script_of, with_vowels
from casefile.names.sounds import in_polish, sounds

WHOLE, BARE, ALTERED, SOFTENED, IN_POLISH, CALLED, ADJECTIVE, VOICED = "=acspojv"
"""Kinds of stems: the word itself; without its last vowel; with a vowel dropped or changed; with a consonant
softened before e and i, or softened as in Polish, or softened before the e of the Ukrainian vocative; of an
adjective; with a voiced last consonant, as in Turkic languages."""
DOUBLED = "tdl"
"""Kinds of whole words that end in t, d or l, before a Turkic ending that begins with it: Мамыттан.

In a reading, two equal letters are written once.
"""


@lru_cache(maxsize=1 << 14)
def readings(word: str) -> frozenset[str]:
    """Return the sounds that a word may have, and the word in plain Latin letters without spaces.

    A word with a digit has no sounds. For a word of a script without vowels, the result is the word itself.
    """
    if script_of(word) in VOWELLESS:
        return frozenset({word})
    word = with_vowels(word)
    plain = fold_text(word).replace(" ", "")
    # Sounds contain no digits, but only the digits distinguish kg-2025-1 from kg-2025-2.
    by_sound = frozenset[str]() if any(char.isdigit() for char in word) else sounds(word)
    return by_sound | {plain} if plain else by_sound


def _likened(word: str) -> frozenset[str]:
    """Return the stem key of a long word by its romanisation key, with y for a glide at the beginning.

    The result is empty for a short word. A letter of a romanisation key may replace several letters, so it
    has no stems and takes no endings.
    """
    plain, like = fold_text(word), romanisation_key(word).replace(" ", "")
    if len(plain) < LONG or not like:
        return frozenset()
    glides = "yijzd" if like[0] in {"a", "o", "u"} else "jzd"
    return frozenset({f"{WHOLE}y{like}" if plain[0] in glides and like[0] in VOWELS else WHOLE + like})


LONG = 7
"""The least length of a word that gets a romanisation key: too many shorter words share one."""
VOWELS = frozenset("aeiou")


@lru_cache(maxsize=1 << 14)
def stem_keys(word: str) -> frozenset[str]:
    """Return the stem keys of a word of a name: its readings, and their stems in other grammatical cases."""
    found = (kind + stem for reading in readings(word) for kind, stem in _stems(word, reading))
    return frozenset(found) | _likened(word)


def _stems(word: str, reading: str) -> Iterator[tuple[str, str]]:
    yield WHOLE, reading
    if script_of(word) in VOWELLESS:
        return
    if found := ADJECTIVAL.match(reading):
        yield ADJECTIVE, found[1]
    if found := ENDS_IN_VOWEL.match(reading):
        stem, vowel = found[1], found[2]
        if MASCULINE.search(stem) and vowel == "a":
            yield WHOLE, stem  # the surname of her father or husband
        yield (ALTERED if vowel == "o" else BARE), stem
        yield from _softened(stem)
        return
    altered = (*_altered(word, reading),)
    yield from ((ALTERED, each) for each in altered)
    for stem in (reading, *altered):
        yield from _softened(stem)
    if reading[-1] in DOUBLED:
        yield reading[-1], reading
    if word[-1] in VOICED_AS:
        yield VOICED, reading[:-1] + VOICED_AS[word[-1]]


ENDS_IN_VOWEL = re.compile("^(.+?)(ya|[ao])$")
ADJECTIVAL = re.compile("^(.{2,}?)(?:aya|oi|yi|oe|i|(?<=sk)a|(?<=[kT])a)$")
MASCULINE = re.compile("(?<=...)(?:[oe]v|in)$")
VOICED_AS = letter_table("k=g q=g к=g қ=g p=b п=b ç=J ч=J t=d т=d")
SOFTENED_AS = {"k": ("T",), "g": ("z",), "h": ("s", "S"), "t": ("T",), "d": ("dz",)}
"""What consonants become before e and i in Ukrainian and Belarusian: Ользі, Марце."""
SOFTENED_IN_POLISH = {"k": ("T",), "g": ("dz",), "h": ("S",), "r": ("J",), "t": ("T", "C", "c"), "d": ("dz",)}
"""The same in Polish: Magdzie, Barbarze."""
CALLED_AS = re.compile("(?:k|ts)$")
"""Final consonants that become ch in the Ukrainian vocative, in plain letters: Козаче, Кравче."""
IA = re.compile("[iy]a(?=[^aeiouy]+$)")
"""The vowels that become ie before a softened consonant in Polish: Kwiat, Kwiecie."""


def _softened(stem: str) -> Iterator[tuple[str, str]]:
    yield from ((SOFTENED, stem[:-1] + each) for each in SOFTENED_AS.get(stem[-1:], ()))
    for soft in SOFTENED_IN_POLISH.get(stem[-1:], ()):
        yield from ((IN_POLISH, each[:-1] + soft) for each in {stem, IA.sub("e", stem), IA.sub("ie", stem)})
    if CALLED_AS.search(stem):
        yield CALLED, CALLED_AS.sub("ch", stem)
    if stem[-2:] == "dr":  # Fredro, Fredrze: drz sounds as one
        yield IN_POLISH, stem[:-2] + "J"
    if stem[-2:] in {"tk", "dk"}:  # Дутка, Дутці
        yield SOFTENED, stem[:-2] + "T"


def _altered(word: str, reading: str) -> Iterator[str]:
    """Yield the stems of a word, given with one reading, whose vowels change when an ending follows."""
    for pattern, instead in FLEETING if ANY_FLEETING.search(reading) else ():
        if (found := pattern.sub(instead, reading)) != reading:
            yield found
    if OF_UKRAINIAN.search(word):
        last = {reading[-1], reading[-1].replace("y", "i")}  # Рій, Роя, Роєм
        yield from (f"{reading[:-2]}{v}{each}" for v in "oe" for each in last if reading[-2:-1] == "i")
    if "ą" in word:
        yield from (NASAL.sub(r"\1e\2", reading), NASAL.sub(r"\1en\2", reading))
    if word[-1] in SOFT_IN_POLISH:
        yield reading  # Banaś, Banasia


FLEETING = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("(?<=[^aeiouy])(?:[eo]|ye|yo)(?=(?:[lkTnt]|ts)$)", ""),  # Кравец, Павел, Зубок, Marek, Kozioł
        ("(?<=[aeou])(?:y?[ae])(?=(?:T|ts|k)$)", "i"),  # Заяц, Заець
        ("(?<=[^aeiouy])e(?=(?:T|ts)$)", "i"),  # Компанієць: the first vowel is not heard
        ("(?<=i)[iy]?e(?=ts$)", ""),  # Kompaniiets
        ("(?:T|ts)er$", "tr"),  # Зміцер
        ("(?:J|rz)eT$", "rT"),  # Marzec, Marca
        ("(?:T|ci)e(?=[ln]$)", "t"),  # Kwiecień, Kwietnia; Kocioł, Kotła
        ("dze(?=n$)", "d"),  # Grudzień, Grudnia
        ("(?<=[^aeiouy])([vn])e(?=(?:T|ts)$)", r"e\1"),  # Швець, Шевця; Жнець, Женця
        ("erne(?=(?:T|ts)$)", "en"),  # Чернець, Ченця
        ("(?<=[^aeouy])e[iy]$", ""),  # Соловей, Репей
        ("(?<=[^aeiouy])(?:e|ye|yo)(?=r$)", ""),  # Бобёр, Kacper
        ("^lob$", "lb"),
        ("^lev$", "lv"),
        ("^leu$", "lv"),
        ("(?<=^p)e(?=t?r$)", "ya"),  # Пётр, Пятра
        ("(?<=[ao])[iy]$", ""),  # Цой, Цоем
        ("[iy]$", ""),  # Андрей, Юрий
    )
)
ANY_FLEETING = re.compile("|".join(pattern.pattern for pattern, _ in FLEETING))
"""One pattern for all of them: few readings match any, and there may be thousands of names."""
OF_UKRAINIAN = re.compile("і[^аеєиіїоуюя]ь?$")
SOFT_IN_POLISH = frozenset("śćńź")
NASAL = re.compile("(.)(?:a|on)(.)$")


@lru_cache(maxsize=1 << 14)
def text_keys(word: str) -> frozenset[str]:
    """Return the stem keys that a word of a text may have: of each base form of which it may be a form.

    The word may be a form of a word of a name if `stem_keys` of that word contains one of them.
    """
    if LETTER_BY_LETTER.match(word):
        return _of_any_ending(word)
    script = script_of(word)
    if script == "":
        polish = frozenset({in_polish(word), fold_text(word).replace(" ", "")})
        latin = "lı" if OF_A_PLACE.search(word) else "Latin"
        turkic = _cut(readings(word), _endings(latin), glides=bool(SOFT.search(word)))
        return turkic | _cut(polish, _endings("Polish")) | _likened(word)
    # Many Russian adjectives end in й, and no Turkic or Tajik form does.
    ends_in_glide = script == "Cyrillic" and word.endswith("й")
    key = "й" if ends_in_glide else script
    known = _cut(readings(word), _endings(key)) if key in TABLES else _of_any_ending(word)
    return known | _likened(word)


def _of_any_ending(word: str) -> frozenset[str]:
    return frozenset(
        kind + reading[: len(reading) - cut]
        for reading in readings(word)
        for cut in range(ANY_ENDING + 1)
        for kind in (WHOLE, BARE)
        if not cut or len(reading) - cut >= ANY_ENDING
    )


ANY_ENDING = 4
"""The most letters of an ending in an unknown language, and the fewest letters that remain without it."""


def _cut(read: Iterable[str], endings: Mapping[str, str], *, glides: bool = True) -> frozenset[str]:
    """Return the stem keys of a word without each ending that it has.

    `read` are its readings, `endings` the kinds of stems by ending. Without `glides` an ending such as -ya
    only follows a vowel, as in Turkish. In romanised Russian it may follow a soft consonant: Kovalya for
    Коваль.
    """
    return frozenset(
        kind + reading[:end]
        for reading in read
        for end in range(max(1, len(reading) - LONGEST), len(reading) + 1)
        if glides or reading[end : end + 1] != "y" or reading[end - 1] in VOWELS
        for kind in endings.get(reading[end:], "")
    )


SOFT = re.compile("[bdlnrstvz]y[au]$", re.IGNORECASE)
"""The end of a romanised Russian form in -я or -ю of a name in -ь. Romania and banasia do not match."""
NOUN = (
    "а я у ю ом ем ём ім им ям е є і ы и ї ов ев ёв ів їв ам ям ами ями ах ях ові еві єві ой ою ей ею єю ьо о"
    " ё ьом ьём ьєм ай аю яй эй эю"
)
FEMININE = "ы и і ї е є у ю о ё ой ою ей ею єю ёй ій їй ьою ай аю яй яю эй ам ям ами ями ах ях"
OF_ADJECTIVE = (
    "ий ый ой і ая яя а ое ого его ога яга ому ему ым им ім ом ем ей ую юю ою ею ие ые ых их іх ими ыми імі"
    " ымі аго аму яму ай ої ій у"
)
POLISH_NOUN = "a u owi em iem e ie y i ów iów om ami ach iowi iu ą ę ówna ówny ównie ówną"
POLISH_FEMININE = "y i e ie ii ę ą o u iu ów iów om ami ach"
POLISH_FAMILY = ("owie", "iowie", "owa", "owej", "owo")
"""Endings as spelt, because they sound like others: an adjective's -owe, a Russian surname's -ova."""
POLISH_ADJECTIVE = "i y iego ego iemu emu im ym a iej ej ą ich ych imi ymi scy cy"
LOCAL = ("n", "gi", "ki", "gu", "ku")
AGGLUTINATIVE = tuple(
    dict.fromkeys(
        plural + owner + case
        for plural, owner, case in product(
            ("", *(f"{c}{v}r" for c in "ldt" for v in "aeo")),
            ("", "i", "u", "si", "su", "im", "um", "imiz"),
            (
                "",
                *(f"{c}{v}{n}" for c in ("n", "d", "t", "") for v in "iu" for n in ("n", "ng", "", "nh")),
                *(f"{c}{v}" for c in ("g", "k", "h", "", "n", "y", "d", "t", "nd") for v in "aeo"),
                *(f"{c}{v}{n}" for c in ("d", "t", "n", "nd") for v in "aeo" for n in LOCAL),
                *(f"{c}en" for c in "mbp"), "la", "le", "yla", "yle", "minan", "yi", "yu", "niki", "diki",
                "tiki", "nuku", "duku", "tuku",
            ),
        )
        if not (owner[-1:] in VOWELS and case[:1] in VOWELS)
    )
)  # fmt: skip
"""Endings of plural, possessive and case in Turkic languages, as sounds: -лардын, -ымызға, 'nın, -ning."""
OWNED = tuple(
    f"{start}{vowel}k{vowel}{case}"
    for start, vowel, case in product(
        "ndt", "iu",
        ("n", *(f"{c}{v}{n}" for c, v, n in product(("d", "n", "nd"), "aeo", ("", "n"))),
         *(f"{c}{v}" for c, v in product("gk", "aeo")), *(f"{c}{v}r" for c, v in product("ld", "aeiu")),
         *(f"n{v}{n}" for v, n in product("iu", ("", "n", "ng")))),
    )
)  # fmt: skip
"""Endings that mean something belonging to the person, with a case: Азаматтыкында, Karimovnikiga."""
POLITE = tuple(
    f"{start}{n}{vowel}z{case}"
    for start, vowel, n, case in product(
        ("i", "u", ""), "iu", ("n", "ng"),
        ("", *(f"{c}{v}{n}" for c, v, n in product("dtn", "iu", ("", "n", "ng"))),
         *(f"{c}{v}{n}" for c, v, n in product("dgk", "aeo", ("", "n"))), "ben", "men"),
    )
)  # fmt: skip
"""Possessive endings in the polite form, with a case: Серігіңіз, Муратыңыздан."""
DERIVED = (
    *(f"s{vowel}z" for vowel in "iuy"),
    *(f"{start}{vowel}" for start in ("C", "S", "ch", "sh") for vowel in "aeo"),
)
"""Kyrgyz and Kazakh endings that mean "without", "according to" or "in the manner of": Ерлансыз, Есеновша.

After a т the two letters may sound as one, so the endings are also given in plain letters: Азаматсыз.
"""
OF_KYRGYZ = "чы чи чу бы би бу пы пи пу"
"""Kyrgyz question endings, "what about …?" and "is it …?": Токоевчи, Айбекпи."""
SUCH_AS = "дай дей дой тай тей той"
"""Endings that mean "such as", in Kyrgyz and Kazakh: Токоевдей."""
TURKISH = (
    *(f"{d}{v}r" for d in "dt" for v in "iu"),
    *(f"{c}{v}{z}" for c, z in ("mS", "sz") for v in "iu"),
    *(f"{n}{v}nki" for n in ("", "n") for v in "iu"),
)
"""Endings of names that exist only in Turkish: Osmandır, Osmanmış, Osmansız, Osmanınki."""
OF_A_PLACE = re.compile("(?:l[ıü]|[^aeiouy]l[iu])$")
"""The Turkish ending for a member of a place or a family: Osmanlı. In other languages: shimoli, frankly."""
TAJIK = (
    "i", "ro", "u", "yu", "yi", "ho", "hoi", "horo", "aS", "yaS", "at", "am", "on", "onro", "oni", "aSro",
)  # fmt: skip
PERSIAN = "ها های هایی ی ای ش م ت شان مان تان را جان رو و اش ام ات اند ست نژاد"
"""Persian endings of names."""


@cache
def _endings(key: str) -> Mapping[str, str]:
    """Return the kinds of stems that take an ending, by the reading of the ending; `key` is one of TABLES.

    Each table is made when it is first used: making the large ones takes longer than one search.
    """
    return TABLES[key]()


def _cyrillic_endings() -> Mapping[str, str]:
    return _by_ending(
        {
            WHOLE: ("", *_read(f"{NOUN} {OF_KYRGYZ}"), *AGGLUTINATIVE, *OWNED, *POLITE, *DERIVED, *TAJIK),
            BARE: _read(FEMININE),
            ALTERED: (*_read(NOUN), *TAJIK),
            SOFTENED: E_AND_I,
            CALLED: ("e",),
            ADJECTIVE: _read(OF_ADJECTIVE),
            **_turkic_endings(),
        }
    )


def _glide_endings() -> Mapping[str, str]:
    noun, feminine, adjective = (_read(each, "й") for each in (NOUN, FEMININE, OF_ADJECTIVE))
    return _by_ending(
        {
            WHOLE: ("", *noun, *_read(SUCH_AS)),
            BARE: feminine,
            ALTERED: noun,
            ADJECTIVE: adjective,
        }
    )


def _latin_endings(*more: str) -> Mapping[str, str]:
    return _by_ending({WHOLE: ("", "s", *AGGLUTINATIVE, *OWNED, *TURKISH, *more), **_turkic_endings()})


def _turkic_endings() -> Mapping[str, Iterable[str]]:
    """Return the Turkic endings, by the kinds of stems that end in another consonant before them."""
    doubled = {
        kind: [each[1:] for each in (*AGGLUTINATIVE, *OWNED) if each[:1] == kind and each[1:]]
        for kind in DOUBLED
    }
    return {
        VOICED: [each for each in (*AGGLUTINATIVE, *POLITE) if each[:1] in {"a", "e", "i", "u"}],
        **doubled,
    }


def _polish_endings() -> Mapping[str, str]:
    noun, feminine, adjective = map(_read_in_polish, (POLISH_NOUN, POLISH_FEMININE, POLISH_ADJECTIVE))
    noun, feminine = (*noun, *POLISH_FAMILY), (*feminine, *POLISH_FAMILY)
    altered = (*noun, *_read_in_polish("ia"))
    return _by_ending(
        {WHOLE: noun, BARE: feminine, ALTERED: altered, IN_POLISH: E_AND_I, ADJECTIVE: adjective}
    )


TABLES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "Cyrillic": _cyrillic_endings,
    "й": _glide_endings,
    "Latin": _latin_endings,
    "lı": lambda: _latin_endings("li", "lu"),
    "Polish": _polish_endings,
    "Arabic": lambda: dict.fromkeys(("", *PERSIAN.split()), WHOLE),
}
"""The functions that make the endings, by the script of the text.

There are more keys than scripts: one for Cyrillic words in -й, one for Latin words that match OF_A_PLACE, and
one for Polish.
"""


def _read(endings: str, last: str = "") -> tuple[str, ...]:
    """Return the readings of Cyrillic endings; only of endings that end in the letter `last` if given."""
    chosen = (ending for ending in endings.split() if ending.endswith(last))
    return tuple(each.removeprefix("b") for ending in chosen for each in readings(f"б{ending}"))


def _read_in_polish(endings: str) -> tuple[str, ...]:
    read = (each for ending in endings.split() for each in (in_polish(f"b{ending}"), fold_text(f"b{ending}")))
    return tuple(each.removeprefix("b") for each in read)


def _by_ending(kinds: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for kind, endings in kinds.items():
        new = dict.fromkeys(endings, kind)
        new.update({ending: found[ending] + kind for ending in new.keys() & found.keys()})
        found |= new
    return found


E_AND_I = ("e", "i", "ye", "ie")
LONGEST = 12
"""The number of letters of the longest ending."""
