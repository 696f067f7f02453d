"""What a caller tells, understood: pure, so that every answer can be tried without a terminal.

`understood` says what an answer can come to, `words`, `people`, `days`, `places` and `bodies` understand the
answers of the eight steps, `fates` tells a place from a release or a death, `filing` makes a case of it all,
`drafts` keeps it until then.
"""
