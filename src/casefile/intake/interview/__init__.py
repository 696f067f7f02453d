"""Understand the answers of a telephone interview, without a terminal, so that each can be tested.

`answer` has the results that an answer can have; `choice_answers`, `person_answers`, `day_answers`,
`place_answers` and `body_answers` understand the answers to the questions, `status_answers` distinguishes a
place from a release or a death. `case_from_answers` makes a case of the answers, `interview_drafts` stores
them until then.
"""
