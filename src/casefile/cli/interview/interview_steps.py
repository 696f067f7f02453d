"""The steps of the interview as a table of questions, with the parsers of their answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct

from casefile.cli.interview.follow_up import SAW_ABOUT, WENT_ABOUT
from casefile.intake.interview import (
    body_answers,
    choice_answers,
    day_answers,
    person_answers,
    place_answers,
    status_answers,
)
from casefile.intake.interview.answer import Answers, Understanding
from casefile.intake.interview.case_from_answers import further_keys
from casefile.intake.interview.choice_answers import (
    CALLED,
    MISSING,
    OTHER,
    TAKEN,
    AnswerChoice,
    choosing,
    label_of,
)
from casefile.intake.interview.interview_context import InterviewContext
from casefile.model.country_lookup import country_names
from casefile.model.country_names import country_name

Completion = Callable[[InterviewContext], Sequence[str]]
Default = Callable[[Answers, InterviewContext], str]


class Question(Struct, frozen=True):
    """One question of the interview.

    `key` is the key of its answer, `fills` are the keys of further answers that it sets. `text` is its text,
    `label` the prompt, followed by `default` in brackets. `understand` parses the answer, `again` returns the
    text to type for an earlier answer, `completes` the names for Tab. `on_enter` explains what Enter means,
    `example` gives an example, `about` explains the question for the answer `?`. `applies` decides by the
    earlier answers whether it is asked. `free` answers are in people's own words; they may contain private
    data.
    """

    key: str
    step: int
    text: str
    label: str
    understand: Understanding
    on_enter: str = "Enter: not known"
    example: str = ""
    choices: tuple[AnswerChoice, ...] = ()
    fills: tuple[str, ...] = ()
    applies: Callable[[Answers], bool] = lambda _: True
    completes: Completion = lambda _: ()
    default: Default = lambda _, __: ""
    again: Callable[[Answers], str] | None = None
    free: bool = True
    about: str = ""

    @property
    def settles(self) -> tuple[str, ...]:
        """The keys of the answers that an answer to this question replaces."""
        return (self.key, *self.fills)

    def prompt(self, answers: Answers, context: InterviewContext) -> str:
        """Return the prompt, with the default in brackets if there is one."""
        default = self.default(answers, context)
        return f"{self.label} [{default}]" if default else self.label

    def earlier_text(self, answers: Answers) -> str:
        """Return the text that a person would type for the earlier answer, "" without one.

        It is the initial text of the prompt.
        """
        if self.again is not None:
            return self.again(answers)
        if self.key not in answers:
            return ""
        return label_of(answers.get(self.key, ""), self.choices)


def _choice(
    key: str, step: int, text: str, label: str, choices: tuple[AnswerChoice, ...], on_enter: str, about: str
) -> Question:
    understand = choosing(key, choices)
    return Question(key, step, text, label, understand, on_enter, choices=choices, free=False, about=about)


def _states_custody(answers: Answers) -> bool:
    return answers.get("what") in {TAKEN, CALLED}


def _leaves_custody_open(answers: Answers) -> bool:
    """Return whether the answer about the event leaves open whether the person is in custody."""
    return answers.get("what") not in {TAKEN, CALLED, MISSING}


def _may_meet_lawyer(answers: Answers) -> bool:
    """Return whether to ask about a lawyer: only for a living person who is in custody.

    Not after an event of another type, which has its own question: a call must not need more than sixteen
    times Enter.
    """
    held = answers.get("held") == "yes" and answers.get("what") != OTHER
    return _is_alive(answers) and not _is_free(answers) and (_states_custody(answers) or held)


def _is_free(answers: Answers) -> bool:
    return bool(answers.get("free"))


def _is_alive(answers: Answers) -> bool:
    return not answers.get("dead")


def _years_or_word(answers: Answers) -> str:
    replies = {"adult": "yes", "minor": "no", "unknown": "not known"}
    return answers.get("age") or replies.get(answers.get("adult", ""), "")


def _town(answers: Answers) -> str:
    """Return "country, town" as a person types it; "" before the question about the town is answered.

    `add --country` sets the country alone.
    """
    if "town" not in answers:
        return ""
    code, town = answers.get("country", ""), answers.get("town", "")
    return ", ".join(filter(None, (country_name(code), town)))


def _country(answers: Answers, context: InterviewContext) -> str:
    return country_name(place_answers.default_country(answers, context))


def _held(answers: Answers) -> str:
    if answers.get("free") or answers.get("dead"):
        return status_answers.typed_form_of(answers)
    return ", ".join(filter(None, (answers.get("held", ""), answers.get("now", ""))))


def _risk(answers: Answers) -> str:
    return ", ".join(filter(None, (answers.get("risk", ""), answers.get("condition", ""))))


STEPS = (
    "Who", "What happened", "When", "Where", "By whom", "Now", "How do you know", "May we share it",
    "What else",
)  # fmt: skip
"""The titles of the steps; the last one is only for further events."""
ASKED_STEPS = len(STEPS) - 1
"""The number of steps that every interview has."""
FATE = ("free", "dead", "as_told")
"""The keys of the answers about a release, a death, and the caller's words about the status."""
MORE = "more"
"""The answer key of the number of further events that the person wants to describe; the default is none."""
MOST = 5
"""The largest number of further events in one interview."""


