"""What `gksite review` prints: where a plan stands, and what a signature covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gksite.check.signed_changes import Changes, in_language
from gksite.check.standing import Standing, codes
from gksite.cli.options import Shared, print_problems
from gksite.content.review import Signature, approves
from gksite.diagnostics import Diagnostic, nearest
from gksite.importer.writing.provenance import ImportDoubt

SHOWN = 8
"""Digits of a digest that a person reads."""

TAKEN = ("已接收：发布于审签启用之前", "was taken over: published before the review began")
NOTED = (
    "签完的版本已记入 review.yaml，以后增加的环节对它不算",
    "has an entry for its signed version now: steps that come later do not count for it",
)
TAKEN_UNSIGNED = ("已接收：未经审签", "was taken over unsigned")
"""What `adopt` says of a plan, behind its id."""

_STATES = {
    "closed": ("已签发，可以公开", "signed off"),
    "open": ("待审签，不会公开", "not signed off, not published"),
    "reopened": ("有未签的改动，公开的是上次签完的版本", "edited; the signed version is public"),
    "draft": ("草稿", "a draft"),
}
_WAITS = {"open": "signatures", "reopened": "edits", "draft": "draft"}
_PUBLIC = {
    "signed": ("{day} 签完的版本 {digest}", "the version signed on {day}, {digest}"),
    "adopted": (
        "发布于审签启用之前，{day} 接收 {digest}",
        "published before the review began, taken over on {day}, {digest}",
    ),
    "unsigned": (
        "未经审签，{day} 接收 {digest}",
        "unsigned, taken over on {day}, {digest}",
    ),
    "nothing": ("没有", "nothing"),
}


def check_step(shared: Shared, step: str, steps: Sequence[str]) -> None:
    """Raise a usage error if a gate has no such step."""
    if step not in steps:
        near = nearest(step, steps) or "、".join(steps)
        raise shared.usage(f"没有环节“{step}”（{near}）", f"there is no step “{step}” ({near})")


def print_standing(shared: Shared, own: Standing) -> None:
    """Print where a plan stands."""
    index = 0 if shared.language == "zh" else 1
    shared.put(f"{own.plan}  {own.title}  {_STATES[own.state][index]}")
    if own.version:
        day, digest = own.since or "", own.version.digest[:SHOWN]
        said = _PUBLIC[own.public][index].format(day=day, digest=digest)
        names = [f"{one.step} {one.by}" for one in own.signed]
        names += [own.version.by] if own.version.by else []
        notes = ", ".join(filter(None, ("、".join(names), own.version.why)))
        words = shared.word("公开：", "public: ") + said + (f" ({notes})" if notes else "")
        shared.put(f"  {words}")
    for step, signature in own.steps:
        shared.put(f"  {signature_words(signature) if signature else f'○ {step}'}")
    if own.owed:
        shared.put(
            "  "
            + shared.word(
                f"先要有公开的更正或调整（{'、'.join(codes(own.owed))}）：{_remedy(shared, own.plan)}",
                f"first owes a public correction or adjustment ({', '.join(codes(own.owed))}): "
                f"{_remedy(shared, own.plan)}",
            )
        )
    if own.doubts:
        shared.put(
            "  "
            + shared.word(
                f"导入时有 {own.doubts} 处存疑没有人答复",
                f"nobody has answered {own.doubts} doubts of the import",
            )
        )


def signature_words(signature: Signature) -> str:
    """Return a signature in a line."""
    mark = "✓" if approves(signature) else "✗"
    day = signature.date.isoformat()
    return " ".join(filter(None, (mark, signature.step, day, signature.by, signature.opinion)))


def _remedy(shared: Shared, plan: str) -> str:
    correct = shared.command("correct", plan, "--what", "…", "--why", "…")
    adjust = shared.command("adjust", plan)
    return shared.word(
        f"排印差错：{correct}；经批准的改变：把原文改回来，登调整 {adjust} 任务 …",
        f"an error of print: {correct}; a decision: undo the edit and enter it with {adjust} "
        "TASK …",
    )


def say_what_is_owed(shared: Shared, plan: str) -> None:
    """Say how a change of a published plan becomes public."""
    shared.say(
        f"“{plan}”公开过，改动要连同公开的说明一起签，不用签第二轮。{_remedy(shared, plan)}",
        f"“{plan}” is public: sign the change together with its public reason, and no second "
        f"round is needed. {_remedy(shared, plan)}",
    )


def standing_json(own: Standing) -> dict[str, Any]:
    """Return where a plan stands as data."""
    version = own.version
    return {
        "plan": own.plan,
        "state": own.state,
        "digest": own.digest,
        "public": {
            "as": own.public,
            "since": own.since.isoformat() if own.since else None,
            "digest": version.digest if version else "",
            "by": version.by if version else "",
            "why": version.why if version else "",
            "signed": [{"step": one.step, **_signature_json(one)} for one in own.signed],
        },
        "waits": _WAITS.get(own.state, ""),
        "missing": list(own.missing),
        "owes": codes(own.owed),
        "doubts": own.doubts,
        "steps": [
            {"step": step, "signed": one is not None, **(_signature_json(one) if one else {})}
            for step, one in own.steps
        ],
    }


def _signature_json(one: Signature) -> dict[str, str]:
    return {
        "by": one.by,
        "date": one.date.isoformat(),
        "result": one.result,
        "opinion": one.opinion,
    }


def print_cover(
    shared: Shared,
    plan: str,
    digest: str,
    changes: Changes,
    found: Sequence[Diagnostic],
    doubts: Sequence[ImportDoubt],
) -> None:
    """Print what a signature covers: its digest, the changes, the findings, the doubts."""
    shared.put(shared.word(f"“{plan}” 内容 {digest}", f"“{plan}”, content {digest}"))
    _print_changes(shared, plan, changes)
    shared.put(
        shared.word(
            f"  检查：{f'{len(found)} 处' if found else '没有发现问题'}",
            f"  check: {f'{len(found)} findings' if found else 'nothing found'}",
        )
    )
    print_problems(shared, found, "text")
    for one in doubts:
        shared.put(f"  {shared.word('导入存疑', 'doubt of the import')} {one.place}: {one.text}")


def _print_changes(shared: Shared, plan: str, changes: Changes) -> None:
    if not changes.against:
        shared.put(shared.word("  第一次签署", "  signed for the first time"))
        return
    print_problems(shared, changes.damage, "text")
    if changes.damage:
        shared.put(
            shared.word(
                "  上次签的版本不完整，说不出改了什么",
                "  the last signed version is damaged, so nobody can say what changed",
            )
        )
        return
    against = changes.against[:SHOWN]
    if not changes.files and not changes.readings:
        shared.put(shared.word(f"  与 {against} 相同", f"  the same as {against}"))
        return
    shared.put(shared.word(f"  与 {against} 相比：", f"  compared with {against}:"))
    for line in in_language(changes.told, shared.language):
        shared.put(f"  - {line}")
    for line in in_language(changes.readings, shared.language):
        shared.put(f"  - {shared.word('读法', 'reading')} {line}")
    if changes.files:
        command = shared.command("review", "diff", plan)
        shared.put(
            shared.word(
                f"  改动的文件：{'、'.join(changes.files)}（逐行：{command}）",
                f"  changed files: {', '.join(changes.files)} (line by line: {command})",
            )
        )
