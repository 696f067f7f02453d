"""The words of an interview on a screen: the questions, the page before it is saved, what is said then."""

from casefile.render.interview.ending import alike, choices, next_steps, remarks, which
from casefile.render.interview.page import page
from casefile.render.interview.questions import (
    Offered,
    Prompted,
    doubted,
    heard,
    moved,
    offer,
    private,
    question,
    refused,
    tidied,
    unchanged,
    welcome,
)

__all__ = [
    "Offered", "Prompted", "alike", "choices", "doubted", "heard", "moved", "next_steps", "offer", "page",
    "private", "question", "refused", "remarks", "tidied", "unchanged", "welcome", "which",
]  # fmt: skip
