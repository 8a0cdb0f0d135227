"""Disk to text: the only reader of a project."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from gksite.diagnostics import Diagnostic
from gksite.source.file_names import check_file_names
from gksite.source.folder_reader import Attachment, FolderReader
from gksite.source.text import LARGEST_TEXT, decode


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


CONFIG_PATH = "config.yaml"
SNAPSHOTS_DIR = "snapshots"
"""The folder of the ledger of snapshots, and of those that the site may offer."""
_TEXT = re.compile(
    rf"config\.yaml|{SNAPSHOTS_DIR}/(?:index\.yaml|addresses\.txt)|publications/plans\.yaml"
    r"|content/(?:index\.md|(?:topics|kinds|glossary|review|withdrawn|waivers|confusions|holidays|"
    r"index-numbers|links)\.yaml|pages/[^/]+\.md|units/[^/]+\.ya?ml"
    r"|plans/[^/]+/(?:(?:plan|notice)\.md|(?:tasks|progress|assessments|review|waivers)\.yaml))"
)
_ATTACHMENT = re.compile(r"content/(?:plans/[^/]+/)?files/.+", re.DOTALL)
_FOLDER = re.compile(
    r"content(?:/(?:pages|units|plans(?:/[^/]+)?|(?:plans/[^/]+/)?files(?:/.+)?))?", re.DOTALL
)
_KEPT = re.compile(r"content/plans/[^/]+/import\.yaml")
"""The record that an import keeps for the next one; no part of a site is made from it."""
_ORIGINALS = re.compile(r"content/plans/[^/]+/source")
"""The documents that a plan was imported from: they are kept beside it and never read, so that
nothing of them can be published."""


def read_sources(root: Path) -> tuple[Sources, list[Diagnostic]]:
    """Read every source of the project at `root`; report unreadable and unexpected files."""
    reader = FolderReader(root)
    texts: dict[str, bytes] = {}
    attachments: dict[str, Attachment] = {}
    config = root / CONFIG_PATH
    if os.path.lexists(config) and reader.is_inside(CONFIG_PATH, config, config.is_symlink()):
        reader.text(CONFIG_PATH, config, texts)
    snapshots, public = _snapshots(reader, texts)
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
    lost = {
        diagnostic.location.path
        for diagnostic in reader.problems
        if diagnostic.code != "unexpected-file"
    }
    name_problems, refused = check_file_names([*attachments, *static])
    for path in refused:
        attachments.pop(path, None)
        static.pop(path, None)
    return Sources(
        dict(sorted(texts.items())),
        dict(sorted(attachments.items())),
        dict(sorted(static.items())),
        tuple(sorted(lost | refused)),
        dict(sorted(snapshots.items())),
        tuple(sorted(public)),
    ), sorted([*reader.problems, *name_problems])


def read_import_record(root: Path, plan: str) -> str:
    """Return the record that the last import of a plan left, "" where there is none or it cannot be
    read."""
    path = f"content/plans/{plan}/import.yaml"
    texts: dict[str, bytes] = {}
    if (root / path).is_file():
        FolderReader(root).text(path, root / path, texts)
    return decode(texts.get(path, b""), path)[0]


SOURCE_NAMES = ("config.yaml", "content", "static", "templates", "themes")
"""All sources of a site lie at or below these names in its project, or in the themes that come with
gksite."""


def _snapshots(reader: FolderReader, texts: dict[str, bytes]) -> tuple[dict[str, int], list[str]]:
    """Return the sizes of the snapshots by path, and the paths of those for the public; read the
    ledgers beside them into `texts`."""
    snapshots: dict[str, int] = {}
    public: list[str] = []
    for path, place, _ in reader.walk(SNAPSHOTS_DIR, lambda _folder: False):
        if _TEXT.fullmatch(path):
            reader.text(path, place, texts)
        elif path.endswith(".wacz") and (size := reader.size(path, place)) is not None:
            snapshots[path] = size
            if path.endswith(".public.wacz") and _is_public(place):
                public.append(path)
    return snapshots, public


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
    except (OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile):
        return False


class _Package(msgspec.Struct, frozen=True):
    """The part of a snapshot's record that is read here."""

    public: bool = False
