"""Shell completion: a shell asks for the words that may follow at the cursor, and casefile prints them.

The shell's script runs casefile with the command line as arguments, and with the name of the shell in
`_CASEFILE_COMPLETE`. The first line of the output is the kind of answer (`words`, `meant`, `files`,
`folders`), and each further line is a suggestion. If there is no suggestion the output is empty, also after
an error, because a shell cannot show an error at that point. With CASEFILE_DEBUG errors are raised.
"""
