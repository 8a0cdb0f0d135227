"""The annual report and the sheets for units state what the slow counter finds: of the sample, and
of sites made by chance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from counted_site import CountedSite
from figures import is_inside
from page_figures import STATE_WORDS
from registry_then import Record, entry_of
from test_counted_exports import last_report
from wordings import rolls_up

from gksite.api import SiteModel, read_site
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import Paragraph, Table
from gksite.progress_sheets.sheet import COLUMNS, progress_rows

pytestmark = pytest.mark.slow
WORDS = {state: word for word, state in STATE_WORDS.items()}
REPORTED = ("done", "under_way", "continuous", "delayed", "not_started", "unreported")


@pytest.fixture(scope="module")
def model(site: CountedSite) -> SiteModel:
    model, _ = read_site(site.project)
    assert model
    return model


def sums_in(text: str) -> dict[str, int | str]:
    """Return the sums and the rate of the sentences of the report: «其中，已完成2项，完成率40%；未报送3项。
    以上任务中，逾期1项。»"""
    if "完成率" not in text:
        return {}
    states = text[text.index("已完成") :].partition("分期目标")[0].partition("发布后")[0]
    found: dict[str, int | str] = {
        STATE_WORDS[word]: int(number)
        for word, number in re.findall(r"([^\d、；：，。]{2,4})(\d+)项", states)
        if word in STATE_WORDS
    }
    if late := re.search(r"以上任务中，逾期(\d+)项", states):
        found["overdue"] = int(late[1])
    if among := re.search(r"计入统计的(\d+)项任务中", text):
        found["of"] = int(among[1])
    else:
        found["of"] = int(re.findall(r"(?:任务|共)(\d+)项(?:任务)?。其中", text)[0])
    [found["rate"]] = re.findall(r"完成率([\d.]+%)", states)
    return found


def percent(part: int, whole: int) -> str:
    """Return a rate as the rule says: one decimal, half up, 100% for all alone and 0% for none."""
    share = Decimal(part) * 100 / Decimal(whole)
    rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if 0 < part < whole:
        rounded = min(max(rounded, Decimal("0.1")), Decimal("99.9"))
    return f"{rounded}%".replace(".0%", "%")


def sums(states: list[tuple[str, bool]]) -> dict[str, int | str]:
    """Return the sums of states, each with whether it is overdue."""
    if not states:
        return {}
    counts = Counter(state for state, _ in states)
    late = sum(overdue for _, overdue in states)
    return {
        **counts,
        "done": counts["done"],
        **({"overdue": late} if late else {}),
        "of": len(states),
        "rate": percent(counts["done"], len(states)),
    }


def states_of(plan: Record, unit: str = "") -> list[tuple[str, bool]]:
    """Return the states of the tasks of a plan that are no parts, or of a unit's duties in it but
    those inside another; none where the plan is not tracked."""
    return [
        (one["state"], one["overdue"])
        for task in plan["tasks"].values()
        if plan["tracked"] and not task["withdrawn"]
        if not (is_inside(plan["tasks"], task, unit) if unit else task["above"])
        for one in ([task] if not unit else task["duties"])
        if unit in ("", one.get("holder"))
    ]


def paragraphs(model: SiteModel, year: str, unit: str = "") -> list[str]:
    """Return the paragraphs of the annual report that state sums: of the year, then of each
    plan."""
    blocks = annual_report(model, int(year), unit)
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_the_sums_of_the_annual_report(site: CountedSite, model: SiteModel) -> None:
    for year in site.years:
        plans = site.plans_of_year(year)
        whole, *of_plans = paragraphs(model, year)
        own = [plans[id] for id in model.plans if id in plans]
        assert sums_in(whole) == sums([one for plan in own for one in states_of(plan)]), year
        assert [sums_in(text) for text in of_plans] == [sums(states_of(plan)) for plan in own]


def test_the_annual_report_of_a_unit(site: CountedSite, model: SiteModel) -> None:
    for year in site.years:
        own = site.plans_of_year(year).values()
        for _, key in site.units:
            whole, *_ = paragraphs(model, year, key)
            states = [one for plan in own for one in states_of(plan, key)]
            assert sums_in(whole) == sums(states), (year, key)


def test_the_tables_of_the_annual_report(site: CountedSite, model: SiteModel) -> None:
    """A row for each task with its state, and one for each holder of duties."""
    for year in site.years:
        plans = site.plans_of_year(year)
        tables = [block for block in annual_report(model, int(year)) if isinstance(block, Table)]
        own = [plans[id] for id in model.plans if id in plans]
        of_tasks = [table for table in tables if "各单位" not in table.caption]
        for plan, table in zip(own, of_tasks, strict=True):
            assert [row[4] for row in table.rows] == [
                written_state(plan, task) for task in plan["tasks"].values()
            ]
        of_units = [table for table in tables if "各单位" in table.caption]
        tracked = [plan for plan in own if plan["tracked"]]
        for plan, table in zip(tracked, of_units, strict=True):
            shown = [dict(zip(table.heads, map(str, row), strict=True)) for row in table.rows]
            wanted = unit_rows(site, plan)
            assert [named(row) for row in shown] == [named(row) for row in wanted]
            left_out = {head for row in wanted for head in row} - set(table.heads)
            assert all(row[head] == "0" for row in wanted for head in left_out)


def named(row: dict[str, str]) -> dict[str, str]:
    """Return the cells of a row that say something: a state that no duty has may have no column."""
    return {head: cell for head, cell in row.items() if cell != "0"}


def written_state(plan: Record, task: Record) -> str:
    """Return the state of a task as the report writes it."""
    if task["withdrawn"]:
        return "已撤销"
    late = "（逾期）" if task["overdue"] else ""
    return f"{WORDS[task['state']]}{late}" if plan["tracked"] else "—"


def unit_rows(site: CountedSite, plan: Record) -> list[dict[str, str]]:
    """Return the rows of a plan's table of units by their heads, as the report writes them."""
    held: dict[str, list[Record]] = {}
    for task in plan["tasks"].values():
        for duty in task["duties"] if not task["withdrawn"] else ():
            if is_inside(plan["tasks"], task, duty["holder"]):
                continue
            held.setdefault(duty["holder"], []).append(duty)
    rows = []
    for holder, duties in held.items():
        states = Counter(duty["state"] for duty in duties)
        name = holder[1:] if holder.startswith("=") else entry_of(site.world, holder)["name"]
        rows.append(
            {
                "单位": name,
                "责任项": str(len(duties)),
                "其中经集合单位": str(sum(1 for duty in duties if duty["through"])),
                "完成率": percent(states["done"], len(duties)),
                **{word: str(states[state]) for state, word in WORDS.items() if state in REPORTED},
                "其中逾期": str(sum(duty["overdue"] for duty in duties)),
            }
        )
    return rows


