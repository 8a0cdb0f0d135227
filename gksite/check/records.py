"""Records that a check writes to content/: visits to external links, index numbers."""

from __future__ import annotations

from gksite.build.assemble import Assembled
from gksite.check.fields import Fields
from gksite.check.rule_files import rule_files_of
from gksite.check.rules.external import external_links
from gksite.source.files import Sources


def external_targets(sources: Sources, assembled: Assembled) -> list[str]:
    """Return every address outside of the site that its sources name, sorted."""
    model = assembled.model
    if model is None:
        return []
    pages = (*model.pages.values(), *([model.home] if model.home else []))
    return sorted(
        {
            target
            for target, _ in external_links(
                model.config, assembled.plans, pages, Fields(sources.texts)
            )
        }
    )


def new_index_numbers(sources: Sources, assembled: Assembled) -> list[tuple[str, str]]:
    """Return the index numbers of plans that the ledger lacks, drafts apart, with their plans."""
    files, _ = rule_files_of(sources)
    held = {entry.number for entry in files.ledger}
    plans = sorted(
        (plan for plan in assembled.plans if plan.index_number and not plan.draft),
        key=lambda plan: (plan.year, plan.id),
    )
    return [(plan.index_number, plan.id) for plan in plans if plan.index_number not in held]
