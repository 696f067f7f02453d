"""Patterns of private data (addresses, telephone and identity numbers) in Central Asia and elsewhere."""

# ruff: noqa: RUF001 - the forms know several scripts

from __future__ import annotations

from casefile.dates.phrases.phrase_words import MONTHS as WORDS_OF_MONTHS

Forms = tuple[tuple[str, tuple[str, ...]], ...]
"""Kinds of private data, each with its patterns, which are compiled when they are first needed."""


def _months() -> str:
    """Return a pattern of the names of months, with the endings that long names may have."""
    words = {word.strip() for row in WORDS_OF_MONTHS.values() for word in row.split(",")}
    short = sorted(word for word in words if len(word) < LONG_MONTH)
    stems = sorted({word.removesuffix("ь") for word in words.difference(short)})
    return rf"(?:(?:{'|'.join(stems)})\w{{0,3}}|{'|'.join(short)})\b"


LONG_MONTH = 4
"""The number of letters from which on the name of a month may have an ending of its own: майда, марту."""
MONTHS = _months()
NOT_SEARCHED = (
    rf"https?://\S+|www\.\S+|\b[12]\d{{3}}-[01]\d(?:-[0-3]\d)?\b|(?<!\d\.)\b\d\d?[./]\d\d?[./](?:\d{{4}}|\d\d)\b"
    rf"|\b\d\d?(?:-\d\d?)?(?:th|st|nd|rd|-го)?(?:\s+|-){MONTHS}(?:\s+\d{{4}})?|\b{MONTHS}\s+\d\d?\b(?:,?\s+\d{{4}})?"
)
"""The pattern of texts that are not searched: addresses of web pages, and dates in digits and in words."""

MAIL = "an e-mail address"
PHONE = "a telephone number"
NUMBER = "an identity number"
STREET = "a street address"

_CLEAR = r"(?<![\w/.,-])"
_CALLED = (
    r"(?i:\b(?:tel|phone|telephone|mobile|mob|cell|whats ?app|viber|telefonu?|cep|тел|телефон\w*|моб|сот|"
    r"ватсап\w*|вотсап\w*|вайбер\w*)|تلفن|موبایل|همراه|هاتف|جوال)\b(?:\s+(?:no|number|nr|номер\w*|is|numarası|şu))?"
)
_MONEY = r"(?!\s*(?:%|сом|тенге|тг|руб|грн|тысяч|lira|som|tenge|rubles|dollars|[A-Z]{3}\b))"
_WITHOUT_PLUS = (
    r"996[ -]?[2-9]\d\d|380[ -]?\d\d|998[ -]?\d\d|992[ -]?\d\d|375[ -]?\d\d|99[345][ -]?\d\d|98[ -]?9\d\d"
    r"|90[ -]?5\d\d|7[ -]?(?:[479]\d\d|70\d|77\d)"
)
_PHONES = (
    # International: +996 555 123 456, 00996…, +49 (0)30…
    rf"{_CLEAR}(?:\+|00)[1-9](?:[ ().-]{{0,2}}\d){{8,14}}(?![\w-])",
    # With the 0 of the trunk: 0555 12 34 56, (0312) 66-20-20, 0 (532) 123 45 67, 021-88776655
    rf"{_CLEAR}(?:\(0\d\d\d?\)|0[ -]?\(\d\d\d?\)|0[ -]?\d\d\d)(?:[ -]?\d){{6,7}}(?![\w/-]|[.,]\d)",
    rf"{_CLEAR}0[ -]?\d\d(?:[ -]?\d){{6,8}}(?![\w/-]|[.,]\d)",
    # With the 8 of Russia and Kazakhstan: 8 (495) 123-45-67, 87011234567
    rf"{_CLEAR}8[ -]?\(?\d{{3}}\)?[ -]?\d{{3}}[ -]?\d\d[ -]?\d\d(?![\w/-])",
    # Its trunk with the 0 of the town behind it, and groups with full stops: 8(0312)662020, 0555.12.34.56
    rf"{_CLEAR}8[ -]?(?:\(0\d{{3}}\)|0\d{{3}}[ -])(?:[ -]?\d){{6}}(?![\w/-]|[.,]\d)",
    rf"{_CLEAR}0\d{{3}}(?:(?:\.\d\d){{3}}|(?:\.\d{{3}}){{2}})(?![\w/-]|[.,]\d)",
    # The code of a country without its plus: 996555123456, 380 50 123 45 67
    rf"{_CLEAR}(?:{_WITHOUT_PLUS})(?:[ -]?\d){{6,7}}(?![\w/-]|[.,]\d){_MONEY}",
    # Four groups as only a telephone has them: 555-12-34-56
    r"(?<![\w/.,-])\d{3}[ -]\d\d-\d\d-\d\d(?![\w/-])",
    # Whatever is called one: tel. 66 20 20
    rf"{_CALLED}[.: №#]{{0,3}}(?:\+?\d(?:[ ()-]{{0,2}}\d){{4,}}+){_MONEY}",
)

