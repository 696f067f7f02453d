"""The command line: parses, calls one operation, renders; the only place that asks the world."""

from casefile.cli.edge import main

__all__ = ["main"]
