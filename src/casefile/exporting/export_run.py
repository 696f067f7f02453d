"""Run an export: publish a register for an audience in one format, and write the files."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.dates import Day
from casefile.errors import BadInput, MachineTrouble, Problem, TierForbids, errors_of, nearest
from casefile.exporters import FORMATS, Format, load, load_folder, load_table
from casefile.exporting.output_files import OutputFile, check_free, check_outside, write_outputs
from casefile.exporting.output_folder import OutputFolder, check_folder, write_output_folder
from casefile.files.disk_errors import reason
from casefile.files.record_paths import LARGEST
from casefile.git.program_origin import origin
from casefile.loading.newer_withdrawals import warn_of_newer_withdrawals
from casefile.loading.present_register import judge_withdrawals
from casefile.model.kinds import KINDS
from casefile.pages.case_tables import CaseTable
from casefile.progress import Progress, no_progress
from casefile.publication.audience import Audience
from casefile.publication.publish import Omission, Publication, publish
from casefile.publication.withheld_counts import Withheld
from casefile.register import SETTINGS, Register


class ExportOrder(Struct, frozen=True):
    """The options of an export.

    `chosen` are the ids that the filters selected (None: every record), `named` those that the user named.
    `withheld` are those that match the filters only on the unpublished data. `known_at` is the label of the
    exported state. `out` is None for standard output; `terminal` is true if that is a terminal. `manifest` is
    the file for the list of omissions. With `force` existing files are replaced. `epoch` is SOURCE_DATE_EPOCH
    in seconds, the time that a format states if it states one; None means the start of the day. `root` is the
    folder of the register, among whose files no output may be written. Files that options name are relative
    to `directory`. `current` is today's register if an earlier state is exported. `publication` is that of
    the whole register for these days, if the filters have made one. `table` makes the table to write in place
    of the usual one: the columns of an imported spreadsheet.
    """

    form: str
    audience: Audience
    on: Day
    today: Day
    chosen: Collection[str] | None = None
    named: Collection[str] = ()
    withheld: Collection[str] = ()
    known_at: str = "the working tree"
    options: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    manifest: Path | None = None
    force: bool = False
    terminal: bool = False
    epoch: int | None = None
    root: Path | None = None
    directory: Path = Path()
    current: Register | None = None
    publication: Publication | None = None
    table: Callable[[Publication], CaseTable] | None = None
    progress: Progress = no_progress


class ExportResult(Struct, frozen=True):
    """The result of an export: the bytes if no file was named, the withheld parts, and the problems.

    `records` is the number of selected records of a kind that the format contains. `withheld` also counts the
    records that the filters match only on the unpublished data. `broken` are the errors of casefile.yaml and
    of records that were left out because of them, and for each unreadable file because of which an id was
    replaced its errors and a warning: the command then ends with 1. `outdated` are warnings about a newer
    state of the register, which may withhold more.
    """

    records: int
    withheld: Withheld
    broken: tuple[Problem, ...]
    outdated: tuple[Problem, ...]
    blob: bytes | None
    path: Path | None
    manifest: Path | None


def export(register: Register, order: ExportOrder) -> ExportResult:
    """Publish a register and write the publication.

    Raises BadInput for an unknown format, option or part and for a place that is no output, MachineTrouble
    CF806 if an extra is not installed and CF805 if the disk refuses, Collision CF704 if a file exists
    already, TierForbids CF402 if nothing of a named record may be shown to the audience, and the errors of
    the format. Nothing is written then, unless the disk refuses after the first output is in its place.
    """
    form = checked_format(order.form, order.options)
    options = _options(form, order)
    _check_place(form, order)
    _check_installed(form)
    register = judge_withdrawals(register)
    publication = _publication(register, form, order)
    private = order.audience != "public"
    outputs: list[OutputFile] = []
    files = printed = None
    write = partial(_write, form, publication, options)
    if order.table:
        write = partial(_write_table, form, order.table(publication), options)
    if form.folder:
        files = _files(form, publication, options)
    elif order.out:
        outputs.append(OutputFile(order.out, write, private))
    else:
        printed = _content(write)
    if order.manifest:
        omissions = sorted({*publication.manifest, *_unanswered(register, order)})
        text = manifest_text(omissions).encode()
        outputs.append(OutputFile(order.manifest, lambda out: out.write(text), private=True))
    write_outputs(outputs, force=order.force)
    kinds = ("case",) if order.table else form.kinds or KINDS
    if order.out and files is not None:
        write_output_folder(OutputFolder(order.out, files, private))
    return ExportResult(
        sum(each.chosen and each.kind in kinds for each in publication.records),
        replace(publication.withheld, records=publication.withheld.records + len(order.withheld)),
        tuple(
            dict.fromkeys((*_all_broken(register, order), *_unreadable(register, order.current, publication)))
        ),
        tuple(warn_of_newer_withdrawals(order.root, order.current or register)),
        printed,
        order.out,
        order.manifest,
    )


def _unreadable(register: Register, current: Register | None, publication: Publication) -> Iterable[Problem]:
    """Yield problems of unreadable files because of which a valid record is published under another id.

    For each file these are its errors and the warning CF635. `current` is today's register if `register` is
    an earlier state.
    """
    for path in publication.unreadable:
        entry = register.entries.get(path) or (current.entries.get(path) if current else None)
        yield from errors_of(entry.problems) if entry else ()
        message = "this file cannot be read, so an id that may contain a name from it is withheld"
        yield Problem.of_file(path, "CF635", message, f"casefile validate {path}", "warning")


def _unanswered(register: Register, order: ExportOrder) -> Iterable[Omission]:
    """Yield an omission for each record that the filters would match if it were not withheld."""
    return (Omission(register.by_id[key].path, "") for key in order.withheld)


def manifest_text(omissions: Iterable[Omission]) -> str:
    """Return the list of omissions, one line each: the place, never the content."""
    return "".join(f"{each.path}: {each.field or '(the whole record)'}\n" for each in omissions)


def checked_format(name: str, options: Mapping[str, str]) -> Format:
    """Return a format by its name; raise BadInput CF620 if there is none, CF621 if options do not fit it."""
    form = FORMATS.get(name)
    if form is None:
        close = nearest(name.lower(), FORMATS, 0.5)
        hint = f"did you mean {close}?" if close else f"choose from: {', '.join(FORMATS)}"
        raise BadInput("CF620", "unknown format", hint)
    for key, value in options.items():
        option = form.options.get(key)
        if option is None:
            takes = f"its options: {', '.join(form.options)}" if form.options else "it takes none"
            raise BadInput("CF621", f"{form.name} has no such option", takes)
        if not option.allows(value):
            takes = option.takes or " or ".join(option.values)
            raise BadInput("CF621", f"invalid value for the option {key}", f"it is {takes}")
    return form


def _options(form: Format, order: ExportOrder) -> dict[str, str]:
    """Return the options of the format, with the time of writing in `epoch` and the suffix of the output."""
    given = {
        name: _text_of(order.directory / value, name) if form.options[name].is_file else value
        for name, value in order.options.items()
    }
    start_of_day = (order.on - Day(1970, 1, 1)).days * 24 * 60 * 60
    epoch = str(start_of_day if order.epoch is None else order.epoch)
    return {**given, "epoch": epoch, "suffix": order.out.suffix if order.out else form.suffix}


def _text_of(path: Path, option: str) -> str:
    """Return the text of a file that an option names; no message contains anything of the text.

    Raises BadInput CF621 if the file cannot be read, is larger than 1 MiB, or is not UTF-8.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput("CF621", f"the file for the option {option} is too large", "the limit is 1 MiB")
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        message = f"the file for the option {option} could not be read: {reason(error)}"
        raise BadInput("CF621", message, f"--option {option}=FILE") from error
    except UnicodeDecodeError as error:
        raise BadInput(
            "CF621", f"the file for the option {option} is not text", "save it as UTF-8"
        ) from error


