"""Every rule, by its code."""

from __future__ import annotations

from casefile.checks import identity, ledger, person, records, references, text, tiers
from casefile.checks.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule("CF201", "reference-resolves", "error", references.resolves),
    Rule("CF202", "id-resolves", "error", references.id_resolves),
    Rule("CF203", "text-names-record", "warning", references.text_names_record),
    Rule("CF204", "not-itself", "error", references.not_itself),
    Rule("CF205", "appeal-names-entry", "warning", references.appeal_names_entry),
    Rule("CF206", "proceeding-resolves", "error", references.proceeding_resolves),
    Rule("CF207", "decision-is-recorded", "error", references.decision_is_recorded),
    Rule("CF208", "field-cites-sources", "error", references.field_cites_sources),
    Rule("CF311", "path-follows-id", "error", identity.path_follows_id),
    Rule("CF312", "id-is-unique", "error", identity.id_is_unique),
    Rule("CF313", "country-as-in-id", "error", identity.country_as_in_id),
    Rule("CF314", "country-is-known", "error", identity.country_is_known),
    Rule("CF315", "year-as-in-id", "warning", identity.year_as_in_id),
    Rule("CF316", "event-ids-are-unique", "error", identity.event_ids_are_unique),
    Rule("CF317", "organization-stands-once", "warning", identity.organization_stands_once),
    Rule("CF318", "address-is-unique", "warning", identity.address_is_unique),
    Rule("CF319", "proceeding-ids-are-unique", "error", identity.proceeding_ids_are_unique),
    Rule("CF321", "other-says-what", "error", records.other_says_what),
    Rule("CF322", "against-says-why", "error", ledger.against_says_why),
    Rule("CF323", "public-event-has-source", "error", ledger.public_event_has_source),
    Rule("CF324", "event-has-source", "warning", ledger.event_has_source),
    Rule("CF325", "quote-is-short", "error", ledger.quote_is_short),
    Rule("CF326", "told-after-it-happened", "warning", ledger.told_after_it_happened),
    Rule("CF327", "order-ends-later", "error", ledger.order_ends_later),
    Rule("CF328", "count-is-in-order", "error", records.count_is_in_order),
    Rule("CF329", "situations-do-not-circle", "error", records.situations_do_not_circle),
    Rule("CF330", "evidence-is-inside", "error", records.evidence_is_inside),
    Rule("CF331", "evidence-has-digest", "warning", records.evidence_has_digest),
    Rule("CF332", "part-as-in-statute", "warning", records.part_as_in_statute),
    Rule("CF333", "public-event-shows-source", "warning", ledger.public_event_shows_source),
    Rule("CF334", "note-says-something", "error", ledger.note_says_something),
    Rule("CF335", "told-twice", "warning", ledger.told_twice),
    Rule("CF336", "recorded-twice", "warning", ledger.recorded_twice),
    Rule("CF337", "claim-can-be-read", "warning", records.claim_can_be_read),
    Rule("CF338", "calendar-is-gregorian", "error", ledger.calendar_is_gregorian),
    Rule("CF339", "cited-field-is-stated", "warning", references.cited_field_is_stated),
    Rule("CF341", "named-has-name", "error", person.named_has_name),
    Rule("CF342", "unnamed-is-described", "error", person.unnamed_is_described),
    Rule("CF343", "age-and-minor-agree", "warning", person.age_and_minor_agree),
    Rule("CF344", "nameless-has-no-name", "error", person.nameless_has_no_name),
    Rule("CF345", "consent-covers-name", "warning", person.consent_covers_name),
    Rule("CF346", "born-by-then", "warning", person.born_by_then),
    *(
        Rule(f"CF{351 + place}", code, "warning", ledger.remark(code))
        for place, code in enumerate(ledger.REMARKS)
    ),
    Rule("CF401", "nothing-sealed", "error", tiers.nothing_sealed),
    Rule("CF403", "inner-is-stricter", "error", tiers.inner_is_stricter),
    Rule("CF404", "id-is-opaque", "error", tiers.id_is_opaque),
    Rule("CF406", "below-ceiling", "error", tiers.below_ceiling),
    Rule("CF407", "private-things", "warning", text.private_things),
    Rule("CF408", "name-in-looser-text", "warning", text.name_in_looser_text),
    Rule("CF409", "id-is-agreed", "error", tiers.id_is_agreed),
)
