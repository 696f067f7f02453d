"""The interview from the first question to the saved case, with answers from a list instead of a person."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import product

import pytest

from casefile.cli.interview.call import TypedOptions, interview
from casefile.cli.interview.interview_steps import QUESTIONS, applicable_questions
from casefile.cli.interview.likely_duplicates import ADD_INSTEAD
from casefile.cli.interview.prompts import BrokenOff
from casefile.cli.session import Session
from casefile.cli.write_command import Writing
from casefile.editing.edits import WriteOptions
from casefile.editing.hand_edits import commit
from casefile.editing.write_records import write
from casefile.errors import BadInput, Collision, Interrupted, MachineTrouble, NotFound, TierForbids
from casefile.files.write_lock import lock
from casefile.intake.interview.interview_drafts import DraftStore
from casefile.intake.new_records import take_in
from casefile.loading.open_register import open_register
from casefile.loading.revision import work_tree
from casefile.setup.register_setup import InitOptions, init
from casefile.terminal.terminal_pages import Screen, draw
from support.taking_in import incoming

NOW = dt.datetime(2026, 11, 24, 20, 14, tzinfo=dt.UTC)
STOP = object()
"""Ctrl-C in the place of an answer."""
SCNS = b"""schema: casefile/organization/1
id: scns
name: State Committee for National Security
abbreviation: SCNS
"""
ALEKSANDROV = b"""schema: casefile/case/1
id: kg-2026-aaaaa
tier: public
country: KG
person:
  identification: named
  name: Aleksander Aleksandrov
events:
  - id: d1d1d
    type: detention
    date: "2026-11-20"
    place: Bishkek
    tier: restricted
"""
USUAL = {
    "Name": "Бакыт Асанов", "Adult": "yes", "What": "1", "When": "yesterday", "Town [Kyrgyzstan]": "Osh",
    "By": "SCNS", "Now": "SIZO-1", "Lawyer": "no", "Risk": "yes, asthma", "Caller": "relative",
    "Seen": "heard", "May leave": "3", "Agreed": "2", "Save": "",
}  # fmt: skip
"""What is asked, and an answer to each."""


class Script:
    """Answers from a list: a text, or Ctrl-C behind what was typed by then."""

    width = 80

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.offered = []
        self.shown = ""

    def show(self, blocks):
        self.shown += draw(blocks, Screen(self.width))

    def ask(self, label, text="", completions=()):
        self.asked.append(label)
        self.offered.append(text)
        answer = self.answers.pop(0)
        if answer is STOP or isinstance(answer, tuple):
            raise BrokenOff("" if answer is STOP else answer[0])
        return text if answer is None else answer


@pytest.fixture(scope="session")
def begun(tmp_path_factory, empty_world):
    """Make a register in Bishkek's time once, with a body and a public case."""
    folder = tmp_path_factory.mktemp("begun") / "register"
    init(folder, InitOptions(identity="desk-1"))
    settings = folder / "casefile.yaml"
    settings.write_text(f"{settings.read_text()}timezone: Asia/Bishkek\n")
    taken = [each for text in (SCNS, ALEKSANDROV) for each in incoming(text, "begun")]
    write(folder, take_in(taken))
    return folder


@pytest.fixture
def desk(begun, tmp_path):
    return shutil.copytree(begun, tmp_path / "register", symlinks=True)


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "empty"
    init(folder, InitOptions(identity="desk-1"))
    return folder


NOTHING = TypedOptions()


@pytest.fixture
def call(capsys):
    """Return a function that takes a call with these answers and gives the script back."""

    def take(folder, *answers, given=NOTHING, now=NOW, **how):
        script = Script(*answers)
        session = Session(folder, now=now, environment={})
        script.error = None
        try:
            interview(
                Writing(session, "add", WriteOptions(patience=0.05, **how), as_json=False), given, script
            )
        except (Interrupted, BadInput, NotFound, Collision, MachineTrouble, TierForbids) as error:
            script.error = error
        script.out, script.err = capsys.readouterr()
        return script

    return take


def drafts(folder):
    return DraftStore(folder).kept()


def cases(folder):
    """Return the cases that were saved by an interview."""
    found = open_register(folder).register.by_id.values()
    return [each.data for each in found if each.kind == "case" and each.id != "kg-2026-aaaaa"]


