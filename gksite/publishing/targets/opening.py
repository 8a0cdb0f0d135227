"""The store of a target, by its kind; the library that it needs is loaded only now."""

from __future__ import annotations

import os
from pathlib import Path

from gksite.config.values import Target
from gksite.output.refusal import Refused, refuse
from gksite.publishing.credentials import Credentials
from gksite.publishing.targets.store import Store


def open_store(target: Target, project: Path) -> Store:
    """The place that a target names, not yet opened. Relative paths start at the project. Raises
    Refused where a library is missing."""
    credentials = Credentials(target.name, user=target.user)
    try:
        match target.kind:
            case "sftp":
                from gksite.publishing.targets.sftp import SftpStore

                return SftpStore(target, credentials, project)
            case "s3":
                from gksite.publishing.targets.s3 import S3Store

                return S3Store(target, credentials)
            case "webdav":
                from gksite.publishing.targets.webdav import WebdavStore

                return WebdavStore(target, credentials)
            case _:
                from gksite.publishing.targets.folder import FolderStore

                return FolderStore(Path(os.path.abspath(project / Path(target.path).expanduser())))  # noqa: PTH100 - `..` goes, links stay
    except ModuleNotFoundError as error:
        raise missing_library(target, error) from error


def missing_library(target: Target, error: ModuleNotFoundError) -> Refused:
    """The refusal that says what to install."""
    return refuse(
        "publish-library-missing", target.name, library=error.name or "?", kind=target.kind
    )
