"""The pages of the site: each is rendered from a template and its data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from casefile.custody.status_text import days_words, format_date
from casefile.model.country_names import country_name
from casefile.model.kinds import LEDGER_KINDS, kind_word
from casefile.model.visible_text import visible
from casefile.model.vocabularies import word
from casefile.names import fold_text
from casefile.pages.dossier import dossier
from casefile.pages.html import TAB, anchor, shared_css, tab_title, template_environment
from casefile.pages.pictures import timeline
from casefile.pages.site.site_map import LISTS, Site, SiteCaseRow, chunks, list_path, path, path_to_top
from casefile.pages.situation_totals import reported_and_recorded
from casefile.pages.standing_marks import mark
from casefile.pages.status_counts import counted_by
from casefile.publication.publish import Published
from casefile.views.case_counts import ALWAYS, STANDINGS, TWICE
from casefile.views.case_rows import CaseRow, ranks
from casefile.views.ledger_timeline import TimelineLine
from casefile.views.reported_totals import ComparedTotal

NOW = ("held", "presumed", "lapsed", "missing")
"""The counted statuses of the cases on the first page."""
SHOWN = 100
"""The number of rows of a table or list next to other content; the list of all cases has the others."""
LATEST = 12
"""The number of events on the first page."""
IN_THE_FEED = 50


class Link(NamedTuple):
    """A page in the navigation."""

    name: str
    path: str


class Download(NamedTuple):
    """A file that is offered for download: its path in the site, its description, its size in bytes."""

    path: str
    about: str
    size: int


def pages(site: Site, method: str, downloads: Sequence[Download]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the site, except the downloads.

    The feed and the site map are left out if the address of the site is not known. `method` is the register's
    description of its method, in Markdown, `downloads` are the files to link to.
    """
    press = _Press(site, downloads)
    yield press.page("index.html", "index.html", site.title, **_first_page(site))
    for kind, name in LISTS.items():
        records = site.of(kind)
        if kind == "case" or records:
            yield from _lists(press, kind, name)
        for record in records:
            yield press.page(path(record), "record.html", record.name, **_record(site, record))
    yield press.page("method.html", "method.html", "Method", text=_prose(method), **_edition(site))
    if downloads:
        yield press.page("downloads.html", "downloads.html", "Downloads", downloads=downloads)
    if site.url:
        yield press.render("feed.xml", "feed.xml", latest=_latest(site, IN_THE_FEED))
        yield press.render("sitemap.xml", "sitemap.xml", paths=sorted(press.pages))
    yield "assets/cases.js", _data(site)
    yield "assets/site.css", f"{shared_css()}\n{_asset('site.css')}".encode()
    yield "assets/site.js", _asset("site.js").encode()


class _Press:
    """Renders pages from templates; each page contains its own path, and from it the links to the others."""

    def __init__(self, site: Site, downloads: Sequence[Download]) -> None:
        self.site, self.pages = site, list[str]()
        self._nav = [*_links(site), Link("Method", "method.html")]
        self._nav += [Link("Downloads", "downloads.html")] if downloads else []
        self._templates = template_environment(__package__ or "")
        self._templates.filters |= {
            "aside": _aside,
            "country": country_name, "kind": kind_word,
            "days": days_words, "heading": _heading(site), "number": _number, "page": _page_of(site),
            "said": format_date,
        }  # fmt: skip

    def page(self, place: str, template: str, title: str, **shown: Any) -> tuple[str, bytes]:
        """Return the path and the content of a page; the path is stored for the map of the site."""
        self.pages.append(place)
        return self.render(
            place, template, page=place, title=title, up=path_to_top(place), nav=self._nav, **shown
        )

    def render(self, place: str, template: str, **shown: Any) -> tuple[str, bytes]:
        """Return the path and the content of a file."""
        text = self._templates.get_template(template).render(
            site=self.site, on=self.site.publication.on, **shown
        )
        return place, f"{text.rstrip()}\n".encode()


def _record(site: Site, record: Published) -> dict[str, object]:
    """Return the data of the page of a record: its dossier, its picture, the links to other pages.

    For a situation these include its cases, for other records the records that refer to them.
    """
    picture = timeline(site.publication, [record])
    cases = site.cases_of(record.id) if record.kind == "situation" else ()
    named_by = site.named_by(record.id)
    home = path_to_top(path(record))

    def link(key: str) -> str:
        return f"{home}{path(site.publication.by_id[key])}" if key != record.id and site.has_page(key) else ""

    drawn = Markup(picture.svg(anchor(record.id))) if picture else ""  # noqa: S704 - text in it is escaped
    return {
        "dossier": dossier(site.publication, record), "picture": drawn, "link": link,
        "cases": cases[:SHOWN], "cases_beyond": len(cases[SHOWN:]),
        "named_by": named_by[:SHOWN], "named_beyond": len(named_by[SHOWN:]),
    }  # fmt: skip


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def _links(site: Site) -> Iterator[Link]:
    for kind, name in LISTS.items():
        if kind == "case" or site.of(kind):
            yield Link(name, list_path(kind))


