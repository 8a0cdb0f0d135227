"""The announcement of `gksite publish` before anything is sent: what goes public, what stays
behind, what goes along unreviewed, which findings are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gksite.build.last_check import codes_words, counts_words
from gksite.catalogue import severity
from gksite.cli.options import Shared, counted
from gksite.config.values import Config
from gksite.content.review import Version
from gksite.diagnostics import Diagnostic
from gksite.model.entities import Plan
from gksite.publishing.published_plans import Contents

MOST_NAMES = 12

Words = tuple[str, str]
"""A text in Chinese and in English."""


def announce(
    shared: Shared,
    contents: Contents,
    day: date,
    findings: Sequence[Diagnostic],
    rolled_back: str = "",
) -> None:
    """Print the announcement of a publication on `day`, a line for each part. `rolled_back` is the
    release that the target was led back to last."""
    if rolled_back:
        shared.say(
            f"目标上现在是退回的版本 {rolled_back}；这次发布换上台账所记的各版本和下列改动",
            f"the target was led back to the release {rolled_back}; this publication replaces it "
            "by what the ledger says, and by the changes below",
        )
    which = _names(contents.plans, shared)
    shared.say(
        f"公开 {len(contents.plans)} 个计划{which and '：'}{which}",
        f"public: {counted(len(contents.plans), 'plan')}{which and ': '}{which}",
    )
    for line in _changes(contents, day):
        shared.say(*line)
    for plans, chinese, english in _kept(contents):
        if plans:
            shared.say(f"{chinese}：{_names(plans, shared)}", f"{english}: {_names(plans, shared)}")
    if contents.config and (words := _unreviewed(contents.config)):
        shared.say(*words)
    open_ones = [finding for finding in findings if severity(finding) == "warning"]
    if open_ones:
        how = shared.command("check")
        counts, codes = counts_words(open_ones, shared.language), codes_words(open_ones)
        shared.say(
            f"还有 {counts}：{codes}（{how} 逐条列出）",
            f"{counts} open: {codes} ({how} lists them)",
        )


def _kept(contents: Contents) -> Iterator[tuple[Sequence[Plan], str, str]]:
    """Yield the plans that do not go out as they are now, or without signatures, with the words for
    each group."""
    was_out = {entry.plan for entry in contents.ledger}
    yield contents.drafts, "不公开，是草稿", "stays behind, a draft"
    yield (
        [plan for plan in contents.held if plan.id not in was_out],
        "不公开，等待审签",
        "stays behind, waits for signatures",
    )
    yield (
        [plan for plan in contents.held if plan.id in was_out],
        "发布过，没有签完的版本，从网站上撤下",
        "was published, has no signed version, and leaves the site",
    )
    yield (
        [plan for plan in contents.plans if _is_adopted(contents.versions.get(plan.id))],
        "没有审签记录，经接收公开",
        "public without signatures, taken over",
    )
    yield (
        contents.edited,
        "有未签的改动，公开的仍是签过的版本",
        "edits stay behind, the signed version is public",
    )
    yield (
        contents.behind,
        "新签的版本这次没有指定，不发布",
        "a signed version stays behind, it was not asked for",
    )


def _is_adopted(version: Version | None) -> bool:
    return version is not None and version.adopted is not None


def _changes(contents: Contents, day: date) -> Iterator[Words]:
    """Yield a line for each plan that goes out for the first time or with another content, with the
    day on which its old content went out and that of the new one."""
    entries = {entry.plan: entry for entry in contents.ledger}
    for plan in contents.plans:
        entry, version = entries.get(plan.id), contents.versions.get(plan.id)
        signed_zh = f"，{version.day}签完" if version and version.day else ""
        signed_en = f", signed on {version.day}" if version and version.day else ""
        if entry is None:
            yield (
                f"首次公开：《{plan.title}》（{plan.id}{signed_zh}）",
                f"goes public for the first time: “{plan.title}” ({plan.id}{signed_en})",
            )
        elif entry.digest != contents.digests[plan.id] or (
            version and entry.version and entry.version != version.digest
        ):
            yield (
                f"换成新版本：《{plan.title}》（{plan.id}）{entry.day} → {day}{signed_zh}",
                f"new version: “{plan.title}” ({plan.id}) {entry.day} → {day}{signed_en}",
            )


def _unreviewed(config: Config) -> Words | None:
    """Return what goes out without anybody's signature, where plans have a gate."""
    if not config.review_steps:
        return None
    parts = [("单位名录", "the registry of units")]
    if not config.review_reports:
        parts.append(("落实情况", "reports"))
    if not config.review_pages:
        parts.append(("自由页面、主题和术语", "free pages, topics and terms"))
    chinese, english = ("、".join(zh for zh, _ in parts), ", ".join(en for _, en in parts))
    return (
        f"不经审签，随同公开：{chinese}（所有计划的）",
        f"goes along without a review: {english} (of all plans)",
    )


def _names(plans: Sequence[Plan], shared: Shared) -> str:
    """Return the titles with their ids, of many plans only the first."""
    if shared.language == "zh":
        return "、".join(f"《{name.title}》（{name.id}）" for name in plans[:MOST_NAMES]) + (
            "等" if len(plans) > MOST_NAMES else ""
        )
    return ", ".join(f"“{name.title}” ({name.id})" for name in plans[:MOST_NAMES]) + (
        " …" if len(plans) > MOST_NAMES else ""
    )
