"""Every rule has a story: a short ledger, and what may be said on some days."""

from __future__ import annotations

import json
from datetime import date

import pytest

from casefile.custody.course import Course
from casefile.custody.ledger_warnings import warnings
from casefile.custody.rule_table import RULES
from support.stories import STORIES, about_of, course_of, read


def view_as_story(view):
    """Say a view as stories do."""
    least, most = view.days_held
    return {
        "is": f"{view.status} {view.certainty}" + (f" {view.basis}" if view.basis else ""),
        "possible": " ".join(view.possible),
        "since": view.since or "",
        "until": f"{view.until} {view.until_kind}" if view.until else "",
        "last_confirmed": view.last_confirmed or "",
        "facility": view.facility or "",
        "restrictions": [
            f"{kind} since {since}" + (f" until {until}" if until else "")
            for kind, since, until in view.restrictions
        ],
        "spells": [spell(each) for each in view.spells],
        "days_held": f"{least} or more" if most is None else f"{least} to {most}",
        "charges": [
            " ".join(filter(None, (each.statute, each.part, each.offence, each.step)))
            for each in view.charges
        ],
        "disputed": "true" if view.disputed else "false",
        "flags": list(view.flags),
    }


def spell(each):
    words = [f"{each.start} to {each.end}", each.basis, each.closed_by, None if each.certain else "perhaps"]
    return ", ".join(word for word in words if word)


def expected(then):
    """Read what a story expects of a day: in short the status, certainty and basis."""
    return {"is": then} if isinstance(then, str) else then


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_has_its_expected_statuses(path, ledger, request):
    story = read(path)
    if "open" in story:
        request.applymarker(pytest.mark.xfail(reason=story["open"], strict=True))
    course = course_of(story, ledger(*story["events"]))
    for day, then in story["then"].items():
        view = view_as_story(course.on(date.fromisoformat(day)))
        wanted = expected(then)
        found = {key: view[key] for key in wanted}
        assert found == wanted, f"on {day}: {story['story']}"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_has_exactly_its_expected_warnings(path, ledger):
    story = read(path)
    events = ledger(*story["events"])
    found = warnings(events, about_of(story))
    assert [each.code for each in found] == story.get("warns", [])


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_rules_that_a_story_names_act_in_it(path, ledger):
    story = read(path)
    course = course_of(story, ledger(*story["events"]))
    acting = {name for day in story["then"] for name in course.because(date.fromisoformat(day))}
    assert set(story.get("rules", ())) <= acting


@pytest.mark.sample(3)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_stored_story_ends_the_same(path, ledger):
    story = read(path)
    course = course_of(story, ledger(*story["events"]))
    again = Course.from_data(json.loads(json.dumps(course.as_data())))
    assert again == course
    for day in story["then"]:
        assert again.on(date.fromisoformat(day)) == course.on(date.fromisoformat(day))


def test_every_rule_has_a_story():
    told = {name for path in STORIES for name in read(path).get("rules", ())}
    assert {rule.name for rule in RULES} - told == set()


def test_stories_name_only_rules_that_there_are():
    told = {name for path in STORIES for name in read(path).get("rules", ())}
    assert told - {rule.name for rule in RULES} == set()


def test_the_names_of_the_rules_are_distinct():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
