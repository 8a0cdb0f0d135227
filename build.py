"""`python build.py` is `gksite build`: it builds the site.

To make the Python packages of gksite, type `python -P -m build` (or `uv build`). Without `-P`, `python -m build` in this folder finds this
file instead of the program of that name, and is told so.
"""

from __future__ import annotations

import sys

from gksite.cli import run

if __name__ == "__main__":
    if __spec__ is not None:
        sys.exit(
            "这是生成网站的 build.py。打包请用 python -P -m build；生成网站请用 python build.py\n"
            "This build.py builds the site. For packages: python -P -m build; for the site: python build.py"
        )
    sys.argv.insert(1, "build")
    run()
