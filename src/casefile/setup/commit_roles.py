"""Roles: the names under which your team commits, so that the history does not show who documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casefile.names import slug

PROPOSED = "desk-1"
"""The role that is offered if none was chosen."""
DOMAIN = "@register.invalid"
"""The domain of the addresses of roles: RFC 2606 guarantees that mail never goes there."""
FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}")


def fits(role: str) -> bool:
    """Return whether a text is a valid name of a role: Latin letters, digits, blanks, dots, `_` and `-`."""
    return FORM.fullmatch(role) is not None


def mail_of(role: str) -> str:
    """Return the email address of a role."""
    return f"{slug(role)}{DOMAIN}"


def are_roles(names: Sequence[str]) -> bool:
    """Return whether these identities are all roles; False if there are none.

    They are written as git does: `desk-2 <desk-2@register.invalid>`.
    """
    return bool(names) and all(name.removesuffix(">").endswith(DOMAIN) for name in names)
