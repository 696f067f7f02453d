"""md: a dossier that reads well, in which record text reads as it was written and does nothing."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casefile.names.unseen import is_unseen
from casefile.pages.markdown_escape import UNSEEN, escape_markdown, paragraphs


class Read(HTMLParser):
    """What a page shows, and which elements and addresses it has."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.links = "", set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.text += data.replace(UNSEEN, "")


def shown(markdown):
    return Read(MarkdownIt("gfm-like").disable("linkify").render(markdown))


def test_a_dossier_shows_person_status_events_and_sources(exported, records):
    text = exported("md", *records, chosen=["kg-2025-7k3mq"]).decode()

    assert text.startswith("# Айдай Эркебаева\n")
    assert "state on 10 June 2025, as known in 3f2a91c, for the audience public" in text
    assert "**Held (pretrial) since 28 May 2025. The order runs until 21 July 2025.**" in text
    assert "- **Certainty:** stated" in text
    assert "- **28 May 2025** — detention: arrest, Ош\n  - Source: `press-2025-06-04`, ¶4" in text
    assert "- `press-2025-06-04`: Four were held, 4 June 2025, <https://example.org/a_b*c>" in text


def test_a_field_that_only_some_sources_state_names_them(exported, records):
    case, *others = records
    arrest = {**case["events"][0], "reasons": "Calls.", "cites": {"reasons": ["press-2025-06-04"]}}
    text = exported("md", {**case, "events": [arrest]}, *others, chosen=["kg-2025-7k3mq"]).decode()

    assert "  - Reasons: Calls.\n  - Reasons stated by: `press-2025-06-04`\n  - Source: " in text


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            {"type": "release", "kind": "furlough", "until": "2025-06-04", "bail": "50000 KGS"},
            ["release (furlough) until 4 June 2025", "Bail: 50000 KGS"],
        ),
        (
            {"type": "release", "kind": "bail", "until": "2025-06-04", "conditions": ["travel_ban"]},
            ["release (bail) until 4 June 2025", "Conditions: travel ban"],
        ),
        (
            {"type": "access", "to": "counsel", "means": "call", "outcome": "delayed"},
            ["access of counsel (call) delayed"],
        ),
        ({"type": "confirmation", "found": "held"}, ["confirmation: held"]),
        ({"type": "detention", "kind": "other"}, ["detention", "Kind: other"]),
        (
            {"type": "hearing", "outcome": "remanded", "stage": "custody", "court_kind": "military"},
            ["hearing: remanded", "Stage: custody", "Court kind: military"],
        ),
        (
            {"type": "verdict", "sentences": [{"penalty": "imprisonment", "term": "P5Y"}]},
            ["verdict: imprisonment 5 years"],
        ),
        (
            {"type": "verdict", "sentences": [{"penalty": "imprisonment", "regime": "strict"}]},
            ["verdict: imprisonment", "Sentences: imprisonment, regime strict"],
        ),
        (
            {"type": "reprisal", "against": "relative", "kind": "Lost her work."},
            ["reprisal against relative", "Kind: Lost her work."],
        ),
        ({"type": "finding", "outcome": "Arbitrary."}, ["finding", "Outcome: Arbitrary."]),
    ],
)
def test_a_field_of_an_event_is_in_its_headline_or_in_a_line_of_its_own(exported, records, event, lines):
    case, *others = records
    one = {"id": "h2v5t", "date": "2025-05-28", **event}
    text = exported("md", {**case, "events": [one]}, *others, chosen=["kg-2025-7k3mq"]).decode()

    (entry,) = re.findall(r"^- \*\*28 May 2025\*\* — (.*(?:\n  - .*)*)", text, re.MULTILINE)
    assert entry.split("\n  - ") == lines


def test_the_proceeding_and_the_decision_in_a_headline_are_not_repeated(exported, records):
    case, *others = records
    events = [
        {"id": "h2v5t", "type": "hearing", "date": "2025-05-28", "outcome": "remanded", "proceeding": "a"},
        {
            "id": "k3m9x", "type": "hearing", "date": "2025-05-30", "outcome": "upheld", "against": "h2v5t",
            "proceeding": "b",
        },
    ]  # fmt: skip
    text = exported("md", {**case, "events": events}, *others, chosen=["kg-2025-7k3mq"]).decode()

    assert "hearing: upheld, about the hearing of 28 May 2025, proceeding b\n" in text
    assert "Against:" not in text
    assert "Proceeding:" not in text


