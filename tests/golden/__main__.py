"""Pins what the command line answers before the code below it changes, and compares after.

  python tests/golden build CORPUS                     make the registers, once for both captures
  python tests/golden capture CORPUS ANSWERS [--no-cache] [--only REGISTER …]
  python tests/golden compare BEFORE AFTER [--allow FILE]

Both captures are made by the interpreter for which the casefile in question is installed, on one day. A
difference that is meant gets a line in FILE: a regular expression that matches `register: command`, two
blanks, `# ` and the reason; a line that matches no difference is a failure too. The exit code of `compare` is
1 where anything differs that no line allows.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from answers import capture, compare, read_allowed
from registers import build


def main() -> int:
    """Run one of the three and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("build", "capture"):
        one = verbs.add_parser(verb)
        one.add_argument("corpus", type=Path)
    one.add_argument("answers", type=Path)
    one.add_argument("--no-cache", action="store_true")
    one.add_argument("--only", nargs="*", default=[])
    one.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    two = verbs.add_parser("compare")
    two.add_argument("before", type=Path)
    two.add_argument("after", type=Path)
    two.add_argument("--allow", type=Path)
    asked = parser.parse_args()
    if asked.verb == "build":
        build(asked.corpus)
        return 0
    if asked.verb == "capture":
        answers = capture(asked.corpus, no_cache=asked.no_cache, only=asked.only, workers=asked.workers)
        asked.answers.write_text(
            json.dumps(answers, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8"
        )
        sys.stdout.write(f"{len(answers)} answers\n")
        return 0
    before, after = (json.loads(path.read_text(encoding="utf-8")) for path in (asked.before, asked.after))
    allowed = read_allowed(asked.allow.read_text(encoding="utf-8")) if asked.allow else []
    lines = [*compare(before, after, allowed)]
    sys.stdout.writelines(f"{line}\n" for line in (*lines, f"{len(lines)} of {len(before)} answers differ"))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
