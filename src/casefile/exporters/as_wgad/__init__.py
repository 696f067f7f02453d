"""wgad: the questionnaire of the UN Working Group on Arbitrary Detention, filled in for each chosen case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.exporters.as_wgad.wgad_layout import write_docx, write_markdown
from casefile.exporters.as_wgad.wgad_sections import forms
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the filled questionnaires for Word, or as Markdown if the name of the file ends in .md.

    The options `submitter` and `identity` are the contents of files that are never stored. `period` is the
    day on which a period of custody begins: arrest and detention are answered for this period only. Raises
    BadInput if it is not clear which person an identity file is about, or if no period begins on that day.
    """
    given = (options.get(name, "") for name in ("submitter", "identity", "period"))
    filled = forms(publication, *given)
    if options.get("suffix") == ".md":
        write_markdown(filled, out)
    else:
        headers = [f"{each.name} · {each.id}" for each in publication.of("case")]
        write_docx(filled, headers, int(options["epoch"]), out)