_KEPT = (
    r"(?i:\b(?:passport|паспорт\w*|pasaport\w*|inn|инн|pin|пин|iin|иин|жсн|pinfl|пинфл|снилс|рнокпп|іпн|"
    r"t\.?c\.? ?(?:kimlik|kn)\w*|tckn|kimlik|melli code|code melli|national (?:id|code)|id card|"
    r"удостоверени\w+ личности|посвідчення|шахсий рақам)|"
    r"کد ملی|شماره ملی|گذرنامه|شناسنامه|جواز سفر|رقم الهوية)"
)
_NUMBERS = (
    # Kyrgyzstan: 14 digits, sex and day of birth first; Uzbekistan: century and sex, then the same
    rf"{_CLEAR}[12](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{{7}}(?!\w)",
    rf"{_CLEAR}[3-6](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{{9}}(?!\w)",
    # Kazakhstan: 12 digits, day of birth first
    rf"{_CLEAR}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-6]\d{{5}}(?!\w)",
    # Russia: pension insurance 112-233-445 95, passport 45 10 123456; Ukraine: 19800101-12345;
    # Iran: 001-234567-8
    rf"{_CLEAR}\d{{3}}-\d{{3}}-\d{{3}}[ -]\d\d(?!\w)",
    rf"{_CLEAR}\d\d \d\d (?:№ ?)?\d{{6}}(?![\w-])",
    rf"{_CLEAR}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{{5}}(?![\w-])",
    rf"{_CLEAR}\d{{3}}-\d{{6}}-\d(?![\w-])",
    # Passports: letters of the series, then digits
    r"(?<![\w/-])(?:AN|AC|ID|PE|AA|AB)[ №]?\d{7}(?!\w)",
    r"(?<![\w/-])(?:КВ|КС|СН|СО|МЕ|ВЕ|ЕН|АН)[ №]{0,2}\d{6}(?!\w)",
    # Whatever is called one
    (
        rf"{_KEPT}[\s.:№#]*(?:(?i:no|nr|number|серия|номер|numarası)\b\.?)?[\s.:№#]*"
        r"[A-ZА-Я]{0,2}\d(?:[ -]?\d){5,}"
    ),
)