def test_a_call_becomes_a_restricted_case(desk, call):
    script = call(desk, *USUAL.values())
    assert script.error is None
    assert script.asked == [*USUAL]
    (case,) = cases(desk)
    assert case["person"] == {"identification": "named", "name": "Бакыт Асанов", "minor": "adult"}
    assert open_register(desk).register.row(case["id"]).tier == "restricted"
    detention, access, health = case["events"]
    assert (detention["date"], detention["place"], detention["by"]) == ("2026-11-24", "Osh", ["scns"])
    assert (access["outcome"], health["condition"]) == ("denied", "asthma")
    assert case["consent"]["scope"] == ["anonymous"]
    assert drafts(desk) == ()


def test_the_last_screen_shows_all_answers_and_the_open_questions(desk, call):
    shown = call(desk, *USUAL.values()).shown
    for words in (
        "Бакыт Асанов", "Taken away", "Tuesday 24 November 2026 (yesterday)", "Osh, Kyrgyzstan",
        "State Committee for National Security (scns)", "SIZO-1", "a lawyer could not see",
        "AT RISK: asthma", "a call: relative", "the caller heard it",
        "anonymous, agreed by family", "restricted: ",
    ):  # fmt: skip
        assert words in shown.split("To be saved")[1]
    assert "date of birth? gender?" in shown
    (case,) = cases(desk)
    assert f"casefile show {case['id']} --gaps" in shown


@pytest.mark.parametrize(("age", "stays"), [("18", True), ("17", True), ("40", False), ("yes", False)])
def test_the_last_screen_notes_that_a_minor_s_name_stays_restricted(desk, call, age, stays):
    script = call(desk, *{**USUAL, "Adult": age, "May leave": "named"}.values())

    assert script.error is None
    assert ("perhaps a minor" in script.shown) is stays


def test_the_saved_case_is_printed_with_path_and_commit(desk, call):
    script = call(desk, *USUAL.values())
    (case,) = cases(desk)
    assert f"cases/kg/2026/{case['id']}.yaml" in script.out
    assert "committed " in script.err


def test_enter_throughout_gives_a_case_of_which_nothing_is_known(desk, call):
    script = call(desk, *[""] * 13)
    assert script.error is None
    assert script.asked == [
        "Name", "Role", "Adult", "What", "When", "Town [Kyrgyzstan]", "By", "Held", "Risk", "Caller", "Seen",
        "May leave", "Save",
    ]  # fmt: skip
    (case,) = cases(desk)
    assert case["person"] == {"identification": "unnamed", "descriptor": case["person"]["descriptor"]}
    assert [event["type"] for event in case["events"]] == ["note"]


def test_without_any_case_the_country_is_asked_and_cannot_stay_open(empty, call):
    script = call(empty, *[""] * 7, "kg", *[""] * 7)
    assert script.asked[5:8] == ["Town", "Country", "Country"]
    assert [case["country"] for case in cases(empty)] == ["KG"]


def test_an_unclear_answer_is_asked_again(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:3], "one of these days", "2026-13-45", *answers[3:])
    assert script.asked.count("When") == 3
    assert cases(desk)[0]["events"][0]["date"] == "2026-11-24"


def test_a_release_given_as_a_place_is_confirmed_by_a_question(desk, call):
    answers = {**USUAL, "Now": "отпустили вчера"}
    del answers["Seen"], answers["Lawyer"]
    script = call(desk, *[*answers.values()][:7], "y", "", "4", *[*answers.values()][7:])
    assert script.asked[6:11] == ["Now", "yes or no", "Went", "Who saw", "Risk"]
    assert script.shown.count("отпустили вчера") >= 1
    detention, release, _ = cases(desk)[0]["events"]
    assert "then" not in release
    assert "facility" not in detention
    assert (release["type"], release["note"]) == ("release", "As reported: отпустили вчера")
    assert release["seen_by"] == "family"


@pytest.mark.parametrize("typed", ["", "1", "not said", "не знаю"])
def test_the_witness_of_a_release_may_stay_unstated(desk, call, typed):
    answers = {**USUAL, "Now": "free", "Went": "out", "Who saw": typed}
    order = [each for each in USUAL if each not in {"Seen", "Lawyer", "Save"}]
    order[order.index("Now") + 1 : order.index("Now") + 1] = ["Went", "Who saw"]
    script = call(desk, *(answers[each] for each in order), "")
    assert script.error is None
    release = next(each for each in cases(desk)[0]["events"] if each["type"] == "release")
    assert "seen_by" not in release


