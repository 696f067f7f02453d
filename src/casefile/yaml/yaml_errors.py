"""The messages for a text that is not valid: our own refusals, and libyaml's errors in plain words."""

from __future__ import annotations

YamlComplaint = tuple[str, str, str]
"""A problem in a text: its code, message and hint."""

REFUSED: dict[str, YamlComplaint] = {
    "alias": (
        "CF011",
        "this value is an alias (`*`), which records do not use",
        "write the value itself; put a text that starts with an asterisk in double quotes",
    ),
    "anchor": (
        "CF011",
        "this value has an anchor (`&`), which records do not use",
        "remove the anchor; put a text that starts with an ampersand in double quotes",
    ),
    "merge": ("CF011", "this is a merge key (`<<`), which records do not use", "write the fields themselves"),
    "tag": (
        "CF012",
        "this value has a tag (`!`), which records do not use",
        "remove the tag; put a text that starts with an exclamation mark in double quotes",
    ),
    "directive": ("CF013", "the file starts with a directive (`%`)", "remove the line"),
    "second document": (
        "CF014",
        "a second document starts here, and a file must contain one record",
        "move it into a separate file, or remove the `---`",
    ),
    "duplicate": ("CF015", "this field occurs twice", "keep one of them"),
    "complex key": (
        "CF016",
        "this is not the plain name of a field",
        "a name is one line of at most 128 characters with a colon after it",
    ),
    "depth": ("CF017", "the nesting is deeper than 50 levels", "remove the brackets"),
    "escape": (
        "CF005",
        "an escape in this text stands for a control or bidi character",
        "remove the escape; such characters hide text from a reviewer or reorder it",
    ),
}

QUOTES = 'if this is text, put it in double quotes: "…"'
INDENT = "check the spaces at the start of this line and of the lines above it"

_COMPLAINTS: tuple[tuple[str, YamlComplaint], ...] = (
    ("while scanning a directive", REFUSED["directive"]),
    ("while scanning a %YAML directive", REFUSED["directive"]),
    ("while scanning a %TAG directive", REFUSED["directive"]),
    ("found incompatible YAML document", REFUSED["directive"]),
    ("directive", REFUSED["directive"]),
    ("while scanning an alias", REFUSED["alias"]),
    ("while scanning an anchor", REFUSED["anchor"]),
    ("while scanning a tag", REFUSED["tag"]),
    ("while parsing a tag", REFUSED["tag"]),
    ("undefined tag handle", REFUSED["tag"]),
    ("maximum nesting depth", REFUSED["depth"]),
    ("tab character", ("CF010", "a tab is used instead of spaces", "indent with two spaces for each level")),
    (
        "mapping values are not allowed",
        ("CF010", "a second colon in one line, or a line that is indented too far", f"{QUOTES}; or {INDENT}"),
    ),
    ("could not find expected ':'", ("CF010", "a colon is missing after the name of a field", INDENT)),
    ("cannot start any token", ("CF010", "a value cannot start with this character", QUOTES)),
    ("unexpected end of stream", ("CF010", "a quotation mark is not closed", "close it")),
    ("unexpected document indicator", ("CF010", "a quotation mark is not closed", "close it")),
    (
        "unknown escape",
        ("CF010", "an unknown escape", r"write a backslash as \\ in double quotes"),
    ),
    ("invalid Unicode", ("CF005", "not a valid escape sequence", "remove it")),
    ("hexdecimal", ("CF010", "an incomplete escape", r"write a backslash as \\ in double quotes")),
    (
        "',' or ']'",
        ("CF010", "a list in brackets is not closed, or a comma is missing", f"close it with ]; {QUOTES}"),
    ),
    ("',' or '}'", ("CF010", "a brace is not closed, or a comma is missing", f"close it with }}; {QUOTES}")),
    ("'-' indicator", ("CF010", "a list item has no dash", INDENT)),
    (
        "block sequence entries are not allowed",
        ("CF010", "a list cannot start in this line", "start it in the next line, indented"),
    ),
    ("<document start>", REFUSED["second document"]),
    ("did not find expected key", ("CF010", "the indentation does not match the lines above", INDENT)),
    (
        "block scalar",
        (
            "CF010",
            "a block of text (`|` or `>`) has a wrong layout",
            "start the text in the next line, indented",
        ),
    ),
)

_ANY: YamlComplaint = ("CF010", "this YAML is not accepted in records", f"{INDENT}; {QUOTES}")


def explain_error(problem: str, context: str) -> YamlComplaint:
    """Return code, message and hint for an error of libyaml, from its two texts; for others a general one."""
    text = f"{context}; {problem}"
    return next((words for part, words in _COMPLAINTS if part in text), _ANY)
