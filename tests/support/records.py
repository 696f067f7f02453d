"""Records made from the model: valid ones drawn at random, and one whose every field says where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.model.vocabularies import CROCKFORD

Path = tuple[str | int, ...]

KINDS = ("case", "situation", "organization", "statute", "source", "settings")

TEXTS = (
    *(
        "Айдай Эркебаева",
        "NO",
        "null",
        "12:30",
        "=1+1",
        "[bold]x[/]",
        "two\nlines",
        "e\u0301",
        "278-1",
        "50000 KGS",
    ),
    *("kloop", "pervomaisky-district-court", "kg-2025-7k3mq", "kg-2024-azamat", "h2v5t", "k3m9x"),
    *(
        "KG",
        "XK",
        "ky",
        "ru-Latn",
        "09:30",
        "23:59",
        "0" * 64,
        "f" * 20,
        "https://example.org/a?b=1#c",
        "http://kloop.kg",
    ),
    *(">=0.1", ">= 0.1.0", "1.5", "2"),
)
"""Every text of a fixed form has at least two that fit."""
DATES = (
    "2025-05-28",
    "2025-05",
    2025,
    "202X",
    "2025-05-28?",
    "2025-05~",
    "[2025-05-29..2025-06-04]",
    "[..2025]",
)
DURATIONS = ("P6Y", "P5Y6M", "PT3H", "P14D")
LABELS = (278, 2)
INTEGERS = (1, 2, 17, 90)


def valid_record(kind: str, random: Random, share: float = 0.5) -> dict:
    """Draw a record that the model takes; `share` is the part of the optional fields that it has."""
    withdrawn = kind == "case" and random.random() < 0.1
    shape = shape_of(kind).seen({"withdrawn": {}} if withdrawn else {})
    return _drawn_group(shape, random, share)


def _drawn_group(shape: Shape, random: Random, share: float) -> dict:
    return {
        name: _drawn(field, random, share)
        for name, field in shape.fields.items()
        if field.required or random.random() < share
    }


def _drawn(shape: Shape, random: Random, share: float):
    if shape.is_list:
        items = [_drawn(shape.inner, random, share) for _ in range(random.randint(0, 3))]
        return _with_own_ids(items, random) if shape.match == "id" else items
    if shape.is_mapping and (not shape.scalar or random.random() < 0.5):
        return _drawn_group(_one_of(shape, random), random, share)
    if shape.words:
        return random.choice(shape.words)
    return random.choice(_scalars(shape))


def _one_of(shape: Shape, random: Random) -> Shape:
    if not shape.models[1:]:
        return shape.seen({})
    return shape.seen({"type": random.choice(shape.types)})


def _scalars(shape: Shape) -> list:
    if shape.form in {"text", "label"}:
        fitting = [text for text in TEXTS if shape.written is None or shape.written.fits(text)]
        numbers = [each for each in LABELS if shape.written is None or shape.written.fits(str(each))]
        return [*fitting, *numbers] if shape.form == "label" else fitting
    forms = {"date": DATES, "duration": DURATIONS, "integer": INTEGERS, "boolean": (True, False)}
    return [*forms[shape.form]]


def _with_own_ids(events: list[dict], random: Random) -> list[dict]:
    for event, number in zip(events, random.sample(range(1 << 20), len(events)), strict=True):
        event["id"] = event_id(number)
    return events


def event_id(number: int) -> str:
    """Return the id of an entry for a number below a million."""
    return "h" + "".join(CROCKFORD[number >> shift & 31] for shift in (15, 10, 5, 0))


FILLED = {"date": "2025-05-28", "duration": "P5Y", "integer": 30, "boolean": True}
MARKED = ("{}", "https://example.org/{}", "kg-2025-{}")
"""Texts of a fixed form that can carry a mark; any other form takes the first of TEXTS that fits."""


def full_record(kind: str, mark: Callable[[Path], str]) -> dict:
    """Fill every field: each text with the mark of its path, lists with one item of each alternative.

    A ledger holds an entry of every type. A mark is made of lower-case letters, digits and hyphens.
    """
    shape = shape_of(kind).seen({})
    return _filled_group(shape, (), mark, count(1))


def _filled_group(shape: Shape, path: Path, mark: Callable[[Path], str], numbers: Iterator[int]) -> dict:
    return {name: _filled(field, (*path, name), mark, numbers) for name, field in shape.fields.items()}


def _filled(shape: Shape, path: Path, mark: Callable[[Path], str], numbers: Iterator[int]):
    if shape.is_list:
        alternatives = [*_alternatives(shape.inner)]
        items = [_filled(each, (*path, index), mark, numbers) for index, each in enumerate(alternatives)]
        if shape.match == "id":
            for event in items:
                event["id"] = event_id(next(numbers))
        return items
    if shape.is_mapping:
        return _filled_group(shape, path, mark, numbers)
    if shape.words:
        return shape.words[0]
    return FILLED[shape.form] if shape.form in FILLED else marked(shape, mark(path))


def _alternatives(shape: Shape) -> Iterator[Shape]:
    """Yield every form that an item of a list may have: each type of entry, an id and a citation."""
    if shape.models[1:]:
        yield from (shape.seen({"type": word}) for word in shape.types)
        return
    if shape.is_mapping:
        yield shape.seen({})
    if not shape.is_mapping or shape.scalar:
        yield shape.seen("")


def marked(shape: Shape, mark: str) -> str:
    """Return the mark in a text of the form that the field asks for."""
    if shape.written is None:
        return mark
    forms = [form.format(mark) for form in MARKED]
    return next(text for text in (*forms, *TEXTS) if shape.written.fits(text))
