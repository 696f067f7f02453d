"""Merging records: the git merge driver, `resolve`, and the joining of two records or events."""
