"""Free text: what does not belong into any file, found by its form; the value itself is never repeated."""

# ruff: noqa: RUF001 - the forms know two scripts

from __future__ import annotations

import re
from collections.abc import Iterator

from casefile.checks.names import telling
from casefile.checks.rule import Finding
from casefile.checks.subject import Node, Subject
from casefile.model.base import RECORD_ID, TIERS, Tier
from casefile.model.names import folded


def private_things(subject: Subject) -> Iterator[Finding]:
    """A text seems to hold an e-mail address, a telephone or identity number or a street address.

    Such things are kept out of every file: forms that need them ask at export time. Take it out; git keeps
    what was committed. If it is something else, nothing needs to be done.
    """
    for node in _texts(subject):
        for what in private_in(node.value):
            yield Finding(
                node.path, f"this seems to hold {what}", "take it out, or ignore this if it is something else"
            )


def private_in(text: str) -> tuple[str, ...]:
    """Return what a text seems to hold that no file may keep, such as "a telephone number".

    Addresses of web pages and dates are passed over; what is a name or a word is never looked at.
    """
    if not SUSPICIOUS.search(text):
        return ()
    left = PASSED_OVER.sub("¦", text)
    return tuple(what for what, form in FORMS if form.search(left))


SUSPICIOUS = re.compile(r"[@\d]")
"""Every form has a digit or this sign, which most texts have not."""
MONTHS = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|январ|феврал|март|апрел|ма[йя]|июн|июл|август|"
    r"сентябр|октябр|ноябр|декабр)\w*"
)
PASSED_OVER = re.compile(
    rf"https?://\S+|www\.\S+|\b[12]\d{{3}}-[01]\d(?:-[0-3]\d)?\b|\b\d\d?[./]\d\d?[./](?:\d{{4}}|\d\d)\b"
    rf"|\b\d\d?(?:[-–]\d\d?)?(?:th|st|nd|rd|-го)?\s+{MONTHS}(?:\s+\d{{4}})?|\b{MONTHS}\s+\d\d?\b(?:,?\s+\d{{4}})?",
    re.IGNORECASE,
)
"""Addresses of web pages, and dates in digits and in words."""

_HOUSE = r"(?!(?:19|20)\d\d\b)\d{1,4}(?:/\d{1,3})?[A-Za-zА-Яа-я]?\b"
_LATIN = r"(?:[Ss]treet|[Ss]tr\.|[Aa]venue|[Aa]ve\.|[Bb]oulevard|[Bb]lvd\.?|[Ll]ane|[Rr]oad|[Pp]rospekt)"
_CYRILLIC = (
    r"(?:[Уу]л\.|[Уу]лиц[аеуы]|[Пп]р(?:осп)?\.|[Пп]роспект[аеу]?|[Пп]ер\.|[Пп]ереул\w+|[Бб]ульвар[аеу]?)"
)
FORMS = (
    ("an e-mail address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]*\w")),
    (
        "a telephone number",
        re.compile(
            r"(?<![\w/.,-])(?:\+|00)[1-9](?:[ ().-]{0,2}\d){8,14}(?![\w-])"
            r"|(?<![\w/.,-])(?:\(0\d\d\d?\)|0[ -]?\(\d\d\d?\)|0\d\d\d?)(?:[ -]?\d){6,7}(?![\w/-]|[.,]\d)"
            r"|(?<![\w/.,-])8[ -]?\(?\d{3}\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d(?![\w/-])"
            r"|(?i:\b(?:tel|phone|telephone|mobile|тел|телефон)\b)[.: №]{0,3}\+?\d(?:[ ()-]{0,2}\d){4,}"
        ),
    ),
    (
        "an identity number",
        re.compile(
            r"(?<![\w/.,-])[12](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{7}(?!\w)"
            r"|(?<![\w/.,-])\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-6]\d{5}(?!\w)"
            r"|(?<![\w/.,-])\d{3}-\d{3}-\d{3}[ -]\d\d(?!\w)"
            r"|(?<![\w/-])(?:AN|AC|ID|PE)[ №]?\d{7}(?!\w)"
            r"|(?i:\b(?:passport|паспорт\w*|inn|инн|pin|пин|iin|иин)\b)[\s.:№]*(?:no\.?|number|номер)?[\s.:№]*"
            r"[A-Z]{0,2}\d(?: ?\d){5,}"
        ),
    ),
    (
        "a street address",
        re.compile(
            rf"\b[A-Z][\w'’-]+\s+{_LATIN},?\s+(?:[Nn]o\.?\s*)?{_HOUSE}(?=\s*(?:[,.;:)]|$)|\s+in\b)"
            rf"|(?<![\w¦-])(?<!¦ ){_HOUSE},?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}{_LATIN}(?!\w)"
            rf"|(?<!\w)[Uu]l\.\s*[A-Z][\w'’-]+,?\s*{_HOUSE}"
            rf"|(?<!\w){_CYRILLIC}\s*[«\"]?[А-ЯЁ][\w.-]*[»\"]?(?:\s+[А-ЯЁ][\w.-]*)?,?\s*(?:д\.|дом|№)?\s*{_HOUSE}"
            rf"|\bкөчөсү,?\s*(?:№\s*)?{_HOUSE}"
            rf"|(?<!\w)(?i:apt\.?|apartment|кв\.|квартира)\s*(?:[Nn]o\.?\s*|№\s*)?{_HOUSE}(?!\s*%)"
        ),
    ),
)  # fmt: skip
"""Things of a form that can be recognised; none of them is kept in any file."""