def _further(number: int) -> tuple[Question, Question]:
    """Return the two questions of the last step about one further event: its text and its day."""
    text, day = further_keys(number)
    return (
        Question(
            text,
            len(STEPS),
            "What else happened? One line, without names.",
            "What else",
            body_answers.words_for(text),
            "Enter: nothing",
            applies=lambda answers: number <= int(answers.get(MORE) or 0),
            about="It becomes a note in the history of the case. Details can follow with casefile record.",
        ),
        Question(
            day,
            len(STEPS),
            "When did that happen?",
            "When",
            day_answers.dating(day),
            applies=lambda answers: bool(answers.get(text)),
            free=False,
            about="A day, or a period that contains it. It is shown with the weekday.",
        ),
    )


QUESTIONS: tuple[Question, ...] = (
    Question(
        "name",
        1,
        "Who is it? The name as heard, in any script.",
        "Name",
        person_answers.name,
        "Enter: no name known",
        about="Write the name as you hear it, in any script. It can be corrected later.",
    ),
    Question(
        "role",
        1,
        "Then by role and organisation.",
        "Role",
        person_answers.role,
        example="Such as: accountant at Kloop",
        fills=("role_as", "role_at"),
        applies=lambda answers: not answers.get("name"),
        completes=lambda context: context.bodies,
        about="Describe the person by work and organisation. It helps the team to find the name later.",
    ),
    Question(
        "adult",
        1,
        "Adult? Answer yes, no, or the age in years.",
        "Adult",
        person_answers.adult,
        fills=("age",),
        again=_years_or_word,
        free=False,
        about="A child has special protection. Answer yes for 18 or older, no for younger, or give the age.",
    ),
    _choice(
        "what",
        2,
        "What happened?",
        "What",
        choice_answers.HAPPENED,
        "Enter: not known",
        "Choose the word that claims the least. Details can follow with casefile record.",
    ),
    Question(
        "words",
        2,
        "What happened? One line, without names.",
        "In words",
        body_answers.words_for("words"),
        applies=lambda answers: answers.get("what") == OTHER,
        about="Write what was seen or heard. Do not write names or phone numbers of other people.",
    ),
    Question(
        "when",
        3,
        "When did it happen?",
        "When",
        day_answers.when,
        example=f"Such as: {day_answers.EXAMPLES}",
        free=False,
        about="A day, or a period that contains it. It is shown with the weekday, so that you can check it.",
    ),
    Question(
        "town",
        4,
        "Where? The town.",
        "Town",
        place_answers.town,
        example="For a different country, write it first: Kazakhstan, Almaty",
        fills=("country",),
        again=_town,
        completes=lambda context: (*context.towns, *country_names()),
        default=_country,
        about="The town where it happened. Write a different country first, then a comma.",
    ),
    Question(
        "country",
        4,
        "In which country?",
        "Country",
        place_answers.country,
        on_enter="This answer is needed.",
        applies=lambda answers: not answers.get("country"),
        completes=lambda _desk: country_names(),
        free=False,
        about="The country where it happened. It decides which legal deadlines are shown.",
    ),
    Question(
        "by",
        5,
        "Who did it?",
        "By",
        body_answers.by,
        example="Such as: SCNS, or: men in masks",
        completes=lambda context: context.bodies,
        about="The body, or a description of the people. Separate several with a comma.",
    ),
    Question(
        "now",
        6,
        "Where is the person now?",
        "Now",
        body_answers.now,
        example="The place of custody; or: held, free, dead",
        fills=("held", *FATE),
        applies=_states_custody,
        again=lambda answers: answers.get("now") or status_answers.typed_form_of(answers),
        completes=lambda context: context.bodies,
        about="The last known place. Write only what the caller knows.",
    ),
    Question(
        "held",
        6,
        "Is the person held now? Answer yes or no.",
        "Held",
        body_answers.understand_custody,
        example="After yes, write the place: yes, SIZO-1",
        fills=("now", *FATE),
        applies=_leaves_custody_open,
        again=_held,
        about="Whether the person is in custody now, as far as the caller knows. Enter leaves it open.",
    ),
    Question(
        "went",
        6,
        "Where did the person go?",
        "Went",
        choosing("went", choice_answers.WENT),
        choices=choice_answers.WENT,
        applies=lambda answers: _is_free(answers) and answers.get("what") != OTHER,
        free=False,
        about=WENT_ABOUT,
    ),
    Question(
        "seen_by",
        6,
        "Who saw the person free?",
        "Who saw",
        choosing("seen_by", choice_answers.SAW),
        "Enter: not known",
        choices=choice_answers.SAW,
        applies=lambda answers: _is_free(answers) and answers.get("went", "") in {"", "free"},
        free=False,
        about=SAW_ABOUT,
    ),
    Question(
        "lawyer",
        6,
        "Could a lawyer see the person? Answer yes or no.",
        "Lawyer",
        body_answers.lawyer,
        applies=_may_meet_lawyer,
        free=False,
        about="Whether a lawyer was allowed to meet the person in custody.",
    ),
    Question(
        "risk",
        6,
        "Is life or health at risk? Answer yes or no.",
        "Risk",
        body_answers.risk,
        example="After yes, write the problem: yes, diabetic without insulin",
        fills=("condition",),
        applies=_is_alive,
        again=_risk,
        about="Illness, injury, a hunger strike or threats. A case at risk is shown first to your team.",
    ),
    _choice(
        "caller",
        7,
        "What is the caller's relationship to the person? Do not write a name or a phone number.",
        "Caller",
        choice_answers.CALLERS,
        "Enter: not known",
        "Only the relationship is stored. Never write who called.",
    ),
    Question(
        "eyes",
        7,
        "Did the caller see it, or hear it from others?",
        "Seen",
        choosing("eyes", choice_answers.EYES),
        choices=choice_answers.EYES,
        free=False,
        applies=lambda answers: not _is_free(answers),  # for a freed person, `seen_by` text it
        about="A fact that the caller saw counts more than one that the caller heard.",
    ),
    _choice(
        "leaves",
        8,
        "May we share it outside the team?",
        "May leave",
        choice_answers.LEAVES,
        "Enter: not asked",
        "If nobody was asked, nothing is shared. You can change it later with casefile update.",
    ),
    Question(
        "agreed",
        8,
        "Who agreed?",
        "Agreed",
        choosing("agreed", choice_answers.AGREED),
        "Enter: not known, so it stays here",
        choices=choice_answers.AGREED,
        free=False,
        applies=lambda answers: answers.get("leaves") not in {None, "", "nobody"},
        about="The person, or somebody who may decide for the person.",
    ),
    *(question for number in range(1, MOST + 1) for question in _further(number)),
)
"""All questions in order; whether a question applies depends on the earlier answers."""


