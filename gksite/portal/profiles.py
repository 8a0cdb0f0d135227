"""The four profiles of a build: for each the pages, the files, and the form in which a rendered
page is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

import msgspec

from gksite.config.values import CONFIG_PATH, PortalConfig
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.pages.addresses import PageRequest
from gksite.pages.page_kinds import context_for
from gksite.pages.terms import Terms
from gksite.pages.view import View
from gksite.portal.addresses import FRAGMENT_LIST_PATH, STYLE_PATH, Profile

# A build of plain pages, the usual one, needs none of the modules that the other profiles are made
# with, nor their libraries: they are imported where they are used.


class Since(msgspec.Struct, frozen=True):
    """The manifest of the last push: its file as named, and its bytes."""

    path: str
    data: bytes


class Form(msgspec.Struct, frozen=True):
    """In which form pages are written: the profile, and what the config says of the portal."""

    profile: Profile = "site"
    portal: PortalConfig = PortalConfig()

    @property
    def has_data(self) -> bool:
        """Whether data files stand beside the pages: they go where the pages go that link to them."""
        return self.profile in ("site", "fragment")

    @property
    def has_index(self) -> bool:
        """Whether the site can be searched: only a whole site has a search page."""
        return self.profile == "site"

    def page(self, html: bytes, path: str) -> bytes:
        """A rendered page as it is written; the same arguments give the same bytes."""
        if self.profile == "fragment":
            from gksite.portal.fragment import render_fragment

            return render_fragment(html, path, self.portal.link_base)
        if self.profile == "site" and self.portal.layout == "ssi":
            from gksite.portal.ssi_page import render_ssi_page

            return render_ssi_page(html, path, self.portal)
        return html


class Outputs(msgspec.Struct, frozen=True):
    """All that a build writes: pages to render, files made (path → bytes), files copied (path →
    path in the project)."""

    requests: tuple[PageRequest, ...]
    made: dict[str, bytes]
    copied: dict[str, str]


def check_profile_config(form: Form, base_url: str) -> list[Diagnostic]:
    """What a profile needs of the config: texts that leave the site need absolute links."""
    if form.profile in ("site", "fragment") or base_url.startswith(("https://", "http://")):
        return []
    return [problem("missing-base-url", Location(CONFIG_PATH), profile=form.profile)]


def profile_outputs(
    form: Form, whole: Outputs, assets: Mapping[str, bytes], view: View, since: Since | None
) -> tuple[Outputs, list[Diagnostic]]:
    """What a profile has of a whole site without errors, and what is its own; `assets` are the
    theme's files in `whole.made`."""
    if form.profile == "paste":
        from gksite.portal.paste import paste_files

        return Outputs((), paste_files(view), {}), []
    if form.profile == "push":
        return _push(whole, view, since)
    if form.profile == "site" and form.portal.layout == "full":
        return whole, []
    from gksite.portal.scoped_css import scope_css

    made = {
        path: data
        for path, data in whole.made.items()
        if not (path in assets and path.endswith((".css", ".js")))
    }
    made[STYLE_PATH] = scope_css(
        data.decode("utf-8", "replace") for path, data in assets.items() if path.endswith(".css")
    ).encode()
    if form.profile == "fragment":
        # The pages have other addresses in the portal, which only the portal knows.
        made = {path: data for path, data in made.items() if not path.startswith("sitemap")} | {
            FRAGMENT_LIST_PATH: b""
        }
    return Outputs(whole.requests, made, whole.copied), []


def list_fragments(
    form: Form,
    view: View,
    requests: Iterable[PageRequest],
    outcome: Callable[[str], tuple[str, int]],
    style: bytes,
) -> dict[str, bytes]:
    """The list of all fragments, for the profile that has one; `outcome` tells SHA-256 and size of
    what was written at a path."""
    if form.profile != "fragment":
        return {}
    from gksite.portal.fragment import Crumb, FragmentEntry, fragment_list

    terms = Terms(view.model.glossary)
    entries = []
    for request in requests:
        page = context_for(view, terms, request)
        crumbs = tuple(Crumb(link.text, link.path) for link in page.breadcrumb)
        entries.append(FragmentEntry(page.path, page.title, *outcome(page.path), crumbs))
    sheet = FragmentEntry(STYLE_PATH, "", hashlib.sha256(style).hexdigest(), len(style), ())
    return {FRAGMENT_LIST_PATH: fragment_list(sheet, entries)}


def _push(whole: Outputs, view: View, since: Since | None) -> tuple[Outputs, list[Diagnostic]]:
    from gksite.portal.push import push_files
    from gksite.portal.push_changes import parse_push_manifest

    previous, problems = parse_push_manifest(since.path, since.data) if since else (None, [])
    if problems:
        return Outputs((), {}, {}), problems
    push = push_files(view, previous, hashlib.sha256(since.data).hexdigest() if since else "")
    return Outputs((), push.files, {path: whole.copied[path] for path in push.attachments}), []
