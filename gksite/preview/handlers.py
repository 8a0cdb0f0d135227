"""The answers of the preview: files of the site, and pages of its own."""

from __future__ import annotations

import asyncio
import mimetypes
from pathlib import Path

from tornado.web import HTTPError

from gksite.config.media_types import OF_EXPORTS, TYPES, UNKNOWN
from gksite.preview.addresses import site_path
from gksite.preview.guard import GuardedHandler
from gksite.preview.injection import STRICT_POLICY, page_policy
from gksite.preview.own_pages import (
    OWN_URL,
    diff_page,
    missing_page,
    narrow_page,
    site_url,
    waiting_page,
)
from gksite.preview.page_state import PageState
from gksite.preview.print_media import as_on_paper
from gksite.preview.text_diff import Row, compare_texts
from gksite.preview.visible_text import visible_lines

CHUNK = 262_144
STATIC = ("client.js", "toolbar.css", "own.css", "page.css")
"""Files of the preview itself."""

STATIC_DIR = Path(__file__).with_name("static")
PRINT_ARGUMENT = "gksite-media"
_OWN_POLICY = f"{STRICT_POLICY}; frame-src 'self'"


class SiteHandler(GuardedHandler):
    """Answers with files of the site."""

    async def get(self) -> None:
        """Send the file that the path means, a redirect to it, or a page saying there is none."""
        resolved = self.server.site.resolve(self.asked)
        if resolved is None:
            self._send_missing()
            return
        path, is_folder = resolved
        if is_folder:
            self.redirect(site_url(path) + "/")
        elif path.endswith((".html", ".htm")):
            self._send_html(path)
        elif path.endswith(".css") and self.get_query_argument(PRINT_ARGUMENT, "") == "print":
            self._send_paper_styles(path)
        else:
            await self._send_file(path)

    async def head(self) -> None:
        """As GET, without the body."""
        await self.get()

    def _send_missing(self) -> None:
        server = self.server
        self.set_status(404)
        path = (
            self.asked + "index.html" if not self.asked or self.asked.endswith("/") else self.asked
        )
        words, language = server.words, server.language
        page = (
            missing_page(words, language, path)
            if server.site.digests
            else waiting_page(words, language)
        )
        self.send_page(page, path, PageState(), "own", _OWN_POLICY)

    def _send_html(self, path: str) -> None:
        page = self.server.site.read(path)
        if page is None:
            self._send_missing()
            return
        if not self.server.reloads:
            self.send_page(page, path, PageState(), "page", page_policy(page)[0])
            return
        # The state belongs to the bytes that are sent, even if a build has just replaced the
        # file.
        state = self.server.site.state_of(path, page)
        policy, bare = page_policy(page)
        self.send_page(bare, path, state, "page", policy)

    def _send_paper_styles(self, path: str) -> None:
        styles = self.server.site.read(path)
        if styles is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.finish(as_on_paper(styles.decode("utf-8", "replace")))

    async def _send_file(self, path: str) -> None:
        try:
            stream = self.server.site.place(path).open("rb")
        except OSError as error:
            raise HTTPError(404) from error
        with stream:
            self.set_header("Content-Type", content_type(path))
            self.set_header("Content-Length", str(stream.seek(0, 2)))
            stream.seek(0)
            while self.request.method != "HEAD" and (chunk := stream.read(CHUNK)):
                self.write(chunk)
                await self.flush()


class OwnHandler(GuardedHandler):
    """Answers with the preview's own script, styles and pages."""

    async def get(self) -> None:
        """Answer by the rest of the path."""
        name = self.request.path.removeprefix(OWN_URL)
        if name in STATIC:
            self.set_header("Content-Type", content_type(name))
            self.finish((STATIC_DIR / name).read_bytes())
        elif name == "diff":
            path = self._page_asked()
            server = self.server
            server.published.refresh()
            old, new = server.published.read(path), server.site.read(path)
            rows = (
                await asyncio.to_thread(_compared, old, new)
                if old is not None and new is not None
                else []
            )
            page = diff_page(
                server.words, server.language, path, rows, self._notice(old, new, rows)
            )
            self.send_page(page, path, server.site.state(path), "own", _OWN_POLICY)
        elif name == "narrow":
            path = self._page_asked()
            page = narrow_page(self.server.words, self.server.language, path)
            self.send_page(page, path, self.server.site.state(path), "frame", _OWN_POLICY)
        else:
            raise HTTPError(404)

    async def head(self) -> None:
        """As GET, without the body."""
        await self.get()

    def _page_asked(self) -> str:
        """Return the page that `?path=` names. Raises 404 for a path that no page can have."""
        raw = self.get_query_argument("path", "")
        asked = site_path("/" + raw.replace("%", "%25").encode().decode("latin-1"))
        if isinstance(asked, int) or not asked.endswith(".html"):
            raise HTTPError(404)
        return asked

    def _notice(self, old: bytes | None, new: bytes | None, rows: list[Row]) -> str:
        words = self.server.words
        if old is None:
            return words["diff-unpublished"].format(folder=self.server.published.folder.name)
        if new is None:
            return words["diff-removed"]
        return "" if rows else words["diff-equal"]


def content_type(path: str) -> str:
    """Return the media type of a file by its ending, with UTF-8 for text."""
    ending = Path(path).suffix[1:].lower()
    media = TYPES.get(ending) or OF_EXPORTS.get(ending) or mimetypes.guess_type(path)[0] or UNKNOWN
    return (
        f"{media}; charset=utf-8"
        if media.startswith("text/") or media.endswith(("json", "xml"))
        else media
    )


def _compared(old: bytes, new: bytes) -> list[Row]:
    texts = [visible_lines(page.decode("utf-8", "replace")) for page in (old, new)]
    return compare_texts(*texts)
