"""The rules that keep the tree readable: who may import whom, who may touch the disk, what must be
documented."""

from __future__ import annotations

import ast
import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

from modules import MODULES, tree_of

PROJECT = Path(__file__).parent.parent

LAYERS: tuple[str, ...] = (
    *runpy.run_path(str(PROJECT / "docs/write_code_map.py"))["WINGS"],
    "__main__",
)
"""A module imports from its own wing and from those before it. The version in `__init__` is
everyone's."""

IMPORTS_OUT_OF_ORDER: dict[str, set[str]] = {}
"""Module → the layers that it may import though they come later; empty, and meant to stay so."""

WITH_INPUT_AND_OUTPUT = (
    "source/files.py",
    "source/folder_reader.py",
    "source/stored_versions.py",
    "source/theme_files.py",
    "source/program.py",
    "work/",
    "documents/",
    "progress_sheets/workbook.py",
    "output/",
    "build/cache.py",
    "build/cleaning.py",
    "build/last_check.py",
    "check/link_visits.py",
    "preview/",
    "archive/",
    "publishing/",
    "cli/",
)
"""Only these use the disk, the clock, the environment, processes."""

OUTSIDE_MODULES = frozenset(
    {
        "asyncio",
        "concurrent",
        "ctypes",
        "fcntl",
        "fileinput",
        "getpass",
        "glob",
        "http",
        "locale",
        "logging",
        "mmap",
        "multiprocessing",
        "os",
        "platform",
        "random",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib.request",
        "uuid",
        "watchfiles",
    }
)
INSIDE_ALL_THE_SAME: dict[str, set[str]] = {
    # Tables are made in memory and taken out as bytes (`serialize`): no file, no clock.
}
"""Module → what it may import of them, each with the reason why it touches nothing there."""

OUTSIDE_NAMES = frozenset({"open", "print", "input", "breakpoint", "exec", "eval"})
OUTSIDE_METHODS = frozenset(
    {
        "read_text",
        "write_text",
        "read_bytes",
        "write_bytes",
        "exists",
        "is_file",
        "is_dir",
        "is_symlink",
        "iterdir",
        "glob",
        "rglob",
        "mkdir",
        "rmdir",
        "unlink",
        "touch",
        "resolve",
        "absolute",
        "cwd",
        "home",
        "expanduser",
        "symlink_to",
        "lstat",
        "scandir",
        "now",
        "today",
        "utcnow",
    }
)

DOORS: dict[str, tuple[str, ...]] = {
    "yaml": ("source/",),
    "pydantic": ("schema/", "config/records.py", "content/records.py"),
    "pydantic_core": ("schema/", "content/records.py"),
    "jinja2": ("theme/",),
    "markupsafe": ("theme/",),
    "markdown_it": ("source/",),
    "click": ("cli/",),
    "filelock": ("output/", "publishing/"),
    "tqdm": ("cli/",),
    "msgspec": ("",),
    "bs4": ("documents/", "preview/"),
    "lxml": ("documents/", "portal/", "progress_sheets/"),
    "tinycss2": ("portal/",),
    "docx": ("documents/", "exports/"),
    "pdfplumber": ("documents/",),
    "pdfminer": ("documents/",),
    "xlsxwriter": ("exports/", "progress_sheets/"),
    "apsw": ("exports/sqlite_file.py",),
    "weasyprint": ("exports/plan_pdf.py",),
    "pydyf": ("exports/plan_pdf.py",),
    "segno": ("pages/page_code.py",),
    "livereload": ("preview/",),
    "tornado": ("preview/",),
    "watchfiles": ("preview/",),
    "boto3": ("publishing/",),
    "botocore": ("publishing/",),
    "httpx": ("publishing/", "check/link_visits.py"),
    "paramiko": ("publishing/",),
    "warcio": ("archive/",),
    "cryptography": ("archive/",),
}
"""Third party → where it may be imported."""

