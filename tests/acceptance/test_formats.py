"""Every format on the sample register: the same bytes wherever and whenever it is written, and never half."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from casefile.exporters import FORMATS
from support.commands import run_command

EPOCH = "1749513600"


def written(place):
    files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    return [(str(path.relative_to(place.parent)), path.read_bytes()) for path in files]


@pytest.mark.sample(3)
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_in_another_folder_zone_and_language(register, environment, tmp_path, form):
    found = []
    for name, more in {
        "one": {"TZ": "Pacific/Kiritimati", "LANG": "C.UTF-8"},
        "another": {
            "TZ": "America/Los_Angeles",
            "LANG": "tr_TR.UTF-8",
            "HOME": str(tmp_path),
            "USER": "somebody",
        },
    }.items():
        home = tmp_path / name
        shutil.copytree(register, home / "register")
        out = home / f"out{FORMATS[form].suffix}"
        words = ["export", "-f", form, "-o", str(out), "--on", "2025-06-10"]
        done = run_command(words, home / "register", {**environment, **more, "SOURCE_DATE_EPOCH": EPOCH})
        assert done.returncode == 0, done.stderr
        found.append(written(out))
    assert found[0] == found[1]
    assert found[0]
    text = b"\n".join(blob for _, blob in found[0])
    assert str(tmp_path).encode() not in text
    assert b"somebody" not in text


@pytest.mark.parametrize("named", [[], ["kg-2025-joomart-duulatov"]])
def test_settings_that_cannot_be_read_are_named(register, environment, tmp_path, named):
    settings = register / "casefile.yaml"
    settings.write_text(settings.read_text("utf-8") + "stale_days: [\n", "utf-8")
    out = tmp_path / "due.ics"

    done = run_command(
        ["export", "-f", "ics", "-o", str(out), "--on", "2025-06-10", *named], register, environment
    )

    assert done.returncode == 1, done.stderr
    assert "casefile.yaml:" in done.stderr
    assert out.exists()


@pytest.mark.sample(3)
@pytest.mark.parametrize("form", FORMATS)
def test_a_record_that_does_not_validate_is_named_and_left_out(register, environment, tmp_path, form):
    broken = register / "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
    broken.write_text(broken.read_text("utf-8").replace("type: detention", "type: detentoin"), "utf-8")
    out = tmp_path / f"out{FORMATS[form].suffix}"

    done = run_command(["export", "-f", form, "-o", str(out), "--on", "2025-06-10"], register, environment)

    assert done.returncode == 1, done.stderr
    assert "kg-2025-aleksander-aleksandrov.yaml" in done.stderr
    assert out.exists()
    assert written(out)


@pytest.mark.parametrize("form", [each.name for each in FORMATS.values() if each.extra])
def test_a_missing_extra_is_reported_with_the_install_command(register, environment, tmp_path, form):
    """A package of the same name that cannot be imported stands in the way of the real one."""
    for name in ("pyarrow", "typst", "vl_convert"):
        (tmp_path / "broken" / name).mkdir(parents=True)
        (tmp_path / "broken" / name / "__init__.py").write_text("raise ImportError")
    out = tmp_path / f"out{FORMATS[form].suffix}"

    done = subprocess.run(
        [sys.executable, "-c", "from casefile.cli import main; main()", "export", "-f", form, "-o", str(out)],
        cwd=register,
        env={**environment, "PYTHONPATH": str(tmp_path / "broken")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 5, done.stderr
    assert f"casefile-register[{FORMATS[form].extra}]" in done.stderr
    assert not out.exists()


def test_a_yes_or_no_option_without_a_value_is_yes(register, environment):
    def run(*words):
        return run_command(["export", "-f", "ftm", "--on", "2025-06-10", *words], register, environment)

    plain, named, said = run(), run("--option", "statements"), run("--option", "statements=yes")
    unknown = run("--option", "statement")

    assert named.stdout == said.stdout != plain.stdout
    assert plain.stdout == run("--option", "statements=no").stdout
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "--option " in unknown.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["jsnl"], "CF620"),
        (["csv", "--option", "bom=perhaps"], "CF621"),
        (["csv", "--option", "part=2/5"], "CF621"),
        (["csv", "--option", "part"], "CF601"),
    ],
)
def test_wrong_format_options_are_refused_before_reading_a_register(environment, tmp_path, words, code):
    order = ["export", "--status", "held", "-o", "out", "--json", "-f", *words]
    done = run_command(order, tmp_path, environment)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, code)
