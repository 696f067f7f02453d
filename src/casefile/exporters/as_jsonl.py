"""jsonl: every record on a line of its own, as it is kept; `add --from` reads it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write a line for each record, referents first; text stays as it is, in UTF-8."""
    for record in publication.records:
        line = json.dumps(record.data, ensure_ascii=False, separators=(",", ":"))
        out.write(line.encode() + b"\n")
