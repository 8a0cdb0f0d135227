"""The result of `gksite snapshot verify` in words and as data."""

from __future__ import annotations

from pathlib import Path

from gksite.archive.verification import Verdict
from gksite.catalogue import message, severity
from gksite.cli.options import Shared, print_problems

UNSIGNED = (
    "没有签名：校验值能发现损坏和改动，但不能证明没有人把整份归档重做一遍",
    "not signed: digests show damage and alteration, but prove nothing against somebody who makes "
    "the whole file anew",
)


def print_verdict(shared: Shared, path: Path, verdict: Verdict) -> None:
    """Print the verdict on a file: its problems, or that it is sound and what that is worth."""
    print_problems(shared, verdict.problems, "text")
    build = verdict.build
    if verdict.problems or build is None:
        return
    chinese = shared.language == "zh"
    shared.put(
        f"{path.as_posix()}: 完好，归档时间 {build.at}，{verdict.members} 个成员、{build.files} 个网站文件、"
        f"{build.sources} 个源文件逐一核对，SHA-256 {verdict.sha256}"
        if chinese
        else f"{path.as_posix()}: sound, archived at {build.at}; {verdict.members} members, "
        f"{build.files} files of the site and {build.sources} sources checked, SHA-256 "
        f"{verdict.sha256}"
    )
    shared.say(*signature_words(verdict))
    if not verdict.sm3:
        shared.say(
            "这台机器的 Python 没有 SM3，没有核对 SM3SUMS",
            "this Python has no SM3: SM3SUMS was not checked",
        )
    if verdict.missing_previous:
        shared.say(
            f"上一份归档“{verdict.missing_previous}”不在手边，没有核对承接关系（--with）",
            f"the snapshot before, “{verdict.missing_previous}”, is not at hand: the chain was "
            "not checked (--with)",
        )


def signature_words(verdict: Verdict) -> tuple[str, str]:
    """Return what the signature of a sound file proves, in Chinese and English."""
    mark = verdict.signed_by
    if verdict.signature == "trusted":
        return (
            f"签名完好，由所给的公钥签署（指纹 {mark}）",
            f"signed by the given key (fingerprint {mark})",
        )
    if verdict.signature == "by-its-own-key":
        return (
            f"签名完好，公钥指纹 {mark}；这把公钥是不是归档单位的，要用 --key 核对",
            f"signed by the key with the fingerprint {mark}; whose key that is, only --key can "
            "tell",
        )
    if verdict.signature == "not-checked":
        return (
            f"有签名（公钥指纹 {mark}），但没有安装 gksite[sign]，没有核对",
            f"signed (fingerprint {mark}), not checked: gksite[sign] is not installed",
        )
    return UNSIGNED


def verdict_json(path: Path, verdict: Verdict, shared: Shared) -> dict[str, object]:
    """Return a verdict as plain data for `--format json`."""
    build = verdict.build
    return {
        "file": path.as_posix(),
        "sound": not verdict.problems,
        "sha256": verdict.sha256,
        "name": build.name if build else "",
        "at": build.at if build else "",
        "members": verdict.members,
        "records": verdict.records,
        "signature": verdict.signature,
        "signed_by": verdict.signed_by,
        "sm3_checked": verdict.sm3,
        "previous_not_at_hand": verdict.missing_previous,
        "diagnostics": [
            {
                "code": problem.code,
                "severity": severity(problem),
                "message": message(problem, shared.language),
                **dict(problem.arguments),
            }
            for problem in verdict.problems
        ],
    }
