"""The `export` command: check the options, read the register, write the export, report the counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import typer
from msgspec import Struct
from msgspec.structs import asdict, replace

from casefile.cli.progress_line import progress
from casefile.cli.read_options import gather_filters, query_times
from casefile.cli.session import Session, epoch_of
from casefile.cli.write_command import print_problems
from casefile.errors import BadInput
from casefile.exporters import FORMATS, YES_OR_NO
from casefile.exporting.earlier_export import Comparison, compare_with
from casefile.exporting.export_run import ExportOrder, ExportResult, checked_format, export
from casefile.exporting.export_scope import ExportScope, choose_export_scope
from casefile.git.program_origin import origin
from casefile.intake.import_files import read_file
from casefile.intake.tables.import_command import ImportFile, columns_back
from casefile.model.plain_data import KnownData
from casefile.pages.case_tables import CaseTable
from casefile.progress import Progress
from casefile.publication.audience import AUDIENCES, Audience
from casefile.publication.publish import Publication
from casefile.terminal.export_report import comparison_data, comparison_text, count_records
from casefile.terminal.json_envelope import envelope

LIST = "list"


class ExportRequest(Struct, frozen=True):
    """The options of `export`, without the filters, --on and --known-at.

    `form` is the name of the format, "" if none was given; `options` are the values of --option, `KEY=VALUE`;
    `import_map` is the value of --map.
    """

    form: str
    out: Path | None
    audience: str
    manifest: Path | None
    compared_with: str | None
    options: list[str]
    import_map: str | None
    force: bool
    as_json: bool


def export_all(session: Session, wanted: ExportRequest, given: KnownData) -> None:
    """Run `export`: list the formats, write an export, or only compare an earlier one; print the result.

    `given` contains the filters, --on and --known-at by parameter name. Raises BadInput for options that are
    not valid or do not fit together, the errors of `export_run.export`, and typer.Exit with code 1 if records
    with errors were left out.
    """
    if not wanted.form and wanted.out is not None:
        wanted = replace(wanted, form=_find_format(wanted.out))
    form, audience, as_json = wanted.form, wanted.audience, wanted.as_json
    if form == LIST:
        _list_formats(session, as_json=as_json)
        return
    if wanted.compared_with is not None and (given["known_at"] or given["on"]):
        raise BadInput("CF601", "--compared-with compares with today's rules", "omit --known-at and --on")
    if not form and wanted.compared_with is not None and audience in AUDIENCES:
        if wanted.out or wanted.manifest or gather_filters(given) != gather_filters({"possibly": False}):
            hint = "omit records, filters, -o and --manifest; with -f they select the content of an export"
            raise BadInput("CF601", "--compared-with always covers the whole register", hint)
        _print_comparison(session, wanted, given)
        return
    options = _check_request(wanted, given)
    reader = next(each for each in AUDIENCES if each == audience)
    with progress(session, wanted=not as_json) as report:
        picked = choose_export_scope(
            session.directory, query_times(session, given), gather_filters(given), reader, report
        )
        order = _make_order(session, wanted, options, picked, reader, report)
        if wanted.import_map is not None:
            order = replace(order, table=_make_table_filler(session, wanted.import_map))
        done = export(picked.snapshot.register, order)
    compared = _compare_with_earlier(session, wanted, given) if wanted.compared_with is not None else None
    _print_result(session, done, order, compared, as_json=as_json)
    if done.broken:
        raise typer.Exit(1)


def _check_request(wanted: ExportRequest, given: KnownData) -> dict[str, str]:
    """Return the options of the format; raise BadInput if the request is not valid."""
    if not wanted.form:
        raise BadInput("CF601", "the format is missing", f"-f {' | '.join(FORMATS)}; -f list explains them")
    if wanted.audience not in AUDIENCES:
        raise BadInput(
            "CF601",
            "invalid value for --audience; choose from: public, partners, internal",
            "choose public unless you know the readers",
        )
    if wanted.as_json and wanted.out is None:
        raise BadInput("CF601", "--json prints the result, so the export needs a file", "-o FILE")
    options = _parse_options(wanted.options, wanted.form)
    checked_format(wanted.form, options)
    if wanted.import_map is not None:
        _check_map_options(wanted, given)
    return options


def _make_order(
    session: Session,
    wanted: ExportRequest,
    options: Mapping[str, str],
    picked: ExportScope,
    audience: Audience,
    report: Progress,
) -> ExportOrder:
    """Return the order for an export: `options` of the format, `picked` records, `report` shows progress."""
    return ExportOrder(
        form=wanted.form,
        audience=audience,
        on=picked.snapshot.on,
        today=picked.today,
        chosen=picked.chosen,
        named=picked.named,
        withheld=picked.withheld,
        known_at=picked.snapshot.known_at,
        options=options,
        out=session.directory / wanted.out if wanted.out else None,
        manifest=session.directory / wanted.manifest if wanted.manifest else None,
        force=wanted.force,
        terminal=sys.stdout.isatty(),
        epoch=epoch_of(session),
        root=picked.root,
        directory=session.directory,
        current=picked.current,
        publication=picked.publication,
        progress=report,
    )


def _check_map_options(wanted: ExportRequest, given: KnownData) -> None:
    """Raise BadInput if the columns of a spreadsheet cannot be given back with these options."""
    if not FORMATS[wanted.form].tables:
        formats = " or ".join(f"-f {name}" for name, each in FORMATS.items() if each.tables)
        raise BadInput("CF601", f"--map cannot be used with -f {wanted.form}", f"use {formats}")
    if wanted.audience != "internal":
        hint = "add --audience internal, and keep the file within your team"
        raise BadInput(
            "CF601", "the columns of a spreadsheet contain facts that only your team may see", hint
        )
    if given["known_at"] or given["on"]:
        raise BadInput("CF601", "--map writes the present values", "omit --known-at and --on")


def _make_table_filler(session: Session, import_map: str) -> Callable[[Publication], CaseTable]:
    """Return the function that makes a table with the columns of an imported spreadsheet.

    It prints a note about each row in which a value of the case could not be written into the cells.
    """
    fill = columns_back(
        session.directory, ImportFile(*read_file(session.directory, import_map, sys.stdin.buffer))
    )

    def make(publication: Publication) -> CaseTable:
        chosen = {each.id: each for each in publication.records if each.chosen}
        filled = fill(lambda record: chosen[record].data if record in chosen else None)
        for row in filled.rows:
            if row.unwritten:
                session.note(f"{row.record}: the row keeps the imported text of {', '.join(row.unwritten)}")
        hides = publication.hidden.found_in  # an imported cell may name a person whose case was withdrawn
        rows = (tuple("" if hides(cell) else cell for cell in row.cells) for row in filled.rows)
        return CaseTable(filled.headers, tuple(rows))

    return make


def _find_format(out: Path) -> str:
    """Return the format to which the suffix of a file belongs; "" if it belongs to none, or to several."""
    ends = ("".join(out.suffixes[-2:]), out.suffix)
    files = {name: each.suffix for name, each in FORMATS.items() if not each.folder}
    for end in filter(None, ends):
        found = [name for name, suffix in files.items() if suffix == end]
        named = [name for name in found if end == f".{name}"] or found
        if len(named) == 1:
            return named[0]
    return ""


def _parse_options(texts: list[str], form: str) -> dict[str, str]:
    """Return the values of --option by key, for the format `form`; a yes-or-no option without a value is yes.

    Raises BadInput CF601 for another option without a value.
    """
    known = FORMATS[form].options if form in FORMATS else {}
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals and known.get(key) != YES_OR_NO:
            raise BadInput("CF601", "--option needs KEY=VALUE", f"--option {key}=…")
        found[key] = value if equals else YES_OR_NO.values[0]
    return found


def _print_comparison(session: Session, wanted: ExportRequest, given: KnownData) -> None:
    """Print what an earlier export contained and today's rules withhold, without exporting."""
    compared = _compare_with_earlier(session, wanted, given)
    if wanted.as_json:
        session.out(envelope("export", {"compared": comparison_data(compared)}))
        return
    session.out(comparison_text(compared))


