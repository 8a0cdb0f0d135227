"""`gksite check` with its options: codes picked, mechanical findings mended, external links
visited, waivers listed, the report, the ledger."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gksite.build.pipeline import Options, build
from gksite.check.check import check
from gksite.cli import cli
from gksite.cli.options import Shared

BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
LEAK = "值班电话：13800138000。"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("rules: {levels: {as-of-old: off}}\n")  # the base stands at a day in the past
    return root


def say(site: Path, text: str) -> None:
    path = site / PLAN / "plan.md"
    path.write_text(path.read_text("utf-8").replace("按季度公布重点工作进展。", text), "utf-8")


def run(site: Path, *arguments: str) -> Result:
    # The base is of 2025, and a check says that its day is past.
    words = ["-C", str(site), "check", "--skip", "as-of-old", *arguments]
    return CliRunner().invoke(cli, words, obj=Shared(".", "zh"), standalone_mode=False)


def run_apart(site: Path, *arguments: str) -> Result:
    """As `run`, in a thread of its own: a browser that other tests have open keeps an event loop in
    this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run, site, *arguments).result()


def codes(result: Result) -> list[str]:
    return [
        line.partition("[")[2].partition("]")[0]
        for line in result.stdout.splitlines()
        if "[" in line and not line.startswith("  →")
    ]


def test_only_and_skip_pick_codes(site: Path) -> None:
    say(site, f"{LEAK}(含项目)")
    assert codes(run(site)) == ["mobile-number", "narrow-mark"]
    only = run(site, "--only", "narrow-mark")
    assert (codes(only), only.return_value) == (["narrow-mark"], 0)
    skip = run(site, "--skip", "narrow-mark,unused-waiver")
    assert (codes(skip), skip.return_value) == (["mobile-number"], 1)
    assert run(site, "--only", "no-such-rule").exception is not None


@pytest.mark.parametrize(
    ("text", "places"),
    [("进展(含项目),按季度公布:每季一次。", 4), ("进展（含项目）。", 0), (LEAK, 0)],
)
def test_what_fix_mends_is_said_in_one_line(site: Path, text: str, places: int) -> None:
    say(site, text)
    lines = [line for line in run(site).stdout.splitlines() if "可以改" in line and "处" in line]
    said = [line for line in lines if line.endswith(f"check --fix 可以改 {places} 处")]
    assert len(said) == bool(places)
    run(site, "--fix")
    assert "可以改" not in run(site).stdout


def test_a_site_sets_levels(site: Path) -> None:
    say(site, f"{LEAK}(含项目)")
    config = site / "config.yaml"
    levels = "{as-of-old: off, mobile-number: warning, narrow-mark: off, dead-link: off}"
    config.write_text(config.read_text("utf-8").replace("{as-of-old: off}", levels), "utf-8")
    found = check(site, Options(jobs=1)).problems
    assert [(one.code, one.level) for one in found] == [("mobile-number", "warning")]
    assert run(site).return_value == 0
    assert run(site, "--strict").return_value == 1
    say(site, "")
    (site / "content/index.md").write_text("---\ntitle: 首页\n---\n[没有](/none.html)\n", "utf-8")
    assert {one.code for one in check(site, Options(jobs=1)).problems} >= {"dead-link"}


def test_a_waiver_lets_one_finding_stand(site: Path) -> None:
    say(site, f"{LEAK}另一部13900139000。")
    (site / PLAN / "waivers.yaml").write_text(
        "- {code: mobile-number, file: plan.md, found: 138****8000, why: 值班电话, date: 2025-04-27}\n",
        "utf-8",
    )
    report = check(site, Options(jobs=1))
    assert [dict(one.arguments)["found"] for one in report.problems] == ["139****9000"]
    assert [
        (dict(one.arguments)["found"], waiver.why, waiver.date) for one, waiver in report.waived
    ] == [("138****8000", "值班电话", date(2025, 4, 27))]
    assert "予以保留[mobile-number]" in run(site, "--waivers").stdout


@pytest.mark.parametrize(
    "entry",
    [
        "{code: mobile-number, date: 2025-04-27}",
        "{code: mobile-number, why: 值班电话}",
        "{code: x, why: y, date: 2025-04-27}",
    ],
)
def test_a_waiver_needs_a_rule_a_reason_and_a_date(site: Path, entry: str) -> None:
    say(site, LEAK)
    (site / PLAN / "waivers.yaml").write_text(f"- {entry}\n", "utf-8")
    found = check(site, Options(jobs=1)).problems
    assert "mobile-number" in {one.code for one in found}
    assert {one.code for one in found} & {"missing-key", "unknown-rule"}


