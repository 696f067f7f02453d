"""site: a folder with a page for each record; it works offline and without scripts, and better with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from casefile.pages.site.site_map import Site
from casefile.pages.site.site_pages import Download, pages
from casefile.publication.publish import Publication


def files(publication: Publication, options: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the site, each with its path.

    The option `method` is the register's own text on how it is made, `url` the address at which the site will
    be published. `downloads` is a JSON list of the files next to the pages: path, description, size.
    """
    url = options.get("url", "")
    site = Site(publication, publication.title, f"{url.rstrip('/')}/" if url else "")
    downloads = [Download(*each) for each in json.loads(options.get("downloads", "[]"))]
    yield from pages(site, options.get("method", ""), downloads)
