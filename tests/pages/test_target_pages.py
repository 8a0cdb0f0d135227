"""Pages besides those of tasks show targets on their days, and say which tasks are parts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from target_sites import PLAN, SITE_DIR, target_site

from gksite.build.pipeline import Options, build
from gksite.search.documents import plan_documents


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("targets")
    shutil.copytree(SITE_DIR, root, dirs_exist_ok=True)
    report = build(root, root / "public", Options(jobs=1))
    assert not report.problems
    yield root / "public"


def page(pages: Path, path: str) -> Any:
    return html.document_fromstring((pages / path).read_text("utf-8"))


def text(element: Any) -> str:
    return re.sub(r"\s+", "", element.text_content())


def section(tree: Any, title: str) -> str:
    """The text of the section below a heading."""
    [found] = [h for h in tree.iter("h2", "h3", "summary") if text(h).startswith(title)]
    return text(found.getparent())


def test_home_has_the_targets_that_are_due_soon(pages: Path) -> None:
    shown = section(page(pages, "index.html"), "近期到期")
    assert "改造老旧小区：开工8个" in shown and "新建水厂：+3个乡镇通水" in shown
    assert "全部完工" not in shown and "定稿" not in shown


def test_deadlines_have_targets_in_their_month(pages: Path) -> None:
    tree = page(pages, "deadlines/index.html")
    months = {s.get("id"): text(s) for s in tree.iter("section") if s.get("id")}
    assert "开工8个" in months["month-2026-09"] and "开工8个" not in months.get("month-2026-06", "")
    # April has no task, and a target that is late.
    assert "编制专项规划：完成初稿逾期" in months["month-2026-04"]
    assert "month-2026-05" not in months, "the target of a withdrawn task"
    link = tree.xpath('//*[@id="month-2026-04"]//a')[0]
    assert link.get("href").endswith(f"plans/{PLAN}/2.html")


def test_progress_counts_targets_and_whole_tasks(pages: Path) -> None:
    shown = text(page(pages, "progress/index.html").find(".//main"))
    assert "分期目标已达到2/9项；逾期3项" in shown and "年的5项任务，" in shown


@pytest.mark.parametrize(
    ("unit", "there", "missing"),
    [
        ("housing", ["完成初稿", "通水乡镇3", "报批", "开工8个"], ["全部完工", "开工4个"]),
        ("finance", ["完成初稿", "开工8个"], ["定稿", "通水乡镇3"]),
    ],
)
def test_a_unit_has_its_targets(
    pages: Path, unit: str, there: list[str], missing: list[str]
) -> None:
    shown = section(page(pages, f"units/songling/{unit}.html"), "分期目标")
    assert [one for one in there if one not in shown] == []
    assert [one for one in missing if one in shown] == []


@pytest.mark.parametrize("path", [f"plans/{PLAN}/index.html", f"plans/{PLAN}/table.html"])
def test_lists_and_tables_say_what_is_a_part_and_the_next_target(pages: Path, path: str) -> None:
    tree = page(pages, path)
    hidden = {text(span) for span in tree.xpath('//*[@class="vh"]')}
    assert {"（“3建设学校”的子任务）", "（“4提升供水”的子任务）"} <= hidden
    shown = text(tree.find(".//main"))
    assert "下一目标：9月底前开工8个" in shown
    assert "下一目标：2026年第三季度+3个乡镇通水" in shown


def test_the_log_says_what_is_about_a_target(pages: Path) -> None:
    shown = text(page(pages, "changes.html"))
    assert "分期目标“开工4个”：一季度目标完成" in shown
    assert "分期目标“通水乡镇3”：2026年7月2日报送的“推进中”由县住建局撤回" in shown


def test_search_finds_the_words_of_targets_and_parts() -> None:
    model = target_site()
    documents = {d.path: d for d in plan_documents(model, model.plans[PLAN], {})}
    of_task = "\n".join(documents[f"plans/{PLAN}/2.html"].texts)
    assert "完成初稿" in of_task and "编制并报批城镇专项规划" in of_task
    part = documents[f"plans/{PLAN}/3.1.html"]
    assert part.title == "建设东岭小学" and "基础完工" in "\n".join(part.texts)


def test_days_of_targets_follow_the_language_of_the_interface(tmp_path: Path) -> None:
    """Pages say them in English; data files are in Chinese whatever the interface speaks."""
    outputs = []
    for language in ("zh", "en"):
        root = tmp_path / language
        shutil.copytree(SITE_DIR, root)
        config = root / "config.yaml"
        own = config.read_text("utf-8").replace("site: {", f"site: {{language: {language}, ")
        config.write_text(own, "utf-8")
        report = build(root, root / "public", Options(jobs=1))
        assert not report.problems
        outputs.append(root / "public")
    chinese, english = outputs
    spelled = re.compile("2026年(第[一二三四]季度|[上下]半年)")
    shown = {path: text(page(english, path)) for path in pages_of(english)}
    assert [path for path, said in shown.items() if spelled.search(said)] == []
    assert "firstquarterof2026" in shown[f"plans/{PLAN}/1.html"]
    endings = (".csv", ".xlsx", ".ics", ".json", ".atom", "stratml.xml", ".sqlite")
    files = [path for path in files_of(english) if path.endswith(endings)]
    files = [path for path in files if path.startswith(("plans/", "units/", "data/", "feed"))]
    assert [p for p in files if (chinese / p).read_bytes() != (english / p).read_bytes()] == []


def files_of(folder: Path) -> list[str]:
    return [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]


def pages_of(folder: Path) -> list[str]:
    return [path for path in files_of(folder) if path.endswith(".html")]


def test_a_withdrawal_in_a_plan_without_reports_stands_in_its_table(tmp_path: Path) -> None:
    """No other row has a state to show."""
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    (tmp_path / f"content/plans/{PLAN}/progress.yaml").write_text("", "utf-8")
    report = build(tmp_path, tmp_path / "public", Options(jobs=1))
    assert not report.problems
    rows = page(tmp_path / "public", f"plans/{PLAN}/table.html").xpath("//tbody/tr")
    states = {row.get("id"): text(row.xpath("td[@class='col-state']")[0]) for row in rows}
    assert "已撤销" in states["main-5"]
    assert not [key for key, state in states.items() if "报送" in state]


def test_a_unit_stands_beside_its_last_report_also_where_that_is_on_a_target(pages: Path) -> None:
    duties = page(pages, f"plans/{PLAN}/1.html").xpath("//section[@class='duties']//tbody/tr")
    days = [row.xpath(".//time/@datetime") for row in duties]
    reported = page(pages, f"plans/{PLAN}/1.html").xpath("//section[@class='entries']//li//time")
    assert days[0] == [reported[0].get("datetime")]


def test_a_task_has_the_printed_heads_and_no_cells_joined_as_its_wording(tmp_path: Path) -> None:
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / f"content/plans/{PLAN}"
    heads = "{number: 序号, text: 任务, lead: 牵头单位, responsible: 责任单位, leader: 分管领导, note: 说明}"
    plan = folder / "plan.md"
    old = plan.read_text("utf-8")
    plan.write_text(
        old.replace("\n---", f"\nlists: [{{id: main, columns: {heads}}}]\n---", 1), "utf-8"
    )
    with (folder / "tasks.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- {id: 9, text: 甲, units: 县住建局；县财政局, lead: [县住建局], responsible: [县财政局],"
            " leader: 张三, note: 乙}\n"
        )
    report = build(tmp_path, tmp_path / "public", Options(jobs=1))
    assert not report.problems
    facts = page(tmp_path / "public", f"plans/{PLAN}/9.html").xpath(
        "//dl[@class='facts side-facts']/div"
    )
    assert [text(one) for one in facts] == [
        "牵头单位县住建局", "责任单位县财政局", "分管领导张三", "说明乙",
    ]  # fmt: skip


def test_a_site_without_any_day_of_its_office_names_none(tmp_path: Path) -> None:
    shutil.copytree(SITE_DIR, tmp_path, dirs_exist_ok=True)
    plan = tmp_path / f"content/plans/{PLAN}/plan.md"
    plan.write_text(re.sub("(written|published): .*\n", "", plan.read_text("utf-8")), "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(re.sub(r"as_of: .*\n", "", config.read_text("utf-8")), "utf-8")
    tasks = plan.with_name("tasks.yaml")
    tasks.write_text(
        re.sub(r"  adjustments:.*\n(    .*\n)*", "", tasks.read_text("utf-8")), "utf-8"
    )
    with next((tmp_path / "content/units").glob("*.yaml")).open("a", encoding="utf-8") as file:
        file.write("groups: [{id: all, name: 各部门, members: {kind: department}}]\n")
    report = build(tmp_path, tmp_path / "public", Options(jobs=1))
    assert report.pages
    shown = [text(page(tmp_path / "public", path)) for path in pages_of(tmp_path / "public")]
    assert [
        m[0] for one in shown for m in re.finditer("(.{12}2000(年|-01)|.{15}截至).{9}", one)
    ] == []
    assert all("没有判断任务是否逾期" in one for one in shown)
