"""The formats in which the data of a site can be exported: one row for each kind of file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

import msgspec

Scope = Literal["plan", "unit", "authority", "topic", "site"]
ExportFormat = Literal[
    "csv",
    "xlsx",
    "json",
    "ics",
    "stratml",
    "feeds",
    "sqlite",
    "datapackage",
    "jsonld",
    "cards",
    "pdf",
]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
"""The values of `exports.formats` in config.yaml, in the order of the JSON Schema."""


class FileRow(msgspec.Struct, frozen=True):
    """A kind of file. A format of config.yaml has one or several."""

    kind: str
    """Names it in the strings of a theme (`data.KIND`, `download.KIND`)."""
    format: ExportFormat
    media_type: str
    paths: Mapping[Scope, str]
    """The addresses of its files by scope; `{}` stands for the id or key of the entity."""
    needs: Literal["", "tasks", "days"] = ""
    """A part of the site has the file only if it has a task, or a deadline that names a day."""
    needs_base_url: bool = False
    """Whether it needs absolute addresses, so that there is none without `site.base_url`."""
    needs_format: ExportFormat | None = None
    """The format whose files it describes."""
    needs_part: Literal["", "assessments", "cells", "targets", "adjustments"] = ""
    """Only a site with this part of data has the file."""
    offer: int = 0
    """Its place among the downloads of a page, those first that most people want; 0 if it is not
    among them."""
    is_open_data: bool = False
    """Whether it is made for programs, so that pages offer it behind what people open."""
    printed: bool = False
    """Whether it is laid out with the theme: it changes with it, takes about a second, and needs
    libraries that not every machine has."""
    lasting: bool = False
    """Whether its address is answered for ever once it stands in a snapshot."""
    bundled: bool = True
    """Whether the zip of data files in a snapshot holds it."""

    @property
    def endings(self) -> frozenset[str]:
        """The endings of its addresses, with the dot."""
        return frozenset(f".{path.rpartition('.')[2]}" for path in self.paths.values())

    @property
    def format_word(self) -> str:
        """The key of the theme's string that names the format of the file."""
        return f"format.{self.kind.rpartition('.')[2]}"


def _tables(ending: str) -> dict[Scope, str]:
    """Return the addresses of files that hold a table of tasks."""
    of_unit = f"units/{{}}.{ending}"
    return {"plan": f"plans/{{}}/tasks.{ending}", "unit": of_unit, "authority": of_unit}


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS: tuple[FileRow, ...] = (
    FileRow(
        "csv", "csv", "text/csv", {**_tables("csv"), "site": "data/tasks.csv"},
        needs="tasks", offer=3, is_open_data=True, lasting=True,
    ),
    *(
        FileRow(name, "csv", "text/csv", {"site": f"data/{name}"}, lasting=True)
        for name in (
            "plans.csv", "units.csv", "duties.csv", "unit_duties.csv", "passed_duties.csv",
            "progress.csv",
        )
    ),
    FileRow(
        "assessments.csv", "csv", "text/csv", {"site": "data/assessments.csv"},
        needs_part="assessments", lasting=True,
    ),
    FileRow(
        "cells.csv", "csv", "text/csv", {"site": "data/cells.csv"}, needs_part="cells", lasting=True
    ),
    FileRow(
        "targets.csv", "csv", "text/csv", {"site": "data/targets.csv"},
        needs_part="targets", lasting=True,
    ),
    FileRow(
        "unit_targets.csv", "csv", "text/csv", {"site": "data/unit_targets.csv"},
        needs_part="targets", lasting=True,
    ),
    FileRow(
        "adjustments.csv", "csv", "text/csv", {"site": "data/adjustments.csv"},
        needs_part="adjustments", lasting=True,
    ),
    FileRow(
        "xlsx", "xlsx", _SHEET, {**_tables("xlsx"), "site": "data/tasks.xlsx"},
        needs="tasks", offer=2, lasting=True,
    ),
    FileRow(
        "json", "json", "application/json", {**_tables("json"), "site": "data/site.json"},
        needs="tasks", offer=5, is_open_data=True,
    ),
    FileRow("schema", "json", "application/schema+json", {"site": "data/schema.json"}),
    FileRow(
        "ics", "ics", "text/calendar", {"plan": "plans/{}/tasks.ics", "unit": "units/{}.ics"},
        needs="days", offer=4, is_open_data=True, lasting=True,
    ),
    FileRow(
        "stratml", "stratml", "application/xml", {"plan": "plans/{}/stratml.xml"},
        needs="tasks", offer=6, is_open_data=True,
    ),
    FileRow(
        "sqlite", "sqlite", "application/vnd.sqlite3", {"site": "data/gksite.sqlite"}, bundled=False
    ),
    FileRow(
        "datapackage", "datapackage", "application/json", {"site": "data/datapackage.json"},
        needs_format="csv",
    ),
    FileRow(
        "csvw", "datapackage", "application/csvm+json", {"site": "data/csv-metadata.json"},
        needs_format="csv",
    ),
    FileRow(
        "atom", "feeds", "application/atom+xml",
        {
            "plan": "plans/{}/feed.atom", "unit": "units/{}.atom", "topic": "topics/{}.atom",
            "site": "feed.atom",
        },
        needs_base_url=True, offer=7, is_open_data=True, lasting=True,
    ),
    FileRow(
        "feed", "feeds", "application/feed+json",
        {
            "plan": "plans/{}/feed.json", "unit": "units/{}.feed.json",
            "topic": "topics/{}.feed.json", "site": "feed.json",
        },
        needs_base_url=True,
    ),
    FileRow(
        "card", "cards", "image/png", {"plan": "plans/{}/card.png", "site": "card.png"},
        needs="tasks", needs_base_url=True, bundled=False,
    ),
    FileRow(
        "pdf", "pdf", "application/pdf", {"plan": "plans/{}/plan.pdf"},
        offer=1, printed=True, bundled=False,
    ),
)  # fmt: skip
FILES: dict[str, FileRow] = {row.kind: row for row in _ROWS}
"""Kind of file → its row, in the order of the page of the data. `jsonld` stands in pages, and has
no file."""
ENDINGS: dict[str, FileRow] = {ending: row for row in _ROWS for ending in row.endings}
"""Ending → a file that has it."""
OFFERED: tuple[FileRow, ...] = tuple(
    sorted((row for row in _ROWS if row.offer), key=lambda row: row.offer)
)
"""The files that pages offer as downloads, in their order there."""
USUAL_FORMATS: tuple[ExportFormat, ...] = tuple(
    name for name in EXPORT_FORMATS if not any(row.printed for row in _ROWS if row.format == name)
)
"""The formats of a site that names none."""


def files_made(
    formats: tuple[ExportFormat, ...], base_url: str, parts: Collection[str]
) -> tuple[FileRow, ...]:
    """Return the kinds of files that can be made in these formats of a site that has these parts of
    data."""
    return tuple(
        row
        for row in _ROWS
        if row.format in formats
        and (not row.needs_part or row.needs_part in parts)
        and (base_url or not row.needs_base_url)
        and (row.needs_format is None or row.needs_format in formats)
    )
