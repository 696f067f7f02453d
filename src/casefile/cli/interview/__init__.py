"""The interview of `add`: eight steps on a terminal, then a summary screen, then a saved case.

`interview_steps` is the table of questions, `prompts` asks them on the terminal, `conversation` runs the
dialogue, `saved_drafts` offers interrupted interviews, `interview_end` shows the summary and saves the case,
`call` connects all of them. The answers are parsed in `intake.interview`, without a terminal. `follow_up`
asks the questions of `record`.
"""
