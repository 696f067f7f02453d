"""Write the transcripts of the pages as they go now: the commands stay, the answers are those of today.

`python docs/transcripts.py [PAGE…]` runs each in an empty folder. Read what changed before you commit it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.transcripts import Stage, rewritten  # noqa: E402 - tests/support is no package of ours

MOMENT = "2025-06-02T09:00:00Z"
DATED = {"GIT_AUTHOR_DATE": MOMENT, "GIT_COMMITTER_DATE": MOMENT}
PAGES: dict[str, dict[str, str]] = {
    "tutorial.md": {}, "audit-trail.md": DATED, "reviewing.md": DATED, "settings.md": DATED,
}  # fmt: skip
"""Each page that is run, and what its world says besides."""


def main() -> None:
    """Run the pages and write them."""
    executable = installed()
    for name in sys.argv[1:] or PAGES:
        page = ROOT / "docs" / name
        with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
            text = rewritten(page, Stage(Path(folder), executable, world(home) | PAGES[name], both=True))
        page.write_text(text, encoding="utf-8")


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
