"""Queries of the commands that read: list, show, due, stats, search, timeline, today."""
