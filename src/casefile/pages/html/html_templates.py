"""Templates for HTML: the content of a record is text in them, never markup; links go only to the web."""

from __future__ import annotations

from importlib import resources
from typing import IO

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.environment import TemplateStream
from markupsafe import escape

from casefile.custody.status_text import day_words
from casefile.model.visible_text import shorten_text, visible
from casefile.pages.markdown_escape import web


def template_environment(*packages: str) -> Environment:
    """Return a Jinja environment with the templates of these packages and the article template.

    All values are escaped, except Markup. A template fails if it uses an unknown name.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, __package__ or "")]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"anchor": anchor}
    environment.filters |= {"day": day_words, "web": web}
    return environment


BUFFER = 100
"""The number of pieces of a template that are written together."""


def write_stripped(pieces: TemplateStream, out: IO[bytes]) -> None:
    """Write a template in pieces, without white space at the start, and with one line break at the end."""
    pieces.enable_buffering(BUFFER)
    is_begun, waiting = False, ""
    for piece in pieces:
        text = waiting + (piece if is_begun else piece.lstrip())
        is_begun = is_begun or bool(text)
        written = text.rstrip()
        out.write(written.encode())
        waiting = text[len(written) :]
    out.write(b"\n")


def _shown(value: object) -> object:
    """Return a printed value of a template: text with invisible characters as symbols, markup unchanged."""
    return visible(value) if type(value) is str else value


def anchor(record_id: str) -> str:
    """Return the HTML id of the article of a record on its page; the prefix makes it begin with a letter."""
    return f"r-{record_id}"


TAB = 70
"""The number of characters of a title that a search engine or a browser tab shows."""


def tab_title(title: str) -> str:
    """Return a title shortened for a browser tab, with its length counted in escaped HTML."""
    shown = visible(title)
    return shorten_text(shown, max(TAB - (len(escape(shown)) - len(shown)), 1))


def shared_css() -> str:
    """Return the CSS that every page shares: light or dark, and for print."""
    return resources.files(__package__).joinpath("assets", "paper.css").read_text(encoding="utf-8")
