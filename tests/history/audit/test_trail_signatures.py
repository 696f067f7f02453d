from __future__ import annotations

import os
import re

import pytest

from casefile.terminal.audit_page import audit_page
from casefile.terminal.markdown_pages import markdown
from support.trail import CASE, OTHER, Past, case, event, found, new_key, path_of, signed_by

A, B = event("a1aaa"), event("b2bbb", "2025-05-30")


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Two keys, by the name of whose they are."""
    folder = tmp_path_factory.mktemp("keys")
    return {name: new_key(folder, name) for name in ("desk-1", "stranger")}


def allowing(*lines: tuple[str, str]) -> str:
    return "".join(f"{who}@register.invalid {public}\n" for who, public in lines)


@pytest.fixture
def signed(past, keys):
    """A register: its first commit not signed, its second brings the list, its third is signed."""
    past.begin()
    place, public = keys["desk-1"]
    past.commit({"allowed_signers": allowing(("desk-1", public))}, *signed_by(place))
    past.commit({path_of(CASE): case(CASE, A + B + event("c3ccc", "2025-06-01"))}, *signed_by(place))
    return past


def test_without_a_list_nothing_is_asked_for(past, keys):
    past.begin()
    past.commit({path_of(CASE): case(CASE, A)}, *signed_by(keys["desk-1"][0]))
    result = past.audit()
    assert not result.listed
    assert result.signed == 1
    assert found(result) == [("CF740", CASE, "b2bbb")]


def test_signatures_by_allowed_keys_are_counted_and_older_commits_excused(signed):
    result = signed.audit()
    assert result.findings == ()
    assert (result.listed, result.signed, result.before) == (True, 2, 2)


def test_a_list_that_was_never_committed_asks_for_every_signature(past, keys):
    past.begin()
    (past.folder / "allowed_signers").write_text(allowing(("desk-1", keys["desk-1"][1])), encoding="ascii")
    assert found(past.audit()) == [("CF744", None, None)] * 2


def test_an_unsigned_commit_is_reported(signed):
    spoiled = signed.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    (finding,) = signed.audit().findings
    assert (finding.code, finding.commit) == ("CF744", spoiled)
    assert "not signed" in finding.message


def test_a_branch_from_before_the_list_is_not_excused(signed):
    signed.git("checkout", "-q", "-b", "side", "main~2")
    spoiled = signed.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd", "2025-06-02"))})
    signed.git("checkout", "-q", "main")
    signed.git("merge", "-q", "--no-ff", "-m", "merge", "side", **signed.tick())
    commits = [each.commit for each in signed.audit().findings]
    assert commits == [spoiled, signed.git("rev-parse", "HEAD")]


@pytest.mark.parametrize("how", [(), ("-s", "ours")])
@pytest.mark.parametrize("signs", [True, False])
def test_an_unsigned_merge_is_found_also_where_the_first_parent_loses_nothing(signed, keys, how, signs):
    signed.git("checkout", "-q", "-b", "side")
    more(signed, keys)
    signed.git("checkout", "-q", "main")
    changed = case(CASE, A + B + event("c3ccc", "2025-06-01") + event("e5eee", "2025-06-02"))
    signed.commit({path_of(CASE): changed}, *signed_by(keys["desk-1"][0]))
    merged = signed.merge("side", *how, *(signed_by(keys["desk-1"][0]) if signs else ()))
    unsigned = [each.commit for each in signed.audit().findings if each.code == "CF744"]
    assert unsigned == ([] if signs else [merged])


def test_an_unknown_key_is_reported(signed, keys):
    changed = case(OTHER, A + B + event("d4ddd", "2025-06-02"))
    signed.commit({path_of(OTHER): changed}, *signed_by(keys["stranger"][0]))
    (finding,) = signed.audit().findings
    assert finding.code == "CF744"


def test_an_expired_key_is_valid_for_commits_of_its_time(signed, keys):
    public = keys["desk-1"][1]
    listed = signed.folder / "allowed_signers"
    listed.write_text(f'desk-1@register.invalid valid-before="20250701" {public}\n', encoding="ascii")
    assert signed.audit().signed == 2
    listed.write_text(f'desk-1@register.invalid valid-before="20250501" {public}\n', encoding="ascii")
    assert signed.audit().signed == 0


def test_a_commit_changed_after_signing_is_reported(signed):
    raw = signed.git("cat-file", "commit", "HEAD").replace("step", "Step")
    forged = signed.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=f"{raw}\n")
    signed.git("reset", "-q", "--hard", forged)
    (finding,) = signed.audit().findings
    assert (finding.code, finding.commit) == ("CF744", forged)
    assert "changed after signing" in finding.message


def test_a_commit_that_allows_its_own_key_is_reported(signed, keys):
    both = allowing(*((name, public) for name, (_, public) in keys.items()))
    signed.git("config", "user.email", "stranger@register.invalid")
    spoiled = signed.commit({"allowed_signers": both}, *signed_by(keys["stranger"][0]))
    (finding,) = signed.audit().findings
    assert (finding.code, finding.commit) == ("CF745", spoiled)


@pytest.mark.parametrize("start", ["main~2", "main"])
@pytest.mark.parametrize("signer", ["desk-1", "stranger"])
def test_a_list_that_a_merge_brings_counts_under_a_key_of_each_list_before(signed, keys, start, signer):
    both = allowing(*((name, public) for name, (_, public) in keys.items()))
    signed.git("checkout", "-q", "-b", "side", start)
    signed.git("config", "user.email", f"{signer}@register.invalid")
    brought = signed.commit({"allowed_signers": both}, *signed_by(keys[signer][0]))
    signed.git("checkout", "-q", "main")
    signed.commit({path_of(OTHER): case(OTHER, A + B + event("d4ddd"))}, *signed_by(keys["desk-1"][0]))
    signed.git.run("merge", "-q", "--no-commit", "side")
    merged = signed.commit({"allowed_signers": both}, *signed_by(keys[signer][0]))
    found = {each.commit for each in signed.audit().findings if each.code == "CF745"}
    assert found == (set() if signer == "desk-1" else {brought, merged} if start == "main~2" else {brought})


def test_a_branch_without_the_newest_list_is_merged_under_a_new_key(signed, keys):
    both = allowing(*((name, public) for name, (_, public) in keys.items()))
    signed.git("checkout", "-q", "-b", "side")
    more(signed, keys)
    signed.git("checkout", "-q", "main")
    signed.commit({"allowed_signers": both}, *signed_by(keys["desk-1"][0]))
    signed.git("config", "user.email", "stranger@register.invalid")
    signed.merge("side", *signed_by(keys["stranger"][0]))
    assert signed.audit().findings == ()


def test_a_key_allowed_by_an_allowed_key_may_sign(signed, keys):
    both = allowing(*((name, public) for name, (_, public) in keys.items()))
    signed.commit({"allowed_signers": both}, *signed_by(keys["desk-1"][0]))
    changed = case(OTHER, A + B + event("d4ddd", "2025-06-02"))
    signed.git("config", "user.email", "stranger@register.invalid")
    signed.commit({path_of(OTHER): changed}, *signed_by(keys["stranger"][0]))
    assert signed.audit().findings == ()


def more(past, keys, who="desk-1"):
    """Commit one more event, signed by a key."""
    changed = case(OTHER, A + B + event("d4ddd", "2025-06-02"))
    return past.commit({path_of(OTHER): changed}, *signed_by(keys[who][0]))


@pytest.mark.parametrize("how", ["identity", "committer"])
def test_an_allowed_key_with_the_name_of_another_person_is_reported(signed, keys, how):
    if how == "identity":
        signed.git("config", "user.email", "boss@register.invalid")
    else:
        signed.git.run("config", "author.email", "desk-1@register.invalid")
        signed.git("config", "committer.email", "boss@register.invalid")
        signed.git("config", "committer.name", "Boss")
    spoiled = more(signed, keys)
    result = signed.audit()
    (finding,) = result.findings
    assert (finding.code, finding.commit) == ("CF744", spoiled)
    keys = ["desk-1@register.invalid", "boss@register.invalid"]
    assert re.findall(r"\S+@register\.invalid", finding.message) == keys
    assert result.signed == 2
    page = " ".join(markdown(audit_page(result, 80)).split())
    assert ("· by desk-1 · committed by Boss" in page) == (how == "committer")


def test_a_committer_may_sign_for_another_author(signed, keys):
    signed.git("config", "author.email", "witness@register.invalid")
    more(signed, keys)
    assert signed.audit().findings == ()


@pytest.mark.parametrize(
    ("whose", "good"),
    [
        ("*@register.invalid", True),
        ("boss@register.invalid,desk-?@register.invalid", True),
        ('"desk-1@register.invalid,boss@register.invalid" namespaces="git"', True),
        ("boss@register.invalid", False),
        ("desk-1@registerXinvalid", False),
        ("desk-1@register", False),
    ],
)
def test_whose_a_key_is_may_be_a_pattern_or_a_list(signed, keys, whose, good):
    public = keys["desk-1"][1]
    (signed.folder / "allowed_signers").write_text(f"# whose\n{whose} {public}\n", encoding="ascii")
    assert len(signed.audit().findings) == (0 if good else 2)


def test_a_key_of_two_roles_is_good_for_both(signed, keys):
    public = keys["desk-1"][1]
    both = f"boss@register.invalid {public}\ndesk-1@register.invalid {public} on two desks\n"
    (signed.folder / "allowed_signers").write_text(both, encoding="ascii")
    assert signed.audit().findings == ()


def test_removing_the_list_of_keys_is_reported(signed):
    spoiled = signed.commit({"allowed_signers": None})
    (finding,) = signed.audit().findings
    assert (finding.code, finding.commit) == ("CF745", spoiled)


def test_a_list_taken_away_in_the_folder_alone_still_counts(signed):
    (signed.folder / "allowed_signers").unlink()
    assert signed.audit().signed == 2


@pytest.mark.parametrize("length", [10, 500_000])
def test_an_invalid_signature_of_any_length_is_reported(signed, length):
    """git dies of a broken pipe, now and then or always, when ssh-keygen has read enough of it."""
    head, _, message = signed.git("cat-file", "commit", "HEAD").partition("\n\n")
    header = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"
    raw = "\n".join((*head.split("\n")[:4], header, "", message, "", "x" * length, ""))
    forged = signed.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)
    signed.git("update-ref", "HEAD", forged)
    result = signed.audit()
    assert [(each.code, each.commit) for each in result.findings] == [("CF744", forged)]
    assert result.signed == 1


@pytest.mark.parametrize("kind", ["PGP SIGNATURE", "SIGNED MESSAGE"])
def test_other_kinds_of_signatures_are_reported_and_start_no_program(signed, tmp_path, kind):
    head, _, message = signed.git("cat-file", "commit", "HEAD").partition("\n\n")
    header = f"gpgsig -----BEGIN {kind}-----\n \n aaaa\n -----END {kind}-----"
    raw = "\n".join((*head.split("\n")[:4], header, "", message, ""))
    forged = signed.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)
    signed.git("update-ref", "HEAD", forged)
    spoil = hostile(signed, tmp_path)
    (finding,) = signed.audit().findings
    assert "PGP or X.509" in finding.message
    assert not spoil.exists()


def test_a_hostile_configuration_starts_no_program(signed, tmp_path):
    spoil = hostile(signed, tmp_path)
    assert signed.audit().signed == 2
    assert not spoil.exists()
    signed.git.run("-c", "gpg.ssh.allowedSignersFile=allowed_signers", "log", "-1")
    assert spoil.exists()  # so the trap was set


def hostile(past: Past, tmp_path):
    """Name programs in every place where git looks for one; each would leave a file behind."""
    spoil, program = tmp_path / "spoilt", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {spoil}\n", encoding="ascii")
    program.chmod(0o755)
    names = [
        "gpg.program",
        "gpg.openpgp.program",
        "gpg.x509.program",
        "gpg.ssh.program",
        "gpg.ssh.defaultKeyCommand",
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "credential.helper",
        "pager.log",
        "pager.diff-tree",
        "core.alternateRefsCommand",
        "uploadpack.packObjectsHook",
    ]
    for name in names:
        past.git("config", name, str(program))
    past.git("config", "alias.log", f"!{program}")
    past.git("config", "core.hooksPath", str(tmp_path))
    past.git("config", "log.showSignature", "true")
    for hook in ("post-index-change", "reference-transaction"):
        (tmp_path / hook).symlink_to(program)
    info = past.folder / ".git" / "info" / "attributes"
    info.parent.mkdir(exist_ok=True)
    info.write_text("* diff=x filter=x\n", encoding="ascii")
    revoked = tmp_path / "revoked"
    os.mkfifo(revoked)
    past.git("config", "gpg.ssh.revocationFile", str(revoked))
    spoil.unlink(missing_ok=True)
    return spoil


def test_a_list_behind_a_link_is_refused(signed, tmp_path):
    from casefile.errors import BrokenData

    listed = signed.folder / "allowed_signers"
    listed.rename(tmp_path / "list")
    listed.symlink_to(tmp_path / "list")
    with pytest.raises(BrokenData):
        signed.audit()
