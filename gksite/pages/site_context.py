"""The context that all pages of a site share."""

from __future__ import annotations

from datetime import datetime

from gksite.model.site import SiteModel
from gksite.model.statuses import OPEN_FIRST, SHOWN_ORDER
from gksite.pages import addresses, selection
from gksite.pages.parts import Archived, FooterItem, Link, Site
from gksite.pages.wording import Words


def site_context(
    model: SiteModel, words: Words, assets: dict[str, str], archived_at: datetime | None = None
) -> Site:
    """Return what is the same on every page; `assets` are the addresses of the theme's files by
    name.

    `archived_at`, with its offset, is the time of the snapshot that the site is; None for the
    living site.
    """
    config = model.config
    navigation = (
        Link(words["nav.home"], "index.html", "home"),
        *(Link(words[f"nav.{key}"], path, key) for key, path in selection.main_pages(model)),
    )
    return Site(
        name=config.name,
        language={"zh": "zh-CN", "en": "en"}[config.language],
        strings=words.strings,
        navigation=navigation,
        portal=tuple(Link(link.text, link.url) for link in config.breadcrumb),
        footer=_footer(model, words),
        footer_pages=tuple(
            Link(p.title, addresses.page_path(p.id)) for p in model.pages.values() if p.in_footer
        ),
        assets=assets,
        as_of=words.day(model.as_of) if model.is_dated else None,
        statuses=tuple(words.status(status) for status in SHOWN_ORDER),
        statuses_open_first=" ".join((*OPEN_FIRST, "withdrawn")),
        archived=Archived(
            f"{words.day(archived_at.date()).text} {archived_at:%H:%M}",
            archived_at.isoformat(),
            config.base_url,
        )
        if archived_at
        else None,
        search=addresses.SEARCH_PATH if config.search else "",
        address=config.base_url,
    )


def _footer(model: SiteModel, words: Words) -> tuple[FooterItem, ...]:
    config = model.config
    links = ("government_mark", "report_error")
    footer = [
        FooterItem(
            kind,
            words[f"footer.{kind}"],
            "" if kind in links else text,
            text if kind in links else "",
        )
        for kind, text in config.footer
    ]
    if config.id_code:
        footer.append(FooterItem("id_code", words["footer.id_code"], config.id_code))
    if model.snapshots:
        footer.append(FooterItem("archive", words["footer.archive"], "", addresses.ARCHIVE_PATH))
    if selection.has_data(model):
        footer.append(FooterItem("data", words["footer.data"], "", addresses.DATA_PATH))
    if model.glossary:
        footer.append(FooterItem("glossary", words["page.glossary"], "", addresses.GLOSSARY_PATH))
    footer.append(FooterItem("sitemap", words["footer.sitemap"], "", "sitemap.html"))
    return tuple(footer)
