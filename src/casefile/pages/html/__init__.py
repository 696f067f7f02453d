"""Dossiers as HTML: the same article on a page of the site and in a file of its own."""

from casefile.pages.html.html_templates import (
    TAB,
    anchor,
    shared_css,
    tab_title,
    template_environment,
    write_stripped,
)

__all__ = ["TAB", "anchor", "shared_css", "tab_title", "template_environment", "write_stripped"]
