"""The whole check, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec

from gksite.build.cache import read_checks, write_checks, write_compiled
from gksite.build.last_check import note_check
from gksite.build.opening import _assembled, _templates
from gksite.build.page_shares import Rendered
from gksite.build.pipeline import _check_digest
from gksite.build.report import BuildReport
from gksite.build.site import USUAL, Options, Site, is_stopped, outputs_of, prepare
from gksite.build.stale import notes_of, pages_to_make
from gksite.model.publication import check_report_days
from gksite.output.places import STATE_DIR, name_of_output
from gksite.output.standing import read_standing
from gksite.portal.addresses import DEFAULT_OUTPUTS
from gksite.source.files import read_sources, read_theme
from gksite.source.program import read_program
from gksite.work.executor import choose_jobs, run_works, start_beside


def check(
    root: Path,
    options: Options = USUAL,
    out: Path | None = None,
    *,
    seen: Callable[[Site], None] | None = None,
) -> BuildReport:
    """Everything that `build` would find and all that the rules of lint/ find, with nothing written
    but the cache.

    Pages are looked at that are not as they were at the last check: as a build left them in `out`
    (`public`, unless said otherwise) where that was made from the same sources, else rendered in
    memory. `waived` of the report are the findings that the sources waive. `seen` as in `build`.
    """
    kept_dir = root / STATE_DIR
    program = read_program()
    sources, unread = read_sources(root)
    compiled, ready = _templates(root, kept_dir, sources, program, options)
    # The rules are loaded while the templates are compiled.
    from gksite.check.checking import (
        Checks,
        check_pages,
        check_texts,
        found_texts,
        lint_sources,
        looker,
        plan_looks,
        plan_work,
        scope_of,
        settled,
        text_looks,
        with_known,
    )
    from gksite.check.rule_files import rule_files_of

    before = read_checks(kept_dir, Checks) or Checks()
    files, theme_problems = read_theme(root, before.theme) if before.theme else (None, [])
    if (
        files
        and not unread
        and not theme_problems
        and before.inputs == _check_digest(program, options, sources, files)
    ):
        note_check(kept_dir, program, sources, files, before.problems)
        return BuildReport(
            before.problems,
            before.scope.pages,
            waived=before.waived,
            titles=before.titles,
            scope=before.scope,
        )
    rule_files, rule_problems = rule_files_of(sources)
    texts = text_looks(sources, rule_files, before, program)
    left = {path: sources.texts[path] for path in texts.left}
    of_texts = start_beside(
        partial(check_texts, left, rule_files.confusions),
        choose_jobs(options.jobs, len(left)),
        late=True,
    )
    with ExitStack() as late:
        assembled = _assembled(kept_dir, sources, program, options, late)
        if assembled.config and (files is None or before.theme != assembled.config.theme):
            files, theme_problems = read_theme(root, assembled.config.theme)
        site, more = (
            prepare(assembled, files, sources, ready(), options, program) if files else (None, [])
        )
        problems = [
            *unread,
            *assembled.problems,
            *(theme_problems if assembled.config else ()),
            *more,
        ]
        problems += check_report_days(assembled.plans, options.today or options.clock)
        plans = plan_looks(assembled, before)
        works = [plan_work(sources, assembled, plans)]
        todo = None
        if site and not is_stopped(problems, USUAL):
            if seen:
                seen(site)
            place = out or root / DEFAULT_OUTPUTS["site"]
            standing = read_standing(place, kept_dir / name_of_output(root, place))
            known = {path: fingerprint for path, (fingerprint, _) in before.facts.items()}
            # The rules look at pages; the files of data follow from the same model.
            pages = msgspec.structs.replace(
                site, exports=msgspec.structs.replace(site.exports, requests=())
            )
            todo = pages_to_make(
                pages, notes_of(site, program, []), known, None, looker(site.model.config), standing
            )
            works.append(todo.work)
        processes = (
            todo.processes(options.jobs) if todo else choose_jobs(options.jobs, len(plans.keys))
        )
        of_plans, *made = run_works(works, processes, beside=late.close)
    # Where an error keeps pages from being made, what is known of them stays for the next check.
    count, rendered, facts = 0, Rendered({}, [], {}, []), before.facts
    if site and todo:
        if site.renderer.compiled != compiled:
            write_compiled(kept_dir, program, site.renderer.compiled)
        count, rendered = len(site.requests), todo.joined(made[0])
        facts = with_known(rendered.fingerprints, rendered.seen, before)
        problems += [*rendered.problems, *check_pages(facts, outputs_of(site, options), site.model)]
    linted = lint_sources(
        root,
        sources,
        assembled,
        before,
        rule_files,
        (texts, plans),
        [found_texts(of_texts()), *of_plans],
        options.today,
        options.clock,
    )
    found, waived = settled(
        [*problems, *rule_problems, *linted.problems],
        assembled.config,
        rule_files,
        with_pages=bool(count),
    )
    titles = tuple((plan.id, plan.title) for plan in assembled.plans)
    scope = scope_of(assembled, count)
    if assembled.config and assembled.model and files:
        inputs = _check_digest(program, options, sources, files)
        write_checks(
            kept_dir,
            Checks(
                inputs,
                assembled.config.theme,
                scope,
                found,
                waived,
                titles,
                linted.found,
                linted.attachments,
                facts,
            ),
        )
        note_check(kept_dir, program, sources, files, found)
    return BuildReport(
        found,
        count,
        len(rendered.rendered),
        waived=waived,
        titles=titles,
        scope=scope if assembled.model else None,
    )
