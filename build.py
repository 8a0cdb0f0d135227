"""`python build.py` is `gksite build`."""

from __future__ import annotations

import sys

from gksite.cli import run

if __name__ == "__main__":
    sys.argv.insert(1, "build")
    run()
