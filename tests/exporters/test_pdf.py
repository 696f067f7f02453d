"""pdf: pages that poppler reads, tagged for a screen reader, with every script and nothing of the machine."""

from __future__ import annotations

import re
import subprocess

import pytest

from casefile.errors import BadInput
from casefile.exporters import as_pdf
from casefile.exporters.as_pdf import MOST_RECORDS, RECORDS_OF_A_PART
from support.exported import opened
from support.programs import program


@pytest.fixture
def pdf(exported, records, tmp_path):
    """Return a function that writes the dossiers of records into a file."""

    def make(*given, **options):
        path = tmp_path / "dossier.pdf"
        path.write_bytes(exported("pdf", *(given or records), **{"epoch": "1749513600", **options}))
        return path

    return make


def run_poppler(name, *words):
    """Return what a program of poppler says."""
    done = subprocess.run(
        [program(name), *map(str, words)], check=True, capture_output=True, encoding="utf-8", errors="replace"
    )
    return done.stdout


def text_of(path):
    return " ".join(run_poppler("pdftotext", "-layout", path, "-").split())


def test_a_dossier_shows_person_status_events_and_sources(pdf):
    text = text_of(pdf(chosen=["kg-2025-7k3mq"]))

    assert "Dossier of Айдай Эркебаева" in text
    assert "Held (pretrial) since 28 May 2025. The order runs until 21 July 2025." in text
    assert "As known in 3f2a91c" in text
    assert "28 May 2025 detention: arrest, Ош Source: press-2025-06-04, ¶4" in text
    assert "Disputed: Her lawyer denies it." in text.split("After 10 June 2025")[1]
    assert "https://example.org/a_b*c" in text


def test_every_page_has_its_number_and_the_day(pdf):
    pages = run_poppler("pdftotext", "-layout", pdf(), "-").rstrip("\f").split("\f")
    assert len(pages) > 2
    for at, text in enumerate(pages, 1):
        last = text.strip().split("\n")[-1]
        assert "State on 10 June 2025, as known in 3f2a91c, for public" in last
        assert re.search(rf"{at} ?/ ?{len(pages)}$", last)


def test_the_document_and_its_picture_are_tagged(pdf):
    path = pdf(chosen=["kg-2025-7k3mq"])
    known = run_poppler("pdfinfo", path)
    assert re.search(r"Tagged: +yes", known)
    assert re.search(r"Title: +Dossier of Айдай Эркебаева", known)
    tags = run_poppler("pdfinfo", "-struct-text", path)
    assert {"Document", "H1", "H2", "P", "Figure", "L", "LI", "Link"} <= {
        *re.findall(r"^ *(\w+)", tags, re.MULTILINE)
    }
    assert "pdfuaid:part" in run_poppler("pdfinfo", "-meta", path)


def test_the_picture_has_a_text_alternative(pdf, records):
    case, *others = records
    latin = {**case, "person": {"identification": "named", "name": "Bolot Uulu"}}
    told_of = b"/Alt(Timeline of Bolot Uulu. Custody up to 10 June 2025. 28 May 2025 to 30 May 2025: held; "
    assert told_of in opened(pdf(latin, *others).read_bytes())


def test_the_file_contains_nothing_about_the_machine(pdf):
    path = pdf()
    known = run_poppler("pdfinfo", path) + run_poppler("pdfinfo", "-meta", path)
    assert not re.search(r"Author|/home|/tmp|/root", known)
    assert "2025" in re.search(r"CreationDate: (.*)", known)[1]


def test_fonts_are_within_and_every_script_is_found(pdf, records):
    case, *others = records
    names = {
        "Latin": "Çıldır Şen", "Cyrillic": "Өмүрбек Ңурланов", "Arabic": "محمد رضا", "Hebrew": "שלום",
        "Greek": "Ελένη", "Armenian": "Անահիտ", "Georgian": "ნინო",
    }  # fmt: skip
    many = [
        {**case, "id": f"kg-2025-{at}x9zt", "person": {"identification": "named", "name": name}}
        for at, name in zip("23456789", names.values(), strict=False)
    ]
    path = pdf(*many, *others)
    text = text_of(path)
    for script, name in names.items():
        for part in name.split():
            assert part in text or part[::-1] in text, script
    fonts = run_poppler("pdffonts", path).splitlines()[2:]
    assert fonts
    assert all(re.search(r"(yes) +(yes) +(yes)", line) for line in fonts), fonts


