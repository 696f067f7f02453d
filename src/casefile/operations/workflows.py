"""What `init --ci` writes: a workflow that checks what a change touches, and tells what it means."""

from __future__ import annotations

GITHUB = """name: register
on: [push, pull_request]
permissions:
  contents: read
jobs:
  records:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    env:
      # The commit that a pull request goes to; after a push there is none, and everything is checked.
      BASE: ${{ github.event.pull_request.base.sha }}
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      # With -I: nothing that lies in the register is imported.
      - name: Install casefile
        run: python -I -m pip install --quiet casefile
      - name: Check the records
        run: |
          casefile validate --format github --strict ${BASE:+--changed "$BASE"}
      # A summary is read by whoever sees the repository. GitHub shows none of one that is over a mebibyte.
      - name: Tell what changes
        if: ${{ !cancelled() && github.event_name == 'pull_request' }}
        run: |
          casefile diff "$BASE..HEAD" --audience public --format md > "$RUNNER_TEMP/changes.md" 2>&1 ||
            { cat "$RUNNER_TEMP/changes.md"; exit 1; }
          head -c 900000 "$RUNNER_TEMP/changes.md" >> "$GITHUB_STEP_SUMMARY"
          if [ "$(wc -c < "$RUNNER_TEMP/changes.md")" -gt 900000 ]; then
            printf '\\n\\nIt goes on: casefile diff %s..HEAD\\n' "$BASE" >> "$GITHUB_STEP_SUMMARY"
          fi
"""
GITLAB = """records:
  image: python:3.12
  rules:
    - if: $CI_MERGE_REQUEST_IID
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    GIT_DEPTH: "0"
  script:
    # With -I: nothing that lies in the register is imported.
    - python -I -m pip install --quiet casefile
    # The commit that a merge request goes to; on the default branch there is none: everything is checked.
    - BASE="$CI_MERGE_REQUEST_DIFF_BASE_SHA"
    - |
      test -z "$BASE" || casefile diff "$BASE..HEAD" --audience public --format md > changes.md 2>&1 ||
        { cat changes.md; exit 1; }
    - casefile validate --format gitlab --strict ${BASE:+--changed "$BASE"} > code-quality.json
  artifacts:
    when: always
    paths:
      - changes.md
    expose_as: What changes
    reports:
      codequality: code-quality.json
"""
WORKFLOWS = {"github": (".github/workflows/register.yml", GITHUB), "gitlab": (".gitlab-ci.yml", GITLAB)}
"""The file of each service, and what stands in it."""
