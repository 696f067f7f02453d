"""Fast search of the lines of a file without parsing its YAML.

The result may be incomplete: use it for suggestions, never for decisions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

CALLED = re.compile(r"\n *+(?:- )?+(?:name|title|descriptor|abbreviation): +(\S.*)")
"""A line with the name of a record, after a line end: to search for the line end first is fastest."""
COMMENT = re.compile(r"\s+#.*$")


def names(blob: bytes) -> Iterator[str]:
    """Yield the names in the lines of a canonical file. Names in any other form are skipped."""
    for found in CALLED.finditer("\n" + blob.decode("utf-8", "replace")):
        name = _plain(found[1].rstrip())
        if name:
            yield name


def is_withdrawn(blob: bytes) -> bool:
    """Return whether a canonical file is a withdrawal notice: a line starts with `withdrawn:`."""
    return bool(WITHDRAWN.search(blob))


WITHDRAWN = re.compile(rb"^withdrawn:", re.MULTILINE)


def _plain(scalar: str) -> str:
    """Return a YAML scalar of one line without quotes; an empty text for any other value."""
    if scalar[0] == "'":
        return scalar[1:].rpartition("'")[0].replace("''", "'")
    if scalar[0] == '"':
        try:
            return str(json.loads(scalar[: scalar.rfind('"') + 1]))
        except ValueError:
            return ""
    return "" if scalar[0] in "|>&*!{[" else COMMENT.sub("", scalar)
