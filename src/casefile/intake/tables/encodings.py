"""Detect the encoding of a text that is not UTF-8.

A general detector (charset-normalizer) reads short Portuguese texts as windows-1250 and short Russian ones as
Korean. A name in which one letter is another one is worse than a question. So an encoding is chosen only if
its words look like words of one language, and no other encoding that gives a different text does as well.
"""

# ruff: noqa: RUF001 - these are the letters and marks that files contain

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

CANDIDATES = (
    "windows-1251", "koi8-r", "cp866", "windows-1252", "windows-1254", "windows-1250", "windows-1257",
    "windows-1256", "windows-1255", "windows-1253", "gb18030", "big5", "shift_jis", "euc_kr",
)  # fmt: skip
ALPHABETS: Mapping[str, tuple[str, ...]] = {
    "windows-1252": (
        "ãõçáéíóúâêôàü", "ñáéíóúü¿¡ºª", "éèêëàâçîïôûùœæÿü", "äöüß", "àèéìíîòóù", "åäöéæøà", "àèéíïòóúüç·",
    ),
    "windows-1254": ("çğıöşüâîûi̇",),
    "windows-1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž"),
    "windows-1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
}  # fmt: skip
"""The letters other than a to z of the languages that are written in an encoding."""
MARKS = frozenset("«»“”‘’„–—…·№©®°§€¿¡ºª،؛؟")
"""Characters other than letters that may be in such texts."""
SCRIPTS: Mapping[str, frozenset[str]] = {
    "gb18030": frozenset({"CJK", "FULLWIDTH", "IDEOGRAPHIC"}),
    "big5": frozenset({"CJK", "FULLWIDTH", "IDEOGRAPHIC"}),
    "shift_jis": frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH", "IDEOGRAPHIC"}),
    "euc_kr": frozenset({"HANGUL"}),
}
OF_ONE_SCRIPT: Mapping[str, str] = {
    "windows-1251": "CYRILLIC", "koi8-r": "CYRILLIC", "cp866": "CYRILLIC",
    "windows-1256": "ARABIC", "windows-1255": "HEBREW", "windows-1253": "GREEK",
}  # fmt: skip


def probable_encodings(blob: bytes) -> Mapping[str, str]:
    """Return the encodings in which a text looks like words of one language, each with the text.

    Of several encodings that give the same text only the first is returned.
    """
    found: dict[str, str] = {}
    for encoding in CANDIDATES:
        try:
            text = blob.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text not in found.values() and _looks_right(text, encoding):
            found[encoding] = text
    if (
        "euc_kr" in found
    ):  # Korean syllables have the codes of frequent Chinese characters, and not the reverse
        found = {encoding: text for encoding, text in found.items() if encoding not in {"gb18030", "big5"}}
    return found


def _looks_right(text: str, encoding: str) -> bool:
    """Return whether all characters beyond ASCII fit the language of an encoding."""
    beyond = [sign for sign in text if not sign.isascii() and sign not in MARKS and not sign.isspace()]
    if encoding in ALPHABETS:
        letters = {lower for sign in beyond for lower in sign.lower()}
        turkish = encoding != "windows-1254" or not any(word.startswith("Ğ") for word in _words(text))
        return turkish and any(letters <= {*each} for each in ALPHABETS[encoding]) and _capitals_fit(text)
    scripts = SCRIPTS.get(encoding) or {OF_ONE_SCRIPT[encoding]}
    rare = sum(_is_rare(sign, encoding) for sign in beyond)
    return (
        all(_script(sign) in scripts for sign in beyond)
        and rare * (4 if encoding in SCRIPTS else 20) <= len(beyond)
        and not any(_is_mixed(word) for word in _words(text))
        and _capitals_fit(text)
    )


def _is_mixed(word: str) -> bool:
    """Return whether a word has letters of Latin and of another script, as no word has."""
    return not word.isascii() and any(sign.isascii() for sign in word)


def _is_rare(sign: str, encoding: str) -> bool:
    """Return whether a character is seldom written: Chinese of the second level, vowel points, ΰ and ΐ."""
    if encoding == "gb18030":
        code = sign.encode("gb18030")
        return len(code) != 2 or code[0] > LEVEL_ONE_OF_GB or code[1] < 0xA1
    if encoding == "big5":
        return sign.encode("big5")[0] > LEVEL_ONE_OF_BIG5
    return sign in "ΰΐ" or unicodedata.category(sign) == "Mn"


LEVEL_ONE_OF_GB, LEVEL_ONE_OF_BIG5 = 0xD7, 0xC6
"""The greatest first byte of a frequent character in GB 2312 and Big5."""


def _script(sign: str) -> str:
    return unicodedata.name(sign, "?").split()[0]


def _capitals_fit(text: str) -> bool:
    """Return whether nearly all words are in small letters, in capitals, or begin with a capital."""
    words = [word for word in _words(text) if not word.isascii()]
    odd = sum(
        1 for word in words if not (word.islower() or word.isupper() or word[1:].islower() or _caseless(word))
    )
    return odd * 20 <= len(words)


def _caseless(word: str) -> bool:
    return word.lower() == word.upper()


def _words(text: str) -> Iterator[str]:
    return (word for part in text.split() for word in _letters(part).split() if len(word) > 1)


def _letters(part: str) -> str:
    return "".join(sign if sign.isalpha() else " " for sign in part)
