"""The registers whose answers are compared: made once, by the program as it was, for all captures."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
sys.path[:0] = [str(TESTS), str(ROOT / "benchmarks")]

from generate import files as generated_files  # noqa: E402

from support import stories  # noqa: E402
from support.canaries import Aviary  # noqa: E402
from support.forked import in_a_fork  # noqa: E402

SEED = 7
MADE = 120
SETTINGS = "schema: casefile/settings/1\ntitle: A register of the corpus\nids: opaque\ntier: public\n"
AUTHOR = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in
          (("NAME", "desk-1"), ("EMAIL", "desk-1@register.invalid"))}  # fmt: skip
FIRST_DAY = 1_735_689_600
"""1 January 2025, the day of the first commit; each next one is a day later."""


def environment(home: Path) -> dict[str, str]:
    """Return the environment of every command: an empty home, one author, one zone, no colour."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TMPDIR"}}
    beside = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    place = {"PATH": beside, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
    page = {"NO_COLOR": "1", "COLUMNS": "80", "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    return kept | AUTHOR | place | page | {"SOURCE_DATE_EPOCH": "1768003200"}


class Folder:
    """A register that is made commit by commit, a day apart."""

    def __init__(self, root: Path) -> None:
        self.root, self.days = root, 0
        self.environment = environment(root.parent)
        root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, code: int = 0) -> str:
        """Run git and return its output."""
        self.next_day()
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def casefile(self, *words: str, code: int = 0) -> str:
        """Run the installed command and return its output."""
        self.next_day()
        done = in_a_fork(["--no-input", *words], self.root, self.environment)
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message: str) -> None:
        """Commit all there is."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def next_day(self) -> None:
        """Let a day pass."""
        self.days += 1
        date = f"{FIRST_DAY + self.days * 86_400} +0000"
        self.environment |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


def build(folder: Path) -> None:
    """Make every register of the corpus in a new folder."""
    folder.mkdir(parents=True)
    for name, make in REGISTERS.items():
        make(Folder(folder / name))


def _sample(folder: Folder) -> None:
    """The register of this repository: the last case comes with the second commit."""
    for name in ("casefile.yaml", ".gitattributes", "schemas", "cases"):
        original = ROOT / name
        copy = shutil.copytree if original.is_dir() else shutil.copy2
        copy(original, folder.root / name)
    last = max((folder.root / "cases" / "kg").rglob("*.yaml"))
    text = last.read_text(encoding="utf-8")
    last.unlink()
    folder.commit("All but one case")
    last.write_text(text, encoding="utf-8")
    folder.commit("The last case")


def _made(folder: Folder) -> None:
    """Generated cases in three commits, and two that were edited by hand since."""
    written = [*generated_files(MADE, random.Random(SEED))]
    for part in range(3):
        for path, text in written[part * len(written) // 3 : (part + 1) * len(written) // 3]:
            folder.write(path, text)
        folder.commit(f"Part {part}")
    cases = [(path, text) for path, text in written if path.startswith("cases/kg/")]
    for path, text in (cases[3], cases[40]):
        folder.write(path, text.replace("capacity: journalist", "capacity: lawyer"))
        folder.commit(f"Correct {Path(path).stem}")
    for path, text in (cases[7], cases[50]):
        folder.write(path, text.replace("tier: public", "tier: partners").replace("Bishkek", "Naryn"))


def _broken(folder: Folder) -> None:
    """Generated cases, of which six cannot be read, and an unknown source."""
    written = [*generated_files(40, random.Random(SEED + 1))]
    cases = [path for path, _ in written if path.startswith("cases/kg/")]
    for path, text in written:
        folder.write(path, text)
    folder.commit("Forty cases")
    texts = dict(written)
    damage: tuple[Callable[[str], str | bytes], ...] = (
        lambda text: text.replace("person:", "person"),
        lambda text: text.replace("country: KG", "country: Kyrgyzstan"),
        lambda text: text.replace("type: detention", "type: arrest"),
        lambda text: text.encode("utf-16"),
        lambda text: f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n",
        lambda text: text.replace("source: paper-", "source: gone-"),
        lambda _: "",
    )
    for path, change in zip(cases, damage, strict=False):
        folder.write(path, change(texts[path]))


def _by_hand(folder: Folder) -> None:
    """Generated cases written as other programs and people write YAML."""
    for number, (path, text) in enumerate(generated_files(30, random.Random(SEED + 2))):
        folder.write(path, STYLES[number % len(STYLES)](text))
    folder.commit("Thirty cases by hand")


def _in_style(**style: object) -> Callable[[str], str]:
    def write(text: str) -> str:
        data = yaml.safe_load(text)
        return yaml.dump(data, allow_unicode=True, sort_keys=False, **style)  # type: ignore[call-overload]

    return write


STYLES: tuple[Callable[[str], str], ...] = (
    _in_style(),
    _in_style(default_flow_style=True, width=90),
    _in_style(default_style='"'),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: f"# by hand\n\n{text}\n\n# end\n",
    lambda text: re.sub(r"^(\s*\S+: .*)$", r"\1  # seen", text, flags=re.MULTILINE),
)


def _canaries(folder: Folder) -> None:
    """A word of its own in every field at every tier."""
    for each in _records(Aviary(consent_holds=True).records()):
        folder.write(*each)
    folder.commit("A canary in every field")


def _records(records: list[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    folders = {"organization": "organizations", "source": "sources", "statute": "statutes"}
    folders |= {"situation": "situations", "case": "kg/2025"}
    for each in records:
        if "id" not in each:
            yield "casefile.yaml", yaml.safe_dump(each, allow_unicode=True, sort_keys=False)
            continue
        folder = folders[str(each["schema"]).split("/")[1]]
        text = yaml.dump(each, Dumper=_NoAliases, allow_unicode=True, sort_keys=False)
        yield f"cases/{folder}/{each['id']}.yaml", text


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _stories(folder: Folder) -> None:
    """The ledgers of the stories of custody, one case each."""
    folder.write("casefile.yaml", SETTINGS)
    sources = {"paper": "media"}
    for number, path in enumerate(stories.STORIES):
        story = stories.read(path)
        sources |= story.get("sources", {})
        country = story.get("country") or "KG"
        letters = "".join("bcdfghjkmn"[int(digit)] for digit in f"{number:04}")
        case = {
            "schema": "casefile/case/1",
            "id": f"{country.lower()}-2025-{letters}2",
            "tier": "public",
            "country": country,
            "person": {"identification": "unnamed", "descriptor": path.stem.replace("-", " ")},
        }
        if stated := story.get("proceedings"):
            case["proceedings"] = [{"id": each} if isinstance(each, str) else each for each in stated]
        ids = (f"{letters[:3]}{place:02}" for place in range(100))
        case["events"] = [{"id": next(ids), "sources": ["paper"], **event} for event in story["events"]]
        folder.write(
            f"cases/{country.lower()}/2025/{case['id']}.yaml",
            yaml.dump(case, Dumper=_NoAliases, allow_unicode=True, sort_keys=False),
        )
    for name, connection in sources.items():
        head = f"schema: casefile/source/1\nid: {name}\ntier: public\nkind: press_article\n"
        folder.write(f"cases/sources/{name}.yaml", f"{head}connection: {connection}\n")
    folder.commit("The stories of custody")


def _history(folder: Folder) -> None:
    """Two branches that record, correct, rename and withdraw; their merge, after a conflict."""
    run, git = folder.casefile, folder.git
    run("init", ".", "--identity", "desk-1")
    for number, name in enumerate(("Aibek Sadykov", "Meerim Toktosunova", "Ruslan Abdiev", "Asel Dzhumaeva")):
        day = f"2025-01-{10 + number}"
        run(
            "add",
            name,
            "--country",
            "KG",
            "--date",
            day,
            "--source",
            f"https://news.example/kg/{number}/arrest",
        )
    keys = [
        path.stem for path in sorted((folder.root / "cases/kg").rglob("*.yaml"), key=lambda p: p.read_text())
    ]
    first, second, third, fourth = keys
    git("branch", "other")
    run("record", "hearing", first, "--date", "2025-01-14", "--outcome", "remanded", "--until", "2025-03-14",
        "--source", "https://news.example/kg/court-1")  # fmt: skip
    run("update", second, "--set", "person.occupation=reporter", "--reason", "from the family")
    run("record", "release", third, "--date", "2025-02-01", "--source", "https://news.example/kg/free")
    run("rename", fourth, "kg-2025-mmm55")
    git("switch", "-q", "other")
    run("record", "charge", first, "--date", "2025-01-13", "--source", "https://other.example/charge")
    run("update", second, "--set", "person.occupation=camera operator")
    run("record", "health", third, "--date", "2025-01-20", "--tier", "restricted", "--source",
        "https://other.example/health")  # fmt: skip
    git("switch", "-q", "main")
    git("merge", "-q", "other", "-m", "Merge the other desk", code=1)
    run("resolve", second, "--field", "person.occupation", "--ours")
    if (folder.root / ".git" / "MERGE_HEAD").exists():
        git("commit", "-q", "--no-edit")
    event = re.findall(r"id: ([a-z0-9]{5})\n    type: charge", _text(folder, first))[0]
    run("mark", first, event, "disputed", "--reason", "the court denies it")
    run("withdraw", third, "--reason", "safety", "--yes")
    folder.write(
        "cases/sources/by-hand.yaml", "schema: casefile/source/1\nid: by-hand\ntier: public\nkind: photo\n"
    )
    run("commit", "cases/sources/by-hand.yaml")


def _text(folder: Folder, key: str) -> str:
    return next((folder.root / "cases").rglob(f"{key}.yaml")).read_text(encoding="utf-8")


REGISTERS: dict[str, Callable[[Folder], None]] = {
    "sample": _sample,
    "made": _made,
    "broken": _broken,
    "by-hand": _by_hand,
    "canaries": _canaries,
    "stories": _stories,
    "history": _history,
}
