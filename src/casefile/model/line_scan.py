"""A glance at a file without reading it as YAML: for suggestions, never for what is so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

CALLED = re.compile(r"\n *+(?:- )?+(?:name|title|descriptor|abbreviation): +(\S.*)")
"""A line that calls a record something, behind the end of the one before it: to look for that is quickest."""
COMMENT = re.compile(r"\s+#.*$")


def names(blob: bytes) -> Iterator[str]:
    """Yield what the lines of a canonical file call a record; what is written otherwise is passed over."""
    for found in CALLED.finditer("\n" + blob.decode("utf-8", "replace")):
        name = _plain(found[1].rstrip())
        if name:
            yield name


def is_withdrawn(blob: bytes) -> bool:
    """Tell whether a line of a canonical file says that its record was withdrawn."""
    return bool(WITHDRAWN.search(blob))


WITHDRAWN = re.compile(rb"^withdrawn:", re.MULTILINE)


def _plain(scalar: str) -> str:
    """Take the quotes off; nothing for what is no scalar of one line."""
    if scalar[0] == "'":
        return scalar[1:].rpartition("'")[0].replace("''", "'")
    if scalar[0] == '"':
        try:
            return str(json.loads(scalar[: scalar.rfind('"') + 1]))
        except ValueError:
            return ""
    return "" if scalar[0] in "|>&*!{[" else COMMENT.sub("", scalar)
