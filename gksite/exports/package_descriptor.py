"""Descriptions of the CSV files of the site for programs: a Frictionless data package and CSV on
the Web metadata."""

from __future__ import annotations

from typing import Any

import msgspec

from gksite.model.site import SiteModel
from gksite.model.tables import Table, tables_of

_XSD_TYPES = {"string": "string", "integer": "integer", "number": "decimal", "date": "date"}


def data_package(model: SiteModel) -> bytes:
    """Return datapackage.json (https://datapackage.org/): the CSV files of its folder, with their
    columns and keys."""
    config = model.config
    document: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "gksite",
        "title": config.name,
        "version": model.as_of.isoformat(),
        "resources": [_resource(table) for table in _tables(model)],
    }
    if config.base_url:
        document["homepage"] = config.base_url
    # The standard demands an address, or a name from the list of opendefinition.org.
    if config.exports.licence_url:
        document["licenses"] = [
            {
                "path": config.exports.licence_url,
                "title": config.exports.licence or config.exports.licence_url,
            }
        ]
    elif config.exports.licence.isascii() and config.exports.licence:
        document["licenses"] = [{"name": config.exports.licence}]
    return _pretty(document)


def csvw_metadata(model: SiteModel) -> bytes:
    """Return csv-metadata.json (https://www.w3.org/TR/tabular-metadata/): the same files as a table
    group."""
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-CN"}],
        "dc:title": model.config.name,
        "tables": [_table(table) for table in _tables(model)],
    }
    return _pretty(document)


def _tables(model: SiteModel) -> tuple[Table, ...]:
    return tables_of(model.parts_of_data)


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [
                {
                    "name": column.head,
                    "type": column.type,
                    "title": column.head,
                    "description": column.meaning,
                }
                for column in table.columns
            ],
            "missingValues": [""],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [
                {
                    "fields": list(key.heads),
                    "reference": {"resource": key.table, "fields": list(key.others)},
                }
                for key in table.foreign_keys
            ],
        },
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "tableSchema": {
            "columns": [
                {
                    "name": column.key,
                    "titles": column.head,
                    "datatype": _XSD_TYPES[column.type],
                    "dc:description": column.meaning,
                }
                for column in table.columns
            ],
            "primaryKey": [
                column.key for column in table.columns if column.head in table.primary_key
            ],
        },
    }


def _pretty(document: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
