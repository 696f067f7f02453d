"""json: one object with all records, each with the data that is derived from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.situation_totals import reported_and_recorded
from casefile.publication.publish import Publication, Published


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write `{casefile, audience, on, known_at, records: [{…, derived}]}` in UTF-8, text not escaped.

    `casefile` is the version of the format. The records include those that others refer to.
    """
    head: dict[str, object] = {
        "casefile": 1,
        "audience": publication.audience,
        "on": publication.on.isoformat(),
        "known_at": publication.known_at,
        "records": [],
    }
    out.write(_text(head).removesuffix("]\n}").encode())
    for number, record in enumerate(publication.records):
        text = _text({**record.data, "derived": _derived(publication, record)})
        out.write(f"{',' if number else ''}\n{text}".replace("\n", "\n  ").encode())
    out.write(b"\n ]\n}\n" if publication.records else b"]\n}\n")


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _derived(publication: Publication, record: Published) -> dict[str, object]:
    """Return the derived data: the name to show, custody on the day, reported and recorded totals."""
    view = record.view(publication.on)
    totals = reported_and_recorded(publication.register, record.row, publication.on)
    return {
        "kind": record.kind,
        "name": record.name,
        **(view.as_data() if view else {}),
        **({"totals": [each.as_data() for each in totals]} if totals else {}),
    }
