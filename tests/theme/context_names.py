"""The names that templates can use, a line each; `python tests/theme/context_names.py N` keeps the
present ones as those of contexts N."""

from __future__ import annotations

import runpy
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

from gksite.source.theme_files import read_theme
from gksite.theme.template_names import page_contexts
from gksite.theme.theme import theme_strings
from gksite.theme.value_types import names_of

KEPT = Path(__file__).with_name("contexts")
DOCS: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "docs/write_contexts.py"))


@cache
def present() -> dict[tuple[str, str], str]:
    """Return kind and name (`field TaskPage.title`) with the type or the context."""
    files, _ = read_theme(KEPT, "default")
    names = {
        ("field", f"{context.__name__}.{name}"): DOCS["shown"](value)
        for context in DOCS["contexts"]()
        for name, value in names_of(context).items()
    }
    names |= {("page", name): page.__name__ for name, page in page_contexts().items()}
    names |= {("string", key): "" for key in theme_strings(files, "zh")[0]}
    names |= {("asset", name): "" for name in files.assets}
    for template, (text, _) in files.templates.items():
        tree = jinja2.Environment().parse(text)
        names["template", template] = ""
        names |= {("block", f"{template} {b.name}"): "" for b in tree.find_all(nodes.Block)}
        if template == "macros.html":
            names |= {("macro", f"{template} {m.name}"): "" for m in tree.find_all(nodes.Macro)}
    return names


def kept(number: int) -> dict[tuple[str, str], str]:
    """Return the names of an earlier number."""
    names = {}
    for line in (KEPT / f"{number}.txt").read_text("utf-8").splitlines():
        key, _, value = line.partition(": ")
        kind, _, name = key.partition(" ")
        names[kind, name] = value
    return names


if __name__ == "__main__":
    lines = [
        f"{kind} {name}: {value}\n" if value else f"{kind} {name}\n"
        for (kind, name), value in present().items()
    ]
    (KEPT / f"{sys.argv[1]}.txt").write_text("".join(sorted(lines)), "utf-8")
