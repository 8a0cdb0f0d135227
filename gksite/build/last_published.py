"""The versions that the ledger of publications holds as public: what stays public of the plans that
a publication of other plans does not bring out anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from gksite.build.reading import PUBLISHED, Reading
from gksite.build.verified_versions import as_signed
from gksite.config.values import PUBLISHED_PATH
from gksite.content.plan_sources import PlanSources
from gksite.content.published import content_digest
from gksite.content.review import SignedFile, Version
from gksite.diagnostics import Diagnostic, problem
from gksite.model.ledgers import PublishedPlan
from gksite.source.stored_versions import VersionStore


class LastPublished(msgspec.Struct, frozen=True):
    """The ledger by plan, and the plans whose new versions go out; None for all of them."""

    entries: dict[str, PublishedPlan]
    only: Collection[str] | None = None

    def binds(self, plan: str) -> bool:
        """Whether the new version of a plan does not go out."""
        return self.only is not None and plan not in self.only

    def among(
        self, folder: PlanSources, whole: Iterator[Version], store: VersionStore
    ) -> tuple[Iterable[Version], bool]:
        """Return those of a plan's versions that may be public now, the last one first: all; or, of
        a plan whose new version does not go out, the one of the ledger, none if it was never
        published. Also return whether a newer one is left out."""
        if not self.binds(folder.id):
            return whole, False
        entry, every = self.entries.get(folder.id), tuple(whole)
        if entry is None:
            own: list[Version] = []
        elif entry.version:
            own = [version for version in every if version.digest == entry.version]
        else:
            # A ledger of an earlier release names no version: the content says which one it was.
            own = [v for v in every if _content_of(folder, v, store) == entry.digest]
        return own[:1], tuple(own[:1]) != every[:1]

    def unknown(self, plan: str) -> list[Diagnostic]:
        """Report a plan that stays as it was published, and of which the version is not known."""
        entry = self.entries.get(plan) if self.binds(plan) else None
        return [problem("publish-version-unknown", entry.location, plan=plan)] if entry else []

    def check(self, plan: str, signed: SignedFile) -> list[Diagnostic]:
        """Report an entry of the ledger that names a version which review.yaml does not know."""
        entry = self.entries.get(plan)
        if entry is None or not entry.version:
            return []
        known = {version.digest for version in signed.versions}
        known |= {signature.digest for signature in signed.signatures}
        known |= {digest for one in signed.migrated for digest in (one.signed, one.written)}
        if entry.version in known:
            return []
        return [
            problem("ledger-version-unknown", entry.location, plan=plan, version=entry.version[:16])
        ]


def last_published(reading: Reading, only: Collection[str] | None) -> LastPublished:
    """Return the ledger of publications as it was read; its own problems are reported elsewhere."""
    entries: tuple[PublishedPlan, ...] = reading.part("published", [PUBLISHED_PATH], PUBLISHED)[0]
    return LastPublished({entry.plan: entry for entry in entries}, only)


def _content_of(folder: PlanSources, version: Version, store: VersionStore) -> str:
    """Return the digest of the public content of a version, as the ledger keeps it."""
    return content_digest(as_signed(folder, version, store))
