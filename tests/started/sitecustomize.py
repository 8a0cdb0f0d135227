"""Have the programs that tests start take compiled templates from the folder of the run too: to
compile those of a site takes twice as long as all else that a small build does.

Python imports this by itself at its start where the folder stands in PYTHONPATH. A test whose
subject is what a process makes from nothing sets GKSITE_TESTS_FOLDER to "".
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

PLACE = os.environ.get("GKSITE_TESTS_FOLDER", "")
THEME = "gksite.theme.theme"


class ThemeFinder:
    """Finds the module with the environment of templates, once it is asked for."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != THEME:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                from compiled_templates import compile_once

                execute(module)
                compile_once(module._Environment, Path(PLACE, "templates"))

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


if PLACE:
    sys.meta_path.insert(0, ThemeFinder)
