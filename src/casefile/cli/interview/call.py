"""The interview about one telephone call: from the first question to the saved case or the stored draft."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from casefile.checks.private_text import private_in
from casefile.cli.interview.conversation import Conversation
from casefile.cli.interview.interview_end import review, save
from casefile.cli.interview.prompts import Asker, BrokenOff, asker
from casefile.cli.interview.saved_drafts import draft_to_use
from casefile.cli.write_command import Writing
from casefile.editing.commit_message import check_message_line
from casefile.errors import BadInput, Interrupted, TierForbids
from casefile.intake.interview import person_answers, place_answers
from casefile.intake.interview.answer import UnclearAnswer, Understood, UnderstoodAnswer, clean_answer
from casefile.intake.interview.case_from_answers import TIER
from casefile.intake.interview.interview_context import InterviewContext
from casefile.intake.interview.interview_drafts import DraftStore, InterviewDraft, new_draft
from casefile.loading.open_register import check_settings, open_register
from casefile.loading.read_times import local_day
from casefile.model.vocabularies import TIERS
from casefile.register import Register
from casefile.terminal.interview.question_page import welcome


class TypedOptions(Struct, frozen=True):
    """The arguments and options of `add` that an interview uses as answers, as they were typed."""

    name: str | None = None
    country: str | None = None
    situations: tuple[str, ...] = ()


def interview(writing: Writing, given: TypedOptions, terminal: Asker | None = None) -> None:
    """Run an interview: ask, show the summary, save. If it is interrupted, the draft is offered next time.

    `terminal` shows the questions; the default is that of the process. Before the first question, raises
    TierForbids CF641 if the register may not contain facts from a call, and BadInput CF643 for an invalid
    value in `given`. Raises Interrupted CF642 if the person stops, and the errors of `interview_end.save`.
    """
    session = writing.session
    register = open_register(session.directory).shown
    _check(register, writing)
    context = InterviewContext(register, local_day(register.settings.timezone, session.now))
    store = DraftStore(session.directory)
    first = _fill_draft(context, given, new_draft(session.now, context.today))
    talk, ended = _run_dialogue(writing, terminal or asker(session), context, store, first)
    if talk is None or not ended:
        raise Interrupted("CF642", *_describe_stop(talk, store))
    save(talk, writing)


def _check(register: Register, writing: Writing) -> None:
    """Raise the errors of saving that no answer can fix, so that they come before the first question.

    They are about the settings, the line for the commit message, and the confidentiality of a call:
    TierForbids CF641.
    """
    check_settings(register)
    check_message_line(register, writing.how.message)
    ceiling = register.settings.ceiling
    if ceiling is not None and TIERS.index(ceiling) < TIERS.index(TIER):
        raise TierForbids(
            "CF641",
            f"facts from a call are {TIER}, and nothing in this register may be stricter than {ceiling}",
            "use a different register: casefile -C DIR add",
        )


def _fill_draft(context: InterviewContext, given: TypedOptions, draft: InterviewDraft) -> InterviewDraft:
    """Return the draft with the values from the command line as answers.

    A name that may contain private data is stored as unfinished text instead, so that it is asked for. Raises
    BadInput CF643 for a value that is not understood, and the errors of finding a situation.
    """
    answers: dict[str, str] = {}
    typed: dict[str, str] = {}
    if given.name is not None:
        name = clean_answer(given.name)
        found = _parse_typed(person_answers.name(name, {}, context), "NAME")
        # A name that looks private must be confirmed first, like one typed at the prompt.
        answers, typed = (answers, {"name": name}) if private_in(name) else (answers | found, typed)
    if given.country is not None:
        answers |= _parse_typed(place_answers.country(clean_answer(given.country), {}, context), "--country")
    situations = tuple(context.register.find(each, "situation").id for each in given.situations)
    return replace(draft, answers=answers, typed=typed, situations=situations)


def _parse_typed(understood: Understood, option: str) -> dict[str, str]:
    if isinstance(understood, UnderstoodAnswer):
        return {**understood.values}
    why = understood.why if isinstance(understood, UnclearAnswer) else ""
    raise BadInput(
        "CF643", f"invalid value for {option}: {why}".rstrip(": ."), "omit it; casefile asks for it"
    )


def _run_dialogue(
    writing: Writing, terminal: Asker, context: InterviewContext, store: DraftStore, first: InterviewDraft
) -> tuple[Conversation | None, bool]:
    """Run the whole dialogue; return the conversation, if one began, and whether to save it.

    `first` is the draft to use if the person resumes no other one.
    """
    talk: Conversation | None = None
    try:
        draft = draft_to_use(terminal, store, context, first)
        talk = Conversation(terminal, context, store, draft)
        talk.keep(draft)
        terminal.show(welcome(resumed=draft.name != first.name))
        talk.go_on()
        review(talk, writing)
    except (BrokenOff, KeyboardInterrupt):
        return talk, False
    return talk, True


def _describe_stop(talk: Conversation | None, store: DraftStore) -> tuple[str, str]:
    """Return the message and the hint for an interrupted interview: whether and where the draft is stored."""
    if talk is None:
        return "stopped; the drafts are unchanged", "to continue one: casefile add"
    if talk.draft.holds_nothing:
        return "stopped; there was no answer to save", "to start again: casefile add"
    place = store.place(talk.draft)
    return f"stopped; nothing was recorded, the draft is saved: {place}", "to continue: casefile add"
