"""The workflow files of `init --ci`: they check the files that a change touches, and describe the change."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

UNKNOWN_SOURCE = (
    "set the {variable} CASEFILE_SOURCE to a pip requirement of casefile that is pinned to a commit or a "
    "digest; do not use the bare name: casefile on the public index is another program"
)
"""The message of a job that stops because the source to install from is not set."""
MARK = "@SOURCE@"


class Workflow(Struct, frozen=True):
    """The workflow file of one forge: its path, and its text with MARK in place of the install source.

    `known` and `unknown` replace MARK, with or without a known source. `variable` is the forge's name for a
    value that is stored outside of the file; such a value overrides the source in the file.
    """

    path: str
    text: str
    known: str
    unknown: str
    variable: str

    def written(self, source: str | None) -> str:
        """Return the text of the file, which installs casefile from `source`.

        Without one, the job fails until a source is set.
        """
        return self.text.replace(MARK, self.known.replace(MARK, source) if source else self.unknown)

    @property
    def lacking(self) -> str:
        """The step that is left to the user if no source to install casefile from is known, as a sentence."""
        return UNKNOWN_SOURCE.format(variable=self.variable)


GITHUB = """name: register
on: [push, pull_request]
permissions:
  contents: read
jobs:
  records:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    env:
      # The target commit of a pull request. After a push it is empty, and everything is checked.
      BASE: ${{ github.event.pull_request.base.sha }}
      # The pip requirement of casefile. A repository variable of this name overrides it; a pull request
      # from a fork does not see the variable.
      CASEFILE_SOURCE: @SOURCE@
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1  # v7.0.1
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97  # v7.0.0
        with:
          python-version: "3.12"
      # With -I, Python imports nothing from the register.
      - name: Install casefile
        run: |
          printf '%s\\n' "$CASEFILE_SOURCE" | grep -Eq '://.+(@[0-9a-f]{40}|#sha256=[0-9a-f]{64})' || {
            echo "::error::set the repository variable CASEFILE_SOURCE to a pip requirement of casefile" \\
              "that is pinned to a commit or a digest; do not use the bare name: casefile on the public" \\
              "index is another program"
            exit 1
          }
          python -I -m pip install --quiet -- "$CASEFILE_SOURCE"
      - name: Check the records
        run: |
          casefile validate --format github --strict ${BASE:+--changed "$BASE"}
      # Everybody who can read the repository can read a summary. GitHub shows at most 1 MiB.
      - name: Describe the changes
        if: ${{ !cancelled() && github.event_name == 'pull_request' }}
        run: |
          casefile diff "$BASE..HEAD" --audience public --format md > "$RUNNER_TEMP/changes.md" 2>&1 ||
            { cat "$RUNNER_TEMP/changes.md"; exit 1; }
          head -c 900000 "$RUNNER_TEMP/changes.md" >> "$GITHUB_STEP_SUMMARY"
          if [ "$(wc -c < "$RUNNER_TEMP/changes.md")" -gt 900000 ]; then
            printf '\\n\\nThe rest: casefile diff %s..HEAD\\n' "$BASE" >> "$GITHUB_STEP_SUMMARY"
          fi
"""
GITLAB = """records:
  image: python:3.12
  rules:
    - if: $CI_MERGE_REQUEST_IID
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    GIT_DEPTH: "0"
    # The pip requirement of casefile. A CI/CD variable of this name in the project settings overrides it.
    CASEFILE_SOURCE: @SOURCE@
  script:
    # With -I, Python imports nothing from the register.
    - |
      printf '%s\\n' "$CASEFILE_SOURCE" | grep -Eq '://.+(@[0-9a-f]{40}|#sha256=[0-9a-f]{64})' || {
        echo "set the CI/CD variable CASEFILE_SOURCE to a pip requirement of casefile that is pinned to a" \\
          "commit or a digest; do not use the bare name: casefile on the public index is another program" >&2
        exit 1
      }
      python -I -m pip install --quiet -- "$CASEFILE_SOURCE"
    # The target commit of a merge request. On the default branch it is empty, and everything is checked.
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
WORKFLOWS: Mapping[str, Workflow] = {
    "github": Workflow(
        path=".github/workflows/register.yml",
        text=GITHUB,
        known=">-\n        ${{ vars.CASEFILE_SOURCE ||\n        '@SOURCE@' }}",
        unknown="${{ vars.CASEFILE_SOURCE }}",
        variable="repository variable",
    ),
    "gitlab": Workflow(
        path=".gitlab-ci.yml",
        text=GITLAB,
        known=">-\n      @SOURCE@",
        unknown='""',
        variable="CI/CD variable",
    ),
}
"""The workflow file of each forge."""
