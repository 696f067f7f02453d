"""What a shared record is called does not depend on the field or the format that names it."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.changes.change_text import describe_entry_plainly
from casefile.pages.status_counts import counted_by, labels
from casefile.publication.publish import publish
from casefile.views.ledger_timeline import ledger

BODY = {
    "schema": "casefile/organization/1", "id": "scns", "tier": "public", "abbreviation": "SCNS",
    "name": "State Committee for National Security",
}  # fmt: skip
STATUTE = {
    "schema": "casefile/statute/1", "id": "kg-cc-278", "tier": "public", "country": "KG",
    "code": "Criminal Code", "article": "278", "title": "Public calls for mass unrest",
}  # fmt: skip
CASE = {
    "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "tier": "public", "country": "KG",
    "person": {"identification": "named", "name": "Aidai Erkebaeva"},
    "events": [
        {
            "id": "h2v5t", "type": "detention", "date": "2025-05-28", "by": ["scns"], "facility": "scns",
            "legal_basis": "kg-cc-278",
        },
        {
            "id": "c3v5t", "type": "charge", "date": "2025-05-29", "step": "to_court",
            "charges": [{"statute": "kg-cc-278"}],
        },
        {
            "id": "k3m9x", "type": "hearing", "date": "2025-06-20", "outcome": "scheduled", "court": "scns",
        },
    ],
}  # fmt: skip
LAW = "article 278 of the Criminal Code"


def test_a_dossier_names_organisations_and_laws_by_their_labels(exported):
    text = exported("md", CASE, BODY, STATUTE, chosen=[CASE["id"]]).decode()

    assert BODY["name"] not in text
    assert STATUTE["title"] not in text
    assert f"Legal basis: {LAW} (`kg-cc-278`)" in text
    assert f"charge: sent to court under {LAW}" in text
    assert f"Charges: {LAW} (`kg-cc-278`)" in text
    assert "- **Held at:** SCNS" in text
    assert ", by SCNS" in text


def test_a_calendar_calls_a_court_the_same_twice(exported):
    event = exported("ics", CASE, BODY, STATUTE, epoch="0").decode().replace("\r\n ", "")

    assert "LOCATION:SCNS" in event
    assert "hearing on 20 June 2025\\, SCNS" in event
    assert BODY["name"] not in event


@pytest.mark.parametrize(
    ("by", "called"), [("authority", "SCNS"), ("statute", LAW), ("country", "Kyrgyzstan")]
)
def test_a_chart_has_the_labels_of_stats(register_of, by, called):
    publication = publish(register_of(CASE, BODY, STATUTE), "public", on=date(2025, 6, 10), label="3f2a91c")

    assert labels(publication, counted_by(publication, by)) == (called,)


def test_the_form_names_an_organisation_in_full_by_its_id_and_by_its_short_form(exported):
    short = {**CASE, "events": [{**CASE["events"][0], "by": ["SCNS"], "facility": "SCNS"}]}
    forms = [
        exported("wgad", each, BODY, STATUTE, chosen=[CASE["id"]], suffix=".md").decode()
        for each in (CASE, short)
    ]
    assert all("On 10 June 2025: State Committee for National Security" in each for each in forms)


def test_a_line_of_the_log_and_of_a_page_have_the_same_words(register_of):
    register = register_of(CASE, BODY, STATUTE)
    entry = register.by_id[CASE["id"]]
    charge = CASE["events"][1]
    page = ledger(register, register.row(CASE["id"]))[1].headline
    logged = describe_entry_plainly(entry.shape.fields["events"].item(charge), charge, entry.data)

    assert page.replace(":", "").replace(LAW, "kg-cc-278") == logged
