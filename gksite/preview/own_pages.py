"""The preview's own pages: nothing built, no such page, narrow frame, comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from gksite.catalogue import Language
from gksite.preview.text_diff import Row, Spans
from gksite.source.links import file_address

OWN_URL = "/.gksite-preview/"
Words = Mapping[str, str]


def site_url(path: str) -> str:
    """Return the address of a page of the site in the preview."""
    return "/" + file_address(path)


def waiting_page(words: Words, language: Language) -> bytes:
    """Return the page shown before the first build has succeeded."""
    return _page(language, words["waiting-title"], f"<p>{escape(words['waiting-text'])}</p>")


def missing_page(words: Words, language: Language, path: str) -> bytes:
    """Return the page for a path that the site does not have."""
    text = escape(words["missing-text"].format(path=path))
    home = f'<p><a href="/">{escape(words["to-home"])}</a></p>'
    return _page(language, words["missing-title"], f"<p>{text}</p>{home}")


def narrow_page(words: Words, language: Language, path: str) -> bytes:
    """Return a page in a frame as wide as a small telephone."""
    title = words["narrow-title"].format(path=path)
    frame = (
        f'<iframe class="narrow" src="{escape(site_url(path))}" title="{escape(title)}"></iframe>'
    )
    return _page(
        language,
        title,
        f'<p><a id="back" href="{escape(site_url(path))}">{escape(words["back"])}</a></p>{frame}',
        kind="narrow-page",
    )


def diff_page(
    words: Words, language: Language, path: str, rows: Sequence[Row], notice: str
) -> bytes:
    """Return the rows of a comparison side by side, or a notice instead of them."""
    title = words["diff-title"].format(path=path)
    back = f'<p><a href="{escape(site_url(path))}">{escape(words["back"])}</a></p>'
    body = f"<p>{escape(notice)}</p>" if notice else _counts(words, rows) + _table(words, rows)
    return _page(language, title, back + body, kind="diff-page")


def _counts(words: Words, rows: Sequence[Row]) -> str:
    kinds = [row.kind for row in rows]
    text = words["diff-counts"].format(
        gone=kinds.count("removed"), come=kinds.count("added"), changed=kinds.count("changed")
    )
    return f"<p>{escape(text)}</p>"


def _table(words: Words, rows: Sequence[Row]) -> str:
    line, old, new = (escape(words[name]) for name in ("diff-line", "diff-old", "diff-new"))
    head = (
        f'<tr><th scope="col">{line}</th><th scope="col">{old}</th><th scope="col">{line}</th><th '
        f'scope="col">{new}</th></tr>'
    )
    body = "".join(_row(words, row) for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{old} / '
        f'{new}"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def _row(words: Words, row: Row) -> str:
    if row.kind == "skipped":
        return (
            '<tr class="skipped"><td colspan="4">'
            f"{escape(words['diff-skipped'].format(n=row.count))}</td></tr>"
        )
    cells = (
        f"<td>{row.old_line or ''}</td><td>{_spans(row.old, 'del')}</td><td>{row.new_line or ''}</"
        f"td><td>{_spans(row.new, 'ins')}</td>"
    )
    return f'<tr class="{row.kind}">{cells}</tr>'


def _spans(spans: Spans, mark: str) -> str:
    return "".join(
        f"<{mark}>{escape(text)}</{mark}>" if differs else escape(text) for text, differs in spans
    )


def _page(language: Language, title: str, body: str, *, kind: str = "notice-page") -> bytes:
    name = "zh-CN" if language == "zh" else "en"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, '
        f'initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="{OWN_URL}own.css">'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{name}"><head>{head}</head><body '
        f'class="{kind}"><main><h1>{escape(title)}</h1>{body}</main></body></html>\n'
    ).encode()
