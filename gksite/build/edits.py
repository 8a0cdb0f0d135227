"""What the working copies that drafts and the preview show say otherwise than what is public."""

from __future__ import annotations

from collections.abc import Mapping

from gksite.build.published_set import PublishedSet
from gksite.build.reading import plan_folders
from gksite.content.review import (
    REVIEWED_TEXTS,
    attachment_changes,
    files_listing,
    parse_listing,
)
from gksite.model.ledgers import Edit
from gksite.source.stored_versions import LISTING_NAME
from gksite.source.text import decode


def edits_of(published: PublishedSet, language: str) -> dict[str, Edit]:
    """Return, by plan, how its working copy differs in words from the version that is public, for
    the plans whose working copy is shown in its place."""
    # Only an edit needs the parts that tell changes.
    from gksite.importer.writing.plan_facts import facts_of
    from gksite.importer.writing.told_changes import told_changes

    folders = plan_folders(published.sources)
    edits: dict[str, Edit] = {}
    for id, review in published.reviews.items():
        version = review.public
        if version is None or id in published.signed or published.store is None:
            continue
        kept = published.store.read(id, version.digest).files
        old, new = facts_of(_texts(kept)), facts_of(_texts(folders[id].texts))
        told = [change.sentence for change in told_changes(old, new)] if old and new else []
        if before := parse_listing(kept.get(LISTING_NAME, b"")):
            after = parse_listing(files_listing(folders[id])) or {}
            told += attachment_changes(before, after)
        changes = tuple(zh if language == "zh" else en for zh, en in told)
        edits[id] = Edit(version.day, changes)
    return edits


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: decode(files[name], name)[0] for name in REVIEWED_TEXTS if name in files}
