"""Pins what the command line answers before the code below it changes, and compares after.

  python tests/golden build CORPUS                     make the registers, once for both captures
  python tests/golden capture CORPUS ANSWERS [--no-cache] [--only REGISTER …]
  python tests/golden compare BEFORE AFTER [--allow FILE]
  python tests/golden words [--check]                  write the words of each command anew, or compare them

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
from words import compare_words, difference


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
    three = verbs.add_parser("words")
    three.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if asked.verb == "words":
        return _words(check=asked.check)
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


def _words(*, check: bool) -> int:
    """Write the transcripts that are others now, or show how they differ."""
    changed = [*compare_words()]
    for path, text in changed:
        sys.stdout.write(difference(path, text) if check else f"{path.name} written\n")
        if not check:
            path.write_text(text, encoding="utf-8")
    return int(check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
