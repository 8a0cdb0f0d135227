"""Write what `gksite migrate` makes of cases, for a person to read and keep:
`python tests/migrate/write_migrated.py NAME…`."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from migrate_cases import CASES_DIR, changed, files_of, make_site, run_case


def main(names: list[str]) -> None:
    """Write expected.txt and the folder `after` of each case."""
    for name in names or sorted(path.name for path in CASES_DIR.iterdir()):
        case = CASES_DIR / name
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "site"
            make_site(case, root)
            before = files_of(root)
            report = run_case(case, root)
            after = changed(before, files_of(root))
        report = re.sub(r"用 .* init 新建", "用 gksite init 新建", report)
        report = re.sub(r"backup-\d{4}-\d\d-\d\d", "backup-DAY", report)
        (case / "expected.txt").write_text(report, "utf-8", newline="\n")
        shutil.rmtree(case / "after", ignore_errors=True)
        for path, data in after.items():
            place = case / "after" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        print(f"── {name}\n{report}", *after, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
