"""Nobody is exposed: tiers, ceilings, minors and consent, by the commands and for every format."""

from __future__ import annotations

import itertools
import json
import shutil

import pytest

from casefile.exporters import FORMATS
from support.at_once import at_once
from support.exported import everything, place

URL = "https://example.org/article"
PUBLIC = ["--tier", "public", "--source", URL]
DETAINED = ["--country", "KG", "--date", "2025-06-01"]


@pytest.fixture(scope="session")
def started(executable, tmp_path_factory, empty_world):
    """Make a register once, with the defaults that a stranger gets."""
    folder = tmp_path_factory.mktemp("harm") / "register"
    assert at_once(folder.parent, "init", str(folder), "--identity", "desk-2").code == 0
    return folder


@pytest.fixture
def desk(started, tmp_path):
    """Return a copy of it to write to."""
    return shutil.copytree(started, tmp_path / "desk", symlinks=True)


@pytest.fixture
def typed(desk):
    """Return a function that types a command there."""
    return lambda *words, **how: at_once(desk, *words, **how)


@pytest.fixture
def left(tmp_path):
    """Return a function that exports a register, and gives all that was written and said, in lower case."""
    numbers = itertools.count()

    def run(folder, form, *words):
        out = place(tmp_path, form).with_stem(f"out-{next(numbers)}")
        answer = at_once(folder, "export", "-f", form, *words, "-o", str(out))
        assert answer.code == 0, answer.err
        return f"{everything(out)}{answer.output}".lower()

    return run


@pytest.fixture
def done(typed):
    """Return a function that types a command there, which must succeed, and gives its JSON."""

    def run(*words, **how):
        answer = typed(*words, "--json", **how)
        assert answer.code == 0, answer.output
        return json.loads(answer.out)["data"]

    return run


@pytest.fixture
def state(desk, git_in):
    """Return a function that tells what git knows and what lies in the work tree."""
    git = git_in(desk)
    return lambda: (git("rev-parse", "HEAD"), git("status", "--porcelain"))


def settings(desk, git_in, **lines):
    """Write lines into casefile.yaml and commit them."""
    path = desk / "casefile.yaml"
    held = [line for line in path.read_text().splitlines() if line.split(":")[0] not in lines]
    added = [f"{name}: {value}" for name, value in lines.items() if value]
    path.write_text("\n".join(held + added) + "\n")
    git_in(desk)("commit", "-qam", "settings")


# ── what a register does not hold


CASE = "kg-2025-0pen0"
OPENED = ["add", "Open Person", *DETAINED, *PUBLIC, "--minor", "adult", "--id", CASE]
NOTED = ["record", "note", CASE, "--date", "2025-06-03", "--summary", "x", "--source", URL]
ABOVE_PUBLIC = {
    "a case that states no tier": ["add", "X Y", *DETAINED, "--source", URL],
    "a restricted case": ["add", "X Y", *DETAINED, "--tier", "restricted", "--source", URL],
    "a case for partners": ["add", "X Y", *DETAINED, "--tier", "partners", "--source", URL],
    "a minor's name": ["add", "X Y", *DETAINED, *PUBLIC, "--minor", "minor"],
    "the name of somebody who may be a minor": ["add", "X Y", *DETAINED, *PUBLIC, "--minor", "unknown"],
    "the name of somebody of 17": ["add", "X Y", *DETAINED, *PUBLIC, "--age", "17"],
    "a name of its own tier": ["update", CASE, "--set", "person.name_tier=partners"],
    "a pseudonym": ["update", CASE, "--add", "person.other_names=Zorro,kind=pseudonym"],
    "a vulnerability": ["update", CASE, "--add", "person.vulnerabilities=illness"],
    "a remark for the desk": [*NOTED, "--note", "whispered"],
    "a stricter entry": [*NOTED, "--tier", "partners"],
    "health": ["record", "health", CASE, "--date", "2025-06-03", "--care", "denied", "--source", URL],
    "ill-treatment": ["record", "ill_treatment", CASE, "--date", "2025-06-03", "--source", URL],
    "where somebody fled to": ["record", "departure", CASE, "--date", "2025-06-03", "--to", "Almaty",
                               "--source", URL],
    "a source that states no tier": ["source", "add", "--kind", "letter"],
    "a restricted source": ["source", "add", "--kind", "letter", "--tier", "restricted"],
    "a restricted situation": ["situation", "add", "--title", "T", "--tier", "restricted"],
    "a record taken in": ["add", "--from", "-"],
}  # fmt: skip
TAKEN = '{"schema": "casefile/source/1", "id": "letter-x7k3m", "kind": "letter"}'


