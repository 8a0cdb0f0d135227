"""`gksite publish --plan`: one plan's new version goes out, and of the others what the ledger holds
stays public."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from publishing_sites import command_runner, files_below, folder_target, make_portal
from told import assert_said

from gksite.build.pipeline import Options, build, differences
from gksite.cli.clock import day_of
from gksite.config.values import PUBLISHED_PATH
from gksite.content.published import parse_published
from gksite.model.ledgers import PublishedPlan
from gksite.publishing.publish import build_site
from gksite.publishing.published_plans import check_asked, read_contents

BASE_DIR = Path(__file__).parents[1] / "build/base"
OLD, OTHER, NEW = "qinghe-2025", "qinghe-2024", "qinghe-2023"
Gksite = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three signed plans, of which two are out."""
    root = tmp_path / "site"
    shutil.copytree(BASE_DIR, root)
    make_portal(root / "config.yaml")
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(
            "review: {steps: [签发]}\n"
            "publish: {targets: {live: {kind: folder, path: ../live},\n"
            "  try: {kind: folder, path: ../try, trial: yes}}}\n"
        )
    add_plan(root, OTHER)
    return root


@pytest.fixture
def gksite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Gksite:
    """Runs a command; two plans are signed and published."""
    run = command_runner(site, "en", monkeypatch, capsys)
    sign(run, OLD, OTHER)
    assert run("publish", "live", "-q")[0] == 0
    return run


def add_plan(root: Path, id: str) -> None:
    folder, year = root / "content/plans" / id, id[-4:]
    shutil.copytree(root / "content/plans" / OLD, folder)
    for name in ("progress.yaml", "review.yaml"):
        (folder / name).unlink(missing_ok=True)
    plan = folder / "plan.md"
    plan.write_text(plan.read_text("utf-8").replace("2025", year), "utf-8")


def sign(gksite: Gksite, *plans: str) -> None:
    assert gksite("review", "sign", *plans, "--step", "签发", "--by", "某")[0] == 0


def correct(root: Path, id: str) -> None:
    """Change a plan, with the correction that it owes."""
    plan = root / "content/plans" / id / "plan.md"
    text = plan.read_text("utf-8").replace("制定本要点", "特制定本要点")
    day = day_of(root)
    plan.write_text(
        text.replace("year: ", f"corrections: [{{date: {day}, what: 文字, why: 差错}}]\nyear: ", 1),
        "utf-8",
    )


def ledger(root: Path) -> dict[str, PublishedPlan]:
    found, problems = parse_published({PUBLISHED_PATH: (root / PUBLISHED_PATH).read_text("utf-8")})
    assert not problems
    return {entry.plan: entry for entry in found}


def pages_of(root: Path, id: str) -> dict[str, bytes]:
    return {
        path: data for path, data in files_below(root).items() if path.startswith(f"plans/{id}")
    }


def test_only_the_plan_that_was_asked_for_goes_out(
    site: Path, gksite: Gksite, capsys: pytest.CaptureFixture[str]
) -> None:
    live = site.parent / "live/current"
    first, before = ledger(site), {id: pages_of(live, id) for id in (OLD, OTHER)}
    add_plan(site, NEW)
    for id in (OLD, OTHER):
        correct(site, id)
    sign(gksite, OLD, OTHER, NEW)
    assert gksite("publish", "live", "--plan", OLD, "-q")[0] == 0
    now = ledger(site)
    assert pages_of(live, OLD) != before[OLD] and pages_of(live, OTHER) == before[OTHER]
    assert pages_of(live, NEW) == {} and NEW not in now
    assert (now[OTHER].version, now[OTHER].digest) == (first[OTHER].version, first[OTHER].digest)
    assert now[OLD].version != first[OLD].version and now[OLD].first_at == first[OLD].first_at
    # A later full build says the same of the plan, and a clean one of such a publication too.
    partial = Options(jobs=1, only=frozenset({OLD}))
    assert differences(site, site / "public", partial) == []
    full = site.parent / "full"
    assert not [p for p in build(site, full, Options(jobs=1)).problems if p.code.startswith("v")]
    assert pages_of(full, OLD) == pages_of(live, OLD)
    assert pages_of(full, OTHER) != before[OTHER] and pages_of(full, NEW)
    # What was left behind goes out next time.
    assert gksite("publish", "live", "-q")[0] == 0
    assert files_below(live) == files_below(full) or pages_of(live, NEW)
    assert ledger(site).keys() == {OLD, OTHER, NEW}


