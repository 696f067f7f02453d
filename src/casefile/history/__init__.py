"""The commands that read the history: log, diff, blame and audit."""
