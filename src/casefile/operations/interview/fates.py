"""How somebody is now, told where a place is asked: let go, dead, held; a place where it surely is one.

A wrong "held" makes people look in the wrong place, a wrong "free" ends the looking. So words that tell of a
release or a death are asked about, and so is whatever is not plainly a place of custody: the tables below
only decide which question is put first. What no table knows is asked about all the same.
"""

# ruff: noqa: RUF001 - answers come in several scripts; a list of words reads better as one text

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from casefile.operations.interview.understood import Answers, Doubt, Heard, NotHeard, Understood, said


class Fate(Struct, frozen=True):
    """What may have become of a person: the question that settles it, and the answers that it makes.

    `surely` are phrases that say just that; `perhaps` finds words that may say so among others.
    """

    asks: str
    means: Answers
    echo: str
    perhaps: re.Pattern[str]
    surely: frozenset[str] = frozenset()


def _phrases(text: str) -> frozenset[str]:
    return frozenset(map(_plain, text.split("|")))


def _plain(text: str) -> str:
    return said(text).replace("ё", "е")


def _words(*beginnings: str, whole: str = "") -> re.Pattern[str]:
    """Find words that begin so, and whole words; a blank stands for any blanks and signs between words."""
    begun = "|".join("|".join(each.split()) for each in beginnings)
    exact = "|".join(re.escape(each).replace(r"\ ", r"\W+") for each in whole.split("|") if each)
    return re.compile(rf"\b(?:(?:{begun})\w*|(?:{exact})\b)")


DEAD = Fate(
    "Did the person die?",
    {"dead": "yes"},
    "dead, as told",
    _words(
        "dead deceas death kill murder corpse morgue mortuar perish suicid hang funeral buried shot",
        "умер умир мертв погиб гибел скончал убит убил смерт труп морг похорон покойн повес суицид самоуби "
        "застрел расстрел казнен загин помер вбит",
        "өлд өлг өлу өлү өлт өлі маркум қайтыс сөөг мурд вафот vafot",
        "umer umir pogib skonchal ubit ubil",
        whole="die|died|dies|dying|passed away|passed on|gone for ever|no longer alive|not alive|"
        "lost his life|lost her life|a body|the body|his body|her body|тело|не стало|нет в живых|не живой|"
        "не жив|не жива|ушел из жизни|ушла из жизни|каза|қаза|көз жумду|көзү жумулду|жан берди|"
        "дүйнөдөн өттү|o'ldi|oʻldi|öldü|öldi|oldu",
    ),
)
FREE = Fate(
    "Is the person free now?",
    {"free": "yes"},
    "let go",
    _words(
        "releas freed discharg bail parol acquit pardon amnest liberat",
        "отпу[сщ] выпу[сщ] освоб освобожд вышел вышл выход вернул залог подписк амнист помилов оправда "
        "звільн відпу[сщ] випу[сщ]",
        "бошот бошоду бошонду бошоп эркин азат азад коюп коюшт чыкты чыгар чыгып босат бостанд шықты озод "
        "ozod",
        "otpu vypu vipu osvobo boshot",
        whole="free|let go|let him go|let her go|let them go|letting go|let out|let him out|let her out|"
        "set free|is out|got out|came out|walked out|out now|now out|out|at large|no longer held|"
        "no longer detained|no longer in custody|not held|not detained|not in custody|under an undertaking|"
        "на свободе|на свободу|свободен|свободна|свободны|свободный|свободная|на воле|на волю|не держат|"
        "больше не держат|не задержан|не задержана|не арестован|не арестована|на волі|кое берди|"
        "кое беришти|койду|бош",
    ),
    _phrases(
        "free|let go|released|at home|home|freed|let out|set free|на свободе|свободен|свободна|отпустили|"
        "отпущен|отпущена|выпустили|освобожден|освобождена|освободили|вышел|вышла|дома|бошотулду|"
        "бошотулган|үйүндө|бошотушту|отпустили домой|released home"
    ),
)
HOME = Fate(
    FREE.asks,
    FREE.means,
    FREE.echo,
    re.compile(
        r"\bhome\b|\bback with\b|\breturned\b|\bдом(?:а|ой|у)\b|\bвдома\b|\bүй(?:үн|д|г|і|ін)\w*|\buyda\b|"
        r"\buyun"
    ),
)
HELD = _phrases(
    "held|still held|is held|being held|detained|still detained|in custody|still in custody|under arrest|"
    "arrested|locked up|still there|держат|его держат|ее держат|все еще держат|еще держат|задержан|"
    "задержана|под стражей|под арестом|арестован|арестована|в заключении|сидит|кармалды|кармалып турат|"
    "камакта|камалды|камалган|қамауда|ұсталды|тримають"
)
"""Phrases that say that the person is held, and not where."""
AROUND = _phrases(
    "he|she|they|is|are|now|just|already|him|her|them|the|person|его|ее|их|он|она|они|уже|сейчас|теперь|ал|"
    "эми|азыр|аны|алар"
)
"""Words beside a phrase that change nothing about it."""
PAST = _phrases("was|were|has|have|been|был|была|были")
"""Beside "released" they change nothing either; "was held" says nothing of now."""


