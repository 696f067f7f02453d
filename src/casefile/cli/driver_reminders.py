"""Messages about git's drivers for records, and the warning, once per clone, that they are missing."""

from __future__ import annotations

from casefile.cli.session import Session

IN_FORCE = "git now compares records by event and merges them field by field"
NOT_FOUND = "casefile is not on the PATH; until then git compares and merges lines as before"
WARNING = (
    "warning: git compares and merges the records of this clone by lines\n"
    "    to set them up: casefile setup-git"
)


def warn_of_missing_drivers(session: Session, *, as_json: bool) -> None:
    """Warn on stderr, once per clone, if git lacks a driver for records; called at the end of a command.

    A mark in the private folder of the clone stores that this was checked. Nothing is checked with --json,
    --quiet or in CI: the warning, which is shown only once, must reach a person.
    """
    if as_json or session.quiet or session.environment.get("CI"):
        return
    from casefile.setup.git_drivers import lacks_drivers  # noqa: PLC0415 - needs git, which --help does not

    if lacks_drivers(session.directory):
        session.note(WARNING)
