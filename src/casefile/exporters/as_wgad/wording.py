"""The fixed words of the questionnaire, the same in every file that it is written to."""

from __future__ import annotations

TITLE = "Questionnaire on an alleged arbitrary arrest or detention"
ADDRESSEE = "For the Working Group on Arbitrary Detention, United Nations Human Rights Council"
DRAFT = (
    "A draft from a register, for the submitter to check, complete and sign. It was made for the audience "
    "“{}”: what is kept from that audience stands here as not known. Remove this box, and the questions at "
    "the end, before sending."
)
SOURCES = "Sources"
SOURCES_DIFFER = "As different sources have it"
QUESTIONS = "Questions still to ask"
ABOUT_QUESTIONS = (
    "For the submitter, not for the Working Group. Each answer belongs to the item of that number."
)
ALL_ANSWERED = "None: every item has an answer."
SIGN_HERE = "…" * 24
NOBODY = "No case of those that were asked for may be shown to this audience."
