"""site: whole from disk and without scripts, better with them, safe whatever a record says."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from casefile.exporters import FORMATS, load_folder
from casefile.names import fold_text
from casefile.pages.site.site_map import ROWS
from casefile.pages.standing_marks import MARKS
from casefile.publication.publish import publish
from casefile.register import Register, read_entry
from casefile.views.case_counts import ALWAYS, STANDINGS
from casefile.views.case_rows import USUAL, in_order, make_case_row
from support.browser import html_validate, visit

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 6, 10)
OPTIONS = {
    "url": "https://example.org/kloop",
    "method": "We ask *twice*.\n\n![x](https://evil.example/x.png)",
}


def sample():
    paths = ["casefile.yaml", *(str(each.relative_to(ROOT)) for each in sorted(ROOT.glob("cases/**/*.yaml")))]
    return Register(read_entry(path, (ROOT / path).read_bytes()) for path in paths)


def files_of(register, audience="public", on=DAY, **options):
    return dict(load_folder(FORMATS["site"])(publish(register, audience, on=on), {**OPTIONS, **options}))


def put(files, folder):
    for name, blob in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(blob)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of the site of the sample register."""
    return put(files_of(sample()), tmp_path_factory.mktemp("site"))


class Reading(HTMLParser):
    """What a page names, and what it might run."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.tags, self.attributes = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append(name)
            if name in {"href", "src"}:
                self.links.append((tag, value))
            if name == "id":
                self.ids.add(value)


def pages(folder):
    return sorted(folder.rglob("*.html"))


def test_every_link_leads_to_a_page_that_is_there(site):
    met = {site / "index.html"}
    for page in pages(site):
        for tag, link in Reading(page.read_text("utf-8")).links:
            path, _, fragment = link.partition("#")
            if "://" in path:
                assert tag == "a", link
                continue
            target = (page.parent / path).resolve() if path else page
            if not path.endswith("feed.xml"):
                assert target.is_file(), f"{page.name}: {link}"
            met.add(target)
            if fragment:
                assert fragment in Reading(target.read_text("utf-8")).ids, link
    assert {*pages(site)} <= met, "pages that no link leads to"


def test_nothing_comes_from_elsewhere_and_no_page_holds_a_script_or_a_style(site):
    for page in pages(site):
        text = page.read_text("utf-8")
        found = Reading(text)
        assert "default-src 'none'" in text
        assert not {"style", "onclick", "onload", "onerror"} & {*found.attributes}
        assert "style" not in found.tags
        assert "img" not in found.tags
        assert not re.search(r"<script(?![^>]* src=)", text)
    css = (site / "assets/site.css").read_text("utf-8")
    assert "url(" not in css
    assert "@import" not in css


def test_html_validate_finds_nothing(site):
    assert html_validate(*pages(site)) == ""


def test_html_validate_finds_an_error(site, tmp_path):
    (tmp_path / "wrong.html").write_text((site / "index.html").read_text("utf-8").replace("</table>", "", 1))
    assert "error" in html_validate(tmp_path / "wrong.html")


LOOKED_AT = ("index.html", "cases.html", "cases/kg-2025-joomart-duulatov.html", "situations/kloop-2025.html",
             "sources.html", "method.html")  # fmt: skip


LOOKS = [{"dark": dark, "width": width} for dark in (False, True) for width in (320, 1280)]


def test_axe_finds_nothing_light_or_dark_narrow_or_wide(site):
    visits = [{"url": f"file://{site}/{page}", "axe": True, "looks": LOOKS} for page in LOOKED_AT]
    for page, found in zip(LOOKED_AT, visit(*visits), strict=True):
        assert found["violations"] == [], page
        assert found["wide"] <= 0, page


def test_axe_finds_an_error(site, tmp_path):
    text = (site / "method.html").read_text("utf-8").replace('lang="en"', "")
    (tmp_path / "wrong.html").write_text(text)
    (found,) = visit({"url": f"file://{tmp_path}/wrong.html", "axe": True})
    assert any(each.startswith("html-has-lang") for each in found["violations"])


def test_the_table_is_filtered_and_sorted_by_keyboard_and_the_console_stays_empty(site):
    url = f"file://{site}/cases.html"
    read = {"names": "#cases tbody a", "told": "[role=status]"}
    plain, typed, chosen, sorted_once, sorted_twice, without = visit(
        {"url": url, "read": read},
        {"url": url, "read": read, "steps": [["focus", "input[type=search]"], ["type", "DUULAT"]]},
        {"url": url, "read": read, "steps": [["select", ".filters label:nth-of-type(2) select", "held"]]},
        {"url": url, "read": read, "steps": [["focus", "th[data-key=name] button"], ["press", "Enter"]]},
        {
            "url": url,
            "read": read,
            "steps": [["focus", "th[data-key=name] button"], ["press", "Enter"], ["press", "Space"]],
        },
        {"url": url, "read": read, "scripts": False},
    )
    assert typed["texts"] == {"names": ["Joomart Duulatov"], "told": ["1 of 11 cases"]}
    assert chosen["texts"]["names"] == ["Aleksander Aleksandrov", "Joomart Duulatov"]
    names = sorted_once["texts"]["names"]
    assert names == sorted(names, key=str.lower)
    assert sorted_twice["texts"]["names"] == names[::-1]
    assert without["texts"] == {"names": plain["texts"]["names"], "told": []}
    for found in (plain, typed, chosen, sorted_once, sorted_twice, without):
        assert found["said"] == []
        assert all(each.startswith("file://") for each in found["asked"])


@pytest.mark.parametrize(("column", "place"), [("since", 7), ("days_held", 11), ("name", 14)])
def test_the_table_is_sorted_as_list_sorts(register_of, records, column, place):
    starts = ["[..2025-06-09]", "2025-05-29", "2025-06-02", "[2025-05-29..2025-06-03]", "2025-05-29"]
    cases = [
        {**case_of(records, {**ARREST, "date": start}, name=name), "id": f"kg-2025-{at:05d}"}
        for at, (start, name) in enumerate(
            zip(starts, ["Ørsted", "Zara", "Łukasz", "Айдай", "aza"], strict=True)
        )
    ]
    register = register_of(*cases, *records[1:])
    script = files_of(register)["assets/cases.js"].decode()
    rows = json.loads(script.split("const CASES = ")[1].split(";\n")[0])
    listed_rows = [make_case_row(row, row.course.on(DAY), DAY) for row in register.rows_of("case")]

    by_site = sorted((row for row in rows if row[place] != ""), key=lambda row: row[place])
    by_list = [row for row in in_order(listed_rows, (column, *USUAL)) if getattr(row, column)]
    assert [row[1] for row in by_site] == [row.name for row in by_list]
    assert all(fold_text(row[1]) in row[15] for row in rows)


HOSTILE = "</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }} =1+1 שלום \U0001f54a"


def test_text_is_shown_and_does_nothing(register_of, hostile, tmp_path):
    folder = put(files_of(register_of(hostile(HOSTILE))), tmp_path)
    assert html_validate(*pages(folder)) == ""
    visits = visit(*({"url": page.as_uri(), "read": {"all": "main"}} for page in pages(folder)))
    for page, found in zip(pages(folder), visits, strict=True):
        assert found["said"] == [], page.name
    record = next(page for page in pages(folder) if page.parent.name == "cases")
    assert (
        "alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }}"
        in visits[pages(folder).index(record)]["texts"]["all"][0]
    )
    for name in ("feed.xml", "sitemap.xml"):
        ET.fromstring((folder / name).read_text("utf-8"))


def test_invisible_characters_are_shown_on_every_page(exported_files, records):
    """Of a sign without width in a name the lists show as much as the page of the case."""
    case, *others = records
    turned = {**case, "person": {**case["person"], "name": "Aida Tes\u2060tova"}}
    case_at = f"cases/{case['id']}.html"

    files = {path: blob.decode() for path, blob in exported_files("site", turned, *others).items()}

    assert "&lt;U+2060&gt;" in files[case_at]
    assert not [path for path, text in files.items() if "\u2060" in text or r"\u2060" in text]


def test_the_method_page_is_in_the_words_of_the_register_and_shows_no_image(site):
    text = (site / "method.html").read_text("utf-8")
    assert "We ask <em>twice</em>." in text
    assert "<img" not in text


def test_the_feed_and_the_map_name_pages_at_their_place_on_the_web(site):
    feed = ET.fromstring((site / "feed.xml").read_text("utf-8"))
    items = feed.findall("channel/item")
    assert len(items) > 10
    assert len({item.findtext("guid") for item in items}) == len(items)
    named = {item.findtext("link") for item in items}
    tree = ET.fromstring((site / "sitemap.xml").read_text("utf-8"))
    listed = {each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert named < listed
    assert listed == {f"https://example.org/kloop/{page.relative_to(site)}" for page in pages(site)}


def test_without_an_address_there_is_no_feed_and_no_map(exported_files, records):
    assert {"feed.xml", "sitemap.xml"} & {*exported_files("site", *records)} == set()


def test_a_withheld_case_has_no_page_and_no_link(register_of, records):
    case, *others = records
    kept = {**case, "id": "kg-2025-4x9zt", "tier": "restricted"}
    open_case = {**case, "related": [{"case": kept["id"], "relation": "co_accused"}]}
    files = files_of(register_of(open_case, kept, *others))
    assert f"cases/{case['id']}.html" in files
    assert not any(b"4x9zt" in blob or "4x9zt" in name for name, blob in files.items())


def test_a_page_changes_only_with_its_content(register_of, records):
    case, *others = records
    other = {**case, "id": "kg-2025-4x9zt", "person": {"identification": "named", "name": "Bolot Uulu"}}
    changed = {**other, "notes": "New."}
    before, after = (files_of(register_of(case, each, *others)) for each in (other, changed))
    assert [name for name in before if before[name] != after[name]] == ["cases/kg-2025-4x9zt.html"]


def test_a_large_table_is_taken_apart_and_no_page_is_heavy(register_of, records):
    case, *others = records
    silent = {name: value for name, value in case.items() if name != "events"}
    many = [
        {
            **(silent if at % 8 else case),  # the timeline of each takes longer than all the rest
            "id": f"kg-2025-{at:05d}",
            "person": {"identification": "named", "name": f"Person {at}"},
        }
        for at in range(1, 2 * ROWS + 50)
    ]
    sources = [{**others[-1], "id": f"press-{at:05d}"} for at in range(1, 4 * ROWS)]
    files = files_of(register_of(*many, *others, *sources))
    assert {"cases.html", "cases-2.html", "cases-3.html"} <= {*files}
    assert {"sources.html", "sources-2.html", "sources-4.html"} <= {*files}
    assert b'href="sources-4.html"' in files["sources.html"]
    assert b"/sources-4.html<" in files["sitemap.xml"]
    assert "cases-4.html" not in files
    heavy = {
        name: len(blob) for name, blob in files.items() if name.endswith(".html") and len(blob) > 150_000
    }
    assert heavy == {}


def status_of(page):
    return re.search(r'class="lead"><span class="status ([a-z]+)" dir="auto">([^<]*)', page)


def case_of(records, *events, **person):
    """Return the case of the small register with other entries, each of the day that is in it."""
    case, *_ = records
    told = [{"sources": ["press-2025-06-04"], **each} for each in events]
    return {**case, "person": {**case["person"], **person}, "events": told}


ARREST = {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "kind": "arrest"}


def test_who_is_presumed_held_missing_or_dead_is_marked_as_neither_held_nor_free(register_of, records):
    gone = {"id": "k3m9x", "type": "disappearance", "date": "2025-05-30"}
    died = {"id": "k3m9x", "type": "death", "date": "2025-05-30", "standing": "confirmed"}
    old = {**ARREST, "date": "2024-05-28"}
    found = {}
    for name, events in {
        "held": [ARREST],
        "presumed": [old],
        "missing": [gone],
        "dead": [ARREST, died],
    }.items():
        files = files_of(register_of(case_of(records, *events), *records[1:]))
        page = files["cases/kg-2025-7k3mq.html"].decode()
        found[name] = status_of(page)[1]
    assert found == {"held": "held", "presumed": "presumed", "missing": "missing", "dead": "dead"}


@pytest.mark.parametrize("mark", sorted({*MARKS.values()}))
def test_every_mark_has_a_style_on_pages_and_on_paper(site, mark):
    style = (site / "assets/site.css").read_text("utf-8")
    paper = resources.files("casefile.exporters.as_pdf").joinpath("dossiers.typ").read_text("utf-8")
    assert f".status.{mark}::before" in style
    assert f".bar svg.{mark} " in style
    assert f" {mark}: rgb(" in paper


def test_the_first_page_counts_presumed_held_people(site, register_of, records):
    text = (site / "index.html").read_text("utf-8")
    words = "<strong>2 people are held</strong>, as far as this register knows. 1 more is presumed held."
    assert words in text
    stated = files_of(register_of(case_of(records, ARREST), *records[1:]))["index.html"].decode()
    assert "<strong>1 person is held</strong>, " in stated
    old = case_of(records, {**ARREST, "date": "2024-05-28"})
    presumed = files_of(register_of(old, *records[1:]))["index.html"].decode()
    assert "<strong>1 person is presumed held</strong>, " in presumed


def test_the_first_page_shows_the_standings_that_stats_always_shows(register_of, records):
    page = files_of(register_of(case_of(records, ARREST), *records[1:]))["index.html"].decode()
    bars = page.partition('<table class="bars">')[2].partition("</table>")[0]
    assert all(f">{STANDINGS[each]}</span>" in bars for each in ALWAYS)


def test_a_long_name_without_spaces_does_not_widen_a_page(register_of, records, tmp_path):
    case = case_of(records, ARREST, name="X" * 300, occupation="o" * 300)
    folder = put(files_of(register_of(case, *records[1:])), tmp_path)
    looks = [{"width": 320}, {"width": 1280}]
    shown = [folder / "index.html", folder / "cases.html", folder / "cases/kg-2025-7k3mq.html"]
    for page, found in zip(
        shown, visit(*({"url": each.as_uri(), "looks": looks} for each in shown)), strict=True
    ):
        assert found["wide"] <= 0, page.name
    widths = visit(
        *({"url": (folder / "index.html").as_uri(), "within": ".scroll", "width": 1280} for _ in "1")
    )
    assert widths[0]["within"] <= 0


def test_an_unknown_basis_is_left_out_of_the_custody_text(register_of, records):
    page = files_of(register_of(case_of(records, {**ARREST, "kind": "unknown"}), *records[1:]))
    text = page["cases/kg-2025-7k3mq.html"].decode()
    assert '<dt>In custody</dt><dd dir="auto">since 28 May 2025, ongoing</dd>' in text


def test_an_empty_register_has_valid_pages_with_a_sentence(register_of, tmp_path):
    offered = '[["downloads/sqlite.sqlite", "a database with full text and views of everything", 123456789]]'
    folder = put(files_of(register_of(), downloads=offered), tmp_path)
    assert html_validate(*pages(folder)) == ""
    index = (folder / "index.html").read_text("utf-8")
    assert ("Nobody is known" in index, "nothing that surely" in index) == (True, True)
    for page, found in zip(
        pages(folder),
        visit(*({"url": each.as_uri(), "axe": True, "looks": LOOKS} for each in pages(folder))),
        strict=True,
    ):
        assert found["violations"] == [], page.name
        assert found["wide"] <= 0, page.name
