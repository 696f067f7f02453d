"""Templates are written in pieces: the result is the same as of the whole text."""

from __future__ import annotations

from io import BytesIO

import pytest
from jinja2.environment import TemplateStream

from casefile.pages.html.html_templates import BUFFER, write_stripped


@pytest.mark.parametrize(
    "pieces",
    [
        ["", " \n", "one", " ", "two\n", "\n"],
        [
            *[""] * BUFFER,
            *["\n"] * BUFFER,
            "one",
            *[" "] * BUFFER,
            *["\n"] * BUFFER,
            " two",
            *["\n"] * BUFFER,
        ],
        ["\n"],
        [],
    ],
    ids=["few", "white space in pieces of its own", "only white space", "none"],
)
def test_pieces_are_written_as_the_stripped_text(pieces):
    out = BytesIO()
    write_stripped(TemplateStream(iter(pieces)), out)
    assert out.getvalue().decode() == f"{''.join(pieces).strip()}\n"
