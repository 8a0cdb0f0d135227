"""Disk to text: the only reader of a project and of its theme."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

import gksite
from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.source.file_names import check_file_names
from gksite.source.text import LARGEST_TEXT, check_size, decode

T = TypeVar("T")


class Attachment(msgspec.Struct, frozen=True):
    """A file that is published as it is: its path, its size in bytes and its SHA-256."""

    path: str
    size: int
    digest: bytes


class Sources(msgspec.Struct, frozen=True):
    """All files of a project, each kind keyed and sorted by path.

    `texts` are config.yaml, the YAML and Markdown files of content/, and the ledgers in snapshots/
    and publications/; `attachments` lie in a `files/` folder there;
    `static` is the site's own static/; `lost` are files that are there and could not be read.
    """

    texts: dict[str, bytes]
    attachments: dict[str, Attachment]
    static: dict[str, Attachment]
    lost: tuple[str, ...] = ()
    snapshots: dict[str, int] = {}
    """Path → size of the snapshots that lie in snapshots/."""
    public_snapshots: tuple[str, ...] = ()
    """Those of them that say that they were made for the public."""


class ThemeFiles(msgspec.Struct, frozen=True):
    """A theme: templates by name (source, path for messages), assets by name, strings and their
    paths by language."""

    templates: dict[str, tuple[str, str]]
    assets: dict[str, bytes]
    strings: dict[str, str]
    strings_path: dict[str, str]


CONFIG_PATH = "config.yaml"
_TEXT = re.compile(
    r"config\.yaml|snapshots/(?:index\.yaml|addresses\.txt)|publications/plans\.yaml"
    r"|content/(?:index\.md|(?:topics|glossary|withdrawn|waivers|confusions|holidays|"
    r"index-numbers|links)\.yaml|pages/[^/]+\.md|units/[^/]+\.ya?ml"
    r"|plans/[^/]+/(?:plan\.md|(?:tasks|progress|review|waivers)\.yaml))"
)
_ATTACHMENT = re.compile(r"content/(?:plans/[^/]+/)?files/.+", re.DOTALL)
_FOLDER = re.compile(
    r"content(?:/(?:pages|units|plans(?:/[^/]+)?|(?:plans/[^/]+/)?files(?:/.+)?))?", re.DOTALL
)
_LEFTOVER = re.compile(r"\..*|.*~|#.*#|~\$.*|Thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL)
_REASONS = {
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这里是一个文件夹",
    errno.ELOOP: "符号链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEPT = re.compile(r"content/plans/[^/]+/import\.yaml")
"""What an import leaves for the next one; no part of a site is made from it."""
_ORIGINALS = re.compile(r"content/plans/[^/]+/source")
"""The documents that a plan was imported from: kept beside it and never read, so that nothing of
them can go out."""
_NAMES = (
    "plan.md",
    "tasks.yaml",
    "progress.yaml",
    "review.yaml",
    "waivers.yaml",
    "import.yaml",
    "files",
    "source",
)
_EXPECTED = (
    (re.compile(r"content/plans/[^/]+/[^/]+"), _NAMES),
    (
        re.compile(r"content/[^/]+"),
        (
            "index.md",
            "topics.yaml",
            "glossary.yaml",
            "withdrawn.yaml",
            "waivers.yaml",
            "confusions.yaml",
            "holidays.yaml",
            "index-numbers.yaml",
            "links.yaml",
            "pages",
            "units",
            "plans",
            "files",
        ),
    ),
)


def read_sources(root: Path) -> tuple[Sources, list[Diagnostic]]:
    """Every source of the project at `root`; what cannot be read or has no place in a project is a
    problem."""
    reader = _Reader(root)
    texts: dict[str, bytes] = {}
    attachments: dict[str, Attachment] = {}
    config = root / CONFIG_PATH
    if os.path.lexists(config) and reader.is_inside(CONFIG_PATH, config, config.is_symlink()):
        reader.text(CONFIG_PATH, config, texts)
    snapshots: dict[str, int] = {}
    public: list[str] = []
    for path, place, _ in reader.walk("snapshots", lambda _folder: False):
        if _TEXT.fullmatch(path):
            reader.text(path, place, texts)
        elif path.endswith(".wacz") and (size := reader.size(path, place)) is not None:
            snapshots[path] = size
            if path.endswith(".public.wacz") and _is_public(place):
                public.append(path)
    for path, place, _ in reader.walk("publications", lambda _folder: False):
        if _TEXT.fullmatch(path):
            reader.text(path, place, texts)
    for path, place, is_folder in reader.walk(
        "content", lambda folder: bool(_FOLDER.fullmatch(folder))
    ):
        if is_folder:
            if not _ORIGINALS.fullmatch(path):
                reader.unexpected(path)
        elif _ATTACHMENT.fullmatch(path):
            reader.attachment(path, place, attachments)
        elif _TEXT.fullmatch(path):
            reader.text(path, place, texts)
        elif not _KEPT.fullmatch(path):
            reader.unexpected(path)
    static: dict[str, Attachment] = {}
    for path, place, _ in reader.walk("static", lambda _folder: True):
        reader.attachment(path, place, static)
    lost = {one.location.path for one in reader.problems if one.code != "unexpected-file"}
    told, refused = check_file_names([*attachments, *static])
    for path in refused:
        attachments.pop(path, None)
        static.pop(path, None)
    return Sources(
        _sorted(texts),
        _sorted(attachments),
        _sorted(static),
        tuple(sorted(lost | refused)),
        _sorted(snapshots),
        tuple(sorted(public)),
    ), sorted([*reader.problems, *told])


def list_theme_files(root: Path, theme: str) -> dict[str, Path]:
    """The files of the theme as `themes/NAME/…`, also where it is the shipped one, and the
    project's templates/, with their places."""
    found = {
        path: place for path, place, _ in _Reader(root).walk("templates", lambda _folder: True)
    }
    if (folder := _theme_folder(root, theme)) is not None:
        for top in ("templates", "strings", "static"):
            found |= {
                f"themes/{theme}/{path}": place
                for path, place, _ in _Reader(folder).walk(top, lambda _folder: True)
            }
    return _sorted({path: place for path, place in found.items() if place.is_file()})


