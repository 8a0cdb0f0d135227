"""The address of every page and file: pure functions from ids to paths."""

from __future__ import annotations

import msgspec

SEARCH_PATH = "search.html"
"""The address of the search page."""


GLOSSARY_PATH = "glossary.html"
"""The address of the glossary."""


SUBSCRIBE_PATH = "subscribe.html"
"""The address of the page that says how to subscribe."""


NEWEST = "index"
"""The entity of the page of the current year, whose address never changes; its canonical address is
that of the year."""


ARCHIVE_PATH = "archive/index.html"


NOTICE_ANCHOR = "notice"
"""The place on a plan's page of the notice that issues it."""


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
    """Return the address of a plan (by id)."""
    return f"plans/{plan}/index.html"


def table_path(plan: str) -> str:
    """Return the address of a plan's task tables."""
    return f"plans/{plan}/table.html"


def matrix_path(plan: str) -> str:
    """Return the address of a plan's unit × task matrix."""
    return f"plans/{plan}/matrix.html"


def cascade_path(plan: str) -> str:
    """Return the address of the cascade of a plan."""
    return f"plans/{plan}/cascade.html"


def task_path(key: str) -> str:
    """Return the address of a task (by key)."""
    plan, _, task = key.partition("#")
    return f"plans/{plan}/{task}.html"


def unit_path(key: str) -> str:
    """Return the address of a unit or group (by key)."""
    return f"units/{key}.html"


def unit_year_path(key: str, year: str) -> str:
    """Return the address of a year of a unit (by key) whose tasks fill more than one page;
    `undated` for those that belong to no year."""
    return f"units/{key}/{year}.html"


def authority_path(authority: str) -> str:
    """Return the address of an authority."""
    return f"units/{authority}/index.html"


def topic_path(topic: str) -> str:
    """Return the address of a topic."""
    return f"topics/{topic}.html"


def compare_path(plan: str) -> str:
    """Return the address of the comparison of a plan with the one before."""
    return f"compare/{plan}.html"


def deadlines_path(year: int | str) -> str:
    """Return the address of a year's deadlines; `index` is the newest year."""
    return f"deadlines/{year}.html"


def deadlines_part_path(year: int | str, part: str) -> str:
    """Return the address of a month (`2025-06`) or a list (one of DEADLINE_LISTS) of a year whose
    deadlines fill more than one page."""
    return f"deadlines/{year}/{part}.html"


def progress_path(year: int | str) -> str:
    """Return the address of a year's progress; `index` is the newest year."""
    return f"progress/{year}.html"


def changes_path(year: int | str) -> str:
    """Return the address of a year's changes; changes.html is the newest year."""
    return f"changes/{year}.html"


DATA_PATH = "data/index.html"
"""The address of the page of the data files."""


def download_path(snapshot: str) -> str:
    """Return the address of the file of a snapshot (by name)."""
    return f"archive/{snapshot}.wacz"


def plan_of(address: str) -> str:
    """Return the id of the plan to whose folder an address belongs, or ""."""
    top, _, rest = address.partition("/")
    plan, slash, _ = rest.partition("/")
    return plan if top == "plans" and slash else ""


def text_of(address: str) -> str:
    """Return the path of the text of the site, other than a plan, that an address comes from, or
    ""."""
    top, slash, rest = address.partition("/")
    if top == "pages" and slash:
        return f"content/pages/{rest.removesuffix('.html')}.md"
    return {"topics": "content/topics.yaml", "glossary.html": "content/glossary.yaml"}.get(top, "")


def tombstone_path(address: str) -> str:
    """Return the address of a tombstone: that of the page that it stands for; for a file, with
    `.html` appended."""
    return address if address.endswith(".html") else f"{address}.html"


def page_path(page: str) -> str:
    """Return the address of a free page."""
    return f"pages/{page}.html"
