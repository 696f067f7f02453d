"""Commands that write, as stories of several steps: each story runs in a copy of one register of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Step = str | Callable[[Path], object]
"""A command as it is typed behind `casefile`, or an edit that is made by hand."""


@dataclass(frozen=True)
class Story:
    """Steps in a copy of a register; CASE, OTHER and EVENT stand for ids of that register."""

    name: str
    register: str
    steps: tuple[Step, ...]


PEOPLE = """\
- name: Nurbek Asanov
  occupation: reporter
- name: Айгүл Асанова
- descriptor: a driver of the paper
"""


def _edit(pattern: str, before: str, after: str) -> Callable[[Path], object]:
    """Return an edit of the first file that matches and contains the text."""

    def change(root: Path) -> None:
        for path in sorted(root.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            if before in text:
                path.write_text(text.replace(before, after, 1), encoding="utf-8")
                return
        message = f"no file has {before!r}"
        raise LookupError(message)

    return change


def _file(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, encoding="utf-8")


def _commands(text: str) -> list[Step]:
    """Return the commands of a text, one a line; a backslash joins the next line."""
    lines = text.replace("\\\n", " ").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


STORIES: tuple[Story, ...] = (
    Story(
        "a case from the first word to its end",
        "sample",
        (
            *_commands("""
                add 'Nurlan Golden' --country KG --date 2025-05-28 --kind arrest --by scns --place \\
                    Bishkek --source https://news.example/kg/golden
                add 'Nurlan Golden' --country KG --date 2025-05-28 --source \\
                    https://news.example/kg/golden
                record charge Golden --date 2025-05-30 --step accused --charge kg-cc-278 --source \\
                    https://news.example/kg/golden
                record hearing Golden --date 2025-05-30 --outcome remanded --until 2025-07-30 --source \\
                    https://news.example/kg/golden
                update Golden --set person.occupation=accountant --add tags=golden
                record hearing Golden --date 2025-07-28 --outcome extended --until 2025-09-30 --source \\
                    https://news.example/kg/second --json
                record verdict Golden --date 2025-09-17 --outcome convicted --sentence \\
                    imprisonment,term=P3Y --source https://news.example/kg/golden
                record release Golden --date 2025-11-01 --json --source https://news.example/kg/golden
                show Golden --on 2026-01-10
                log Golden
                blame Golden
                rename Golden --opaque
                list --on 2026-01-10
            """),
        ),
    ),
    Story(
        "what is refused",
        "sample",
        (
            *_commands("""
                add
                add 'Nurlan Golden' --country KGZ --date 2025-05-28
                add 'Nurlan Golden' --country KG --date 28.05.2025
                record hearing nobody --date 2025-07-28
                record hearing CASE --date 2025-07-28 --outcome adjourned
                record hearing CASE --outcome extended --source https://news.example/kg/golden
                record arrest CASE --date 2025-07-28
                mark CASE zzzzz disputed
                mark CASE EVENT doubted
                update CASE --set person.ocupation=x
                update CASE --set country=DE
                rename CASE OTHER
                withdraw CASE --reason whim --yes
                withdraw CASE --reason safety
                resolve CASE
                commit CASE
                source add --kind press_article --url nowhere
            """),
        ),
    ),
    Story(
        "several people and several records",
        "made",
        (
            _file("people.yaml", PEOPLE),
            *_commands("""
                add --from people.yaml --country KG --date 2025-05-28 --dry-run --json --source \\
                    https://news.example/kg/golden
                add --from people.yaml --country KG --date 2025-05-28 --situation sweep-0 --source \\
                    https://news.example/kg/golden
                add --from people.yaml --country KG --date 2025-05-28 --source \\
                    https://news.example/kg/golden
                record release CASE OTHER --date 2026-01-02 --source https://news.example/kg/golden
                record release CASE --date 2026-01-02 --no-commit --source https://news.example/b
                diff
                commit CASE -m 'from the court'
                validate
                audit
            """),
        ),
    ),
    Story(
        "corrections and marks",
        "made",
        (
            *_commands("""
                mark CASE EVENT disputed --reason 'the court denies it' --source \\
                    https://news.example/kg/golden
                mark CASE EVENT reported
                mark CASE EVENT refuted --reason 'a namesake' --dry-run
                update CASE --set events.EVENT.date=2025-01-01
                update CASE --set events.EVENT.date=2025-01-01 --reason 'the protocol gives this day'
                update CASE --unset events.EVENT.place --json
                update CASE --set tier=restricted
                audit --json
                log CASE --json
            """),
        ),
    ),
    Story(
        "withdrawn and renamed",
        "history",
        (
            *_commands("""
                rename CASE kg-2025-qqq77
                withdraw OTHER --reason subject_request --yes
                validate
                audit
                list --on 2026-01-10
                export -f csv --on 2026-01-10 --known-at 'HEAD~3'
            """),
        ),
    ),
    Story(
        "edited by hand",
        "by-hand",
        (
            *_commands("""
                record release CASE --date 2026-01-02 --source https://news.example/kg/golden
                update OTHER --set person.occupation=driver
                fmt
                commit
            """),
            _edit("cases/kg/*/*.yaml", "capacity: journalist", "capacity: jurnalist"),
            *_commands("""
                commit
                validate
            """),
            _edit("cases/kg/*/*.yaml", "capacity: jurnalist", "capacity: lawyer"),
            *_commands("""
                commit --json
                log --limit 2
            """),
        ),
    ),
    Story(
        "beside broken files",
        "broken",
        (
            *_commands("""
                record release LAST --date 2026-01-02 --source https://news.example/kg/golden
                record release CASE --date 2026-01-02 --source https://news.example/kg/golden
                add 'Nurbek Asanov' --country KG --date 2025-05-28 --source \\
                    https://news.example/kg/golden
                rename LAST kg-2025-qqq77
            """),
        ),
    ),
    Story(
        "shared records",
        "sample",
        (
            *_commands("""
                source add --kind press_article --url https://news.example/kg/article --title 'An \\
                    article' --published 2025-06-01
                source add --kind press_article --url https://news.example/kg/article
                source list
                organization add --name 'A newspaper' --country KG
                organization list --json
                situation add --title 'A crackdown'
                situation list
                statute add --country KG --article 300
                statute list
            """),
        ),
    ),
    Story(
        "a new register",
        "",
        (
            *_commands("""
                list
                init . --title 'A new one'
                list
                today --on 2026-01-10
                add 'Nurlan Golden' --country KG --date 2025-05-28 --json --source \\
                    https://news.example/kg/golden
                init .
                setup-git
                setup-git --undo
                doctor
                schema --write
            """),
        ),
    ),
)
