"""Names, ids, organisations and citations, which the modules of this package share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from casefile.exporters.as_ftm.ftm_entity import Entity, FtmFact, entity, ident, make_facts
from casefile.exporters.as_ftm.ftm_languages import three_letters
from casefile.model.person import OtherName
from casefile.model.source import Citation, SourceRef, source_id
from casefile.publication.publish import Publication, Published


class Graph(Struct, frozen=True, dict=True):
    """Makes names, ids and citations of entities from a publication."""

    publication: Publication

    def name_of(self, record: Published) -> str:
        """Return the name of a record; with its id if the record is a case whose person may not be named."""
        person = record.data.get("person")
        named = not isinstance(person, dict) or "name" in person
        return record.name if named else f"{record.name} ({record.id})"

    def body(self, record: str, text: str) -> tuple[str, Iterator[Entity]]:
        """Return the entity id of an organisation, given by record id or name, and the node to make for it.

        `record` is the id of the record that names it. An organisation without a published record becomes a
        node of that record alone.
        """
        row = self.publication.register.organization(text)
        if row and row.id in self.publication.by_id:
            return ident(row.id), iter(())
        own = ident(record, "organization", text)
        return own, iter([entity(own, "Organization", make_facts("name", row.name if row else text))])

    def bodies(self, prop: str, record: str, texts: Iterable[str]) -> tuple[list[FtmFact], list[Entity]]:
        """Return facts of the property `prop` that refer to organisations, and the nodes to make for them.

        The parameters are those of `body`.
        """
        found = [self.body(record, text) for text in texts]
        return [*make_facts(prop, *(key for key, _ in found))], [
            each for _, needed in found for each in needed
        ]

    def proof(self, cited: Iterable[SourceRef]) -> Iterator[FtmFact]:
        """Yield facts for the cited documents, each with itself as source, and notes with place and quote."""
        for each in cited:
            source = source_id(each)
            if source in self.publication.by_id:
                yield from make_facts("proof", ident(source), sources=(source,))
            if isinstance(each, Citation) and (each.locator or each.quote):
                quote = f": “{each.quote}”" if each.quote else ""
                where = f" {each.locator}" if each.locator else ""
                yield from make_facts("notes", f"source: {source}{where}{quote}", sources=(source,))


def person_id(case: str) -> str:
    """Return the id of the person of a case."""
    return ident(case, "person")


def sources_of(cited: Iterable[SourceRef]) -> tuple[str, ...]:
    """Return the ids of the sources that are cited, each once."""
    return tuple(dict.fromkeys(map(source_id, cited)))


NAMES = {"former": "previousName", "pseudonym": "weakAlias", "pen_name": "weakAlias"}
"""The property for another name of a person, by its kind; a weak alias leads no search to a wrong person."""


def other_names(names: Iterable[OtherName]) -> Iterator[FtmFact]:
    """Yield the other names of a person or an organisation."""
    for each in names:
        sources = sources_of(each.sources) or None
        yield from make_facts(
            NAMES.get(each.kind or "", "alias"), each.name, sources=sources, lang=three_letters(each.lang)
        )