def test_later_events_have_their_own_section(exported, records):
    text = exported("md", *records).decode()

    after = text.split("## After 10 June 2025")[1]
    assert "release" in after.split("## ")[0]
    assert "*Disputed*: Her lawyer denies it." in after
    assert "release" not in text.split("## What happened")[1].split("## After")[0]


def test_reported_totals_are_shown_with_the_recorded_ones(exported, records):
    text = exported("md", *records).decode()

    assert "- **Detained:** 8 reported (30 May 2025), 1 recorded" in text


LAW = {
    "schema": "casefile/statute/1", "id": "kg-cc-278", "tier": "public", "country": "KG",
    "code": "Criminal Code", "article": "278", "title": "Public calls for mass unrest",
}  # fmt: skip


def test_a_charge_names_its_article_and_an_appeal_its_decision(exported, records):
    case, situation, source = records
    charge = {
        "id": "c2v5t", "type": "charge", "date": "2025-05-29",
        "charges": [{"statute": "kg-cc-278", "part": "3", "offence": "public calls for mass unrest"}],
    }  # fmt: skip
    appeal = {"id": "q0btq", "type": "appeal", "date": "2025-06-02", "step": "filed", "against": "k3m9x"}
    first, second, last = case["events"]
    more = {**case, "events": [first, charge, second, appeal, last]}

    text = exported("md", more, situation, source, LAW).decode()

    assert "**Charge:** article 278 of the Criminal Code, part 3, public calls for mass unrest: " in text
    assert "Against: the hearing on 30 May 2025" in text


def test_an_offence_without_an_article_is_shown_once(exported, records):
    case, situation, source = records
    charge = {
        "id": "c2v5t", "type": "charge", "date": "2025-05-29",
        "charges": [{"statute": "kg-cc-278", "offence": "public calls for mass unrest"}],
    }  # fmt: skip
    bare = {name: value for name, value in LAW.items() if name not in {"code", "article"}}

    text = exported("md", {**case, "events": [*case["events"][:1], charge]}, situation, source, bare).decode()

    assert "**Charge:** Public calls for mass unrest: " in text


HOSTILE = [
    "<script>alert(1)</script>",
    "![x](https://example.org/x.png)",
    "[x](javascript:alert(1))",
    "<https://example.org>",
    "`code` ``` fence",
    "# heading",
    "- item",
    "1. item",
    "1) item",
    "> quote",
    "| a | b |",
    "***",
    "&lt;b&gt; &#60;",
    "~~~ fence",
    "[x]: https://example.org",
    "**bold** _it_ ~~gone~~",
    "a\\",
    "=====",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_record_text_does_nothing_and_reads_the_same(exported, hostile, text):
    page = shown(exported("md", hostile(text)).decode())

    assert not {"script", "img", "a", "table", "blockquote", "pre", "ol", "s"} & page.tags
    assert page.links == []
    assert page.text.count(text) >= 6
    assert "\ufffd" not in page.text


@given(
    st.text(
        st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"])
        | st.sampled_from(" .-#>`*_[]()<&;:|1~\\!+=")
    ).filter(lambda text: not any(map(is_unseen, text)))  # such characters are shown as their code
)
def test_any_line_reads_the_same(text):
    page = shown(f"before {escape_markdown(text)}")
    begins = shown(escape_markdown(text))

    expected = " ".join(text.split())
    assert " ".join(page.text.split()) == f"before {expected}".strip()
    assert " ".join(begins.text.split()) == expected
    assert page.tags | begins.tags <= {"p"}


def test_a_name_in_a_dossier_is_no_mention(exported, hostile):
    text = exported("md", hostile("@somebody, kloop#12, #1, 5 @ 6")).decode()

    assert not any(call in text for call in ("@s", "#12", "#1"))


def test_lines_stay_lines():
    page = shown(paragraphs("one\n  two\n\n- three\nhttps://example.org/www.x"))

    assert page.text.split() == ["one", "two", "-", "three", "https://example.org/www.x"]
    assert page.tags == {"p", "br"}


def test_control_and_bidi_characters_are_shown_as_symbols():
    assert escape_markdown("a\x1b[31mb\u202ec") == "a␛\\[31mb\\<U+202E\\>c"
    assert unescape(shown(escape_markdown("a\x07")).text).strip() == "a␇"


def test_an_export_without_records_has_a_sentence(exported):
    assert exported("md").decode() == "There is no record to show.\n"
