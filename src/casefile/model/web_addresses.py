"""Normalise addresses of web pages, and compute a digest by which the register recognises an address."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from casefile.model.vocabularies import CROCKFORD

PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    "utm_.*|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|igsh|mc_[ce]id|_openstat|at_medium|at_campaign"
)
"""Tracking parameters, by which a publisher or a network counts readers. They do not change the page."""
KEY_LENGTH = 16
"""Characters of the digest, five bits each: enough that two addresses do not get the same by chance."""


def canonical(url: str) -> str:
    """Return an address without the parts that do not change the page, to compare it with others.

    Removed are the scheme, a user name and password, `www.`, the usual port, slashes at the end of the path,
    tracking parameters, and a fragment that is a place on the page: a fragment with `/` or `=` names a page
    of its own. The host is in lower case, and the path percent-encoded in one way. An address that cannot be
    parsed is returned unchanged.
    """
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return url
    path = quote(unquote_to_bytes(parts.path).rstrip(b"/"), safe="/:@!$&'()*+,;=~-._")
    parameters = parts.query.split("&") if parts.query else []
    query = "&".join(each for each in parameters if not TRACKING.fullmatch(each.partition("=")[0]))
    page = f"#{parts.fragment}" if {*parts.fragment} & OF_A_PAGE else ""
    return f"{host}{path}{'?' if query else ''}{query}{page}"


OF_A_PAGE = frozenset("/=")
"""Characters in a fragment that show that it names a page of a script, not a place on a page."""


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    return host if parts.port in {None, PORTS.get(parts.scheme)} else f"{host}:{parts.port}"


def digest_of(url: str) -> str:
    """Return the first five characters of `address_key(url)`; the id of a public source ends with them."""
    return address_key(url)[:LETTERS_OF_DIGEST]


LETTERS_OF_DIGEST = 5


def address_key(url: str) -> str:
    """Return a digest of a URL: 16 characters of base32, equal for two URLs of the same page (`canonical`).

    A guessed URL can be tested against its digest. Therefore only ids of public records contain a part of it.
    """
    number = int.from_bytes(sha256(canonical(url).encode()).digest())
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(KEY_LENGTH))
