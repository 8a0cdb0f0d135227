"""Write the reports of the cases: `python tests/theme/write_reports.py`."""

from __future__ import annotations

from test_template_names import CASES, CASES_DIR, LANGUAGES, report

if __name__ == "__main__":
    for case in CASES:
        for language in LANGUAGES:
            path = CASES_DIR / case / f"expected.{language}.txt"
            path.write_text(report(case, language), "utf-8")
