"""The settings of git in an empty home: none that changes an answer, and no work after a commit."""

from __future__ import annotations

from pathlib import Path

CONFIG = """\
[maintenance]
	auto = false
[gc]
	auto = 0
"""
"""Without these each commit starts a process that looks whether there is something to tidy up."""


def write_config(home: Path) -> Path:
    """Write the settings, but not to `~/.gitconfig`, which tests write; return the home."""
    place = home / ".config/git/config"
    place.parent.mkdir(parents=True)
    place.write_text(CONFIG, encoding="utf-8")
    return home
