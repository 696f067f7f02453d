"""The commands that look back: log, diff, blame and audit."""
