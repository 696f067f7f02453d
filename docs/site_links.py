"""A hook of mkdocs: links that lead out of docs/ lead to the file in the repository, or are plain text.

The pages are read on a git host, in a clone, and as a site. Only the site cannot follow `../CONTRIBUTING.md`.
REPOSITORY_URL, the address of the folder at the host, makes these links work there.
"""

from __future__ import annotations

import os
import re

OUTSIDE = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+)([A-Za-z][^)#]*)(#[^)]*)?\)")


def on_page_markdown(markdown: str, page: object, **_: object) -> str:
    """Return the text of a page with links out of docs/ replaced."""
    depth = page.file.src_uri.count("/")  # type: ignore[attr-defined]
    base = os.environ.get("REPOSITORY_URL", "").rstrip("/")

    def replaced(link: re.Match[str]) -> str:
        if link[2].count("../") <= depth:
            return link[0]
        return f"[{link[1]}]({base}/{link[3]}{link[4] or ''})" if base else link[1]

    return OUTSIDE.sub(replaced, markdown)