def test_enter_at_that_question_asks_again_and_files_nothing(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:6], "отпустили вчера", "", "", "SIZO-1", *answers[7:])
    assert script.asked[6:10] == ["Now", "yes or no", "yes or no", "Now"]
    assert cases(desk)[0]["events"][0]["facility"] == "SIZO-1"


def test_a_death_is_confirmed_and_later_questions_are_skipped(desk, call):
    answers = {**USUAL, "Now": "умер в СИЗО-1"}
    del answers["Lawyer"], answers["Risk"]
    script = call(desk, *[*answers.values()][:7], "yes", *[*answers.values()][7:])
    assert script.error is None
    assert "умер в СИЗО-1" in script.shown
    detention, death = cases(desk)[0]["events"]
    assert (detention["type"], death["type"]) == ("detention", "death")


def test_a_confirmed_place_is_not_asked_about_again(desk, call):
    answers = {**USUAL, "Now": "a white van"}
    before, after = [*answers.values()][:7], [*answers.values()][7:-1]
    script = call(desk, *before, "y", *after, "6", None, None, None, "")
    assert script.error is None
    assert script.asked.count("yes or no") == 1
    assert cases(desk)[0]["events"][0]["facility"] == "a white van"


TOLD = {
    "name": ("", "Bakyt"), "what": ("", "taken", "called", "searched", "missing", "other"),
    "held": ("", "no", "yes"), "leaves": ("", "nobody", "named"), "dead": ("", "yes"), "country": ("", "KG"),
    "free": ("", "yes"), "went": ("", "held"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "then"), [("2", "free"), ("back to a cell", "held"), ("4", "home_guarded")]
)
def test_where_a_released_person_went_is_part_of_the_release(desk, call, typed, then):
    answers = {**USUAL, "Now": "free", "Went": typed} | ({"Who saw": ""} if then == "free" else {})
    order = [each for each in USUAL if each not in {"Seen", "Lawyer", "Save"}]
    order[order.index("Now") + 1 : order.index("Now") + 1] = ["Went"] + ["Who saw"] * (then == "free")
    script = call(desk, *(answers[each] for each in order), "")
    assert script.error is None
    release = next(each for each in cases(desk)[0]["events"] if each["type"] == "release")
    assert release["then"] == then


@pytest.mark.parametrize("word", ["?", "help", "помощь"])
def test_each_question_can_be_explained_and_is_asked_again(desk, call, word):
    answers = [part for each in USUAL.values() for part in (word, each)][:-2]
    script = call(desk, *answers, "")
    assert script.error is None
    assert script.asked[:-1:2] == script.asked[1::2]
    (case,) = cases(desk)
    assert case["person"]["name"] == USUAL["Name"]


def test_every_question_has_an_explanation():
    assert all(each.about for each in QUESTIONS)


@pytest.mark.parametrize("word", ["back", "<", "назад"])
def test_back_asks_the_question_before_with_its_answer(desk, call, word):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:3], word, word, "no", *answers[3:])
    assert script.asked[2:7] == ["What", "When", "What", "Adult", "When"]
    assert script.offered[4:6] == ["taken away", "yes"]
    (case,) = cases(desk)
    assert (case["person"]["minor"], case["events"][0]["type"]) == ("minor", "detention")


def test_back_at_the_first_question_asks_it_again(desk, call):
    script = call(desk, "back", *USUAL.values())
    assert script.asked[:2] == ["Name", "Name"]
    assert script.offered[1] == ""
    assert cases(desk)[0]["person"]["name"] == USUAL["Name"]


def test_further_events_become_notes_with_their_days(desk, call):
    answers = [*USUAL.values()][:-1]
    script = call(desk, *answers, "+", "The flat was searched", "yesterday", "+", "A camera is gone", "", "")
    assert script.error is None
    assert script.asked[-6:] == ["Save", "What else", "When", "Save", "What else", "When", "Save"][1:]
    notes = [each for each in cases(desk)[0]["events"] if each["type"] == "note"]
    assert [(each["date"], each["summary"]) for each in notes] == [
        ("2026-11-24", "The flat was searched"),
        ("[..2026-11-25]", "A camera is gone"),
    ]
    assert {each["sources"][0] for each in cases(desk)[0]["events"]} == {notes[0]["sources"][0]}


