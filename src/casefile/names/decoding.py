"""Decode text: percent-encoded addresses, HTML entities, IDN hosts, base64 and escapes.

A search for withheld names or ids in a text searches each of its `readings`. The first of them is the text
itself.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from html import unescape
from urllib.parse import unquote_to_bytes

from casefile.names.unseen import without_unseen

CHARSETS = (
    "utf-8", "cp1251", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic", "latin_1", "cp1254", "cp1250",
    "iso8859_2", "cp852", "cp1256", "iso8859_6", "cp1253", "cp1255", "gb18030", "big5", "euc_jp",
    "shift_jis", "euc_kr", "kz1048", "ptcp154", "koi8_t", "cp857", "mac_turkish", "mac_latin2", "cp1257",
    "cp737", "cp862", "cp869",
)  # fmt: skip
"""The charsets in which bytes are decoded that are not valid UTF-8; invalid bytes are ignored in each."""
LAYERS = 8
"""The most layers of encoding that are decoded; `%2525D0` and `&amp;amp;` count as one layer."""
ROOM = 1 << 18
GROWTH = 30
"""All readings together have at most `ROOM` characters plus this many times the length of the text."""
SHORTEST_CODED = 6
"""The least length of base64 that is decoded: a shorter run encodes fewer than four letters."""
LONGEST_LABEL = 63
"""The most characters of a label of a host name (RFC 1035)."""

CODED = re.compile(
    r"%|&[#A-Za-z]|\\[uUxX0-3]|[xX][nN]-|=\r?\n|[=.][0-9A-Fa-f]{2}[=.][0-9A-Fa-f]{2}"
    r"|[a-z][A-Z]|[0-9][A-Za-z]|[A-Za-z][0-9]"
)
"""Matches every encoded text, and other ones: base64 is recognised by neighbours that are rare in words."""
WRAPPED = re.compile(r"%(?:25)+(?=[0-9A-Fa-f]{2})|&(?:amp;)+(?=[#A-Za-z])")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}[@-~]?)+")
"""Percent-encoded bytes; a letter may be the second byte of a Han character in Big5, Shift_JIS or GB18030."""
BYTES = re.compile(
    r"(?:=[0-9A-Fa-f]{2})+|(?:\.[0-9A-F]{2})+|(?:\\+[xX][0-9A-Fa-f]{2})+|(?:\\+[0-3][0-7]{2})+"
)
"""Quoted-printable, anchors of MediaWiki, escapes of logs and of git."""
BROKEN = re.compile(
    r"(?<=[A-Za-z0-9+/_-]{16})\s+(?=[A-Za-z0-9+/_-]{4})"
    r"|(?<=%)\s+(?=[0-9A-Fa-f]{2})|(?<=%[0-9A-Fa-f])\s+(?=[0-9A-Fa-f])|(?<=%[0-9A-Fa-f]{2})\s+(?=%)"
)
"""Line breaks inside base64 or percent-encoding; YAML turns some line breaks into a space."""
SOFT_BREAK = re.compile(r"=\r?\n")
ENTITY = re.compile(r"&(?:#0*([0-9]{1,7});?|#[xX]0*([0-9A-Fa-f]{1,6});?|[A-Za-z][A-Za-z0-9]{1,31};?)")
ESCAPES = re.compile(r"\\+U[0-9A-Fa-f]{8}|(?:(?:\\+|%)[uU][0-9A-Fa-f]{4})+|\\+[uU]\{[0-9A-Fa-f]{1,6}\}")
POINT = re.compile(r"[uU]\{?([0-9A-Fa-f]+)")
LABEL = re.compile(r"(?<![^\W_])[xX][nN](--?)([A-Za-z0-9-]+)")
RUN = re.compile(r"[A-Za-z0-9+/_-]{6,}={0,2}")
SPLITS = (re.compile("/"), re.compile("[-_]"), re.compile("[/_+-]"))


class TooDeep(ValueError):
    """A text has more layers of encoding, or longer readings, than are decoded."""


def is_in_any_reading(text: str, holds: Callable[[str], bool]) -> bool:
    """Return whether the test `holds` is true for a text or for any text that it decodes to.

    The result is also true if `readings` raises TooDeep: callers search for a reason to withhold the text.
    """
    try:
        return any(map(holds, readings(text)))
    except TooDeep:
        return True


def readings(text: str) -> Iterator[str]:
    """Yield a text, then the texts that it decodes to, layer by layer, each once.

    Raises TooDeep after the last reading within the limits if the text has more layers than LAYERS, or if its
    readings are together longer than ROOM and GROWTH allow; `is_in_any_reading` catches it.
    """
    yield text
    if not CODED.search(text):
        return
    known, layer, room = {text}, [text], ROOM + GROWTH * len(text)
    for _ in range(LAYERS):
        found = list[str]()
        for decoded in (each for reading in layer for each in _decode_layer(reading)):
            if decoded in known:
                continue
            room -= len(decoded)
            if room < 0:
                raise TooDeep
            known.add(decoded)
            found.append(decoded)
            yield decoded
        if not found:
            return
        layer = found
    raise TooDeep


def _decode_layer(text: str) -> Iterator[str]:
    """Yield the results of decoding one layer of a text; nothing if it contains no encoded text.

    A result may be equal to the text.
    """
    if not CODED.search(text):
        return
    text = without_unseen(text)
    if (joined := BROKEN.sub("", text)) != text:
        yield joined
    bare = WRAPPED.sub(lambda found: found[0][0], text)
    yield from map(_plain, _bytes_decoded(PERCENT, bare))
    yield from _bytes_decoded(BYTES, SOFT_BREAK.sub("", bare))
    yield RUN.sub(_of_base64, text)


def _bytes_decoded(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield a text with its encoded bytes decoded as UTF-8, or in each charset if some are not UTF-8."""
    runs = [_bytes_of(found[0]) for found in pattern.finditer(text)]
    if not runs:
        yield text
        return
    plain = [_in_utf_8(each) for each in runs]
    for charset in CHARSETS if None in plain else CHARSETS[:1]:
        decoded = (
            held.decode(charset, "ignore") if known is None else known
            for held, known in zip(runs, plain, strict=True)
        )
        yield pattern.sub(lambda _, decoded=decoded: next(decoded), text)  # type: ignore[misc]


