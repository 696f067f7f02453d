"""A hostile repository: who reads, checks or reviews it runs nothing that its configuration names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casefile.cli.command_table import CHECK, COMMANDS, PUBLISH, READ, REVIEW
from casefile.cli.edge import run

ROOT = Path(__file__).resolve().parents[2]
A_CASE = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
PROGRAMS = """
    core.fsmonitor core.pager core.editor core.sshCommand core.askPass core.gitProxy core.alternateRefsCommand
    pager.log pager.diff pager.blame pager.show pager.status pager.config sequence.editor
    gpg.program gpg.ssh.program gpg.x509.program gpg.openpgp.program gpg.ssh.defaultKeyCommand
    credential.helper diff.external diff.casefile.textconv diff.casefile.command diff.tool difftool.x.cmd
    filter.a=b.clean filter.a=b.smudge filter.a=b.process filter.lfs.clean filter.lfs.smudge
    filter.lfs.process merge.casefile.driver merge.default mergetool.x.cmd interactive.diffFilter
    uploadpack.packObjectsHook
    remote.origin.uploadpack remote.origin.receivepack remote.origin.proxy trailer.by.command trailer.by.cmd
    browser.x.cmd man.x.cmd tar.tgz.command submodule.a.update
"""
"""Settings that name a program, or that make git start one."""
OTHERS = {
    "log.showSignature": "true",
    "commit.gpgSign": "true",
    "filter.a=b.required": "true",
    "filter.lfs.required": "true",
    "protocol.ext.allow": "always",
    "remote.origin.promisor": "true",
    "extensions.partialClone": "origin",
    "core.repositoryFormatVersion": "1",
    "core.untrackedCache": "true",
    "diff.noprefix": "true",
    "gpg.format": "ssh",
}
HOOKS = """
    pre-commit prepare-commit-msg commit-msg post-commit post-index-change post-checkout reference-transaction
    fsmonitor-watchman pre-auto-gc post-rewrite pre-merge-commit
"""
BUILT_IN = """
    log diff diff-tree blame show status ls-tree ls-files cat-file rev-parse rev-list config var merge-file
    merge-base name-rev for-each-ref check-attr verify-commit hash-object symbolic-ref
"""
"""Commands of git that an alias of the same name could stand in for."""


@pytest.fixture
def trapped(git, tmp_path):
    """Return a repository in which everything that can be set would leave a note of itself."""
    for name in ("casefile.yaml", "cases"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, git.folder / name)
    (git.folder / "allowed_signers").write_text(f"desk-1@register.invalid ssh-ed25519 {KEY}\n")
    git.commit("The register")
    path = git.folder / A_CASE
    path.write_text(path.read_text("utf-8").replace("place: Bishkek", "place: Talas", 1), "utf-8")
    (git.folder / ".gitattributes").write_text("* diff=casefile merge=casefile filter=a=b\n")
    signed(git)
    # What is on the disk differs once more, and the index does not know it yet.
    path.write_text(path.read_text("utf-8").replace("place: Talas", "place: Osh", 1), "utf-8")
    arm(git, tmp_path)
    return git.folder


def signed(git):
    """Commit with a signature: it is no good, but who wants to see it runs a program of the repository."""
    git("add", "-A")
    tree, parent = git("write-tree"), git("rev-parse", "HEAD")
    person = "desk-1 <desk-1@register.invalid> 1749124800 +0000"
    signature = "-----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"
    commit = (
        f"tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\ngpgsig {signature}\n\nA change\n"
    )
    made = git("hash-object", "-t", "commit", "-w", "--stdin", stdin=commit)
    git("update-ref", "refs/heads/main", made)


def arm(git, tmp_path):
    """Set every trap: in the configuration, in a file that it includes, as hooks, as attributes."""
    trap = tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {tmp_path}/sprung\ncat\n')
    trap.chmod(0o755)
    hooks, included = tmp_path / "hooks", git.folder / "included"
    hooks.mkdir()
    for name in HOOKS.split():
        (hooks / name).symlink_to(trap)
        (git.folder / ".git/hooks" / name).unlink(missing_ok=True)
        (git.folder / ".git/hooks" / name).symlink_to(trap)
    for key in PROGRAMS.split():
        git("config", "--file", str(included), key, str(trap))
        git("config", key, str(trap))
    for alias in BUILT_IN.split():
        git("config", f"alias.{alias}", f"!{trap}")
    for key, value in OTHERS.items():
        git("config", key, value)
    git("config", "remote.origin.url", f"ext::{trap}")
    git("config", "core.hooksPath", str(hooks))
    git("config", "include.path", "../included")
    (git.folder / ".git/info").mkdir(exist_ok=True)
    (git.folder / ".git/info/attributes").write_text("* diff=casefile filter=lfs\n")


KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"
"""In the form of a public key, so that signatures are looked at."""
READING = [
    ["show", "aleksandrov"],
    ["show", "aleksandrov", "--known-at", "HEAD~1"],
    ["list"],
    ["list", "--known-at", "2030-01-01"],
    ["timeline"],
    ["due"],
    ["stats"],
    ["today"],
    ["search", "Bishkek"],
    ["validate"],
    ["validate", "--staged"],
    ["validate", "--changed", "HEAD~1"],
    ["validate", "--changed", "HEAD", "--staged", "--format", "github"],
    ["validate", "--format", "sarif"],
    ["validate", "--format", "gitlab"],
    ["fmt", "--check"],
    ["schema", "case"],
    ["export", "-f", "jsonl", "--audience", "internal"],
    ["source", "list"],
    ["log"],
    ["log", "aleksandrov", "--json"],
    ["diff"],
    ["diff", "HEAD~1..HEAD", "--audience", "public", "--format", "md"],
    ["diff", "HEAD~1", "aleksandrov"],
    ["blame", "aleksandrov"],
    ["audit"],
    ["doctor"],
    ["textconv", A_CASE],
    ["update", "aleksandrov", "--add", "tags=camera", "--dry-run"],
]
WITHOUT = {"resolve"}
"""A command of these that writes: it settles a conflict."""


def test_reading_checking_and_reviewing_run_nothing_of_the_repository(
    trapped, git, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(trapped)
    sprung = tmp_path / "sprung"
    known = [words for words in READING if words[0] in COMMANDS]
    for words in known:
        code = run(["-C", str(trapped), *words])
        said = capsys.readouterr()
        assert not sprung.exists(), f"{words} ran {sprung.read_text()}"
        assert code in {0, 1}, f"{words}: {code} {said.err}"
    looked_at = {words[0] for words in known}
    assert {
        name for name, told in COMMANDS.items() if told.panel in {READ, REVIEW, CHECK, PUBLISH}
    } - WITHOUT <= looked_at

    git.run("status")
    git.run("log", "-p", "-1")
    ran = sprung.read_text()
    assert str(tmp_path / "trap") in ran, "the traps are not armed, so this test proves nothing"
