"""The former address of `gksite.build.pipeline`, kept until version 0.2 for programs that use it.

New programs import `gksite.api`.
"""

from __future__ import annotations

from gksite.build.pipeline import (
    USUAL,
    BuildReport,
    Options,
    Refused,
    Site,
    build,
    clean,
    differences,
)

__all__ = ["USUAL", "BuildReport", "Options", "Refused", "Site", "build", "clean", "differences"]