def question_before(question: Question, answers: Answers) -> Question | None:
    """Return the question that is asked before this one; None before the first."""
    before = None
    for each in applicable_questions(answers):
        if each == question:
            return before
        before = each
    return None


def find_next_question(answers: Answers, broken_off: Collection[str]) -> Question | None:
    """Return the first question that applies and has no complete answer; None if there is none.

    `broken_off` are the keys of questions at which the person stopped while typing.
    """
    return next(
        (each for each in applicable_questions(answers) if each.key not in answers or each.key in broken_off),
        None,
    )


def applicable_questions(answers: Answers) -> list[Question]:
    """Return the questions that apply to these answers."""
    return [question for question, _ in _applying(answers)]


def applicable_answers(answers: Answers) -> Answers:
    """Return only the answers to questions that apply: a changed answer may make others irrelevant."""
    return {key: value for _, settled in _applying(answers) for key, value in settled.items()}


def _applying(answers: Answers) -> Iterator[tuple[Question, Answers]]:
    """Yield each question that applies, with the answers that it set."""
    before: dict[str, str] = {MORE: answers[MORE]} if MORE in answers else {}
    for question in QUESTIONS:
        if question.applies(before):
            settled = {key: answers[key] for key in question.settles if key in answers}
            before |= settled
            yield question, settled
