"""What a caller tells, understood: pure, so that every answer can be tried without a terminal.

`understood` says what an answer can come to, `words`, `people`, `days`, `places` and `bodies` understand the
answers of the eight steps, `filing` makes a case of them, `drafts` keeps them until then.
"""
