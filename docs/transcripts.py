"""Write the transcripts of the pages as they go now: the commands stay, the answers are those of today.

`python docs/transcripts.py [PAGE…]` runs each in an empty folder, those of `formats/` in a copy of the sample
register. Read what changed before you commit it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.transcripts import Stage, rewritten  # noqa: E402 - tests/support is no package of ours

MOMENT = "2025-06-02T09:00:00Z"
DATED = {"GIT_AUTHOR_DATE": MOMENT, "GIT_COMMITTER_DATE": MOMENT}
SEALED = {"SOURCE_DATE_EPOCH": "1748854800"}
"""The same moment, for the checkpoints."""
PAGES: dict[str, dict[str, str]] = {
    "tutorial.md": {}, "audit-trail.md": DATED | SEALED, "reviewing.md": DATED, "settings.md": DATED,
    "backup.md": DATED | SEALED, "import.md": DATED,
}  # fmt: skip
"""Each page that is run, and what its world says besides."""
OF_FORMATS = sorted(str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs/formats").glob("*.md"))
"""The pages that are run in a copy of the sample register."""
SAMPLE = ("casefile.yaml", "cases", "schemas", ".gitattributes")


def main() -> None:
    """Run the pages and write them."""
    executable = installed()
    for name in sys.argv[1:] or [*PAGES, *OF_FORMATS]:
        page = ROOT / "docs" / name
        with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
            around = world(home) | PAGES.get(name, DATED)
            place = sample(Path(folder), around) if name in OF_FORMATS else Path(folder)
            text = rewritten(page, Stage(place, executable, around, both=True))
        page.write_text(text, encoding="utf-8")


def sample(folder: Path, environment: Mapping[str, str]) -> Path:
    """Return a copy of the sample register as it stands, in a repository of its own."""
    copy = Path(tempfile.mkdtemp(dir=folder)) / "register"
    copy.mkdir()
    for name in SAMPLE:
        original = ROOT / name
        if original.is_dir():
            shutil.copytree(original, copy / name)
        else:
            shutil.copy2(original, copy / name)
    known = {"GIT_AUTHOR_NAME": "desk-1", "GIT_AUTHOR_EMAIL": "desk-1@register.invalid"}
    known |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in known.items()}
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "The register"]):
        subprocess.run(["git", *words], cwd=copy, env={**environment, **known}, check=True)
    return copy


def installed() -> str:
    """Return the path of the command installed beside this interpreter; without one nothing goes on."""
    executable = shutil.which("casefile", path=str(Path(sys.executable).parent))
    return executable or sys.exit(
        f"casefile is not installed beside {sys.executable}: pip install -e '.[test]'"
    )


def world(home: str) -> dict[str, str]:
    """Return the environment of somebody of whom git knows nothing."""
    return {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


if __name__ == "__main__":
    main()
