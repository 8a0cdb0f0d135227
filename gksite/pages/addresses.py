"""The address of every page and file: pure functions from ids to paths."""

from __future__ import annotations

import msgspec

SEARCH_PATH = "search.html"
"""The address of the search page."""


GLOSSARY_PATH = "glossary.html"
"""The address of the glossary."""


NEWEST = "index"
"""The entity of a page of a year under an address that stays while years come; its canonical
address is that of the year."""


ARCHIVE_PATH = "archive/index.html"


class PageRequest(msgspec.Struct, frozen=True):
    """One page to render: its address from the root of the site, its kind, and the entity that it
    shows."""

    path: str
    kind: str
    entity: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the root of the site: `""`, `../`, `../../`."""
        return "../" * self.path.count("/")


def plan_path(plan: str) -> str:
    """The address of a plan (by id)."""
    return f"plans/{plan}/index.html"


def table_path(plan: str) -> str:
    """The address of a plan's task tables."""
    return f"plans/{plan}/table.html"


def matrix_path(plan: str) -> str:
    """The address of a plan's unit × task matrix."""
    return f"plans/{plan}/matrix.html"


def cascade_path(plan: str) -> str:
    """The address of what a plan's tasks became in the plans below."""
    return f"plans/{plan}/cascade.html"


def task_path(key: str) -> str:
    """The address of a task (by key)."""
    plan, _, task = key.partition("#")
    return f"plans/{plan}/{task}.html"


def unit_path(key: str) -> str:
    """The address of a unit or group (by key)."""
    return f"units/{key}.html"


def authority_path(authority: str) -> str:
    """The address of an authority."""
    return f"units/{authority}/index.html"


def topic_path(topic: str) -> str:
    """The address of a topic."""
    return f"topics/{topic}.html"


def compare_path(plan: str) -> str:
    """The address of the comparison of a plan with the one before."""
    return f"compare/{plan}.html"


def deadlines_path(year: int | str) -> str:
    """The address of a year's deadlines; `index` is the newest year."""
    return f"deadlines/{year}.html"


def deadlines_part_path(year: int | str, part: str) -> str:
    """The address of a month (`2025-06`) or a list (one of DEADLINE_LISTS) of a year whose
    deadlines fill more than a page."""
    return f"deadlines/{year}/{part}.html"


def progress_path(year: int | str) -> str:
    """The address of a year's progress; `index` is the newest year."""
    return f"progress/{year}.html"


def changes_path(year: int | str) -> str:
    """The address of a year's changes; changes.html is the newest year."""
    return f"changes/{year}.html"


DATA_PATH = "data/index.html"
"""The page that says which data there is."""


def download_path(snapshot: str) -> str:
    """The address of a snapshot's file (by name)."""
    return f"archive/{snapshot}.wacz"


def plan_of(address: str) -> str:
    """The id of the plan below whose address an address lies, or ""."""
    top, _, rest = address.partition("/")
    plan, slash, _ = rest.partition("/")
    return plan if top == "plans" and slash else ""


def tombstone_path(address: str) -> str:
    """Where the tombstone of an address stands: there; for one that was no page, with `.html`
    behind it."""
    return address if address.endswith(".html") else f"{address}.html"


def page_path(page: str) -> str:
    """The address of a free page."""
    return f"pages/{page}.html"
