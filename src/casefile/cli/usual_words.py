"""Words that people type for commands and types of events because other programs or other people use them."""

from __future__ import annotations

from collections.abc import Mapping

DELETE = (
    "nothing is deleted: casefile mark RECORD EVENT refuted --reason TEXT keeps a wrong event; "
    "casefile withdraw RECORD --reason CODE removes a case"
)
COMMANDS: Mapping[str, str] = {
    **dict.fromkeys(("delete", "remove", "rm", "del"), DELETE),
    **dict.fromkeys(("status", "ls", "cases"), "casefile list: cases with their status; casefile today"),
    **dict.fromkeys(("new", "create", "open"), "casefile add: open a case"),
    **dict.fromkeys(("find", "grep", "query"), "casefile search WORD"),
    **dict.fromkeys(("history", "changes"), "casefile log RECORD"),
    **dict.fromkeys(("save", "push"), "casefile commit: commit your manual edits"),
    **dict.fromkeys(("check", "lint", "test"), "casefile validate"),
    **dict.fromkeys(("format", "tidy"), "casefile fmt"),
    **dict.fromkeys(("view", "get", "open-case", "cat"), "casefile show RECORD"),
    **dict.fromkeys(("set", "change", "correct"), "casefile update RECORD --set FIELD=VALUE"),
    **dict.fromkeys(("publish", "report"), "casefile export -f FORMAT"),
    **dict.fromkeys(("deadlines", "calendar"), "casefile due; casefile export -f ics"),
    **dict.fromkeys(("event", "append"), "casefile record TYPE RECORD"),
    **dict.fromkeys(
        ("upload", "load", "csv", "excel"), "casefile import FILE --map MAP; casefile add --from FILE"
    ),
    "help": "casefile --help; casefile COMMAND --help",
    "restore": "docs/backup.md explains a restore",
}
"""What to type instead of a word that is not a command."""
EVENTS: Mapping[str, str] = {
    **dict.fromkeys(("extension", "prolongation", "extended"), "hearing --outcome extended --until DATE"),
    **dict.fromkeys(("remand", "remanded"), "hearing --outcome remanded --until DATE"),
    **dict.fromkeys(("arrest", "arrested", "detained"), "detention --kind arrest"),
    **dict.fromkeys(("summons", "questioning", "interview"), "interrogation"),
    **dict.fromkeys(("trial", "court", "appeal-hearing"), "hearing --stage trial"),
    "bail": "hearing --outcome bail",
    **dict.fromkeys(("house_arrest", "house-arrest"), "hearing --outcome house_arrest"),
    **dict.fromkeys(("sentence", "sentenced", "conviction"), "verdict --outcome convicted"),
    **dict.fromkeys(("acquittal", "acquitted"), "verdict --outcome acquitted"),
    **dict.fromkeys(("freed", "released", "liberation"), "release"),
    **dict.fromkeys(("died", "killed"), "death"),
    **dict.fromkeys(("torture", "beating", "tortured"), "ill_treatment --methods WORD"),
    **dict.fromkeys(("hunger_strike", "hunger-strike", "illness"), "health --kind hunger_strike"),
    **dict.fromkeys(("visit", "lawyer", "letter"), "access --to counsel --outcome permitted"),
    **dict.fromkeys(("moved", "prison"), "transfer --facility PRISON"),
    **dict.fromkeys(("pardon", "amnesty"), "clemency"),
    **dict.fromkeys(("exile", "deportation", "left"), "departure"),
    **dict.fromkeys(("missing", "abduction", "kidnapping"), "disappearance"),
}
"""The type of event and the options for a word that is not a type."""
