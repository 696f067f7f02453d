"""The entries of a register: lookups by id and name, references between records, overlays."""

from casefile.register.entry import (
    FOLDERS,
    SETTINGS,
    Entry,
    Rules,
    dotted_path,
    kind_by_path,
    path_of,
    read_entry,
)
from casefile.register.lazy_entry import (
    LazyEntry,
    Outline,
    as_text,
    depends_on,
    outline_of,
    row_as_text,
    rules_of,
)
from casefile.register.lazy_mapping import LazyMapping
from casefile.register.outlined_register import OutlinedRegister, PlainCases, is_plain
from casefile.register.overlay_register import Overlay
from casefile.register.register import Register, excerpt_of, stated_settings
from casefile.register.stray_entries import stray_entry

__all__ = [
    "FOLDERS",
    "SETTINGS",
    "Entry",
    "LazyEntry",
    "LazyMapping",
    "Outline",
    "OutlinedRegister",
    "Overlay",
    "PlainCases",
    "Register",
    "Rules",
    "as_text",
    "depends_on",
    "dotted_path",
    "excerpt_of",
    "is_plain",
    "kind_by_path",
    "outline_of",
    "path_of",
    "read_entry",
    "row_as_text",
    "rules_of",
    "stated_settings",
    "stray_entry",
]