def _check_place(form: Format, order: ExportOrder) -> None:
    """Raise early for an output that could not be written at the end or must not be written at its place.

    Raises BadInput CF622 and CF623, Collision CF704 and MachineTrouble CF805.
    """
    is_text = not form.binary or (order.out is not None and order.out.suffix in form.as_text)
    if form.folder and order.out is None:
        raise BadInput("CF622", f"{form.name} is a folder, so it needs a path", f"-o {form.name}")
    if not is_text and order.terminal and order.out is None:
        raise BadInput(
            "CF622", f"{form.name} cannot be printed on a terminal", f"write a file: -o register{form.suffix}"
        )
    files = [path for path in (order.out, order.manifest) if path]
    check_outside(files, order.root)
    if form.folder and order.out:
        check_folder(order.out, force=order.force)
        files.remove(order.out)
        if order.manifest and order.manifest.absolute().is_relative_to(order.out.absolute()):
            raise BadInput(
                "CF623", "the manifest is for your team only", "write it outside the folder that you publish"
            )
    check_free(files, force=order.force)


def _check_installed(form: Format) -> None:
    """Raise MachineTrouble CF806 if the extra of a format, or of its downloads, is not installed."""
    with _extra_of(form):
        load_folder(form) if form.folder else load(form)
    for name in form.downloads:
        _check_installed(FORMATS[name])


