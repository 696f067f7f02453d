"""The page with all answers of an interview, shown before the case is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.dates import Day, When
from casefile.intake.interview.answer import Answers, Days
from casefile.intake.interview.body_answers import describe_bodies
from casefile.intake.interview.case_from_answers import UNIDENTIFIED, further_events, may_be_minor
from casefile.intake.interview.choice_answers import (
    AGREED,
    CALLERS,
    EYES,
    HAPPENED,
    LEAVES,
    SAW,
    WENT,
    label_of,
)
from casefile.intake.interview.day_answers import read_date_back
from casefile.intake.interview.interview_context import InterviewContext
from casefile.model.country_names import country_name
from casefile.model.vocabularies import capital
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockColumn,
    BlockTable,
    Cell,
    Heading,
    Line,
    Paragraph,
    TextSpan,
    cell,
    line,
)

LABEL = 15
ALL_TODAY: Mapping[int, Day] = {}
"""No step was answered on an earlier day."""
NOT_KNOWN = TextSpan("not known", "muted")


def answers_page(
    answers: Answers,
    context: InterviewContext,
    days: Days,
    target: str = "",
    answered_before: Mapping[int, Day] = ALL_TODAY,
) -> list[Block]:
    """Return the page of all answers, one row for each step, as it is shown before they are saved.

    `days` has the day of each answer. `target` describes the case to which the answers are added, "" for a
    new one. `answered_before` has, by step number, the days of the steps that were not answered today.
    """
    rows = tuple(
        (
            cell(TextSpan(str(number), "muted")),
            cell(TextSpan(label, "muted")),
            value + _answer_days(number, answered_before),
        )
        for number, (label, value) in enumerate(_rows(answers, context, days), start=1)
    )
    title = f"To be added to {target}" if target else "To be saved as a new case"
    note = "Name, age and consent go into a note there; the fields of that case stay. " if target else ""
    return [
        Heading(line(TextSpan(title, "title"))),
        BlankLine(),
        BlockTable((BlockColumn("", 1), BlockColumn("", LABEL), BlockColumn("")), rows, bare=True),
        BlankLine(),
        Paragraph(line(note, TextSpan("restricted", "strong"), ": for your team only, in no public export.")),
    ]


def _answer_days(step: int, answered_before: Mapping[int, Day]) -> Cell:
    return (
        cell(TextSpan(f"answered on {When.parse(answered_before[step].isoformat()).words()}", "muted"))
        if step in answered_before
        else ()
    )


def _rows(answers: Answers, context: InterviewContext, days: Days) -> Iterator[tuple[str, Cell]]:
    yield "Who", _who(answers)
    yield "What happened", _what(answers)
    yield "When", _when(answers, context)
    yield "Where", cell(_where(answers) or NOT_KNOWN)
    yield "By whom", cell(describe_bodies(answers["by"], context) if answers.get("by") else NOT_KNOWN)
    yield "Now", cell(*_now(answers, context))
    yield "Known by", _known_by(answers)
    yield "May leave", _may_leave(answers, days)
    further = further_events(answers)
    if further:
        yield "Also", cell(*(_further(text, date, context) for text, date in further))


def _further(text: str, date: str, context: InterviewContext) -> str:
    """Return a further event as text, after its day if that is known."""
    return f"{read_date_back(When.parse(date), context)}: {text}" if date else text


def _who(answers: Answers) -> Cell:
    name, role = answers.get("name"), answers.get("role")
    age = {"adult": "adult", "minor": "under 18", "unknown": "of age or not: not known"}
    years = f"aged {answers['age']}" if answers.get("age") else ""
    who = TextSpan(name, "strong") if name else TextSpan(f"no name; {role or UNIDENTIFIED}", "strong")
    return cell(
        who, years or age.get(answers.get("adult", ""), TextSpan("of age or not: not stated", "muted"))
    )


def _what(answers: Answers) -> Cell:
    what = label_of(answers.get("what", ""), HAPPENED)
    return cell(TextSpan(capital(what), "strong") if what else NOT_KNOWN, answers.get("words", ""))


def _when(answers: Answers, context: InterviewContext) -> Cell:
    if not answers.get("when"):
        return cell(NOT_KNOWN)
    return cell(read_date_back(When.parse(answers["when"]), context))


def _where(answers: Answers) -> str:
    return ", ".join(filter(None, (answers.get("town"), country_name(answers.get("country", "")))))


def _now(answers: Answers, context: InterviewContext) -> Iterator[Line | TextSpan | str]:
    """Yield where the person is, who saw them free, a lawyer's access, and risks.

    The second and third only if they were asked; of a dead person only the first.
    """
    yield _whereabouts(answers, context)
    if answers.get("dead"):
        return
    if answers.get("went"):
        yield f"where the person went: {label_of(answers['went'], WENT)}"
    if "seen_by" in answers:
        saw = label_of(answers["seen_by"], SAW)
        yield (
            f"seen free by: {saw}"
            if answers["seen_by"]
            else TextSpan("who saw the person free: not stated", "muted")
        )
    lawyer = {"yes": "a lawyer could see the person", "no": "a lawyer could not see the person"}
    if "lawyer" in answers:
        yield lawyer.get(answers["lawyer"], TextSpan("access of a lawyer: not known", "muted"))
    yield _risk(answers)


def _whereabouts(answers: Answers, context: InterviewContext) -> Line | TextSpan | str:
    """Return in words where the person is held, or that the person is dead or was let go; "" if not asked.

    For death or release, the caller's own words for it follow (answer `as_told`).
    """
    place = describe_bodies(answers["now"], context) if answers.get("now") else ""
    became = "dead, as reported" if answers.get("dead") else "let go" if answers.get("free") else ""
    if became:
        words = f": {answers['as_told']}" if answers.get("as_told") else ""
        return line(TextSpan(became, "strong"), words)
    if answers.get("held") == "yes":
        return f"held: {place}" if place else "held; where is not known"
    if answers.get("held") == "no":
        return "not held"
    return place or NOT_KNOWN if {"held", "now"} & {*answers} else ""


def _risk(answers: Answers) -> TextSpan:
    if answers.get("risk") == "yes":
        condition = f": {answers['condition']}" if answers.get("condition") else ""
        return TextSpan(f"LIFE OR HEALTH AT RISK{condition}", "held")
    text = "not at risk, as reported" if answers.get("risk") == "no" else "life or health at risk: not known"
    return TextSpan(text, "" if answers.get("risk") == "no" else "muted")


def _known_by(answers: Answers) -> Cell:
    caller = label_of(answers.get("caller", ""), CALLERS)
    eyes = label_of(answers.get("eyes", ""), EYES)
    text = f"a call: {caller}" if caller else "a call; the caller is not known"
    how = {"own eyes": "the caller saw it", "heard": "the caller heard it from others"}.get(eyes, "")
    if "eyes" not in answers:
        return cell(text)
    return cell(text, how or TextSpan("seen or heard: not known", "muted"))


def _may_leave(answers: Answers, days: Days) -> Cell:
    scope, agreed = answers.get("leaves", ""), label_of(answers.get("agreed", ""), AGREED)
    if scope in {"", "nobody"}:
        return cell("no: nobody was asked")
    if not agreed:
        return cell("no: who agreed is not known")
    minor = scope == "named" and may_be_minor(answers, days)
    kept = "the name still stays inside your team: perhaps a minor" if minor else ""
    return cell(f"{label_of(scope, LEAVES)}, agreed by {agreed}", kept)
