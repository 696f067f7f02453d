"""The terminal page of one case: the status and the main facts, then the ledger, then the sources."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

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
from casefile.model.plain_data import Fields, KnownData, groups, mapping
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
from casefile.terminal.due_page import distance_words
from casefile.terminal.page_frame import number_sources, page_end, page_head, tier_words
from casefile.terminal.page_words import days, status
from casefile.terminal.record_page import claims, field_rows
from casefile.views.case_counts import standing
from casefile.views.case_overview import CaseOverview
from casefile.views.charge_text import charge_parts, restriction_parts
from casefile.views.deadlines.deadline import Due
from casefile.views.proceeding_status import ProceedingInView

LABEL = 18
"""Width of the label column, in terminal columns: the same as that of the dates in the ledger."""
CONSENT_STATES = {
    "not_yet": "Not given yet on this day.",
    "expired": "Expired: exports withhold the data that it covered.",
    "may_have_expired": "May have expired: exports withhold the data that it covered.",
    "withdrawn": "Withdrawn: exports withhold the data that it covered.",
}
"""The words for the states of a consent; a valid one is shown only with the other fields of the case."""
COUNTED_GROUNDS = {2: "two grounds", 3: "three grounds"}
"""The words for small numbers of grounds; larger ones are written in digits."""


def case_page(shown: ShownRecord, page: CaseOverview, width: int, *, with_gaps: bool) -> list[Block]:
    """Return the page of a case as blocks for a terminal of `width` columns.

    `page` contains the data of the case. `with_gaps` lists the facts that are not stated, and the entries
    that would settle the status, instead of the number of unstated facts.
    """
    numbers = number_sources(shown)
    blocks: list[Block] = [
        *page_head(shown),
        Paragraph(_about(page.case, shown)),
        BlankLine(),
        paragraph(status(in_sentences(page.view, page.day), standing(page.view))),
        *(Paragraph(_urgent(each)) for each in shown.urgent),
    ]
    facts = _facts(shown, page)
    if facts.rows:
        blocks += [BlankLine(), facts]
    blocks += claims(page.case, numbers)
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
        *(_affiliation_text(each, person, labels) for each in groups(person.get("affiliations"))),
        _age(person),
        country_name(case["country"]),
        ", ".join(labels.get(each, each) for each in case.get("situations", ())),
    ]
    others = ", ".join(str(each["name"]) for each in groups(person.get("other_names")))
    return join_spans([*parts, f"also: {others}" if others else "", tier_words(shown)])


def _affiliation_text(tie: KnownData, person: KnownData, labels: Mapping[str, str]) -> str:
    """Return an affiliation of a person as text: the role, or else the relation, and the organization.

    The first is left out if it repeats the person's occupation.
    """
    name = labels.get(tie["organization"], tie["organization"])
    how = tie.get("role") or word(tie.get("relation", ""))
    return f"{how}, {name}" if how not in {"", person.get("occupation")} else name


def _field_of_affiliation(tie: KnownData) -> str:
    return "role" if tie.get("role") else "relation"


def _age(person: KnownData) -> str:
    field = _field_of_age(person)
    if field == "birth":
        return f"born {When.parse(person['birth']).words()}"
    if field == "age":
        age = person["age"]
        stated = f" ({when_words(age['as_of'])})" if "as_of" in age else ""
        return f"aged {age['years']}{stated}"
    return str(person[field]) if field else ""


def _field_of_age(person: KnownData) -> str:
    """Return the name of the most exact field about the age that is stated; "" if none is.

    The line about the person shows this field.
    """
    stated = (each for each in ("birth", "age", "minor") if person.get(each, "unknown") != "unknown")
    return next(stated, "")


def _facts(shown: ShownRecord, page: CaseOverview) -> BlockTable:
    """Return the table of facts derived from the ledger, one row per label; empty facts are left out."""
    view = page.view
    labels = shown.snapshot.labels
    facts: list[tuple[str, Cell]] = [
        ("Custody", cell(*(capital(spell_words(each, view)) for each in view.spells))),
        (_grounds_label(view), cell(*(_ground(each, page.day) for each in _grounds_to_list(view)))),
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
        ("Consent", cell(CONSENT_STATES.get(page.consent or ""))),
        ("Next", cell(*(_deadline(each) for each in shown.deadlines))),
        ("Last confirmed", cell(format_date(view.last_confirmed))),
        ("Rule", cell(_rule(view.rule)) if view.rule else ()),
    ]
    rows = tuple((cell(muted(label)), value) for label, value in facts if value)
    return labelled(rows, LABEL)


def _grounds_to_list(view: View) -> tuple[GroundInView, ...]:
    """Return the grounds of custody to list; none if the only one is active and in no proceeding.

    The line about the custody already states that one.
    """
    plain = len(view.grounds) == 1 and not view.grounds[0].proceeding and view.grounds[0].state == "active"
    return () if plain else view.grounds


def _grounds_label(view: View) -> str:
    active = sum(each.state == "active" for each in view.grounds)
    return (
        f"Held on {COUNTED_GROUNDS.get(active, f'{active} grounds')}"
        if active > 1 and view.held_certain
        else "Grounds"
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
    """Return the line with the custody rule that decided the status, the date of its entry and its reason."""
    dated = f" ({format_date(rule.date)})" if rule.date else ""
    return line(TextSpan(f"{rule.name}{dated}", "strong"), f": {rule.because}")


def _restriction(each: RestrictionInForce) -> Line:
    return join_spans([*restriction_parts(each), "" if each.until else "no end stated"])


def _doubtful_restriction(kind: str) -> Line:
    return join_spans(["of a kind not known" if kind == "unknown" else word(kind), "not certain"])


def _urgent(due: Due) -> Line:
    """Return the line about a danger to the person, with the date of the report."""
    return line(TextSpan(f"{capital(due.text)}, reported {when_words(due.date.text)}.", "warn"))


def _deadline(due: Due) -> Line:
    return join_spans([capital(due.text), distance_words(due)])


def _other_fields(case: KnownData, register: Register) -> BlockTable:
    """Return the table of the fields of the person and the case that no other part of the page shows."""
    shape, left = shape_of("case"), fields_not_shown(case)
    person = mapping(left.pop("person"))
    rows = [
        *field_rows(register, shape.fields["person"], person, ()),
        *field_rows(register, shape, left, ()),
    ]
    return labelled(tuple(rows), LABEL)


def fields_not_shown(case: KnownData) -> Fields:
    """Return the fields of a case without the content that other parts of its page show.

    In the lists of OF_GROUPS each mapping is reduced to the field that identifies it and the fields that are
    not shown, and left out if there are none. Its sources count as shown: the page ends with a list of them.
    `person` is always in the result, and may be empty.
    """
    person = mapping(case["person"])
    title = "name" if "name" in person else "descriptor"
    of_person = {title, "occupation", _field_of_age(person)}
    if title == "name" and person["identification"] == "named":
        of_person.add("identification")
    return {**_drop_shown(case, OF_CASE), "person": _drop_shown(person, of_person)}


OF_CASE = frozenset({"schema", "id", "tier", "country", "situations", "person", "events", "notes"})
"""The fields of a case that other parts of the page always show, and `schema`, which no reader needs."""
OF_GROUPS: Mapping[str, Callable[[KnownData], tuple[str, ...]]] = {
    "other_names": lambda _name: ("name",),
    "affiliations": lambda tie: ("organization", _field_of_affiliation(tie)),
    "proceedings": lambda _proceeding: ("id", "kind"),
    "claims": lambda claim: ("field", "value", _resolution_in_words(claim)),
}
"""For each list of mappings, the function that returns the fields of a mapping that the page shows elsewhere.

