"""The fixtures of these tests."""

from __future__ import annotations

from support.plain_register import (
    as_nobody,
    committed,
    in_a_child,
    open_to_all,
    register,
)
