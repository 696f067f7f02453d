"""Detect the script of a word, and normalise its letters before it is compared."""

# ruff: noqa: RUF001 - the module is about letters of several scripts that look alike

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

from anyascii import anyascii

from casefile.names.latin_folding import letter_table
from casefile.names.unseen import UnseenTable

APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻʹ`´ʿʾ′＇"), "'")
ARABIC_LETTERS = str.maketrans(
    letter_table("ي=ی ى=ی ې=ی ك=ک ة=ه ۀ=ه ہ=ه ھ=ه أ=ا إ=ا آ=ا ٱ=ا ؤ=و ئ=ی ء= ں=ن ێ=ی ۆ=و ڵ=ل ڕ=ر")
)
"""Yeh, kaf, heh and alef of Arabic, Persian, Urdu and Kurdish keyboards in one form; hamza is removed."""
TATWEEL = "\u0640"
"""A line that stretches Arabic letters."""
POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Vowel points and marks of Hebrew and Arabic, which few people write."""
SIMPLE = str.maketrans(
    "張陳劉黃楊趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧蔣賈鄒陸譚羅龍萬錢湯閻賴龔華國偉麗軍強東曉學傑賢義榮藝廣慶蘭鳳鵬寶貴遠寧勝權維興劍飛靜雲紅霞",
    "张陈刘黄杨赵吴孙马郑谢许韩冯邓萧叶苏吕卢蒋贾邹陆谭罗龙万钱汤阎赖龚华国伟丽军强东晓学杰贤义荣艺广庆兰凤鹏宝贵远宁胜权维兴剑飞静云红霞",
)
"""Simplified forms of traditional Chinese characters that are frequent in names."""
SURNAMES = letter_table(
    "曾=zeng 单=shan 單=shan 解=xie 仇=qiu 查=zha 区=ou 任=ren 乐=yue "
    "朴=piao 覃=qin 盖=ge 沈=shen 翟=zhai 柏=bai"
)
"""Characters whose sound in a surname differs from the table of anyascii."""
RANGES = (
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0750, 0x077F, "Arabic"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x3400, 0x9FFF, "Han"),
)
VOWELLESS = frozenset({"Arabic", "Hebrew"})
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0711-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0898-\u08e1"
    "\u08e3-\u08ff\u0900-\u0963\u0981-\u09e3\u09fe-\u0a51\u0a70-\u0a75\u0a81-\u0ae3\u0afa-\u0b63"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0ce3\u0d00-\u0d4d\u0d57\u0d62-\u0d63\u0d81-\u0ddf"
    "\u0df2-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84"
    "\u0f86-\u0fbc\u0fc6\u102b-\u103e\u1056-\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u17d3"
    "\u17dd\u180b-\u180d\u180f\u1885-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1b44\u1b6b-\u1b73"
    "\u1b80-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099-\u309a"
    "\ua66f-\ua672\ua674-\ua67d\ua69e-\ua69f\ua6f0-\ua6f1\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1"
    "\ua8ff\ua926-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9e5\uaa29-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef"
    "\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufe20-\ufe2f\U00010d24-\U00010d27\U00011100-\U00011134"
    "\U0001e944-\U0001e94a"
)
"""Combining marks of scripts in use, as part of a character class: vowels of Indic and Thai words, accents.

Letters between two marks of a script are in its ranges, too; digits and punctuation are not."""
CHILLU = str.maketrans(letter_table("ൺ=ണ് ൻ=ന് ർ=ര് ൽ=ല് ൾ=ള് ൿ=ക് ৎ=ত্"))
"""Final letters of Malayalam and Bengali, and the two letters that keyboards without them write."""


OF_INDIA = "".join(f"{chr(block + 0x15)}-{chr(block + 0x39)}" for block in range(0x0900, 0x0D80, 0x80))
"""Consonants of the scripts of India and of Sinhala, as part of a character class."""
INHERENT = re.compile(
    rf"([{OF_INDIA}\u0d9a-\u0dc6]\u093c?)(?=[^\W\d_]|[\u0900-\u0902\u0981-\u0982\u0a70\u0a81-\u0a82\u0b82\u0c02\u0c82\u0d02\u0d82])"
)
"""A consonant before another sound, with the inherent vowel, which these scripts do not write."""
LETTER_BY_LETTER = re.compile("[\u0900-\u109f\u1780-\u17ff\uac00-\ud7af]")
"""Letters of scripts whose grammatical endings are not known: Indic ones, Thai, Burmese, Khmer, Hangul."""


def with_vowels(word: str) -> str:
    """Return a word with an a in place of each vowel that the scripts of India do not write in its middle."""
    return INHERENT.sub(r"\1a", word) if LETTER_BY_LETTER.match(word) else word


@lru_cache(maxsize=1 << 14)
def script_of(word: str) -> str:
    """Return the script of a word by its first character; "" for Latin and for scripts not in RANGES."""
    return next((name for low, high, name in RANGES if low <= ord(word[:1] or " ") <= high), "")


def normal(text: str) -> str:
    """Return a text in lower case and normal form: composed, without vowel points and unseen characters.

    Texts become equal that differ only in how Unicode or a keyboard writes the same letters, as far as the
    tables of this module list these.
    """
    unpointed = POINTS.sub("", unicodedata.normalize("NFKC", small(text)))
    accented = unicodedata.normalize("NFC", GREEK_ACCENTS.sub("", unicodedata.normalize("NFD", unpointed)))
    return accented.translate(OTHER_LETTERS)


def is_caseless(word: str) -> bool:
    """Return whether no letter of a word has a capital, as in Arabic, Devanagari, Thai and Hangul."""
    return word.upper() == word.lower()


def small(text: str) -> str:
    """Return a text in lower case, without unseen characters and with one kind of apostrophe.

    In a word of Latin, Greek and Cyrillic letters that look alike, all are replaced by those of one script.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    composed = unicodedata.normalize("NFKC", text).translate(DISGUISES)
    if MARK.search(composed):
        composed = MARKED.sub(_own_marks, composed)
    if BORDER.search(composed):
        composed = WORD.sub(_write_in_one_script, composed)
    return composed.replace("İ", "i").lower().translate(APOSTROPHES)


def _own_marks(marked: re.Match[str]) -> str:
    """Return letters with the marks of their own script: other ones may hide a name, and change no letter."""
    kept, block = "", -1
    for char in marked[0]:
        if char.isalnum():
            block = _block(char)
        kept += char if _block(char) == block else ""
    return kept


def _block(char: str) -> int:
    """Return a number for the block of a letter or mark: blocks have 128 characters, later ones 256."""
    code = ord(char)
    return code >> 7 if code < BIG_BLOCKS else code >> 8 << 1


BIG_BLOCKS = 0x0E00
MARK = re.compile(f"[{MARKS}]")
MARKED = re.compile(rf"[^\W_][{MARKS}]+")
OTHER_LETTERS: dict[int, str | int] = {**ARABIC_LETTERS, **SIMPLE, **CHILLU}
GREEK_ACCENTS = re.compile("(?<=[\u03b1-\u03c9])[\u0300-\u0345]+")
INITIAL = "\ufdd0"
"""A character without a meaning in Unicode, which marks the initial of a name (`mark_initials`)."""
DISGUISES = UnseenTable({
    ord(INITIAL): INITIAL,
    ord(TATWEEL): None,
    **str.maketrans("ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᎡᏒᏚᎢᏙᎳᎩᏃ", "ABCDEGHIJKLMPRRSTVWYZ"),
    **str.maketrans("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ"),
    **{start + at: chr(ord("A") + at) for start in (0x1F150, 0x1F170) for at in range(26)},
})  # fmt: skip
"""Removes unseen characters and tatweel, and replaces letters that look like Latin ones: Cherokee, Lisu,
letters in black shapes.

NFKC resolves fullwidth and mathematical letters, anyascii small capitals.
"""


def _write_in_one_script(word: re.Match[str]) -> str:
    """Return a word in the one script that all its letters may belong to, else in the script of most of them.

    A v looks like no Cyrillic letter, a ц like no Latin one. Words of two scripts that are run together fit
    in no single script and are returned unchanged.
    """
    letters = word[0]
    if letters.isascii() or not BORDER.search(letters):
        return letters
    found = {kind: written for kind, written in _rewritten(letters) if {*map(_kind, written)} == {kind}}
    if len(found) < 2:
        return next(iter(found.values()), letters)
    return found[max(found, key=lambda kind: sum(_kind(letter) == kind for letter in letters))]


def _rewritten(letters: str) -> Iterator[tuple[str, str]]:
    yield from ((kind, letters.translate(table)) for kind, table in ALIKE.items())


def _kind(letter: str) -> str:
    """Return the script of a letter of `WORD`."""
    return next(kind for last, kind in KINDS if letter <= last)


KINDS = (
    ("\u036f", "Latin"),
    ("\u03ff", "Greek"),
    ("\u052f", "Cyrillic"),
    ("\u058f", "Armenian"),
    ("\uffff", "Latin"),
)
LATIN, GREEK = "[A-Za-z\u0250-\u02af\u1d00-\u1d7f]", "[\u0370-\u03ff]"
CYRILLIC = "[\u0400-\u058f]"
BORDER = re.compile("|".join(f"{one}{other}" for one, other in permutations((LATIN, GREEK, CYRILLIC), 2)))
"""Two neighbouring letters of different scripts."""
WORD = re.compile("[A-Za-z\u00c0-\u024f\u0250-\u02af\u0370-\u058f\u1d00-\u1d7f\u1e00-\u1eff]+")
ALIKE = {
    "Cyrillic": str.maketrans(
        "ABCEHIJKMOPSTXYaceijopsxykmtbhʙʜᴋᴍᴛΑΒΓΕΗΙΚΜΟΠΡΤΥΦΧαεικορτυχφπ",
        "АВСЕНІЈКМОРЅТХУасеіјорѕхукмтвнвнкмтАВГЕНІКМОПРТУФХаеікортухфп",
    ),
    "Latin": str.maketrans(
        "АВСЕНІЈКМОРЅТХУҮасеіјорѕхуүкмтвнԁԛԝһӏӀѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεηικνορτυχγωօոսհցզյՕՏԼՍ",
        "ABCEHIJKMOPSTXYYaceijopsxyykmtbhdqwhllvABEZHIKMNOPTYXaenikvoptuxywonuhgqjOSLU",
    ),
    "Greek": str.maketrans(
        "ABEZHIKMNOPTYXaeikoptuvАВЕНІКМОРТУХаеікорту", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικορτυνΑΒΕΗΙΚΜΟΡΤΥΧαεικορτυ"
    ),
}
"""For each script, the letters of other scripts that look like one of its letters.

They are from Unicode's list of confusable characters; k, m, t, b, h and к, м, т, в, н look alike as capitals,
but a text may be in small letters.
"""


def pinyin(word: str) -> str:
    """Return a name in Chinese characters as lower-case pinyin; the first one is read as in a surname."""
    return SURNAMES.get(word[:1], anyascii(word[:1]).lower()) + anyascii(word[1:]).lower()
