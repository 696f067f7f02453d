"""jsonl: every record as it is kept, one a line, what is referred to first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.publication.lines import Lined


def write(publication: Lined, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the data of each record on a line of its own; `casefile add --from` reads it back."""
    out.writelines(publication.lines)