def fate(text: str, fates: Iterable[Fate], otherwise: Understood) -> Understood:
    """Ask for each fate that the words may tell of whether it is so; `otherwise` is what else they mean."""
    words = _plain(text)
    found = otherwise
    for each in reversed([*fates]):
        if each.perhaps.search(words):
            found = Doubt(each.asks, Heard({**each.means, "as_told": text}, each.echo), found)
    return found


def surely(text: str) -> Answers | None:
    """Return what a plain phrase says: that the person is free, or held; None where there is more to it."""
    words = _plain(text)
    core = [word for word in words.split() if word not in AROUND]
    if {words, " ".join(word for word in core if word not in PAST)} & FREE.surely:
        return FREE.means
    return {"held": "yes"} if {words, " ".join(core)} & HELD else None


def place_or_fate(text: str, place: Understood, towns: Iterable[str]) -> Understood:
    """Take words for a place of custody where they surely name one; else put the question that fits them."""
    if isinstance(place, NotHeard):
        return place
    words = _plain(text)
    fates = (DEAD, FREE) if HOUSE_ARREST.search(words) else (DEAD, FREE, HOME)
    plainly = _is_place(text, towns) and not any(each.perhaps.search(words) for each in fates)
    return fate(text, fates, place if plainly else _asked(text, place))


def _asked(text: str, place: Understood) -> Understood:
    """Ask whether the words are a place, after it was asked whether they are like a body of the register."""
    if isinstance(place, Doubt):
        return replace(place, no=_asked(text, place.no))
    again = NotHeard("Then the place alone, or: held, free, dead. Enter where it is not known.")
    return Doubt(f"Is the person held there: {text}?", place, again)


HOUSE_ARREST = re.compile(r"\bhouse arrest\b|\bдомашн\w+ арест\w*|\bүй кама\w+|\bүй қама\w+")


def _is_place(text: str, towns: Iterable[str]) -> bool:
    """Tell whether words name a place of custody, and nothing else stands there that is not understood."""
    words = re.findall(r"[^\W\d_]+", text)
    known = {word for town in towns for word in re.findall(r"[^\W\d_]+", _plain(town))}
    house_arrest = HOUSE_ARREST.search(_plain(text)) is not None
    names_one = house_arrest or any(PLACE.fullmatch(_plain(word)) for word in words)
    capitals_tell = not text.isupper()
    return names_one and all(_belongs(word, known) or (capitals_tell and _is_name(word)) for word in words)


