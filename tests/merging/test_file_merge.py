"""One file on two sides: which text comes of it, and when it is not called clean."""

from __future__ import annotations

import copy
import re
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from casefile.git.merge_state import ByLines, merge_by_lines
from casefile.merging import git_merge
from casefile.merging.file_merge import ThreeWayBlobs, errors, merge_file
from casefile.merging.git_merge import MergeDriverArguments, merge_driver
from casefile.model.record_shapes import shape_of
from casefile.register import read_entry
from casefile.yaml.canonical_text import write
from casefile.yaml.conflict_markers import regions, take_side
from casefile.yaml.reader import read
from casefile.yaml.text_merge import Markers
from support.branches import AUGUST, BOTH, CASE, SEPTEMBER, SETTINGS, TEXT
from support.records import valid_record

WITHDRAWN = """schema: casefile/case/1
id: kg-2025-zzzzz
withdrawn:
  date: "2025-09-01"
  reason: safety
"""
NO_LINES = ByLines(None, clean=False)
FORMATTED = (
    TEXT.replace("operator   #", "operator  #")
    .replace("country: KG", "country: 'KG'")
    .replace("  - id", "    - id")
)


def merged(base, ours, theirs, lines=NO_LINES, path=CASE):
    return merge_file(
        path, ThreeWayBlobs(base.encode(), ours.encode(), theirs.encode()), lines, None, Markers()
    )


def text_of(made):
    assert made.clean, made
    return made.blob.decode()


def reindented(text):
    """The same record with its ledger under its key without blanks, and other quotes."""
    head, ledger = text.split("events:\n")
    lines = [line.removeprefix("  ") for line in ledger.splitlines(keepends=True)]
    return head + "events:\n" + "".join(lines).replace('"', "'")


@pytest.mark.parametrize("turned", [False, True])
def test_a_change_of_layout_and_an_edit_are_both_kept(turned):
    written, edit = reindented(TEXT), TEXT.replace("Bishkek", "Osh").replace("09-21", "10-21")
    sides = (edit, written) if turned else (written, edit)
    edited_there = written.replace("Bishkek", "Osh").replace("'2025-09-21'", '"2025-10-21"')
    assert text_of(merged(TEXT, *sides)) == edited_there


def test_line_ends_and_a_byte_order_mark_stay():
    odd = "\ufeff" + TEXT.replace("\n", "\r\n")
    made = text_of(merged(odd, odd.replace("Bishkek", "Osh"), odd.replace("09-21", "10-21")))
    assert made == odd.replace("Bishkek", "Osh").replace("09-21", "10-21")


def test_the_text_merged_by_git_is_taken_if_its_data_is_right():
    lines = TEXT.replace("Bishkek", "Osh").replace("09-21", "10-21") + "# whatever git kept\n"
    made = merged(
        TEXT,
        TEXT.replace("Bishkek", "Osh"),
        TEXT.replace("09-21", "10-21"),
        ByLines(lines.encode(), clean=True),
    )
    assert text_of(made) == lines


def test_the_text_merged_by_git_is_not_taken_if_its_data_differs():
    ours, theirs = TEXT + AUGUST, TEXT + SEPTEMBER + AUGUST
    twice = ByLines((TEXT + AUGUST + SEPTEMBER + AUGUST).encode(), clean=True)
    made = text_of(merged(TEXT, ours, theirs, twice))
    assert made.count("a1a1a") == 1


def test_a_removed_comment_is_removed_and_an_added_one_kept():
    ours = TEXT.replace("  # The order that counts.\n", "") + SEPTEMBER
    theirs = (
        TEXT.replace("    place: Bishkek\n", "    # asked on the telephone\n    place: Bishkek\n") + AUGUST
    )
    made = text_of(merged(TEXT, ours, theirs))
    assert "# The order that counts." not in made
    assert "    # asked on the telephone\n    place: Bishkek\n" in made


def test_the_comment_of_an_entry_that_is_gone_stays_if_the_other_side_wrote_it():
    entry = TEXT[TEXT.index("  # The order") :]
    theirs = TEXT.replace("    outcome: extended\n", "    outcome: extended  # see the minutes\n")
    made = text_of(merged(TEXT, TEXT.replace(entry, ""), theirs))
    assert "k3m9x" not in made
    assert "# see the minutes" in made