def test_every_writing_command_refuses_a_tier_above_the_ceiling(desk, git_in, typed, done, state):
    settings(desk, git_in, ceiling="public")
    done(*OPENED)
    before = state()
    for name, words in ABOVE_PUBLIC.items():
        answer = typed(*words, stdin=TAKEN)
        assert (answer.code, answer.out) == (6, ""), (name, answer.output)
        assert "public" in answer.err, name
        assert state() == before, name
    done("record", "departure", CASE, "--date", "2025-06-03", "--to", "KZ", "--kind", "fled", "--source", URL)
    assert typed("validate").code == 0


def test_a_record_above_the_ceiling_is_not_extended_and_the_hint_lowers_it(desk, git_in, typed, done, state):
    done(*OPENED)
    made = done("source", "add", "--kind", "letter")["record"]
    settings(desk, git_in, ceiling="public")
    before = state()
    answer = typed("update", made, "--set", "publisher=A paper")
    assert answer.code == 6
    assert "--set tier=public" in answer.err
    assert state() == before
    assert "add --tier public" in typed("source", "add", "--kind", "letter").err
    done("update", made, "--set", "tier=public")
    assert typed("validate").code == 0


def test_lowering_a_case_without_a_source_suggests_adding_both_at_once(desk, git_in, typed, done):
    made = done("add", "X Y", *DETAINED, "--minor", "adult")
    settings(desk, git_in, ceiling="public")
    answer = typed("update", made["record"], "--set", "tier=public")
    assert answer.code == 2
    assert f"--add events.{made['event']}.sources=URL\n" in answer.err
    source = f"events.{made['event']}.sources={URL}"
    assert typed("update", made["record"], "--add", source).code == 6
    done("update", made["record"], "--set", "tier=public", "--add", source)
    assert typed("validate").code == 0


def test_a_hand_edit_above_the_ceiling_is_reported_and_not_committed(desk, git_in, typed, done, state):
    settings(desk, git_in, ceiling="public")
    done(*OPENED)
    path = desk / f"cases/kg/2025/{CASE}.yaml"
    path.write_text(path.read_text().replace("tier: public", "tier: restricted"))
    head = state()[0]
    checked, committed = typed("validate"), typed("commit")
    assert (checked.code, committed.code) == (1, 1)
    assert "CF406" in checked.out
    assert "CF406" in committed.err
    assert state()[0] == head


SEALED = {
    "a case": ["add", "X Y", *DETAINED, "--tier", "sealed"],
    "a name": ["add", "X Y", *DETAINED, "--name-tier", "sealed"],
    "an entry": [*NOTED, "--tier", "sealed"],
    "a record that was public": ["update", CASE, "--set", "tier=sealed"],
    "another name": ["update", CASE, "--add", "person.other_names=Z,tier=sealed"],
    "a source": ["source", "add", "--kind", "letter", "--tier", "sealed"],
    "a record taken in": ["add", "--from", "-"],
}


def test_nothing_sealed_is_written_in_plain_text(typed, done, state):
    done(*OPENED)
    before = state()
    taken = TAKEN.replace("}", ', "tier": "sealed"}')
    for name, words in SEALED.items():
        answer = typed(*words, stdin=taken)
        assert (answer.code, answer.out) == (6, ""), (name, answer.output)
        assert "CF401" in json.loads(typed(*words, "--json", stdin=taken).out)["error"]["code"], name
        assert state() == before, name


def test_an_inner_tier_cannot_be_less_strict_than_its_parent(typed, done, state):
    case = done("add", "Closed Person", *DETAINED)["record"]
    before = state()
    for words in (
        ["record", "note", case, "--date", "2025-06-03", "--summary", "x", "--tier", "public"],
        ["update", case, "--add", "person.other_names=X,tier=partners"],
        ["update", case, "--set", "person.name_tier=public"],
    ):
        refused = typed(*words, "--json")
        assert (refused.code, json.loads(refused.out)["error"]["code"]) == (2, "CF403")
    assert state() == before


