"""wgad: every item is there, nothing is asserted, and LibreOffice and python-docx read what we wrote."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date
from html.parser import HTMLParser

import docx
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casefile.errors import BadInput
from casefile.exporters.as_wgad.wgad_sections import forms
from casefile.exporters.as_wgad.wgad_submitter import read
from casefile.exporting.export_run import ExportOrder, export
from casefile.publication.publish import publish
from support.programs import program

DAY = date(2025, 6, 10)
NUMBERS = [
    *(f"I.{each}" for each in ("1", "2", "3", "4", "5", "6 (a)", "6 (b)", "6 (c)", "6 (d)", "7", "8")),
    *(f"II.{each}" for each in range(1, 8)),
    *(f"III.{each}" for each in range(1, 8)),
    *(f"IV.{each}" for each in range(1, 7)),
    "V",
    *(f"V.{each}" for each in range(1, 7)),
    *(f"VI.{each}" for each in range(1, 4)),
    *(f"VII.{each}" for each in range(1, 5)),
    *(f"N.{each}" for each in range(1, 4)),
    *(f"U.{each}" for each in range(1, 3)),
    *(f"F.{each}" for each in range(1, 6)),
]
BARE = {
    "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "tier": "public", "country": "KG",
    "person": {"identification": "unnamed"},
}  # fmt: skip
NAMED = {**BARE, "person": {"identification": "named", "name": "Aida Testova"}}


@pytest.fixture
def filled(register_of):
    """Return a function that fills in the form of the first case of some records: items by their numbers."""

    def run(*records, submitter="", identity="", audience="public", period="", settings=None):
        register = register_of(*records, settings=settings)
        publication = publish(register, audience, on=DAY, label="3f2a91c", scope="un_government")
        form = next(iter(forms(publication, submitter, identity, period)))
        return form, {item.number: item for item in form.items}

    return run


@pytest.fixture
def markdown(exported):
    return lambda *records, **more: exported("wgad", *records, suffix=".md", **more).decode()


@pytest.fixture
def document(exported):
    return lambda *records, **more: exported("wgad", *records, suffix=".docx", epoch="1749513600", **more)


def event(type_, day="2025-05-28", **fields):
    event.number += 1
    return {"id": f"h{event.number:04d}", "type": type_, "date": day, **fields}


event.number = 1000


def facts_of(item):
    return [fact.text for fact in item.facts]


def texts(blob):
    """All texts of a document as python-docx reads them, paragraph by paragraph, tables too."""
    return [
        "".join(node.text or "\n" for node in paragraph.iter(T, BR))
        for paragraph in docx.Document(io.BytesIO(blob)).element.body.iter(P)
    ]


P, T, BR = (
    f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}" for name in ("p", "t", "br")
)


# What the form says.


def test_no_item_is_left_out_of_a_case_of_which_nothing_is_known(filled, markdown, document):
    form, items = filled(BARE)

    assert [*items] == NUMBERS
    assert [number for number, item in items.items() if item.known] == []
    assert form.score[0] == 0
    asked = {number for number, _ in form.questions}
    assert {number for number, item in items.items() if item.counted} <= asked

    shown = markdown(BARE)
    for item in items.values():
        answer = shown.split(f"**{item.number} ")[1].split("\n\n")[1]
        assert answer in {"- *not known*", "- *none on record*"} or item.number == "VII.4", item.number
    everything = "\n".join(texts(document(BARE)))
    assert everything.count("not known") >= sum(item.nothing == "not known" for item in items.values()) - 1
    for item in items.values():
        assert item.asks in everything


def test_nothing_is_asserted_by_default(markdown):
    text = markdown(BARE).lower()

    for claim in ("isolated", "60 days", "90 days", "exhausted", "was arbitrary.", "innocent", "guilty"):
        assert claim not in text


def test_groups_in_an_entry_are_between_commas(filled):
    found = [{"category": "equipment"}, {"category": "documents"}]
    _, items = filled({**NAMED, "events": [event("search", premises="office", items=found)]})

    assert facts_of(items["IV.2"]) == ["Search of office (items: equipment, documents)"]


def test_charges_are_worded_as_allegations_in_every_item(filled, records):
    charge = event(
        "charge",
        "2025-06-01",
        step="accused",
        charges=[{"statute": "kg-cc-278", "offence": "calls for unrest"}],
    )
    dropped = event("charge", "2025-06-05", step="dropped", charges=[{"offence": "calls for unrest"}])
    statute = {
        "schema": "casefile/statute/1", "id": "kg-cc-278", "tier": "public", "country": "KG",
        "code": "Criminal Code", "article": "278", "max_penalty": "8 years",
        "criticism": [{"text": "It is vague.", "by": ["Some Jurists"], "sources": [records[2]["id"]]}],
    }  # fmt: skip
    _, items = filled({**NAMED, "events": [charge, dropped]}, statute, records[2])

    law = "article 278 of the Criminal Code"
    for number in ("II.7", "III.7", "V.1"):
        assert facts_of(items[number]) == [
            f"Alleged by the authorities: {law}, “calls for unrest”, highest penalty: 8 years (accused)",
            "No longer alleged: “calls for unrest” (dropped)",
        ]
    assert facts_of(items["V.2"]) == [
        "Statement against article 278 of the Criminal Code (Some Jurists): It is vague."
    ]


def test_the_version_of_the_authorities_is_a_separate_item(filled):
    events = [
        event("detention", reasons="extremism", recorded="2025-05-30"),
        event("official_response", "2025-06-01", position="denies", summary="Nobody was held."),
    ]
    _, items = filled({**NAMED, "events": events})

    assert facts_of(items["IV.4"]) == [
        "Denies. Nobody was held.", "Reasons given: extremism", "Day of the official record: 30 May 2025",
    ]  # fmt: skip
    assert facts_of(items["II.6"]) == ["extremism"]
    assert not any("Nobody was held" in text or "extremism" in text for text in facts_of(items["IV.2"]))
    assert [fact.text for fact in items["II.1"].differing] == ["30 May 2025, by the official record"]


def test_contradicting_statements_are_shown_each_with_its_source(markdown, filled, records):
    source = records[2]
    other = {**source, "id": "press-other"}
    case = {
        **NAMED,
        "claims": [
            {"field": "person.occupation", "value": "editor",
             "sources": [{"source": source["id"], "locator": "¶4", "quote": "the editor"}]},
            {"field": "person.occupation", "value": "accountant", "sources": ["press-other"],
             "resolution": {"value": "editor", "reason": "Her contract says so.", "by": "the desk"}},
            {"field": "country", "value": "KZ", "sources": ["press-other"]},
        ],
    }  # fmt: skip
    text = markdown(case, source, other)

    assert "  - editor \\[1, ¶4, “the editor”\\]\n  - accountant \\[2\\]" in text
    assert "The register follows “editor”, decided by the desk: Her contract says so." in text
    _, items = filled(case, source, other)
    assert facts_of(items["IV.5"]) == ["KZ"]
    assert "Sources differ: can it be settled?" in items["I.7"].questions


def test_a_disputed_entry_is_marked_with_its_reason_and_sources(filled, records):
    case = {**records[0], "events": [*records[0]["events"]]}
    case["events"][2] = {**case["events"][2], "date": "2025-06-02"}
    form, items = filled(case, *records[1:])

    (fact,) = items["F.1"].facts
    assert (fact.doubt, fact.reason) == ("disputed", "Her lawyer denies it.")
    assert facts_of(items["III.2"])[0] == (
        "Held (pretrial) since 28 May 2025. The order runs until 21 July 2025. A disputed entry "
        "states something else."
    )
    assert form.numbers == {"press-2025-06-04": 1}


def test_a_refuted_fact_is_shown_and_does_not_answer_the_item(filled, markdown):
    entry = event("detention", place="Osh", standing="refuted", resolution={"reason": "She was at home."})
    form, items = filled({**NAMED, "events": [entry]})

    assert not items["II.2"].known
    assert ("II.2", "Where exactly was the person arrested?") in [*form.questions]
    shown = markdown({**NAMED, "events": [entry]}).split("**II.2 ")[1].split("\n\n")[1]
    assert shown == "- *not known*\n- Osh — **refuted** (She was at home.)"


def test_an_event_is_described_fully_without_the_official_version(filled):
    search = event("search", premises="home", items=[{"category": "phone", "quantity": 2, "fate": "kept"}])
    death = event("death", "2025-06-01", official_cause="heart", alleged_cause="beating", in_custody=True)
    hearing = event("hearing", "2025-05-30", stage="custody", outcome="remanded", openness="closed")
    _, items = filled({**NAMED, "events": [search, hearing, death]})

    assert facts_of(items["IV.2"]) == [
        "Search of home (items: phone, quantity 2, fate kept)",
        "Hearing: remanded (stage: custody; openness: closed)",
        "Death (in custody: yes; alleged cause: beating)",
    ]
    assert facts_of(items["IV.4"]) == ["Cause of death: heart"]


def test_a_sentence_is_stated_with_each_decision_that_changed_it(filled):
    events = [
        event("detention", "2025-01-10"),
        event("verdict", "2025-02-10", outcome="convicted", sentences=[IMPRISONED | {"term": "P6Y"}]),
        event("hearing", "2025-04-10", stage="appeal", outcome="sentence_changed",
              sentences=[IMPRISONED | {"term": "P3Y"}]),
        event("clemency", "2025-05-10", kind="commutation", sentences=[IMPRISONED | {"term": "P2Y"}]),
        event("hearing", "2025-06-01", stage="cassation", outcome="remitted"),
        event("hearing", "2025-06-02", stage="custody", outcome="extended"),
    ]  # fmt: skip
    _, items = filled({**NAMED, "events": events})

    decisions = [
        "Verdict: convicted, imprisonment 6 years",
        "Hearing: sentence changed, imprisonment 3 years",
        "Clemency: commutation, imprisonment 2 years",
        "Hearing: remitted",
    ]
    assert facts_of(items["III.2"])[-4:] == decisions
    assert facts_of(items["IV.2"])[1:4] == [decisions[0], f"{decisions[1]} (stage: appeal)", decisions[2]]
    assert decisions[1] in facts_of(items["VI.1"])


IMPRISONED = {"penalty": "imprisonment"}


def test_charges_of_a_verdict_and_of_a_step_of_the_proceeding_are_stated(filled):
    charges = [{"offence": "fraud"}]
    events = [
        event("case", "2025-05-01", step="opened", charges=charges),
        event("case", "2025-05-02", step="moved"),
        event("verdict", "2025-06-02", charges=[{"offence": "theft"}]),
    ]
    _, items = filled({**NAMED, "events": events})

    for number in ("II.7", "III.7", "V.1"):
        assert facts_of(items[number])[:1] == ["Alleged by the authorities: “fraud” (opened)"]
        assert not any("moved" in text for text in facts_of(items[number]))
    assert facts_of(items["IV.2"]) == ["Case: opened", "Case: moved", "Verdict (charges: offence theft)"]


def test_an_entry_after_the_day_has_all_its_fields_in_its_item(filled):
    fields = {"kind": "arrest", "force": "excessive"}
    taken = [event("detention", day, **fields) for day in ("2025-06-01", "2026-06-01")]
    _, items = filled({**NAMED, "events": taken})

    assert facts_of(items["IV.2"]) == ["Detention: arrest"]
    assert facts_of(items["IV.6"]) == ["Detention: arrest (force: excessive)"]


def test_charges_of_a_group_are_stated_in_its_item(filled, records):
    case, situation, source = records
    accused = event("charge", "2025-06-01", charges=[{"offence": "fraud"}], sources=[source["id"]])
    _, items = filled(case, {**situation, "events": [accused]}, source)

    assert any("fraud" in text for text in facts_of(items["IV.3"]))


def test_a_field_of_the_headline_is_not_repeated_behind_it(filled):
    leave = event("release", kind="furlough", until="2025-06-04", seen_by="family", bail="50000 KGS")
    _, items = filled({**NAMED, "events": [event("detention", "2025-05-20"), leave]})

    assert facts_of(items["IV.2"])[-1] == (
        "Release (furlough) until 4 June 2025, seen by the family (bail: 50000 KGS)"
    )


def test_a_country_of_an_extradition_has_its_name(filled):
    arrest = event("detention", kind="extradition", requested_by="KZ")
    ruling = event("hearing", "2025-05-30", outcome="removal_ordered", sent_to="TM")
    _, items = filled({**NAMED, "events": [arrest, ruling]})

    assert facts_of(items["IV.2"]) == [
        "Detention: extradition (requested by: Kazakhstan)",
        "Hearing: removal ordered (sent to: Turkmenistan)",
    ]


def test_a_field_that_one_source_states_is_cited_for_itself(filled, records):
    source = records[2]
    other = {**source, "id": "another-2025-06"}
    arrest = event(
        "detention", place="Osh", reasons="Calls for unrest.", by=["men in masks"],
        sources=[source["id"], {"source": other["id"], "locator": "¶2"}],
        cites={"reasons": [other["id"]]},
    )  # fmt: skip
    _, items = filled({**NAMED, "events": [arrest]}, source, other)

    def cited(number):
        return [(each.source, each.locator) for fact in items[number].facts for each in fact.cited]

    assert cited("II.6") == cited("IV.4") == cited("III.6") == [(other["id"], "¶2")]
    assert cited("II.2") == cited("II.3") == [(source["id"], ""), (other["id"], "¶2")]


def test_events_after_the_day_are_a_separate_item(filled, records):
    _, items = filled(*records)

    assert facts_of(items["IV.6"]) == ["Release"]
    assert not items["F.1"].known
    assert len(items["IV.2"].facts) == 2


INCOMMUNICADO = "Access of anyone denied until 1 June 2025"
LETTERS = "Access of family (letters) denied"
CATEGORY = (
    ("V.1", event("detention", warrant="not_shown"), "Warrant at the arrest: not shown"),
    ("V.3", event("interrogation", counsel="denied"), "Interrogation: counsel denied"),
    ("V.3", event("hearing", court_kind="military"), "Hearing: military court"),
    ("V.3", event("verdict", court_kind="special"), "Verdict: special court"),
    ("V.3", event("access", to="anyone", outcome="denied", until="2025-06-01"), INCOMMUNICADO),
    ("V.3", event("access", to="family", means="letters", outcome="denied"), LETTERS),
    ("V.4", event("detention", kind="immigration"), "Detention: immigration"),
)


@pytest.mark.parametrize(("number", "entry", "text"), CATEGORY)
def test_a_fact_is_listed_under_its_category(filled, number, entry, text):
    _, items = filled({**NAMED, "events": [entry]})

    assert text in facts_of(items[number])
    assert not any(
        text in facts_of(item) for name, item in items.items() if name[:2] == "V." and name != number
    )


@pytest.fixture
def asked_about_the_term(filled):
    """Return a function that gives the questions about custody beyond the term of a sentence."""

    def asked(term, *later):
        convicted = event(
            "verdict", "2024-01-10", outcome="convicted", in_force="2024-01-20", then="held",
            sentences=[{"penalty": "imprisonment", "term": term}],
        )  # fmt: skip
        _, items = filled({**NAMED, "events": [event("detention", "2024-01-10"), convicted, *later]})
        return [each for each in items["V.1"].questions if "on which legal basis" in each]

    return asked


def test_custody_beyond_the_term_of_a_sentence_is_asked_about(asked_about_the_term):
    assert len(asked_about_the_term("P1Y")) == 1
    assert asked_about_the_term("P5Y") == []


RELEASED = ("release", "2024-06-10", {})
LONGER = {"outcome": "convicted", "sentences": [{"penalty": "imprisonment", "term": "P5Y"}], "then": "held"}
AGAIN = (("detention", "2024-06-20", {"kind": "arrest"}), ("verdict", "2024-07-10", LONGER))


@pytest.mark.parametrize("later", [[RELEASED], [RELEASED, *AGAIN], [RELEASED, AGAIN[0]]])
def test_a_term_that_withheld_entries_correct_is_not_asked_about(asked_about_the_term, later):
    withheld = [event(kind, day, tier="restricted", **fields) for kind, day, fields in later]
    assert asked_about_the_term("P1Y", *withheld) == []


def test_a_term_that_a_withheld_entry_leaves_is_asked_about(asked_about_the_term):
    withheld = event("health", "2024-06-10", tier="restricted", summary="Ill.")
    assert asked_about_the_term("P1Y", withheld) == asked_about_the_term("P1Y") != []


def test_grounds_and_findings_are_attributed(filled, records):
    source = records[2]["id"]
    case = {
        **NAMED,
        "grounds": [
            {"kind": "expression", "work": "an article", "sources": [source]},
            {"kind": "discrimination", "text": "She is a Uyghur.", "sources": [source]},
            {"kind": "unknown", "sources": [source]},
        ],
        "events": [
            event("finding", "2025-06-01", kind="wgad_opinion", by=["the Working Group"], categories=["II"],
                  outcome="The detention is arbitrary.", reference="Opinion 1/2025"),
        ],
    }  # fmt: skip
    _, items = filled(case, records[2])

    assert facts_of(items["V.2"]) == [
        "Ground, as reported: expression; the work or act in question: an article",
        "Finding of the Working Group (wgad opinion, Opinion 1/2025): The detention is arbitrary.",
    ]
    assert facts_of(items["V.5"]) == ["Ground, as reported: discrimination; She is a Uyghur."]
    assert facts_of(items["V.6"]) == ["Ground, as reported: unknown"]
    assert facts_of(items["V"]) == ["II, V"]
    assert all(fact.cited for number in ("V.5", "V.6") for fact in items[number].facts)


def test_an_unknown_word_is_no_answer(filled):
    _, items = filled({
        **NAMED,
        "person": {**NAMED["person"], "gender": "unknown"},
        "events": [event("detention", kind="unknown", warrant="unknown")],
    })  # fmt: skip

    assert not items["I.3"].known
    assert not items["II.4"].known
    assert facts_of(items["II.1"]) == ["On 28 May 2025"]


def test_a_fact_about_a_group_is_not_a_fact_about_the_person(filled, records):
    case, situation, source = records
    situation = {
        **situation,
        "events": [event("access", "2025-06-01", to="counsel", outcome="denied", sources=[source["id"]])],
    }
    _, items = filled(case, situation, source)

    (fact,) = (each for each in items["V.3"].facts if "counsel" in each.text)
    assert fact.group == "stated about the group “The sweep”, not about this person"
    assert not any("counsel" in text for text in facts_of(items["IV.2"]))
    assert items["IV.3"].questions == ("Which of it happened to this person?",)


def test_the_place_where_a_person_was_last_seen_is_for_those_who_search(filled):
    gone = event(
        "disappearance", place="Osh", last_seen="the bus station", steps_taken="The police were asked."
    )
    case = {**NAMED, "events": [gone]}
    _, public = filled(case)
    _, inside = filled(case, audience="internal")

    assert facts_of(public["IV.1"]) == []
    assert facts_of(inside["IV.1"]) == ["Last seen: the bus station"]
    assert facts_of(public["VI.1"]) == facts_of(inside["VI.1"]) == ["The police were asked."]


TWICE = (
    ("detention", "2024-01-10", {"kind": "arrest", "reasons": "a post"}),
    ("hearing", "2024-01-12", {"outcome": "remanded", "court": "First Court"}),
    ("release", "2024-03-01", {}),
    ("charge", "2024-05-01", {"charges": [{"offence": "a slogan"}]}),
    ("detention", "2025-05-28", {"kind": "arrest", "reasons": "a film"}),
    ("hearing", "2025-05-30", {"outcome": "remanded", "court": "Second Court"}),
)


@pytest.mark.parametrize(
    ("period", "since", "reasons", "court"),
    [
        ("2024-01-10", ["On 10 January 2024"], ["a post"], "First Court"),
        ("2025-05-28", ["On 28 May 2025"], ["a film"], "Second Court"),
        ("", ["On 10 January 2024", "On 28 May 2025"], ["a post", "a film"], "First Court"),
    ],
)
def test_arrest_and_detention_are_answered_for_the_period_that_is_chosen(
    period, since, reasons, court, filled
):
    events = [event(kind, day, **fields) for kind, day, fields in TWICE]
    _, items = filled({**NAMED, "events": events}, period=period, audience="internal")
    assert facts_of(items["III.1"]) == since
    assert facts_of(items["II.6"]) == reasons
    assert court in facts_of(items["III.5"])[0]
    assert len(facts_of(items["IV.2"])) == len(TWICE)
    assert bool(items["III.1"].open) is (period == "")
    assert len(facts_of(items["II.7"])) == (0 if period == "2025-05-28" else 1)


AGAIN = (
    ("detention", "2025-01-10", {"kind": "arrest"}),
    ("release", "2025-01-20", {"seen_by": "family"}),
    ("detention", "2025-06-01", {"kind": "arrest"}),
)


@pytest.mark.parametrize(
    ("period", "is_held", "spells", "days"),
    [
        ("2025-01-10", False, ["10 January 2025 to 20 January 2025"], "11"),
        ("2025-06-01", True, ["Since 1 June 2025"], "10"),
        ("", True, ["10 January 2025 to 20 January 2025", "Since 1 June 2025"], "21"),
    ],
)
def test_the_duration_is_that_of_the_chosen_period_alone(period, is_held, spells, days, filled):
    events = [event(kind, day, **fields) for kind, day, fields in AGAIN]
    _, items = filled({**NAMED, "events": events}, period=period, audience="internal")
    *status, count = facts_of(items["III.2"])
    assert [each for each in status if each.startswith("Held ")] == status[:is_held]
    assert [re.split(r",| ·", each)[0] for each in status[is_held:]] == spells
    assert count.rsplit(": ")[-1] == days


def test_the_beginning_of_custody_cites_the_entry_with_which_it_began(filled, records):
    day = "2025-06-01"
    events = [
        event("detention", "2025-01-10", kind="arrest", sources=["first"]),
        event("release", "2025-01-20", sources=["first"]),
        event("hearing", day, stage="trial", sources=["hearing"]),
        event("detention", day, kind="arrest", sources=["second"]),
    ]
    sources = [records[2] | {"id": each} for each in ("first", "hearing", "second")]
    for period in ("", day):
        _, items = filled({**NAMED, "events": events}, *sources, period=period, audience="internal")
        cited = [[each.source for each in fact.cited] for fact in items["III.1"].facts]
        assert cited == [["first"], ["second"]][bool(period) :]
        assert items["II.1"].facts[-1].cited == items["III.1"].facts[-1].cited


def test_a_past_period_is_at_no_present_place(filled):
    events = [event(kind, day, **fields) for kind, day, fields in AGAIN]
    events[-1]["facility"] = "Second Prison"
    case = {**NAMED, "events": events}
    past, present = (
        filled(case, period=period, audience="internal")[1]["III.4"]
        for period in ("2025-01-10", "2025-06-01")
    )
    assert facts_of(past) == []
    assert "On 10 June 2025: Second Prison" in facts_of(present)


def test_a_number_of_days_without_bounds_is_not_known(filled):
    verdict = event("verdict", in_force="2025-06-05", **PRISON)
    _, items = filled({**NAMED, "country": "GB", "events": [verdict]}, audience="internal")
    assert facts_of(items["III.2"])[-2].endswith(": not known")


def test_a_period_that_is_not_there_is_refused_with_those_that_are(filled):
    events = [event(kind, day, **fields) for kind, day, fields in TWICE]
    with pytest.raises(BadInput) as raised:
        filled({**NAMED, "events": events}, period="2024-01-11", audience="internal")
    assert raised.value.code == "CF621"
    assert "2024-01-10, 2025-05-28" in raised.value.hint


@pytest.mark.parametrize(
    ("birth", "minor", "shown"),
    [
        ("2000-05-29", "adult", ["an adult"]),
        ("2000", "adult", ["an adult"]),
        ("2007-05-29", "adult", []),
        ("2007-05-28", "minor", []),
        (None, "minor", ["under 18"]),
    ],
)
def test_the_form_states_no_age_that_the_date_of_birth_contradicts(filled, birth, minor, shown):
    person = {**NAMED["person"], "minor": minor, **({"birth": birth} if birth else {})}
    _, items = filled({**NAMED, "person": person, "events": [event("detention")]}, audience="internal")

    found = [text for item in items.values() for text in facts_of(item) if text in {"an adult", "under 18"}]

    assert found == shown


def test_remedies_name_the_decision_that_they_attack(filled):
    remand = event("hearing", "2025-05-30", outcome="remanded", until="2025-07-21")
    appeal = event("appeal", "2025-06-01", kind="appeal", step="filed", against=remand["id"])
    _, items = filled({**NAMED, "events": [event("detention"), remand, appeal]})

    assert facts_of(items["VI.1"]) == ["Appeal: filed against the hearing on 30 May 2025"]
    assert items["VI.2"].questions == ("Which remedies were not tried or did not help, and why?",)
    assert facts_of(items["U.2"]) == ["The order ends on 21 July 2025"]


def test_an_order_before_the_arrest_names_its_authority(filled):
    order = event("hearing", "2025-05-20", outcome="remanded", presence="in_absentia", court="City Court")
    later = event("hearing", "2025-05-30", outcome="extended", court="Higher Court")
    _, items = filled({**NAMED, "events": [order, event("detention", "2025-05-28"), later]})

    assert facts_of(items["II.5"]) == ["City Court (order before the arrest: hearing: remanded)"]


PRISON = {
    "outcome": "convicted",
    "sentences": [{"penalty": "imprisonment", "term": "P3Y"}],
    "court": "City Court",
}


@pytest.mark.parametrize(
    ("before", "stated", "is_one"),
    [
        ([event("detention")], {}, True),
        ([event("detention"), event("release", "2025-05-29", kind="bail", seen_by="family")], {}, False),
        ([], {"taken_into_custody": True}, True),
        ([event("detention")], {"taken_into_custody": False}, False),
        ([event("detention")], {"then": "free"}, False),
        ([], {"presence": "in_absentia"}, False),
        ([], {}, False),
    ],
)
def test_a_verdict_ordered_custody_where_the_person_was_held_on_its_sentence(filled, before, stated, is_one):
    _, items = filled({**NAMED, "events": [*before, event("verdict", "2025-06-01", **PRISON, **stated)]})

    assert len(facts_of(items["III.5"])) == is_one


@pytest.mark.parametrize(("law", "is_order"), [("after", True), ("instead", False)])
def test_the_law_in_the_settings_decides_if_a_verdict_ordered_custody(filled, law, is_order):
    facts = {"country": "KG", "probation_beside_prison": law, "citation": "Criminal Code art. 1"}
    settings = {"schema": "casefile/settings/1", "jurisdictions": [facts]}
    sentences = [*PRISON["sentences"], {"penalty": "probation", "term": "P1Y"}]
    verdict = event("verdict", "2025-06-01", **PRISON | {"sentences": sentences})
    _, items = filled({**NAMED, "events": [event("detention"), verdict]}, settings=settings)

    assert len(facts_of(items["III.5"])) == is_order


@pytest.mark.parametrize(
    ("later", "is_first"),
    [
        (event("hearing", "2025-05-30", outcome="remanded", presence="in_absentia"), False),
        (event("hearing", "2025-05-30", outcome="cancelled"), False),
        (event("hearing", "2025-05-27", outcome="remanded"), False),
        (event("hearing", "2025-05-30", outcome="remanded"), True),
        (event("verdict", "2025-05-30", outcome="convicted"), True),
    ],
)
def test_the_first_hearing_is_the_one_that_the_clock_to_a_judge_asks_for(filled, later, is_first):
    _, items = filled({**NAMED, "events": [event("detention"), later]})

    assert any("hearing on record" in each for each in facts_of(items["V.3"])) is is_first


def test_days_draw_near_that_are_due(filled, records):
    hearing = event("hearing", "2025-06-20", outcome="scheduled")
    verdict = event("verdict", "2025-06-05", outcome="convicted", appeal_until="2025-06-25")
    remand = event(
        "hearing", "2025-05-30", outcome="remanded", until="2025-07-21", sources=[records[2]["id"]]
    )
    case = {**NAMED, "events": [event("detention"), remand, verdict, hearing]}
    _, items = filled(case, records[2])
    days = [fact.text.split(", ")[0] for fact in items["U.2"].facts]
    assert len(days) == 3
    assert [len(fact.cited) for fact in items["U.2"].facts if "order" in fact.text] == [1]

    cancelled = event("hearing", "2025-06-20", outcome="cancelled")
    let_go = event("release", "2025-06-06", kind="bail", seen_by="family")
    appeal = event("appeal", "2025-06-07", step="filed", against=verdict["id"])
    over = {**case, "events": [*case["events"][:3], let_go, appeal, hearing, cancelled]}
    _, items = filled(over, records[2])
    assert facts_of(items["U.2"]) == []


def test_remedies_that_did_not_help_are_listed_without_a_reason(filled):
    refused = event("hearing", "2025-06-02", stage="appeal", outcome="upheld")
    granted = event("hearing", "2025-06-03", stage="cassation", outcome="overturned")
    lawyer = event("access", "2025-06-01", to="counsel", outcome="denied")
    _, items = filled({**NAMED, "events": [event("detention"), lawyer, refused, granted]})

    assert facts_of(items["VI.2"]) == ["Hearing: upheld", "Access of counsel denied"]


@pytest.mark.parametrize("outcome", ["upheld", "refused"])
@pytest.mark.parametrize(
    ("decision", "is_without_effect"),
    [
        (("hearing", {"outcome": "remanded"}), True),
        (("hearing", {"outcome": "bail_granted"}), False),
        (("verdict", {"outcome": "convicted"}), True),
        (("verdict", {"outcome": "acquitted"}), False),
    ],
)
def test_a_court_that_upheld_a_release_is_no_remedy_without_effect(
    filled, decision, is_without_effect, outcome
):
    kind, fields = decision
    decided = event(kind, "2025-05-30", **fields)
    answer = event("hearing", "2025-06-05", stage="appeal", outcome=outcome, against=decided["id"])
    _, items = filled({**NAMED, "events": [event("detention"), decided, answer]})

    assert bool(facts_of(items["VI.2"])) == is_without_effect


@pytest.mark.parametrize(
    ("again", "stated", "is_without_effect"),
    [
        ([], True, True),
        ([("2025-06-05", {})], True, False),
        ([("2025-06-05", {}), ("2025-06-06", {"step": "withdrawn"})], True, True),
        ([("2025-06-05", {"against": "the fine"})], True, True),
        ([("2025-06-05", {"standing": "refuted"})], True, True),
        ([("2025-06-05", {})], False, True),
    ],
)
def test_an_appeal_that_was_withdrawn_and_filed_again_is_not_without_effect(
    filled, again, stated, is_without_effect
):
    remand = event("hearing", "2025-05-30", outcome="remanded", until="2025-07-21")
    against = {"against": remand["id"]} if stated else {}
    steps = [("2025-06-01", {}), ("2025-06-03", {"step": "withdrawn"}), *again]
    appeals = [event("appeal", day, **{"step": "filed", **against, **fields}) for day, fields in steps]
    _, items = filled({**NAMED, "events": [event("detention"), remand, *appeals]})

    days = [fact.about for fact in items["VI.2"].facts]

    assert ("On 3 June 2025" in days) == is_without_effect


def test_questions_about_an_opinion_are_asked_only_if_there_is_one(filled):
    opinion = event("finding", "2025-06-01", kind="wgad_opinion")
    admitted = event("official_response", "2025-06-05", position="accepts_responsibility")
    _, bare = filled({**NAMED, "events": []})
    _, items = filled({**NAMED, "events": [opinion, admitted]})

    assert [len(bare[each].questions) for each in ("F.2", "F.3", "F.4")] == [0, 0, 0]
    assert [len(items[each].questions) for each in ("F.2", "F.3", "F.4")] == [1, 0, 1]
    assert facts_of(items["F.3"]) == ["Official response: accepts responsibility"]


# Who submits, and the papers.

SUBMITTER = """\
Name: Анна Example
address: 1 Example Street
  Geneva