def read_theme(root: Path, name: str) -> tuple[ThemeFiles, list[Diagnostic]]:
    """The theme `name`: the project's own in themes/, else the one shipped; templates/*.html of the
    project go first."""
    folder = _theme_folder(root, name)
    if folder is None:
        return ThemeFiles({}, {}, {}, {}), [
            problem("theme-missing", Location("config.yaml"), name=name)
        ]
    reader = _Reader(folder)
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
    own = _Reader(root)
    overrides = {
        key: value for key, value in own.texts("templates", "").items() if key.endswith(".html")
    }
    theme = ThemeFiles(
        _sorted(templates | overrides),
        _sorted(assets),
        {language: text for language, (text, _) in sorted(strings.items())},
        {language: path for language, (_, path) in sorted(strings.items())},
    )
    return theme, sorted([*problems, *own.problems])


SOURCE_NAMES = ("config.yaml", "content", "static", "templates", "themes")
"""All that a site is made from lies at or below these names in its project, or in the themes
that come with gksite."""


def shipped_themes() -> Path | None:
    """The folder of the themes that come with gksite."""
    package_dir = Path(gksite.__file__).parent
    return next(
        (
            place
            for place in (package_dir / "themes", package_dir.parent / "themes")
            if place.is_dir()
        ),
        None,
    )


def is_leftover(path: str) -> bool:
    """Whether any part of a path is hidden or what an editor leaves behind, so that no site is made
    from it."""
    return any(_LEFTOVER.fullmatch(part) for part in path.split("/"))


def unread(path: str, error: OSError) -> Diagnostic:
    """What keeps the file at `path` from being read, or that it is gone."""
    place = Location(_printable(path))
    if isinstance(error, FileNotFoundError):
        return problem("file-vanished", place)
    english = error.strerror or type(error).__name__
    return problem(
        "file-unreadable", place, reason=english, reason_zh=_REASONS.get(error.errno or 0, english)
    )


def _theme_folder(root: Path, name: str) -> Path | None:
    if not re.fullmatch(r"[\w-]+", name):
        return None
    package_dir = Path(gksite.__file__).parent
    # In a wheel the themes lie inside the package, in a checkout beside it.
    places = (
        root / "themes" / name,
        package_dir / "themes" / name,
        package_dir.parent / "themes" / name,
    )
    return next((place for place in places if (place / "templates").is_dir()), None)


def _sorted(values: dict[str, T]) -> dict[str, T]:
    return dict(sorted(values.items()))


def _shown_below(prefix: str, item: Diagnostic) -> Diagnostic:
    return msgspec.structs.replace(
        item, location=msgspec.structs.replace(item.location, path=prefix + item.location.path)
    )


