"""casefile: a register of detentions as text files in git."""

__version__ = "0.2.0.dev0"
