"""Scripts: which one a word is in, and what its letters are before anything is read out of them."""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this page is about

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from casefile.model.names.folding import INVISIBLE

APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻʹ`´ʿʾ′＇"), "'")
ARABIC_LETTERS = str.maketrans({
    "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "أ": "ا", "إ": "ا",
    "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی", "ء": "", "ں": "ن", "ێ": "ی", "ۆ": "و", "ڵ": "ل", "ڕ": "ر",
})  # fmt: skip
"""Yeh, kaf, heh and alef as Arabic, Persian, Urdu and Kurdish keyboards write them; hamza is no letter."""
POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Vowel points and marks of Hebrew and Arabic, which few people write."""
SIMPLE = str.maketrans(
    "張陳劉黃楊趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧蔣賈鄒陸譚羅龍萬錢湯閻賴龔華國偉麗軍強東曉學傑賢義榮藝廣慶蘭鳳鵬寶貴遠寧勝權維興劍飛靜雲紅霞",
    "张陈刘黄杨赵吴孙马郑谢许韩冯邓萧叶苏吕卢蒋贾邹陆谭罗龙万钱汤阎赖龚华国伟丽军强东晓学杰贤义荣艺广庆兰凤鹏宝贵远宁胜权维兴剑飞静云红霞",
)
"""Traditional and simplified forms of what is frequent in names."""
SURNAMES = {
    "曾": "zeng", "单": "shan", "單": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "任": "ren",
    "乐": "yue", "朴": "piao", "覃": "qin", "盖": "ge", "沈": "shen", "翟": "zhai", "柏": "bai",
}  # fmt: skip
"""Characters that sound otherwise in a surname than the table of anyascii has them."""
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


@lru_cache(maxsize=1 << 15)
def script_of(word: str) -> str:
    """Return the script of a word, empty for Latin and what is read as if it were."""
    return next((name for low, high, name in RANGES if low <= ord(word[:1] or " ") <= high), "")


def normal(text: str) -> str:
    """Return a text in small letters of one form each: composed, unpointed, without joiners.

    Two texts that only differ in how Unicode or a keyboard writes the same letters come out equal.
    """
    unpointed = POINTS.sub("", unicodedata.normalize("NFKC", small(text)))
    accented = unicodedata.normalize("NFC", GREEK_ACCENTS.sub("", unicodedata.normalize("NFD", unpointed)))
    return _of_one_script(accented.translate(ARABIC_LETTERS).translate(SIMPLE))


def small(text: str) -> str:
    """Return a text in small letters, without joiners, with one apostrophe; its words keep their spelling."""
    composed = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    return composed.replace("İ", "i").lower().translate(APOSTROPHES)


GREEK_ACCENTS = re.compile("(?<=[\u03b1-\u03c9])[\u0300-\u0345]+")


def _of_one_script(text: str) -> str:
    """Return a text in which no letter only looks like one of the others of its word."""
    return MIXABLE.sub(_as_most, text)


def _as_most(word: re.Match[str]) -> str:
    """Write a word in the script of most of its letters, if the others only look as if they were of it."""
    letters = word[0]
    latin = sum(letter.isascii() for letter in letters)
    if latin in {0, len(letters)}:
        return letters
    table = TO_LATIN if latin * 2 > len(letters) else TO_CYRILLIC
    return letters.translate(table)


MIXABLE = re.compile("[a-z\u0400-\u04ff]+")
ALIKE_IN_LATIN, ALIKE_IN_CYRILLIC = "aceiopxyjskmtbh", "асеіорхујѕкмтвн"
"""Letters that look alike, small or capital: a word is in small letters here, whatever it was."""
TO_CYRILLIC = str.maketrans(ALIKE_IN_LATIN, ALIKE_IN_CYRILLIC)
TO_LATIN = str.maketrans(ALIKE_IN_CYRILLIC, ALIKE_IN_LATIN)


def pinyin(word: str) -> str:
    """Return a name of Chinese characters in pinyin, written together."""
    return SURNAMES.get(word[:1], anyascii(word[:1]).lower()) + anyascii(word[1:]).lower()
