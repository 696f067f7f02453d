"""Roles: in whose name a desk commits, so that no history tells who documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casefile.names import slug

PROPOSED = "desk-1"
"""The role that is offered where none was chosen."""
DOMAIN = "@register.invalid"
"""Where the addresses of roles are: RFC 2606 promises that no mail ever goes there."""
FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}")


def fits(role: str) -> bool:
    """Tell whether a role can be called so."""
    return FORM.fullmatch(role) is not None


def mail_of(role: str) -> str:
    """Return the address of a role."""
    return f"{slug(role)}{DOMAIN}"


def are_roles(names: Sequence[str]) -> bool:
    """Tell whether all of these, as git writes them (`desk-2 <desk-2@register.invalid>`), are roles."""
    return bool(names) and all(name.removesuffix(">").endswith(DOMAIN) for name in names)