def test_text_is_set_as_it_was_written_and_does_nothing(pdf, hostile):
    text = '#import "x" #{1+1} $a^2$ *bold* _it_ `raw` <label> @ref https://evil.example/x // /* = # \\ ~ --'
    path = pdf(hostile(text))
    shown = text_of(path)
    assert text in shown.replace("\n", " ")


def test_a_statute_without_title_code_and_article_is_headed_by_its_id(pdf, records):
    statute = {"schema": "casefile/statute/1", "id": "kg-unknown-article", "country": "KG", "tier": "public"}
    path = pdf(*records, statute)
    assert re.search(r"H1 .*\n *\"kg-unknown-article\"", run_poppler("pdfinfo", "-struct-text", path))


def test_a_character_without_a_font_is_shown_as_its_number(pdf, hostile, records):
    text = "\ue000\u200d\ue001 क्षत्रिय 王 end"
    other = {**records[0], "id": "kg-2025-4x9zt", "person": {"identification": "named", "name": text}}
    path = pdf(hostile(text), other, *records[1:])
    shown = run_poppler("pdftotext", "-raw", path, "-").split()  # the fonts decide where lines break
    assert "<U+E000><U+E001>" in "".join(shown)
    assert "A sign of which this machine has no font stands as its number" in " ".join(shown)
    assert re.search(r"Tagged: +yes", run_poppler("pdfinfo", path))


def test_a_word_longer_than_a_line_is_broken_and_nothing_runs_off_the_paper(pdf, hostile):
    path = pdf(hostile("x" * 900))
    found = re.findall(
        r'<word xMin="([0-9.]+)" yMin="[0-9.]+" xMax="([0-9.]+)"',
        run_poppler("pdftotext", "-bbox", path, "-"),
    )
    assert found
    assert max(float(right) for _, right in found) < 595 - 40
    assert run_poppler("pdftotext", "-raw", path, "-").count("x") >= 5400


def test_text_that_runs_from_the_right_keeps_its_stop_at_its_left_end(pdf, hostile):
    path = pdf({**hostile("Name"), "notes": "قال المحامي ABC."})
    found = re.findall(r'<word xMin="([0-9.]+)"[^>]*>([^<]*)', run_poppler("pdftotext", "-bbox", path, "-"))
    places = {word: float(left) for left, word in found}
    latin = next(left for word, left in places.items() if "ABC" in word)
    arabic = min(left for word, left in places.items() if re.search("[\u0600-\u06ff]", word))
    assert latin < arabic


def test_each_record_is_in_exactly_one_part(pdf, records):
    statutes = [statute(at) for at in range(5)]
    whole, *parts = (
        {each["id"] for each in statutes if each["id"] in text_of(pdf(*records, *statutes, **part))}
        for part in ({}, {"part": "1/3"}, {"part": "2/3"}, {"part": "3/3"})
    )
    assert whole == {each["id"] for each in statutes}
    assert sorted(key for part in parts for key in part) == sorted(whole)
    assert "Part 2 of 3" in text_of(pdf(*records, *statutes, part="2/3"))


def test_a_folder_of_parts_has_each_record_once(exported, exported_files, records):
    many = [*records, *map(statute, range(2 * RECORDS_OF_A_PART - 2))]
    files = exported_files("pdf-parts", *many)
    assert [*files] == [f"dossiers-{at}-of-3.pdf" for at in (1, 2, 3)]
    for at, content in enumerate(files.values(), 1):
        assert content == exported("pdf", *many, part=f"{at}/3")


def test_characters_without_a_font_are_found_before_the_dossiers_are_typeset(exported, hostile, monkeypatch):
    attempts = []
    compiled = as_pdf.typst.compile
    monkeypatch.setattr(
        as_pdf.typst,
        "compile",
        lambda template, **how: attempts.append(template) or compiled(template, **how),
    )
    exported("pdf", hostile("\ue000\ue001 क्षत्रिय 王"))
    assert len([each for each in attempts if each != as_pdf.SIGNS]) == 1


def test_more_parts_than_records_are_refused(pdf):
    with pytest.raises(BadInput) as refused:
        pdf(part="1/99999")
    assert refused.value.code == "CF621"


def test_more_records_than_fit_are_refused_with_the_number_of_parts(pdf, records):
    many = [statute(at) for at in range(MOST_RECORDS)]
    with pytest.raises(BadInput) as refused:
        pdf(*records, *many)
    assert refused.value.code == "CF621"
    assert "part=1/2" in refused.value.hint


def statute(at):
    """Return a statute, headed by its id."""
    return {"schema": "casefile/statute/1", "id": f"kg-article-{at}x", "country": "KG", "tier": "public"}
