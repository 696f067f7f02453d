"""svg: what is sure is drawn full and what is not hollow, in grey as in colour, and told in words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.exporters import FORMATS
from casefile.pages.pictures.day_stretches import stretches
from casefile.pages.pictures.picture_styles import CUSTODY, LOOKS, look_of
from casefile.pages.pictures.row_drawing import Frame
from casefile.pages.pictures.status_chart import LOOKS as OF_STANDINGS
from casefile.pages.pictures.timeline_picture import _drawing
from casefile.publication.publish import publish
from casefile.publication.published_course import course_of_entries
from casefile.register import Register, read_entry
from support.browser import visit

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).resolve().parents[2]


def drawn(blob):
    """Return the root of a picture, and the texts that it shows."""
    root = ET.fromstring(blob)
    return root, [each.text for each in root.iter(f"{SVG}text")]


def shapes(root, colour):
    return [each for each in root.iter(f"{SVG}path") if each.get("stroke") == colour and each.get("d") != ""]


def test_a_picture_has_a_title_and_a_description(exported, records):
    root, texts = drawn(exported("svg", *records, chosen=["kg-2025-7k3mq"]))

    assert root.get("role") == "img"
    title, told = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert root.get("aria-labelledby").split() == [title.get("id"), told.get("id")]
    assert title.text == "Timeline of Айдай Эркебаева"
    assert told.text.startswith(
        "Custody up to 10 June 2025. 28 May 2025 to 30 May 2025: held; "
        "31 May 2025 to 10 June 2025: held when last reported. 28 May 2025: detention; "
    )
    assert told.text.endswith(
        "28 May 2025: detention; 30 May 2025: hearing; 1 August 2025: release (disputed)."
    )
    begins = texts.index("in custody")
    assert texts[begins : begins + 5] == ["in custody", "detention", "hearing", "release", "10 June 2025"]


def test_two_ends_between_two_entries_are_both_drawn(exported, records):
    case, *others = records
    bans = [
        {"id": f"b{n}bbb", "type": "restriction", "date": "2025-06-01", "kind": kind, "until": until}
        for n, (kind, until) in enumerate([("travel_ban", "2025-07-01"), ("curfew", "2025-09-01")])
    ]
    alone = {**case, "events": bans}
    root, _ = drawn(exported("svg", alone, *others, chosen=[case["id"]], on=date(2025, 12, 1)))
    said = root.find(f"{SVG}desc").text
    assert "1 June 2025 to 1 July 2025: travel ban" in said
    assert "1 June 2025 to 1 September 2025: curfew" in said


def test_custody_is_full_up_to_the_last_entry_that_shows_it_and_pale_up_to_the_day(exported, records):
    one, _ = drawn(exported("svg", *records, chosen=["kg-2025-7k3mq"]))
    other, _ = drawn(exported("svg", *records, chosen=["kg-2025-7k3mq"], on=date(2025, 7, 10)))

    def widths(root):
        return [float(re.search(r"h([0-9.]+)", bar.get("d"))[1]) for bar in shapes(root, CUSTODY)[:2]]

    full, pale = widths(one)
    assert pale == pytest.approx(full * 11 / 3, rel=0.05)
    assert widths(other) == pytest.approx([full, full * 41 / 3], rel=0.05)


def test_each_of_several_records_has_a_line_with_its_name(exported, records):
    case, *others = records
    another = {**case, "id": "kg-2025-4x9zt", "person": {"identification": "named", "name": "Bolot Uulu"}}

    _, texts = drawn(exported("svg", case, another, *others))

    assert {"Айдай Эркебаева", "Bolot Uulu"} < {*texts}
    assert "in custody" not in texts


def test_no_two_looks_are_the_same_in_grey():
    def grey(look):
        """Lightness of the fill, 0 to 10, on white; whether the edge is dashed, whether there is one."""
        colour = {"currentColor": "#000000"}.get(look.drawn["fill"], look.drawn["fill"])
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        ink = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
        return 1 - look.drawn["full"] * (1 - ink), look.drawn["dash"], look.drawn["stroke"] != "none"

    for of in (LOOKS, OF_STANDINGS):
        for (one, a), (other, b) in combinations(of.items(), 2):
            light, *edge = grey(a)
            lighter, *its_edge = grey(b)
            capsule = {one, other} & {"day", "span", "open", "fallen"}
            if len(capsule) != 1:  # a mark and a bar differ by their form
                assert abs(light - lighter) > 0.1 or edge != its_edge, (one, other)


def test_uncertain_events_are_hollow_and_refuted_ones_struck_through(exported, records):
    case, *others = records
    first, second, last = case["events"]
    vague = {**case, "events": [{**first, "date": "[2025-05-20..2025-05-28]"}, second, last]}

    sure, _ = drawn(exported("svg", *records, chosen=[case["id"]]))
    unsure, _ = drawn(exported("svg", vague, *others, chosen=[case["id"]]))

    def marks(root):
        found = [
            each for each in shapes(root, "currentColor") if "C" in each.get("d") or "a" in each.get("d")
        ]
        return [each.get("fill-opacity", "1") for each in found]

    assert marks(sure)[:3] == ["1", "1", "0"]
    assert marks(unsure)[:3] == ["0", "1", "0"]


def test_the_chart_of_stats_counts_the_published_status(exported, records):
    root, texts = drawn(exported("svg", *records, stats="status"))

    assert re.fullmatch(r"1 case .* 10 June 2025", root.find(f"{SVG}title").text)
    assert root.find(f"{SVG}desc").text == "held: 1; presumed held: 0; last known held: 0; unknown: 0."
    assert texts[:6] == ["held", "1", "presumed held", "0", "last known held", "0"]


@pytest.mark.parametrize("by", FORMATS["svg"].options["stats"].values)
def test_each_question_of_stats_has_its_chart(exported, records, by):
    root, texts = drawn(exported("svg", *records, stats=by))
    assert texts
    assert "1" in root.find(f"{SVG}desc").text


def test_a_picture_without_events_has_a_sentence(exported, records):
    *_, source = records
    _, texts = drawn(exported("svg", source))
    (text,) = texts
    assert text.endswith(".")


def test_text_is_shown_and_does_nothing(exported, hostile, tmp_path):
    text = '</text><script>alert(1)</script> <image href="https://evil.example/x.png"/> datum.x {{7*7}}'
    blob = exported("svg", hostile(text))
    root, _ = drawn(blob)
    assert f"Timeline of {text}" == root.find(f"{SVG}title").text
    assert not [each for each in root.iter() if each.tag in {f"{SVG}script", f"{SVG}image", f"{SVG}a"}]
    (tmp_path / "picture.svg").write_bytes(blob)
    (found,) = visit({"url": (tmp_path / "picture.svg").as_uri()})
    assert found["said"] == []
    assert all(each.startswith("file://") for each in found["asked"])


DAYS = st.integers(0, 400).map(lambda number: date(2025, 1, 1) + timedelta(number))


@given(st.lists(DAYS, min_size=1, max_size=12, unique=True), st.integers(0, 30))
def test_stretches_cut_where_the_answer_changes(days, more):
    def answer(day):
        return sum(change <= day for change in days[::2]) % 3

    last = max(days) + timedelta(more)
    found = stretches(answer, days, last)

    drawn = {
        each.first + timedelta(n): each.answer
        for each in found
        for n in range((each.last - each.first).days + 1)
    }
    assert drawn == {
        day: answer(day) for day in (min(days) + timedelta(n) for n in range((last - min(days)).days + 1))
    }
    assert all(before.answer != after.answer for before, after in pairwise(found))


def test_every_day_of_the_sample_register_is_drawn_as_its_entries_have_it():
    paths = ["casefile.yaml", *(str(each.relative_to(ROOT)) for each in sorted(ROOT.glob("cases/**/*.yaml")))]
    register = Register(read_entry(path, (ROOT / path).read_bytes()) for path in paths)
    on = date(2026, 3, 1)
    publication = publish(register, "internal", on=on)
    frame = Frame(date(2021, 12, 1), date(2026, 4, 1))
    for case in publication.of("case"):
        found = _drawing(case, publication.ledger(case.id), frame, on)
        course = course_of_entries(case.row.course)
        shown = [each for each in course.surely_held(on) if each]
        for number in range((on - frame.first).days + 1):
            day = frame.first + timedelta(number)
            view = course.on(day)
            looks = [piece.look for piece in found.custody if piece.first <= day <= piece.last]
            is_shown = any(each.first <= day.toordinal() <= each.shown for each in shown)
            expected = look_of(view, shown=is_shown)
            assert looks == ([expected] if expected else []), (case.id, day)
            kinds = {
                kind
                for kind, pieces in found.restrictions.items()
                for each in pieces
                if each.first <= day <= each.last
            }
            assert kinds == {each.kind for each in view.restrictions}, (case.id, day)


def test_a_ledger_of_hundreds_of_entries_makes_no_heavy_picture(exported, records):
    case, *others = records
    days = (date(2025, 1, 1) + timedelta(number) for number in range(300))
    events = [
        {
            "id": f"a{at:03d}x",
            "type": "interrogation",
            "date": day.isoformat(),
            "sources": ["press-2025-06-04"],
        }
        for at, day in enumerate(days)
    ]
    blob = exported("svg", {**case, "events": events}, *others, chosen=[case["id"]])
    root, _ = drawn(blob)
    dots = next(each for each in shapes(root, "currentColor") if "a" in each.get("d"))
    assert dots.get("d").count("M") == 300
    assert len(blob) < 45_000


def test_fifty_entries_on_one_day_are_one_dot(exported, records):
    case, *others = records
    events = [
        {"id": f"a{at:03d}x", "type": "interrogation", "date": "2025-05-28", "sources": ["press-2025-06-04"]}
        for at in range(50)
    ]
    root, _ = drawn(exported("svg", {**case, "events": events}, *others, chosen=[case["id"]]))
    dots = [each for each in shapes(root, "currentColor") if "a" in each.get("d")]
    assert [each.get("d").count("M") for each in dots][:1] == [1]
    assert len(dots) == 2, "the dot, and the one in the key"


@pytest.mark.parametrize("sign", ["X", "i", "Ы", "щ", "国"])
def test_a_long_label_stays_in_its_place(exported, records, tmp_path, sign):
    case, *others = records
    long = {**case, "id": "kg-2025-4x9zt", "person": {"identification": "named", "name": sign * 80}}
    (tmp_path / "picture.svg").write_bytes(exported("svg", case, long, *others))
    _, texts = drawn((tmp_path / "picture.svg").read_bytes())
    (label,) = [each for each in texts if each.startswith(sign * 5)]
    assert label.endswith("…")
    (tmp_path / "page.html").write_text(
        f"<!doctype html><svg width='760' height='90' font-size='12' font-family='Noto Sans, DejaVu Sans'>"
        f"<text id='t' y='40'>{label}</text></svg><p id='w'></p>"
        "<script>w.textContent = Math.ceil(t.getComputedTextLength())</script>",
        "utf-8",
    )
    (found,) = visit({"url": (tmp_path / "page.html").as_uri(), "read": {"width": "#w"}})
    assert int(found["texts"]["width"][0]) <= 168
