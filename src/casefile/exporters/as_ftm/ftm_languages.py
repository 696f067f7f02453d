"""Language codes of FollowTheMoney: three letters (ISO 639-3), and only the languages that it knows."""

from __future__ import annotations

LISTED = """
    af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces da:dan de:deu el:ell en:eng es:spa
    et:est fa:fas fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat
    kk:kaz km:khm kn:kan ko:kor ky:kir lb:ltz lo:lao lt:lit lv:lav mk:mkd mn:mon ms:msa mt:mlt my:mya ne:nep
    nl:nld no:nor pl:pol ps:pus pt:por ro:ron ru:rus si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam
    te:tel tg:tgk th:tha tk:tuk tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho cnr:cnr fil:fil mul:mul
"""
KNOWN = dict(pair.split(":") for pair in LISTED.split())


def three_letters(tag: str | None) -> str:
    """Return the three-letter code for a language tag such as `ru-Latn`; empty if the library has none."""
    language = (tag or "").split("-", 1)[0]
    return KNOWN.get(language) or (language if language in KNOWN.values() else "")
