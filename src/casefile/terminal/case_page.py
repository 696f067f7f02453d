"""The terminal page of one case: the status and the main facts, then the ledger, then the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.custody.custody_view import GroundInView, Reason, RestrictionInForce, View
from casefile.custody.status_text import (
    basis_words,
    day_words,
    end_words,
    format_date,
    in_sentences,
    since_words,
    spell_words,
    when_words,
)
from casefile.dates import Day, When
from casefile.model.country_names import country_name
from casefile.model.plain_data import KnownData, groups, mapping
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import capital, word
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Line,
    Paragraph,
    TextSpan,
    cell,
    heading,
    join_spans,
    labelled,
    line,
    muted,
    paragraph,
)
from casefile.plural import number
from casefile.queries.record_queries import ShownRecord
from casefile.register import Register
from casefile.terminal.due_page import off
from casefile.terminal.page_frame import numbered, page_end, page_head, tier_words
from casefile.terminal.page_words import days, status
from casefile.terminal.record_page import field_rows
from casefile.terminal.timeline_page import footnote
from casefile.views.case_counts import standing
from casefile.views.case_overview import CaseOverview
from casefile.views.charge_text import charge_parts, restriction_parts
from casefile.views.deadlines.deadline import Due
from casefile.views.ledger_timeline import citation_of
from casefile.views.proceeding_status import ProceedingInView

LABEL = 18
"""Width of the label column, in terminal columns: the same as that of the dates in the ledger."""
SMALL = {2: "two grounds", 3: "three grounds"}


def dossier(shown: ShownRecord, page: CaseOverview, width: int, *, with_gaps: bool) -> list[Block]:
    """Return the page of a case as blocks for a terminal of `width` columns.

    `with_gaps` lists the facts that are not stated, and the entries that would settle the status, instead of
    the number of unstated facts.
    """
    numbers = numbered(shown)
    blocks: list[Block] = [
        *page_head(shown),
        Paragraph(_about(page.case, shown)),
        BlankLine(),
        paragraph(status(in_sentences(page.view, page.day), standing(page.view))),
    ]
    facts = _facts(shown, page)
    if facts.rows:
        blocks += [BlankLine(), facts]
    if page.claims:
        blocks += [heading("What sources say differently"), _claims(page, numbers)]
    others = _other_fields(page.case, shown.snapshot.register)
    if others.rows:
        blocks += [heading("Also recorded"), others]
    blocks += page_end(shown, numbers, width, empty="No event yet: casefile record --help")
    return [*blocks, *_gaps(shown, with_gaps=with_gaps)]


def _about(case: KnownData, shown: ShownRecord) -> Line:
    """Return the line about the person: occupation, affiliations, age, country, situations, names, tier."""
    person = mapping(case["person"])
    labels = shown.snapshot.labels
    parts = [
        str(person.get("occupation", "")),
        *(_tie(each, person, labels) for each in groups(person.get("affiliations"))),
        _age(person),
        country_name(case["country"]),
        ", ".join(labels.get(each, each) for each in case.get("situations", ())),
    ]
    others = ", ".join(str(each["name"]) for each in groups(person.get("other_names")))
    return join_spans([*parts, f"also: {others}" if others else "", tier_words(shown)])


def _tie(tie: KnownData, person: KnownData, labels: Mapping[str, str]) -> str:
    """Return an affiliation as text; the role is left out if it repeats the person's occupation."""
    name = labels.get(tie["organization"], tie["organization"])
    how = tie.get("role") or word(tie.get("relation", ""))
    return f"{how}, {name}" if how not in {"", person.get("occupation")} else name


def _age(person: KnownData) -> str:
    if "birth" in person:
        return f"born {When.parse(person['birth']).words()}"
    if "age" in person:
        age = person["age"]
        stated = f" ({when_words(age['as_of'])})" if "as_of" in age else ""
        return f"aged {age['years']}{stated}"
    minor = str(person.get("minor"))
    return minor if minor in {"minor", "adult"} else ""


def _facts(shown: ShownRecord, page: CaseOverview) -> BlockTable:
    """Return the table of facts derived from the ledger, one row per label; empty facts are left out."""
    view = page.view
    labels = shown.snapshot.labels
    facts: list[tuple[str, Cell]] = [
        ("Custody", cell(*(capital(spell_words(each, view)) for each in view.spells))),
        (_grounds_label(view), cell(*(_ground(each, page.day) for each in _shown_grounds(view)))),
        ("Proceedings", cell(*(_proceeding(each) for each in shown.proceedings))),
        ("Days held", cell(days(view.days_held))),
        ("Held at", cell(labels.get(view.facility or "", view.facility or ""))),
        (
            "Restrictions",
            cell(
                *(_restriction(each) for each in view.restrictions),
                *(_doubtful_restriction(kind) for kind in view.doubtful_restrictions),
            ),
        ),
        ("Charges", cell(*(join_spans(charge_parts(each, labels)) for each in view.charges))),
        ("Next", cell(*(_deadline(each) for each in shown.deadlines))),
        ("Last confirmed", cell(format_date(view.last_confirmed))),
        ("Rule", cell(_rule(view.rule)) if view.rule else ()),
    ]
    rows = tuple((cell(muted(label)), value) for label, value in facts if value)
    return labelled(rows, LABEL)


