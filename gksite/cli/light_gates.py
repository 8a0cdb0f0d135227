"""`gksite review` for reports and for the site's own texts, which have gates of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec

from gksite.check.signing import Reviewed, Wish, signature_entry
from gksite.cli.options import Shared
from gksite.cli.report_signing import sign_reports
from gksite.cli.text_signing import sign_texts
from gksite.config.values import Config
from gksite.output.source_files import locked_sources


def sign_by_light_gate(
    shared: Shared, plans: Sequence[str], wish: Wish, *, reports: bool, pages: bool
) -> int:
    """Sign the reports of plans, or the site's own texts. Refuse what does not go together."""
    if reports == pages or bool(plans) == pages:
        raise shared.usage(
            "写明计划；签报送的再加 --reports，签网页文本的只写 --pages，不写计划",
            "name plans, with --reports for their reports; --pages goes without a plan",
        )
    if wish.looked_at or wish.with_doubts:
        raise shared.usage(
            "--reports、--pages 不与 --digest、--with-doubts 一起用",
            "--reports and --pages do not go with --digest and --with-doubts",
        )
    entry = signature_entry(wish)
    with locked_sources(shared.project, shared.say_waiting) as sources:
        if pages:
            return sign_texts(shared, entry, sources)
        return sign_reports(shared, plans, entry, sources)


def has_light_gate(config: Config) -> bool:
    """Whether reports or the site's own texts are signed."""
    return bool(config.review_reports or config.review_pages)


class Waiting(msgspec.Struct, frozen=True):
    """What waits for signatures of light gates: reports by plan, and the site's own texts."""

    reports: dict[str, int]
    texts: int

    @property
    def is_open(self) -> bool:
        """Whether anything waits."""
        return bool(self.reports or self.texts)

    def as_json(self, plan: str) -> dict[str, int]:
        """Return what waits of a plan as data, nothing where nothing does."""
        return {"reports": self.reports[plan]} if plan in self.reports else {}


def waiting_of(own: Reviewed, ids: Collection[str]) -> Waiting:
    """Return what waits of the project and of these plans."""
    reports = Counter[str]()
    for one in own.assembled.problems:
        said = dict(one.arguments)
        if one.code == "reports-unsigned" and said["plan"] in ids:
            reports[said["plan"]] += int(said["count"])
    published = own.assembled.published
    return Waiting(dict(reports), len(published.unsigned) if published else 0)


def print_waiting(shared: Shared, waiting: Waiting, config: Config) -> None:
    """Print how many reports of each plan and how many of the site's own texts wait."""
    steps = "、".join(config.review_reports)
    for id, count in waiting.reports.items():
        zh, en = f"{count} 条报送等签（{steps}）", f"reports that wait: {count} ({steps})"
        shared.put(f"{id}  {shared.word(zh, en)}")
    if count := waiting.texts:
        steps = "、".join(config.review_pages)
        zh, en = f"{count} 份网页文本等签（{steps}）", f"free texts that wait: {count} ({steps})"
        shared.put(shared.word(zh, en))
