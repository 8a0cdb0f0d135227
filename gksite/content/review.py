"""The review gate (先审查、后公开): the reviewed content, the signatures, and the steps that are
missing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from gksite.content.plan_sources import PlanSources
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.schema.keys import KEYS
from gksite.source.yaml_tree import Node, plain
from gksite.values import Value

REVIEWED_TEXTS = ("plan.md", "tasks.yaml", "notice.md")
"""The reviewed texts of a plan; its attachments are reviewed too. Progress comes later, and is
not."""

REVIEW_NAME = "review.yaml"

COPIES_DIR = "reviews"
"""The folder of copies of what was signed: `reviews/<plan>/<digest>/` holds the texts, and the
listing whose digest was signed."""

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


class MigratedVersion(Value, frozen=True):
    """An entry of review.yaml that `gksite migrate` wrote: the digests of a version as it was
    signed and as it was written anew."""

    signed: str
    written: str


class Review(Value, frozen=True):
    """The state of a plan's review: the digest of the current content, and all signatures in the
    order of the file.

    `carried` is the digest of the version that the current one is but for the adjustments that a
    migration wrote, "" where there is none: its signatures count too.
    """

    plan: str
    digest: str
    signatures: tuple[Signature, ...] = ()
    migrated: tuple[MigratedVersion, ...] = ()
    carried: str = ""

    def latest(self, step: str) -> Signature | None:
        """Return the last signature of a step under the current content."""
        return next(
            (
                signature
                for signature in reversed(self.signatures)
                if signature.step == step and signature.digest in (self.digest, self.carried)
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
            if signature.digest not in (self.digest, self.carried)
        )
        past = (Review(self.plan, digest, self.signatures) for digest in digests)
        signed = next((review.digest for review in past if steps and not review.missing(steps)), "")
        return next((v.written for v in reversed(self.migrated) if v.signed == signed), signed)


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


def reviewed_copy(folder: PlanSources) -> dict[str, bytes]:
    """Return the copy that a review keeps of a plan, by file name: the texts as they are reviewed,
    and the listing whose digest is signed."""
    texts = {
        name: reviewed_text(folder.texts[name]) for name in REVIEWED_TEXTS if name in folder.texts
    }
    return {**texts, "SHA256SUMS": reviewed_listing(folder)}


def unadjusted_digest(folder: PlanSources) -> str:
    """Return the digest of the plan as it would be signed without the adjustments of its tasks:
    every other byte of its texts counts, and every other value is the same. "" where the tasks
    cannot be read."""
    # A build without a migrated version must not load the parser.
    from gksite.source.yaml import parse_yaml
    from gksite.source.yaml_spans import without_keys

    name = "tasks.yaml"
    try:
        text = reviewed_text(folder.texts.get(name, b"")).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    tasks, problems = parse_yaml(text, name)
    if problems:
        return ""
    spellings = {"adjustments", *(word for word, key in KEYS.items() if key == "adjustments")}
    unadjusted = without_keys(text, spellings)
    before, problems = parse_yaml(unadjusted, name)
    if problems or _values(tasks, spellings) != _values(before, spellings):
        return ""
    texts = {**folder.texts, name: unadjusted.encode("utf-8")}
    return reviewed_digest(msgspec.structs.replace(folder, texts=texts))


def _values(tasks: Node | None, but: Collection[str]) -> object:
    """Return the values of tasks.yaml, without those of its entries at these keys."""
    values = plain(tasks) if tasks else None
    if not isinstance(values, list):
        return values
    return [
        {key: value for key, value in item.items() if key not in but}
        if isinstance(item, dict)
        else item
        for item in values
    ]


def parse_signatures(
    texts: Mapping[str, str],
) -> tuple[tuple[tuple[Signature, ...], tuple[MigratedVersion, ...]], list[Diagnostic]]:
    """Return the signatures that review.yaml (path → text; at most one) holds, and the versions
    that were migrated."""
    from gksite.content.records import SignatureRecord
    from gksite.schema.validate import parse_records

    signatures: list[Signature] = []
    migrated: list[MigratedVersion] = []
    problems: list[Diagnostic] = []
    for path, text in texts.items():
        records, new_problems = parse_records(SignatureRecord, text, path)
        problems += new_problems
        for r, _ in records:
            if r.migrated:
                migrated.append(MigratedVersion(r.migrated.from_, r.migrated.to))
            if r.step and r.by and r.date and r.digest:
                signature = Signature(r.step, r.by, r.date, r.digest, r.result, r.opinion or "")
                signatures.append(signature)
    return (tuple(signatures), tuple(migrated)), problems


def check_review(review: Review, steps: Sequence[str], folder: str) -> list[Diagnostic]:
    """Warn of an incomplete review: the plan is left out of everything that is published."""
    missing = review.missing(steps)
    if not missing:
        return []
    code = "review-reopened" if review.signed_before(steps) else "review-open"
    name = REVIEW_NAME if review.signatures else "plan.md"
    return [problem(code, Location(f"{folder}/{name}"), plan=review.plan, steps="、".join(missing))]
