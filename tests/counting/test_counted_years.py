"""What pages state of years as a whole, of months and of indicators is what the slow counter finds:
of the sample, and of sites made by chance.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from completion import months
from counted_site import CountedSite
from due_days import changes_of
from page_figures import lines, marked, task_of
from plan_years import current_year_of
from registry_then import Record
from terms import length, terms
from wordings import period

pytestmark = pytest.mark.slow


def test_the_months_of_deadlines(site: CountedSite) -> None:
    """How many tasks and targets fall due in each month, how many of them are done or reached, open
    and overdue; the list of the overdue ones has those of the months."""
    for year in site.years:
        address = f"deadlines/{year}.html"
        dates = site.dates_in(year)
        tracked = any(
            plan["tracked"] for id, plan in site.plans.items() if year in site.years_of(id)
        )
        rows = site.main(address).select("table tbody tr")
        months = {one["month"] for one in dates}
        assert bool(rows) == (len(months) > 1), address
        for row in rows:
            head, *cells = [cell.get_text(strip=True) for cell in row.select("th, td")]
            found = re.fullmatch(r"(\d+)年(\d+)月", head)
            assert found, head
            month = f"{found[1]}-{int(found[2]):02}"
            own = Counter(one["state"] for one in dates if one["month"] == month)
            expected = [own.total(), own["done"], own["open"], own["overdue"]]
            months.discard(month)
            # A year whose plans are not tracked has the number of tasks alone.
            assert [int(cell) for cell in cells] == expected[: len(cells)], (address, month)
            assert len(cells) == (4 if tracked else 1), (address, month)
        assert not rows or not months, address


def test_the_marks_of_months(site: CountedSite) -> None:
    """Each month has as many marks as dates fall due in it, as many of done ones and with rings as
    are done and overdue, and the headline says how many these are in all."""
    for year in site.years:
        page, dates = site.main(f"deadlines/{year}.html"), site.dates_in(year)
        rows = page.select("ol.month-marks > li")
        assert bool(rows) == (len({one["month"] for one in dates}) > 1), year
        for row in rows:
            title, own = row.select_one("a"), row.select_one(".marks")
            if not title or not own:
                continue
            month = re.sub(r"(\d+)年(\d+)月", r"\1-\2", title.get_text(strip=True))
            month = f"{month[:4]}-{int(month[5:]):02}"
            states = Counter(one["state"] for one in dates if one["month"] == month)
            shown = marked(own)
            done = shown.get("done", 0) + shown.get("continuous", 0)
            found = (shown["all"], done, shown.get("overdue", 0))
            assert found == (states.total(), states["done"], states["overdue"]), (year, month)
        if rows and (line := page.select_one(".calendar .finding")):
            states = Counter(one["state"] for one in dates)
            numbers = [int(number) for number in re.findall(r"\d+", line.get_text())]
            assert numbers == [states.total(), states["done"], states["overdue"]][: len(numbers)]


def test_the_finished_tasks_of_each_month(site: CountedSite) -> None:
    """Every task of the year that is done now stands in the month in which it was reported so."""
    for year in site.years:
        keys = site.outermost(site.task_keys(year=year))
        days = [day for key in keys if (day := site.completed(key))]
        rows = site.main(f"progress/{year}.html").select(".completion tbody tr")
        shown, before = {}, 0
        for row in rows:
            head, count, total = [cell.get_text(strip=True) for cell in row.select("th, td")]
            found = re.fullmatch(r"(\d+)年(\d+)月", head)
            assert found and before + int(count) == int(total), (year, head)
            before = int(total)
            if int(count):
                shown[f"{found[1]}-{int(found[2]):02}"] = int(count)
        assert rows or len({day[:7] for day in days}) < 2, year
        if rows:
            assert shown == months(days), year


def test_the_day_on_which_a_task_was_reported_done(site: CountedSite) -> None:
    """And how many days before or after its last day that is."""
    for key, _, _ in site.tasks:
        line = site.main(f"plans/{key.replace('#', '/')}.html").select_one(".task-done")
        text, day = line.get_text(strip=True) if line else "", site.completed(key)
        found = re.match(r"(\d+)年(\d+)月(\d+)日报完成", text)
        shown = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
        assert shown == day, key
        due = site.due_day(key)
        if not day or not due:
            assert "时限" not in text, key
            continue
        days = (date.fromisoformat(due) - date.fromisoformat(day)).days
        word = f"早{days}天" if days > 0 else f"晚{-days}天" if days < 0 else "当天"
        assert text.endswith(word), key


def test_the_terms_of_recurring_tasks(site: CountedSite) -> None:
    """A task's page says how many terms are over, and how many of them have a report."""
    for key, plan, counted in site.tasks:
        line = site.main(f"plans/{key.replace('#', '/')}.html").select_one(".ticks")
        shown = re.match(r"已过(\d+)期，(\d+)期有报送", line.get_text(strip=True)) if line else None
        source = site.source(key)
        changes = changes_of(source)
        wording = changes[-1]["deadline"] if changes else source.get("deadline", "")
        front = site.world["plans"][key.partition("#")[0]]["front"]
        silent = counted["withdrawn"] or counted["of_parts"] or not plan["tracked"]
        if silent or not length(wording):
            assert not line, key
            continue
        end = period({"front": front})[1]
        found = terms(counted, wording, plan["day"], end, site.as_of, site.completed(key))
        assert shown or found == (0, 0), key
        assert not shown or (int(shown[1]), int(shown[2])) == found, key


