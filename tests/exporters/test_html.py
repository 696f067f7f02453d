"""html: dossiers in one file that needs nothing else, read by eye and by ear, on a screen and in print."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser

import pytest

from support.browser import html_validate, visit
from support.programs import program


class Reading(HTMLParser):
    """What a page shows, names and asks for."""

    def __init__(self, text):
        super().__init__()
        self.text, self.ids, self.links, self.tags, self.attributes = "", [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.text += " "
        for name, value in attrs:
            self.attributes.append(name)
            if name == "id":
                self.ids.append(value)
            if name in {"href", "src"}:
                self.links.append(value)

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def page(exported, records, tmp_path):
    """Return a function that writes the dossiers of records into a file."""

    def make(*given, **options):
        path = tmp_path / "dossier.html"
        path.write_bytes(exported("html", *(given or records), **options))
        return path

    return make


def test_a_dossier_shows_person_status_events_and_sources(page):
    text = " ".join(Reading(page(chosen=["kg-2025-7k3mq"]).read_text("utf-8")).text.split())

    assert "Held (pretrial) since 28 May 2025. The order runs until 21 July 2025." in text
    assert "State on 10 June 2025 As known in 3f2a91c For the audience public" in text
    assert "28 May 2025 detention: arrest, Ош Source: press-2025-06-04, ¶4" in text
    assert "Disputed: Her lawyer denies it." in text.split("After 10 June 2025")[1]
    assert "Country Kyrgyzstan" in text
    assert "press-2025-06-04: Four were held, 4 June 2025, https://example.org/a_b*c" in text


def test_every_link_within_leads_somewhere_and_every_id_is_its_own(page):
    found = Reading(page().read_text("utf-8"))
    assert len({*found.ids}) == len(found.ids)
    inner = [link.removeprefix("#") for link in found.links if link.startswith("#")]
    assert len(inner) > 5
    assert {*inner} <= {*found.ids}


def test_the_page_needs_and_allows_no_other_resource(page):
    text = page().read_text("utf-8")
    found = Reading(text)
    assert "default-src 'none'" in text
    assert not {"script", "img", "link", "iframe", "object"} & {*found.tags}
    assert not [each for each in found.attributes if each == "style" or each.startswith("on")]


def test_a_browser_shows_the_styled_page_without_messages(page):
    path = page()
    looks = [{"dark": dark, "width": width} for dark in (False, True) for width in (320, 1280)]
    (found,) = visit({"url": path.as_uri(), "axe": True, "looks": looks})
    assert found["said"] == []
    assert found["asked"] == [path.as_uri()]
    assert found["violations"] == []
    assert found["wide"] <= 0


def test_html_validate_finds_nothing(page, records):
    assert html_validate(page()) == ""
    assert html_validate(page(chosen=[records[0]["id"]])) == ""
    assert html_validate(page(records[-1])) == ""


def test_printed_it_has_numbered_pages_and_each_record_begins_one(page, tmp_path):
    out = tmp_path / "printed.pdf"
    subprocess.run(
        [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={out}", page().as_uri()],
        check=True, capture_output=True,
    )  # fmt: skip
    pages = subprocess.run(
        [program("pdftotext"), "-layout", str(out), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout.rstrip("\f").split("\f")  # fmt: skip
    for at, text in enumerate(pages, 1):
        assert re.search(rf"{at} ?/ ?{len(pages)}\s*$", text), at
    begins = [text.strip().split()[0] for text in pages[1:]]
    assert {"Detention", "Situation", "Source"} <= {*begins}


def test_text_is_shown_and_does_nothing(page, hostile):
    text = "</style></script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }} שלום 🕊"
    path = page(hostile(text))
    (found,) = visit({"url": path.as_uri(), "read": {"name": "h1"}})
    assert found["texts"]["name"] == [text]
    assert found["said"] == []
    assert html_validate(path) == ""
