"""Names in files with errors, however they are written there."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from time import process_time

import pytest

from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.publication.broken_names import find_names
from casefile.publication.publish import publish
from casefile.register import Register, read_entry, stray_entry

DAY = date(2025, 7, 1)
PATH = "cases/kg/2025/kg-2025-z3z3z.yaml"
HEAD = "schema: casefile/case/1\nid: kg-2025-z3z3z\nperson:\n  identification: named\n"
PERSONS = {
    "one line": "  name: Zelda Sekretova",
    "two lines": "  name: Zelda\n    Sekretova",
    "two lines in quotes": '  name: "Zelda\n    Sekretova"',
    "folded": "  name: >-\n    Zelda\n    Sekretova",
    "after a comment": "  name: # hers\n    # as she writes it\n    Zelda Sekretova",
    "escaped": '  name: "\\x5aelda \\x53ekretova"',
    "an escaped key": '  "n\\u0061me": "Zelda Sekretova"',
    "another case of the key": "  Name: Zelda Sekretova",
    "a wide colon": "  name\uff1a Zelda Sekretova",
    "a list": "  name:\n    - Zelda\n    - Sekretova",
    "a group": "  name:\n    first: Zelda\n    last: Sekretova",
    "a group in braces": "  name: {first: Zelda, last: Sekretova}",
    "two keys": "  first_name: Zelda\n  surname: Sekretova",
    "an unknown key": "  given: Zelda Sekretova",
    "texts as other names": "  name: A B\n  other_names:\n    - Zelda Sekretova",
    "an alias": "  alias: &one Zelda Sekretova\n  name: *one",
    "a question mark": "  ? name\n  : Zelda Sekretova",
}
CLAIMS = {
    "the value first": "  - value: Zelda Sekretova\n    field: person.name",
    "sources between": "  - field: person.name\n    sources:\n      - press1\n    value: Zelda Sekretova",
    "a block": "  - field: person.name\n    value: >-\n      Zelda\n      Sekretova",
    "a resolution": "  - field: person.name\n    value: A B\n    resolution:\n      value: Zelda Sekretova",
    "all of the person": "  - field: person\n    value: Zelda Sekretova",
    "no field": "  - value: Zelda Sekretova",
}
MARKS = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b"
CONFLICTS = {
    "a block": "  name: >-\n" + MARKS.format("    Zelda Sekretova", "    Zelda Secret"),
    "an unknown key": MARKS.format("  name: A B", "  name: A C") + "\n  alias: Zelda Sekretova",
    "a list": "  other_names:\n" + MARKS.format("    - Zelda Sekretova", "    - A B"),
}
LONG = "long " * 120
FAR = {
    "behind a long text": f"  descriptor: {LONG}\n  alias: Zelda Sekretova",
    "behind a long list": "  affiliations:\n" + "    - role: editor\n" * 60 + "  alias: Zelda Sekretova",
    "late in a list": "  other_names:\n"
    + "    - name: A B\n      kind: spelling\n" * 30
    + "    - Zelda Sekretova",
    "behind comments": "  name:\n" + "    # why it is here\n" * 60 + "    Zelda Sekretova",
}
ALIASES = {
    "an anchor with a hyphen": "notes: &the-name Zelda Sekretova\nperson:\n  name: *the-name\n",
    "an anchor of a block": "notes: &n >-\n  Zelda\n  Sekretova\nperson:\n  name: *n\n",
    "an anchor in a list": "tags: [&n Zelda Sekretova, b]\nperson: {name: *n}\n",
    "binary": "person:\n  name: !!binary WmVsZGEgU2VrcmV0b3Zh\n",
    "an anchor of a field": "claims:\n- field: &f person.name\n  value: Zelda Sekretova\n"
    "- field: person.birth\n  value: 1990\n",
    "an alias of a field": "notes: &f person.name\nclaims:\n- field: *f\n  value: Zelda Sekretova\n"
    "- field: person.birth\n  value: 1990\n",
    "a tag of a field": "claims:\n- field: !!str person.name\n  value: Zelda Sekretova\n"
    "- field: person.birth\n  value: 1990\n",
    "an alias of itself": "person: &p\n  self: *p\n  name: Zelda Sekretova\n",
}
BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in pairwise("abcdefg")
)
TEXTS = {
    **{f"alias: {key}": text for key, text in ALIASES.items()},
    **{f"person: {key}": f"{HEAD}{each}\n" for key, each in PERSONS.items()},
    **{f"far: {key}": f"{HEAD}{each}\n" for key, each in FAR.items()},
    **{f"conflict: {key}": f"{HEAD}{each}\n" for key, each in CONFLICTS.items()},
    "far: on one line": f"person: {{descriptor: {LONG}, alias: Zelda Sekretova}}\n",
    **{f"claim: {key}": f"{HEAD}  name: A B\nclaims:\n{each}\n" for key, each in CLAIMS.items()},
}
FOUND = {
    "a line": ("name: Zelda S", ["Zelda S"]),
    "a line end of Windows": ("name: Zelda S\r\nb: 1\r\n", ["Zelda S"]),
    "a line end of old Macs": ("name:\r  Zelda S\rb: 1\r", ["Zelda S"]),
    "quotes": ("name: \"Zelda 'Z' S\" # so", ["Zelda 'Z' S"]),
    "single quotes": ("name: 'Zelda ''Z'' S', b: 1", ["Zelda ''Z'' S"]),
    "quotes that are not closed": ('name: "Zelda S', ["Zelda S"]),
    "an escaped quote": ('name: "Zelda \\"Z\\" S"', ['Zelda \\"Z\\" S']),
    "a quote behind it": ('name: Zelda S", b: c}', ["Zelda S"]),
    "a tag and an anchor": ("name: !!str &z Zelda S", ["Zelda S"]),
    "an anchor elsewhere": ("b: &z Zelda S", ["Zelda S"]),
    "a folded block": ("name: >-\n  Zelda\n  S\nb: c", ["Zelda", "S", "Zelda S"]),
    "a block that is indented with digits": ("name: |2+\n  Zelda S\nb: c", ["Zelda S"]),
    "a key in a list": ("- name: Zelda S\n  b: c", ["Zelda S"]),
    "a value that goes on": ("- name: Zelda\n    S\n  b: c", ["Zelda", "S", "Zelda S"]),
    "a list as deep as its key": ("name:\n- Zelda\n- S\nb: c", ["Zelda", "S", "Zelda S"]),
    "a less indented line ends it": ("  name: Zelda\n b: c", ["Zelda"]),
    "an empty line and a comment do not": ("name: Zelda\n\n# so\n  S\nb: c", ["Zelda", "S", "Zelda S"]),
    "a comment": ("# name: Zelda S\n  b: c", ["Zelda S"]),
    "braces": ("name: {first: Zelda, last: S}", ["Zelda", "S", "Zelda S"]),
    "braces that hold more": ("{name: Zelda S, b: c}", ["Zelda S"]),
    "nested braces": ("{a: {name: {first: Zelda, b: [S, T]}, c: d}, e: f}", ["Zelda", "S, T", "Zelda S, T"]),
    "brackets": ("name: [Zelda S, T]", ["Zelda S, T"]),
    "items in quotes": ('other_names: ["Zelda, S", "T"]', ["Zelda, S", "T", "Zelda, S T"]),
    "a person in braces": ("person: {name: Zelda S, age: 5, alias: T}", ["Zelda S", "T"]),
    "a person": ("person:\n  name: Zelda S\n  occupation: reporter\n  alias: T\nb: c", ["Zelda S", "T"]),
    "a person within a person": ("person: {person: {alias: T}, name: Zelda S}", ["T", "Zelda S"]),
    "a title": ("title: Zelda S", ["Zelda S"]),
    "an abbreviation": ("abbreviation: ZS", ["ZS"]),
    "a value of a name": ("field: person.name\nvalue: Zelda S", ["Zelda S"]),
    "a value of another field": ("field: person.occupation\nvalue: reporter", []),
    "a value of another name's kind": ("field: person.other_names\nvalue: Zelda S", ["Zelda S"]),
    "a value far from its field": (
        "field: person.occupation\n" + "b: c\n" * 80 + "value: Zelda S",
        ["Zelda S"],
    ),
    "an escape of two digits": ('name: "\\x5aelda S"', ["\\x5aelda S", "Zelda S"]),
    "an escape of four digits": ('name: "\\u005aelda S"', ["\\u005aelda S", "Zelda S"]),
    "an escape of eight digits": ('name: "\\U0000005aelda S"', ["\\U0000005aelda S", "Zelda S"]),
    "an escape of no letter": (
        'name: "\\ud800\\udfff\\ue000Zelda S"',
        ["\\ud800\\udfff\\ue000Zelda S", "\ue000Zelda S"],
    ),
    "an escape beyond all letters": (
        'name: "\\U00110000\\U0010ffffZelda S"',
        ["\\U00110000\\U0010ffffZelda S", "\U0010ffffZelda S"],
    ),
    "a wide colon": ("name：Zelda S", ["Zelda S"]),
    "a question mark": ("? name\n: Zelda S\nb: c", ["Zelda S"]),
    "a conflict": ("name:\n<<<<<<< a\n  Zelda\n=======\n  S\n>>>>>>> b\nb: c", ["Zelda", "S", "Zelda S"]),
    "a word that ends so": ("filename: Zelda S", ["Zelda S"]),
    "a word that begins so": ("names: Zelda S", ["Zelda S"]),
    "a key inside a word": ("x-name: Zelda S", ["Zelda S"]),
    "the end of the text": ("name:", [""]),
    "a value that begins the text": ("name:\n  Zelda", ["Zelda"]),
    "a tier of the name": ("name_tier: restricted", []),
    "a name that begins and ends with X": ("name: Xenia X, b: c", ["Xenia X"]),
    "a comment with leading blanks": ("  # name: Zelda\n      S", ["Zelda"]),
    "a key amid a line": ("a: {b: c, name: Zelda\n  S}", ["Zelda", "S", "Zelda S"]),
    "a key far behind in a list": ("    - b: {c: d, name: Zelda\n      S}", ["Zelda", "S", "Zelda S"]),
    "a value behind lines that are deeper": ("a:\n    b: c\nname: Zelda\n  S", ["Zelda", "S", "Zelda S"]),
    "braces in braces": ("name: {a: {b: Zelda}, c: S}, d: e", ["Zelda", "S", "Zelda S"]),
    "an anchor in braces": ("name: {a: &z Zelda, c: S}", ["Zelda", "S", "Zelda S", "Zelda, c: S}"]),
    "an anchor in brackets": ("name: [&z Zelda]", ["Zelda"]),
    "a tag before braces": ("name: !!map {a: Zelda}", ["Zelda"]),
    "text behind quotes": ('name: "Zelda" S', ["Zelda"]),
    "text behind single quotes": ("name: 'Zelda' S", ["Zelda"]),
    "a comma at the end": ("name: Zelda S ,", ["Zelda S"]),
    "an empty line before another key": ("name:\n\nb: c", [""]),
    "a value of a claim in braces": ("{field: person.name, value: Zelda S}", ["Zelda S"]),
}
"""Texts, and all that may be a name in them: no more and no less."""
SPOKEN = "She was named in the press; a reporter was restricted."


def finds(names, text):
    return HiddenNames([SecretNames(tuple(names))]).found_in(text)


@pytest.mark.parametrize("broken", ["", "bad: ["], ids=["", "no YAML"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_name_in_a_file_with_errors_is_found(text, broken):
    entry = read_entry(PATH, f"{text}odd: 1\n{broken}\n".encode())
    assert entry.broken
    assert finds(find_names(entry.text), "Sekretova")
    assert not finds(find_names(entry.text), SPOKEN)


@pytest.mark.parametrize(("text", "names"), FOUND.values(), ids=FOUND)
def test_all_that_may_be_a_name_is_found_and_nothing_else(text, names):
    assert [*dict.fromkeys(find_names(text))] == names


@pytest.mark.parametrize("line", ["", "\n"], ids=["on one line", "on several"])
def test_a_name_behind_a_bracket_in_quotes_is_found_where_the_file_is_sound_yaml(entry_of, case, line):
    text = f'{{"person": {{{line}"descriptor": "{LONG}}}",{line}"alias": "Zelda Sekretova"{line}}}}}'
    entry = read_entry(PATH, text.encode())
    assert finds(find_names(entry.text, entry.data), "Sekretova")
    public = entry_of(case("a1b2c", tags=["With Sekretova."]))
    assert "tags" not in publish(Register([public, entry]), "public", on=DAY).by_id["kg-2025-a1b2c"].data


@pytest.mark.sweep
@pytest.mark.parametrize("key", ["person: {", "name: ", "# name: \n", "- name: A B\n", "person: "])
def test_a_file_full_of_keys_is_searched_in_little_time(key):
    begun = process_time()
    assert [*find_names(key * 20_000)]
    assert process_time() - begun < 20


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16-le", "utf-32", "utf-32-be", "koi8-r", "cp866", "cp1251"]
)
def test_a_name_in_a_file_of_any_encoding_is_found(charset):
    name = "\u0417\u0435\u043b\u044c\u0434\u0430 \u0421\u0435\u043a\u0440\u0435\u0442\u043e\u0432\u0430"
    entry = stray_entry(PATH, f"{HEAD}  name: {name}\n".encode(charset))
    assert finds(find_names(entry.text), name.split()[1])


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("  occupation: reporter\n  name_tier: restricted", "a reporter was restricted"),
        ("  name: A B\nclaims:\n  - field: person.occupation\n    value: reporter", "a reporter"),
        ('  name: "A B\nevents:\n  - place: Bishkek', "in Bishkek"),
        ("  name: A B\nclaims:\n  - field: events.h2v5t.place\n    value: Bishkek", "in Bishkek"),
    ],
)
def test_text_that_is_no_name_is_not_taken_for_one(text, spoken):
    assert not finds(find_names(f"{HEAD}{text}\nodd: 1\n"), spoken)


@pytest.mark.parametrize("key", ["person: one line", "person: two keys", "claim: the value first"])
def test_no_text_leaves_that_has_a_name_of_a_file_with_errors(entry_of, case, key):
    public = entry_of(case("a1b2c", tags=["With Sekretova."]))
    broken = read_entry(PATH, f"{TEXTS[key]}odd: 1\n".encode())
    publication = publish(Register([public, broken]), "public", on=DAY)
    assert "tags" not in publication.by_id["kg-2025-a1b2c"].data


@pytest.mark.parametrize("text", [BOMB, "b: " + "[" * 120 + "]" * 120 + "\n"], ids=["a bomb", "deep"])
def test_where_aliases_make_too_much_of_a_text_each_value_may_be_a_name(text):
    began = process_time()
    found = [*find_names(f"{text}notes: &n Zelda Sekretova\n")]
    assert "Zelda Sekretova" in found
    assert process_time() - began < 5
