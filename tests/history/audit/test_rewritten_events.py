"""Events of which a commit replaced a date, a source or the standing: with a reason, and without."""

from __future__ import annotations

import re

import pytest

from support.trail import CASE, OTHER, SETTINGS, case, event, found, path_of

SOURCES = "    sources:\n      - paper\n"
A, B = event("a1aaa") + SOURCES, event("b2bbb", "2025-05-30")
PAPER = "schema: casefile/source/1\nid: {0}\nkind: press_article\ntitle: {0}\n"
PAPERS = {f"cases/sources/{name}.yaml": PAPER.format(name) for name in ("paper", "second")}
FOUND = [("CF752", CASE, "a1aaa")]
RESOLUTION = "    resolution:\n      reason: the protocol says so\n"


@pytest.fixture
def ledger(past):
    """A register of two cases with two events each; the first cites a source."""
    past.commit({"casefile.yaml": SETTINGS, **PAPERS})
    past.commit({path_of(CASE): case(CASE, A + B), path_of(OTHER): case(OTHER, B)})
    return past


def written(past, text: str, *words: str) -> str:
    """Commit another text of the first event."""
    return past.commit({path_of(CASE): case(CASE, text + B)}, *words)


REWRITES = {
    "date": A.replace("2025-05-28", "2025-05-29"),
    "vaguer date": A.replace("2025-05-28", "2025-05"),
    "source": A.replace("- paper", "- second"),
    "no source": event("a1aaa"),
    "standing": A + "    standing: confirmed\n",
    "all": A.replace("2025-05-28", "2025-05-29") + "    standing: confirmed\n",
}


@pytest.mark.parametrize("text", REWRITES.values(), ids=REWRITES.keys())
def test_a_rewritten_event_is_found_with_its_place_and_a_way_on(ledger, text):
    spoiled = written(ledger, text)
    (finding,) = ledger.audit().findings
    assert (finding.code, finding.record, finding.event) == FOUND[0]
    assert (finding.commit, finding.place) == (spoiled, f"{spoiled}:{path_of(CASE)}")
    assert finding.hint.startswith(f"git show {spoiled[:12]} -- {path_of(CASE)}; ")


def test_the_fields_that_were_rewritten_are_named(ledger):
    written(ledger, REWRITES["all"])
    assert re.findall("a1aaa|`[a-z]+`", ledger.audit().findings[0].message) == [
        "a1aaa",
        "`date`",
        "`standing`",
    ]


@pytest.mark.parametrize("text", REWRITES.values(), ids=REWRITES.keys())
@pytest.mark.parametrize("reason", ["resolution", "trailer"])
def test_a_reason_explains_it(ledger, text, reason):
    if reason == "resolution":
        written(ledger, text + RESOLUTION)
    else:
        written(ledger, text, "-m", "Reason: the protocol says so")
    assert ledger.audit().findings == ()


def test_a_reason_without_words_explains_nothing(ledger):
    written(ledger, REWRITES["date"], "-m", "Reason: ")
    assert found(ledger.audit()) == FOUND


REFUTED = A + "    standing: refuted\n" + RESOLUTION


@pytest.mark.parametrize(
    "text",
    [
        REFUTED.replace("2025-05-28", "2025-05-29"),
        REFUTED.replace("refuted", "disputed"),
        REFUTED.replace("the protocol says so", "'the protocol  says so'").replace("refuted", "disputed"),
        A + RESOLUTION,
    ],
)
def test_a_reason_from_before_explains_nothing_that_changes_later(ledger, text):
    written(ledger, REFUTED)
    assert ledger.audit().findings == ()
    written(ledger, text)
    assert found(ledger.audit()) == FOUND


def test_a_removed_reason_is_found(ledger):
    written(ledger, A + RESOLUTION)
    assert ledger.audit().findings == ()
    written(ledger, A + "    place: Osh\n")
    assert found(ledger.audit()) == []  # it only undoes the change before
    written(ledger, A + RESOLUTION + "    place: Osh\n")
    written(ledger, A + RESOLUTION.replace("the protocol says so", "another one"))
    written(ledger, A)
    assert found(ledger.audit()) == FOUND


@pytest.mark.parametrize("standing", ["confirmed", "disputed"])
def test_mark_explains_a_change_of_standing_and_nothing_else(ledger, standing):
    marked = A + f"    standing: {standing}\n" + (RESOLUTION if standing == "disputed" else "")
    written(ledger, marked, "-m", "Command: mark")
    assert ledger.audit().findings == ()
    written(ledger, A.replace("2025-05-28", "2025-05-29"), "-m", "Command: mark")
    assert found(ledger.audit()) == FOUND


