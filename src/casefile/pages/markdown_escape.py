"""Escape record text for Markdown, so that it is shown as it was written and never becomes markup."""

from __future__ import annotations

import re

from casefile.model.visible_text import visible

ALWAYS = re.compile(r"[\\`*_\[\]<>#|~{}$^]")
ENTITY = re.compile(r"&(?=[#A-Za-z])")
ADDRESS = re.compile(r"(?i)\b(?:(https?|ftp|mailto|xmpp)(:)|(www)(\.))")
SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+-]+:)")
BEGINS = re.compile(r"^(?:[+=-]|[0-9]{1,9}(?=[.)](?: |$)))")
CALLS = re.compile(r"(?<=[@#])(?=\w)")
"""The positions at which GitHub and other sites would notify a user or link an issue."""
UNSEEN = "\u200b"
"""A space without width, which prevents a mention of a user or an issue."""
SAFE_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")


def escape_markdown(text: str) -> str:
    """Return a text as one line of Markdown that shows the text: no markup, HTML, link, image or mention.

    Control characters and bidi controls are shown as symbols. White space at both ends is removed, and an
    invisible space (UNSEEN) separates an @ or # from a word.
    """
    line = visible(" ".join(text.split("\n")).replace("\t", " ")).strip()
    line = CALLS.sub(UNSEEN, line)
    line = ALWAYS.sub(lambda found: f"\\{found[0]}", line)
    line = ENTITY.sub(r"\\&", line)
    line = ADDRESS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", line)
    line = SHORTCODE.sub(r"\\:", line)
    return BEGINS.sub(_escape_first, line)


def inline(text: str) -> str:
    """Return a part of a line as `escape_markdown` does, but keep the spaces around it."""
    bare = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{escape_markdown(bare)}{after}" if bare else text


def paragraphs(text: str) -> str:
    """Return a text of several lines as Markdown that shows the same lines."""
    lines = [escape_markdown(line) for line in text.split("\n")]
    return "\n".join(
        f"{line}\\" if line and after else line for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )


def code(text: str) -> str:
    """Return an id or another word as code in Markdown; each backtick in it becomes a space."""
    return f"`{visible(text).replace('`', ' ')}`"


def address(url: str) -> str:
    """Return a web address as a link in Markdown, or as escaped text if it may not be a link: see `web`."""
    return f"<{url}>" if web(url) else escape_markdown(url)


def web(text: str) -> str:
    """Return the text if it may be a link; empty if it is no http(s) address or has unsafe characters."""
    return text if SAFE_ADDRESS.fullmatch(text) else ""


def _escape_first(found: re.Match[str]) -> str:
    """Escape the first character of a line, so that it does not begin a list, a rule or a heading."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
