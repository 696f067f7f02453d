"""The board: what is asked most of a large register is told without opening a record.

A moment (the files of a folder as a census counts them, or a commit) is put up once. Whoever asks looks
whether it is still just this moment; where it is not, only what changed is read, or all of it.

    a question ─► looking ── another moment ─► amending ── others hang on the change ─► putting
                     │            (a few files)                    (all files)
                     ├─► listed    how cases are listed on a day      ◄─ listing makes it, for days in a row
                     ├─► owed      what is due on a day               ◄─ owing makes it, for days in a row
                     ├─► words     names and words to records         ◄─ register makes it, text by text
                     ├─► judging   what checking found                ◄─ of what changed since
                     └─► register  a register like any other, also as it would be after a write
                            └─► files  opens the files that are used

A snapshot in the index is a `Sight`; with a day it is a `Glance`. If the index fails when it
is asked, it puts the same files into one in memory, and asks that one.

`looking`, `listed`, `owed`, `words` and `sight` load no model, so an answer that is ready costs only
the question. All others do. See `Facts` in `storage.index.tables` for the data of a snapshot as a whole, and
for the answers that depend on each part of it.
"""