def test_two_comments_at_the_end_of_a_file_without_a_line_end_stay_two():
    text = "schema: casefile/organization/1\nid: kloop\nname: Kloop\ncountry: KG"
    sides = (f"# asked twice\n{text}", f"{text}  # as registered\n  # and since\n")
    made = text_of(merged(f"{text}\n", *sides, path="cases/organizations/kloop.yaml"))
    assert made == f"# asked twice\n{text}  # as registered\n# and since\n"


def test_a_list_emptied_here_and_changed_there_is_a_conflict_in_that_field():
    listed = TEXT.replace("    kind: arrest\n", "    kind: arrest\n    sources:\n      - source: kloop\n")
    ours, theirs = TEXT, listed.replace("source: kloop\n", "source: kloop\n        locator: p. 4\n")
    for sides in ((ours, theirs), (theirs, ours)):
        made = merged(listed, *sides)
        assert [each.field for each in made.conflicts] == ["events.h2v5t.sources"]
        assert {take_side(made.blob.decode(), side) for side in ("ours", "theirs")} == {
            side.replace("operator   #", "operator  #") for side in (ours, theirs)
        }


@pytest.mark.parametrize("turned", [False, True])
def test_the_only_entry_removed_here_and_changed_there_is_a_conflict_in_the_ledger_alone(turned):
    opened = TEXT.split("  # The order")[0]
    sides = (opened.split("events:\n")[0], opened.replace("Bishkek", "Osh"))
    ours, theirs = reversed(sides) if turned else sides
    made = merged(opened, ours, theirs)
    assert [each.field for each in made.conflicts] == ["events.h2v5t"]
    text = made.blob.decode()
    assert text.index("descriptor") < text.index("<<<<<<<")
    chosen = [take_side(text, side).replace("operator  #", "operator   #") for side in ("ours", "theirs")]
    assert chosen == [ours, theirs]


def test_new_events_are_ordered_by_date_and_else_ours_first():
    early = AUGUST.replace("2025-08-20", "2025-06-01").replace("a1a1a", "j1j1j")
    ids = [
        each["id"]
        for each in read(text_of(merged(TEXT, TEXT + SEPTEMBER, TEXT + early)).encode()).data["events"]
    ]
    assert ids == ["h2v5t", "j1j1j", "k3m9x", "s1s1s"]
    same_day = SEPTEMBER.replace("s1s1s", "t1t1t")
    ids = [
        each["id"]
        for each in read(text_of(merged(TEXT, TEXT + SEPTEMBER, TEXT + same_day)).encode()).data["events"]
    ]
    assert ids == ["h2v5t", "k3m9x", "s1s1s", "t1t1t"]


def test_changes_of_one_side_alone_keep_their_order():
    early = TEXT + AUGUST.replace("2025-08-20", "2025-06-01")
    assert text_of(merged(TEXT, TEXT, early)) == early
    assert text_of(merged(TEXT, early, TEXT)) == early


def test_a_whole_record_that_became_two_things_is_marked_as_a_whole():
    made = merged(TEXT, TEXT + AUGUST, WITHDRAWN)
    assert [each.field for each in made.conflicts] == [""]
    assert made.blob.decode().startswith("<<<<<<< ours\n# Looked after")
    assert made.blob.decode().endswith(WITHDRAWN + ">>>>>>> theirs\n")


def test_a_case_that_one_side_withdrew_takes_no_comment_of_the_other_along():
    ours = TEXT.replace("    place: Bishkek\n", "    place: Bishkek  # her sister saw it\n")
    path = "cases/kg/2025/kg-2025-zzzzz.yaml"
    assert (
        text_of(merged(TEXT.replace("7k3mq", "zzzzz"), ours.replace("7k3mq", "zzzzz"), WITHDRAWN, path=path))
        == WITHDRAWN
    )


def test_an_earlier_error_of_a_side_is_merged_and_not_called_clean():
    wrong = TEXT.replace("country: KG", "country: KZ")
    made = merged(wrong, wrong + SEPTEMBER, wrong + AUGUST)
    assert (made.clean, made.conflicts) == (False, ())
    assert [each.code for each in made.problems] == ["CF313"]
    assert made.blob.decode() == BOTH.replace("country: KG", "country: KZ")


