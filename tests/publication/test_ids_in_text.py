"""Ids of withheld records in texts, former ids, and ids that are replaced because they are made of names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casefile.editing.new_ids import path_of_new, shared_id
from casefile.model.web_addresses import digest_of
from casefile.publication.disclosure import ids_in
from casefile.publication.ids_in_text import IdFinder, find_ids
from casefile.publication.publish import publish
from casefile.register import Register, read_entry
from support.published import lines_of

DAY = date(2025, 7, 1)


def notes_of(publication, key="kg-2025-a1b2c"):
    return publication.by_id[key].data.get("notes")


@pytest.fixture
def withheld(case):
    """Return a case of which nothing leaves, and which was renamed once."""
    return case("z3z3z", tier="restricted", formerly=["kg-2025-y4y4y"])


@pytest.mark.parametrize(
    "mention",
    [
        "kg-2025-z3z3z",
        "KG-2025-Z3Z3Z",
        "Kg-2025-z3Z3z.",
        "kg_2025_z3z3z",
        "kg\u20112025\u2011z3z3z",
        "kg–2025–z3z3z",
        "\uff4b\uff47-\uff12\uff10\uff12\uff15-z3z3z",
        "https://files.example/photo-kg-2025-z3z3z-1.jpg",
        "https://files.example/KG_2025_Z3Z3Z.pdf",
        "https://files.example/kg%2D2025%2Dz3z3z.pdf",
        "https://files.example/?f=a2ctMjAyNS16M3ozeg",
        "kg&#45;2025&#45;z3z3z",
        "kg\u00ad-2025-z3z\u200b3z",
        "kg&shy;-2025-z3z3z",
        "kg-2025-\nz3z3z",
        "https://x.example/kg.2025.z3z3z",
        "https://x.example/kg/2025/z3z3z",
        "kg+2025+z3z3z",
        "kg--2025--z3z3z",
        "kg⁃2025⁃z3z3z",
        "photokg-2025-z3z3z2",
        "kg:2025:z3z3z",
        "kg·2025·z3z3z",
        "kg=2025&z3z3z",
        "KG 2025 Z3Z3Z",
        "kg – 2025 – z3z3z",
        "kg\n-2025\n-z3z3z",
        "photokg2025z3z3z2",
        "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-kg-2025-z3z3z-1.html",
        "kg-2025-y4y4y",
        "KG-2025-Y4Y4Y",
    ],
)
def test_no_text_mentions_the_id_of_a_withheld_record(register_of, case, withheld, mention):
    other = case("a1b2c", notes=f"See {mention} for more.")
    assert notes_of(publish(register_of(other, withheld), "public", on=DAY)) is None
    assert notes_of(publish(register_of(other, withheld), "internal", on=DAY)) is not None


@pytest.mark.parametrize("mention", ["call:12", "call,12", "CALL#12", "x(call)12", "call·12"])
def test_no_text_mentions_the_id_of_a_withheld_source_with_any_separator(register_of, case, mention):
    source = {"schema": "casefile/source/1", "id": "call-12", "tier": "restricted", "kind": "call"}
    other = case("a1b2c", notes=f"See {mention} for more.")
    assert notes_of(publish(register_of(other, source), "public", on=DAY)) is None


def test_a_text_mentions_published_records_by_their_ids(register_of, case):
    shown = {"schema": "casefile/situation/1", "id": "crackdown", "tier": "public", "title": "Crackdown"}
    shown["formerly"] = ["may-2025"]
    other = case("a1b2c", notes="See kg-2025-z3z3z, KG-2025-Y4Y4Y, crackdown and may-2025.")
    named = case("z3z3z", formerly=["kg-2025-y4y4y"])
    assert notes_of(publish(register_of(other, named, shown), "public", on=DAY)) == other["notes"]


def test_a_former_id_of_a_source_is_in_no_text(register_of, case):
    source = {"schema": "casefile/source/1", "id": "paper-a", "tier": "public", "formerly": ["sister-in-osh"]}
    other = case("a1b2c", notes="From sister-in-osh.")
    publication = publish(register_of(other, {**source, "kind": "press_article"}), "public", on=DAY)
    assert notes_of(publication) is None
    assert "formerly" not in publication.by_id["paper-a"].data


@pytest.mark.parametrize(
    ("fields", "leaves"),
    [
        ({"kind": "former", "tier": "restricted"}, False),
        ({"kind": "former", "tier": "public"}, True),
        ({"kind": "pseudonym"}, False),
    ],
)
def test_a_former_id_made_of_another_name_leaves_with_that_name(register_of, case, fields, leaves):
    other = {"name": "Kim Ri", **fields}
    person = {"identification": "named", "name": "Olga Moroz", "other_names": [other]}
    publication = publish(
        register_of(case("a1b2c", person=person, formerly=["kg-2025-kim"])), "public", on=DAY
    )
    assert ("formerly" in publication.by_id["kg-2025-a1b2c"].data) is leaves


def test_a_long_run_of_words_is_read_in_reasonable_time(register_of, case, withheld):
    other = case("a1b2c", notes="a-" * 50_000 + "kg-2025-z3z3z")
    assert notes_of(publish(register_of(other, withheld), "public", on=DAY)) is None


def test_a_former_id_of_letters_in_capitals_is_compared_in_small_letters(register_of, entry_of, case):
    stray = replace(entry_of(case("Q5Q5Q", tier="restricted")), record=None)
    register = Register([entry_of(case("a1b2c", notes="See kg-2025-q5q5q."))], strays=[stray])
    assert notes_of(publish(register, "public", on=DAY)) is None


@pytest.mark.parametrize("key", ["kg-2025-b--bb", "kg-2025-bb-"])
def test_an_id_with_spare_hyphens_is_found_too(register_of, case, key):
    hidden = case(key.split("-", 2)[2], tier="restricted")
    other = case("a1b2c", notes=f"See {key} for more.")
    assert notes_of(publish(register_of(other, hidden), "public", on=DAY)) is None


def test_the_id_of_a_withheld_event_is_in_no_text_of_another_record(register_of, case):
    events = [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28"},
        {"id": "k3m9x", "type": "hearing", "date": "2025-06-02", "tier": "restricted"},
        {"id": "there", "type": "hearing", "date": "2025-06-03", "tier": "restricted"},
    ]
    named = case("z3z3z", events=events)
    for text, leaves in (("h2v5t", True), ("k3m9x", False), ("there", True)):
        other = case("a1b2c", notes=f"See https://x.example/kg-2025-z3z3z#{text}")
        publication = publish(register_of(other, named), "public", on=DAY)
        assert (notes_of(publication) is not None) == leaves
        hidden = publish(register_of(other, {**named, "tier": "restricted"}), "public", on=DAY)
        assert notes_of(hidden) is None


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_only_internal_text_mentions_a_withheld_event(entry_of, case, audience):
    def events(eid):
        return [{"id": eid, "type": "detention", "date": "2025-05-28", "tier": "restricted"}]

    register = Register([
        entry_of(case("a1b2c", notes="See p2q4r.", tags=["k3m9x"])),
        entry_of(case("b2b2b", events=events("p2q4r"))),
        entry_of({**case("c3c3c", events=events("k3m9x")), "odd": 1}),
    ])  # fmt: skip
    lines = lines_of(publish(register, audience, on=DAY))

    assert (b"See p2q4r" in lines) is (audience == "internal")
    assert b'"tags":["k3m9x"]' not in lines


def test_a_former_id_that_a_withheld_record_has_today_is_that_record(entry_of, case):
    hidden = case("z3z3z", tier="restricted")
    renamed = case("b0b0b", formerly=["kg-2025-z3z3z"])
    other = case(
        "a1b2c", notes="See kg-2025-z3z3z.", related=[{"case": "kg-2025-z3z3z", "relation": "same_incident"}]
    )
    publication = publish(Register(map(entry_of, (hidden, renamed, other))), "public", on=DAY)
    assert {"notes", "related"}.isdisjoint(publication.by_id["kg-2025-a1b2c"].data)


@pytest.mark.parametrize("text", ["See kg-2025-z3z3z", "KG_2025_Z3Z3Z"])
def test_the_settings_mention_no_withheld_record(register_of, case, withheld, text):
    clock = {"country": "KG", "hours": 48, "citation": text}
    settings = {"schema": "casefile/settings/1", "title": text, "clocks": [clock]}
    published = publish(register_of(case("a1b2c"), withheld, settings), "public", on=DAY).register.settings
    assert (published.title, published.clocks) == (None, ())


def test_the_order_of_records_does_not_reveal_a_withheld_name(register_of, case):
    def order(key, name):
        hidden = case("x", person={"identification": "named", "name": name, "name_tier": "restricted"})
        others = [case("a2a2a"), case("m2m2m"), case("z2z2z")]
        register = register_of(*others, {**hidden, "id": f"kg-2025-{key}"})
        return lines_of(publish(register, "public", on=DAY))

    assert order("boris-zuev", "Boris Zuev") == order("stepan-repey", "Stepan Repey")


def test_the_order_of_references_does_not_reveal_a_withheld_name(register_of, case):
    def hidden(key, name, event):
        person = {"identification": "named", "name": name, "name_tier": "restricted"}
        events = [{"id": event, "type": "detention", "date": "2025-05-28"}]
        return {**case("x", person=person, events=events), "id": f"kg-2025-{key}"}

    def order(key, name):
        two = [hidden(key, name, "h2v5t"), hidden("kanat-osmonov", "Kanat Osmonov", "k3m9x")]
        related = [{"case": each["id"], "relation": "same_incident"} for each in two]
        register = register_of(*two, case("a2a2a", related=related))
        return lines_of(publish(register, "public", on=DAY))

    assert order("boris-zuev", "Boris Zuev") == order("stepan-repey", "Stepan Repey")


def test_an_id_that_is_replaced_in_a_reference_alone_is_counted_and_its_cause_listed(entry_of, case):
    named = case("asel-asanova", person={"identification": "named", "name": "Asel Asanova"})
    other = case("b0b0b", related=[{"case": named["id"], "relation": "same_incident"}])
    broken = {**case("zzzz2", person={"identification": "named", "name": "Bakyt Asanova"}), "nosuch": 1}
    register = Register([*map(entry_of, (named, other, broken))])

    publication = publish(register, "public", on=DAY, chosen=[other["id"]])

    assert named["id"] not in str(publication.by_id[other["id"]].data)
    assert publication.by_id[other["id"]].data["related"]
    assert publication.withheld.ids == 1
    assert publication.unreadable == ("cases/kg/2025/kg-2025-zzzz2.yaml",)
    assert publish(register, "public", on=DAY, chosen=[named["id"]]).withheld.ids == 1


@pytest.mark.parametrize("kind", ["case", "organization"])
def test_an_unreadable_file_is_listed_if_it_may_name_a_record_that_is_published(entry_of, case, kind):
    person = {"identification": "named", "name": "Zelda Sekretova"}
    body = {"schema": "casefile/organization/1", "id": "z3z3z", "tier": "public", "name": "Zelda Sekretova"}
    broken = entry_of({**(case("z3z3z", person=person) if kind == "case" else body), "odd": 1})
    register = Register([broken, *(entry_of(case(each)) for each in ("zelda-sekretova", "kanat-osmonov"))])

    def unreadable(*chosen):
        return publish(register, "public", on=DAY, chosen=chosen).unreadable

    assert broken.broken
    assert unreadable("kg-2025-zelda-sekretova") == (broken.path,)
    assert unreadable("kg-2025-kanat-osmonov") == ()


BROKEN_IDS = {
    "its own": {"id": "kg-2025-asanova"},
    "a former one": {"formerly": ["kg-2025-asanova"]},
}


@pytest.mark.parametrize("fields", BROKEN_IDS.values(), ids=BROKEN_IDS)
def test_an_unreadable_file_is_listed_if_an_id_that_is_replaced_contains_its_id(entry_of, case, fields):
    person = {"identification": "named", "name": "Aida Asanova"}
    named = case("asanova-2", person=person)
    unnamed = {**case("zzzz2"), "nosuch": 1, **fields}
    publication = publish(
        Register([*map(entry_of, (named, unnamed))]), "public", on=DAY, chosen=[named["id"]]
    )
    assert publication.withheld.ids == 1
    assert publication.unreadable == (entry_of(unnamed).path,)
    both = Register([*map(entry_of, (named, unnamed, case("kanat")))])
    assert publish(both, "public", on=DAY, chosen=["kg-2025-kanat"]).unreadable == ()
    sound, was_broken = Register([entry_of(named)]), Register([*map(entry_of, (named, unnamed))])
    published = publish(sound, "public", on=DAY)
    assert (published.withheld.ids, published.unreadable) == (0, ())
    earlier = publish(sound, "public", on=DAY, current=publish(was_broken, "public", on=DAY))
    assert (earlier.withheld.ids, earlier.unreadable) == (1, (entry_of(unnamed).path,))
    assert publish(was_broken, "public", on=DAY, current=published).unreadable == (entry_of(unnamed).path,)


@pytest.mark.parametrize(
    ("settings", "leaves"),
    [
        ("schema: casefile/settings/1\n", True),
        ("schema: casefile/settings/1\nids: names\n", False),
        ("schema: casefile/settings/1\nids: names\nstale_days: ninety\n", False),
        ("schema: casefile/settings/1\nids: [\n", False),
    ],
)
def test_an_id_may_be_made_of_a_name_where_the_settings_cannot_be_read(entry_of, case, settings, leaves):
    person = {"identification": "named", "name": "Aleksandr Petrenko", "name_tier": "restricted"}
    nickname = entry_of(case("sasha", person={**person, "minor": "adult"}))
    register = Register([nickname, read_entry("casefile.yaml", settings.encode())])
    published = publish(register, "public", on=DAY)
    assert (published.by_id.get("kg-2025-sasha") is not None) is leaves
    assert (b"sasha" in lines_of(published)) is leaves


FORMER_NAMES = [
    ({"name": "Olga Moroz"}, "kg-2025-moroz", True),
    ({"name": "Olga Moroz", "other_names": [{"name": "Kim Ri", "kind": "former"}]}, "kg-2025-moroz", True),
    (
        {"name": "Olga Moroz", "other_names": [{"name": "Kim Ri", "kind": "former"}]},
        "kg-2025-kim-moroz",
        True,
    ),
    (
        {"name": "Olga Moroz", "other_names": [{"name": "Kim Ri", "kind": "pseudonym"}]},
        "kg-2025-kim-moroz",
        False,
    ),
    ({"name": "Olga Moroz"}, "kg-2025-zuev", False),
]


@pytest.mark.parametrize(("names", "former", "leaves"), FORMER_NAMES)
def test_a_former_id_leaves_where_it_is_made_of_names_that_leave(register_of, case, names, former, leaves):
    person = {"identification": "named", **names}
    publication = publish(register_of(case("a1b2c", person=person, formerly=[former])), "public", on=DAY)
    assert ("formerly" in publication.by_id["kg-2025-a1b2c"].data) is leaves


@pytest.mark.parametrize("kind", [None, "former"])
@pytest.mark.parametrize(("today", "leaves"), [("Olga Moroz", True), ("Olga Moro", False)])
def test_a_former_id_of_an_earlier_state_leaves_where_its_name_leaves_today(
    register_of, case, kind, today, leaves
):
    def person(name):
        others = [{"name": name, "kind": kind}] if kind else []
        return {"identification": "named", "name": "Kim Ri" if kind else name, "other_names": others}

    was, now = (
        case("a1b2c", person=person(name), formerly=["kg-2025-moroz"]) for name in ("Olga Moroz", today)
    )
    limit = publish(register_of(now), "public", on=DAY)
    publication = publish(register_of(was), "public", on=DAY, current=limit)
    assert ("formerly" in publication.by_id["kg-2025-a1b2c"].data) is leaves


@pytest.mark.parametrize("withheld", [False, True])
def test_a_digest_of_an_address_with_a_withheld_name_does_not_leave(register_of, case, withheld):
    url = "https://news.example/2025/zelda-sekretova-jailed"
    key = f"news-example-{digest_of(url)}"
    source = {
        "schema": "casefile/source/1", "id": key, "tier": "public", "kind": "press_article", "url": url,
    }  # fmt: skip
    person = {"identification": "named", "name": "Zelda Sekretova" if withheld else "Stepan Repey"}
    hidden = case("z3z3z", person=person, tier="restricted")
    event = {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": [key]}
    register = register_of(hidden, source, case("a2a2a", events=[event]))
    lines = lines_of(publish(register, "public", on=DAY))
    assert (key.encode() in lines) is not withheld


def source(key, **fields):
    return {"schema": "casefile/source/1", "id": key, "tier": "public", "kind": "photo", **fields}


@pytest.mark.parametrize(
    "named",
    [
        source("photo-kg-2025-z3z3z-1"),
        source("photo-kg-2025-y4y4y"),
        source("photo-k3m9x"),
        {"schema": "casefile/situation/1", "id": "raid-of-kg-2025-z3z3z", "tier": "public", "title": "Raid"},
        {
            "schema": "casefile/organization/1", "id": "friends-of-kg2025z3z3z", "tier": "public",
            "name": "Friends", "kind": "ngo",
        },
    ],
)  # fmt: skip
def test_an_id_that_contains_a_withheld_id_is_replaced(register_of, case, withheld, named):
    event = {"id": "k3m9x", "type": "health", "date": "2025-05-28"}
    detained = {"id": "h2v5t", "type": "detention", "date": "2025-05-28"}
    over = source(f"copy-of-{named['id']}")
    register = register_of(case("a1b2c", events=[detained, event]), withheld, named, over)
    publication = publish(register, "public", on=DAY)
    lines = lines_of(publication).decode()
    assert len(publication.records) == 3
    assert publication.withheld.ids == 2
    assert not any(each in lines for each in (named["id"], "z3z3z", "y4y4y", "k3m9x"))


def test_an_id_that_contains_a_withheld_one_is_replaced_in_references(register_of, case, withheld):
    key = "photo-kg-2025-z3z3z-1"
    event = {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": [key]}
    register = register_of(case("a1b2c", events=[event], notes=f"See {key}."), withheld, source(key))
    publication = publish(register, "public", on=DAY)
    (photo,) = publication.of("source")
    data = publication.by_id["kg-2025-a1b2c"].data
    assert data["events"][0]["sources"] == [photo.id] == [publication.replaced[key]]
    assert "notes" not in data


def test_an_earlier_state_has_no_id_that_contains_one_withheld_today(register_of, case, withheld):
    photo = source("photo-kg-2025-z3z3z-1")
    then = register_of(case("a1b2c"), {**withheld, "tier": "public"}, photo)
    now = register_of(case("a1b2c"), withheld, photo)
    today = publish(now, "public", on=DAY)
    earlier = publish(then, "public", on=DAY, current=today)
    assert [each.id for each in earlier.records] == [each.id for each in today.records]
    assert b"z3z3z" not in lines_of(earlier)


URL = "https://news.example/2025/zelda-sekretova-jailed"


@pytest.mark.parametrize(
    ("key", "fields", "leaves"),
    [
        (f"news-{digest_of(URL)}", {"url": "https://news.example/2025/woman-jailed"}, False),
        (f"news-{digest_of(URL)}", {}, False),
        (f"news-{digest_of(URL)}", {"archived_url": URL}, False),
        (f"news-{digest_of(URL)}-2", {"url": URL}, False),
        (f"news-{digest_of('https://a.example')}-2", {"url": "https://a.example"}, True),
        (f"news-{digest_of('https://a.example')}", {"archived_url": "https://a.example"}, True),
        (f"news-{digest_of('https://a.example')}", {"url": "https://b.example"}, False),
        ("news-2025-06-04", {"url": "https://a.example"}, True),
        ("source-k7k7k", {"url": "https://a.example"}, True),
        ("photo-k7k7k", {}, True),
        ("photo-k7k7k-2", {}, False),
    ],
)
def test_an_id_leaves_if_its_digest_is_of_no_address_with_a_name(register_of, case, key, fields, leaves):
    hidden = case("z3z3z", person={"identification": "named", "name": "Zelda Sekretova"}, tier="restricted")
    register = register_of(hidden, source(key, **fields))
    made = lines_of(publish(register, "public", on=DAY))
    assert (f'"id":"{key}"'.encode() in made) is leaves


def test_the_new_id_of_a_source_without_an_address_leaves(register_of, case):
    hidden = case("z3z3z", person={"identification": "named", "name": "Zelda Sekretova"}, tier="restricted")
    fields = {"kind": "letter", "publisher": "Court", "published": "2025-06-04", "tier": "public"}
    key = shared_id(register_of(), "source", fields)
    published = publish(register_of(hidden, source(key, **fields)), "public", on=DAY)
    assert [each.id for each in published.records] == [key]
    longest = shared_id(register_of(), "source", fields | {"publisher": "Court of " + "appeal " * 20})
    assert path_of_new("source", longest)


@pytest.mark.parametrize(("tier", "leaves"), [("public", True), ("restricted", False)])
def test_where_no_name_is_withheld_any_digest_leaves(register_of, case, tier, leaves):
    body = {
        "schema": "casefile/organization/1", "id": "house", "tier": tier, "kind": "ngo",
        "name": "House of Kites",
    }  # fmt: skip
    register = register_of(case("a1b2c"), body, source(f"news-{digest_of(URL)}"))
    assert (publish(register, "public", on=DAY).by_id.get(f"news-{digest_of(URL)}") is not None) is leaves


def test_no_text_mentions_a_former_id_that_a_file_with_errors_escapes(entry_of, case):
    text = 'formerly: ["kg-2025-\\x39x9x9"]\nperson:\n  identification: unnamed\nodd: 1\n'
    path = "cases/kg/2025/kg-2025-z3z3z.yaml"
    unread = read_entry(path, f"schema: casefile/case/1\nid: kg-2025-z3z3z\n{text}".encode())
    public = entry_of(case("a1b2c", tags=["See kg-2025-9x9x9", "a photo"]))
    assert unread.broken
    lines = lines_of(publish(Register([unread, public]), "public", on=DAY))
    assert b"a photo" in lines
    assert b"9x9x9" not in lines


@pytest.mark.parametrize("broken", ["odd: 1", "bad: ["])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("case", "formerly:\n  - kg-2025-9x9x9\nperson:\n  identification: unnamed"),
        ("case", "formerly: [kg-2025-9x9x9]\nperson:\n  identification: unnamed"),
        ("case", "events:\n  - id: h7k9t\n    type: detention"),
        ("case", "events:\n  - type: detention\n    id: 'h7k9t'"),
        ("case", "related:\n  - case: kg-2025-9x9x9"),
        ("source", "formerly:\n  - a-testimony\nkind: photo"),
        ("source", "formerly: a-testimony\nkind: photo"),
        ("source", "formerly:\n  - a-voice  # as heard\n\n  # and\n  - 'a-testimony' # too\nkind: photo"),
        (
            "source",
            "formerly:\n<<<<<<< HEAD\n  - a-voice\n=======\n  - a-testimony\n>>>>>>> other\nkind: photo",
        ),
        (
            "source",
            "formerly:\n  - a-voice\n<<<<<<< HEAD\nkind: photo\n=======\n  - a-testimony\n>>>>>>> other",
        ),
        (
            "source",
            "formerly:\n<<<<<<< HEAD\n  - a-voice\n=======\n>>>>>>> other\n  - a-testimony\nkind: photo",
        ),
    ],
)
def test_no_text_mentions_an_id_in_a_file_with_errors(entry_of, case, kind, text, broken):
    path = {"case": "cases/kg/2025/kg-2025-z3z3z.yaml", "source": "cases/sources/z3z3z.yaml"}[kind]
    key = path.rpartition("/")[2].removesuffix(".yaml")
    unread = read_entry(path, f"schema: casefile/{kind}/1\nid: {key}\n{text}\n{broken}\n".encode())
    mentions = ("See kg-2025-9x9x9", "h7k9t says so", "by a-testimony")
    public = [case(f"a{at}b2c", tags=[tag, "a photo of a person"]) for at, tag in enumerate(mentions)]
    lines = lines_of(publish(Register([unread, *map(entry_of, public)]), "public", on=DAY))
    assert unread.broken
    assert sum(each.encode() in lines for each in mentions) == len(mentions) - 1
    assert lines.count(b"a photo of a person") == len(mentions)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('{"formerly": ["a-voice", "b"], "title": "so it was"}', {"a-voice", "b"}),
        ('{"formerly": "a-voice", "title": "so it was"}', {"a-voice"}),
        ("formerly: so it was\ntitle: so", set()),
        ("formerly:\n  - a-voice\ntags:\n  - so\n", {"a-voice"}),
        ("formerly:\n  - so it was\n  - a-voice\n", {"a-voice"}),
        (
            "formerly:\n  -a-voice\n  b\n  c-d was here\n  }\n  - e\ntitle: f-g\n",
            {"a-voice", "c-d", "e"},
        ),
        ("formerly: !!seq [a-voice, b]\ntitle: so", {"a-voice", "b"}),
        ("formerly:\r  - a-voice\rtitle: so-it", {"a-voice"}),
        ("He was formerly:\nfree\n", set()),
        ("id: arrest\n", set()),
        ("id: a-voice\nevents:\n  - id: so\n", {"a-voice"}),
        ("{'id': 'a-voice'}", {"a-voice"}),
        ("ID: KG-2025-0T0T0\nFormerly: A-Voice\n", {"kg-2025-0t0t0", "a-voice"}),
        (
            "formerly:\n<<<<<<< a\n  - a-voice\ntags:\n  - so\n=======\n  - b\n>>>>>>> c\nwas:\n  - it\n",
            {"a-voice", "b"},
        ),
    ],
)
def test_no_other_word_of_a_file_with_errors_is_taken_for_an_id(text, ids):
    assert {*find_ids(text)} == ids


def test_a_published_id_that_a_file_with_errors_names_leaves(entry_of, case):
    text = "schema: casefile/case/1\nid: kg-2025-z3z3z\nrelated:\n  - case: kg-2025-a1b2c\nodd: ["
    unread = read_entry("cases/kg/2025/kg-2025-z3z3z.yaml", text.encode())
    public = [case("a1b2c"), case("b2b2b", tags=["See kg-2025-a1b2c"])]
    publication = publish(Register([unread, *map(entry_of, public)]), "public", on=DAY)
    assert publication.by_id["kg-2025-b2b2b"].data["tags"] == ["See kg-2025-a1b2c"]


def test_the_ids_of_a_file_are_its_own_the_former_ones_and_those_of_its_events(register_of, withheld):
    (entry,) = register_of(withheld).entries.values()
    assert ids_in(entry) == {"kg-2025-z3z3z", "kg-2025-y4y4y", "h2v5t"}


@pytest.mark.parametrize(
    "text", ["see\u200bnews-example-1", "news\u200b-exam\u3164ple-1", "see\u3164news-example-1"]
)
def test_unseen_characters_do_not_hide_an_id(text):
    assert IdFinder(["news-example-1"]).is_in(text)
