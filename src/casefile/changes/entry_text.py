"""One short line that describes an entry, by its type."""

from __future__ import annotations

from collections.abc import Container, Mapping

from msgspec import Struct, field

from casefile.changes.decisive_fields import Phrase, describe_decisive_fields
from casefile.dates import Duration, When
from casefile.model.plain_data import Data
from casefile.model.shape import Shape
from casefile.model.vocabularies import OPEN_ENDED, word


class LinePiece(Struct, frozen=True):
    """One piece of the line that describes an entry: the first of `fields` with a text, formatted by `text`.

    `vague` replaces `text` for a date that is not a single day. A piece with `aside` is set off by commas.
    `default` is the value that the model assumes if the field is absent. The piece is left out if one of the
    fields of `unless` is already in the line. `behind` gives another format, by the text of the piece right
    before; `plain` is the format for lines in plain words.
    """

    fields: tuple[str, ...]
    text: str = "{}"
    plain: str = ""
    vague: str = ""
    aside: bool = False
    default: str = ""
    unless: tuple[str, ...] = ()
    behind: Mapping[str, str] = field(default_factory=dict)


KIND = LinePiece(("kind",))
STEP = LinePiece(("step",))
OUTCOME = LinePiece(("outcome",))
UNTIL = LinePiece(("until",), "until {}")
DATE = LinePiece(("date",), "on {}", vague="{}")
SENTENCES = LinePiece(("sentences",), aside=True)
DATE_WITHOUT_SENTENCES = LinePiece(("date",), "on {}", vague="{}", unless=("sentences",))

LINE_PARTS: dict[str, tuple[LinePiece, ...]] = {
    "detention": (KIND, DATE, UNTIL),
    "transfer": (LinePiece(("basis",), "to {}"), DATE),
    "confirmation": (LinePiece(("found",)), DATE),
    "access": (LinePiece(("to",), "of {}"), LinePiece(("means",), "({})"), OUTCOME, DATE, UNTIL),
    "release": (LinePiece(("kind",), "({})"), DATE, UNTIL),
    "restriction": (KIND, LinePiece(("step",), default="imposed"), UNTIL),
    "departure": (KIND, DATE),
    "disappearance": (DATE,),
    "death": (DATE,),
    "interrogation": (LinePiece(("as",), "as {}"), LinePiece(("counsel",), "counsel {}", aside=True), DATE),
    "search": (LinePiece(("premises",), "of {}"), DATE),
    "charge": (
        LinePiece(("step",), default="accused"),
        LinePiece(("charges",), plain="under {}"),
        LinePiece(("date",), "on {}", vague="{}", unless=("charges",)),
    ),
    "hearing": (
        LinePiece(("outcome", "stage")),
        LinePiece(("overturns",), "({})"),
        SENTENCES,
        UNTIL,
        LinePiece(
            ("date",), "on {}", vague="{}", unless=("sentences", "until"), behind={"scheduled": "for {}"}
        ),
    ),
    "verdict": (
        OUTCOME,
        LinePiece(("instance",), "({})"),
        SENTENCES,
        DATE_WITHOUT_SENTENCES,
    ),
    "appeal": (LinePiece(("kind",), "({})"), STEP, DATE),
    "case": (STEP, DATE),
    "clemency": (KIND, LinePiece(("effect",), "effect {}", aside=True), SENTENCES, DATE_WITHOUT_SENTENCES),
    "listing": (LinePiece(("list",)), STEP, DATE),
    "ill_treatment": (LinePiece(("confinement",)), DATE),
    "health": (KIND, LinePiece(("urgency",)), LinePiece(("care",), "care {}", aside=True), DATE),
    "reprisal": (LinePiece(("against",), "against {}"), DATE),
    "statement": (KIND, LinePiece(("coercion",), "coercion {}", aside=True), DATE),
    "intervention": (KIND, DATE, LinePiece(("reply_due",), "reply due {}", aside=True)),
    "finding": (KIND, DATE),
    "official_response": (LinePiece(("position",)), DATE),
    "legal_action": (LinePiece(("action",)), STEP, DATE),
    "succession": (DATE,),
    "note": (DATE,),
}
"""The pieces of the line for each type of event: vocabulary, dates, durations and ids, never free text."""


class Wording(Struct, frozen=True):
    """How the line that describes an event shows values.

    `known` contains the ids of the records that may be named, None is all of them. With `plain`, words and
    durations read as in a sentence: `imprisonment 5 years`. With `labels`, dates do so too, and records have
    their labels instead of their ids.
    """

    known: Container[str] | None = None
    plain: bool = False
    labels: Mapping[str, str] | None = None


