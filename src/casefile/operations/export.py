"""export: what an audience may see of the register, in the format that is asked for."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from casefile.errors import BadInput, MachineTrouble, Problem, TierForbids
from casefile.exporters import FORMATS, Format, Write, load
from casefile.model.dates import Day
from casefile.model.records import KINDS
from casefile.operations.origin import origin
from casefile.operations.output import Output, check_free, check_outside, put
from casefile.operations.returned import kept_away
from casefile.publication import Audience, Omission, Publication, Withheld, publish
from casefile.register import Register


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    `chosen` are the ids that the filters left (absent: every record), `named` those among them that were
    named one by one, `withheld` those that answered the filters inside the desk alone. `out` is absent for
    standard output, `terminal` says whether that is a terminal. `epoch` is SOURCE_DATE_EPOCH, the moment to
    state where a format states one; absent means the day itself. `root` is the folder of the register, among
    whose own files none may be written.
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


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported: the bytes where no file was asked for, how much was withheld, what was broken.

    `records` counts those that were asked for and are of a kind that the format holds.
    `broken` holds the errors of records that were left out because of them: the command ends with 1.
    """

    records: int
    withheld: Withheld
    broken: tuple[Problem, ...]
    blob: bytes | None
    path: Path | None
    manifest: Path | None


def export(register: Register, order: Order) -> Exported:
    """Write a publication of the register.

    A case that was withdrawn and came back is left out as one that has errors. Raises BadInput for a format
    or an option that is not known; MachineTrouble CF806 where an extra is missing, CF805 where the disk
    refuses; SomebodyElse CF704 where a file is there already; TierForbids CF402 where nothing of a named
    record may leave. Nothing is written then.
    """
    form = _format(order.form)
    options = _options(form, order)
    if form.binary and order.terminal and order.out is None:
        raise BadInput(
            "CF622", f"{form.name} is not for a terminal", f"write a file: -o register{form.suffix}"
        )
    write = _loaded(form)
    files = [path for path in (order.out, order.manifest) if path]
    check_outside(files, order.root)
    check_free(files, force=order.force)
    register = kept_away(order.root, register) if order.root else register
    publication = _publication(register, form, order)
    blob = _written(write, publication, options)
    private = order.audience != "public"
    outputs = [Output(order.out, blob, private)] if order.out else []
    if order.manifest:
        omissions = sorted({*publication.manifest, *_unanswered(register, order)})
        outputs.append(Output(order.manifest, manifest_text(omissions).encode(), private=True))
    put(outputs, force=order.force)
    return Exported(
        sum(each.chosen and each.kind in (form.kinds or KINDS) for each in publication.records),
        replace(publication.withheld, records=publication.withheld.records + len(order.withheld)),
        tuple(_broken(register, order)),
        None if order.out else blob,
        order.out,
        order.manifest,
    )


def _unanswered(register: Register, order: Order) -> Iterable[Omission]:
    """List what the filters would have found, were it not withheld."""
    return (Omission(register.by_id[key].path, "") for key in order.withheld)


def manifest_text(omissions: Iterable[Omission]) -> str:
    """List what was left out, a line each: where, never what."""
    return "".join(f"{each.path}: {each.field or '(the whole record)'}\n" for each in omissions)


def _format(name: str) -> Format:
    form = FORMATS.get(name)
    if form:
        return form
    close = get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(FORMATS)}"
    raise BadInput("CF620", "there is no such format", hint)


def _options(form: Format, order: Order) -> dict[str, str]:
    """Check what was set for the format, and add the moment of writing."""
    known = form.options or {}
    for name, value in order.options.items():
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise BadInput("CF621", f"{form.name} has no option of this name", takes)
        if known[name] and value not in known[name]:
            raise BadInput(
                "CF621", f"the option {name} has no such value", f"it is {' or '.join(known[name])}"
            )
    start_of_day = (order.on - Day(1970, 1, 1)).days * 24 * 60 * 60
    return {**order.options, "epoch": str(start_of_day if order.epoch is None else order.epoch)}


def _loaded(form: Format) -> Write:
    try:
        return load(form)
    except ImportError as error:
        if not form.extra:
            raise
        raise MachineTrouble(
            "CF806",
            f"the format {form.name} needs a part of casefile that is not installed",
            f"install it: {origin().command(form.extra)}",
        ) from error


def _publication(register: Register, form: Format, order: Order) -> Publication:
    publication = publish(
        register,
        order.audience,
        on=order.on,
        chosen=order.chosen,
        label=order.known_at,
        scope=form.scope,
        today=order.today,
    )
    gone = {*order.named} & {*publication.missing}
    if gone:
        which = "a record that was named" if len(gone) == 1 else f"{len(gone)} records that were named"
        raise TierForbids(
            "CF402",
            f"nothing of {which} may be shown to this audience ({order.audience})",
            "choose other records, or another --audience",
        )
    return publication


def _written(write: Write, publication: Publication, options: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    write(publication, buffer, options)
    return buffer.getvalue()


def _broken(register: Register, order: Order) -> Iterable[Problem]:
    """Name the errors of what was left out: of all broken records, or those that the named ones refer to."""
    broken = {key: entry for key, entry in register.by_id.items() if entry.broken}
    if order.named and {*order.named} == {*(order.chosen or ())}:
        cited = {reference.target for key in order.named for reference in register.row(key).references}
        broken = {key: entry for key, entry in broken.items() if key in cited}
    else:
        yield from (problem for problem in register.problems if problem.level == "error")
    for entry in broken.values():
        yield from (problem for problem in entry.problems if problem.level == "error")
