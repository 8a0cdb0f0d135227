"""Where each plan stands: what is public and since when, what waits, what it owes, who signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from gksite.check.signing import Reviewed
from gksite.content.review import Review, Signature, Version, whole_versions
from gksite.diagnostics import Diagnostic

Public = Literal["signed", "adopted", "unsigned", "nothing"]
"""What is public of a plan: a version that was signed whole, what was public before there were
signatures, what was taken over unsigned while the gate was off, or nothing by any of these."""

State = Literal["closed", "open", "reopened", "draft"]


class Standing(msgspec.Struct, frozen=True):
    """The standing of a plan. `steps` are those that its signatures are shown by, each with the
    last signature; `missing` those that the working copy still needs."""

    plan: str
    title: str
    digest: str
    state: State
    public: Public
    version: Version | None
    signed: tuple[Signature, ...]
    """Who signed what is public."""
    steps: tuple[tuple[str, Signature | None], ...]
    missing: tuple[str, ...]
    owed: tuple[Diagnostic, ...] = ()
    doubts: int = 0

    @property
    def since(self) -> date | None:
        """The day since which that is public, as far as signatures go."""
        return self.version.day if self.version else None


def standings(own: Reviewed, ids: Sequence[str]) -> list[Standing]:
    """Return the standing of plans, in order."""
    reviews = {id: own.review(id) for id in ids}
    waiting = [id for id, one in reviews.items() if one.public is None or one.is_edited]
    owed = own.owed(waiting)
    return [_standing(own, one, owed.get(id, ())) for id, one in reviews.items()]


def _standing(own: Reviewed, review: Review, owed: tuple[Diagnostic, ...]) -> Standing:
    plan = own.plans.get(review.plan)
    steps = own.config.review_steps
    version = review.public or (None if steps else _without_gate(review))
    is_same = review.public is not None and not review.is_edited
    shown = version.steps if version and is_same and version.steps else steps
    latest = review.latest if is_same else review.exactly
    state = _state(own, review)
    return Standing(
        review.plan,
        plan.title if plan else "",
        review.digest,
        state,
        _public(version),
        version,
        _signers(review, version),
        tuple((step, latest(step)) for step in shown),
        () if is_same else review.unsigned(steps),
        owed,
        len(own.doubts(review.plan)),
    )


def _without_gate(review: Review) -> Version | None:
    """Return the last whole version of a plan whose working copy is public without a gate, if it
    has the same files."""
    version = next(whole_versions(review.signed, ()), None)
    return version if version and version.content == review.content else None


def _public(version: Version | None) -> Public:
    if version is None:
        return "nothing"
    if version.adopted is None:
        return "signed"
    return "unsigned" if version.unsigned else "adopted"


def _signers(review: Review, version: Version | None) -> tuple[Signature, ...]:
    """Return the signatures by which a version is whole."""
    if version is None:
        return ()
    digests = {version.digest, version.carried} - {""}
    found = {
        one.step: one
        for one in review.signatures
        if one.digest in digests and one.step in version.steps
    }
    return tuple(found[step] for step in version.steps if step in found)


def _state(own: Reviewed, review: Review) -> State:
    """Return `closed` (what is there is public), `open` (nothing is), `reopened` (edited since), or
    `draft`."""
    if review.public:
        return "reopened" if review.is_edited else "closed"
    plan = own.plans.get(review.plan)
    return "draft" if plan and plan.draft and review.plan not in own.assembled.held else "open"


def codes(found: Iterable[Diagnostic]) -> list[str]:
    """Return the codes of findings, each once."""
    return list(dict.fromkeys(one.code for one in found))
