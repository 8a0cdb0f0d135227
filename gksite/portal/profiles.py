"""The four profiles of a build: the pages and files of each, and the form of its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

import msgspec

from gksite.config.target_kinds import Profile
from gksite.config.values import CONFIG_PATH, PortalConfig
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.pages.addresses import PageRequest
from gksite.pages.page_kinds import context_for
from gksite.pages.terms import Terms
from gksite.pages.view import View
from gksite.portal.addresses import FRAGMENT_LIST_PATH, STYLE_PATH

# The modules of the other profiles and their libraries are imported where they are used: the usual
# build of plain pages needs none of them.


class Since(msgspec.Struct, frozen=True):
    """The manifest of the last push: the path of its file as given, and its bytes."""

    path: str
    data: bytes


class Form(msgspec.Struct, frozen=True):
    """The form of the pages: the profile, and the settings of the portal."""

    profile: Profile = "site"
    portal: PortalConfig = PortalConfig()

    @property
    def has_data(self) -> bool:
        """Whether there are data files: they belong to the pages that link to them."""
        return self.profile in ("site", "fragment")

    @property
    def has_index(self) -> bool:
        """Whether the site can be searched: pages can, where their script may run."""
        return self.has_data and (self.portal.script or not self.is_scoped)

    @property
    def is_scoped(self) -> bool:
        """Whether its pages stand in pages of the portal."""
        return self.profile == "fragment" or (
            self.profile == "site" and self.portal.layout == "ssi"
        )

    def page(self, html: bytes, path: str) -> bytes:
        """Return a rendered page in this form; the same arguments give the same bytes."""
        if self.profile == "fragment":
            from gksite.portal.fragment import render_fragment

            return render_fragment(html, path, self.portal.link_base, has_script=self.portal.script)
        if self.profile == "site" and self.portal.layout == "ssi":
            from gksite.portal.ssi_page import render_ssi_page

            return render_ssi_page(html, path, self.portal)
        return html


class Outputs(msgspec.Struct, frozen=True):
    """The outputs of a build: pages to render, files made (path → bytes), files to copy."""

    requests: tuple[PageRequest, ...]
    generated: dict[str, bytes]
    copied: dict[str, str]


def check_profile_config(form: Form, base_url: str) -> list[Diagnostic]:
    """Report a missing `site.base_url`: texts that leave the site need absolute links."""
    if form.profile in ("site", "fragment") or base_url.startswith(("https://", "http://")):
        return []
    return [problem("missing-base-url", Location(CONFIG_PATH), profile=form.profile)]


def profile_outputs(
    form: Form, whole: Outputs, assets: Mapping[str, bytes], view: View, since: Since | None
) -> tuple[Outputs, list[Diagnostic]]:
    """Return a profile's outputs from a whole site's; `assets` are the theme's files."""
    if form.profile == "paste":
        from gksite.portal.paste import paste_files

        return Outputs((), paste_files(view), {}), []
    if form.profile == "push":
        return _push(whole, view, since)
    if not form.is_scoped:
        return whole, []
    from gksite.portal.scoped_css import scope_css

    made = {
        path: data
        for path, data in whole.generated.items()
        if not (path in assets and path.endswith((".css", ".js")))
    }
    made[STYLE_PATH] = scope_css(
        data.decode("utf-8", "replace") for path, data in assets.items() if path.endswith(".css")
    ).encode()
    if form.portal.script:
        from gksite.portal.scoped_script import SCRIPT_PATH, scoped_script

        made[SCRIPT_PATH] = scoped_script(assets, has_search=view.model.config.search)
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
    made: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the list of all fragments, if the profile has one; `outcome` gives the SHA-256 and the
    size of the page at a path, `made` has the style sheet and the script."""
    if form.profile != "fragment":
        return {}
    from gksite.portal.fragment import Crumb, FragmentEntry, fragment_list
    from gksite.portal.scoped_script import SCRIPT_PATH

    terms = Terms(view.model.glossary)
    entries = []
    for request in requests:
        page = context_for(view, terms, request)
        crumbs = tuple(Crumb(link.text, link.path) for link in page.breadcrumb)
        entries.append(FragmentEntry(page.path, page.title, *outcome(page.path), crumbs))

    def entry(path: str) -> FragmentEntry:
        data = made.get(path, b"")
        return FragmentEntry(path, "", hashlib.sha256(data).hexdigest(), len(data), ())

    script = entry(SCRIPT_PATH) if SCRIPT_PATH in made else None
    return {FRAGMENT_LIST_PATH: fragment_list(entry(STYLE_PATH), script, entries)}


def _push(whole: Outputs, view: View, since: Since | None) -> tuple[Outputs, list[Diagnostic]]:
    from gksite.portal.push import push_files
    from gksite.portal.push_changes import parse_push_manifest

    previous, problems = parse_push_manifest(since.path, since.data) if since else (None, [])
    if problems:
        return Outputs((), {}, {}), problems
    push = push_files(view, previous, hashlib.sha256(since.data).hexdigest() if since else "")
    return Outputs((), push.files, {path: whole.copied[path] for path in push.attachments}), []
