"""The site to render: sources assembled, pages and files routed, addresses and links checked, the
theme made ready."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from unicodedata import normalize

import msgspec

from gksite.build.assemble import THEME_PART, Assembled
from gksite.build.cache import Cache
from gksite.build.dependencies import Dependencies
from gksite.build.export_shares import ExportKeys, LateMaker, SiteExports
from gksite.build.inputs import Inputs
from gksite.build.options import Options
from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location
from gksite.exports.sitemap import sitemap_files
from gksite.model.file_types import check_file_types
from gksite.model.publication import check_publication
from gksite.model.site import SiteContent, SiteModel, build_model
from gksite.model.snapshots import check_downloads, check_ledger, downloads
from gksite.pages.address_checks import check_addresses, check_promises
from gksite.pages.addresses import PageRequest, download_path
from gksite.pages.downloads import ExportRequest, route_exports, source_of
from gksite.pages.links import check_links
from gksite.pages.page_kinds import route_pages, template_of
from gksite.pages.site_context import site_context
from gksite.pages.view import View
from gksite.portal.profiles import Form, Outputs, check_profile_config, profile_outputs
from gksite.search.index import index_paths
from gksite.source.files import Sources
from gksite.source.theme_files import ThemeFiles
from gksite.theme.printing import Printing
from gksite.theme.render import Renderer
from gksite.theme.template_names import check_own_files, check_page_templates
from gksite.theme.theme import Theme, build_theme
from gksite.work.fingerprint import digest


class Site(msgspec.Struct, frozen=True):
    """A whole site before rendering: pages, their common input, other files and their sources."""

    model: SiteModel
    theme: Theme
    requests: tuple[PageRequest, ...]
    view: View
    renderer: Renderer
    dependencies: Dependencies
    form: Form
    exports: SiteExports
    generated: dict[str, bytes]
    """Files that are made from the model or the theme: path → bytes."""
    copied: dict[str, str]
    """Files that are copied: path → path in the project."""

    @property
    def pages(self) -> int:
        """How many pages there are; of a profile without pages, how many files."""
        return len(self.requests) or len(self.generated)

    @property
    def has_index(self) -> bool:
        """Whether the site has a search index."""
        return self.model.config.search and self.form.has_index


def prepare(
    assembled: Assembled, inputs: Inputs, compiled: dict[str, bytes], options: Options
) -> tuple[Site | None, list[Diagnostic]]:
    """Return the site to render, or None, and every problem that is found before rendering.

    Pages and files are routed, addresses and links checked, and the theme is made ready, with the
    templates that are `compiled` already.
    """
    model = assembled.model
    if model is None or inputs.theme is None:
        return None, []
    problems = list(check_publication(model))
    language = model.config.language
    has_templates = bool(inputs.theme.templates)
    theme, new_problems = build_theme(inputs.theme, language) if has_templates else (None, [])
    problems += new_problems
    if has_templates and inputs.own_theme_files:
        problems += _found_in_theme(inputs, inputs.theme, language, assembled.cache)
    downloads, new_problems = _downloads(model, inputs.sources, options)
    problems += new_problems
    whole = _whole_site(model, theme, inputs.sources, downloads)
    if has_templates:
        templates = {template_of(request.kind) for request in whole.requests}
        problems += check_page_templates(inputs.theme, model.config.theme, templates)
    form = Form(options.profile, model.config.portal)
    exports = route_exports(model) if form.has_data else ()
    problems += _check_targets(assembled, model, inputs.sources, whole, exports)
    if theme is None:
        return None, problems
    is_archived = options.archived_at is not None
    view = View(model, theme.words, frozenset(downloads), is_archived=is_archived)
    problems += check_profile_config(form, model.config.base_url)
    outputs = whole
    if not is_stopped([*assembled.problems, *problems], options):
        outputs, new_problems = profile_outputs(form, whole, _assets(theme), view, options.since)
        problems += new_problems
    problems += _check_addresses(model, form, outputs, exports)
    site = _site(assembled, inputs, theme, compiled, options, view, form, outputs, exports)
    return site, problems


def _found_in_theme(
    inputs: Inputs, files: ThemeFiles, language: str, cache: Cache
) -> list[Diagnostic]:
    """Return what is wrong in the project's own theme files, from the cache where they and the
    program are the same: reading all templates takes longer than a build of one changed plan."""
    read = files.templates, files.strings, files.strings_path, sorted(files.assets)
    own = sorted(inputs.own_theme_files)
    key = digest(inputs.program, msgspec.msgpack.encode((read, own, language)))
    known = cache.get(THEME_PART)
    if not known or known[0] != key:
        found = check_own_files(files, inputs.own_theme_files, language)
        known = cache[THEME_PART] = key, msgspec.msgpack.encode(found)
    return msgspec.msgpack.decode(known[1], type=list[Diagnostic])


def _site(
    assembled: Assembled,
    inputs: Inputs,
    theme: Theme,
    compiled: dict[str, bytes],
    options: Options,
    view: View,
    form: Form,
    outputs: Outputs,
    exports: tuple[ExportRequest, ...],
) -> Site:
    """Return the site with all that its pages and exports are made with."""
    model = view.model
    context = site_context(model, theme.words, theme.asset_paths(), options.archived_at)
    renderer = Renderer(theme, context, compiled)
    printing = Printing(view, theme, context, compiled)
    digests = assembled.plan_digests(), assembled.task_digests
    printed = printing.inputs() if "pdf" in model.config.exports.formats else b""
    keys = ExportKeys(model, *digests, inputs.program, printed)
    return Site(
        model=model,
        theme=theme,
        requests=outputs.requests,
        view=view,
        renderer=renderer,
        dependencies=Dependencies(model, *digests),
        form=form,
        exports=SiteExports(exports, LateMaker(model, printing), keys),
        generated=outputs.generated,
        copied=outputs.copied,
    )


def _downloads(
    model: SiteModel, sources: Sources, options: Options
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the snapshots that readers may download, address → path in the project, with their
    problems and those of the ledger; a snapshot itself offers none."""
    problems = list(check_ledger(model, sources.snapshots))
    if options.archived_at:
        return {}, problems
    offered = downloads(model, sources.snapshots, sources.public_snapshots)
    problems += check_downloads(model, offered)
    return {download_path(name): path for name, path in offered.items()}, problems