@pytest.mark.parametrize("stated", ["restricted", ""], ids=["written out by init", "nothing stated"])
def test_a_record_without_a_tier_is_restricted_and_in_no_export(desk, git_in, done, left, stated):
    settings(desk, git_in, tier=stated)
    done("add", "Closed Person", *DETAINED, "--source", URL)
    assert done("list")[0]["tier"] == "restricted"
    for form in FORMATS:
        for audience in ("public", "partners"):
            told = left(desk, form, "--audience", audience)
            assert "closed person" not in told, (form, audience)
            assert "example.org" not in told
            assert "2025-06-01" not in told
    named = at_once(desk, "export", "-f", "json", "kg-2025")
    assert (named.code, named.out) == (6, "")


# ── what the model itself keeps

OPEN = "Openword"
KEPT = "Keptword"


@pytest.fixture(scope="session")
def holding_all(started, tmp_path_factory):
    """Fill public cases with everything that the model keeps, and with words that may leave."""
    folder = shutil.copytree(started, tmp_path_factory.mktemp("kept") / "desk", symlinks=True)

    def done(*words):
        answer = at_once(folder, *words, "--json")
        assert answer.code == 0, answer.output
        return json.loads(answer.out)["data"]["record"]

    relative = done("source", "add", "--kind", "call", "--connection", "relative", "--tier", "public")
    case = done(
        "add", f"{OPEN} Person", *DETAINED, *PUBLIC, "--minor", "adult", "--place", OPEN,
        "--note", f"{KEPT}1", "--other-name", f"{KEPT}2,kind=pseudonym", "--vulnerability", f"{KEPT}3",
        "--consent", f'subject,given_by={KEPT}4,scope="named,partners"',
    )  # fmt: skip
    on = ["--date", "2025-06-03", "--source", URL]
    done("record", "health", case, *on, "--condition", f"{KEPT}5", "--care", "denied")
    done("record", "ill_treatment", case, *on, "--summary", f"{KEPT}6")
    done("record", "departure", case, *on, "--kind", "fled", "--to", f"{KEPT}7")
    done("record", "note", case, "--date", "2025-06-04", "--summary", f"{KEPT}8", "--source", relative)
    done("record", "note", case, *on, "--summary", f"{KEPT}9", "--tier", "restricted")
    done("add", f"{KEPT}a Child", *DETAINED, *PUBLIC, "--minor", "minor", "--descriptor", f"{OPEN} pupil")
    done("add", f"{KEPT}b Youth", *DETAINED, *PUBLIC, "--age", "17", "--descriptor", f"{OPEN} student")
    done("add", f"{KEPT}c Person", *DETAINED, *PUBLIC, "--minor", "unknown", "--descriptor", f"{OPEN} reader")
    return folder


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("audience", ["public", "partners"])
def test_fields_restricted_by_the_model_are_in_no_export(holding_all, left, form, audience):
    told = left(holding_all, form, "--audience", audience)
    assert (OPEN.lower() if names_people(form, audience) else "kg-2025-") in told
    assert KEPT.lower() not in told


def names_people(form, audience):
    """Tell whether a format asks for the consent of the audience; a calendar names people in public alone."""
    return FORMATS[form].scope is None and (form != "ics" or audience == "public")


def test_an_internal_export_contains_every_field(holding_all):
    told = at_once(holding_all, "export", "-f", "jsonl", "--audience", "internal").out
    assert [mark for mark in "123456789abc" if f"{KEPT}{mark}" not in told] == []


def test_withheld_parts_are_counted_and_only_the_manifest_lists_their_fields(holding_all, tmp_path):
    answer = at_once(holding_all, "export", "-f", "json", "--manifest", str(tmp_path / "left-out.csv"))
    manifest = (tmp_path / "left-out.csv").read_text()
    assert "withheld" in answer.err
    assert not any(word in answer.err for word in ("person", "note", "health", "kg-2025"))
    assert "person.vulnerabilities" in manifest
    assert KEPT not in manifest


# ── who may be named

