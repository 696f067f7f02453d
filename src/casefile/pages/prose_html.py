"""Markdown as HTML for text only: no HTML of its own, no image, no dangerous link."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from casefile.model.visible_text import visible


def prose(text: str) -> Markup:
    """Return Markdown as HTML: paragraphs, lists, emphasis, headings and links to the web."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return Markup(_reader().render(shown))  # noqa: S704 - markdown-it escapes text


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    reader.disable("image")
    return reader