_HOUSE = r"(?!(?:19|20)\d\d\b)\d{1,4}(?:/\d{1,3})?[A-Za-zА-Яа-я]?\b"
_END = r"(?=\s*(?:[,.;:)\n]|$)|\s+(?:in|at|near|в|во|на|кв|корп|стр|оф)\b)"
_UNCOUNTED = r"(?!\s+(?:челов|чел\.|людей|задержан|участник|протест|people|persons))"
_NO = r"(?:[Nn]o\.?:?|№|[Дд]\.?|[Дд]ом|[Бб]уд\.|д-м)?\s*"
_LATIN = (
    r"(?:[Ss]treet|S[Tt]r?|[Ss]tr?\.|[Aa]venue|[Aa]ve\.?|[Bb]oulevard|[Bb]lvd\.?|[Ll]ane|[Rr]oad|[Pp]rospekt)"
)
_SHORT = r"(?i:(?:ул|вул|просп|пр-т|пер|пров|бульв|мкр(?:-?н)?|м-н)(?:\.|(?=\s))|пр\.)"
_LONG = r"(?i:улиц[аеуы]|проспект[аеу]?|переул\w+|бульвар[аеу]?|вулиц[яіюе]|провул\w+|микрорайон[еау]?)"
_KIND = rf"(?:{_SHORT}|{_LONG})"
_NATIVE = r"(?:көчөсү|көч\.|көшесі|к-с[іү]|даңғылы|проспектиси)"
_BEHIND = rf"(?:улица|ул\.|проспект[еау]?|пр-т|бульвар[аеу]?|переул\w+|{_NATIVE})"
_OF = r"[«\"]?(?:[А-ЯЁІЇЄӨҮҢҚҒ][\w.-]*|¦+|\d{1,2})[»\"]?(?:\s+[А-ЯЁІЇЄӨҮҢҚҒ][\w.-]*)?"
_NO_STREET = (
    r"(?:около|более|свыше|примерно|почти|всего|только|лишь|еще|ещё|уже|после|через|минус|плюс|мороз|было|"
    r"люд\w+|человек|для|при|над|под|без|как|что|это|эта|все)"
)
_VERBLESS = r"(?<!ли|ло|сь|ны|ты|но|ют|ят|ут|ся)"
_HASTY = rf"(?!{_NO_STREET}\b)[а-яёіїєөүңқғ][\w-]{{2,30}}{_VERBLESS}"
"""The name of a street in small letters: neither a verb nor a word that is used with numbers."""
_STREETS = (
    rf"\b[A-Z][\w'’-]+\s+{_LATIN},?\s+{_NO}{_HOUSE}(?=\s*(?:[,.;:)]|$)|\s+in\b)",
    rf"(?<![\w¦-])(?<!¦ ){_HOUSE},?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}{_LATIN}(?!\w)",
    rf"(?<!\w)[Uu]l(?:\.|(?=\s))\s*[A-Za-z][\w'’-]+,?\s*{_HOUSE}",
    rf"(?<![\w-])(?!the\b|an?\b)[a-z][\w'’-]+\s+(?:ave(?:nue)?|blvd|prospekt)\b\.?,?\s+{_NO}{_HOUSE}{_END}",
    # Turkish: Atatürk Caddesi No: 12, Gül Sok. 5/3
    rf"\b[A-ZÇĞİÖŞÜ][\w'’-]+\s+(?:[Cc]add?(?:esi)?\.?|[Ss]ok(?:ak|ağı)?\.?|[Ss]k\.|[Bb]ulvarı|[Mm]ah(?:allesi)?\.?),?\s+{_NO}{_HOUSE}{_END}",
    # German and French: Hauptstraße 5, 15 rue Monge
    rf"\b[A-ZÄÖÜ]\w+(?:straße|strasse|str\.),?\s+{_HOUSE}{_END}",
    rf"(?<![\w¦-])(?<!¦ ){_HOUSE},?\s+(?:rue|boulevard|via|calle)\s+(?:de (?:la |l')?|du |des )?[A-ZÀ-Ý]",
    # Russian, Ukrainian, Kyrgyz, Kazakh: ул. Токтогула, 98; вул. Хрещатик 22; Невский проспект, 28
    rf"(?<!\w){_KIND}\s*{_OF}\s*{_NO}{_HOUSE}{_END}",
    rf"(?<!\w){_KIND}\s*{_OF},\s*{_NO}{_HOUSE}{_UNCOUNTED}",
    rf"(?<!\w){_SHORT}\s*{_HASTY}(?:\s+{_HASTY})?,?\s*{_NO}{_HOUSE}(?![.,]\d){_END}",
    rf"(?<!\w){_LONG}\s+{_HASTY},?\s*{_NO}{_HOUSE}(?![.,]\d){_END}",
    rf"(?<!\w){_HASTY}\s+{_NATIVE},?\s*{_NO}{_HOUSE}{_END}",
    rf"[А-ЯЁІЇЄӨҮҢҚҒ][\w-]+\s+{_BEHIND},?\s*{_NO}{_HOUSE}{_END}",
    # Persian and Arabic: پلاک ۱۲ (of a house), شارع … رقم 12
    rf"پلاک\s*{_HOUSE}",
    rf"شارع\s+[\w ]{{1,40}}?(?:رقم|،)\s*{_HOUSE}",
    # The door: apt. 12, кв. 12, Daire: 5
    (
        rf"(?<!\w)(?i:apt\.?|apartment|flat|кв\.|квартира|daire:?|пәтер|батир)\s*(?:[Nn]o\.?:?\s*|№\s*)?{_HOUSE}"
        r"(?!\s*(?:%|percent|per\b))"
    ),
    (
        rf"(?<!\w)(?i:дом[еу]?|д\.?|буд\.?|house)\s*№?\s*{_HOUSE}(?:,\s*(?i:кв|квартира|flat|apt|room)\b"
        r"|,?\s*(?i:кв\.?|квартира|flat|apt\.?|room)\s*№?\s*\d)"
    ),
)

FORMS: Forms = (
    (
        MAIL,
        (
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]*\w",
            (
                r"(?<![\w.+-])[\w.+-]{1,64}\s?[\[(]\s?(?:at|собака|@)\s?[\])]\s?[\w-]{1,63}"
                r"\s?(?:\.|[\[(]\s?(?:dot|точка|\.)\s?[\])])\s?\w"
            ),
        ),
    ),
    (PHONE, _PHONES),
    (NUMBER, _NUMBERS),
    (STREET, _STREETS),
)
"""Private data with a form that can be recognised; a file must contain none of it."""

IN_ADDRESSES: Forms = (
    (
        PHONE,
        (r"(?:wa\.me/|whatsapp\.com/send\S{0,80}?phone=|t\.me/|viber://\S{0,40}?)(?:\+|%2B)?\d{9,15}\b",),
    ),
    (MAIL, (r"mailto:[\w.+-]{1,64}@\w",)),
)
"""Addresses of web pages that contain a telephone number or e-mail address."""