def describe_entry(shape: Shape, entry: Data, known: Container[str] | None = None) -> str:
    """Return an event in one line: `hearing extended until 2025-09-21`, `verdict convicted`.

    `shape` is that of the events of its ledger. `known` contains the ids of the records that may be named;
    None is all of them. Neither a proceeding nor another event is named.
    """
    phrases = (line_of(shape, entry, Wording(known)), *describe_decisive_fields(shape.seen(entry), entry))
    return ", ".join(each.text for each in phrases)


def line_of(shape: Shape, entry: Data, wording: Wording) -> Phrase:
    """Return the line of an event (`describe_entry`) without the phrases of `describe_decisive_fields`.

    The `fields` of the result are those that the line shows, also if only in part.
    """
    seen, plain = shape.seen(entry), wording.plain
    kind = str(entry.get("type", "event"))
    line, last, aside, done = word(kind) if plain else kind, "", False, dict[str, None]()
    for piece in LINE_PARTS.get(kind, ()):
        name, text = _piece(seen, entry, piece, wording)
        if not text or any(each in done for each in piece.unless):
            continue
        done[name] = None
        if plain and text == word(kind):
            continue
        vague = bool(piece.vague) and not _is_day(entry.get(name))
        apart = piece.aside or vague
        usual = (plain and piece.plain) or piece.text
        words = piece.vague if vague else piece.behind.get(last, usual)
        line += f"{', ' if apart or aside else ' '}{words.format(text)}"
        last, aside = text, apart
    return Phrase(line, tuple(done))


def format_public_value(shape: Shape, value: object, wording: Wording) -> str:
    """Return the text of a value that cannot be free text: a word, date, duration or known id; else "".

    `unknown` and `other` return "" too. A mapping shows those of its fields that have such a form, a list its
    items. `shape` is that of the value.
    """
    if isinstance(value, list):
        items = (format_public_value(shape.item(item), item, wording) for item in value)
        return ", ".join(filter(None, items))
    if isinstance(value, Mapping):
        seen = shape.seen(value)
        parts = (
            (name, format_public_value(child, value[name], wording))
            for name, child in seen.fields.items()
            if name in value
        )
        return " ".join(AROUND.get(name, "{}").format(text) for name, text in parts if text)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return _scalar(shape, str(value), wording)


def is_whole(shape: Shape, value: object) -> bool:
    """Return whether the text of `format_public_value` in plain words contains everything in the value.

    Free text, `unknown` and `other` are missing in it, and the id of a record whose label it shows.
    """
    if isinstance(value, list):
        return all(is_whole(shape.item(item), item) for item in value)
    if isinstance(value, Mapping):
        fields = shape.seen(value).fields
        return all(name in fields and is_whole(fields[name], child) for name, child in value.items())
    return not shape.meta.refers and bool(format_public_value(shape, value, Wording(plain=True)))


AROUND: Mapping[str, str] = {"suspended": "({} suspended)"}
"""Fields whose value alone is not clear, with the words around it."""
PLAIN: Mapping[str, str] = {"to_court": "sent to court"}
"""The text of a vocabulary word that would read oddly as it is."""


def plain_word(text: str) -> str:
    """Return a word of a vocabulary as it reads in a sentence: `to_court` → `sent to court`."""
    return PLAIN.get(text, word(text))


def _scalar(shape: Shape, text: str, wording: Wording) -> str:
    known, plain, labels = wording.known, wording.plain, wording.labels
    if shape.form == "word" or text in shape.words:
        term = text if text in shape.words and text not in OPEN_ENDED else ""
        return plain_word(term) if plain else term
    if shape.meta.refers:
        shown = text if known is None or text in known else ""
        return shown if labels is None else labels.get(shown, shown)
    date = When.find(text) if shape.form == "date" else None
    if date:
        return date.day.isoformat() if date.day and labels is None else date.words()
    duration = Duration.find(text) if shape.form == "duration" else None
    return "" if duration is None else duration.words() if plain else duration.text


def _piece(shape: Shape, entry: Data, piece: LinePiece, wording: Wording) -> tuple[str, str]:
    """Return the name of the first field of the piece that has a text, and the text.

    If no field is stated, the text is the default; if those that are stated have no text, it is empty.
    """
    for name in piece.fields:
        child = shape.key(name)
        text = format_public_value(child, entry[name], wording) if child and name in entry else ""
        if text:
            return name, text
    stated = any(name in entry for name in piece.fields)
    return piece.fields[0], "" if stated else piece.default


def _is_day(value: object) -> bool:
    date = When.find(str(value))
    return date is not None and date.day is not None
