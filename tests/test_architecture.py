"""The rules that keep the tree readable: who may import whom, who may touch the disk, what must be
documented."""

from __future__ import annotations

import ast
import re
import runpy
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from gksite.catalogue import CATALOGUE
from gksite.schema.validate import _EXPECTED

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "gksite"

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
    "pypinyin": ("model/pinyin.py",),
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

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
every_module = pytest.mark.parametrize("module", MODULES)


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text("utf-8"))


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


@every_module
def test_imports_point_one_way(module: str) -> None:
    own = layer_of(module)
    if own == "__init__":
        assert not own_imports(module)
        return
    before = {*LAYERS[: LAYERS.index(own) + 1], *IMPORTS_OUT_OF_ORDER.get(module, set())}
    assert {layer_of(other) for other in own_imports(module)} <= before


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


@every_module
def test_only_the_shell_touches_the_world(module: str) -> None:
    if is_among(module, WITH_INPUT_AND_OUTPUT):
        return
    found = {
        name
        for name in imports_of(module)
        if name in OUTSIDE_MODULES or name.partition(".")[0] in OUTSIDE_MODULES
    }
    for node in ast.walk(tree_of(module)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in OUTSIDE_NAMES
        ):
            found.add(f"{node.func.id}()")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in OUTSIDE_METHODS
        ):
            found.add(f".{node.func.attr}()")
    assert not found - INSIDE_ALL_THE_SAME.get(module, set())


@every_module
def test_third_parties_enter_by_their_doors(module: str) -> None:
    for name in imports_of(module):
        package = name.partition(".")[0]
        if package != "gksite" and package not in sys.stdlib_module_names:
            assert is_among(module, DOORS.get(package, ())), (
                f"{package} has no business in {module}"
            )


@every_module
def test_a_module_says_what_it_holds(module: str) -> None:
    assert not set(re.split(r"[/._]", module)) & WORDLESS_NAMES


def opening_of(module: str) -> str:
    return (ast.get_docstring(tree_of(module)) or "").partition("\n\n")[0].replace("\n", " ")


@every_module
def test_every_module_opens_with_one_sentence(module: str) -> None:
    assert opening_of(module), "no docstring"


def test_the_code_map_is_what_the_modules_say() -> None:
    """Else: python docs/write_code_map.py."""
    code_map = runpy.run_path(str(PROJECT / "docs/write_code_map.py"))["code_map"]()
    assert (PROJECT / "docs/code-map.md").read_text("utf-8") == code_map


@every_module
def test_every_public_function_says_what_is_true(module: str) -> None:
    silent = []
    for node in (
        *tree_of(module).body,
        *(
            inner
            for top in tree_of(module).body
            if isinstance(top, ast.ClassDef)
            for inner in top.body
        ),
    ):
        if isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ) and not node.name.startswith("_"):
            owner = next(
                (
                    top.name
                    for top in tree_of(module).body
                    if isinstance(top, ast.ClassDef) and node in top.body
                ),
                "",
            )
            if not owner.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{owner}.{node.name}")
    assert not silent


TEXTS = frozenset({".py", ".json", ".yaml", ".txt", ".md"})


# ── diagnostics ───────────────────────────────────────────────────────────────────────────────────


def codes_in_source() -> dict[str, set[str]]:
    """Code → the modules that hold it as a text of its own, but for the catalogue."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        if not module.startswith("catalogue/"):
            for node in ast.walk(tree_of(module)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.setdefault(node.value, set()).add(module)
    return found


def test_every_code_of_the_catalogue_is_used() -> None:
    used = codes_in_source()
    assert [code for code in CATALOGUE if code not in used] == []


@every_module
def test_every_problem_stands_in_the_catalogue(module: str) -> None:
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        code = node.args[0]
        if isinstance(code, ast.Constant) and name in (
            "problem",
            "refuse",
            "_report",
            "PydanticCustomError",
        ):
            assert code.value in CATALOGUE or (
                name == "PydanticCustomError" and code.value in _EXPECTED
            ), code.value


@cache
def shown_by_tests() -> tuple[list[str], list[str]]:
    """The reports of sites, in which a code stands in brackets, and the texts of tests in which its
    name is enough."""
    reports = [
        *PROJECT.glob("tests/**/cases/**/expected*.txt"),
        *PROJECT.glob("tests/**/test_situations.py"),
    ]
    named = [
        path
        for wing in ("importer", "documents", "progress_sheets")
        for path in PROJECT.glob(f"tests/{wing}/**/*")
        if path.suffix in TEXTS
    ]
    named += [
        *PROJECT.glob("tests/archive/test_*.py"),
        *PROJECT.glob("tests/output/test_*.py"),
        PROJECT / "tests/cli/test_console.py",
    ]
    # These names cannot stand in every working copy: the files are made by the test.
    named += [
        PROJECT / "tests/site/test_file_addresses.py",
        PROJECT / "tests/site/odd_file_names.json",
    ]
    return [path.read_text("utf-8") for path in reports], [
        path.read_text("utf-8", "replace") for path in named
    ]


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_shown_by_a_test(code: str) -> None:
    """In the expected report of a case, or where the situation is made; those of the importer, of
    snapshots and of writing, which have no site, by their name."""
    reports, texts = shown_by_tests()
    assert any(f"[{code}]" in report for report in reports) or any(
        re.search(rf"\b{code}\b", text) for text in texts
    )


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_a_line_in_the_manual(code: str) -> None:
    assert f"\n| `{code}` | " in (PROJECT / "docs/diagnostics.md").read_text("utf-8")


def test_the_manual_is_what_the_catalogue_says() -> None:
    """Else: python docs/write_diagnostics.py."""
    writer = runpy.run_path(str(PROJECT / "docs/write_diagnostics.py"))
    expected = writer["render_manual"]()
    assert (PROJECT / "docs/diagnostics.md").read_text("utf-8") == expected


def test_the_page_of_visibility_is_what_the_table_says() -> None:
    """Else: python docs/write_visibility.py."""
    expected = runpy.run_path(str(PROJECT / "docs/write_visibility.py"))["render_page"]()
    assert (PROJECT / "docs/visibility.md").read_text("utf-8") == expected


def test_the_pages_of_the_rules_are_what_the_rules_say() -> None:
    """Else: python docs/write_rules.py."""
    pages = runpy.run_path(str(PROJECT / "docs/write_rules.py"))["pages"]()
    assert {
        path.name: path.read_text("utf-8") for path in (PROJECT / "docs/rules").glob("*.md")
    } == pages


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_mention_the_same(code: str) -> None:
    """A Chinese text may have a translated part, such as `reason_zh` for `reason`."""
    entry = CATALOGUE[code]

    def mentioned(text: str) -> set[str]:
        return {name.removesuffix("_zh") for name in re.findall(r"(?<!\{)\{(\w+)\}", text)}

    assert mentioned(entry.zh) == mentioned(entry.en)
    assert mentioned(entry.fix_zh) == mentioned(entry.fix_en)
    for text in (entry.zh, entry.en, entry.fix_zh, entry.fix_en):
        assert text and text[-1] not in "。."
