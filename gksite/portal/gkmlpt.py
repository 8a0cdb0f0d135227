"""Documents in the format of the gkmlpt family of portals, 100 articles a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import msgspec

from gksite.portal.push_documents import Document

PAGE_SIZE = 100
GENRE = "工作要点"
"""The genre of documents with this word in their title; that of others is not known."""
_BEIJING = timezone(timedelta(hours=8))


class ArticleFile(msgspec.Struct, frozen=True):
    """An attachment of an article."""

    name: str
    url: str
    size: int


class ArticleLink(msgspec.Struct, frozen=True):
    """Another article."""

    title: str
    url: str


class Article(msgspec.Struct, frozen=True):
    """A document under the names of gkmlpt. Times: seconds since 1970 at 0:00 in Beijing, or 0."""

    id: int
    title: str
    document_number: str
    identifier: str
    publisher: str
    keywords: str
    date: int
    created_at: str
    display_publish_time: int
    abstract: str
    classify_main_name: str
    classify_genre_name: str
    classify_theme_name: str
    url: str
    post_url: str
    is_expired: int
    is_abolished: int
    attachment: tuple[ArticleFile, ...]
    relation: tuple[ArticleLink, ...]


class ArticleList(msgspec.Struct, frozen=True):
    """The number of all articles, and the articles of a file."""

    total: int
    articles: tuple[Article, ...]


def article_files(documents: Sequence[Document]) -> dict[str, bytes]:
    """Return articles.json, articles-2.json …, newest first; without documents an empty list."""
    articles = sorted(
        map(gkmlpt_article, documents),
        key=lambda article: (-article.display_publish_time, article.id),
    )
    files = {}
    for number, start in enumerate(range(0, max(len(articles), 1), PAGE_SIZE), 1):
        name = "articles.json" if number == 1 else f"articles-{number}.json"
        files[name] = (
            msgspec.json.encode(
                ArticleList(len(articles), tuple(articles[start : start + PAGE_SIZE]))
            )
            + b"\n"
        )
    return files


def gkmlpt_article(document: Document) -> Article:
    """Return a document as an article. Readers of such lists want a number, which is made from the
    id."""
    published = document.published_at or document.published
    return Article(
        # 53 bits, which numbers in JavaScript hold exactly.
        id=int.from_bytes(hashlib.sha256(document.id.encode()).digest()[:7]) >> 3,
        title=document.title,
        document_number=document.document_number,
        identifier=document.index_number,
        publisher=document.publisher,
        keywords=",".join(document.keywords),
        date=_seconds(document.written),
        # The form has no day without a time.
        created_at=f"{datetime.fromisoformat(published):%Y-%m-%d %H:%M:%S}" if published else "",
        display_publish_time=_seconds(published),
        abstract=document.summary,
        classify_main_name=document.column.name,
        classify_genre_name=GENRE if GENRE in document.title else "",
        classify_theme_name=document.category,
        url=document.url,
        post_url=document.source_url or document.url,
        is_expired=int(document.validity == "失效"),
        is_abolished=int(document.validity == "废止"),
        attachment=tuple(
            ArticleFile(file.title, file.url, file.bytes) for file in document.attachments
        ),
        relation=tuple(ArticleLink(other.title, other.url) for other in document.relations),
    )


def _seconds(time: str) -> int:
    """Return the seconds since 1970 of a minute with its offset, or of a day's beginning in
    China."""
    if not time:
        return 0
    moment = datetime.fromisoformat(time)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=_BEIJING)).timestamp())