ON = "2999-06-30"
"""A day on which no consent of today's has run out by itself."""
CONSENTS = {
    # consent, other fields of the person, audiences that may know the name on that day
    "nobody asked": (None, {}, {"public", "partners"}),
    "nobody asked, name for partners": (None, {"name_tier": "partners"}, {"partners"}),
    "nobody asked, name restricted": (None, {"name_tier": "restricted"}, set()),
    "named": ({"scope": ["named"]}, {}, {"public"}),
    "named and partners": ({"scope": ["named", "partners"]}, {}, {"public", "partners"}),
    "anonymous": ({"scope": ["anonymous"]}, {}, set()),
    "internal": ({"scope": ["internal"]}, {}, set()),
    "partners": ({"scope": ["partners"]}, {}, {"partners"}),
    "for the United Nations only": ({"scope": ["un_government"]}, {}, set()),
    "of no scope": ({"scope": []}, {}, set()),
    "of no stated scope": ({}, {}, set()),
    "not obtainable": ({"basis": "not_obtainable"}, {}, set()),
    "not obtainable, but known to all": ({"basis": "public_record", "scope": ["named"]}, {}, {"public"}),
    "expired the day before": ({"scope": ["named"], "expires": "2999-06-29"}, {}, set()),
    "expires on the day": ({"scope": ["named"], "expires": "2999-06-30"}, {}, {"public"}),
    "expires some day that year": ({"scope": ["named"], "expires": "2999"}, {}, set()),
    "expired long ago": ({"scope": ["named"], "expires": "2025-01-01"}, {}, set()),
    "withdrawn": ({"scope": ["named"], "withdrawn": "2025-06-15"}, {}, set()),
    "withdrawn in the future": ({"scope": ["named"], "withdrawn": "2999-12-31"}, {}, set()),
    "given, but the name is restricted": ({"scope": ["named"]}, {"name_tier": "restricted"}, set()),
    "given, but a minor": ({"scope": ["named"]}, {"minor": "minor"}, set()),
    "given, but perhaps a minor": ({"scope": ["named"]}, {"minor": "unknown"}, set()),
    "given, but 17": ({"scope": ["named"]}, {"age": {"years": 17}}, set()),
    "given, but born in 2009": ({"scope": ["named"]}, {"birth": "2009"}, set()),
    "given, but perhaps not yet 18": ({"scope": ["named"]}, {"birth": "2007"}, set()),
    "given, and 18": ({"scope": ["named"]}, {"birth": "2007-05-31"}, {"public"}),
}


def case_of(number, consent, person):
    """Write a public case whose person has names of their own in two scripts and an id made of one."""
    name, native = f"Zelda{LATIN[number]} Sekretova{LATIN[number]}", f"Секретова{CYRILLIC[number]}"
    events = [
        {
            "id": "h2v5t",
            "type": "detention",
            "date": "2025-06-01",
            "until": UNTIL,
            "sources": ["letter-x7k3m"],
        }
    ]
    return {
        "schema": "casefile/case/1", "id": f"kg-2025-case{number:02}x", "tier": "public", "country": "KG",
        "person": {"identification": "named", "name": name, "descriptor": "reporter",
                   "other_names": [{"name": native, "kind": "native"}], **person},
        **({"consent": {"basis": "subject", **consent}} if consent is not None else {}),
        "notes": f"{name} was led away.", "events": events,
    }  # fmt: skip


UNTIL = "2999-07-04"
"""The order still runs on the day asked about, so that a calendar has something to say of each case."""
LATIN = [f"{one}{two}" for one in "bdfgk" for two in "bdfgkm"]
CYRILLIC = [f"{one}{two}" for one in "бдфгк" for two in "бдфгкм"]


NOBODY_ASKED = {"nobody asked", "nobody asked, name for partners"}
OF_A_SCOPE = {"un_government": NOBODY_ASKED | {"for the United Nations only"}, "ftm": NOBODY_ASKED}
"""Who is named in a format that asks for a scope of its own, whoever reads it."""


def test_consent_tier_and_age_together_gate_the_name(desk, done, left):
    source = {"schema": "casefile/source/1", "id": "letter-x7k3m", "tier": "public", "kind": "press_article"}
    records = [case_of(at, *each[:2]) for at, each in enumerate(CONSENTS.values())]
    done("add", "--from", "-", "--future-ok", stdin="\n".join(map(json.dumps, [source, *records])))
    for audience in ("public", "partners"):
        for form in FORMATS:
            told = left(desk, form, "--audience", audience, "--on", ON)
            known = {
                label
                for at, label in enumerate(CONSENTS)
                if f"zelda{LATIN[at]}" in told or f"секретова{CYRILLIC[at]}" in told
            }
            expected = {label for label, (_, _, audiences) in CONSENTS.items() if audience in audiences}
            if not names_people(form, audience):
                asked = OF_A_SCOPE.get(FORMATS[form].scope, set())
                expected = {label for label in asked if audience in (CONSENTS[label][2] or {audience})}
            assert known == expected, (audience, form)