def _page_of(site: Site) -> Callable[[Published | CaseRow | TimelineLine], str]:
    """Return the template filter that gives the path of the page of a record, row or line."""

    def page(of: Published | CaseRow | TimelineLine) -> str:
        key = of.record if isinstance(of, TimelineLine) else of.id
        return path(site.publication.by_id[key])

    return page


def _heading(site: Site) -> Callable[[str], str]:
    """Return the template filter for the title of a browser tab: with the name of the site, if both fit."""

    def heading(title: str) -> str:
        both = title if title == site.title else f"{title} · {site.title}"
        return both if len(escape(both)) <= TAB else tab_title(title)

    return heading


def _first_page(site: Site) -> dict[str, Any]:
    counted = counted_by(site.publication, "status")
    most = max(counted.counts.values(), default=0)
    now = [each for each in site.cases if each.standing in NOW]
    bars = [
        {
            "words": STANDINGS[key], "mark": mark(key), "count": count,
            "share": round(100 * count / most, 1) if most else 0,
        }
        for key in STANDINGS
        if (count := counted.counts.get(key, 0)) or key in ALWAYS
    ]  # fmt: skip
    return {
        "counts": {key: counted.counts.get(key, 0) for key in STANDINGS},
        "total": counted.total,
        "bars": bars,
        "twice": TWICE,
        "now": now[:SHOWN],
        "beyond": len(now[SHOWN:]),
        "totals": [*_totals(site)],
        "latest": _latest(site, LATEST),
    }


def _totals(site: Site) -> Iterator[dict[str, object]]:
    for situation in site.of("situation"):
        for total in reported_and_recorded(site.publication.register, situation.row, site.publication.on):
            yield {
                "path": path(situation), "name": situation.name, "what": word(total.what),
                "reported": _reported(total), "recorded": len(total.recorded),
            }  # fmt: skip


def _reported(total: ComparedTotal) -> str:
    return "; ".join(each.words() for each in total.reported)


def _latest(site: Site, many: int) -> list[TimelineLine]:
    """Return the believed events that had certainly happened by the day, the newest first; at most `many`."""
    day = site.publication.on
    lines = [
        (line.date.latest, line.date.earliest, line.record, -at, line)
        for kind in LEDGER_KINDS
        for record in site.publication.of(kind)
        for at, line in enumerate(site.publication.ledger(record.id))
        if line.date.latest <= day and line.stands
    ]
    lines.sort(key=lambda each: each[:4], reverse=True)
    return [line for *_, line in lines[:many]]


def _lists(press: _Press, kind: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the list of a kind; the list of cases is a table."""
    rows = press.site.cases if kind == "case" else press.site.of(kind)
    parts = [*chunks(rows)]
    paths = [list_path(kind, at) for at, _ in enumerate(parts, 1)]
    for at, (place, part) in enumerate(zip(paths, parts, strict=True), 1):
        caption = "All cases" if len(parts) == 1 else f"Cases, page {at} of {len(parts)}"
        template = "cases.html" if kind == "case" else "list.html"
        yield press.page(place, template, name, rows=part, total=len(rows), caption=caption, paths=paths)


def _edition(site: Site) -> Mapping[str, object]:
    publication = site.publication
    return {
        "known_at": publication.known_at, "audience": publication.audience, "total": len(site.cases),
    }  # fmt: skip


def _data(site: Site) -> bytes:
    """Return the table of cases for the script that filters and sorts it, with one row for each case.

    The ranks by name, since and days held are those of `list --sort`, as numbers; the rest is text.
    """
    names, since, days = (
        ranks((each.row for each in site.cases), column) for column in ("name", "since", "days_held")
    )
    rows = [
        [
            path(site.publication.by_id[each.row.id]), visible(each.row.name),
            visible(each.row.occupation or ""), each.mark,
            each.words, each.standing, format_date(each.view.since), since.get(each.row.id, ""), _until(each),
            each.until, days_words(each.view.days_held), days.get(each.row.id, ""),
            country_name(each.row.country), [visible(site.name(key)) for key in each.row.situations],
            names.get(each.row.id, ""), fold_text(f"{each.row.name} {each.row.occupation or ''}"),
        ]
        for each in site.cases
    ]  # fmt: skip
    text = json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
    words = json.dumps({key: STANDINGS[key] for key in STANDINGS}, separators=(",", ":"))
    return f'"use strict";\nconst CASES = {text};\nconst STANDINGS = {words};\n'.encode("ascii")


def _until(held: SiteCaseRow) -> str:
    return held.view.until.isoformat() if held.view.until else ""


def _aside(record: Published) -> str:
    """Return the details of a record that are shown next to its name in a list."""
    data = record.data
    values = [data.get(name) for name in ("publisher", "published", "abbreviation", "period", "article")]
    texts = [format_date(str(each)) for each in values if each]
    kind = data.get("kind")
    return ", ".join([*([word(str(kind))] if kind else []), *texts])


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _prose(text: str) -> Markup:
    """Return Markdown as HTML for text only: no HTML of its own, no image, no dangerous link."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return Markup(_reader().render(shown))  # noqa: S704 - markdown-it escapes text


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    reader.disable("image")
    return reader