def test_what_breaks_the_site_cannot_be_waived(site: Path) -> None:
    say(site, "见[任务](/none.html)。")
    (site / PLAN / "waivers.yaml").write_text(
        "- {code: dead-link, why: 暂时保留, date: 2025-04-27}\n", "utf-8"
    )
    assert {one.code for one in check(site, Options(jobs=1)).problems} == {
        "dead-link",
        "unused-waiver",
    }


MENDED = {
    "重点工作(含项目)进展,按季度公布:每季一次。": "重点工作（含项目）进展，按季度公布：每季一次。",
    '办好"开放日"，落实青府办发[2025]第6号文件。': "办好“开放日”，落实青府办发〔2025〕6号文件。",
    "公布 工作　进展。": "公布工作进展。",
}


@pytest.mark.parametrize("before", MENDED)
def test_fix_mends_what_is_mechanical_and_shows_it(site: Path, before: str) -> None:
    say(site, before)
    tasks = site / PLAN / "tasks.yaml"
    tasks.write_text(
        tasks.read_text("utf-8").replace("公布本年度重大行政决策事项目录。", '"公布: 事项,目录"'),
        "utf-8",
    )
    old = (site / PLAN / "plan.md").read_text("utf-8")
    shown = run(site, "--fix", "--dry-run")
    assert f"+1.{MENDED[before]}" in shown.stdout.replace("（责任单位：区政府办公室、各街道）", "")
    assert (site / PLAN / "plan.md").read_text("utf-8") == old
    result = run(site, "--fix")
    assert "--- a/content/plans/qinghe-2025/plan.md" in result.stdout
    assert MENDED[before] in (site / PLAN / "plan.md").read_text("utf-8")
    assert '"公布： 事项，目录"' in tasks.read_text(
        "utf-8"
    ) or '"公布：事项，目录"' in tasks.read_text("utf-8")
    assert codes(run(site)) == codes(run(site, "--fix")) == []


def test_without_fix_nothing_changes_and_waived_findings_are_never_mended(site: Path) -> None:
    say(site, "公布内容∶进展。")
    old = (site / PLAN / "plan.md").read_text("utf-8")
    run(site)
    (site / PLAN / "waivers.yaml").write_text(
        "- {code: wrong-colon, found: ∶, why: 按印发稿, date: 2025-04-27}\n", "utf-8"
    )
    run(site, "--fix")
    assert (site / PLAN / "plan.md").read_text("utf-8") == old


def test_the_ledger_grows_and_forgets_nothing(site: Path) -> None:
    plan = site / PLAN / "plan.md"
    plan.write_text(
        plan.read_text("utf-8").replace(
            "year: 2025\n", "year: 2025\nindex_number: 515301022/2025-00011\n"
        ),
        "utf-8",
    )
    run(site, "--record-index-numbers")
    ledger = (site / "content/index-numbers.yaml").read_text("utf-8")
    assert '{index_number: "515301022/2025-00011", plan: qinghe-2025}' in ledger
    run(site, "--record-index-numbers")
    assert (site / "content/index-numbers.yaml").read_text("utf-8") == ledger
    plan.write_text(plan.read_text("utf-8").replace("00011", "00012"), "utf-8")
    assert codes(run(site)) == ["index-number-changed"]


def test_what_was_found_is_kept_and_found_again_after_a_change(site: Path) -> None:
    say(site, LEAK)
    first, second = check(site, Options(jobs=1)), check(site, Options(jobs=1))
    assert (second.problems, second.rendered) == (first.problems, 0)
    (site / "content/topics.yaml").write_text(
        (site / "content/topics.yaml").read_text("utf-8") + "\n# 说明\n", "utf-8"
    )
    assert check(site, Options(jobs=1)).problems == first.problems
    say(site, "")
    plan = site / PLAN / "plan.md"
    plan.write_text(plan.read_text("utf-8").replace(LEAK, "按季度公布重点工作进展。"), "utf-8")
    assert check(site, Options(jobs=1)).problems == ()


# ── external links ────────────────────────────────────────────────────────────────────────────────


def test_a_fault_in_the_files_of_the_rules_hides_no_page(site: Path) -> None:
    (site / PLAN / "waivers.yaml").write_text(
        "- {code: mobile-number, nonsense: 1, why: 值班电话, date: 2025-04-27}\n", "utf-8"
    )
    (site / "content/index.md").write_text(
        "---\ntitle: 首页\n---\n[没有](/plans/index.html#nowhere)\n", "utf-8"
    )
    found = {one.code for one in check(site, Options(jobs=1)).problems}
    assert found >= {"unknown-key", "dead-fragment"}


def test_a_check_looks_at_the_pages_of_a_build_from_the_same_sources(site: Path) -> None:
    say(site, LEAK)
    rendered = check(site, Options(jobs=1))
    shutil.rmtree(site / ".gksite")
    build(site, site / "public")
    found = check(site, Options(jobs=1))
    assert (found.problems, found.pages) == (rendered.problems, rendered.pages)
    assert 0 < found.rendered < rendered.rendered == rendered.pages