@pytest.mark.parametrize("turned", [False, True])
def test_a_moved_earlier_error_of_a_side_is_no_conflict(turned):
    cited = TEXT.replace("    kind: arrest\n", "    kind: arrest\n    sources:\n      - kloop\n")
    sides = [cited.replace("- kloop\n", f"- kloop\n      - {new}\n") for new in ("No Id", "hrw-2025-09")]
    made = merged(cited, *(reversed(sides) if turned else sides))
    assert not made.conflicts
    assert [each.code for each in made.problems] == ["CF106"]
    assert {"No Id", "hrw-2025-09"} < {*read(made.blob).data["events"][0]["sources"]}


def test_a_record_that_is_invalid_only_merged_is_whole_and_not_clean():
    public = TEXT.replace("country: KG", "tier: public\ncountry: KG")
    sourced = public.replace("    kind: arrest\n", "    kind: arrest\n    sources: [kloop]\n").replace(
        "    outcome: extended\n", "    outcome: extended\n    sources: [kloop]\n"
    )
    made = merged(TEXT, sourced, TEXT + AUGUST)
    assert (made.clean, made.conflicts) == (False, ())
    assert {each.code for each in made.problems} == {"CF323"}
    assert "a1a1a" in made.blob.decode()
    assert not regions(made.blob.decode())


WITHHELD = TEXT.replace("unnamed", "withheld")
NAMED = WITHHELD.replace("withheld", "named\n  name: Asel Primerova")


def sides_of(made):
    return [take_side(made.blob.decode(), side) for side in ("ours", "theirs")]


def test_a_conflict_grows_until_the_protective_side_can_be_chosen():
    made = merged(WITHHELD, TEXT, NAMED)
    assert [each.field for each in made.conflicts] == ["person"]
    assert [each.code for each in made.problems] == ["CF344"]
    assert "Asel Primerova" not in sides_of(made)[0]
    assert [errors(read_entry(CASE, side.encode()), None) for side in sides_of(made)] == [(), ()]


def test_a_conflict_below_an_entry_that_became_another_type_is_the_entry():
    ours = TEXT.replace("type: detention", "type: search").replace("    kind: arrest\n", "")
    made = merged(TEXT, ours, TEXT.replace("kind: arrest", "kind: abduction"))
    assert [each.field for each in made.conflicts] == ["events.h2v5t"]
    assert [errors(read_entry(CASE, side.encode()), None) for side in sides_of(made)] == [(), ()]


def test_a_change_that_only_one_side_of_a_conflict_allows_is_chosen_with_it():
    def tier(text, name):
        return text.replace("country: KG", f"tier: {name}\ncountry: KG")

    sourced = TEXT.replace("    kind: arrest\n", "    kind: arrest\n    sources: [kloop]\n").replace(
        "    outcome: extended\n", "    outcome: extended\n    sources: [kloop]\n"
    )
    made = merged(tier(TEXT, "restricted"), tier(sourced, "public"), tier(TEXT, "partners") + AUGUST)
    assert [each.field for each in made.conflicts] == ["tier", "events.a1a1a"]
    assert [errors(read_entry(CASE, side.encode()), None) for side in sides_of(made)] == [(), ()]
    assert ["a1a1a" in side for side in sides_of(made)] == [False, True]


def test_a_base_that_git_made_of_two_in_conflict_counts_as_far_as_it_agrees():
    base = TEXT.replace(
        '    until: "2025-09-21"\n',
        '<<<<<<<<< one\n    until: "2025-09-21"\n=========\n    until: "2025-09-22"\n>>>>>>>>> two\n',
    )
    made = merged(base, TEXT + SEPTEMBER, TEXT.replace("Bishkek", "Osh"))
    assert text_of(made) == TEXT.replace("Bishkek", "Osh") + SEPTEMBER
    made = merged(base, TEXT, TEXT.replace("09-21", "10-21"))
    assert [each.field for each in made.conflicts] == ["events.k3m9x.until"]


@pytest.mark.parametrize(
    "broken",
    [
        "[",
        "x: 1\nx: 2\n",
        "just text\n",
        "\0",
        "a: &a [1]\nb: [*a, *a]\n",
        TEXT + "notes: " + "x" * (1 << 20),
    ],
)
def test_a_merge_with_an_unreadable_side_is_left_to_gits_lines_and_never_clean(broken):
    lines = ByLines(b"the merged lines", clean=True)
    for sides in ((TEXT, broken), (broken, TEXT)):
        made = merged(TEXT, *sides, lines)
        assert (made.blob, made.clean, bool(made.by_lines)) == (b"the merged lines", False, True)


