"""The announcement of `gksite publish` before anything is sent: what goes public, what stays
behind, which findings are open."""

from __future__ import annotations

from collections.abc import Sequence

from gksite.build.last_check import codes_words, counts_words
from gksite.catalogue import severity
from gksite.cli.options import Shared, counted
from gksite.diagnostics import Diagnostic
from gksite.model.entities import Plan
from gksite.publishing.published_plans import Contents

MOST_NAMES = 12


def announce(shared: Shared, contents: Contents, findings: Sequence[Diagnostic]) -> None:
    """Print the announcement, a line for each part."""
    which = _names(contents.plans, shared)
    shared.say(
        f"公开 {len(contents.plans)} 个计划{which and '：'}{which}",
        f"public: {counted(len(contents.plans), 'plan')}{which and ': '}{which}",
    )
    for plans, chinese, english in (
        (contents.drafts, "不公开，是草稿", "stays behind, a draft"),
        (contents.held, "不公开，等待审签", "stays behind, waits for signatures"),
    ):
        if plans:
            shared.say(f"{chinese}：{_names(plans, shared)}", f"{english}: {_names(plans, shared)}")
    open_ones = [finding for finding in findings if severity(finding) == "warning"]
    if open_ones:
        how = shared.command("check")
        counts, codes = counts_words(open_ones, shared.language), codes_words(open_ones)
        shared.say(
            f"还有 {counts}：{codes}（{how} 逐条列出）",
            f"{counts} open: {codes} ({how} lists them)",
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
