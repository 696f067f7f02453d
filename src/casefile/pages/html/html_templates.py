"""Templates that make HTML: what a record says is text in them, never markup; links lead to the web."""

from __future__ import annotations

from importlib import resources

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import escape

from casefile.custody.status_text import day_words
from casefile.model.visible_text import shorten_text, visible
from casefile.pages.markdown_escape import web


def printer(*packages: str) -> Environment:
    """Return an environment that finds templates in these packages, and the article of a record here."""
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


def _shown(value: object) -> object:
    """Return what a template prints: text with its unseen characters as symbols, markup as it is."""
    return visible(value) if type(value) is str else value


def anchor(record_id: str) -> str:
    """Return what the article of a record is called on its page; a name there begins with a letter."""
    return f"r-{record_id}"


TAB = 70
"""Characters of a title that a search engine or a tab shows."""


def tab(title: str) -> str:
    """Return a title as a tab shows it, counted as it is written in HTML."""
    shown = visible(title)
    return shorten_text(shown, max(TAB - (len(escape(shown)) - len(shown)), 1))


def paper() -> str:
    """Return the style sheet that every page shares: ink on paper, light or dark, and for print."""
    return resources.files(__package__).joinpath("assets", "paper.css").read_text(encoding="utf-8")
