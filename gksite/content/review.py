"""The review gate (先审查、后公开): the reviewed content, the signatures, and the steps that are
missing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from gksite.content.plan_sources import PlanSources
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.values import Value

REVIEWED_TEXTS = ("plan.md", "tasks.yaml")
"""The reviewed texts of a plan; its attachments are reviewed too. Progress comes later, and is
not."""

REVIEW_NAME = "review.yaml"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Signature(Value, frozen=True):
    """An entry of review.yaml: a step, the signer (never shown to the public), the day, and the
    digest of the signed content."""

    step: str
    by: str
    date: date
    digest: str
    result: Literal["approved", "returned"] = "approved"
    opinion: str = ""


class Review(Value, frozen=True):
    """The state of a plan's review: the digest of the current content, and all signatures in the
    order of the file."""

    plan: str
    digest: str
    signatures: tuple[Signature, ...] = ()

    def latest(self, step: str) -> Signature | None:
        """Return the last signature of a step under the current content."""
        return next(
            (
                signature
                for signature in reversed(self.signatures)
                if signature.step == step and signature.digest == self.digest
            ),
            None,
        )

    def missing(self, steps: Sequence[str]) -> tuple[str, ...]:
        """Return the steps that have not approved exactly the current content; none when the review
        is complete."""
        signatures = {step: self.latest(step) for step in steps}
        return tuple(
            step
            for step, signature in signatures.items()
            if signature is None or signature.result != "approved"
        )

    def signed_before(self, steps: Sequence[str]) -> str:
        """Return the digest that every one of the steps approved last before the plan changed, or
        ""."""
        digests = dict.fromkeys(
            signature.digest
            for signature in reversed(self.signatures)
            if signature.digest != self.digest
        )
        past = (Review(self.plan, digest, self.signatures) for digest in digests)
        return next((review.digest for review in past if steps and not review.missing(steps)), "")


def reviewed_text(data: bytes) -> bytes:
    """Return a source text as it is reviewed: without a byte order mark, its lines ended by LF, so
    that no editor's habit reopens a gate."""
    return data.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n")


def reviewed_listing(folder: PlanSources) -> bytes:
    """Return the reviewed content of a plan: a line `sha256 name` for each of its texts and
    attachments, in the form of `sha256sum`."""
    digests = {
        name: hashlib.sha256(reviewed_text(folder.texts[name])).hexdigest()
        for name in REVIEWED_TEXTS
        if name in folder.texts
    }
    digests |= {
        f"files/{name}": attachment.digest.hex()
        for name, attachment in sorted(folder.attachments.items())
    }
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def reviewed_digest(folder: PlanSources) -> str:
    """Return the SHA-256 of the listing, in hexadecimal, which a signature signs."""
    return hashlib.sha256(reviewed_listing(folder)).hexdigest()


def parse_signatures(texts: Mapping[str, str]) -> tuple[tuple[Signature, ...], list[Diagnostic]]:
    """Return the signatures that review.yaml (path → text; at most one) holds."""
    from gksite.content.records import SignatureRecord
    from gksite.schema.validate import parse_records

    signatures: list[Signature] = []
    problems: list[Diagnostic] = []
    for path, text in texts.items():
        records, new_problems = parse_records(SignatureRecord, text, path)
        problems += new_problems
        signatures += [
            Signature(r.step, r.by, r.date, r.digest, r.result, r.opinion or "") for r, _ in records
        ]
    return tuple(signatures), problems


def check_review(review: Review, steps: Sequence[str], folder: str) -> list[Diagnostic]:
    """Warn of an incomplete review: the plan is left out of everything that is published."""
    missing = review.missing(steps)
    if not missing:
        return []
    code = "review-reopened" if review.signed_before(steps) else "review-open"
    name = REVIEW_NAME if review.signatures else "plan.md"
    return [problem(code, Location(f"{folder}/{name}"), plan=review.plan, steps="、".join(missing))]
