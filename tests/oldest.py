"""Print the oldest version of each dependency that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

OLDEST = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?(?:>=|==)(?P<version>[0-9.]+)")


def main() -> None:
    """Print one line for each dependency of the program and of its tests."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    extras = project["optional-dependencies"]
    for each in (*project["dependencies"], *extras["charts"], *extras["parquet"], *extras["pdf"]):
        if found := OLDEST.match(each):
            sys.stdout.write(f"{found['name']}=={found['version']}\n")


if __name__ == "__main__":
    main()