def test_a_further_event_does_not_ask_again_whose_case_it_is(desk, call):
    same = {**USUAL, "Name": "Aleksander Aleksandrov", "When": "3 days ago"}
    script = call(desk, *[*same.values()][:-1], "no", "+", "A camera is gone", "", "")
    assert script.error is None
    assert script.asked.count(ADD_INSTEAD) == 1


def test_a_further_event_can_be_changed_and_removed(desk, call):
    answers = [*USUAL.values()][:-1]
    script = call(desk, *answers, "+", "A camera is gone", "", "9", "Two cameras are gone", "", "9", "", "")
    assert script.error is None
    assert script.offered[-2] == "Two cameras are gone"
    assert "Two cameras are gone" in script.shown
    assert not [each for each in cases(desk)[0]["events"] if each["type"] == "note"]


def test_no_more_than_five_further_events_are_offered(desk, call):
    more = [part for number in range(5) for part in ("+", f"Event {number}", "")]
    script = call(desk, *[*USUAL.values()][:-1], *more, "+", "")
    assert script.asked[-2:] == ["Save", "Save"]
    assert len([each for each in cases(desk)[0]["events"] if each["type"] == "note"]) == 5


@pytest.mark.parametrize(
    "typed", ["Aleksander Aleksandrov", "Aleksandrov, Aleksander", "Александр Александров"]
)
def test_a_recorded_case_of_that_name_is_shown_after_the_name(desk, call, typed):
    script = call(desk, typed, STOP)
    assert "Perhaps recorded already: Aleksander Aleksandrov (kg-2026-aaaaa)" in script.shown
    assert "Perhaps" not in call(desk, "n", "Bakyt Asanov", STOP).shown


def test_no_call_takes_more_than_sixteen_enters_however_it_is_answered():
    """Each prompt that applies, and the one that saves; the country too, which is asked where it is open."""
    longest = set()
    for values in product(*TOLD.values()):
        told = dict(zip(TOLD, values, strict=True))
        longest.add(len(applicable_questions(told)) + len(["Save"]))
    assert max(longest) == 16


def test_a_name_similar_to_an_authority_is_asked_about(desk, call):
    answers = [*USUAL.values()]
    yes = call(desk, *answers[:5], "SCNC", "y", *answers[6:])
    assert "State Committee for National Security (scns)?" in yes.shown
    assert cases(desk)[0]["events"][0]["by"] == ["scns"]


def test_enter_keeps_the_typed_name_of_an_authority(desk, call):
    answers = [*USUAL.values()]
    call(desk, *answers[:5], "SCNC", "", *answers[6:])
    assert cases(desk)[0]["events"][0]["by"] == ["SCNC"]


def test_a_telephone_number_is_asked_about_before_it_is_kept(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, "Bakyt Asanov +996 555 123456", "Bakyt Asanov", *answers[1:])
    assert script.asked[:2] == ["Name", "Name"]
    assert script.offered[1] == "Bakyt Asanov +996 555 123456"
    assert "123456" not in script.shown
    assert cases(desk)[0]["person"]["name"] == "Bakyt Asanov"


NUMBERED = "Unit 0555 123456"


def test_enter_alone_never_keeps_private_text(desk, call):
    script = call(desk, NUMBERED, *[None, ""] * 5, "Unit 5", *[*USUAL.values()][1:])
    assert script.asked[:4] == ["Name", "Name", "Keep it", "Name"]
    assert script.offered[:4] == ["", NUMBERED, "", NUMBERED]
    assert "type keep" in " ".join(script.shown.split())
    assert cases(desk)[0]["person"]["name"] == "Unit 5"


@pytest.mark.parametrize("word", ["yes", "y", "да", "1", "no", NUMBERED])
def test_no_other_word_than_keep_keeps_it(desk, call, word):
    script = call(desk, NUMBERED, None, word, (NUMBERED,))
    assert script.asked == ["Name", "Name", "Keep it", "Name"]
    assert drafts(desk)[0].answers == {}


def test_keep_accepts_a_number_and_it_is_not_asked_about_again(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, NUMBERED, None, "keep", *answers[1:-1], "1", None, None, "")
    assert script.asked.count("Keep it") == 1
    assert cases(desk)[0]["person"]["name"] == NUMBERED


def test_a_line_that_is_changed_is_looked_at_again(desk, call):
    script = call(desk, NUMBERED, "Unit 0555 123457", None, "", "Unit", STOP)
    assert script.asked == ["Name", "Name", "Name", "Keep it", "Name", "Adult"]
    assert drafts(desk)[0].answers == {"name": "Unit"}


