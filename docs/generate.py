"""Writes the reference pages from the code that they describe; a test fails where one is stale.

`python docs/generate.py` writes them, `--check` only tells which differ.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import jurisdictions_page
import model_page
import names_page
import status_page
import words_page

from casefile.checks.manual import manual
from casefile.cli.command_table import COMMANDS
from casefile.cli.edge import run
from casefile.model.events import EVENT_TYPES, FAMILIES, type_name
from casefile.model.record_shapes import shape_of, shape_of_entry, shape_of_model
from casefile.model.records import RECORD_CLASSES
from casefile.model.shape import Shape
from casefile.views.audit import RULES

HERE = Path(__file__).parent
PAIRS = HERE.parent / "tests/examples/names/pairs.tsv"
MENTIONS = HERE.parent / "tests/examples/mentions"
MADE = "<!-- Made by docs/generate.py; change the code, or the page's module in docs/, instead. -->\n\n"
COMMANDS_HEAD = """\
# The commands

What `--help` says, page by page.

A RECORD is an id, the start of one, a name or a part of it in any script, or the path of a file from the
current folder: `casefile show cases/kg/2025/kg-2025-7k3mq.yaml`.
"""


def _findings() -> str:
    """Return the manual of an audit: each finding with its code."""
    rows = "".join(f"| {rule.code} | {rule.name} | {rule.manual} |\n" for rule in RULES)
    opening = "`casefile audit` reports these findings in the history; see [The audit trail](audit-trail.md)."
    return f"## Audit findings\n\n{opening}\n\n| code | name | means |\n|---|---|---|\n{rows}"


def main() -> int:
    """Write every page, or check it."""
    check = "--check" in sys.argv
    os.environ["COLUMNS"] = "80"
    made = [*pages()]
    stale = [name for name, text in made if not _is(HERE / name, text)]
    for name, text in made:
        if not check:
            (HERE / name).write_text(text, encoding="utf-8")
    for name in stale:
        sys.stdout.write(f"docs/{name} {'is stale: make docs' if check else 'written'}\n")
    return int(check and bool(stale))


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every reference page."""
    yield "status.md", MADE + status_page.page()
    yield "jurisdictions.md", MADE + jurisdictions_page.page()
    yield "model.md", MADE + model_page.page()
    yield "words.md", MADE + words_page.page()
    yield "checks.md", f"{MADE}{manual()}\n{_findings()}"
    yield "records.md", MADE + "".join(_records())
    yield "commands.md", MADE + "".join(_commands())
    control = {path.stem: path.read_text(encoding="utf-8") for path in MENTIONS.glob("control/*.txt")}
    mentions = (MENTIONS / "mentions.tsv").read_text(encoding="utf-8")
    yield "names.md", MADE + names_page.page(PAIRS.read_text(encoding="utf-8"), mentions, control)


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _records() -> Iterator[str]:
    yield "# Records, field by field\n\n"
    yield "Every field is optional unless it is marked *required*. A tier in the last column is that of\n"
    yield "the model itself: nothing looser can be stated. Every vocabulary but a closed one ends with\n"
    yield "`unknown` (somebody says that it is not known) and `other` (say what in `summary` or `note`).\n"
    for kind, model in RECORD_CLASSES.items():
        table = _table(shape_of(kind).seen({"events": []}), ())
        yield f"\n## {kind}\n\n{_first_line(model.__doc__)}\n\n{table}"
        if kind == "case":
            yield from _groups(shape_of("case").seen({"events": []}))
    yield "\n## settings\n\n`casefile.yaml`: how the register is kept.\n\n" + _table(shape_of("settings"), ())
    yield "\n## import-map\n\nThe map of a spreadsheet, as [From a spreadsheet to a register](import.md)"
    yield " explains it.\n\n"
    yield _table(shape_of("import-map"), ())
    for name in ("key", "fields", "events", "sources"):
        field = shape_of("import-map").fields[name]
        yield f"\n### import-map: {name}\n\n{_table(field.inner or field, ())}"
    conditions = shape_of("import-map").fields["events"].inner.fields["when"]
    yield f"\n### import-map: events.when\n\n{_table(conditions.inner or conditions, ())}"
    yield "\n## Events\n\nWhat all entries of a ledger have in common:\n\n"
    yield _table(shape_of_entry("note"), ())
    for family, events in FAMILIES.items():
        yield f"\n### {family.capitalize()}\n"
        for event in events:
            yield f"\n#### {type_name(event)}\n\n{(event.__doc__ or '').strip()}\n\n"
            own = shape_of_model(event.__name__)
            shared = set(shape_of_entry("note").keys)
            yield _table(own, shared) if set(own.keys) - shared else "No fields of its own.\n"


def _groups(case: Shape) -> Iterator[str]:
    """Yield the groups of fields inside a case."""
    for name in ("person", "grounds", "consent", "related", "claims"):
        field = case.fields[name]
        inner = field.inner or field
        yield f"\n### {name}\n\n{_table(inner, ())}"
    for name in ("other_names", "age", "affiliations", "external_ids"):
        field = case.fields["person"].fields[name]
        yield f"\n### person.{name}\n\n{_table(field.inner or field, ())}"


def _table(shape: Shape, leave_out: set[str] | tuple[str, ...]) -> str:
    rows = [
        _row(field)
        for field in shape.fields.values()
        if field.name not in leave_out and field.name != "withdrawn"
    ]
    return "| field | holds | what it says | tier |\n|---|---|---|---|\n" + "".join(rows)


def _row(field: Shape) -> str:
    required = " *required*" if field.required else ""
    return f"| `{field.name}`{required} | {_holds(field)} | {field.meta.description} | {field.tier or ''} |\n"


def _holds(field: Shape) -> str:
    inner = field.inner or field
    if inner.is_mapping:
        what = "entries" if field.name == "events" else ", ".join(f"`{key}`" for key in inner.keys)
    elif field.words:
        what = " · ".join(field.words)
    else:
        what = inner.form
    return f"list of {what}" if field.is_list else what


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _commands() -> Iterator[str]:
    yield COMMANDS_HEAD
    yield _page()
    for name, named in COMMANDS.items():
        if not named.hidden:
            yield _page(name)
    for kind in ("add", "list"):
        yield _page("source", kind)
    for event in EVENT_TYPES:
        yield _page("record", event)


def _page(*words: str) -> str:
    """Ask the command itself, in this process: sixty pages are sixty starts otherwise."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        run([*words, "--help-all"])
    return f"\n## casefile {' '.join(words)}\n\n```text\n{shown.getvalue().rstrip()}\n```\n"


if __name__ == "__main__":
    sys.exit(main())
