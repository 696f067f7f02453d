"""Histories of detention under tests/examples/histories, as they are read."""

from __future__ import annotations

from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "histories"
COUNTS = {"years"}


def read(path):
    """Read a history so that every scalar stays text, but for true, false and counts inside the case."""
    with path.open("rb") as file:
        history = yaml.load(file, Loader=yaml.CBaseLoader)
    return {**history, "case": typed(history["case"])}


def grade(truth, status, possible):
    """Return right, unknown (the true status is among the possible ones) or false."""
    if status == truth:
        return "right"
    return "unknown" if status == "unknown" and truth in possible else "false"


def typed(value, key=""):
    if isinstance(value, dict):
        return {key: typed(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [typed(each) for each in value]
    return int(value) if key in COUNTS else {"true": True, "false": False}.get(value, value)