@pytest.mark.parametrize("change", ["edited", "removed", "other sources"])
def test_what_a_build_wrote_counts_only_while_it_is_that(site: Path, change: str) -> None:
    build(site, site / "public")
    before = check(site, Options(jobs=1))
    shutil.rmtree(site / ".gksite/checks.msgpack", ignore_errors=True)
    (site / ".gksite/checks.msgpack").unlink(missing_ok=True)
    page = site / "public/plans/qinghe-2025/index.html"
    if change == "edited":
        page.write_text(
            page.read_text("utf-8")
            .replace("<h1", '<h4 href="none.html"')
            .replace("</h1>", "</h4>"),
            "utf-8",
        )
    elif change == "removed":
        page.unlink()
    else:
        say(site, "[没有](/none.html)")
    after = check(site, Options(jobs=1))
    assert after.rendered > before.rendered or change == "other sources"
    assert {one.code for one in after.problems} == (
        {"dead-link"} if change == "other sources" else set()
    )


class Portal(BaseHTTPRequestHandler):
    """Answers by path: /gone 404, /moved a permanent redirect, /soon a temporary one, /nohead
    only to GET, /loop itself."""

    visits: list[str]

    def answer(self) -> None:
        self.visits.append(f"{self.command} {self.path}")
        targets = {"/moved": (301, "/ok"), "/soon": (302, "/ok"), "/loop": (301, "/loop")}
        if self.path in targets:
            self.send_response(targets[self.path][0])
            self.send_header("Location", targets[self.path][1])
        elif self.path == "/gone" or (self.path == "/nohead" and self.command == "HEAD"):
            self.send_response(404 if self.path == "/gone" else 405)
        else:
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(portal: type[Portal]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), portal)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_external_links_are_visited_and_recorded(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits: list[str] = []
    portal = type("Own", (Portal,), {"visits": visits})
    monkeypatch.setattr("gksite.check.link_visits.PAUSE", 0.0)
    with serving(portal) as address:
        links = "".join(
            f"[{name}]({address}/{name}#top)"
            for name in ("ok", "gone", "moved", "soon", "nohead", "loop")
        )
        say(site, f"{links}。")
        result = run_apart(site, "--external")
    recorded = (site / "content/links.yaml").read_text("utf-8")
    assert f'- {{url: "{address}/gone", status: 404, checked: ' in recorded
    assert f'moved_to: "{address}/ok"' in recorded
    assert recorded.count("moved_to") == 1
    assert f'url: "{address}/loop", status: 0, error: redirects' in recorded
    assert sorted(codes(result)) == [
        "external-link-dead",
        "external-link-dead",
        "external-link-moved",
    ]
    assert result.return_value == 0
    assert {one.partition(" ")[2] for one in visits} >= {"/ok", "/gone", "/nohead"}
    assert not any("#" in one for one in visits)


def test_a_host_that_does_not_answer_is_recorded(site: Path) -> None:
    say(site, "[无](http://127.0.0.1:9/x)。")
    run_apart(site, "--external")
    assert 'url: "http://127.0.0.1:9/x", status: 0, error: connection' in (
        site / "content/links.yaml"
    ).read_text("utf-8")


def test_a_check_without_the_option_visits_nothing(site: Path) -> None:
    visits: list[str] = []
    portal = type("Own", (Portal,), {"visits": visits})
    with serving(portal) as address:
        say(site, f"[无]({address}/x)。")
        assert codes(run(site)) == []
    assert visits == []
    assert not (site / "content/links.yaml").exists()


def test_the_former_name_of_a_rule_still_holds(site: Path) -> None:
    """`day-outdated` of older settings is `as-of-old`; of two levels the present one holds."""
    config = site / "config.yaml"
    present, later = "levels: {as-of-old: off}", Options(jobs=1, clock=date(2025, 7, 28))

    def levels(text: str) -> set[str]:
        config.write_text(config.read_text("utf-8").replace(present, text), "utf-8")
        return {one.code for one in check(site, later).problems}

    assert levels("levels: {}") == {"as-of-old"}
    present = "levels: {}"
    assert levels("levels: {day-outdated: off}") == set()
    present = "levels: {day-outdated: off}"
    assert levels("levels: {as-of-old: info, day-outdated: off}") == {"as-of-old"}
    assert codes(run(site, "--only", "day-outdated")) == []  # `run` skips it
    (site / "content/waivers.yaml").write_text(
        "- {code: day-outdated, why: 示例, date: 2025-07-01}\n", "utf-8"
    )
    assert check(site, later).problems == ()
