"""Write docs/visibility.md, what becomes of each key, from gksite/schema/visibility.py: `python
docs/write_visibility.py`."""

from __future__ import annotations

import inspect
from pathlib import Path

from gksite.config import records as config_records
from gksite.content import records
from gksite.schema.keys import chinese_key
from gksite.schema.visibility import PUBLIC_ONLY_WITH, VISIBILITY

PAGE = Path(__file__).with_name("visibility.md")
HEAD = """\
# What becomes of each key 每一项的去向

<!-- Written by docs/write_visibility.py from gksite/schema/visibility.py: change it there. -->

- **shown** 上网页: every character stands on a page, unless a diagnostic says why not.
- **data** 只作数据: it may go out, in files for programs, in addresses and meta tags, or by what it
  decides (an id, an order, a switch).
- **never** 不公开: no byte of any file that is published comes from it, nor from comments,
  `import.yaml`, `source/`, `reviews/`, drafts.

The text of `plan.md`, `index.md` and `pages/*.md` is shown. `tests/site/test_visibility.py` holds
all of this over generated sites, with every container opened.

| record | key 键 | |
|---|---|---|
"""


def render_page() -> str:
    """The page: a row for each visibility of a record."""
    rows = []
    for name, keys in VISIBILITY.items():
        record = getattr(config_records, name, None) or getattr(records, name)
        paragraph = inspect.cleandoc(record.__doc__).partition("\n\n")[0]
        if setting := PUBLIC_ONLY_WITH.get(name):
            paragraph += f" Only with `{setting}`; without it nothing is published."
        about = paragraph.replace("\n", " ").replace("<", "&lt;")
        for visibility in dict.fromkeys(keys.values()):
            shown = ", ".join(
                f"`{key}` {chinese_key(key, name)}".strip()
                for key, own in keys.items()
                if own == visibility
            )
            rows.append(f"| {about} | {shown} | {visibility} |\n")
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(render_page(), "utf-8")
