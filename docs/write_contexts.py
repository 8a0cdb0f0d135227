"""Write docs/contexts.md, the names that templates see, from the contexts: `python
docs/write_contexts.py`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import msgspec

from gksite.pages.context_changes import CHANGED, CONTEXTS, GONE
from gksite.pages.parts import Page, Site
from gksite.theme.template_names import page_contexts
from gksite.theme.value_types import Constant, Items, Table, ValueType, names_of

PAGE = Path(__file__).with_name("contexts.md")
HEAD = f"""\
# The names that templates see 模板变量

<!-- Written by docs/write_contexts.py from gksite/pages/: change it there. -->

These are contexts {CONTEXTS}. The context of a page has the names of `Page` and its own.
[themes.md](themes.md) says how a template uses them. `[Link]` is a list of `Link`, `(text, text)` a
pair, `text → text` a mapping. Any value may be missing or empty.

"""


def contexts() -> list[type]:
    """Return every class that templates see: those of pages and the site, then their parts."""
    found: dict[type, None] = {}
    pages = [context for _, context in sorted(page_contexts().items())]
    waiting: list[type] = [Page, *pages, Site]
    while waiting:
        context = waiting.pop(0)
        if context not in found:
            found[context] = None
            waiting += [part for value in names_of(context).values() for part in parts(value)]
    heads = len({Page, Site, *pages})
    ordered = list(found)
    return [*ordered[:heads], *sorted(ordered[heads:], key=lambda context: context.__name__)]


def parts(value: ValueType) -> Iterator[type]:
    """Yield the context classes in a value."""
    for form in sorted(value or (), key=repr):
        if isinstance(form, Items):
            for each in form.each or (form.of,):
                yield from parts(each)
        elif isinstance(form, Table):
            yield from parts(form.of)
        elif isinstance(form, type) and issubclass(form, msgspec.Struct):
            yield form


def shown(value: ValueType) -> str:
    """Return a type in words."""
    return " | ".join(sorted(_shown(form) for form in value or ()))


def _shown(form: object) -> str:
    if isinstance(form, Items):
        inner = ", ".join(map(shown, form.each)) if form.each else shown(form.of)
        return f"({inner})" if form.each else f"[{inner}]"
    if isinstance(form, Table):
        return f"text → {shown(form.of)}"
    if isinstance(form, Constant):
        return f"`{form.text}`"
    words = {str: "text", int: "number", float: "number", bool: "yes or no"}
    return words.get(form) or form.__name__ if isinstance(form, type) else ""


def render_page() -> str:
    """Return the text of docs/contexts.md."""
    templates = {context: template for template, context in page_contexts().items()}
    lines = [HEAD]
    of_page = names_of(Page)
    for context in contexts():
        names = names_of(context)
        about = inspect.cleandoc(context.__doc__ or "").replace("\n", " ")
        where = f" (`{templates[context]}`)" if context in templates else ""
        lines.append(f"## {context.__name__}{where}\n\n{about}\n")
        if context is not Page and issubclass(context, Page):
            names = {name: value for name, value in names.items() if name not in of_page}
        said = [f"`{name}` {shown(value)}" for name, value in names.items()]
        lines.append("\n" + " · ".join(said) + "\n\n" if said else "\n")
    return "".join(lines).rstrip() + "\n" + _changes()


def _changes() -> str:
    """Return the tables of what is gone and of what means something else."""
    head = "| since | of | name | now |\n|---|---|---|---|\n"
    text = f"\n## What is gone 不再有的\n\n{head}"
    for gone in GONE:
        in_cell = gone.replacement.replace("|", "\\|")
        now = f"`{in_cell}`" if in_cell else "–"
        text += f"| {gone.since} | {gone.context} | `{gone.name}` | {now} |\n"
    if CHANGED:
        text += f"\n## What means something else 含义变了的\n\n{head}"
        for changed in CHANGED:
            now = f"{changed.zh}<br>{changed.en}"
            text += f"| {changed.since} | {changed.context} | `{changed.name}` | {now} |\n"
    return text


if __name__ == "__main__":
    PAGE.write_text(render_page(), "utf-8")
