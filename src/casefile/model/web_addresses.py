"""Addresses of web pages: when two of them lead to one page, and what the register knows an address by."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from casefile.model.vocabularies import CROCKFORD

PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    "utm_.*|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|igsh|mc_[ce]id|_openstat|at_medium|at_campaign"
)
"""Parameters by which a publisher or a network counts readers: the page is the same without them."""
KEY_LENGTH = 16
"""Letters of a key, five bits each: two addresses of one register do not meet by chance."""


def canonical(url: str) -> str:
    """Return an address without what does not change the page that it leads to.

    That is the scheme, `www.`, the usual port, letter case of the host, a slash at the end, tracking
    parameters, and a fragment that is a place on the page: one with `/` or `=` names a page of its own.
    Letters are encoded in one way. An address that cannot be taken apart is returned as it is.
    """
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return url
    path = quote(unquote_to_bytes(parts.path).rstrip(b"/"), safe="/:@!$&'()*+,;=~-._")
    asked = parts.query.split("&") if parts.query else []
    query = "&".join(each for each in asked if not TRACKING.fullmatch(each.partition("=")[0]))
    page = f"#{parts.fragment}" if {*parts.fragment} & OF_A_PAGE else ""
    return f"{host}{path}{'?' if query else ''}{query}{page}"


OF_A_PAGE = frozenset("/=")
"""Signs by which a fragment names a page that a script shows, not a place on one."""


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    return host if parts.port in {None, PORTS.get(parts.scheme)} else f"{host}:{parts.port}"


def digest_of(url: str) -> str:
    """Return the five letters of an address's key that the id of a public source ends in."""
    return address_key(url)[:LETTERS_OF_DIGEST]


LETTERS_OF_DIGEST = 5


def address_key(url: str) -> str:
    """Return the key of an address: 16 letters of Crockford's base32, equal for two that lead to one page.

    It is a digest, so a guess can be tested with it: only ids of public records contain a part of it.
    """
    number = int.from_bytes(sha256(canonical(url).encode()).digest())
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(KEY_LENGTH))