@pytest.mark.parametrize(
    ("other", "unread"),
    [
        ("schema: casefile/source/1\nid: kloop\n", None),
        (TEXT.replace("schema: casefile/case/1\n", ""), "CF101"),
        (TEXT.replace("casefile/case/1", "other/thing/1"), "CF103"),
    ],
)
def test_sides_that_are_no_records_of_one_kind_are_left_to_gits_lines_and_never_clean(other, unread):
    lines = ByLines(b"the merged lines", clean=True)
    for sides in ((TEXT, other), (other, TEXT)):
        made = merged(TEXT, *sides, lines)
        assert (made.blob, made.clean, bool(made.by_lines)) == (b"the merged lines", False, True)
        assert [problem.code for _, problem in made.unread] == ([unread] if unread else [])


@pytest.mark.parametrize("turned", [False, True])
def test_a_ledger_without_a_value_is_merged_as_an_empty_one(turned):
    sides = (TEXT.split("events:")[0] + "events:\n", TEXT.replace("Bishkek", "Osh"))
    made = merged(TEXT, *(reversed(sides) if turned else sides))
    assert (made.by_lines, [each.field for each in made.conflicts]) == ("", ["events"])


@pytest.mark.parametrize("ceiling", [SETTINGS, SETTINGS + "ceiling: public\n"])
def test_a_tier_that_rests_on_a_source_is_no_error_where_sources_are_not_there(ceiling):
    sourced = TEXT.replace("country: KG", "tier: public\ncountry: KG")
    release = (
        '  - id: r1r1r\n    type: release\n    date: "2025-10-01"\n    tier: public\n    sources: [paper]\n'
    )
    texts = (
        re.sub(r"(    (?:kind|until): .*\n)", r"\1    sources: [paper]\n", each)
        for each in (sourced, sourced + AUGUST, sourced + release)
    )
    sides = ThreeWayBlobs(*(each.encode() for each in texts))
    made = merge_file(CASE, sides, NO_LINES, read_entry("casefile.yaml", ceiling.encode()), Markers())
    assert (made.clean, made.problems) == (True, ())


def test_the_error_that_makes_a_side_unreadable_is_named():
    broken = TEXT.replace("place: Bishkek", 'place: "\\e"')
    ((side, problem),) = merged(TEXT, TEXT + AUGUST, broken).unread
    assert (side, problem.code, problem.line) == ("theirs", "CF005", 12)


@pytest.fixture
def handed(tmp_path):
    def hand(path, *texts, top="."):
        files = [tmp_path / name for name in ("base", "ours", "theirs")]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return MergeDriverArguments(tmp_path / top, *files, 7, path)

    return hand


def test_a_binary_file_stays_as_git_leaves_it(handed):
    given_ = handed("evidence/a.bin", b"\0\1", b"\0\2", b"\0\3")
    assert not merge_driver(given_).clean
    assert given_.ours.read_bytes() == b"\0\2"


def test_files_that_are_not_there_are_a_conflict(tmp_path):
    nothing = MergeDriverArguments(
        tmp_path, *(tmp_path / name for name in ("base", "ours", "theirs")), 7, CASE
    )
    assert not merge_driver(nothing).clean
    assert [*tmp_path.iterdir()] == []


def test_where_merging_by_meaning_fails_it_is_reported(handed, monkeypatch):
    def fail(*_args):
        raise TypeError

    monkeypatch.setattr(git_merge, "merge_file", fail)
    made = merge_driver(handed(CASE, TEXT, TEXT + SEPTEMBER, TEXT.replace("Bishkek", "Osh")))
    assert not made.clean
    assert "TypeError" in made.by_lines


def test_a_register_below_the_top_is_merged_with_its_settings(handed, tmp_path):
    (tmp_path / "desk/a").mkdir(parents=True)
    (tmp_path / "desk/a/casefile.yaml").write_text(SETTINGS + "ceiling: public\n")
    made = merge_driver(handed(f"a/{CASE}", TEXT, TEXT + SEPTEMBER, TEXT + AUGUST, top="desk"))
    assert [each.code for each in made.problems] == ["CF406"]
    made = merge_driver(handed(f"b/{CASE}", TEXT, TEXT + SEPTEMBER, TEXT + AUGUST, top="desk"))
    assert made.clean