def _whole_site(
    model: SiteModel, theme: Theme | None, sources: Sources, offered: dict[str, str]
) -> Outputs:
    """Return everything that the site has before a profile chooses from it."""
    requests = route_pages(model)
    copied = {copied_to(path): path for path in _published_files(model, sources)}
    generated = {**(_assets(theme) if theme else {}), **sitemap_files(model, requests)}
    return Outputs(requests, generated, copied | offered)


def _assets(theme: Theme) -> dict[str, bytes]:
    """Return the theme's files by their addresses."""
    return {path: theme.assets[name] for name, path in theme.asset_paths().items()}


def _check_targets(
    assembled: Assembled,
    model: SiteModel,
    sources: Sources,
    whole: Outputs,
    exports: tuple[ExportRequest, ...],
) -> list[Diagnostic]:
    """Report links without a target, archived addresses that are no longer answered, and files of
    types that may not be published."""
    paths = {
        *(request.path for request in whole.requests),
        *(export.path for export in exports),
        *whole.copied,
        *whole.generated,
    }
    hidden = {
        plan.id: msgspec.structs.replace(plan, draft=plan.id not in assembled.held)
        for plan in assembled.plans
        if plan.id not in model.plans
    }
    unsigned = assembled.published.unsigned if assembled.published else {}
    waiting = {path for path, is_public in unsigned.items() if not is_public}
    unsent = assembled.published.behind if assembled.published else ()
    would_be = partial(_outputs_with, assembled, model, sources)
    files = [*sources.attachments, *sources.static]
    return [
        *check_file_types(files, model.config.attachment_types),
        *check_links(model, paths, hidden, waiting),
        *check_promises(model, paths, hidden, would_be, waiting, unsent),
    ]


def _check_addresses(
    model: SiteModel, form: Form, outputs: Outputs, exports: tuple[ExportRequest, ...]
) -> list[Diagnostic]:
    """Report pages and files that share an address, or whose address is unsafe."""
    theme = f"themes/{model.config.theme}"
    files = [(path, Location(source)) for path, source in outputs.copied.items()]
    files += [(path, Location(f"{theme}/{path}")) for path in outputs.generated]
    files += [(export.path, source_of(model, export)) for export in exports]
    # Plans that share an address are reported for their pages, and not again for the search index.
    index = index_paths(model) if model.config.search and form.has_index else ()
    distinct = {normalize("NFC", path).casefold(): path for path in index}
    files += [(path, Location("gksite")) for path in distinct.values()]
    return list(check_addresses(model, outputs.requests, files))


def _outputs_with(
    assembled: Assembled, model: SiteModel, sources: Sources, ids: Collection[str]
) -> set[str]:
    """Return the paths that there would be if some hidden plans, `ids`, were public."""
    plans = [
        msgspec.structs.replace(plan, draft=plan.draft and plan.id not in ids)
        for plan in assembled.plans
    ]
    pages = list(model.pages.values())
    content = SiteContent(model.config, model.registry, model.topics, plans, pages, model.home)
    whole, _ = build_model(content, match=lambda old, new: (), sounds=model.sounds)
    copied = [path for path in sources.attachments if _is_published(whole, path)]
    return {
        *(request.path for request in route_pages(whole)),
        *(export.path for export in route_exports(whole)),
        *map(copied_to, copied),
    }


def outputs_of(site: Site) -> set[str]:
    """Return the path of every file that a build writes."""
    return {
        *(request.path for request in site.requests),
        *(request.path for request in site.exports.requests),
        *site.copied,
        *site.generated,
        *(index_paths(site.model) if site.has_index else ()),
    }


def is_stopped(problems: Iterable[Diagnostic], options: Options) -> bool:
    """Whether any problem keeps the site from being written."""
    return any(
        severity(diagnostic) == "error" or (options.strict and severity(diagnostic) == "warning")
        for diagnostic in problems
    )


def copied_to(path: str) -> str:
    """Return the path on the site of a file that is published unchanged, by its path in the
    project.

    The path is in NFC, in whichever form the disk keeps it.
    """
    return normalize("NFC", path.removeprefix("content/").removeprefix("static/"))


def _published_files(model: SiteModel, sources: Sources) -> list[str]:
    """Return the paths in the project of the attachments and static files to publish."""
    files = (*sources.attachments, *sources.static)
    return [path for path in files if _is_published(model, path)]


def _is_published(model: SiteModel, path: str) -> bool:
    """Whether an attachment belongs to a published plan, or to the whole site."""
    return not path.startswith("content/plans/") or path.split("/")[2] in model.plans