def test_it_says_what_goes_out_what_stays_and_what_goes_along(
    site: Path, gksite: Gksite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add_plan(site, NEW)
    for id in (OLD, OTHER):
        correct(site, id)
    sign(gksite, OLD, OTHER, NEW)
    run = saying(monkeypatch, capsys, site)
    told = run("publish", "live", "--plan", OLD, "--dry-run")
    day = day_of(site)
    assert f"换成新版本：《2025年青禾区政务公开工作要点》（{OLD}）{day} → {day}，{day}签完" in told
    assert "新签的版本这次没有指定，不发布：" in told
    behind = next(line for line in told.splitlines() if line.startswith("新签的版本"))
    assert OTHER in behind and NEW in behind and OLD not in behind
    assert "不经审签，随同公开：单位名录、落实情况、自由页面、主题和术语（所有计划的）" in told
    plan = site / "content/plans" / OLD / "plan.md"
    plan.write_text(plan.read_text("utf-8").replace("特制定", "现制定"), "utf-8")
    told = run("publish", "live", "--dry-run")
    assert f"首次公开：《2023年青禾区政务公开工作要点》（{NEW}，{day}签完）" in told
    assert f"有未签的改动，公开的仍是签过的版本：《2025年青禾区政务公开工作要点》（{OLD}）" in told


def saying(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Path
) -> Callable[..., str]:
    """Runs a command in Chinese; what it said to its user."""
    import sys

    from gksite.cli import main

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["gksite", "-C", str(site), "--lang", "zh", *arguments])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--plan", "qinghe-2052"), 2, "there is no plan qinghe-2052"),
        (("--plan", OLD, "--rollback"), 2, "--plan does not go with --rollback or --list"),
        (("--plan", OLD, "--list"), 2, "--plan does not go with --rollback or --list"),
        (("--plan", NEW), 3, "[publish-plan-waits]"),
    ],
)
def test_what_cannot_be_meant_is_told(
    site: Path,
    gksite: Gksite,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    import sys

    from gksite.cli import main

    add_plan(site, NEW)
    before = files_below(site.parent / "live"), (site / PUBLISHED_PATH).read_bytes()
    monkeypatch.setattr(
        sys, "argv", ["gksite", "-C", str(site), "--lang", "en", "publish", "live", *arguments]
    )
    with pytest.raises(SystemExit) as stop:
        main()
    told = capsys.readouterr()
    assert stop.value.code == code and said in told.out + told.err
    assert (files_below(site.parent / "live"), (site / PUBLISHED_PATH).read_bytes()) == before


def test_a_plan_that_waits_cannot_be_asked_for(site: Path, gksite: Gksite) -> None:
    add_plan(site, NEW)
    contents = read_contents(site, [OLD, NEW])
    assert_said("plan-waits", check_asked(contents, [OLD, NEW]))


def test_without_a_gate_there_is_no_version_to_choose(site: Path, gksite: Gksite) -> None:
    config = site / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("review: {steps: [签发]}\n", ""), "utf-8")
    assert gksite("publish", "live", "--plan", OLD)[0] == 2


def test_an_old_ledger_names_its_version_by_the_content(site: Path, gksite: Gksite) -> None:
    place, live = site / PUBLISHED_PATH, site.parent / "live/current"
    lines = place.read_text("utf-8").splitlines(keepends=True)
    named = ("  version:", "  first_at:", "  last_at:")
    place.write_text("".join(line for line in lines if not line.startswith(named)), "utf-8")
    before = pages_of(live, OTHER)
    for id in (OLD, OTHER):
        correct(site, id)
    sign(gksite, OLD, OTHER)
    assert gksite("publish", "live", "--plan", OLD, "-q")[0] == 0
    # The day of the old ledger stands on the page, the minute is lost with the key.
    assert [*pages_of(live, OTHER)] == [*before]
    assert "特制定" not in pages_of(live, OTHER)[f"plans/{OTHER}/index.html"].decode()
    assert "特制定" in pages_of(live, OLD)[f"plans/{OLD}/index.html"].decode()


def test_a_version_that_nobody_has_is_told(site: Path, gksite: Gksite) -> None:
    """The ledger of another copy of the project: a build says so, and only such a publication
    stops."""
    place = site / PUBLISHED_PATH
    version = ledger(site)[OTHER].version
    place.write_text(place.read_text("utf-8").replace(version, "0" * 64), "utf-8")
    code, out = gksite("build", "-q")
    assert code == 0
    line = next(n for n, text in enumerate(place.read_text().splitlines(), 1) if OTHER in text)
    assert f"{PUBLISHED_PATH}:{line}:9: warning[ledger-version-unknown]" in out
    correct(site, OLD)
    sign(gksite, OLD)
    code, out = gksite("publish", "live", "--plan", OLD)
    assert code == 3 and f"{PUBLISHED_PATH}:{line}:9: error[publish-version-unknown]" in out
    target = folder_target(site.parent / "live")
    options = Options(jobs=1, only=frozenset({OLD}))
    problems = build_site(site, site / "public", target, options)
    assert_said("version-unknown", problems)
    assert gksite("publish", "live", "-q")[0] == 0
    assert ledger(site)[OTHER].version == version


def test_a_trial_and_a_dry_run_leave_the_ledger(site: Path, gksite: Gksite) -> None:
    before = (site / PUBLISHED_PATH).read_bytes()
    correct(site, OLD)
    sign(gksite, OLD)
    assert gksite("publish", "try", "--plan", OLD, "-q")[0] == 0
    assert gksite("publish", "live", "--plan", OLD, "-q", "--dry-run")[0] == 0
    assert (site / PUBLISHED_PATH).read_bytes() == before


def test_after_a_rollback_ledger_and_next_publication_say_the_truth(
    site: Path, gksite: Gksite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    live = site.parent / "live/current"
    old = files_below(live)
    correct(site, OLD)
    sign(gksite, OLD)
    assert gksite("publish", "live", "-q")[0] == 0
    published, new = (site / PUBLISHED_PATH).read_bytes(), pages_of(live, OLD)
    assert gksite("publish", "live", "-q", "--rollback")[0] == 0
    # What went out did go out: the ledger keeps it.
    assert files_below(live) == old and (site / PUBLISHED_PATH).read_bytes() == published
    told = saying(monkeypatch, capsys, site)("publish", "live")
    assert "目标上现在是退回的版本 " in told and "；这次发布换上台账所记的各版本" in told
    assert pages_of(live, OLD) == new
    assert "退回的版本" not in saying(monkeypatch, capsys, site)("publish", "live")