def test_markers_are_as_long_as_git_wants_them(handed, tmp_path):
    files = handed("x", "a\n", "b\n", "c\n")
    made = merge_by_lines(files.base, files.ours, files.theirs, 9)
    assert made == ByLines(b"<<<<<<<<< ours\nb\n=========\nc\n>>>>>>>>> theirs\n", clean=False)


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_clean_merge_of_sound_records_is_sound(seed):
    random = Random(seed)
    base = valid_record("case", random, 0.25)
    sides = [edited(base, random) for _ in range(2)]
    shape = shape_of("case")
    texts = [write(shape, each) for each in (base, *sides)]
    path = f"cases/{base['id'][:2]}/{base['id'][3:7]}/{base['id']}.yaml"
    made = merged(*texts, path=path)
    event("clean" if made.clean else "in conflict" if made.conflicts else "unsound")
    if made.clean:
        assert errors(read_entry(path, made.blob), None) == ()
    assert made.clean != bool(made.conflicts or made.problems)


def test_either_choice_in_a_conflict_is_valid_if_both_sides_were():
    in_conflict, grown = 0, 0
    for seed in range(400):
        random = Random(seed)
        base, ours, theirs = (varied(random) for _ in range(3))
        made = merged(base, ours, theirs)
        if made.conflicts:
            in_conflict += 1
            grown += bool(made.problems)
            wrong = [errors(read_entry(CASE, side.encode()), None) for side in sides_of(made)]
            assert wrong == [(), ()], (seed, [each.field for each in made.conflicts])
    assert in_conflict > 100
    assert grown > 10


ANOTHER_WAY = (
    (
        "identification: unnamed",
        ("identification: withheld", "identification: named\n  name: Asel Primerova"),
    ),
    ("country: KG", ("tier: public\ncountry: KG", "tier: partners\ncountry: KG", "tags: [a]\ncountry: KG")),
    ("type: detention", ("type: search",)),
    ("    kind: arrest\n", ("", "    kind: abduction\n", "    kind: arrest\n    sources: [kloop]\n")),
    ("place: Bishkek", ("place: Osh", "by: GKNB")),
    ('"2025-07-19"', ('"2025-09-20"', '"2025-05-29"')),
    ("outcome: extended", ("outcome: released", "outcome: extended\n    sources: [kloop]")),
    ('    until: "2025-09-21"\n', ("", '    until: "2025-09-01"\n', '    until: "2025-10-21"\n')),
    ("events:\n", ("events:\n" + AUGUST, "events:\n" + SEPTEMBER)),
)
"""Pieces of the text, and what somebody may have written in their place."""


def varied(random):
    """A sound record in which some pieces are written in another way."""
    while True:
        text = TEXT
        for piece, others in random.sample(ANOTHER_WAY, random.randrange(1, 6)):
            text = text.replace(piece, random.choice(others))
        if not errors(read_entry(CASE, text.encode()), None):
            return text


def edited(base, random):
    """A record with some fields of another one; each field is valid by itself."""
    other = valid_record("case", random, 0.4)
    made = copy.deepcopy(base)
    for name in random.sample([*other], min(len(other), 3)):
        if name not in {"id", "schema", "country"} and ("withdrawn" in base) == ("withdrawn" in other):
            made[name] = other[name]
    return made


@pytest.mark.parametrize("turned", [False, True])
def test_a_record_that_git_took_for_another_one_is_never_merged_with_it(turned):
    other = TEXT.replace("7k3mq", "zzzzz").replace("video operator", "editor")
    renamed = TEXT.replace("id: kg-2025-7k3mq", "id: kg-2025-yyyyy\nformerly:\n  - kg-2025-7k3mq") + SEPTEMBER
    sides = (renamed, other) if turned else (other, renamed)
    made = merged(TEXT, *sides)
    assert [each.field for each in made.conflicts] == [""]
    found = [read(take_side(made.blob.decode(), side).encode()).data for side in ("ours", "theirs")]
    assert found == [read(each.encode()).data for each in sides]


def test_two_new_ids_of_one_record_are_a_conflict_in_the_id():
    names = ("yyyyy", "zzzzz")
    sides = [
        TEXT.replace("id: kg-2025-7k3mq", f"id: kg-2025-{name}\nformerly:\n  - kg-2025-7k3mq")
        for name in names
    ]
    assert [each.field for each in merged(TEXT, *sides).conflicts] == ["id"]


