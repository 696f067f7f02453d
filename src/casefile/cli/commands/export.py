"""casefile export -f FORMAT: what an audience may see, as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from casefile.cli.lazy import command
from casefile.cli.options import AsJson, asked, clocks, filtered
from casefile.cli.session import Session, session_of
from casefile.cli.writing import tell_problems
from casefile.errors import BadInput
from casefile.exporters import FORMATS, YES_OR_NO
from casefile.operations.choosing import choice
from casefile.operations.export import Exported, Order, export
from casefile.operations.origin import origin
from casefile.publication.audience import AUDIENCES
from casefile.render.envelope import envelope

HELP = """Write what an audience may see of the register, in one format.

Everything stricter than the audience is left out, and so is every name that consent does not cover; the
status is folded again from what is left. What was withheld is counted on stderr. --manifest lists where, for
the desk alone.

\b
Example:
  casefile export -f csv -o held.csv --status held --on 2025-06-10
"""
LIST = "list"


def build(name: str, _typed: list[str]) -> TyperCommand:
    """Return the command."""
    return command(name, filtered(_export), HELP)


def _export(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="Which format; `list` shows them.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Where to; stdout otherwise.")
    ] = None,
    audience: Annotated[
        str, typer.Option("--audience", metavar="public|partners|internal", help="Who will read it.")
    ] = "public",
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", metavar="FILE", help="List there what was withheld, as paths."),
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="KEY=VALUE", help="Set an option of the format.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: AsJson = False,
    **given: Any,
) -> None:
    session = session_of(ctx)
    if form == LIST:
        _list(session, as_json=as_json)
        return
    if not form:
        raise BadInput("CF601", "which format is not said", f"-f {' | '.join(FORMATS)}; -f list tells more")
    if audience not in AUDIENCES:
        raise BadInput(
            "CF601", "--audience takes public, partners or internal", "public unless you know who reads it"
        )
    if as_json and out is None:
        raise BadInput("CF601", "--json tells what was done, so the file needs a place", "-o FILE")
    reader = next(each for each in AUDIENCES if each == audience)
    picked = choice(session.directory, clocks(session, given), asked(given), reader)
    order = Order(
        form=form,
        audience=reader,
        on=picked.moment.on,
        today=picked.today,
        chosen=picked.chosen,
        named=picked.named,
        withheld=picked.withheld,
        known_at=picked.moment.known_at,
        options=_options(option or [], form),
        out=session.directory / out if out else None,
        manifest=session.directory / manifest if manifest else None,
        force=force,
        terminal=sys.stdout.isatty(),
        epoch=_epoch(session),
        root=picked.root,
        directory=session.directory,
    )
    done = export(picked.moment.register, order)
    _tell(session, done, order, as_json=as_json)
    if done.broken:
        raise typer.Exit(1)


def _options(texts: list[str], form: str) -> dict[str, str]:
    """Read what was set; what may be yes or no is yes where it is only named."""
    known = (FORMATS[form].options or {}) if form in FORMATS else {}
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals and known.get(key) != YES_OR_NO:
            raise BadInput("CF601", "--option takes KEY=VALUE", f"--option {key}=…")
        found[key] = value if equals else YES_OR_NO[0]
    return found


def _epoch(session: Session) -> int | None:
    """Read SOURCE_DATE_EPOCH, which says what moment a reproducible file states."""
    text = session.environment.get("SOURCE_DATE_EPOCH", "")
    if text and not (text.isascii() and text.isdigit()):
        raise BadInput(
            "CF601", "SOURCE_DATE_EPOCH is no number of seconds", "such as 1749513600, or unset it"
        )
    return int(text) if text else None


def _tell(session: Session, done: Exported, order: Order, *, as_json: bool) -> None:
    """Hand the file over where none was asked for, and say what was left out."""
    if as_json:
        told = done.withheld
        data = {
            "path": str(done.path),
            "records": done.records,
            "withheld": {
                "records": told.records, "events": told.events, "fields": told.fields, "names": told.names,
            },
        }  # fmt: skip
        on = order.on.isoformat()
        session.out(envelope("export", data, on=on, known_at=order.known_at, problems=done.broken))
        return
    if done.blob is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(done.blob)
        sys.stdout.buffer.flush()
    session.say(_counted(done, order))
    tell_problems(session, done.broken)


def _counted(done: Exported, order: Order) -> str:
    numbers = {
        "record": done.withheld.records, "event": done.withheld.events, "field": done.withheld.fields,
        "name": done.withheld.names,
    }  # fmt: skip
    parts = [f"{number} {word if number == 1 else word + 's'}" for word, number in numbers.items() if number]
    records = "1 record" if done.records == 1 else f"{done.records} records"
    return f"{records} for {order.audience}; withheld: {', '.join(parts) or 'nothing'}"


def _list(session: Session, *, as_json: bool) -> None:
    if as_json:
        data = [{"format": each.name, "extra": each.extra, "about": each.line} for each in FORMATS.values()]
        session.out(envelope("export", data))
        return
    width = max(map(len, FORMATS))
    for each in FORMATS.values():
        needs = f" (needs the extra {each.extra})" if each.extra else ""
        session.out(f"{each.name:<{width}}  {each.line}{needs}")
    if any(each.extra for each in FORMATS.values()):
        session.say(f"An extra, such as EXTRA: {origin().command('EXTRA')}")