def _bytes_of(run: str) -> bytes:
    if run[0] == "%":
        return unquote_to_bytes(run)
    if OCTAL.match(run):
        return bytes(int(each, 8) for each in OCTAL.findall(run))
    return bytes.fromhex(NO_HEX.sub("", run))


OCTAL = re.compile(r"\\+([0-3][0-7]{2})")
NO_HEX = re.compile("[^0-9A-Fa-f]+")


def _in_utf_8(held: bytes) -> str | None:
    try:
        return held.decode()
    except UnicodeDecodeError:
        return None


def _plain(text: str) -> str:
    """Decode the encodings of characters (not of bytes): entities, escapes, IDN labels."""
    return LABEL.sub(_of_label, ESCAPES.sub(_of_points, ENTITY.sub(_of_entity, text)))


def _of_entity(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16) if found[2] else None
    return unescape(found[0]) if number is None else _character(number)


def _character(number: int) -> str:
    """Return the character of a code point; empty for a surrogate or a number that is too large."""
    return chr(number) if number < SURROGATES.start or SURROGATES.stop <= number <= LAST else ""


SURROGATES = range(0xD800, 0xE000)
LAST = 0x10FFFF


def _of_points(found: re.Match[str]) -> str:
    r"""Return the letters of escapes such as `\u0410`; two surrogates are one letter."""
    numbers = [int(each, 16) for each in POINT.findall(found[0])]
    pairs = b"".join(each.to_bytes(2, "big") for each in numbers if each < 1 << 16)
    return pairs.decode("utf-16-be", "ignore") + "".join(
        _character(each) for each in numbers if each >= 1 << 16
    )


def _of_label(found: re.Match[str]) -> str:
    """Return all decodings of a label of an IDN host, separated by spaces, else the text itself.

    In an id, `xn--` has become `xn-`, and other words may follow; then each end is tried.
    """
    parts = found[2][:LONGEST_LABEL].split("-")
    ends = range(len(parts), 0, -1) if found[1] == "-" else (len(parts),)
    decoded = (_of_punycode("-".join(parts[:end])) for end in ends)
    return " ".join(filter(None, decoded)) or found[0]


def _of_punycode(label: str) -> str:
    try:
        return label.encode().decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return ""


def _of_base64(found: re.Match[str]) -> str:
    """Return all readable texts that a run of letters or its parts decode to, else the run itself.

    In an address, base64 may follow other letters without a break. Four of its letters encode three bytes,
    so one of the first four letters is aligned with it.
    """
    run = found[0]
    if not CODED.search(run):
        return run
    starts = (run[start:] for start in range(4))
    parts = dict.fromkeys((*starts, *(part for split in SPLITS for part in split.split(run))))
    decoded = (_base64_decoded(part) for part in parts if len(part) >= SHORTEST_CODED)
    return " ".join(dict.fromkeys(filter(None, decoded))) or run


@lru_cache(maxsize=1 << 12)
def _base64_decoded(part: str) -> str:
    """Return the text in base64 or base64url, padded, unpadded or cut off; "" if it contains no words.

    The bytes around the text may be binary: an address of a news service is an encoded message that contains
    the address of the article.
    """
    letters = part.rstrip("=").translate(URL_SAFE)
    whole = letters[: -1 if len(letters) % 4 == 1 else None]
    held = b64decode(whole + "=" * (-len(whole) % 4))
    for cut in range(4):
        with suppress(UnicodeDecodeError):
            text = held[: len(held) - cut].decode()
            if TWO_CHARACTERS.search(text) and without_unseen("".join(text.split())).isprintable():
                return text
    text = held.decode("utf-8", "ignore")
    return text if SOME_LETTERS.search(text) else ""


URL_SAFE = str.maketrans("-_", "+/")
TWO_CHARACTERS = re.compile(r"[^\W_]{2}")
SOME_LETTERS = re.compile(r"[^\W_]{4}")
