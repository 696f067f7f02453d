"""The messages for a text that is not valid: our own refusals, and libyaml's errors in plain words."""

from __future__ import annotations

YamlComplaint = tuple[str, str, str]
"""A problem in a text: its code, message and hint."""

REFUSED: dict[str, YamlComplaint] = {
    "alias": (
        "CF011",
        "this value is an alias (`*`), which records do not use",
        "write the value out; if the text begins with an asterisk, put it in double quotes",
    ),
    "anchor": (
        "CF011",
        "this value has an anchor (`&`), which records do not use",
        "take the anchor away; if the text begins with an ampersand, put it in double quotes",
    ),
    "merge": ("CF011", "this is a merge key (`<<`), which records do not use", "write the fields out"),
    "tag": (
        "CF012",
        "this value has a tag (`!`), which records do not use",
        "take the tag away; if the text begins with an exclamation mark, put it in double quotes",
    ),
    "directive": ("CF013", "the file begins with a directive (`%`)", "take the line away"),
    "second document": (
        "CF014",
        "a second document begins here, and a file is one record",
        "move it into a file of its own, or take the `---` away",
    ),
    "duplicate": ("CF015", "this field is here twice", "keep one of the two"),
    "complex key": (
        "CF016",
        "this is not the plain name of a field",
        "a name is one line of at most 128 characters with a colon behind it",
    ),
    "depth": ("CF017", "the nesting is deeper than 50 levels", "no record is; take the brackets away"),
    "escape": (
        "CF005",
        "an escape in this text stands for a control or bidi character",
        "take the escape away; such characters hide or reorder what a reviewer sees",
    ),
}

QUOTES = 'if this is text, put it in double quotes: "…"'
INDENT = "check the blanks at the beginning of this line and of those above it"

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
    ("tab character", ("CF010", "a tab is where blanks belong", "indent with blanks, two a level")),
    (
        "mapping values are not allowed",
        ("CF010", "a second colon in one line, or a line that is indented too far", f"{QUOTES}; or {INDENT}"),
    ),
    ("could not find expected ':'", ("CF010", "a colon is missing behind the name of a field", INDENT)),
    ("cannot start any token", ("CF010", "a value cannot begin with this character", QUOTES)),
    ("unexpected end of stream", ("CF010", "a quotation mark is opened and never closed", "close it")),
    ("unexpected document indicator", ("CF010", "a quotation mark is opened and never closed", "close it")),
    (
        "unknown escape",
        ("CF010", "an escape that does not exist", r"write a backslash as \\ in double quotes"),
    ),
    ("invalid Unicode", ("CF005", "not a valid escape sequence", "take it away")),
    ("hexdecimal", ("CF010", "an escape that is not complete", r"write a backslash as \\ in double quotes")),
    (
        "',' or ']'",
        ("CF010", "a list in brackets is not closed, or a comma is missing", f"close it with ]; {QUOTES}"),
    ),
    ("',' or '}'", ("CF010", "a brace is not closed, or a comma is missing", f"close it with }}; {QUOTES}")),
    ("'-' indicator", ("CF010", "a list goes on here without its dash", INDENT)),
    (
        "block sequence entries are not allowed",
        ("CF010", "a list cannot begin in this line", "begin it in the next line, indented"),
    ),
    ("<document start>", REFUSED["second document"]),
    ("did not find expected key", ("CF010", "the indentation does not fit the lines above", INDENT)),
    (
        "block scalar",
        (
            "CF010",
            "a block of text (`|` or `>`) is not written as one",
            "begin the text in the next line, indented",
        ),
    ),
)

_ANY: YamlComplaint = ("CF010", "this is not YAML as records use it", f"{INDENT}; {QUOTES}")


def explain_error(problem: str, context: str) -> YamlComplaint:
    """Return code, message and hint for an error of libyaml."""
    text = f"{context}; {problem}"
    return next((words for sign, words in _COMPLAINTS if sign in text), _ANY)
