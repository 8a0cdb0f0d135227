"""A loud word at the end of a run about all that was not tested."""

from __future__ import annotations

from collections.abc import Mapping

import pytest


class Skips:
    """What was not run, and why: gathered where the reports of all workers arrive, told at the
    end of the run.

    `ways` says of a reason how to get what is missing.
    """

    def __init__(self, ways: Mapping[str, str]) -> None:
        self.ways = ways
        self.tests: dict[str, set[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.add(report.nodeid.partition("[")[0], report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.add(report.nodeid, report.longrepr)

    def add(self, name: str, longrepr: object) -> None:
        reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
        self.tests.setdefault(reason.removeprefix("Skipped: "), set()).add(name)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.tests:
            return
        terminalreporter.section("NOT EVERYTHING WAS TESTED", sep="!", red=True, bold=True)
        for reason, tests in sorted(self.tests.items()):
            terminalreporter.line(f"{reason}; tests not run: {len(tests)}", red=True, bold=True)
            if reason in self.ways:
                terminalreporter.line(f"    To get it: {self.ways[reason]}")
            for name in sorted(tests):
                terminalreporter.line(f"    not run: {name}")