ADDITIONS = {
    "a date": A.replace("    kind: arrest\n", '    kind: arrest\n    until: "2025-07-28"\n'),
    "a source": A + "      - second\n",
    "a locator": A.replace("- paper", "- source: paper\n        locator: page 2"),
    "a place": A + "    place: Osh\n",
    "the standing that is meant": A + "    standing: reported\n",
    "another way of writing": A.replace('"2025-05-28"', "2025-05-28").replace("      - paper", "    - paper"),
}


@pytest.mark.parametrize("text", ADDITIONS.values(), ids=ADDITIONS.keys())
def test_an_addition_and_another_way_of_writing_need_no_reason(ledger, text):
    written(ledger, text)
    assert [each for each in ledger.audit().findings if each.code == "CF752"] == []


@pytest.mark.parametrize("name", ["a date", "a locator"])
def test_replacing_an_added_value_is_found(ledger, name):
    written(ledger, ADDITIONS[name])
    written(ledger, ADDITIONS[name].replace("2025-07-28", "2025-08-28").replace("page 2", "page 3"))
    assert found(ledger.audit()) == FOUND


def test_a_date_inside_an_event_is_found(past):
    past.commit({"casefile.yaml": SETTINGS})
    verdict = '  - id: v1aaa\n    type: verdict\n    date: "2025-06-01"\n    sentences:\n'
    term = '      - penalty: imprisonment\n        until: "2028-06-01"\n'
    past.commit({path_of(CASE): case(CASE, verdict + term)})
    past.commit({path_of(CASE): case(CASE, verdict + term + term.replace("2028", "2029"))})
    assert past.audit().findings == ()
    past.commit({path_of(CASE): case(CASE, verdict + term.replace("2028", "2029"))})
    assert found(past.audit()) == [("CF752", CASE, "v1aaa")]