E-mail: anna@example.org
date: 10 June 2025
authority: power of attorney
"""
PAPERS = (
    "family name: Testova\nfirst name: Aida\ndocument: passport\nnumber: ID0000000\nseen by: her lawyer\n"
)


def test_the_submitter_and_the_papers_are_taken_from_their_files(filled):
    form, items = filled(NAMED, submitter=SUBMITTER, identity=PAPERS)

    assert facts_of(items["VII.1"]) == ["Анна Example"]
    assert facts_of(items["VII.2"]) == ["address: 1 Example Street\nGeneva", "E-mail: anna@example.org"]
    assert facts_of(items["VII.3"]) == ["10 June 2025"]
    assert facts_of(items["N.1"]) == ["power of attorney"]
    assert (facts_of(items["I.1"]), facts_of(items["I.2"])) == (["Testova"], ["Aida"])
    assert facts_of(items["I.6 (a)"]) == ["passport", "seen by: her lawyer"]
    assert facts_of(items["I.6 (d)"]) == ["ID0000000"]
    assert not items["I.6 (b)"].known
    assert "I.1" not in {number for number, _ in form.questions}


@for_all(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_no_word_of_a_file_is_lost(text):
    kept = re.sub(r"\s", "", "".join(f"{key}:{value}" for key, value in read(text).lines))
    bare = re.sub(r"\s", "", text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))

    assert sorted(kept.replace(":", "")) == sorted(bare.replace(":", ""))


ANOTHER = {**NAMED, "id": "kg-2025-zzzzz", "person": {"identification": "named", "name": "Bek Testov"}}


@pytest.mark.parametrize(
    ("cases", "papers", "why"),
    [
        ((NAMED, ANOTHER), "number: ID0000000", "does not state its case"),
        ((NAMED,), "case: kg-2025-aaaaa\nnumber: ID0000000", "not exported"),
        ((BARE,), "number: ID0000000", "withholds"),
    ],
)
def test_identity_papers_without_a_certain_case_are_refused(filled, cases, papers, why):
    with pytest.raises(BadInput) as refusal:
        filled(*cases, identity=papers)

    assert why in refusal.value.message
    assert "ID0000000" not in refusal.value.message + refusal.value.hint


def test_each_of_several_cases_gets_its_own_papers(markdown, document):
    papers = f"case: {ANOTHER['id']}\nnumber: ID2\n\ncase: {NAMED['id']}\nnumber: ID1\n"

    first, second = markdown(NAMED, ANOTHER, identity=papers).split("\n\n---\n\n")
    assert ("ID1" in first, "ID2" in first, "ID1" in second, "ID2" in second) == (True, False, False, True)
    assert len(docx.Document(io.BytesIO(document(NAMED, ANOTHER))).sections) == 2


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        (["named"], False),
        (["named", "un"], True),
        (["un_government"], True),
        (["named", "un_report"], False),
    ],
)
def test_a_name_leaves_only_where_consent_covers_the_united_nations(register_of, tmp_path, scope, named):
    case = {**NAMED, "consent": {"basis": "family", "scope": scope}}
    (tmp_path / "submitter.txt").write_text(SUBMITTER, "utf-8")
    place = tmp_path / "form.md"
    order = ExportOrder(
        "wgad", "public", DAY, DAY, out=place, options={"submitter": "submitter.txt"}, directory=tmp_path
    )

    export(register_of(case), order)

    text = place.read_text("utf-8")
    assert ("Testova" in text) is named
    assert "Анна Example" in text


# The files.


def test_a_document_and_markdown_need_no_extra(register_of, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)

    for suffix in ("md", "docx"):
        export(register_of(NAMED), ExportOrder("wgad", "public", DAY, DAY, out=tmp_path / f"form.{suffix}"))

    assert (tmp_path / "form.md").read_text("utf-8").startswith("# Questionnaire")
    assert zipfile.is_zipfile(tmp_path / "form.docx")


HOSTILE = [
    '=HYPERLINK("https://evil.example","x")', "![x](https://evil.example/x.png) [y](https://evil.example)",
    "</script></w:t><script>alert(1)</script>", "שלום \U0001f54a محمد", "one, two; three",
    "{{ 7 * 7 }} {% raw %}", "x" * 900,
]  # fmt: skip


class Read(HTMLParser):
    """What a page shows, and the addresses that it leads to."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.links = "", set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_unchanged_and_does_nothing(document, markdown, hostile, text):
    case = hostile(text)
    case["events"][0] |= {"standing": "reported"}
    given = {"submitter": f"name: {text}"}

    found = texts(document(case, **given))
    assert sum(text in each for each in found) >= 5
    with zipfile.ZipFile(io.BytesIO(document(case))) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<w:hyperlink" not in parts
    assert b"w:instrText" not in parts
    shown = Read(MarkdownIt("gfm-like").disable("linkify").render(markdown(case, **given)))
    assert shown.text.count(text) >= 5
    assert (shown.tags & {"script", "img", "a"}, shown.links) == (set(), [])


