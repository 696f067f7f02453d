"""The installed command exports the same bytes whichever day a withheld release was on."""

from __future__ import annotations

import pytest

CASE = """\
schema: casefile/case/1
id: kg-2025-{suffix}
tier: public
country: KG
person:
  identification: named
  name: {name}
events:
  - id: h2v5t
    type: detention
    date: 2025-05-28
    kind: {kind}
"""
RELEASE = """\
  - id: k3m9x
    type: release
    date: 2025-06-{day:02d}
    tier: restricted
"""
WITHHELD, REAL = "kg-2025-0pen0", "kg-2025-asked"
"""Cases whose published status is unknown: released in secret, and taken for questioning."""
ON = ("--on", "2025-06-10")


@pytest.fixture
def released(tmp_path, git):
    """Return a function that makes a register in which a withheld release was on a day of June 2025."""
    folder = tmp_path / "invented"
    cases = folder / "cases/kg/2025"
    cases.mkdir(parents=True)
    (folder / "casefile.yaml").write_text("schema: casefile/settings/1\n", encoding="utf-8")
    asked = CASE.format(suffix="asked", name="Talant Bekov", kind="questioning")
    (cases / f"{REAL}.yaml").write_text(asked, encoding="utf-8")
    git(folder, "init", "--quiet")

    def on(day: int):
        text = CASE.format(suffix="0pen0", name="Asel Asanova", kind="arrest") + RELEASE.format(day=day)
        (cases / f"{WITHHELD}.yaml").write_text(text, encoding="utf-8")
        return folder

    return on


@pytest.mark.sample(3)
@pytest.mark.parametrize("form", ["svg", "html", "pdf", "csv", "json", "ics", "site"])
def test_no_file_shows_the_day_of_a_withheld_release(form, casefile, released, tmp_path):
    files = []
    for day in (2, 3, 9):
        out = tmp_path / f"{day}"
        done = casefile("export", "-f", form, "-o", str(out), *ON, cwd=released(day))
        assert done.returncode == 0, done.stderr
        paths = sorted(path for path in out.rglob("*") if path.is_file()) or [out]
        files.append({str(path.relative_to(out)): path.read_bytes() for path in paths})

    assert files[0] == files[1] == files[2]


@pytest.mark.parametrize("more", [("unknown",), ("held", "--possibly"), ("unknown", "--possibly")])
def test_a_withheld_unknown_is_chosen_like_a_real_one(more, casefile, released):
    done = casefile("export", "-f", "csv", *ON, "--status", *more, cwd=released(2))

    rows = {line.split(",")[0]: line.split(",")[4:12] for line in done.stdout.splitlines()}
    assert rows[WITHHELD] == rows[REAL] == ["unknown", "uncertain", "", "", "", "", "", "1"]
