"""Write docs/code-map.md from the first sentence of every module: `python
docs/write_code_map.py`."""

from __future__ import annotations

import ast
from pathlib import Path

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent / "gksite"
WINGS = (
    "values",
    "diagnostics",
    "catalogue",
    "notation",
    "work",
    "source",
    "documents",
    "schema",
    "config",
    "model",
    "content",
    "pages",
    "theme",
    "exports",
    "portal",
    "search",
    "progress_sheets",
    "importer",
    "migrate",
    "output",
    "build",
    "check",
    "preview",
    "archive",
    "publishing",
    "api",
    "pipeline",
    "cli",
)
"""The folders and modules directly in gksite/, in the order in which they may import."""

HEAD = """\
# The code map

<!-- Written by docs/write_code_map.py from the modules: change it there. -->

Every module with its first sentence, in the order in which imports may point: a module imports
from its own folder and from those above it. [gksite/README.md](../gksite/README.md) says how they
work together.
"""


def code_map() -> str:
    """Return the text of docs/code-map.md."""
    lines = [HEAD]
    for wing in WINGS:
        folder = PACKAGE / wing
        if not folder.is_dir():
            lines.append(f"- `{wing}.py` {opening_of(PACKAGE / f'{wing}.py')}")
            continue
        for part in sorted({path.parent for path in folder.rglob("*.py")}):
            name = part.relative_to(PACKAGE).as_posix()
            lines.append(f"\n**`{name}/`** {opening_of(part / '__init__.py')}\n")
            modules = sorted(path for path in part.glob("*.py") if path.name != "__init__.py")
            lines += [f"- `{name}/{path.name}` {opening_of(path)}" for path in modules]
    return "\n".join(lines) + "\n"


def opening_of(path: Path) -> str:
    """Return the first paragraph of a module's docstring as one line."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition("\n\n")[0].replace("\n", " ")


if __name__ == "__main__":
    (FOLDER / "code-map.md").write_text(code_map(), "utf-8")