def test_right_to_left_text_is_separated_from_the_text_after_it(document, records):
    cited = {"source": "press-2025-06-04", "locator": "¶4"}
    ground = {"kind": "expression", "text": "اعتقل بسبب مقال", "sources": [cited]}
    found = texts(document({**NAMED, "grounds": [ground]}, records[2]))

    assert "Ground, as reported: expression; اعتقل بسبب مقال\N{LEFT-TO-RIGHT MARK}  [1, ¶4]" in found
    assert sum("\N{LEFT-TO-RIGHT MARK}" in each for each in found) == 1


def test_a_long_text_of_many_lines_stays_whole(document):
    text = "\n".join(["line, with a comma"] * 600)
    case = {**NAMED, "events": [event("disappearance", circumstances=text)]}

    assert any(text in each for each in texts(document(case)))


def test_a_document_contains_the_form_and_no_author(document, records, register_of):
    blob = document(*records)
    form = next(iter(forms(publish(register_of(*records), "public", on=DAY, label="3f2a91c"), "", "")))

    everything = "\n".join(texts(blob))
    for item in form.items:
        for fact in (*item.facts, *item.differing):
            assert fact.text in everything
    assert form.score_words in everything
    assert "[1, ¶4]" in everything
    about = docx.Document(io.BytesIO(blob)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created == about.modified
    assert about.created.isoformat().startswith("2025-06-10T00:00:00")
    headings = [each.style.name for each in docx.Document(io.BytesIO(blob)).paragraphs]
    assert {"Title", "Heading 1", "Heading 2", "Heading 3"} <= {*headings}


def test_a_document_runs_nothing_reaches_nowhere_and_is_the_same_every_time(document, records):
    blob = document(*records)

    assert blob == document(*records)
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any("TargetMode" in part for name, part in parts.items() if name.endswith(".rels"))
    assert not any(re.search(r"vba|macro|thumbnail|embeddings|activeX|customXml/", name) for name in parts)
    fields = [found for part in parts.values() for found in re.findall(r'w:instr="([^"]*)"', part)]
    assert {*fields} == {"PAGE", "NUMPAGES"}
    assert not any("instrText" in part for part in parts.values())


def test_libreoffice_opens_it_and_shows_every_script(document, tmp_path):
    person = {
        "identification": "named", "name": "Aiday Erkebaeva", "occupation": "محمد العربي",
        "other_names": [{"name": "Айдай Эркебаева", "kind": "native", "lang": "ky"}],
    }  # fmt: skip
    (tmp_path / "form.docx").write_bytes(document({**BARE, "person": person, "events": [event("detention")]}))
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "form.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    shown = subprocess.run(
        [program("pdftotext"), "-layout", str(tmp_path / "form.pdf"), "-"],
        check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip

    assert "Айдай Эркебаева" in shown
    assert "محمد" in shown
    assert "On 28 May 2025" in shown
    pages = shown.count("\f")
    assert f"Page {pages} of {pages}" in shown
