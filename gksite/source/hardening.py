"""Make Markdown tokens safe to print: check links, show HTML as text, join Chinese lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.blocks import BodyLink
from gksite.source.findings import KEY, Findings
from gksite.source.lines import joins
from gksite.source.link_faults import link_fault
from gksite.source.links import link_kind, page_address
from gksite.source.spots import Spots, cells_of

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_OPENED = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")

_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]+")
"""The language that may be named behind the marks of a code block."""


class Harden:
    """Makes the tokens of one text safe, in place; `problems` and `links` grow on the way."""

    def __init__(self, path: str, spots: Spots, root: str) -> None:
        self.path = path
        self.spots = spots
        self.root = root
        self.problems: list[Diagnostic] = []
        self.links: list[BodyLink] = []
        self.width = 0
        self.cell: int | None = None
        self.inline: Token | None = None
        self.opened: frozenset[str] = frozenset()

    def tokens(self, tokens: Sequence[Token]) -> None:
        """Harden block tokens: heading levels, table cells, code blocks, and all inline text."""
        for number, token in enumerate(tokens):
            if token.type == "inline":
                self._text(token)
            elif token.type in ("heading_open", "heading_close"):
                self._check_heading(tokens[number + 1 : number + 2], token)
                token.tag = f"h{max(2, int(token.tag[1]))}"
            elif token.type in ("th_open", "td_open"):
                style = str(token.attrs.pop("style", ""))
                if token.type == "th_open":
                    token.attrs["scope"] = "col"
                if style:
                    token.attrs["class"] = "align-" + style.rpartition(":")[2]
            elif token.type == "tr_open":
                self.cell = -1
            elif token.type == "tr_close":
                self.cell = None
            elif token.type in ("thead_open", "tbody_open"):
                self._check_rows(token)
            elif token.type == "fence":
                self._check_fence(token)
                token.info = ""

    def _text(self, token: Token) -> None:
        """Harden an inline text, and report the findings noted in it."""
        if self.cell is not None:
            self.cell += 1
        self.inline = token
        self.opened = (
            frozenset(_OPENED.findall(token.content)) - {"br"}
            if "</" in token.content
            else frozenset()
        )
        findings = token.meta.get(KEY)
        if isinstance(findings, Findings):
            for noted in findings.noted:
                self.problems.append(
                    problem(noted.code, self._place(noted.at), **dict(noted.arguments))
                )
        token.children = self._inline(token.children or [])

    def _place(self, at: int) -> Location:
        """Return the place of a character of the inline text at hand."""
        assert self.inline
        return Location(self.path, *self.spots.place(self.inline, at, self.cell))

    def _check_rows(self, part: Token) -> None:
        """Report rows with more cells than the head, which are lost, and rows with fewer."""
        first, end = part.map or [0, 0]
        rows = [
            cells_of(self.spots.lines[row]) for row in range(first, min(end, len(self.spots.lines)))
        ]
        if part.type == "thead_open":
            self.width = len(rows[0]) if rows else 0
            return
        for row, cells in enumerate(rows, first):
            if any(cell for _, cell in cells[self.width :]):
                where = Location(self.path, *self.spots.source(row, cells[self.width][0]))
                beyond = " | ".join(cell for _, cell in cells[self.width :])
                self.problems.append(
                    problem("table-row-long", where, found=beyond, width=self.width)
                )
            elif len(cells) < self.width:
                where = Location(self.path, *self.spots.source(row, cells[0][0] if cells else 0))
                self.problems.append(
                    problem("table-row-short", where, count=len(cells), width=self.width)
                )

    def _check_heading(self, content: Sequence[Token], token: Token) -> None:
        if token.type == "heading_open" and not content[0].content.strip():
            where = Location(self.path, *self.spots.source((token.map or [0])[0], 0))
            self.problems.append(problem("heading-empty", where, found=token.markup))

    def _check_fence(self, token: Token) -> None:
        """Report a block of code that is not closed, and words behind its first marks: they are not
        printed, unless they only name a language."""
        first, end = token.map or [0, 0]
        words = token.info.strip()
        if words and not _LANGUAGE.fullmatch(words):
            where = Location(self.path, *self.spots.source(first, 0))
            self.problems.append(problem("fence-words", where, found=words))
        last = self.spots.lines[end - 1].strip(" \t>") if end <= len(self.spots.lines) else ""
        if end - first < 2 or not last.startswith(token.markup) or last.strip(token.markup[0]):
            self.problems.append(
                problem("fence-unclosed", Location(self.path, *self.spots.source(first, 0)))
            )

    def _inline(self, children: list[Token]) -> list[Token]:
        kept: list[Token] = []
        open_links: list[bool] = []
        for number, token in enumerate(children):
            if token.type == "link_open":
                named = bool(plain_text(children[number + 1 : _closing(children, number)]).strip())
                open_links.append(self._link(token, named))
                if open_links[-1]:
                    kept.append(token)
            elif token.type == "link_close":
                if open_links.pop():
                    kept.append(token)
            elif token.type == "image":
                kept.append(self._image(token))
            elif token.type == "raw_html":
                self._tag(token)
                kept.append(_text(token.content))
            elif token.type == "softbreak":
                before, after = plain_text(kept[-3:]), plain_text(children[number + 1 : number + 4])
                kept.append(_text("" if joins(before, after) else " "))
            else:
                kept.append(token)
        return kept

    def _tag(self, token: Token) -> None:
        """Report an HTML tag; a closing one only where the text does not open it."""
        name = _TAG.match(token.content)
        if not token.content.startswith("</") or (name and name[1] not in self.opened):
            self.problems.append(
                problem("raw-html", self._place(token.meta["at"]), found=token.content)
            )

    def _link(self, token: Token, named: bool) -> bool:
        target = str(token.attrs["href"])
        title = token.attrs.get("title")
        kind = link_kind(target)
        where = self._place(token.meta.get("at", 0))
        if kind == "forbidden":
            self._forbidden(target, where)
            return False
        if not named:
            self.problems.append(problem("unnamed-link", where, target=target))
        self.links.append(BodyLink(target, where.line))
        external: dict[str, str | int | float] = {"class": "external", "rel": "external noopener"}
        token.attrs = {
            **(external if kind == "external" else {}),
            "href": page_address(target, self.root),
        }
        if title:
            token.attrs["title"] = title
        return True

    def _forbidden(self, target: str, where: Location) -> None:
        """Report the fault of a target, which is percent-encoded in its token."""
        code, arguments = link_fault(unquote(target)) or ("unsafe-link", {"target": target})
        self.problems.append(problem(code, where, **arguments))

    def _image(self, token: Token) -> Token:
        target, alternative = str(token.attrs["src"]), plain_text(token.children or [])
        where = self._place(token.meta.get("at", 0))
        # Only files of the site: mail and telephone are `site` for links, but no pictures.
        if link_kind(target) != "site" or ":" in target.partition("/")[0]:
            self._forbidden(target, where)
            return _text(alternative)
        if not alternative.strip():
            self.problems.append(problem("unnamed-link", where, target=target))
        self.links.append(BodyLink(target, where.line))
        token.children = [_text(alternative)]
        title = token.attrs.get("title")
        token.attrs = {
            "src": page_address(target, self.root),
            "alt": alternative,
            **({"title": title} if title else {}),
        }
        return token


def plain_text(children: Sequence[Token]) -> str:
    """Return the text of inline tokens, without markup."""
    return "".join(map(_content, children))


def _content(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return (
        plain_text(token.children or [])
        if token.type == "image"
        else token.content
        if token.nesting == 0
        else ""
    )


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _closing(children: Sequence[Token], start: int) -> int:
    """Return the index of the token that closes the link opened at `start`; links do not nest."""
    return next(n for n in range(start, len(children)) if children[n].type == "link_close")
