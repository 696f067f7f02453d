"""The fixtures of these tests."""

from __future__ import annotations

from support.small_register import (
    answer,
    closed_case,
    desk,
    forked,
    open_case,
    register,
    sample,
    template,
    today,
)
