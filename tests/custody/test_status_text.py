from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from casefile.custody.custody_view import RestrictionInForce, Spell, View
from casefile.custody.state import STATUSES
from casefile.custody.status_text import (
    end_words,
    in_sentences,
    in_short,
    in_short_with_end,
    since_words,
    when_words,
)
from casefile.model.vocabularies import word

DAY = date(2025, 8, 15)
UNTIL = date(2025, 7, 21)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (View("held", "stated", ("held",), basis="pretrial"), "held (pretrial)"),
        (View("held", "stated", ("held",), basis="unknown"), "held"),
        (View("held", "presumed", ("held",), basis="imprisonment"), "presumed held (imprisonment)"),
        (View("held", "lapsed", ("held",), basis="pretrial"), "last known held (pretrial)"),
        (View("unknown", "uncertain", ("held", "released")), "unknown: held or released"),
        (View("unknown", "uncertain", ("held", "abroad", "missing")), "unknown: held, abroad or missing"),
        (View("released", "presumed", ("released",)), "released, presumed"),
        (View("not_detained", "presumed", ("not_detained",)), "not detained"),
        (View("released", "stated", ("released",), disputed=True), "released, disputed"),
    ],
)
def test_a_status_is_described_in_a_few_words(view, words):
    assert in_short(view) == words


@pytest.mark.parametrize(
    ("view", "sentences"),
    [
        (
            View("held", "lapsed", ("held",), basis="pretrial", since="2025-05-28", until=UNTIL),
            "Last known held (pretrial). The order ended on 21 July 2025; no news since.",
        ),
        (
            View(
                "released", "presumed", ("released",), since="2025-05-06",
                spells=(Spell("2025-03", "2025-03-20~", "police_custody", True, "release"),),
            ),
            "Presumed free of restrictions since 6 May 2025.",
        ),
        (
            View(
                "released", "presumed", ("released",), since="2025-03-20",
                spells=(Spell("2025-03", "2025-03-20", "pretrial", True, "hearing"),),
            ),
            "Presumed released on 20 March 2025.",
        ),
        (
            View("held", "stated", ("held",), basis="pretrial", since="2025-05-28", until=date(2025, 9, 1)),
            "Held (pretrial) since 28 May 2025. The order runs until 1 September 2025.",
        ),
        (
            View("held", "stated", ("held",), since="2025-05-28", until=UNTIL, until_kind="sentence"),
            "Held since 28 May 2025. The sentence ended on 21 July 2025; there has been news since.",
        ),
        (
            View("held", "presumed", ("held",), since="2024-01", last_confirmed="[2024-02..2025-06-04]"),
            "Presumed held since January 2024. Last confirmed between February 2024 and 4 June 2025.",
        ),
        (
            View("unknown", "uncertain", ("held", "released"), basis="questioning", since="2025-05-30"),
            "Unknown: held or released. Taken for questioning on 30 May 2025; no source states what followed.",  # noqa: E501
        ),
        (
            View("unknown", "lapsed", ("held", "released"), until=UNTIL, until_kind="sentence"),
            "Unknown: held or released. The sentence ended on 21 July 2025; no news since.",
        ),
        (View("unknown", "uncertain", ()), "Unknown."),
        (
            View(
                "restricted", "stated", ("restricted",), since="[..2025-06-04]",
                restrictions=(RestrictionInForce("non_disclosure", "[..2025-06-04]", None),),
            ),
            "Free under restrictions since 4 June 2025 at the latest: non-disclosure.",
        ),
        (View("released", "stated", ("released",), since="2025-11-25"), "Released on 25 November 2025."),
        (View("abroad", "stated", ("abroad",), since="2022"), "Abroad since 2022."),
        (View("abroad", "presumed", ("abroad",), since="2022"), "Presumed abroad since 2022."),
        (
            View("held", "stated", ("held",), since="2025-05-28", flags=("death_reported",), disputed=True),
            (
                "Held since 28 May 2025. A disputed entry states something else. "
                "A death is reported and not proved."
            ),
        ),
    ],
)  # fmt: skip
def test_a_page_begins_with_the_status_and_its_certainty(view, sentences):
    assert in_sentences(view, DAY) == sentences


@pytest.mark.parametrize("certainty", ["stated", "presumed", "lapsed"])
@pytest.mark.parametrize(("day", "is_over"), [(UNTIL, False), (UNTIL + timedelta(days=1), True)])
def test_every_text_about_an_order_shows_on_the_same_day_that_it_ended(day, is_over, certainty):
    view = View("held", certainty, ("held",), basis="pretrial", since="2025-05-28", until=UNTIL)
    texts = [in_sentences(view, day), in_short_with_end(view, day), end_words(UNTIL, day)]

    assert ["ended" in text for text in texts] == [is_over] * 3
    assert ["until" in text for text in texts[:2]] == [not is_over] * 2


NEVER_STATED = {"not_detained"}
"""The statuses of which every answer is presumed."""


@pytest.mark.parametrize("certainty", ["presumed", "lapsed"])
@pytest.mark.parametrize("status", [each for each in STATUSES if each not in NEVER_STATED])
def test_a_page_and_a_table_show_that_a_status_is_not_stated(status, certainty):
    stated = View(status, "stated", (status,), since="2025-05-28")
    inferred = replace(stated, certainty=certainty)
    assert in_short(inferred) != in_short(stated)
    assert in_sentences(inferred, DAY) != in_sentences(stated, DAY)


@pytest.mark.parametrize(
    ("text", "when", "since"),
    [
        ("2025-05-28", "on 28 May 2025", "since 28 May 2025"),
        ("2025-05", "in May 2025", "since May 2025"),
        ("[..2025-06-04]", "by 4 June 2025", "since 4 June 2025 at the latest"),
        (
            "[2025-05-28..2025-06-04]",
            "between 28 May and 4 June 2025",
            "since some day between 28 May and 4 June 2025",
        ),
        ("unknown", "", ""),
        (None, "", ""),
    ],
)
def test_a_date_is_worded_for_a_sentence(text, when, since):
    assert (when_words(text), since_words(text)) == (when, since)


def test_words_of_a_vocabulary_read_as_words():
    assert (word("non_disclosure"), word("court_order")) == ("non-disclosure", "court order")