def _compare_with_earlier(session: Session, wanted: ExportRequest, given: KnownData) -> Comparison:
    reader = next(each for each in AUDIENCES if each == wanted.audience)
    revision = wanted.compared_with or ""
    return compare_with(session.directory, revision, query_times(session, given), reader, wanted.form)


def _print_result(
    session: Session, done: ExportResult, order: ExportOrder, compared: Comparison | None, *, as_json: bool
) -> None:
    """Print the result of an export: the file if it goes to stdout, then counts, comparison and problems.

    With `as_json` only the JSON envelope is printed.
    """
    problems = (*done.broken, *done.outdated)
    if as_json:
        data = {"path": str(done.path), "records": done.records, "withheld": asdict(done.withheld)}
        data |= {"compared": comparison_data(compared)} if compared else {}
        on = order.on.isoformat()
        session.out(envelope("export", data, on=on, known_at=order.known_at, problems=problems))
        return
    if done.blob is not None:
        session.hand_over([done.blob])
    session.note(count_records(done.records, done.withheld, order.audience))
    if compared:
        session.note(comparison_text(compared))
    print_problems(session, problems)


def _list_formats(session: Session, *, as_json: bool) -> None:
    if as_json:
        data = [{"format": each.name, "extra": each.extra, "about": each.line} for each in FORMATS.values()]
        session.out(envelope("export", data))
        return
    width = max(map(len, FORMATS))
    for each in FORMATS.values():
        needs = f" (needs the extra {each.extra})" if each.extra else ""
        session.out(f"{each.name:<{width}}  {each.line}{needs}")
    if any(each.extra for each in FORMATS.values()):
        session.note(f"An extra, such as EXTRA: {origin().command('EXTRA')}")
