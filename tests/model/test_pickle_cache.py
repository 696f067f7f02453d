"""Validators and shapes that are kept beside the bytecode are those that are made of the model."""

from __future__ import annotations

import json
import pickle
import sys
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_core import SchemaValidator

from casefile.model import compiled_validators, introspection, json_schema, pickle_cache, record_shapes
from casefile.model.base_model import Model
from casefile.model.compiled_validators import validator_of
from casefile.model.kinds import kind_of
from casefile.model.records import RECORD_CLASSES, Withdrawn
from casefile.model.settings import Settings
from casefile.yaml.reader import read
from support.records import full_record

ROOT = Path(__file__).parent.parent
MODELS = {**RECORD_CLASSES, "settings": Settings, "withdrawn": Withdrawn}
FILES = [*ROOT.glob("examples/**/*.yaml"), *ROOT.parent.glob("cases/**/*.yaml")]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Keep what is compiled in an empty folder, whether this run writes bytecode or not."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    forget()
    yield tmp_path
    forget()


@pytest.fixture
def place(folder):
    found = Path(pickle_cache.cache_from_source(pickle_cache.__file__)).parent
    found.mkdir(parents=True)
    return found


def forget():
    validator_of.cache_clear()
    record_shapes._shapes.cache_clear()
    json_schema._texts.cache_clear()
    pickle_cache._fingerprint.cache_clear()


def outcome(validator, data):
    """Return the record as plain values, or every error with its place."""
    try:
        return validator.validate_python(data).model_dump()
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False)


def in_order(folder) -> list[Path]:
    return sorted(folder.rglob("*.kept"))


@cache
def all_data():
    """Return the data of all files; nothing changes them."""
    return [read(path.read_bytes(), path.name).data for path in FILES]


@pytest.mark.parametrize("kind", MODELS)
def test_a_kept_validator_answers_as_one_that_is_made_anew(place, kind):
    model = MODELS[kind]
    made = validator_of(model)
    assert [path.name.split(".")[2] for path in in_order(place)] == [model.__name__]
    forget()
    loaded = validator_of(model)
    samples = [each for each in all_data() if each is not None and kind_of(each) in {kind, "case"}]
    assert samples
    if kind in RECORD_CLASSES:
        samples.append(full_record(kind, lambda _: "word"))
    model.model_rebuild()
    for data in samples:
        expected = outcome(model.__pydantic_validator__, data)
        assert outcome(made, data) == expected
        assert outcome(loaded, data) == expected


def test_the_second_command_loads_the_cached_validator_of_the_first(place, monkeypatch):
    validator_of(Settings)
    forget()
    monkeypatch.setattr(compiled_validators, "arguments_of", lambda _: pytest.fail("made anew"))
    assert isinstance(validator_of(Settings), SchemaValidator)


@pytest.mark.parametrize("damage", [b"", b"\x80", pickle.dumps(({"type": "no such"}, None, False)), b"x" * 9])
def test_a_damaged_file_is_made_anew(place, damage):
    validator_of(Settings)
    (path,) = in_order(place)
    path.write_bytes(damage)
    forget()
    assert validator_of(Settings).validate_python({"schema": "casefile/settings/1"}) is not None
    assert path.read_bytes() != damage


def test_only_cached_files_of_older_code_are_removed(place):
    tag = sys.implementation.cache_tag
    older = place / f"pickle_cache.{tag}.Settings.0123456789abcdef.kept"
    others = [
        place / f"pickle_cache.{tag}.Source.0123456789abcdef.kept",
        place / "pickle_cache.cpython-39.Settings.0123456789abcdef.kept",
        place / f"pickle_cache.{tag}.pyc",
    ]
    for path in (older, *others):
        path.write_bytes(b"")
    validator_of(Settings)
    assert not older.exists()
    assert all(path.exists() for path in others)


def test_another_version_of_pydantic_does_not_load_it(place, monkeypatch):
    validator_of(Settings)
    (before,) = in_order(place)
    forget()
    monkeypatch.setattr(compiled_validators, "core_version", "2.0.0")
    validator_of(Settings)
    (after,) = in_order(place)
    assert after != before


def test_nothing_is_cached_if_python_writes_no_bytecode(place, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    validator_of(Settings)
    assert not in_order(place)


def test_a_folder_that_is_not_there_is_no_error(folder):
    assert validator_of(Settings) is not None
    assert not in_order(folder)


def nodes(shape, path=()):
    """Yield every node below a shape, by its path, as plain values."""
    yield path, (shape.name, shape.meta, shape.form, shape.scalar, shape.required, shape.written, shape.only)
    if shape.inner is not None:
        yield from nodes(shape.inner, (*path, "[]"))
    for model in shape.models:
        yield (*path, model.name), (model.type, model.tier)
        for name, field in model.fields.items():
            yield from nodes(field, (*path, model.name, name))


def test_kept_shapes_are_those_of_the_classes(place, monkeypatch):
    models = introspection.read_models()
    expected = {kind: [*nodes(shape)] for kind, shape in introspection.read_kinds(models).items()}
    assert {kind: [*nodes(record_shapes.shape_of(kind))] for kind in expected} == expected
    forget()
    monkeypatch.setattr(introspection, "read_models", lambda: pytest.fail("made anew"))
    assert {kind: [*nodes(record_shapes.shape_of(kind))] for kind in expected} == expected
    assert sum(map(len, expected.values())) > 1000


def test_kept_json_schemas_are_those_of_the_model(place, monkeypatch):
    made = {kind: json_schema.schema_text(kind) for kind in json_schema.FILE_KINDS}
    assert {kind: json.loads(text) for kind, text in made.items()} == {
        kind: json_schema.schema(kind) for kind in json_schema.FILE_KINDS
    }
    forget()
    monkeypatch.setattr(json_schema, "_make_texts", lambda: pytest.fail("made anew"))
    assert {kind: json_schema.schema_text(kind) for kind in json_schema.FILE_KINDS} == made


def test_no_two_classes_of_the_model_have_one_name():
    found = [*introspection._subclasses(Model)]
    assert len(introspection.classes()) == len(found) > 50


@pytest.mark.parametrize("damage", [b"", pickle.dumps({}), pickle.dumps(1)])
def test_damaged_shapes_are_made_anew(place, damage):
    record_shapes.shape_of("case")
    (path,) = in_order(place)
    path.write_bytes(damage)
    forget()
    assert "events" in record_shapes.shape_of("case").fields
    assert path.read_bytes() != damage