WORDLESS_NAMES = frozenset(
    {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "manager",
        "core",
        "data",
        "info",
        "misc",
        "base",
        "lib",
    }
)


def layer_of(module: str) -> str:
    """The folder directly below gksite/, or the module that lies there."""
    return module.partition("/")[0].removesuffix(".py")


def imports_of(module: str) -> Iterator[str]:
    """Every module imported, wherever the statement stands; of ours as a path such as
    `model/site.py`."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(module: str) -> set[str]:
    """The modules of gksite that a module imports."""
    found = set()
    names = set(imports_of(module))
    for name in names:
        path = name.removeprefix("gksite.").replace(".", "/")
        # Of `from folder import module` only the module counts.
        if f"{path}/__init__.py" in MODULES and any(
            f"{path}/{other.rpartition('.')[2]}.py" in MODULES for other in names
        ):
            continue
        if name.startswith("gksite.") and f"{path}.py" in MODULES:
            found.add(f"{path}.py")
        elif name.startswith("gksite.") and f"{path}/__init__.py" in MODULES:
            found.add(f"{path}/__init__.py")
    return found - {module}


def is_among(module: str, places: tuple[str, ...]) -> bool:
    return any(
        module == place or (place.endswith("/") and module.startswith(place)) or not place
        for place in places
    )


def test_imports_point_one_way() -> None:
    upward = {}
    for module in MODULES:
        own = layer_of(module)
        before = set() if own == "__init__" else {*LAYERS[: LAYERS.index(own) + 1]}
        before |= IMPORTS_OUT_OF_ORDER.get(module, set())
        if wrong := {layer_of(other) for other in own_imports(module)} - before:
            upward[module] = wrong
    assert upward == {}


def test_no_module_imports_itself_by_a_detour() -> None:
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join([*trail, module])
        if module not in done:
            for other in sorted(own_imports(module)):
                visit(other, (*trail, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


def touches_of_the_world(module: str) -> Iterator[str]:
    """What a module uses of disk, clock, environment and processes."""
    for name in imports_of(module):
        if name in OUTSIDE_MODULES or name.partition(".")[0] in OUTSIDE_MODULES:
            yield name
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in OUTSIDE_NAMES:
                yield f"{node.func.id}()"
            if isinstance(node.func, ast.Attribute) and node.func.attr in OUTSIDE_METHODS:
                yield f".{node.func.attr}()"


def test_only_the_shell_touches_the_world() -> None:
    touching = {
        module: touches
        for module in MODULES
        if not is_among(module, WITH_INPUT_AND_OUTPUT)
        and (touches := {*touches_of_the_world(module)} - INSIDE_ALL_THE_SAME.get(module, set()))
    }
    assert touching == {}


def test_third_parties_enter_by_their_doors() -> None:
    intruders = {
        (module, package)
        for module in MODULES
        for package in {name.partition(".")[0] for name in imports_of(module)}
        if package != "gksite"
        and package not in sys.stdlib_module_names
        and not is_among(module, DOORS.get(package, ()))
    }
    assert intruders == set()


def test_a_module_says_what_it_holds() -> None:
    assert [name for name in MODULES if set(re.split(r"[/._]", name)) & WORDLESS_NAMES] == []


def opening_of(module: str) -> str:
    return (ast.get_docstring(tree_of(module)) or "").partition("\n\n")[0].replace("\n", " ")


def test_every_module_opens_with_one_sentence() -> None:
    assert [module for module in MODULES if not opening_of(module)] == []


def undocumented(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    """The public classes, functions and methods without a docstring."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield f"{owner}{node.name}"
            if isinstance(node, ast.ClassDef) and not owner:
                yield from undocumented(node.body, f"{node.name}.")


def test_every_public_function_says_what_is_true() -> None:
    silent = {
        module: names for module in MODULES if (names := [*undocumented(tree_of(module).body)])
    }
    assert silent == {}
