"""Open the store of a target; only then import the module and library of its kind."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from gksite.config.target_kinds import TARGET_KINDS
from gksite.config.values import Target
from gksite.output.refusal import Refused, refuse
from gksite.publishing.credentials import Credentials
from gksite.publishing.targets.store import Store


def open_store(target: Target, project: Path) -> Store:
    """Return the store of a target, not yet entered. Relative paths start at the project. Raises
    Refused if a library is missing."""
    name = TARGET_KINDS[target.kind].store
    try:
        module = import_module(f"gksite.publishing.targets.{name}")
    except ModuleNotFoundError as error:
        raise missing_library(target, error) from error
    store: Store = module.store_of(target, Credentials(target.name, user=target.user), project)
    return store


def missing_library(target: Target, error: ModuleNotFoundError) -> Refused:
    """Return the refusal that says what to install."""
    return refuse(
        "publish-library-missing", target.name, library=error.name or "?", kind=target.kind
    )
