"""Answers that are one of a few: by number, by word, or by what people say for it."""

# ruff: noqa: RUF001 - answers come in two scripts; a list of phrases reads better as one text

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.operations.interview.desk import Desk
from casefile.operations.interview.understood import (
    Answers,
    Heard,
    NotHeard,
    Understanding,
    Understood,
    is_not_known,
    said,
)


class Choice(Struct, frozen=True):
    """One of a few answers: its word for the record, its words for people, and what else they say."""

    word: str
    label: str
    also: tuple[str, ...] = ()


def _choice(word: str, label: str, also: str = "") -> Choice:
    return Choice(word, label, tuple(filter(None, also.split("|"))))


TAKEN, CALLED, SEARCHED, MISSING, OTHER = "taken", "called", "searched", "missing", "other"
HAPPENED = (
    _choice(
        TAKEN,
        "taken away",
        "taken|detained|detention|arrested|arrest|задержан|задержана|задержали|задержание|арестован|арестована|"
        "арестовали|арест|забрали|увезли|кармалды|кармашты|алып кетишти",
    ),
    _choice(
        CALLED,
        "called in",
        "called|summoned|summons|questioned|questioning|called in for questioning|вызван|вызвана|вызвали|"
        "на допрос|допрос|допросили|вызвали на допрос|суракка чакырышты",
    ),
    _choice(SEARCHED, "searched", "search|house search|home searched|обыск|обыскали|провели обыск|тинтүү"),
    _choice(
        MISSING, "missing", "disappeared|disappearance|gone|vanished|пропал|пропала|исчез|исчезла|жоголду"
    ),
    _choice(OTHER, "other", "something else|другое|иное|башка"),
)
"""What happened, as a caller would say it."""
CALLERS = (
    _choice("self", "the person", "me|myself|himself|herself|themselves|сам|сама|я"),
    _choice(
        "relative",
        "relative",
        "family|wife|husband|spouse|brother|sister|mother|father|parent|son|daughter|cousin|aunt|uncle|"
        "родственник|родственница|родные|семья|жена|муж|брат|сестра|мать|отец|сын|дочь",
    ),
    _choice("lawyer", "lawyer", "advocate|counsel|attorney|solicitor|адвокат|юрист|защитник"),
    _choice("colleague", "colleague", "coworker|co-worker|editor|boss|коллега|редактор"),
    _choice("witness", "witness", "bystander|neighbour|neighbor|eyewitness|свидетель|очевидец|сосед|соседка"),
    _choice("official", "official", "officer|чиновник|сотрудник"),
    _choice("ngo", "an organisation", "organisation|organization|organizer|нко|нпо|организация"),
    _choice("media", "media", "press|newspaper|journalist|outlet|сми|пресса|журналист"),
)
"""How a caller stands to the person: all that is ever kept of them."""
EYES = (
    _choice("own", "own eyes", "saw|saw it|seen|own|i saw it|was there|видел|видела|сам видел|сама видела"),
    _choice("heard", "heard", "heard it|from others|was told|told|слышал|слышала|рассказали|сказали"),
)
LEAVES = (
    _choice("nobody", "nobody asked", "nobody|nobody was asked|not asked|никто не спрашивал|не спрашивали"),
    _choice("internal", "internal", "internally|inside|only inside|внутри"),
    _choice("anonymous", "anonymous", "anonymously|without the name|without a name|анонимно|без имени"),
    _choice("named", "named", "with the name|by name|с именем|под именем"),
)
"""What was agreed to; the words are those of a consent's scope."""
AGREED = (
    _choice("subject", "the person", "person|self|himself|herself|themselves|subject|сам|сама"),
    _choice("family", "family", "the family|relative|relatives|семья|родные|родственники"),
    _choice("lawyer", "lawyer", "the lawyer|advocate|counsel|адвокат"),
    _choice("organization", "organisation", "organization|employer|outlet|организация|редакция"),
)
"""Who agreed, as a role; the words are those of a consent's basis."""
NOT_SAID = Choice("", "not said", ("nobody said", "не сказали", "не говорили"))
WENT = (
    NOT_SAID,
    _choice("free", "out", "free|home|released|at liberty|вышел|вышла|на свободе|на свободу|отпустили|дома"),
    _choice(
        "held",
        "back to a cell",
        "held|cell|in custody|prison|jail|taken back|в камере|в камеру|в сизо|под стражей|под стражу",
    ),
    _choice("home_guarded", "home under guard", "house arrest|under house arrest|под домашний арест"),
    _choice("elsewhere", "elsewhere", "somewhere else|в другое место"),
)
"""Where a person went after a decision or a move; the words are those of the field `then`."""
SAW = (
    NOT_SAID,
    _choice("nobody", "nobody", "no one|никто"),
    _choice("person", "the person", "person|self|сам|сама"),
    _choice("family", "family", "the family|relative|relatives|семья|родные|родственники"),
    _choice("lawyer", "lawyer", "the lawyer|advocate|counsel|адвокат"),
    _choice("observer", "observer", "an observer|monitor|наблюдатель"),
    _choice("source", "a source that was there", "source|journalist|журналист"),
    _choice("custodian", "only the custodian says so", "custodian|prison|administration|администрация"),
)
"""Who saw a person free; the words are those of the field `seen_by`."""


def choosing(key: str, choices: Sequence[Choice]) -> Understanding:
    """Return how an answer that is one of these is understood."""

    def understand(text: str, _answers: Answers, _desk: Desk) -> Understood:
        return choose(key, text, choices)

    return understand


def choose(key: str, text: str, choices: Sequence[Choice]) -> Heard | NotHeard:
    """Return the choice that an answer means as the value of `key`, empty where it is not known."""
    if is_not_known(text):
        return Heard({key: ""})
    found = chosen(text, choices)
    if found is None:
        return NotHeard(f"Not understood. A number from 1 to {len(choices)}, or one of the words.")
    return Heard({key: found.word}, "" if said(text) == found.label else found.label)


def numbered(choices: Sequence[Choice]) -> tuple[str, ...]:
    """Return the choices as they stand on the screen, each behind its number."""
    return tuple(f"{number} {each.label}" for number, each in enumerate(choices, start=1))


def chosen(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the one that a number, a word or the beginning of its words means; nothing where it is open."""
    word = said(text)
    if word.isdecimal():
        return choices[int(word) - 1] if word.isascii() and 1 <= int(word) <= len(choices) else None
    exact = [each for each in choices if word in {each.word, each.label, *each.also}]
    begun = [each for each in choices if len(word) >= SHORTEST and each.label.startswith(word)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


SHORTEST = 3
"""Letters of a beginning that may stand for the word."""


def label_of(word: str, choices: Sequence[Choice]) -> str:
    """Return what people call the choice that a record's word stands for."""
    return next((each.label for each in choices if each.word == word), word)
