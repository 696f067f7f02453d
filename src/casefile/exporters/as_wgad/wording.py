"""The fixed words of the questionnaire, the same in every file that it is written to."""

from __future__ import annotations

WORDS = {
    "title": "Questionnaire on an alleged arbitrary arrest or detention",
    "addressee": "For the Working Group on Arbitrary Detention, United Nations Human Rights Council",
    "draft": (
        "A draft from a register, for the submitter to check, complete and sign. It was made for the "
        "audience “{}”: what is kept from that audience stands here as not known. Remove this box, and the "
        "questions at the end, before sending."
    ),
    "sources": "Sources",
    "sources_differ": "As different sources have it",
    "questions": "Questions still to ask",
    "about_questions": (
        "For the submitter, not for the Working Group. Each answer belongs to the item of that number."
    ),
    "all_answered": "None: every item has an answer.",
    "sign_here": "…" * 24,
    "nobody": "No case of those that were asked for may be shown to this audience.",
}
