"""Write the transcripts of the tutorial as they go now: the commands stay, the answers are those of today.

`python docs/transcripts.py` runs the page in an empty folder. Read what changed before you commit it.
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

PAGE = ROOT / "docs" / "tutorial.md"


def main() -> None:
    """Run the page and write it."""
    executable = shutil.which("casefile", path=str(Path(sys.executable).parent))
    if not executable:
        sys.exit(f"casefile is not installed beside {sys.executable}: pip install -e '.[test]'")
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        world = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}
        text = rewritten(PAGE, Stage(Path(folder), executable, world, both=True))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
