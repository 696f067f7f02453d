"""The scripts that teach each shell to ask casefile."""

from importlib.resources import files

SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    """Return the script of a shell."""
    return (files(__name__) / f"casefile.{shell}").read_text("utf-8")
