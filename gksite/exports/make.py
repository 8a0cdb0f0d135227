"""From a request to the bytes of a file: the function for each kind of file."""

from __future__ import annotations

from collections.abc import Callable

from gksite.exports.calendar import calendar_export
from gksite.exports.card import card
from gksite.exports.csv_table import csv_export
from gksite.exports.feeds import atom_export, json_feed_export
from gksite.exports.json_document import json_export
from gksite.exports.json_schema import data_schema
from gksite.exports.package_descriptor import csvw_metadata, data_package
from gksite.exports.plan_pdf import pdf_export
from gksite.exports.prepared import Prepared
from gksite.exports.side_tables import (
    assessments_csv,
    cells_csv,
    duties_csv,
    passed_duties_csv,
    plans_csv,
    progress_csv,
    unit_duties_csv,
    units_csv,
)
from gksite.exports.sqlite_file import sqlite_file
from gksite.exports.stratml import stratml_export
from gksite.exports.target_tables import adjustments_csv, targets_csv, unit_targets_csv
from gksite.exports.workbook import workbook_export
from gksite.model.site import SiteModel
from gksite.pages.downloads import ExportRequest
from gksite.theme.printing import Printing

OF_A_SCOPE: dict[str, Callable[[Prepared, ExportRequest], bytes]] = {
    "csv": csv_export,
    "xlsx": workbook_export,
    "json": json_export,
    "ics": calendar_export,
    "stratml": stratml_export,
    "atom": atom_export,
    "feed": json_feed_export,
    "card": card,
    "pdf": pdf_export,
}
"""Kind of file (`config.formats.FILES`) → the function that makes it from the data of a scope."""
OF_THE_SITE: dict[str, Callable[[SiteModel], bytes]] = {
    "plans.csv": plans_csv,
    "units.csv": units_csv,
    "duties.csv": duties_csv,
    "unit_duties.csv": unit_duties_csv,
    "passed_duties.csv": passed_duties_csv,
    "progress.csv": progress_csv,
    "assessments.csv": assessments_csv,
    "cells.csv": cells_csv,
    "targets.csv": targets_csv,
    "unit_targets.csv": unit_targets_csv,
    "adjustments.csv": adjustments_csv,
    "schema": lambda _: data_schema(),
    "sqlite": sqlite_file,
    "datapackage": data_package,
    "csvw": csvw_metadata,
}
"""Kind of file → the function that makes it from the whole site."""


class Maker:
    """Makes the files of a site."""

    def __init__(self, model: SiteModel, printing: Printing | None = None) -> None:
        self._prepared = Prepared(model, printing)

    def make(self, request: ExportRequest) -> bytes:
        """Return the bytes of a file; the same for the same model, whatever was made before.
        Raises TemplateFailed and PdfFailed."""
        if request.kind in OF_THE_SITE:
            return OF_THE_SITE[request.kind](self._prepared.model)
        return OF_A_SCOPE[request.kind](self._prepared, request)
