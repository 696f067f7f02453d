"""The completion scripts: each makes its shell run casefile for completions."""

from importlib.resources import files

SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    """Return the completion script of a shell, one of SHELLS."""
    return (files(__name__) / f"casefile.{shell}").read_text("utf-8")
