"""The formats in which the data of a site can be exported: one row each, with its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Scope = Literal["plan", "unit", "authority", "topic", "site"]
ExportFormat = Literal[
    "csv", "xlsx", "json", "ics", "stratml", "feeds", "sqlite", "datapackage", "jsonld", "pdf"
]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
"""The values of `exports.formats` in config.yaml, in the order of the JSON Schema."""


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file that a format consists of."""

    kind: str
    """Names it in the strings of a theme (`data.KIND`, `download.KIND`)."""
    media_type: str
    paths: Mapping[Scope, str]
    """The addresses of its files by scope; `{}` stands for the id or key of the entity."""
    needs: Literal["", "tasks", "days"] = ""
    """A part of the site has the file only if it has a task, or a deadline that names a day."""
    offer: int = 0
    """Its place among the downloads of a page, those first that most people want; 0 if it is not
    among them."""
    printed: bool = False
    """Whether it is laid out with the theme: it changes with it, and takes about a second."""

    @property
    def format_word(self) -> str:
        """The key of the theme's string that names the format of the file."""
        return f"format.{self.kind.rpartition('.')[2]}"


class FormatRow(msgspec.Struct, frozen=True, kw_only=True):
    """A format as config.yaml names it."""

    files: tuple[FileRow, ...] = ()
    needs_base_url: bool = False
    """Whether its files need absolute addresses, so that there are none without `site.base_url`."""
    needs_format: ExportFormat | None = None
    """The format whose files it describes."""
    usual: bool = True
    """Whether a site has it that names no formats."""


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: dict[ExportFormat, FormatRow] = {
    "csv": FormatRow(
        files=(
            FileRow(
                kind="csv",
                media_type="text/csv",
                paths={
                    "plan": "plans/{}/tasks.csv",
                    "unit": "units/{}.csv",
                    "authority": "units/{}.csv",
                    "site": "data/tasks.csv",
                },
                needs="tasks",
                offer=3,
            ),
            *(
                FileRow(kind=name, media_type="text/csv", paths={"site": f"data/{name}"})
                for name in ("plans.csv", "units.csv", "duties.csv", "progress.csv")
            ),
        )
    ),
    "xlsx": FormatRow(
        files=(
            FileRow(
                kind="xlsx",
                media_type=_SHEET,
                paths={
                    "plan": "plans/{}/tasks.xlsx",
                    "unit": "units/{}.xlsx",
                    "authority": "units/{}.xlsx",
                    "site": "data/tasks.xlsx",
                },
                needs="tasks",
                offer=2,
            ),
        )
    ),
    "json": FormatRow(
        files=(
            FileRow(
                kind="json",
                media_type="application/json",
                paths={
                    "plan": "plans/{}/tasks.json",
                    "unit": "units/{}.json",
                    "authority": "units/{}.json",
                    "site": "data/site.json",
                },
                needs="tasks",
                offer=5,
            ),
            FileRow(
                kind="schema",
                media_type="application/schema+json",
                paths={"site": "data/schema.json"},
            ),
        )
    ),
    "ics": FormatRow(
        files=(
            FileRow(
                kind="ics",
                media_type="text/calendar",
                paths={"plan": "plans/{}/tasks.ics", "unit": "units/{}.ics"},
                needs="days",
                offer=4,
            ),
        )
    ),
    "stratml": FormatRow(
        files=(
            FileRow(
                kind="stratml",
                media_type="application/xml",
                paths={"plan": "plans/{}/stratml.xml"},
                needs="tasks",
                offer=6,
            ),
        )
    ),
    "sqlite": FormatRow(
        files=(
            FileRow(
                kind="sqlite",
                media_type="application/vnd.sqlite3",
                paths={"site": "data/gksite.sqlite"},
            ),
        )
    ),
    "datapackage": FormatRow(
        files=(
            FileRow(
                kind="datapackage",
                media_type="application/json",
                paths={"site": "data/datapackage.json"},
            ),
            FileRow(
                kind="csvw",
                media_type="application/csvm+json",
                paths={"site": "data/csv-metadata.json"},
            ),
        ),
        needs_format="csv",
    ),
    "feeds": FormatRow(
        files=(
            FileRow(
                kind="atom",
                media_type="application/atom+xml",
                paths={
                    "plan": "plans/{}/feed.atom",
                    "unit": "units/{}.atom",
                    "topic": "topics/{}.atom",
                    "site": "feed.atom",
                },
                offer=7,
            ),
            FileRow(
                kind="feed",
                media_type="application/feed+json",
                paths={
                    "plan": "plans/{}/feed.json",
                    "unit": "units/{}.feed.json",
                    "topic": "topics/{}.feed.json",
                    "site": "feed.json",
                },
            ),
        ),
        needs_base_url=True,
    ),
    "pdf": FormatRow(
        files=(
            FileRow(
                kind="pdf",
                media_type="application/pdf",
                paths={"plan": "plans/{}/plan.pdf"},
                offer=1,
                printed=True,
            ),
        ),
        # It needs libraries that not every machine has.
        usual=False,
    ),
    "jsonld": FormatRow(),  # stands in pages, and has no file
}
"""Every format, in the order in which the page of the data lists their files."""

FILES: dict[str, FileRow] = {file.kind: file for row in FORMATS.values() for file in row.files}
OFFERED: tuple[FileRow, ...] = tuple(
    sorted((file for file in FILES.values() if file.offer), key=lambda file: file.offer)
)
"""The files that pages offer as downloads, in their order there."""
USUAL_FORMATS: tuple[ExportFormat, ...] = tuple(
    name for name in EXPORT_FORMATS if FORMATS[name].usual
)


def formats_made(
    formats: tuple[ExportFormat, ...], base_url: str
) -> tuple[tuple[ExportFormat, FormatRow], ...]:
    """Return those of `formats` whose files can be made, in the order of the table."""
    return tuple(
        (name, row)
        for name, row in FORMATS.items()
        if name in formats
        and (base_url or not row.needs_base_url)
        and (row.needs_format is None or row.needs_format in formats)
    )