VERDICT = '  - id: v1aaa\n    type: verdict\n    date: "2025-06-01"\n    sentences:\n'
PRISON, BAN = (
    f'      - penalty: {penalty}\n        term: {term}\n        until: "{year}-06-01"\n'
    for penalty, term, year in (("imprisonment", "P6Y", 2031), ("ban", "P1Y", 2026))
)
SENTENCES = {
    "dates of two are swapped": (PRISON + BAN)
    .replace("2031", "X")
    .replace("2026", "2031")
    .replace("X", "2026"),
    "a term is shorter": (PRISON + BAN).replace("P6Y", "P1Y"),
    "another penalty": (PRISON + BAN).replace("imprisonment", "probation"),
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_a_sentence_stays_as_a_whole(past, text):
    past.commit({"casefile.yaml": SETTINGS})
    past.commit({path_of(CASE): case(CASE, VERDICT + PRISON + BAN)})
    past.commit({path_of(CASE): case(CASE, VERDICT + BAN + PRISON + "        regime: strict\n")})
    assert past.audit().findings == ()
    past.commit({path_of(CASE): case(CASE, VERDICT + text)})
    assert found(past.audit()) == [("CF752", CASE, "v1aaa")]


SUSPENDED = VERDICT + "      - penalty: imprisonment\n        term: P6Y\n        suspended: P2Y\n"
LIFE = "      - penalty: life\n"
OTHERS = {
    "a longer part is suspended": (SUSPENDED.replace("P2Y", "P5Y"), "sentences.suspended"),
    "all of it is suspended": (SUSPENDED.replace("P2Y", "all"), "sentences.suspended"),
    "no part is suspended": (SUSPENDED.replace("        suspended: P2Y\n", ""), "sentences.suspended"),
    "a penalty without a term is another one": (SUSPENDED + LIFE, "sentences.penalty"),
    "a penalty without a term is removed": (SUSPENDED + LIFE, "sentences.penalty"),
    "the only penalty is another one": (VERDICT + LIFE, "sentences.penalty"),
    "the only penalty is removed": (VERDICT + LIFE, "sentences.penalty"),
}


@pytest.mark.parametrize("change", OTHERS)
def test_a_part_of_a_sentence_and_a_sentence_without_a_term_need_a_reason(past, change):
    past.commit({"casefile.yaml": SETTINGS})
    text, field = OTHERS[change]
    before, after = SUSPENDED, text
    if field == "sentences.penalty":
        without = text.replace(LIFE, "").removesuffix("    sentences:\n")
        before, after = text, without if change.endswith("removed") else text.replace("life", "fine")
    past.commit({path_of(CASE): case(CASE, before)})
    past.commit({path_of(CASE): case(CASE, before + "    place: Osh\n")})
    past.commit({path_of(CASE): case(CASE, after + "    place: Osh\n")})
    (finding,) = past.audit().findings
    assert (finding.code, finding.event, f"`{field}`" in finding.message) == ("CF752", "v1aaa", True)


GROUNDS = RESOLUTION + '      as_of: "2025-06-01"\n      sources:\n        - paper\n'
DISPUTED = A + "    standing: disputed\n" + GROUNDS
SETTLED = {
    "day": (DISPUTED.replace("2025-06-01", "2025-01-01"), "resolution.as_of"),
    "source": (A + "    standing: disputed\n" + GROUNDS.replace("- paper", "- second"), "resolution.sources"),
    "no source": (
        A + "    standing: disputed\n" + GROUNDS.partition("      sources")[0],
        "resolution.sources",
    ),
}


@pytest.mark.parametrize(("text", "field"), SETTLED.values(), ids=SETTLED.keys())
@pytest.mark.parametrize("words", [(), ("-m", "Reason: a slip"), ("-m", "Command: mark")])
def test_day_and_sources_of_a_resolution_need_a_reason(ledger, text, field, words):
    written(ledger, A + "    standing: disputed\n" + RESOLUTION)
    written(ledger, DISPUTED)
    assert ledger.audit().findings == ()
    written(ledger, text, *words)
    assert found(ledger.audit()) == ([] if words else FOUND)
    assert all(f"`{field}`" in each.message for each in ledger.audit().findings)


@pytest.mark.parametrize("name", ["date", "source", "standing"])
def test_a_value_that_is_put_back_is_no_finding_and_leaves_the_first_one(ledger, name):
    spoiled = written(ledger, REWRITES[name])
    ledger.commit({path_of(OTHER): case(OTHER, B + event("d4ddd", "2025-06-02"))})
    ledger.git("revert", "--no-edit", spoiled, **ledger.tick())
    assert [each.commit for each in ledger.audit().findings] == [spoiled]


def test_a_correction_is_reverted_after_something_else_was_added(ledger):
    corrected = A.replace("- paper", "- second")
    spoiled = written(ledger, corrected)
    written(ledger, corrected + "      - third\n    place: Osh\n")
    written(ledger, A + "      - third\n    place: Osh\n")
    assert [each.commit for each in ledger.audit().findings] == [spoiled]


def test_a_commit_that_takes_back_more_than_one_change_is_found(ledger):
    written(ledger, A + "      - second\n")
    refuted = "    standing: refuted\n" + RESOLUTION
    written(ledger, A + "      - second\n" + refuted)
    assert ledger.audit().findings == ()
    spoiled = written(ledger, A)
    assert [(each.code, each.commit) for each in ledger.audit().findings] == [("CF752", spoiled)]


def test_only_the_last_change_can_be_put_back(ledger):
    for day in ("2025-05-29", "2025-05-30"):
        written(ledger, A.replace("2025-05-28", day), "-m", "Reason: a slip")
    written(ledger, A)
    assert found(ledger.audit()) == FOUND


def test_an_event_is_not_rewritten_behind_a_state_that_cannot_be_read(ledger):
    ledger.commit({path_of(CASE): "events: [\n"})
    written(ledger, REWRITES["date"])
    assert FOUND[0] in found(ledger.audit())


def test_an_event_is_not_rewritten_in_a_rename(ledger):
    new = case("kg-2025-ccccc", REWRITES["date"] + B, f"formerly:\n  - {CASE}\n")
    ledger.commit({path_of(CASE): None, path_of("kg-2025-ccccc"): new})
    assert found(ledger.audit()) == [("CF752", "kg-2025-ccccc", "a1aaa")]


def renaming(name: str, new: str) -> dict[str, str | None]:
    text = PAPERS[f"cases/sources/{name}.yaml"].replace(
        f"id: {name}\n", f"id: {new}\nformerly:\n  - {name}\n"
    )
    return {f"cases/sources/{name}.yaml": None, f"cases/sources/{new}.yaml": text}


def test_a_renamed_source_is_the_same_one(ledger):
    text = case(CASE, A.replace("- paper", "- order") + B)
    ledger.commit({**renaming("paper", "order"), path_of(CASE): text})
    assert ledger.audit().findings == ()


def test_a_source_that_only_claims_to_be_another_one_is_none(ledger):
    second = renaming("paper", "second")["cases/sources/second.yaml"]
    ledger.commit({"cases/sources/paper.yaml": None, "cases/sources/second.yaml": second})
    written(ledger, A.replace("- paper", "- second"))
    assert found(ledger.audit()) == FOUND


PAGE = (
    PAPERS["cases/sources/paper.yaml"]
    + "url: https://news.example/a\narchived_url: https://archive.example/1\npublished: 2025-05\n"
)
REPLACED = {
    "kind": PAGE.replace("press_article", "testimony"),
    "url": PAGE.replace("/a\n", "/b\n"),
    "archived_url": PAGE.replace("example/1", "example/2"),
    "published": PAGE.replace("2025-05", "2025-06"),
}


@pytest.mark.parametrize(("field", "text"), REPLACED.items())
@pytest.mark.parametrize("words", [(), ("-m", "Reason: a slip")])
def test_a_source_stays_the_one_that_it_was(ledger, field, text, words):
    path = "cases/sources/paper.yaml"
    ledger.commit({path: PAGE})
    ledger.commit({path: PAGE.replace("https://news.example/a", "http://www.news.example/a/") + "lang: ky\n"})
    assert ledger.audit().findings == ()
    spoiled = ledger.commit({path: text}, *words)
    told = [(each.code, each.commit, each.record, each.event) for each in ledger.audit().findings]
    assert told == ([] if words else [("CF752", spoiled, "paper", None)])
    assert all(f"`{field}`" in each.message for each in ledger.audit().findings)


@pytest.mark.parametrize(("words", "finds"), [((), FOUND), (("-m", "Reason: the right one"), [])])
def test_another_source_under_a_former_id_is_another_one(ledger, words, finds):
    files = renaming("paper", "order")
    files["cases/sources/order.yaml"] = str(files["cases/sources/order.yaml"]).replace(
        "title: paper", "title: x"
    )
    ledger.commit({**files, path_of(CASE): case(CASE, A.replace("- paper", "- order") + B)}, *words)
    assert found(ledger.audit()) == finds


@pytest.mark.parametrize("path", ["a", "b"])
def test_a_source_that_is_renamed_and_gets_a_title_in_one_commit_is_the_same_one(ledger, path):
    ledger.commit({"cases/sources/paper.yaml": PAGE})
    page = PAGE.replace("id: paper\n", "id: order\nformerly:\n  - paper\n").replace(
        "title: paper", "title: x"
    )
    files = {"cases/sources/paper.yaml": None, "cases/sources/order.yaml": page.replace("/a\n", f"/{path}\n")}
    ledger.commit({**files, path_of(CASE): case(CASE, A.replace("- paper", "- order") + B)})
    assert (found(ledger.audit()) == []) is (path == "a")


ACCESS = '  - id: {}\n    type: access\n    date: "{}"\n    to: counsel\n    outcome: permitted\n'
TWICE = {"one": ACCESS.format("a1aaa", "2025-05"), "two": ACCESS.format("b2bbb", "2025-05-28")}
JOINED = TWICE["one"].replace("2025-05", "2025-05-28") + "    sources:\n      - paper\n"


@pytest.mark.parametrize(
    ("made", "finds"),
    [
        (JOINED, []),
        (JOINED + "    place: Osh\n", []),
        (JOINED.replace("counsel", "family"), ["CF740", "CF752"]),
        (JOINED.replace("      - paper\n", "      - second\n"), ["CF740", "CF752"]),
        (JOINED.replace("2025-05-28", "2025-05-29"), ["CF740", "CF752"]),
        (TWICE["one"], ["CF740"]),
    ],
)
def test_two_events_that_are_joined_lose_nothing_or_are_found(ledger, made, finds):
    path = path_of("kg-2025-ccccc")
    ledger.commit({path: case("kg-2025-ccccc", TWICE["one"] + TWICE["two"] + SOURCES)})
    ledger.commit({path: case("kg-2025-ccccc", made)})
    assert [each.code for each in ledger.audit().findings] == finds


def test_of_two_events_with_one_id_no_command_joins_a_third_and_none_is_accepted(ledger):
    path = path_of("kg-2025-ccccc")
    other = ACCESS.format("a1aaa", "2024-01-01")
    ledger.commit({path: case("kg-2025-ccccc", other + TWICE["one"] + TWICE["two"] + SOURCES)})
    ledger.commit({path: case("kg-2025-ccccc", JOINED)})
    assert "CF740" in [each.code for each in ledger.audit().findings]


def test_a_day_that_neither_of_two_joined_events_states_is_found(ledger):
    path = path_of("kg-2025-ccccc")
    ledger.commit({path: case("kg-2025-ccccc", TWICE["one"] + ACCESS.format("b2bbb", "2025-05") + SOURCES)})
    ledger.commit({path: case("kg-2025-ccccc", JOINED)})
    assert [each.code for each in ledger.audit().findings] == ["CF740", "CF752"]


@pytest.mark.parametrize(
    ("made", "finds"),
    [
        (JOINED, []),
        (JOINED.replace("      - paper\n", "      - second\n"), ["CF752", "CF742"]),
        (TWICE["one"], ["CF742"]),
    ],
)
def test_two_events_that_are_joined_in_the_merge_that_brings_them_lose_nothing(ledger, made, finds):
    ledger.git("checkout", "-q", "-b", "side")
    ledger.commit({path_of(OTHER): case(OTHER, B + TWICE["two"].replace("b2bbb", "c3ccc") + SOURCES)})
    ledger.git("checkout", "-q", "main")
    ledger.commit({path_of(OTHER): case(OTHER, B + TWICE["one"])})
    ledger.git.run("merge", "-q", "--no-commit", "side")
    ledger.commit({path_of(OTHER): case(OTHER, B + made)})
    assert [each.code for each in ledger.audit().findings] == finds


@pytest.mark.parametrize("page", ["page", "another"])
def test_two_sources_that_are_joined_in_the_merge_that_brings_them_are_one(ledger, page):
    first, other = (f"cases/sources/{name}.yaml" for name in ("first", "other"))
    head = "schema: casefile/source/1\nid: {}\n{}kind: press_article\nurl: https://news.example/{}\n"
    cited = event("c3ccc") + SOURCES.replace("paper", "other")
    ledger.git("checkout", "-q", "-b", "side")
    ledger.commit({other: head.format("other", "", f"{page}/"), path_of(OTHER): case(OTHER, B + cited)})
    ledger.git("checkout", "-q", "main")
    ledger.commit({first: head.format("first", "", "page")})
    ledger.git.run("merge", "-q", "--no-commit", "side")
    joined = head.format("first", "formerly:\n  - other\n", "page")
    text = case(OTHER, B + cited.replace("other", "first"))
    ledger.commit({first: joined, other: None, path_of(OTHER): text})
    rewritten = {("CF752", OTHER, "c3ccc"), ("CF752", "first", None)} if page == "another" else set()
    assert {each for each in found(ledger.audit()) if each[0] == "CF752"} == rewritten


def test_two_sources_of_one_address_that_are_joined_are_one(ledger):
    page = "url: https://news.example/page\n"
    one, two = (f"cases/sources/{name}.yaml" for name in ("first", "other"))
    head = "schema: casefile/source/1\nid: {}\n{}kind: press_article\n"
    ledger.commit({one: head.format("first", "") + page, two: head.format("other", "") + page})
    ledger.commit({path_of(OTHER): case(OTHER, B + "    sources:\n      - other\n")})
    former = "formerly:\n  - other\n"
    text = case(OTHER, B + "    sources:\n      - first\n")
    ledger.commit({one: head.format("first", former) + page, two: None, path_of(OTHER): text})
    assert ledger.audit().findings == ()


def test_a_withdrawn_case_has_no_rewritten_events(ledger):
    written(ledger, REWRITES["date"])
    said = 'withdrawn:\n  date: "2025-09-01"\n  reason: safety\n'
    ledger.commit({path_of(CASE): f"schema: casefile/case/1\nid: {CASE}\n{said}"})
    assert ledger.audit().findings == ()


def branched(past, ours: str, theirs: str, *words: str) -> None:
    """Commit a text of the first event on each of two branches."""
    past.git("checkout", "-q", "-b", "side")
    written(past, theirs, *words)
    past.git("checkout", "-q", "main")
    if ours != A:
        written(past, ours, *words)
    else:
        past.commit({path_of(OTHER): case(OTHER, B + event("d4ddd", "2025-06-02"))})


REASON = ("-m", "Reason: a slip")


def test_a_merge_may_take_the_value_of_one_side(ledger):
    branched(ledger, A, REWRITES["date"], *REASON)
    ledger.merge("side")
    assert ledger.audit().findings == ()


@pytest.mark.parametrize("value", ["2025-05-28", "2025-05-31"])
def test_a_merge_that_drops_or_invents_a_date_is_found(ledger, value):
    branched(ledger, A, REWRITES["date"], *REASON)
    ledger.git("merge", "-q", "--no-ff", "--no-commit", "side")
    merged = written(ledger, A.replace("2025-05-28", value))
    (finding,) = ledger.audit().findings
    assert (finding.code, finding.commit, finding.event) == ("CF752", merged, "a1aaa")


@pytest.mark.parametrize("value", ["2025-05-28", "2025-05-29", "2025-05-30", "2025-05-31"])
def test_a_conflict_may_be_resolved_to_any_value(ledger, value):
    branched(ledger, REWRITES["date"], A.replace("2025-05-28", "2025-05-30"), *REASON)
    ledger.git.run("merge", "-q", "side")
    written(ledger, A.replace("2025-05-28", value))
    assert ledger.audit().findings == ()


def test_a_conflict_in_one_field_opens_no_other(ledger):
    branched(ledger, REWRITES["date"], A.replace("2025-05-28", "2025-05-30"), *REASON)
    ledger.git.run("merge", "-q", "side")
    written(ledger, REWRITES["date"].replace("- paper", "- second"))
    assert found(ledger.audit()) == FOUND


RELEASE = '  - id: d4ddd\n    type: release\n    date: "2025-06-02"\n    kind: bail\n'


@pytest.mark.parametrize("rewritten", [False, True])
def test_a_conflict_about_order_opens_no_event(ledger, rewritten):
    """Both sides add an event of one day, and the status depends on their order."""
    again = event("c3ccc", "2025-06-02")
    ledger.git("checkout", "-q", "-b", "side")
    ledger.commit({path_of(CASE): case(CASE, A + B + RELEASE)})
    ledger.git("checkout", "-q", "main")
    ledger.commit({path_of(CASE): case(CASE, A + B + again)})
    ledger.git.run("merge", "-q", "--no-commit", "side")
    ledger.commit({path_of(CASE): case(CASE, (REWRITES["date"] if rewritten else A) + B + RELEASE + again)})
    assert found(ledger.audit()) == (FOUND if rewritten else [])


def test_a_conflict_by_the_settings_of_the_merge_may_be_resolved(past):
    """A public event needs a source: where each side removes another one, both removals are in conflict."""
    papers = {path: f"{text}tier: public\n" for path, text in PAPERS.items()}
    past.commit({"casefile.yaml": SETTINGS.replace("restricted", "public"), **papers})
    both = A + "      - second\n"
    past.commit({path_of(CASE): case(CASE, both)})
    sides = [A, A.replace("- paper", "- second")]
    past.git("checkout", "-q", "-b", "side")
    past.commit({path_of(CASE): case(CASE, sides[0])}, *REASON)
    past.git("checkout", "-q", "main")
    past.commit({path_of(CASE): case(CASE, sides[1])}, *REASON)
    past.git.run("merge", "-q", "--no-commit", "side")
    past.commit({path_of(CASE): case(CASE, sides[1])})
    assert past.audit().findings == ()


def test_a_merge_with_a_reason_may_choose(ledger):
    branched(ledger, A, REWRITES["date"], *REASON)
    ledger.git("merge", "-q", "--no-ff", "--no-commit", "side")
    written(ledger, A, *REASON)
    assert ledger.audit().findings == ()


def test_sources_of_both_sides_are_to_be_kept_by_a_merge(ledger):
    both = A + "      - second\n"
    branched(ledger, both, A + "    place: Osh\n")
    ledger.git.run("merge", "-q", "--no-commit", "side")
    written(ledger, A + "    place: Osh\n")
    assert found(ledger.audit()) == FOUND


def test_a_merge_of_three_branches_may_take_the_value_of_one(ledger):
    for name, path in (("one", OTHER), ("two", "kg-2025-ccccc")):
        ledger.git("checkout", "-q", "-b", name, "main")
        ledger.commit({path_of(path): case(path, B + event("d4ddd", "2025-06-02"))})
    ledger.git("checkout", "-q", "main")
    written(ledger, REWRITES["date"], *REASON)
    ledger.git("merge", "-q", "-m", "three", "one", "two", **ledger.tick())
    assert ledger.audit().findings == ()
    text = case(CASE, A.replace("2025-05-28", "2025-05-31") + B)
    (ledger.folder / path_of(CASE)).write_text(text, encoding="utf-8")
    ledger.git("commit", "-qa", "--amend", "--no-edit", **ledger.tick())
    assert found(ledger.audit()) == FOUND


def test_a_merge_over_two_bases_may_take_either(ledger):
    """Two branches that merged each other crosswise have two best common ancestors."""
    branched(ledger, A, REWRITES["date"], *REASON)
    side, main = ledger.git("rev-parse", "side"), ledger.git("rev-parse", "main")
    ledger.merge("side")
    ledger.git("checkout", "-q", "side")
    ledger.git("merge", "-q", "--no-ff", "-m", "cross", main, **ledger.tick())
    written(ledger, REWRITES["date"] + "    place: Osh\n")
    ledger.git("checkout", "-q", "main")
    assert side
    ledger.merge("side")
    assert ledger.audit().findings == ()


def test_a_source_that_was_deleted_and_is_added_again_is_the_one_that_it_was(ledger):
    path = "cases/sources/paper.yaml"
    for former, other in (("", path), ("formerly:\n  - paper\n", "cases/sources/order.yaml")):
        ledger.commit({path: PAGE})
        ledger.commit({path: None})
        page = PAGE.replace("/a\n", "/b\n")
        if former:
            page = page.replace("id: paper\n", f"id: order\n{former}")
        spoiled = ledger.commit({other: page})
        assert spoiled in {each.commit for each in ledger.audit().findings if each.code == "CF752"}
        ledger.git("reset", "-q", "--hard", "HEAD^")
        ledger.commit({other: page}, *REASON)
        assert spoiled not in {each.commit for each in ledger.audit().findings if each.code == "CF752"}
        ledger.git("reset", "-q", "--hard", "HEAD^^^")


@pytest.mark.parametrize("cited", [True, False])
def test_a_source_that_an_older_branch_adds_is_not_the_one_that_was_deleted_while_it_is_cited(ledger, cited):
    path = "cases/sources/page.yaml"
    page = PAGE.replace("id: paper", "id: page")
    ledger.git("checkout", "-q", "-b", "side")
    ledger.commit({path: page.replace("/a\n", "/b\n")})
    ledger.git("checkout", "-q", "main")
    ledger.commit({path: page})
    written(ledger, A + ("      - page\n" if cited else "    place: Osh\n"))
    ledger.commit({path: None})
    merged = ledger.merge("side")
    commits = [each.commit for each in ledger.audit().findings if each.code == "CF752"]
    assert commits == ([merged] if cited else [])


@pytest.mark.parametrize("cited", [True, False])
def test_a_digest_of_another_branch_is_found_while_its_source_is_cited(ledger, cited):
    path = "cases/sources/page.yaml"
    page = PAPER.format("page") + "file: a.txt\nsha256: {}\n"
    ledger.git("checkout", "-q", "-b", "side")
    ledger.commit({path: page.format("a" * 64)})
    ledger.git("checkout", "-q", "main")
    ledger.commit({path: page.format("b" * 64)})
    written(ledger, A + ("      - page\n" if cited else "    place: Osh\n"))
    ledger.commit({path: None})
    merged = ledger.merge("side")
    commits = [each.commit for each in ledger.audit().findings if each.code == "CF754"]
    assert commits == ([merged] if cited else [])


def test_a_rename_that_was_reverted_leaves_two_ids(ledger):
    text = case(CASE, A.replace("- paper", "- order") + B)
    ledger.commit({**renaming("paper", "order"), path_of(CASE): text})
    ledger.git("revert", "--no-edit", "HEAD", **ledger.tick())
    assert ledger.audit().findings == ()
    ledger.commit({"cases/sources/order.yaml": PAPER.format("order").replace("title: order", "title: x")})
    ledger.commit({path_of(CASE): text})
    assert found(ledger.audit()) == FOUND


@pytest.mark.parametrize("copied", [True, False])
def test_a_date_of_an_event_that_both_sides_added_is_explained_or_found(ledger, copied):
    third = event("c3ccc", "2025-06-01")
    other = third.replace("2025-06-01", "2025-06-02")
    ledger.git("checkout", "-q", "-b", "side")
    if copied:  # as `git cherry-pick` copies it
        written(ledger, A + third)
        written(ledger, A + other, *REASON)
    else:
        written(ledger, A + other)
    ledger.git("checkout", "-q", "main")
    written(ledger, A + third)
    ledger.git.run("merge", "-q", "--no-commit", "side")
    written(ledger, A + other)
    assert found(ledger.audit()) == ([] if copied else [("CF752", CASE, "c3ccc")])


ORDER = PAGE.replace("id: paper\n", "id: order\nformerly:\n  - paper\n")
PAPER_AT, ORDER_AT = "cases/sources/paper.yaml", "cases/sources/order.yaml"
CITES_ORDER = case(CASE, A.replace("- paper", "- order") + B)
SWAPPED = PAGE.replace("/a\n", "/b\n")
NO_FORMER = ORDER.replace("formerly:\n  - paper\n", "")


@pytest.fixture
def moved(ledger):
    """A ledger whose source has another id than before."""
    ledger.commit({PAPER_AT: PAGE})
    ledger.commit({PAPER_AT: None, ORDER_AT: ORDER, path_of(CASE): CITES_ORDER})
    assert ledger.audit().findings == ()
    return ledger


@pytest.mark.parametrize("order", [ORDER, NO_FORMER])
@pytest.mark.parametrize("words", [(), REASON])
def test_an_event_may_not_cite_another_source_under_the_former_id_of_its_own(moved, order, words):
    moved.commit({PAPER_AT: SWAPPED, ORDER_AT: order, path_of(CASE): case(CASE, A + B)}, *words)
    finds = [] if words else [("CF752", CASE, "a1aaa"), ("CF752", "paper", None)]
    assert sorted(each for each in found(moved.audit()) if each[0] == "CF752") == finds


@pytest.mark.parametrize("order", [ORDER, NO_FORMER])
def test_an_event_may_not_cite_another_source_under_a_former_id_in_a_later_commit(moved, order):
    moved.commit({PAPER_AT: SWAPPED, ORDER_AT: order}, *REASON)
    assert found(moved.audit()) == []
    moved.commit({path_of(CASE): case(CASE, A + B)})
    moved.commit({ORDER_AT: NO_FORMER + "lang: ky\n"})
    assert found(moved.audit()) == FOUND


def test_another_source_under_an_id_of_a_renamed_one_is_found(moved):
    moved.commit({ORDER_AT: NO_FORMER})
    moved.commit({PAPER_AT: SWAPPED})
    assert found(moved.audit()) == [("CF752", "paper", None)]


def test_a_source_that_gets_its_id_back_may_have_another_address_for_a_reason(moved):
    moved.commit({ORDER_AT: ORDER.replace("/a\n", "/b\n")}, *REASON)
    moved.commit({ORDER_AT: None, PAPER_AT: SWAPPED, path_of(CASE): case(CASE, A + B)})
    assert found(moved.audit()) == []


def test_two_sources_of_which_a_join_is_reverted_are_two_again(ledger):
    page = PAGE.replace("title: paper\n", "")
    ledger.commit({PAPER_AT: page, ORDER_AT: page.replace("id: paper", "id: order")})
    joined = page.replace("id: paper\n", "id: order\nformerly:\n  - paper\n")
    ledger.commit({PAPER_AT: None, ORDER_AT: joined, path_of(CASE): CITES_ORDER})
    assert found(ledger.audit()) == []
    ledger.git("revert", "--no-edit", "HEAD", **ledger.tick())
    assert found(ledger.audit()) == []


def test_two_branches_with_a_renamed_source_are_merged(moved):
    moved.git("checkout", "-q", "-b", "side", "HEAD^^")
    moved.commit({path_of(OTHER): case(OTHER, B + event("c3ccc") + SOURCES)})
    moved.git("checkout", "-q", "main")
    moved.git.run("merge", "-q", "--no-commit", "side")
    moved.commit({path_of(OTHER): case(OTHER, B + event("c3ccc") + SOURCES.replace("paper", "order"))})
    assert found(moved.audit()) == []


FIELDS = A.replace("    sources:", "    place: Osh\n    sources:") + "      - second\n    cites:\n"
ALONE = FIELDS + "      kind:\n        - paper\n      place:\n        - second\n"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (ALONE.replace("kind:\n        - paper", "kind:\n        - second"), ["cites.kind"]),
        (FIELDS + "      kind:\n        - paper\n", ["cites.place"]),
        (FIELDS.removesuffix("    cites:\n"), ["cites.kind", "cites.place"]),
        (ALONE + "        - paper\n", []),
        (FIELDS.replace("    place: Osh\n", "") + "      kind:\n        - paper\n", []),
    ],
)
@pytest.mark.parametrize("words", [(), REASON])
def test_the_sources_of_single_fields_are_not_replaced_without_a_reason(ledger, text, fields, words):
    written(ledger, ALONE)
    assert ledger.audit().findings == ()
    written(ledger, text, *words)
    messages = [each.message for each in ledger.audit().findings]
    named = " and ".join(f"`{each}`" for each in fields)
    told = [f"the event a1aaa got a new {named} without a reason"] if fields and not words else []
    assert messages == told


def test_a_renamed_source_is_the_same_one_for_a_single_field(ledger):
    written(ledger, ALONE)
    ledger.commit(
        {**renaming("paper", "order"), path_of(CASE): case(CASE, ALONE.replace("- paper", "- order") + B)}
    )
    assert ledger.audit().findings == ()
