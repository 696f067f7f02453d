"""A register that is checked in shares: several processes find what one finds."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

from casefile.checks.run_rules import check
from casefile.files import worker_processes
from casefile.git.snapshots import WorkingTree
from casefile.index import without_index
from casefile.loading.entry_cache import cache_of
from casefile.loading.open_register import load_folder_register, load_snapshot_register, settings_of
from casefile.validation import parallel_check
from casefile.validation.check_files import check_register
from casefile.views.review_text import not_canonical

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"
SAMPLE = Path(__file__).parents[2]
SOUND = """schema: casefile/case/1
id: {record}
tier: public
country: KG
person:
  identification: named
  name: {name}
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    by:
      - the police
    sources:
      - paper
"""
PAPER = 'schema: casefile/source/1\nid: paper\nkind: press_article\ntitle: A\npublished: "2025-06-01"\n'


@pytest.fixture
def everything_wrong(tmp_path):
    """The sample register, with every example of what may be wrong in it, and more of it."""
    root = tmp_path / "register"
    shutil.copytree(SAMPLE / "cases", root / "cases")
    shutil.copy(SAMPLE / "casefile.yaml", root)
    examples = [EXAMPLES / "around", *sorted(EXAMPLES.glob("valid/*")), *sorted(EXAMPLES.glob("invalid/*/*"))]
    for example in examples:
        if example.is_dir():
            shutil.copytree(example, root, dirs_exist_ok=True)
        else:
            shutil.copy(example, root / f"cases/kg/2025/{example.parent.name.lower()}-{example.name}")
    shutil.copy(SAMPLE / "casefile.yaml", root)
    misplaced = root / "cases/kg/2025/source.yaml"
    misplaced.write_text("schema: casefile/source/1\nid: misplaced\nkind: press_article\ntitle: A\n")
    (root / "cases/kg/2025/kg-2025-away.yaml").symlink_to("/nowhere")
    (root / "cases/kg/2025/kg-2025-odd.yaml").write_bytes(b"\xff")
    return root


def by_one(root):
    register = load_folder_register(root)
    judged = [problem for entry in register.entries.values() for problem in not_canonical(entry)]
    return len(register.entries), tuple(sorted({*check(register), *judged}))


@pytest.mark.parametrize("hands", [1, 3])
def test_several_processes_find_the_same_as_one(everything_wrong, monkeypatch, hands):
    monkeypatch.setattr(worker_processes, "process_count", lambda: hands)
    monkeypatch.setattr(worker_processes, "PAYS", 10)
    told = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the threads of xdist
        found = check_register(everything_wrong, progress=lambda *words: told.append(words))
    checked, problems = by_one(everything_wrong)
    assert len({each.code for each in problems}) > 50
    assert (found.checked, found.problems) == (checked, problems)
    assert all(doing == "checking" and done <= of for doing, done, of in told)
    assert told


def test_the_index_stores_the_content_of_the_files(everything_wrong, monkeypatch):
    monkeypatch.setattr(worker_processes, "process_count", lambda: 2)
    monkeypatch.setattr(worker_processes, "PAYS", 10)
    subprocess.run(["git", "init", "-q", everything_wrong], check=True)
    cache = cache_of(everything_wrong)
    load_snapshot_register(WorkingTree(everything_wrong), cache=cache)
    assert len(cache().keys()) > 50
    snapshot = WorkingTree(everything_wrong)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = parallel_check.check_in_shares(snapshot, settings_of(snapshot), not_canonical, cache)
    with without_index():
        checked, problems = by_one(everything_wrong)
    assert (len(found.register.entries), tuple(sorted({*found.problems}))) == (checked, problems)


def sound(root, cases):
    """Write a register of cases with which nothing is wrong, each with a name of its own."""
    folder = root / "cases/kg/2025"
    folder.mkdir(parents=True)
    (root / "cases/sources").mkdir()
    (root / "cases/sources/paper.yaml").write_text(PAPER)
    (root / "casefile.yaml").write_text("schema: casefile/settings/1\ntitle: A\n")
    for number in range(cases):
        record = f"kg-2025-{number:05}"
        text = SOUND.format(
            record=record, name=f"Aibek Sydyk{'abcdefghij'[number % 10] * (1 + number // 10)}"
        )
        (folder / f"{record}.yaml").write_text(text)
    return root


def learned(root):
    """Return what a process tells the others of a register in its first round."""
    snapshot = WorkingTree(root)
    desk = parallel_check._ProcessData(snapshot, settings_of(snapshot), not_canonical)
    return next(desk.work(parallel_check._Share(desk.records, lambda *_: None)))


def test_of_a_sound_case_the_other_processes_learn_nothing(tmp_path):
    few, many = learned(sound(tmp_path / "few", 20)), learned(sound(tmp_path / "many", 120))
    assert len(pickle.dumps(many)) == len(pickle.dumps(few))


def test_a_file_that_went_after_it_was_read_first_is_reported(tmp_path):
    root = sound(tmp_path, 20)
    snapshot = WorkingTree(root)
    desk = parallel_check._ProcessData(snapshot, settings_of(snapshot), not_canonical)
    work = desk.work(parallel_check._Share(desk.records, lambda *_: None))
    opened = work.send([next(work)])
    gone = "cases/kg/2025/kg-2025-00007.yaml"
    (root / gone).unlink()
    with pytest.raises(StopIteration) as ended:
        work.send([opened])
    assert [each.code for each in ended.value.value if each.path == gone] == ["CF304"]


def test_a_case_to_which_a_name_in_another_share_matters_is_read_once_more(tmp_path, monkeypatch):
    root = sound(tmp_path, 40)
    monkeypatch.setattr(worker_processes, "process_count", lambda: 2)
    monkeypatch.setattr(worker_processes, "PAYS", 10)
    whose, told, opened = (root / f"cases/kg/2025/kg-2025-{number:05}.yaml" for number in (3, 8, 20))
    whose.write_text(whose.read_text().replace("  name: Aibek", "  name_tier: restricted\n  name: Ruslan", 1))
    name = whose.read_text().split("  name: ")[1].split("\n")[0]
    told.write_text(told.read_text().replace("    sources:", f"    summary: Seen with {name}.\n    sources:"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert [(each.path, each.code) for each in check_register(root).problems if each.code == "CF408"] == [
            (told.relative_to(root).as_posix(), "CF408")
        ]
        opened.write_text(opened.read_text().replace("  name: Aibek", f"  name: {name}\n  descriptor: Aibek"))
        assert not [each for each in check_register(root).problems if each.code == "CF408"]


def test_a_public_name_in_another_share_explains_a_word_of_a_closed_one(tmp_path, monkeypatch):
    root = sound(tmp_path, 40)
    monkeypatch.setattr(worker_processes, "process_count", lambda: 2)
    monkeypatch.setattr(worker_processes, "PAYS", 10)
    whose, told, another = (root / f"cases/kg/2025/kg-2025-{number:05}.yaml" for number in (3, 8, 21))
    whose.write_text(whose.read_text().replace("  name: Aibek", "  name_tier: restricted\n  name: Ruslan", 1))
    text = "    summary: Seen with Ruslan Orlov.\n    sources:"
    told.write_text(told.read_text().replace("    sources:", text))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert [each.path for each in check_register(root).problems if each.code == "CF408"] == [
            told.relative_to(root).as_posix()
        ]
        name = another.read_text().split("  name: ")[1].split("\n")[0]
        another.write_text(another.read_text().replace(name, "Ruslan Orlov", 1))
        assert not [each for each in check_register(root).problems if each.code == "CF408"]
