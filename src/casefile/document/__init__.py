"""Text and plain data: the only room that knows YAML, and one grammar for all it does."""

from casefile.document.canonical import canonical, is_arranged, write
from casefile.document.contents import Contents, read_any
from casefile.document.edit import EditRefused, edit
from casefile.document.locate import Places, locate
from casefile.document.read import Reading, read

__all__ = [
    "Contents",
    "EditRefused",
    "Places",
    "Reading",
    "canonical",
    "edit",
    "is_arranged",
    "locate",
    "read",
    "read_any",
    "write",
]
