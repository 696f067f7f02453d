"""The board: what is asked most of a large register is told without opening a record.

A moment (the files of a folder as a census counts them, or a commit) is put up once. Whoever asks looks
whether it is still just this moment; where it is not, only what changed is read, or all of it.

    a question ─► looking ── another moment ─► amending ── others hang on the change ─► putting
                     │            (a few files)                    (all files)
                     ├─► listed    how cases are listed on a day      ◄─ listing makes it, for days in a row
                     ├─► owed      what is due on a day               ◄─ owing makes it, for days in a row
                     ├─► words     names and words to records         ◄─ register makes it, text by text
                     ├─► judging   what checking found                ◄─ of what changed since
                     └─► register  a register like any other, also as it would be after a write;
                            └─► files  opens what is looked into

`looking`, `listed`, `owed` and `words` load no model: an answer that is ready costs no more than to ask for
it. All others do. What is known of a moment as a whole, and what hangs on which of it, is said at `Facts` in
`storage.index.tables`. If something is wrong with the index, the same files
are put into one in memory, and it is asked there: see `Hand`.
"""
