"""The installed command moves a public export into a register that may contain only public records."""

from __future__ import annotations

import json

CASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-h2v5t",
    "tier": "public",
    "country": "KG",
    "person": {"identification": "unnamed", "descriptor": "reporter"},
    "events": [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["paper"]},
        {"id": "k3m9x", "type": "release", "date": "2025-06-02", "sources": ["post", "call"]},
    ],
}
SOURCES = (
    {"id": "paper", "tier": "public", "kind": "press_article"},
    {"id": "post", "tier": "public", "kind": "social_post", "connection": "relative"},
    {"id": "call", "tier": "restricted", "kind": "call", "connection": "official"},
)


def test_a_public_export_is_taken_into_a_register_with_a_public_ceiling(casefile, git, tmp_path):
    desk, public = tmp_path / "desk", tmp_path / "public"
    for folder, settings in ((desk, ""), (public, "ceiling: public\n")):
        folder.mkdir()
        (folder / "casefile.yaml").write_text(f"schema: casefile/settings/1\n{settings}", encoding="utf-8")
        git(folder, "init", "--quiet")
    records = [*({"schema": "casefile/source/1", **each} for each in SOURCES), CASE]
    taken = casefile("add", "--from", "-", input="\n".join(map(json.dumps, records)), cwd=desk)
    assert taken.returncode == 0, taken.stderr

    exported = casefile("export", "-f", "jsonl", "--on", "2025-06-10", cwd=desk)
    assert exported.returncode == 0, exported.stderr
    added = casefile("add", "--from", "-", input=exported.stdout, cwd=public)

    assert added.returncode == 0, added.stderr
    assert [
        each["id"] for line in exported.stdout.splitlines() for each in json.loads(line).get("events", ())
    ] == ["h2v5t"]
    assert casefile("validate", cwd=public).returncode == 0
