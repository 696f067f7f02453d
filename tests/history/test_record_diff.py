"""What `diff` compares, and what of it an audience may know."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from casefile.errors import BadInput, CasefileError, NotFound
from casefile.history.diff_arguments import DiffWords
from casefile.history.record_diff import read_diff
from casefile.history.record_log import UNREAD
from casefile.loading.read_times import QueryTimes
from casefile.publication.published_difference import GONE
from casefile.terminal.history_pages import diff_page as page
from casefile.terminal.markdown_pages import markdown

CASE = "cases/kg/2025/kg-2025-aaaaa.yaml"
CLOSED = "cases/kg/2025/kg-2025-bbbbb.yaml"
ON = QueryTimes(dt.datetime(2025, 7, 20, tzinfo=dt.UTC), "2025-07-10")
NOTE = '  - id: n1n1n\n    type: note\n    date: "2025-07-02"\n    summary: "Moved to another cell"\n'
ADJOURNED = (
    '  - id: n1n1n\n    type: hearing\n    date: "2025-08-01"\n    outcome: adjourned\n'
    "    sources: [{source: occrp-2025-06-04}]\n"
)
RELEASED = ("release (court order) on 2025-07-01",)


def compared(past, *words, dashed=None, audience=None, clocks=ON):
    return read_diff(past.folder, DiffWords(words, dashed), clocks, audience)


def texts_by_record(past, *words, **how):
    return {each.record: each.texts for each in compared(past, *words, **how).differences}


def test_the_last_commit_and_the_files_are_compared(past):
    assert texts_by_record(past) == {}
    past.append()
    result = compared(past)
    (difference,) = result.differences
    assert result.after == "the working tree"
    assert difference.texts == RELEASED
    assert difference.status.text == "held (pretrial) until 21 July 2025 → released"
    assert difference.sources == ("occrp-2025-06-04",)
    assert result.sources["occrp-2025-06-04"] == "OCCRP, 4 June 2025"
    past.git("add", "-A")
    assert texts_by_record(past) == {"kg-2025-aaaaa": RELEASED}


def test_the_status_is_that_of_the_day_asked_about(past):
    past.append()
    earlier = compared(past, clocks=QueryTimes(ON.now, "2025-06-10")).differences[0].status
    assert (earlier.before, earlier.after, earlier.text) == ("held", "held", "")


@pytest.mark.parametrize("audience", [None, "internal"])
def test_an_unchanged_status_is_shown_in_full(past, audience):
    past.append(NOTE)
    lapsed = QueryTimes(ON.now, "2025-08-10")
    text = markdown(page(compared(past, audience=audience, clocks=lapsed)))
    assert "Status unchanged: last known held (pretrial), order ended 21 July 2025\n" in text


@pytest.mark.parametrize("audience", [None, "internal"])
def test_an_order_that_ended_before_news_of_custody_is_shown_as_ended(past, audience):
    past.append(ADJOURNED)
    later = QueryTimes(ON.now, "2025-08-10")
    (difference,) = compared(past, audience=audience, clocks=later).differences
    assert difference.status.now == "held (pretrial), order ended 21 July 2025"


def test_new_and_deleted_files_count(past):
    past.write("schema: casefile/source/1\nid: new\nkind: letter\n", "cases/sources/new.yaml")
    (past.folder / CLOSED).unlink()
    assert texts_by_record(past) == {
        "kg-2025-bbbbb": ("record removed with 1 entry",),
        "new": ("record added",),
    }


def test_revisions_are_written_as_in_git(past):
    first = past.git("rev-parse", "HEAD")
    past.append()
    second = past.commit("a release")
    past.git("tag", "v1")
    past.git("checkout", "-qb", "side", first)
    past.replace("place: Bishkek", "place: Osh")
    past.commit("on the side")
    past.git("checkout", "-q", "main")
    past.replace("country: KG\n", "country: KG\ntags:\n  - now\n")
    moved = ("detention d1d1d: place corrected: Bishkek → Osh",)
    assert texts_by_record(past, first)["kg-2025-aaaaa"] == ("tag added: now", *RELEASED)
    for words in (f"{first}..{second}", f"{first[:8]}..", "HEAD~1..v1", "side...main"):
        assert texts_by_record(past, words)["kg-2025-aaaaa"] == RELEASED, words
    assert texts_by_record(past, "main...side")["kg-2025-aaaaa"] == moved
    assert len(texts_by_record(past, "main..side")["kg-2025-aaaaa"]) == 2
    assert texts_by_record(past, "..HEAD") == {}
    assert texts_by_record(past, "2025-07-10")["kg-2025-aaaaa"] == ("tag added: now",)


@pytest.mark.parametrize(
    ("words", "dashed", "code"),
    [
        (["nowhere..HEAD"], None, "CF302"),
        (["-x..HEAD"], None, "CF604"),
        (["nowhere"], [], "CF302"),
        (["nowhere"], None, "CF732"),
        (["HEAD", "nobody"], None, "CF301"),
        ([], ["HEAD"], "CF301"),
        (["HEAD", "HEAD"], [], "CF733"),
    ],
)
def test_an_argument_that_is_no_revision_and_no_record_is_refused(past, words, dashed, code):
    with pytest.raises(CasefileError) as caught:
        compared(past, *words, dashed=dashed)
    assert caught.value.code == code
    assert isinstance(caught.value, NotFound | BadInput)
    assert caught.value.hint


def test_records_narrow_the_answer_also_where_they_are_gone_or_renamed(past):
    text = past.text().replace("id: kg-2025-aaaaa\n", "id: kg-2025-ccccc\nformerly:\n  - kg-2025-aaaaa\n")
    (past.folder / CASE).unlink()
    past.write(text, "cases/kg/2025/kg-2025-ccccc.yaml")
    (past.folder / CLOSED).unlink()
    renamed = ("renamed: kg-2025-aaaaa → kg-2025-ccccc", "formerly added: kg-2025-aaaaa")
    for words in ("aleksandrov", "kg-2025-aaaaa", "kg-2025-ccccc"):
        assert (
            texts_by_record(past, words) == texts_by_record(past, "HEAD", words) == {"kg-2025-ccccc": renamed}
        )
    assert [*texts_by_record(past, "Zyyagul")] == ["kg-2025-bbbbb"]
    assert texts_by_record(past, "occrp-2025-06-04") == {}
    past.commit("both")
    assert texts_by_record(past, "HEAD~1..HEAD", "aleksandrov") == {"kg-2025-ccccc": renamed}


def test_two_separate_revisions_are_refused_with_the_range_notation(past):
    with pytest.raises(NotFound) as caught:
        compared(past, "HEAD", "main")
    assert caught.value.code == "CF301"
    assert caught.value.hint.endswith(": casefile diff A..B")
    with pytest.raises(NotFound) as caught:
        compared(past, "HEAD", "nobody")
    assert "A..B" not in caught.value.hint


def test_in_a_shallow_clone_a_revision_may_be_one_of_those_that_are_not_here(past, tmp_path, git_in):
    past.append()
    past.commit("a release")
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{past.folder}", "shallow")
    with pytest.raises(NotFound) as caught:
        read_diff(tmp_path / "shallow", DiffWords(["HEAD~1"]), ON)
    assert caught.value.code == "CF732"
    assert "shallow clone" in caught.value.message
    assert "git fetch --unshallow" in caught.value.hint


def test_a_source_of_unknown_kind_is_called_by_its_host(past):
    past.write(
        "schema: casefile/source/1\nid: kg-news\nkind: unknown\nurl: https://www.24.kg/english/1\n",
        "cases/sources/kg-news.yaml",
    )
    (source,) = compared(past).differences
    assert (source.record, source.name) == ("kg-news", "24.kg")


def test_a_word_that_is_both_is_not_guessed(past):
    past.git("branch", "kg-2025-aaaaa")
    past.append()
    with pytest.raises(NotFound) as caught:
        compared(past, "kg-2025-aaaaa")
    assert caught.value.code == "CF734"
    assert texts_by_record(past, "kg-2025-aaaaa", dashed=[]) == texts_by_record(
        past, dashed=["kg-2025-aaaaa"]
    )
    past.replace("Aleksander Aleksandrov", "Abed Aleksandrov")
    past.git("branch", "abed")
    with pytest.raises(NotFound):
        compared(past, "abed")


def test_diverged_branches_suggest_the_three_dot_range(past):
    past.git("checkout", "-qb", "topic")
    past.append()
    past.commit("on the branch")
    assert compared(past, "main..topic").since_parted is None, "main has nothing that the branch lacks"
    past.git("checkout", "-q", "main")
    past.replace("country: KG\n", "country: KG\ntags:\n  - now\n")
    past.commit("main goes on")
    result = compared(past, "main..topic")
    assert result.differences[0].texts == ("tag removed: now", *RELEASED)
    assert result.since_parted == "main...topic"
    assert texts_by_record(past, result.since_parted) == {"kg-2025-aaaaa": RELEASED}
    assert compared(past, "main..topic", audience="public").since_parted == "main...topic"
    assert compared(past, "..topic").since_parted == "...topic"
    for words in ("main...topic", "topic", "main~1..topic", "main..main"):
        assert compared(past, words).since_parted is None, words


def test_two_roots_have_nothing_in_common(past):
    past.git("checkout", "-q", "--orphan", "root")
    past.commit("another root")
    with pytest.raises(NotFound) as caught:
        compared(past, "main...root")
    assert caught.value.code == "CF735"
    assert texts_by_record(past, "main..root") == {}
    assert compared(past, "main..root").since_parted is None


def test_before_the_first_commit_all_is_new(past):
    past.git("checkout", "-q", "--orphan", "new")
    past.git("rm", "-rq", "--cached", ".")
    result = compared(past, "aleksandrov")
    assert "commit " not in result.before
    assert result.differences[0].texts == ("record added with 2 entries",)


def test_a_file_with_errors_is_reported_and_hides_no_difference(past):
    past.write(past.text() + "\tno YAML\n")
    past.replace("place: Osh", "place: Jalal-Abad", CLOSED)
    broken, sound = compared(past).differences
    assert (broken.record, broken.texts) == ("kg-2025-aaaaa", ())
    assert broken.problems
    assert sound.texts == ("detention d2d2d: place corrected: Osh → Jalal-Abad",)


def broken(text):
    return text + "\tno YAML\n"


EXTENDED = ("hearing h1h1h: until corrected: 2025-07-21 → 2025-09-21",)


def test_a_fixed_file_is_compared_with_its_last_readable_state(past):
    sound = past.text()
    past.write(broken(sound))
    past.commit("broken")
    past.write(broken(sound) + "\n")
    past.commit("still broken")
    past.write(sound.replace('until: "2025-07-21"', 'until: "2025-09-21"'))
    (here,) = compared(past).differences
    past.commit("mended")
    (there,) = compared(past, "HEAD~1..HEAD").differences
    for each in (here, there):
        assert (each.record, each.texts, each.note) == ("kg-2025-aaaaa", EXTENDED, UNREAD)
        assert (
            each.status.text == "held (pretrial) until 21 July 2025 → held (pretrial) until 21 September 2025"
        )
    (backwards,) = compared(past, "HEAD..HEAD~1").differences
    assert (backwards.texts, backwards.note) == ((), "")
    assert backwards.problems


def test_a_file_restored_or_deleted_after_errors_is_noted(past):
    sound = past.text()
    past.write(broken(sound))
    past.commit("broken")
    past.write(sound)
    (mended,) = compared(past).differences
    assert (mended.texts, mended.note) == ((), UNREAD)
    (past.folder / CASE).unlink()
    (gone,) = compared(past).differences
    assert (gone.texts, gone.note) == (("record removed with 2 entries",), UNREAD)


def test_a_file_that_was_never_readable_is_noted(past):
    path = "cases/kg/2025/kg-2025-ccccc.yaml"
    past.write("\tno YAML\n", path)
    past.commit("broken from the start")
    past.write(past.text().replace("kg-2025-aaaaa", "kg-2025-ccccc"), path)
    (mended,) = compared(past).differences
    assert (mended.texts, mended.note) == (("record added with 2 entries",), UNREAD)
    (past.folder / path).unlink()
    (gone,) = compared(past).differences
    assert (gone.texts, bool(gone.note)) == ((), True)


def test_the_settings_are_compared_too(past):
    past.write(past.text("casefile.yaml") + "stale_days: 30\n", "casefile.yaml")
    assert [*texts_by_record(past)] == [*texts_by_record(past, "casefile.yaml")] == ["casefile.yaml"]


# What an audience may know.


def published(past, *words, audience="public"):
    result = compared(past, *words, audience=audience)
    everything = json.dumps([each.as_data() for each in result.differences], ensure_ascii=False)
    return result, everything + markdown(page(result))


def test_an_audience_sees_only_published_differences(past):
    past.append()
    past.append(
        '  - id: n1n1n\n    type: note\n    date: "2025-07-02"\n    tier: restricted\n    summary: a secret\n'
    )
    past.replace("place: Osh", "place: Jalal-Abad", CLOSED)
    result, text = published(past)
    (difference,) = result.differences
    assert difference.texts == RELEASED
    assert difference.status.text == "held (pretrial) until 21 July 2025 → released"
    assert "secret" not in text
    assert "bbbbb" not in text
    assert {each.record for each in published(past, audience="internal")[0].differences} == {
        "kg-2025-aaaaa",
        "kg-2025-bbbbb",
    }


def test_a_value_withheld_today_is_not_shown_by_its_earlier_publication(past):
    past.replace("    place: Bishkek\n", "    place: Bishkek\n    summary: Taken by masked men\n")
    past.replace("tier: public\ncountry", "tier: public\ntags:\n  - telling\ncountry")
    past.commit("public for now")
    past.replace("    type: hearing\n", "    type: hearing\n    tier: restricted\n")
    past.replace("summary: Taken by masked men", "summary: Taken")
    past.replace("tags:\n  - telling\n", "")
    result, text = published(past)
    (difference,) = result.differences
    assert difference.texts == (
        f"tag {GONE}",
        f"event h1h1h {GONE}",
        "detention d1d1d: summary corrected to: Taken",
    )
    for word in ("telling", "masked", "remanded", "pretrial", "2025-07-21", "21 July"):
        assert word not in text, word
    assert difference.status.before is None


@pytest.mark.parametrize("how", ["tier", "consent", "name_tier", "gone"])
def test_a_name_withheld_today_is_shown_nowhere(past, how):
    text = past.text()
    (past.folder / CASE).unlink()
    path = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
    past.write(text.replace("kg-2025-aaaaa", "kg-2025-aleksander-aleksandrov"), path)
    past.commit("an id made of the name, public then")
    if how == "gone":
        (past.folder / path).unlink()
    else:
        old, new = {
            "tier": ("tier: public\ncountry", "tier: restricted\ncountry"),
            "consent": (
                "country: KG\n",
                'country: KG\nconsent:\n  basis: family\n  withdrawn: "2025-07-09"\n',
            ),
            "name_tier": ("person:\n", "person:\n  name_tier: restricted\n"),
        }[how]
        past.replace(old, new, path)
    result, shown = published(past)
    assert None in {each.record for each in result.differences}
    assert "leksand" not in shown


@pytest.mark.parametrize("later", ["HEAD", "HEAD~1", ""])
def test_no_value_is_shown_of_the_person_who_had_the_id_before(past, later):
    past.replace("person:\n", 'person:\n  birth: "1980-02-03"\n')
    first = past.commit("the first person")
    text = past.text().partition("events:\n")[0].replace("1980-02-03", "1991-09-09")
    past.write(text.replace("Aleksander Aleksandrov", "Zarema Tokbaeva") + "events:\n")
    past.append()
    if later:
        past.commit("the same id for another person")
    if later == "HEAD~1":
        past.append('  - id: n1n1n\n    type: note\n    date: "2025-07-02"\n')
        past.commit("more of the second person")
    result, shown = published(past, f"{first}..{later}" if later else first)
    added = ("kg-2025-aaaaa", "added")
    gone = [] if later == "HEAD~1" else [(None, "removed")]
    assert [(each.record, each.changes[0].kind) for each in result.differences] == [added, *gone]
    assert not any(word in shown for word in ("1980", "leksand", "h1h1h", "2025-07-21"))


def test_no_value_is_shown_of_an_event_that_has_another_type_by_now(past):
    past.append()
    first = past.commit("a release")
    past.replace("type: release\n", "type: note\n")
    past.replace("    kind: court_order\n", "")
    past.replace('date: "2025-07-01"', 'date: "2025-08-08"')
    past.commit("it was no release")
    (difference,) = published(past, f"{first}..HEAD")[0].differences
    assert [(each.field, each.kind, each.old) for each in difference.changes] == [
        ("events.r1r1r", "removed", None),
        ("events.r1r1r", "added", None),
    ]
    assert difference.status.before is None


def test_a_corrected_date_is_shown_with_its_old_value(past):
    past.replace('until: "2025-07-21"', 'until: "2025-09-21"')
    (difference,) = published(past)[0].differences
    assert difference.texts == ("hearing h1h1h: until corrected: 2025-07-21 → 2025-09-21",)


def test_a_record_that_becomes_public_is_shown_as_added(past):
    past.replace("id: kg-2025-bbbbb\n", "id: kg-2025-bbbbb\ntier: public\n", CLOSED)
    (difference,) = published(past)[0].differences
    assert difference.record == "kg-2025-bbbbb"
    assert difference.texts == ("record added with 1 entry",)


def test_a_rename_is_shown_if_the_former_id_is_published(past):
    text = past.text("cases/organizations/scns.yaml").replace("id: scns\n", "id: gknb\nformerly:\n  - scns\n")
    (past.folder / "cases/organizations/scns.yaml").unlink()
    past.write(text, "cases/organizations/gknb.yaml")
    past.replace("- scns", "- gknb")
    body = published(past)[0].differences[-1]
    assert body.texts == ("renamed: scns → gknb", "formerly added: scns")


def test_a_file_with_errors_is_not_described_as_withheld(past):
    past.write(broken(past.text()))
    result, text = published(past)
    (difference,) = result.differences
    assert (difference.record, difference.texts) == (None, ())
    assert difference.note.endswith(": casefile validate")
    assert [problem.message.split()[0] for problem in result.problems] == ["1"]
    assert "any more" not in text
    assert "leksand" not in text
    past.write(broken(past.text(CLOSED)), CLOSED)
    assert [each.record for each in published(past)[0].differences] == [None, None]
    assert [each.record for each in published(past, "HEAD", "kg-2025-aaaaa")[0].differences] == [None]
    past.commit("both broken")
    result, _ = published(past)
    assert result.differences == ()
    assert [problem.message.split()[0] for problem in result.problems] == ["2"]


def test_a_broken_file_with_a_name_in_its_path_is_not_named(past):
    path = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
    past.write(past.text().replace("kg-2025-aaaaa", "kg-2025-aleksander-aleksandrov"), path)
    (past.folder / CASE).unlink()
    past.commit("an id made of the name")
    past.write(broken(past.text(path)), path)
    result, text = published(past)
    assert [each.record for each in result.differences] == [None]
    assert "leksand" not in text + json.dumps([each.as_data() for each in result.problems])


def test_a_fixed_published_file_is_not_described_as_new(past):
    sound = past.text()
    past.write(broken(sound))
    past.commit("broken")
    past.write(sound)
    (mended,) = published(past)[0].differences
    assert (mended.record, mended.texts, mended.note) == ("kg-2025-aaaaa", (), UNREAD)
    past.write(sound.replace('until: "2025-07-21"', 'until: "2025-09-21"'))
    (changed,) = published(past)[0].differences
    assert (changed.texts, changed.note) == (EXTENDED, UNREAD)
    (past.folder / CASE).unlink()
    (gone,) = published(past)[0].differences
    assert gone.texts == (f"record {GONE}",)


def test_a_fixed_withheld_file_is_not_mentioned(past):
    past.write(broken(past.text(CLOSED)), CLOSED)
    past.commit("broken")
    past.replace("\tno YAML\n", "", CLOSED)
    past.replace("place: Osh", "place: Jalal-Abad", CLOSED)
    result, _ = published(past)
    assert result.differences == ()


def test_markdown_can_be_pasted_into_a_pull_request(past):
    hostile = "<img src=x> [a](b) @somebody #12 **b**"
    past.append(f'  - id: n1n1n\n    type: note\n    date: "2025-07-02"\n    summary: "{hostile}"\n')
    text = markdown(page(compared(past)))
    assert "## Aleksander Aleksandrov  kg-2025-aaaaa\n" in text
    assert "\\<img src=x\\>" in text
    assert "@somebody" not in text
    assert "#12" not in text
    assert "\n\n- note" in text


def test_broken_settings_are_no_file_that_is_not_shown(past, answer):
    first, case, settings = past.git("rev-parse", "HEAD"), past.text(), past.text("casefile.yaml")
    past.write(broken(case))
    past.write("schema: casefile/settings/1\ntier: nonsense\n", "casefile.yaml")
    second = past.commit("broken")
    past.write(case)
    past.write(settings, "casefile.yaml")
    past.commit("mended")
    problems = published(past, f"{first}..{second}")[0].problems
    told = [each.message for each in problems if each.code == "CF738"]
    assert len(told) == 2
    assert told[1].startswith("1 ")
    listed = answer(past.folder, "list", "--known-at", second)[2]
    assert all(each in listed for each in told)
