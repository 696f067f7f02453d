"""The page of definitions: what each word of a vocabulary of events means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.model.definitions import Vocabulary, vocabularies

HEAD = """# What the words mean

Each word of the events that decide on custody is defined in one line, with the term of the United Nations
where there is one. [records.md](records.md) lists every field, [status.md](status.md) the effect of each word
on the status.

Editors such as VS Code show these lines while you type: the JSON Schemas have them as `enumDescriptions`. A
strict validator may require you to declare that keyword, for example `ajv.addKeyword("enumDescriptions")`.

Short names:

- ICCPR: International Covenant on Civil and Political Rights
- ICPPED: International Convention for the Protection of All Persons from Enforced Disappearance
- Body of Principles: Body of Principles for the Protection of All Persons under Any Form of Detention or
  Imprisonment
- Tokyo Rules: United Nations Standard Minimum Rules for Non-custodial Measures
- Nelson Mandela Rules: United Nations Standard Minimum Rules for the Treatment of Prisoners
- Havana Rules: United Nations Rules for the Protection of Juveniles Deprived of their Liberty
- Hostages Convention: International Convention against the Taking of Hostages
- WGAD: Working Group on Arbitrary Detention
"""


REST = "\n## At the end of most vocabularies\n\n"


def page() -> str:
    """Return the page."""
    found = vocabularies()
    return "".join((HEAD, *map(_vocabulary, found), REST, *_table(found[0].open_ended)))


def _vocabulary(vocabulary: Vocabulary) -> str:
    fields = ", ".join(f"`{field}`" for field in vocabulary.fields)
    return f"\n## {vocabulary.title}\n\n{fields}\n\n{''.join(_table(vocabulary.words))}"


def _table(words: Mapping[str, str]) -> Iterator[str]:
    yield "| word | it means |\n|---|---|\n"
    for word, definition in words.items():
        yield f"| `{word}` | {definition} |\n"