The first of these fields identifies the mapping.
"""


def _resolution_in_words(claim: KnownData) -> str:
    return "resolution" if {*mapping(claim.get("resolution"))} <= {"value", "reason"} else ""


def _drop_shown(data: KnownData, shown: Container[str]) -> Fields:
    found = {name: value for name, value in data.items() if name not in shown}
    for name in OF_GROUPS.keys() & found:
        left = [_drop_shown_of_group(each, OF_GROUPS[name](each)) for each in groups(found[name])]
        found[name] = [each for each in left if each]
    return {name: value for name, value in found.items() if value != []}


def _drop_shown_of_group(group: KnownData, shown: tuple[str, ...]) -> Fields:
    left = {name: value for name, value in group.items() if name not in {*shown, "sources"}}
    return {shown[0]: group[shown[0]], **left} if left else {}


def _decides(shown: ShownRecord) -> Iterator[Block]:
    """Yield the entries that would settle an uncertain status, with the commands that record them."""
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
    """Yield the number of facts that are not stated, or `with_gaps` the list of them and `_decides`."""
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
        remark = muted(" (stated as unknown)") if gap.said else None
        rows.append((cell(owner) if name != before else (), cell(line(gap.asks.rstrip("."), remark))))
        before = name
    yield labelled(rows, LABEL + 6)