def test_a_name_typed_behind_add_is_asked_about_like_one_typed_at_the_prompt(desk, call):
    script = call(desk, "Unit 5", *[""] * 12, given=TypedOptions(NUMBERED))
    assert script.asked[:2] == ["Name", "Adult"]
    assert script.offered[0] == NUMBERED
    assert cases(desk)[0]["person"]["name"] == "Unit 5"


def test_enter_does_not_keep_a_private_name_that_was_typed_behind_add(desk, call):
    script = call(desk, None, "", None, "keep", STOP, given=TypedOptions(NUMBERED))
    assert script.asked == ["Name", "Keep it", "Name", "Keep it", "Adult"]
    assert drafts(desk)[0].answers == {"name": NUMBERED}


def test_ctrl_c_at_the_first_question_leaves_no_draft(desk, call):
    script = call(desk, STOP)
    assert script.error.exit_code == 130
    assert drafts(desk) == ()
    assert call(desk, STOP).asked == ["Name"]


def test_a_deleted_half_typed_name_leaves_no_draft(desk, call):
    call(desk, ("Бак",))
    call(desk, "", STOP)
    assert drafts(desk) == ()


@pytest.mark.parametrize("stopped", range(1, len(USUAL)), ids=[*USUAL][1:])
def test_ctrl_c_at_each_prompt_keeps_the_draft_which_is_offered_again(desk, call, stopped):
    answers = [*USUAL.values()]
    first = call(desk, *answers[:stopped], STOP)
    assert isinstance(first.error, Interrupted)
    assert first.error.exit_code == 130
    assert ".git/casefile/drafts/add-" in first.error.message
    assert "casefile add" in first.error.hint
    assert cases(desk) == []
    assert len(drafts(desk)) == 1
    again = call(desk, "", *answers[stopped:])
    assert ("02:14" in again.asked[0], again.asked[1:]) == (True, [*USUAL][stopped:])
    assert again.error is None
    assert len(cases(desk)) == 1
    assert drafts(desk) == ()


def test_a_half_typed_answer_is_kept_too(desk, call):
    call(desk, ("Бакыт Ас",))
    again = call(desk, "", None, *[*USUAL.values()][1:])
    assert again.offered[1] == "Бакыт Ас"
    assert cases(desk)[0]["person"]["name"] == "Бакыт Ас"


def test_a_draft_keeps_the_typed_text_if_its_question_is_interrupted(desk, call):
    answers = [*USUAL.values()]
    call(desk, *answers[:5], "SCNC", STOP)
    assert drafts(desk)[0].typed == {"by": "SCNC"}


@pytest.mark.parametrize("stop", [("released by now",), ("отпустили под подписку", STOP)])
def test_a_change_that_was_broken_off_is_asked_again_before_the_last_screen(desk, call, stop):
    first, *then = stop
    call(desk, *[*USUAL.values()][:-1], "6", (first,) if not then else first, *then)
    again = call(desk, "", None, "yes", "", "", "")
    assert again.error is None
    assert again.asked[1:] == ["Now", "yes or no", "Went", "Who saw", "Save"]
    assert again.offered[1] == first
    assert "release" in [event["type"] for event in cases(desk)[0]["events"]]


@pytest.mark.parametrize("word", ["maybe", "ye", "1", "released"])
def test_another_word_than_yes_or_no_is_no_answer(desk, call, word):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:6], "отпустили под подписку", word, "да", STOP)
    assert script.asked[7:] == ["yes or no", "yes or no", "Went"]


def test_several_drafts_are_listed_and_one_is_chosen(desk, call):
    call(desk, "First One", STOP)
    call(desk, "n", "Second One", STOP)
    call(desk, "new", "Third One", STOP)
    script = call(desk, "7", "what", "2", ("forty",))
    listed = script.shown.split("These drafts")[1]
    assert [listed.index(name) for name in ("Third One", "Second One", "First One")] == sorted(
        listed.index(name) for name in ("Third One", "Second One", "First One")
    )
    assert "draft 7" in script.shown
    typed = {draft.answers["name"]: draft.typed for draft in drafts(desk)}
    assert typed == {"First One": {}, "Second One": {"adult": "forty"}, "Third One": {}}


def test_a_draft_is_erased_only_after_confirmation(desk, call):
    call(desk, "First One", STOP)
    call(desk, "x", "no", STOP)
    assert len(drafts(desk)) == 1
    call(desk, "x", "yes", STOP)
    assert drafts(desk) == ()


