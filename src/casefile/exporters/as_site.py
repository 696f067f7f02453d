"""site: every record as a page, offline and without scripts; better with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from casefile.pages.site.site_map import Site
from casefile.pages.site.site_pages import Download, pages
from casefile.publication.publish import Publication


def files(publication: Publication, options: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site.

    `method` is the register's own word on how it is made, `url` where the site will stand. `downloads` lists,
    as JSON, what is laid beside the pages: path, what it is, size.
    """
    url = options.get("url", "")
    site = Site(publication, publication.title, f"{url.rstrip('/')}/" if url else "")
    downloads = [Download(*each) for each in json.loads(options.get("downloads", "[]"))]
    yield from pages(site, options.get("method", ""), downloads)