def _write(form: Format, publication: Publication, options: Mapping[str, str], out: BinaryIO) -> None:
    """Write a publication in a format that is one file."""
    folder = TemporaryDirectory(prefix="casefile-") if form.scratch else nullcontext("")
    with _extra_of(form), folder as scratch:
        load(form)(publication, out, {**options, "scratch": scratch})


def _write_table(form: Format, table: CaseTable, options: Mapping[str, str], out: BinaryIO) -> None:
    """Write a table in a format that takes any table."""
    load_table(form)(table, out, options)


def _content(write: Callable[[BinaryIO], None]) -> bytes:
    """Return the bytes that a function writes."""
    out = BytesIO()
    write(out)
    return out.getvalue()


def _files(form: Format, publication: Publication, options: Mapping[str, str]) -> Mapping[str, bytes]:
    """Return the files of a folder by their paths, including the downloads that other formats write."""
    downloads: dict[str, bytes] = {}
    listed = []
    for each in (FORMATS[name] for name in form.downloads):
        path = f"downloads/{each.name}{each.suffix}"
        downloads[path] = _content(partial(_write, each, publication, {"epoch": options["epoch"]}))
        listed.append([path, each.line, len(downloads[path])])
    with _extra_of(form):
        pages = dict(load_folder(form)(publication, {**options, "downloads": json.dumps(listed)}))
    return {**pages, **downloads}


@contextmanager
def _extra_of(form: Format) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise _without_extra(form, error) from error


def _without_extra(form: Format, error: ImportError) -> Exception:
    """Return the error for a missing extra of a format, even if only some of its files need the extra."""
    if not form.extra:
        return error
    return MachineTrouble(
        "CF806",
        f"the format {form.name} needs an optional part of casefile",
        f"install it: {origin().command(form.extra)}",
    )


def _publication(register: Register, form: Format, order: ExportOrder) -> Publication:
    if order.publication and order.chosen is not None and form.scope is None:
        publication = order.publication.choose(order.chosen)
    else:
        publication = publish(
            register,
            order.audience,
            on=order.on,
            chosen=order.chosen,
            label=order.known_at,
            scope=form.scope,
            today=order.today,
            current=order.current,
            progress=order.progress,
        )
    gone = {*order.named} & {*publication.missing}
    if gone:
        which = "a record that you named" if len(gone) == 1 else f"{len(gone)} records that you named"
        raise TierForbids(
            "CF402",
            f"the audience {order.audience} may not see any part of {which}",
            "choose different records, or a different --audience",
        )
    return publication


def _all_broken(register: Register, order: ExportOrder) -> Iterable[Problem]:
    """Yield the errors of omitted records, also of today's files if these limit an earlier state."""
    for each in (register, order.current):
        yield from _broken(each, order) if each is not None else ()


def _broken(register: Register, order: ExportOrder) -> Iterable[Problem]:
    """Yield the errors of omitted records.

    If records were named and no other filter chose any, these are only the named records and those that they
    refer to. The errors of casefile.yaml are
    included, because with an error there other settings are used.
    """
    settings = register.entries.get(SETTINGS)
    yield from errors_of(settings.problems) if settings else ()
    if not register.unshown:
        return
    broken = {key: entry for key, entry in register.by_id.items() if entry.broken}
    if order.named and {*order.named} == {*(order.chosen or ())}:
        sound = (key for key in order.named if key in register.by_id and key not in broken)
        cited = {reference.target for key in sound for reference in register.row(key).references}
        broken = {key: entry for key, entry in broken.items() if key in cited or key in order.named}
    else:
        yield from errors_of(register.problems)
    for entry in broken.values():
        yield from errors_of(entry.problems)