def _belongs(word: str, known: set[str]) -> bool:
    """Tell whether a word may stand beside a place: it is one itself, a town, or says nothing else."""
    plain = _plain(word)
    return bool(PLACE.fullmatch(plain) or plain in BESIDE or plain in known or ADJECTIVE.search(plain))


def _is_name(word: str) -> bool:
    """Tell whether a capital letter makes a word a name."""
    plain = _plain(word)
    return word[0].isupper() and plain not in TURNING and not VERB.search(plain)


PLACE = re.compile(
    r"sizo|ivs|prisons?|jail|gaol|cells?|lock-?up|isolator|remand|custody|police|militia|precinct|colony|"
    r"camp|barracks|rovd|ruvd|uvd|gknb|scns|ovd|govd|spetspriemnik|penitentiary|dungeon|сизо|ивс|"
    r"тюрьм[аеу]|колони[яию]|изолятор[еау]?|камер[аеу]|кпз|ик|ук|рувд|ровд|увд|овд|говд|гувд|гом|гкнб|кнб|"
    r"фсб|уфсб|кгб|мвд|спецприемник[еа]?|приемник[еа]?|милици[яию]|полици[яию]|отделени[еия]|отдел[е]?|"
    r"участ(?:ок|ке)|гауптвахт[аеу]|централ[е]?|лагер[ьея]|острог[е]?|түрмө|түрмөдө|түрмөсү|түрмөсүндө|"
    r"абак|абакта|абагы|абагында|камерада|изолятордо|изоляторунда|милицияда|полицияда|бөлүмдө|бөлүмүндө|"
    r"түрме|түрмеде"
)
"""Words for places of custody."""
BESIDE = _phrases(
    "in|at|the|a|to|inside|within|of|on|no|nr|number|city|town|district|regional|region|central|main|local|"
    "temporary|pre|trial|pretrial|detention|centre|center|facility|station|department|office|women|men|s|"
    "juvenile|military|national|security|state|basement|still|now|is|he|she|they|are|being|held|kept|"
    "detained|taken|moved|transferred|brought|there|house|under|arrest|home|в|во|на|при|по|г|гор|города|"
    "город|районное|района|район|номер|следственный|следственном|временного|содержания|внутренних|дел|"
    "управление|управлении|республики|подвал|подвале|его|ее|их|он|она|они|сейчас|пока|еще|все|сидит|держат|"
    "содержится|содержат|находится|увезли|отвезли|повезли|перевели|перевезли|доставили|привезли|"
    "этапировали|дома|под|арестом|арест|тергөө|шаардык|шаарынын|шаар|райондук|районунун|облустук|азыр|кармалып|"
    "турат|отурат|жатат|ал|үй|камагында|камакта"
)
"""Words that say nothing else where a word for a place stands beside them."""
ADJECTIVE = re.compile(r"(?:ск|цк|дск)(?:ий|ого|ом|ому|ая|ой|ое|ую)$|домашн\w+$")
"""Russian names of districts and bodies."""
TURNING = _phrases(
    "left|gone|out|escaped|fled|ran|was|were|had|not|never|nobody|unknown|until|before|after|maybe|from|"
    "near|quit|went|going|somewhere|если|не|нет|из|от|до|после|возле|около|был|была|были|бежал|сбежал|эмес|"
    "жок|кетти|качты"
)
"""Words that turn the meaning, also with a capital letter at the beginning."""
VERB = re.compile(r"(?:[аеёиоуыэюя](?:л|ла|ло|ли|лся|лась|лись)|ed|(?:ды|ди|ду|дү|ты|ти|ту|тү)|сь)$")
"""How words of what somebody did end: they are no names, even with a capital letter."""


def told_as(answers: Answers) -> str:
    """Return what to type for what was settled: the words themselves, or the plain one for it."""
    plainly = next((word for key, word in PLAINLY.items() if answers.get(key) == "yes"), "")
    return answers.get("as_told") or plainly


PLAINLY = {"dead": "dead", "free": "free", "held": "held"}
