"""Take over what is public without signatures as a version: what the ledger of publications says
from before the gate was on, and, with the gate off, what nobody signed."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec

from gksite.check.signing import Reviewed
from gksite.content.published import adjustment_marks, content_digest
from gksite.content.review import REVIEW_NAME, Review, SignedContent
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.ledgers import PublishedPlan
from gksite.source.yaml_text import Entry, Value


class Adoption(msgspec.Struct, frozen=True):
    """What becomes of a plan: the entry to write, and the content that it is of, where that is not
    stored yet; else why it is refused; else that there is nothing to take over: it has a public
    version already, or nothing of it is public."""

    plan: str
    entry: Entry | None = None
    content: SignedContent | None = None
    problems: tuple[Diagnostic, ...] = ()
    why_not: tuple[str, str] = ("", "")


_PUBLIC = ("已有公开的版本，不用接收", "has a public version; there is nothing to take over")
_NEVER = ("没有发布过，也没有签完：审签后公开", "was neither published nor signed: sign it first")
_DRAFT = ("是草稿，没有接收", "is a draft, and was not taken over")
_EVEN = ("没有未签的改动", "has no edits that nobody signed")


def adopt(own: Reviewed, id: str, day: date, by: str, why: str) -> Adoption:
    """Return what becomes of a plan that somebody wants to take over as public."""
    plan, content = own.plans.get(id), own.content(id)
    if errors := own.errors(id):
        return Adoption(id, problems=tuple(errors))
    if not own.config.review_steps:
        if id not in own.unsigned:
            return Adoption(id, why_not=_EVEN)
        return Adoption(id, _entry(content, day, by, why, unsigned=True), content)
    review = own.assembled.reviews[id]
    if review.public:
        entry = _noted(own, review)
        return Adoption(id, entry) if entry else Adoption(id, why_not=_PUBLIC)
    published = own.published.get(id)
    if published is None:
        return Adoption(id, why_not=_NEVER)
    if plan is None or (plan.draft and id not in own.assembled.held):
        return Adoption(id, why_not=_DRAFT)
    if differs := _differing(own, id, published):
        where = Location(f"content/plans/{id}/{REVIEW_NAME}")
        zh, en = "、".join(one[0] for one in differs), ", ".join(one[1] for one in differs)
        facts = {"plan": id, "date": published.day, "what_zh": zh, "what": en}
        return Adoption(id, problems=(problem("adopt-differs", where, **facts),))
    return Adoption(id, _entry(content, day, by, why, unsigned=False), content)


def _noted(own: Reviewed, review: Review) -> Entry | None:
    """Return the entry of a version that was signed whole before there were entries, so that steps
    that come later do not count for it; None where it has one."""
    version = review.public
    if version is None:
        return None
    if version.digest in {one.digest for one in review.signed.versions}:
        return None
    steps: list[Value] = list(version.steps)
    return {"version": {"digest": version.digest, "content": version.content, "steps": steps}}


def _differing(own: Reviewed, id: str, published: PublishedPlan) -> list[tuple[str, str]]:
    """Return in what a working copy differs from what was published of it."""
    plan = own.plans[id]
    marks = {mark for mark, _, _ in adjustment_marks(plan)}
    days = Counter(one.date for one in plan.corrections)
    found = [
        (content_digest(own.folders[id]) != published.digest, ("内容", "content")),
        (days != Counter(published.corrections), ("更正", "corrections")),
        (marks != {*published.adjustments}, ("调整", "adjustments")),
    ]
    return [words for is_other, words in found if is_other]


def _entry(content: SignedContent, day: date, by: str, why: str, *, unsigned: bool) -> Entry:
    version: dict[str, Value] = {
        "digest": content.digest,
        "content": content.content,
        "adopted": day.isoformat(),
    }
    if unsigned:
        version["unsigned"] = "yes"
    version["by"] = by
    if why:
        version["why"] = why
    return {"version": version}