class _Reader:
    """Reads below one folder and gathers what went wrong; nothing outside of the folder is ever
    opened."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.problems: list[Diagnostic] = []

    def walk(self, top: str, enter: Callable[[str], bool]) -> Iterator[tuple[str, Path, bool]]:
        """Path, place on disk and False for each file below `top`; True for a folder that `enter`
        refuses."""
        start = self.root / top
        if not start.is_dir() or not self.is_inside(top, start, start.is_symlink()):
            return
        folders = [(top, start, frozenset[str]())]
        while folders:
            folder, folder_place, above = folders.pop()
            for entry in self._entries(folder, folder_place):
                path, place = f"{folder}/{entry.name}", Path(entry.path)
                linked = entry.is_symlink()
                if not self.is_inside(path, place, linked):
                    continue
                if not _is_folder(entry):
                    yield path, place, False
                elif not enter(path):
                    yield path, place, True
                elif linked:
                    real = os.path.realpath(place)
                    if (
                        real not in above
                        and not f"{os.path.realpath(folder_place)}{os.sep}".startswith(
                            real + os.sep
                        )
                    ):
                        folders.append((path, place, above | {real}))
                else:
                    folders.append((path, place, above))

    def text(self, path: str, place: Path, found: dict[str, bytes]) -> None:
        """The bytes of a source text, unless it is too large."""
        if (size := self.size(path, place)) is None:
            return
        if size > LARGEST_TEXT:
            self.problems += check_size(size, path)
        elif (data := self._bytes(path, place)) is not None:
            found[path] = data

    def attachment(self, path: str, place: Path, found: dict[str, Attachment]) -> None:
        """The size and digest of a file."""
        if self.size(path, place) is None:
            return
        try:
            with place.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").digest()
                found[path] = Attachment(path, stream.tell(), digest)
        except OSError as error:
            self._unread(path, error)

    def contents(self, top: str) -> dict[str, bytes]:
        """The bytes of every file below `top`."""
        found: dict[str, bytes] = {}
        for path, place, _ in self.walk(top, lambda _folder: True):
            if (
                self.size(path, place) is not None
                and (data := self._bytes(path, place)) is not None
            ):
                found[path] = data
        return found

    def texts(self, top: str, shown: str) -> dict[str, tuple[str, str]]:
        """The text of every file below `top` by its name there, with its path for messages."""
        found = {}
        for path, data in self.contents(top).items():
            text, problems = decode(data, path)
            self.problems += problems
            found[path.removeprefix(f"{top}/")] = text, shown + path
        return found

    def unexpected(self, path: str) -> None:
        """Warn of a file or folder without a meaning, and name the one that may have been meant."""
        names = next((names for form, names in _EXPECTED if form.fullmatch(path)), ())
        name = path.rpartition("/")[2]
        near = "" if name in names else nearest(name, names)
        self.problems.append(problem("unexpected-file", Location(_printable(path)), near=near))

    def is_inside(self, path: str, place: Path, linked: bool) -> bool:
        """Whether `place`, a symbolic link where `linked`, stays below the folder; if not, that
        is a problem."""
        if not linked:
            return True
        real = os.path.realpath(place)
        if real == self.real_root or real.startswith(self.real_root + os.sep):
            return True
        self.problems.append(problem("symlink-outside", Location(_printable(path))))
        return False

    def _entries(self, path: str, place: Path) -> list[os.DirEntry[str]]:
        """What a folder holds, sorted, without hidden files and what editors leave behind; a
        name that is no UTF-8 is a problem."""
        try:
            with os.scandir(place) as listing:
                found = [entry for entry in listing if not _LEFTOVER.fullmatch(entry.name)]
        except OSError as error:
            self._unread(path, error)
            return []
        entries = [entry for entry in found if is_utf8(entry.name)]
        for entry in found if len(entries) < len(found) else ():
            self.problems += check_name(f"{path}/{entry.name}")
        return sorted(entries, key=lambda entry: entry.name)

    def size(self, path: str, place: Path) -> int | None:
        """The size of a plain file; pipes, sockets and devices are never opened."""
        try:
            status = place.stat()
        except OSError as error:
            self._unread(path, error)
            return None
        if stat.S_ISREG(status.st_mode):
            return status.st_size
        if stat.S_ISDIR(status.st_mode):
            self._unread(path, IsADirectoryError(errno.EISDIR, "a folder stands here"))
        else:
            self.unexpected(path)
        return None

    def _bytes(self, path: str, place: Path) -> bytes | None:
        try:
            with place.open("rb") as stream:
                return stream.read()
        except OSError as error:
            self._unread(path, error)
            return None

    def _unread(self, path: str, error: OSError) -> None:
        self.problems.append(unread(path, error))


def _is_public(place: Path) -> bool:
    """Whether a snapshot says in its own record that it was made for the public."""
    import zipfile

    try:
        with zipfile.ZipFile(place) as package:
            record = package.getinfo("datapackage.json")
            return (
                record.file_size <= LARGEST_TEXT
                and msgspec.json.decode(package.read(record), type=_Package).public
            )
    except (
        OSError,
        KeyError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zipfile.BadZipFile,
    ):
        return False


class _Package(msgspec.Struct, frozen=True):
    """What of the record of a snapshot is read here."""

    public: bool = False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or leads to one; a link that leads in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_utf8(name: str) -> bool:
    """Whether a name that the file system gave can stand in a text; one out of a GBK archive often
    cannot."""
    return not _SURROGATE.search(name)


def check_name(path: str) -> list[Diagnostic]:
    """`name-not-utf8` where the last part of a path cannot stand in a text."""
    name = path.rpartition("/")[2]
    return (
        []
        if is_utf8(name)
        else [problem("name-not-utf8", Location(_printable(path)), name=_meant(name))]
    )


def _printable(path: str) -> str:
    """The path with what is not UTF-8 in it made visible."""
    return _SURROGATE.sub("\ufffd", path)


def _meant(name: str) -> str:
    """The name read as GBK, which it most likely is; else as far as it can be shown."""
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return _printable(name)