def test_overdue_tasks_of_years(site: CountedSite) -> None:
    """Every overdue task stands in the list of its year."""
    shown = set()
    for address, page in site.pages.items():
        if address.startswith("deadlines/"):
            for section in page.select("section.late-section"):
                shown |= {key for key, _, _ in lines(address, section)}
    assert shown == {key for key, _, counted in site.tasks if counted["overdue"]}


def test_tasks_that_left_a_year(site: CountedSite) -> None:
    """The views of a year name each task that a decision moved to another one, and each date."""
    for year in site.years:
        for address in (f"deadlines/{year}.html", f"progress/{year}.html"):
            items = site.main(address).select(".moved-tasks li")
            shown = [task_of(address, item) for item in items]
            assert sorted(shown) == sorted([*site.moved_out(year), *site.dates_left(year)]), address


RULES = {"lead": "牵头单位数", "sum": "各单位合计", "mean": "各单位平均", "least": "各单位最低"}


def test_indicators_on_the_pages_of_tasks(site: CountedSite) -> None:
    """Each total with its rule, and how many units of how many reported a figure."""
    for key, _, counted in site.tasks:
        items = site.main(f"plans/{key.replace('#', '/')}.html").select(".indicators .meters > li")
        assert len(items) == len(counted["indicators"]), key
        for item, one in zip(items, counted["indicators"], strict=True):
            text, value = item.get_text(" ", strip=True), item.select_one("meter + p b")
            number = re.match(r"-?[\d.]+", value.get_text(strip=True)) if value else None
            assert (f"{float(number[0]):.6g}" if number else None) == (
                None if one["total"] is None else f"{float(one['total']):.6g}"
            ), key
            if one["of"] > 1:
                assert f"{one['of']}家中{one['reported']}家已报数" in text, key
                assert (f"{RULES[one['rule']]}：" in text.replace(" ", "")) == bool(value), key
            else:
                assert "家已报数" not in text, key


def test_indicators_of_years(site: CountedSite) -> None:
    """A row for each indicator of a year: its total, of whom, and whether it is reached."""
    words = {True: "已达到", False: "未达到"}
    for year in site.years:
        address = f"progress/{year}.html"
        tables = site.main(address).select("table.chart")[2:]
        shown = []
        for row in [row for table in tables for row in table.select("tbody tr")]:
            number, _, state = (
                str(next(cell.strings, "")).strip() for cell in row.select("td")[1:4]
            )
            figure = re.match(r"-?[\d,]+(\.\d+)?", number)
            total = Fraction(figure[0].replace(",", "")) if figure else None
            verdict = next((kept for kept, word in words.items() if state.startswith(word)), None)
            small = row.select_one("td.number small")
            of_whom = small.get_text(strip=True) if small else ""
            shown.append((task_of(address, row), total, verdict, of_whom))
        expected = [
            (key, one["total"], one["reached"], whom(one))
            for key in site.task_keys(year=year)
            for one in site.counted(key)[1]["indicators"]
            if not site.counted(key)[1]["withdrawn"]
        ]
        assert sorted(shown, key=str) == sorted(expected, key=str), year


def whom(one: Record) -> str:
    """Return by which rule an indicator has its total, and how many units of how many it is of."""
    if one["of"] < 2:
        return ""
    rule = RULES[one["rule"]] if one["total"] is not None else ""
    return f"{rule} {one['reported']}/{one['of']}家".strip()


def test_the_sums_of_the_home_page(site: CountedSite) -> None:
    page = site.main("index.html")
    tasks = len(site.outermost(site.task_keys()))
    assert f"共有{len(site.plans)}份工作要点、{tasks}项任务、" in page.get_text(strip=True)


def test_the_numbers_beside_units(site: CountedSite) -> None:
    """«承担32项（牵头2项、经集合单位6项）» in lists of units, of the current year of each."""
    for address in [address for address in site.pages if re.match(r"units/(\w+/)?index", address)]:
        for count in site.main(address).select(".unit-counts"):
            item = count.parent
            link = item.select_one("a") if item else None
            assert link
            key = "/".join(str(link["href"]).removesuffix(".html").split("/")[-2:])
            key = key if "/" in key else f"{address.split('/')[1]}/{key}"
            text = count.get_text(strip=True)
            if key in [unit for _, unit in site.units]:
                year = current_year_of(site.world, site.as_of, key, site.duties(key))
                own = {*site.task_keys(year=year)}
                duties = {
                    task: duty
                    for task, duty in site.outer_duties(key).items()
                    if task in own and not site.counted(task)[1]["withdrawn"]
                }
                found = re.search(r"承担(\d+)项", text)
                assert (int(found[1]) if found else 0) == len(duties), (key, text)
                led = re.search(r"牵头(\d+)项", text)
                leads = sum(duty["role"] == "lead" for duty in duties.values())
                assert (int(led[1]) if led else 0) == leads, (key, text)
                through = re.search(r"经集合单位(\d+)项", text)
                groups = sum(bool(duty["through"]) for duty in duties.values())
                assert (int(through[1]) if through else 0) == groups, (key, text)
