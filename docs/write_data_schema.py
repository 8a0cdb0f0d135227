"""Writes docs/data.schema.json from the classes of the JSON exports: `python
docs/write_data_schema.py`."""

from __future__ import annotations

from pathlib import Path

from gksite.exports.json_schema import data_schema

if __name__ == "__main__":
    (Path(__file__).parent / "data.schema.json").write_bytes(data_schema())
