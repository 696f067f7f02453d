"""Draw the pictures of the pages: a terminal as SVG, a pull request's summary as PNG.

`python docs/pictures.py` draws what a terminal shows, the same bytes each time; `--pages` also draws pages,
which needs Chromium and this repository's history. Look at what you drew before you commit it.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from transcripts import PAGES, installed, sample, world

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.transcripts import Stage, transcripts  # noqa: E402 - tests/support is no package of ours

PICTURES = ROOT / "docs" / "pictures"
PAGE = ROOT / "docs" / "reviewing.md"
WORDS = "casefile --color always diff main...april --on 2025-05-20"
LINES = "git -c color.ui=always diff -U1 main...april"
PART_A = "Record the crackdown on Kloop as known on 4 June 2025"
PART_B = "Record what became of the Kloop cases by November 2025"
SHOWN = ("zyyagul", "duulatov")
WIDTH = 880
DAY = "2025-06-10"
SITE = {"site.png": "index.html", "site-case.png": "cases/kg-2025-joomart-duulatov.html"}
"""Pages of the site, and what the picture of each is called."""
INK = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [
        *((36, 41, 47), (164, 14, 38), (17, 99, 41), (77, 45, 0)),
        *((9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)),
    ],
)
"""Dark ink on white, each colour of a contrast that can be read."""
FRAME = """\
<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect width="{terminal_width}" height="{terminal_height}" rx="8" fill="#ffffff" stroke="#d0d7de" />
<g transform="translate(9, 9)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; margin: 0; padding: 24px; width: 830px }
h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: .3em; margin: 1em 0 .5em; font-size: 1.4em }
li { margin: .25em 0 }
p { margin: .6em 0 }
"""


def main() -> None:
    """Draw what was asked for."""
    executable = installed()
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        (PICTURES / "diff.svg").write_text(terminal(Path(folder), executable, world(home)), encoding="utf-8")
        (PICTURES / "list.svg").write_text(listing(Path(folder), executable, world(home)), encoding="utf-8")
        (PICTURES / "timeline.svg").write_text(timeline(executable, world(home)), encoding="utf-8")
        if "--pages" in sys.argv:
            pull_request(Path(folder), executable, world(home))
            for name, page in SITE.items():
                site(Path(folder), executable, name, page)


def terminal(folder: Path, executable: str, unnamed: dict[str, str]) -> str:
    """Return the change of the page, in words and in lines, as a terminal shows it."""
    dated = unnamed | PAGES[PAGE.name] | {"COLUMNS": "80"}
    stage = Stage(folder, executable, dated, both=True)
    for transcript in transcripts(PAGE)[:3]:
        # What the page calls the commits and entries is what the picture shall call them.
        stage.run(transcript)
    shown = [stage.run(f"$ {line}\n") for line in (WORDS, LINES)]
    text = "\n".join(shown).replace("--color always ", "").replace("-c color.ui=always ", "")
    return screen(text, "diff", "A change of a record, in words and in lines")


def listing(folder: Path, executable: str, unnamed: dict[str, str]) -> str:
    """Return the picture of a list of the sample register, with the command that prints it."""
    words = ["list", "--on", DAY]
    done = subprocess.run(
        [executable, "--color", "always", *words],
        cwd=sample(folder, unnamed), env=unnamed | {"COLUMNS": "80"},
        check=True, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    return screen(f"$ casefile {' '.join(words)}\n{done.stdout}", "list", "A list of cases in a terminal")


def screen(text: str, name: str, title: str) -> str:
    """Return an SVG of a terminal of 80 columns that shows a text with ANSI colours."""
    console = Console(
        record=True, width=82, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in (*text.splitlines(), ""):
        console.print(Text.from_ansi(line), width=80)
    return console.export_svg(theme=INK, code_format=FRAME.replace("TITLE", title), unique_id=name)


def timeline(executable: str, unnamed: dict[str, str]) -> str:
    """Return the timeline of a case of the sample register."""
    words = [executable, "-q", "export", "-f", "svg", "--on", DAY, "kg-2025-joomart-duulatov"]
    return subprocess.run(
        words, cwd=ROOT, env=unnamed, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def site(folder: Path, executable: str, name: str, page: str) -> None:
    """Draw a page of the site of the sample register."""
    out = folder / "site"
    words = [executable, "-q", "export", "-f", "site", "--on", DAY, "-o", str(out), "--force"]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    screenshot(folder, out / page, PICTURES / name)


def screenshot(folder: Path, page: Path, out: Path) -> None:
    """Draw a page as Chromium shows it."""
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={folder / 'chromium'}", "--hide-scrollbars", f"--window-size={WIDTH},1080"),
            *(f"--screenshot={out}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
    )


def pull_request(folder: Path, executable: str, unnamed: dict[str, str]) -> None:
    """Draw what one commit of the sample register says, as the summary of a job shows it."""
    words = ["--audience", "public", "--format", "md", "--on", "2025-12-01"]
    asked = [executable, "diff", f"{_commit(PART_A)}..{_commit(PART_B)}", *words, "--", *SHOWN]
    told = subprocess.run(
        asked, cwd=ROOT, env=unnamed, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    body = MarkdownIt("js-default").render(told)
    page = folder / "page.html"
    page.write_text(f"<meta charset=utf-8><style>{STYLE}</style>{body}", encoding="utf-8")
    screenshot(folder, page, PICTURES / "pull-request.png")


def _commit(message: str) -> str:
    asked = ["git", "log", "--format=%H", "--fixed-strings", f"--grep={message}"]
    return subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, encoding="ascii").stdout.split()[
        -1
    ]


if __name__ == "__main__":
    main()
