"""How a build and a check begin: templates compiled, the model put together, the site prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from gksite.build.assemble import Assembled, assemble
from gksite.build.cache import read_compiled, write_cache, write_compiled
from gksite.build.inputs import Inputs
from gksite.build.last_check import State
from gksite.build.options import Options
from gksite.build.published_set import working_set
from gksite.build.reading import TASKS_PER_PLAN, plan_folders
from gksite.build.site import Site, prepare
from gksite.config.values import CONFIG_PATH, theme_named
from gksite.diagnostics import Diagnostic
from gksite.model.publication import check_days
from gksite.source.text import decode
from gksite.source.theme_files import read_theme
from gksite.theme.render import compiled_templates, packed, unpacked
from gksite.theme.theme import build_theme
from gksite.work.executor import choose_jobs, start_process


class Templates(msgspec.Struct, frozen=True):
    """The compiled templates that the last build left, and a function that returns those to use.

    The function waits for a process that compiles them while plans are read, if there is one.
    """

    kept: dict[str, bytes]
    ready: Callable[[], dict[str, bytes]]


class Opened(msgspec.Struct, frozen=True):
    """A project as it was opened: the site to render, unless errors keep it from being made."""

    root: Path
    state_dir: Path
    options: Options
    inputs: Inputs
    assembled: Assembled
    site: Site | None
    problems: tuple[Diagnostic, ...]
    templates: Templates

    def problems_on(self, day: date | None) -> tuple[Diagnostic, ...]:
        """Return all problems, with the reports and assessments that are dated after
        `day`, if a day is given."""
        to_come = check_days(self.assembled.plans, day, self.assembled.transfers)
        return tuple(sorted({*self.problems, *self.placed(to_come)}))

    def placed(self, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return problems at the places where their texts lie: those of a version in its folder."""
        published = self.assembled.published
        return published.placed(problems) if published else list(problems)

    def last_check(self) -> State | None:
        """Return the state of the last check; None where config.yaml is unusable."""
        return self.inputs.last_check(self.state_dir) if self.assembled.config else None

    def digest(self) -> bytes:
        """Return the digest of all that the site is made from."""
        return self.inputs.digest(self.options)

    def keep_templates(self) -> None:
        """Keep the compiled templates of the site, unless they are kept already."""
        if self.site and self.site.renderer.compiled != self.templates.kept:
            write_compiled(self.state_dir, self.inputs.program, self.site.renderer.compiled)


def open_project(
    root: Path,
    state_dir: Path,
    inputs: Inputs,
    options: Options,
    templates: Templates,
    deferred: ExitStack,
    meanwhile: Callable[[], object] | None = None,
) -> Opened:
    """Choose the published set, put the model together from it and prepare the site.

    The cache is written when `deferred` is closed. `meanwhile` is called while other processes read
    plans, or not at all.
    """
    inputs = inputs.with_published(state_dir, drafts=options.drafts, only=options.only)
    published, cache = inputs.published or working_set(inputs.working), inputs.cache
    assembled = assemble(
        published,
        cache,
        inputs.program,
        today=options.today,
        goes_out=options.goes_out,
        drafts=options.drafts,
        jobs=options.jobs,
        meanwhile=meanwhile,
    )
    problems = [*inputs.source_problems, *assembled.problems]
    site = None
    if assembled.config:
        inputs = inputs.with_theme(root, assembled.config.theme)
        site, site_problems = prepare(assembled, inputs, templates.ready(), options)
        problems += [*inputs.theme_problems, *site_problems]
    if assembled.cache and assembled.cache != cache:
        deferred.callback(write_cache, state_dir, assembled.cache, cache)
    found = tuple(sorted(set(published.placed(problems))))
    return Opened(root, state_dir, options, inputs, assembled, site, found, templates)


def start_templates(root: Path, state_dir: Path, inputs: Inputs, options: Options) -> Templates:
    """Start compiling the theme's templates in a process of their own, where that saves time."""
    kept = read_compiled(state_dir, inputs.program)
    plans = len(plan_folders(inputs.sources))
    processes = choose_jobs(options.jobs, TASKS_PER_PLAN * plans)
    if kept or processes == 1:
        return Templates(kept, lambda: dict(kept))
    config = inputs.sources.texts.get(CONFIG_PATH, b"")
    compiled = start_process(partial(_compile, root, config), processes)
    return Templates(kept, lambda: unpacked(compiled()))


def _compile(root: Path, config: bytes) -> bytes:
    """Return the templates of the theme that `config` names, compiled and packed."""
    text, _ = decode(config, CONFIG_PATH)
    files, _ = read_theme(root, theme_named(text))
    theme = build_theme(files, "zh")[0] if files.templates else None
    return compiled_templates(theme) if theme else packed({})
