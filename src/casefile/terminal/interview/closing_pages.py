"""The terminal pages at the end of an interview: likely duplicates, problems with saving, next steps."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.editing.edits import WriteResult
from casefile.errors import CasefileError, Problem
from casefile.intake.interview.answer import Answers
from casefile.intake.interview.person_answers import is_latin
from casefile.model.vocabularies import word
from casefile.pages.page_blocks import BlankLine, Block, Heading, Paragraph, TextSpan, line
from casefile.queries.record_queries import ShownRecord
from casefile.terminal.interview.question_page import INDENT


def duplicates_page(cases: Sequence[str], evidence: Sequence[str]) -> list[Block]:
    """Return the page of recorded cases that a new case probably duplicates, then the evidence for that."""
    return [
        Heading(line(TextSpan("This person is probably recorded already", "warn"))),
        *(
            Paragraph(line(f"{number}  ", TextSpan(each, "strong")), 2)
            for number, each in enumerate(cases, start=1)
        ),
        *(Paragraph(line(each), INDENT) for each in evidence),
    ]


def answer_keys(cases: Sequence[str], add: str, enter: str) -> list[Block]:
    """Return the lines with the possible answers if a person is probably in the register already.

    `add` and `enter` are the texts that describe the effect of choosing a case and of pressing Enter.
    """
    keys = ((choosing_answers(cases), add), ("no", "another person, a new case"), ("Enter", enter))
    return [Paragraph(line(TextSpan(key, "strong"), f": {does}"), 2) for key, does in keys]


def choosing_answers(cases: Sequence[str]) -> str:
    """Return the answers that choose one of the cases, as text: `yes` for a single case, else `1 to N`."""
    return "yes" if len(cases) == 1 else f"1 to {len(cases)}"


def remarks(tried: WriteResult | CasefileError, steps: int, *, may_add: bool) -> list[Block]:
    """Return the page after a trial write: the error, or notes and warnings, then the possible answers.

    `steps` is the number of steps that can be changed, `may_add` whether one more event can be added.
    """
    blocks: list[Block] = []
    others = f"{'+: something else happened · ' if may_add else ''}1 to {steps}: change an answer"
    others += " · q: keep the draft and stop"
    if isinstance(tried, CasefileError):
        blocks.append(Paragraph(line(TextSpan(f"This cannot be saved: {tried.message}", "warn"))))
        blocks += [Paragraph(line(tried.hint), 2)] if tried.hint else []
        keys = others
    else:
        for words in (*tried.notes, *(_problem(problem) for problem in tried.problems)):
            blocks.append(Paragraph(line(TextSpan("Look: ", "warn"), words)))
        keys = f"Enter: save · {others}"
    return [*blocks, BlankLine(), Paragraph(line(TextSpan(keys, "strong")))]


def _problem(problem: Problem) -> str:
    """Return the message of a problem, after the name of its field if more than two names are in its path."""
    names = [part for part in problem.field.split(".") if not part.isdecimal()]
    return f"{word(names[-1])}: {problem.message}" if names[2:] else problem.message


def next_steps(shown: ShownRecord, answers: Answers, *, new: bool) -> list[Block]:
    """Return the last page: the id of the saved case, the facts that are not known, the next commands.

    `new` is false if the answers were added to an existing case, which keeps its tier and its name.
    """
    record = shown.row.id
    open_ones = dict.fromkeys(gap.named for gap in shown.gaps)
    commands = [f"casefile show {record} --gaps", f"casefile record TYPE {record} …"]
    wording = (
        ("Saved as ", ", restricted.") if new else ("Added to ", "; the facts of the call are restricted.")
    )
    blocks: list[Block] = [BlankLine(), Paragraph(line(wording[0], TextSpan(record, "strong"), wording[1]))]
    if open_ones:
        blocks += [Paragraph(line(TextSpan("Still open: ", "strong"), *(f"{each}? " for each in open_ones)))]
    blocks += [BlankLine(), *(Paragraph(line(each), 2) for each in commands)]
    if new and answers.get("name") and not is_latin(answers["name"]):
        typed = f'casefile update {record} --set person.name="…"'
        blocks += [Paragraph(line(TextSpan(NAME_AS_GIVEN, "muted"))), Paragraph(line(typed), 2)]
    return blocks


NAME_AS_GIVEN = "The name is saved as heard. To add it in Latin letters later:"
