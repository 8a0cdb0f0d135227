"""Understand what web pages say of themselves in their heads: title, day, source, keywords."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from gksite.documents.blocks import SourceDocument
from gksite.importer.envelope.signatures import is_organ, parse_day
from gksite.importer.envelope.titles import is_notice_title, is_plan_title, title_text

_PART = re.compile(r"\s{0,4}[-–—_|｜>＞»]{1,2}\s{0,4}")
_SITE = re.compile(
    r"(?:门户网站|政府网站|政府网|官网|网站|信息网|人民政府|首页|政务公开|信息公开)$"
)
_SEVERAL = re.compile(r"[;；,，、|｜\s]+")


class PageHead(msgspec.Struct, frozen=True):
    """What the head of a page states; "" or None for what it does not."""

    title: str = ""
    published: date | None = None
    source: str = ""
    keywords: tuple[str, ...] = ()


def page_head(documents: Sequence[SourceDocument]) -> PageHead:
    """Return what the head of the first page among the documents states.

    `<title>` counts only where it is the title of a plan or a notice, apart from the names of site
    and column; keywords only on the page of an article, without those names.
    """
    facts = next((dict(document.facts) for document in documents if document.facts), {})
    names = {facts.get("sitename", ""), facts.get("columnname", "")}
    article = _without_site(facts.get("articletitle", ""), names)
    title = article or next(
        (
            whole
            for name in ("og:title", "title")
            if (whole := _without_site(facts.get(name, ""), names))
            and (is_plan_title(whole) or is_notice_title(whole))
        ),
        "",
    )
    published = facts.get("pubdate") or facts.get("article:published_time", "")
    listed = [word for word in _SEVERAL.split(facts.get("keywords", "")) if word]
    keywords = [word for word in listed if word not in (*names, title) and not _SITE.search(word)]
    return PageHead(
        title,
        parse_day(published),
        facts.get("contentsource", ""),
        tuple(keywords) if article else (),
    )


def _without_site(printed: str, names: set[str]) -> str:
    """Return a title without the names of site and column behind it; "" where it is only them."""
    parts = _PART.split(printed)
    while len(parts) > 1 and (parts[-1] in names or _is_site(parts[-1])):
        printed = printed[: printed.rindex(parts.pop())]
        printed = re.sub(rf"(?:{_PART.pattern})$", "", printed)
    text = title_text(printed)
    return "" if text in names or _is_site(text) or parse_day(text) else text


def _is_site(text: str) -> bool:
    return bool(_SITE.search(text)) or is_organ(text)