def test_ctrl_c_at_the_list_of_drafts_changes_nothing(desk, call):
    call(desk, "First One", STOP)
    before = drafts(desk)
    script = call(desk, STOP)
    assert isinstance(script.error, Interrupted)
    assert drafts(desk) == before


def test_one_answer_is_changed_on_the_last_screen(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:-1], "3", "2026-11-20", "")
    assert script.offered[-2] == "2026-11-24"
    assert cases(desk)[0]["events"][0]["date"] == "2026-11-20"


def test_a_changed_answer_asks_new_questions_and_drops_obsolete_ones(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:-1], "e", "2", "searched", "yes, IVS", "")
    assert script.asked[-4:] == ["Number of the answer, 1 to 8", "What", "Held", "Save"]
    types = [event["type"] for event in cases(desk)[0]["events"]]
    assert types == ["search", "access", "confirmation", "health"]


def test_who_agreed_is_asked_again_where_more_may_leave_than_was_agreed_to(desk, call):
    answers = [*USUAL.values()]
    script = call(desk, *answers[:-1], "8", "nobody", "8", "named", "", "")
    assert script.asked[-3:] == ["May leave", "Agreed", "Save"]
    assert script.offered[-2] == "family"
    assert "consent" not in cases(desk)[0]


def test_enter_keeps_an_answer_that_is_asked_again(desk, call):
    answers = [*USUAL.values()]
    script = call(
        desk, *answers[:-1], *[word for step in "12345678" for word in (step, *[None] * len(OF[step]))], ""
    )
    assert script.error is None
    (case,) = cases(desk)
    detention, access, health = case["events"]
    assert (detention["facility"], access["outcome"], health["condition"]) == ("SIZO-1", "denied", "asthma")
    assert case["consent"]["basis"] == "family"


OF = {
    str(step): [each for each in QUESTIONS if each.step == step and each.label in {"Town", *USUAL}]
    for step in range(1, 9)
}


def test_q_keeps_the_draft(desk, call):
    script = call(desk, *[*USUAL.values()][:-1], "what", "9", "q")
    assert isinstance(script.error, Interrupted)
    assert script.asked[-3:] == ["Save"] * 3
    assert len(drafts(desk)) == 1


def test_q_keeps_the_draft_where_the_step_is_asked_too(desk, call):
    script = call(desk, *[*USUAL.values()][:-1], "e", "q")
    assert isinstance(script.error, Interrupted)
    assert script.asked[-1] == "Number of the answer, 1 to 8"


ALEX = {**USUAL, "Name": "Александр Александров"}


def test_a_probable_duplicate_is_shown_and_can_be_added_to(desk, call):
    before = [*ALEX.values()][:-1]
    script = call(desk, *before, "", "yes", "")
    assert script.asked[-3:] == [ADD_INSTEAD, ADD_INSTEAD, "Save"]
    assert script.shown.count("Aleksander Aleksandrov (kg-2026-aaaaa)") >= 2
    assert "Ledger, 1 event" in script.shown
    assert "to kg-2026-aaaaa" in script.shown
    assert "--set person.name" not in script.shown
    assert cases(desk) == []
    ledger = open_register(desk).register.by_id["kg-2026-aaaaa"].data["events"]
    assert [each["type"] for each in ledger] == ["detention", "detention", "access", "health"]
    assert all(each["tier"] == "restricted" for each in ledger)


@pytest.mark.parametrize("word", ["7", "maybe"])
def test_another_word_is_no_answer_to_whose_case_it_is(desk, call, word):
    script = call(desk, *[*ALEX.values()][:-1], word, STOP)
    assert script.asked[-1] == ADD_INSTEAD
    assert "Please answer yes, no, or press Enter." in " ".join(script.shown.split())


def test_a_probable_duplicate_may_be_another_person(desk, call):
    script = call(desk, *[*ALEX.values()][:-1], "no", "")
    assert script.error is None
    assert len(cases(desk)) == 1


def test_a_continued_draft_dates_new_answers_by_their_own_day(desk, call):
    call(desk, *[*USUAL.values()][:3], STOP)
    script = call(desk, "", "today", *[*USUAL.values()][4:], now=NOW + dt.timedelta(days=1))
    assert script.error is None
    detention, access, health = cases(desk)[0]["events"]
    assert {detention["date"], access["date"], health["date"]} == {"2026-11-26"}


LATER = NOW + dt.timedelta(days=5)


