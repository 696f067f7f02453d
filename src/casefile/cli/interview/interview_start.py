"""The conditions under which `add` and `record` ask questions, and the options to use without a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.cli.model_options import PREFIX
from casefile.cli.session import Session
from casefile.cli.write_command import Writing
from casefile.errors import BadInput, BrokenData, NotFound
from casefile.loading.open_register import open_register
from casefile.model.plain_data import Data, KnownData
from casefile.model.record_shapes import shape_of_entry
from casefile.model.vocabularies import ANNOUNCED

TAKEN_ALONG = ("country", "situations")
"""The parameters of `add` that an interview takes over as answers, besides the name."""
TO_TYPE = """casefile add "NAME" --country KG --date 2025-05-28 \\
    --place Osh --by scns --connection relative
without a name: --descriptor "accountant at Kloop"
on a terminal `casefile add` alone asks; all options: casefile add --help"""
"""The hint with the options that replace the prompts."""


def needs_interview(session: Session, name: str | None, given: KnownData, *others: object) -> bool:
    """Return whether so few options were given that `add` starts an interview.

    These are the name and the options in TAKEN_ALONG. `given` are the options made from fields, `others` all
    further ones. A name starts an interview only on a terminal; elsewhere the missing options are reported as
    usual.
    """
    typed = [value for option, value in given.items() if option.removeprefix(PREFIX) not in TAKEN_ALONG]
    nothing = all(value in (None, []) for value in (*typed, *others))
    return nothing and (name is None or session.interactive)


def ask_follow_up(writing: Writing, records: Sequence[str], kind: str, event: Data) -> Data:
    """Ask on a terminal where the person went after an event of type `kind`; return the fields to add to it.

    If the person went free, it asks also who saw that. Nothing is asked, and no field returned, with --json,
    about an event that is only announced or has no such field, or unless one of the records is a case and all
    are found. Raises Interrupted CF642 if the person stops.
    """
    if not writing.session.interactive or writing.as_json or event.get("outcome") in ANNOUNCED:
        return {}
    if not any(name in shape_of_entry(kind).fields for name in FOLLOW_UP_FIELDS):
        return {}
    if not _has_case(writing.session, records):
        return {}
    from casefile.cli.interview.follow_up import ask_afterwards  # noqa: PLC0415 - prompts cost 0.2 s

    return ask_afterwards(writing.session, kind, event)


def _has_case(session: Session, records: Sequence[str]) -> bool:
    """Return whether one of the records is a case; False if one of them cannot be found or is broken."""
    register = open_register(session.directory).shown
    try:
        kinds = {register.find(named).kind for named in records}
    except (NotFound, BrokenData):
        return False
    return "case" in kinds


FOLLOW_UP_FIELDS = ("then", "seen_by")


def start_interview(writing: Writing, name: str | None, given: KnownData) -> None:
    """Run an interview on this terminal and save the case.

    Raises BadInput CF640, with the options to use, if there is no terminal, and the errors of an interview.
    """
    if not writing.session.interactive:
        message = "the person and the event are missing, and this is not a terminal"
        raise BadInput("CF640", message, TO_TYPE)
    from casefile.cli.interview.call import TypedOptions, interview  # noqa: PLC0415 - prompts and countries cost 0.2 s

    situations = given.get(f"{PREFIX}situations") or ()
    interview(writing, TypedOptions(name, given.get(f"{PREFIX}country"), tuple(situations)))
