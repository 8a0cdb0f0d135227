"""Write what the data files and annual reports say of duties, for a person to read and keep:
`python tests/exports/write_tables.py`."""

from __future__ import annotations

from datetime import date

from exported_duties import EXPECTED_DIR, duties_site, said_of_duties

if __name__ == "__main__":
    for name, data in said_of_duties(duties_site(date(2025, 12, 31))).items():
        (EXPECTED_DIR / name).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED_DIR / name).write_bytes(data)