def test_answers_before_an_interruption_keep_their_day(desk, call):
    told = {**USUAL, "Adult": "34", "What": "other", "In words": "Beaten", "Held": "yes, SIZO-1"}
    told = [told[each] for each in (*[*USUAL][:3], "In words", *[*USUAL][3:6], "Held", "Risk", "Caller")]
    call(desk, *told, STOP)
    script = call(desk, "", "heard", "3", "2", "", now=LATER)
    assert script.error is None
    (case,) = cases(desk)
    note, confirmation, health = case["events"]
    assert (note["date"], confirmation["date"], health["date"]) == ("2026-11-24", "2026-11-25", "2026-11-25")
    assert case["person"]["age"] == {"years": 34, "as_of": "2026-11-25"}
    source = open_register(desk).register.by_id[note["sources"][0]].data
    assert source["accessed"] == "2026-11-25"
    assert case["consent"]["obtained"] == "2026-11-30"


def test_the_last_screen_marks_answers_of_another_day(desk, call):
    told = [*USUAL.values()]
    call(desk, *told[:8], STOP)
    script = call(desk, "", *told[8:-1], STOP, now=LATER)
    screen = script.shown.split("To be saved")[1]
    # Step 6 holds the risk as well, which was told today.
    assert screen.count("answered on 25 November 2026") == 5
    assert "told on 30 November 2026" not in screen


def test_an_answer_that_is_kept_on_the_last_screen_keeps_its_day(desk, call):
    told = [*USUAL.values()]
    call(desk, *told[:-1], STOP)
    again = [None] * 3
    script = call(desk, "", "6", *again, "", now=LATER)
    assert script.error is None
    assert cases(desk)[0]["events"][2]["date"] == "2026-11-25"


def test_an_interrupted_date_phrase_is_offered_as_the_day_it_meant(desk, call):
    call(desk, *[*USUAL.values()][:3], ("вчера",))
    script = call(desk, "", None, *[*USUAL.values()][4:], now=LATER)
    assert script.offered[1] == "2026-11-24"
    assert ("“вчера”" in script.shown, "Wednesday 25 November 2026" in script.shown) == (True, True)
    detention, access, _ = cases(desk)[0]["events"]
    assert (detention["date"], access["date"]) == ("2026-11-24", "[2026-11-24..2026-11-30]")


def test_an_incomplete_date_phrase_is_offered_as_typed(desk, call):
    call(desk, *[*USUAL.values()][:3], ("3 days a",))
    script = call(desk, "", "3 days ago", *[*USUAL.values()][4:], now=LATER)
    assert script.offered[1] == "3 days a"
    assert cases(desk)[0]["events"][0]["date"] == "2026-11-27"


def test_whose_case_it_is_is_asked_anew_when_an_answer_changes(desk, call):
    script = call(desk, *[*ALEX.values()][:-1], "no", "3", None, "n", "")
    assert script.asked.count(ADD_INSTEAD) == 2
    assert len(cases(desk)) == 1


def test_a_locked_register_keeps_the_draft_and_the_next_call_ends_it(desk, call):
    with lock(work_tree(desk).private):
        script = call(desk, *USUAL.values())
    assert (script.error.code, script.error.exit_code) == ("CF702", 4)
    assert len(drafts(desk)) == 1
    assert cases(desk) == []
    again = call(desk, "", "")
    assert ("02:14" in again.asked[0], again.asked[1:]) == (True, ["Save"])
    assert len(cases(desk)) == 1


def test_a_refusing_hook_leaves_case_and_draft_and_the_draft_goes_with_the_next_call(desk, call):
    hook = desk / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    script = call(desk, *USUAL.values())
    assert script.error.exit_code == 5
    (case,) = cases(desk)
    assert case["id"] in script.error.hint
    assert len(drafts(desk)) == 1
    again = call(desk, STOP)
    assert again.asked == ["Name"]
    assert [draft.filed for draft in drafts(desk)] == [case["id"]]
    hook.unlink()
    commit(desk)
    assert call(desk, STOP).asked == ["Name"]
    assert drafts(desk) == ()


def test_a_dry_run_saves_nothing_and_keeps_the_draft(desk, call):
    script = call(desk, *USUAL.values(), dry_run=True)
    assert script.error is None
    assert "+++ cases/kg/2026/" in script.out
    assert cases(desk) == []
    assert len(drafts(desk)) == 1


