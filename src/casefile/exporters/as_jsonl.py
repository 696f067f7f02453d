"""jsonl: each published record on a line of its own, with the keys of its file; `add --from` reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write a line for each record, after the records that it refers to, in UTF-8, text not escaped."""
    for record in publication.records:
        line = json.dumps(record.data, ensure_ascii=False, separators=(",", ":"))
        out.write(line.encode() + b"\n")