def is_of_parts(site: CountedSite, key: str) -> bool:
    """Whether the state of a task is that of its parts, so that nobody reports on it."""
    id, _, number = key.partition("#")
    plan = site.world["plans"][id]
    return rolls_up(plan, next(task for task in plan["tasks"] if task["id"] == number))


def test_the_sheets_of_units(site: CountedSite, model: SiteModel) -> None:
    """A sheet has a row for each of a unit's duties that is reported on and for each target of its
    task, with the state and the day of the report that this rests on; a duty that is overdue has a
    last day before the day of the site."""
    place = {column.key: number for number, column in enumerate(COLUMNS)}
    roles = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
    for _, key in site.units:
        shown = {
            (f"{row[place['plan']]}#{row[place['task']]}", row[place["target"]].split(" ")[0]): (
                row[place["role"]][:2],
                row[place["last_status"]],
                row[place["last_date"]],
            )
            for row in progress_rows(model, key)
        }
        assert shown == {
            (task, target): (roles[duty["role"]], WORDS[state] if day else "", day)
            for task, duty in site.duties(key).items()
            for target, state, day in asked_of(site, task, duty)
        }, key
        late = {
            f"{row[place['plan']]}#{row[place['task']]}"
            for row in progress_rows(model, key)
            if not row[place["target"]] and "" < row[place["last_day"]] < f"{model.as_of}"
        }
        assert late == {
            task
            for task, duty in site.duties(key).items()
            if duty["overdue"] and not is_of_parts(site, task)
        }, key


def asked_of(site: CountedSite, task: str, duty: Record) -> Iterator[tuple[str, str, str]]:
    """Yield what a unit may report on in a task: the task itself («») but where its state is that
    of its parts, and each target, with the unit's state and the day of the report it rests on."""
    if not is_of_parts(site, task):
        yield "", duty["state"], last_report(duty) or ""
    for target in site.counted(task)[1]["targets"]:
        own = [report for report in duty["reports"] if report["target"] == target["id"]]
        yield target["id"], *((own[-1]["status"], own[-1]["date"]) if own else ("", ""))
