"""Formats that set the same content have the same parts in the same order, with the same words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from msgspec.structs import replace

from casefile.custody.custody_view import Spell
from casefile.custody.status_text import spell_words
from casefile.exporters.as_pdf.pdf_content import content
from casefile.exporters.as_wgad.wgad_layout import write_markdown
from casefile.exporters.as_wgad.wgad_questions import questionnaire
from casefile.exporters.as_wgad.wgad_sections import forms
from casefile.model.record_shapes import shape_of
from casefile.publication.publish import publish
from casefile.terminal.record_page import field_rows

DAY = date(2025, 6, 10)
CASE = "kg-2025-7k3mq"
DOUBTED = {
    "id": "d0btq", "type": "detention", "date": "2025-05-29", "kind": "arrest", "summary": "At the door.",
    "standing": "refuted", "resolution": {"reason": "It was somebody else."},
    "notice": {"family": "denied"},
}  # fmt: skip


PART = r'<div class="part">\s*<h[23][^>]*>([^<]*)<'


def markdown(filled):
    out = BytesIO()
    write_markdown(filled, out)
    return out.getvalue().decode()


@pytest.fixture
def full(records):
    """Return records of which the case has every part of a dossier."""
    case, *others = records
    return {**case, "notes": "A note.", "events": [*case["events"], DOUBTED]}, *others


@pytest.fixture
def publication(register_of, full):
    return publish(register_of(*full), "public", on=DAY, label="3f2a91c", chosen=[CASE])


def test_a_dossier_has_the_same_parts_in_every_format(exported, publication, full):
    text = exported("md", *full, chosen=[CASE]).decode()
    page = exported("html", *full, chosen=[CASE]).decode()
    (record,) = publication.of("case")
    (paper,) = content(publication, [record], "", DAY)["dossiers"]

    titles = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert titles == [unescape(each) for each in re.findall(PART, page)]
    assert titles == [title for _, title in paper["sections"]]
    assert len(titles) == 6


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_doubt_is_shown_before_the_doubted_event(exported, full, form):
    text = exported(form, *full, chosen=[CASE]).decode()

    assert text.index("It was somebody else.") < text.index("At the door.")


SPELL = Spell("[2025-05-20..2025-05-28]", "[..2025-06-10]", "military", True, "release")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "between 20 and 28 May 2025, ended by 10 June 2025 · by the military · ended by release"),
        ({"start": "2025-05-20", "end": "2025-06-10", "basis": None, "closed_by": None},
         "20 May 2025 to 10 June 2025"),
        ({"end": "ongoing", "basis": "unknown", "closed_by": None},
         "since some day between 20 and 28 May 2025, ongoing"),
        ({"start": "unknown", "end": "unknown", "basis": None, "closed_by": None, "certain": False},
         "start not known, the end is not known · not certain"),
    ],
)  # fmt: skip
def test_a_time_in_custody_has_one_wording(publication, fields, words):
    (record,) = publication.of("case")
    view = record.view(DAY)

    assert spell_words(SPELL._replace(**fields), view) == words


@pytest.mark.parametrize("certainty", ["lapsed", "presumed", "uncertain"])
def test_custody_that_is_not_stated_does_not_go_on(publication, certainty):
    (record,) = publication.of("case")
    view = replace(record.view(DAY), certainty=certainty)

    assert "ongoing" not in spell_words(SPELL._replace(end="ongoing"), view)


def test_dossiers_and_the_form_have_the_time_in_custody_as_show_has_it(exported, publication, full):
    words = "since 28 May 2025, ongoing · pretrial"

    (form,) = forms(publication, "", "")
    assert f"- S{words[1:]}" in markdown([form])
    assert f"- **In custody:** {words}" in exported("md", *full, chosen=[CASE]).decode()
    assert words in exported("html", *full, chosen=[CASE]).decode()


def test_the_form_in_markdown_has_the_parts_of_the_document(publication):
    (form,) = forms(publication, "", "")
    text = markdown([form])

    assert questionnaire().words["addressee"] in text
    assert questionnaire().words["about_questions"] in text
    assert questionnaire().words["all_answered"] not in text
    answered = tuple(
        replace(each, items=tuple(item for item in each.items if not item.questions))
        for each in form.sections
    )
    assert questionnaire().words["all_answered"] in markdown([replace(form, sections=answered)])


def test_a_notice_has_one_wording_in_the_form(publication):
    (form,) = forms(publication, "", "")

    assert markdown([form]).count("family: denied") == 2


CRITICAL = {
    "schema": "casefile/statute/1", "id": "kg-cc-278", "tier": "public", "country": "KG", "article": "278",
    "criticism": [
        {"text": "It is vague.", "by": ["scns"],
         "sources": [{"source": "press-2025-06-04", "locator": "¶4"}]},
        {"text": "It is broad."},
    ],
}  # fmt: skip
BODY = {"schema": "casefile/organization/1", "id": "scns", "tier": "public", "name": "State Committee"}


def words(lines):
    return tuple("".join(span.text for span in each) for each in lines)


def test_a_field_reads_on_the_terminal_as_in_a_dossier(exported, register_of, full):
    records = (CRITICAL, BODY, full[-1])
    register = register_of(*records)
    shown = {name: CRITICAL[name] for name in ("country", "criticism")}

    rows = field_rows(register, shape_of("statute"), shown, ())
    terminal = dict(map(words, row) for row in rows)
    assert terminal == {
        ("Country",): ("Kyrgyzstan",),
        ("Criticism",): (
            "It is vague., by State Committee [press-2025-06-04, ¶4]", "It is broad.",
        ),
    }  # fmt: skip
    dossier = exported("md", *records, chosen=["kg-cc-278"]).decode()
    assert "It is vague., by State Committee (`scns`) \\[`press-2025-06-04`, ¶4\\]; It is broad." in dossier
    assert "- **Country:** Kyrgyzstan" in dossier
