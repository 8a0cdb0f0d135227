"""A whole page with the portal's head and foot: three server-side includes, a fragment."""

from __future__ import annotations

from html import escape

from gksite.config.values import PortalConfig
from gksite.portal.addresses import STYLE_PATH
from gksite.portal.fragment import scoped_body, scoping_of
from gksite.portal.html_trees import Element, page_tree, part_of
from gksite.portal.scoped_html import head_inside, open_tag
from gksite.portal.scoped_script import SCRIPT_PATH

CHROME = frozenset({"skip", "site-name", "foot-items"})
"""Classes of elements that the portal's head and foot have themselves."""


def render_ssi_page(html: bytes, path: str, portal: PortalConfig) -> bytes:
    """Return a page with the portal's head and foot; the portal's security policy holds for it, and
    one script of ours if the portal takes it."""
    page = page_tree(html)
    root = "../" * path.count("/")
    style = open_tag("link", [("rel", "stylesheet"), ("href", f"{root}{STYLE_PATH}")])
    script = f'<script defer src="{root}{SCRIPT_PATH}"></script>\n' if portal.script else ""
    body = scoped_body(page, scoping_of(path, CHROME, has_script=portal.script), "main")
    lines = [
        "<!DOCTYPE html>\n",
        open_tag("html", [("lang", page.get("lang") or "zh-CN")]),
        "\n<head>\n",
        head_inside(part_of(page, "head"), _is_own),
        _slot(portal.resources),
        style,
        f"\n{script}</head>\n<body>\n",
        _slot(portal.head),
        body,
        "\n",
        _slot(portal.foot),
        "</body>\n</html>\n",
    ]
    return "".join(lines).encode()


def _slot(address: str) -> str:
    return f'<!--#include virtual="{escape(address)}" -->\n' if address else ""


_OF_THE_SITE = frozenset({"icon", "apple-touch-icon", "stylesheet", "preload"})


def _is_own(element: Element) -> bool:
    """Whether a head element is for the site's own pages: policy, icon, colour, styles, scripts."""
    if element.tag == "meta":
        is_policy = (element.get("http-equiv") or "").lower() == "content-security-policy"
        return is_policy or element.get("name") in ("theme-color", "format-detection")
    if element.tag == "link":
        return not _OF_THE_SITE.isdisjoint((element.get("rel") or "").split())
    return element.tag == "style" or (
        element.tag == "script" and element.get("type") != "application/ld+json"
    )
