"""The interview of `add`: eight steps on a terminal, then one screen, then a case.

`steps` is the table of questions, `asking` puts them on the terminal, `conversation` goes through them,
`drafts` offers what was broken off, `ending` shows what will be saved and saves it, `call` is the whole of
it. What an answer means is understood below, in `intake.interview`, without any terminal.
"""
