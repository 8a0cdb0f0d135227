"""Show a style sheet on screen as it would apply on paper: rules for print hold, rules for screens
do not."""

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
    """Return the style sheet with each `@media` answered as a printer would; comments and strings
    stay as they are."""
    return _PIECE.sub(
        lambda found: (
            found[0] if found["queries"] is None else f"@media {paper_queries(found['queries'])} "
        ),
        css,
    )


def paper_queries(queries: str) -> str:
    """Return a list of media queries, each with its media type replaced by whether it holds for
    print: `all` or `not all`."""
    return ", ".join(_paper_query(query) for query in _COMMENT.sub(" ", queries).split(","))


def _paper_query(query: str) -> str:
    found = _TYPE.fullmatch(query)
    if not found or found["type"].lower() in ("all", "not"):
        return query.strip()
    negated = (found["how"] or "").strip().lower() == "not"
    is_print, rest = found["type"].lower() == "print", found["rest"].rstrip()
    if negated:
        # `not screen and (…)` denies the whole: for print it holds, since the type alone fails.
        return f"not all{rest}" if is_print else "all"
    return f"all{rest}" if is_print else "not all"
