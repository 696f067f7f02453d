from __future__ import annotations

import pytest

from support.trail import Past


@pytest.fixture
def past(git):
    """An empty register, to be written commit by commit."""
    git("config", "gpg.format", "ssh")
    return Past(git)
