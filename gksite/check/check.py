"""The whole check, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec

from gksite.build.cache import read_checks, write_checks
from gksite.build.inputs import Inputs, read_inputs
from gksite.build.last_check import note_check
from gksite.build.opening import Opened, open_project, start_templates
from gksite.build.options import USUAL, Options
from gksite.build.page_shares import Rendered
from gksite.build.report import BuildReport
from gksite.build.site import Site, is_stopped, outputs_of
from gksite.build.stale import ToMake, notes_of, pages_to_make
from gksite.check.checking import (
    Checks,
    Items,
    Linted,
    check_texts,
    found_texts,
    lint_sources,
    plan_items,
    plan_work,
    scope_of,
    settled,
    text_items,
)
from gksite.check.page_checking import check_pages, page_facts_of, with_known
from gksite.check.rule_files import RuleFiles, rule_files_of
from gksite.check.waivers import Settled
from gksite.output.places import STATE_DIR, name_of_output
from gksite.output.standing import read_standing
from gksite.portal.addresses import DEFAULT_OUTPUTS
from gksite.work.executor import choose_jobs, run_works, start_process


def check(
    root: Path,
    options: Options = USUAL,
    out: Path | None = None,
    *,
    seen: Callable[[Site], None] | None = None,
) -> BuildReport:
    """Report all problems of a build and all findings of the rules; write only the cache.

    Pages that changed since the last check are read from `out` (`public` by default) if a build
    left them there from the same sources, else rendered in memory. `seen` is called with the site
    before that.
    """
    kept = root / STATE_DIR
    before = read_checks(kept, Checks) or Checks()
    inputs = read_inputs(root, before.theme or None)
    if inputs.is_whole and before.inputs == inputs.check_digest(options):
        return _known(kept, inputs, before)
    templates = start_templates(root, kept, inputs, options)
    inputs = inputs.with_published(kept, drafts=options.drafts, only=options.only)
    rules, rule_problems = rule_files_of(inputs.sources)
    texts = text_items(inputs.sources, rules, before, inputs.program)
    of_texts = _start_texts(inputs, rules, texts, options)
    with ExitStack() as deferred:
        opened = open_project(root, kept, inputs, options, templates, deferred)
        problems = list(opened.problems_on(options.today or options.clock))
        site = opened.site if not is_stopped(problems, USUAL) else None
        if site and seen:
            seen(site)
        plans = plan_items(opened.assembled, before)
        stale = _stale_pages(root, kept, out, opened, site, before) if site else None
        of_plans, rendered = _run(opened, plans, stale, options, deferred.close)
    # Where an error keeps pages from being made, their cached facts stay for the next check.
    facts = before.facts
    if site:
        opened.keep_templates()
        facts = with_known(rendered.fingerprints, rendered.seen, before)
        problems += [*rendered.problems, *check_pages(facts, outputs_of(site), site.model)]
    linted = lint_sources(
        root, opened, before, rules, (texts, plans), [found_texts(of_texts()), *of_plans], options
    )
    problems += [*rule_problems, *linted.problems]
    pages = len(site.requests) if site else 0
    findings = settled(problems, opened.assembled.config, rules, with_pages=bool(pages))
    return _report(kept, opened, options, findings, linted, facts, pages, len(rendered.rendered))


def _known(kept: Path, inputs: Inputs, before: Checks) -> BuildReport:
    """Return the report of the last check, whose inputs were the same."""
    if inputs.theme is not None:
        note_check(kept, inputs.program, inputs.working, inputs.theme, before.problems)
    return BuildReport(
        before.problems,
        before.scope.pages,
        waived=before.waived,
        titles=before.titles,
        scope=before.scope,
    )


def _start_texts(
    inputs: Inputs, rules: RuleFiles, texts: Items, options: Options
) -> Callable[[], bytes]:
    """Start checking the source texts that changed, in a process of its own where that pays."""
    changed = {path: inputs.sources.texts[path] for path in texts.unchecked}
    work = partial(check_texts, changed, rules.confusions)
    return start_process(work, choose_jobs(options.jobs, len(changed)), background=True)


def _stale_pages(
    root: Path, kept: Path, out: Path | None, opened: Opened, site: Site, before: Checks
) -> ToMake:
    """Return the pages to look at. The rules look at pages only: data files have the same model."""
    place = out or root / DEFAULT_OUTPUTS["site"]
    standing = read_standing(place, kept / name_of_output(root, place))
    known = {path: fingerprint for path, (fingerprint, _) in before.facts.items()}
    pages = msgspec.structs.replace(
        site, exports=msgspec.structs.replace(site.exports, requests=())
    )
    notes = notes_of(site, opened.inputs.program, [])
    return pages_to_make(pages, notes, known, None, page_facts_of(site.model.config), standing)


def _run(
    opened: Opened,
    plans: Items,
    stale: ToMake | None,
    options: Options,
    meanwhile: Callable[[], None],
) -> tuple[list[dict[str, bytes]], Rendered]:
    """Check the plans and the stale pages, in shares for one process or several.

    Returns the findings in plans, packed, and the rendered pages with their facts.
    """
    work = plan_work(opened.inputs.sources, opened.assembled, plans)
    if stale is None:
        processes = choose_jobs(options.jobs, len(plans.keys))
        [of_plans] = run_works([work], processes, meanwhile=meanwhile)
        return of_plans, Rendered({}, [], {}, [])
    of_plans, of_pages = run_works(
        [work, stale.work], stale.processes(options.jobs), meanwhile=meanwhile
    )
    return of_plans, stale.joined(of_pages)


def _report(
    kept: Path,
    opened: Opened,
    options: Options,
    findings: Settled,
    linted: Linted,
    facts: Mapping[str, tuple[bytes, bytes]],
    pages: int,
    rendered: int,
) -> BuildReport:
    """Keep the findings of this check for the next one, and return its report."""
    inputs, assembled = opened.inputs, opened.assembled
    titles = tuple((plan.id, plan.title) for plan in assembled.plans)
    scope = scope_of(assembled, pages)
    found = tuple(sorted(opened.placed(findings.problems)))
    waived = tuple(
        (placed, waiver)
        for finding, waiver in findings.waived
        for placed in opened.placed([finding])
    )
    if assembled.config and inputs.theme is not None:
        checks = Checks(
            inputs.check_digest(options),
            assembled.config.theme,
            scope,
            found,
            waived,
            titles,
            linted.cached,
            linted.attachments,
            dict(facts),
        )
        write_checks(kept, checks)
        note_check(kept, inputs.program, inputs.working, inputs.theme, found)
    return BuildReport(
        found,
        pages,
        rendered,
        waived=waived,
        titles=titles,
        scope=scope if assembled.model else None,
    )
