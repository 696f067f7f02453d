"""A date of another calendar is refused where somebody writes, and offered in the Gregorian calendar."""

import json

import pytest

CASE = "kg-2025-a1a1a"
SOLAR, BOTH = {"2025-05-28"}, {"2025-05-28", "[1983-12-11..1983-12-13]"}
THAI = {"2026-05-28"}


@pytest.fixture
def desk(casefile, tmp_path):
    """Return a function that runs a command in a new register of one case, and the register."""
    folder = tmp_path / "desk"
    assert casefile("--no-input", "init", str(folder)).returncode == 0

    def run(*words):
        return casefile("--no-input", *words, cwd=folder)

    first = ("--country", "KG", "--date", "2025-06-01")
    assert run("add", "--descriptor", "reporter", "--id", CASE, *first).returncode == 0
    return run, folder


def refused(run, *words):
    """Run a command that must write nothing; return its only error and the dates that it offers."""
    done = run(*words, "--json")
    assert done.returncode == 2, done.stdout + done.stderr
    (only,) = [each for each in json.loads(done.stdout)["problems"] if each["level"] == "error"]
    return only["code"], offers(only)


def offers(problem):
    return {text for text in BOTH | THAI if text in problem["hint"]}


def person(country, date="1404-03-07"):
    return "add", "--descriptor", "editor", "--country", country, "--date", date


def test_add_offers_the_calendar_of_the_country_else_each_that_fits(desk, git):
    run, folder = desk
    assert refused(run, *person("IR")) == ("CF338", SOLAR)
    assert refused(run, *person("AF")) == ("CF338", SOLAR)
    assert refused(run, *person("PK")) == ("CF338", BOTH)
    assert refused(run, *person("TH", "2569-05-28")) == ("CF338", THAI)
    assert git(folder, "status", "--porcelain") == ""


def test_settings_may_state_the_calendar_of_a_country(desk):
    run, folder = desk
    settings = folder / "casefile.yaml"
    stated = "jurisdictions:\n  - country: PK\n    calendar: solar_hijri\n    citation: a law\n"
    settings.write_text(settings.read_text() + stated)
    assert refused(run, *person("PK")) == ("CF338", SOLAR)


def test_record_and_update_refuse_it(desk, git):
    run, folder = desk
    assert refused(run, "record", "release", CASE, "--date", "2569-05-28") == ("CF338", THAI)
    words = ("record", "hearing", CASE, "--date", "2025-06-03", "--outcome", "remanded")
    assert refused(run, *words, "--until", "2569-05-28") == ("CF338", THAI)
    arrest = ("record", "detention", CASE, "--date", "2025-06-03", "--recorded", "2569-05-28")
    assert refused(run, *arrest) == ("CF338", THAI)
    prison = ("--outcome", "convicted", "--sentence", "imprisonment,until=2569-05-28")
    assert refused(run, "record", "verdict", CASE, "--date", "2025-06-03", *prison) == ("CF338", THAI)
    assert refused(run, "update", CASE, "--set", "person.birth=1404-03-07") == ("CF338", BOTH)
    event = json.loads(run("show", CASE, "--json").stdout)["data"]["events"][0]["id"]
    assert refused(run, "update", CASE, "--set", f"events.{event}.date=1404-03-07") == ("CF338", BOTH)
    assert git(folder, "status", "--porcelain") == ""


def test_a_list_of_people_is_refused_as_a_whole(desk, git, tmp_path):
    run, folder = desk
    people = tmp_path / "people.yaml"
    people.write_text("- name: Asel Primerova\n- name: Bakyt Primerov\n  date: 1404-03-07\n")
    words = ("add", "--from", str(people), "--country", "IR", "--date", "2025-05-28")
    assert refused(run, *words) == ("CF338", SOLAR)
    assert git(folder, "status", "--porcelain") == ""


def test_validate_reports_it_without_a_value_of_the_record(desk):
    run, folder = desk
    file = next(folder.rglob(f"{CASE}.yaml"))
    file.write_text(file.read_text().replace("2025-06-01", "1404-03-07"))
    done = run("validate", "--json")
    (found,) = [each for each in json.loads(done.stdout)["problems"] if each["level"] == "error"]
    assert (done.returncode, found["code"]) == (1, "CF338")
    assert "1404" not in str(found)
    assert "2026-11-23" in found["hint"]


@pytest.mark.parametrize(
    ("zone", "bound"), [("Pacific/Kiritimati", "--since"), ("Pacific/Pago_Pago", "--until")]
)
def test_a_commit_of_now_is_one_of_today_in_every_timezone(casefile_json, register, zone, bound):
    settings = register / "casefile.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("Asia/Bishkek", zone), encoding="utf-8")
    assert casefile_json("log", bound, "today")["data"] == casefile_json("log")["data"] != []