ADDED = """schema: casefile/source/1
id: paper
tier: public
kind: press_article
"""


@pytest.mark.parametrize(
    ("ours", "theirs", "fields"),
    [
        ("url: https://news.example/one\n", "url: https://news.example/two\n", [""]),
        ("url: https://news.example/one\n", "title: A book\n", [""]),
        ("url: https://news.example/one\n", "url: http://news.example/one/\n", ["url"]),
        ("url: https://news.example/one\n", "url: https://news.example/one\ntitle: A visit\n", []),
        ("title: A book\n", "title: A paper\n", [""]),
    ],
)
def test_two_added_sources_are_one_only_with_one_address(ours, theirs, fields):
    made = merged("", ADDED + ours, ADDED + theirs, path="cases/sources/paper.yaml")
    assert [each.field for each in made.conflicts] == fields
    assert made.clean == (not fields)


LAW = """\
schema: casefile/statute/1
id: kg-310
tier: public
country: KG
code: Criminal Code
article: '310'
"""


@pytest.mark.parametrize(
    ("theirs", "fields"),
    [
        (LAW.replace("Criminal Code", "Code of Misconduct"), [""]),
        (LAW.replace("310'", "311'"), [""]),
        (f"{LAW}part: '2'\n", [""]),
        (LAW.replace("Criminal Code", "criminal code"), ["code"]),
        (f"{LAW}title: Defamation\n", []),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_two_added_laws_are_one_only_where_no_field_names_another_one(theirs, fields, swapped):
    sides = (theirs, LAW) if swapped else (LAW, theirs)
    made = merged("", *sides, path="cases/statutes/kg-310.yaml")
    assert [each.field for each in made.conflicts] == fields


ANOTHER = (
    TEXT.partition("person:")[0]
    + """\
person:
  identification: named
  name: Olga Sidorova
events:
  - id: r1r1r
    type: release
    date: "2025-08-01"
    kind: court_order
"""
)


@pytest.mark.parametrize("turned", [False, True])
def test_an_id_that_one_side_gave_to_another_person_gets_no_event_of_the_first_person(turned):
    sides = (ANOTHER, TEXT + AUGUST) if not turned else (TEXT + AUGUST, ANOTHER)
    made = merged(TEXT, *sides)
    assert not made.clean
    assert [(each.field, each.is_of_two) for each in made.conflicts] == [("", True)]
    text = made.blob.decode()
    assert [read(take_side(text, side).encode()).data for side in ("ours", "theirs")] == [
        read(each.encode()).data for each in sides
    ]


NAMED = TEXT.replace("  identification: unnamed\n", "  identification: named\n  name: Ivan Petrov\n")
NO_EVENTS = NAMED.partition("events:")[0]


def test_a_corrected_name_and_the_first_event_of_the_other_side_are_merged():
    made = merged(NO_EVENTS, NO_EVENTS.replace("Ivan Petrov", "Iwan Petrow"), NAMED)
    assert made.clean
    data = read(made.blob).data
    assert (data["person"]["name"], data["events"][0]["id"]) == ("Iwan Petrow", "h2v5t")


@pytest.mark.parametrize("turned", [False, True])
def test_two_added_cases_with_one_name_are_two_if_they_have_no_event_in_common(turned):
    sides = (NO_EVENTS, NAMED)
    made = merged("", *(reversed(sides) if turned else sides))
    assert [(each.field, each.is_of_two) for each in made.conflicts] == [("", True)]


def test_a_case_that_one_side_emptied_and_the_other_corrected_is_merged_field_by_field():
    emptied = TEXT.partition("events:")[0]
    made = merged(TEXT, emptied, TEXT.replace("Bishkek", "Osh"))
    assert [each.field for each in made.conflicts] == ["events.h2v5t"]


def test_two_sides_that_have_nothing_in_common_but_their_base_are_one_case():
    without = TEXT.replace("video operator   # as the lawyer calls them", "teacher")
    ours = without.partition("  # The order that counts.")[0]
    theirs = TEXT.partition("  - id: h2v5t")[0] + "  - id: k3m9x" + TEXT.partition("  - id: k3m9x")[2]
    made = merged(TEXT, ours, theirs)
    assert not any(each.is_of_two for each in made.conflicts)