def _shown_grounds(view: View) -> tuple[GroundInView, ...]:
    """Return the grounds of custody, or none if the custody line already shows all of it.

    That is so for a single active ground without a proceeding.
    """
    plain = len(view.grounds) == 1 and not view.grounds[0].proceeding and view.grounds[0].state == "active"
    return () if plain else view.grounds


def _grounds_label(view: View) -> str:
    active = sum(each.state == "active" for each in view.grounds)
    return (
        f"Held on {SMALL.get(active, f'{active} grounds')}" if active > 1 and view.held_certain else "Grounds"
    )


def _ground(each: GroundInView, day: Day) -> Line:
    basis = basis_words(each.basis) or "custody"
    return join_spans(
        [
            TextSpan(basis, "strong" if each.state == "active" else ""),
            f"in {each.proceeding}" if each.proceeding else "",
            since_words(each.since),
            _end_of_ground(each, day),
            "waiting" if each.state == "waiting" else "",
            "" if each.certain else "not certain",
        ]
    )


def _end_of_ground(each: GroundInView, day: Day) -> str:
    if each.until is not None and each.until_kind == "expected":
        return f"expected to end about {day_words(each.until)}"
    return end_words(each.until, day, "until ")


def _proceeding(each: ProceedingInView) -> Line:
    state = {True: "open", False: "closed", None: ""}[each.is_open]
    next_step = f"next {when_words(each.next)}" if each.next else ""
    return join_spans([TextSpan(each.id, "strong"), word(each.kind) if each.kind else "", state, next_step])


def _rule(rule: Reason) -> Line:
    """Return the line with the rule that decided the status, the date of its entry and the rule's reason."""
    of = f" of {format_date(rule.date)}" if rule.date else ""
    return line(TextSpan(f"{rule.name}{of}", "strong"), f": {rule.because}")


def _restriction(each: RestrictionInForce) -> Line:
    return join_spans([*restriction_parts(each), "" if each.until else "no end stated"])


def _doubtful_restriction(kind: str) -> Line:
    return join_spans(["of a kind not known" if kind == "unknown" else word(kind), "not certain"])


def _deadline(due: Due) -> Line:
    return join_spans([capital(due.text), off(due)])


def _other_fields(case: KnownData, register: Register) -> BlockTable:
    """Return the table of the fields of the person and the case that no other part of the page shows."""
    shape = shape_of("case")
    rows = [
        *field_rows(register, shape.fields["person"], mapping(case["person"]), OF_PERSON),
        *field_rows(register, shape, case, OF_CASE),
    ]
    return labelled(tuple(rows), LABEL)


OF_PERSON = frozenset({
    "identification", "name", "descriptor", "other_names", "birth", "age", "minor", "occupation",
    "affiliations",
})  # fmt: skip
OF_CASE = frozenset({
    "schema", "id", "formerly", "tier", "country", "situations", "person", "proceedings", "claims", "events",
    "notes",
})  # fmt: skip
"""The fields of a person and of a case that other parts of the page show, or that are its title."""


def _claims(page: CaseOverview, numbers: Mapping[str, int]) -> BlockTable:
    rows = tuple(
        (
            cell(muted(word(field.removeprefix("person.")))),
            cell(*(_claim(each, numbers) for each in claims)),
        )
        for field, claims in page.claims
    )
    return labelled(rows, LABEL)


def _claim(claim: KnownData, numbers: Mapping[str, int]) -> Line:
    notes = " ".join(footnote(citation_of(each), numbers) for each in claim.get("sources", ()))
    settled = claim.get("resolution")
    followed = f"settled: {settled.get('value', '')} {settled.get('reason', '')}".strip() if settled else ""
    return join_spans([str(claim["value"]), muted(notes), followed])


def _decides(shown: ShownRecord) -> Iterator[Block]:
    """Yield the entries that would settle an uncertain status, each with the command that records it."""
    decides = shown.decides()
    if not decides:
        return
    yield heading("What would decide the status")
    for each in decides:
        yield paragraph(each.question)
        command = each.command(shown.row.id)
        if command:
            yield paragraph(muted(f"  {command}"))


def _gaps(shown: ShownRecord, *, with_gaps: bool) -> Iterator[Block]:
    """Yield the facts that are not stated: only their number, or with --gaps the list of them."""
    if with_gaps:
        yield from _decides(shown)
    if not shown.gaps:
        return
    if not with_gaps:
        facts = number(len(shown.gaps), "fact")
        yield BlankLine()
        are = "is" if len(shown.gaps) == 1 else "are"
        yield paragraph(muted(f"{facts} {are} not stated: casefile show {shown.row.id} --gaps"))
        return
    yield heading("Not stated")
    rows: list[tuple[Cell, ...]] = []
    before = ""
    for gap in shown.gaps:
        owner = join_spans([word(gap.type) if gap.type else "person and case", muted(gap.event)], " ")
        name = "".join(span.text for span in owner)
        remark = muted(" (said to be unknown)") if gap.said else None
        rows.append((cell(owner) if name != before else (), cell(line(gap.asks.rstrip("."), remark))))
        before = name
    yield labelled(rows, LABEL + 6)
