"""Write what `gksite check` says of the bad case of rules, for a person to read and keep:
`python tests/check/rules/write_expected.py CODE…`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rule_cases import CASES_DIR, make_site

from gksite.catalogue import Language
from gksite.check.check import check
from gksite.cli.report import render_report

REPORTS: tuple[tuple[Language, str], ...] = (("zh", "expected.txt"), ("en", "expected.en.txt"))


def main(codes: list[str]) -> None:
    """Write expected.txt and expected.en.txt beside the bad.yaml of each code."""
    for code in codes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "site"
            problems = check(root, make_site(CASES_DIR / code / "bad.yaml", root)).problems
        for language, name in REPORTS:
            report = render_report(problems, "text", language)
            (CASES_DIR / code / name).write_text(report, "utf-8", newline="\n")
            print(report, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
