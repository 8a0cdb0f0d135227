"""The files of a theme: the project's own in themes/, else one of those that come with gksite."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

import gksite
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.folder_reader import FolderReader

_PACKAGE = Path(gksite.__file__).parent
# In a wheel the themes lie inside the package, in a checkout next to it.
_SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


class ThemeFiles(msgspec.Struct, frozen=True):
    """A theme: templates by name (source, path), assets by name, strings and paths by language."""

    templates: dict[str, tuple[str, str]]
    assets: dict[str, bytes]
    strings: dict[str, str]
    strings_path: dict[str, str]


def list_theme_files(root: Path, theme: str) -> dict[str, Path]:
    """Return the files of the theme as `themes/NAME/…`, also where it is the shipped one, and the
    project's templates/, with their places."""
    files = {
        path: place for path, place, _ in FolderReader(root).walk("templates", lambda _folder: True)
    }
    if (folder := _theme_folder(root, theme)) is not None:
        for top in ("templates", "strings", "static"):
            files |= {
                f"themes/{theme}/{path}": place
                for path, place, _ in FolderReader(folder).walk(top, lambda _folder: True)
            }
    return {path: place for path, place in sorted(files.items()) if place.is_file()}


def read_theme(root: Path, name: str) -> tuple[ThemeFiles, list[Diagnostic]]:
    """Return the theme `name`: the project's own in themes/, else the shipped one; templates/*.html
    of the project override its templates."""
    folder = _theme_folder(root, name)
    if folder is None:
        return ThemeFiles({}, {}, {}, {}), [
            problem("theme-missing", Location("config.yaml"), name=name)
        ]
    reader = FolderReader(folder)
    shown = f"themes/{name}/"
    templates = reader.texts("templates", shown)
    strings = {
        Path(key).stem: value
        for key, value in reader.texts("strings", shown).items()
        if key.endswith(".yaml")
    }
    assets = {
        path.removeprefix("static/"): data for path, data in reader.contents("static").items()
    }
    problems = [_shown_below(shown, item) for item in reader.problems]
    own = FolderReader(root)
    overrides = {
        key: value for key, value in own.texts("templates", "").items() if key.endswith(".html")
    }
    theme = ThemeFiles(
        dict(sorted((templates | overrides).items())),
        dict(sorted(assets.items())),
        {language: text for language, (text, _) in sorted(strings.items())},
        {language: path for language, (_, path) in sorted(strings.items())},
    )
    return theme, sorted([*problems, *own.problems])


def own_theme_files(root: Path, name: str, theme: ThemeFiles) -> frozenset[str]:
    """Return the paths of the templates and strings that are the project's own, and not those of a
    theme that comes with gksite, or of a copy in which nothing was changed."""
    folder, shipped = _theme_folder(root, name), shipped_themes()
    original = shipped / name if shipped else None
    is_shipped = (
        folder
        and original
        and original.is_dir()
        and (folder.resolve() == original.resolve() or _is_copy(theme, name, original))
    )
    paths = {path for _, path in theme.templates.values()} | set(theme.strings_path.values())
    return frozenset(
        path for path in paths if not (is_shipped and path.startswith(f"themes/{name}/"))
    )


def _is_copy(theme: ThemeFiles, name: str, original: Path) -> bool:
    """Whether the theme has the files of `original`, but for templates that are overridden."""
    files, _ = read_theme(original.parent.parent, name)
    own = {key: text for key, (text, path) in theme.templates.items() if path.startswith("themes/")}
    return (
        theme.templates.keys() >= files.templates.keys()
        and all(
            key in files.templates and files.templates[key][0] == text for key, text in own.items()
        )
        and theme.strings == files.strings
        and theme.assets == files.assets
    )


def shipped_themes() -> Path | None:
    """Return the folder of the themes that come with gksite."""
    return next(filter(Path.is_dir, _SHIPPED), None)


def _theme_folder(root: Path, name: str) -> Path | None:
    if not re.fullmatch(r"[\w-]+", name):
        return None
    places = [themes / name for themes in (root / "themes", *_SHIPPED)]
    return next((place for place in places if (place / "templates").is_dir()), None)


def _shown_below(prefix: str, item: Diagnostic) -> Diagnostic:
    return msgspec.structs.replace(
        item, location=msgspec.structs.replace(item.location, path=prefix + item.location.path)
    )
