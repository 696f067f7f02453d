"""A glance at a file without reading it as YAML: for suggestions, and for names where a file cannot be read.

Never for what is so.
"""

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


def names_anywhere(text: str) -> Iterator[str]:
    """Yield whatever a text of any form may call somebody or something, rather too much than too little."""
    for found in LIKE_A_NAME.finditer(text):
        said = found[1].strip()
        quoted = QUOTED.match(said)
        read = (_plain(quoted[0]) if quoted else "", AFTER_A_NAME.split(said.strip("\"'"))[0])
        yield from filter(None, dict.fromkeys(read))


LIKE_A_NAME = re.compile(
    r"""(?:(?<!\w)(?:name|title|abbreviation|person(?=["']?[^\S\n]*:[^\S\n]*["'\w]))["']?"""
    r"""|["']?person\.(?:name|other_names)[\w.]{0,30}["']?[\s,]{0,30}["']?value["']?)"""
    r"""\s*:\s*(?:[|>][0-9+-]*\s+)?(?=(\S.{0,1000}))"""
)
"""A name behind its key, also on the next line, in a list or in braces, or as what a claim has for it."""
QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'""")
"""What stands in quotes, up to where they end."""
AFTER_A_NAME = re.compile(r"""["']?\s*(?:,\s*["']?\w+["']?\s*:|[}\]]|\s\#).*""")


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
