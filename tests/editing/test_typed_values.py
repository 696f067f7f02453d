"""What a person types for a field becomes the data that a file would hold."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.editing.typed_values import parse_typed, split, typed_all
from casefile.errors import BadInput
from casefile.model.record_shapes import shape_of, shape_of_entry

CASE = shape_of("case").seen({"events": []})


def field(event_type, name):
    return shape_of_entry(event_type).fields[name]


@pytest.mark.parametrize(
    ("shape", "text", "data"),
    [
        (field("hearing", "until"), "2025-09-21", "2025-09-21"),
        (field("hearing", "date"), "[2025-05-28..2025-06-04]", "[2025-05-28..2025-06-04]"),
        (field("hearing", "court"), "  bishkek-city-court ", "bishkek-city-court"),
        (field("intervention", "actor_count"), "--5", "--5"),
        (field("intervention", "actor_count"), "9" * 5000, "9" * 5000),
        (field("intervention", "actor_count"), "007", "007"),
        (field("detention", "place"), "[x], {y}", "[x], {y}"),
        (field("detention", "tags"), "[a, b]", ["a", "b"]),
        (field("interrogation", "duration"), "PT3H", "PT3H"),
        (field("intervention", "actor_count"), "10", 10),
        (field("intervention", "actor_count"), "ten", "ten"),
        (field("verdict", "taken_into_custody"), "true", True),
        (field("departure", "reentry_ban"), "no", False),
        (field("detention", "notice"), "denied,family=given", {"reasons": "denied", "family": "given"}),
        (field("detention", "summary"), "NO", "NO"),
        (CASE.fields["country"], "UK", "GB"),
        (CASE.fields["person"].fields["nationalities"], "Russia", ["RU"]),
        (field("detention", "summary"), "calls, and riots = much", "calls, and riots = much"),
        (CASE.fields["person"], "{identification: named, name: X}", {"identification": "named", "name": "X"}),
    ],
)
def test_a_value_is_read_as_its_field_asks(shape, text, data):
    assert parse_typed(shape, text) == data


@pytest.mark.parametrize(
    ("shape", "texts", "items"),
    [
        (
            field("intervention", "demands"),
            ["release,drop_charges", "access"],
            ["release", "drop_charges", "access"],
        ),
        (
            field("detention", "by"),
            ["scns", "Ministry of the Interior, Osh"],
            ["scns", "Ministry of the Interior, Osh"],
        ),
        (
            field("verdict", "sentences"),
            ["imprisonment,term=5y"],
            [{"penalty": "imprisonment", "term": "P5Y"}],
        ),
        (
            field("charge", "charges"),
            ['kg-cc-278,part=3,offence="calls, for riots"'],
            [{"statute": "kg-cc-278", "part": "3", "offence": "calls, for riots"}],
        ),
        (field("search", "items"), ["computer,quantity=3"], [{"category": "computer", "quantity": 3}]),
        (field("detention", "sources"), ["occrp-2025-06-04"], ["occrp-2025-06-04"]),
        (
            field("detention", "sources"),
            ["occrp-2025-06-04,locator=¶4"],
            [{"source": "occrp-2025-06-04", "locator": "¶4"}],
        ),
        (
            field("detention", "sources"),
            ["'https://example.org/a,b?x=1',locator=¶2"],
            [{"source": "https://example.org/a,b?x=1", "locator": "¶2"}],
        ),
        (field("detention", "sources"), ["https://example.org/?q=1"], ["https://example.org/?q=1"]),
        (
            CASE.fields["person"].fields["affiliations"],
            ["kloop,role=video operator,relation=staff"],
            [{"organization": "kloop", "role": "video operator", "relation": "staff"}],
        ),
    ],
)
def test_a_list_takes_an_item_each_time_its_option_is_given(shape, texts, items):
    assert typed_all(shape, texts) == items


@pytest.mark.parametrize(
    "text",
    ['kg-cc-278,part=3,offence="open', "kg-cc-278,third", "{statute: [}", "{a: &x 1}"],
)
def test_a_group_that_cannot_be_parsed_is_refused(text):
    with pytest.raises(BadInput):
        typed_all(field("charge", "charges"), [text])


def test_an_unknown_part_is_kept_for_the_model_to_refuse_by_name():
    assert typed_all(field("charge", "charges"), ["kg-cc-278,offense=x"]) == [
        {"statute": "kg-cc-278", "offense": "x"}
    ]


def test_quotes_inside_a_value_are_no_quotes():
    assert [*split("a=it's,b=x")] == ["a=it's", "b=x"]


def test_an_invalid_date_is_refused_with_a_suggestion():
    with pytest.raises(BadInput) as refused:
        parse_typed(field("hearing", "until"), "28.05.2025")
    assert (refused.value.code, "2025-05-28" in refused.value.hint) == ("CF107", True)


def test_an_invalid_duration_is_refused_with_a_suggestion():
    with pytest.raises(BadInput) as refused:
        parse_typed(field("interrogation", "duration"), "3h")
    assert "PT3H" in refused.value.hint


@pytest.mark.parametrize("bad", ["\x1b[31m", "a\x00b", "\u202ename", "\udcff", "a\rb", "\u2028"])
def test_characters_that_no_record_holds_are_named_by_their_number_only(bad):
    for read in (
        lambda: parse_typed(field("detention", "place"), bad),
        lambda: typed_all(field("detention", "by"), [bad]),
    ):
        with pytest.raises(BadInput, match=r"U\+[0-9A-F]{4}") as refused:
            read()
        assert bad not in refused.value.message


def test_yaml_cannot_add_a_second_field():
    with pytest.raises(BadInput):
        parse_typed(field("charge", "charges"), "{a: b}\ntier: public")
    with pytest.raises(BadInput):
        parse_typed(field("detention", "notice"), "{a: b}\ntier: public")


def test_a_field_given_twice_in_a_group_is_refused():
    with pytest.raises(BadInput, match="twice"):
        parse_typed(field("detention", "notice"), "denied,family=given,family=denied")


def test_a_source_alone_is_its_id_also_where_its_field_is_named():
    assert typed_all(field("detention", "sources"), ["source=occrp"]) == ["occrp"]


def test_an_option_never_reads_yaml_for_plain_items():
    assert typed_all(field("detention", "by"), ["[a, b]"]) == ["[a, b]"]


def test_a_length_that_may_be_a_word_takes_the_word_and_a_refusal_names_the_field():
    sentences = shape_of_entry("verdict").fields["sentences"]
    assert typed_all(sentences, ["imprisonment,term=P2Y,suspended=all"]) == [
        {"penalty": "imprisonment", "term": "P2Y", "suspended": "all"}
    ]
    with pytest.raises(BadInput) as caught:
        typed_all(sentences, ["imprisonment,term=P2Y,suspended=most"])
    assert caught.value.message.startswith("suspended: ")


TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("name", "text", "data"),
    [
        ("date", "yesterday", "2026-12-02"),
        ("date", "3 days ago", "2026-11-30"),
        ("date", "вчера", "2026-12-02"),
        ("date", "Monday", "2026-11-30"),
        ("until", "Monday", "2026-12-07"),
        ("until", "tomorrow", "2026-12-04"),
        ("date", "10 June 2025", "2025-06-10"),
    ],
)
def test_a_date_may_be_words_that_mean_one_day(name, text, data):
    assert parse_typed(field("hearing", name), text, TODAY) == data
    with pytest.raises(BadInput):
        parse_typed(field("hearing", name), text)


@pytest.mark.parametrize(("text", "meant"), [("15-Jan", "2026-01-15"), ("24 декабря", "2025-12-24")])
def test_a_date_without_its_year_is_asked_about(text, meant):
    with pytest.raises(BadInput) as refused:
        parse_typed(field("hearing", "date"), text, TODAY)
    assert refused.value.code == "CF107"
    assert meant in refused.value.hint


@pytest.mark.parametrize("text", ["19812", "12.01", "soon"])
def test_no_date_is_guessed(text):
    with pytest.raises(BadInput) as refused:
        parse_typed(field("hearing", "date"), text, TODAY)
    assert refused.value.code == "CF107"
