"""The site to render: sources assembled, pages and files routed, addresses and links checked, the
theme made ready."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import partial
from unicodedata import normalize

import msgspec

from gksite.build.assemble import Assembled
from gksite.build.dependencies import Dependencies
from gksite.build.export_shares import ExportKeys, LateMaker, SiteExports
from gksite.catalogue import severity
from gksite.diagnostics import Diagnostic, Location
from gksite.exports.sitemap import sitemap_files
from gksite.model.file_types import check_file_types
from gksite.model.publication import check_publication
from gksite.model.site import SiteModel, build_site
from gksite.model.snapshots import check_downloads, check_ledger, downloads
from gksite.pages.address_checks import check_addresses, check_promises
from gksite.pages.addresses import PageRequest, download_path
from gksite.pages.downloads import route_exports, source_of
from gksite.pages.links import check_links
from gksite.pages.page_kinds import site_context
from gksite.pages.routing import route_pages
from gksite.pages.view import View
from gksite.portal.addresses import Profile
from gksite.portal.profiles import Form, Outputs, Since, check_profile_config, profile_outputs
from gksite.search.index import index_paths
from gksite.source.files import Sources, ThemeFiles
from gksite.theme.printing import Printing
from gksite.theme.render import Renderer
from gksite.theme.theme import Theme, build_theme


class Options(msgspec.Struct, frozen=True):
    """How to build. `today` overrides the day that deadlines are held against; `jobs` None
    leaves the number to gksite. `clock` is the day of the command, where one looks at it:
    nothing of a site depends on it, it only tells what lies in the future.

    `strict`: a warning keeps the site from being written, as an error does. `profile` is the form
    in which the site goes into a portal (docs/portal.md); `since` the manifest of the last push,
    which a push is held against.
    """

    drafts: bool = False
    today: date | None = None
    jobs: int | None = None
    strict: bool = False
    archived_at: datetime | None = None
    """With its offset: the site is a snapshot of that time, and every page says so."""
    profile: Profile = "site"
    since: Since | None = None
    clock: date | None = None


USUAL = Options()


class Site(msgspec.Struct, frozen=True):
    """A whole site before rendering: the pages, what they are made with, and the other files with
    their sources."""

    model: SiteModel
    theme: Theme
    requests: tuple[PageRequest, ...]
    view: View
    renderer: Renderer
    dependencies: Dependencies
    form: Form
    exports: SiteExports
    made: dict[str, bytes]
    """Files that are made from the model or the theme: path → bytes."""
    copied: dict[str, str]
    """Files that are copied: path → path in the project."""

    @property
    def pages(self) -> int:
        """How many pages there are; of a profile without pages, how many files."""
        return len(self.requests) or len(self.made)


def prepare(
    assembled: Assembled,
    files: ThemeFiles,
    sources: Sources,
    compiled: dict[str, bytes],
    options: Options,
    program: bytes,
) -> tuple[Site | None, list[Diagnostic]]:
    """The site to render in a profile: pages routed, addresses and links checked, the theme made
    ready."""
    model = assembled.model
    if model is None:
        return None, []
    problems = list(check_publication(model))
    theme, more = build_theme(files, model.config.language) if files.templates else (None, [])
    problems += more
    requests = route_pages(model)
    copied = {
        copied_to(path): path
        for path in (*sources.attachments, *sources.static)
        if _is_published(model, path)
    }
    problems += check_file_types(
        [*sources.attachments, *sources.static], model.config.attachment_types
    )
    offered = (
        {} if options.archived_at else downloads(model, sources.snapshots, sources.public_snapshots)
    )
    problems += [
        *check_ledger(model, sources.snapshots),
        *(() if options.archived_at else check_downloads(model, offered)),
    ]
    offered = {download_path(name): path for name, path in offered.items()}
    copied |= offered
    assets = (
        {path: data for name, path in theme.asset_paths().items() for data in [theme.assets[name]]}
        if theme
        else {}
    )
    made = {**assets, **sitemap_files(model, requests)}
    # The data goes where the pages that link to it go.
    exports = route_exports(model) if options.profile in ("site", "fragment") else ()
    pages = {
        *(request.path for request in requests),
        *(export.path for export in exports),
        *copied,
        *made,
    }
    hidden = {
        plan.id: msgspec.structs.replace(plan, draft=plan.id not in assembled.held)
        for plan in assembled.plans
        if plan.id not in model.plans
    }
    problems += check_links(model, pages, hidden)
    problems += check_promises(
        model, pages, hidden, partial(_outputs_with, assembled, model, sources)
    )
    if theme is None:
        return None, problems
    view, form = (
        View(model, theme.words, frozenset(offered)),
        Form(options.profile, model.config.portal),
    )
    problems += check_profile_config(form, model.config.base_url)
    outputs = Outputs(requests, made, copied)
    if not is_stopped([*assembled.problems, *problems], options):
        outputs, more = profile_outputs(form, outputs, assets, view, options.since)
        problems += more
    others = [(path, Location(source)) for path, source in outputs.copied.items()]
    others += [(path, Location(f"themes/{model.config.theme}/{path}")) for path in outputs.made]
    others += [(export.path, source_of(model, export)) for export in exports]
    # Two plans of one address are told by their pages; that their parts of the index have one too
    # is no second fault.
    index = index_paths(model) if model.config.search and options.profile == "site" else ()
    others += [
        (path, Location("gksite"))
        for path in {normalize("NFC", path).casefold(): path for path in index}.values()
    ]
    problems += check_addresses(model, outputs.requests, others)
    around = site_context(model, theme.words, theme.asset_paths(), options.archived_at)
    renderer, printing = Renderer(theme, around, compiled), Printing(view, theme, around, compiled)
    digests = assembled.plan_digests(), assembled.task_digests
    printed = printing.inputs() if "pdf" in model.config.exports.formats else b""
    site_exports = SiteExports(
        exports, LateMaker(model, printing), ExportKeys(model, *digests, program, printed)
    )
    depends = Dependencies(model, *digests)
    return Site(
        model,
        theme,
        outputs.requests,
        view,
        renderer,
        depends,
        form,
        site_exports,
        outputs.made,
        outputs.copied,
    ), problems


def _outputs_with(
    assembled: Assembled, model: SiteModel, sources: Sources, ids: Collection[str]
) -> set[str]:
    """The paths that there would be if some plans that are hidden were public."""
    plans = [
        msgspec.structs.replace(plan, draft=plan.draft and plan.id not in ids)
        for plan in assembled.plans
    ]
    whole, _ = build_site(
        model.config,
        model.registry,
        model.topics,
        plans,
        model.pages.values(),
        model.home,
        match=lambda old, new: (),
        sounds=model.sounds,
    )
    copied = {copied_to(path) for path in sources.attachments if _is_published(whole, path)}
    return {
        *(request.path for request in route_pages(whole)),
        *(export.path for export in route_exports(whole)),
        *copied,
    }


def outputs_of(site: Site, options: Options) -> set[str]:
    """The path of every file that a build writes."""
    index = (
        index_paths(site.model) if site.model.config.search and options.profile == "site" else ()
    )
    return {
        *(request.path for request in site.requests),
        *(request.path for request in site.exports.requests),
        *site.copied,
        *site.made,
        *index,
    }


def is_stopped(problems: Iterable[Diagnostic], options: Options) -> bool:
    """Whether any problem keeps the site from being written."""
    return any(
        severity(one) == "error" or (options.strict and severity(one) == "warning")
        for one in problems
    )


def copied_to(path: str) -> str:
    """The path on the site of a file that is published as it is, by its path in the project; in
    NFC, whatever the disk keeps."""
    return normalize("NFC", path.removeprefix("content/").removeprefix("static/"))


def _is_published(model: SiteModel, path: str) -> bool:
    """Whether an attachment belongs to a published plan, or to the whole site."""
    return not path.startswith("content/plans/") or path.split("/")[2] in model.plans
