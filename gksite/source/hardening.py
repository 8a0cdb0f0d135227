"""Markdown tokens made safe to print: links judged, HTML shown as text, Chinese lines joined, no inline style."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.blocks import BodyLink
from gksite.source.lines import joins
from gksite.source.links import link_kind, page_address


class Harden:
    """Makes the tokens of one text safe, in place; `problems` and `links` grow on the way."""

    def __init__(self, path: str, first_line: int, root: str) -> None:
        self.path = path
        self.first_line = first_line
        self.root = root
        self.problems: list[Diagnostic] = []
        self.links: list[BodyLink] = []

    def tokens(self, tokens: Sequence[Token]) -> None:
        """Harden block tokens: heading levels, table cells, code blocks, and all inline text."""
        for token in tokens:
            if token.type == "inline":
                token.children = self._inline(token.children or [], (token.map or [0])[0] + self.first_line)
            elif token.type in ("heading_open", "heading_close"):
                token.tag = f"h{max(2, int(token.tag[1]))}"
            elif token.type in ("th_open", "td_open"):
                style = str(token.attrs.pop("style", ""))
                if token.type == "th_open":
                    token.attrs["scope"] = "col"
                if style:
                    token.attrs["class"] = "align-" + style.rpartition(":")[2]
            elif token.type == "fence":
                token.info = ""

    def _inline(self, children: list[Token], line: int) -> list[Token]:
        kept: list[Token] = []
        open_links: list[bool] = []
        for number, token in enumerate(children):
            if token.type == "link_open":
                named = bool(plain_text(children[number + 1 : _closing(children, number)]).strip())
                open_links.append(self._link(token, named, line))
                if open_links[-1]:
                    kept.append(token)
            elif token.type == "link_close":
                if open_links.pop():
                    kept.append(token)
            elif token.type == "image":
                kept.append(self._image(token, line))
            elif token.type == "raw_html":
                self.problems.append(problem("raw-html", Location(self.path, line, 1)))
                kept.append(_text(token.content))
            elif token.type == "softbreak":
                line += 1
                before, after = plain_text(kept[-3:]), plain_text(children[number + 1 : number + 4])
                kept.append(_text("" if joins(before, after) else " "))
            else:
                line += token.type == "hardbreak"
                kept.append(token)
        return kept

    def _link(self, token: Token, named: bool, line: int) -> bool:
        target = str(token.attrs["href"])
        title = token.attrs.get("title")
        kind = link_kind(target)
        if kind == "forbidden":
            self.problems.append(problem("unsafe-link", Location(self.path, line, 1), target=target))
            return False
        if not named:
            self.problems.append(problem("unnamed-link", Location(self.path, line, 1), target=target))
        self.links.append(BodyLink(target, line))
        external: dict[str, str | int | float] = {"class": "external", "rel": "external noopener"}
        token.attrs = {**(external if kind == "external" else {}), "href": page_address(target, self.root)}
        if title:
            token.attrs["title"] = title
        return True

    def _image(self, token: Token, line: int) -> Token:
        target, alternative = str(token.attrs["src"]), plain_text(token.children or [])
        # Only files of the site: mail and telephone are `site` for links, but no pictures.
        if link_kind(target) != "site" or ":" in target.partition("/")[0]:
            self.problems.append(problem("unsafe-link", Location(self.path, line, 1), target=target))
            return _text(alternative)
        if not alternative.strip():
            self.problems.append(problem("unnamed-link", Location(self.path, line, 1), target=target))
        self.links.append(BodyLink(target, line))
        token.children = [_text(alternative)]
        token.attrs = {"src": page_address(target, self.root), "alt": alternative}
        return token


def plain_text(children: Sequence[Token]) -> str:
    """What inline tokens say, without markup."""
    return "".join(map(_content, children))


def _content(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return plain_text(token.children or []) if token.type == "image" else token.content if token.nesting == 0 else ""


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _closing(children: Sequence[Token], start: int) -> int:
    """Links do not nest: the next closing token belongs to the one opened at `start`."""
    return next(n for n in range(start, len(children)) if children[n].type == "link_close")
