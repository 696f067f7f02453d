"""The model of sources, of the citations by which entries refer to them, and of claims and resolutions."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from casefile.dates import When
from casefile.model.base_model import Model, Several, Word
from casefile.model.field import LanguageTag, Line, RecordId, Sha256, Text, Url, describe_field
from casefile.model.vocabularies import SPOKE, Tier
from casefile.model.web_addresses import address_key


class Citation(Model):
    """A source, with the place in it and the words that support the claim."""

    source: Annotated[RecordId, describe_field("The source, by its id.", refers="source")]
    locator: Annotated[
        Text | None, describe_field("The position in the source: a paragraph, a page, a minute.")
    ] = None
    quote: Annotated[Text | None, describe_field("The words that support the claim, at most 25.")] = None


SourceRef = RecordId | Citation
"""The id of a source, or a citation of it with a locator."""
Sources = Annotated[Several[SourceRef], describe_field("The sources.", match="set", refers="source")]
DecidedBy = Annotated[
    Text | None, describe_field("Who decided: a role or an organisation.", refers="organization?")
]
Language = Annotated[LanguageTag | None, describe_field("Its language, such as ky or ru.")]


def source_id(cited: SourceRef) -> str:
    """Return the id of the source that a reference names, which is the id alone or a `Citation`."""
    return cited if isinstance(cited, str) else cited.source


class Resolution(Model):
    """The reason why an event is disputed, refuted or retracted."""

    reason: Annotated[Text, describe_field("The evidence against it.")]
    by: DecidedBy = None
    as_of: Annotated[When | None, describe_field("The day for which the claim holds.")] = None
    sources: Sources = ()


class ClaimResolution(Model):
    """Which of the contradicting values the register follows, and why; all of them stay."""

    value: Annotated[Text | int | None, describe_field("The value that the register uses.")] = None
    by: DecidedBy = None
    reason: Annotated[Text | None, describe_field("Why.")] = None
    date: Annotated[When | None, describe_field("The day of the decision.")] = None


class Claim(Model):
    """Another value for a field than the one that the record states, with the sources that state it."""

    field: Annotated[Text, describe_field("The field of the claim, as a dotted path.")]
    value: Annotated[Text | int, describe_field("The quoted words.")]
    sources: Sources = ()
    note: Annotated[Text | None, describe_field("A note for your team.", tier="restricted")] = None
    resolution: Annotated[
        ClaimResolution | None, describe_field("How the register resolved the contradiction.")
    ] = None


class Record(Model):
    """The fields of every kind of record: id, former ids, tier, tags, notes and claims."""

    id: Annotated[RecordId, describe_field("The id, unique in the register across kinds.")]
    formerly: Annotated[
        Several[RecordId], describe_field("Ids that this record had before a rename.", match="set")
    ] = ()
    tier: Annotated[
        Tier | None,
        describe_field(
            "Who may see the record: public, partners, restricted, sealed; absent means restricted."
        ),
    ] = None
    tags: Annotated[Several[Line], describe_field("Free keywords.", match="set", tail=True, rare=True)] = ()
    notes: Annotated[Text | None, describe_field("Remarks in Markdown.", tail=True, rare=True)] = None
    claims: Annotated[
        Several[Claim],
        describe_field("Contradicting facts that are not events; all of them stay.", match="set", tail=True),
    ] = ()


class Source(Record):
    """An article, a court record, a call, an image (Berkeley Protocol on digital investigations)."""

    schema_: Annotated[
        Literal["casefile/source/1"], Field(alias="schema"), describe_field("Kind and version of the record.")
    ]
    kind: Annotated[
        Word,
        describe_field(
            "The kind of source.",
            "press_article ngo_release government_release court_record testimony interview call message "
            "letter video photo social_post database",
        ),
    ]
    title: Annotated[Line | None, describe_field("The title, as published.")] = None
    publisher: Annotated[Line | None, describe_field("The publisher.", refers="organization?")] = None
    authors: Annotated[Several[Line], describe_field("The authors, as published.", match="set")] = ()
    url: Annotated[Url | None, describe_field("The web address.")] = None
    archived_url: Annotated[Url | None, describe_field("A copy in a web archive.")] = None
    published: Annotated[When | None, describe_field("The day of publication.")] = None
    accessed: Annotated[
        When | None, describe_field("The day on which it was read, or the call was received.")
    ] = None
    lang: Language = None
    connection: Annotated[
        Word | None,
        describe_field(
            "The source's relationship to the person; never a name or a number.",
            "self relative lawyer colleague witness official ngo media",
        ),
    ] = None
    reliability: Annotated[
        Word | None,
        describe_field(
            "How reliable the source was before.", "reliable usually_reliable fairly_reliable unreliable"
        ),
    ] = None
    sha256: Annotated[Sha256 | None, describe_field("The digest of the stored file.")] = None
    file: Annotated[Text | None, describe_field("The stored file, as a path below evidence/.")] = None

    @property
    def by_kind(self) -> str:
        """The name of a source without publisher: its kind, as `press article`.

        If the kind is `unknown`, it is the host of its URL without `www.`, else `unknown`.
        """
        host = host_of(self.url) if self.kind == "unknown" else ""
        return host or self.kind.replace("_", " ")

    @property
    def label(self) -> str:
        """The date in the name of the source: `4 June 2025`, `seen 20 July 2025`; empty if none is stated.

        It is the day of publication, else the day of access. `seen` is put before the latter, but not if the
        person of the source speaks (`SPOKE`): it is then the day of the call or message.
        """
        if self.published:
            return self.published.words()
        seen = "" if self.kind in SPOKE else "seen "
        return f"{seen}{self.accessed.words()}" if self.accessed else ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The digests (`address_key`) of the URLs of the page and of its copy in a web archive, each once."""
        return tuple(dict.fromkeys(map(address_key, filter(None, (self.url, self.archived_url)))))


def host_of(url: object) -> str:
    """Return the host of an address without `www.`; empty if the address has none or is not valid."""
    try:
        return (urlsplit(str(url or "")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_below_evidence(path: str) -> bool:
    """Return whether the path of a stored file, relative to evidence/, stays below evidence/.

    It may contain no backslash and no part that is empty, `.` or `..`.
    """
    return "\\" not in path and {"", ".", ".."}.isdisjoint(path.split("/"))
