"""A dossier set as HTML: the same article on a page of the site and in a file of its own."""

from casefile.pages.html.printer import Link, anchor, paper, printer

__all__ = ["Link", "anchor", "paper", "printer"]