def test_values_given_to_add_are_not_asked(desk, call):
    script = call(desk, *[""] * 12, given=TypedOptions("Bakyt Asanov", "Kazakhstan"))
    assert script.asked[:4] == ["Adult", "What", "When", "Town [Kazakhstan]"]
    assert script.offered[3] == ""
    (case,) = cases(desk)
    assert (case["person"]["name"], case["country"]) == ("Bakyt Asanov", "KZ")


OTHER_ONE = TypedOptions("Nurlan Beishenov", "KZ")


def test_a_draft_of_another_person_never_gets_values_given_to_add(desk, call):
    call(desk, *[*USUAL.values()][:3], STOP)
    script = call(desk, "", *[""] * 12, given=OTHER_ONE)
    assert script.asked[:2] == ["A draft instead", "Adult"]
    assert "Бакыт Асанов" in script.shown
    assert "Nurlan Beishenov, Kazakhstan" in script.shown
    (case,) = cases(desk)
    assert (case["person"]["name"], case["country"]) == ("Nurlan Beishenov", "KZ")
    assert [draft.answers["name"] for draft in drafts(desk)] == ["Бакыт Асанов"]


@pytest.mark.parametrize("word", ["n", "no", "new"])
def test_refusing_the_draft_starts_a_new_case_with_the_given_values(desk, call, word):
    call(desk, "First One", STOP)
    assert call(desk, word, STOP, given=OTHER_ONE).asked == ["A draft instead", "Adult"]


@pytest.mark.parametrize("word", ["1", "yes"])
def test_a_chosen_draft_continues_without_the_given_values(desk, call, word):
    call(desk, *[*USUAL.values()][:3], STOP)
    call(desk, word, *[*USUAL.values()][3:], given=OTHER_ONE)
    (case,) = cases(desk)
    assert (case["person"]["name"], case["country"]) == ("Бакыт Асанов", "KG")


REFUSED = {
    "a name without letters": (TypedOptions("123"), BadInput, "CF643"),
    "a country that is none": (TypedOptions(country="Atlantis"), BadInput, "CF643"),
    "an unknown situation": (TypedOptions(situations=("no-such-thing",)), NotFound, "CF301"),
}


@pytest.mark.parametrize(("given", "kind", "code"), REFUSED.values(), ids=REFUSED)
def test_wrong_values_are_refused_before_the_first_question(desk, call, given, kind, code):
    script = call(desk, given=given)
    assert isinstance(script.error, kind)
    assert script.error.code == code
    assert script.asked == []


def test_a_register_that_may_hold_nothing_restricted_is_refused_before_the_first_question(desk, call):
    settings = desk / "casefile.yaml"
    settings.write_text(settings.read_text().replace("tier: restricted", "tier: public\nceiling: public"))
    script = call(desk)
    assert (script.error.code, script.error.exit_code, script.asked) == ("CF641", 6, [])


HOSTILE = ["\x1b[31mred\x07", "line\nbreak\ttab", "\u202egnirts", "name: [x", "*alias &anchor", "x" * 10_000]


@pytest.mark.parametrize("worst", HOSTILE, ids=["escape", "lines", "bidi", "yaml", "alias", "long"])
def test_the_worst_strings_are_made_harmless_or_asked_again(desk, call, worst):
    answers = ["Bakyt" if worst in HOSTILE[-1:] else worst, *[*USUAL.values()][1:]]
    script = call(desk, *([worst] if worst in HOSTILE[-1:] else []), *answers)
    assert script.error is None
    assert not {"\x1b", "\x07", "\u202e"} & set(script.shown + script.out + script.err)
    (case,) = cases(desk)
    assert not {"\x1b", "\x07", "\u202e", "\n"} & set(case["person"]["name"])


def test_a_refusing_hook_adds_nothing_twice_to_a_case_that_was_there(desk, call):
    hook = desk / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    script = call(desk, *[*ALEX.values()][:-1], "yes", "")
    assert script.error.exit_code == 5
    assert drafts(desk)[0].filed == "kg-2026-aaaaa"
    assert call(desk, STOP).asked == ["Name"]


def test_a_draft_is_not_added_to_a_case_that_was_removed_meanwhile(desk, call):
    call(desk, *[*ALEX.values()][:-1], "yes", STOP)
    (desk / "cases/kg/2026/kg-2026-aaaaa.yaml").unlink()
    script = call(desk, "", "")
    assert script.error is None
    assert len(cases(desk)) == 1