@pytest.mark.parametrize(
    "name",
    [
        ".{}.yaml.tmp-0a1b2c3d",
        ".{}.yaml.swp",
        "{}.yaml~",
        "{}.yaml.orig",
        "#{}.yaml#",
        "{}.YML.bak",
        "{}",
        "{}.bak",
        "{}.txt",
    ],
)
def test_nothing_leaves_while_a_copy_of_a_record_is_not_read(desk, done, name):
    """The copy is the only file that names a person whom a public record mentions."""
    opened = done("add", "Open Person", *DETAINED, *PUBLIC, "--minor", "adult")["record"]
    kept = done("add", "Zelda Sekretova", *DETAINED, "--tier", "restricted", "--source", URL)["record"]
    done("record", "note", opened, "--date", "2025-06-03", "--summary", "Zelda Sekretova saw it",
         "--source", URL)  # fmt: skip
    record = next(desk.glob(f"cases/kg/*/{kept}.yaml"))
    copy = record.rename(record.with_name(name.format(kept)))
    out = desk.parent / "out"

    for words in (
        ["export", "-f", "jsonl"],
        ["export", "-f", "json", "-o", str(out)],
        ["export", "-f", "csv", "--known-at", "HEAD"],
        ["diff", "HEAD~1", "--audience", "public"],
    ):
        answer = at_once(desk, *words)
        assert (answer.code, copy.name in answer.output, "Sekretova" in answer.output) == (5, True, False), (
            words
        )
        assert not out.exists()

    copy.rename(record)
    assert at_once(desk, "export", "-f", "jsonl").code == 0


def test_an_expired_consent_withholds_the_name_from_an_earlier_day_too(done, typed):
    done("add", "Zelda Sekretova", *DETAINED, *PUBLIC, "--consent", "subject,scope=named,expires=2025-06-30",
         "--descriptor", "reporter")  # fmt: skip
    assert "Zelda" not in typed("export", "-f", "json", "--on", "2025-06-10").out


@pytest.mark.parametrize(
    "steps",
    [
        [["withdraw", "{}", "--reason", "subject_request", "--yes"]],
        [["update", "{}", "--set", "consent.withdrawn=2025-06-04"]],
        [["rename", "{}", "--opaque"], ["update", "{}", "--set", "person.name_tier=restricted"]],
        [["update", "{}", "--set", "person.name=Bakyt Usenov"], ["rename", "{}", "kg-2025-bakyt-usenov"]],
    ],
)
@pytest.mark.parametrize("suffix", ["ahmed", "ahmed-1"])
def test_an_id_made_of_a_name_of_five_letters_leaves_no_more(desk, git_in, done, steps, suffix):
    settings(desk, git_in, ids="names")
    opened = done("add", "Ahmed", *DETAINED, *PUBLIC, "--minor", "adult",
                  "--consent", "subject,scope=named,obtained=2025-06-03")["record"]  # fmt: skip
    assert opened == "kg-2025-ahmed-1"
    if suffix != "ahmed-1":
        opened = done("rename", opened, f"kg-2025-{suffix}")["record"]
    base = git_in(desk)("rev-parse", "HEAD").strip()

    for words in steps:
        done(*(each.format(opened) for each in words))
        opened = next(path.stem for path in desk.glob("cases/kg/2025/*.yaml"))

    for form in ("text", "md", "json"):
        words = ["--json"] if form == "json" else ["--format", form] if form == "md" else []
        told = at_once(desk, "diff", f"{base}..HEAD", "--audience", "public", *words).output
        assert "ahmed" not in told.lower()
    assert "ahmed" not in at_once(desk, "export", "-f", "jsonl").output.lower()


def test_an_id_made_of_a_name_does_not_leave_once_the_name_may_not(desk, git_in, done, typed, left):
    settings(desk, git_in, ids="names")
    opened = done("add", "Zelda Sekretova", *DETAINED, *PUBLIC)["record"]
    assert opened == "kg-2025-zelda-sekretova"
    assert opened in typed("export", "-f", "json").out
    done("update", opened, "--set", "consent.basis=subject", "--add", "consent.scope=anonymous")
    for form in FORMATS:
        told = left(desk, form)
        assert "sekretova" not in told, form
        assert ("kg-2025-" in told) == (form != "svg"), form  # a picture shows names and no ids
