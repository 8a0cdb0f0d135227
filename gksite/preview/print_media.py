"""Show a style sheet on screen as on paper: `print` rules hold, `screen` rules do not."""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|@media(?=[\s(/])"
    r"(?P<queries>[^{};]*)",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TYPE = re.compile(
    r"\s*(?P<how>not\s+|only\s+)?(?P<type>[a-z-]+)\b(?P<rest>.*)", re.DOTALL | re.IGNORECASE
)


def as_on_paper(css: str) -> str:
    """Return the style sheet with each `@media` answered as a printer would."""
    return _PIECE.sub(
        lambda match: (
            match[0] if match["queries"] is None else f"@media {paper_queries(match['queries'])} "
        ),
        css,
    )


def paper_queries(queries: str) -> str:
    """Return a list of media queries, each with its media type replaced by whether it holds for
    print: `all` or `not all`."""
    return ", ".join(_paper_query(query) for query in _COMMENT.sub(" ", queries).split(","))


def _paper_query(query: str) -> str:
    match = _TYPE.fullmatch(query)
    if not match or match["type"].lower() in ("all", "not"):
        return query.strip()
    negated = (match["how"] or "").strip().lower() == "not"
    is_print, rest = match["type"].lower() == "print", match["rest"].rstrip()
    if negated:
        # `not` negates the whole query: `not screen and (…)` holds for print.
        return f"not all{rest}" if is_print else "all"
    return f"all{rest}" if is_print else "not all"
