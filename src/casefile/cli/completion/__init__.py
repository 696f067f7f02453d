"""Completion: a shell asks what may stand where the cursor is, casefile answers.

The shell's script runs casefile with `_CASEFILE_COMPLETE` set to its name and the line as arguments. The
answer is a first line that says what follows (`words`, `meant`, `files`, `folders`) and then one suggestion
a line. Whatever goes wrong, the answer is none: a shell has no place for an error.
"""