def name_in_looser_text(subject: Subject) -> Iterator[Finding]:
    """A text holds a name that fewer may know than may read the text.

    It may be the person's of this record, where any telling word of the name counts, or that of another case,
    where the whole name does. Say the role instead, or make the text as strict as the name.
    """
    own = _own_names(subject)
    others = subject.around.secrets(subject.row.tier) if subject.tiered else None
    if not own and others is None:
        return
    for node in _texts(subject):
        if _is_a_name(node, subject):
            continue
        if _hidden(own, node) & {*folded(node.value).split()}:
            yield Finding(node.path, "this text holds a name that fewer may know", "say the role instead")
        elif others is not None and others.stand_in(node.value, node.tier):
            yield Finding(node.path, "this text holds the name of another case", "say the role instead")


def _own_names(subject: Subject) -> list[tuple[frozenset[str], Tier]]:
    """Return the telling words of each name of the person, if any is stricter than the record."""
    if all(tier == subject.row.tier for _, tier in subject.names):
        return []
    return [(telling(name), tier) for name, tier in subject.names]


def _hidden(own: list[tuple[frozenset[str], Tier]], node: Node) -> frozenset[str]:
    """Return the words of names that are stricter than a text, without those that it may hold."""
    limit = TIERS.index(node.tier)
    hidden = frozenset(word for words, tier in own if TIERS.index(tier) > limit for word in words)
    return hidden.difference(word for words, tier in own if TIERS.index(tier) <= limit for word in words)


def _is_a_name(node: Node, subject: Subject) -> bool:
    """Whether the text is a name or a headline itself, which the tiers of names and sources look after."""
    match node.path:
        case ("person", "name" | "other_names", *_) | ("authors", *_):
            return True
        case ("title",):
            return subject.entry.kind == "source"
        case ("claims", int(place), "value"):
            return str(subject.entry.data["claims"][place]["field"]).startswith("person.")  # type: ignore[index]
    return False


def _texts(subject: Subject) -> Iterator[Node]:
    return (node for node in subject.scalars if _is_text(node))


NO_PROSE = frozenset({"file", "field", "locator", "timezone"})


def _is_text(node: Node) -> bool:
    """Whether somebody wrote this in words of their own: no id, address of a page, date, number or word."""
    shape = node.shape
    if shape.written is None or shape.form != "text" or shape.name in NO_PROSE:
        return node.path[::2] == ("claims", "value")
    return shape.written.free and not (shape.says.refers and RECORD_ID.fits(node.value))
