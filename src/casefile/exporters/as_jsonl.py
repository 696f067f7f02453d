"""jsonl: every record as it is kept, one a line, what is referred to first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the data of each record on a line of its own; `casefile add --from` reads it back."""
    lines = (json.dumps(each.data, ensure_ascii=False, separators=(",", ":")) for each in publication.records)
    out.writelines(line.encode() + b"\n" for line in lines)
